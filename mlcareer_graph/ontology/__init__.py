"""From the sources in ``ontology/`` to the shipped graph."""

from mlcareer_graph.ontology.compiled import check_sources, compile_ontology, load_shipped, ontology_folder
from mlcareer_graph.ontology.mappings import Mapping, mappings_of
from mlcareer_graph.ontology.sources import check_references, read_sources
from mlcareer_graph.ontology.wages import Wage, wages_of

__all__ = [
    "Mapping",
    "Wage",
    "check_references",
    "check_sources",
    "compile_ontology",
    "load_shipped",
    "mappings_of",
    "ontology_folder",
    "read_sources",
    "wages_of",
]
