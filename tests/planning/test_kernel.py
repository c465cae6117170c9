"""The kernel solver alone: exact with cycles, honest about time, silent."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from itertools import combinations

import pytest
from asp import least_cost_by_answer_sets
from oracles import least_cost_of_nodes, random_cover, random_curriculum, random_instance

from mlcareer_graph.planning import kernel, maxsat
from mlcareer_graph.planning.circles import circles
from mlcareer_graph.planning.instance import Group, Instance, derivation
from mlcareer_graph.planning.kernel import smallest_closed_choice, solve_kernel


@pytest.mark.parametrize("has_cores", [True, False])
@pytest.mark.parametrize("make", [random_instance, random_cover])
def test_it_costs_what_brute_force_finds(make: type, has_cores: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any reduction before it, the solver finds the least cost, with python-sat and without it."""
    monkeypatch.setattr(kernel, "is_installed", lambda: has_cores)
    for seed in range(150):
        instance = make(seed)
        least = least_cost_of_nodes(instance)
        if least is None:
            continue
        solution = solve_kernel(instance, 60)
        assert solution.is_optimal
        assert solution.plan is not None
        assert instance.target in derivation(instance, sorted(solution.plan))
        assert instance.total(solution.plan) == solution.bound == least


def test_cores_that_take_too_long_are_given_up_with_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of conflicts, the bound so far holds, and the kernel solver goes on to the least cost."""
    monkeypatch.setattr(maxsat, "CONFLICTS", 3)
    given_up = 0
    for seed in range(30):
        instance = random_curriculum(seed, 100)
        plan, bound = maxsat.solve_by_cores(instance, time.monotonic() + 60)
        least = least_cost_by_answer_sets(instance)
        assert bound == least if plan is not None else bound <= least
        solution = solve_kernel(instance, 60)
        assert (solution.bound, solution.is_optimal) == (least, True)
        given_up += plan is None
    assert given_up


def test_at_least_k_of_many_is_counted() -> None:
    """A group with more combinations than clauses are worth gets a counter, and the k cheapest options."""
    cost = [index * 7 % 31 + 1 for index in range(20)]
    instance = Instance([*cost, 0], [*([] for _ in cost), [(9, tuple(range(20)))]], 20)
    plan, least = maxsat.solve_by_cores(instance, time.monotonic() + 60)
    assert least == sum(sorted(cost)[:9])
    assert plan is not None
    assert len(plan) == 10


def test_circular_derivations_are_cut_off() -> None:
    """Two free nodes that serve each other are no way to the target; the dear one is."""
    instance = Instance([0, 0, 9, 0], [[(1, (1,))], [(1, (0, 2))], [], [(1, (0,))]], 3)
    solution = solve_kernel(instance, 60)
    assert (solution.plan, solution.bound) == ({0, 1, 2, 3}, 9)


def _closed(instance: Instance, rng: random.Random) -> set[int]:
    """Some nodes each of whose groups has enough options among them: the largest such set without a few nodes."""
    chosen = set(rng.sample(range(len(instance)), rng.randint(1, len(instance))))
    while True:
        kept = {n for n in chosen if all(sum(o in chosen for o in options) >= k for k, options in instance.groups[n])}
        if kept == chosen:
            return chosen
        chosen = kept


def test_nothing_in_a_circle_is_derived_without_a_way_out() -> None:
    """Each cut holds for every plan: with all ways out of a circle barred, none of its nodes can be derived."""
    rng, seen = random.Random(5), 0
    for seed in range(3000):
        instance = random_instance(seed)
        chosen = _closed(instance, rng)
        derived = set(derivation(instance, sorted(chosen)))
        found = circles(instance, chosen, derived)
        assert bool(found) == bool(chosen - derived)
        for circle, ways_out in found:
            assert set(circle) <= chosen - derived
            assert not set(ways_out) & chosen
            left = [node for node in range(len(instance)) if node not in ways_out]
            assert not set(circle) & set(derivation(instance, left))
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("has_cores", [True, False])
@pytest.mark.parametrize("main", [1, 10**7, 10**11])
def test_large_costs_are_told_apart_to_the_last_unit(
    main: int, has_cores: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Costs beyond the precision of floating point are minimised exactly."""
    monkeypatch.setattr(kernel, "is_installed", lambda: has_cores)
    for seed in range(60):
        small = random_cover(seed)
        instance = Instance([cost * main + cost % 3 for cost in small.cost], small.groups, small.target)
        least = least_cost_of_nodes(instance)
        if least is not None:
            solution = solve_kernel(instance, 60, main=main)
            assert solution.plan is not None
            assert instance.total(solution.plan) == solution.bound == least
            assert solution.is_optimal


def test_no_time_gives_no_plan_and_a_bound_of_nothing() -> None:
    """A limit that has passed is noticed before the first run."""
    solution = solve_kernel(random_cover(1), 0)
    assert (solution.plan, solution.bound, solution.is_optimal) == (None, 0, False)


def test_a_short_time_gives_a_valid_bound() -> None:
    """Whatever is known when the time is up, the bound is not above the least cost."""
    instance = random_curriculum(45, 279)
    full = solve_kernel(instance, 60)
    assert full.is_optimal
    for seconds in (0.01, 0.05):
        solution = solve_kernel(instance, seconds)
        assert 0 <= solution.bound <= full.bound
        if solution.plan is not None:
            assert instance.total(solution.plan) >= full.bound
            assert instance.target in derivation(instance, sorted(solution.plan))


def test_the_solver_writes_nothing_to_the_standard_output() -> None:
    """A program may read the output of one that plans, so no banner is mixed into it."""
    code = (
        "from mlcareer_graph.planning.instance import Instance\n"
        "from mlcareer_graph.planning.kernel import solve_kernel\n"
        "assert solve_kernel(Instance([1, 2, 0], [[], [], [(1, (0, 1))]], 2), 60).bound == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_the_smallest_choice_says_least() -> None:
    """No other set with the start, closed under one group a node, says fewer different things."""
    checked = 0
    for seed in range(150):
        instance = random_instance(seed, size=8)
        choices: dict[int, list[tuple[Group, str]]] = {
            node: [((k, options), "abcd"[(node + k) % 4] * (node % 3)) for k, options in groups] or [((0, ()), "leaf")]
            for node, groups in enumerate(instance.groups)
        }
        choice = smallest_closed_choice(choices, instance.target)
        assert next(iter(choice)) == instance.target
        for node, saying in choice.items():
            assert any(saying == s and len(choice.keys() & set(options)) >= k for (k, options), s in choices[node])
        said = set(choice.values()) - {""}
        assert len(said) == _least_said(choices, instance.target)
        checked += len(said) > 1
    assert checked > 20


def _least_said(choices: dict[int, list[tuple[Group, str]]], start: int) -> int:
    sayings = sorted({saying for groups in choices.values() for _, saying in groups} - {""})
    for size in range(len(sayings) + 1):
        for allowed in combinations(sayings, size):
            # The largest closed set that says nothing else.
            closed = set(choices)
            changed = True
            while changed:
                kept = {
                    node
                    for node in closed
                    if any(len(closed & set(o)) >= k and s in (*allowed, "") for (k, o), s in choices[node])
                }
                changed = kept != closed
                closed = kept
            if start in closed:
                return size
    raise AssertionError("all nodes together are closed")


def test_an_option_that_is_named_twice_counts_twice() -> None:
    """Two of two facts that the same course gives are had by that course alone."""
    instance = Instance([5, 3, 0], [[], [], [(2, (0, 0)), (1, (1,))]], 2)
    solution = solve_kernel(instance, 10.0)
    assert (solution.plan, solution.bound, solution.is_optimal) == ({0, 1, 2}, 8, True)
