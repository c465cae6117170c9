"""The compact, checked form of the shipped ontology.

YAML is too slow to parse at import, so a compiled graph is built from ``ontology/``: by the build back end
for the wheel, and in a checkout by the first load after a source has changed. It is a cache, never a source:
where it is missing, damaged or cannot be written, the graph is compiled in memory.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from mlcareer_graph.errors import InvalidGraphError
from mlcareer_graph.files import package_folder, save_text
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.ontology.ambiguous import ambiguous_file, read_ambiguous
from mlcareer_graph.ontology.columns import from_columns, to_columns
from mlcareer_graph.ontology.sources import check_editorial, check_references, read_sources, source_files

_PACKAGE = package_folder()
_FORMAT = 7


def ontology_folder() -> Path:
    """The folder of the vocabulary and the concepts: beside the package in a checkout, inside it in a wheel."""
    inside = _PACKAGE / "_ontology"
    return inside if inside.is_dir() else _PACKAGE.parent / "ontology"


def load_shipped() -> CareerGraph:
    """The shipped graph, from its compiled form; compiled anew if a source of a checkout has changed.

    Raises:
        InvalidGraphError: A source of the checkout has been broken; with every problem.
    """
    path = _PACKAGE / "_compiled" / "graph.json"
    folder = ontology_folder() / "concepts"
    installed = folder.is_relative_to(_PACKAGE)
    fingerprint = None if installed else _fingerprint(folder)
    graph = _read(path, fingerprint)
    if graph is None:
        # Taken before the sources are read: one that changes meanwhile is noticed by the next load.
        graph = _checked_graph(folder)
        if fingerprint is not None:
            # A folder that cannot be written costs the time to compile, not the graph.
            with contextlib.suppress(OSError):
                _write(path, graph, fingerprint)
    return graph


def check_sources(folder: Path) -> Decoded:
    """Read a folder of concepts and hold it to all that the shipped ontology is held to."""
    decoded = read_sources([folder])
    read_ambiguous(ambiguous_file(folder), decoded)
    check_references(decoded)
    check_editorial(decoded)
    return decoded


def compile_ontology(folder: Path, target: Path) -> None:
    """Check the concepts under a folder and write the compiled graph of a wheel, atomically.

    It says nothing of where and since when the sources lay here, so that it has the same bytes wherever it is made.

    Raises:
        InvalidGraphError: With every problem of every file.
    """
    _write(target, _checked_graph(folder), None)


def _checked_graph(folder: Path) -> CareerGraph:
    decoded = check_sources(folder)
    if decoded.problems:
        raise InvalidGraphError(decoded.problems)
    return CareerGraph.from_checked(decoded)


def _read(path: Path, fingerprint: str | None) -> CareerGraph | None:
    """The compiled graph, if it is there, whole, and of the sources with that fingerprint."""
    try:
        data = json.loads(path.read_bytes())
        if data["format"] == _FORMAT and fingerprint in (None, data["fingerprint"]):
            with collector_paused():
                return from_columns(data["graph"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    return None


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Else tens of thousands of new objects, none of them garbage, are gone through again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _write(target: Path, graph: CareerGraph, fingerprint: str | None) -> None:
    data = {"format": _FORMAT, "fingerprint": fingerprint, "graph": to_columns(graph)}
    target.parent.mkdir(parents=True, exist_ok=True)
    save_text(target, json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _fingerprint(folder: Path) -> str:
    """A digest of names, sizes and times of the sources: 2 ms for 500 files, against 300 to read them."""
    lines = []
    entries: list[os.DirEntry[str] | Path] = [*source_files(folder), ambiguous_file(folder)]
    for entry in entries:
        # What has gone meanwhile, or leads nowhere, is for the reader to report.
        with contextlib.suppress(FileNotFoundError):
            stat = entry.stat()
            lines.append(f"{os.fspath(entry)} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
