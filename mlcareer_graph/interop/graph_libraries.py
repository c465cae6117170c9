"""The graph as objects of other libraries: pandas and Polars, rustworkx and igraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcareer_graph.errors import MissingExtraError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.formats.rows import EDGE_COLUMNS, NODE_COLUMNS, Row, edge_rows, node_rows

if TYPE_CHECKING:
    import igraph
    import pandas
    import polars
    import rustworkx


class Frames(NamedTuple):
    """A graph as two DataFrames of pandas.

    Attributes:
        nodes: A row for each concept.
        edges: A row for each relation and each option of a requirement.
    """

    nodes: pandas.DataFrame
    edges: pandas.DataFrame


class PolarsFrames(NamedTuple):
    """A graph as two DataFrames of Polars.

    Attributes:
        nodes: A row for each concept.
        edges: A row for each relation and each option of a requirement.
    """

    nodes: polars.DataFrame
    edges: polars.DataFrame


def to_pandas(graph: CareerGraph) -> Frames:
    """See `CareerGraph.to_frames`."""
    pandas_ = _library("pandas", "frames")

    def frame(columns: Mapping[str, type], rows: Sequence[Row]) -> Any:
        made = pandas_.DataFrame(rows, columns=list(columns))
        whole = {column: "Int64" for column, kind in columns.items() if kind is int}
        return made.astype(whole | {column: "float64" for column, kind in columns.items() if kind is float})

    return Frames(frame(NODE_COLUMNS, node_rows(graph)), frame(EDGE_COLUMNS, edge_rows(graph)))


def to_polars(graph: CareerGraph) -> PolarsFrames:
    """See `CareerGraph.to_polars`."""
    polars_ = _library("polars", "polars")
    types = {str: polars_.String, int: polars_.Int64, float: polars_.Float64, list: polars_.List(polars_.String)}

    def frame(columns: Mapping[str, type], rows: Sequence[Row]) -> Any:
        return polars_.DataFrame(rows, schema={column: types[kind] for column, kind in columns.items()})

    return PolarsFrames(frame(NODE_COLUMNS, node_rows(graph)), frame(EDGE_COLUMNS, edge_rows(graph)))


def to_rustworkx(graph: CareerGraph) -> rustworkx.PyDiGraph[Row, Row]:
    """See `CareerGraph.to_rustworkx`."""
    rustworkx_ = _library("rustworkx", "rustworkx")
    network: rustworkx.PyDiGraph[Row, Row] = rustworkx_.PyDiGraph(multigraph=True)
    nodes = node_rows(graph)
    places = dict(zip((row["id"] for row in nodes), network.add_nodes_from(nodes), strict=True))
    network.add_edges_from([(places[row["source"]], places[row["target"]], row) for row in edge_rows(graph)])
    return network


def to_igraph(graph: CareerGraph) -> igraph.Graph:
    """See `CareerGraph.to_igraph`."""
    igraph_ = _library("igraph", "igraph")
    nodes, edges = node_rows(graph), edge_rows(graph)
    places = {row["id"]: number for number, row in enumerate(nodes)}
    # igraph finds vertices by their name, so that is the id.
    vertices = {"name": [row["id"] for row in nodes], "label": [row["name"] for row in nodes]}
    vertices |= {column: [row[column] for row in nodes] for column in NODE_COLUMNS if column not in ("id", "name")}
    network: igraph.Graph = igraph_.Graph(
        n=len(nodes),
        edges=[(places[row["source"]], places[row["target"]]) for row in edges],
        directed=True,
        vertex_attrs=vertices,
        edge_attrs={
            column: [row[column] for row in edges] for column in EDGE_COLUMNS if column not in ("source", "target")
        },
    )
    return network


def _library(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtraError(name, extra) from None
