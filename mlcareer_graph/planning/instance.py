"""The combinatorial core: a weighted AND/OR graph with at-least-k groups.

A *node* can be derived as soon as each of its groups ``(k, options)`` has at least k derived options. The task
is to choose nodes of least total cost such that the target can be derived from them, each node being paid once.
Nodes without groups are where derivations start, and a derivation never goes in a circle. This is
minimum-cost delete-free planning (h+) in normal form, or a minimum-cost directed hyperpath with shared nodes
(Ausiello and Laura, "Directed hypergraphs: introduction and fundamental algorithms", Theor. Comput. Sci. 2017).
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Group: TypeAlias = tuple[int, tuple[int, ...]]
"""At least so many of these nodes."""


@dataclass(slots=True)
class Instance:
    """One problem.

    Attributes:
        cost: The cost of each node, a non-negative integer.
        groups: The groups of each node; all must hold.
        target: The node to derive.
    """

    cost: list[int]
    groups: list[list[Group]]
    target: int

    def __len__(self) -> int:
        return len(self.cost)

    def total(self, nodes: Collection[int]) -> int:
        """The cost of a set of nodes."""
        cost = self.cost
        return sum([cost[node] for node in nodes])


def is_cover(instance: Instance) -> bool:
    """Whether only the target asks for anything, which makes it a set cover."""
    return not any(groups for node, groups in enumerate(instance.groups) if node != instance.target)


def leaned_on(instance: Instance) -> list[int]:
    """The target and the nodes that it leans on, directly or not, in ascending order.

    Complexity:
        O(options of these nodes).
    """
    groups = instance.groups
    unseen = bytearray(b"\1") * len(instance)
    unseen[instance.target] = 0
    found = [instance.target]
    for node in found:
        for _, options in groups[node]:
            for option in options:
                if unseen[option]:
                    unseen[option] = 0
                    found.append(option)
    found.sort()
    return found


def closure(instance: Instance) -> list[int] | None:
    """All that the target leans on, options before their users, if no group leaves a choice: then it is the only plan.

    Returns:
        The nodes, none if a circle keeps the target from being derived; or None if a group leaves a choice.

    Complexity:
        O(nodes + options) of the closure, by depth-first search (Tarjan, Acta Informatica 1976).
    """
    groups = instance.groups
    # 0 for a node not seen yet, 1 while what it leans on is visited, 2 afterwards; ~node marks the end of that.
    state = bytearray(len(instance))
    order: list[int] = []
    is_circular = False
    stack = [instance.target]
    while stack:
        node = stack.pop()
        if node < 0:
            state[~node] = 2
            order.append(~node)
        elif not state[node]:
            own = groups[node]
            if not own:
                state[node] = 2
                order.append(node)
                continue
            state[node] = 1
            stack.append(~node)
            for k, options in own:
                if k != len(options):
                    if k < len(options):
                        return None
                    is_circular = True
                for option in options:
                    reached = state[option]
                    if not reached:
                        stack.append(option)
                    elif reached == 1:
                        is_circular = True
    return [] if is_circular else order


def restricted(instance: Instance, nodes: list[int]) -> Instance:
    """The instance of some ascending nodes that lean on no others, numbered anew in their order."""
    if len(nodes) == len(instance):
        return instance
    number = {node: index for index, node in enumerate(nodes)}
    groups: list[list[Group]] = [
        [(k, tuple([number[option] for option in options])) for k, options in instance.groups[node]] for node in nodes
    ]
    return Instance([instance.cost[node] for node in nodes], groups, number[instance.target])


def derivation(instance: Instance, allowed: Collection[int]) -> list[int]:
    """The nodes that can be derived from the allowed ones alone, in an order of derivation.

    Complexity:
        O(options of the allowed nodes), by counting (Dowling and Gallier, J. Log. Program. 1984).
    """
    waiting: list[list[int]] = [[] for _ in range(len(instance))]
    open_groups = [0] * len(instance)
    user_of: list[int] = []
    missing: list[int] = []
    order = []
    for node in allowed:
        groups = instance.groups[node]
        open_groups[node] = len(groups)
        if not groups:
            order.append(node)
        for k, options in groups:
            for option in options:
                waiting[option].append(len(missing))
            missing.append(k)
            user_of.append(node)
    for node in order:
        for group in waiting[node]:
            missing[group] -= 1
            if not missing[group]:
                user = user_of[group]
                open_groups[user] -= 1
                if not open_groups[user]:
                    order.append(user)
    return order


def pruned(instance: Instance, chosen: Collection[int], deadline: float = math.inf) -> set[int]:
    """A part of a set of chosen nodes that still derives the target and holds no node that it could spare.

    Every group is served by the options derived first; then the nodes that have a stand-in among the chosen are
    tried for removal, dearest first.

    Args:
        instance: The problem.
        chosen: Nodes that derive the target.
        deadline: Stop trying when `time.monotonic` reaches this.
    """
    nodes, small = _among(instance, chosen)
    kept = supporting(small, derivation(small, range(len(small))))
    for node in sorted(_replaceable(small, kept), key=lambda node: (-small.cost[node], node)):
        if node in kept:
            if time.monotonic() >= deadline:
                break
            rest = derivation(small, sorted(kept - {node}))
            if small.target in rest:
                kept = supporting(small, rest)
    return {nodes[node] for node in kept}


def _among(instance: Instance, chosen: Collection[int]) -> tuple[list[int], Instance]:
    """The chosen nodes in ascending order, and the instance in which there are no others."""
    nodes = sorted(chosen)
    number = {node: index for index, node in enumerate(nodes)}
    groups: list[list[Group]] = [
        [(k, tuple([number[option] for option in options if option in number])) for k, options in instance.groups[node]]
        for node in nodes
    ]
    return nodes, Instance([instance.cost[node] for node in nodes], groups, number[instance.target])


def _replaceable(instance: Instance, kept: set[int]) -> set[int]:
    """The kept nodes without which no group of a kept node falls short."""
    needed = {instance.target}
    for node in kept:
        for k, options in instance.groups[node]:
            held = [option for option in options if option in kept]
            if len(held) <= k:
                needed.update(held)
    return kept - needed


def supporting(instance: Instance, order: list[int]) -> set[int]:
    """The target with what serves its groups, and theirs, the options that come first in an order of derivation."""
    rank = {node: position for position, node in enumerate(order)}
    kept = {instance.target}
    stack = [instance.target]
    while stack:
        node = stack.pop()
        for k, options in instance.groups[node]:
            if len(options) > 1:
                derived = sorted([(rank[option], option) for option in options if option in rank])
                held = sum([option in kept for position, option in derived if position < rank[node]])
                wanted = [option for _, option in derived if option not in kept][: max(k - held, 0)]
            else:
                wanted = [option for option in options if option not in kept]
            kept.update(wanted)
            stack.extend(wanted)
    return kept


def components(instance: Instance) -> list[int]:
    """The strongly connected component of each node, numbered so that options come before their users.

    Complexity:
        O(nodes + options) (Tarjan, SIAM J. Comput. 1972), without recursion.
    """
    size = len(instance)
    options_of = [[option for _, options in groups for option in options] for groups in instance.groups]
    index = [0] * size
    low = [0] * size
    component = [-1] * size
    counter = count = 0
    stack: list[int] = []
    for root in range(size):
        if index[root]:
            continue
        counter += 1
        index[root] = low[root] = counter
        stack.append(root)
        work: list[tuple[int, Iterator[int]]] = [(root, iter(options_of[root]))]
        while work:
            node, rest = work[-1]
            for option in rest:
                if not index[option]:
                    counter += 1
                    index[option] = low[option] = counter
                    stack.append(option)
                    work.append((option, iter(options_of[option])))
                    break
                if component[option] < 0 and index[option] < low[node]:
                    low[node] = index[option]
            else:
                work.pop()
                if work and low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
                if low[node] == index[node]:
                    while True:
                        member = stack.pop()
                        component[member] = count
                        if member == node:
                            break
                    count += 1
    return component
