"""What a query finds: the named graphs and all of them together, and the prefixes it need not declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rdflib import Graph, URIRef
from rdflib.term import Node

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf.mappings import mapping_triples
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH, DERIVED_GRAPH, MAPPINGS_GRAPH, PREFIXES
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

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


def dataset(graph: CareerGraph) -> dict[URIRef, Sequence[tuple[Node, Node, Node]]]:
    """The triples of each named graph, each triple in the first of them that it belongs to.

    So what is derived is what is not stated, and the default graph of a query, all of them together, is a set.
    """
    vocabulary = Graph(bind_namespaces="none").parse(ontology_folder() / "mlcareer.ttl", format="turtle")
    parts: dict[str, Iterable[tuple[Node, Node, Node]]] = {
        "asserted": asserted_triples(graph),
        "derived": derived_triples(graph),
        "mappings": mapping_triples(graph),
        "vocabulary": vocabulary,
    }
    seen: set[tuple[Node, Node, Node]] = set()
    graphs: dict[URIRef, Sequence[tuple[Node, Node, Node]]] = {}
    for name, triples in parts.items():
        graphs[GRAPHS[name]] = [triple for triple in dict.fromkeys(triples) if triple not in seen]
        seen.update(graphs[GRAPHS[name]])
    return graphs
