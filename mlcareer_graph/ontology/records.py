"""Rows of comma- and tab-separated text (RFC 4180), read strictly: the one place that parses such text.

The parser of the standard library takes an open quote for a text that goes on over every row up to the next quote, and
a row that is too short or too long for a row. Here both are errors with the line.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike
from typing import NamedTuple

from mlcareer_graph.errors import LoadError
from mlcareer_graph.files import read_text
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.ontology.syntax import first_repeated

_EVERY = 1_024
"""After so many rows the clock is looked at."""


class Record(NamedTuple):
    """A row.

    Attributes:
        line: The line on which it begins, counted from 1.
        cells: Its cells by the name of their column.
    """

    line: int
    cells: dict[str, str]


def read_records(
    path: str | PathLike[str], required: Sequence[str], *, separator: str = ",", quoted: bool = True
) -> list[Record]:
    """The rows of a file whose first line that is no comment names the columns, in any order and with others between.

    Args:
        path: A file in UTF-8; what its first lines have behind a ``#`` is a comment.
        required: The columns that must be there.
        separator: What stands between two cells.
        quoted: Whether a cell in double quotes may hold the separator and line ends; else a quote is a letter.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no such table, or beyond the limits; with the line.
    """

    def columns(header: list[str], line: int) -> list[str]:
        for name in required:
            if name not in header:
                listed = ", ".join(required)
                raise LoadError(str(path), f"there is no column {name!r}; the first line has to name {listed}", line)
        return header

    return parse_records(read_text(path, DEFAULT_LIMITS), columns, where=str(path), separator=separator, quoted=quoted)


def parse_records(
    text: str,
    columns: Callable[[list[str], int], list[str]],
    *,
    where: str,
    separator: str = ",",
    quoted: bool = True,
    limits: ReadingLimits = DEFAULT_LIMITS,
) -> list[Record]:
    r"""The rows of a text.

    Args:
        text: The text.
        columns: The names of the columns from the cells of the header and its line; raises `LoadError` if some lack.
        where: What to call the text in messages.
        separator: What stands between two cells.
        quoted: As for `read_records`.
        limits: How many rows there may be at most, how long a cell, and how long it may take.

    Raises:
        LoadError: A quote is open, a column stands twice, a row has more or fewer cells than the header, or it is
            beyond the limits.

    Example:
        >>> parse_records("name,level\nSQL,working\n", lambda header, line: header, where="skills.csv")
        [Record(line=2, cells={'name': 'SQL', 'level': 'working'})]
    """
    lines, begins = _behind_comments(text)
    read = strict_rows(lines, separator, quoted=quoted, where=where, failure=_failure, limits=limits, begins=begins)
    header: list[str] = []
    rows: list[Record] = []
    for line, cells in read:
        if not cells:
            continue
        if not header:
            header = columns([cell.strip() for cell in cells], line)
            twice = first_repeated(header)
            if twice is not None:
                raise LoadError(where, f"the column {twice!r} stands twice; remove one", line)
            continue
        misfit = _misfit(cells, len(header), separator, limits)
        if misfit:
            raise LoadError(where, misfit, line)
        rows.append(Record(line, dict(zip(header, cells, strict=True))))
    if not header:
        columns([], 1)
        raise LoadError(where, "the table is empty; give it a header and rows")
    return rows


def _behind_comments(text: str) -> tuple[io.StringIO, int]:
    """What follows the comments at the beginning, and the number of its first line."""
    lines = io.StringIO(text, newline="")
    skipped = 0
    while text.startswith("#", lines.tell()):
        lines.readline()
        skipped += 1
    return lines, skipped + 1


def strict_rows(
    lines: Iterable[str],
    separator: str,
    *,
    quoted: bool,
    where: str,
    failure: Callable[[csv.Error], str],
    limits: ReadingLimits,
    begins: int = 1,
) -> Iterator[tuple[int, list[str]]]:
    r"""Each row, also an empty one, with the line on which it begins; as many cells as it has.

    Args:
        lines: The text, line by line.
        separator: What stands between two cells.
        quoted: Whether a cell in double quotes may hold the separator and line ends; else a quote is a letter.
        where: What to call the text in messages.
        failure: Says of what the parser cannot read what to do.
        limits: How many rows there may be at most, and how many seconds it may take until the last of them.
        begins: The number of the first line.

    Raises:
        LoadError: A quote is open, or has something behind it; with the line on which the row begins. Or there are too
            many rows, or it has taken too long.

    Example:
        >>> lines = ["name\n", '"a\n', 'b"\n']
        >>> list(strict_rows(lines, ",", quoted=True, where="skills.csv", failure=str, limits=DEFAULT_LIMITS))
        [(1, ['name']), (2, ['a\nb'])]
    """
    skipped = begins - 1
    reader = csv.reader(
        lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True
    )
    deadline = time.monotonic() + limits.max_seconds
    try:
        for count, cells in enumerate(reader):
            line, begins = begins, skipped + reader.line_num + 1
            if count >= limits.max_statements:
                raise LoadError(where, f"there are more than {limits.max_statements:,} rows; split the file", line)
            if count % _EVERY == 0 and time.monotonic() > deadline:
                raise LoadError(where, f"reading takes more than {limits.max_seconds:g} s; split the file", line)
            yield line, cells
    except csv.Error as error:
        raise LoadError(where, failure(error), begins) from None


def _misfit(cells: list[str], width: int, separator: str, limits: ReadingLimits) -> str | None:
    """What is wrong with a row beneath a header of so many columns, if anything."""
    if len(cells) != width:
        return f"the row has {len(cells)} cells, the header {width}; quote cells that hold a {separator!r}"
    if any(len(cell) > limits.max_text for cell in cells):
        return f"a cell has more than {limits.max_text:,} characters; shorten it"
    return None


def _failure(error: csv.Error) -> str:
    what = "a quote is not closed" if "unexpected end" in str(error) else str(error)
    return f"{what}; the row begins on this line"
