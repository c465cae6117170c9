"""What SPARQL queries and a SPARQL store cost, and whether engines answer alike and a store gives back what it got.

    python benchmarks/sparql.py
    python benchmarks/sparql.py --esco ../shared/data/esco

Asks every shipped question by Oxigraph and by rdflib: the first query, which builds the store, the queries after it,
one that is stopped at its time limit, and the one after that. Pushes the graph to Oxigraph's server on loopback and
reads it back. Prints seconds and memory, and ends with an error on any difference. Needs the extra `fast` and the
package oxigraph.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import mlcareer_graph as mcg
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.questions import read_questions
from mlcareer_graph.rdf.query import QueryResult, query_graph
from mlcareer_graph.rdf.query.process import QueryProcess

ENGINES = ("oxigraph", "rdflib")
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }"

_Made = TypeVar("_Made")


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--esco", type=Path, help="a folder of ESCO's CSV files, for the same at its size")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds that one question may take")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores; {platform.platform(terse=True)}; Python {platform.python_version()}")
    graph = mcg.load_graph()
    is_same = compare_engines(graph, options.limit)
    is_same &= there_and_back("the shipped graph", graph)
    if options.esco:
        from mlcareer_graph.interop import esco

        loaded = esco.load(options.esco)
        seconds, result = timed(lambda: loaded.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", time_limit=options.limit))
        print(f"ESCO: {result[0]['n']:,} triples, first query {seconds:.1f} s, {memory(loaded, None)}")
        is_same &= there_and_back("ESCO", loaded)
    sys.exit(0 if is_same else "there are differences")


def compare_engines(graph: mcg.CareerGraph, limit: float) -> bool:
    """Ask all questions by both engines."""
    questions = read_questions(ontology_folder())
    answers: dict[str, list[QueryResult]] = {}
    for engine in ENGINES:
        first, _ = timed(lambda engine=engine: query_graph(graph, "ASK {}", time_limit=limit, engine=engine))
        taken = []
        for question in questions.values():
            seconds, answer = timed(
                lambda text=question.sparql, engine=engine: query_graph(graph, text, time_limit=limit, engine=engine)
            )
            taken.append(seconds)
            answers.setdefault(question.name, []).append(answer)
        used = memory(graph, engine)
        stopped, _ = timed(lambda engine=engine: stop(graph, engine))
        again, _ = timed(lambda engine=engine: query_graph(graph, "ASK {}", time_limit=limit, engine=engine))
        print(
            f"{engine}: first query {first:.2f} s, {used}; {len(taken)} questions {sum(taken):.2f} s, "
            f"median {statistics.median(taken) * 1000:.1f} ms, longest {max(taken):.2f} s; "
            f"a limit of 1 s holds at {stopped:.2f} s, the query after it {again:.2f} s"
        )
    other = [name for name, (one, two) in answers.items() if one != two]
    print(f"{len(answers) - len(other)} of {len(answers)} answers are the same", *other)
    return not other


def stop(graph: mcg.CareerGraph, engine: str) -> None:
    """Ask for too much."""
    try:
        query_graph(graph, PRODUCT, time_limit=1.0, engine=engine)
    except mcg.QueryTimeoutError:
        return
    sys.exit(f"{engine} was not stopped")


def there_and_back(name: str, graph: mcg.CareerGraph) -> bool:
    """Push a graph to a server and read it back, by the graph store protocol and by updates and queries."""
    is_same = True
    for store in ("store", None):
        with oxigraph() as url:
            endpoint = mcg.Endpoint(url, store=store, timeout=600.0)
            pushing, counts = timed(lambda endpoint=endpoint: graph.push(endpoint))
            reading, found = timed(lambda endpoint=endpoint: mcg.load_graph(endpoint=endpoint))
            again, _ = timed(lambda endpoint=endpoint: graph.push(endpoint))
        way = "graph store" if store else "updates and queries"
        same = "equal" if found == graph else "NOT EQUAL"
        print(
            f"{name} by {way}: {sum(counts.values()):,} triples pushed in {pushing:.1f} s, over what was there in "
            f"{again:.1f} s, read back in {reading:.1f} s, {same}"
        )
        is_same &= found == graph
    return is_same


@contextmanager
def oxigraph() -> Iterator[str]:
    """Oxigraph's server in memory, on loopback."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if program is None:
        sys.exit("there is no oxigraph; pip install oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([program, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def timed(make: Callable[[], _Made]) -> tuple[float, _Made]:
    """The seconds that something takes, and what it gives."""
    began = time.perf_counter()
    made = make()
    return time.perf_counter() - began, made


def memory(graph: mcg.CareerGraph, engine: str | None) -> str:
    """The most memory that the process of a graph has had, where the system tells."""
    process = graph.derived((QueryProcess, engine), lambda: QueryProcess.of(graph, engine))
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return "memory not known"
    match = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return f"{int(match[1]) / 1024:,.0f} MiB" if match else "memory not known"


if __name__ == "__main__":
    main()
