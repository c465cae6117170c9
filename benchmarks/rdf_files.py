"""How long files of RDF take: the shipped graph written and read in every syntax, and read by others.

``python benchmarks/rdf_files.py [--reason]`` prints seconds of CPU and bytes, and leaves with 1 if any file is read
back unequal, or if others find another number of statements in it. ``--reason`` has HermiT check the whole shipped
graph against the vocabulary too, which takes a JDK and owlready2, and leaves with 1 if that is inconsistent.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph
import rdflib

from mlcareer_graph import load_graph
from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.rdf import mapping_triples, read_graph, save_graph, to_rdf, vocabulary_triples
from mlcareer_graph.rdf.formats import FORMATS, turtle

Result = TypeVar("Result")
_CHECK = Path(__file__).parents[1] / "tests" / "rdf" / "OwlCheck.java"


def main() -> None:
    """Measure, print, and leave with 1 if anything is unequal."""
    parser = argparse.ArgumentParser(description="Measure the files of RDF.")
    parser.add_argument("--reason", action="store_true", help="have HermiT check the whole graph too")
    options = parser.parse_args()
    graph = load_graph()
    failures: list[str] = []
    print("syntax       bytes  write s  parse s  load s  statements")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix in (*FORMATS, ".ttl.gz"):
            path = folder / f"graph{suffix}"
            _, write = timed(lambda path=path: save_graph(graph, path))  # type: ignore[misc]
            count, parse = "", 0.0
            if suffix in FORMATS:
                data, form = path.read_bytes(), FORMATS[suffix]
                quads, parse = timed(lambda data=data, form=form: form.read(data, DEFAULT_LIMITS))  # type: ignore[misc]
                count = str(len(quads))
            again, load = timed(lambda path=path: read_graph(path))  # type: ignore[misc]
            print(f"{suffix:8} {path.stat().st_size:>9}  {write:7.2f}  {parse:7.2f}  {load:6.2f}  {count:>10}")
            if again != graph:
                failures.append(f"{suffix} is read back unequal")
        file = folder / "graph.ttl"
        ours = len(turtle.read(file.read_bytes()))
        theirs, seconds = timed(lambda: rdflib.Graph().parse(file, format="turtle"))
        print(f"rdflib reads the Turtle in {seconds:.2f} s")
        found, seconds = timed(lambda: _with_terms(file))
        print(f"pyoxigraph reads it in {seconds:.2f} s, with the terms of rdflib made of its own")
        if {len(theirs), found} != {ours}:
            failures.append(f"Turtle: {ours} statements here, {len(theirs)} in rdflib, {found} in pyoxigraph")
        if options.reason:
            failures += _reason(folder / "whole.ttl")
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


def timed(call: Callable[[], Result]) -> tuple[Result, float]:
    """What a call gives, and its seconds of CPU."""
    began = time.process_time()
    return call(), time.process_time() - began


def _with_terms(file: Path) -> int:
    """Read Turtle with pyoxigraph and make the terms that the library works with."""
    quads = pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE)
    return len([tuple(map(_term, (quad.subject, quad.predicate, quad.object))) for quad in quads])


def _term(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    datatype = None if term.language else term.datatype.value
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


def _reason(file: Path) -> list[str]:
    """Whether HermiT finds the vocabulary with the whole shipped graph consistent, and in OWL 2 DL and RL."""
    package = importlib.util.find_spec("owlready2")
    if package is None or package.origin is None:
        return ["owlready2, which brings HermiT, is not installed"]
    reserved = {rdflib.RDF.subject, rdflib.RDF.predicate, rdflib.RDF.object}
    graph = load_graph()
    triples = [
        triple
        for triple in (*vocabulary_triples(), *to_rdf(graph), *mapping_triples(graph))
        if triple[1] not in reserved and not triple[1].startswith(f"{rdflib.RDF}_")
    ]
    file.write_text(turtle.write(triples), encoding="utf-8")
    jar = Path(package.origin).with_name("hermit") / "HermiT.jar"
    began = time.monotonic()
    result = subprocess.run(["java", "-cp", jar, _CHECK, file], capture_output=True, text=True, timeout=600, check=True)
    lines = result.stdout.splitlines()
    print(f"HermiT took {time.monotonic() - began:.0f} s over {lines[0].split()[-1]} axioms: {lines[-1].split()[-1]}")
    return [] if lines[-1] == "consistent\ttrue" and len(lines) == 2 else lines[1:6]


if __name__ == "__main__":
    main()
