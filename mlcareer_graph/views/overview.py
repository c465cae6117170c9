"""A whole graph as a scene: its roles, what they ask for most, and every other kind as a group with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import CONCEPT_KINDS, Concept
from mlcareer_graph.views.layout import MAX_ROWS, arrange, quiet_behind_boxes
from mlcareer_graph.views.panels import concept_entry, concept_facts, limited, requirement_text, search_names
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
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

ROLE_LIMIT = 16
ASKED_LIMIT = MAX_ROWS
MEMBER_LIMIT = 400
ENTRY_LIMIT = 2000

_BANDS = (
    Band("Technologies", "asked for most"),
    Band("Roles"),
    Band("Skills", "asked for most"),
    Band("In the graph", "by kind"),
)


def overview_scene(graph: CareerGraph) -> Scene:
    """The scene of a whole graph."""
    roles = list(graph.roles.values())[:ROLE_LIMIT]
    asked = _most_asked(graph, roles)
    listed = _listed(graph, [*roles, *(concept for concept, _ in asked)])
    groups = _groups(graph)
    links = _links(graph, roles, {concept.id for concept, _ in asked})
    boxes = [*_group_boxes(groups), *_asked_boxes(asked, bool(roles)), *_role_boxes(graph, roles)]
    bands, placed, height = arrange(boxes, links, _BANDS)
    keys = {concept.id for concept in listed}

    def key_of(concept_id: str) -> str | None:
        return concept_id if concept_id in keys else None

    drawn = {box.key for box in boxes}
    entries = [_group_entry(kind, members, keys) for kind, members in groups.items()]
    entries += [
        concept_entry(graph, concept, concept.id, key_of) if concept.id in drawn else _short_entry(graph, concept, keys)
        for concept in listed
    ]
    return Scene(
        title="The career graph",
        summary=(
            "The skills and technologies that most roles ask for, the roles, and everything in the graph by kind. "
            "Search finds every concept listed, drawn or not."
        ),
        facts=_facts(graph),
        notes=_left_out(graph, roles, listed),
        bands=bands,
        boxes=placed,
        links=quiet_behind_boxes(placed, links),
        dashed="one of several options, or preferred",
        entries=tuple(entries),
        tables=_tables(graph, roles, asked, groups),
        start=_start(graph, roles, groups),
        height=height,
    )


def _start(graph: CareerGraph, roles: Sequence[Concept], groups: dict[str, list[Concept]]) -> str | None:
    """The role that asks for most, as an example of what selecting shows."""
    role = max(roles, key=lambda role: len(graph.requirements_of(role.id)), default=None)
    return role.id if role else next((_group_key(kind) for kind in groups), None)


def _facts(graph: CareerGraph) -> tuple[tuple[str, str], ...]:
    return (
        ("Concepts", f"{len(graph):,}"),
        ("Requirements", f"{len(graph.all_requirements):,}"),
        ("Relations", f"{len(graph.relations):,}"),
    )


def _most_asked(graph: CareerGraph, roles: Sequence[Concept]) -> list[tuple[Concept, int]]:
    """The technologies and skills that most roles ask for; without roles, those that most concepts build on."""
    counts: Counter[str] = Counter()
    for role in roles:
        counts.update({option for need in graph.requirements_of(role.id) for option in need.options})
    if not roles:
        for concept_id in graph:
            counts.update({option for need in graph.requirements_of(concept_id) for option in need.options})
    depth = {concept_id: len(graph.unlocks(concept_id)) for concept_id in counts}
    ranked = sorted(counts, key=lambda concept_id: (-counts[concept_id], -depth[concept_id], concept_id))
    return [
        (graph[concept_id], counts[concept_id])
        for kind in ("technology", "skill")
        for concept_id in [ranked_id for ranked_id in ranked if graph[ranked_id].kind == kind][:ASKED_LIMIT]
    ]


def _listed(graph: CareerGraph, drawn: list[Concept]) -> list[Concept]:
    """The concepts that the page knows: those drawn first, then all others up to the limit."""
    by_id = {concept.id: concept for concept in drawn}
    for concept in graph.values():
        if len(by_id) >= ENTRY_LIMIT:
            break
        by_id.setdefault(concept.id, concept)
    return list(by_id.values())


def _groups(graph: CareerGraph) -> dict[str, list[Concept]]:
    groups: dict[str, list[Concept]] = {kind: [] for kind in CONCEPT_KINDS}
    for concept in graph.values():
        groups.setdefault(concept.kind, []).append(concept)
    return {kind: members for kind, members in groups.items() if members}


def _group_key(kind: str) -> str:
    return f"kind:{kind}"


def _links(graph: CareerGraph, roles: Sequence[Concept], shown: set[str]) -> tuple[Link, ...]:
    links: dict[tuple[str, str], Link] = {}
    for role in roles:
        for requirement in graph.requirements_of(role.id):
            for option in requirement.options:
                if option in shown:
                    label = "is needed for" if requirement.is_required else "is preferred by"
                    dashed = not requirement.is_required or len(requirement.options) > requirement.at_least
                    links.setdefault((option, role.id), Link(option, role.id, label, dashed))
    return tuple(links.values())


def _group_boxes(groups: dict[str, list[Concept]]) -> list[Box]:
    boxes = []
    for kind, members in groups.items():
        style = style_of(kind)
        label = style.plural if len(members) != 1 else style.label
        lines = name_lines(f"{len(members):,} {label}")
        boxes.append(Box(_group_key(kind), kind, "group", lines, note_lines("select for the list"), 3))
    return boxes


def _asked_boxes(asked: list[tuple[Concept, int]], has_roles: bool) -> list[Box]:
    boxes = []
    for concept, count in asked:
        note = f"asked for by {counted(count, 'role')}" if has_roles else f"needed by {count:,}"
        band = 0 if concept.kind == "technology" else 2
        boxes.append(Box(concept.id, concept.kind, "concept", name_lines(name_of(concept)), note_lines(note), band))
    return boxes


def _role_boxes(graph: CareerGraph, roles: Sequence[Concept]) -> list[Box]:
    return [
        Box(
            role.id,
            role.kind,
            "concept",
            name_lines(name_of(role)),
            note_lines(counted(len(graph.requirements_of(role.id)), "requirement")),
            1,
        )
        for role in roles
    ]


def _group_entry(kind: str, members: list[Concept], keys: set[str]) -> Entry:
    style = style_of(kind)
    items = [Item(name_of(member), to=member.id if member.id in keys else None) for member in members]
    return Entry(
        key=_group_key(kind),
        name=style.plural[:1].upper() + style.plural[1:],
        kind=kind,
        state="group",
        facts=(("Concepts", f"{len(members):,}"),),
        sections=(Section(f"All {style.plural}", limited(items, MEMBER_LIMIT)),),
    )


def _short_entry(graph: CareerGraph, concept: Concept, keys: set[str]) -> Entry:
    needs = [
        Item(
            requirement_text(graph, need),
            to=need.options[0] if len(need.options) == 1 and need.options[0] in keys else None,
        )
        for need in graph.requirements_of(concept.id)
    ]
    return Entry(
        key=concept.id,
        name=name_of(concept),
        kind=concept.kind,
        state="not drawn",
        aliases=search_names(concept),
        definition=plain(concept.definition),
        facts=concept_facts(concept),
        sections=(Section("Needs", limited(needs)),) if needs else (),
    )


def _left_out(graph: CareerGraph, roles: Sequence[Concept], listed: list[Concept]) -> tuple[Section, ...]:
    items = []
    if len(roles) < len(graph.roles):
        items.append(Item(f"{len(graph.roles) - len(roles):,} more roles"))
    if len(listed) < len(graph):
        items.append(Item(f"{len(graph) - len(listed):,} more concepts; view them around one of their neighbours"))
    return (Section("Left out", tuple(items)),) if items else ()


def _tables(
    graph: CareerGraph,
    roles: Sequence[Concept],
    asked: list[tuple[Concept, int]],
    groups: dict[str, list[Concept]],
) -> tuple[Table, ...]:
    role_rows = [
        (
            Cell(name_of(role), role.id),
            Cell(str(len(graph.requirements_of(role.id)))),
            Cell(plain(role.definition)),
        )
        for role in roles
    ]
    asked_rows = [
        (Cell(name_of(concept), concept.id), Cell(style_of(concept.kind).label), Cell(str(count)))
        for concept, count in asked
    ]
    group_rows = [
        (Cell(style_of(kind).plural, _group_key(kind)), Cell(f"{len(members):,}")) for kind, members in groups.items()
    ]
    tables = (
        Table("Roles", ("Role", "Requirements", "What it is"), tuple(role_rows)),
        Table("Asked for most", ("Competency", "Kind", "By how many"), tuple(asked_rows)),
        Table("Everything by kind", ("Kind", "Concepts"), tuple(group_rows)),
    )
    return tuple(table for table in tables if table.rows)
