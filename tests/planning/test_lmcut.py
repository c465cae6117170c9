"""LM-cut: a bound that no plan undercuts."""

from __future__ import annotations

import time
from collections.abc import Iterator

from oracles import least_cost_of_nodes, random_cover, random_curriculum, random_instance
from order_milp import least_cost_by_order

from mlcareer_graph.planning.instance import Instance, derivation
from mlcareer_graph.planning.lmcut import lm_cut


def solvable(count: int) -> Iterator[tuple[Instance, int]]:
    """Random instances whose target can be derived, with their least cost."""
    for make in (random_instance, random_cover):
        for seed in range(count):
            instance = make(seed)
            least = least_cost_of_nodes(instance)
            if least is not None:
                yield instance, least


def test_the_bound_is_never_above_the_least_cost() -> None:
    """No instance has a plan that is cheaper than the bound; for most of them the bound is met."""
    pairs = [(lm_cut(instance).bound, least) for instance, least in solvable(500)]
    assert all(bound <= least for bound, least in pairs)
    assert sum(bound == least for bound, least in pairs) > 0.6 * len(pairs)


def test_the_bound_holds_on_larger_instances() -> None:
    """Curricula of a hundred nodes cost at least the bound."""
    for seed in range(20):
        instance = random_curriculum(seed, 100)
        least = least_cost_by_order(instance)
        if least is not None:
            assert lm_cut(instance).bound <= least


def test_every_plan_holds_a_node_of_each_cut() -> None:
    """Without all the nodes of a cut the target cannot be derived."""
    for instance, _ in solvable(300):
        for cut, _ in lm_cut(instance).cuts:
            rest = [node for node in range(len(instance)) if node not in cut]
            assert instance.target not in derivation(instance, rest)


def test_the_cuts_share_out_the_costs() -> None:
    """What the cuts take from a node and what is left of it add up to its cost, and the amounts to the bound."""
    for instance, _ in solvable(300):
        cuts = lm_cut(instance)
        assert sum(amount for _, amount in cuts.cuts) == cuts.bound
        for node, cost in enumerate(instance.cost):
            assert cuts.left[node] >= 0
            assert cuts.left[node] + sum(amount for nodes, amount in cuts.cuts if node in nodes) == cost


def test_a_plan_with_a_node_pays_what_is_left_of_it() -> None:
    """The least cost with a node is at least the bound and the rest of that node's cost."""
    for instance, _ in solvable(60):
        cuts = lm_cut(instance)
        for node in derivation(instance, range(len(instance))):
            groups = [list(own) for own in instance.groups]
            groups[instance.target].append((1, (node,)))
            least = least_cost_of_nodes(Instance(instance.cost, groups, instance.target))
            assert least is None or least >= cuts.bound + cuts.left[node]


def test_it_stops_when_the_bound_is_enough() -> None:
    """With a limit it makes no more cuts than it takes to reach it."""
    stopped = 0
    for instance, _ in solvable(200):
        full, first = lm_cut(instance), lm_cut(instance, 1)
        assert first.cuts == full.cuts[: len(first.cuts)]
        assert first.bound >= min(1, full.bound)
        stopped += len(first.cuts) < len(full.cuts)
    assert stopped


def test_it_stops_at_the_deadline() -> None:
    """Out of time there are no cuts, and the bound is what the target itself costs."""
    for instance, least in solvable(50):
        cuts = lm_cut(instance, deadline=time.monotonic())
        assert cuts.bound == instance.cost[instance.target] <= least
