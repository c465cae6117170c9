"""Landmarks are exactly the nodes without which nothing works."""

from __future__ import annotations

import pytest
from oracles import random_cover, random_instance

from mlcareer_graph.planning.instance import Instance, components, derivation
from mlcareer_graph.planning.landmarks import landmarks, members, unavoidable


def derivable_part(instance: Instance) -> Instance:
    """The nodes that can be derived, numbered anew, with the options that are left."""
    names = sorted(derivation(instance, range(len(instance))))
    number = {name: node for node, name in enumerate(names)}
    groups = [
        [(k, tuple(number[option] for option in options if option in number)) for k, options in instance.groups[name]]
        for name in names
    ]
    return Instance([instance.cost[name] for name in names], groups, len(names) - 1)


@pytest.mark.parametrize("make", [random_instance, random_cover])
def test_landmarks_are_what_a_node_cannot_be_derived_without(make: type) -> None:
    """For every node, with cycles and at-least-k groups, the landmarks are those that brute force finds."""
    cyclic = 0
    for seed in range(500):
        instance = derivable_part(make(seed))
        nodes = range(len(instance))
        component = components(instance)
        cyclic += len(set(component)) < len(instance)
        found = landmarks(instance, component)
        without = [set(derivation(instance, [other for other in nodes if other != gone])) for gone in nodes]
        for node in nodes:
            assert set(members(found[node])) == {gone for gone in nodes if node not in without[gone]}
    assert cyclic > 20


def test_a_group_cannot_avoid_what_most_of_its_options_hold() -> None:
    """Of three options of which two are needed, what lies on two of them cannot be avoided."""
    found = [0b0011, 0b0101, 0b1001, 0b1000]
    assert unavoidable((2, (0, 1, 2)), found) == 0b0001
    assert unavoidable((2, (0, 1, 3)), found) == 0b0001
    assert unavoidable((1, (0, 3)), found) == 0
    assert unavoidable((3, (0, 1, 3)), found) == 0b1111


def test_members_are_the_positions_of_the_bits() -> None:
    """A bit set is read in ascending order."""
    assert list(members(0)) == []
    assert list(members(0b101001)) == [0, 3, 5]
    assert list(members(1 << 500)) == [500]
