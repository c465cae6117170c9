"""Greedy plans: valid, and never worse after an improvement."""

from __future__ import annotations

from oracles import least_cost_of_nodes, random_cover, random_curriculum, random_instance

from mlcareer_graph.planning.greedy import (
    Neighbourhood,
    SupportFinder,
    cheapest_support,
    improved_plan,
    supported_plan,
)
from mlcareer_graph.planning.instance import Instance, derivation

SAMPLE = [make(seed) for make in (random_instance, random_cover) for seed in range(400)]
SAMPLE += [random_curriculum(seed, 80) for seed in range(20)]


def solvable() -> list[Instance]:
    """The sample without the instances whose target cannot be derived."""
    return [instance for instance in SAMPLE if instance.target in derivation(instance, range(len(instance)))]


def test_exactly_what_can_be_derived_has_a_value() -> None:
    """A node has an additive cost if and only if it can be derived."""
    for instance in SAMPLE:
        support = cheapest_support(instance)
        derived = set(derivation(instance, range(len(instance))))
        assert {node for node, value in enumerate(support.value) if value is not None} == derived
        assert sorted(support.order) == sorted(derived)


def test_a_value_is_the_cost_with_that_of_the_cheapest_options() -> None:
    """The additive cost of a node is its own with the k least of each group."""
    for instance in SAMPLE:
        value = cheapest_support(instance).value
        for node, groups in enumerate(instance.groups):
            if value[node] is not None:
                costs = [sorted(v for v in (value[o] for o in options) if v is not None)[:k] for k, options in groups]
                assert value[node] == instance.cost[node] + sum(map(sum, costs))


def test_options_come_before_their_users() -> None:
    """In the order of reaching, each node follows all the options that support it."""
    for instance in SAMPLE:
        support = cheapest_support(instance)
        rank = {node: position for position, node in enumerate(support.order)}
        assert all(rank[option] < rank[node] for node in support.order for option in support.options[node])


def test_paid_nodes_count_nothing() -> None:
    """What is free adds nothing to the value of its users."""
    instance = Instance([4, 3, 1], [[], [(1, (0,))], [(1, (1,))]], 2)
    assert cheapest_support(instance).value == [4, 7, 8]
    assert cheapest_support(instance, free=[0]).value == [0, 3, 4]


def test_every_greedy_plan_derives_the_target_and_costs_at_least_the_optimum() -> None:
    """Support, improvement and the search nearby each give a plan, each no dearer than the one before."""
    better = 0
    for instance in solvable():
        first = supported_plan(instance, cheapest_support(instance))
        second = improved_plan(instance, first)
        third = Neighbourhood(instance).search(second)
        for plan in (first, second, third):
            assert instance.target in derivation(instance, sorted(plan))
        costs = [instance.total(plan) for plan in (first, second, third)]
        assert costs == sorted(costs, reverse=True)
        better += costs[2] < costs[0]
        if len(instance) < 20:
            least = least_cost_of_nodes(instance)
            assert least is not None
            assert costs[2] >= least
    assert better


def test_barred_nodes_are_not_derived() -> None:
    """What is barred has no value, and what is left is derived without it."""
    for instance in SAMPLE[::7]:
        finder = SupportFinder(instance)
        for barred in range(0, len(instance), 3):
            support = finder.find(barred=[barred])
            left = [node for node in range(len(instance)) if node != barred]
            assert {node for node, value in enumerate(support.value) if value is not None} == set(
                derivation(instance, left)
            )


def test_a_node_that_serves_many_is_taken_up() -> None:
    """Three things for 4 each, or all three for 9: the search finds what the additive cost does not see."""
    cost, users = [4, 4, 4, 9], [(1, (0, 3)), (1, (1, 3)), (1, (2, 3))]
    instance = Instance([*cost, 0], [[], [], [], [], users], 4)
    first = supported_plan(instance, cheapest_support(instance))
    assert instance.total(first) == 12
    assert Neighbourhood(instance).search(first) == {3, 4}
