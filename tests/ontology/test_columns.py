"""The columnar form of a graph that uses the whole schema, to the letter, and what is read from it."""

from __future__ import annotations

import json
from pathlib import Path

from mlcareer_graph import load_graph
from mlcareer_graph.ontology.columns import from_columns, to_columns

GRAPH = load_graph(Path(__file__).parents[1] / "rdf" / "rich.trig")
WRITTEN = Path(__file__).with_name("rich_columns.json")


def test_the_columns_are_these() -> None:
    """Each table, row by row; after a change of the form its number in `compiled` changes too."""
    assert json.loads(json.dumps(to_columns(GRAPH))) == json.loads(WRITTEN.read_text(encoding="utf-8"))


def test_what_is_read_from_them_is_the_graph() -> None:
    """Every value has its type again."""
    read = from_columns(json.loads(WRITTEN.read_text(encoding="utf-8")))
    assert read == GRAPH
    assert repr(read.to_dict()) == repr(GRAPH.to_dict())
    assert [type(concept) for concept in read.values()] == [type(concept) for concept in GRAPH.values()]
    for concept in read.values():
        assert repr(concept) == repr(GRAPH[concept.id])
    assert read.all_requirements == GRAPH.all_requirements
    assert read.relations == GRAPH.relations
