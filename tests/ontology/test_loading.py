"""`load_graph`: from files of the interchange schema, and with an organisation's own on top."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from mlcareer_graph import CareerGraph, InvalidGraphError, LoadError, MissingSourceError, load_graph

DATA: dict[str, Any] = {
    "concepts": [
        {
            "id": "acme-query",
            "kind": "technology",
            "name": "ACME Query 😀",
            "hours": [1, 2.5, 1e2],
            "requires": ["sql"],
        },
        {"id": "sql", "kind": "technology", "name": "SQL", "aliases": ["Structured\tQuery/Language"]},
    ]
}
ACME = """\
id: acme-query
kind: technology
name: ACME Query
hours: 12
requires: [{any_of: [sql], level: practitioner}, {any_of: [python, acme-shell]}]
used_for: [data-analysis]
"""
SHELL = '{"id": "acme-shell", "kind": "technology", "name": "ACME Shell", "related_to": ["acme-query"]}'


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------------- one file


@pytest.mark.parametrize("options", [{}, {"indent": "\t"}, {"ensure_ascii": False}, {"separators": (",", ":")}])
def test_json_is_read_as_json(tmp_path: Path, options: dict[str, Any]) -> None:
    """JSON that any program writes is read: tabs, escapes beyond the basic plane, exponents."""
    path = _write(tmp_path / "graph.json", json.dumps(DATA, **options))
    assert load_graph(path) == load_graph(str(path)) == CareerGraph.from_dict(DATA)


@pytest.mark.parametrize("name", ["graph.yaml", "graph.yml", "graph.YAML"])
def test_a_yaml_file_may_hold_many_concepts(tmp_path: Path, name: str) -> None:
    """One YAML file with a list of concepts is a graph."""
    text = "concepts:\n- {id: sql, kind: technology, name: SQL}\n- {id: git, kind: technology, name: Git}\n"
    assert list(load_graph(_write(tmp_path / name, text))) == ["git", "sql"]


def test_a_file_may_hold_one_concept(tmp_path: Path) -> None:
    """One concept on its own is a graph too, and its file may have any name."""
    assert list(load_graph(_write(tmp_path / "any.yaml", "id: sql\nkind: technology\nname: SQL\n"))) == ["sql"]
    assert list(load_graph(_write(tmp_path / "any.json", '{"id": "git", "kind": "technology", "name": "Git"}'))) == [
        "git"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": 1e101}]}', "hours: 1e+101 is too large"),
        ('{"concepts": [3]}', "concepts[0]: a concept is a mapping"),
        ('{"concepts": {}}', "there is no list of concepts"),
        ('{"concepts": [], "concept": []}', "this key is unknown"),
        ("[]", "a concept is a mapping"),
    ],
)
def test_json_that_is_no_graph_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """A file that holds no graph gives one error that names the file and the fault."""
    with pytest.raises(InvalidGraphError) as caught:
        load_graph(_write(tmp_path / "graph.json", text))
    assert words in str(caught.value)
    assert all(problem.where.startswith("graph.json") for problem in caught.value.problems)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    """A path that is not there is the error that `open` would raise, and ours, whatever the suffix."""
    for name in ("a.yaml", "a.json", "a.ttl", "a"):
        with pytest.raises(MissingSourceError) as caught:
            load_graph(tmp_path / name)
        assert isinstance(caught.value, FileNotFoundError)
        assert caught.value.source == str(tmp_path / name)


# ---------------------------------------------------------------------- on top


def test_an_extension_lies_on_top_of_the_shipped_graph(tmp_path: Path) -> None:
    """New concepts refer to shipped ones and to one another, across files; the shipped graph stays as it was."""
    shipped = load_graph()
    files = [_write(tmp_path / "acme.yaml", ACME), _write(tmp_path / "shell.json", SHELL)]
    graph = load_graph(extend=files)
    assert set(graph) - set(shipped) == {"acme-query", "acme-shell"}
    assert graph.find("ACME query").id == "acme-query"
    assert [concept.id for concept in graph.prerequisites("acme-query")] == ["sql", "python", "acme-shell"]
    assert "acme-query" in [concept.id for concept in graph.unlocks("sql")]
    assert all(graph[concept_id] == concept for concept_id, concept in shipped.items())
    assert graph.plan("ACME Query", knows=["SQL:practitioner", "Python"]).steps[-1].id == "acme-query"
    assert load_graph() == shipped
    assert load_graph(extend=reversed(files)) == graph


def test_a_single_extension_needs_no_list(tmp_path: Path) -> None:
    """One path is one extension, not a list of letters."""
    path = _write(tmp_path / "acme.json", SHELL.replace("acme-query", "keras"))
    assert load_graph(extend=path) == load_graph(extend=str(path)) == load_graph(extend=[path])
    assert load_graph(extend=[]) == load_graph(extend=iter([])) == load_graph()


def test_an_extension_may_be_a_folder(tmp_path: Path) -> None:
    """A folder of YAML files extends any graph, also one's own."""
    (tmp_path / "acme").mkdir()
    _write(tmp_path / "acme" / "acme-shell.yaml", "id: acme-shell\nkind: technology\nname: Shell\nrequires: [sql]\n")
    base = _write(tmp_path / "base.yaml", "id: sql\nkind: technology\nname: SQL\n")
    assert list(load_graph(base, extend=tmp_path / "acme")) == ["acme-shell", "sql"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "id: keras\nkind: technology\nname: My Keras\n",
            "the graph that is extended, and an extension cannot change what is there; choose another id",
        ),
        ("id: acme\nkind: technology\nname: ACME\nrequires: [kears]\n", "did you mean 'keras'?"),
        ("id: acme\nkind: technology\nname: ACME\nrequires: [udemy]\n", "'udemy' is of kind organization"),
        ("id: acme\nkind: technology\nname: ACME\nhours: -1\n", "acme.yaml: hours: an estimate is made of"),
    ],
)
def test_bad_extensions_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """An extension that takes an id, or refers to nothing, is told in one problem with its file."""
    with pytest.raises(InvalidGraphError) as caught:
        load_graph(extend=[_write(tmp_path / "acme.yaml", text)])
    assert words in str(caught.value)
    assert [problem.where.split(",")[0] for problem in caught.value.problems] == ["acme.yaml"]


def test_an_extension_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """An extension that is no YAML is told with its line."""
    with pytest.raises(LoadError, match=r"acme\.yaml, line 3") as caught:
        load_graph(extend=[_write(tmp_path / "acme.yaml", "id: acme\nkind: [\n")])
    assert caught.value.line == 3


def test_rdf_is_no_extension(tmp_path: Path) -> None:
    """A file of another kind is refused before it is read as something that it is not."""
    with pytest.raises(LoadError, match="an extension is a folder of YAML files") as caught:
        load_graph(extend=[_write(tmp_path / "acme.ttl", "")])
    assert caught.value.source.endswith("acme.ttl")


def test_a_missing_extension_is_missing(tmp_path: Path) -> None:
    """An extension that is not there is named."""
    with pytest.raises(MissingSourceError, match="acme"):
        load_graph(extend=[tmp_path / "acme.yaml"])


# ---------------------------------------------------------------------- from_dict


@pytest.mark.parametrize("data", [None, [], {}, {"concepts": None}, {"concepts": "abc"}, "concepts", 3])
def test_what_is_no_graph_is_refused(data: Any) -> None:
    """`from_dict` says what it wants."""
    with pytest.raises(InvalidGraphError, match="there is no list of concepts"):
        CareerGraph.from_dict(data)


def test_any_mapping_and_sequence_will_do() -> None:
    """`from_dict` takes mappings and tuples, not only what a JSON parser makes."""
    record = MappingProxyType({"id": "sql", "kind": "technology", "name": "SQL", "aliases": ("ess",)})
    assert CareerGraph.from_dict(MappingProxyType({"concepts": (record,)}))["sql"].aliases == ("ess",)


def test_from_dict_names_the_record() -> None:
    """Without a file, a problem names the id, or the place in the list."""
    records = [{"id": "a", "kind": "skill", "name": "A"}, {"id": "a", "kind": "role", "name": "B"}, {"id": "b"}, []]
    with pytest.raises(InvalidGraphError) as caught:
        CareerGraph.from_dict({"concepts": records})
    wheres = [problem.where for problem in caught.value.problems]
    assert wheres == ["concepts[1]", "b", "b", "concepts[3]"]
    assert "'a' is taken by a" in str(caught.value)
