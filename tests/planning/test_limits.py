"""Plans within limits, against every plan there is; clashes and what would help."""

from __future__ import annotations

import math
import random
from datetime import date
from typing import Any

import pytest
from oracles import MANY_MEASURES, all_plans, goal_of_role, small_career

from mlcareer_graph import CareerGraph, Profile, UnknownOptionError, UnplannableError, load_graph
from mlcareer_graph.model.quantities import LARGEST
from mlcareer_graph.planning.constraints import read_constraint

CAREERS = 400
OPTIONS = {"price": "budget", "hours": "max_hours", "weeks": "max_weeks", "paths": "max_paths"}


def skill(hours: float, **more: Any) -> dict[str, Any]:
    """A skill in the interchange schema."""
    return {"kind": "skill", "hours": hours} | more


def course(hours: float, teaches: list[str], price: float, **more: Any) -> dict[str, Any]:
    """A course in the interchange schema."""
    cost = {"price": {"likely": price, "currency": "USD"}}
    return {"kind": "education-path", "hours": hours, "teaches": teaches} | cost | more


def career(**concepts: dict[str, Any]) -> CareerGraph:
    """A graph of some concepts, each named by its id."""
    records = [{"id": key.replace("_", "-"), "name": key.title()} | value for key, value in concepts.items()]
    return CareerGraph.from_dict({"concepts": records})


CHOICE = career(
    maths=skill(100),
    coding=skill(60),
    torch=skill(40, requires=["coding"]),
    flow=skill(50, requires=["coding"]),
    bootcamp=course(120, ["maths", "coding", "torch"], 900, path_kind="bootcamp"),
    lecture=course(50, ["maths"], 100, offered_by=["school"], checked="2026-01-01"),
    school={"kind": "organization"},
    job={"kind": "role", "requires": ["maths", {"any_of": ["torch", "flow"]}]},
)


@pytest.mark.parametrize("first", range(0, CAREERS, 100))
def test_limited_plans_cost_what_the_best_of_all_plans_costs(first: int) -> None:
    """Of all plans within drawn limits none has less of the objective, and where none is left, none is found."""
    seen = set()
    for seed in range(first, first + 100):
        made = small_career(seed)
        if made is None:
            continue
        graph, knows = made
        rng = random.Random(seed)
        measures = rng.sample(MANY_MEASURES, rng.choice([1, 1, 2]))
        objective = rng.choice(["hours", "weeks"] if "price" not in measures else ["hours", "price", "weeks"])
        goal = goal_of_role(graph, "job", "report", include_preferred=False)
        known = Profile.of(graph, knows).ranks()
        plans = all_plans(graph, goal, known, priced="price" in measures)
        vectors = [vector for found in plans.values() for vector in found]
        position = {measure: index for index, measure in enumerate(MANY_MEASURES)}
        tops = {m: max((v[position[m]] for v in vectors), default=1.0) for m in measures}
        most = {m: math.floor(rng.choice([0, 0.2, 0.5, 0.8]) * tops[m]) for m in measures}
        within = [v for v in vectors if all(v[position[m]] <= most[m] + 1e-9 for m in measures)]
        plan = graph.plan(
            "job",
            knows,
            objective=objective,
            assume_prerequisites=False,
            **{OPTIONS[m]: value for m, value in most.items()},  # type: ignore[arg-type]
        )
        assert plan.verify().problems == ()
        seen.add(plan.status)
        if not within:
            assert (plan.status, plan.cost) == ("infeasible", None)
            assert plan.reasons
            _assert_relaxations_help(plan, vectors, most)
        else:
            assert plan.status == "optimal"
            assert plan.cost == pytest.approx(min(v[position[objective]] for v in within), abs=1e-5)
    assert seen == {"optimal", "infeasible"}


def _assert_relaxations_help(plan: Any, vectors: list[Any], most: dict[str, float]) -> None:
    """Each limit that is in the way alone is named with the least value that works."""
    position = {measure: index for index, measure in enumerate(MANY_MEASURES)}
    expected = {}
    for measure in most:
        others = [v for v in vectors if all(v[position[m]] <= most[m] + 1e-9 for m in most if m != measure)]
        if others:
            expected[OPTIONS[measure]] = min(v[position[measure]] for v in others)
    alone = {one.option: one.needed for one in plan.relaxations if one.needed is not None}
    assert alone == pytest.approx(expected, abs=1e-5)
    assert bool(plan.relaxations) == bool(vectors)


def test_a_limit_that_does_not_bind_changes_nothing() -> None:
    """The cheapest plan stays, with its proof by cuts, where it is within the limits."""
    free = CHOICE.plan("job")
    limited = CHOICE.plan("job", max_hours=10_000, max_paths=5)
    assert (limited.steps, limited.cost, limited.proof) == (free.steps, free.cost, free.proof)


def test_a_budget_and_a_number_of_hours_can_clash_together() -> None:
    """Either can be kept alone, both cannot; each is told how far it would have to give."""
    plan = CHOICE.plan("job", budget=100, max_hours=140)
    assert plan.status == "infeasible"
    assert plan.reasons == ("no plan keeps to a budget of 100 USD and at most 140 hours together",)
    assert [str(one) for one in plan.relaxations] == ["with 800 USD more", "with 10 more hours"]
    assert "it works with 800 USD more or with 10 more hours" in str(plan)


def test_limits_that_each_fail_alone_are_widened_together() -> None:
    """Where giving way in one place does not help, it is said what the best plan takes beyond all limits."""
    plan = CHOICE.plan("job", max_hours=30, max_weeks=4, exclude=["bootcamp"])
    assert plan.reasons in (("no plan keeps to at most 30 hours",), ("no plan keeps to at most 4 weeks",))
    assert [(one.option, str(one)) for one in plan.relaxations] == [
        ("max_hours and max_weeks", "with 120 more hours and 11 more weeks")
    ]
    assert CHOICE.plan("job", max_hours=150, max_weeks=15, exclude=["bootcamp"]).is_optimal


def test_of_several_constraints_only_those_that_clash_are_named() -> None:
    """A limit that has nothing to do with it is no reason."""
    plan = CHOICE.plan("job", budget=100, max_hours=140, max_weeks=1000, exclude=["flow"])
    assert plan.reasons == ("no plan keeps to a budget of 100 USD and at most 140 hours together",)
    alone = CHOICE.plan("job", max_hours=90, budget=5000)
    assert alone.reasons == ("no plan keeps to at most 90 hours",)
    with_choice = CHOICE.plan("job", max_hours=130, exclude=["bootcamp"])
    assert with_choice.reasons == ("no plan keeps to at most 130 hours and doing without Bootcamp together",)
    assert [one.text for one in with_choice.relaxations] == ["with 20 more hours", "with Bootcamp"]


def test_what_is_required_is_part_of_the_plan() -> None:
    """A competency at its level, a path, and an offer of an organization come in, and say that they were asked for."""
    plan = CHOICE.plan("job", require=["flow:practitioner"], education="none")
    assert {str(step) for step in plan.steps} >= {"Flow to practitioner"}
    assert not any(step.id == "torch" for step in plan.steps)
    taken = CHOICE.plan("job", require=["lecture"])
    assert "lecture" in {step.id for step in taken.steps}
    assert "You asked for it." in str(taken.explain("lecture"))
    assert [step.id for step in CHOICE.plan("job", require=["school"]).steps if step.kind == "take"] == ["lecture"]
    assert all(plan.verify() for plan in (plan, taken))


def test_what_is_preferred_goes_before_its_alternatives() -> None:
    """Of the options of a requirement the preferred one is taken, and a preferred path for what it teaches."""
    flow = CHOICE.plan("job", prefer=["flow"], education="none")
    assert {step.id for step in flow.steps} == {"maths", "coding", "flow"}
    assert flow.cost == CHOICE.plan("job", education="none").cost + 10
    lecture = CHOICE.plan("job", prefer=["school"], exclude=["bootcamp"])
    assert "lecture" in {step.id for step in lecture.steps}
    assert flow.verify()
    assert lecture.verify()
    known = CHOICE.plan("job", knows=["torch"], prefer=["flow"], education="none")
    assert {step.id for step in known.steps} == {"maths"}


def test_only_the_chosen_kinds_of_education_are_taken() -> None:
    """A plan of courses alone takes no bootcamp."""
    assert [step.id for step in CHOICE.plan("job").steps] == ["bootcamp"]
    plan = CHOICE.plan("job", path_kinds=["course"])
    assert [step.id for step in plan.steps if step.kind == "take"] == ["lecture"]
    assert plan.query.path_kinds == ("course",)
    assert plan.verify()


def test_the_next_objective_settles_what_the_first_leaves_open() -> None:
    """Of the plans with the lowest price the one with the fewest hours is taken, and the other way round."""
    graph = career(
        a=skill(50),
        dear=course(10, ["a"], 70),
        cheap=course(10, ["a"], 20),
        slow=course(90, ["a"], 0),
        job={"kind": "role", "requires": ["a"]},
    )
    assert [step.id for step in graph.plan("job", objective=["hours", "price"]).steps] == ["cheap"]
    plan = graph.plan("job", objective=["price", "hours"])
    assert ([step.id for step in plan.steps], plan.cost, plan.hours.likely) == (["a"], 0, 50)
    assert plan.objective == "price, then hours"
    assert plan.is_optimal


def test_a_deadline_counts_the_weeks_from_the_start() -> None:
    """The weeks of the plan end on the last day at the latest."""
    plan = CHOICE.plan("job", education="none", start=date(2027, 1, 4), deadline=date(2027, 5, 23), hours_per_week=10)
    assert (plan.status, plan.weeks) == ("optimal", 20)
    late = CHOICE.plan("job", education="none", start=date(2027, 1, 4), deadline=date(2027, 5, 22), hours_per_week=10)
    assert late.status == "infeasible"
    assert late.relaxations[0].option == "deadline"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"budget": -1}, "budget cannot be -1; use a number from 0 upward"),
        ({"max_hours": math.nan}, "max_hours cannot be nan"),
        ({"max_paths": True}, "max_paths cannot be True"),
        ({"deadline": date(2026, 1, 1), "start": date(2026, 2, 1)}, "use a day from 2026-02-01 on"),
        ({"path_kinds": ["party"]}, "path_kinds cannot be 'party'; use 'degree'"),
        ({"path_kinds": "course"}, "use a list of names, such as ['course']"),
        ({"objective": []}, "objective cannot be"),
        ({"objective": ["hours", "fun"]}, "objective cannot be 'fun'"),
        ({"require": "flow"}, "require cannot be 'flow'"),
    ],
    ids=str,
)
def test_options_out_of_range_are_refused(options: dict[str, Any], message: str) -> None:
    """The message names the option, what was given and what there is."""
    with pytest.raises(UnknownOptionError) as caught:
        CHOICE.plan("job", **options)
    assert message in str(caught.value)


def test_only_what_can_be_a_step_is_required_or_preferred() -> None:
    """A role is neither, nor an organization without offers."""
    with pytest.raises(UnplannableError, match="a plan can prefer skills"):
        CHOICE.plan("job", prefer=["job"])
    graph = career(a=skill(1), club={"kind": "organization"}, job={"kind": "role", "requires": ["a"]})
    with pytest.raises(UnplannableError, match="offers no education path"):
        graph.plan("job", require=["club"])


def test_a_short_time_limit_gives_a_status_and_no_exception() -> None:
    """With hardly any time a limited question is answered by a plan with its gap, or by not knowing."""
    plan = load_graph().plan("machine learning engineer", max_hours=1720, time_limit=1e-6)
    assert plan.status in ("unknown", "feasible", "infeasible")
    assert plan.verify().problems == ()
    assert plan.gap > 0
    assert "seconds" in str(plan) or plan.steps


def test_what_is_required_may_be_waived() -> None:
    """A clash of a budget with a path that has to be in the plan is told with what either would have to give."""
    records = [
        {"id": "a", "kind": "skill", "name": "A", "hours": 10},
        {
            "id": "course",
            "kind": "education-path",
            "name": "Course",
            "teaches": ["a"],
            "hours": 5,
            "price": {"likely": 100, "currency": "USD"},
        },
        {"id": "job", "kind": "role", "name": "Job", "requires": ["a"]},
    ]
    plan = CareerGraph.from_dict({"concepts": records}).plan("job", require=["course"], budget=50)
    assert plan.status == "infeasible"
    assert "a budget of 50 USD and having Course in it together" in str(plan)
    assert "50 USD more or without Course" in str(plan)


def test_the_largest_number_of_paths_is_one() -> None:
    """A limit may be as large as any number of the library."""
    most = int(LARGEST)
    assert read_constraint("max_paths", most) == most
    with pytest.raises(UnknownOptionError):
        read_constraint("max_paths", most + 1)
