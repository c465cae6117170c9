"""The JSON of Cytoscape and Cytoscape.js, whose files end in .cyjs."""

from __future__ import annotations

import json

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.formats.rows import Row, edge_rows, node_rows


def cytoscape_json(graph: CareerGraph) -> str:
    """The graph as Cytoscape JSON; every edge has an id, and its relation as the ``interaction`` that Cytoscape shows.

    Nodes have their id as the ``value`` that networkx looks for.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> elements = json.loads(cytoscape_json(load_graph()))["elements"]
        >>> [edge["data"]["interaction"] for edge in elements["edges"] if edge["data"]["id"].startswith("keras|impl")]
        ['implemented_in']
    """
    document = {
        "data": {"name": "careers"},
        "directed": True,
        "multigraph": True,
        "elements": {
            "nodes": [{"data": _stated(row) | {"value": row["id"]}} for row in node_rows(graph)],
            "edges": [{"data": _stated(row) | {"interaction": row["relation"]}} for row in edge_rows(graph)],
        },
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _stated(row: Row) -> Row:
    return {column: value for column, value in row.items() if value not in (None, "", [])}
