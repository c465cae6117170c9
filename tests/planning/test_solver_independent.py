"""The solver against answer set programming, which shares neither code nor method with it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from asp import least_cost_by_answer_sets
from oracles import least_cost_of_nodes, random_instance, role_curriculum

from mlcareer_graph.planning import kernel
from mlcareer_graph.planning.instance import Group, Instance, derivation, is_cover
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


def set_cover(seed: int, size: int) -> Instance:
    """A set cover with some groups that ask for two, costs alike or not, and now and then more asked than there is."""
    rng = random.Random(seed)
    goal: list[Group] = [
        (rng.choice((1, 1, 2)), tuple(rng.sample(range(size), rng.randint(2, 5)))) for _ in range(size * 2 // 3)
    ]
    if seed % 10 == 9:
        goal.append((3, (0, 1)))
    most = rng.choice((1, 60))
    return Instance([*(rng.randint(1, most) for _ in range(size)), 0], [*([] for _ in range(size)), goal], size)


@pytest.mark.parametrize("is_installed", [kernel.is_installed, lambda: False])
def test_covers_cost_what_answer_set_programming_proves(
    monkeypatch: pytest.MonkeyPatch, is_installed: Callable[[], bool]
) -> None:
    """Covers, which go to a solver at once, cost the same with either of the two, or have no plan at all."""
    monkeypatch.setattr(kernel, "is_installed", is_installed)
    found = set()
    for seed in range(60):
        cover = set_cover(seed, 20 + seed % 30 if seed % 15 else 110)
        assert is_cover(cover)
        least = least_cost_by_answer_sets(cover)
        assert_same_cost(cover, least)
        found.add(least is None)
    assert found == {True, False}


def test_out_of_time_a_cover_has_a_greedy_plan() -> None:
    """Without time for the solver a plan comes back all the same, and nothing is said to be proven."""
    cover = set_cover(1, 60)
    solution = solve(cover, seconds=0)
    assert solution is not None
    assert cover.target in derivation(cover, sorted(solution.plan))
    assert (solution.bound, solution.is_optimal) == (0, False)
    assert cover.total(solution.plan) < sum(cover.cost)


def assert_same_cost(instance: Instance, least: int | None) -> None:
    """The solver proves that cost with a plan, or finds none where there is none."""
    solution = solve(instance, seconds=60)
    assert (solution is None) == (least is None)
    if solution is not None:
        assert instance.target in derivation(instance, sorted(solution.plan))
        assert solution.is_optimal
        assert instance.total(solution.plan) == solution.bound == least
