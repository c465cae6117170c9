"""Text that fits a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph
from mlcareer_graph.terminal import concept_text, table

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


def test_a_concept_shows_its_names_in_other_languages() -> None:
    """The names in other languages stand on one line, each with its language; without any there is no such line."""
    labels = {"de": "Statistik", "pt-BR": "Estatística"}
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "statistics", "kind": "skill", "name": "Statistics", "labels": labels},
                {"id": "sql", "kind": "technology", "name": "SQL"},
            ]
        }
    )
    lines = concept_text(graph, graph["statistics"]).splitlines()
    assert "In other languages: Statistik (de), Estatística (pt-BR)" in lines
    assert "other languages" not in concept_text(graph, graph["sql"])
