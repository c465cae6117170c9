"""The graph as two CSV tables: nodes and edges.

Texts that a spreadsheet would run as a formula are neutralised with an apostrophe (see `csv_table.neutral`);
`read_nodes` and `read_edges` take it off again. Lists are JSON, and what a row has not is empty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from mlcareer_graph.errors import LoadError, shown
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.csv_table import original, read_rows, write_rows
from mlcareer_graph.interop.formats.rows import EDGE_COLUMNS, NODE_COLUMNS, Row, as_text, edge_rows, node_rows
from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.ontology import json_subset
from mlcareer_graph.ontology.syntax import SourceTextError


def nodes_csv(graph: CareerGraph) -> str:
    """The table of the nodes.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> nodes_csv(load_graph()).splitlines()[0]
        'id,kind,name,definition,aliases,hours'
    """
    return _csv(NODE_COLUMNS, node_rows(graph))


def edges_csv(graph: CareerGraph) -> str:
    """The table of the edges.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> edges_csv(load_graph()).splitlines()[0]
        'id,source,target,key,relation,level,group,at_least,strength,applies_from,saves,evidence'
    """
    return _csv(EDGE_COLUMNS, edge_rows(graph))


def read_nodes(path: str | PathLike[str], *, limits: ReadingLimits | None = None) -> list[Row]:
    """The rows that `nodes_csv` was written from; what is empty there is None, and hours are floats.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no such table; with the line.
    """
    return _read(path, NODE_COLUMNS, limits)


def read_edges(path: str | PathLike[str], *, limits: ReadingLimits | None = None) -> list[Row]:
    """The rows that `edges_csv` was written from; what is empty there is None.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no such table; with the line.
    """
    return _read(path, EDGE_COLUMNS, limits)


def _csv(columns: Mapping[str, type], rows: Sequence[Row]) -> str:
    return write_rows(list(columns), ([as_text(row[column]) for column in columns] for row in rows))


def _read(path: str | PathLike[str], columns: Mapping[str, type], limits: ReadingLimits | None) -> list[Row]:
    found = []
    for line, cells in read_rows(path, list(columns), limits=limits):
        row: Row = {}
        for column, kind in columns.items():
            try:
                row[column] = _value(original(cells[column]), kind)
            except (ValueError, SourceTextError) as error:
                raise LoadError(str(path), f"{shown(cells[column])} is no value of {column} ({error})", line) from None
        found.append(row)
    return found


def _value(text: str, kind: type) -> Any:
    if kind is list:
        return json_subset.parse(text) if text else []
    value = kind(text) if text else None
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("it is not finite")
    return value
