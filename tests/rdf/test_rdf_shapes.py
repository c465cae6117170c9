"""The shapes accept the shipped graph and catch broken data."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
import rdflib
from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from mlcareer_graph import CareerGraph, MissingExtraError
from mlcareer_graph.rdf import to_rdf, validate
from mlcareer_graph.rdf.vocabulary import MLC

BASE = "https://w3id.org/mlcareer/"
KERAS, PYTHON = URIRef(f"{BASE}technology/keras"), URIRef(f"{BASE}technology/python")
ENGINEER, BOOTCAMP = URIRef(f"{BASE}role/ml-engineer"), URIRef(f"{BASE}education-path/bootcamp")
REQUIREMENT = URIRef(f"{BASE}requirement/keras-2")
HOURS, WORKLOAD = URIRef(f"{BASE}effort/python_working"), URIRef(f"{BASE}quantity/bootcamp_hours")
EASIER, CLAIM = URIRef(f"{BASE}easier-with/julia-1"), URIRef(f"{BASE}claim/python_fast")
BACHELOR = URIRef(f"{BASE}credential/bachelor")


def test_shipped_graph_conforms(shipped_rdf: rdflib.Graph) -> None:
    """The export of the shipped graph conforms to the shapes."""
    report = validate(shipped_rdf)
    assert report.conforms, str(report)


def test_every_feature_conforms(rich: CareerGraph) -> None:
    """So does a graph that uses everything the schema offers."""
    report = validate(rich)
    assert report.conforms, str(report)
    assert str(report) == "the graph conforms to the shapes"


def _decimal(text: str) -> Literal:
    return Literal(text, datatype=XSD.decimal)


BROKEN: dict[str, tuple[str, Callable[[Graph], object]]] = {
    "missing label": ("has a preferred label", lambda g: g.remove((KERAS, SKOS.prefLabel, None))),
    "two labels": ("one preferred label", lambda g: g.add((KERAS, SKOS.prefLabel, Literal("K", lang="en")))),
    "blank label": ("label is not blank", lambda g: g.set((KERAS, SKOS.prefLabel, Literal(" ", lang="en")))),
    "at_least above options": (
        "number of options",
        lambda g: g.set((REQUIREMENT, MLC["atLeast"], Literal(3))),
    ),
    "at_least zero": ("from 1 upward", lambda g: g.set((REQUIREMENT, MLC["atLeast"], Literal(0)))),
    "no subject": ("has one subject", lambda g: g.remove((REQUIREMENT, MLC["requirementOf"], None))),
    "no option": ("has an option", lambda g: g.remove((REQUIREMENT, MLC["option"], None))),
    "role as option": ("an option is a skill", lambda g: g.add((REQUIREMENT, MLC["option"], ENGINEER))),
    "unknown level": ("one of the four", lambda g: g.set((REQUIREMENT, MLC["level"], MLC["guru"]))),
    "unknown strength": (
        "required or preferred",
        lambda g: g.set((REQUIREMENT, MLC["strength"], MLC["level"])),
    ),
    "negative hours": ("from 0 upward", lambda g: g.set((HOURS, MLC["low"], _decimal("-1.0")))),
    "low above likely": ("not above the likely", lambda g: g.set((WORKLOAD, MLC["low"], Literal(201)))),
    "likely above high": ("not above the high", lambda g: g.set((WORKLOAD, MLC["likely"], Literal(301)))),
    "saves everything": ("between 0 and 1", lambda g: g.set((EASIER, MLC["saves"], Literal(1)))),
    "wrong object kind": (
        "implemented in a technology",
        lambda g: g.add((KERAS, MLC["implementedIn"], ENGINEER)),
    ),
    "broader across kinds": ("a kind of technology", lambda g: g.add((KERAS, SKOS.broader, ENGINEER))),
    "teaches a role": ("teaches skills", lambda g: g.add((BOOTCAMP, MLC["teaches"], ENGINEER))),
    "wrong subject kind": ("Technology", lambda g: g.add((ENGINEER, MLC["implementedIn"], PYTHON))),
    "silent claim": ("says something", lambda g: g.remove((CLAIM, MLC["statement"], None))),
    "orphan claim": ("about one concept", lambda g: g.remove((None, MLC["claim"], CLAIM))),
    "EQF level nine": ("from 1 to 8", lambda g: g.set((BACHELOR, MLC["eqfLevel"], Literal(9)))),
    "unknown unit": ("ISO 4217", lambda g: g.set((WORKLOAD, MLC["unit"], Literal("fortnights")))),
    "evidence untyped": (
        "citation or a curator",
        lambda g: g.remove((URIRef(f"{BASE}evidence/requirement_keras-2_1"), RDF.type, None)),
    ),
    "citation without source": (
        "names one source",
        lambda g: g.remove((URIRef(f"{BASE}evidence/requirement_keras-2_1"), MLC["source"], None)),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_data_does_not_conform(rich: CareerGraph, name: str) -> None:
    """Each way of breaking the data is reported in words that say what holds."""
    words, break_it = BROKEN[name]
    rdf = to_rdf(rich)
    break_it(rdf)
    report = validate(rdf)
    assert not report.conforms
    assert words in str(report)


def test_violations_name_the_node(rich: CareerGraph) -> None:
    """A violation carries the node and the property that it is about."""
    rdf = to_rdf(rich)
    rdf.remove((KERAS, SKOS.prefLabel, None))
    (violation,) = validate(rdf).violations
    assert (violation.node, violation.path) == (str(KERAS), "prefLabel")


def test_missing_pyshacl(rich: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pySHACL the error names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(MissingExtraError) as caught:
        validate(rich)
    assert caught.value.extra == "validate"
