"""The core that reductions leave over, given to a maintained solver.

`solve_kernel` is the whole interface: an instance and a time limit in, a plan and a bound out. It uses HiGHS
(Huangfu and Hall, Math. Program. Comput. 2018; MIT licence), which is imported on first use. Where python-sat is
installed, RC2 has the first try, see `maxsat`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce as fold
from typing import Any

from mlcareer_graph.planning.circles import circles
from mlcareer_graph.planning.instance import Group, Instance, derivation, pruned
from mlcareer_graph.planning.maxsat import is_installed, solve_by_cores

_EXACT = 2**28
"""Sums of costs up to this size are told apart by a solver that computes in double precision."""


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


def solve_kernel(instance: Instance, seconds: float, *, main: int = 1) -> KernelSolution:
    """A plan of least cost by mixed-integer programming, or by MaxSAT if python-sat is installed and finds one soon.

    Variables say which nodes are chosen; each group (k, options) of a node v gives the row
    ``sum(options) >= k v``. Circular derivations are cut off as they come up, see `circles`.

    Costs too large for the precision of the solver are minimised in two rounds: the whole multiples of `main`,
    then what is left of them among the plans that have the fewest.

    Args:
        instance: A problem whose target can be derived.
        seconds: When to stop.
        main: A number such that the rests of all costs modulo it add up to less than it.
    """
    deadline = time.monotonic() + seconds
    least = 0
    if seconds > 0 and is_installed():
        plan, least = solve_by_cores(instance, deadline)
        if plan is not None:
            return KernelSolution(plan, least, True)
    solution = _solve_by_programme(instance, deadline, main)
    bound = max(solution.bound, least)
    is_optimal = solution.plan is not None and (solution.is_optimal or instance.total(solution.plan) <= bound)
    return KernelSolution(solution.plan, bound, is_optimal)


def _solve_by_programme(instance: Instance, deadline: float, main: int) -> KernelSolution:
    start = time.monotonic()
    if start >= deadline:
        return KernelSolution(None, 0, False)
    solver = _model(instance)
    # HiGHS looks at the time between the steps of its presolve, the longest of which takes about as long as this.
    deadline -= 2 * (time.monotonic() - start)
    if main == 1 or sum(instance.cost) <= _EXACT:
        return _minimise(solver, instance, instance.cost, deadline)
    whole, rest = [cost // main for cost in instance.cost], [cost % main for cost in instance.cost]
    first = _minimise(solver, instance, whole, deadline)
    if first.plan is None or not first.is_optimal:
        return KernelSolution(first.plan, first.bound * main, False)
    _allow_at_most(solver, whole, first.bound + 0.5)
    second = _minimise(solver, instance, rest, deadline)
    plans = [plan for plan in (second.plan, first.plan) if plan is not None]
    return KernelSolution(min(plans, key=instance.total), first.bound * main + second.bound, second.is_optimal)


def _minimise(solver: Any, instance: Instance, given: list[int], deadline: float) -> KernelSolution:
    """The best plan under some costs within the rows that the solver has; the cuts are added to them."""
    scale = fold(math.gcd, given) or 1
    costs = [cost // scale for cost in given]
    _set_costs(solver, costs)
    bound = 0
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            return KernelSolution(None, bound * scale, False)
        solver.setOptionValue("time_limit", solver.getRunTime() + remaining)
        solver.run()
        bound = max(bound, _proven(solver, costs))
        solution = solver.getSolution()
        if not solution.value_valid:
            return KernelSolution(None, bound * scale, False)
        chosen = {node for node, value in enumerate(solution.col_value) if value > 0.5}
        derived = set(derivation(instance, sorted(chosen)))
        if instance.target in derived:
            plan = pruned(instance, derived)
            return KernelSolution(plan, bound * scale, bound >= sum(costs[node] for node in plan))
        _cut_off(solver, instance, chosen, derived)


def _set_costs(solver: Any, costs: list[int]) -> None:
    import numpy as np

    solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), np.array(costs, np.float64))


def _allow_at_most(solver: Any, costs: list[int], most: float) -> None:
    import numpy as np

    columns = [node for node, cost in enumerate(costs) if cost]
    values = np.array([costs[node] for node in columns], np.float64)
    solver.addRow(-math.inf, most, len(columns), np.array(columns, np.int32), values)


def _silent_solver() -> Any:
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802
            """No callbacks: setting them up prints a banner before any option can forbid it."""

    return Silent()  # type: ignore[no-untyped-call]


def _model(instance: Instance) -> Any:
    import highspy
    import numpy as np

    solver = _silent_solver()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
    ):
        solver.setOptionValue(option, value)
    rows = _Rows()
    for node, groups in enumerate(instance.groups):
        for k, options in groups:
            rows.add([option for option in options if option != node] if node in options else options, node, k)
    size = len(instance)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, len(rows.starts)
    model.col_cost_ = np.zeros(size)
    model.col_lower_ = np.array([float(node == instance.target) for node in range(size)])
    model.col_upper_ = np.ones(size)
    model.row_lower_ = np.zeros(len(rows.starts))
    model.row_upper_ = np.full(len(rows.starts), math.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([*rows.starts, len(rows.columns)], np.int32)
    model.a_matrix_.index_ = np.array(rows.columns, np.int32)
    model.a_matrix_.value_ = np.array(rows.values)
    model.integrality_ = [highspy.HighsVarType.kInteger] * size
    solver.passModel(model)
    return solver


class _Rows:
    """Rows ``sum(options) >= k node``, one after the other, as a sparse matrix takes them."""

    __slots__ = ("columns", "starts", "values")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []

    def add(self, options: Sequence[int], node: int, k: int = 1) -> None:
        self.starts.append(len(self.columns))
        self.columns += options
        self.columns.append(node)
        self.values += [1.0] * len(options)
        self.values.append(-float(k))


def _cut_off(solver: Any, instance: Instance, chosen: set[int], derived: set[int]) -> None:
    import numpy as np

    rows = _Rows()
    for circle, ways_out in circles(instance, chosen, derived):
        for node in circle:
            rows.add(ways_out, node)
    count = len(rows.starts)
    solver.addRows(
        count,
        np.zeros(count),
        np.full(count, math.inf),
        len(rows.columns),
        np.array(rows.starts, np.int32),
        np.array(rows.columns, np.int32),
        np.array(rows.values),
    )


def _proven(solver: Any, costs: list[int]) -> int:
    """The solver's lower bound as a whole number, on the safe side of its rounding."""
    bound: float = solver.getInfo().mip_dual_bound
    if not math.isfinite(bound) or bound <= 0:
        return 0
    slack = max(1e-6 * len(costs), 1e-9 * bound)
    return min(math.ceil(bound - slack), sum(costs))


def smallest_closed_choice(choices: Mapping[int, Sequence[tuple[Group, str]]], start: int) -> dict[int, str]:
    """A set of nodes with the start in which each has one of its groups served, circles allowed.

    Args:
        choices: For each node the groups ``(k, options)`` of which one must be served by k of its options, each
            with what it says.
        start: The node that must be in the set.

    Returns:
        Each node of the set with what its group says, the start first; no set says fewer different things.
    """
    nodes = sorted(choices)
    number = {node: index for index, node in enumerate(nodes)}
    sayings = sorted({saying for groups in choices.values() for _, saying in groups if saying})
    said = {saying: len(nodes) + index for index, saying in enumerate(sayings)}
    groups: list[list[Group]] = [[] for _ in range(len(nodes) + len(sayings))]
    for node in nodes:
        served = []
        for (k, options), saying in choices[node]:
            served.append(len(groups))
            own: list[Group] = [(k, tuple([number[option] for option in options]))] if k else []
            groups.append([*own, (1, (said[saying],))] if saying else own)
        groups[number[node]].append((1, tuple(served)))
    solver = _model(Instance([0] * len(groups), groups, number[start]))
    for index in said.values():
        solver.changeColCost(index, 1.0)
    solver.run()
    taken = {index for index, value in enumerate(solver.getSolution().col_value) if value > 0.5}
    found: dict[int, str] = {}
    queue = [start]
    for node in queue:
        if node not in found:
            position = next(position for position, index in enumerate(groups[number[node]][0][1]) if index in taken)
            (k, options), found[node] = choices[node][position]
            queue.extend([option for option in options if number[option] in taken][:k])
    return found
