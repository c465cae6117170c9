"""The solver against answer set programming, which shares neither code nor method with it."""

from __future__ import annotations

import pytest
from asp import least_cost_by_answer_sets
from oracles import least_cost_of_nodes, random_instance, role_curriculum

from mlcareer_graph.planning.instance import Instance, derivation
from mlcareer_graph.planning.solver import solve


def test_the_answer_sets_cost_what_brute_force_finds() -> None:
    """The oracle itself is right on small instances with circles, including those without any plan."""
    results = [(least_cost_by_answer_sets(i), least_cost_of_nodes(i)) for i in map(random_instance, range(200))]
    assert all(found == expected for found, expected in results)
    assert None in {expected for _, expected in results}


@pytest.mark.parametrize("first", range(0, 200, 40))
def test_curricula_cost_what_answer_set_programming_proves(first: int) -> None:
    """Curricula of 60 to 500 nodes with circles and at-least-k groups: the same cost, a plan, and its proof."""
    for seed in range(first, first + 40):
        instance = role_curriculum(seed, 500 if seed % 40 == 0 else 60 + seed)
        assert_same_cost(instance, least_cost_by_answer_sets(instance))


def assert_same_cost(instance: Instance, least: int | None) -> None:
    """The solver proves that cost with a plan, or finds none where there is none."""
    solution = solve(instance, seconds=60)
    assert (solution is None) == (least is None)
    if solution is not None:
        assert instance.target in derivation(instance, sorted(solution.plan))
        assert solution.is_optimal
        assert instance.total(solution.plan) == solution.bound == least
