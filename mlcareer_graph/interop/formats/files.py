"""Files of the graph for other tools than RDF stores; the end of the name tells the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import SaveError
from mlcareer_graph.files import save_text
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.formats.cytoscape import cytoscape_json
from mlcareer_graph.interop.formats.gexf import gexf
from mlcareer_graph.interop.formats.graphml import graphml
from mlcareer_graph.interop.formats.markdown import graph_markdown
from mlcareer_graph.interop.formats.tables import edges_csv, nodes_csv

WRITERS: Mapping[str, Callable[[CareerGraph], str]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".cyjs": cytoscape_json,
    ".nodes.csv": nodes_csv,
    ".edges.csv": edges_csv,
    ".md": graph_markdown,
}
"""How names end, each with the function that writes the format."""


def writer_of(path: str | PathLike[str]) -> Callable[[CareerGraph], str] | None:
    """The function that writes the format of a file; None if it is none of these.

    Example:
        >>> writer_of("careers.GRAPHML").__name__, writer_of("careers.ttl")
        ('graphml', None)
    """
    name = Path(path).name.lower()
    return next((writer for suffix, writer in WRITERS.items() if name.endswith(suffix)), None)


def save_as(graph: CareerGraph, path: str | PathLike[str], writer: Callable[[CareerGraph], str]) -> None:
    """Write a graph with one of the functions; equal graphs give equal bytes.

    Raises:
        SaveError: The format cannot hold a text of the graph, or the file cannot be written; what was there stays.
    """
    try:
        text = writer(graph)
    except SaveError as error:
        raise SaveError(str(path), f"{error.target}: {error.what}") from None
    save_text(path, text)
