"""The names that people use for several concepts of the shipped ontology, and for which.

They stand in ``ontology/ambiguous.yaml``, beside the concepts, because such a name belongs to none of them. They serve
the index of names alone: the interchange schema and RDF, which state what each concept is called, do without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import LoadError, Problem
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.graph.names import NameIndex, normalise
from mlcareer_graph.ontology.sources import parse_source, problem_of

_KEYS = {"readings", "because"}
_SHAPE = 'write name: {readings: [two or more ids], because: "..."}'


def ambiguous_file(folder: Path) -> Path:
    """The file of ambiguous names that belongs to a folder of concepts."""
    return folder.parent / "ambiguous.yaml"


def read_ambiguous(path: Path, decoded: Decoded) -> None:
    """Add the ambiguous names of a file, and what is wrong with them, to the concepts that they are about.

    Args:
        path: The file; without it there are no such names.
        decoded: The concepts; takes up the names and the problems.
    """
    if not path.exists():
        return
    try:
        data = parse_source(path)
    except LoadError as error:
        decoded.problems.append(problem_of(path.name, error))
        return
    if not isinstance(data, Mapping):
        decoded.problems.append(Problem(path.name, "", "the file is no mapping of names", _SHAPE))
        return
    found = [Problem(path.name, name, what, remedy) for name, what, remedy in _problems(data, decoded)]
    decoded.problems.extend(found)
    if not found:
        decoded.ambiguous = {name: tuple(entry["readings"]) for name, entry in data.items()}


def _problems(data: Mapping[str, Any], decoded: Decoded) -> Iterator[tuple[str, str, str]]:
    """Each name with what is wrong with it and what to do."""
    index = NameIndex(decoded.concepts)
    ids = {concept.id for concept in decoded.concepts} | decoded.unread
    seen: dict[str, str] = {}
    for name, entry in data.items():
        if not _is_entry(entry):
            yield name, "this is no list of readings with a reason", _SHAPE
            continue
        for reading in entry["readings"]:
            if reading not in ids and decoded.complete:
                yield name, f"the reading {reading!r} is no concept", "correct the id"
        claimants = index.claimants(name)
        if claimants:
            yield name, f"the name is claimed by {' and '.join(claimants)}", "take it from there, or from here"
        other = seen.setdefault(normalise(name), name)
        if other != name:
            yield name, f"the name stands here twice: as {other!r} too", "remove one"


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, Mapping) or set(entry) != _KEYS:
        return False
    readings, because = entry["readings"], entry["because"]
    if not isinstance(readings, list) or not all(isinstance(reading, str) for reading in readings):
        return False
    return len(set(readings)) == len(readings) > 1 and isinstance(because, str) and bool(because.strip())
