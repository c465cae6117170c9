"""The tests of the W3C for SHACL, through the function that checks a graph against the shapes of the ontology."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
import w3c_suites
from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.term import Node
from w3c_suites import MF

from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf import shapes

HOME = "https://w3c.github.io/data-shapes/data-shapes-test-suite/tests/"
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
COUNTS = {"core": 98, "sparql": 23}
"""How many tests each part of the suite has, so that none is lost on the way."""

COMPARED = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.sourceShape, SH.resultSeverity)
"""What the suite asks to be the same about each result."""

Report = tuple[str, Counter[tuple[object, ...]]]

pytestmark = pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning")


@cache
def _files() -> dict[str, bytes]:
    return w3c_suites.files("shacl")


def _read(address: str) -> Graph:
    """A file as a user hands RDF to `validate`: rdflib has read it."""
    return Graph().parse(_files()[address.removeprefix(HOME)], format="turtle", publicID=address)


def _tests(part: str) -> dict[str, tuple[Graph, URIRef]]:
    """The tests of a part by their names, each with the file that it stands in."""
    found = {}
    for name in sorted(_files()):
        if name.startswith(f"{part}/") and b"sht:Validate" in _files()[name]:
            graph = _read(HOME + name)
            found |= {str(test).removeprefix(HOME): (graph, test) for test in graph.subjects(RDF.type, SHT.Validate)}
    return found


def _path(graph: Graph, node: Node) -> object:
    """A term; a path, which hangs together by blank nodes, as what it says."""
    if not isinstance(node, BNode):
        return str(node)
    return tuple(sorted((str(predicate), _path(graph, value)) for predicate, value in graph.predicate_objects(node)))


def _reported(graph: Graph, report: Node) -> Report:
    """Whether the data conforms, and the results without the labels of blank nodes."""
    results = Counter(
        tuple(
            _path(graph, value) if name == SH.resultPath or not isinstance(value, BNode) else "a blank node"
            for name in COMPARED
            for value in (graph.value(result, name),)
        )
        for result in graph.objects(report, SH.result)
    )
    return str(graph.value(report, SH.conforms)).lower(), results


def _outcome(graph: Graph, test: URIRef) -> str:
    """What happens: what should ("as expected"), or else "other results" or "refused"."""
    action, expected = graph.value(test, MF.action), graph.value(test, MF.result)
    data, rules = (_read(str(graph.value(action, name))) for name in (SHT.dataGraph, SHT.shapesGraph))
    try:
        report = shapes.validation_report(data, rules)
    except NotImplementedError:
        return "refused"
    if not isinstance(report, Graph):
        # The shapes are none, so pySHACL gives a failure for a report.
        return "as expected" if expected == SHT.Failure else "refused"
    (found,) = report.subjects(RDF.type, SH.ValidationReport)
    same = expected != SHT.Failure and _reported(report, found) == _reported(graph, expected)
    return "as expected" if same else "other results"


@pytest.mark.parametrize("part", COUNTS)
def test_suite(part: str) -> None:
    """Every test has the outcome that the W3C asks for, but those on the list of deviations."""
    outcomes = {name: _outcome(*test) for name, test in _tests(part).items()}
    assert len(outcomes) == COUNTS[part]
    assert w3c_suites.deviating(outcomes) == w3c_suites.deviations(f"shacl-{part}")


def test_all_that_our_shapes_use_is_tested() -> None:
    """Each term of SHACL in the shapes of the ontology stands in the shapes of a test that comes out as expected."""
    used = _terms(Graph().parse(ontology_folder() / "shapes.ttl", format="turtle"))
    deviating = w3c_suites.deviations("shacl-core") | w3c_suites.deviations("shacl-sparql")
    tested: set[Node] = set()
    for part in COUNTS:
        for name, (graph, test) in _tests(part).items():
            if name not in deviating:
                tested |= _terms(_read(str(graph.value(graph.value(test, MF.action), SHT.shapesGraph))))
    assert {SH.minCount, SH.inversePath, SH.SPARQLConstraint} <= used
    assert used <= tested


def _terms(graph: Graph) -> set[Node]:
    return {term for triple in graph for term in triple if isinstance(term, URIRef) and term in SH}


def test_a_wrong_validator_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report without results, or a refusal, does not pass."""
    graph, test = _tests("core")["core/property/minCount-001"]
    assert _outcome(graph, test) == "as expected"
    empty = Graph()
    empty.add((BNode(), RDF.type, SH.ValidationReport))
    monkeypatch.setattr(shapes, "validation_report", lambda *_: empty)
    assert _outcome(graph, test) == "other results"
    monkeypatch.setattr(shapes, "validation_report", lambda *_: "a failure")
    assert _outcome(graph, test) == "refused"
