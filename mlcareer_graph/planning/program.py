"""Choosing nodes of an instance under side constraints, by mixed-integer programming.

The reductions and cuts of the solver keep some cheapest plan, which need not be one that a budget allows. So a
problem with side constraints is given whole to HiGHS. All figures are whole numbers and every plan is checked in
whole numbers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlcareer_graph.planning.circles import circles
from mlcareer_graph.planning.highs import Rows, add_rows, covering_program, proven_bound, run, set_costs
from mlcareer_graph.planning.instance import Instance, derivation, pruned


@dataclass(frozen=True, slots=True)
class Optimum:
    """What a minimisation found.

    Attributes:
        status: ``"optimal"``; ``"feasible"`` if the time ran out before the proof; ``"infeasible"`` if it is proven
            that no plan is within the limits; ``"unknown"`` if the time was too short for any plan.
        plan: The nodes of the best plan found, or None.
        value: What it costs.
        bound: What every plan within the limits costs at least.
    """

    status: str
    plan: frozenset[int] | None = None
    value: int = 0
    bound: int = 0


class IntegerProgram:
    """An instance as a 0/1 program.

    A variable a node, and for each group ``(k, options)`` of a node v a row ``sum(options) >= k v``. Circular
    derivations are cut off as they come up, see `circles`; those cuts hold under every limit and every cost, so
    one program answers many questions.

    Attributes:
        instance: The instance; its costs settle which spare nodes go.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._solver = covering_program(instance, derivation(instance, range(len(instance))))
        self._rows = sum(len(groups) for groups in instance.groups)
        self._limits: list[tuple[int, int, list[int]]] = []
        self._most: list[int] = []

    def add_limit(self, weights: Sequence[int], most: int | None = None) -> int:
        """A row that keeps the sum of the weights of the chosen nodes down to `most`.

        Args:
            weights: For each node a whole number from 0 upward.
            most: The limit; None for none as yet.

        Returns:
            The number by which `set_limit` knows it.
        """
        scale = math.gcd(*weights) or 1
        columns = [node for node, weight in enumerate(weights) if weight]
        self._add_row(columns, [float(weights[node] // scale) for node in columns], -math.inf, math.inf)
        self._limits.append((self._rows - 1, scale, list(weights)))
        self._most.append(sum(weights))
        if most is not None:
            self.set_limit(len(self._limits) - 1, most)
        return len(self._limits) - 1

    def set_limit(self, number: int, most: int | None) -> None:
        """Give a limit another value; None lifts it."""
        row, scale, weights = self._limits[number]
        self._most[number] = sum(weights) if most is None else most
        self._solver.changeRowBounds(row, -math.inf, math.inf if most is None else float(math.floor(most / scale)))

    def minimise(self, *costs: Sequence[int], deadline: float) -> Optimum:
        """A plan within the limits that has the least first cost, of those the least second cost, and so on.

        Args:
            costs: For each node a whole number from 0 upward.
            deadline: When `time.monotonic` reaches this, the best plan so far is returned.

        Returns:
            The optimum, with value and bound of the first cost. It is optimal only if every cost is proven.
        """
        best = found = self._minimise(costs[0], deadline)
        kept = []
        for earlier, cost in pairwise(costs):
            if found.status != "optimal":
                break
            kept.append(self.add_limit(earlier, found.value))
            found = self._minimise(cost, deadline)
            best = Optimum(
                "optimal" if found.status == "optimal" else "feasible", found.plan or best.plan, best.value, best.bound
            )
        for number in kept:
            self.set_limit(number, None)
        return best

    def _minimise(self, cost: Sequence[int], deadline: float) -> Optimum:
        scale = math.gcd(*cost) or 1
        scaled = [value // scale for value in cost]
        set_costs(self._solver, scaled)
        bound = 0
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return Optimum("unknown", bound=bound * scale)
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + remaining)
            run(self._solver)
            if self._is_infeasible():
                return Optimum("infeasible")
            bound = max(bound, proven_bound(self._solver, scaled))
            solution = self._solver.getSolution()
            if not solution.value_valid:
                return Optimum("unknown", bound=bound * scale)
            chosen = {node for node, value in enumerate(solution.col_value) if value > 0.5}
            derived = set(derivation(self.instance, sorted(chosen)))
            if self.instance.target not in derived:
                rows = Rows()
                for circle, ways_out in circles(self.instance, chosen, derived):
                    for node in circle:
                        rows.add_group(ways_out, node)
                self._add_rows(rows)
                continue
            plan = pruned(self.instance, derived, deadline)
            broken = self._broken_limit(plan)
            if broken is not None:
                # The plan breaks a limit by less than the tolerance of the solver; so does every plan that holds it.
                self._add_row(broken, [-1.0] * len(broken), 1.0 - len(broken))
                continue
            value = sum(cost[node] for node in plan)
            bound = min(bound * scale, value)
            return Optimum("optimal" if bound == value else "feasible", frozenset(plan), value, bound)

    def _broken_limit(self, plan: set[int]) -> list[int] | None:
        for (_, _, weights), most in zip(self._limits, self._most, strict=True):
            held = [node for node in sorted(plan) if weights[node]]
            if sum(weights[node] for node in held) > most:
                return held
        return None

    def _is_infeasible(self) -> bool:
        import highspy

        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    def _add_row(
        self, columns: Sequence[int], values: Sequence[float], lower: float = 0.0, upper: float = math.inf
    ) -> None:
        rows = Rows()
        rows.add(columns, values)
        self._add_rows(rows, lower, upper)

    def _add_rows(self, rows: Rows, lower: float = 0.0, upper: float = math.inf) -> None:
        add_rows(self._solver, rows, lower, upper)
        self._rows += len(rows)
