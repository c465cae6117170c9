"""The compromises between two or three measures as a chart: a point for each plan, which opens what it is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, starmap

from mlcareer_graph.planning import Plan
from mlcareer_graph.planning.frontier import Frontier
from mlcareer_graph.views.chart import bar, chart, line, mark, text, ticks
from mlcareer_graph.views.diagram_text import mermaid_text
from mlcareer_graph.views.layout import HEAD
from mlcareer_graph.views.panels import hours_text
from mlcareer_graph.views.plan_words import price_text, short_hours, step_text, target_name
from mlcareer_graph.views.scene import Cell, Entry, Item, Scene, Section, Table
from mlcareer_graph.views.text import counted, name_of, safe_href, width

UNITS = {"hours": "hours of work", "price": "price in US dollars", "weeks": "weeks, one step after the other"}
"""What the axes say."""

WIDTH, HEIGHT = 690, 420
ASIDE = 232
"""The room to the right of the last point, for its label."""

LEFT, TOP = 84, HEAD + 34
LABEL = 14
LEGEND = 54
"""The room below the chart for what the size of a point means."""

RADIUS = 7.0
SMALLEST, LARGEST = 4.0, 15.0
NARROW = 0.6
"""From which part of the most on the least is so far from 0 that a scale begins near it."""
FAR = 110
"""How far above its point a label may stand before a nearer place is looked for."""

LISTED = 60
SPELLED = 16
"""Up to how many points have a label with their measures; of more, each has its number alone."""


def frontier_scene(frontier: Frontier) -> Scene:
    """The scene of a frontier; of one measure alone, or of no plan, it has a table and no chart.

    Args:
        frontier: The frontier.
    """
    target = target_name(frontier.plans[0]) if frontier.plans else "the target"
    measures = " and ".join(part for part in (", ".join(frontier.over[:-1]), frontier.over[-1]) if part)
    if not frontier.plans:
        summary = "There is no plan."
    elif len(frontier.plans) == 1:
        summary = f"One plan to {target} is best in {measures} at once: there is nothing to weigh up."
    else:
        summary = (
            f"Every compromise between {measures} on the way to {target}: whoever wants less of one takes more of "
            "another. Each point is a plan."
        )
        if len(frontier.over) > 2:
            summary += f" The larger a point, the more {frontier.over[2]}."
    is_drawn = len(frontier.over) > 1 and bool(frontier.plans)
    return Scene(
        title=f"Compromises: {target}",
        summary=summary,
        facts=(
            ("Plans", f"{len(frontier.plans)}"),
            ("Proof", "there is no other" if frontier.is_complete else "there may be more"),
        ),
        entries=tuple(_entry(frontier, number) for number in range(len(frontier.plans))),
        tables=(frontier_table(frontier, selects=is_drawn),) if frontier.plans else (),
        start="plan-0" if frontier.plans else None,
        height=TOP + HEIGHT + 54 + (LEGEND if len(frontier.over) > 2 else 0),
        width=LEFT + WIDTH + ASIDE,
        figure=_figure(frontier) if is_drawn else "",
        mermaid=_mermaid(frontier, target) if is_drawn else "",
    )


def _mermaid(frontier: Frontier, target: str) -> str:
    """A bar for each plan: how high, by the second measure; below it, the others.

    Charts of Mermaid have no points at places across, so the first measure is written and not drawn to scale.
    """
    _, second, *_ = frontier.over
    others = [measure for measure in frontier.over if measure != second]
    values = [dict(zip(frontier.over, point, strict=True)) for point in frontier.points]
    names = [" / ".join(_number(round(point[measure], 1)) for measure in others) for point in values]
    heights = [point[second] for point in values]
    lines = (
        "xychart-beta",
        f'  title "Compromises: {mermaid_text(target)}"',
        f'  x-axis "{" / ".join(UNITS[measure] for measure in others)}" [{", ".join(map(_mermaid_quoted, names))}]',
        f'  y-axis "{UNITS[second]}" 0 --> {ticks(max(heights))[-1]:g}',
        f"  bar [{', '.join(f'{height:.1f}'.removesuffix('.0') for height in heights)}]",
    )
    return "\n".join(lines) + "\n"


def _mermaid_quoted(text: str) -> str:
    return f'"{mermaid_text(text)}"'


def frontier_table(frontier: Frontier, *, selects: bool = False) -> Table:
    """The plans with their figures and the education they take.

    Args:
        frontier: The frontier.
        selects: Whether the rows lead to the entries of a page.
    """
    rows = []
    for number, plan in enumerate(frontier.plans):
        paths = [name_of(step.concept) for step in plan.steps if step.kind == "take"]
        rows.append(
            (
                Cell(f"Plan {number + 1}", f"plan-{number}" if selects else None),
                Cell(hours_text(plan.hours)),
                Cell(price_text(plan.price)),
                Cell(f"{plan.weeks:,.1f}"),
                Cell(", ".join(paths) or "self-study alone"),
            )
        )
    return Table("The plans", ("Plan", "Hours", "Price", "Weeks", "Education"), tuple(rows))


def _entry(frontier: Frontier, number: int) -> Entry:
    plan = frontier.plans[number]
    courses = [step for step in plan.steps if step.kind == "take"]
    items = tuple(
        Item(
            f"{name_of(step.concept)}: {step.hours.likely:,.0f} hours, {price_text(step.price)}",
            href=safe_href(getattr(step.concept, "url", None)),
        )
        for step in courses
    )
    study = [step for step in plan.steps if step.kind != "take"]
    listed = [Item(f"{step_text(step)}, {short_hours(step.hours)}") for step in study[:LISTED]]
    if len(study) > LISTED:
        listed.append(Item(f"and {len(study) - LISTED} more"))
    return Entry(
        key=f"plan-{number}",
        name=f"Plan {number + 1}",
        kind="education-path",
        state=_point_text(frontier, number),
        aliases=tuple(name_of(step.concept) for step in courses),
        facts=_facts(plan),
        sections=tuple(
            section
            for section in (Section("Courses and other education", items), Section("Self-study", tuple(listed)))
            if section.items
        ),
    )


def _facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    return (
        ("Hours", hours_text(plan.hours)),
        ("Price", price_text(plan.price)),
        ("Weeks", f"{plan.weeks:,.1f}, one step after the other"),
        ("Steps", f"{len(plan.steps)}"),
    )


def _point_text(frontier: Frontier, number: int) -> str:
    return ", ".join(starmap(_measure_text, zip(frontier.over, frontier.points[number], strict=True)))


def _measure_text(measure: str, value: float) -> str:
    return price_text(value) if measure == "price" else counted(value, "hour" if measure == "hours" else "week")


def _figure(frontier: Frontier) -> str:
    across, up = frontier.over[:2]
    xs, ys = ([point[axis] for point in frontier.points] for axis in (0, 1))
    x_ticks, y_ticks = _scale(xs), ticks(max(ys))

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + WIDTH * (x - x_ticks[0]) / (x_ticks[-1] - x_ticks[0]),
            TOP + HEIGHT * (1 - y / y_ticks[-1]),
        )

    # Points that differ in size may reach below the axis.
    below = 19 if len(frontier.over) == 2 else 30
    parts = []
    for value in x_ticks:
        x, _ = place(value, 0)
        parts += [
            line([(x, TOP), (x, TOP + HEIGHT)], "rule"),
            text(x, TOP + HEIGHT + below, _number(value), anchor="middle"),
        ]
    for value in y_ticks:
        _, y = place(x_ticks[0], value)
        parts += [line([(LEFT, y), (LEFT + WIDTH, y)], "rule"), text(LEFT - 8, y + 4.5, _number(value), anchor="end")]
    parts.append(line([(LEFT, TOP), (LEFT, TOP + HEIGHT), (LEFT + WIDTH, TOP + HEIGHT)], "axis", 1.5))
    parts.append(
        text(LEFT + WIDTH / 2, TOP + HEIGHT + below + 25, f"{UNITS[across]} →", 14, anchor="middle", weight="600")
    )
    parts.append(text(8, TOP - 20, f"↑ {UNITS[up]}", 14, weight="600"))
    points = [place(x, y) for x, y in zip(xs, ys, strict=True)]
    if len(frontier.over) == 2 and len(points) > 1:
        steps = [points[0]]
        for before, after in pairwise(points):
            steps += [(after[0], before[1]), after]
        parts.append(line(steps, "trace", 2))
    radii = [RADIUS] * len(points)
    if len(frontier.over) > 2:
        third = [point[2] for point in frontier.points]
        radii = [_radius(value, third) for value in third]
        parts += _legend(frontier.over[2], third)
    parts += _marks(frontier, points, radii)
    return chart(parts)


def _radius(value: float, values: Sequence[float]) -> float:
    """How large a point is: its area grows with the value, from 0, or from the least where all are far from 0."""
    least, most = min(values), max(values)
    start = 0.0 if least < NARROW * most else least
    if most == start:
        return RADIUS
    part = (value - start) / (most - start)
    return math.sqrt(SMALLEST**2 + part * (LARGEST**2 - SMALLEST**2))


def _legend(measure: str, values: Sequence[float]) -> list[str]:
    """What the size of a point means: the least, the middle and the most of the measure that has no axis."""
    least, most = min(values), max(values)
    x, y = LEFT, TOP + HEIGHT + 84
    title = f"size of a point: {UNITS[measure]}"
    parts = [text(x, y + 5, title, LABEL, weight="600")]
    x += round(width(title, LABEL)) + 24
    for value in dict.fromkeys((least, (least + most) / 2, most)):
        radius, words = _radius(value, values), _number(round(value, 1))
        parts.append(f'<circle class="soft" cx="{x + radius:.1f}" cy="{y}" r="{radius:.1f}"/>')
        parts.append(text(x + 2 * radius + 7, y + 5, words, LABEL))
        x += round(2 * radius + 7 + width(words, LABEL, bold=False) + 24)
    return parts


def _scale(values: Sequence[float]) -> list[float]:
    """Round numbers around some values: from 0, or from near the least where all are far from it."""
    least, most = min(values), max(values)
    if least < NARROW * most or least == most:
        return ticks(most)
    around = ticks(most - least, 5)
    step = around[1]
    start = step * int(least / step)
    marks = [start]
    while marks[-1] < most:
        marks.append(marks[-1] + step)
    return marks


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _marks(frontier: Frontier, points: Sequence[tuple[float, float]], radii: Sequence[float]) -> list[str]:
    """The points, each with a label that is moved away from the points until it touches no other label."""
    taken: list[tuple[float, float, float, float]] = []
    spots = [
        (x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2)
        for (x, y), radius in zip(points, radii, strict=True)
    ]
    lines, marks = [], []
    for number, ((x, y), radius) in enumerate(zip(points, radii, strict=True)):
        said = f"{number + 1}: {_point_text(frontier, number)}"
        words = said if len(points) <= SPELLED else f"{number + 1}"
        wide = width(words, LABEL, bold=False) + 12
        left, top = min(x + radius + 7, LEFT + WIDTH + ASIDE - 4 - wide), y - 34
        while any(
            left < right and other < left + wide and top < bottom and above < top + 24
            for other, above, right, bottom in (*taken, *spots)
        ):
            top -= 6
        if top < TOP - 6 or y - top > FAR:
            top, left = _free((*taken, *spots), wide, x, y)
        taken.append((left, top, left + wide, top + 24))
        lines.append(line([(x, y), (min(max(x, left + 4), left + wide - 4), top + 12)], "axis"))
        parts = [
            bar(left, top, wide, 24, "plate", border=1),
            text(left + 6, top + 16.5, words, LABEL),
            f'<circle class="solid" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.2f}"/>',
        ]
        marks.append(mark(f"plan-{number}", f"Plan {said}", (left, top, wide, 24), parts))
    return [*lines, *marks]


def _free(blocked: Sequence[tuple[float, float, float, float]], wide: float, x: float, y: float) -> tuple[float, float]:
    """The free place for a label that is nearest to its point, as its upper and left edge."""
    spots = [
        (math.hypot(left + wide / 2 - x, top + 12 - y), top, left)
        for top in range(TOP, TOP + HEIGHT - 24, 13)
        for left in range(LEFT + 6, int(LEFT + WIDTH + ASIDE - 4 - wide), 15)
    ]
    for _, top, left in sorted(spots):
        if not any(
            left < right and other < left + wide and top < bottom and above < top + 24
            for other, above, right, bottom in blocked
        ):
            return float(top), float(left)
    return y, x
