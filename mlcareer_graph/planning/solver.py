"""From an instance to a plan of least cost with its proof."""

from __future__ import annotations

import time
from dataclasses import dataclass

from mlcareer_graph.planning.instance import Instance, pruned
from mlcareer_graph.planning.lmcut import lm_cut
from mlcareer_graph.planning.reduction import Reduced, reduce, reduce_further


@dataclass(frozen=True, slots=True)
class Solution:
    """The result of `solve`.

    Attributes:
        plan: The chosen nodes.
        bound: What every plan costs at least.
        is_optimal: Whether no plan is cheaper.
        proof: What closed the gap: ``"landmarks"``, ``"cuts"`` or ``"solver"``; ``"none"`` if nothing did.
    """

    plan: frozenset[int]
    bound: int
    is_optimal: bool
    proof: str


def solve(instance: Instance, *, seconds: float, unit: int = 1) -> Solution | None:
    """Choose nodes of least cost that derive the target.

    Reductions come first, then LM-cut; only what they leave open is given to the solver.

    Args:
        instance: The problem.
        seconds: When to stop with the best plan so far.
        unit: Costs count in whole units; what is smaller only breaks ties, without proof.

    Returns:
        The solution, or None if the target cannot be derived.
    """
    deadline = time.monotonic() + seconds
    reduced = reduce(instance)
    if reduced is None:
        return None
    bound, proof = reduced.base, "landmarks"
    while not _reaches(bound, reduced.upper, unit):
        enough = reduced.upper // unit * unit - reduced.base
        cuts = lm_cut(reduced.instance, enough)
        bound, proof = max(bound, reduced.base + cuts.bound), "cuts"
        if _reaches(bound, reduced.upper, unit) or time.monotonic() > deadline:
            break
        room = reduced.upper - reduced.base - cuts.bound
        dear = {
            name
            for node, name in enumerate(reduced.names)
            if cuts.left[node] >= room and name not in reduced.incumbent
        }
        if not dear:
            break
        size = len(reduced.instance)
        reduced = reduce_further(instance, reduced, (set(reduced.names) | reduced.paid) - dear)
        bound = max(bound, reduced.base)
        if len(reduced.instance) >= size:
            break
    plan = reduced.incumbent
    if not _reaches(bound, reduced.upper, unit):
        plan, bound = _by_solver(instance, reduced, bound, deadline - time.monotonic(), unit)
        proof = "solver"
    plan = pruned(instance, plan)
    is_optimal = _reaches(bound, instance.total(plan), unit)
    return Solution(frozenset(plan), bound, is_optimal, proof if is_optimal else "none")


def _by_solver(
    instance: Instance, reduced: Reduced, bound: int, seconds: float, unit: int
) -> tuple[set[int], int]:
    from mlcareer_graph.planning.kernel import solve_kernel

    kernel = reduced.instance
    whole = Instance([cost // unit for cost in kernel.cost], kernel.groups, kernel.target)
    solution = solve_kernel(whole, max(seconds, 0.0))
    bound = max(bound, reduced.base // unit * unit + solution.bound * unit)
    if solution.plan is None:
        return reduced.incumbent, bound
    plan = {reduced.names[node] for node in solution.plan} | reduced.paid
    better = instance.total(plan) < reduced.upper
    # Nothing within the kernel beats the incumbent if the kernel's optimum does not.
    return (plan if better else reduced.incumbent), min(bound, min(instance.total(plan), reduced.upper))


def _reaches(bound: int, cost: int, unit: int) -> bool:
    return bound // unit >= cost // unit
