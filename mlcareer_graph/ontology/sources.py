"""Reading a folder of concept files, one concept a file, or a single file of many."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import LoadError, MissingSourceError, Problem
from mlcareer_graph.graph.decoding import Decoded, decode_concept, decode_records
from mlcareer_graph.graph.integrity import editorial_problems, reference_problems
from mlcareer_graph.model import is_slug
from mlcareer_graph.ontology import json_subset, yaml_subset
from mlcareer_graph.ontology.syntax import SourceTextError

MAX_BYTES = 20_000_000
"""The size of one YAML file that is still read; YAML of more takes minutes."""

MAX_JSON_BYTES = 200_000_000
"""The size of one JSON file that is still read: five times what all of ESCO takes."""

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


def read_sources(paths: list[Path], decoded: Decoded | None = None) -> Decoded:
    """Read YAML and JSON files and folders of YAML files.

    In a folder every file holds one concept, and its name is the concept's id. A single file may also hold
    ``{concepts: [...]}``.

    Args:
        paths: Files and folders; folders are read with their subfolders, in the order of names.
        decoded: What has been read before, to go on with.

    Returns:
        `decoded`, with the concepts and every problem found while reading, references not yet checked.

    Raises:
        MissingSourceError: A path is not there.
        LoadError: A folder holds no source.
    """
    decoded = Decoded() if decoded is None else decoded
    for path in paths:
        if not path.exists():
            raise MissingSourceError(str(path), "there is no such file or folder")
        if not path.is_dir():
            _read_file(path, path.name, decoded)
            continue
        files = [Path(entry) for entry in source_files(path)]
        if not files:
            raise LoadError(str(path), "the folder holds no .yaml file")
        for file in files:
            _read_member(file, file.relative_to(path).as_posix(), decoded)
    return decoded


def check_references(decoded: Decoded) -> None:
    """Add what is wrong between the concepts to the problems."""
    decoded.problems.extend(reference_problems(decoded))


def check_editorial(decoded: Decoded) -> None:
    """Add what the shipped ontology is held to beyond that."""
    decoded.problems.extend(editorial_problems(decoded))


def _read_file(path: Path, where: str, decoded: Decoded) -> None:
    try:
        data = parse_source(path)
    except SourceTextError as error:
        decoded.problems.append(_at(where, error))
        decoded.complete = False
        return
    if isinstance(data, Mapping) and "concepts" in data:
        decode_records(data, where, decoded)
    else:
        decode_concept(data, where, decoded)


def _read_member(path: Path, where: str, decoded: Decoded) -> None:
    try:
        data = parse_source(path)
    except SourceTextError as error:
        decoded.problems.append(_at(where, error))
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


def _at(where: str, error: SourceTextError) -> Problem:
    return Problem(where if error.line is None else f"{where}, line {error.line}", "", error.what, error.remedy)


def parse_source(path: Path) -> Any:
    """The value that a YAML or JSON file holds.

    Raises:
        SourceTextError: It cannot be read.
    """
    try:
        size = path.stat().st_size
        is_json = path.suffix.lower() == ".json"
        limit = MAX_JSON_BYTES if is_json else MAX_BYTES
        if size > limit:
            remedy = f"split it into files of at most {limit:,}"
            raise SourceTextError(f"the file has {size:,} bytes", remedy=remedy)
        # Some editors begin a file with a byte order mark.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceTextError("the file is not UTF-8", remedy="save it as UTF-8") from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise SourceTextError(what, remedy="check its permissions") from None
    return (json_subset if is_json else yaml_subset).parse(text)
