"""Reading a folder of concept files, one concept a file, or a single file of many."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import LoadError, MissingSourceError, Problem
from mlcareer_graph.files import read_text
from mlcareer_graph.graph.decoding import Decoded, decode_concept, decode_records
from mlcareer_graph.graph.integrity import editorial_problems, reference_problems
from mlcareer_graph.limits import DEFAULT_LIMITS, PROSE_LIMITS, ReadingLimits
from mlcareer_graph.model import is_slug
from mlcareer_graph.ontology import json_subset, yaml_subset
from mlcareer_graph.ontology.syntax import SourceTextError

YAML_SUFFIXES = (".yaml", ".yml")


def source_files(folder: Path) -> list[os.DirEntry[str]]:
    """The YAML files in a folder and its subfolders, by name; hidden ones are an editor's, not the author's.

    Raises:
        MissingSourceError: The folder is not there.
    """
    if not folder.is_dir():
        raise MissingSourceError(str(folder), "there is no such folder")
    files: list[os.DirEntry[str]] = []
    stack = [os.fspath(folder)]
    while stack:
        with os.scandir(stack.pop()) as scan:
            for entry in scan:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                elif entry.name.lower().endswith(YAML_SUFFIXES):
                    files.append(entry)
    return sorted(files, key=lambda entry: entry.path)


def read_sources(paths: list[Path], decoded: Decoded | None = None, limits: ReadingLimits | None = None) -> Decoded:
    """Read YAML and JSON files and folders of YAML files.

    In a folder every file holds one concept, and its name is the concept's id. A single file may also hold
    ``{concepts: [...]}``.

    Args:
        paths: Files and folders; folders are read with their subfolders, in the order of names.
        decoded: What has been read before, to go on with.
        limits: How much of each file to read at most; see `parse_source`.

    Returns:
        `decoded`, with the concepts and every problem found while reading, references not yet checked.

    Raises:
        MissingSourceError: A path is not there.
        LoadError: A folder holds no source, or a single file cannot be read. What cannot be read in a folder is among
            the problems, so that all of its files are told at once.
    """
    decoded = Decoded() if decoded is None else decoded
    decoded.limits = limits or decoded.limits
    for path in paths:
        if not path.exists():
            raise MissingSourceError(str(path), "there is no such file or folder")
        if not path.is_dir():
            _read_file(path, path.name, decoded, limits)
            continue
        files = [Path(entry) for entry in source_files(path)]
        if not files:
            raise LoadError(str(path), "the folder holds no .yaml file")
        for file in files:
            _read_member(file, file.relative_to(path).as_posix(), decoded, limits)
    return decoded


def check_references(decoded: Decoded) -> None:
    """Add what is wrong between the concepts to the problems."""
    decoded.problems.extend(reference_problems(decoded))


def check_editorial(decoded: Decoded) -> None:
    """Add what the shipped ontology is held to beyond that."""
    decoded.problems.extend(editorial_problems(decoded))


def _read_file(path: Path, where: str, decoded: Decoded, limits: ReadingLimits | None) -> None:
    data = parse_source(path, limits)
    if isinstance(data, Mapping) and "concepts" in data:
        decode_records(data, where, decoded)
    else:
        decode_concept(data, where, decoded)


def _read_member(path: Path, where: str, decoded: Decoded, limits: ReadingLimits | None) -> None:
    try:
        data = parse_source(path, limits)
    except LoadError as error:
        decoded.problems.append(problem_of(where, error))
        decoded.unread.add(path.stem)
        return
    if isinstance(data, Mapping) and "concepts" in data:
        what = "in a folder a file holds one concept"
        decoded.problems.append(Problem(where, "concepts", what, "give each concept its own file"))
        decoded.complete = False
        return
    decode_concept(data, where, decoded)
    concept_id = data.get("id") if isinstance(data, Mapping) else None
    if concept_id != path.stem:
        decoded.unread.add(path.stem)
        if isinstance(concept_id, str) and is_slug(concept_id):
            remedy = f"call the file {concept_id}.yaml"
            decoded.problems.append(Problem(where, "id", f"the file holds the concept {concept_id!r}", remedy))


def problem_of(where: str, error: LoadError) -> Problem:
    """What keeps a file from being read, as one problem among others."""
    what, _, remedy = error.what.partition("; ")
    return Problem(
        where if error.line is None else f"{where}, line {error.line}", "", what, remedy or "remove the link to it"
    )


def parse_source(path: Path, limits: ReadingLimits | None = None) -> Any:
    """The value that a YAML or JSON file holds.

    Args:
        path: The file.
        limits: How much of it to read at most; by default `ReadingLimits` for JSON, and for YAML 20 MB of them.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, is neither, uses what `yaml_subset` or `json_subset` leaves out, or is beyond the
            limits.
    """
    is_json = path.suffix.lower() == ".json"
    limits = limits or (DEFAULT_LIMITS if is_json else PROSE_LIMITS)
    text = read_text(path, limits)
    try:
        return (json_subset if is_json else yaml_subset).parse(text, limits)
    except SourceTextError as error:
        raise LoadError(str(path), f"{error.what}; {error.remedy}", error.line) from None
