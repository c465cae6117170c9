"""What stands around one concept, as a scene: what comes first, what it opens, what it is joined to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import RELATION_TYPES, Concept
from mlcareer_graph.views.layout import Arranged, arrange, quiet_behind_boxes
from mlcareer_graph.views.panels import concept_entry
from mlcareer_graph.views.scene import (
    Band,
    Box,
    Cell,
    Item,
    Link,
    Portion,
    Scene,
    Section,
    Table,
    name_lines,
    note_lines,
)
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

NODE_LIMIT = 40
LIST_LIMIT = 400
"""Rows of the table; all that is one edge away is listed, however many that are."""
MAX_DEPTH = 6
PORTION = 48
"""How many concepts are drawn when the reader asks for more."""
PORTIONS = 3

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
    shown, listed = found[: NODE_LIMIT - 1], _nearest(found)
    drawn = {centre.id, *(near.concept.id for near in shown)}
    keys = {centre.id, *(near.concept.id for near in listed)}
    links = _links(graph, centre, shown, drawn)
    bands, boxes, lower = _place(centre, shown, links)
    more, height = _portions(graph, centre, listed[len(shown) :], (bands, boxes, lower))

    def key_of(concept_id: str) -> str | None:
        return concept_id if concept_id in keys else None

    entries = [concept_entry(graph, centre, centre.id, key_of, "in the middle")]
    entries += [concept_entry(graph, near.concept, near.concept.id, key_of, near.words) for near in listed]
    return Scene(
        title=f"Around {name_of(centre)}",
        summary=plain(centre.definition) or f"What stands around {name_of(centre)}.",
        facts=(
            ("Drawn", counted(len(boxes), "concept")),
            ("Within reach", counted(len(found) + 1, "concept")),
            ("Distance", f"at most {counted(depth, 'edge')}"),
        ),
        notes=_left_out(len(shown) + sum(len(portion.boxes) for portion in more), listed, found),
        bands=bands,
        boxes=boxes,
        links=quiet_behind_boxes(boxes, links),
        dashed="one of several options, or preferred",
        entries=tuple(entries),
        tables=(_table(centre, listed),),
        start=centre.id,
        height=height,
        more=more,
    )


def _walk(graph: CareerGraph, centre: Concept, depth: int) -> list[Neighbour]:
    """The concepts within reach, nearest first, of these the most connected ones.

    Sides and parents take turns, so that one concept with many neighbours does not crowd out the others.
    """
    seen = {centre.id}
    ring = [Neighbour(centre, "", 0, centre, "")]
    found: list[Neighbour] = []
    for distance in range(1, depth + 1):
        groups: dict[tuple[str, str], list[Neighbour]] = {}
        for near in ring:
            for other, side, words in _around(graph, near):
                if other.id not in seen:
                    seen.add(other.id)
                    reached = Neighbour(other, side, distance, near.concept, words)
                    groups.setdefault((side, near.concept.id), []).append(reached)
        ranked = [
            sorted(group, key=lambda near: (-_degree(graph, near.concept), near.concept.id))
            for group in groups.values()
        ]
        ring = [near for turn in zip_longest(*ranked) for near in turn if near is not None]
        found.extend(ring)
    return found


def _degree(graph: CareerGraph, concept: Concept) -> int:
    """How many edges a concept has."""
    return len(graph.unlocks(concept)) + len(graph.edges(concept)) + len(graph.requirements_of(concept.id))


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
    """The centre with what comes first on its left, and what it opens and is joined to on its right."""
    farthest = max((near.distance for near in shown), default=1)
    steps = range(1, farthest + 1)
    sides = [("before", step) for step in reversed(steps)] + [("", 0)]
    sides += [(side, step) for step in steps for side in ("after", "beside")]
    titles = {
        "before": "Comes first",
        "": "In the middle",
        "after": "Opens the way to",
        "beside": "Joined in other ways",
    }
    bands = [Band(titles[side], f"{step} edges away" if step > 1 else "") for side, step in sides]
    note = note_lines(style_of(centre.kind).label)
    boxes = [Box(centre.id, centre.kind, "centre", name_lines(name_of(centre)), note, sides.index(("", 0)))]
    boxes += [_box(near, sides.index((near.side, near.distance)), centre) for near in shown]
    return arrange(boxes, [link for link in links if not link.quiet], bands)


def _portions(
    graph: CareerGraph, centre: Concept, left: list[Neighbour], start: Arranged
) -> tuple[tuple[Portion, ...], float]:
    """What else is near, in portions to the right of the drawing, and the height of it all."""
    bands, boxes, height = start
    right = bands[-1].right
    keys = {box.key for box in boxes}
    portions = []
    for first in range(0, min(len(left), PORTIONS * PORTION), PORTION):
        part = left[first : first + PORTION]
        new = {near.concept.id for near in part}
        keys |= new
        links = [
            replace(link, quiet=True)
            for link in _links(graph, centre, part, keys)
            if link.source in new or link.target in new
        ]
        (band,), placed, high = arrange([_box(near, 0, centre) for near in part], (), [Band("More", _reach(part))])
        shift = right - band.left
        portions.append(
            Portion(
                replace(band, left=right, right=band.right + shift),
                tuple(replace(box, x=box.x + shift) for box in placed),
                tuple(links),
            )
        )
        right, height = band.right + shift, max(height, high)
    return tuple(portions), height


def _reach(part: list[Neighbour]) -> str:
    """How far away a portion is."""
    near, far = part[0].distance, part[-1].distance
    return f"{counted(near, 'edge')} away" if near == far else f"{near} to {far} edges away"


def _box(near: Neighbour, band: int, centre: Concept) -> Box:
    concept = near.concept
    if near.parent.id == centre.id:
        note = f"{style_of(concept.kind).label}, {near.words}"
    else:
        note = f"{_TOWARDS.get(near.words, near.words)} {name_of(near.parent)}"
    notes = note_lines(note)
    return Box(concept.id, concept.kind, "concept", name_lines(name_of(concept)), notes, band, distance=near.distance)


def _nearest(found: list[Neighbour]) -> list[Neighbour]:
    direct = sum(near.distance == 1 for near in found)
    return found[: max(LIST_LIMIT, direct)]


def _left_out(drawn: int, listed: list[Neighbour], found: list[Neighbour]) -> tuple[Section, ...]:
    items = []
    if drawn < len(listed):
        items.append(Item(f"{counted(len(listed) - drawn, 'concept')} in the table and in the search, not drawn"))
    if len(listed) < len(found):
        beyond = counted(found[len(listed)].distance, "edge")
        items.append(Item(f"{counted(len(found) - len(listed), 'concept')} at least {beyond} away, not listed"))
    return (Section("Left out of the drawing", tuple(items)),) if items else ()


def _table(centre: Concept, listed: list[Neighbour]) -> Table:
    rows = [
        (
            Cell(name_of(near.concept), near.concept.id),
            Cell(style_of(near.concept.kind).label),
            Cell(f"{_TOWARDS.get(near.words, near.words)} {name_of(near.parent)}"),
            Cell(str(near.distance)),
            Cell(plain(near.concept.definition)),
        )
        for near in listed
    ]
    headings = ("Concept", "Kind", "How it is joined", "Edges away", "What it is")
    return Table(f"What stands around {name_of(centre)}", headings, tuple(rows))
