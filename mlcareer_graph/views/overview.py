"""A whole graph as a map of its areas, which the page opens one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import CONCEPT_KINDS
from mlcareer_graph.views.areas import SMALL, areas_of
from mlcareer_graph.views.columns import Group, graph_columns
from mlcareer_graph.views.layout import HEAD, ROW_GAP, arrange
from mlcareer_graph.views.scene import Band, Box, Cell, Entry, Item, Link, Scene, Section, Table, name_lines, note_lines
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

ROWS = 12
"""How many areas stand below each other at most."""

LISTED = 2500
"""Up to how many concepts the text of the page names every one; larger graphs have them in the search and the panel."""

OTHERS = "Everything else"
STRONGEST = 6
"""With how many others an area is joined when it is selected: those that most of its edges lead to."""


def overview_scene(graph: CareerGraph) -> Scene:
    """The scene of a whole graph."""
    groups = _groups(graph)
    names = _band_names(groups)
    boxes = [_box(group, names) for group in groups]
    links = _links(graph, groups)
    bands, centred, height = arrange(boxes, links, [Band(name) for name in names], ROWS)
    placed = _from_the_top(centred)
    return Scene(
        title="The career graph",
        summary=(
            "A map of everything in the graph by area. Select an area to open it, and a concept to read about it and "
            "to show what it is joined to. The search finds every concept by each of its names."
        ),
        facts=(
            ("Concepts", f"{len(graph):,}"),
            ("Requirements", f"{len(graph.all_requirements):,}"),
            ("Relations", f"{len(graph.relations):,}"),
        ),
        bands=bands,
        boxes=placed,
        links=tuple(links),
        dashed="one of several options, or preferred",
        entries=tuple(_entry(group) for group in groups),
        tables=_tables(graph, groups),
        start=groups[0].key if groups else None,
        height=height + ROW_GAP,
        whole=graph_columns(graph, groups),
    )


def _groups(graph: CareerGraph) -> list[Group]:
    """The areas of kinds with many concepts, and the other kinds whole, each with its most connected members first."""
    degree: Counter[str] = Counter()
    for requirement in graph.all_requirements:
        degree[requirement.subject] += 1
        degree.update(requirement.options)
    for relation in graph.relations:
        degree.update((relation.subject, relation.object))
    areas = areas_of(graph)
    kinds: dict[str, list[str]] = {kind: [] for kind in CONCEPT_KINDS}
    for concept in graph.values():
        kinds.setdefault(concept.kind, []).append(concept.id)
    groups = []
    for kind, members in kinds.items():
        divided: dict[str, list[str]] = {}
        is_divided = kind == "role" or len(members) > 2 * SMALL
        plural = style_of(kind).plural
        whole = plural[:1].upper() + plural[1:]
        for member in members:
            area = areas.get(member, f"Other {plural}") if is_divided else whole
            divided.setdefault(area, []).append(member)
        if len(divided) == 1 or set(divided) == {f"Other {plural}"}:
            divided = {whole: members} if members else {}
        for area in sorted(divided):
            ranked = sorted(divided[area], key=lambda member: (-degree[member], member))
            groups.append(Group(f"area/{kind}/{area}", kind, area, tuple(ranked)))
    return groups


def _band_names(groups: list[Group]) -> list[str]:
    """The bands of the map: the kinds that roles are about, then everything else."""
    main = [kind for kind in ("role", "skill", "technology") if any(group.kind == kind for group in groups)]
    others = [OTHERS] if any(group.kind not in main for group in groups) else []
    return [style_of(kind).plural.capitalize() for kind in main] + others


def _box(group: Group, names: list[str]) -> Box:
    style = style_of(group.kind)
    name = style.plural.capitalize()
    count = len(group.members)
    note = f"{count:,} {style.plural if count != 1 else style.label}"
    band = names.index(name) if name in names else names.index(OTHERS)
    return Box(group.key, group.kind, "group", name_lines(group.label), note_lines(note), band)


def _from_the_top(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes with those of each band moved up to below its title: a map is read from there."""
    tops: dict[int, float] = {}
    for box in boxes:
        tops[box.band] = min(tops.get(box.band, box.y), box.y - box.height / 2)
    return tuple(replace(box, y=box.y - tops[box.band] + HEAD + ROW_GAP) for box in boxes)


def _links(graph: CareerGraph, groups: list[Group]) -> list[Link]:
    """How areas are joined. Only the lines of the area that is selected are drawn: all of them would be a thicket."""
    home = {member: group.key for group in groups for member in group.members}
    counts: Counter[tuple[str, str]] = Counter()
    for requirement in graph.all_requirements:
        counts.update((home[option], home[requirement.subject]) for option in requirement.options)
    for relation in graph.relations:
        counts[home[relation.subject], home[relation.object]] += 1
    ranked = sorted(((one, other) for one, other in counts if one != other), key=lambda pair: (-counts[pair], pair))
    shown: Counter[str] = Counter()
    links = []
    for one, other in ranked:
        if shown[one] < STRONGEST or shown[other] < STRONGEST:
            shown.update((one, other))
            links.append(Link(one, other, f"has {counted(counts[one, other], 'edge')} to", quiet=True))
    return links


def _entry(group: Group) -> Entry:
    style = style_of(group.kind)
    return Entry(
        key=group.key,
        name=group.label,
        kind=group.kind,
        state="area",
        area=group.label,
        facts=(("Kind", style.label), ("Concepts", f"{len(group.members):,}")),
        sections=(Section("In this area", (Item(counted(len(group.members), "concept")),)),),
    )


def _tables(graph: CareerGraph, groups: list[Group]) -> tuple[Table, ...]:
    def names(group: Group) -> str:
        shown = group.members if len(graph) <= LISTED else group.members[:12]
        listed = ", ".join(name_of(graph[member]) for member in shown)
        left = len(group.members) - len(shown)
        return plain(f"{listed} and {left:,} more" if left else listed, 20_000)

    rows = [
        (
            Cell(group.label, group.key),
            Cell(style_of(group.kind).label),
            Cell(f"{len(group.members):,}"),
            Cell(names(group)),
        )
        for group in groups
    ]
    return (Table("Everything by area", ("Area", "Kind", "Concepts", "Which"), tuple(rows)),) if rows else ()
