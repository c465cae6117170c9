"""What a query finds, and what a store is given: the named graphs, no two of which have a triple in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rdflib import BNode, URIRef

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.rdf.definitions import vocabulary_triples
from mlcareer_graph.rdf.description import description_triples
from mlcareer_graph.rdf.mappings import mapping_triples
from mlcareer_graph.rdf.vocabulary import (
    ASSERTED_GRAPH,
    DERIVED_GRAPH,
    DESCRIPTION_GRAPH,
    MAPPINGS_GRAPH,
    VOCABULARY_GRAPH,
    Triple,
)
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

GRAPHS: Mapping[str, URIRef] = {
    "asserted": ASSERTED_GRAPH,
    "derived": DERIVED_GRAPH,
    "mappings": MAPPINGS_GRAPH,
    "vocabulary": VOCABULARY_GRAPH,
    "description": DESCRIPTION_GRAPH,
}
"""The named graphs."""


def dataset(graph: CareerGraph) -> dict[str, Sequence[Triple]]:
    """The triples of each named graph, each triple in the first of them that it belongs to.

    So what is derived is what is not stated, and the default graph of a query, all of them together, is a set.
    """
    asserted, mappings = asserted_triples(graph), mapping_triples(graph)
    derived = derived_triples(graph, asserted)
    parts: dict[str, Iterable[Triple]] = {
        "asserted": asserted,
        "derived": derived,
        "mappings": mappings,
        "vocabulary": vocabulary_triples(),
        "description": description_triples(graph, asserted, derived, mappings),
    }
    seen: set[Triple] = set()
    graphs: dict[str, Sequence[Triple]] = {}
    for name, triples in parts.items():
        graphs[name] = [triple for triple in dict.fromkeys(triples) if triple not in seen]
        seen.update(graphs[name])
    return graphs


def has_blank_nodes(triples: Sequence[Triple]) -> bool:
    """Whether some of the triples hang together by nodes without a name."""
    return any(BNode in map(type, triple) for triple in triples)
