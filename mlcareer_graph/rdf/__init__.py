"""The graph as RDF: writing, reading and checking it. The only user of rdflib and pySHACL."""

from mlcareer_graph.rdf.definitions import vocabulary_triples
from mlcareer_graph.rdf.files import parts_of, read_graph, save_graph
from mlcareer_graph.rdf.mappings import mapping_triples
from mlcareer_graph.rdf.read import from_rdf
from mlcareer_graph.rdf.shapes import ShapeReport, Violation, validate
from mlcareer_graph.rdf.write import to_rdf

__all__ = [
    "ShapeReport",
    "Violation",
    "from_rdf",
    "mapping_triples",
    "parts_of",
    "read_graph",
    "save_graph",
    "to_rdf",
    "validate",
    "vocabulary_triples",
]
