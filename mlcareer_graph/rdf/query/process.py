"""The process beside this one that answers the queries of a graph, and is ended when one takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import subprocess
import sys
import threading
import weakref
from typing import Any, BinaryIO, cast

from mlcareer_graph.errors import QueryError, QueryTimeoutError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.rdf.query.worker import receive, send

_START = 600.0
"""Seconds in which the store has to be built."""


class QueryProcess:
    """Answers the queries of one graph, one after another, from a store that is built with the first.

    The process is started with the first query and again after one that was stopped, and ends with this object.

    Args:
        setup: The graph, and the engine if it is not the best there is, pickled.
    """

    def __init__(self, setup: bytes) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._end: Any = None

    @classmethod
    def of(cls, graph: CareerGraph, engine: str | None = None) -> QueryProcess:
        """The process for a graph; started when it is asked."""
        return cls(pickle.dumps({"graph": graph, "engine": engine}, protocol=5))

    @property
    def pid(self) -> int | None:
        """The number of the process, if it runs."""
        return None if self._process is None else self._process.pid

    def ask(self, text: str, time_limit: float) -> dict[str, Any]:
        """The form of a query, and its answer.

        Args:
            text: The query.
            time_limit: The seconds it has, once the store is there.

        Raises:
            QueryTimeoutError: It has taken longer; the process is ended.
            QueryError: It is refused or cannot be answered.
        """
        try:
            request = json.dumps({"query": text, "time_limit": time_limit}).encode()
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise QueryError("the query holds half of a surrogate pair; remove it") from None
        with self._lock:
            if self._process is None or self._owner != os.getpid():
                self._process = self._start()
            try:
                reply = _exchange(self._process, request, time_limit)
                if "building" in reply:
                    _exchange(self._process, None, _START)
                    reply = _exchange(self._process, None, time_limit)
            except BaseException:
                self.stop()
                raise
        if "what" in reply:
            raise QueryError(reply["what"], reply["line"])
        return reply

    def stop(self) -> None:
        """End the process; the next query starts another."""
        if self._end is not None:
            self._end()
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        if not sys.executable:
            raise QueryError("queries are answered by another Python, and it is not known where Python is")
        code = f"import sys; sys.path[:] = {sys.path!r}; from mlcareer_graph.rdf.query.worker import main; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Whatever order an engine gives its rows in, it gives them in the same every time.
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        self._owner = os.getpid()
        self._end = weakref.finalize(self, _stop, process, self._owner)
        try:
            _exchange(process, self._setup, _START)
        except BaseException:
            self.stop()
            raise
        return process


def _exchange(process: subprocess.Popen[bytes], message: bytes | None, seconds: float) -> dict[str, Any]:
    """Send a message, if there is one, and wait for the next reply; when the time is up the process is ended."""
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        if message is not None:
            with contextlib.suppress(BrokenPipeError):
                send(cast("BinaryIO", process.stdin), message)
        answer = receive(cast("BinaryIO", process.stdout))
    finally:
        timer.cancel()
    if answer is not None:
        reply: dict[str, Any] = json.loads(answer)
        return reply
    if is_late.is_set():
        raise QueryTimeoutError(seconds)
    raise QueryError("the process that answers queries ended, most likely for want of memory; ask for less at once")


def _stop(process: subprocess.Popen[bytes], owner: int) -> None:
    """End a process; a fork of the one that started it only lets go."""
    if owner == os.getpid():
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
