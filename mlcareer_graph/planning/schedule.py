"""When the steps of a plan are done: weeks and dates for one person with some hours a week.

Study takes up whatever hours a week has left, one step after the other. An education path runs over its own weeks and
takes its share of the hours of each; where that is more than a week has, it runs longer. Paths and study go side by
side. Where hours are given by weekday, weeks are the same, and a step begins and ends on days that have hours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import UnknownOptionError, one_line
from mlcareer_graph.files import save_text
from mlcareer_graph.model import Competency, Concept, Level, Requirement
from mlcareer_graph.planning.jobs import Network, Run
from mlcareer_graph.planning.shortest import shortest_run
from mlcareer_graph.planning.step import Step
from mlcareer_graph.planning.week import Week

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.profile import Profile
    from mlcareer_graph.planning.verification import Verification
    from mlcareer_graph.views import View

_EXACT = 1e-6
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Weeks that are nothing but rounding: less than a second."""


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    """One step with its time.

    Attributes:
        step: The step.
        begin_week: When it begins, in weeks from the start.
        end_week: When it is done.
        begin: The day on which it begins.
        end: The day on which it is done, the last one with work on it.
        slack_weeks: How much later it could be done without any step that builds on it, or the whole, beginning later.
        is_critical: Whether it is on the longest chain of steps that build on one another.
        track: The track of a chart that it is drawn in, counted from 1: steps of one track follow one another, and
            steps that go side by side are in different ones.
    """

    step: Step
    begin_week: float
    end_week: float
    begin: date
    end: date
    slack_weeks: float
    is_critical: bool
    track: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """From when on a person is able to do something that the target asks for.

    Attributes:
        week: The first week, counted from 1, in which the person is able to.
        day: The day on which the last step for it is done.
        requirement: The requirement of the target that is met from then on.
        able: Its options that are held by then, each with the level; None for a credential.
        step: The step that completes it.
    """

    week: int
    day: date
    requirement: Requirement
    able: tuple[tuple[Concept, Level | None], ...]
    step: Step

    def to_dict(self) -> dict[str, Any]:
        """The milestone as plain data."""
        return {
            "week": self.week,
            "day": self.day.isoformat(),
            "able": [
                {"id": concept.id, "level": None if level is None else str(level)} for concept, level in self.able
            ],
            "step": self.step.id,
        }

    def __str__(self) -> str:
        able = [concept.name if level is None else f"{concept.name} at {level}" for concept, level in self.able]
        return f"From week {self.week} ({self.day.isoformat()}): {', '.join(able)}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of a plan in time.

    Attributes:
        plan: The plan.
        start: The first day.
        week: The hours of a week, and its days where they are known.
        steps: The steps by the time at which they begin.
        least_weeks: What no order of the steps can undercut.
    """

    plan: Plan = field(repr=False)
    start: date
    week: Week
    steps: tuple[ScheduledStep, ...]
    least_weeks: float

    @property
    def hours_per_week(self) -> float:
        """The hours that a week has."""
        return self.week.hours

    @property
    def weeks(self) -> float:
        """How long it all takes."""
        return max((entry.end_week for entry in self.steps), default=0.0)

    @property
    def finish(self) -> date:
        """The day on which the target is reached, the last one with work on it."""
        return self.week.day_of(self.start, self.weeks) if self.steps else self.start

    @property
    def is_shortest(self) -> bool:
        """Whether it is proven that no order of these steps is done earlier, to the second."""
        return self.weeks <= self.least_weeks + _EXACT

    @property
    def critical_path(self) -> tuple[Step, ...]:
        """The longest chain of steps that build on one another."""
        return tuple(entry.step for entry in self.steps if entry.is_critical)

    @property
    def tracks(self) -> int:
        """How many steps go side by side at most."""
        return max((entry.track for entry in self.steps), default=0)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """From when on each thing that the target asks for, and that was not known before, is reached, in order.

        Example:
            >>> from datetime import date
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["PyTorch"])
            >>> print(*plan.schedule(hours_per_week=5, start=date(2027, 1, 4)).milestones)
            From week ... (2027-...): Keras at working
        """
        return tuple(_milestones(self))

    def view(self) -> View:
        """The schedule as a Gantt chart on an HTML page: ``schedule.view().save("schedule.html")``."""
        from mlcareer_graph.views import view_schedule

        return view_schedule(self)

    def __repr__(self) -> str:
        return one_line(f"<Schedule: {self}>")

    def _repr_html_(self) -> str:
        return self.view()._repr_html_()

    def to_dict(self) -> dict[str, Any]:
        """The schedule as plain data."""
        return {
            "target": self.plan.target.id,
            "start": self.start.isoformat(),
            "finish": self.finish.isoformat(),
            "hours_per_week": self.hours_per_week,
            "weekdays": self.week.by_day(),
            "weeks": round(self.weeks, 6),
            "least_weeks": round(self.least_weeks, 6),
            "shortest": self.is_shortest,
            "tracks": self.tracks,
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
                    "track": entry.track,
                }
                for entry in self.steps
            ],
            "milestones": [milestone.to_dict() for milestone in self.milestones],
        }

    def to_frame(self) -> pandas.DataFrame:
        """The schedule as a DataFrame, one step a row.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import schedule_frame

        return schedule_frame(self)

    def verify(self) -> Verification:
        """Check the plan, the order, the durations, the hours of every stretch of weeks and the days once more.

        Returns:
            A `Verification`, true if everything holds, which lists what does not.

        Complexity:
            O(n^3) for n steps.
        """
        from mlcareer_graph.planning.schedule_verification import verify_schedule

        return verify_schedule(self)

    def to_ics(self) -> str:
        """The schedule as a calendar (iCalendar, RFC 5545), one event of whole days for each step.

        The standard has one line end and no control characters in texts: others become that, and a space.

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
                f"DTEND;VALUE=DATE:{entry.end + timedelta(days=1):%Y%m%d}",
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
            f"{self.plan.target.name} by {self.finish.isoformat()}: {self.weeks:.1f} weeks at {self.week}; {shortest}"
        )


def make_schedule(plan: Plan, week: Week, start: date) -> Schedule:
    """See `Plan.schedule`."""
    network = Network.of(plan.steps, week.hours)
    run, least = shortest_run(network)
    critical = network.longest_chain()
    tracks = _tracks(run)
    weeks = run.weeks
    if weeks > (date.max - start).days / 7 - 2:
        raise UnknownOptionError("hours_per_week", week.hours, ["enough to be done before the year 10000"])
    entries = []
    for number, job in enumerate(network.jobs):
        begin, end = run.begins[number], run.ends[number]
        followed = min((run.begins[user] for user in network.after[number]), default=weeks)
        done = week.day_of(start, end)
        entries.append(
            ScheduledStep(
                step=job.step,
                begin_week=begin,
                end_week=end,
                begin=min(week.day_after(start, begin), done),
                end=done,
                slack_weeks=max(0.0, followed - end),
                is_critical=number in critical,
                track=tracks[number],
            )
        )
    entries.sort(key=lambda entry: (entry.begin_week, entry.end_week))
    return Schedule(plan, start, week, tuple(entries), least)


def _tracks(run: Run) -> list[int]:
    """For each job the first track that is free when it begins; no other choice needs fewer tracks."""
    tracks = [0] * len(run.begins)
    free_from: list[float] = []
    for number in sorted(range(len(tracks)), key=lambda number: (run.begins[number], run.ends[number])):
        free = (track for track, moment in enumerate(free_from) if moment <= run.begins[number] + _EXACT)
        track = next(free, len(free_from))
        if track == len(free_from):
            free_from.append(0.0)
        free_from[track] = run.ends[number]
        tracks[number] = track + 1
    return tracks


def _milestones(schedule: Schedule) -> Iterator[Milestone]:
    """The requirements of the target in the order in which they are met."""
    plan = schedule.plan
    held = plan.knows
    open_ = [requirement for requirement in plan.goal if not _is_met(plan, requirement, held)]
    for entry in sorted(schedule.steps, key=lambda entry: entry.end_week):
        held = held.after(plan.graph, [entry.step])
        for requirement in [requirement for requirement in open_ if _is_met(plan, requirement, held)]:
            open_.remove(requirement)
            able = tuple((plan.graph[option], level) for option, level in _fulfilling(plan, requirement, held))
            week = math.floor(round(entry.end_week, 6)) + 1
            yield Milestone(week, entry.end, requirement, able, entry.step)


def _is_met(plan: Plan, requirement: Requirement, held: Profile) -> bool:
    return len(_fulfilling(plan, requirement, held)) >= requirement.at_least


def _fulfilling(plan: Plan, requirement: Requirement, held: Profile) -> list[tuple[str, Level | None]]:
    """The options of a requirement that are held at its level; a credential has none."""
    levels = dict(held.levels)
    return [
        (option, requirement.level if isinstance(plan.graph[option], Competency) else None)
        for option in requirement.options
        if levels.get(option, 0) >= requirement.level or option in held.credentials
    ]


def _escaped(text: str) -> str:
    for plain, escape in (("\r\n", "\n"), ("\r", "\n"), ("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escape)
    # Of controls a text has the tab alone, and no way to write the others.
    return _CONTROL.sub(" ", text)


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, as the standard asks."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
