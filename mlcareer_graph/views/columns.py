"""A whole graph as columns, short enough to travel in a page: what the explorer draws, searches and explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import RELATION_TYPES, Competency, Level
from mlcareer_graph.views.layout import reduce_crossings
from mlcareer_graph.views.panels import search_names
from mlcareer_graph.views.scene import Link
from mlcareer_graph.views.text import name_of, plain

DEFINITION_LENGTH = 320
FIRST_SHOWN = 48
"""How many concepts of an area are shown when it is opened."""

DEEPEST = 4
"""In how many columns what builds on each other is told apart within an area."""


@dataclass(frozen=True, slots=True)
class Group:
    """An area of the map.

    Attributes:
        key: Its key on the page.
        kind: The kind of its concepts.
        label: What it is called.
        members: Ids of its concepts, the most connected ones first.
    """

    key: str
    kind: str
    label: str
    members: tuple[str, ...]


def graph_columns(graph: CareerGraph, groups: Sequence[Group]) -> dict[str, Any]:
    """The columns of a graph: names and texts by concept, pairs of numbers by relation, and the areas.

    Args:
        graph: The graph.
        groups: The areas, which together hold every concept once.

    Complexity:
        O(concepts + requirements + relations).
    """
    concepts = [graph[concept_id] for group in groups for concept_id in group.members]
    number = {concept.id: position for position, concept in enumerate(concepts)}
    starts, position = [], 0
    for group in groups:
        starts.append(position)
        position += len(group.members)
    edges = _edges(graph, number)
    return {
        "ids": [concept.id for concept in concepts],
        "names": [name_of(concept) for concept in concepts],
        "aliases": [search_names(concept)[:-1] for concept in concepts],
        "definitions": [plain(concept.definition, DEFINITION_LENGTH) for concept in concepts],
        "hours": [
            round(concept.effort.to(Level.WORKING).likely) if isinstance(concept, Competency) else 0
            for concept in concepts
        ],
        "groups": [
            {
                "key": group.key,
                "kind": group.kind,
                "label": group.label,
                "start": start,
                "count": len(group.members),
                "columns": _order(group.members[:FIRST_SHOWN], edges["needed"], number, concepts),
            }
            for group, start in zip(groups, starts, strict=True)
        ],
        "relations": [
            {"label": label, "inverse": inverse, "pairs": pairs}
            for label, inverse, pairs in (
                ("is needed for", "needs", edges["needed"]),
                ("is one of the options for", "needs one of", edges["option"]),
                ("is preferred by", "prefers", edges["preferred"]),
                *((type_.label, type_.inverse, edges[name]) for name, type_ in RELATION_TYPES.items()),
            )
            if pairs
        ],
    }


def _edges(graph: CareerGraph, number: Mapping[str, int]) -> dict[str, list[int]]:
    edges: dict[str, list[int]] = {name: [] for name in ("needed", "option", "preferred", *RELATION_TYPES)}
    for requirement in graph.all_requirements:
        name = "preferred"
        if requirement.is_required:
            name = "needed" if len(requirement.options) == requirement.at_least else "option"
        for option in requirement.options:
            if option in number and requirement.subject in number:
                edges[name] += (number[option], number[requirement.subject])
    for relation in graph.relations:
        edges[relation.type] += (number[relation.subject], number[relation.object])
    return edges


def _order(members: Sequence[str], needed: Sequence[int], number: Mapping[str, int], concepts: Sequence[Any]) -> Any:
    """The numbers of the members column by column: what is needed stands left of what needs it."""
    inside = {number[member] for member in members}
    pairs = [
        (source, target)
        for source, target in zip(needed[::2], needed[1::2], strict=True)
        if source in inside and target in inside and source != target
    ]
    depth = dict.fromkeys(inside, 0)
    for _ in range(DEEPEST - 1):
        for source, target in pairs:
            depth[target] = max(depth[target], min(depth[source] + 1, DEEPEST - 1))
    joined = {end for pair in pairs for end in pair}
    columns = [[node for node in sorted(inside) if node in joined and depth[node] == level] for level in range(DEEPEST)]
    alone = [node for node in sorted(inside) if node not in joined]
    keys = [[str(node) for node in column] for column in columns if column]
    ordered = reduce_crossings(keys, [Link(str(source), str(target)) for source, target in pairs])
    return [[int(key) for key in column] for column in ordered] + ([alone] if alone else [])
