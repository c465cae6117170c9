"""The shortest way to work a plan off, where education paths make that a question.

Study can be put off and taken up again. So once it is known when the paths begin, nothing is better than the study
whose path begins first (earliest deadline first, which is optimal for preemptive jobs on a machine with precedence:
J. Blazewicz, Scheduling dependent tasks with different arrival times to meet deadlines, 1976). What is open is
only the order in which paths begin and end, and how long each stretch between two such moments takes: a 0/1 program
with few binary variables, given to HiGHS.
"""

from __future__ import annotations

import math

from mlcareer_graph.planning.highs import new_solver, run
from mlcareer_graph.planning.jobs import Network, Run, work_off

MAX_PATHS = 5
"""The paths up to which the program is solved; it has two binary variables for each pair of a path and a moment."""

MAX_NODES = 5_000
"""Branches after which the solver stops with the bound that it has; a count, so that the outcome never varies."""

_TOLERANCE = 1e-9
_Class = tuple[frozenset[int], frozenset[int]]


def shortest_run(network: Network) -> tuple[Run, float]:
    """A run that is as short as can be found, and the weeks that none undercuts.

    What has the longest chain ahead goes first. Where that takes longer than the bound of `Network.least_weeks`, the
    program decides.

    Args:
        network: The jobs.
    """
    tails = network.tails()
    by_tail = [(-tail,) for tail in tails]
    run, bound = work_off(network, by_tail), network.least_weeks()
    paths = [number for number, job in enumerate(network.jobs) if job.is_path]
    if run.weeks <= bound + _TOLERANCE or len(paths) > MAX_PATHS:
        return run, bound
    starts, proven = _Program(network, paths, run.weeks).solve()
    bound = max(bound, proven)
    if starts:
        below = _below(network, paths)
        first = [min((starts[path] for path in below[job]), default=math.inf) for job in range(len(tails))]
        order = [(starts.get(job, first[job]), -tail) for job, tail in enumerate(tails)]
        run = min(run, work_off(network, order, starts), key=lambda found: found.weeks)
    return run, min(bound, run.weeks)


def _below(network: Network, paths: list[int]) -> list[frozenset[int]]:
    """For each job the paths that wait for it, directly or not."""
    below: list[frozenset[int]] = [frozenset()] * len(network.jobs)
    for number in reversed(range(len(network.jobs))):
        users = network.after[number]
        below[number] = frozenset().union(*(below[user] for user in users), [user for user in users if user in paths])
    return below


def _above(network: Network, paths: list[int]) -> list[frozenset[int]]:
    """For each job the paths that it waits for, directly or not."""
    above: list[frozenset[int]] = [frozenset()] * len(network.jobs)
    for number, users in enumerate(network.after):
        for user in users:
            above[user] |= above[number] | ({number} if number in paths else frozenset())
    return above


class _Program:
    """The program: moments at which paths begin and end, stretches between them, and study within those.

    Study that waits for the same paths, and that the same paths wait for, is one amount of hours.
    """

    def __init__(self, network: Network, paths: list[int], horizon: float) -> None:
        self.network = network
        self.paths = paths
        self.horizon = horizon
        self.moments = range(2 * len(paths))
        self.stretches = range(2 * len(paths) + 1)
        self.solver = new_solver(
            {
                "mip_rel_gap": 0.0,
                "mip_abs_gap": 1e-7,
                "mip_max_nodes": MAX_NODES,
                "mip_feasibility_tolerance": _TOLERANCE,
                "primal_feasibility_tolerance": _TOLERANCE,
            }
        )
        self.columns = 0
        self.lasts = [self._column(horizon, cost=1.0) for _ in self.stretches]
        self.begins = {(path, k): self._column(1.0, whole=True) for path in paths for k in self.moments}
        self.ends = {(path, k): self._column(1.0, whole=True) for path in paths for k in self.moments}
        self.runs = {(path, i): self._column(horizon) for path in paths for i in self.stretches}
        self._state_moments()
        self._state_runs()
        self._state_study()

    def _column(self, upper: float, *, cost: float = 0.0, whole: bool = False) -> int:
        import highspy

        column = self.columns
        self.columns += 1
        self.solver.addVar(0.0, upper)
        if cost:
            self.solver.changeColCost(column, cost)
        if whole:
            self.solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        return column

    def _row(self, lower: float, upper: float, terms: dict[int, float]) -> None:
        import numpy as np

        columns, values = np.array(list(terms), np.int32), np.array(list(terms.values()), np.float64)
        self.solver.addRow(lower, upper, len(terms), columns, values)

    def _begun(self, path: int, stretch: int, factor: float = 1.0) -> dict[int, float]:
        """Whether a path has begun before a stretch, as terms."""
        return {self.begins[path, k]: factor for k in range(stretch)}

    def _ended(self, path: int, stretch: int, factor: float = 1.0) -> dict[int, float]:
        return {self.ends[path, k]: factor for k in range(stretch)}

    def _state_moments(self) -> None:
        """Each moment is one begin or end, and a path begins before it ends and after those that it waits for."""
        for k in self.moments:
            self._row(1.0, 1.0, {moments[path, k]: 1.0 for moments in (self.begins, self.ends) for path in self.paths})
        last = len(self.moments)
        above = _above(self.network, self.paths)
        for path in self.paths:
            self._row(1.0, 1.0, self._begun(path, last))
            self._row(1.0, 1.0, self._ended(path, last))
            for k in self.moments:
                self._row(0.0, math.inf, self._begun(path, k) | self._ended(path, k + 1, -1.0))
                for other in above[path]:
                    self._row(0.0, math.inf, self._ended(other, k) | self._begun(path, k + 1, -1.0))

    def _state_runs(self) -> None:
        """A path fills the stretches between its begin and its end, which take as long as it does."""
        for path in self.paths:
            span = self.network.jobs[path].span
            self._row(span, span, {self.runs[path, i]: 1.0 for i in self.stretches})
            for i in self.stretches:
                run, last = self.runs[path, i], self.lasts[i]
                is_running = self._begun(path, i, -self.horizon) | self._ended(path, i, self.horizon)
                self._row(-math.inf, 0.0, {run: 1.0, last: -1.0})
                self._row(-math.inf, 0.0, {run: 1.0} | is_running)
                self._row(-self.horizon, math.inf, {run: 1.0, last: -1.0} | is_running)

    def _state_study(self) -> None:
        """Study is done after the paths it waits for and before those that wait for it, in the hours that are left."""
        capacity = self.network.capacity
        hours: dict[int, dict[int, float]] = {
            i: {self.runs[path, i]: self.network.jobs[path].load / capacity for path in self.paths}
            | {self.lasts[i]: -1.0}
            for i in self.stretches
        }
        for (above, below), amount in self._study().items():
            weeks = amount / capacity
            done = {i: self._column(weeks) for i in self.stretches}
            self._row(weeks, weeks, dict.fromkeys(done.values(), 1.0))
            for i in self.stretches:
                hours[i][done[i]] = 1.0
                for path in sorted(above):
                    self._row(-math.inf, 0.0, {done[i]: 1.0} | self._ended(path, i, -weeks))
                for path in sorted(below):
                    self._row(-math.inf, weeks, {done[i]: 1.0} | self._begun(path, i, weeks))
        for terms in hours.values():
            self._row(-math.inf, 0.0, terms)

    def _study(self) -> dict[_Class, float]:
        above, below = _above(self.network, self.paths), _below(self.network, self.paths)
        classes: dict[_Class, list[float]] = {}
        for number, job in enumerate(self.network.jobs):
            if not job.is_path and job.hours:
                classes.setdefault((above[number], below[number]), []).append(job.hours)
        return {key: math.fsum(hours) for key, hours in classes.items()}

    def solve(self) -> tuple[dict[int, float], float]:
        """When each path begins, nothing if no schedule was found, and what no schedule undercuts."""
        run(self.solver)
        bound = float(self.solver.getInfo().mip_dual_bound)
        solution = self.solver.getSolution()
        if not solution.value_valid:
            return {}, max(bound, 0.0) if math.isfinite(bound) else 0.0
        values = solution.col_value
        starts = {}
        for path in self.paths:
            begin = next(k for k in self.moments if values[self.begins[path, k]] > 0.5)
            starts[path] = math.fsum(values[self.lasts[i]] for i in range(begin + 1))
        return starts, bound if math.isfinite(bound) else 0.0
