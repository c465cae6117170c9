"""From an instance to a plan of least cost with its proof."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from mlcareer_graph.errors import MissingExtraError
from mlcareer_graph.planning.greedy import Neighbourhood, cheapest_support, improved_plan, supported_plan
from mlcareer_graph.planning.instance import (
    Group,
    Instance,
    closure,
    derivation,
    is_cover,
    leaned_on,
    pruned,
    restricted,
)
from mlcareer_graph.planning.lmcut import Cuts, lm_cut
from mlcareer_graph.planning.reduction import LARGE, Reduced, is_over, reduce, reduce_without

MAX_BRANCHES = 24
"""Alternatives that are tried one by one before what is left is given to the solver, which costs more to start."""

MAX_BRANCHED = 64
"""The nodes of the largest core whose alternatives are tried one by one; the solver is quicker with larger ones."""

SMALL = 16
"""The nodes of a core whose alternatives are tried one by one however far bound and plan are apart."""

WIDE = 3
"""In a larger core they are not if bound and plan are apart by more than one part in so many of what is open."""

COVER = 24
"""The nodes of the smallest cover that goes to the solver at once: there, reductions and local search are in vain."""

GRACE = 0.1
"""Seconds to leave out what the plan could spare, where there is less time left; large problems set them aside."""

_PROOFS = ("landmarks", "cuts", "branching", "solver")


@dataclass(frozen=True, slots=True)
class Solution:
    """The result of `solve`.

    Attributes:
        plan: The chosen nodes.
        bound: What every plan costs at least.
        is_optimal: Whether no plan is cheaper.
        proof: What it took to close the gap: ``"landmarks"``, ``"cuts"``, ``"branching"`` or ``"solver"``;
            ``"none"`` if it is open.
    """

    plan: frozenset[int]
    bound: int
    is_optimal: bool
    proof: str


def solve(instance: Instance, *, seconds: float, unit: int = 1, main: int = 1) -> Solution | None:
    """Choose nodes of least cost that derive the target.

    Reductions come first. What they leave falls apart into independent parts, most of which LM-cut closes;
    a few small alternatives are tried out, and only the rest is given to the solver. A set cover goes there at once.

    Args:
        instance: The problem.
        seconds: When to stop with the best plan so far.
        unit: Costs count in whole units; what is smaller only breaks ties, without proof.
        main: The units in one unit of what counts first, such that what is smaller adds up to less than that.

    Returns:
        The solution, or None if the target cannot be derived.
    """
    start = time.monotonic()
    forced = closure(instance)
    if forced is not None:
        return Solution(frozenset(forced), instance.total(forced), True, "landmarks") if forced else None
    nodes = leaned_on(instance)
    small = restricted(instance, nodes)
    if len(small) >= LARGE:
        seconds -= min(GRACE, seconds / 10)
    search = _searches[-1](unit, main, start + seconds)
    part = search.cover(small) if len(small) >= COVER and is_cover(small) else search.best_plan(small)
    if part is None:
        return None
    is_optimal = part.bound // unit >= small.total(part.plan) // unit
    proof = _PROOFS[part.effort] if is_optimal else "none"
    return Solution(frozenset([nodes[node] for node in part.plan]), part.bound, is_optimal, proof)


def compile_planning() -> None:
    """Compute plans by machine code from now on, some ten times faster and with the same results.

    Meant for processes that make many plans: it takes half a second, and up to a minute when it is called for the
    first time after an installation. Numba compiles the inner loops and keeps the result in its cache.

    Raises:
        MissingExtraError: If Numba is not installed, which the extra `compiled` brings.
    """
    try:
        from mlcareer_graph.planning.accelerated import CompiledSearch, warm_up
    except ModuleNotFoundError as error:
        if error.name != "numba":
            raise
        raise MissingExtraError("numba", "compiled") from None
    if _searches[-1] is not CompiledSearch:
        warm_up()
        _searches.append(CompiledSearch)


def is_compiled() -> bool:
    """Whether `compile_planning` was called in this process."""
    return len(_searches) > 1


@dataclass(frozen=True, slots=True)
class Part:
    """A plan for a part of the problem, its bound, and the position of its proof in `_PROOFS`."""

    plan: set[int]
    bound: int
    effort: int


class Search:
    """One run: what counts as equal, when it ends, and how many branches are left."""

    def __init__(self, unit: int, main: int, deadline: float) -> None:
        self.unit = unit
        self.main = main
        self.deadline = deadline
        self.branches = MAX_BRANCHES

    def best_plan(self, instance: Instance) -> Part | None:
        """A plan of an instance without spare nodes, and what it is known to cost at least."""
        part = self.solve(instance)
        return None if part is None else self._pruned(instance, part)

    def _pruned(self, instance: Instance, part: Part) -> Part:
        # A plan with spare steps is hardly one: out of time, there is still enough to find those of most plans.
        deadline = max(self.deadline, time.monotonic() + GRACE)
        return replace(part, plan=pruned(instance, part.plan, deadline))

    def cover(self, instance: Instance) -> Part | None:
        """A plan of a set cover without spare nodes, and what it is known to cost at least."""
        support = cheapest_support(instance)
        if support.value[instance.target] is None:
            return None
        part = self.by_solver(instance, 0)
        if part.bound < self._whole(instance.total(part.plan)):
            plan = improved_plan(instance, supported_plan(instance, support), deadline=self.deadline)
            part = replace(part, plan=min(part.plan, plan, key=instance.total))
        return self._pruned(instance, part)

    def solve(self, instance: Instance) -> Part | None:
        """Reduce, then close the gap between bound and plan by whatever it takes."""
        reduced = reduce(instance, self.deadline)
        return None if reduced is None else self._close(instance, reduced)

    def _close(self, instance: Instance, reduced: Reduced, *, is_irreducible: bool = True) -> Part:
        while not self._reaches(reduced.base, reduced.upper):
            if is_over(reduced.instance, self.deadline):
                return Part(set(reduced.incumbent), reduced.base, 3)
            parts = independent_parts(reduced.instance)
            if len(parts) > 1:
                return self._join(instance, reduced, parts)
            cuts = lm_cut(reduced.instance, self._whole(reduced.upper - reduced.base), self.deadline)
            if self._reaches(reduced.base + cuts.bound, reduced.upper):
                return Part(set(reduced.incumbent), self._whole(reduced.upper), 1)
            if is_over(reduced.instance, self.deadline):
                return Part(set(reduced.incumbent), reduced.base + cuts.bound, 3)
            reduced = _planned_by_cuts(reduced, cuts)
            dear = self._too_dear(reduced, cuts)
            if not dear and time.monotonic() < self.deadline:
                reduced = _searched_nearby(reduced, cuts.bound, self.deadline)
                dear = self._too_dear(reduced, cuts)
            if self._reaches(reduced.base + cuts.bound, reduced.upper):
                return Part(set(reduced.incumbent), self._whole(reduced.upper), 1)
            if is_irreducible and not dear:
                return self._search(reduced, cuts)
            reduced = reduce_without(reduced, dear, self.deadline)
            is_irreducible = True
        return Part(set(reduced.incumbent), self._whole(reduced.upper), 0)

    def _too_dear(self, reduced: Reduced, cuts: Cuts) -> set[int]:
        """Nodes that no plan cheaper than the incumbent can hold, by what the cuts leave of their cost."""
        room = reduced.upper - reduced.base - cuts.bound
        return {
            node for node, name in enumerate(reduced.names) if cuts.left[node] >= room and name not in reduced.incumbent
        }

    def _join(self, instance: Instance, reduced: Reduced, parts: list[tuple[Instance, list[int]]]) -> Part:
        plan, bound, effort = set(reduced.paid), reduced.base, 0
        kept = _kept_plan(reduced)
        for part, nodes in parts:
            names = [reduced.names[node] for node in nodes]
            incumbent = frozenset(number for number, node in enumerate(nodes) if node in kept)
            known = Reduced(part, list(range(len(part))), frozenset(), 0, incumbent, part.total(incumbent))
            solved = self._close(part, known, is_irreducible=False)
            plan.update(names[node] for node in solved.plan)
            bound += solved.bound
            effort = max(effort, solved.effort)
        if instance.total(plan) > reduced.upper:
            plan = set(reduced.incumbent)
        return Part(plan, bound, effort)

    def _search(self, reduced: Reduced, cuts: Cuts) -> Part:
        kernel = reduced.instance
        out_of_time = time.monotonic() > self.deadline
        gap = reduced.upper - reduced.base - cuts.bound
        if self.may_branch(len(kernel), gap, reduced.upper - reduced.base) and not out_of_time:
            best = self._branch(reduced, cuts)
        elif out_of_time:
            return Part(set(reduced.incumbent), reduced.base + cuts.bound, 3)
        else:
            best = self.by_solver(kernel, cuts.bound)
        plan = {reduced.names[node] for node in best.plan} | reduced.paid
        if reduced.base + kernel.total(best.plan) > reduced.upper:
            plan = set(reduced.incumbent)
        return Part(plan, min(reduced.base + best.bound, self._whole(reduced.upper)), best.effort)

    def may_branch(self, size: int, gap: int, rest: int) -> bool:
        """Whether trying alternatives one by one is likely to be quicker than the solver."""
        if not self.branches:
            return False
        return size <= SMALL or (size <= MAX_BRANCHED and gap * WIDE <= rest)

    def _branch(self, reduced: Reduced, cuts: Cuts) -> Part:
        """The better of the best plans with and without one node."""
        kernel = reduced.instance
        node = _branching_node(kernel, cuts, _kept_plan(reduced))
        self.branches -= 1
        groups = [list(own) for own in kernel.groups]
        groups[kernel.target].append((1, (node,)))
        results = [self.solve(replace(kernel, groups=groups)), self.solve(_without(kernel, node))]
        found = [part for part in results if part is not None]
        best = min(found, key=lambda part: kernel.total(part.plan))
        effort = max(2, *(part.effort for part in found))
        return Part(best.plan, min(part.bound for part in found), effort)

    def by_solver(self, kernel: Instance, bound: int) -> Part:
        """The plan and the bound that the solver finds in the time that is left, or the bound that is known."""
        from mlcareer_graph.planning.kernel import solve_kernel

        whole = Instance([cost // self.unit for cost in kernel.cost], kernel.groups, kernel.target)
        solution = solve_kernel(whole, max(self.deadline - time.monotonic(), 0.0), main=self.main)
        plan = solution.plan if solution.plan is not None else set(range(len(kernel)))
        return Part(plan, max(bound, solution.bound * self.unit), 3)

    def _whole(self, cost: int) -> int:
        return cost // self.unit * self.unit

    def _reaches(self, bound: int, cost: int) -> bool:
        return bound // self.unit >= cost // self.unit


_searches: list[type[Search]] = [Search]
"""The ways to search; the last one is used."""


def _planned_by_cuts(reduced: Reduced, cuts: Cuts) -> Reduced:
    """The same problem with the plan that is cheapest by the costs that the cuts leave, if that is a better incumbent.

    A plan that costs nothing by those holds one node of each cut and none that the bound does not pay for.
    """
    kernel = reduced.instance
    by_cuts = replace(kernel, cost=cuts.left)
    return _with_plan(reduced, improved_plan(kernel, supported_plan(by_cuts, cheapest_support(by_cuts))))


def _searched_nearby(reduced: Reduced, bound: int, deadline: float) -> Reduced:
    """The same problem with a better incumbent, if changing single nodes leads to one."""
    return _with_plan(reduced, Neighbourhood(reduced.instance, bound, deadline).search(_kept_plan(reduced)))


def _with_plan(reduced: Reduced, plan: set[int]) -> Reduced:
    cost = reduced.base + reduced.instance.total(plan)
    if cost >= reduced.upper:
        return reduced
    return replace(reduced, incumbent=reduced.paid.union([reduced.names[node] for node in plan]), upper=cost)


def _kept_plan(reduced: Reduced) -> set[int]:
    """A plan of what is left: the incumbent's nodes, or a greedy one where reductions went on without some of them."""
    kernel = reduced.instance
    kept = [node for node, name in enumerate(reduced.names) if name in reduced.incumbent]
    if kernel.target in derivation(kernel, kept):
        return set(kept)
    return improved_plan(kernel, supported_plan(kernel, cheapest_support(kernel)))


def independent_parts(instance: Instance) -> list[tuple[Instance, list[int]]]:
    """The parts that only the target ties together, each with the target; and the node behind each of theirs.

    Proof: a plan of the whole is a union of plans of the parts, since no group but those of the target spans
    two of them, and the target has no cost.
    """
    target = instance.target
    leader = list(range(len(instance)))

    def find(node: int) -> int:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for node, groups in enumerate(instance.groups):
        for _, options in groups:
            tied = [option for option in options if option != target]
            if node != target:
                tied.append(node)
            for other in tied[1:]:
                leader[find(tied[0])] = find(other)
    parts: dict[int, list[int]] = {}
    for node in range(len(instance)):
        if node != target:
            parts.setdefault(find(node), []).append(node)
    return [_part(instance, [*nodes, target]) for nodes in parts.values()]


def _part(instance: Instance, nodes: list[int]) -> tuple[Instance, list[int]]:
    number = {node: index for index, node in enumerate(nodes)}
    groups: list[list[Group]] = [
        [
            (k, tuple([number[option] for option in options]))
            for k, options in instance.groups[node]
            if all(option in number for option in options)
        ]
        for node in nodes
    ]
    cost = [instance.cost[node] for node in nodes]
    return Instance(cost, groups, number[instance.target]), nodes


def _without(instance: Instance, gone: int) -> Instance:
    """The instance in which one node can no longer be derived."""
    groups = [list(own) for own in instance.groups]
    groups[gone] = [(1, ())]
    return replace(instance, groups=groups)


def _branching_node(kernel: Instance, cuts: Cuts, incumbent: set[int]) -> int:
    """A node of the incumbent that the bound pays least for.

    The incumbent costs more than the bound by what it leaves of the costs of its nodes, and by the amounts of
    the cuts of which it holds several: a node is charged with what is left of it, and with its share of those.
    """
    charge = {node: float(cuts.left[node]) for node in incumbent if kernel.cost[node]}
    for nodes, amount in cuts.cuts:
        held = [node for node in nodes if node in incumbent]
        for node in held:
            charge[node] += float(amount * (len(held) - 1)) / len(held)
    return max(sorted(charge), key=charge.__getitem__)
