"""GraphML (http://graphml.graphdrawing.org), which igraph, networkx, yEd, Gephi and Neo4j read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.formats.rows import EDGE_COLUMNS, NODE_COLUMNS, Row, as_text, edge_rows, node_rows
from mlcareer_graph.interop.formats.xml_text import xml_text

_TYPES = {str: "string", list: "string", float: "double", int: "long"}
_PLACES = ("id", "source", "target")


def graphml(graph: CareerGraph) -> str:
    """The graph as GraphML; lists are JSON, and what a node or edge has not is left out.

    Raises:
        SaveError: A text holds a character that XML cannot hold.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> graphml(load_graph()).splitlines()[1][:9]
        '<graphml '
    """
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: CareerGraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
    )
    for part, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        for column, kind in columns.items():
            if column not in _PLACES:
                yield f'  <key id="{part}-{column}" for="{part}" attr.name="{column}" attr.type="{_TYPES[kind]}"/>'
    yield '  <graph id="careers" edgedefault="directed">'
    for row in node_rows(graph):
        yield f'    <node id="{row["id"]}">{_data("node", NODE_COLUMNS, row)}</node>'
    for row in edge_rows(graph):
        place = f'id="{row["id"]}" source="{row["source"]}" target="{row["target"]}"'
        yield f"    <edge {place}>{_data('edge', EDGE_COLUMNS, row)}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(part: str, columns: Mapping[str, type], row: Row) -> str:
    texts = ((column, as_text(row[column])) for column in columns if column not in _PLACES)
    return "".join(
        f'<data key="{part}-{column}">{xml_text(text, str(row["id"]))}</data>' for column, text in texts if text
    )
