"""Plans that are good, fast and without a promise: the upper bounds."""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Collection
from dataclasses import dataclass

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

    value: list[float | None]
    options: list[list[int]]
    order: list[int]


class SupportFinder:
    """Finds the cheapest supports of one instance again and again, under changing conditions."""

    __slots__ = ("_costs", "_open_groups", "_sources", "_targets", "_waiting", "_wanted")

    def __init__(self, instance: Instance) -> None:
        # Sums over trees grow exponentially with their depth: beyond what is told apart, the order is arbitrary anyway.
        self._costs = [float(cost) for cost in instance.cost]
        self._waiting: list[list[int]] = [[] for _ in instance.groups]
        self._targets: list[int] = []
        self._wanted: list[int] = []
        self._open_groups = [len(groups) for groups in instance.groups]
        self._sources = [node for node, groups in enumerate(instance.groups) if not groups]
        for node, groups in enumerate(instance.groups):
            for k, options in groups:
                for option in options:
                    self._waiting[option].append(len(self._wanted))
                self._wanted.append(k)
                self._targets.append(node)

    def find(self, free: Collection[int] = (), barred: Collection[int] = ()) -> CheapestSupport:
        """The additive heuristic h_add with its best supporters (Bonet and Geffner, Artif. Intell. 2001).

        Args:
            free: Nodes that count as paid.
            barred: Nodes that cannot be derived.

        Complexity:
            O((nodes + options) log nodes): Knuth's generalisation of Dijkstra's algorithm.
        """
        waiting, targets = self._waiting, self._targets
        missing, open_groups, gathered = self._wanted[:], self._open_groups[:], self._costs[:]
        value: list[float | None] = [None] * len(gathered)
        chosen: list[list[int]] = [[] for _ in gathered]
        for node in free:
            gathered[node] = 0.0
        for node in barred:
            open_groups[node] = -1
        heap = [(gathered[node], node) for node in self._sources if not open_groups[node]]
        heapq.heapify(heap)
        order = []
        while heap:
            cost, node = heapq.heappop(heap)
            value[node] = cost
            order.append(node)
            for group in waiting[node]:
                left = missing[group]
                if not left:
                    continue
                missing[group] = left - 1
                user = targets[group]
                gathered[user] += cost
                chosen[user].append(node)
                if left == 1:
                    open_groups[user] -= 1
                    if not open_groups[user]:
                        heapq.heappush(heap, (gathered[user], user))
        return CheapestSupport(value, chosen, order)


def cheapest_support(instance: Instance, free: Collection[int] = ()) -> CheapestSupport:
    """How each node of an instance is derived most cheaply if nothing were shared.

    Args:
        instance: The problem.
        free: Nodes that count as paid.
    """
    return SupportFinder(instance).find(free)


def supported_plan(instance: Instance, support: CheapestSupport) -> set[int]:
    """The target with everything that supports it."""
    return _tree(support, instance.target)


def improved_plan(
    instance: Instance,
    plan: set[int],
    rounds: int = 8,
    *,
    finder: SupportFinder | None = None,
    barred: Collection[int] = (),
    deadline: float = math.inf,
) -> set[int]:
    """The plan after repeatedly deriving the target anew with what is planned already for free.

    Args:
        instance: The problem.
        plan: A plan of it.
        rounds: How often at most.
        finder: The finder of the instance, if there is one already.
        barred: Nodes to do without.
        deadline: Stop when `time.monotonic` reaches this.
    """
    finder = finder or SupportFinder(instance)
    best, least = plan, instance.total(plan)
    for _ in range(rounds):
        if time.monotonic() >= deadline:
            break
        candidate = supported_plan(instance, finder.find(best, barred))
        cost = instance.total(candidate)
        if cost >= least:
            break
        best, least = candidate, cost
    return best


class Neighbourhood:
    """Search for cheaper plans near a plan, until none is found or the work is done.

    A plan is changed by *exchange*, which does without one of its nodes, and by *enrichment*, which takes up a node
    that stands in several groups. What is left of the plan counts as paid while the target is derived anew.

    Attributes:
        instance: The problem.
        bound: What every plan costs at least; nothing is cheaper.
        deadline: The search ends with the best plan so far when `time.monotonic` reaches this.

    Complexity:
        Some `SupportFinder.find` for each node with a cost and each improvement, `WORK` nodes in all.
    """

    def __init__(self, instance: Instance, bound: int = 0, deadline: float = math.inf) -> None:
        self.instance = instance
        self.bound = bound
        self.deadline = deadline
        self.finder = SupportFinder(instance)
        self.tries = WORK // len(instance)

    def search(self, plan: Collection[int]) -> set[int]:
        """A plan that neither an exchange nor an enrichment makes cheaper, or the best one when the work is done."""
        best = set(plan)
        while self.instance.total(best) > self.bound and not self._is_over():
            better = self._enriched(self._exchanged(best))
            if self.instance.total(better) >= self.instance.total(best):
                break
            best = better
        return best

    def _is_over(self) -> bool:
        return self.tries <= 0 or time.monotonic() >= self.deadline

    def _exchanged(self, best: set[int]) -> set[int]:
        least = self.instance.total(best)
        for node in _exchangeable(self.instance, best):
            if self._is_over() or least <= self.bound:
                break
            if node not in best:
                continue
            candidate = self._derived(best, [node])
            cost = least if candidate is None else self.instance.total(candidate)
            if candidate is not None and cost < least:
                best, least = candidate, cost
        return best

    def _enriched(self, best: set[int]) -> set[int]:
        least = self.instance.total(best)
        ways = self.finder.find(best)
        everything = range(len(self.instance))
        for node in _shared(self.instance, best):
            if self._is_over() or least <= self.bound:
                break
            if ways.value[node] is None or node in best:
                continue
            tree = _tree(ways, node)
            within = best | tree
            candidate = self._derived(tree, [other for other in everything if other not in within])
            cost = least if candidate is None else self.instance.total(candidate)
            if candidate is not None and cost < least:
                best, least = candidate, cost
        return best

    def _derived(self, free: Collection[int], barred: Collection[int]) -> set[int] | None:
        """A plan without the barred nodes in which the free ones come first."""
        self.tries -= 1
        instance = self.instance
        support = self.finder.find(free, barred)
        if support.value[instance.target] is None:
            return None
        plan = supported_plan(instance, support)
        return improved_plan(instance, plan, finder=self.finder, barred=barred if len(barred) == 1 else ())


def _tree(support: CheapestSupport, node: int) -> set[int]:
    """A node with everything that supports it."""
    tree = {node}
    stack = [node]
    while stack:
        for option in support.options[stack.pop()]:
            if option not in tree:
                tree.add(option)
                stack.append(option)
    return tree


def _shared(instance: Instance, plan: set[int]) -> list[int]:
    """The nodes outside a plan that cost something and stand in several groups, cheapest first."""
    uses = [0] * len(instance)
    for groups in instance.groups:
        for _, options in groups:
            for option in options:
                uses[option] += 1
    cost = instance.cost
    chosen = [node for node, count in enumerate(uses) if count > 1 and cost[node] and node not in plan]
    return sorted(chosen, key=lambda node: (cost[node], node))


def _exchangeable(instance: Instance, plan: set[int]) -> list[int]:
    """The nodes of a plan that cost something and have a stand-in, dearest first.

    Whoever does without the only option of a node does without that node, which is tried itself.
    """
    fixed = {option for node in plan for k, options in instance.groups[node] if len(options) == k for option in options}
    return sorted((node for node in plan - fixed if instance.cost[node]), key=lambda node: (-instance.cost[node], node))
