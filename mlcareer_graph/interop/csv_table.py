"""Tables as CSV (RFC 4180): read strictly, and written so that no spreadsheet takes a text for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from os import PathLike

from mlcareer_graph.errors import LoadError, SaveError
from mlcareer_graph.files import read_text
from mlcareer_graph.limits import PROSE_LIMITS, ReadingLimits
from mlcareer_graph.ontology.records import Record, parse_records

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_SEPARATORS = (",", ";", "\t")


def read_rows(
    path: str | PathLike[str],
    required: Sequence[str],
    optional: Sequence[str] = (),
    limits: ReadingLimits | None = None,
) -> list[Record]:
    """The rows of a CSV file with a header.

    The separator is the comma, or the semicolon or tab if the header has one and no comma. Empty lines are left out.

    Args:
        path: The file.
        required: The columns that must be there.
        optional: The columns that may be there.
        limits: How much of it to read at most; 20 MB by default.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no such table: a quote that is never closed, a column twice or unknown, a row with more or
            fewer cells than the header; with the line.
    """
    limits = limits or PROSE_LIMITS
    return parse_rows(read_text(path, limits), required, optional, where=str(path), limits=limits)


def parse_rows(
    text: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    where: str,
    limits: ReadingLimits = PROSE_LIMITS,
) -> list[Record]:
    r"""The rows of a CSV text; see `read_rows`.

    Example:
        >>> parse_rows("name,level\nSQL,working\n", ["name"], ["level"], where="skills.csv")
        [Record(line=2, cells={'name': 'SQL', 'level': 'working'})]
    """
    first = text.split("\n", 1)[0]
    separator = next((mark for mark in _SEPARATORS if mark in first), ",")

    def columns(cells: list[str], line: int) -> list[str]:
        if not cells:
            raise LoadError(where, f"the table is empty; give it the columns {', '.join([*required, *optional])}")
        header = [cell.lower() for cell in cells]
        _check_header(header, required, optional, where, line)
        return header

    return parse_records(text, columns, where=where, separator=separator, limits=limits)


def _check_header(
    header: Sequence[str], required: Sequence[str], optional: Sequence[str], where: str, line: int
) -> None:
    for name in header:
        if name not in (*required, *optional):
            known = ", ".join([*required, *optional])
            raise LoadError(where, f"the column {name!r} is unknown; the columns are {known}", line)
    for name in required:
        if name not in header:
            raise LoadError(where, f"the column {name!r} is missing", line)


def write_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table as CSV text; texts that a spreadsheet would take for a formula are neutralised, see `neutral`.

    Raises:
        SaveError: A cell holds U+0000, with which no file is a text; what was to be written is named by its first cell.

    Example:
        >>> write_rows(["name"], [["=1+1"]])
        "name\r\n'=1+1\r\n"
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        if any("\0" in cell for cell in row):
            raise SaveError(row[0], "a text holds U+0000, which no table can hold; remove it, or save as .json")
        writer.writerow([neutral(cell) for cell in row])
    return file.getvalue()


def neutral(cell: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.

    It goes before an apostrophe too, so that `original` gives back what was there, whatever that was.

    Example:
        >>> neutral("=cmd|' /C calc'!A0"), neutral("SQL"), original(neutral("'=1"))
        ("'=cmd|' /C calc'!A0", 'SQL', "'=1")
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def original(cell: str) -> str:
    """What `neutral` was given.

    Example:
        >>> original("'=1+1")
        '=1+1'
    """
    return cell.removeprefix("'")
