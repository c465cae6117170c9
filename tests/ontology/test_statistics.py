"""The figures about a graph, and the page that shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, LoadError, load_graph
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.statistics import GraphStatistics, demand_coverage, graph_statistics
from mlcareer_graph.views.report import report_page


@pytest.fixture(scope="module")
def figures() -> GraphStatistics:
    """Those of the shipped graph."""
    return graph_statistics(load_graph(), ontology_folder())


def test_every_concept_and_competency_is_counted(figures: GraphStatistics) -> None:
    """Kinds add up to all concepts; hours and depths to all competencies."""
    graph = load_graph()
    assert sum(count for _, count in figures.kinds) == len(graph)
    competencies = len(graph.skills) + len(graph.technologies)
    assert sum(count for _, count in figures.hours) == competencies
    assert sum(count for _, count in figures.depth) == competencies


def test_hours_fall_into_their_class() -> None:
    """The upper end belongs to the class; what exceeds the last one is over it."""
    hours = [5, 5.5, 160, 161]
    skills = [{"id": f"s{n}", "kind": "skill", "name": f"S{n}", "hours": value} for n, value in enumerate(hours)]
    graph = CareerGraph.from_dict({"concepts": skills})
    counts = dict(graph_statistics(graph, ontology_folder()).hours)
    assert {name for name, count in counts.items() if count} == {"up to 5", "up to 10", "up to 160", "over 160"}


def test_the_share_of_curated_statements() -> None:
    """It counts what rests on nothing but the editors."""
    concepts = [
        {"id": "book", "kind": "source", "name": "Book"},
        {"id": "a", "kind": "skill", "name": "A", "requires": [{"any_of": ["b"], "source": "book"}]},
        {"id": "b", "kind": "skill", "name": "B", "requires": [{"any_of": ["c"], "because": "It builds on it."}]},
        {"id": "c", "kind": "skill", "name": "C", "related_to": [{"id": "a", "source": "book"}]},
    ]
    figures = graph_statistics(CareerGraph.from_dict({"concepts": concepts}), ontology_folder())
    assert figures.sources == (("book", 2), ("curated", 1))
    assert figures.curated_share == pytest.approx(1 / 3)


def test_demand_is_weighted_by_mentions(tmp_path: Path) -> None:
    """A skill counts as often as it is named, and what is not understood is listed by that."""
    path = tmp_path / "demand.csv"
    path.write_text("skill,postings\nsklearn,6\x1d\nnonesuch, 1\nnothing like it,3\n", encoding="utf-8")
    coverage = demand_coverage(load_graph(), path)
    assert (coverage.mentions, coverage.resolved) == (10, 6)
    assert coverage.share == pytest.approx(0.6)
    assert coverage.missing == (("nothing like it", 3), ("nonesuch", 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,count\na,1\n", "line 1: there is no column 'skill'"),
        ("skill,postings\na,many\n", "line 2: 'many' is no whole number"),
        ('skill,postings\n"a,1\nb,2\n', "line 2: a quote is not closed"),
    ],
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """The error names the file, the line and what is needed."""
    path = tmp_path / "demand.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match=rf"demand\.csv, {words}"):
        demand_coverage(load_graph(), path)


def test_the_page_shows_the_figures_and_nothing_else(figures: GraphStatistics) -> None:
    """The page names every kind with its count, and hostile names stay text."""
    page = report_page(figures)
    for kind, count in figures.kinds:
        assert kind in page
        assert f"{count:,}" in page
    hostile = GraphStatistics((("<script>alert(1)</script>", 1),), (), (), (), (), (), ())
    assert "<script>" not in report_page(hostile)
