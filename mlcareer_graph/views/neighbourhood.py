"""What stands around one concept, as a scene: what comes first, what it opens, what it is joined to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import RELATION_TYPES, Concept
from mlcareer_graph.views.layout import Arranged, arrange
from mlcareer_graph.views.panels import concept_entry
from mlcareer_graph.views.scene import Box, Cell, Item, Link, Scene, Section, Table, name_lines, note_lines
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

NODE_LIMIT = 60
MAX_DEPTH = 6
LISTED_LEFT_OUT = 60

_FIRST, _NEEDS, _PREFERRED = "comes first", "needs it", "is preferred"
_TOWARDS = {_FIRST: "comes before", _NEEDS: "needs", _PREFERRED: "is preferred by"}
"""The same words with an object."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept near the one in the middle.

    Attributes:
        concept: The concept.
        side: ``"before"``, ``"after"`` or ``"beside"``.
        distance: How many edges away it is.
        parent: The concept that it was reached from.
        words: How it stands to that one.
    """

    concept: Concept
    side: str
    distance: int
    parent: Concept
    words: str


def neighbourhood_scene(graph: CareerGraph, around: str | Concept, depth: int) -> Scene:
    """The scene around a concept.

    Args:
        graph: The graph.
        around: The concept in the middle.
        depth: How many edges away from it.

    Raises:
        UnknownConceptError: There is no such concept.
        UnknownOptionError: `depth` is not a number from 1 to `MAX_DEPTH`.
    """
    if isinstance(depth, bool) or not isinstance(depth, int) or not 1 <= depth <= MAX_DEPTH:
        raise UnknownOptionError("depth", depth, [str(number) for number in range(1, MAX_DEPTH + 1)])
    centre = graph.find(around)
    found = _walk(graph, centre, depth)
    shown, left_out = found[: NODE_LIMIT - 1], found[NODE_LIMIT - 1 :]
    keys = {centre.id, *(near.concept.id for near in shown)}
    links = _links(graph, centre, shown, keys)
    bands, boxes, height = _place(centre, shown, links)

    def key_of(concept_id: str) -> str | None:
        return concept_id if concept_id in keys else None

    entries = [concept_entry(graph, centre, centre.id, key_of, "in the middle")]
    entries += [concept_entry(graph, near.concept, near.concept.id, key_of, near.words) for near in shown]
    return Scene(
        title=f"Around {name_of(centre)}",
        summary=plain(centre.definition) or f"What stands around {name_of(centre)}.",
        facts=(("Shown", counted(len(boxes), "concept")), ("Distance", f"at most {counted(depth, 'edge')}")),
        notes=_left_out_notes(left_out),
        bands=bands,
        boxes=boxes,
        links=links,
        entries=tuple(entries),
        tables=(_table(centre, shown),),
        start=centre.id,
        height=height,
    )


def _walk(graph: CareerGraph, centre: Concept, depth: int) -> list[Neighbour]:
    """The concepts within reach, nearest first, the three sides taking turns."""
    seen = {centre.id}
    ring = [Neighbour(centre, "", 0, centre, "")]
    found: list[Neighbour] = []
    for distance in range(1, depth + 1):
        sides: dict[str, list[Neighbour]] = {"before": [], "after": [], "beside": []}
        for near in ring:
            for other, side, words in _around(graph, near):
                if other.id not in seen:
                    seen.add(other.id)
                    sides[side].append(Neighbour(other, side, distance, near.concept, words))
        ring = [near for turn in zip_longest(*sides.values()) for near in turn if near is not None]
        found.extend(ring)
    return found


def _around(graph: CareerGraph, near: Neighbour) -> list[tuple[Concept, str, str]]:
    concept = near.concept
    before = "before" if near.side in ("", "before") else "beside"
    after = "after" if near.side in ("", "after") else "beside"
    around = [(other, before, _FIRST) for other in graph.prerequisites(concept)]
    around += [(other, after, _NEEDS) for other in graph.unlocks(concept)]
    for relation in graph.edges(concept):
        type_ = RELATION_TYPES[relation.type]
        outward = relation.subject == concept.id
        # The words are those of the other concept: Python "implements" what is implemented in it.
        words = type_.inverse if outward else type_.label
        around.append((graph[relation.object if outward else relation.subject], "beside", words))
    for requirement in graph.requirements_of(concept.id):
        around += [(graph[option], "beside", _PREFERRED) for option in requirement.options]
    return around


def _links(graph: CareerGraph, centre: Concept, shown: list[Neighbour], keys: set[str]) -> tuple[Link, ...]:
    tree = {(near.concept.id, near.parent.id) for near in shown}
    words: dict[tuple[str, str], list[str]] = {}
    weak: set[tuple[str, str]] = set()
    for key in sorted(keys):
        for requirement in graph.requirements_of(key):
            label = "is needed for" if requirement.is_required else "is preferred by"
            for option in requirement.options:
                words.setdefault((option, key), []).append(label)
                if not requirement.is_required or len(requirement.options) > requirement.at_least:
                    weak.add((option, key))
        for relation in graph.edges(key):
            words.setdefault((relation.subject, relation.object), []).append(RELATION_TYPES[relation.type].label)
    links = []
    for (source, target), labels in words.items():
        if source not in keys or target not in keys:
            continue
        near = centre.id in (source, target) or (source, target) in tree or (target, source) in tree
        label = "; ".join(dict.fromkeys(labels))
        links.append(Link(source, target, label, dashed=(source, target) in weak, quiet=not near))
    return tuple(links)


def _place(centre: Concept, shown: list[Neighbour], links: tuple[Link, ...]) -> Arranged:
    farthest = max((near.distance for near in shown), default=1)
    middle = farthest
    titles = ["Comes first" if step == 1 else f"Comes first, {step} edges away" for step in range(farthest, 0, -1)]
    titles.append(f"{name_of(centre)} and what it is joined to")
    titles += ["Opens the way to" if step == 1 else f"Opens, {step} edges away" for step in range(1, farthest + 1)]
    offset = {"before": -1, "after": 1, "beside": 0}
    beside = [_box(near, middle, centre) for near in shown if near.side == "beside"]
    wide = _columns(len(beside) + 1)
    rows = -(-(len(beside) + 1) // wide)
    position = min(rows // 2 * wide + wide // 2, len(beside))
    note = note_lines(style_of(centre.kind).label)
    beside.insert(position, Box(centre.id, centre.kind, "centre", name_lines(name_of(centre)), note, middle))
    others = [_box(near, middle + offset[near.side] * near.distance, centre) for near in shown if near.side != "beside"]
    visible = [link for link in links if not link.quiet]
    return arrange([*beside, *others], visible, titles, columns={middle: wide})


def _columns(count: int) -> int:
    """An odd number of columns, so that one is in the middle."""
    return next((wide for wide, most in ((1, 3), (3, 21), (5, 40)) if count <= most), 7)


def _box(near: Neighbour, band: int, centre: Concept) -> Box:
    concept = near.concept
    if near.parent.id == centre.id:
        note = f"{style_of(concept.kind).label}, {near.words}"
    else:
        note = f"{_TOWARDS.get(near.words, near.words)} {name_of(near.parent)}"
    notes = note_lines(note)
    return Box(concept.id, concept.kind, "concept", name_lines(name_of(concept)), notes, band)


def _left_out_notes(left_out: list[Neighbour]) -> tuple[Section, ...]:
    if not left_out:
        return ()
    names = ", ".join(name_of(near.concept) for near in left_out[:LISTED_LEFT_OUT])
    more = len(left_out) - LISTED_LEFT_OUT
    text = f"{counted(len(left_out), 'concept')} farther down the list: {names}"
    return (Section("Left out of the drawing", (Item(f"{text} and {more:,} more" if more > 0 else text),)),)


def _table(centre: Concept, shown: list[Neighbour]) -> Table:
    rows = [
        (
            Cell(name_of(near.concept), near.concept.id),
            Cell(style_of(near.concept.kind).label),
            Cell(f"{_TOWARDS.get(near.words, near.words)} {name_of(near.parent)}"),
            Cell(str(near.distance)),
            Cell(plain(near.concept.definition)),
        )
        for near in shown
    ]
    headings = ("Concept", "Kind", "How it is joined", "Edges away", "What it is")
    return Table(f"What stands around {name_of(centre)}", headings, tuple(rows))
