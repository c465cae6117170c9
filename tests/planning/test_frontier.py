"""Pareto frontiers, against all plans there are."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from oracles import MANY_MEASURES, all_plans, goal_of_role, small_career

from mlcareer_graph import Profile, UnknownOptionError, load_graph


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_no_point_is_missed_and_none_is_dominated(first: int) -> None:
    """The points are those of all plans that no other plan betters, for two and for three measures."""
    several = 0
    for seed in range(first, first + 100):
        made = small_career(seed)
        if made is None:
            continue
        graph, knows = made
        over = random.Random(seed).choice(
            [("hours", "price"), ("price", "weeks"), ("hours", "weeks"), ("hours", "price", "weeks")]
        )
        goal = goal_of_role(graph, "job", "report", include_preferred=False)
        plans = all_plans(graph, goal, Profile.of(graph, knows).ranks(), priced="price" in over)
        places = [MANY_MEASURES.index(measure) for measure in over]
        points = {tuple(round(vector[place], 5) for place in places) for found in plans.values() for vector in found}
        best = [
            point
            for point in points
            if not any(other != point and all(a <= b for a, b in zip(other, point, strict=True)) for other in points)
        ]
        frontier = graph.frontier("job", knows, over=over, assume_prerequisites=False)
        assert frontier.is_complete
        assert frontier.verify().problems == ()
        assert [pytest.approx(point, abs=2e-5) for point in sorted(best)] == list(frontier.points)
        several += len(best) > 1
    assert several >= 5


def test_limits_cut_the_frontier() -> None:
    """Only the points within the limits are left."""
    graph = load_graph()
    whole = graph.frontier("machine learning engineer", ["Python", "SQL"], education="all")
    assert len(whole) > 1
    prices = [price for _, price in whole.points]
    cut = graph.frontier("machine learning engineer", ["Python", "SQL"], education="all", budget=min(prices))
    assert cut.points == tuple(point for point in whole.points if point[1] == min(prices))
    assert "USD" in str(whole)
    assert list(whole.to_frame().columns) == ["hours_likely", "price_usd", "steps"]
    assert whole.to_dict()["is_complete"]


def test_a_frontier_of_nothing_is_empty() -> None:
    """Where no plan is within the limits there is no point."""
    frontier = load_graph().frontier("keras", max_hours=1)
    assert (len(frontier), frontier.is_complete, str(frontier)) == (0, True, "no plan")


def test_a_dominated_point_does_not_verify() -> None:
    """The check compares the points with one another."""
    frontier = load_graph().frontier("keras", ["Python"])
    doubled = replace(frontier, plans=(*frontier.plans, *frontier.plans))
    assert not doubled.verify()


def test_out_of_time_the_frontier_says_that_it_may_miss_points() -> None:
    """With hardly any time it is not complete and says so."""
    frontier = load_graph().frontier("machine learning engineer", time_limit=1e-6)
    assert not frontier.is_complete


@pytest.mark.parametrize("over", [[], ["steps"], "hours", ["hours", "joy"]], ids=str)
def test_only_hours_price_and_weeks_make_a_frontier(over: list[str]) -> None:
    """Anything else is refused with what there is."""
    with pytest.raises(UnknownOptionError, match="over cannot be"):
        load_graph().frontier("keras", over=over)


def test_every_point_is_proven_by_the_program() -> None:
    """What is cheapest within a limit is told to be the program's finding."""
    frontier = load_graph().frontier("data analyst", ["Python"])
    assert {plan.proof for plan in frontier.plans} == {"solver"}
