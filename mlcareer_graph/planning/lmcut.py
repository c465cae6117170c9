"""A lower bound: disjunctive landmarks with a partition of the costs.

LM-cut after Helmert and Domshlak, "Landmarks, Critical Paths and Abstractions: What's the Difference Anyway?"
(ICAPS 2009). A *cut* is a set of nodes of which every plan holds at least one. Each cut takes the same amount
from the cost of all its nodes, so the amounts add up to a bound that no plan undercuts.
"""

from __future__ import annotations

import heapq
import math
import time
from dataclasses import dataclass

from mlcareer_graph.planning.instance import Instance


@dataclass(slots=True)
class Cuts:
    """The result of LM-cut.

    Attributes:
        bound: What every plan costs at least.
        cuts: The cuts, each with the amount it adds to the bound.
        left: For each node what remains of its cost; a plan that holds the node costs `bound` plus this at least.
    """

    bound: int
    cuts: list[tuple[list[int], int]]
    left: list[int]


def lm_cut(instance: Instance, enough: int | None = None, deadline: float = math.inf) -> Cuts:
    """Cuts of an instance whose target can be derived.

    Args:
        instance: The problem.
        enough: Stop as soon as the bound reaches this.
        deadline: Stop when `time.monotonic` reaches this; what was found by then is a bound, too.

    Complexity:
        O(cuts x (nodes + options) log nodes).
    """
    target = instance.target
    left = instance.cost[:]
    bound, cuts = left[target], []
    if bound:
        cuts.append(([target], bound))
        left[target] = 0
    table = _Table.of(instance)
    while (enough is None or bound < enough) and time.monotonic() < deadline:
        value, dearest = _critical_values(table, left, target)
        if not value[target]:
            break
        cut = _cut(instance, left, value, dearest)
        amount = min([left[node] for node in cut])
        for node in cut:
            left[node] -= amount
        bound += amount
        cuts.append((sorted(cut), amount))
    return Cuts(bound, cuts, left)


@dataclass(frozen=True, slots=True)
class _Table:
    """The groups of an instance one after the other.

    Attributes:
        waiting: For each node the groups that it is an option of.
        user_of: For each group the node that asks for it.
        position: For each group its position at that node.
        counts: For each group how many options it asks for.
        open_groups: For each node how many groups it has.
    """

    waiting: list[list[int]]
    user_of: list[int]
    position: list[int]
    counts: list[int]
    open_groups: list[int]

    @classmethod
    def of(cls, instance: Instance) -> _Table:
        table = cls([[] for _ in range(len(instance))], [], [], [], [len(groups) for groups in instance.groups])
        for node, groups in enumerate(instance.groups):
            for position, (k, options) in enumerate(groups):
                for option in options:
                    table.waiting[option].append(len(table.counts))
                table.user_of.append(node)
                table.position.append(position)
                table.counts.append(k)
        return table


def _critical_values(table: _Table, left: list[int], target: int) -> tuple[list[int | None], list[int]]:
    """h_max of each node, up to the target, and the group that determines it.

    A node that is not reached before the target has the value None, which stands for at least the target's.
    """
    value: list[int | None] = [None] * len(left)
    dearest = [-1] * len(left)
    waiting, user_of = table.waiting, table.user_of
    missing, open_groups = table.counts[:], table.open_groups[:]
    heap = [(left[node], node) for node, count in enumerate(open_groups) if not count]
    heapq.heapify(heap)
    while heap:
        cost, node = heapq.heappop(heap)
        if value[node] is not None:
            continue
        value[node] = cost
        if node == target:
            break
        for group in waiting[node]:
            missing[group] -= 1
            if not missing[group]:
                user = user_of[group]
                open_groups[user] -= 1
                if not open_groups[user]:
                    # Nodes are reached in ascending order, so the group that closes last is the dearest.
                    dearest[user] = table.position[group]
                    heapq.heappush(heap, (cost + left[user], user))
    return value, dearest


def _cut(instance: Instance, left: list[int], value: list[int | None], dearest: list[int]) -> set[int]:
    """The nodes with cost left from which the target is reached through nodes without.

    Of a group of n options at least one of any n - k + 1 is in every plan: the dearest are taken.
    """
    zone = {instance.target}
    stack = [instance.target]
    cut: set[int] = set()
    while stack:
        node = stack.pop()
        index = dearest[node]
        if index < 0:
            index = _unreached_group(instance, node, value)
        k, options = instance.groups[node][index]
        if k > 1:
            ranked = sorted(options, key=lambda option: (-_rank(value[option]), option))
            options = tuple(ranked[: len(options) - k + 1])
        for option in options:
            if option in zone or option in cut:
                continue
            if left[option]:
                cut.add(option)
            else:
                zone.add(option)
                stack.append(option)
    return cut


def _unreached_group(instance: Instance, node: int, value: list[int | None]) -> int:
    """A group that keeps a node from being reached before the target, whose own value came last."""
    target = instance.target
    for index, (k, options) in enumerate(instance.groups[node]):
        if sum(value[option] is not None and option != target for option in options) < k:
            return index
    raise AssertionError("every node in the zone is reached after the target's options")


def _rank(value: int | None) -> float:
    return float("inf") if value is None else value
