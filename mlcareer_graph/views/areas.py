"""Which area a concept belongs to: what filters go by, and what the map of a whole graph is made of."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from functools import cache

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import Concept
from mlcareer_graph.ontology.compiled import ontology_folder
from mlcareer_graph.views.text import name_of

HUBS = 24
"""How many areas are made of the concepts of a kind that no area is given for."""

SMALL = 60
"""Up to how many concepts of a kind need no areas."""

_UPWARD = ("part_of", "broader")
_SPELLED = {"ai": "AI", "mlops": "MLOps", "python": "Python"}


def shipped_area(concept: Concept) -> str:
    """The area whose folder of the shipped ontology holds a concept of that kind and id, "" if none does.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> shipped_area(load_graph()["keras"])
        'Deep learning'
    """
    return _shipped_areas().get((concept.kind, concept.id), "")


@cache
def _shipped_areas() -> Mapping[tuple[str, str], str]:
    files = (ontology_folder() / "concepts").glob("*/*/*.yaml")
    return {(file.parts[-3], file.stem): _title(file.parts[-2]) for file in files}


def _title(folder: str) -> str:
    words = " ".join(_SPELLED.get(word, word) for word in folder.split("-"))
    return words[:1].upper() + words[1:]


def areas_of(graph: CareerGraph) -> dict[str, str]:
    """The area of every concept that has one.

    A concept of the shipped ontology has the area of its folder; another one has that of what it is part of or
    narrower than. Of the concepts that are left, those of a kind with many are divided among its most connected ones.

    Returns:
        From ids to names of areas.

    Complexity:
        O(concepts * log(concepts) + requirements + relations).
    """
    areas = {concept.id: area for concept in graph.values() if (area := shipped_area(concept))}
    _inherit(graph, areas)
    left: dict[str, list[str]] = {}
    for concept in graph.values():
        if concept.id not in areas:
            left.setdefault(concept.kind, []).append(concept.id)
    for members in left.values():
        if len(members) > SMALL:
            areas |= _around_hubs(graph, members)
    return areas


def _inherit(graph: CareerGraph, areas: dict[str, str]) -> None:
    below: dict[str, list[str]] = {}
    for relation in graph.relations:
        if relation.type in _UPWARD and graph[relation.subject].kind == graph[relation.object].kind:
            below.setdefault(relation.object, []).append(relation.subject)
    queue = deque(areas)
    while queue:
        upper = queue.popleft()
        for lower in below.get(upper, ()):
            if lower not in areas:
                areas[lower] = areas[upper]
                queue.append(lower)


def _around_hubs(graph: CareerGraph, members: list[str]) -> dict[str, str]:
    """Each member with the name of the hub it is nearest to; hubs are those with most neighbours among the members."""
    near: dict[str, list[str]] = {member: [] for member in members}

    def join(one: str, other: str) -> None:
        if one in near and other in near:
            near[one].append(other)
            near[other].append(one)

    for member in members:
        for requirement in graph.requirements_of(member):
            for option in requirement.options:
                join(member, option)
    for relation in graph.relations:
        join(relation.subject, relation.object)
    hubs = sorted(members, key=lambda member: (-len(near[member]), member))[:HUBS]
    areas = {hub: f"Around {name_of(graph[hub])}" for hub in hubs}
    sizes = Counter(areas.values())
    queue = deque(hubs)
    most = 2 * len(members) / HUBS
    while queue:
        reached = queue.popleft()
        area = areas[reached]
        for other in near[reached]:
            if other not in areas and sizes[area] < most:
                areas[other] = area
                sizes[area] += 1
                queue.append(other)
    return areas
