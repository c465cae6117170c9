"""The mappings to other vocabularies as triples, for those who query across them."""

from __future__ import annotations

from pathlib import Path

from rdflib import SKOS, URIRef

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.mappings import mappings_of
from mlcareer_graph.rdf.vocabulary import Triple


def mapping_triples(graph: CareerGraph, folder: Path | None = None) -> list[Triple]:
    """What the concepts of a graph match in ESCO, ISCO-08, O*NET and Wikidata.

    Mappings to what has no address, as the commodities of O*NET, are left out. The address of an occupation or an
    element of O*NET is that of its page.

    Args:
        graph: Whose concepts.
        folder: The folder of the ontology that holds the mappings; the shipped one by default.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> graph = load_graph()
        >>> for subject, predicate, object_ in mapping_triples(graph):
        ...     if subject == URIRef(graph["python"].iri) and predicate == SKOS.exactMatch:
        ...         print(object_)
        http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d
        http://www.wikidata.org/entity/Q28865
    """
    return [
        (URIRef(concept.iri), SKOS[mapping.predicate.removeprefix("skos:")], URIRef(mapping.iri))
        for concept in graph.values()
        for mapping in mappings_of(concept, folder or ontology_folder())
        if mapping.iri is not None
    ]
