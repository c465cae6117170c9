"""The combinatorial core: derivations, pruning, components."""

from __future__ import annotations

import networkx as nx
from oracles import random_cover, random_instance

from mlcareer_graph.planning.instance import (
    Instance,
    components,
    derivation,
    leaned_on,
    pruned,
    restricted,
    supporting,
)
from mlcareer_graph.planning.instance import (
    closure as closure_of,
)

SAMPLE = [make(seed) for make in (random_instance, random_cover) for seed in range(400)]


def closure(instance: Instance, allowed: set[int]) -> set[int]:
    """What the allowed nodes derive, by repeated passes over all of them."""
    derived: set[int] = set()
    changed = True
    while changed:
        new = {
            node
            for node in allowed - derived
            if all(len(derived & set(options)) >= k for k, options in instance.groups[node])
        }
        derived |= new
        changed = bool(new)
    return derived


def test_a_derivation_holds_what_can_be_derived() -> None:
    """Everything that the allowed nodes derive is there once, and nothing else."""
    for instance in SAMPLE:
        for allowed in (set(range(len(instance))), set(range(0, len(instance), 2)) | {instance.target}):
            order = derivation(instance, sorted(allowed))
            assert len(order) == len(set(order))
            assert set(order) == closure(instance, allowed)


def test_a_derivation_is_in_order() -> None:
    """Each node comes after enough of the options of each of its groups."""
    for instance in SAMPLE:
        before: set[int] = set()
        for node in derivation(instance, range(len(instance))):
            assert all(len(before & set(options)) >= k for k, options in instance.groups[node])
            before.add(node)


def test_a_node_may_not_serve_itself() -> None:
    """A node that asks for itself, or two that ask for each other, cannot be derived."""
    assert derivation(Instance([1], [[(1, (0,))]], 0), [0]) == []
    assert derivation(Instance([1, 1], [[(1, (1,))], [(1, (0,))]], 0), [0, 1]) == []


def test_pruning_keeps_a_plan_without_spare_nodes() -> None:
    """What is left of all derivable nodes derives the target, and no longer does without any one of them."""
    for instance in SAMPLE:
        order = derivation(instance, range(len(instance)))
        if instance.target not in order:
            continue
        kept = pruned(instance, order)
        assert instance.target in closure(instance, kept)
        for node in kept:
            assert instance.target not in closure(instance, kept - {node})


def test_pruning_ignores_what_cannot_be_derived() -> None:
    """Chosen nodes that no derivation reaches do not survive."""
    instance = Instance([1, 1, 0], [[], [(1, (1,))], [(1, (0, 1))]], 2)
    assert pruned(instance, [0, 1, 2]) == {0, 2}


def test_supporting_nodes_derive_the_target() -> None:
    """Serving each group by the options that are derived first gives a plan."""
    for instance in SAMPLE:
        order = derivation(instance, range(len(instance)))
        if instance.target in order:
            kept = supporting(instance, order)
            assert kept <= set(order)
            assert instance.target in closure(instance, kept)


def test_components_are_those_of_the_graph_of_options() -> None:
    """Two nodes share a component exactly if each leans on the other, and options never have a higher number."""
    for instance in SAMPLE:
        leans = nx.DiGraph()
        leans.add_nodes_from(range(len(instance)))
        leans.add_edges_from(
            (node, option) for node, groups in enumerate(instance.groups) for _, options in groups for option in options
        )
        number = components(instance)
        found = {frozenset(node for node in leans if number[node] == n) for n in set(number)}
        assert found == {frozenset(part) for part in nx.strongly_connected_components(leans)}
        assert all(number[option] <= number[node] for node, option in leans.edges)


def test_the_total_counts_each_node_once() -> None:
    """A set of nodes costs the sum of their costs."""
    assert Instance([3, 5, 9], [[], [], []], 0).total({0, 2}) == 12


def test_the_closure_is_the_only_plan_where_nothing_leaves_a_choice() -> None:
    """It holds all that the target leans on in an order of derivation; a choice is noticed, and so is a circle."""
    found = {"choice": 0, "circle": 0, "plan": 0}
    for instance in SAMPLE:
        forced = [[(len(options), options) for _, options in own] for own in instance.groups]
        firsts = [[(1, options[:1]) for _, options in own] for own in instance.groups]
        for groups in (instance.groups, forced, firsts):
            given = Instance(instance.cost, groups, instance.target)
            nodes = leaned_on(given)
            order = closure_of(given)
            if any(k < len(options) for node in nodes for k, options in groups[node]):
                assert order is None
                found["choice"] += 1
            elif given.target not in closure(given, set(nodes)):
                assert order == []
                found["circle"] += 1
            else:
                assert order is not None
                assert sorted(order) == nodes
                before: set[int] = set()
                for node in order:
                    assert all(set(options) <= before for _, options in groups[node])
                    before.add(node)
                found["plan"] += 1
    assert min(found.values()) > 10


def test_a_group_that_asks_for_more_than_it_offers_has_no_closure() -> None:
    """Two of one option cannot be had."""
    assert closure_of(Instance([1, 1], [[], [(2, (0,))]], 1)) == []


def test_what_the_target_leans_on_is_all_that_matters() -> None:
    """The nodes that can be reached over options from the target, numbered anew, are the same problem."""
    smaller = 0
    for instance in SAMPLE:
        leans = nx.DiGraph([(0, 0)])
        leans.add_nodes_from(range(len(instance)))
        leans.add_edges_from(
            (node, option) for node, groups in enumerate(instance.groups) for _, options in groups for option in options
        )
        nodes = leaned_on(instance)
        assert set(nodes) == nx.descendants(leans, instance.target) | {instance.target}
        small = restricted(instance, nodes)
        assert small.total(range(len(small))) == instance.total(nodes)
        assert {nodes[node] for node in derivation(small, range(len(small)))} == set(
            derivation(instance, range(len(instance)))
        ) & set(nodes)
        smaller += len(small) < len(instance)
    assert smaller
