"""The page that shows what holds each line of the seed article agrees with the graph."""

from __future__ import annotations

import re

import pytest
from seed_coverage import (
    BLANK_LINES,
    LINES,
    SEED,
    TABLE,
    coverage,
    lines_of,
    read_table,
    statements,
    with_references,
    written_row,
)

from mlcareer_graph import CareerGraph, load_graph


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.fixture(scope="module")
def held(graph: CareerGraph) -> dict[int, list[str]]:
    """What the evidence in the graph credits to each line."""
    return coverage(graph)


@pytest.fixture(scope="module")
def page() -> str:
    """The text of the page."""
    return TABLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(page: str) -> dict[int, tuple[str, list[str]]]:
    """The rows of the page's table."""
    return read_table(page)


def test_every_line_has_a_row_in_order(rows: dict[int, tuple[str, list[str]]]) -> None:
    """The table has one row for each of the 90 lines, in their order."""
    assert list(rows) == list(LINES)


def test_every_line_with_content_has_a_holder(rows: dict[int, tuple[str, list[str]]]) -> None:
    """Only the two blank lines of the article are held by nothing."""
    assert {line for line, (_, references) in rows.items() if not references} == BLANK_LINES


def test_what_the_table_names_is_in_the_graph(
    rows: dict[int, tuple[str, list[str]]], held: dict[int, list[str]]
) -> None:
    """Each reference in the table is a statement of the graph whose evidence cites that line."""
    missing = [(line, name) for line, (_, names) in rows.items() for name in names if name not in held[line]]
    assert missing == []


def test_what_the_graph_credits_to_the_article_is_in_the_table(
    rows: dict[int, tuple[str, list[str]]], held: dict[int, list[str]]
) -> None:
    """Each statement whose evidence cites a line of the article is named in the row of that line."""
    missing = [(line, name) for line, names in held.items() for name in names if name not in rows[line][1]]
    assert missing == []


def test_evidence_names_lines_that_exist(graph: CareerGraph) -> None:
    """All evidence from the article names lines, and lines that the article has and that are not blank."""
    cited = {
        line
        for _, evidence in statements(graph)
        for item in evidence
        if item.source == SEED
        for line in lines_of(item.at)
    }
    assert cited == set(LINES) - BLANK_LINES


def test_references_are_unambiguous(graph: CareerGraph) -> None:
    """No two statements of one subject that cite the article share a reference."""
    cited = [reference for reference, evidence in statements(graph) if any(item.source == SEED for item in evidence)]
    assert sorted(set(cited)) == sorted(cited)


def test_what_is_modeled_otherwise_is_in_the_graph(page: str, held: dict[int, list[str]]) -> None:
    """Each reference in the second table is a statement that cites the article, and each row has one."""
    table = page.split("\n## What is modeled otherwise\n")[1]
    rows = [row for row in table.splitlines() if row.startswith("| ") and not row.startswith("| item |")]
    cited = {name for names in held.values() for name in names}
    named = [re.findall(r"`([^`]+)`", row.split(" | ")[1]) for row in rows]
    assert len(rows) > 20
    assert all(named)
    assert [name for names in named for name in names if name not in cited] == []


def test_rewriting_the_page_changes_nothing_else(page: str, held: dict[int, list[str]]) -> None:
    """Writing the references anew leaves a page that is up to date as it is, and mends one that is not."""
    assert with_references(page, held) == page
    stale = page.replace("| L10 | blank | no content of its own |", "| L10 | blank | `keras` |")
    assert stale != page
    assert with_references(stale, held) == page


@pytest.mark.parametrize("place", [None, "", "54", "L0", "L5-L4", "L5-L5", "L5,L6", "l5"])
def test_a_place_that_names_no_lines_is_refused(place: str | None) -> None:
    """A locator that is missing, is written otherwise or runs backward is an error."""
    with pytest.raises(ValueError, match=r"line|forward"):
        lines_of(place)


def test_a_line_with_two_rows_is_refused() -> None:
    """A table that answers twice for one line is an error, for one answer would be lost."""
    row = written_row(5, "benefits", ["keras"])
    assert read_table(row) == {5: ("benefits", ["keras"])}
    with pytest.raises(ValueError, match="line 5 has two rows"):
        read_table(f"{row}\n{row}")
