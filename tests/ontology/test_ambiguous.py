"""The declared ambiguous names: checked with the sources, kept in the compiled graph, asked back by `find`."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlcareer_graph import AmbiguousNameError, CareerGraph, InvalidGraphError, load_graph
from mlcareer_graph.graph.names import normalise
from mlcareer_graph.ontology import check_sources, compile_ontology, compiled, ontology_folder

TEXT = "id: {id}\nkind: skill\nname: {name}\ndefinition: A skill.\nhours: 10\n"
MPC = 'MPC: {readings: [optimal-control, multi-party-computation], because: "Two abbreviations."}\n'


@pytest.fixture
def concepts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout's folder of three concepts, which `load_graph` takes for its own."""
    folder = tmp_path / "ontology" / "concepts"
    folder.mkdir(parents=True)
    (tmp_path / "mlcareer_graph").mkdir()
    for name in ("optimal-control", "multi-party-computation", "queues"):
        text = TEXT.format(id=name, name=name.replace("-", " ").capitalize())
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(compiled, "_PACKAGE", tmp_path / "mlcareer_graph")
    return folder


def _declare(concepts: Path, text: str) -> None:
    (concepts.parent / "ambiguous.yaml").write_text(text, encoding="utf-8")


def test_a_declared_name_is_asked_back(concepts: Path) -> None:
    """However it is spelled, it raises with the names of its readings, in their order; after a second load too."""
    _declare(concepts, MPC)
    for _ in range(2):
        graph = load_graph()
        for query in ("MPC", "mpc", " M.P.C. "):
            with pytest.raises(AmbiguousNameError) as caught:
                graph.find(query)
            assert caught.value.suggestions == ("Optimal control", "Multi party computation")
        assert graph.ambiguous_names == {"MPC": ("optimal-control", "multi-party-computation")}
        assert [concept.id for concept in graph.search("MPC")] == ["multi-party-computation", "optimal-control"]


def test_a_changed_declaration_is_noticed(concepts: Path) -> None:
    """A name that is declared, or no longer is, is so in the next graph that is loaded."""
    assert not load_graph().ambiguous_names
    _declare(concepts, MPC)
    assert set(load_graph().ambiguous_names) == {"MPC"}
    (concepts.parent / "ambiguous.yaml").unlink()
    assert not load_graph().ambiguous_names


def test_an_extension_keeps_the_declared_names(concepts: Path, tmp_path: Path) -> None:
    """A graph on top still asks, unless one of its own concepts claims the name."""
    _declare(concepts, MPC)
    other, own = tmp_path / "other.yaml", tmp_path / "own.yaml"
    other.write_text("id: acme\nkind: skill\nname: ACME\n", encoding="utf-8")
    own.write_text("id: acme\nkind: skill\nname: ACME\naliases: [MPC]\n", encoding="utf-8")
    with pytest.raises(AmbiguousNameError):
        load_graph(extend=other).find("MPC")
    assert load_graph(extend=own).find("MPC").id == "acme"


def test_the_declared_names_are_no_part_of_the_interchange(concepts: Path) -> None:
    """They belong to the index of names: a graph made from what `to_dict` gives is equal, and does without."""
    _declare(concepts, MPC)
    graph = load_graph()
    copy = CareerGraph.from_dict(graph.to_dict())
    assert copy == graph
    assert not copy.ambiguous_names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MPC: {readings: [optimal-control, kontrol], because: x}\n", "the reading 'kontrol' is no concept"),
        ("Queues: {readings: [optimal-control, queues], because: x}\n", "the name is claimed by queues"),
        ("optimal control: {readings: [optimal-control, queues], because: x}\n", "claimed by optimal-control"),
        (MPC + "m-p-c: {readings: [optimal-control, queues], because: x}\n", "stands here twice: as 'MPC' too"),
        ("MPC: {readings: [queues], because: x}\n", "no list of readings with a reason"),
        ("MPC: {readings: [queues, queues], because: x}\n", "no list of readings with a reason"),
        ("MPC: {readings: [queues, optimal-control]}\n", "no list of readings with a reason"),
        ("MPC: [queues, optimal-control]\n", "no list of readings with a reason"),
        ("MPC: {readings: [[queues], 3], because: x}\n", "no list of readings with a reason"),
        ("[MPC]\n", "no mapping of names"),
        ("MPC: [\n", "ambiguous.yaml, line"),
    ],
)
def test_a_bad_declaration_is_a_problem_of_the_sources(concepts: Path, text: str, words: str) -> None:
    """What is wrong with a declared name is told with the other problems, and nothing is compiled."""
    _declare(concepts, text)
    (problem,) = check_sources(concepts).problems
    assert words in str(problem)
    assert problem.where.startswith("ambiguous.yaml")
    with pytest.raises(InvalidGraphError, match="ambiguous"):
        compile_ontology(concepts, concepts.parent / "graph.json")


def test_a_broken_concept_is_not_missed_twice(concepts: Path) -> None:
    """A reading whose file cannot be read is the problem of that file alone."""
    _declare(concepts, MPC)
    (concepts / "optimal-control.yaml").write_text("id: [\n", encoding="utf-8")
    (problem,) = check_sources(concepts).problems
    assert problem.where.startswith("optimal-control.yaml")


def test_every_shipped_declaration_is_answered() -> None:
    """Each name of the shipped file raises with all its readings, whose names then lead to them."""
    graph = load_graph()
    assert len(graph.ambiguous_names) > 50
    assert (ontology_folder() / "ambiguous.yaml").is_file()
    for name, readings in graph.ambiguous_names.items():
        with pytest.raises(AmbiguousNameError) as caught:
            graph.find(name)
        assert [graph.find(suggestion).id for suggestion in caught.value.suggestions] == list(readings)
        assert {concept.id for concept in graph.search(name, limit=len(readings))} == set(readings)
        assert normalise(name) not in map(normalise, caught.value.suggestions)
