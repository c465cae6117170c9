"""How our reader of JSON-LD does beside rdflib's and Oxigraph's: the tests of the W3C, and the shipped graph.

``python benchmarks/jsonld_readers.py`` prints, of the tests of JSON-LD 1.1, how many come out as the W3C asks, are
refused, are read as other triples, and are accepted though they are none; then seconds of CPU. It leaves with 1 if
another reader follows more of the tests than ours, or finds another number of statements in the shipped graph.
"""

from __future__ import annotations

import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "rdf"))

import test_jsonld_w3c as suite

from mlcareer_graph import load_graph
from mlcareer_graph.rdf.files import graphs_of
from mlcareer_graph.rdf.formats import FORMATS, Quad, SyntaxProblem, jsonld, ntriples

OUTCOMES = ("as expected", "refused", "other triples", "accepted")


def _rdflib(data: bytes, base: str) -> list[Quad]:
    found: Any = rdflib.Dataset()
    found.parse(data=data, format="json-ld", publicID=base, base=base)
    default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    return [(*triple, None if graph in (None, default) else graph) for *triple, graph in found.quads()]


def _oxigraph(data: bytes, base: str) -> list[Quad]:
    quads = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.JSON_LD, base_iri=base)
    return ntriples.read_quads(pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS))  # type: ignore[arg-type]


def _ours(data: bytes, base: str) -> list[Quad]:
    return jsonld.read(data, base=base)


READERS: dict[str, Callable[[bytes, str], list[Quad]]] = {"ours": _ours, "rdflib": _rdflib, "pyoxigraph": _oxigraph}


def main() -> None:
    """Count, measure, print, and leave with 1 if ours is behind."""
    warnings.simplefilter("ignore")
    logging.disable()
    rdflib.NORMALIZE_LITERALS = False
    data = FORMATS[".jsonld"].write(graphs_of(load_graph())).encode()
    follows, statements = {}, {}
    print("reader      as expected  refused  other triples  accepted  seconds for the shipped graph")
    for name, read in READERS.items():
        found = Counter(_outcome(read, test) for test in suite.suite_tests().values())
        start = time.process_time()
        statements[name] = len(set(read(data, "https://w3id.org/mlcareer/")))
        seconds = time.process_time() - start
        follows[name] = found["as expected"]
        counts = (found[outcome] for outcome in OUTCOMES)
        print("{:10}  {:11}  {:7}  {:13}  {:8}  {:.1f}".format(name, *counts, seconds))
    if max(follows.values()) > follows["ours"] or len(set(statements.values())) > 1:
        print(f"ours is behind, or the statements differ: {statements}")
        sys.exit(1)


def _outcome(read: Callable[[bytes, str], list[Quad]], test: suite.Test) -> str:
    """As the test of our reader has it, by another reader, whatever error it refuses with."""

    def attempt(data: bytes, base: str) -> list[Quad]:
        try:
            return read(data, base)
        except Exception as error:
            raise SyntaxProblem(str(error)) from error

    try:
        return suite.outcome(test, attempt)
    except Exception:
        # What it has read cannot be compared, since some of it is no RDF.
        return "other triples"


if __name__ == "__main__":
    main()
