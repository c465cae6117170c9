"""When the steps of a plan are done: weeks and dates for one person with some hours a week.

Study takes up whatever hours a week has left, one step after the other. An education path runs over its own weeks and
takes its share of the hours of each; where that is more than a week has, it runs longer. Paths and study go side by
side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.files import save_text
from mlcareer_graph.model import EducationPath
from mlcareer_graph.planning.step import Step

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.plan import Plan

_EXACT = 1e-9
"""Weeks that are nothing but rounding."""


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    """One step with its time.

    Attributes:
        step: The step.
        begin_week: When it begins, in weeks from the start.
        end_week: When it is done.
        begin: The day on which it begins.
        end: The day on which it is done.
        slack_weeks: How much later it could be done without any step that builds on it, or the whole, beginning later.
        is_critical: Whether it is on the longest chain of steps that build on one another.
    """

    step: Step
    begin_week: float
    end_week: float
    begin: date
    end: date
    slack_weeks: float
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of a plan in time.

    Attributes:
        plan: The plan.
        start: The first day.
        hours_per_week: The hours that a week has.
        steps: The steps by the time at which they begin.
        least_weeks: What no order of the steps can undercut: all hours at so many a week, or the longest chain.
    """

    plan: Plan = field(repr=False)
    start: date
    hours_per_week: float
    steps: tuple[ScheduledStep, ...]
    least_weeks: float

    @property
    def weeks(self) -> float:
        """How long it all takes."""
        return max((entry.end_week for entry in self.steps), default=0.0)

    @property
    def finish(self) -> date:
        """The day on which the target is reached."""
        return _day(self.start, self.weeks, math.ceil)

    @property
    def is_shortest(self) -> bool:
        """Whether it is proven that no order of these steps is done earlier."""
        return self.weeks <= self.least_weeks + _EXACT

    @property
    def critical_path(self) -> tuple[Step, ...]:
        """The longest chain of steps that build on one another."""
        return tuple(entry.step for entry in self.steps if entry.is_critical)

    def milestones(self) -> tuple[tuple[date, Step], ...]:
        """The days on which something is reached that the target asks for itself, in order."""
        reached = [
            (entry.end, entry.step)
            for entry in self.steps
            if any(use.requirement in self.plan.goal for use in entry.step.uses)
        ]
        return tuple(sorted(reached, key=lambda milestone: milestone[0]))

    def to_dict(self) -> dict[str, Any]:
        """The schedule as plain data."""
        return {
            "target": self.plan.target.id,
            "start": self.start.isoformat(),
            "finish": self.finish.isoformat(),
            "hours_per_week": self.hours_per_week,
            "weeks": round(self.weeks, 6),
            "least_weeks": round(self.least_weeks, 6),
            "steps": [
                {
                    "id": entry.step.id,
                    "kind": entry.step.kind,
                    "to": None if entry.step.to_level is None else str(entry.step.to_level),
                    "begin": entry.begin.isoformat(),
                    "end": entry.end.isoformat(),
                    "begin_week": round(entry.begin_week, 6),
                    "end_week": round(entry.end_week, 6),
                    "slack_weeks": round(entry.slack_weeks, 6),
                    "critical": entry.is_critical,
                }
                for entry in self.steps
            ],
        }

    def to_frame(self) -> pandas.DataFrame:
        """The schedule as a DataFrame, one step a row.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import schedule_frame

        return schedule_frame(self)

    def to_ics(self) -> str:
        """The schedule as a calendar (iCalendar, RFC 5545), one event of whole days for each step.

        Example:
            >>> from datetime import date
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["PyTorch"])
            >>> print(plan.schedule(start=date(2027, 1, 4)).to_ics().splitlines()[0])
            BEGIN:VCALENDAR
        """
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mlcareer_graph//plan//EN"]
        for number, entry in enumerate(self.steps, 1):
            lines += [
                "BEGIN:VEVENT",
                f"UID:{self.plan.target.id}-{number}-{entry.step.id}@mlcareer",
                f"DTSTAMP:{self.start:%Y%m%d}T000000Z",
                f"DTSTART;VALUE=DATE:{entry.begin:%Y%m%d}",
                f"DTEND;VALUE=DATE:{max(entry.end, entry.begin + timedelta(days=1)):%Y%m%d}",
                f"SUMMARY:{_escaped(str(entry.step))}",
                f"DESCRIPTION:{_escaped(f'{entry.step.hours.likely:g} hours. {entry.step.because}')}",
                "END:VEVENT",
            ]
        lines.append("END:VCALENDAR")
        return "".join(f"{_folded(line)}\r\n" for line in lines)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the calendar to a file that ends in .ics.

        Raises:
            UnknownOptionError: It ends otherwise.
            SaveError: The file cannot be written.
        """
        if not str(path).lower().endswith(".ics"):
            raise UnknownOptionError("the name of the calendar", str(path), ["a name that ends in .ics"])
        save_text(path, self.to_ics())

    def __str__(self) -> str:
        if not self.steps:
            return f"Nothing to do for {self.plan.target.name}."
        shortest = "no order is quicker" if self.is_shortest else f"no order takes less than {self.least_weeks:.1f}"
        return (
            f"{self.plan.target.name} by {self.finish.isoformat()}: {self.weeks:.1f} weeks at "
            f"{self.hours_per_week:g} hours a week; {shortest}"
        )


def make_schedule(plan: Plan, hours_per_week: float, start: date) -> Schedule:
    """See `Plan.schedule`."""
    jobs = [_Job(step, hours_per_week) for step in plan.steps]
    after = _followers(plan.steps)
    tails = _tails(jobs, after)
    _run(jobs, after, tails, hours_per_week)
    longest = max(tails, default=0.0)
    critical = _longest_chain(after, tails)
    finish = max((job.end for job in jobs), default=0.0)
    entries = [
        ScheduledStep(
            step=job.step,
            begin_week=job.begin,
            end_week=job.end,
            begin=_day(start, job.begin, math.floor),
            end=_day(start, job.end, math.ceil),
            slack_weeks=max(0.0, min((jobs[user].begin for user in after[number]), default=finish) - job.end),
            is_critical=number in critical,
        )
        for number, job in enumerate(jobs)
    ]
    entries.sort(key=lambda entry: (entry.begin_week, entry.end_week))
    work = math.fsum(job.hours for job in jobs) / hours_per_week
    return Schedule(plan, start, hours_per_week, tuple(entries), max(work, longest))


class _Job:
    """A step while it is being scheduled; times are in weeks from the start."""

    __slots__ = ("begin", "end", "hours", "left", "load", "span", "step")

    def __init__(self, step: Step, hours_per_week: float) -> None:
        self.step = step
        self.hours = self.left = step.hours.likely
        alone = self.hours / hours_per_week
        path = step.concept
        weeks = path.weeks.estimate.likely if isinstance(path, EducationPath) and path.weeks else 0.0
        self.span = max(weeks, alone)
        self.load = self.hours / self.span if self.span else 0.0
        self.begin = self.end = -1.0


def _followers(steps: Sequence[Step]) -> list[list[int]]:
    """For each step the positions of those that build on it."""
    positions: dict[str, list[int]] = {}
    for number, step in enumerate(steps):
        positions.setdefault(step.id, []).append(number)
    return [
        sorted({p for use in step.uses for p in positions.get(use.by.id, ()) if steps[p].stage > step.stage})
        for step in steps
    ]


def _tails(jobs: Sequence[_Job], after: Sequence[Sequence[int]]) -> list[float]:
    """For each step the weeks of the longest chain that begins with it; the steps are in an order that can be done."""
    tails = [0.0] * len(jobs)
    for number in reversed(range(len(jobs))):
        tails[number] = jobs[number].span + max((tails[user] for user in after[number]), default=0.0)
    return tails


def _longest_chain(after: Sequence[Sequence[int]], tails: Sequence[float]) -> set[int]:
    chain: set[int] = set()
    ahead: Sequence[int] = range(len(tails))
    while ahead:
        longest = max(ahead, key=lambda number: (tails[number], -number))
        chain.add(longest)
        ahead = after[longest]
    return chain


def _run(jobs: Sequence[_Job], after: Sequence[Sequence[int]], tails: Sequence[float], capacity: float) -> None:
    """Give every job its time: what is ready and has the longest chain ahead goes first."""
    waiting = [0] * len(jobs)
    for users in after:
        for user in users:
            waiting[user] += 1
    ready = [number for number in range(len(jobs)) if not waiting[number]]
    running: list[int] = []
    now = 0.0
    while ready or running:
        ready.sort(key=lambda number: (-tails[number], number))
        free = capacity - math.fsum(jobs[number].load for number in running if jobs[number].step.kind == "take")
        for number in [n for n in ready if jobs[n].step.kind == "take"]:
            if jobs[number].load <= free + _EXACT:
                free -= jobs[number].load
                jobs[number].begin = now
                running.append(number)
                ready.remove(number)
        studied = next((number for number in ready if jobs[number].step.kind != "take"), None)
        if studied is not None and jobs[studied].begin < 0 and (free > _EXACT or not jobs[studied].left):
            jobs[studied].begin = now
        events = [jobs[number].begin + jobs[number].span for number in running]
        if studied is not None and jobs[studied].begin >= 0:
            events.append(
                now if not jobs[studied].left else now + jobs[studied].left / free if free > _EXACT else math.inf
            )
        then = min(events)
        done = [number for number in running if jobs[number].begin + jobs[number].span <= then + _EXACT]
        if studied is not None and jobs[studied].begin >= 0:
            jobs[studied].left = max(0.0, jobs[studied].left - free * (then - now))
            if jobs[studied].left <= _EXACT:
                done.append(studied)
                ready.remove(studied)
        now = then
        for number in done:
            jobs[number].end = now
            if number in running:
                running.remove(number)
            for user in after[number]:
                waiting[user] -= 1
                if not waiting[user]:
                    ready.append(user)


def _day(start: date, weeks: float, rounded: Any) -> date:
    return start + timedelta(days=rounded(round(weeks * 7, 6)))


def _escaped(text: str) -> str:
    for plain, escape in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, escape)
    return text


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, as the standard asks."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
