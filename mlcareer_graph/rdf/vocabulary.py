"""The names that the graph has in RDF: namespaces, classes, properties, and the IRIs of statements.

The terms are defined in ``ontology/mlcareer.ttl``; a test keeps the two the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from rdflib import DCAT, OWL, PROV, RDF, RDFS, SKOS, VANN, VOID, XSD, BNode, Literal, Namespace, URIRef

from mlcareer_graph.model import (
    BASE_IRI,
    CONCEPT_KINDS,
    ONTOLOGY_IRI,
    PATH_KINDS,
    RELATION_TYPES,
    Level,
    Strength,
)

Node: TypeAlias = "URIRef | BNode"
Object: TypeAlias = "URIRef | BNode | Literal"
Triple: TypeAlias = tuple["Node", URIRef, "Object"]
"""A statement; the only blank nodes are those of the vocabulary's axioms, where OWL asks for them."""


class _Terms(Namespace):
    """A namespace that makes the IRI of a term once, as it is asked for the same few at every statement."""

    def __getitem__(self, key: str) -> URIRef:  # type: ignore[override]
        return _term(self, key)


@lru_cache(maxsize=1024)
def _term(namespace: _Terms, name: str) -> URIRef:
    return namespace.term(name)


MLC = _Terms(ONTOLOGY_IRI + "#")
SCHEMA = Namespace("https://schema.org/")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
ESCO = Namespace("http://data.europa.eu/esco/model#")

SCHEME = URIRef(BASE_IRI + "scheme")
DATASET = URIRef(BASE_IRI + "dataset")
ASSERTED_GRAPH = URIRef(BASE_IRI + "graph/asserted")
DERIVED_GRAPH = URIRef(BASE_IRI + "graph/derived")
MAPPINGS_GRAPH = URIRef(BASE_IRI + "graph/mappings")
VOCABULARY_GRAPH = URIRef(BASE_IRI + "graph/vocabulary")
DESCRIPTION_GRAPH = URIRef(BASE_IRI + "graph/description")

STATEMENT_KINDS = (
    "claim",
    "distribution",
    "easier-with",
    "effort",
    "evidence",
    "graph",
    "label",
    "linked",
    "linkset",
    "observation",
    "offer",
    "partition",
    "quantity",
    "relation",
    "requirement",
)
"""The folders under the base IRI that hold statements about concepts, and about the data set."""

PREFIXES: Mapping[str, str] = {
    "mlc": str(MLC),
    "rdf": str(RDF),
    "skos": str(SKOS),
    "skosxl": str(SKOSXL),
    "dcterms": "http://purl.org/dc/terms/",
    "schema": str(SCHEMA),
    "xsd": str(XSD),
    "owl": str(OWL),
    "rdfs": str(RDFS),
    "vann": str(VANN),
    "prov": str(PROV),
    "esco": str(ESCO),
    "dcat": str(DCAT),
    "void": str(VOID),
    **{kind: f"{BASE_IRI}{kind}/" for kind in sorted((*CONCEPT_KINDS, *STATEMENT_KINDS))},
}
"""Every prefix that a file may declare."""


def class_of(kind: str) -> URIRef:
    """The class of a kind of concept.

    Example:
        >>> str(class_of("education-path"))
        'https://w3id.org/mlcareer/ontology#EducationPath'
    """
    return MLC["".join(word.capitalize() for word in kind.split("-"))]


KIND_BY_CLASS: Mapping[URIRef, str] = {class_of(kind): kind for kind in CONCEPT_KINDS}
"""The kind of concept that each class stands for."""

OUTSIDE_SCHEME = ("organization", "source")
"""Kinds that are no SKOS concepts: an organization is an agent, a source is a document."""


def _predicate(type_name: str) -> URIRef:
    if type_name in ("broader", "related_to"):
        return SKOS.broader if type_name == "broader" else SKOS.related
    first, *rest = type_name.split("_")
    return MLC[first + "".join(word.capitalize() for word in rest)]


PREDICATES: Mapping[str, URIRef] = {name: _predicate(name) for name in RELATION_TYPES}
"""The property of each relation type."""

TYPE_BY_PREDICATE: Mapping[URIRef, str] = {predicate: name for name, predicate in PREDICATES.items()}
"""The relation type of each property."""

LEVELS: Mapping[Level, URIRef] = {level: MLC[str(level)] for level in Level}
STRENGTHS: Mapping[Strength, URIRef] = {strength: MLC[str(strength)] for strength in Strength}
PATH_KIND_TERMS: Mapping[str, URIRef] = {kind: MLC[kind] for kind in PATH_KINDS}

HAS_PREREQUISITE = MLC["hasPrerequisite"]
HAS_ALTERNATIVE_PREREQUISITE = MLC["hasAlternativePrerequisite"]


def statement_iri(kind: str, name: str) -> URIRef:
    """The IRI of a statement about a concept.

    Example:
        >>> str(statement_iri("requirement", "keras-1"))
        'https://w3id.org/mlcareer/requirement/keras-1'
    """
    return URIRef(f"{BASE_IRI}{kind}/{name}")


def nth(number: int) -> URIRef:
    """The RDF property that says which member comes at a place, counted from 1.

    Example:
        >>> str(nth(2))
        'http://www.w3.org/1999/02/22-rdf-syntax-ns#_2'
    """
    return URIRef(f"{RDF}_{number}")


def local_name(iri: str) -> str:
    """The last part of an IRI.

    Example:
        >>> local_name("https://w3id.org/mlcareer/skill/calculus"), local_name("urn:calculus")
        ('calculus', 'calculus')
    """
    for mark in "#/:":
        head, _, tail = iri.rpartition(mark)
        if head and tail:
            return tail
    return iri


def number_literal(value: float) -> Literal:
    """A number as ``xsd:integer`` or ``xsd:decimal``, which reads back equal.

    Decimals, since integers are decimals in XSD and OWL, and doubles are not; every digit that tells a float
    from its neighbours is written.

    Example:
        >>> number_literal(40).n3(), str(number_literal(1e-7))
        ('"40"^^<http://www.w3.org/2001/XMLSchema#integer>', '0.0000001')
    """
    if isinstance(value, int):
        return Literal(str(int(value)), datatype=XSD.integer)
    digits = format(Decimal(repr(float(value))), "f")
    return Literal(digits if "." in digits else f"{digits}.0", datatype=XSD.decimal)
