"""The graph as two tables, from which every format for other tools is written.

The nodes and edges are those of `CareerGraph.to_networkx`, with its attributes, in the order of their ids. An edge has
an id, ``source|key|target``, since two nodes can be joined by several edges.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mlcareer_graph.errors import SaveError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.network import to_networkx

Row = dict[str, Any]

_EXACT = 2**53
"""Up to here a double holds every whole number (IEEE 754)."""

NODE_COLUMNS: Mapping[str, type] = {
    "id": str,
    "kind": str,
    "name": str,
    "definition": str,
    "aliases": list,
    "hours": float,
}
"""The columns of the nodes, each with the type of its values; those of lists are texts."""

EDGE_COLUMNS: Mapping[str, type] = {
    "id": str,
    "source": str,
    "target": str,
    "key": str,
    "relation": str,
    "level": str,
    "group": int,
    "at_least": int,
    "strength": str,
    "applies_from": str,
    "saves": float,
    "evidence": list,
}
"""The columns of the edges, each with the type of its values; those of lists are texts."""


def node_rows(graph: CareerGraph) -> list[Row]:
    """The nodes; what a node has not is None.

    Raises:
        SaveError: A node has hours that tables cannot hold as they are: a whole number above 2^53 that is no double.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> row = next(row for row in node_rows(load_graph()) if row["id"] == "keras")
        >>> row["kind"], row["aliases"][0]
        ('technology', 'tf.keras')
    """
    nodes = to_networkx(graph).nodes
    rows = [_row({"id": node} | nodes[node], NODE_COLUMNS) for node in sorted(nodes)]
    for row in rows:
        if isinstance(row["hours"], int) and row["hours"] > _EXACT:
            row["hours"] = _double(row["id"], row["hours"])
    return rows


def edge_rows(graph: CareerGraph) -> list[Row]:
    """The edges; what an edge has not is None.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> ids = [row["id"] for row in edge_rows(load_graph())]
        >>> "keras|implemented_in|python" in ids, ids == sorted(set(ids))
        (True, True)
    """
    edges = to_networkx(graph).edges(keys=True, data=True)
    rows = [
        _row(
            {"id": f"{source}|{key}|{target}", "source": source, "target": target, "key": key, **attributes},
            EDGE_COLUMNS,
        )
        for source, target, key, attributes in edges
    ]
    return sorted(rows, key=lambda row: str(row["id"]))


def as_text(value: Any) -> str:
    """A value as one text: nothing for None and for an empty list, JSON for other lists.

    Example:
        >>> as_text(["a", "b"]), as_text(0.5), as_text(None)
        ('["a", "b"]', '0.5', '')
    """
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _double(node: str, hours: int) -> float:
    if float(hours) != hours:
        raise SaveError(node, f"its {hours} hours are more than a table holds exactly; round them, or save as .json")
    return float(hours)


def _row(attributes: Mapping[str, Any], columns: Mapping[str, type]) -> Row:
    return {column: attributes.get(column) for column in columns}
