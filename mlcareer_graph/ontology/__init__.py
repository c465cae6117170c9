"""From the sources in ``ontology/`` to the shipped graph."""

from mlcareer_graph.ontology.compiled import check_sources, compile_ontology, load_shipped, ontology_folder
from mlcareer_graph.ontology.sources import check_references, read_sources

__all__ = [
    "check_references",
    "check_sources",
    "compile_ontology",
    "load_shipped",
    "ontology_folder",
    "read_sources",
]
