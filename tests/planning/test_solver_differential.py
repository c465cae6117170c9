"""The solver against brute force on small instances, and against an independent programme on larger ones."""

from __future__ import annotations

import time
from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from oracles import INSTANCES, least_cost_of_nodes, random_cover, random_curriculum, random_instance
from order_milp import least_cost_by_order

from mlcareer_graph.planning import solver
from mlcareer_graph.planning.instance import Group, Instance, derivation
from mlcareer_graph.planning.solver import Solution, independent_parts, solve

CHUNK = 500
PROOFS = {"landmarks", "cuts", "branching", "solver"}


def assert_optimal(instance: Instance, solution: Solution | None, least: int | None) -> None:
    """The solution is a proven plan of that cost; or there is none, and none was found."""
    if least is None:
        assert solution is None
        return
    assert solution is not None
    assert instance.target in derivation(instance, sorted(solution.plan))
    assert instance.total(solution.plan) == least
    assert solution.bound == least
    assert solution.is_optimal
    assert solution.proof in PROOFS


@pytest.mark.parametrize("first", range(0, INSTANCES, CHUNK))
def test_random_instances_cost_what_brute_force_finds(first: int) -> None:
    """Instances with cycles and at-least-k groups get the least cost, and None exactly where nothing leads there."""
    for seed in range(first, first + CHUNK):
        instance = random_instance(seed)
        assert_optimal(instance, solve(instance, seconds=60), least_cost_of_nodes(instance))


@pytest.mark.parametrize("first", range(0, INSTANCES, CHUNK))
def test_random_covers_cost_what_brute_force_finds(first: int) -> None:
    """Instances that reductions cannot close, cuts and branching do."""
    for seed in range(first, first + CHUNK):
        instance = random_cover(seed)
        assert_optimal(instance, solve(instance, seconds=60), least_cost_of_nodes(instance))


@pytest.mark.parametrize("branches", [0, 1])
def test_the_kernel_solver_takes_over(branches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may not be branched on goes to the kernel solver, with the same cost and the proof named after it."""
    monkeypatch.setattr(solver, "MAX_BRANCHES", branches)
    proofs = set()
    for seed in range(300):
        instance = random_cover(seed)
        solution = solve(instance, seconds=60)
        assert_optimal(instance, solution, least_cost_of_nodes(instance))
        proofs.add(solution.proof if solution else None)
    assert "solver" in proofs


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Any instance of up to seven nodes."""
    size = draw(st.integers(1, 7))
    nodes = st.integers(0, size - 1)

    @st.composite
    def group(draw: st.DrawFn) -> Group:
        options = draw(st.lists(nodes, min_size=1, max_size=4, unique=True))
        return draw(st.integers(1, len(options))), tuple(sorted(options))

    groups = draw(st.lists(st.lists(group(), max_size=3), min_size=size, max_size=size))
    cost = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    return Instance(cost, groups, draw(nodes))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(instances())
def test_any_small_instance_costs_what_brute_force_finds(instance: Instance) -> None:
    """Whatever the shape, the cost is that of brute force."""
    assert_optimal(instance, solve(instance, seconds=60), least_cost_of_nodes(instance))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(instances(), st.integers(2, 50))
def test_fractions_of_a_unit_only_break_ties(instance: Instance, unit: int) -> None:
    """Costs are optimal in whole units where at most their sum of fractions is below one."""
    fine = Instance([cost * unit * 10 + (cost > 0) for cost in instance.cost], instance.groups, instance.target)
    solution, least = solve(fine, seconds=60, unit=unit * 10), least_cost_of_nodes(instance)
    assert (solution is None) == (least is None)
    if solution is not None:
        assert fine.total(solution.plan) // (unit * 10) == least
        assert solution.bound // (unit * 10) == least
        assert solution.bound <= fine.total(solution.plan)


@pytest.mark.parametrize("make", [random_instance, random_cover])
def test_the_two_oracles_agree(make: Callable[[int], Instance]) -> None:
    """The programme with an order finds what brute force finds."""
    for seed in range(100):
        instance = make(seed)
        assert least_cost_by_order(instance) == least_cost_of_nodes(instance)


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_larger_instances_cost_what_an_independent_programme_finds(first: int) -> None:
    """Curricula of 60 to 180 nodes, and some of 300, get the cost that the programme with an order proves."""
    for seed in range(first, first + 40):
        instance = random_curriculum(seed, size=300 if seed % 20 == 0 else 60 + seed // 2)
        assert_optimal(instance, solve(instance, seconds=60), least_cost_by_order(instance))


def test_the_plan_holds_nothing_that_it_could_spare() -> None:
    """Leaving out any node of a plan loses the target."""
    for seed in range(300):
        instance = random_cover(seed)
        solution = solve(instance, seconds=60)
        for node in solution.plan if solution else ():
            rest = sorted(solution.plan - {node}) if solution else []
            assert instance.target not in derivation(instance, rest)


def test_no_time_still_gives_a_plan_and_a_bound() -> None:
    """Out of time, the plan derives the target and the bound lies between nothing and its cost."""
    gaps = 0
    for seed in range(300):
        instance = random_cover(seed)
        solution, least = solve(instance, seconds=0), least_cost_of_nodes(instance)
        assert (solution is None) == (least is None)
        if solution is None or least is None:
            continue
        assert instance.target in derivation(instance, sorted(solution.plan))
        assert 0 <= solution.bound <= least <= instance.total(solution.plan)
        assert solution.is_optimal == (solution.bound == instance.total(solution.plan))
        assert (solution.proof == "none") == (not solution.is_optimal)
        gaps += not solution.is_optimal
    assert gaps


def test_independent_parts_add_up() -> None:
    """The least costs of the parts of an instance sum to its own."""
    split = 0
    for seed in range(600):
        instance = random_cover(seed)
        instance.cost[instance.target] = 0
        parts = independent_parts(instance)
        split += len(parts) > 1
        costs = [least_cost_of_nodes(part) for part, _ in parts]
        least = least_cost_of_nodes(instance)
        if least is not None:
            assert sum(cost for cost in costs if cost is not None) == least
    assert split


def test_a_large_instance_keeps_to_its_time() -> None:
    """With thousands of nodes and little time, a valid plan and bound come back soon after."""
    instance = random_curriculum(7, 3000)
    start = time.monotonic()
    solution = solve(instance, seconds=0.5)
    assert time.monotonic() - start < 10
    assert solution is not None
    assert instance.target in derivation(instance, sorted(solution.plan))
    assert 0 < solution.bound < instance.total(solution.plan)
    assert (solution.is_optimal, solution.proof) == (False, "none")
