"""The graph in the words of SKOS, schema.org, the ESCO model and PROV, for those who know these and not ours.

All of it follows from what the graph states in its own vocabulary, and none of it is read back. The page
``docs/reference/standard-vocabularies.md`` says which term stands for what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from rdflib import PROV, RDF, SDO, SKOS, Literal, URIRef

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import (
    Competency,
    Concept,
    Credential,
    EducationPath,
    Organization,
    Quantity,
    Relation,
    Requirement,
    Role,
    Source,
)
from mlcareer_graph.rdf.vocabulary import (
    ESCO,
    MLC,
    OUTSIDE_SCHEME,
    SCHEME,
    Node,
    Object,
    Triple,
    number_literal,
    statement_iri,
)

_Iris: TypeAlias = Mapping[str, URIRef]

_PROGRAMS = ("bootcamp", "certification", "degree")
"""Kinds of path that lead to an outcome as a whole; a course is one unit of teaching."""

_SCHEMA_RELATIONS: Mapping[str, URIRef] = {
    "teaches": SDO.teaches,
    "awards": SDO.educationalCredentialAwarded,
    "offered_by": SDO.provider,
}


def standard_triples(graph: CareerGraph) -> list[Triple]:
    """What the graph states, in the words of other vocabularies.

    Example:
        >>> records = [{"id": "calculus", "kind": "skill", "name": "Calculus"}]
        >>> for triple in standard_triples(CareerGraph.from_dict({"concepts": records})):
        ...     print(*(str(term).rpartition("/")[2] for term in triple))
        calculus 22-rdf-syntax-ns#type DefinedTerm
        calculus 22-rdf-syntax-ns#type model#Skill
        calculus name Calculus
        calculus core#topConceptOf scheme
        scheme core#hasTopConcept calculus
    """
    iris = {concept.id: URIRef(concept.iri) for concept in graph.values()}
    triples: list[Triple] = []
    narrower = {relation.subject for relation in graph.relations if relation.type == "broader"}
    for concept in graph.values():
        triples.extend(_concept(concept, iris[concept.id]))
        if concept.kind not in OUTSIDE_SCHEME and concept.id not in narrower:
            triples.append((iris[concept.id], SKOS.topConceptOf, SCHEME))
            triples.append((SCHEME, SKOS.hasTopConcept, iris[concept.id]))
    for relation in graph.relations:
        triples.extend(_relation(relation, iris))
    for requirement in graph.all_requirements:
        triples.extend(_requirement(requirement, graph, iris))
    return triples


def provenance_triples(asserted: Iterable[Triple]) -> list[Triple]:
    """What each statement was taken from, in the words of PROV; a curator's judgement was taken from nothing.

    Args:
        asserted: The statements, with their evidence.
    """
    owners: dict[Node, Node] = {}
    named: list[tuple[Node, URIRef, Object]] = []
    for subject, predicate, object_ in asserted:
        if predicate == _EVIDENCE and isinstance(object_, URIRef):
            owners[object_] = subject
        elif predicate in _PROVENANCE:
            named.append((subject, _PROVENANCE[predicate], object_))
    return [(owners[evidence], predicate, source) for evidence, predicate, source in named]


_EVIDENCE = MLC["evidence"]
_PROVENANCE: Mapping[URIRef, URIRef] = {MLC["source"]: PROV.wasDerivedFrom, MLC["citing"]: PROV.hadPrimarySource}


# ---------------------------------------------------------------------- concepts


def _concept(concept: Concept, node: URIRef) -> Iterator[Triple]:
    for class_ in _classes(concept):
        yield node, RDF.type, class_
    if not isinstance(concept, _DESCRIBED):
        return
    yield node, SDO.name, Literal(concept.name, lang="en")
    for alias in dict.fromkeys(concept.aliases):
        yield node, SDO.alternateName, Literal(alias, lang="en")
    if concept.definition:
        yield node, SDO.description, Literal(concept.definition, lang="en")
    if isinstance(concept, EducationPath):
        yield from _path(concept, node)


_DESCRIBED = (Role, Competency, EducationPath, Credential, Organization)
"""What schema.org has a class for."""


def _classes(concept: Concept) -> tuple[URIRef, ...]:
    if isinstance(concept, Role):
        return SDO.Occupation, ESCO["Occupation"]
    if isinstance(concept, Competency):
        return SDO.DefinedTerm, ESCO["Skill"]
    if isinstance(concept, EducationPath):
        if concept.path_kind in _PROGRAMS:
            return (SDO.EducationalOccupationalProgram,)
        return (SDO.Course,) if concept.path_kind == "course" else ()
    if isinstance(concept, Credential):
        return (SDO.EducationalOccupationalCredential,)
    if isinstance(concept, Organization):
        return (SDO.Organization,)
    return (PROV.Entity,) if isinstance(concept, Source) else ()


def _path(path: EducationPath, node: URIRef) -> Iterator[Triple]:
    if path.path_kind in _PROGRAMS:
        if path.weeks is not None:
            yield node, SDO.timeToComplete, Literal(_weeks(path.weeks.estimate.likely))
    elif path.hours is not None and path.path_kind == "course":
        yield node, SDO.timeRequired, Literal(_hours(path.hours.estimate.likely))
    if path.price is not None and _is_stated(path.price):
        offer = statement_iri("offer", path.id)
        yield node, SDO.offers, offer
        yield offer, RDF.type, SDO.Offer
        yield offer, SDO.price, number_literal(path.price.estimate.likely)
        yield offer, SDO.priceCurrency, Literal(path.price.unit)


def _is_stated(quantity: Quantity) -> bool:
    """Whether a source states it; an estimate of the editors is no offer."""
    return any(not item.is_curated for item in quantity.evidence)


def _weeks(weeks: float) -> str:
    """Weeks as a duration of ISO 8601, which knows whole ones only: others are given in days."""
    return f"P{round(weeks)}W" if round(weeks) == weeks else f"P{max(1, round(weeks * 7))}D"


def _hours(hours: float) -> str:
    """Hours as a duration of ISO 8601, to the minute.

    Example:
        >>> _hours(40), _hours(0.5)
        ('PT40H', 'PT30M')
    """
    whole, minutes = divmod(round(hours * 60), 60)
    if not whole:
        return f"PT{minutes}M"
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"


# ---------------------------------------------------------------------- between concepts


def _relation(relation: Relation, iris: _Iris) -> Iterator[Triple]:
    subject, object_ = iris[relation.subject], iris[relation.object]
    if relation.type == "broader":
        yield object_, SKOS.narrower, subject
    elif relation.type in _SCHEMA_RELATIONS:
        yield subject, _SCHEMA_RELATIONS[relation.type], object_


def _requirement(requirement: Requirement, graph: CareerGraph, iris: _Iris) -> Iterator[Triple]:
    """What a role needs; what is preferred, or has an alternative, is optional in the sense of ESCO."""
    if not isinstance(graph[requirement.subject], Role):
        return
    node = iris[requirement.subject]
    essential = requirement.is_required and requirement.at_least == len(requirement.options)
    for option in requirement.options:
        if isinstance(graph[option], Competency):
            yield node, ESCO["relatedEssentialSkill" if essential else "relatedOptionalSkill"], iris[option]
            if essential:
                yield node, SDO.skills, iris[option]
        elif essential and isinstance(graph[option], Credential):
            yield node, SDO.educationRequirements, iris[option]
