"""A plan stays cheapest within the ranges that are told, and within no wider ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from oracles import career_records, goal_of_role, least_cost_of_plan

from mlcareer_graph import CareerGraph, EducationPath, Plan, Step, UnknownConceptError, UnplannableError, load_graph

_NEAR = 1e-6
"""Hours below which costs count as equal; they are told apart to the millionth."""


def _graph(*records: dict[str, Any]) -> CareerGraph:
    return CareerGraph.from_dict({"concepts": [{"name": record["id"], **record} for record in records]})


def _skill(skill: str, hours: Any, *requires: Any, **more: Any) -> dict[str, Any]:
    return {"id": skill, "kind": "skill", "hours": hours, "requires": list(requires), **more}


EITHER = _graph(
    _skill("a", [5, 10, 20]),
    _skill("b", [12, 15, 18]),
    _skill("both", 4),
    {"id": "job", "kind": "role", "requires": [{"any_of": ["a", "b"]}, "both"]},
)


def test_a_plan_is_cheapest_until_the_alternative_costs_the_same() -> None:
    """Of two alternatives of 10 and 15 hours the first may take half as long again, and the second two thirds."""
    ranges = {stable.concept.id: stable for stable in EITHER.plan("job").robustness("a", "b", "both")}
    assert (ranges["a"].lower, ranges["a"].upper) == (0, 1.5)
    assert (ranges["b"].lower, ranges["b"].upper) == (pytest.approx(2 / 3), math.inf)
    assert (ranges["both"].lower, ranges["both"].upper) == (0, math.inf)
    assert (ranges["a"].hours_lower, ranges["a"].hours_upper) == (0, 15)
    assert all(stable.is_exact for stable in ranges.values())


def test_what_takes_over_is_told() -> None:
    """Beyond an end the other plan is named, with what it costs now."""
    [first, second] = EITHER.plan("job").robustness("a", "b")
    for rival in (first.above, second.below):
        assert rival is not None
        assert (rival.cost, [step.id for step in rival.dropped], [step.id for step in rival.added]) == (
            19,
            ["a"],
            ["b"],
        )
        assert str(rival) == "b to working instead of a to working"
    assert first.below is None
    assert second.above is None


def test_an_estimate_is_covered_if_the_plan_is_cheapest_from_low_to_high() -> None:
    """High lies beyond the upper end for one alternative, and low not below the lower end for the other."""
    first, second = EITHER.plan("job").robustness("a", "b")
    assert (first.covers_estimate, second.covers_estimate) == (False, True)
    assert EITHER.plan("job").robustness("a", "b").fragile == (first,)


def test_equal_plans_leave_no_room() -> None:
    """Where another plan is as cheap, the range begins or ends at 1."""
    graph = _graph(
        _skill("a", 10), _skill("b", 10), {"id": "job", "kind": "role", "requires": [{"any_of": ["a", "b"]}]}
    )
    ranges = {stable.concept.id: stable for stable in graph.plan("job").robustness("a", "b")}
    assert (ranges["a"].lower, ranges["a"].upper) == (0, 1)
    assert (ranges["b"].lower, ranges["b"].upper) == (1, math.inf)
    assert all(stable.fragility == 1 for stable in ranges.values())


def test_all_levels_of_a_concept_and_its_savings_scale_together() -> None:
    """What saves a share of a skill is worth its hours from the factor on at which the share is as large."""
    graph = _graph(
        _skill("near", 6),
        _skill("far", 10, easier_with=[{"know": "near", "saves": 0.5}]),
        {"id": "job", "kind": "role", "requires": ["far"]},
    )
    [stable] = graph.plan("job").robustness()
    assert (stable.lower, stable.upper) == (0, 1.2)
    assert stable.above is not None
    assert str(stable.above) == "near to working, far to working (shortened) instead of far to working"


def test_ranges_come_most_fragile_first() -> None:
    """Without names, each concept of the steps is looked at once, in the order of how little changes the plan."""
    robustness = EITHER.plan("job").robustness()
    assert [stable.concept.id for stable in robustness] == ["a", "both"]
    assert len(robustness) == 2
    assert robustness[0] is robustness[:1][0] is robustness.ranges[0]
    assert (
        str(robustness) == "job: the plan stays cheapest over the whole estimate of 1 of 2 concepts, each taken alone"
    )
    assert [str(stable) for stable in robustness] == ["a: 0 to 15 hours, now 10", "both: any hours"]


def test_hours_do_not_matter_to_the_cheapest_price() -> None:
    """Where hours only break ties, they may be anything."""
    [stable] = EITHER.plan("job", objective="price").robustness("a")
    assert (stable.lower, stable.upper, stable.is_exact) == (0, math.inf, True)


def test_what_is_known_can_be_wrong_by_any_factor() -> None:
    """A plan without steps has nothing to lose."""
    plan = EITHER.plan("job", knows=["a", "both"])
    assert len(plan.robustness()) == 0
    [stable] = plan.robustness("b")
    assert (stable.lower, stable.upper) == (0, math.inf)


def test_wrong_questions_are_refused() -> None:
    """Names of nothing, kinds without hours, and plans that lead nowhere."""
    plan = EITHER.plan("job")
    with pytest.raises(UnknownConceptError):
        plan.robustness("nothing like it")
    with pytest.raises(UnplannableError, match="have hours"):
        plan.robustness("job")
    with pytest.raises(UnplannableError, match="no plan leads there"):
        EITHER.plan("job", exclude=["both"]).robustness()


def test_without_time_the_ranges_are_no_narrower_and_not_called_exact() -> None:
    """What is not proven to be outside is inside."""
    plan = load_graph().plan("data analyst")
    exact = {stable.concept.id: stable for stable in plan.robustness()}
    hasty = plan.robustness(time_limit=1e-9)
    assert all(stable.is_exact for stable in exact.values())
    assert not hasty.is_exact
    assert "not all of it is proven" in str(hasty)
    for stable in hasty:
        assert stable.lower <= exact[stable.concept.id].lower
        assert stable.upper >= exact[stable.concept.id].upper


LIMITED = _graph(
    _skill("a", 10),
    _skill("b", 15),
    {
        "id": "course",
        "kind": "education-path",
        "hours": 4,
        "price": {"likely": 90, "currency": "USD"},
        "teaches": ["a"],
    },
    {"id": "job", "kind": "role", "requires": [{"any_of": ["a", "b"]}]},
)


def test_what_the_limits_forbid_does_not_take_over() -> None:
    """Within a budget a plan competes with what the budget allows, by the estimates as they are."""
    [free] = LIMITED.plan("job").robustness("course")
    assert (free.upper, free.lower) == (2.5, 0)
    [stable] = LIMITED.plan("job", budget=50).robustness("a")
    assert (stable.upper, stable.is_exact) == (1.5, True)
    assert stable.above is not None
    assert str(stable.above) == "b to working instead of a to working"
    [course] = LIMITED.plan("job", budget=50).robustness("course")
    assert (course.lower, course.upper) == (0, math.inf)
    [alone] = LIMITED.plan("job", budget=50, max_hours=12).robustness("a")
    assert (alone.lower, alone.upper, alone.is_exact) == (0, math.inf, True)


def test_a_path_with_weeks_of_its_own_may_take_them_in_any_case() -> None:
    """Hours that fit into the stated weeks cost no time; beyond them they do."""
    path = {"id": "p", "kind": "education-path", "hours": 20, "weeks": 4, "teaches": ["a"]}
    graph = _graph(_skill("a", 50), path, {"id": "job", "kind": "role", "requires": ["a"]})
    [stable] = graph.plan("job", objective="weeks").robustness("p")
    assert (stable.lower, stable.upper) == (0, 2.5)
    [equal] = graph.plan("job", objective="weeks", hours_per_week=12.5).robustness("p")
    assert (equal.lower, equal.upper) == (0, 2.5)
    [mixed] = graph.plan("job", objective={"hours": 1, "weeks": 10}).robustness("p")
    assert (mixed.lower, mixed.upper) == (0, 2.5)
    for hours, lower, upper in ((60, 0, 1.6), (45, 0.7, math.inf), (30, 0, math.inf)):
        graph = _graph(_skill("a", hours), path, {"id": "job", "kind": "role", "requires": ["a"]})
        [part] = graph.plan("job", objective={"hours": 0.1, "weeks": 1}, hours_per_week=50).robustness("p")
        assert (part.lower, part.upper) == (lower, upper)
        assert (part.below is None, part.above is None) == (not lower, math.isinf(upper))


def test_stated_weeks_never_shrink_with_the_hours() -> None:
    """A path as quick as study is never quicker for fewer hours, and one without hours takes its weeks all the same."""
    path = {"id": "p", "kind": "education-path", "hours": 50, "weeks": 5, "teaches": ["a"], "requires": ["x"]}
    job = {"id": "job", "kind": "role", "requires": ["a"]}
    graph = _graph(_skill("a", 50), _skill("x", 0), path, job)
    plan = graph.plan("job", objective="weeks")
    assert [step.id for step in plan.steps] == ["a"]
    [stable] = plan.robustness("p")
    assert (stable.lower, stable.upper, stable.below) == (0, math.inf, None)
    idle = _graph(_skill("a", 60), path | {"hours": 0, "requires": []}, job)
    [free] = idle.plan("job", objective="weeks").robustness("p")
    assert (free.lower, free.upper, free.above) == (0, math.inf, None)


def test_a_plan_that_is_not_proven_has_no_exact_range() -> None:
    """Where a cheaper plan turns up, the range ends at the estimate as it is, and the cheaper plan is told."""
    dear = replace(EITHER.plan("job", exclude=["a"]), query=EITHER.plan("job").query, status="feasible")
    [own, other] = dear.robustness("b", "a")
    assert (own.concept.id, own.upper, own.is_exact) == ("b", 1, False)
    assert own.above is not None
    assert own.above.cost == 14
    assert (other.concept.id, other.lower, other.is_exact) == ("a", 1, False)
    assert other.below is not None
    assert other.below.cost == 14


def test_to_frame_has_a_row_for_each_concept() -> None:
    """The DataFrame has the ends as factors and in hours."""
    frame = EITHER.plan("job").robustness().to_frame()
    assert list(frame["id"]) == ["a", "both"]
    assert list(frame["factor_upper"]) == [1.5, math.inf]
    assert list(frame["hours_upper"]) == [15, math.inf]
    assert list(frame["covers_estimate"]) == [False, True]
    assert EITHER.plan("job", knows=["a", "both"]).robustness().to_frame().empty


def _scaled(records: list[dict[str, Any]], concept: str, factor: float) -> CareerGraph:
    """The same career with other hours for one concept."""
    changed = []
    for record in records:
        hours = record.get("hours")
        if record["id"] == concept and hours is not None:
            hours = (
                {level: value * factor for level, value in hours.items()} if isinstance(hours, dict) else hours * factor
            )
            record = record | {"hours": hours}
        changed.append(record)
    return CareerGraph.from_dict({"concepts": changed})


def _cost(steps: Iterable[Step], weights: Mapping[str, float], concept: str, factor: float) -> float:
    """What steps cost with other hours for one concept."""
    steps = list(steps)
    total = weights.get("steps", 0) * len({step.id for step in steps})
    for step in steps:
        scale = factor if step.id == concept else 1.0
        path = step.concept
        stated = path.weeks.estimate.likely if isinstance(path, EducationPath) and path.weeks is not None else 0.0
        total += weights.get("hours", 0) * step.hours.likely * scale
        total += weights.get("weeks", 0) * max(stated, step.hours.likely * scale / 10)
        total += weights.get("price", 0) * (step.price or 0)
    return total


def _check_against_search(records: list[dict[str, Any]], plan: Plan) -> int:
    """Compare the ends of every range with the least cost by search; the number of ends."""
    weights = dict(plan.weights)
    goal = goal_of_role(plan.graph, "job", "report", include_preferred=False)
    ends = 0

    def least(concept: str, factor: float) -> float:
        found = least_cost_of_plan(_scaled(records, concept, factor), goal, plan.knows.ranks(), weights)
        assert found is not None
        return found

    names = [c.id for c in plan.graph.values() if c.kind == "skill" or (c.kind == "education-path" and c.hours)]
    for stable in plan.robustness(*names):
        name = stable.concept.id
        assert stable.is_exact
        assert stable.lower <= 1 <= stable.upper
        for factor in {stable.lower, min(stable.upper, 1000.0), (stable.lower + 1) / 2, (1 + min(stable.upper, 9)) / 2}:
            assert _cost(plan.steps, weights, name, factor) == pytest.approx(least(name, factor), abs=1e-4)
        for end, beyond, rival in ((stable.lower, 0.99, stable.below), (stable.upper, 1.01, stable.above)):
            assert (rival is None) == (end in (0, math.inf))
            if rival is not None:
                ends += 1
                assert least(name, end * beyond) < _cost(plan.steps, weights, name, end * beyond) - _NEAR
                theirs = [*(step for step in plan.steps if step not in rival.dropped), *rival.added]
                assert _cost(theirs, weights, name, 1) == pytest.approx(rival.cost, abs=1e-4)
                assert _cost(theirs, weights, name, end) == pytest.approx(least(name, end), abs=1e-4)
    return ends


@pytest.mark.parametrize(
    ("objective", "careers", "least"),
    [
        ("hours", 100, 40),
        ("weeks", 60, 15),
        ({"hours": 1.0, "price": 0.5, "weeks": 2.0, "steps": 0.3}, 60, 15),
        ("price", 20, 0),
    ],
)
def test_ranges_agree_with_search(objective: Any, careers: int, least: int) -> None:
    """On random careers a plan is cheapest within its ranges and dearer than another just outside of them."""
    ends = 0
    for seed in range(careers):
        records, knows = career_records(seed)
        plan = CareerGraph.from_dict({"concepts": records}).plan("job", knows, objective=objective)
        if plan.status == "optimal":
            ends += _check_against_search(records, plan)
    assert ends >= least


@pytest.mark.parametrize("limits", [{"budget": 6}, {"budget": 3}, {"max_paths": 1}, {"max_paths": 0}])
def test_ranges_within_limits_agree_with_plans_on_changed_data(limits: dict[str, Any]) -> None:
    """On random careers with a limit, plans made with the hours at, within and beyond the ends cost what is told."""
    ends = 0
    for seed in range(60):
        records, knows = career_records(seed)
        plan = CareerGraph.from_dict({"concepts": records}).plan("job", knows, **limits)
        if plan.status != "optimal":
            continue
        names = [c.id for c in plan.graph.values() if c.kind == "skill" or (c.kind == "education-path" and c.hours)]
        for stable in plan.robustness(*names):
            assert stable.is_exact
            name = stable.concept.id
            for factor in {stable.lower, 1.0, min(stable.upper, 1000.0), (1 + min(stable.upper, 9)) / 2}:
                least = _scaled(records, name, factor).plan("job", knows, **limits).cost
                assert _cost(plan.steps, {"hours": 1.0}, name, factor) == pytest.approx(least, abs=1e-4)
            for end, beyond, rival in ((stable.lower, 0.99, stable.below), (stable.upper, 1.01, stable.above)):
                if rival is not None:
                    ends += 1
                    least = _scaled(records, name, end * beyond).plan("job", knows, **limits).cost
                    assert least is not None
                    assert least < _cost(plan.steps, {"hours": 1.0}, name, end * beyond) - _NEAR
    assert ends > 5
