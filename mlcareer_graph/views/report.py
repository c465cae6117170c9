"""The figures about a graph as a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from mlcareer_graph.ontology.statistics import Counts, GraphStatistics
from mlcareer_graph.views.page import template
from mlcareer_graph.views.text import plain

_TITLE = "What is in the graph"
_MOST_MISSING = 40


@dataclass(frozen=True, slots=True)
class _CountTable:
    """Counts with a caption.

    Attributes:
        caption: What is counted.
        rows: Names and counts.
    """

    caption: str
    rows: Counts

    @property
    def most(self) -> int:
        """The largest count, which the bars are drawn against."""
        return max((count for _, count in self.rows), default=1)


def report_page(figures: GraphStatistics) -> str:
    """The page of some figures: tables of counts with bars.

    Args:
        figures: What to show.
    """
    tables = [
        _CountTable("Concepts by kind", figures.kinds),
        _CountTable("Statements", figures.statements),
        _CountTable("Competencies by hours to working", figures.hours),
        _CountTable("Competencies by longest chain of single prerequisites", figures.depth),
        _CountTable("Statements by what they rest on", figures.sources),
        _CountTable("Concepts with a mapping, by vocabulary", figures.mappings),
        _CountTable("Warnings by kind", figures.warnings),
    ]
    if figures.demand is not None and figures.demand.missing:
        tables.append(_CountTable("Demanded, but not understood", figures.demand.missing[:_MOST_MISSING]))
    nonce = hashlib.sha256(repr(figures).encode()).hexdigest()[:32]
    shown = [
        _CountTable(table.caption, tuple((plain(name), count) for name, count in table.rows))
        for table in tables
        if table.rows
    ]
    page: str = template("report.html.j2").render(title=_TITLE, summary=_summary(figures), tables=shown, nonce=nonce)
    return page


def _summary(figures: GraphStatistics) -> str:
    total = sum(count for _, count in figures.kinds)
    text = f"{total:,} concepts; {figures.curated_share:.0%} of all statements rest on the editors' judgement alone."
    if figures.demand is not None:
        text += f" {figures.demand.share:.1%} of the mentions of skills in job advertisements are understood."
    return text
