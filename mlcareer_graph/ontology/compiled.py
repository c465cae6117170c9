"""The compact, checked form of the shipped ontology.

YAML is too slow to parse at import, so a compiled graph is built from ``ontology/``: by the build back end
for the wheel, and in a checkout by the first load after a source has changed. It is a cache, never a source.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import InvalidGraphError
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.ontology.columns import from_columns, to_columns
from mlcareer_graph.ontology.sources import check_editorial, check_references, read_sources

_PACKAGE = Path(__file__).resolve().parent.parent
_FORMAT = 2


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
    if (_PACKAGE / "_ontology").is_dir():
        return from_columns(json.loads(path.read_bytes())["graph"])
    return from_columns(_fresh_columns(path, ontology_folder() / "concepts"))


def check_sources(folder: Path) -> Decoded:
    """Read a folder of concepts and hold it to all that the shipped ontology is held to."""
    decoded = read_sources([folder])
    if not decoded.problems:
        check_references(decoded)
    if not decoded.problems:
        check_editorial(decoded)
    return decoded


def compile_ontology(folder: Path, target: Path) -> None:
    """Check the concepts under a folder and write the compiled graph, atomically.

    Raises:
        InvalidGraphError: With every problem of every file.
    """
    fingerprint = _fingerprint(folder)
    decoded = check_sources(folder)
    if decoded.problems:
        raise InvalidGraphError(decoded.problems)
    data = {
        "format": _FORMAT,
        "fingerprint": fingerprint,
        "graph": to_columns(CareerGraph.from_decoded(decoded)),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".graph-", suffix=".json")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _fresh_columns(path: Path, folder: Path) -> dict[str, Any]:
    for attempt in (1, 2):
        try:
            data = json.loads(path.read_bytes())
            if data["format"] == _FORMAT and data["fingerprint"] == _fingerprint(folder):
                columns: dict[str, Any] = data["graph"]
                return columns
        except (FileNotFoundError, ValueError, KeyError):
            pass
        if attempt == 1:
            compile_ontology(folder, path)
    # The folder changed while it was compiled, or its clock runs backwards: what was compiled is still valid.
    columns = json.loads(path.read_bytes())["graph"]
    return columns


def _fingerprint(folder: Path) -> str:
    """A digest of names, sizes and times of the sources: 2 ms for 500 files, against 300 to read them."""
    digest = hashlib.sha256()
    stack = [os.fspath(folder)]
    entries: list[str] = []
    while stack:
        with os.scandir(stack.pop()) as scan:
            for entry in scan:
                if entry.is_dir():
                    stack.append(entry.path)
                elif entry.name.endswith((".yaml", ".yml")):
                    stat = entry.stat()
                    entries.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
    digest.update("\n".join(sorted(entries)).encode())
    return digest.hexdigest()
