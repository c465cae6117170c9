"""What else would do in place of a step, and what knowledge saves, against brute force and by law."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from oracles import (
    MEASURES,
    assumed_ranks,
    career_records,
    career_with_paths,
    goal_of_role,
    graph_with_marks,
    graph_without,
    least_cost_of_plan,
    random_career,
)

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Competency, Level, Plan, Profile, Requirement
from mlcareer_graph.planning import make_plan
from mlcareer_graph.planning.alternatives import Alternative

laws = settings(max_examples=150, deadline=None, derandomize=True)
seeds = st.integers(0, 10**9)
objectives = st.sampled_from(MEASURES)

CLOSE = 1e-5

FRAMEWORKS: list[dict[str, Any]] = [
    {"id": "maths", "kind": "skill", "name": "Maths", "hours": 20},
    {"id": "torch", "kind": "technology", "name": "Torch", "hours": 10, "requires": ["maths"]},
    {"id": "flow", "kind": "technology", "name": "Flow", "hours": 24, "requires": ["maths"]},
    {"id": "jax", "kind": "technology", "name": "Jax", "hours": 5, "requires": ["maths", "rare"]},
    {"id": "rare", "kind": "skill", "name": "Rare", "hours": 100},
    {
        "id": "class",
        "kind": "education-path",
        "name": "Class",
        "path_kind": "course",
        "hours": 25,
        "teaches": [{"know": "maths", "level": "working"}],
    },
    {
        "id": "camp",
        "kind": "education-path",
        "name": "Camp",
        "path_kind": "bootcamp",
        "hours": 45,
        "teaches": [{"know": "maths", "level": "working"}, {"know": "flow", "level": "working"}],
    },
    {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": ["flow", "jax", "torch"]}]},
]
GRAPH = CareerGraph.from_dict({"concepts": FRAMEWORKS})


def said(ways: tuple[Alternative, ...]) -> list[str]:
    """The alternatives in words."""
    return [str(way) for way in ways]


def test_the_other_options_are_priced() -> None:
    """Each other option of the group that a step serves has its exact extra hours, cheapest first."""
    assert said(GRAPH.plan("job").alternatives("torch")) == [
        "Without Torch: +14 h, by way of Flow",
        "Flow instead of Torch: +14 h",
        "Jax instead of Torch: +95 h",
    ]


def test_a_course_can_teach_what_is_studied() -> None:
    """What is studied may be learned in a course instead, and a path may make it needless."""
    assert said(GRAPH.plan("job").alternatives("maths")) == [
        "Without Maths: +15 h, by way of Camp",
        "Class instead of studying Maths: +5 h",
        "Camp instead of studying Maths: +15 h",
    ]


def test_what_cannot_be_done_without_says_why() -> None:
    """A way that does not exist has the reasons of the plan that there is not."""
    assert said(GRAPH.plan("flow", education="none").alternatives("maths")) == [
        "Without Maths: not possible (Flow needs Maths; Maths is excluded)"
    ]


def test_a_path_can_give_way_to_others_and_to_study() -> None:
    """In place of a path stand the others that teach what it is taken for, and studying that."""
    plan = GRAPH.plan("job", require=["class"])
    assert [step.id for step in plan.steps] == ["class", "torch"]
    without = replace(plan.query, require=(), goal=plan.goal[:-1])
    cheap = make_plan(replace(without, only_paths=("class",), exclude=("torch",)))
    assert [step.id for step in cheap.steps] == ["maths", "flow"]
    taken = make_plan(replace(without, prefer=("class",)))
    assert [step.id for step in taken.steps] == ["class", "torch"]
    assert said(taken.alternatives("class")) == [
        "Without Class: -5 h, by way of Maths",
        "Studying instead of Class: -5 h, by way of Maths",
        "Camp instead of Class: +10 h",
    ]


def course(path_id: str, hours: float, teaches: dict[str, str], **more: Any) -> dict[str, Any]:
    """A course that teaches some competencies, each to a level."""
    taught = [{"know": competency, "level": level} for competency, level in teaches.items()]
    return {"id": path_id, "kind": "education-path", "name": path_id.title(), "hours": hours, "teaches": taught} | more


def test_a_path_counts_only_where_it_leads_far_enough() -> None:
    """A course that ends below the level studied, or that needs the same study first, is no alternative."""
    extra = [
        course("primer", 1, {"maths": "awareness"}),
        course("seminar", 5, {"maths": "working"}, requires=["maths"]),
    ]
    graph = CareerGraph.from_dict({"concepts": [*FRAMEWORKS, *extra]})
    ways = graph.plan("job").alternatives("maths")
    assert [way.concept.id for way in ways if way.concept] == ["class", "camp"]


def test_a_path_is_replaced_in_what_it_is_taken_for() -> None:
    """What is known already, and what a path teaches in passing, calls for no other path."""
    records: list[dict[str, Any]] = [
        *({"id": one, "kind": "skill", "name": one.title(), "hours": 30} for one in ("read", "write", "paint")),
        course("both", 10, {"read": "working", "write": "working", "paint": "working"}),
        course("reading", 20, {"read": "working"}),
        course("writing", 20, {"write": "working"}),
        course("painting", 20, {"paint": "working"}),
        {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": ["read", "write"], "at_least": 2}]},
    ]
    plan = CareerGraph.from_dict({"concepts": records}).plan("job", ["read"])
    assert said(plan.alternatives("both")) == [
        "Without Both: +10 h, by way of Writing",
        "Writing instead of Both: +10 h",
        "Studying instead of Both: +20 h, by way of Write",
    ]


def test_what_a_path_begins_can_be_begun_elsewhere() -> None:
    """A path that is taken for the level where study goes on has the others that lead to it in its place."""
    records: list[dict[str, Any]] = [
        {"id": "read", "kind": "skill", "name": "Read", "hours": {"working": 30, "practitioner": 50}},
        course("start", 10, {"read": "working"}),
        course("other", 15, {"read": "working"}),
    ]
    plan = CareerGraph.from_dict({"concepts": records}).plan("read:practitioner")
    assert said(plan.alternatives("start")) == [
        "Without Start: +5 h, by way of Other",
        "Other instead of Start: +5 h",
        "Studying instead of Start: +20 h",
    ]


def test_nobody_studies_for_a_credential() -> None:
    """A path that is taken for what it awards has other paths in its place, not study."""
    records: list[dict[str, Any]] = [
        {"id": "paper", "kind": "credential", "name": "Paper", "eqf_level": 6},
        {"id": "read", "kind": "skill", "name": "Read", "hours": 30},
        course("near", 100, {"read": "working"}, awards=["paper"]),
        course("far", 150, {"read": "working"}, awards=["paper"]),
        {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": ["paper"]}, {"any_of": ["read"]}]},
    ]
    plan = CareerGraph.from_dict({"concepts": records}).plan("job", degrees="strict")
    assert said(plan.alternatives("near")) == ["Without Near: +50 h, by way of Far", "Far instead of Near: +50 h"]


def test_what_the_person_asked_for_has_no_alternative() -> None:
    """A path that has to be part of the plan cannot be left out."""
    without = GRAPH.plan("job", require=["camp"]).alternatives("camp")[0]
    assert not without.is_possible
    assert without.is_exact
    assert without.plan.status == "infeasible"


def test_the_unit_is_that_of_the_objective() -> None:
    """The extra cost of an alternative counts what the plan minimises."""
    assert said(GRAPH.plan("job", objective="steps").alternatives("camp"))[0].startswith("Without Camp: +1 steps")
    mixed = GRAPH.plan("job", objective={"hours": 1, "steps": 2}).alternatives("torch")[0]
    assert str(mixed) == "Without Torch: +13 (1 hours + 2 steps), by way of Camp"


def test_only_steps_have_alternatives() -> None:
    """What the plan does without or knows already is refused."""
    plan = GRAPH.plan("job", ["maths"])
    for name in ("flow", "maths", "job"):
        with pytest.raises(mcg.NotInPlanError):
            plan.alternatives(name)
    with pytest.raises(mcg.UnknownConceptError):
        plan.alternatives("nobody knows this")


def test_steps_and_names_mean_the_same() -> None:
    """A step, its concept and its name are asked for alike."""
    plan = GRAPH.plan("job")
    step = plan.steps[-1]
    assert said(plan.alternatives(step)) == said(plan.alternatives(step.concept)) == said(plan.alternatives("torch"))


def test_alternatives_are_plain_data() -> None:
    """The dictionaries of explanation, alternatives and savings go through JSON."""
    plan = GRAPH.plan("job", ["maths"])
    way = json.loads(json.dumps(plan.alternatives("torch")[1].to_dict()))
    assert (way["kind"], way["id"], way["extra"], way["unit"], way["status"]) == ("option", "flow", 14, "h", "optimal")
    chain = json.loads(json.dumps(plan.explain("torch").to_dict()))["chain"]
    assert chain == [
        {"by": "job", "any_of": ["flow", "jax", "torch"], "at_least": 1, "level": "working", "source": ["curated"]}
    ]
    savings = json.loads(json.dumps(plan.savings().to_dict()))
    assert savings["items"] == [{"id": "maths", "level": "working", "saved": 20, "is_exact": True}]


def test_too_little_time_is_said() -> None:
    """An alternative that no plan was found for in time is neither priced nor called impossible."""
    plan = GRAPH.plan("job")
    way = plan.alternatives("torch")[0]
    late = replace(way, extra=None, plan=replace(way.plan, status="unknown", cost=None), is_exact=False)
    assert str(late) == "Without Torch: nothing was found in 30 seconds"


def test_savings_say_that_they_do_not_add_up() -> None:
    """Either of two things that stand in for one another saves nothing; together they save all."""
    savings = GRAPH.plan("job", ["torch", "flow"]).savings()
    assert [(str(item), item.saved) for item in savings] == [("Flow (working)", 0), ("Torch (working)", 0)]
    assert savings.together == 30
    assert str(savings).endswith("All together: saves 30 h. The parts need not add up to it.")


def test_savings_take_what_is_assumed_along() -> None:
    """Without Torch there is no Maths that Torch implied, unless it was stated too."""
    assert [item.saved for item in GRAPH.plan("job", ["torch"]).savings()] == [30]
    assert [item.saved for item in GRAPH.plan("job", ["torch", "maths"]).savings()] == [10, 0]
    literal = GRAPH.plan("job", ["torch", "maths"], assume_prerequisites=False).savings()
    assert [(item.concept.id, item.saved) for item in literal] == [("torch", 10), ("maths", 0)]


def test_what_there_is_no_plan_without_comes_first() -> None:
    """Knowledge that cannot be come by is said to be what the plan hangs on."""
    records: list[dict[str, Any]] = [
        {"id": "paper", "kind": "credential", "name": "Paper"},
        {"id": "craft", "kind": "skill", "name": "Craft", "hours": 3},
        {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": ["craft"]}, {"any_of": ["paper"]}]},
    ]
    graph = CareerGraph.from_dict({"concepts": records})
    savings = graph.plan("job", ["craft", "paper"], degrees="strict").savings()
    assert [(str(item), item.saved) for item in savings] == [("Paper", None), ("Craft (working)", 3)]
    assert str(savings).startswith("Paper: no plan without it")
    assert savings.together is None
    assert len(graph.plan("job", degrees="strict").savings()) == 0


def _expected(records: list[dict[str, Any]], plan: Plan, way: Alternative) -> float | None:
    """What brute force finds for a way in place of a step."""
    goal = goal_of_role(plan.graph, "job", "report", include_preferred=False)
    paths = {record["id"] for record in records if record["kind"] == "education-path"}
    instead = way.instead_of.id
    graph = plan.graph
    if way.kind in ("without", "option"):
        graph = graph_without(records, [instead])
    if way.kind == "option":
        assert way.concept is not None
        level = way.plan.goal[-1].level if isinstance(way.concept, Competency) else Level.WORKING
        uses = [use for step in plan.steps if step.id == instead for use in step.uses]
        served = [use.requirement for use in uses if use.requirement is not None]
        levels = {one.level for one in served if way.concept.id in one.options}
        assert level in levels or not isinstance(way.concept, Competency)
        goal = [*goal, Requirement("job", (way.concept.id,), level=level)]
    if way.kind == "path":
        assert way.concept is not None
        goal = [*goal, Requirement("job", (f"did-{way.concept.id}",))]
        graph = graph_with_marks(records, paths - {instead})
    if way.kind == "study":
        assert way.plan.query.only_paths is not None
        graph = graph_with_marks(records, way.plan.query.only_paths)
    return least_cost_of_plan(graph, goal, plan.knows.ranks(), plan.objective)


def test_extra_costs_are_what_brute_force_finds() -> None:
    """Every way in place of every step costs what a search over everything a person can learn finds."""
    compared = {"without": 0, "option": 0, "path": 0, "study": 0}
    for seed in range(60_000, 60_250):
        records, knows = career_records(seed) if seed % 2 else career_with_paths(seed, 2)
        graph = CareerGraph.from_dict({"concepts": records})
        objective = random.Random(seed).choice(MEASURES)
        plan = graph.plan("job", knows, objective=objective, assume_prerequisites=False)
        for concept_id in {step.id for step in plan.steps}:
            for way in plan.alternatives(concept_id):
                least = _expected(records, plan, way)
                assert way.plan.verify().problems == ()
                assert way.is_possible == (least is not None)
                if least is not None and plan.cost is not None:
                    assert way.extra == pytest.approx(least - plan.cost, abs=1e-4)
                compared[way.kind] += 1
    assert min(compared.values()) >= 20, compared


@pytest.mark.parametrize("assume", [False, True])
def test_savings_are_what_brute_force_finds(assume: bool) -> None:
    """What each thing known saves is the difference of two searches, with and without what it implies."""
    compared = 0
    for seed in range(61_000, 61_300):
        graph, knows = random_career(seed)
        plan = graph.plan("job", knows, assume_prerequisites=assume)
        if plan.cost is None:
            continue
        goal = goal_of_role(graph, "job", "report", include_preferred=False)
        stated = dict(Profile.of(graph, knows).ranks())
        savings = plan.savings()
        assert {item.concept.id for item in savings} == set(stated)
        for item in savings:
            rest = {concept_id: rank for concept_id, rank in stated.items() if concept_id != item.concept.id}
            least = least_cost_of_plan(graph, goal, assumed_ranks(graph, rest) if assume else rest, "hours")
            assert item.saved == (None if least is None else pytest.approx(least - plan.cost, abs=1e-4))
            compared += 1
        nothing = least_cost_of_plan(graph, goal, {}, "hours")
        assert savings.together == (None if nothing is None else pytest.approx(nothing - plan.cost, abs=1e-4))
    assert compared > 100


@laws
@given(seeds, objectives)
def test_no_alternative_is_cheaper(seed: int, objective: str) -> None:
    """A way in place of a step costs as much or more, does without the step, and holds what it is named for."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows, objective=objective)
    for step in plan.steps:
        without, *others = plan.alternatives(step)
        assert without.kind == "without"
        for way in (without, *others):
            assert way.extra is None or way.extra >= -CLOSE
            assert (way.extra is None) == (way.plan.status == "infeasible")
            if way.kind != "path" or step.kind == "take":
                assert step.id not in {other.id for other in way.plan.steps}
            if way.kind == "path" and way.is_possible:
                assert way.concept in [other.concept for other in way.plan.steps]
            if without.extra is not None and way.extra is not None and (way.kind != "path" or step.kind == "take"):
                assert way.extra >= without.extra - CLOSE


@laws
@given(seeds, objectives, st.booleans())
def test_no_knowledge_costs_anything(seed: int, objective: str, assume: bool) -> None:
    """What is known saves nothing or something, and all of it together saves at least what each does."""
    graph, knows = random_career(seed)
    savings = graph.plan("job", knows, objective=objective, assume_prerequisites=assume).savings()
    for item in savings:
        assert item.saved is None or item.saved >= -CLOSE
        assert savings.together is None or (item.saved is not None and savings.together >= item.saved - CLOSE)
    assert savings.is_exact


def test_limits_hold_for_alternatives() -> None:
    """A way that breaks a limit of the plan is not possible, and the limit is named."""
    plan = GRAPH.plan("job", max_hours=40, start=date(2027, 1, 4))
    assert (
        said(plan.alternatives("torch"))[0] == "Without Torch: not possible (no plan keeps to at most 40 hours and "
        "doing without Torch together)"
    )


def test_alternatives_can_be_saved_and_made_again() -> None:
    """The plan behind an alternative is one that its own options lead to."""
    for name in ("maths", "torch"):
        for way in GRAPH.plan("job").alternatives(name):
            again = Plan.from_dict(json.loads(json.dumps(way.plan.to_dict())), GRAPH)
            assert (again.cost, again.status) == (way.plan.cost, way.plan.status)
            assert [step.id for step in again.steps] == [step.id for step in way.plan.steps]


def test_levels_count() -> None:
    """An option that is known at a lower level than asked for is an alternative, at the level asked for."""
    plan = GRAPH.plan("job", [("flow", Level.AWARENESS)])
    flow = next(way for way in plan.alternatives("torch") if way.concept is GRAPH["flow"])
    assert flow.plan.steps[-1].from_level is Level.AWARENESS
    assert flow.plan.steps[-1].to_level is Level.WORKING


def test_what_is_asked_instead_says_so() -> None:
    """A plan by way of another degree has that in its goal, and that it stands there for this question."""
    paths = [
        {"id": f"{name}-course", "kind": "education-path", "name": name, "hours": 5, "awards": [name]}
        for name in ("degree", "diploma")
    ]
    records = [
        *({"id": name, "kind": "credential", "name": name} for name in ("degree", "diploma")),
        *paths,
        {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": ["degree", "diploma"]}]},
    ]
    plan = CareerGraph.from_dict({"concepts": records}).plan("job", degrees="strict")
    other = next(found for found in plan.alternatives("degree-course") if found.kind == "option")
    asked = other.plan.goal[0]
    assert asked.options == ("diploma",)
    assert [evidence.because for evidence in asked.evidence] == ["It is asked for here."]
