"""Text that fits a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlcareer_graph.terminal import table

WORDS = st.text("abc ", max_size=200)


@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=9), WORDS), min_size=1), st.integers(40, 120))
def test_a_table_keeps_its_words_and_its_width(rows: list[tuple[str, str]], width: int) -> None:
    """Wrapping loses no word, and no line is wider than the terminal unless a single word is."""
    lines = table(rows, width).splitlines()
    longest = max((len(word) for _, text in rows for word in text.split()), default=0)
    margin = max(len(head) for head, _ in rows) + 2
    assert all(len(line) <= max(width, margin + longest) for line in lines)
    printed = "".join("".join(line.split()) for line in lines)
    assert printed == "".join(head + "".join(text.split()) for head, text in rows)
