"""Checking a schedule without what made it: only the plan, the graph's requirements and the weeks are looked at."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from mlcareer_graph.model import EducationPath
from mlcareer_graph.planning.verification import Verification, gained_by, order_problems

if TYPE_CHECKING:
    from mlcareer_graph.planning.schedule import Schedule, ScheduledStep

_ROUNDING = 1e-5
"""Weeks and hours that are nothing but rounding."""


def verify_schedule(schedule: Schedule) -> Verification:
    """Look at steps, order, durations, the hours of every stretch of weeks, and days; see `Schedule.verify`."""
    problems = [*schedule.plan.verify().problems]
    if sorted(map(_name, schedule.steps)) != sorted(f"{step} ({step.kind})" for step in schedule.plan.steps):
        problems.append("the schedule does not hold each step of the plan once")
    problems += [*_order(schedule), *_durations(schedule), *_overload(schedule), *_days(schedule)]
    work = math.fsum(entry.step.hours.likely for entry in schedule.steps) / schedule.hours_per_week
    if schedule.weeks < work - _ROUNDING:
        problems.append(f"all hours take {work} weeks, and the schedule {schedule.weeks}")
    if schedule.least_weeks > schedule.weeks + _ROUNDING:
        problems.append(f"a bound of {schedule.least_weeks} weeks does not fit a schedule of {schedule.weeks}")
    return Verification(tuple(problems))


def _name(entry: ScheduledStep) -> str:
    return f"{entry.step} ({entry.step.kind})"


def _order(schedule: Schedule) -> list[str]:
    """Where a step begins before something it needs is done."""
    problems = []
    for entry in schedule.steps:
        held = dict(schedule.plan.knows.ranks())
        for other in sorted(schedule.steps, key=lambda other: other.end_week):
            if other is not entry and other.end_week <= entry.begin_week + _ROUNDING:
                held.update(gained_by(schedule.plan, other.step, held))
        problems += [f"{text} in the schedule" for text in order_problems(schedule.plan, entry.step, held)]
    return problems


def _durations(schedule: Schedule) -> list[str]:
    problems = []
    for entry in schedule.steps:
        path = entry.step.concept
        weeks = entry.step.hours.likely / schedule.hours_per_week
        if isinstance(path, EducationPath) and path.weeks is not None:
            weeks = max(weeks, path.weeks.estimate.likely)
        taken = entry.end_week - entry.begin_week
        if entry.begin_week < -_ROUNDING or taken < weeks - _ROUNDING:
            problems.append(f"{entry.step} takes {weeks} weeks at least, not {taken}")
    return problems


def _overload(schedule: Schedule) -> list[str]:
    """Stretches between a begin and an end that have fewer hours than what has to be done within them.

    Study can be put off and taken up again, so it fits if and only if no stretch is overloaded.
    """
    moments = sorted({moment for entry in schedule.steps for moment in (entry.begin_week, entry.end_week)})
    for begin, end in combinations(moments, 2):
        hours = math.fsum(_hours_within(entry, begin, end) for entry in schedule.steps)
        if hours > schedule.hours_per_week * (end - begin) + _ROUNDING * max(1.0, hours):
            return [f"between the weeks {begin} and {end} there are {hours} hours of work to do"]
    return []


def _hours_within(entry: ScheduledStep, begin: float, end: float) -> float:
    """The hours of a step that cannot be done outside a stretch of weeks; those of a path are spread evenly."""
    if entry.step.kind != "take":
        is_within = begin <= entry.begin_week + _ROUNDING and entry.end_week <= end + _ROUNDING
        return entry.step.hours.likely if is_within else 0.0
    span = entry.end_week - entry.begin_week
    shared = min(end, entry.end_week) - max(begin, entry.begin_week)
    return entry.step.hours.likely * shared / span if shared > 0 and span > 0 else 0.0


def _days(schedule: Schedule) -> list[str]:
    problems = []
    for entry in schedule.steps:
        week_of_end = (entry.end - schedule.start).days / 7
        if not schedule.start <= entry.begin <= entry.end or not -1.0 <= week_of_end - entry.end_week <= 1.0:
            problems.append(f"{entry.step} is not done between {entry.begin} and {entry.end}")
        weekdays = schedule.week.days
        if not weekdays[entry.begin.weekday()] or not weekdays[entry.end.weekday()]:
            problems.append(f"{entry.step} begins or ends on a day without hours")
    return problems
