"""`CareerGraph.query`: two engines with one answer, values, formats, what is refused, and what is stopped."""

from __future__ import annotations

import contextlib
import csv
import gc
import io
import json
import os
import pickle
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pandas
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph, QueryError, QueryTimeoutError, UnknownOptionError
from mlcareer_graph.rdf.query import BlankNode, Iri, QueryResult, Row, Term, Text, query_graph
from mlcareer_graph.rdf.query.process import QueryProcess

ENGINES = ("oxigraph", "rdflib")
engine_ = pytest.mark.parametrize("engine", ENGINES)

ALIKE = {
    "ask, yes": "ASK { technology:keras a mlc:Technology }",
    "ask, no": "ASK { technology:keras a mlc:Role }",
    "empty": "SELECT ?a ?b WHERE { ?a mlc:noSuchThing ?b }",
    "everything": "SELECT * WHERE { ?s ?p ?o }",
    "columns of a star": "SELECT * WHERE { ?zebra mlc:hasPrerequisite ?ape . ?ape skos:prefLabel ?monkey }",
    "duplicates": "SELECT ?c WHERE { ?s mlc:hasPrerequisite ?c . ?s a ?class }",
    "distinct": "SELECT DISTINCT ?c WHERE { ?s mlc:hasPrerequisite ?c . ?s a ?class }",
    "optional": "SELECT ?s ?d WHERE { ?s a mlc:Technology OPTIONAL { ?s skos:definition ?d } }",
    "optional in optional": "SELECT * { ?s a mlc:Skill OPTIONAL { ?s ?p ?o OPTIONAL { ?o skos:prefLabel ?l } } }",
    "union": "SELECT ?s ?n { { ?s skos:altLabel ?n } UNION { ?s skos:prefLabel ?n } }",
    "minus": "SELECT ?s { ?s a skos:Concept MINUS { ?s mlc:studyEffort ?e } }",
    "not exists": "SELECT ?s { ?s a skos:Concept FILTER NOT EXISTS { ?s mlc:studyEffort ?e } }",
    "values": "SELECT * { VALUES (?s ?n) { (technology:keras 1) (technology:python UNDEF) } ?s skos:prefLabel ?l }",
    "path, one or more": "SELECT ?b { technology:keras mlc:hasPrerequisite+ ?b }",
    "path, any number": "SELECT ?a ?b { ?a (mlc:implementedIn|mlc:usedFor)* ?b . ?a a mlc:Technology }",
    "path, optional": "SELECT ?b { technology:julia mlc:replaces? ?b }",
    "path, inverse and sequence": "SELECT ?a ?b { ?a ^mlc:hires/mlc:applies ?b }",
    "path, negated": "SELECT ?b { technology:keras !(rdf:type|skos:prefLabel) ?b }",
    "count": "SELECT (COUNT(*) AS ?n) { ?s a mlc:Technology }",
    "aggregates": "SELECT (SUM(?v) AS ?sum) (MIN(?v) AS ?min) (MAX(?v) AS ?max) { ?e mlc:likely ?v }",
    "average": "SELECT (AVG(?v) AS ?avg) { VALUES ?v { 1 2 4.5 } }",
    "count of nothing": "SELECT (COUNT(*) AS ?n) { ?s mlc:noSuchThing ?o }",
    "group": "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class HAVING (COUNT(?s) > 1)",
    "order and limit": "SELECT ?l { ?s skos:prefLabel ?l } ORDER BY DESC(STR(?l)) ?s LIMIT 5 OFFSET 2",
    "strings": "SELECT (UCASE(?l) AS ?u) (STRLEN(?l) AS ?n) (SUBSTR(?l, 2, 2) AS ?m) { ?s skos:altLabel ?l }",
    "regex": 'SELECT ?l { ?s skos:prefLabel ?l FILTER REGEX(?l, "^p.*n$", "i") }',
    "language": 'SELECT ?l (LANG(?l) AS ?tag) { ?s skos:prefLabel ?l FILTER LANGMATCHES(LANG(?l), "pt") }',
    "arithmetic": "SELECT ?v (?v * 2 + 0.5 AS ?w) (?v / 4 AS ?q) (-?v AS ?m) (ROUND(?v) AS ?r) { ?e mlc:high ?v }",
    "numbers": "SELECT (1 AS ?i) (1.50 AS ?d) (1.5e3 AS ?e) (xsd:float(2) AS ?f) (true AS ?t) (1 = 1.0 AS ?same) {}",
    "spellings": 'SELECT (+01 AS ?i) (00.10 AS ?d) ("1"^^xsd:boolean AS ?t) {}',
    "not numbers": 'SELECT ("abc"^^xsd:integer AS ?i) ("maybe"^^xsd:boolean AS ?b) ("x"^^<urn:own> AS ?o) {}',
    "below zero": "SELECT (-1.5 AS ?d) (-2 AS ?i) (-1e3 AS ?e) ?v { VALUES ?v { -0.25 } FILTER(?v > -0.5) }",
    "rows of unbound cells": "SELECT ?d { ?s a mlc:Technology OPTIONAL { ?s mlc:noSuchThing ?d } }",
    "a cell that is an error": "SELECT (1 / 0 AS ?x) {}",
    "dates": 'SELECT ?m (YEAR(?m) AS ?y) ("2026-02-03"^^xsd:date AS ?d) { ?p mlc:checked ?m }',
    "if and coalesce": "SELECT ?s (IF(BOUND(?e), 1, 0) AS ?i) (COALESCE(?e, mlc:none) AS ?c) "
    "{ ?s a mlc:Skill OPTIONAL { ?s mlc:studyEffort ?e } }",
    "subquery": "SELECT ?s ?n { { SELECT ?s (COUNT(?o) AS ?n) { ?s mlc:usedFor ?o } GROUP BY ?s } FILTER(?n > 0) }",
    "bind": 'SELECT ?x { ?s dcterms:identifier ?i BIND(CONCAT(?i, "!") AS ?x) }',
    "graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "asserted": "SELECT ?p { GRAPH <https://w3id.org/mlcareer/graph/asserted> { technology:keras ?p ?o } }",
    "derived": "SELECT * { GRAPH <https://w3id.org/mlcareer/graph/derived> { ?s ?p ?o } }",
    "not in a graph": "SELECT * { GRAPH <https://w3id.org/mlcareer/graph/mappings> { ?s mlc:hasPrerequisite ?o } }",
    "from": "SELECT * FROM <https://w3id.org/mlcareer/graph/derived> { ?s ?p ?o }",
    "from, with a base": "BASE <https://w3id.org/mlcareer/> SELECT * FROM <graph/derived> { ?s ?p ?o }",
    "from, with a prefix": "PREFIX g: <https://w3id.org/mlcareer/graph/> SELECT * FROM g:derived { ?s ?p ?o }",
    "from two": "SELECT * FROM <https://w3id.org/mlcareer/graph/derived> "
    "FROM <https://w3id.org/mlcareer/graph/mappings> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <https://w3id.org/mlcareer/graph/derived> { GRAPH ?g { ?s ?p ?o } }",
    "from named, default": "SELECT * FROM NAMED <https://w3id.org/mlcareer/graph/derived> { ?s ?p ?o }",
    "construct": "CONSTRUCT { ?b mlc:unlocks ?a } WHERE { ?a mlc:hasPrerequisite ?b }",
    "construct, one triple often": "CONSTRUCT { mlc:all mlc:are mlc:one } WHERE { ?a mlc:hasPrerequisite ?b }",
    "construct where": "CONSTRUCT WHERE { ?a mlc:hasPrerequisite ?b }",
    "construct nothing": "CONSTRUCT { ?a mlc:x ?b } WHERE { ?a mlc:noSuchThing ?b }",
    "describe": "DESCRIBE technology:keras",
    "describe what is found": "DESCRIBE ?s WHERE { ?s a mlc:Role }",
    "describe the unknown": "DESCRIBE technology:cobol",
    "own prefixes": "PREFIX mlc: <https://w3id.org/mlcareer/technology/> SELECT ?p { mlc:keras ?p ?o }",
    "base": "BASE <https://w3id.org/mlcareer/> SELECT ?p { <technology/keras> ?p ?o }",
    "escapes": 'SELECT ?s { ?s skos:prefLabel "\\u0050ython"@en ; a mlc:Technolog\\u0079 }',
    "comments": "SELECT ?s # SERVICE <http://example.org/> { ?a ?b ?c }\n{ ?s a mlc:Role } # INSERT DATA {}",
    "words in strings": 'SELECT ("SERVICE <http://example.org/> { LOAD }" AS ?x) {}',
}
"""Queries that both engines answer alike, over the graph that uses everything."""


@pytest.mark.parametrize("name", ALIKE)
def test_both_engines_answer_alike(name: str, rich: CareerGraph) -> None:
    """Rows, their number, columns and terms are the same; and their order, where the query says it."""
    one, other = (query_graph(rich, ALIKE[name], time_limit=30, engine=engine) for engine in ENGINES)
    assert (one.form, one.columns) == (other.form, other.columns)
    assert Counter(map(_unlabelled, one.terms)) == Counter(map(_unlabelled, other.terms))
    if "ORDER" in ALIKE[name] or one.form in ("CONSTRUCT", "DESCRIBE"):
        assert one == other
    is_empty = any(word in name for word in ("empty", "nothing", "unknown", "not in", "from named, default"))
    assert (len(one) == 0) == (is_empty and "count" not in name)


def test_what_only_one_engine_does(rich: CareerGraph) -> None:
    """An inverse in a negated property set is beyond rdflib, which says so; Oxigraph makes integers of xsd:int."""
    inverse = "ASK { technology:python !(rdf:type|^mlc:option) ?b }"
    assert query_graph(rich, inverse, time_limit=30, engine="oxigraph")
    with pytest.raises(QueryError, match="InversePath"):
        query_graph(rich, inverse, time_limit=30, engine="rdflib")
    found = [
        query_graph(rich, 'SELECT ("007"^^xsd:int AS ?n) {}', time_limit=30, engine=engine)[0]["n"]
        for engine in ENGINES
    ]
    assert found == [7, 7]


def _unlabelled(terms: tuple[Term | None, ...]) -> tuple[Term | None, ...]:
    """A row without the labels of blank nodes, which are each engine's own."""
    return tuple(term._replace(value="") if term and term.type == "bnode" else term for term in terms)


def test_a_default_graph_is_the_named_graphs_together_and_each_triple_once(rich: CareerGraph) -> None:
    """The triples of the four graphs add up to those of the default graph, and there is none twice."""
    graphs = rich.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    whole = rich.query("SELECT * { ?s ?p ?o }")
    assert sum(row["n"] for row in graphs) == len(whole) == len(set(whole.terms))
    assert {row.g.rpartition("/")[2] for row in graphs} >= {"asserted", "derived", "vocabulary"}
    written = {(str(s), str(p)) for s, p, _ in rich.to_rdf()}
    assert written <= {(str(row.s), str(row.p)) for row in whole}


# ---------------------------------------------------------------------- rows and values


def test_a_row_is_asked_by_place_name_and_attribute(rich: CareerGraph) -> None:
    """The same cell comes by number, by name and as an attribute; rows unpack and become dicts."""
    result = rich.query("SELECT ?t (COUNT(*) AS ?count) { ?t mlc:usedFor ?s } GROUP BY ?t ORDER BY ?t")
    (row,) = result
    technology, count = row
    assert result.columns == row.keys() == ("t", "count")
    assert (row[1], row["count"], row.count, count) == (2, 2, 2, 2)
    assert row.t.concept is rich["python"] is technology.concept
    assert dict(row) == {"t": "https://w3id.org/mlcareer/technology/python", "count": 2}
    assert row[-1] == 2
    assert row[0:1] == (row.t,)
    assert repr(row) == "Row(t=Iri('https://w3id.org/mlcareer/technology/python'), count=2)"
    with pytest.raises(AttributeError, match="no column 'x'; it has t, count"):
        _ = row.x
    with pytest.raises(UnknownOptionError, match="use 't' or 'count'"):
        _ = row["x"]


def test_rows_are_equal_by_their_columns_and_values(rich: CareerGraph) -> None:
    """A row is a value: it can be in a set, and equals the plain tuple of its values, whatever their columns."""
    one, again, other = (rich.query(f"SELECT (1 AS ?{name}) {{}}")[0] for name in ("a", "a", "b"))
    assert one == again
    assert one != other
    assert one == (1,) == other
    assert {one, again} == {one}
    assert len(one) == 1


@pytest.mark.parametrize(
    ("text", "datatype"), [("2026-02-31", "date"), ("2026-02-03T25:00:00", "dateTime"), ("2026-02-03", "dateTime")]
)
def test_a_day_that_there_is_not_stays_a_text(text: str, datatype: str) -> None:
    """What a calendar or a clock does not have is no error, and says which datatype it claims."""
    value = Term("literal", text, datatype=f"http://www.w3.org/2001/XMLSchema#{datatype}").to_value({})
    assert type(value) is Text
    assert (value, value.datatype) == (text, f"http://www.w3.org/2001/XMLSchema#{datatype}")


def test_values_are_those_of_python(rich: CareerGraph) -> None:
    """Each datatype that Python has a value for becomes that value; the rest stays a text that says what it is."""
    (row,) = rich.query(
        """SELECT (2 AS ?i) (0.10 AS ?d) (1e2 AS ?e) (false AS ?b) ("a" AS ?s) ("b"@EN AS ?l) (mlc:x AS ?iri)
        ("2026-02-03"^^xsd:date AS ?day) ("2026-02-03T04:05:06Z"^^xsd:dateTime AS ?moment) ("x"^^<urn:own> AS ?own)
        ("INF"^^xsd:double AS ?most) ?none { BIND(1/0 AS ?none) }"""
    )
    assert [type(value) for value in row] == [
        *(int, Decimal, float, bool, str, Text, Iri, date, datetime, Text, float, type(None)),
    ]
    assert row[:6] == (2, Decimal("0.1"), 100.0, False, "a", "b")
    assert (row.l.language, row.own.language, row.own.datatype) == ("en", None, "urn:own")
    assert row.day == date(2026, 2, 3)
    assert row.moment.isoformat() == "2026-02-03T04:05:06+00:00"
    assert (row.iri.short, row.iri.concept, row.most) == ("mlc:x", None, float("inf"))


@engine_
def test_hostile_literals_stay_texts(engine: str, rich: CareerGraph) -> None:
    """A number of 5,000 digits and a decimal with a giant exponent are not turned into numbers."""
    query = f'SELECT ("{"9" * 5000}"^^xsd:integer AS ?a) ("1e999999999"^^xsd:decimal AS ?b) {{}}'
    (row,) = query_graph(rich, query, time_limit=30, engine=engine)
    assert all(isinstance(value, Text | None) for value in row)


def test_a_result_is_a_sequence(rich: CareerGraph) -> None:
    """It has a length, an order, slices, truth, columns and the concepts that it names."""
    result = rich.query("SELECT ?s ?l { ?s a mlc:Technology ; skos:prefLabel ?l FILTER(LANG(?l) = 'en') } ORDER BY ?l")
    assert [row.l for row in result] == ["Julia", "Keras", "Python"]
    assert (len(result), bool(result), result[0].l, len(result[1:])) == (3, True, "Julia", 2)
    assert result.column("l") == ("Julia", "Keras", "Python")
    assert [concept.id for concept in result.concepts()] == ["julia", "keras", "python"]
    assert result.concepts("l") == []
    assert repr(result) == "<QueryResult: 3 rows of s, l>"
    assert not rich.query("SELECT ?s { ?s a mlc:Nothing }")
    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps(result))[0].s.concept == rich["julia"]
    assert isinstance(hash(result), int)


def test_an_answer_of_yes_or_no_is_true_or_false(rich: CareerGraph) -> None:
    """`bool` of ASK is its answer, and so is what every format says."""
    yes, no = rich.query("ASK { ?s a mlc:Role }"), rich.query("ASK { ?s a mlc:Nothing }")
    assert (bool(yes), bool(no), yes != no, repr(yes), repr(no)) == (
        True,
        False,
        True,
        "<QueryResult: yes>",
        "<QueryResult: no>",
    )
    assert (yes.to_dict(), no.to_csv()) == ({"head": {}, "boolean": True}, "answer\r\nfalse\r\n")


def test_triples_become_a_graph(rich: CareerGraph) -> None:
    """CONSTRUCT gives rows of subject, predicate and object, and a graph of the same triples; SELECT gives no graph."""
    made = rich.query("CONSTRUCT { ?b skos:related ?a } WHERE { ?a mlc:hasPrerequisite ?b }")
    assert made.columns == ("subject", "predicate", "object")
    graph = made.to_rdf()
    assert {(str(s), str(p), str(o)) for s, p, o in graph} == {tuple(map(str, row)) for row in made}
    whole = rich.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    # rdflib spells moments in its own way.
    stated = {(s, p, o) for s, p, o in rich.to_rdf() if getattr(o, "datatype", None) != rdflib.XSD.dateTime}
    assert stated <= set(whole.to_rdf())
    with pytest.raises(UnknownOptionError, match="CONSTRUCT"):
        rich.query("SELECT * { ?s a mlc:Role }").to_rdf()


# ---------------------------------------------------------------------- formats


def test_the_json_is_that_of_the_recommendation(rich: CareerGraph, tmp_path: Path) -> None:
    """Oxigraph's own reader of SPARQL JSON results finds the same terms in it."""
    result = rich.query(ALIKE["optional"])
    text = result.to_json(tmp_path / "result.json")
    assert (tmp_path / "result.json").read_text(encoding="utf-8") == text
    assert json.loads(text) == result.to_dict()
    read: Any = pyoxigraph.parse_query_results(text.encode(), format=pyoxigraph.QueryResultsFormat.JSON)
    rows = [[row[name] for name in result.columns] for row in read]
    assert [[None if term is None else term.value for term in row] for row in rows] == [
        [None if value is None else str(value) for value in row] for row in result
    ]
    assert QueryResult.of("SELECT", json.loads(text), {}).terms == result.terms


def test_the_csv_is_that_of_the_recommendation(rich: CareerGraph) -> None:
    """The names come without question marks, the values plain, the lines end in CRLF, and Oxigraph writes the same."""
    result = rich.query('SELECT ?s ?x ("a,\\"b\\"\\n" AS ?t) (1.5 AS ?n) { ?s a mlc:Role OPTIONAL { ?s mlc:no ?x } }')
    lines = result.to_csv().split("\r\n")
    assert lines[0] == "s,x,t,n"
    assert lines[1].endswith(',,"a,""b""\n",1.5')
    parsed: Any = pyoxigraph.parse_query_results(result.to_json().encode(), format=pyoxigraph.QueryResultsFormat.JSON)
    assert parsed.serialize(format=pyoxigraph.QueryResultsFormat.CSV).decode() == result.to_csv()


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)


@given(st.lists(st.sampled_from(["=1+1", "-2", "+3.5e2", "'", "'=x", "@SUM(A1)", "-a", "plain", "\t=1"]) | _CELL))
def test_formulas_are_made_harmless_and_come_back(cells: list[str]) -> None:
    """No text of CSV for a spreadsheet begins like a formula, and one apostrophe less gives each text back."""
    bindings = [{"cell": {"type": "literal", "value": cell}} for cell in cells]
    result = QueryResult.of("SELECT", {"head": {"vars": ["cell"]}, "results": {"bindings": bindings}}, {})
    _, *rows = csv.reader(io.StringIO(result.to_csv(for_spreadsheet=True), newline=""))
    written = [row[0] if row else "" for row in rows]
    assert [cell[1:] if cell.startswith("'") else cell for cell in written] == cells
    for cell in written:
        assert cell[:1] not in ("=", "@", "\t", "\r")
        assert cell[:1] not in ("+", "-") or float(cell) or float(cell) == 0
    plain = [row[0] if row else "" for row in csv.reader(io.StringIO(result.to_csv(), newline=""))][1:]
    assert plain == cells


def test_a_frame_has_columns_that_can_be_computed_with(rich: CareerGraph) -> None:
    """Integers, decimals and truth values are numbers of pandas; what is unbound is missing; texts are plain."""
    frame = rich.query(
        "SELECT ?s ?v (?v > 50 AS ?much) (STRLEN(STR(?s)) AS ?n) ?d "
        "{ ?s mlc:likely ?v OPTIONAL { ?s skos:definition ?d } } ORDER BY ?s"
    ).to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["s", "v", "much", "n", "d"]
    assert (frame["v"].dtype, frame["n"].dtype, frame["much"].dtype) == ("float64", "int64", "bool")
    assert frame["d"].isna().all()
    assert {type(value) for value in frame["s"]} == {str}
    assert list(rich.query("SELECT ?a ?b { ?a mlc:no ?b }").to_frame().columns) == ["a", "b"]


def test_a_notebook_shows_a_table(rich: CareerGraph) -> None:
    """The answer is a table with short names, safe against markup, and says how much of it is shown."""
    html = rich.query('SELECT ?s ("<b>" AS ?x) { ?s a mlc:Technology } ORDER BY ?s')._repr_html_()
    assert "technology:keras" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "the first" not in html
    long = rich.query("SELECT * { ?s ?p ?o }")
    assert f"{len(long):,}" in long._repr_html_()
    assert "100 rows and 3 columns" in long._repr_html_()
    assert "<strong>no</strong>" in rich.query("ASK { ?s a mlc:Nothing }")._repr_html_()


# ---------------------------------------------------------------------- what is refused

_SERVICE = "SERVICE <{address}> {{ ?a ?b ?c }}"
NESTED = {
    "plain": "SELECT * {{ {service} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{address}> {{ ?a ?b ?c }} }}",
    "variable": "SELECT * {{ BIND(<{address}> AS ?where) SERVICE ?where {{ ?a ?b ?c }} }}",
    "subquery": "SELECT * {{ {{ SELECT * {{ {service} }} }} }}",
    "exists": "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {service} }} }}",
    "not exists": "SELECT * {{ ?s ?p ?o FILTER (1 = 1 && NOT EXISTS {{ {service} }}) }}",
    "graph": "SELECT * {{ GRAPH ?g {{ {service} }} }}",
    "optional": "SELECT * {{ OPTIONAL {{ {service} }} }}",
    "minus": "SELECT * {{ ?s ?p ?o MINUS {{ {service} }} }}",
    "union": "SELECT * {{ {{ ?s ?p ?o }} UNION {{ {service} }} }}",
    "bind": "SELECT * {{ BIND(EXISTS {{ {service} }} AS ?x) }}",
    "if": "SELECT (IF(EXISTS {{ {service} }}, 1, 2) AS ?x) {{}}",
    "having": "SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING (EXISTS {{ {service} }})",
    "order": "SELECT ?s {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {service} }})",
    "group": "SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} GROUP BY (EXISTS {{ {service} }} AS ?x)",
    "aggregate": "SELECT (SUM(IF(EXISTS {{ {service} }}, 1, 2)) AS ?n) {{ ?s ?p ?o }}",
    "in": "SELECT * {{ ?s ?p ?o FILTER(true IN (EXISTS {{ {service} }})) }}",
    "ask": "ASK {{ {service} }}",
    "construct": "CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {service} }}",
    "describe": "DESCRIBE ?a {{ {service} }}",
    "lower case": "select * {{ service <{address}> {{ ?a ?b ?c }} }}",
    "escaped keyword": "SELECT * {{ S\\u0045RVICE <{address}> {{ ?a ?b ?c }} }}",
    "escaped brace": "SELECT * \\u007B {service} \\U0000007D",
    "comment between": "SELECT * {{ SERVICE # here\n<{address}> {{ ?a ?b ?c }} }}",
    "after a string": "SELECT * {{ BIND('#' AS ?x) {service} }}",
    "prefix": "PREFIX select: <{address}> SELECT * {{ SERVICE select: {{ ?a ?b ?c }} }}",
    "in a service": "SELECT * {{ {service} {{ {service} }} }}",
}

UPDATES = {
    "load": "LOAD <{address}>",
    "load into": "LOAD <{address}> INTO GRAPH <urn:g>",
    "insert data": "INSERT DATA {{ <urn:a> <urn:b> <urn:c> }}",
    "delete data": "DELETE DATA {{ <urn:a> <urn:b> <urn:c> }}",
    "delete where": "DELETE WHERE {{ ?s ?p ?o }}",
    "modify": "DELETE {{ ?s ?p ?o }} INSERT {{ ?o ?p ?s }} WHERE {{ ?s ?p ?o }}",
    "clear": "CLEAR ALL",
    "drop": "DROP SILENT DEFAULT",
    "create": "CREATE GRAPH <urn:g>",
    "copy": "COPY DEFAULT TO <urn:g>",
    "lower case": "insert data {{ <urn:a> <urn:b> <urn:c> }}",
    "escaped": "INS\\u0045RT DATA {{ <urn:a> <urn:b> <urn:c> }}",
}

SOURCES = {
    "from": "SELECT * FROM <{address}> {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ask": "ASK FROM <{address}> {{ ?s ?p ?o }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} FROM <{address}> WHERE {{ ?s ?p ?o }}",
    "construct where": "CONSTRUCT FROM <{address}> WHERE {{ ?s ?p ?o }}",
    "describe": "DESCRIBE <urn:a> FROM <{address}>",
    "prefix": "PREFIX a: <{address}> SELECT * FROM a: {{ ?s ?p ?o }}",
    "base": "BASE <{address}> SELECT * FROM <x> {{ ?s ?p ?o }}",
    "beside ours": "SELECT * FROM <https://w3id.org/mlcareer/graph/derived> FROM <{address}> {{ ?s ?p ?o }}",
    "file": "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
}


class _Trap:
    """A server on loopback that notes whether anybody came."""

    def __init__(self) -> None:
        visits: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                visits.append(self.path)
                self.send_error(404)

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.visits = visits
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def trap() -> Iterator[_Trap]:
    """A server that no query may reach."""
    made = _Trap()
    yield made
    made.close()


@engine_
@pytest.mark.parametrize(
    ("kind", "name"),
    [("SERVICE", name) for name in NESTED]
    + [("update", name) for name in UPDATES]
    + [("FROM", name) for name in SOURCES],
)
def test_nothing_reaches_out_and_nothing_is_written(
    kind: str, name: str, engine: str, rich: CareerGraph, trap: _Trap
) -> None:
    """SERVICE wherever it stands, updates and FROM with another graph are refused in a sentence; nobody is called."""
    template = {"SERVICE": NESTED, "update": UPDATES, "FROM": SOURCES}[kind][name]
    service = _SERVICE.format(address=trap.address)
    with pytest.raises(QueryError, match=kind) as caught:
        query_graph(rich, template.format(address=trap.address, service=service), time_limit=30, engine=engine)
    assert "\n" not in str(caught.value)
    assert trap.visits == []


def test_the_process_itself_can_open_no_connection() -> None:
    """Past the check, both engines would follow a SERVICE; confined, as they are to answer, they find no socket."""
    code = """
import sys
from rdflib.plugins.sparql import prepareQuery
from mlcareer_graph.rdf.query import worker
from mlcareer_graph.rdf.query.check import CheckedQuery
from mlcareer_graph.rdf.query.engines import ENGINES
text = "SELECT * { SERVICE <" + sys.argv[1] + "> { ?a ?b ?c } }"
query = CheckedQuery(text, "SELECT", (), False, prepareQuery(text))
engines = [engine({}) for engine in ENGINES.values()]
if sys.argv[2] == "confined":
    worker._confine()
for engine in engines:
    assert b"what" in worker.reply(engine, query)
"""
    for state, visits in (("free", 2), ("confined", 0)):
        trap = _Trap()
        subprocess.run([sys.executable, "-c", code, trap.address, state], check=True, timeout=60)
        trap.close()
        assert len(trap.visits) == visits


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "empty"),
        ("   # nothing\n", "empty"),
        ("hello", "line 1: this is not SPARQL 1.1 at 'hello'"),
        ("SELECT ?s\nWHERE {\n  ?s a mlc:Role .\n  FILTR(?s)\n}", "line 4: this is not SPARQL 1.1 at 'FILTR"),
        ("SELECT ?s { ?s a mlc:Role", "line 1: this is not SPARQL 1.1 at its end"),
        ("SELECT ?s { ?s a nope:Role }", "the prefix nope: is not declared"),
        ("SELECT ?s { ?s a mlc:Role } ; DROP ALL", "not SPARQL 1.1"),
        ("\nSELECT ?s (1 AS ?s) { ?s a mlc:Role }", "SELECT gives ?s a value that it may have already"),
        ("\nASK { FILTER(TRUE) }", "line 2: Oxigraph cannot answer this"),
        ("SELECT ?s { " + "{" * 70 + "?s ?p ?o" + "}" * 70 + " }", "nested too deeply; at most 64"),
        ("SELECT ?s { ?s ?p '" + "x" * 100_000 + "' }", "at most 100,000"),
        ("SELECT ?s { ?s ?p '\ud800' }", "surrogate"),
    ],
)
def test_what_is_no_query_is_answered_in_one_sentence(query: str, says: str, rich: CareerGraph) -> None:
    """The error says what is wrong, with the line where the parser knows it, and the next query is answered."""
    with pytest.raises(QueryError, match=r".") as caught:
        rich.query(query)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert rich.query("ASK { ?s a mlc:Role }")


@pytest.mark.parametrize("depth", [20, 60])
@engine_
def test_what_is_deep_but_allowed_is_answered(engine: str, depth: int, rich: CareerGraph) -> None:
    """Brackets within the bound are parsed and run by both engines."""
    query = "ASK { " + "{" * depth + "?s a mlc:Role" + "}" * depth + " }"
    assert query_graph(rich, query, time_limit=30, engine=engine)
    query = "ASK { FILTER(" + "(" * depth + "1 = 1" + ")" * depth + ") }"
    assert query_graph(rich, query, time_limit=30, engine=engine)


@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf"), "soon", None])
def test_a_time_limit_is_a_number_above_zero(limit: Any, rich: CareerGraph) -> None:
    """Anything else is answered with what is right."""
    with pytest.raises(UnknownOptionError, match="time_limit"):
        rich.query("ASK {}", time_limit=limit)


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                *(
                    "SELECT",
                    "ASK",
                    "WHERE",
                    "SERVICE",
                    "FROM",
                    "GRAPH",
                    "OPTIONAL",
                    "VALUES",
                    "UNION",
                    "FILTER",
                    "BIND",
                ),
                *("{", "}", "(", ")", "?s", "?p", "<a:b>", ".", ";", ",", "'x'", "1", "@en", "^^", "^", "+", "*", "#"),
                *("AS", "\\u0053", "mlc:Role", "a"),
            ]
        )
    ).map(" ".join)
)
def test_any_text_gives_an_answer_or_a_query_error(rich: CareerGraph, query: str) -> None:
    """Whatever is asked, nothing but a `QueryError` comes out."""
    with contextlib.suppress(QueryError):
        rich.query(query, time_limit=30)


# ---------------------------------------------------------------------- what is stopped

_REGEX = f'ASK {{ FILTER(!REGEX("{"a" * 28}!", "^(a+)+$")) }}'
_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) < STR(?f) && STR(?f) < STR(?i)) }"


@pytest.mark.parametrize(
    ("engine", "query"),
    [("rdflib", _REGEX), ("rdflib", _PRODUCT), ("oxigraph", _PRODUCT)],
    ids=["regex", "rdflib", "oxigraph"],
)
def test_a_query_is_stopped_at_its_time_limit(engine: str, query: str, rich: CareerGraph) -> None:
    """Also inside one call of C code; the process is gone, and the next query is answered by a new one."""
    assert query_graph(rich, "ASK {}", time_limit=30, engine=engine)
    process = rich.derived((QueryProcess, engine), lambda: QueryProcess.of(rich, engine))
    number = process.pid
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"stopped after 0.5 s; .* raise time_limit") as caught:
        query_graph(rich, query, time_limit=0.5, engine=engine)
    assert time.monotonic() - began < 3
    assert (caught.value.time_limit, isinstance(caught.value, TimeoutError)) == (0.5, True)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert query_graph(rich, "ASK { ?s a mlc:Role }", time_limit=30, engine=engine)


def test_too_much_memory_and_too_large_an_answer_are_errors(rich: CareerGraph) -> None:
    """A query that would fill the memory, or give a giant answer, is told so."""
    with pytest.raises(QueryError, match=r"LIMIT|memory"):
        rich.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", time_limit=60)
    assert rich.query("ASK { ?s a mlc:Role }")


def test_the_process_ends_with_its_graph() -> None:
    """A graph that is let go takes its process with it; nothing global keeps it."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "sums", "kind": "skill", "name": "Sums"}]})
    assert graph.query("SELECT ?s { ?s a mlc:Skill }").concepts() == [graph["sums"]]
    process = graph.derived((QueryProcess, None), dict)
    number = process.pid
    copy = pickle.loads(pickle.dumps(graph))
    assert copy == graph
    del graph, process
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_process_that_cannot_begin_is_an_error_of_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process ends before it answers, or Python is not known, nothing runs on, and stopping is allowed."""
    broken = QueryProcess(b"no graph")
    with pytest.raises(QueryError, match="the process that answers queries ended"):
        broken.ask("ASK {}", 30)
    assert broken.pid is None
    broken.stop()
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(QueryError, match="it is not known where Python is"):
        QueryProcess(b"").ask("ASK {}", 30)
    QueryProcess(b"").stop()


def test_threads_share_a_graph(rich: CareerGraph) -> None:
    """Queries of several threads get their own answers."""
    ids = [*rich] * 4
    random.Random(1).shuffle(ids)

    def ask(concept_id: str) -> bool:
        (found,) = rich.query(f'SELECT ?s {{ ?s dcterms:identifier "{concept_id}" }}').concepts()
        return found is rich[concept_id]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, ids))


def test_without_the_extra_rdflib_answers(rich: CareerGraph) -> None:
    """Where pyoxigraph cannot be imported, the same query is answered all the same."""
    code = """
import sys
sys.modules["pyoxigraph"] = None
from mlcareer_graph.rdf.query import worker
from mlcareer_graph import CareerGraph
from mlcareer_graph.rdf.query.check import checked
own = {"concepts": [{"id": "sums", "kind": "skill", "name": "Sums"}]}
engine = worker.make_engine(CareerGraph.from_dict(own), None)
print(type(engine).__name__, worker.reply(engine, checked("ASK { skill:sums a mlc:Skill }")).decode())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split()[0] == "RdflibEngine"
    assert '"boolean": true' in done.stdout


def test_terms_and_values_are_what_users_import() -> None:
    """A term and its value survive pickling; a blank node is a text that says it is one."""
    term = Term("literal", "a", "en")
    assert pickle.loads(pickle.dumps(term)) == term
    node = Term("bnode", "b0").to_value({})
    assert isinstance(node, BlankNode)
    assert node == "_:b0"
    text = pickle.loads(pickle.dumps(Text("a", "de")))
    assert (text, text.language) == ("a", "de")
    assert Row(("a",), (1,)) == Row(("a",), (1,)) != Row(("b",), (1,))
