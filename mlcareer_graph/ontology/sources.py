"""Reading a folder of concept files, one concept a file, or a single file of many."""

from __future__ import annotations

from pathlib import Path

from mlcareer_graph.errors import LoadError, MissingSourceError, Problem
from mlcareer_graph.graph.decoding import Decoded, decode_concept
from mlcareer_graph.graph.integrity import editorial_problems, reference_problems
from mlcareer_graph.ontology.yaml_subset import YAMLSubsetError, parse

MAX_BYTES = 20_000_000
"""The size of one file that is still read."""


def read_sources(paths: list[Path], decoded: Decoded | None = None) -> Decoded:
    """Read YAML files and folders of them.

    In a folder every file holds one concept, and its name is the concept's id. A single file may also hold
    ``{concepts: [...]}``.

    Args:
        paths: Files and folders; folders are read with their subfolders, in the order of names.
        decoded: What has been read before, to go on with.

    Returns:
        `decoded`, with the concepts and every problem found while reading, references not yet checked.

    Raises:
        MissingSourceError: A path is not there.
    """
    decoded = Decoded() if decoded is None else decoded
    for path in paths:
        if not path.exists():
            raise MissingSourceError(str(path), "there is no such file or folder")
        if path.is_dir():
            files = sorted((*path.rglob("*.yaml"), *path.rglob("*.yml")))
            if not files:
                raise LoadError(str(path), "the folder holds no .yaml file")
            for file in files:
                _read_file(file, file.relative_to(path).as_posix(), decoded, in_folder=True)
        else:
            _read_file(path, path.name, decoded, in_folder=False)
    return decoded


def check_references(decoded: Decoded) -> None:
    """Add what is wrong between the concepts to the problems."""
    concepts = {concept.id: concept for concept in decoded.concepts}
    decoded.problems.extend(reference_problems(concepts, decoded.requirements, decoded.relations, decoded.places))


def check_editorial(decoded: Decoded) -> None:
    """Add what the shipped ontology is held to beyond that."""
    concepts = {concept.id: concept for concept in decoded.concepts}
    decoded.problems.extend(editorial_problems(concepts, decoded.requirements, decoded.relations, decoded.places))


def _read_file(path: Path, where: str, decoded: Decoded, *, in_folder: bool) -> None:
    def problem(what: str, remedy: str, line: int | None = None) -> None:
        place = where if line is None else f"{where}, line {line}"
        decoded.problems.append(Problem(place, "", what, remedy))

    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            problem(f"the file has {size:,} bytes", f"split it into files of at most {MAX_BYTES:,}")
            return
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        problem("the file is not UTF-8", "save it as UTF-8")
        return
    except OSError as error:
        problem(f"the file cannot be read ({error.strerror})", "check its permissions")
        return
    try:
        data = parse(text)
    except YAMLSubsetError as error:
        problem(error.what, "correct the YAML", error.line)
        return
    if isinstance(data, dict) and isinstance(data.get("concepts"), list) and not in_folder:
        for index, record in enumerate(data["concepts"]):
            decode_concept(record, f"{where}, concepts[{index}]", decoded)
        return
    decode_concept(data, where, decoded)
    if in_folder and isinstance(data, dict) and isinstance(data.get("id"), str) and data["id"] != path.stem:
        problem(f"the file holds the concept {data['id']!r}", f"call the file {data['id']}.yaml")
