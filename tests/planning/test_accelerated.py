"""Machine code takes the same steps as the search that it replaces."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from oracles import least_cost_of_nodes, random_cover, random_curriculum, random_instance

from mlcareer_graph.errors import MissingExtraError
from mlcareer_graph.planning import solver
from mlcareer_graph.planning.accelerated import CompiledSearch, flat, unflat
from mlcareer_graph.planning.compiled.greedy import nearby
from mlcareer_graph.planning.compiled.lmcut import lm_cut as compiled_cuts
from mlcareer_graph.planning.greedy import Neighbourhood, cheapest_support, supported_plan
from mlcareer_graph.planning.instance import Instance, derivation
from mlcareer_graph.planning.lmcut import lm_cut
from mlcareer_graph.planning.solver import Search, compile_planning, solve

COMPILED = ("mlcareer_graph.planning.accelerated", "mlcareer_graph.planning.compiled")


def same_parts(instance: Instance, *, unit: int = 1, seconds: float = 60) -> int:
    """Check that both searches give the same plan, bound and proof; return the effort, -1 where there is no plan."""
    plain, fast = (kind(unit, 1, time.monotonic() + seconds).best_plan(instance) for kind in (Search, CompiledSearch))
    assert plain == fast
    return plain.effort if plain else -1


def cuts_of(starts: Any, nodes: Any, amounts: Any) -> list[tuple[list[int], int]]:
    """The landmarks of the compiled cut: the nodes of each with its amount."""
    return [
        (nodes[first:last].tolist(), amount) for first, last, amount in zip(starts, starts[1:], amounts, strict=False)
    ]


@pytest.mark.parametrize("make", [random_instance, random_cover])
def test_both_searches_give_the_same_plan(make: Callable[[int], Instance]) -> None:
    """Plan, bound and proof agree on small instances with cycles, groups and branches."""
    efforts = {same_parts(make(seed)) for seed in range(1500)}
    assert efforts >= ({-1, 0, 1} if make is random_instance else {0, 1, 2})


@pytest.mark.parametrize("make", [random_instance, random_cover])
def test_both_searches_give_the_same_plan_of_a_few(make: Callable[[int], Instance]) -> None:
    """A handful of other instances, which take no time, show a difference as well as most."""
    for seed in range(1500, 1530):
        same_parts(make(seed))
        same_parts(make(seed), unit=7)


@pytest.mark.parametrize(("branches", "seconds", "efforts"), [(0, 60.0, {3}), (1, 60.0, {2, 3}), (0, -1.0, {3})])
def test_both_searches_hand_on_the_same_rest(branches: int, seconds: float, efforts: set[int]) -> None:
    """With few branches left the rest goes to the solver, without time it stays open: of both searches the same."""
    seen = set()
    for seed in [*range(1500, 1530), 47, 95]:
        searches = [kind(1, 1, time.monotonic() + seconds) for kind in (Search, CompiledSearch)]
        for search in searches:
            search.branches = branches
        plain, fast = (search.best_plan(random_cover(seed)) for search in searches)
        assert plain == fast
        seen.add(plain.effort if plain else -1)
    assert seen >= efforts


def test_both_searches_give_the_same_plan_of_a_curriculum() -> None:
    """Larger instances, some of which go to the solver, get the same plan node for node."""
    efforts = {same_parts(random_curriculum(seed, 40 + 4 * seed)) for seed in range(0, 80, 2)}
    assert max(efforts) == 3


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 5000), st.integers(2, 50))
def test_both_searches_break_ties_in_the_same_way(seed: int, unit: int) -> None:
    """Where fractions of a unit count only between equals, the same plan is chosen."""
    cover = random_cover(seed)
    costs = [cost * unit * 20 + node % 3 for node, cost in enumerate(cover.cost)]
    same_parts(Instance(costs, cover.groups, cover.target), unit=unit * 20)


def test_out_of_time_both_give_the_same_gap() -> None:
    """Without time to cut, plan and bound still agree."""
    for seed in range(200):
        same_parts(random_cover(seed), seconds=0)


def test_costs_beyond_a_machine_word_are_planned_without_it() -> None:
    """Costs of thirty digits are added up exactly."""
    for seed in range(30):
        cover = random_cover(seed)
        huge = Instance([cost * 10**30 + cost for cost in cover.cost], cover.groups, cover.target)
        part = CompiledSearch(1, 1, math.inf).best_plan(huge)
        assert part is not None
        assert huge.total(part.plan) == (least_cost_of_nodes(cover) or 0) * (10**30 + 1)


def test_an_instance_comes_back_from_its_arrays() -> None:
    """Arrays hold costs, groups in their order and the target."""
    for seed in range(200):
        instance = random_instance(seed)
        assert unflat(flat(instance)) == instance


def test_a_compiled_function_does_what_its_namesake_does() -> None:
    """Cuts, greedy supports and the search nearby agree one by one."""
    for seed in range(100):
        instance = random_cover(seed) if seed % 2 else random_curriculum(seed, 60)
        if instance.target not in derivation(instance, range(len(instance))):
            continue
        arrays = flat(instance)
        plain = lm_cut(instance)
        bound, left, starts, nodes, amounts = compiled_cuts(arrays, 10**9, math.inf)
        assert (plain.bound, plain.left, plain.cuts) == (bound, left.tolist(), cuts_of(starts, nodes, amounts))
        plan = supported_plan(instance, cheapest_support(instance))
        mask = flat(instance)[0] < 0
        mask[list(plan)] = True
        assert set(nearby(arrays, mask, 0, math.inf).nonzero()[0].tolist()) == Neighbourhood(instance).search(plan)


def test_cuts_are_the_same_where_the_target_costs_and_some_options_lead_nowhere() -> None:
    """What the search reduces away beforehand makes no difference between the two."""
    compared = 0
    for seed in range(300):
        instance = random_instance(seed)
        if instance.target not in derivation(instance, range(len(instance))):
            continue
        cost = [*instance.cost]
        cost[instance.target] = 1 + seed % 3
        priced = Instance(cost, instance.groups, instance.target)
        plain = lm_cut(priced)
        bound, left, starts, nodes, amounts = compiled_cuts(flat(priced), 10**9, math.inf)
        assert (plain.bound, plain.left, plain.cuts) == (bound, left.tolist(), cuts_of(starts, nodes, amounts))
        compared += 1
    assert compared > 100


def test_planning_by_machine_code_changes_no_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    """After `compile_planning` every solution is what it was, and calling it again changes nothing."""
    monkeypatch.setattr(solver, "_searches", [Search])
    instances = [random_cover(seed) for seed in range(100)]
    before = [solve(instance, seconds=60) for instance in instances]
    compile_planning()
    compile_planning()
    assert solver._searches == [Search, CompiledSearch]
    assert [solve(instance, seconds=60) for instance in instances] == before


def test_without_numba_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has not installed Numba is told which extra brings it, and goes on without."""
    monkeypatch.setattr(solver, "_searches", [Search])
    for module in [name for name in sys.modules if name.startswith(COMPILED)]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(MissingExtraError, match=r"numba.*mlcareer-graph\[compiled\]"):
        compile_planning()
    assert solver._searches == [Search]
