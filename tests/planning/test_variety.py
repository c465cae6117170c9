"""The k best plans, against all plans there are."""

from __future__ import annotations

import math
import random

import pytest
from oracles import all_plans, goal_of_role, small_career

from mlcareer_graph import Plan, Profile, UnknownOptionError, load_graph


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_each_plan_is_the_best_that_differs_enough(first: int) -> None:
    """No plan that spends the share of the hours of all earlier plans otherwise costs less than the next one."""
    counted = 0
    for seed in range(first, first + 100):
        made = small_career(seed)
        if made is None:
            continue
        graph, knows = made
        rng = random.Random(seed)
        share = rng.choice([0, 0.1, 0.3, 0.7, 1])
        found = graph.plans("job", knows, k=4, difference=share, assume_prerequisites=False)
        goal = goal_of_role(graph, "job", "report", include_preferred=False)
        everything = all_plans(graph, goal, Profile.of(graph, knows).ranks(), priced=False)
        for number in range(4):
            others = [
                min(vector[0] for vector in vectors)
                for begun, vectors in everything.items()
                if all(_differs(begun, plan, share) for plan in found[:number])
            ]
            if number < len(found):
                assert found[number].is_optimal
                assert found[number].verify().problems == ()
                assert found[number].cost == pytest.approx(min(others), abs=1e-5)
                counted += number > 0
            elif found and found[-1].hours.likely > 0:
                assert not others
                break
    assert counted > 10


def _differs(begun: frozenset[str], plan: Plan, share: float) -> bool:
    hours = [(step.id, step.hours.likely) for step in plan.steps]
    otherwise = math.fsum(spent for name, spent in hours if name not in begun)
    return otherwise > 1e-7 and otherwise >= share * math.fsum(spent for _, spent in hours) - 1e-6


def test_shipped_plans_really_differ() -> None:
    """The ways to a data analyst are proven one by one and differ in what they hold."""
    plans = load_graph().plans("data analyst", ["Python", "SQL"], k=3)
    assert [plan.status for plan in plans] == ["optimal"] * 3
    assert plans[0].cost < plans[1].cost <= plans[2].cost
    assert len({frozenset(step.id for step in plan.steps) for plan in plans}) == 3
    assert all(plan.verify() for plan in plans)


def test_a_plan_that_is_too_much_alike_does_not_verify() -> None:
    """A second plan that is checked against the first as if it were the first says so."""
    from dataclasses import replace

    first, second = load_graph().plans("keras", ["Python"], k=2, difference=0.1)
    alike = replace(first, query=second.query)
    assert any("of an earlier plan are spent otherwise" in text for text in alike.verify().problems)


@pytest.mark.parametrize("options", [{"k": 0}, {"k": -1}, {"difference": 1.5}, {"difference": -0.1}], ids=str)
def test_numbers_out_of_range_are_refused(options: dict[str, float]) -> None:
    """As many as one plan, and a share between 0 and 1."""
    with pytest.raises(UnknownOptionError):
        load_graph().plans("keras", **options)  # type: ignore[arg-type]
