"""Whole plans against brute force over everything a person can come to know."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from oracles import (
    CAREERS,
    INSTANCES,
    MEASURES,
    assumed_ranks,
    career_records,
    goal_of_role,
    graph_without,
    least_cost_of_plan,
    random_career,
)

from mlcareer_graph import CareerGraph, Profile

CHUNK = 250
WEIGHTINGS: tuple[Mapping[str, float], ...] = (
    {"hours": 1, "price": 0.5},
    {"hours": 0.1, "weeks": 0.25, "steps": 3},
)


def assert_cheapest(
    graph: CareerGraph,
    knows: list[str],
    objective: str | Mapping[str, float],
    *,
    degrees: str = "report",
    include_preferred: bool = False,
    assume_prerequisites: bool = False,
) -> None:
    """The plan to the job costs what brute force finds, with the same verdict on whether there is one."""
    plan = graph.plan(
        "job",
        knows,
        objective=objective,
        degrees=degrees,
        include_preferred=include_preferred,
        assume_prerequisites=assume_prerequisites,
    )
    known = Profile.of(graph, knows).ranks()
    if assume_prerequisites:
        known = assumed_ranks(graph, known)
    assert plan.knows.ranks() == known
    goal = goal_of_role(graph, "job", degrees, include_preferred=include_preferred)
    least = least_cost_of_plan(graph, goal, known, objective)
    assert plan.verify().problems == ()
    if least is None:
        assert (plan.status, plan.cost, plan.bound) == ("infeasible", None, None)
        assert plan.reasons
    else:
        assert plan.status == "optimal"
        assert plan.cost == pytest.approx(least, abs=1e-5)
        assert plan.bound == plan.cost


@pytest.mark.parametrize("first", range(0, CAREERS, CHUNK))
def test_plans_cost_what_brute_force_finds(first: int) -> None:
    """Plans under a drawn objective, degree policy and reading of the profile are as cheap as can be."""
    for seed in range(first, first + CHUNK):
        graph, knows = random_career(seed)
        rng = random.Random(seed)
        assert_cheapest(
            graph,
            knows,
            rng.choice([*MEASURES, *WEIGHTINGS]),
            degrees=rng.choice(["report", "employer", "strict"]),
            include_preferred=rng.random() < 0.5,
            assume_prerequisites=rng.random() < 0.5,
        )


@pytest.mark.parametrize("objective", [*MEASURES, *WEIGHTINGS], ids=str)
def test_each_objective_has_its_own_least_cost(objective: str | Mapping[str, float]) -> None:
    """The same careers are planned at least cost under every objective."""
    for seed in range(10_000, 10_150):
        assert_cheapest(*random_career(seed), objective)


@pytest.mark.parametrize("degrees", ["report", "employer", "strict"])
@pytest.mark.parametrize("include_preferred", [False, True])
def test_each_goal_has_its_own_least_cost(degrees: str, include_preferred: bool) -> None:
    """The same careers are planned at least cost under every degree policy, with and without preferences."""
    for seed in range(20_000, 20_100):
        assert_cheapest(*random_career(seed), "hours", degrees=degrees, include_preferred=include_preferred)


@pytest.mark.parametrize("objective", ["price", "weeks", "steps"])
def test_equal_costs_are_settled_by_hours(objective: str) -> None:
    """Of the plans of least price, weeks or steps, one with the fewest hours is returned."""
    for seed in range(30_000, 30_150):
        graph, knows = random_career(seed)
        plan = graph.plan("job", knows, objective=objective, assume_prerequisites=False)
        goal = goal_of_role(graph, "job", "report", include_preferred=False)
        least = least_cost_of_plan(graph, goal, plan.knows.ranks(), {objective: 10_000, "hours": 1})
        assert (plan.cost is None) == (least is None)
        if plan.cost is not None:
            assert 10_000 * plan.cost + plan.hours.likely == pytest.approx(least, abs=0.1)


def test_doing_without_costs_what_brute_force_finds() -> None:
    """Plans without some competencies and paths are as cheap as those of a graph that does not offer them."""
    for seed in range(40_000, 40_400):
        records, knows = career_records(seed)
        graph = CareerGraph.from_dict({"concepts": records})
        candidates = [record["id"] for record in records if record["kind"] in ("skill", "education-path")]
        excluded = random.Random(seed).sample(candidates, min(len(candidates), 1 + seed % 2))
        plan = graph.plan("job", knows, exclude=excluded, assume_prerequisites=False)
        poorer = graph_without(records, excluded)
        goal = goal_of_role(poorer, "job", "report", include_preferred=False)
        least = least_cost_of_plan(poorer, goal, plan.knows.ranks(), "hours")
        assert plan.verify().problems == ()
        assert plan.cost == (None if least is None else pytest.approx(least, abs=1e-5))
        assert (least is None) == bool(plan.reasons)


def test_enough_instances_are_compared_with_brute_force() -> None:
    """The differential tests compare at least 5,000 instances in total."""
    assert 2 * INSTANCES + CAREERS >= 5_000
