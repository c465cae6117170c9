"""The process that answers queries, so that one which does not end can be ended.

It takes messages from its standard input and gives answers on its standard output, each with its length before it:
first a graph, then queries. The store is built for the first query that passes the check, which is told by two messages
before the answer: one when it begins, one when it is there. The process ends with its input, and a query by itself if
nobody does it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import pickle
import signal
import struct
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mlcareer_graph.errors import QueryError

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.rdf.query.check import CheckedQuery
    from mlcareer_graph.rdf.query.engines import Engine

BUILDING = b'{"building": true}'
"""Said before the store is built, which is not the fault of the query."""

_LENGTH = struct.Struct(">Q")
_GRACE = 5.0
"""Seconds after its time limit when a query ends the process, should the one that asked be gone."""

_CALLS = 20_000
_STACK = 256 * 2**20

_MEMORY = 2**30
"""Bytes that a query may take beside the store."""


def main() -> None:
    """Answer queries until the input ends."""
    # The parser recurses for every bracket, some thirty calls deep.
    sys.setrecursionlimit(_CALLS)
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve)
    thread.start()
    thread.join()


def _serve() -> None:
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer the queries of a stream on another, until the first one ends.

    From the first query that passes the check the process opens no file and takes no more memory than a query may.
    """
    setup = receive(questions)
    if setup is None:
        return
    from mlcareer_graph.rdf.query.check import checked

    stated, engine = pickle.loads(setup), None
    send(answers, b"{}")
    while (message := receive(questions)) is not None:
        request = json.loads(message)
        _alarm(request["time_limit"] + _GRACE)
        try:
            query = checked(request["query"])
        except Exception as error:
            _alarm(0.0)
            send(answers, _problem_of(error))
            continue
        if engine is None:
            _alarm(0.0)
            send(answers, BUILDING)
            # Nothing that is made now is garbage before the process ends, so there is no need to look for any.
            gc.disable()
            engine = make_engine(**stated)
            gc.freeze()
            gc.enable()
            _confine()
            stated = None
            send(answers, b"{}")
            _alarm(request["time_limit"] + _GRACE)
        send(answers, reply(engine, query))
        _alarm(0.0)


def send(stream: BinaryIO, message: bytes) -> None:
    """Write a message with its length before it."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read a message; None if the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def make_engine(graph: CareerGraph, engine: str | None) -> Engine:
    """The store for a graph.

    Args:
        graph: The graph.
        engine: The name of an engine; the fastest that is installed by default.
    """
    import rdflib

    from mlcareer_graph.rdf.query.check import checked
    from mlcareer_graph.rdf.query.dataset import dataset
    from mlcareer_graph.rdf.query.engines import ENGINES

    # Literals stay as they are written.
    rdflib.NORMALIZE_LITERALS = False
    name = engine or ("oxigraph" if find_spec("pyoxigraph") else "rdflib")
    made = ENGINES[name](dataset(graph))
    # What is imported on first use is imported now, since no file can be opened later.
    for form in ("SELECT *", "ASK", "DESCRIBE ?s", "CONSTRUCT"):
        reply(made, checked(f"{form} WHERE {{ ?s mlc:never ?o }}"))
    return made


def reply(engine: Engine, query: CheckedQuery) -> bytes:
    """The answer to a query, or what is wrong with it."""
    try:
        about = json.dumps({"form": query.form, "columns": query.columns}).encode()
        return about[:-1] + b', "answer": ' + engine.answer(query) + b"}"
    except Exception as error:
        return _problem_of(error)


def _problem_of(error: Exception) -> bytes:
    """What is wrong with a query, in one sentence."""
    line = None
    if isinstance(error, QueryError):
        what, line = error.what, error.line
    elif isinstance(error, RecursionError):
        what = "the query is nested too deeply for this engine; take it apart"
    elif isinstance(error, MemoryError):
        what = f"the query takes more than {_MEMORY >> 30} GiB of memory; make its patterns more specific"
    else:
        what = f"the query cannot be answered ({type(error).__name__}: {str(error)[:200]}); change it"
    return json.dumps({"what": " ".join(what.split()), "line": line}).encode()


def _confine() -> None:
    """Open no further file or connection, and take no more memory than a query needs, where the system has limits."""
    if sys.platform == "win32":
        return
    import resource

    limits = {resource.RLIMIT_NOFILE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + _MEMORY
    for limit, most in limits.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def _alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
