"""The search of `solver` with its inner loops compiled to machine code.

It takes the same steps as the search that it replaces, with the same ties, so both give the same plan.
"""

from __future__ import annotations

import time
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np

from mlcareer_graph.planning.compiled.arrays import Cuts, Flat, Ints, Mask, Reduction
from mlcareer_graph.planning.compiled.instance import pruned, total, with_group
from mlcareer_graph.planning.compiled.parts import parts
from mlcareer_graph.planning.compiled.reduction import reduce
from mlcareer_graph.planning.compiled.solver import OPEN, PARTS, TIMEOUT, branching_node, kept_plan, tighten
from mlcareer_graph.planning.instance import Group, Instance
from mlcareer_graph.planning.solver import GRACE, Part, Search

_EXACT = 2**61
"""Sums of costs below this fit into a machine word with room to spare."""


class _FlatPart(NamedTuple):
    """`Part` with a mask for the plan."""

    plan: Mask
    bound: int
    effort: int


class CompiledSearch(Search):
    """One run of the search, on arrays."""

    def best_plan(self, instance: Instance) -> Part | None:
        """A plan of an instance without spare nodes, and what it is known to cost at least."""
        if sum(instance.cost) >= _EXACT:
            return super().best_plan(instance)
        problem = flat(instance)
        part = self._solve(problem)
        if part is None:
            return None
        deadline = max(self.deadline, time.monotonic() + GRACE)
        plan = np.flatnonzero(pruned(problem, part.plan, deadline)).tolist()
        return Part(set(plan), int(part.bound), int(part.effort))

    def _solve(self, problem: Flat) -> _FlatPart | None:
        reduced, is_derivable = reduce(problem, self.deadline)
        return self._closed(problem, reduced, is_irreducible=True) if is_derivable else None

    def _closed(self, original: Flat, known: Reduction, *, is_irreducible: bool) -> _FlatPart:
        status, cuts, reduced = tighten(*known, self.unit, self.deadline, is_irreducible)
        if status == PARTS:
            return self._joined(original, reduced)
        if status == OPEN:
            return self._searched(reduced, cuts)
        *_, base, incumbent, upper = reduced
        if status == TIMEOUT:
            return _FlatPart(incumbent, base + cuts[0], 3)
        return _FlatPart(incumbent, upper // self.unit * self.unit, status)

    def _joined(self, original: Flat, reduced: Reduction) -> _FlatPart:
        problem, names, paid, bound, incumbent, upper = reduced
        plan, effort = paid.copy(), 0
        kept = kept_plan(problem, names, incumbent)
        for part, nodes in parts(problem):
            own = kept[nodes]
            nothing = np.zeros(len(nodes), np.bool_)
            known = (part, np.arange(len(nodes)), nothing, 0, own, total(part[0], own))
            found = self._closed(part, known, is_irreducible=False)
            plan[names[nodes[found.plan]]] = True
            bound += found.bound
            effort = max(effort, found.effort)
        return _FlatPart(incumbent if total(original[0], plan) > upper else plan, bound, effort)

    def _searched(self, reduced: Reduction, cuts: Cuts) -> _FlatPart:
        problem, names, paid, base, incumbent, upper = reduced
        out_of_time = time.monotonic() > self.deadline
        if self.may_branch(len(names), upper - base - cuts[0], upper - base) and not out_of_time:
            best = self._branched(problem, branching_node(problem, names, incumbent, cuts))
        elif out_of_time:
            return _FlatPart(incumbent, base + cuts[0], 3)
        else:
            solved = self.by_solver(unflat(problem), int(cuts[0]))
            plan = np.zeros(len(names), np.bool_)
            plan[list(solved.plan)] = True
            best = _FlatPart(plan, solved.bound, solved.effort)
        if base + total(problem[0], best.plan) <= upper:
            incumbent = paid.copy()
            incumbent[names[best.plan]] = True
        return _FlatPart(incumbent, min(base + best.bound, upper // self.unit * self.unit), best.effort)

    def _branched(self, problem: Flat, node: int) -> _FlatPart:
        self.branches -= 1
        without: Ints = np.empty(0, np.int64)
        results = [
            self._solve(with_group(problem, problem[-1], np.array([node]))),
            self._solve(with_group(problem, node, without)),
        ]
        found = [part for part in results if part is not None]
        best = min(found, key=lambda part: int(total(problem[0], part.plan)))
        return _FlatPart(best.plan, min(part.bound for part in found), max(2, *(part.effort for part in found)))


def flat(instance: Instance) -> Flat:
    """An instance as arrays."""
    own = list(chain.from_iterable(instance.groups))
    options = [options for _, options in own]
    return (
        np.array(instance.cost, np.int64),
        _starts(instance.groups),
        np.array([k for k, _ in own], np.int64),
        _starts(options),
        np.array(list(chain.from_iterable(options)), np.int64),
        instance.target,
    )


def _starts(rows: list[list[Group]] | list[tuple[int, ...]]) -> Ints:
    return np.array(list(accumulate(map(len, rows), initial=0)), np.int64)


def unflat(problem: Flat) -> Instance:
    """Arrays as an instance."""
    *arrays, target = problem
    cost, gstart, need, ostart, opts = [array.tolist() for array in arrays]
    groups = [(k, tuple(opts[first:last])) for k, (first, last) in zip(need, pairwise(ostart), strict=True)]
    own = [groups[first:last] for first, last in pairwise(gstart)]
    return Instance(cost, own, int(target))


def warm_up() -> None:
    """Have all functions compiled, or taken from the cache, by solving two circles of five that need a branch."""
    groups: list[Group] = [
        (1, tuple(sorted((start + number, start + (number + 1) % 5)))) for start in (0, 5) for number in range(5)
    ]
    instance = Instance([1] * 10 + [0], [*([] for _ in range(10)), groups], 10)
    CompiledSearch(1, 1, time.monotonic() + 60).best_plan(instance)
