"""What a query finds: the named graphs and all of them together, and the prefixes it need not declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from rdflib import BNode, Graph, URIRef

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf.formats import ntriples
from mlcareer_graph.rdf.mappings import mapping_triples
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH, DERIVED_GRAPH, MAPPINGS_GRAPH, PREFIXES
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

Triples: TypeAlias = "Sequence[tuple[Any, Any, Any]]"

GRAPHS: Mapping[str, URIRef] = {
    "asserted": ASSERTED_GRAPH,
    "derived": DERIVED_GRAPH,
    "mappings": MAPPINGS_GRAPH,
    "vocabulary": URIRef(BASE_IRI + "graph/vocabulary"),
}
"""The named graphs."""

QUERY_PREFIXES: Mapping[str, str] = {
    **PREFIXES,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
"""The prefixes that a query need not declare."""


def has_blank_nodes(triples: Triples) -> bool:
    """Whether some of the triples hang together by nodes without a name."""
    return any(BNode in map(type, triple) for triple in triples)


def ntriples_text(triples: Triples) -> str:
    """Triples as N-Triples, also those with blank nodes, which our own writer does without."""
    if not has_blank_nodes(triples):
        return ntriples.write(triples)
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    return graph.serialize(format="nt")


def dataset(graph: CareerGraph) -> dict[URIRef, Triples]:
    """The triples of each named graph, each triple in the first of them that it belongs to.

    So what is derived is what is not stated, and the default graph of a query, all of them together, is a set.
    """
    vocabulary = Graph(bind_namespaces="none").parse(ontology_folder() / "mlcareer.ttl", format="turtle")
    parts: dict[str, Iterable[tuple[Any, Any, Any]]] = {
        "asserted": asserted_triples(graph),
        "derived": derived_triples(graph),
        "mappings": mapping_triples(graph),
        "vocabulary": vocabulary,
    }
    seen: set[tuple[Any, Any, Any]] = set()
    graphs: dict[URIRef, Triples] = {}
    for name, triples in parts.items():
        graphs[GRAPHS[name]] = [triple for triple in dict.fromkeys(triples) if triple not in seen]
        seen.update(graphs[GRAPHS[name]])
    return graphs
