"""What must hold between the parts of a graph.

`reference_problems` are errors in any graph: a reference that leads nowhere, a relation between the wrong
kinds. `editorial_problems` hold the shipped ontology, and sources that want to be like it, to more:
no cycle, no missing definition, no name that two concepts claim.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from mlcareer_graph.errors import Problem
from mlcareer_graph.graph.names import NameIndex
from mlcareer_graph.model import (
    CURATED,
    RELATION_TYPES,
    Competency,
    Concept,
    Credential,
    EducationPath,
    Evidence,
    Relation,
    Requirement,
    Source,
)

Concepts = Mapping[str, Concept]


def reference_problems(
    concepts: Concepts,
    requirements: Iterable[Requirement],
    relations: Iterable[Relation],
    places: Mapping[str, str],
) -> list[Problem]:
    """References that lead nowhere or to a concept of the wrong kind.

    Args:
        concepts: Every concept by id.
        requirements: Every requirement.
        relations: Every relation.
        places: The file of each concept, to name in problems; the id where there is none.
    """
    problems: list[Problem] = []

    def check(subject: str, key: str, target: str, allowed: tuple[type[Concept], ...], words: str) -> None:
        place = places.get(subject, subject)
        concept = concepts.get(target)
        if concept is None:
            problems.append(Problem(place, key, f"there is no concept {target!r}", "correct the id or add the concept"))
        elif not isinstance(concept, allowed):
            problems.append(Problem(place, key, f"{target!r} is of kind {concept.kind}", f"refer to {words}"))

    for requirement in requirements:
        for option in requirement.options:
            check(
                requirement.subject,
                "requires",
                option,
                (Competency, Credential),
                "a skill, technology or credential",
            )
    for concept in concepts.values():
        if isinstance(concept, Competency):
            for near in concept.easier_with:
                check(concept.id, "easier_with", near.know, (Competency,), "a skill or technology")
        claim_ids = [claim.id for claim in concept.claims]
        for claim in concept.claims:
            for other in claim.contradicts:
                if other not in claim_ids:
                    problems.append(
                        Problem(
                            places.get(concept.id, concept.id),
                            f"claims.{claim.id}.contradicts",
                            f"there is no claim {other!r} on this concept",
                            "name a claim of the same concept",
                        )
                    )
    seen: set[tuple[str, str, str]] = set()
    for relation in relations:
        problems.extend(_relation_problems(relation, concepts, places, seen))
    for subject, key, evidence in _all_evidence(concepts, requirements, relations):
        for ref in (evidence.source, evidence.citing):
            if ref is not None and ref != CURATED:
                check(subject, key, ref, (Source,), "a source")
    return problems


def _relation_problems(
    relation: Relation, concepts: Concepts, places: Mapping[str, str], seen: set[tuple[str, str, str]]
) -> list[Problem]:
    place = places.get(relation.subject, relation.subject)
    type_ = RELATION_TYPES[relation.type]
    target = concepts.get(relation.object)
    if target is None:
        return [
            Problem(
                place,
                relation.type,
                f"there is no concept {relation.object!r}",
                "correct the id or add the concept",
            )
        ]
    kind = concepts[relation.subject].kind
    if (kind, target.kind) not in type_.signatures:
        allowed = sorted({object_ for subject, object_ in type_.signatures if subject == kind})
        return [
            Problem(
                place,
                relation.type,
                f"{relation.object!r} is of kind {target.kind}",
                f"a {kind} can be {relation.type} only: {', '.join(allowed)}",
            )
        ]
    if relation.object == relation.subject:
        return [Problem(place, relation.type, "the concept is related to itself", "remove the entry")]
    ends = sorted((relation.subject, relation.object)) if type_.symmetric else [relation.subject, relation.object]
    key = (ends[0], relation.type, ends[1])
    if key in seen:
        both = " (it holds both ways and is stated once)" if type_.symmetric else ""
        return [Problem(place, relation.type, f"{relation.object!r} is stated twice{both}", "remove one")]
    seen.add(key)
    return []


def editorial_problems(
    concepts: Concepts,
    requirements: Sequence[Requirement],
    relations: Sequence[Relation],
    places: Mapping[str, str],
) -> list[Problem]:
    """What would make the shipped ontology a worse map: see the module's description."""
    problems = []
    for concept in concepts.values():
        place = places.get(concept.id, concept.id)
        if not concept.definition:
            problems.append(
                Problem(
                    place,
                    "definition",
                    "the definition is missing",
                    'write one sentence, "A <genus> that ..."',
                )
            )
        if isinstance(concept, Competency) and concept.hours is None:
            problems.append(Problem(place, "hours", "the hours are missing", "give [low, likely, high] to working"))
    for name, ids in NameIndex(concepts.values()).clashes():
        problems.append(
            Problem(
                places.get(ids[-1], ids[-1]),
                "aliases",
                f"the name {name!r} is claimed by {' and '.join(sorted(ids))}",
                "leave it to one of them",
            )
        )
    for requirement in requirements:
        if all(evidence.is_curated and not evidence.because for evidence in requirement.evidence):
            problems.append(
                Problem(
                    places.get(requirement.subject, requirement.subject),
                    "requires",
                    f"nothing says why {' or '.join(requirement.options)} is required",
                    "add a source or a because",
                )
            )
    for words, edges in (
        ("requirements", requirement_edges(requirements)),
        ("broader", _broader_edges(relations)),
    ):
        loop = shortest_loop(edges)
        if loop:
            problems.append(
                Problem(
                    places.get(loop[0], loop[0]),
                    "requires" if words == "requirements" else "broader",
                    f"{words} run in a circle: {' -> '.join(loop)}",
                    "remove the weakest of these edges",
                )
            )
    return problems


def requirement_edges(requirements: Iterable[Requirement]) -> dict[str, set[str]]:
    """Each subject with the options of its binding requirements."""
    edges: dict[str, set[str]] = {}
    for requirement in requirements:
        if requirement.is_required:
            edges.setdefault(requirement.subject, set()).update(requirement.options)
    return edges


def shortest_loop(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """A shortest cycle of a directed graph, first node repeated at the end; empty if there is none.

    Only nodes of non-trivial strongly connected components are searched, breadth first:
    O(n (n + m)) at worst within a component, O(n + m) if there is no cycle.
    """
    best: list[str] = []
    cyclic = _cyclic_nodes(edges)
    for start in sorted(cyclic):
        previous: dict[str, str] = {}
        queue = deque([start])
        while queue and start not in previous:
            node = queue.popleft()
            for target in sorted(edges.get(node, ())):
                if target in cyclic and target not in previous:
                    previous[target] = node
                    queue.append(target)
        loop = [start]
        while start in previous and (len(loop) == 1 or loop[-1] != start):
            loop.append(previous[loop[-1]])
        if len(loop) > 1 and (not best or len(loop) < len(best)):
            best = loop[::-1]
    return best


def _cyclic_nodes(edges: Mapping[str, Iterable[str]]) -> set[str]:
    """What is left when nodes without successors, then without predecessors, are peeled off."""
    nodes = set(edges) | {target for targets in edges.values() for target in targets}
    reverse: dict[str, list[str]] = {node: [] for node in nodes}
    forward: dict[str, list[str]] = {node: sorted(edges.get(node, ())) for node in nodes}
    for node, targets in forward.items():
        for target in targets:
            reverse[target].append(node)
    for outgoing, incoming in ((forward, reverse), (reverse, forward)):
        degree = {node: sum(target in nodes for target in outgoing[node]) for node in nodes}
        queue = deque(node for node in nodes if not degree[node])
        while queue:
            node = queue.popleft()
            nodes.discard(node)
            for source in incoming[node]:
                if source in nodes:
                    degree[source] -= 1
                    if not degree[source]:
                        queue.append(source)
    return nodes


def _broader_edges(relations: Iterable[Relation]) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {}
    for relation in relations:
        if relation.type in ("broader", "part_of"):
            edges.setdefault(relation.subject, set()).add(relation.object)
    return edges


def _all_evidence(
    concepts: Concepts, requirements: Iterable[Requirement], relations: Iterable[Relation]
) -> Iterable[tuple[str, str, Evidence]]:
    for concept in concepts.values():
        for evidence in concept.evidence:
            yield concept.id, "source", evidence
        for statement in (*concept.claims, *concept.observations):
            for evidence in statement.evidence:
                yield concept.id, "claims" if hasattr(statement, "statement") else "observations", evidence
        if isinstance(concept, Competency):
            for holder in (*concept.easier_with, *((concept.hours,) if concept.hours else ())):
                for evidence in holder.evidence:
                    yield concept.id, "hours", evidence
        elif isinstance(concept, EducationPath):
            for quantity in (concept.hours, concept.weeks, concept.price):
                for evidence in quantity.evidence if quantity else ():
                    yield concept.id, "hours", evidence
    for requirement in requirements:
        for evidence in requirement.evidence:
            yield requirement.subject, "requires", evidence
    for relation in relations:
        for evidence in relation.evidence:
            yield relation.subject, relation.type, evidence
