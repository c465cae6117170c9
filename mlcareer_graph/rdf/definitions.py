"""The vocabulary itself as triples, for a file that is to explain its own terms."""

from __future__ import annotations

from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf.formats import turtle
from mlcareer_graph.rdf.vocabulary import Triple


def vocabulary_triples() -> list[Triple]:
    """What ``ontology/mlcareer.ttl`` says of the classes, properties and values.

    Example:
        >>> from rdflib import OWL, RDF
        >>> from mlcareer_graph.rdf.vocabulary import MLC
        >>> (MLC["Skill"], RDF.type, OWL.Class) in vocabulary_triples()
        True
    """
    return [quad[:3] for quad in turtle.read((ontology_folder() / "mlcareer.ttl").read_bytes())]
