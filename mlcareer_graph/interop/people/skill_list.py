"""Lists of what a person knows: one name a line, or a CSV table with the columns name, level and assessed."""

from __future__ import annotations

import re
from datetime import date
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import LoadError, UnknownLevelError
from mlcareer_graph.files import read_text
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.csv_table import parse_rows
from mlcareer_graph.interop.people.profile_reading import ProfileReading, ReadingDraft
from mlcareer_graph.interop.text.name_lexicon import lexicon_of
from mlcareer_graph.interop.text.wording import level_named
from mlcareer_graph.interop.text.words import words
from mlcareer_graph.limits import PROSE_LIMITS, ReadingLimits
from mlcareer_graph.model import Level

_BULLET = re.compile(r"[ \t]*(?:[-*•·–▪●]|\d{1,3}[.)])[ \t]+")


def load_list(path: str | PathLike[str], graph: CareerGraph, *, limits: ReadingLimits | None = None) -> ProfileReading:
    """The profile that a text file with one name a line gives; see `decode_list`.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no text in UTF-8.
    """
    return decode_list(read_text(path, limits or PROSE_LIMITS), graph, where=Path(path).name)


def decode_list(text: str, graph: CareerGraph, *, where: str = "the list") -> ProfileReading:
    r"""The profile that a list of names gives: one a line, with an optional level, as in ``SQL:practitioner``.

    Levels can stand in brackets and in other words, such as ``SQL (advanced)``. Bullets, empty lines and what follows a
    ``#`` at the beginning of a line are left out.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> decode_list("- Python\n- SQL:expert\n- juggling", load_graph()).profile.entries()
        ['python:working', 'sql:expert']
    """
    draft = ReadingDraft(graph, where)
    for number, line in _items(text):
        draft.know(f"line {number}", line, None, "listed")
    return draft.done()


def is_list(text: str, graph: CareerGraph) -> bool:
    r"""Whether a text is a list of names rather than prose: at least half of its lines begin with one and are short.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> is_list("Python\nSQL:expert", load_graph()), is_list("Python is what I like most.", load_graph())
        (True, False)
    """
    items = [item for _, item in _items(text)]
    return bool(items) and 2 * sum(_is_name(item, graph) for item in items) >= len(items)


def _items(text: str) -> list[tuple[int, str]]:
    lines = enumerate(text.splitlines(), 1)
    items = [(number, _without_bullet(line)) for number, line in lines if not line.startswith("#")]
    return [(number, item) for number, item in items if item]


def _without_bullet(line: str) -> str:
    found = _BULLET.match(line)
    return line[found.end() if found else 0 :].strip()


def _is_name(item: str, graph: CareerGraph) -> bool:
    """Whether a line is a name with at most a level behind it."""
    if len(item) > 120:
        return False
    found = words(item)
    count = lexicon_of(graph).longest(item, found, 0)[0] if found else 0
    return bool(count) and (count == len(found) or level_named(item[found[count].start :].rstrip(" )")) is not None)


def load_table(path: str | PathLike[str], graph: CareerGraph, *, limits: ReadingLimits | None = None) -> ProfileReading:
    """The profile that a CSV file gives; see `decode_table`.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no such table; with the line.
    """
    limits = limits or PROSE_LIMITS
    return decode_table(read_text(path, limits), graph, where=Path(path).name, limits=limits)


def decode_table(
    text: str, graph: CareerGraph, *, where: str = "the table", limits: ReadingLimits = PROSE_LIMITS
) -> ProfileReading:
    r"""The profile that a CSV table gives: ``name``, and optionally ``level`` and ``assessed``, a day.

    A table that is broken is an error; a name that the graph does not know is reported, as everywhere.

    Raises:
        LoadError: A quote is not closed, a column is unknown, missing or there twice, a row has another number of
            cells, a level or day is none, or it is beyond the limits; with the line.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> decode_table("name,level\nSQL,expert\nPython,\n", load_graph()).profile.entries()
        ['python:working', 'sql:expert']
    """
    draft = ReadingDraft(graph, where)
    for line, cells in parse_rows(text, ["name"], ["level", "assessed"], where=where, limits=limits):
        name, stated = cells["name"].strip(), cells.get("level", "").strip()
        if not name:
            raise LoadError(where, "the name is missing", line)
        level = level_named(stated) if stated else None
        if stated and level is None:
            raise LoadError(where, str(UnknownLevelError(stated, [str(level) for level in Level])), line)
        day = _day(cells.get("assessed", "").strip(), where, line)
        concept = draft.know(f"line {line}", name, level, "listed")
        if concept is not None:
            draft.date(concept, day)
    return draft.done()


def _day(text: str, where: str, line: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise LoadError(where, f"{text!r} is no day; write it as 2026-03-01", line) from None
