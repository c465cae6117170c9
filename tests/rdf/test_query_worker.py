"""The process that answers queries, looked at from inside: what it says in which order, and what its engines give."""

from __future__ import annotations

import io
import json
import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import rdflib
from rdflib.plugins.sparql.parserutils import CompValue

from mlcareer_graph import CareerGraph, QueryError
from mlcareer_graph.rdf.query import check, engines, worker
from mlcareer_graph.rdf.query.check import CheckedQuery, checked
from mlcareer_graph.rdf.query.engines import ENGINES, Engine
from mlcareer_graph.rdf.query.process import QueryProcess
from mlcareer_graph.rdf.vocabulary import Triple

QUESTIONS = (
    "ASK { technology:keras a mlc:Technology }",
    "SELECT * { ?s ?p ?o }",
    "SELECT ?s ?d { ?s a mlc:Technology OPTIONAL { ?s skos:definition ?d } }",
    "SELECT (COUNT(*) AS ?n) { ?s a mlc:Technology }",
    "SELECT ?p FROM <https://w3id.org/mlcareer/graph/asserted> { technology:keras ?p ?o }",
    "CONSTRUCT WHERE { ?s mlc:studyEffort ?e ; skos:prefLabel ?l . ?e ?p ?o }",
    "DESCRIBE technology:python",
)
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
KERAS = "ASK { technology:keras a mlc:Technology }"


@pytest.fixture(autouse=True)
def _rdflib_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine turns switches of rdflib, which in its own process concern nobody else."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", rdflib.NORMALIZE_LITERALS)
    monkeypatch.setattr(rdflib.Graph, "cbd", rdflib.Graph.cbd)
    for switch in ("SPARQL_LOAD_GRAPHS", "SPARQL_DEFAULT_GRAPH_UNION"):
        monkeypatch.setattr(rdflib.plugins.sparql, switch, getattr(rdflib.plugins.sparql, switch))


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_answers_as_it_does_in_its_process(name: str, rich: CareerGraph) -> None:
    """On the way between the processes nothing is lost or added; only blank nodes may be called otherwise."""
    engine, process = worker.make_engine(rich, name), QueryProcess.of(rich, name)
    for question in QUESTIONS:
        here, there = json.loads(worker.reply(engine, checked(question))), process.ask(question, 60)
        assert (here["form"], here["columns"]) == (there["form"], there["columns"])
        assert _rows(here["answer"]) == _rows(there["answer"])
    process.stop()


def test_the_store_is_built_for_the_first_query_that_passes(rich: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that is refused needs no store; building is told, confines the process, and does not count as time."""
    said = _Said()
    monkeypatch.setattr(worker, "_confine", lambda: said.messages.append("confined"))
    monkeypatch.setattr(worker, "_alarm", said.messages.append)
    queries = ["SELECT me", KERAS, "ASK { ?s a mlc:Nothing }"]
    messages = [json.dumps({"query": query, "time_limit": 3}).encode() for query in queries]
    worker.serve(_stream(pickle.dumps({"graph": rich, "engine": "oxigraph"}), *messages), said)
    refused, yes, no = (json.loads(text) for text in said.messages if isinstance(text, bytes) and len(text) > 30)
    limit = 3 + worker._GRACE
    begun = [b"{}", limit, 0.0, _short(refused)]
    built = [limit, 0.0, worker.BUILDING, "confined", b"{}", limit, _short(yes), 0.0]
    assert [_short(text) for text in said.messages] == [*begun, *built, limit, _short(no), 0.0]
    assert refused["what"].startswith("this is not SPARQL 1.1")
    assert (yes["answer"]["boolean"], no["answer"]["boolean"]) == (True, False)


def test_a_process_without_a_graph_ends() -> None:
    """Where the one that asks is gone before it has sent the whole graph, nothing is said."""
    said = _Said()
    worker.serve(io.BytesIO(b"\0\0\0\0"), said)
    worker.serve(io.BytesIO(b"\0\0\0\0\0\0\0\x09graph"), said)
    assert said.messages == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("# nothing", "the query is empty"),
        ("SELECT ?s\n{ ?s a mlc:Role . FILTR(?s) }", "this is not SPARQL 1.1 at 'FILTR(?s)'"),
        ("SELECT ?s { ?s a mlc:Role", "this is not SPARQL 1.1 at its end"),
        ("DELETE WHERE { ?s ?p ?o }", "an update is refused"),
        ("SELECT * { SERVICE <urn:a> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * FROM <urn:a> { ?s ?p ?o }", "FROM names urn:a, which is not here"),
        ("SELECT ?s { ?s a nope:Role }", "the prefix nope: is not declared"),
        ("BASE <http://[> ASK { <a> ?p ?o }", "the query makes no sense: "),
        (f"ASK {{ ?s ?p '{'x' * 100_000}' }}", "the query has 100,016 characters; at most 100,000"),
        ("{" * 65, "the query is nested too deeply; at most 64"),
    ],
)
def test_what_is_refused_is_refused_before_any_engine_sees_it(query: str, says: str) -> None:
    """The check alone says what is wrong, on the line where it is."""
    with pytest.raises(QueryError) as caught:
        checked(query)
    assert caught.value.what.startswith(says)
    assert caught.value.line == (2 if "FILTR" in query else 1 if "SPARQL" in says else None)


def test_what_no_list_allows_is_refused_by_its_name() -> None:
    """A form that a later grammar may know does not pass for want of a rule against it."""
    with pytest.raises(QueryError, match=r"^Load is refused, since a query only reads this graph; take it out$"):
        check._require_allowed(CompValue("Load"))


@pytest.mark.parametrize("inside", ["{?s ?p ?o}", "FILTER(1 = 1)"])
def test_a_stack_that_is_too_short_for_the_parser_is_no_crash(inside: str) -> None:
    """What nests less than is allowed, but too deep for the stack there is, is answered as what nests too deep."""
    query = "ASK " + "{" * 60 + inside + "}" * 60
    with pytest.raises(QueryError, match="nested too deeply"):
        checked(query)


@pytest.mark.parametrize("name", ENGINES)
def test_an_answer_that_is_too_large_is_given_up(name: str, rich: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never stands in memory as a whole."""
    engine = worker.make_engine(rich, name)
    monkeypatch.setattr(engines, "MOST_BYTES", 2**12)
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        assert json.loads(worker.reply(engine, checked(query)))["what"] == (
            "the answer is larger than 0 MiB; add LIMIT, or ask for fewer columns"
        )


def test_what_only_the_engine_refuses_has_the_line_of_the_query(rich: CareerGraph) -> None:
    """The prefixes that are put before a query do not shift its lines."""
    found = worker.reply(worker.make_engine(rich, "oxigraph"), checked("\nASK { <http://[> ?p ?o }"))
    assert json.loads(found)["what"].startswith("Oxigraph cannot answer this (")
    assert json.loads(found)["line"] == 2


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (RecursionError(), "the query is nested too deeply for this engine; take it apart"),
        (MemoryError(), "the query takes more than 1 GiB of memory; make its patterns more specific"),
        (OSError("too many\nfiles"), "the query cannot be answered (OSError: too many files); change it"),
        (QueryError("the answer is too large", 7), "the answer is too large"),
    ],
)
def test_whatever_fails_while_answering_is_one_sentence(error: Exception, says: str) -> None:
    """It is told to the one that asks, and the process goes on."""

    class Broken(Engine):
        def __init__(self, graphs: Mapping[str, Sequence[Triple]]) -> None: ...

        def answer(self, query: CheckedQuery) -> bytes:
            raise error

    line = 7 if isinstance(error, QueryError) else None
    assert json.loads(worker.reply(Broken({}), checked(KERAS))) == {"what": says, "line": line}


class _Said(io.BytesIO):
    """A stream that keeps each message that is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []

    def flush(self) -> None:
        """A message is whole."""
        self.seek(0)
        self.messages.append(worker.receive(self))
        self.seek(0)
        self.truncate()


def _stream(*messages: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    for message in messages:
        worker.send(stream, message)
    stream.seek(0)
    return stream


def _short(said: Any) -> Any:
    """A message; of a longer one how it begins."""
    text = json.dumps(said).encode() if isinstance(said, dict) else said
    return text[:20] if isinstance(text, bytes) and len(text) > 30 else text


def _rows(answer: dict[str, Any]) -> Counter[str] | bool:
    """The rows of an answer with their number, blank nodes without their labels."""
    if "boolean" in answer:
        return bool(answer["boolean"])
    return Counter(json.dumps(sorted(_unlabelled(row))) for row in answer["results"]["bindings"])


def _unlabelled(row: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    for name, term in row.items():
        yield name, json.dumps({**term, "value": ""} if term["type"] == "bnode" else term, sort_keys=True)
