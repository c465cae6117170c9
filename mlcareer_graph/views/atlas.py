"""Roles and how far they are from one another: as a heat map, and as a map on which near roles lie near.

Hours are not the same both ways. The heat map shows both; the map, and the order of the rows, go by their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from mlcareer_graph.planning.matrix import RoleMatrix, Transition
from mlcareer_graph.views.chart import SHADES, bar, chart, line, mark, text
from mlcareer_graph.views.layout import HEAD
from mlcareer_graph.views.panels import concept_facts, search_names
from mlcareer_graph.views.positions import placed, spread
from mlcareer_graph.views.scene import (
    Box,
    Cell,
    Entry,
    Grid,
    Item,
    Link,
    Scene,
    Section,
    Table,
    name_lines,
    note_lines,
)
from mlcareer_graph.views.seriation import seriated
from mlcareer_graph.views.text import counted, name_of, plain, width, wrap

NUMBERED = 16
"""Up to how many roles the cells of the heat map have room for their numbers."""

NAME = 14
NAME_ROOM = 330
NEAR = 12
"""How many of the nearest roles the panel lists."""

LABEL = 13.5
LABEL_ROOM = 124
LABEL_LINE = 16
MAP_WIDTH, MAP_HEIGHT = 1040, 580


def heat_scene(matrix: RoleMatrix) -> Scene:
    """The scene of the heat map: from the role of a row to the role of a column.

    Args:
        matrix: The matrix.
    """
    order = seriated(_mean_hours(matrix))
    limits = _limits(matrix)
    figure, wide, height = _heat(matrix, order, limits)
    return Scene(
        title="From role to role",
        summary=(
            "What it takes to get from the role of a row to the role of a column, for somebody who has learned what "
            "the first asks for in the cheapest way. Roles that are near one another stand together."
        ),
        facts=_facts(matrix),
        entries=tuple(_role_entries(matrix)),
        grid=_grid(matrix, order),
        tables=(matrix_table(matrix, selects=True),),
        start=matrix.roles[order[0]].id if order else None,
        height=height,
        width=wide,
        figure=figure,
    )


def map_scene(matrix: RoleMatrix) -> Scene:
    """The scene of the map: the distance between two roles stands for the hours from one to the other.

    Args:
        matrix: The matrix.
    """
    figure, wide, height = _map(matrix)
    return Scene(
        title="A map of roles",
        summary=(
            "Roles lie the nearer to each other, the fewer hours lead from one to the other, as well as a plane can "
            "show it; labels are moved a little so that they can be read. A line leads from each role to its nearest."
        ),
        facts=_facts(matrix),
        entries=tuple(_role_entries(matrix)),
        tables=(matrix_table(matrix, selects=True),),
        start=matrix.roles[0].id if matrix.roles else None,
        height=height,
        width=wide,
        figure=figure,
        sketch=_sketch(matrix),
    )


def _sketch(matrix: RoleMatrix) -> Scene | None:
    """Every role with a line to the nearest one."""
    nearest = {role.id: next(iter(matrix.nearest(role, 1)), None) for role in matrix.roles}
    boxes = []
    for role in matrix.roles:
        near = nearest[role.id]
        note = f"{name_of(near.target)} is {_hours(near)} h away" if near else "no way to another"
        boxes.append(Box(role.id, role.kind, "concept", name_lines(name_of(role)), note_lines(note), 0))
    links = tuple(
        Link(role, near.target.id, f"has {counted(near.hours or 0.0, 'hour')} to")
        for role, near in nearest.items()
        if near
    )
    return Scene("A map of roles", "", boxes=tuple(boxes), links=links) if boxes else None


def matrix_table(matrix: RoleMatrix, *, selects: bool = False) -> Table:
    """For each role the hours to all others, the nearest first.

    Args:
        matrix: The matrix.
        selects: Whether the rows lead to the entries of a page.
    """
    rows = []
    for number, role in enumerate(matrix.roles):
        near = matrix.nearest(role, len(matrix.roles))
        lost = [entry for entry in matrix.transitions[number] if entry.hours is None and entry.target != role]
        said = [f"{name_of(entry.target)} {_hours(entry)}" for entry in (*near, *lost)]
        start = matrix.starts[number]
        rows.append(
            (
                Cell(name_of(role), role.id if selects else None),
                Cell("no way" if start.cost is None else f"{start.hours.likely:,.0f}"),
                Cell(", ".join(said) or "none"),
            )
        )
    return Table(
        "Hours from each role to the others, nearest first",
        ("From", "Hours from nothing", "To, with hours"),
        tuple(rows),
    )


def _hours(entry: Transition) -> str:
    return "no way" if entry.hours is None else f"{entry.hours:,.0f}"


def _facts(matrix: RoleMatrix) -> tuple[tuple[str, str], ...]:
    ways = [
        (entry.hours, entry)
        for row in matrix.transitions
        for entry in row
        if entry.hours is not None and entry.source != entry.target
    ]
    facts = [("Roles", f"{len(matrix.roles)}")]
    if ways:
        for label, (hours, entry) in (("Nearest", min(ways, key=_first)), ("Farthest", max(ways, key=_first))):
            facts.append((label, f"{hours:,.0f} hours, {name_of(entry.source)} to {name_of(entry.target)}"))
    return tuple(facts)


def _first(way: tuple[float, Transition]) -> float:
    return way[0]


def _mean_hours(matrix: RoleMatrix) -> list[list[float]]:
    """The mean of the hours there and back; where there is no way, twice the most of all."""
    hours = [[entry.hours for entry in row] for row in matrix.transitions]
    known = [value for row in hours for value in row if value is not None]
    far = 2 * max(known, default=1.0) or 1.0
    filled = [[far if value is None else value for value in row] for row in hours]
    return [
        [0.0 if one == other else (filled[one][other] + filled[other][one]) / 2 for other in range(len(hours))]
        for one in range(len(hours))
    ]


def _limits(matrix: RoleMatrix) -> list[float]:
    """The hours at which a shade ends: as many pairs of roles in each, rounded to be read."""
    hours = sorted(
        entry.hours
        for row in matrix.transitions
        for entry in row
        if entry.hours is not None and entry.source != entry.target
    )
    if not hours:
        return []
    limits: list[float] = []
    for part in range(1, SHADES):
        value = hours[len(hours) * part // SHADES]
        unit = 50 if value >= 400 else 10
        rounded = max(unit * round(value / unit), unit)
        if not limits or rounded > limits[-1]:
            limits.append(float(rounded))
    return limits


def _shade(hours: float, limits: Sequence[float]) -> int:
    return sum(hours >= limit for limit in limits)


def _heat(matrix: RoleMatrix, order: Sequence[int], limits: Sequence[float]) -> tuple[str, float, float]:
    count = len(order)
    cell, high = (52.0, 30.0) if count <= NUMBERED else (20.0, 20.0)
    names = [_name_line(name_of(matrix.roles[number])) for number in order]
    longest = max((width(name, NAME, bold=False) for name in names), default=0)
    left, slope = float(round(longest + 22)), 0.82
    top = float(round(HEAD + longest * slope + 12))
    parts = []
    for place, (number, name) in enumerate(zip(order, names, strict=True)):
        role = matrix.roles[number]
        y = top + place * high
        parts.append(
            mark(
                role.id,
                name_of(role),
                (2, y, left - 6, high),
                [text(left - 8, y + high / 2 + 5, name, NAME, anchor="end")],
                kind="pin",
            )
        )
        x = left + (place + 0.5) * cell
        parts.append(
            f'<text x="{x:.1f}" y="{top - 8:.1f}" font-size="{NAME}" '
            f'transform="rotate(-55 {x:.1f} {top - 8:.1f})">{escape(name)}</text>'
        )
    for row, source in enumerate(order):
        cells = [
            _cell(matrix.transitions[source][target], (left + column * cell, top + row * high, cell, high), limits)
            for column, target in enumerate(order)
        ]
        parts.append(f'<g data-row="{source}">{"".join(cells)}</g>')
    bottom = top + count * high
    legend, end = _legend(limits, left, bottom + 26)
    return chart([*parts, *legend]), max(left + count * cell + longest * 0.62 + 16, end), bottom + 60


def _name_line(name: str) -> str:
    lines = wrap(name, NAME_ROOM, NAME, 1, bold=False)
    return lines[0] if lines else name


def _cell(entry: Transition, place: tuple[float, float, float, float], limits: Sequence[float]) -> str:
    """A cell; what it is about follows from its place, and what all of them have in common the page gives them."""
    x, y, wide, high = place
    path = f'd="M{x:.0f} {y:.0f}h{wide - 1:g}v{high - 1:g}h-{wide - 1:g}z"'
    if entry.source == entry.target:
        return f'<path class="hollow" {path}/>'
    shade = "missing" if entry.hours is None else f"s{_shade(entry.hours, limits)}"
    if wide < 40:
        return f'<path class="{shade}" {path}/>'
    words = text(x + wide / 2, y + high / 2 + 5, _hours(entry), 13, anchor="middle", kind=f"number on-{shade}")
    return f'<path class="{shade}" {path}/>{words}'


def _legend(limits: Sequence[float], left: float, top: float) -> tuple[list[str], float]:
    """The shades with the hours that they stand for, and where they end."""
    if not limits:
        return [], left
    ends = [f"under {limits[0]:,.0f}", *(f"{one:,.0f}" for one in limits[:-1]), f"{limits[-1]:,.0f} and more"]
    ends[1:-1] = [f"{one:,.0f} to {other:,.0f}" for one, other in pairwise(limits)]
    parts, x = [text(left - 8, top + 13, "hours", anchor="end")], left
    for number, words in enumerate(ends):
        parts.append(f'<rect class="s{number}" x="{x:.1f}" y="{top:.1f}" width="22" height="16"/>')
        parts.append(text(x + 27, top + 13, words))
        x += 27 + width(words, 14, bold=False) + 14
    return parts, x


def _map(matrix: RoleMatrix) -> tuple[str, float, float]:
    roles = matrix.roles
    names = [wrap(name_of(role), LABEL_ROOM, LABEL, 4, bold=False) or ("",) for role in roles]
    sizes = [
        (max(width(words, LABEL, bold=False) for words in lines) + 16, len(lines) * LABEL_LINE + 12) for lines in names
    ]
    points = placed(_mean_hours(matrix)) if roles else []
    points = spread(_stretched(points), sizes, 8)
    left = min((x - wide / 2 for (x, _), (wide, _) in zip(points, sizes, strict=True)), default=0) - 16
    top = min((y - high / 2 for (_, y), (_, high) in zip(points, sizes, strict=True)), default=0) - HEAD - 4
    points = [(x - left, y - top) for x, y in points]
    right = max((x + wide / 2 for (x, _), (wide, _) in zip(points, sizes, strict=True)), default=0)
    bottom = max((y + high / 2 for (_, y), (_, high) in zip(points, sizes, strict=True)), default=0)
    parts = []
    position = {role.id: number for number, role in enumerate(roles)}
    for number, role in enumerate(roles):
        ends = [points[position[entry.target.id]] for entry in matrix.nearest(role, 1)]
        parts += [line([points[number], end], "axis", 1.5) for end in ends]
    for role, lines, (x, y), (wide, high) in zip(roles, names, points, sizes, strict=True):
        inner = [bar(x - wide / 2, y - high / 2, wide, high, "soft")]
        first = y - len(lines) * LABEL_LINE / 2 + 12
        inner += [text(x, first + row * LABEL_LINE, words, LABEL, anchor="middle") for row, words in enumerate(lines)]
        parts.append(mark(role.id, name_of(role), (x - wide / 2, y - high / 2, wide, high), inner))
    return chart(parts), right + 16, bottom


def _stretched(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points at a size that leaves room for labels, the same across and down."""
    wide = max((x for x, _ in points), default=0) - min((x for x, _ in points), default=0)
    high = max((y for _, y in points), default=0) - min((y for _, y in points), default=0)
    scale = min(MAP_WIDTH / wide if wide else 1.0, MAP_HEIGHT / high if high else float("inf"), MAP_WIDTH)
    return [(x * scale, y * scale) for x, y in points]


def _role_entries(matrix: RoleMatrix) -> list[Entry]:
    entries = []
    for number, role in enumerate(matrix.roles):
        start = matrix.starts[number]
        onward = [
            Item(f"{name_of(entry.target)}: {_hours(entry)} hours", to=entry.target.id)
            for entry in matrix.nearest(role, NEAR)
        ]
        back = sorted(
            (
                (row[number].hours, row[number].source)
                for row in matrix.transitions
                if row[number].hours is not None and row[number].source != role
            ),
            key=lambda way: (way[0] or 0.0, way[1].id),
        )
        toward = [Item(f"{name_of(source)}: {hours:,.0f} hours", to=source.id) for hours, source in back[:NEAR]]
        sections = (Section("Nearest from here", tuple(onward)), Section("Nearest to here", tuple(toward)))
        entries.append(
            Entry(
                key=role.id,
                name=name_of(role),
                kind=role.kind,
                state="role",
                aliases=search_names(role),
                definition=plain(role.definition),
                facts=(
                    *concept_facts(role),
                    ("From nothing", "no way" if start.cost is None else counted(start.hours.likely, "hour")),
                ),
                sections=tuple(section for section in sections if section.items),
            )
        )
    return entries


def _grid(matrix: RoleMatrix, order: Sequence[int]) -> Grid:
    """What is said about each pair of roles."""
    rows = matrix.transitions
    numbers = range(len(matrix.roles))
    hours = tuple(tuple(None if entry.hours is None else round(entry.hours) for entry in row) for row in rows)
    return Grid(
        order=tuple(order),
        names=tuple(name_of(role) for role in matrix.roles),
        kind="role",
        facts=(
            ("Hours", hours),
            ("The other way", tuple(tuple(hours[target][source] for target in numbers) for source in numbers)),
            ("Competencies shared", tuple(tuple(len(entry.shared) for entry in row) for row in rows)),
            ("Competencies new", tuple(tuple(len(entry.new) for entry in row) for row in rows)),
        ),
        absent="no way",
    )
