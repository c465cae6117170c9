"""The two stores that answer queries, with the same answers: Oxigraph, and rdflib where that is not installed."""

from __future__ import annotations

import io
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import rdflib
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.term import Node

from mlcareer_graph.errors import QueryError
from mlcareer_graph.rdf.formats import ntriples
from mlcareer_graph.rdf.query.check import CheckedQuery
from mlcareer_graph.rdf.query.dataset import GRAPHS
from mlcareer_graph.rdf.vocabulary import PREFIXES, Triple

MOST_BYTES = 64 * 2**20
"""Bytes of an answer as JSON."""

_ERROR_PLACE = re.compile(r"error at (\d+):\d+: (.*)")

_TRIPLE = ("subject", "predicate", "object")


class Engine(ABC):
    """A store of named graphs that have no triple in common; its default graph is all of them together."""

    @abstractmethod
    def __init__(self, graphs: Mapping[str, Sequence[Triple]]) -> None: ...

    @abstractmethod
    def answer(self, query: CheckedQuery) -> bytes:
        """The answer as JSON: W3C's format for SELECT and ASK, triples as rows of three variables.

        Args:
            query: The query.

        Raises:
            QueryError: It cannot be answered, or the answer is too large.
        """


class OxigraphEngine(Engine):
    """Oxigraph, by pyoxigraph."""

    def __init__(self, graphs: Mapping[str, Sequence[Triple]]) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store()
        for name, triples in graphs.items():
            text, to_graph = ntriples.write(triples).encode(), pyoxigraph.NamedNode(str(GRAPHS[name]))
            self._store.bulk_load(text, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=to_graph)
        self._prologue = " ".join(f"PREFIX {prefix}: <{name}>" for prefix, name in PREFIXES.items())

    def answer(self, query: CheckedQuery) -> bytes:
        """See `Engine.answer`."""
        import pyoxigraph

        try:
            # In one line, so that errors name the lines of the query itself.
            text = f"{self._prologue} {query.text}"
            found: Any = self._store.query(text, use_default_graph_as_union=not query.names_graphs)
            if not isinstance(found, pyoxigraph.QueryTriples):
                output = _Bounded()
                found.serialize(output, pyoxigraph.QueryResultsFormat.JSON)
                return output.getvalue()
            return _triples_answer((_oxigraph_binding(term) for term in triple) for triple in found)
        except QueryError:
            raise
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise _oxigraph_error(error) from None


class RdflibEngine(Engine):
    """rdflib, which needs no extra and is slower."""

    def __init__(self, graphs: Mapping[str, Sequence[Triple]]) -> None:
        # A query reads this graph alone, and describes by what a thing says.
        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        rdflib.plugins.sparql.SPARQL_DEFAULT_GRAPH_UNION = True
        Graph.cbd = _description  # type: ignore[method-assign]
        self._dataset = Dataset(default_union=True)
        for name, triples in graphs.items():
            graph = self._dataset.get_context(GRAPHS[name])
            for subject, predicate, object_ in triples:
                graph.add((subject, predicate, _with_small_tag(object_)))

    def answer(self, query: CheckedQuery) -> bytes:
        """See `Engine.answer`."""
        # The results that rdflib makes of this leave out rows in which nothing is bound.
        result: Mapping[str, Any] = evalQuery(self._dataset, query.algebra)
        if query.form == "ASK":
            return json.dumps({"head": {}, "boolean": bool(result["askAnswer"])}).encode()
        if query.form == "SELECT":
            variables = result["vars_"]
            rows = (map(_rdflib_binding, map(row.get, variables)) for row in result["bindings"])
            return _rows_answer(map(str, variables), rows)
        return _triples_answer(map(_rdflib_binding, triple) for triple in result["graph"])


ENGINES: Mapping[str, type[Engine]] = {"oxigraph": OxigraphEngine, "rdflib": RdflibEngine}
"""The engines by name, the faster one first."""


def _oxigraph_error(error: Exception) -> QueryError:
    said = str(error).partition("\n")[0][:200]
    match = _ERROR_PLACE.fullmatch(said)
    what = f"Oxigraph cannot answer this ({match[2] if match else said}); correct the query"
    return QueryError(what, int(match[1]) if match else None)


class _Bounded(io.BytesIO):
    """A buffer that holds no more than an answer may have."""

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > MOST_BYTES:
            raise _too_large()
        return super().write(data)


def _too_large() -> QueryError:
    return QueryError(f"the answer is larger than {MOST_BYTES >> 20} MiB; add LIMIT, or ask for fewer columns")


def _triples_answer(triples: Iterable[Iterable[Any]]) -> bytes:
    return _rows_answer(_TRIPLE, triples)


def _rows_answer(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    columns = list(columns)
    output = _Bounded()
    output.write(b'{"head":{"vars":' + json.dumps(columns).encode() + b'},"results":{"bindings":[')
    for number, row in enumerate(rows):
        binding = {name: term for name, term in zip(columns, row, strict=True) if term is not None}
        output.write(b"," * bool(number) + json.dumps(binding).encode())
    output.write(b"]}}")
    return output.getvalue()


def _with_small_tag(term: Node) -> Node:
    """The same term; a language tag in small letters, as Oxigraph has it."""
    if isinstance(term, Literal) and term.language and not term.language.islower():
        return Literal(str(term), lang=term.language.lower())
    return term


def _rdflib_binding(term: Any) -> dict[str, str] | None:
    if term is None:
        return None
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    binding = {"type": "literal", "value": str(term)}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype:
        binding["datatype"] = str(term.datatype)
    return binding


def _oxigraph_binding(term: Any) -> dict[str, str]:
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _description(self: Graph, resource: Any, *, target_graph: Graph | None = None, **_: Any) -> Graph:
    """What a resource says and what its blank nodes say, as Oxigraph describes; without statements about it."""
    found = Graph() if target_graph is None else target_graph
    waiting, seen = [resource], set()
    while waiting:
        node = waiting.pop()
        if node in seen or isinstance(node, Literal):
            continue
        seen.add(node)
        for triple in self.triples((node, None, None)):
            found.add(triple)
            if isinstance(triple[2], BNode):
                waiting.append(triple[2])
    return found
