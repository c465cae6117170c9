"""Tables that other people publish as text: comma-separated as ESCO's, tab-separated as O*NET's.

Read strictly: a row that does not fit the header, a quote that is left open, a character that is no text, is an error
with the file and the line, never a guess. In a row with an open quote every row up to the next quote would vanish
without a word.
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from mlcareer_graph.errors import LoadError
from mlcareer_graph.files import read_lines
from mlcareer_graph.limits import TABLE_LIMITS, ReadingLimits
from mlcareer_graph.ontology.records import strict_rows

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written.

    Attributes:
        delimiter: What stands between two columns.
        quoted: Whether a text in double quotes may hold the delimiter and line breaks.
    """

    delimiter: str
    quoted: bool


COMMA_SEPARATED = Layout(",", quoted=True)
TAB_SEPARATED = Layout("\t", quoted=False)

Row = tuple[int, tuple[str, ...]]
"""The line on which a row begins, and its values."""


def read_table(
    path: Path,
    layout: Layout,
    required: Sequence[str],
    optional: Sequence[str] = (),
    limits: ReadingLimits = TABLE_LIMITS,
) -> Iterator[Row]:
    """The rows of a table, in the order of the file.

    Args:
        path: The file, in UTF-8, with or without a byte order mark, with any line ends.
        layout: How it is written.
        required: Columns that have to be there; their order in the file does not matter.
        optional: Columns that may be there; their values are empty where they are not.
        limits: How much of it to read at most.

    Returns:
        For each row the line on which it begins and the values of the required and then the optional columns.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is not such a table; the error says where and what to do.
    """
    # What is left half read by an error would stay open until the error is forgotten.
    with contextlib.closing(read_lines(path, limits)) as lines:
        rows = strict_rows(
            lines,
            layout.delimiter,
            quoted=layout.quoted,
            where=str(path),
            failure=lambda error: _failure(error, layout),
            limits=limits,
        )
        yield from _picked(path, rows, layout, required, optional)


def _picked(
    path: Path,
    rows: Iterator[tuple[int, list[str]]],
    layout: Layout,
    required: Sequence[str],
    optional: Sequence[str],
) -> Iterator[Row]:
    _, header = next(rows, (1, []))
    _check_header(path, header, layout, required)
    columns = [header.index(name) if name in header else len(header) for name in (*required, *optional)]
    # One more column than asked for, so that it always gives a tuple.
    pick = itemgetter(*columns, columns[0])
    width = len(header)
    for line, row in rows:
        if len(row) == width:
            row.append("")
            yield line, pick(row)[:-1]
        elif row:
            raise LoadError(str(path), _misfit(row, width, layout), line)


def _check_header(path: Path, header: list[str], layout: Layout, required: Sequence[str]) -> None:
    missing = [name for name in required if name not in header]
    if not missing:
        if len(set(header)) < len(header):
            raise LoadError(str(path), "two columns have the same name; rename one", 1)
        return
    for other, words in _SEPARATORS.items():
        if other != layout.delimiter and len(header) == 1 and other in header[0]:
            what = f"the columns are separated by {words}; save the file with {_SEPARATORS[layout.delimiter]}"
            raise LoadError(str(path), what, 1)
    has = f"the file has {' '.join(', '.join(header[:20]).split())[:400]}" if header else "the file is empty"
    raise LoadError(str(path), f"there is no column {' and no column '.join(map(repr, missing))}; {has}", 1)


def _misfit(row: list[str], width: int, layout: Layout) -> str:
    open_quote = ", or a quote is left open" if layout.quoted else ""
    return f"the row has {len(row)} values for {width} columns; {_SEPARATORS[layout.delimiter]} are missing{open_quote}"


def _failure(error: csv.Error, layout: Layout) -> str:
    what = f"the row that begins here cannot be read ({error})"
    hint = "; a quote is open, or one within a text is not doubled" if layout.quoted else ""
    return f"{what}{hint}; correct the row"
