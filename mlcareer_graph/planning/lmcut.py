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
        O((nodes + options) log nodes) for the first cut; each further one costs as much for the nodes whose critical
        value it changes.
    """
    target = instance.target
    left = instance.cost[:]
    bound, cuts = left[target], []
    if bound:
        cuts.append(([target], bound))
        left[target] = 0
    if (enough is not None and bound >= enough) or time.monotonic() >= deadline:
        return Cuts(bound, cuts, left)
    values = _CriticalValues(instance, left)
    while values.of_node[target] and (enough is None or bound < enough) and time.monotonic() < deadline:
        cut = _cut(instance, left, values)
        amount = min([left[node] for node in cut])
        for node in cut:
            left[node] -= amount
        bound += amount
        cuts.append((sorted(cut), amount))
        values.lower(cut)
    return Cuts(bound, cuts, left)


class _CriticalValues:
    """h_max of nodes and groups while costs fall (Bonet and Geffner, Artif. Intell. 2001, with at-least-k groups).

    The value of a group (k, options) is the k-th least of its options', that of a node its own cost with the greatest
    of its groups'. Values that are not below the target's may be out of date, and are then too high: the target's
    value only falls, so that no cut ever depends on them.

    Attributes:
        of_node: The value of each node.
        of_group: The value of each group.
        dearest: For each node with groups one with the greatest value.
        groups: The groups of all nodes, one after the other.
    """

    __slots__ = ("_groups_of", "_left", "_target", "_user_of", "_waiting", "dearest", "groups", "of_group", "of_node")

    def __init__(self, instance: Instance, left: list[int]) -> None:
        size = len(instance)
        self._left = left
        self._target = instance.target
        self._waiting: list[list[int]] = [[] for _ in range(size)]
        self._groups_of: list[range] = []
        self._user_of: list[int] = []
        self.groups = [group for own in instance.groups for group in own]
        first = 0
        for node, own in enumerate(instance.groups):
            for number, (_, options) in enumerate(own, first):
                self._user_of.append(node)
                for option in options:
                    self._waiting[option].append(number)
            self._groups_of.append(range(first, first + len(own)))
            first += len(own)
        unreached = sum(left) + 1
        self.of_node = [unreached] * size
        self.of_group = [unreached] * first
        self.dearest = [-1] * size
        self._reach_all(unreached)

    def _reach_all(self, unreached: int) -> None:
        left, value, of_group, dearest = self._left, self.of_node, self.of_group, self.dearest
        missing = [k for k, _ in self.groups]
        open_groups = [len(own) for own in self._groups_of]
        heap = [(left[node], node) for node, count in enumerate(open_groups) if not count]
        heapq.heapify(heap)
        while heap:
            cost, node = heapq.heappop(heap)
            value[node] = cost
            for group in self._waiting[node]:
                missing[group] -= 1
                if not missing[group]:
                    of_group[group] = cost
                    user = self._user_of[group]
                    open_groups[user] -= 1
                    if not open_groups[user]:
                        # Nodes are reached in ascending order, so the group that closes last is the dearest.
                        dearest[user] = group
                        heapq.heappush(heap, (cost + left[user], user))
        for node, count in enumerate(open_groups):
            if count:
                dearest[node] = next(group for group in self._groups_of[node] if of_group[group] == unreached)

    def lower(self, nodes: set[int]) -> None:
        """Follow what a fall of the cost of some nodes changes, lowest values first.

        Values only fall. A node is reached at its new value after all options that this value rests on, as in
        Dijkstra's algorithm, so each node is changed once.
        """
        left, value, of_group, dearest = self._left, self.of_node, self.of_group, self.dearest
        groups, user_of, groups_of, waiting = self.groups, self._user_of, self._groups_of, self._waiting
        target = self._target
        heap = [(left[node] + (of_group[dearest[node]] if groups_of[node] else 0), node) for node in nodes]
        heapq.heapify(heap)
        while heap:
            cost, node = heapq.heappop(heap)
            if cost >= value[node]:
                continue
            value[node] = cost
            for group in waiting[node]:
                before = of_group[group]
                if cost >= before:
                    continue
                k, options = groups[group]
                after = cost if k == 1 else sorted([value[option] for option in options])[k - 1]
                if after >= before:
                    continue
                of_group[group] = after
                user = user_of[group]
                if dearest[user] == group:
                    most = after
                    for other in groups_of[user]:
                        if of_group[other] > most:
                            most, dearest[user] = of_group[other], other
                    most += left[user]
                    if most < value[user] and (most < value[target] or user == target):
                        heapq.heappush(heap, (most, user))


def _cut(instance: Instance, left: list[int], values: _CriticalValues) -> set[int]:
    """The nodes with cost left from which the target is reached through nodes without.

    Of a group of n options at least one of any n - k + 1 is in every plan: the dearest are taken.
    """
    value, dearest, groups = values.of_node, values.dearest, values.groups
    zone = {instance.target}
    stack = [instance.target]
    cut: set[int] = set()
    while stack:
        k, options = groups[dearest[stack.pop()]]
        if k > 1:
            options = tuple(sorted(options, key=lambda option: (-value[option], option))[: len(options) - k + 1])
        for option in options:
            if option in zone or option in cut:
                continue
            if left[option]:
                cut.add(option)
            else:
                zone.add(option)
                stack.append(option)
    return cut
