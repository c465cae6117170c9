"""Profiles from whatever file a person has: our own format, JSON Resume, a table, a list, or a CV as text."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.people.profile_reading import ProfileReading
from mlcareer_graph.limits import PROSE_LIMITS, ReadingLimits

_TEXT = (".txt", ".md")
SUFFIXES = (".yaml", ".yml", ".json", ".csv", *_TEXT)
"""How the name of a file with a profile can end."""


def load_profile(
    path: str | PathLike[str], graph: CareerGraph, *, limits: ReadingLimits | None = None
) -> ProfileReading:
    """The profile that a file gives, with what was understood and what was not.

    The name of the file tells what it is: ``.yaml`` a profile of our own, ``.json`` that or a JSON Resume, ``.csv`` a
    table of skills, ``.txt`` and ``.md`` a list with one name a line, or a CV.

    Args:
        path: The file.
        graph: The graph whose names are looked for.
        limits: How much of it to read at most; by default 20 MB, and what `ReadingLimits` says of the rest.

    Raises:
        UnknownOptionError: The name ends otherwise.
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, or is beyond the limits.
        InvalidProfileError: It is a profile of our own with mistakes; all are listed.
    """
    source = Path(path)
    suffix = source.suffix.lower()
    if suffix == ".csv":
        from mlcareer_graph.interop.people.skill_list import load_table

        return load_table(source, graph, limits=limits)
    if suffix in _TEXT:
        return _read_text(source, graph, limits)
    if suffix not in SUFFIXES:
        raise UnknownOptionError("the name of a profile", str(path), [f"a name that ends in {', '.join(SUFFIXES)}"])
    return _read_plain(source, graph, limits)


def _read_text(source: Path, graph: CareerGraph, limits: ReadingLimits | None) -> ProfileReading:
    from mlcareer_graph.files import read_text
    from mlcareer_graph.interop.people.curriculum_vitae import decode_curriculum
    from mlcareer_graph.interop.people.skill_list import decode_list, is_list

    text = read_text(source, limits or PROSE_LIMITS)
    decode = decode_list if is_list(text, graph) else decode_curriculum
    return decode(text, graph, where=source.name)


def _read_plain(source: Path, graph: CareerGraph, limits: ReadingLimits | None) -> ProfileReading:
    from mlcareer_graph.planning.plain_file import read_plain
    from mlcareer_graph.planning.profile_file import decode_profile

    data = read_plain(source, limits)
    if source.suffix.lower() == ".json":
        from mlcareer_graph.interop.people.json_resume import decode_resume, is_resume

        if is_resume(data):
            return decode_resume(data, graph, where=source.name)
    return ProfileReading(source.name, decode_profile(data, graph, source.name))
