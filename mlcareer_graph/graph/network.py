"""The graph as networkx sees it.

Nodes carry ``kind``, ``name``, ``definition``, ``aliases`` and, for competencies, ``hours`` (likely, to
*working*). Edges are keyed by the name of the relation and carry ``relation`` and ``evidence`` (texts), plus
``level`` for *teaches*. Each option of a requirement is an edge from the subject to the option, with the
relation ``requires`` or ``prefers`` and the attributes ``group`` (which requirement of the subject it
belongs to, counted from 0), ``at_least``, ``level``, ``strength`` and ``applies_from``; its key ends in the
group's number, since one option may stand in several groups. ``easier_with`` edges are numbered in the same
way and carry ``level`` and ``saves``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlcareer_graph.model import Competency, Level

if TYPE_CHECKING:
    import networkx

    from mlcareer_graph.graph.career_graph import CareerGraph


def to_networkx(graph: CareerGraph) -> networkx.MultiDiGraph[str]:
    """A new `networkx.MultiDiGraph` of the whole graph.

    Complexity:
        O(concepts + relations + requirement options).
    """
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for concept in graph.values():
        attributes: dict[str, Any] = {
            "kind": concept.kind,
            "name": concept.name,
            "definition": concept.definition,
            "aliases": list(concept.aliases),
        }
        if isinstance(concept, Competency):
            attributes["hours"] = concept.effort.to(Level.WORKING).likely
        network.add_node(concept.id, **attributes)
    for relation in graph.relations:
        attributes = {"relation": relation.type, "evidence": [str(item) for item in relation.evidence]}
        if relation.level is not None:
            attributes["level"] = str(relation.level)
        network.add_edge(relation.subject, relation.object, key=relation.type, **attributes)
    for concept in graph.values():
        for group, requirement in enumerate(graph.requirements(concept)):
            name = "requires" if requirement.is_required else "prefers"
            for option in requirement.options:
                network.add_edge(
                    concept.id,
                    option,
                    key=f"{name}-{group}",
                    relation=name,
                    group=group,
                    at_least=requirement.at_least,
                    level=str(requirement.level),
                    strength=str(requirement.strength),
                    applies_from=str(requirement.applies_from),
                    evidence=[str(item) for item in requirement.evidence],
                )
        if isinstance(concept, Competency):
            for number, near in enumerate(concept.easier_with):
                network.add_edge(
                    concept.id,
                    near.know,
                    key=f"easier_with-{number}",
                    relation="easier_with",
                    level=str(near.level),
                    saves=near.saves,
                    evidence=[str(item) for item in near.evidence],
                )
    return network
