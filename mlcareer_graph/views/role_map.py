"""What a role asks for, level by level, and how much of it a profile has, as a chart of one row a requirement."""

from __future__ import annotations

from collections.abc import Sequence

from mlcareer_graph.model import Competency, Level
from mlcareer_graph.planning.gap import Gap, GapItem
from mlcareer_graph.views.chart import bar, chart, line, mark, text
from mlcareer_graph.views.layout import HEAD, arrange
from mlcareer_graph.views.panels import concept_facts, evidence_items, search_names, sources_of
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
from mlcareer_graph.views.text import counted, name_of, plain, wrap
from mlcareer_graph.views.theme import style_of

NAME_WIDTH = 236
CELL = 66
GAP = 4
NOTE_WIDTH = 170
ROW = 18
"""The height of a line of text."""

LISTED = 3
"""How many options of a requirement are named in the chart."""

STATUSES = {"open": "Open", "partly met": "Partly met", "met": "Met"}


def role_map_scene(gap: Gap) -> Scene:
    """The scene of a gap: its requirements, what is open first and there the most important.

    Args:
        gap: The gap, of a profile that may be empty.
    """
    role = name_of(gap.role)
    groups = _groups(gap)
    keys = {item: f"need-{number}" for number, item in enumerate(gap.items)}
    figure, height = _figure(groups, keys)
    count = len(gap.knows.levels) + len(gap.knows.credentials)
    held = f"held against {counted(count, 'thing')} that somebody knows" if count else "for somebody who knows nothing"
    return Scene(
        title=f"What {role} asks for",
        summary=(
            f"The requirements of {role}, {held}. Full cells are known, dashed ones still to be learned; what is "
            "preferred only is marked."
        ),
        facts=gap_facts(gap),
        entries=tuple(_entry(gap, item, keys[item]) for _, items in groups for item in items),
        tables=(gap_table(gap, keys),),
        start=next((keys[item] for _, items in groups for item in items), None),
        height=height,
        width=NAME_WIDTH + 4 * (CELL + GAP) + NOTE_WIDTH + 32,
        figure=figure,
        sketch=_sketch(gap, groups, keys),
    )


def _sketch(gap: Gap, groups: Sequence[tuple[str, list[GapItem]]], keys: dict[GapItem, str]) -> Scene:
    """The requirements by status, each with a line to the role."""
    bands = [Band(STATUSES[status]) for status, _ in groups]
    boxes = [_sketch_box(item, keys[item], number) for number, (_, items) in enumerate(groups) for item in items]
    role = Box(gap.role.id, gap.role.kind, "target", name_lines(name_of(gap.role)), (), len(bands))
    links = [
        Link(keys[item], role.key, f"is {item.requirement.strength} for", dashed=not item.requirement.is_required)
        for _, items in groups
        for item in items
    ]
    placed_bands, placed, height = arrange([*boxes, role], links, [*bands, Band("Role")], most=len(boxes) + 1)
    title = f"What {name_of(gap.role)} asks for"
    return Scene(title, "", bands=placed_bands, boxes=placed, links=tuple(links), height=height)


def _sketch_box(item: GapItem, key: str, band: int) -> Box:
    notes = [item.status, *([str(item.requirement.level)] if _has_level(item) else [])]
    if not item.requirement.is_required:
        notes.append("preferred")
    state = "known" if item.status == "met" else "learn"
    kind = item.options[0][0].kind
    return Box(key, kind, state, name_lines(_names(item, LISTED)), note_lines(", ".join(notes)), band)


def gap_facts(gap: Gap) -> tuple[tuple[str, str], ...]:
    """The figures of a gap with their labels."""
    return (
        ("Met", f"{gap.fit:.0%} of what is required"),
        ("Open", f"{len(gap.open)}"),
        ("Partly met", f"{len(gap.partly_met)}"),
        ("Met in full", f"{len(gap.met)}"),
    )


def gap_table(gap: Gap, keys: dict[GapItem, str] | None = None) -> Table:
    """Every requirement with its status and its importance, the open ones first, and there the most important.

    Args:
        gap: The gap.
        keys: The key of the entry of each requirement, for a page whose tables select.
    """
    rows = []
    for _, items in _groups(gap):
        for item in items:
            known = ", ".join(f"{name_of(concept)} ({level})" for concept, level in item.options if level is not None)
            rows.append(
                (
                    Cell(item.status),
                    Cell(_names(item, 20), keys[item] if keys else None),
                    Cell(str(item.requirement.level) if _has_level(item) else ""),
                    Cell(str(item.requirement.strength)),
                    Cell(f"{item.importance}"),
                    Cell(known),
                )
            )
    headings = ("Status", "Asks for", "Level", "Strength", "Importance", "Known of it")
    return Table("Requirements", headings, tuple(rows), label_column=1)


def _groups(gap: Gap) -> list[tuple[str, list[GapItem]]]:
    """The requirements by status, what hangs most on first."""
    groups = []
    for status in STATUSES:
        items = [item for item in gap.items if item.status == status]
        items.sort(key=lambda item: (not item.requirement.is_required, -item.importance))
        if items:
            groups.append((status, items))
    return groups


def _names(item: GapItem, most: int) -> str:
    names = [name_of(concept) for concept, _ in item.options]
    listed = ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
    return f"{item.requirement.at_least} of: {listed}" if len(names) > 1 else listed


def _has_level(item: GapItem) -> bool:
    return isinstance(item.options[0][0], Competency)


def _known_rank(item: GapItem) -> int:
    """The highest rank at which as many options are known as the requirement asks for, and at most its own."""
    ranks = sorted((int(level or 0) for _, level in item.options), reverse=True)
    return min(ranks[item.requirement.at_least - 1], int(item.requirement.level))


def _figure(groups: Sequence[tuple[str, list[GapItem]]], keys: dict[GapItem, str]) -> tuple[str, float]:
    parts = []
    y = float(HEAD)
    left = NAME_WIDTH + 16
    for rank, level in enumerate(Level):
        x = left + rank * (CELL + GAP) + CELL / 2
        parts.append(text(x, y + 4, str(level), 12.5, anchor="middle", kind="minor"))
    y += 14
    for status, items in groups:
        parts.append(text(8, y + 18, f"{STATUSES[status]}: {len(items)}", 16, weight="700"))
        y += 28
        parts.append(line([(8, y), (left + 4 * (CELL + GAP) + NOTE_WIDTH, y)], "axis"))
        y += 3
        for item in items:
            row, high = _row(item, keys[item], left, y)
            parts.append(row)
            y += high
        y += 10
    return chart(parts), y


def _row(item: GapItem, key: str, left: float, top: float) -> tuple[str, float]:
    lines = wrap(_names(item, LISTED), NAME_WIDTH - 4, 14, 3, bold=False)
    high = max(ROW * len(lines) + 8, 30)
    first = top + high / 2 - ROW * len(lines) / 2 + 13.5
    parts = [text(8, first + number * ROW, words) for number, words in enumerate(lines)]
    cell = min(high - 8, 22)
    middle = top + high / 2
    notes = [] if item.requirement.is_required else ["preferred"]
    if item.importance > 1:
        notes.append(f"{item.importance - 1} more hang on it" if item.importance > 2 else "1 more hangs on it")
    parts.append(text(left + 4 * (CELL + GAP) + 6, middle + 4.5, ", ".join(notes), 12.5, kind="minor"))
    if _has_level(item):
        known, asked = _known_rank(item), int(item.requirement.level)
        for rank in range(1, asked + 1):
            x = left + (rank - 1) * (CELL + GAP)
            parts.append(bar(x, middle - cell / 2, CELL, cell, "solid" if rank <= known else "missing", border=1.4))
    else:
        kind = "solid" if item.status == "met" else "missing"
        parts.append(bar(left, middle - cell / 2, 4 * CELL + 3 * GAP, cell, kind, border=1.4))
    said = f"{_names(item, 20)}, {item.status}" + (f", {item.requirement.level}" if _has_level(item) else "")
    frame = (3, top + 1, left + 4 * (CELL + GAP) + NOTE_WIDTH - 2, high - 2)
    return mark(key, said, frame, parts), high


def _entry(gap: Gap, item: GapItem, key: str) -> Entry:
    requirement, concept = item.requirement, item.options[0][0]
    is_single = len(item.options) == 1
    facts = [("Strength", str(requirement.strength)), ("Importance", _importance(item))]
    if _has_level(item):
        facts.insert(0, ("Level asked for", str(requirement.level)))
    options = tuple(
        Item(f"{name_of(option)}: {'not known' if level is None else f'known ({level})'}")
        for option, level in item.options
    )
    sections = (
        Section("Options" if not is_single else "Known", options),
        Section("Who says so", evidence_items(gap.graph, requirement.evidence)),
        Section("Sources", sources_of(gap.graph, concept) if is_single else ()),
    )
    because = next((evidence.because for evidence in requirement.evidence if evidence.because), "")
    return Entry(
        key=key,
        name=_names(item, LISTED),
        kind=concept.kind,
        state=item.status + ("" if is_single else f", any {requirement.at_least} of these"),
        aliases=tuple(name for option, _ in item.options for name in (name_of(option), *search_names(option))),
        definition=plain(concept.definition) if is_single else "",
        facts=(*facts, *(concept_facts(concept) if is_single else (("Kind", style_of(concept.kind).label),))),
        why=(plain(because),) if because else (),
        sections=tuple(section for section in sections if section.items),
    )


def _importance(item: GapItem) -> str:
    others = item.importance - 1
    return f"{counted(others, 'other requirement')} cannot be met without it" if others else "nothing else hangs on it"
