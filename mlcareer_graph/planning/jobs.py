"""The steps of a plan as jobs: what takes how long, what waits for what, and working them off in some order.

Study is done one job after the other at whatever hours a week has left, and can be put off and taken up again. An
education path runs over its own weeks without a break and takes its share of the hours of each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from mlcareer_graph.model import EducationPath
from mlcareer_graph.planning.step import Step

_EXACT = 1e-9
"""Weeks and hours that are nothing but rounding."""


@dataclass(frozen=True, slots=True)
class Job:
    """A step with the time that it takes.

    Attributes:
        step: The step.
        hours: Its likely hours.
        span: The least weeks that it takes: those of a path, or all hours of the weeks it fills.
        load: The hours of a week that a path takes while it runs.
    """

    step: Step
    hours: float
    span: float
    load: float

    @classmethod
    def of(cls, step: Step, hours_per_week: float) -> Job:
        """The job of a step for a person with so many hours a week."""
        hours = step.hours.likely
        path = step.concept
        weeks = path.weeks.estimate.likely if isinstance(path, EducationPath) and path.weeks else 0.0
        span = max(weeks, hours / hours_per_week)
        return cls(step, hours, span, hours / span if span else 0.0)

    @property
    def is_path(self) -> bool:
        """Whether it runs over its own weeks."""
        return self.step.kind == "take" and self.span > _EXACT


@dataclass(frozen=True, slots=True)
class Network:
    """Jobs with what waits for what.

    Attributes:
        jobs: The jobs, in an order in which they can be done.
        after: For each job the positions of those that wait for it, all of them later.
        capacity: The hours of a week.
    """

    jobs: tuple[Job, ...]
    after: tuple[tuple[int, ...], ...]
    capacity: float

    @classmethod
    def of(cls, steps: Sequence[Step], hours_per_week: float) -> Network:
        """The jobs of the steps of a plan."""
        positions: dict[str, list[int]] = {}
        for number, step in enumerate(steps):
            positions.setdefault(step.id, []).append(number)
        after = [
            sorted({p for use in step.uses for p in positions.get(use.by.id, ()) if steps[p].stage > step.stage})
            for step in steps
        ]
        jobs = tuple(Job.of(step, hours_per_week) for step in steps)
        return cls(jobs, tuple(map(tuple, after)), hours_per_week)

    def tails(self) -> list[float]:
        """For each job the weeks of the longest chain that begins with it."""
        tails = [0.0] * len(self.jobs)
        for number in reversed(range(len(self.jobs))):
            longest = max((tails[user] for user in self.after[number]), default=0.0)
            tails[number] = self.jobs[number].span + longest
        return tails

    def heads(self) -> list[float]:
        """For each job the weeks of the longest chain that has to be done before it begins."""
        heads = [0.0] * len(self.jobs)
        for number, job in enumerate(self.jobs):
            for user in self.after[number]:
                heads[user] = max(heads[user], heads[number] + job.span)
        return heads

    def least_weeks(self) -> float:
        """A bound that no order undercuts, from the longest chain and the hours of every set of jobs.

        For any set of jobs: before the first of them can begin the shortest of the chains before them has passed,
        then all their hours, then the shortest of what has to come after them. The most that any set gives is when
        all would be done if every job could be put off for one with more to come after it (J. Carlier, The
        one-machine sequencing problem, Eur. J. Oper. Res. 1982, for jobs that share a machine). Takes linearithmic
        time.
        """
        heads, tails = self.heads(), self.tails()
        best = max((head + tail for head, tail in zip(heads, tails, strict=True)), default=0.0)
        coming = sorted(
            (number for number, job in enumerate(self.jobs) if job.hours), key=lambda number: -heads[number]
        )
        left = [job.hours / self.capacity for job in self.jobs]
        ready: list[tuple[float, int]] = []
        now = 0.0
        while coming or ready:
            if not ready:
                now = max(now, heads[coming[-1]])
            while coming and heads[coming[-1]] <= now:
                number = coming.pop()
                heappush(ready, (self.jobs[number].span - tails[number], number))
            less_rest, number = ready[0]
            until = heads[coming[-1]] if coming else math.inf
            if now + left[number] <= until:
                now += left[number]
                heappop(ready)
                best = max(best, now - less_rest)
            else:
                left[number] -= until - now
                now = until
        return best

    def longest_chain(self) -> frozenset[int]:
        """The positions of the jobs on the longest chain; of equal chains, the first."""
        tails = self.tails()
        chain: set[int] = set()
        ahead: Sequence[int] = range(len(tails))
        while ahead:
            longest = max(ahead, key=lambda number: (tails[number], -number))
            chain.add(longest)
            ahead = self.after[longest]
        return frozenset(chain)


@dataclass(frozen=True, slots=True)
class Run:
    """When each job begins and ends, in weeks from the start."""

    begins: tuple[float, ...]
    ends: tuple[float, ...]

    @property
    def weeks(self) -> float:
        """When all is done."""
        return max(self.ends, default=0.0)


def work_off(network: Network, order: Sequence[tuple[float, ...]], starts: dict[int, float] | None = None) -> Run:
    """Give every job its time: whenever something can begin, what comes first by an order goes first.

    Args:
        network: The jobs.
        order: What each job is sorted by.
        starts: For each path the weeks before which it does not begin; none by default.
    """
    return _Work(network, order, starts or {}).run()


class _Work:
    """The state while jobs are worked off."""

    def __init__(self, network: Network, order: Sequence[tuple[float, ...]], starts: dict[int, float]) -> None:
        self.network = network
        self.order = order
        self.starts = starts
        self.left = [job.hours for job in network.jobs]
        self.begins = [-1.0] * len(network.jobs)
        self.ends = [-1.0] * len(network.jobs)
        self.waiting = [0] * len(network.jobs)
        for users in network.after:
            for user in users:
                self.waiting[user] += 1
        self.ready = [number for number, count in enumerate(self.waiting) if not count]
        self.running: list[int] = []
        self.now = 0.0

    def run(self) -> Run:
        jobs = self.network.jobs
        while self.ready or self.running:
            self.ready.sort(key=lambda number: (*self.order[number], number))
            free = self._begin_paths()
            studied = next((number for number in self.ready if not jobs[number].is_path), None)
            if studied is not None and (free > _EXACT or not self.left[studied]):
                if self.begins[studied] < 0:
                    self.begins[studied] = self.now
            else:
                studied = None
            self._advance(studied, free)
        return Run(tuple(self.begins), tuple(self.ends))

    def _begin_paths(self) -> float:
        """Begin the paths that can begin; returns the hours of a week that are left for study."""
        jobs = self.network.jobs
        free = self.network.capacity - math.fsum(jobs[number].load for number in self.running)
        for number in [number for number in self.ready if jobs[number].is_path]:
            if jobs[number].load <= free + _EXACT and self.starts.get(number, 0.0) <= self.now + _EXACT:
                free -= jobs[number].load
                self.begins[number] = self.now
                self.running.append(number)
                self.ready.remove(number)
        return free

    def _advance(self, studied: int | None, free: float) -> None:
        """Go on to the next moment at which something is done or may begin."""
        jobs = self.network.jobs
        events = [self.begins[number] + jobs[number].span for number in self.running]
        events += [self.starts.get(number, 0.0) for number in self.ready if jobs[number].is_path]
        events = [moment for moment in events if moment > self.now + _EXACT]
        studied_until = math.inf
        if studied is not None:
            studied_until = self.now + self.left[studied] / free if self.left[studied] else self.now
            events.append(studied_until)
        # What is short beside all that was done before may end at the moment at which it begins.
        then = min(events, default=self.now)
        done = [number for number in self.running if self.begins[number] + jobs[number].span <= then + _EXACT]
        if studied is not None:
            left = self.left[studied] - free * (then - self.now)
            self.left[studied] = max(0.0, left) if then < studied_until else 0.0
            if self.left[studied] <= _EXACT:
                done.append(studied)
        self.now = then
        for number in done:
            self.ends[number] = then
            (self.running if number in self.running else self.ready).remove(number)
            for user in self.network.after[number]:
                self.waiting[user] -= 1
                if not self.waiting[user]:
                    self.ready.append(user)
