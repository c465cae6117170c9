"""The description of the data set, in the words of DCAT and VoID, for catalogues and for who meets a file of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from rdflib import DCAT, DCTERMS, OWL, PROV, RDF, SKOS, VOID, Literal, URIRef

from mlcareer_graph.errors import MLCareerError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import BASE_IRI, ONTOLOGY_IRI
from mlcareer_graph.ontology import load_shipped
from mlcareer_graph.ontology.mappings import VOCABULARIES
from mlcareer_graph.rdf.vocabulary import (
    ASSERTED_GRAPH,
    DATASET,
    DERIVED_GRAPH,
    ESCO,
    MAPPINGS_GRAPH,
    MLC,
    SCHEMA,
    SKOSXL,
    Triple,
    class_of,
    number_literal,
    statement_iri,
)

_LICENSE = URIRef("https://creativecommons.org/licenses/by/4.0/")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_DISTRIBUTIONS: Mapping[str, tuple[str, str]] = {
    "turtle": ("Turtle", "text/turtle"),
    "n-triples": ("N-Triples", "application/n-triples"),
    "n-quads": ("N-Quads", "application/n-quads"),
    "trig": ("TriG", "application/trig"),
    "json-ld": ("JSON-LD", "application/ld+json"),
    "rdf-xml": ("RDF/XML", "application/rdf+xml"),
}
_USED = (MLC, SKOS, SKOSXL, DCTERMS, SCHEMA, ESCO, PROV)


def description_triples(
    graph: CareerGraph, asserted: Sequence[Triple], derived: Sequence[Triple], mappings: Sequence[Triple] = ()
) -> list[Triple]:
    """What the data set is, how much there is of it, and what it links to; all numbers are counted.

    Title, licence and version are those of the graph that the library ships, and are given for that alone: of another
    graph the library knows the numbers, and not whose it is.

    Args:
        graph: The graph.
        asserted: What it states.
        derived: What follows.
        mappings: What it matches elsewhere, as far as that is written too.
    """
    kinds = Counter(concept.kind for concept in graph.values())
    triples: list[Triple] = [
        (DATASET, RDF.type, VOID.Dataset),
        (DATASET, RDF.type, DCAT.Dataset),
        (DATASET, VOID.uriSpace, Literal(BASE_IRI)),
        (DATASET, VOID.entities, number_literal(len(graph))),
    ]
    triples += [(DATASET, VOID.vocabulary, URIRef(str(namespace))) for namespace in _USED]
    parts = {ASSERTED_GRAPH: asserted, DERIVED_GRAPH: derived, MAPPINGS_GRAPH: mappings}
    counts = {name: len(set(part)) for name, part in parts.items()}
    triples.append((DATASET, VOID.triples, number_literal(sum(counts.values()))))
    for name, count in counts.items():
        if count:
            triples += [
                (DATASET, VOID.subset, name),
                (name, RDF.type, VOID.Dataset),
                (name, VOID.triples, number_literal(count)),
            ]
    for kind, count in sorted(kinds.items()):
        partition = statement_iri("partition", kind)
        triples += [
            (DATASET, VOID.classPartition, partition),
            (partition, VOID["class"], class_of(kind)),
            (partition, VOID.entities, number_literal(count)),
        ]
    triples += _linksets(mappings)
    if graph == _shipped():
        triples += _whose()
    return triples


def _linksets(mappings: Sequence[Triple]) -> Iterator[Triple]:
    """A linkset for each vocabulary and kind of match."""
    starts = sorted(((start, name) for name, start in VOCABULARIES.items() if start), key=lambda pair: -len(pair[0]))
    counts: Counter[tuple[str, str, URIRef]] = Counter()
    for _, predicate, object_ in set(mappings):
        start, name = next((pair for pair in starts if str(object_).startswith(pair[0])), ("", ""))
        if name:
            counts[name, start, predicate] += 1
    for (name, start, predicate), count in sorted(counts.items()):
        linkset = statement_iri("linkset", f"{name}_{predicate.rpartition('#')[2]}")
        target = statement_iri("linked", name)
        yield DATASET, VOID.subset, linkset
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, VOID.linkPredicate, predicate
        yield linkset, VOID.subjectsTarget, DATASET
        yield linkset, VOID.objectsTarget, target
        yield linkset, VOID.triples, number_literal(count)
        yield target, RDF.type, VOID.Dataset
        yield target, VOID.uriSpace, Literal(start)


@cache
def _shipped() -> CareerGraph | None:
    try:
        return load_shipped()
    except MLCareerError:
        # A checkout whose sources are broken ships no graph.
        return None


def _whose() -> Iterator[Triple]:
    """Title, licence, version and forms of the shipped graph."""
    yield DATASET, DCTERMS.title, Literal("Machine learning careers", lang="en")
    what = (
        "What it takes to work in machine learning: roles, skills, technologies and education, with sourced "
        "requirements at levels, hours and relations."
    )
    yield DATASET, DCTERMS.description, Literal(what, lang="en")
    yield DATASET, DCTERMS.license, _LICENSE
    yield DATASET, DCTERMS.creator, Literal("mlcareer_graph contributors")
    yield DATASET, DCTERMS.conformsTo, URIRef(ONTOLOGY_IRI)
    with suppress(PackageNotFoundError):
        # A checkout on the path has no metadata to ask.
        yield DATASET, OWL.versionInfo, Literal(version("mlcareer-graph"))
    for key, (title, media_type) in _DISTRIBUTIONS.items():
        form = statement_iri("distribution", key)
        yield DATASET, DCAT.distribution, form
        yield form, RDF.type, DCAT.Distribution
        yield form, DCTERMS.title, Literal(title, lang="en")
        yield form, DCTERMS.license, _LICENSE
        yield form, DCAT.mediaType, URIRef(_MEDIA_TYPES + media_type)
