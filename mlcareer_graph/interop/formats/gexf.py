"""GEXF 1.2 (https://gexf.net), the format of Gephi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.formats.rows import EDGE_COLUMNS, NODE_COLUMNS, Row, as_text, edge_rows, node_rows
from mlcareer_graph.interop.formats.xml_text import xml_text

_TYPES = {str: "string", list: "string", float: "double", int: "long"}
# networkx has no place for an attribute of an edge that is called key; it is part of the id too.
_PLACES = ("id", "source", "target", "key")


def gexf(graph: CareerGraph) -> str:
    """The graph as GEXF; nodes are labelled with their names and edges with their relations; lists are JSON.

    Raises:
        SaveError: A text holds a character that XML cannot hold.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> gexf(load_graph()).splitlines()[1]
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
    """
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: CareerGraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
    yield '  <graph defaultedgetype="directed" mode="static">'
    for part, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        yield f'    <attributes class="{part}" mode="static">'
        for column, kind in columns.items():
            if column not in _PLACES:
                yield f'      <attribute id="{part}-{column}" title="{column}" type="{_TYPES[kind]}"/>'
        yield "    </attributes>"
    yield "    <nodes>"
    for row in node_rows(graph):
        label = xml_text(row["name"], row["id"])
        yield f'      <node id="{row["id"]}" label="{label}">{_values("node", NODE_COLUMNS, row)}</node>'
    yield "    </nodes>"
    yield "    <edges>"
    for row in edge_rows(graph):
        place = f'id="{row["id"]}" source="{row["source"]}" target="{row["target"]}" label="{row["relation"]}"'
        yield f"      <edge {place}>{_values('edge', EDGE_COLUMNS, row)}</edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _values(part: str, columns: Mapping[str, type], row: Row) -> str:
    texts = ((column, as_text(row[column])) for column in columns if column not in _PLACES)
    values = "".join(
        f'<attvalue for="{part}-{column}" value="{xml_text(text, str(row["id"]))}"/>' for column, text in texts if text
    )
    return f"<attvalues>{values}</attvalues>"
