"""The core that reductions leave over, given to a maintained solver.

`solve_kernel` is the whole interface: an instance and a time limit in, a plan and a bound out. It uses HiGHS
(Huangfu and Hall, Math. Program. Comput. 2018; MIT licence), which is imported on first use.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import reduce as fold
from typing import Any

from mlcareer_graph.planning.instance import Group, Instance, derivation, pruned

_EXACT = 2**40
"""Scaled costs up to this size are told apart by a solver that computes in double precision."""


@dataclass(frozen=True, slots=True)
class KernelSolution:
    """What the solver found.

    Attributes:
        plan: The nodes of the best plan found, or None if the time was too short for any.
        bound: What every plan costs at least.
        is_optimal: Whether the plan is proven to be cheapest.
    """

    plan: set[int] | None
    bound: int
    is_optimal: bool


def solve_kernel(instance: Instance, seconds: float) -> KernelSolution:
    """A plan of least cost by mixed-integer programming.

    Variables say which nodes are chosen; each group (k, options) of a node v gives the row
    ``sum(options) >= k v``. Circular derivations are cut off as they come up: let U be the chosen nodes that
    cannot be derived. In any plan the first node of U to be derived has k options of each group outside U, and
    of one of its groups fewer than k of those are chosen now; so for every s in U one of the options that are
    outside U and not chosen now is needed: ``sum(those) >= s``.

    Args:
        instance: A problem whose target can be derived.
        seconds: When to stop.
    """
    deadline = time.monotonic() + seconds
    scale = fold(math.gcd, instance.cost) or 1
    costs = [cost // scale for cost in instance.cost]
    solver = _model(instance, costs)
    bound = 0
    best: set[int] | None = None
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            return KernelSolution(best, bound * scale, False)
        solver.setOptionValue("time_limit", solver.getRunTime() + remaining)
        solver.run()
        bound = max(bound, _proven(solver, costs))
        solution = solver.getSolution()
        if not solution.value_valid:
            return KernelSolution(best, bound * scale, False)
        chosen = {node for node, value in enumerate(solution.col_value) if value > 0.5}
        derived = set(derivation(instance, sorted(chosen)))
        if instance.target in derived:
            plan = pruned(instance, derived)
            cost = sum(costs[node] for node in plan)
            if best is None or cost < sum(costs[node] for node in best):
                best = plan
            return KernelSolution(best, bound * scale, bound >= cost)
        _cut_off(solver, instance, chosen, derived)


def _model(instance: Instance, costs: list[int]) -> Any:
    import highspy

    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
    ):
        solver.setOptionValue(option, value)
    size = len(instance)
    for node in range(size):
        solver.addVar(1.0 if node == instance.target else 0.0, 1.0)
        solver.changeColCost(node, float(costs[node]))
        solver.changeColIntegrality(node, highspy.HighsVarType.kInteger)
    for node, groups in enumerate(instance.groups):
        for k, options in groups:
            if node in options:
                others = [option for option in options if option != node]
                _add_row(solver, [*others, node], [*([1.0] * len(others)), -float(k)])
            else:
                _add_row(solver, [*options, node], [*([1.0] * len(options)), -float(k)])
    return solver


def _add_row(solver: Any, columns: list[int], values: list[float]) -> None:
    import numpy as np

    solver.addRow(0.0, math.inf, len(columns), np.array(columns, np.int32), np.array(values, np.float64))


def _cut_off(solver: Any, instance: Instance, chosen: set[int], derived: set[int]) -> None:
    circular = chosen - derived
    needed: set[int] = set()
    for node in circular:
        for k, options in instance.groups[node]:
            if sum(option in derived for option in options) < k:
                needed.update(option for option in options if option not in chosen)
                break
    columns = sorted(needed)
    for node in sorted(circular):
        _add_row(solver, [*columns, node], [*([1.0] * len(columns)), -1.0])


def _proven(solver: Any, costs: list[int]) -> int:
    """The solver's lower bound as a whole number, on the safe side of its rounding."""
    bound = solver.getInfo().mip_dual_bound
    if not math.isfinite(bound) or bound <= 0:
        return 0
    slack = max(1e-6 * len(costs), 1e-9 * bound)
    return min(math.ceil(bound - slack), sum(costs))


def smallest_closed_choice(choices: dict[int, list[Group]], start: int) -> dict[int, tuple[int, ...]]:
    """A smallest set with the start in which every node has one of its groups served, circles allowed.

    Args:
        choices: For each node the groups ``(k, options)`` of which one must be served by k of its options.
        start: The node that must be in the set.

    Returns:
        Each node of the set with the options that serve it.
    """
    nodes = sorted(choices)
    number = {node: index for index, node in enumerate(nodes)}
    groups: list[list[Group]] = [[] for _ in nodes]
    cost = [1] * len(nodes)
    for node in nodes:
        served = []
        for k, options in choices[node]:
            served.append(len(groups))
            groups.append([(k, tuple(number[option] for option in options))] if k else [])
            cost.append(0)
        groups[number[node]].append((1, tuple(served)))
    solver = _model(Instance(cost, groups, number[start]), cost)
    solver.run()
    taken = {index for index, value in enumerate(solver.getSolution().col_value) if value > 0.5}
    choice = {}
    for node in nodes:
        if number[node] in taken:
            group = next(index for index in groups[number[node]][0][1] if index in taken)
            needed = [option for k, options in groups[group] for option in options if option in taken]
            choice[node] = tuple(nodes[option] for option in needed)
    return choice
