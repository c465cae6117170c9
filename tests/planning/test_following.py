"""A plan is followed: what is done is known, the rest costs no more than was left, and plans can be compared."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from oracles import random_career

from mlcareer_graph import (
    CareerGraph,
    Level,
    LoadError,
    MissingSourceError,
    NotInPlanError,
    Plan,
    UnknownConceptError,
    UnknownOptionError,
    load_graph,
)
from mlcareer_graph.planning.query import Difference

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": 10},
            {"id": "b", "kind": "skill", "name": "B", "hours": 20, "requires": ["a"]},
            {"id": "c", "kind": "skill", "name": "C", "hours": {"working": 30, "practitioner": 50}},
            {"id": "d", "kind": "skill", "name": "D", "hours": 90},
            {"id": "degree", "kind": "credential", "name": "Degree"},
            {
                "id": "course",
                "kind": "education-path",
                "name": "Course",
                "hours": 40,
                "price": {"likely": 100, "currency": "USD"},
                "teaches": ["d"],
                "awards": ["degree"],
            },
            {
                "id": "job",
                "kind": "role",
                "name": "Job",
                "requires": ["b", "d", {"any_of": ["c"], "level": "practitioner"}],
            },
        ]
    }
)
MEASURES = ("hours", "price", "weeks")


def _plan(**options: Any) -> Plan:
    return GRAPH.plan("job", **options)


@pytest.mark.parametrize("seed", range(300))
def test_after_the_first_steps_of_a_cheapest_plan_the_rest_costs_what_is_left(seed: int) -> None:
    """Taken literally, the rest of a cheapest plan is one of the rest; with prerequisites assumed it is no dearer."""
    graph, knows = random_career(seed)
    measure = MEASURES[seed % 3]
    for assume in (True, False):
        plan = graph.plan("job", knows, objective=measure, assume_prerequisites=assume)
        for count in range(len(plan.steps) + 1 if plan.cost is not None else 0):
            rest = plan.replan(done=plan.steps[:count])
            assert plan.cost is not None
            assert rest.cost is not None
            spent = {"hours": "hours", "price": "price", "weeks": "weeks"}[measure]
            done = [getattr(step, spent) for step in plan.steps[:count]]
            left = plan.cost - sum(value.likely if measure == "hours" else value for value in done)
            assert rest.cost <= left + 1e-6
            assert assume or rest.cost == pytest.approx(left, abs=1e-6)
            assert rest.verify()


@pytest.mark.parametrize("seed", range(60))
def test_limits_shrink_by_what_is_done(seed: int) -> None:
    """A plan that is just within its limits stays within them while it is followed."""
    graph, knows = random_career(seed)
    free = graph.plan("job", knows)
    if free.cost is None:
        return
    paths = sum(step.kind == "take" for step in free.steps)
    plan = graph.plan("job", knows, max_hours=free.hours.likely, max_weeks=free.weeks, max_paths=paths)
    for count in range(len(plan.steps) + 1):
        rest = plan.replan(done=plan.steps[:count])
        assert rest.status == "optimal"
        limits = {limit.option: limit.most for limit in rest.query.limits}
        assert limits["max_hours"] <= free.hours.likely - sum(s.hours.likely for s in plan.steps[:count]) + 1e-6
        assert limits["max_paths"] <= paths - sum(step.kind == "take" for step in plan.steps[:count])


def test_only_what_is_named_is_done() -> None:
    """A name marks that step alone, a level no more than it says, and a course all that it teaches and awards."""
    plan = _plan()
    assert [step.id for step in plan.steps if step.kind == "take"] == ["course"]
    assert plan.done([]) == plan.knows
    assert plan.done(["B"]).ranks() == {"b": 2}
    assert plan.done(["C"]).ranks() == {"c": 3}
    assert plan.done(["c:working"]).ranks() == plan.done([("c", Level.WORKING)]).ranks() == {"c": 2}
    step = next(step for step in plan.steps if step.id == "a")
    assert plan.done(["Course", step]).ranks() == {"a": 2, "d": 2, "degree": 1}


def test_replanning_keeps_the_options() -> None:
    """What was excluded, chosen and weighed stays so, and what was learned besides counts."""
    plan = _plan(education="none", exclude=["course"], objective={"hours": 2}, hours_per_week={"sat": 4})
    rest = plan.replan(done=["a"], knows=["D"])
    assert {step.id for step in rest.steps} == {"b", "c"}
    assert rest.query == replace(plan.query, knows=rest.knows)
    assert rest.cost == 140


def test_knowing_what_is_done_implies_what_it_builds_on() -> None:
    """Whoever has B done has A too, unless the profile is taken literally."""
    assert {step.id for step in _plan().replan(done=["b"]).steps} == {"c", "course"}
    literal = _plan(assume_prerequisites=False).replan(done=["b"])
    assert literal.knows.assumed == ()
    assert _plan().replan(done=["b"]).knows.assumed == (("a", Level.WORKING, "b"),)


def test_what_is_no_step_cannot_be_done() -> None:
    """Something that the plan does without, a step of another plan, an unknown name and a bare text are refused."""
    plan = _plan()
    with pytest.raises(NotInPlanError, match="does without 'd'"):
        plan.done(["d"])
    with pytest.raises(NotInPlanError):
        plan.done([step for step in _plan(education="none").steps if step.id == "d"])
    with pytest.raises(UnknownConceptError):
        plan.done(["nothing like it"])
    with pytest.raises(UnknownOptionError, match="a list of names"):
        plan.done("b")


@pytest.mark.parametrize("seed", range(100))
def test_a_saved_plan_is_the_same_plan(seed: int) -> None:
    """On random careers a plan survives its JSON, with its options and its status."""
    graph, knows = random_career(seed)
    options: dict[str, Any] = {
        "objective": ["price", {"hours": 1, "weeks": 0.5}] if seed % 2 else "hours",
        "degrees": ("report", "employer", "strict")[seed % 3],
        "include_preferred": seed % 4 == 0,
        "assume_prerequisites": seed % 5 != 0,
        "hours_per_week": {"mon": 2, "fri": 1} if seed % 3 else 7,
        "exclude": ["s1"] if seed % 7 == 0 else [],
        "max_hours": 25 if seed % 6 == 0 else None,
        "max_paths": 1,
        "path_kinds": ["course"] if seed % 8 == 0 else None,
    }
    plan = graph.plan("job", knows, **options)
    again = Plan.from_dict(json.loads(json.dumps(plan.to_dict())), graph)
    assert again == plan
    assert again.to_dict() == plan.to_dict()


def test_a_plan_that_had_to_differ_is_saved_with_that() -> None:
    """An alternative comes back as the alternative."""
    from mlcareer_graph.planning import make_plan

    plan = _plan()
    hours = (("course", 40.0), *((step.id, step.hours.likely) for step in plan.steps if step.kind != "take"))
    other = make_plan(replace(plan.query, differences=(Difference(hours, 0.3),)))
    assert "d" in [step.id for step in other.steps]
    assert Plan.from_dict(json.loads(json.dumps(other.to_dict())), GRAPH) == other


def test_a_deadline_is_saved_as_the_weeks_that_it_leaves() -> None:
    """A deadline and most weeks come back as the fewer of both."""
    from datetime import date

    options: dict[str, Any] = {"start": date(2027, 1, 4), "deadline": date(2027, 6, 27), "max_weeks": 40}
    plan = _plan(hours_per_week=10, **options)
    assert plan.to_dict()["options"]["max_weeks"] == pytest.approx(25)
    assert Plan.from_dict(plan.to_dict(), GRAPH).steps == plan.steps


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": None}, "a plan has a target, knows and options; save one with: mlcareer plan ... --json"),
        ({"knows": "a"}, "a plan has a target"),
        ({"options": []}, "a plan has a target"),
        ({"options": {"fast": True}}, "a plan has no option 'fast'"),
        ({"differences": [1]}, "differences is no list of hours with a share"),
    ],
    ids=str,
)
def test_what_is_no_plan_is_refused(change: dict[str, Any], says: str) -> None:
    """Data without the question, or with options that there are not, is no plan."""
    with pytest.raises(LoadError, match=r"the plan: ") as caught:
        Plan.from_dict(_plan().to_dict() | change, GRAPH)
    assert says in str(caught.value)


def test_plans_are_loaded_from_files(tmp_path: Path) -> None:
    """A file of JSON is a plan again; a missing file and another text are not."""
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(_plan().to_dict()), encoding="utf-8")
    assert Plan.load(file, GRAPH) == _plan()
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(LoadError, match=r"this is no plan"):
        Plan.load(file, GRAPH)
    with pytest.raises(MissingSourceError):
        Plan.load(tmp_path / "none.json", GRAPH)


def test_a_plan_compared_with_itself_has_no_difference() -> None:
    """On random careers a plan is the same as itself."""
    for seed in range(60):
        graph, knows = random_career(seed)
        plan = graph.plan("job", knows)
        same = plan.compare(plan)
        assert same.is_same
        assert (same.only_first, same.only_second, same.hours, same.weeks) == ((), (), 0, 0)
        assert [one for one, _ in same.both] == list(plan.steps)
        assert same.cost == (None if plan.cost is None else 0)


def test_comparing_is_the_same_from_both_sides() -> None:
    """On random careers the second plan has more by just what the first has less, and no step is lost."""
    for seed in range(120):
        graph, knows = random_career(seed)
        one, other = graph.plan("job", knows), graph.plan("job", knows, objective="price", degrees="strict")
        there, back = one.compare(other), other.compare(one)
        assert (there.only_first, there.only_second) == (back.only_second, back.only_first)
        assert (there.hours, there.weeks) == (-back.hours, -back.weeks)
        assert {*there.only_first, *(step for step, _ in there.both)} == set(one.steps)
        assert {*there.only_second, *(step for _, step in there.both)} == set(other.steps)
        assert there.is_same == (
            sorted((s.id, s.to_level or 0, s.hours.likely) for s in one.steps)
            == sorted((s.id, s.to_level or 0, s.hours.likely) for s in other.steps)
        )


def test_a_comparison_says_what_differs() -> None:
    """Steps of one plan alone, steps of both, and the differences of hours, weeks, price and cost."""
    compared = _plan().compare(_plan(education="none"))
    assert [step.id for step in compared.only_first] == ["course"]
    assert [step.id for step in compared.only_second] == ["d"]
    assert {one.id for one, _ in compared.both} == {"a", "b", "c"}
    assert (compared.hours, compared.price, compared.cost) == (50, -100, 50)
    assert compared.weeks == pytest.approx(5)
    text = str(compared)
    assert "Only in the first: Course." in text
    assert "The second takes 50.0 hours more, 5.0 weeks more, 100.0 USD less." in text
    data = compared.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["only_first"], data["hours"]) == ([{"id": "course", "to": None}], 50)
    assert _plan().compare(_plan(objective="price")).cost is None
    assert "same" in str(_plan().compare(_plan()))


def test_a_shipped_plan_is_followed_to_its_end() -> None:
    """Step by step the shipped plan to data analyst gets shorter by the hours of each step, down to nothing."""
    plan = load_graph().plan("data analyst", ["Python", "statistics"])
    hours = plan.hours.likely
    while plan.steps:
        done = plan.steps[0]
        plan = plan.replan(done=[done])
        hours -= done.hours.likely
        assert plan.hours.likely == pytest.approx(hours)
    assert hours == pytest.approx(0)


def test_a_limit_gives_what_is_spent_of_its_measure() -> None:
    """Price, hours, weeks and paths of finished steps are taken off, and those of no others."""
    plan = _plan(budget=100, max_hours=500, max_weeks=60, max_paths=1)
    left = {limit.option: limit.most for limit in plan.replan(done=["course"]).query.limits}
    assert left == {"budget": 0.0, "max_hours": 460.0, "max_weeks": 56.0, "max_paths": 0.0}
    left = {limit.option: limit.most for limit in plan.replan(done=["a"]).query.limits}
    assert left == {"budget": 100.0, "max_hours": 490.0, "max_weeks": 59.0, "max_paths": 1.0}
