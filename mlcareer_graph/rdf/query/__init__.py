"""SPARQL 1.1 over a graph: a query is checked, answered beside this process, and its answer made Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.rdf.query.process import QueryProcess
from mlcareer_graph.rdf.query.result import QueryResult, Row
from mlcareer_graph.rdf.query.terms import BlankNode, Iri, Term, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcareer_graph.model import Concept

__all__ = ["BlankNode", "Iri", "QueryResult", "Row", "Term", "Text", "query_graph"]


def query_graph(graph: CareerGraph, sparql: str, *, time_limit: float, engine: str | None = None) -> QueryResult:
    """See `CareerGraph.query`.

    Args:
        graph: What is asked.
        sparql: The query.
        time_limit: Seconds.
        engine: ``"oxigraph"`` or ``"rdflib"``; by default Oxigraph if it is installed.
    """
    require_positive("time_limit", time_limit)
    process = graph.derived((QueryProcess, engine), lambda: QueryProcess.of(graph, engine))
    reply = process.ask(sparql, time_limit)
    concepts: Mapping[str, Concept] = graph.derived("concepts by IRI", lambda: {one.iri: one for one in graph.values()})
    return QueryResult.of(reply["form"], reply["answer"], concepts, reply["columns"])
