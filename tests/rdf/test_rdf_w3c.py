"""The tests of the W3C for N-Triples, N-Quads, Turtle, TriG and RDF/XML, through the readers of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import w3c_suites
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from w3c_suites import MF, as_graph

from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.rdf.formats import Quad, SyntaxProblem, ntriples, rdfxml, trig, turtle

HOME = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
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
def archive() -> Mapping[str, bytes]:
    """The tests as the W3C publishes them."""
    return w3c_suites.files("rdf11")


def _outcome(archive: Mapping[str, bytes], suite: str, manifest: Graph, test: URIRef) -> str:
    """What happens: what should ("as expected"), or else "accepted", "refused" or "other triples"."""
    action = str(manifest.value(test, MF.action))
    result = manifest.value(test, MF.result)
    negative = "Negative" in str(manifest.value(test, RDF.type))
    try:
        quads = READERS[suite](archive[action.removeprefix(HOME)], action)
    except SyntaxProblem:
        return "as expected" if negative else "refused"
    if negative:
        return "accepted"
    if result is None:
        return "as expected"
    expected = ntriples.read_quads(archive[str(result).removeprefix(HOME)])
    return "as expected" if isomorphic(as_graph(quads), as_graph(expected)) else "other triples"


def _manifest(archive: Mapping[str, bytes], suite: str) -> tuple[Graph, list[URIRef]]:
    name = f"{suite}/manifest.ttl"
    return w3c_suites.manifest(archive[name], HOME + name)


@pytest.mark.parametrize("suite", READERS)
def test_suite(archive: Mapping[str, bytes], suite: str) -> None:
    """Every test of the suite has the outcome that the W3C asks for, but those on the list of deviations."""
    manifest, tests = _manifest(archive, suite)
    outcomes = {test.partition("#")[2]: _outcome(archive, suite, manifest, test) for test in tests}
    assert len(outcomes) == COUNTS[suite]
    assert w3c_suites.deviating(outcomes) == w3c_suites.deviations(suite)


def test_an_empty_collection_is_nil() -> None:
    """In every syntax that has collections; the suites have one in RDF/XML only with something in it."""
    collection = '<e:b rdf:parseType="Collection"></e:b>'
    markup = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="urn:"><rdf:Description rdf:about="urn:a">{collection}'
    expected = [(URIRef("urn:a"), URIRef("urn:b"), RDF.nil, None)]
    assert rdfxml.read(f"{markup}</rdf:Description></rdf:RDF>".encode()) == expected
    assert turtle.read(b"<urn:a> <urn:b> () .") == expected
    assert trig.read(b"<urn:a> <urn:b> () .") == expected


def test_wrong_readers_are_noticed(archive: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
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
