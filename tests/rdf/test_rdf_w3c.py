"""The tests of the W3C for N-Triples, N-Quads, Turtle, TriG and RDF/XML, through the readers of the library."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.rdf.formats import Quad, SyntaxProblem, ntriples, rdfxml, trig, turtle

FOLDER = Path(__file__).with_name("w3c")
HOME = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
RDFT = Namespace("http://www.w3.org/ns/rdftest#")

READERS: Mapping[str, Callable[[bytes, str], list[Quad]]] = {
    "rdf-n-triples": lambda data, _: ntriples.read(data),
    "rdf-n-quads": lambda data, _: ntriples.read_quads(data),
    "rdf-turtle": lambda data, base: turtle.read(data, DEFAULT_LIMITS, base),
    "rdf-trig": lambda data, base: trig.read(data, DEFAULT_LIMITS, base),
    "rdf-xml": lambda data, base: rdfxml.read(data, DEFAULT_LIMITS, base),
}
COUNTS = {"rdf-n-triples": 70, "rdf-n-quads": 87, "rdf-turtle": 313, "rdf-trig": 356, "rdf-xml": 166}
"""How many tests each suite has, so that none is lost on the way."""


@pytest.fixture(scope="module")
def archive() -> Iterable[zipfile.ZipFile]:
    """The tests as the W3C publishes them."""
    with zipfile.ZipFile(FOLDER / "rdf11.zip") as opened:
        yield opened


def _as_graph(quads: Iterable[Quad]) -> Graph:
    """Quads as a graph, which can be compared: those of a named graph as nodes of four properties."""
    graph = Graph(bind_namespaces="none")
    for *triple, name in quads:
        if name is None:
            graph.add(tuple(triple))
        else:
            node = BNode()
            for number, term in enumerate((*triple, name)):
                graph.add((node, URIRef(f"urn:part:{number}"), term))
    return graph


def _outcome(archive: zipfile.ZipFile, suite: str, manifest: Graph, test: URIRef) -> str:
    """What happens: what should ("as expected"), or else "accepted", "refused" or "other triples"."""
    action = str(manifest.value(test, MF.action))
    result = manifest.value(test, MF.result)
    negative = "Negative" in str(manifest.value(test, RDF.type))
    try:
        quads = READERS[suite](archive.read(action.removeprefix(HOME)), action)
    except SyntaxProblem:
        return "as expected" if negative else "refused"
    if negative:
        return "accepted"
    if result is None:
        return "as expected"
    expected = ntriples.read_quads(archive.read(str(result).removeprefix(HOME)))
    return "as expected" if isomorphic(_as_graph(quads), _as_graph(expected)) else "other triples"


def _manifest(archive: zipfile.ZipFile, suite: str) -> tuple[Graph, list[URIRef]]:
    manifest = Graph(bind_namespaces="none")
    home = f"{HOME}{suite}/manifest.ttl"
    for quad in turtle.read(archive.read(f"{suite}/manifest.ttl"), DEFAULT_LIMITS, home):
        manifest.add(quad[:3])
    (entries,) = manifest.objects(None, MF.entries)
    return manifest, list(Collection(manifest, entries))


@pytest.mark.parametrize("suite", READERS)
def test_suite(archive: zipfile.ZipFile, suite: str) -> None:
    """Every test of the suite has the outcome that the W3C asks for, but those on the list of deviations."""
    with (FOLDER / "deviations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["suite"] == suite]
    assert all(row["reason"] for row in rows)
    manifest, tests = _manifest(archive, suite)
    outcomes = {test.partition("#")[2]: _outcome(archive, suite, manifest, test) for test in tests}
    assert len(outcomes) == COUNTS[suite]
    deviations = {name: outcome for name, outcome in outcomes.items() if outcome != "as expected"}
    assert deviations == {row["test"]: row["happens"] for row in rows}


def test_wrong_readers_are_noticed(archive: zipfile.ZipFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that loses a statement, or refuses nothing, does not pass."""
    suite = "rdf-turtle"
    manifest, tests = _manifest(archive, suite)
    kinds = {kind: next(test for test in tests if manifest.value(test, RDF.type) == RDFT[kind]) for kind in _KINDS}
    monkeypatch.setitem(READERS, suite, lambda data, base: turtle.read(data, DEFAULT_LIMITS, base)[1:])
    assert _outcome(archive, suite, manifest, kinds["TestTurtleEval"]) == "other triples"
    monkeypatch.setitem(READERS, suite, lambda _, __: [])
    assert _outcome(archive, suite, manifest, kinds["TestTurtleNegativeSyntax"]) == "accepted"

    def refuse(_: bytes, __: str) -> list[Quad]:
        raise SyntaxProblem("no")

    monkeypatch.setitem(READERS, suite, refuse)
    assert _outcome(archive, suite, manifest, kinds["TestTurtlePositiveSyntax"]) == "refused"


_KINDS = ("TestTurtleEval", "TestTurtleNegativeSyntax", "TestTurtlePositiveSyntax")
