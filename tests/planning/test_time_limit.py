"""The time limit holds on problems that no exact solver ends with."""

from __future__ import annotations

import random
import time

import pytest

from mlcareer_graph.planning import solver
from mlcareer_graph.planning.accelerated import CompiledSearch, warm_up
from mlcareer_graph.planning.greedy import Neighbourhood
from mlcareer_graph.planning.instance import Group, Instance, components, derivation
from mlcareer_graph.planning.landmarks import landmarks
from mlcareer_graph.planning.reduction import reduce
from mlcareer_graph.planning.solver import Search, solve

LIMIT = 0.5
MARGIN = 0.25
"""Ten per cent, and what the longest step between two looks at the clock takes on a machine four times slower."""


def dense_cover(size: int) -> Instance:
    """Long groups whose options lean on one another in circles."""
    rng = random.Random(size)
    target = size - 1
    groups: list[list[Group]] = [
        [(1, tuple(sorted(rng.sample(range(target), 4)))) for _ in range(rng.choice((0, 0, 1, 2)))]
        for _ in range(target)
    ]
    goal: list[Group] = [(rng.choice((1, 2)), tuple(sorted(rng.sample(range(target), 20)))) for _ in range(size // 3)]
    return Instance([*(rng.randint(20, 60) for _ in range(target)), 0], [*groups, goal], target)


@pytest.fixture(autouse=True)
def cpu_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time that other programs take does not count."""
    warm_up()
    monkeypatch.setattr(time, "monotonic", time.process_time)


@pytest.mark.parametrize("search", [Search, CompiledSearch])
def test_a_plan_comes_back_within_the_limit(monkeypatch: pytest.MonkeyPatch, search: type[Search]) -> None:
    """Both searches end in time with a plan, and with a bound that is below its cost as the proof is open."""
    monkeypatch.setattr(solver, "_searches", [search])
    instance = dense_cover(3_000)
    start = time.process_time()
    solution = solve(instance, seconds=LIMIT)
    assert time.process_time() - start < LIMIT + MARGIN
    assert solution is not None
    assert instance.target in derivation(instance, sorted(solution.plan))
    assert 0 < solution.bound < instance.total(solution.plan)
    assert (solution.is_optimal, solution.proof) == (False, "none")


@pytest.mark.parametrize("search", [Search, CompiledSearch])
def test_with_no_time_at_all_there_is_a_plan(monkeypatch: pytest.MonkeyPatch, search: type[Search]) -> None:
    """A greedy plan and a bound that promises nothing come back of a large problem when the time is over at once."""
    monkeypatch.setattr(solver, "_searches", [search])
    instance = dense_cover(2_000)
    solution = solve(instance, seconds=0)
    assert solution is not None
    assert instance.target in derivation(instance, sorted(solution.plan))
    assert 0 <= solution.bound < instance.total(solution.plan)


def test_unfinished_landmarks_are_not_used() -> None:
    """Landmarks that the time was too short for are none, and reductions leave the problem as it was."""
    instance = dense_cover(1_000)
    assert landmarks(instance, components(instance), time.monotonic()) is None
    reduced = reduce(instance, time.monotonic())
    assert reduced is not None
    assert reduced.instance == instance
    assert (reduced.base, reduced.upper) == (0, instance.total(reduced.incumbent))


def test_a_search_nearby_ends_in_time() -> None:
    """Out of time, the search for better plans gives back the one it started from."""
    instance = dense_cover(1_000)
    everything = set(range(len(instance)))
    assert Neighbourhood(instance, 0, time.monotonic()).search(everything) == everything
