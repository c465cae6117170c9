"""The tests of the W3C for SPARQL 1.0 and 1.1, through the check of queries and both engines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

import pytest
import rdflib
import w3c_suites
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Node
from w3c_suites import MF

from mlcareer_graph.errors import QueryError
from mlcareer_graph.rdf.query import QueryResult, Term
from mlcareer_graph.rdf.query.check import CheckedQuery, checked
from mlcareer_graph.rdf.query.dataset import GRAPHS
from mlcareer_graph.rdf.query.engines import ENGINES, Engine
from mlcareer_graph.rdf.query.worker import reply
from mlcareer_graph.rdf.vocabulary import Triple

HOME = "https://w3c.github.io/rdf-tests/sparql/"
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")

COUNTS = {
    "sparql10 NegativeSyntaxTest": 50,
    "sparql10 PositiveSyntaxTest": 149,
    "sparql10 QueryEvaluationTest": 283,
    "sparql11 CSVResultFormatTest": 3,
    "sparql11 NegativeSyntaxTest11": 40,
    "sparql11 PositiveSyntaxTest11": 66,
    "sparql11 QueryEvaluationTest": 239,
}
"""How many tests of queries there are, so that none is lost on the way."""
UPDATES = {"sparql11 NegativeUpdateSyntaxTest11": 13, "sparql11 PositiveUpdateSyntaxTest11": 42}

_NAMED_BY_QUERY = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)

# The process that answers queries does not mind what rdflib warns of.
pytestmark = pytest.mark.filterwarnings("ignore")

Row = dict[str, Term]


@dataclass(frozen=True)
class Test:
    """One test, as its manifest describes it."""

    __test__ = False

    name: str
    kind: str
    manifest: Graph
    node: URIRef

    def value(self, owner: Node, name: URIRef) -> Any:
        return self.manifest.value(owner, name)

    @property
    def action(self) -> Node:
        return self.value(self.node, MF.action)

    @property
    def is_negative(self) -> bool:
        return "Negative" in self.kind

    def query(self) -> str:
        """The query, with its own address for a base."""
        file = self.action if "Syntax" in self.kind else self.value(self.action, QT.query)
        return f"BASE <{file}> {_text(file)}"


@cache
def _files() -> dict[str, bytes]:
    return w3c_suites.files("sparql")


def _file(address: object) -> bytes:
    return _files()[str(address).removeprefix(HOME)]


def _text(address: object) -> str:
    return _file(address).decode()


@cache
def _tests() -> Sequence[Test]:
    """All tests, in the order of the files."""
    found = []
    for name in sorted(_files()):
        if name.count("/") == 2 and name.endswith("/manifest.ttl"):
            manifest, nodes = w3c_suites.manifest(_files()[name], HOME + name)
            for node in nodes:
                kind = f"{name.partition('/')[0]} {str(manifest.value(node, RDF.type)).partition('#')[2]}"
                short = f"{name.rpartition('/')[0]}/{node.partition('#')[2]}"
                found.append(Test(short, kind, manifest, node))
    return found


@pytest.fixture(scope="module", autouse=True)
def _as_in_the_process_of_queries() -> Iterator[None]:
    """What the process that answers queries says to rdflib, which here is taken back at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        for switch in ("SPARQL_LOAD_GRAPHS", "SPARQL_DEFAULT_GRAPH_UNION"):
            patch.setattr(rdflib.plugins.sparql, switch, getattr(rdflib.plugins.sparql, switch))
        patch.setattr(Graph, "cbd", Graph.cbd)
        yield


# ---------------------------------------------------------------------- what is asked


@cache
def _triples(address: str) -> Sequence[Triple]:
    """A file of data; rdflib reads it, since our readers refuse the values that these tests misspell on purpose."""
    form = {"ttl": "turtle", "rdf": "xml", "nt": "nt"}[address.rpartition(".")[2]]
    return list(Graph(bind_namespaces="none").parse(_file(address), format=form, publicID=address))


def _graphs(test: Test) -> dict[str, Sequence[Triple]]:
    """The graphs of a test by their names; a store has no default graph of its own, so its data is the asserted one."""
    asserted = [triple for data in test.manifest.objects(test.action, QT.data) for triple in _triples(str(data))]
    named = {str(data) for data in test.manifest.objects(test.action, QT.graphData)}
    text = test.query()
    base = re.match(r"BASE <([^>]*)>", text)
    assert base
    if "Evaluation" in test.kind:
        named |= {urljoin(base[1], name) for name in _NAMED_BY_QUERY.findall(text)}
    return {"asserted": asserted, **{name: _triples(name) for name in sorted(named)}}


def _answer(engine: Engine, query: CheckedQuery) -> QueryResult:
    """What the process of queries replies, made a result as `CareerGraph.query` does."""
    found = json.loads(reply(engine, query))
    if "what" in found:
        raise QueryError(found["what"], found["line"])
    return QueryResult.of(found["form"], found["answer"], {}, found["columns"])


def _outcome(test: Test, name: str) -> str:
    """What happens: what should ("as expected"), or else "accepted", "refused" or "another answer"."""
    graphs = {} if "Syntax" in test.kind else _graphs(test)
    with pytest.MonkeyPatch.context() as patch:
        for one in graphs:
            if one not in GRAPHS:
                patch.setitem(GRAPHS, one, URIRef(one))
        try:
            found = _answer(ENGINES[name](graphs), checked(test.query()))
        except QueryError:
            return "as expected" if test.is_negative else "refused"
    if test.is_negative:
        return "accepted"
    if "Syntax" in test.kind or _is_answer(test, found):
        return "as expected"
    return "another answer"


# ---------------------------------------------------------------------- what is expected


def _is_answer(test: Test, found: QueryResult) -> bool:
    address = str(test.value(test.node, MF.result))
    suffix = address.rpartition(".")[2]
    if suffix == "csv":
        return _csv_rows(found.to_csv()) == _csv_rows(_text(address))
    if suffix in ("srx", "srj", "tsv"):
        form = {"srx": "xml", "srj": "json"}.get(suffix, suffix)
        expected = Result.parse(io.BytesIO(_file(address)), format=form)
        if expected.type == "ASK":
            return found.form == "ASK" and bool(found) == bool(expected.askAnswer)
        rows = [{str(name): _term(value) for name, value in row.items()} for row in expected.bindings]
        is_lax = test.value(test.node, MF.resultCardinality) is not None
        return set(found.columns) == set(map(str, expected.vars)) and _same(_rows(found), rows, is_lax)
    graph = Graph(bind_namespaces="none")
    for triple in _triples(address):
        graph.add(triple)
    results = graph.value(None, RDF.type, RS.ResultSet)
    if results is None:
        return _same(_rows(found), [dict(zip(found.columns, map(_term, triple), strict=True)) for triple in graph])
    if found.form == "ASK":
        return str(graph.value(results, RS.boolean)) == str(bool(found)).lower()
    variables = set(map(str, graph.objects(results, RS.resultVariable)))
    return set(found.columns) == variables and _is_result_set(graph, results, found)


def _is_result_set(graph: Graph, results: Node, found: QueryResult) -> bool:
    """Whether a result is the one that is written as RDF, with the number of each row where the order counts."""
    rows, given = [], _rows(found)
    for solution in graph.objects(results, RS.solution):
        bindings = graph.objects(solution, RS.binding)
        row = {str(graph.value(one, RS.variable)): _term(graph.value(one, RS.value)) for one in bindings}
        number = graph.value(solution, RS["index"])
        if number is not None:
            row["row-number"] = Term("literal", str(number))
        rows.append(row)
    if any("row-number" in row for row in rows):
        given = [row | {"row-number": Term("literal", str(number))} for number, row in enumerate(given, start=1)]
    return _same(given, rows)


def _term(node: Any) -> Term:
    if not isinstance(node, Literal):
        return Term("bnode" if isinstance(node, BNode) else "uri", str(node))
    binding = {"type": "literal", "value": str(node)}
    if node.language:
        binding["xml:lang"] = node.language
    elif node.datatype:
        binding["datatype"] = str(node.datatype)
    return Term.of(binding)


def _rows(found: QueryResult) -> list[Row]:
    return [
        {name: term for name, term in zip(found.columns, line, strict=True) if term is not None} for line in found.terms
    ]


def _csv_rows(text: str) -> Counter[tuple[str, ...]]:
    """The rows of CSV, the first of which are the columns; blank nodes without their labels."""
    return Counter(tuple("_:" if cell.startswith("_:") else cell for cell in row) for row in csv.reader(text.split()))


def _same(given: list[Row], expected: list[Row], is_lax: bool = False) -> bool:
    """Whether rows are the same as often, or at all where the cardinality is lax; blank nodes by any label."""
    counts = [Counter(tuple(sorted(row.items())) for row in rows) for rows in (given, expected)]
    if is_lax:
        return set(counts[0]) == set(counts[1])
    if not any(term.type == "bnode" for row in (*given, *expected) for term in row.values()):
        return counts[0] == counts[1]
    return len(given) == len(expected) and isomorphic(*map(_as_graph, counts))


def _as_graph(rows: Mapping[tuple[tuple[str, Term], ...], int]) -> Graph:
    """Rows as a graph, which can be compared."""
    graph = Graph(bind_namespaces="none")
    for row, count in rows.items():
        node = BNode()
        graph.add((node, URIRef("urn:count"), Literal(count)))
        for name, term in row:
            value = BNode(term.value) if term.type == "bnode" else Literal(repr(term))
            graph.add((node, URIRef(f"urn:column:{name}"), value))
    return graph


# ---------------------------------------------------------------------- tests


@pytest.mark.parametrize("name", ENGINES)
def test_suite(name: str) -> None:
    """Every test of queries has the outcome that the W3C asks for, but those on the list of deviations."""
    tests = [test for test in _tests() if test.kind in COUNTS]
    assert Counter(test.kind for test in tests) == COUNTS
    outcomes = {test.name: _outcome(test, name) for test in tests}
    assert len(outcomes) == len(tests)
    assert w3c_suites.deviating(outcomes) == w3c_suites.deviations(f"sparql-{name}")


def test_every_update_is_refused() -> None:
    """No update of the suite passes the check of queries, whether it is well formed or not."""
    updates = [test for test in _tests() if test.kind not in COUNTS]
    assert Counter(test.kind for test in updates) == UPDATES
    for update in updates:
        with pytest.raises(QueryError) as caught:
            checked(update.query())
        assert update.is_negative or "update" in caught.value.what or "empty" in caught.value.what


def test_wrong_answers_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that loses a row, takes all for queries, or answers none does not pass."""
    tests = {test.name: test for test in _tests()}
    rows = tests["sparql10/sort/dawg-sort-1"]
    assert _outcome(rows, "rdflib") == "as expected"
    answer = ENGINES["rdflib"].answer

    def without_a_row(engine: Engine, query: CheckedQuery) -> bytes:
        found = json.loads(answer(engine, query))
        found["results"]["bindings"].pop()
        return json.dumps(found).encode()

    def in_another_order(engine: Engine, query: CheckedQuery) -> bytes:
        found = json.loads(answer(engine, query))
        found["results"]["bindings"].reverse()
        return json.dumps(found).encode()

    for wrong in (without_a_row, in_another_order):
        monkeypatch.setattr(ENGINES["rdflib"], "answer", wrong)
        assert _outcome(rows, "rdflib") == "another answer"
    bad = tests["sparql11/syntax-query/test_46"]
    assert _outcome(bad, "rdflib") == "as expected"
    monkeypatch.undo()
    harmless = checked("ASK {}")
    monkeypatch.setattr(f"{__name__}.checked", lambda _: harmless)
    assert _outcome(bad, "rdflib") == "accepted"


# ---------------------------------------------------------------------- beyond the suite


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "?s is not the same in all of a group"),
        ("SELECT ?p (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s", "?p is not the same in all of a group"),
        ("SELECT (?o + 1 AS ?n) { ?s ?p ?o } GROUP BY ?s", "?o is not the same in all of a group"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY STR(?s)", "?s is not the same in all of a group"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY (STR(?s))", "?s is not the same in all of a group"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY (?s + ?o)", "?s is not the same in all of a group"),
        ("SELECT ?o { ?s ?p ?o } GROUP BY (-?o)", "?o is not the same in all of a group"),
        ("SELECT * { { SELECT * { ?s ?p ?o } GROUP BY ?s } }", "SELECT * asks for what is in the groups"),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "SELECT gives ?s a value that it may have already"),
        ("SELECT * { OPTIONAL { ?s ?p ?o } BIND(1 AS ?o) }", "BIND gives ?o a value that it may have already"),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } BIND(1 AS ?g) }", "BIND gives ?g a value that it may have already"),
        ("SELECT * { BIND(1 AS ?a) BIND(2 AS ?a) }", "BIND gives ?a a value that it may have already"),
        ("SELECT * { VALUES ?a { 1 } BIND(2 AS ?a) }", "BIND gives ?a a value that it may have already"),
        ("SELECT * { _:a ?p ?o OPTIONAL { _:a ?q ?r } }", "the blank node _:a stands in two patterns"),
        ("SELECT * { ?s ?p ?o FILTER EXISTS { _:b ?p ?o } _:b ?q ?r }", "the blank node _:b stands in two patterns"),
        ("SELECT * { VALUES (?a ?b) { (1 2) (3) } }", "a row of VALUES has 1 of 2 cells"),
        ("SELECT * { ?s ?p '\\uD800' }", "half of a surrogate pair"),
        ("SELECT * { ?s ?p '\\U88888888' }", "\\U88888888 stands for no character; write the character itself"),
    ],
)
def test_queries_that_leave_open_what_they_mean_are_refused(query: str, words: str) -> None:
    """What the standard rules out beyond the grammar is refused before an engine makes something of it."""
    with pytest.raises(QueryError) as caught:
        checked(query)
    assert words in caught.value.what


def test_an_escape_ends_after_its_digits() -> None:
    """A small u has four digits and a capital one eight, whatever digits of a word come after."""
    query = checked("SELECT ?s { ?s ?p '\\u00e9cafe \\U0001F600d' }")
    assert query.text == "SELECT ?s { ?s ?p 'écafe 😀d' }"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o } GROUP BY ((?s))",
        "SELECT * { _:a ?p ?o OPTIONAL { _:b ?q ?r } }",
        "SELECT ?s (COUNT(?o) AS ?n) (?n * 2 AS ?m) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 1) ORDER BY ?n",
        "SELECT ?t (SAMPLE(?p) AS ?q) { ?s ?p ?o } GROUP BY (STR(?s) AS ?t) (?o)",
        "SELECT ?s (EXISTS { ?x ?y ?z } AS ?is) (MAX(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s",
        "SELECT * { { ?s ?p ?o } UNION { BIND(1 AS ?o) } MINUS { ?x ?y ?n } BIND(2 AS ?n) FILTER(?n = 2) }",
        "SELECT * { _:a ?p ?o FILTER(?o > 1) _:a ?q ?r }",
        "SELECT * { { SELECT ?s { ?s ?p ?o } } BIND(3 AS ?o) }",
        "CONSTRUCT { _:a ?p ?o } WHERE { _:a ?p ?o }",
    ],
)
def test_queries_that_only_look_like_them_pass(query: str) -> None:
    """Names that do not meet are no clash."""
    checked(query)
