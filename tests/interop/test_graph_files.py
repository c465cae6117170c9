"""The graph in the formats and libraries of other tools: read back by those, equal in nodes, edges and attributes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import igraph
import networkx
import pandas
import pytest
from hostile_graph import NOT_IN_XML, NUMBERS, TEXTS, TOO_MANY_HOURS, hostile_graph
from hypothesis import given
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph, MissingExtraError, SaveError, UnknownOptionError, load_graph
from mlcareer_graph.interop import graph_libraries
from mlcareer_graph.interop.csv_table import neutral, original
from mlcareer_graph.interop.formats.files import WRITERS
from mlcareer_graph.interop.formats.markdown import graph_markdown, plan_markdown
from mlcareer_graph.interop.formats.rows import EDGE_COLUMNS, NODE_COLUMNS, as_text, edge_rows, node_rows
from mlcareer_graph.interop.formats.tables import read_edges, read_nodes
from mlcareer_graph.interop.formats.xml_text import xml_text

HOSTILE = tuple(text for text in TEXTS if text not in NOT_IN_XML)


@pytest.fixture(scope="module")
def hostile() -> CareerGraph:
    """A graph whose texts are what formats stumble over, as far as XML can hold them."""
    return hostile_graph(HOSTILE, [number for number in NUMBERS if number not in TOO_MANY_HOURS])


@pytest.fixture(scope="module")
def controls() -> CareerGraph:
    """A graph of the others, without that of which no text consists."""
    return hostile_graph([text for text in NOT_IN_XML if "\0" not in text])


@pytest.fixture(scope="module")
def shipped() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.fixture(params=["hostile", "shipped"])
def graph(request: pytest.FixtureRequest) -> CareerGraph:
    """Both graphs."""
    found: CareerGraph = request.getfixturevalue(request.param)
    return found


def stated(row: dict[str, Any], *without: str) -> dict[str, Any]:
    """What a row states, as formats of plain values have it: lists as text, numbers as they are."""
    kept = {column: value for column, value in row.items() if column not in without and as_text(value)}
    return {column: as_text(value) if isinstance(value, list) else value for column, value in kept.items()}


def expected(graph: CareerGraph) -> tuple[dict[str, Any], dict[str, Any]]:
    """Nodes and edges by id, with what they state."""
    nodes = {row["id"]: stated(row, "id") for row in node_rows(graph)}
    return nodes, {row["id"]: stated(row, "id") for row in edge_rows(graph)}


# ---------------------------------------------------------------------- files


def test_graphml_is_read_by_networkx(graph: CareerGraph, tmp_path: Path) -> None:
    """What networkx reads has every node, edge and attribute of the GraphML, equal."""
    graph.save(tmp_path / "graph.graphml")
    read = networkx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    nodes, edges = expected(graph)
    assert dict(read.nodes(data=True)) == nodes
    found = {
        key: {"source": source, "target": target} | {name: value for name, value in data.items() if name != "id"}
        for source, target, key, data in read.edges(keys=True, data=True)
    }
    assert found == edges


def test_graphml_is_read_by_igraph(hostile: CareerGraph, tmp_path: Path) -> None:
    """What igraph reads has every node, edge and attribute of the GraphML, equal."""
    # It takes numbers near 0 that have fewer digits than others for an overflow.
    records = [record for record in hostile.to_dict()["concepts"] if not 0 < _hours(record) < sys.float_info.min]
    hostile = CareerGraph.from_dict({"concepts": records})
    hostile.save(tmp_path / "graph.graphml")
    read = igraph.Graph.Read_GraphML(str(tmp_path / "graph.graphml"))
    nodes, edges = expected(hostile)

    def attributes(found: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in found.items() if name != "id" and not pandas.isna(value) and value != ""}

    assert read.is_directed()
    assert {vertex["id"]: attributes(vertex.attributes()) for vertex in read.vs} == nodes
    ids = read.vs["id"]
    # igraph 1.0 has the id of the source where that of the edge should be, so the three parts of it are compared.
    found = [
        attributes(edge.attributes()) | {"source": ids[edge.source], "target": ids[edge.target]} for edge in read.es
    ]
    assert {"{source}|{key}|{target}".format_map(edge): edge for edge in found} == edges


def _hours(record: Any) -> float:
    hours = record.get("hours", {}).get("working", 0)
    return float(hours[1] if isinstance(hours, list) else hours)


def test_gexf_is_read_by_networkx(graph: CareerGraph, tmp_path: Path) -> None:
    """What networkx reads has every node, edge and attribute of the GEXF, equal."""
    graph.save(tmp_path / "graph.gexf")
    read = networkx.read_gexf(tmp_path / "graph.gexf")
    nodes, edges = expected(graph)
    assert {node: {k: v for k, v in data.items() if k != "label"} for node, data in read.nodes(data=True)} == nodes
    assert all(data["label"] == data["name"] for _, data in read.nodes(data=True))
    found = {
        data.pop("id"): {"source": source, "target": target} | {k: v for k, v in data.items() if k != "label"}
        for source, target, data in read.edges(data=True)
    }
    assert found == {edge_id: {k: v for k, v in edge.items() if k != "key"} for edge_id, edge in edges.items()}


def test_cytoscape_json_has_letters_as_they_are(tmp_path: Path) -> None:
    """Beyond those of English they are written, not spelled in digits."""
    named = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "Übersetzen"}]})
    named.save(tmp_path / "graph.cyjs")
    assert "Übersetzen" in (tmp_path / "graph.cyjs").read_text(encoding="utf-8")


def test_cytoscape_json_is_read_by_networkx(graph: CareerGraph, tmp_path: Path) -> None:
    """Every element of the Cytoscape JSON has an id of its own, and all of it comes back."""
    graph.save(tmp_path / "graph.cyjs")
    document = json.loads((tmp_path / "graph.cyjs").read_text(encoding="utf-8"))
    ids = [part["data"]["id"] for parts in document["elements"].values() for part in parts]
    assert len(set(ids)) == len(ids) == len(graph) + len(edge_rows(graph))
    read = networkx.cytoscape_graph(document)
    assert read.is_directed()
    assert {node: _plain(data) for node, data in read.nodes(data=True)} == expected(graph)[0]
    found = {data["id"]: _plain(data) for _, _, data in read.edges(data=True)}
    assert found == expected(graph)[1]


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return stated({name: value for name, value in data.items() if name not in ("id", "value", "interaction")})


def test_tables_are_read_by_pandas(hostile: CareerGraph, tmp_path: Path) -> None:
    """What pandas reads has every cell of the two tables, and without the apostrophes they are what was there."""
    hostile.save(tmp_path / "graph.nodes.csv")
    hostile.save(tmp_path / "graph.edges.csv")
    for kind, rows in (("nodes", node_rows(hostile)), ("edges", edge_rows(hostile))):
        read = pandas.read_csv(tmp_path / f"graph.{kind}.csv", dtype=str, keep_default_na=False, lineterminator=None)
        cells = [{column: original(str(cell)) for column, cell in row.items()} for row in read.to_dict("records")]
        wanted = [{column: as_text(value) for column, value in row.items()} for row in rows]
        assert [list(row.values()) for row in cells] == [list(row.values()) for row in wanted]


def test_tables_come_back(graph: CareerGraph, tmp_path: Path) -> None:
    """Our own reader gives back the rows with their types."""
    graph.save(tmp_path / "graph.nodes.csv")
    graph.save(tmp_path / "graph.edges.csv")

    assert _filled(read_nodes(tmp_path / "graph.nodes.csv")) == _filled(node_rows(graph))
    assert _filled(read_edges(tmp_path / "graph.edges.csv")) == _filled(edge_rows(graph))


def _filled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{column: value or None for column, value in row.items()} for row in rows]


def test_no_cell_of_a_table_is_a_formula(hostile: CareerGraph, tmp_path: Path) -> None:
    """No cell begins with what a spreadsheet runs."""
    hostile.save(tmp_path / "graph.nodes.csv")
    text = (tmp_path / "graph.nodes.csv").read_bytes().decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) == len(NODE_COLUMNS) * (len(hostile) + 1)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.sampled_from(TEXTS) | st.text() | st.text("'=+-@\t\r\na"))
def test_neutralising_is_reversible(text: str) -> None:
    """Whatever a text is, it comes back as it was, whether or not it already begins with the sign that is put there."""
    assert original(neutral(text)) == text
    assert original(neutral(neutral(text))) == neutral(text)
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_texts_that_xml_cannot_hold_come_back_from_the_others(controls: CareerGraph, tmp_path: Path) -> None:
    """Control characters, and code points that are no characters, survive in tables and in Cytoscape's JSON."""
    for suffix in (".cyjs", ".nodes.csv", ".edges.csv"):
        controls.save(tmp_path / f"graph{suffix}")
    document = json.loads((tmp_path / "graph.cyjs").read_text(encoding="utf-8"))
    read = networkx.cytoscape_graph(document)
    assert {node: _plain(data) for node, data in read.nodes(data=True)} == expected(controls)[0]
    for kind, rows in (("nodes", node_rows(controls)), ("edges", edge_rows(controls))):
        read_again = {"nodes": read_nodes, "edges": read_edges}[kind](tmp_path / f"graph.{kind}.csv")
        assert _filled(read_again) == _filled(rows)
        with (tmp_path / f"graph.{kind}.csv").open(encoding="utf-8", newline="") as file:
            _, *cells = csv.reader(file)
        assert [list(map(original, row)) for row in cells] == [list(map(as_text, row.values())) for row in rows]


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".nodes.csv"])
def test_a_text_with_nul_is_in_no_text_file(tmp_path: Path, suffix: str) -> None:
    """U+0000, at which other programs end a text, is an error that names the concept; JSON and RDF escape it."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A\0B"}]})
    with pytest.raises(SaveError, match=r"a: a text holds U\+0000, which .* cannot hold|no table can hold"):
        graph.save(tmp_path / f"graph{suffix}")
    assert list(tmp_path.iterdir()) == []
    for other in (".json", ".cyjs", ".ttl"):
        graph.save(tmp_path / f"graph{other}")
    assert load_graph(tmp_path / "graph.json") == load_graph(tmp_path / "graph.ttl") == graph


@pytest.mark.parametrize("hours", TOO_MANY_HOURS)
def test_hours_that_no_double_holds_are_told(tmp_path: Path, hours: int) -> None:
    """The tables have hours as doubles: a number that would come back as another one is an error of one sentence."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": hours}]})
    for suffix in WRITERS:
        if suffix != ".md" and "edges" not in suffix:
            with pytest.raises(SaveError, match=f"a: its {hours} hours are more than a table holds exactly; round"):
                graph.save(tmp_path / f"graph{suffix}")
    for convert in (graph.to_frames, graph.to_polars, graph.to_igraph, graph.to_rustworkx):
        with pytest.raises(SaveError):
            convert()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_what_xml_cannot_hold_is_an_error(tmp_path: Path, suffix: str, character: str) -> None:
    """A control character is told with its code and its node, and no file is written."""
    record = {"id": "calculus", "kind": "skill", "name": "Calculus", "definition": f"before{character}after"}
    graph = CareerGraph.from_dict({"concepts": [record]})
    with pytest.raises(SaveError, match=rf"calculus: a text holds U\+{ord(character):04X}"):
        graph.save(tmp_path / f"graph{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_every_other_character_is_held_by_xml() -> None:
    """XML's own definition of a character, and ours of what it cannot hold, complement each other."""
    legal = [0x9, 0xA, 0xD, 0x20, 0x7F, 0x85, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF]
    assert all(xml_text(chr(code), "here") for code in legal)


def test_an_unknown_suffix_is_answered_with_all(tmp_path: Path, hostile: CareerGraph) -> None:
    """The error lists the formats of RDF and the others."""
    with pytest.raises(UnknownOptionError) as caught:
        hostile.save(tmp_path / "graph.xlsx")
    assert {".ttl", ".json", *WRITERS} <= set(caught.value.valid)


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_a_suffix_is_told_in_any_case(tmp_path: Path, hostile: CareerGraph, suffix: str) -> None:
    """The end of the name names the format, in capitals too."""
    hostile.save(tmp_path / f"graph{suffix}")
    hostile.save(tmp_path / f"OTHER{suffix.upper()}")
    assert (tmp_path / f"graph{suffix}").read_bytes() == (tmp_path / f"OTHER{suffix.upper()}").read_bytes()


_SAVE = """
import sys
from mlcareer_graph import load_graph
graph = load_graph()
for suffix in sys.argv[2:]:
    graph.save(sys.argv[1] + "/graph" + suffix)
"""


def test_equal_graphs_give_equal_bytes(tmp_path: Path, shipped: CareerGraph) -> None:
    """Hash seed, locale and time zone leave no trace in any format."""
    folder = tmp_path / "other"
    folder.mkdir()
    environment = os.environ | {
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "TZ": "Pacific/Auckland",
        "PYTHONIOENCODING": "ascii",
    }
    subprocess.run([sys.executable, "-c", _SAVE, str(folder), *WRITERS], env=environment, check=True)
    for suffix in WRITERS:
        shipped.save(tmp_path / f"graph{suffix}")
        assert (tmp_path / f"graph{suffix}").read_bytes() == (folder / f"graph{suffix}").read_bytes()


# ---------------------------------------------------------------------- Markdown


def test_a_plan_as_markdown(shipped: CareerGraph) -> None:
    """The page has every step with its reason, and the credentials that the role asks for."""
    plan = shipped.plan("data scientist", ["Python"])
    text = plan.to_markdown()
    assert text == plan_markdown(plan)
    assert all(step.concept.name in text for step in plan.steps)
    assert text.count("\n| ") == len(plan.steps) + 1
    assert "## Credentials asked for" in text


def test_markdown_holds_no_marks_of_others(hostile: CareerGraph) -> None:
    """Labels cannot break a table, set a link or bring HTML."""
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "evil", "kind": "skill", "name": "a|b<script>\n# [x](javascript:1) `c` **d** ![i](u)"},
                {"id": "role", "kind": "role", "name": "R|<img src=x>", "requires": ["evil"]},
            ]
        }
    )
    for text in (plan_markdown(graph.plan("role")), graph_markdown(graph)):
        assert "<" not in text
        assert "[x]" not in text
        for table in (part for part in text.split("\n\n") if part.startswith("|")):
            assert len({line.replace("\\|", "").count("|") for line in table.strip().splitlines()}) == 1
            assert "`" not in table.replace("\\`", "")
            assert "**" not in table.replace("\\*", "")
    assert graph_markdown(hostile).startswith("# Career graph")


# ---------------------------------------------------------------------- libraries


def test_frames_of_pandas_and_polars(hostile: CareerGraph) -> None:
    """Both have a row for each node and edge, with lists and numbers as such, and missing values as missing."""
    nodes, edges = hostile.to_frames()
    assert nodes.to_dict("list")["aliases"] == [row["aliases"] for row in node_rows(hostile)]
    assert [None if pandas.isna(value) else int(value) for value in edges["group"]] == [
        row["group"] for row in edge_rows(hostile)
    ]
    frames = hostile.to_polars()
    assert frames.nodes.to_dicts() == node_rows(hostile)
    assert frames.edges.to_dicts() == edge_rows(hostile)


def test_rustworkx_and_igraph_and_networkx_agree(hostile: CareerGraph) -> None:
    """The three have the same nodes and edges with the same attributes."""
    rows = {row["id"]: row for row in edge_rows(hostile)}
    network = hostile.to_rustworkx()
    assert network.nodes() == node_rows(hostile)
    assert {edge["id"]: edge for edge in network.edges()} == rows
    assert all(
        (network[source]["id"], network[target]["id"]) == (edge["source"], edge["target"])
        for source, target, edge in network.weighted_edge_list()
    )
    other = hostile.to_igraph()
    names = other.vs["name"]
    assert names == [row["id"] for row in node_rows(hostile)]
    assert {
        edge["id"]: {"source": names[edge.source], "target": names[edge.target], **edge.attributes()}
        for edge in other.es
    } == {edge_id: dict(row) for edge_id, row in rows.items()}
    third = hostile.to_networkx()
    assert {f"{source}|{key}|{target}" for source, target, key in third.edges(keys=True)} == set(rows)


@pytest.mark.parametrize(
    ("library", "extra", "call"),
    [
        ("pandas", "frames", graph_libraries.to_pandas),
        ("polars", "polars", graph_libraries.to_polars),
        ("rustworkx", "rustworkx", graph_libraries.to_rustworkx),
        ("igraph", "igraph", graph_libraries.to_igraph),
    ],
)
def test_a_missing_library_is_named(
    monkeypatch: pytest.MonkeyPatch, hostile: CareerGraph, library: str, extra: str, call: Callable[[CareerGraph], Any]
) -> None:
    """Without the library the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"mlcareer-graph\[{extra}\]"):
        call(hostile)


def test_columns_are_attributes_of_networkx(hostile: CareerGraph) -> None:
    """No attribute of `to_networkx` is missing in the columns."""

    def names() -> Iterator[str]:
        network = hostile.to_networkx()
        for _, node in network.nodes(data=True):
            yield from node
        for _, _, edge in network.edges(data=True):
            yield from edge

    assert set(names()) <= {*NODE_COLUMNS, *EDGE_COLUMNS}
