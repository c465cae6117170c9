"""Tables are read strictly: what does not fit is told with its line, and nothing vanishes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlcareer_graph.errors import LoadError, MissingSourceError
from mlcareer_graph.interop.published.tables import COMMA_SEPARATED, TAB_SEPARATED, Layout, Row, read_table
from mlcareer_graph.limits import ReadingLimits


def _read(path: Path, data: str | bytes, layout: Layout = COMMA_SEPARATED) -> list[Row]:
    file = path / "table.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_table(file, layout, ("uri", "label"), ("note",)))


def _refusal(path: Path, data: str | bytes, layout: Layout = COMMA_SEPARATED) -> LoadError:
    with pytest.raises(LoadError) as caught:
        _read(path, data, layout)
    assert caught.value.source == str(path / "table.csv")
    assert "\n" not in str(caught.value)
    return caught.value


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    """The order of the columns does not matter, further ones are passed over, and missing optional ones are empty."""
    assert _read(tmp_path, "label,more,uri\nA,x,1\nB,y,2\n") == [(2, ("1", "A", "")), (3, ("2", "B", ""))]
    assert _read(tmp_path, "note,label,uri\nn,A,1\n") == [(2, ("1", "A", "n"))]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path: Path, ends: str, mark: str) -> None:
    """A file that Windows has had in its hands reads the same; a row is at the line on which it begins."""
    lines = ["uri,label", '1,"two', 'lines, ""quoted"""', "2,ü"]
    rows = _read(tmp_path, mark + ends.join(lines))
    assert rows == [(2, ("1", f'two{ends}lines, "quoted"', "")), (4, ("2", "ü", ""))]


def test_quotes_in_tabbed_files_are_letters(tmp_path: Path) -> None:
    """O*NET's files quote nothing."""
    assert _read(tmp_path, 'uri\tlabel\n1\t"half\n', TAB_SEPARATED) == [(2, ("1", '"half', ""))]


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    """An empty line at the end, or between, is passed over."""
    assert _read(tmp_path, "uri,label\n\n1,A\n\n") == [(3, ("1", "A", ""))]


def test_an_open_quote_swallows_nothing(tmp_path: Path) -> None:
    """A quote left open before a thousand rows is an error at the row that has it, wherever the next quote stands."""
    rows = [f"{number},label {number}" for number in range(2, 1002)]
    quoted = '1002,"a quoted text"'
    for tail in ([], [quoted], [quoted, "1003,b"], ['1002,""', "1003,b"], ['1002,""""', quoted]):
        error = _refusal(tmp_path, "\n".join(["uri,label", '1,"left open', *rows, *tail]) + "\n")
        assert error.line == 2
        assert "quote" in error.what


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("", 1, "no column 'uri' and no column 'label'; the file is empty"),
        ("uri,name\n1,A\n", 1, "no column 'label'; the file has uri, name"),
        ("uri;label\n1;A\n", 1, "separated by semicolons"),
        ("uri\tlabel\n1\tA\n", 1, "separated by tabs"),
        ("uri,label,label\n1,A,B\n", 1, "same name"),
        ("uri,label\n1,A\n2,B,C\n", 3, "3 values for 2 columns"),
        ("uri,label\n1,A\n2\n", 3, "1 values for 2 columns"),
        ('uri,label\n1,A\n2,"B" and C\n', 3, "a quote is open"),
        ("uri,label\n1,A\n2,B\x00\n", 3, "control character"),
        (f"uri,label\n1,{'x' * 200_000}\n", 2, "field"),
        ("uri,label\n1,A\n2,Müller\n".encode("latin-1"), 3, "not UTF-8"),
        ("uri,label\n1,A\n".encode("utf-16"), 1, "not UTF-8"),
    ],
)
def test_what_is_no_such_table_is_told(tmp_path: Path, data: str | bytes, line: int | None, words: str) -> None:
    """One sentence with the file, the line and what to do."""
    error = _refusal(tmp_path, data)
    assert error.line == line
    assert words in error.what


def test_a_comma_separated_file_is_no_tabbed_one(tmp_path: Path) -> None:
    """The other way round too."""
    assert "separated by commas" in _refusal(tmp_path, "uri,label\n1,A\n", TAB_SEPARATED).what


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not say which files are open")
def test_a_refused_table_is_closed(tmp_path: Path) -> None:
    """The file of an error is closed when the error comes, not when it is forgotten."""
    error = _refusal(tmp_path, "uri,label\n1,A,B\n")
    opened = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    assert error.source not in opened


def test_missing_and_huge_files_are_refused(tmp_path: Path) -> None:
    """A file that is not there, and one that is too large to be such a table."""
    with pytest.raises(MissingSourceError):
        list(read_table(tmp_path / "nowhere.csv", COMMA_SEPARATED, ("uri",)))
    path = tmp_path / "table.csv"
    path.write_text("uri,label\n1,A\n", encoding="utf-8")
    for limits, words in ((ReadingLimits(max_bytes=10), "10 characters"), (ReadingLimits(max_text=8), "the line has")):
        with pytest.raises(LoadError, match=f"more than {words}|{words} more than 8 characters"):
            list(read_table(path, COMMA_SEPARATED, ("uri",), limits=limits))
