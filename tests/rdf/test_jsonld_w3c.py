"""The tests of the W3C for making RDF of JSON-LD 1.1, through the reader of the library, and its limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
import w3c_suites
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from w3c_suites import as_graph

from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.rdf.formats import Quad, SyntaxProblem, jsonld, ntriples
from mlcareer_graph.rdf.formats.jsonld_quads import canonical_json

HOME = "https://w3c.github.io/json-ld-api/"
COUNTS = {"PositiveEvaluationTest": 340, "PositiveSyntaxTest": 16, "NegativeEvaluationTest": 100}
"""How many tests of JSON-LD 1.1 there are, so that none is lost on the way; those of 1.0 alone are left out."""

Test = Mapping[str, Any]


@cache
def _files() -> dict[str, bytes]:
    return w3c_suites.files("jsonld")


@cache
def suite_tests() -> dict[str, Test]:
    """The tests by their names."""
    tests = json.loads(_files()["tests/toRdf-manifest.jsonld"])["sequence"]
    return {
        test["@id"].removeprefix("#"): test
        for test in tests
        if test.get("option", {}).get("specVersion") != "json-ld-1.0"
    }


def _kind(test: Test) -> str:
    return str(test["@type"][0]).removeprefix("jld:")


def outcome(test: Test, read: Callable[..., list[Quad]] = jsonld.read) -> str:
    """What happens: what should ("as expected"), or else "accepted", "refused" or "other triples"."""
    name = f"tests/{test['input']}"
    base = test.get("option", {}).get("base", HOME + name)
    is_negative = _kind(test) == "NegativeEvaluationTest"
    try:
        quads = read(_files()[name], base=base)
    except SyntaxProblem:
        return "as expected" if is_negative else "refused"
    if is_negative:
        return "accepted"
    if "expect" not in test:
        return "as expected"
    try:
        expected = ntriples.read_quads(_files()[f"tests/{test['expect']}"])
    except SyntaxProblem:
        return "other triples"
    return "as expected" if isomorphic(as_graph(quads), as_graph(expected)) else "other triples"


def test_suite() -> None:
    """Every test has the outcome that the W3C asks for, but those on the list of deviations."""
    tests = suite_tests()
    kinds = [_kind(test) for test in tests.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == COUNTS
    outcomes = {name: outcome(test) for name, test in tests.items()}
    assert w3c_suites.deviating(outcomes) == w3c_suites.deviations("jsonld")


OTHER_CODES = {"tc032", "tc033", "te123", "tpi01"}
"""What these do wrong is found elsewhere first: at the name in the scoped context, in the IRI, in the index."""


def test_what_is_wrong_is_told_by_the_code_of_the_suite() -> None:
    """The code that a test expects stands in the error, but where a context would have to be fetched."""
    told = 0
    for name, test in suite_tests().items():
        if _kind(test) != "NegativeEvaluationTest" or name in OTHER_CODES | w3c_suites.deviations("jsonld").keys():
            continue
        input_ = f"tests/{test['input']}"
        with pytest.raises(SyntaxProblem) as caught:
            jsonld.read(_files()[input_], base=test.get("option", {}).get("base", HOME + input_))
        assert test["expectErrorCode"] in caught.value.what or "no context is fetched" in caught.value.what, name
        told += test["expectErrorCode"] in caught.value.what
    assert told == 81


def test_wrong_readers_are_noticed() -> None:
    """A reader that loses a statement, or refuses nothing, does not pass."""
    assert outcome(suite_tests()["t0001"], lambda data, base: jsonld.read(data, base=base)[1:]) == "other triples"
    assert outcome(suite_tests()["ter01"], lambda data, base: []) == "accepted"


# ---------------------------------------------------------------------- beyond the suite


def test_a_decimal_without_quotes_is_written_out() -> None:
    """Where the datatype is a decimal, a number is one; the standard would write an exponent, which no decimal has."""
    context = {"hours": {"@id": "urn:hours", "@type": str(XSD.decimal)}}
    document = {"@context": context, "@id": "urn:a", "hours": [40.5, 1e-7, 40]}
    values = [quad[2] for quad in jsonld.read(json.dumps(document).encode())]
    assert [str(value) for value in values] == ["40.5", "0.0000001", "40"]
    assert {value.datatype for value in values if isinstance(value, Literal)} == {XSD.decimal}


def test_contexts_that_grow_are_stopped() -> None:
    """Contexts that repeat many names, or names that repeat a long one, count against the limits."""
    names = {f"t{number}": {"@id": f"urn:{number}", "@context": {}} for number in range(200)}
    document = json.dumps({"@context": names, "@id": "urn:a"}).encode()
    assert jsonld.read(document) == []
    with pytest.raises(SyntaxProblem, match="names in all contexts"):
        jsonld.read(document, ReadingLimits(max_statements=10_000))
    long = {"p": f"urn:{'a' * 1_000}:"} | {f"t{number}": f"p:{number}" for number in range(200)}
    with pytest.raises(SyntaxProblem, match="in all IRIs"):
        jsonld.read(json.dumps({"@context": long}).encode(), ReadingLimits(max_bytes=100_000))


@pytest.mark.parametrize(
    ("context", "says"),
    [
        ({"@protected": 1}, "invalid @protected value"),
        ({"a": {"@id": "urn:a", "@protected": "yes"}}, "invalid @protected value"),
        ({"@type": {"@container": "@list"}}, "keyword redefinition"),
        ({"a/b": {"@type": "@id"}}, "invalid IRI mapping"),
        ({"a": {"@id": "urn:a", "@nest": "@id"}}, "invalid @nest value"),
        ({"a": {"@id": "urn:a", "@container": ["@graph", "@id", "@index"]}}, "invalid container mapping"),
        ({"a": {"@id": "urn:a", "@container": ["@list", "@set"]}}, "invalid container mapping"),
        ({"a": {"@id": "urn:a", "@container": {}}}, "invalid container mapping"),
        ({"a": "b", "b": "a"}, "cyclic IRI mapping"),
        ({"a": {"@id": "urn:a", "@type": "@id", "@container": "@id"}}, "invalid value object"),
        (1, "put the context itself into the file"),
    ],
)
def test_contexts_that_are_none_are_refused(context: Any, says: str) -> None:
    """What is wrong with a context is told by the code that the standard has for it, beyond what the suite asks."""
    with pytest.raises(SyntaxProblem, match=says):
        jsonld.read(json.dumps({"@context": context, "a": {"b": 1}}).encode())


def test_terms_may_be_made_of_later_ones() -> None:
    """A term stands for what another one does, in whatever order they come; texts that are null are none."""
    document = {
        "@context": {"a": "b", "b": {"@id": "c:b", "@container": "@language"}, "c": "urn:c:"},
        "@id": "urn:a",
        "a": [1],
        "b": {"de": ["ja", None]},
    }
    found = {quad[1:3] for quad in jsonld.read(json.dumps(document).encode())}
    assert found == {(URIRef("urn:c:b"), Literal(1)), (URIRef("urn:c:b"), Literal("ja", lang="de"))}


def test_a_list_and_what_goes_backwards() -> None:
    """A list keeps its order and what is said backwards its direction."""
    document = {
        "@context": {"of": {"@reverse": "urn:has"}, "steps": {"@id": "urn:steps", "@container": "@list"}},
        "@id": "urn:a",
        "of": {"@id": "urn:whole"},
        "steps": ["one", "two"],
    }
    first, second = BNode(), BNode()
    expected = Graph()
    for triple in (
        (URIRef("urn:whole"), URIRef("urn:has"), URIRef("urn:a")),
        (URIRef("urn:a"), URIRef("urn:steps"), first),
        (first, RDF.first, Literal("one")),
        (first, RDF.rest, second),
        (second, RDF.first, Literal("two")),
        (second, RDF.rest, RDF.nil),
    ):
        expected.add(triple)
    assert isomorphic(as_graph(jsonld.read(json.dumps(document).encode())), expected)


def test_what_is_included_stands_in_the_same_graph() -> None:
    """Nodes beside another one are in the named graph that this one is in."""
    included = {"@id": "urn:b", "urn:p": 2}
    document = {"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": 1, "@included": [included]}]}
    quads = jsonld.read(json.dumps(document).encode())
    assert {(str(quad[0]), str(quad[3])) for quad in quads} == {("urn:a", "urn:g"), ("urn:b", "urn:g")}


def test_texts_that_mean_nothing_are_counted_too() -> None:
    """A text under a name that stands for nothing is held to the limit of all texts, and so is the name."""
    for document in ({"@id": "urn:a", "ignored": "x" * 101}, {"@id": "urn:a", "x" * 101: 1}):
        assert jsonld.read(json.dumps(document).encode()) == []
        with pytest.raises(SyntaxProblem, match="more than 100 characters in one text"):
            jsonld.read(json.dumps(document).encode(), ReadingLimits(max_text=100))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"@id": "urn:a", "urn:b": {"@value": "x", "@direction": "up"}}, "invalid base direction, 'up'"),
        ({"@id": "urn:a", "@reverse": "urn:b"}, "invalid @reverse value, 'urn:b'"),
        ({"@id": "urn:a", "@included": {"@set": [{"@value": 1}]}}, "invalid @included value"),
        ({"@context": {"a": 1}}, "invalid term definition, 'a'"),
        ({"@context": {"a": {"@id": "b"}}}, "invalid IRI mapping, 'b'"),
        ({"@context": {"@version": 1.1, "a": {"@id": 1}}}, "invalid IRI mapping, '1'"),
    ],
)
def test_what_is_wrong_is_named(document: Any, says: str) -> None:
    """Beside the code of the standard stands what it was said of."""
    with pytest.raises(SyntaxProblem) as caught:
        jsonld.read(json.dumps(document).encode())
    assert says in caught.value.what


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (333333333.33333329, "333333333.3333333"),
        (1e30, "1e+30"),
        (4.50, "4.5"),
        (2e-3, "0.002"),
        (1e-27, "1e-27"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (123456789012345680000, "123456789012345680000"),
        ({"\u20ac": 1, "\U0001f600": 2, "\r": 3, "\ufb33": 4}, '{"\\r":3,"\u20ac":1,"\U0001f600":2,"\ufb33":4}'),
    ],
)
def test_json_has_one_form(value: Any, written: str) -> None:
    """Numbers and the order of keys are those of RFC 8785, whose own examples these are for the most part."""
    assert canonical_json(value) == written


_SCALARS = st.sampled_from(
    ["", "a", "p:b", "@id", "@type", "@none", "@json", "urn:a", "_:b", "@x", 1, -0.5, True, None]
)
_KEYS = st.sampled_from(
    [
        *("@id", "@type", "@value", "@language", "@direction", "@graph", "@list", "@set", "@reverse", "@index"),
        *("@context", "@container", "@nest", "@included", "@vocab", "@base", "@prefix", "@protected", "@propagate"),
        *("a", "p", "p:b", "urn:a", "", ":", "@x", "./a", "_:b"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4)))
def test_anything_in_json_is_read_or_refused(document: Any) -> None:
    """Whatever stands where: there are quads, or the one error that says what is wrong."""
    wrapped = {"@context": [{"a": "urn:a", "p": "urn:p:"}, {"a": document}], "@id": "urn:s", "a": document}
    for content in (document, wrapped):
        try:
            quads = jsonld.read(json.dumps(content).encode())
        except SyntaxProblem:
            continue
        assert all(len(quad) == 4 for quad in quads)
