"""A schedule as a Gantt chart: a row a step, with its critical path, its slack and its milestones.

The name of a step stands beside its bar, so that it is in view wherever the bar is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mlcareer_graph.planning.schedule import Milestone, Schedule, ScheduledStep
from mlcareer_graph.views.areas import shipped_area
from mlcareer_graph.views.chart import bar, chart, diamond, line, mark, text
from mlcareer_graph.views.diagram_text import mermaid_text
from mlcareer_graph.views.layout import HEAD
from mlcareer_graph.views.panels import hours_text, search_names
from mlcareer_graph.views.plan_words import step_text, target_name
from mlcareer_graph.views.scene import (
    Band,
    Box,
    Cell,
    Entry,
    Item,
    Link,
    Scene,
    Section,
    Table,
    name_lines,
    note_lines,
)
from mlcareer_graph.views.text import counted, name_of, plain, width

ROW = 30
BAR = 18
LANE = 14
NAME = 14
LEFT = 10
LEAST_WIDTH, MOST_WIDTH = 820, 2400
_ROUNDING = 1e-6
NARROWEST = 76
"""How wide the part of a month, a quarter or a year is at least, for its title."""

PER_WEEK = 9.0
"""How wide a week is where nothing speaks against it."""


def gantt_scene(schedule: Schedule) -> Scene:
    """The scene of a schedule, which may be empty.

    Args:
        schedule: The schedule.
    """
    target = target_name(schedule.plan)
    across = min(max(schedule.weeks * PER_WEEK, LEAST_WIDTH), MOST_WIDTH)
    per_week = across / max(schedule.weeks, 1e-9)
    keys = [f"step-{number}" for number in range(len(schedule.steps))]
    reached = _reached(schedule)
    bands = _bands(schedule, per_week, across) if schedule.steps else []
    figure, height = _figure(schedule, keys, (per_week, across), reached)
    figure = chart([figure, *_footing(bands, height)])
    milestones = schedule.milestones
    return Scene(
        title=f"Schedule: {target}",
        summary=_summary(schedule, target),
        facts=schedule_facts(schedule),
        bands=tuple(bands),
        entries=tuple(_entry(schedule, number, keys, reached) for number in range(len(schedule.steps))),
        tables=tuple(
            table
            for table in (schedule_table(schedule, keys), milestone_table(milestones, _steps_of(schedule, keys)))
            if table.rows
        ),
        start=keys[0] if keys else None,
        height=height + 22,
        width=across + 2 * LEFT,
        figure=figure if schedule.steps else "",
        sketch=_sketch(schedule, keys, target) if schedule.steps else None,
        mermaid=_mermaid(schedule, reached, target) if schedule.steps else "",
    )


def _sketch(schedule: Schedule, keys: Sequence[str], target: str) -> Scene:
    """The steps with their days, and what waits for what."""
    boxes, links = [], []
    done: dict[str, list[tuple[float, str]]] = {}
    for entry, key in zip(schedule.steps, keys, strict=True):
        note = f"{entry.begin.isoformat()} to {entry.end.isoformat()}"
        notes = (*note_lines(note), *(("critical",) if entry.is_critical else ()))
        state = "target" if entry.is_critical else "learn"
        boxes.append(Box(key, entry.step.concept.kind, state, name_lines(step_text(entry.step)), notes, 0))
        done.setdefault(entry.step.id, []).append((entry.end_week, key))
    for entry, key in zip(schedule.steps, keys, strict=True):
        for option in dict.fromkeys(option for options in entry.step.needs for option in options):
            for week, before in done.get(option, ()):
                if week <= entry.begin_week + _ROUNDING:
                    links.append(Link(before, key, "is needed for"))
    return Scene(f"Schedule: {target}", "", boxes=tuple(boxes), links=tuple(links))


def _mermaid(schedule: Schedule, reached: Mapping[int, list[Milestone]], target: str) -> str:
    """The schedule as a Gantt chart of Mermaid, a section a track."""
    lines = ["gantt", f"  title Schedule: {mermaid_text(target)}", "  dateFormat YYYY-MM-DD", "  inclusiveEndDates"]
    for track in range(1, schedule.tracks + 1):
        lines.append(f"  section Track {track}")
        for number, entry in enumerate(schedule.steps):
            if entry.track != track:
                continue
            # A number comes first, since a name may begin with a word that means something to Mermaid.
            words = f"{number + 1} {mermaid_text(step_text(entry.step))}"
            state = "crit, " if entry.is_critical else ""
            lines.append(f"    {words} :{state}s{number}, {entry.begin.isoformat()}, {entry.end.isoformat()}")
            lines += [
                f"    Able to do {mermaid_text(_able(one))} :milestone, {one.day.isoformat()}, 0d"
                for one in reached.get(id(entry.step), ())
            ]
    return "\n".join(lines) + "\n"


def schedule_facts(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """The figures of a schedule with their labels."""
    if not schedule.steps:
        return (("Status", "nothing to do"),)
    return (
        ("From", schedule.start.isoformat()),
        ("To", schedule.finish.isoformat()),
        ("Weeks", f"{schedule.weeks:,.1f} at {schedule.week}"),
        ("Steps", f"{len(schedule.steps)}, {len(schedule.critical_path)} of them critical"),
        ("Side by side", f"at most {schedule.tracks}"),
        ("Proof", "no order is quicker" if schedule.is_shortest else f"none takes under {schedule.least_weeks:,.1f}"),
    )


def schedule_table(schedule: Schedule, keys: Sequence[str] = ()) -> Table:
    """The steps with their dates.

    Args:
        schedule: The schedule.
        keys: The keys of the entries of the steps, for a page whose tables select.
    """
    rows = [
        (
            Cell(step_text(entry.step), keys[number] if keys else None),
            Cell(entry.begin.isoformat()),
            Cell(entry.end.isoformat()),
            Cell(hours_text(entry.step.hours)),
            Cell(f"{entry.slack_weeks:,.1f}"),
            Cell("yes" if entry.is_critical else "no"),
            Cell(f"{entry.track}"),
        )
        for number, entry in enumerate(schedule.steps)
    ]
    headings = ("Step", "Begins", "Done", "Hours", "Slack in weeks", "Critical", "Track")
    return Table("The steps in time", headings, tuple(rows))


def milestone_table(milestones: Sequence[Milestone], keys: Mapping[int, str] | None = None) -> Table:
    """From when on what is reached.

    Args:
        milestones: The milestones.
        keys: By the identity of a step the key of its entry, for a page whose tables select.
    """
    rows = tuple(
        (
            Cell(_able(milestone), keys.get(id(milestone.step)) if keys else None),
            Cell(f"{milestone.week}"),
            Cell(milestone.day.isoformat()),
        )
        for milestone in milestones
    )
    return Table("Milestones", ("Able to do", "From week", "Day"), rows)


def _summary(schedule: Schedule, target: str) -> str:
    if not schedule.steps:
        return f"There is nothing to do for {target}."
    return (
        f"{target} by {schedule.finish.isoformat()}. Bars with a thick border are critical: they are on the longest "
        "chain of steps that build on one another. A thin line after a bar is slack, a diamond a milestone."
    )


def _able(milestone: Milestone) -> str:
    return ", ".join(
        name_of(concept) if level is None else f"{name_of(concept)} ({level})" for concept, level in milestone.able
    )


def _steps_of(schedule: Schedule, keys: Sequence[str]) -> dict[int, str]:
    return {id(entry.step): key for entry, key in zip(schedule.steps, keys, strict=True)}


def _reached(schedule: Schedule) -> dict[int, list[Milestone]]:
    """The milestones by the identity of the step that completes them."""
    reached: dict[int, list[Milestone]] = {}
    for milestone in schedule.milestones:
        reached.setdefault(id(milestone.step), []).append(milestone)
    return reached


def _bands(schedule: Schedule, per_week: float, across: float) -> list[Band]:
    """Months, quarters or years, whichever are the shortest that leave room for their titles."""
    months = 1
    while months * per_week * 30.4 / 7 < NARROWEST and months < 120:
        months = {1: 3, 3: 12}.get(months, months * 2)
    bands = []
    begin = schedule.start.replace(day=1)
    if months > 1:
        begin = begin.replace(month=1 + (begin.month - 1) // min(months, 12) * min(months, 12))
    left = 0.0
    edge = across + 2 * LEFT
    while left < edge - 1e-6:
        number = begin.year * 12 + begin.month - 1 + months
        if number // 12 > date.max.year:
            bands.append(Band(_period(begin, months), "", left, edge))
            break
        after = date(number // 12, number % 12 + 1, 1)
        right = min(LEFT + (after - schedule.start).days / 7 * per_week, edge)
        done = sum(begin <= entry.end < after for entry in schedule.steps)
        is_wide = right - left >= NARROWEST * 0.9
        titles = (_period(begin, months), f"{done} done" if done else "") if is_wide else ("", "")
        bands.append(Band(*titles, left, right))
        begin, left = after, right
    return bands


def _period(begin: date, months: int) -> str:
    if months == 1:
        return f"{begin:%b %Y}"
    return f"Q{(begin.month + 2) // 3} {begin.year}" if months == 3 else f"{begin.year}"


def _footing(bands: Sequence[Band], top: float) -> list[str]:
    """The months once more, below the chart: on paper nothing stands above it."""
    return [
        text((band.left + band.right) / 2, top + 16, band.title, 13, anchor="middle", kind="minor") for band in bands
    ]


def _figure(
    schedule: Schedule, keys: Sequence[str], extent: tuple[float, float], reached: Mapping[int, list[Milestone]]
) -> tuple[str, float]:
    per_week, across = extent
    parts: list[str] = []
    y = float(HEAD)
    if schedule.tracks > 1:
        for track in range(1, schedule.tracks + 1):
            for entry in schedule.steps:
                if entry.track == track:
                    begin, wide = _span(entry, per_week)
                    kind, border = ("warm", 2) if entry.is_critical else ("soft", 1)
                    parts.append(bar(begin, y, wide, LANE - 4, kind, border=border))
            y += LANE
        parts.append(line([(0, y + 4), (across, y + 4)], "axis"))
        y += 12
    for number, entry in enumerate(schedule.steps):
        parts.append(_row(entry, keys[number], y, extent, reached.get(id(entry.step), ())))
        y += ROW
    return "".join(parts), y + 6


def _span(entry: ScheduledStep, per_week: float) -> tuple[float, float]:
    return LEFT + entry.begin_week * per_week, max((entry.end_week - entry.begin_week) * per_week, 3.0)


def _row(entry: ScheduledStep, key: str, top: float, extent: tuple[float, float], reached: Sequence[Milestone]) -> str:
    per_week, across = extent
    begin, wide = _span(entry, per_week)
    middle = top + ROW / 2
    end = begin + wide
    kind, border = ("warm", 3) if entry.is_critical else ("soft", 1)
    parts = [bar(begin, middle - BAR / 2, wide, BAR, kind, border=border)]
    after = end
    if entry.slack_weeks * per_week >= 2:
        after = min(end + entry.slack_weeks * per_week, LEFT + across)
        parts.append(line([(end, middle), (after, middle)], "axis", 2))
        parts.append(line([(after, middle - 5), (after, middle + 5)], "axis", 2))
    if reached:
        parts.append(diamond(end, middle, 8, "solid"))
    words = f"{step_text(entry.step)}, {entry.step.hours.likely:,.0f} h"
    room = width(words, NAME, bold=False)
    start = max(after, end + (8 if reached else 0)) + 8
    left, right = begin - 4, max(start + room, after) + 4
    if right > across + 2 * LEFT:
        # Beyond the right end: before the bar, or, of a bar that fills the chart, on it.
        start = begin - room - 8 if begin - room > LEFT else begin + 8
        left, right = min(start, begin) - 4, after + 10
    parts.append(text(start, middle + 4.5, words, NAME))
    said = f"{words}, {entry.begin.isoformat()} to {entry.end.isoformat()}"
    said += ", critical" if entry.is_critical else f", slack {entry.slack_weeks:,.1f} weeks"
    return mark(key, said, (left, top + 1, right - left, ROW - 2), parts)


def _entry(schedule: Schedule, number: int, keys: Sequence[str], reached: Mapping[int, list[Milestone]]) -> Entry:
    scheduled = schedule.steps[number]
    step = scheduled.step
    facts = [
        ("Begins", f"{scheduled.begin.isoformat()}, week {int(scheduled.begin_week + 1e-6) + 1}"),
        ("Done", scheduled.end.isoformat()),
        ("Hours", hours_text(step.hours)),
        ("Slack", counted(scheduled.slack_weeks, "week") if scheduled.slack_weeks else "none"),
        ("Critical", "yes" if scheduled.is_critical else "no"),
        ("Track", f"{scheduled.track} of {schedule.tracks}"),
    ]
    needs = {option for options in step.needs for option in options}
    before = [
        Item(step_text(other.step), to=key)
        for other, key in zip(schedule.steps, keys, strict=True)
        if other.step.id in needs and other.end_week <= scheduled.begin_week + 1e-6
    ]
    sections = (
        Section("Milestones reached with it", tuple(Item(_able(one)) for one in reached.get(id(step), ()))),
        Section("Builds on", tuple(before)),
    )
    return Entry(
        key=keys[number],
        name=step_text(step),
        kind=step.concept.kind,
        state="critical" if scheduled.is_critical else "",
        area=shipped_area(step.concept),
        aliases=(name_of(step.concept), *search_names(step.concept)),
        definition=plain(step.concept.definition),
        facts=tuple(facts),
        why=(plain(step.because),),
        sections=tuple(section for section in sections if section.items),
    )
