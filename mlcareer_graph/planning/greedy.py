"""Plans that are good, fast and without a promise: the upper bounds."""

from __future__ import annotations

import heapq
from collections.abc import Collection
from dataclasses import dataclass, replace

from mlcareer_graph.planning.instance import Instance

WORK = 100_000
"""The nodes that are looked at in search of exchanges, about as many as in the time that a solver takes to start."""


@dataclass(slots=True)
class CheapestSupport:
    """How each node is derived most cheaply if nothing were shared.

    Attributes:
        value: For each node the additive cost of deriving it; None where it cannot be derived.
        options: For each node the options that serve its groups.
        order: The nodes in the order in which they were reached, options before users.
    """

    value: list[int | None]
    options: list[list[int]]
    order: list[int]


def cheapest_support(instance: Instance, free: Collection[int] = ()) -> CheapestSupport:
    """The additive heuristic h_add with its best supporters (Bonet and Geffner, Artif. Intell. 2001).

    Args:
        instance: The problem.
        free: Nodes that count as paid.

    Complexity:
        O((nodes + options) log nodes): Knuth's generalisation of Dijkstra's algorithm.
    """
    size = len(instance)
    waiting: list[list[int]] = [[] for _ in range(size)]
    user_of: list[int] = []
    missing: list[int] = []
    open_groups = [0] * size
    value: list[int | None] = [None] * size
    gathered = instance.cost[:]
    chosen: list[list[int]] = [[] for _ in range(size)]
    for node in free:
        gathered[node] = 0
    heap = []
    for node, groups in enumerate(instance.groups):
        open_groups[node] = len(groups)
        for k, options in groups:
            for option in options:
                waiting[option].append(len(missing))
            missing.append(k)
            user_of.append(node)
        if not groups:
            heap.append((gathered[node], node))
    heapq.heapify(heap)
    order = []
    while heap:
        cost, node = heapq.heappop(heap)
        if value[node] is not None:
            continue
        value[node] = cost
        order.append(node)
        for group in waiting[node]:
            if not missing[group]:
                continue
            missing[group] -= 1
            user = user_of[group]
            gathered[user] += cost
            chosen[user].append(node)
            if not missing[group]:
                open_groups[user] -= 1
                if not open_groups[user]:
                    heapq.heappush(heap, (gathered[user], user))
    return CheapestSupport(value, chosen, order)


def supported_plan(instance: Instance, support: CheapestSupport) -> set[int]:
    """The target with everything that supports it."""
    plan = {instance.target}
    stack = [instance.target]
    while stack:
        for option in support.options[stack.pop()]:
            if option not in plan:
                plan.add(option)
                stack.append(option)
    return plan


def improved_plan(instance: Instance, plan: set[int], rounds: int = 8) -> set[int]:
    """The plan after repeatedly deriving the target anew with what is planned already for free."""
    best, least = plan, instance.total(plan)
    for _ in range(rounds):
        candidate = supported_plan(instance, cheapest_support(instance, best))
        cost = instance.total(candidate)
        if cost >= least:
            break
        best, least = candidate, cost
    return best


def exchanged_plan(instance: Instance, plan: Collection[int]) -> set[int]:
    """The plan after doing without one of its nodes, again and again, as long as that makes it cheaper.

    The rest of the plan counts as paid while the target is derived anew without the node, dearest nodes first.

    Complexity:
        One `cheapest_support` for each node with a cost and each improvement, `WORK` nodes in all.
    """
    tries = WORK // len(instance)
    best, least = set(plan), instance.total(plan)
    improving = True
    while improving:
        improving = False
        for node in _exchangeable(instance, best)[:tries]:
            tries -= 1
            barred = replace(instance, groups=[*instance.groups])
            barred.groups[node] = [(1, ())]
            support = cheapest_support(barred, best)
            if support.value[instance.target] is None:
                continue
            candidate = improved_plan(barred, supported_plan(barred, support))
            cost = instance.total(candidate)
            if cost < least:
                best, least, improving = candidate, cost, True
                break
    return best


def _exchangeable(instance: Instance, plan: set[int]) -> list[int]:
    """The nodes of a plan that cost something and have a stand-in, dearest first.

    Whoever does without the only option of a node does without that node, which is tried itself.
    """
    fixed = {option for node in plan for k, options in instance.groups[node] if len(options) == k for option in options}
    return sorted((node for node in plan - fixed if instance.cost[node]), key=lambda node: (-instance.cost[node], node))
