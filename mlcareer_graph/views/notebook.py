"""What a notebook shows for a value.

Plain tables, which a notebook also shows before it is trusted and after it is exported; no script outside a
sandboxed frame. Nothing heavy is imported for a concept or a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from mlcareer_graph.model import Competency, Concept
from mlcareer_graph.views.panels import concept_facts
from mlcareer_graph.views.result_tables import ROWS
from mlcareer_graph.views.scene import Cell, Section, Table
from mlcareer_graph.views.static import facts_html, section_html, table_html
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of
from mlcareer_graph.views.view import OPEN_ROWS

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.planning import Plan
    from mlcareer_graph.planning.gap import Gap


def graph_html(graph: CareerGraph) -> str:
    """A graph: how many concepts of each kind it has, and the page of it in a sandboxed frame."""
    from mlcareer_graph.views.overview import overview_scene
    from mlcareer_graph.views.page import render

    counts: dict[str, int] = {}
    for concept in graph.values():
        counts[concept.kind] = counts.get(concept.kind, 0) + 1
    ranked = sorted(counts, key=lambda kind: (-counts[kind], kind))
    rows = tuple((Cell(style_of(kind).plural), Cell(f"{counts[kind]:,}")) for kind in ranked)
    facts = (
        ("Concepts", f"{len(graph):,}"),
        ("Requirements", f"{len(graph.all_requirements):,}"),
        ("Relations", f"{len(graph.relations):,}"),
    )
    table = table_html(Table("Concepts by kind", ("Kind", "Concepts"), rows))
    return "\n".join([_head("Career graph"), facts_html(facts), render(overview_scene(graph)).frame(), table])


def concept_html(concept: Concept) -> str:
    """A concept: what it is called, what it is, its numbers and what is claimed about it."""
    rows = [(Cell(label), Cell(value)) for label, value in concept_facts(concept)]
    if concept.aliases:
        rows.insert(1, (Cell("Also called"), Cell(", ".join(plain(alias, 80) for alias in concept.aliases[:20]))))
    rows.append((Cell("Id"), Cell(plain(concept.id, 120))))
    if isinstance(concept, Competency) and concept.easier_with:
        helps = ", ".join(f"{plain(near.know, 120)} (saves {near.saves:.0%})" for near in concept.easier_with[:20])
        rows.append((Cell("Easier with"), Cell(helps)))
    rows += [(Cell("Claim"), Cell(plain(claim.statement))) for claim in concept.claims]
    about = f"<p>{escape(plain(concept.definition))}</p>\n" if concept.definition else ""
    return f"{_head(name_of(concept))}\n{about}" + table_html(
        Table(f"About {name_of(concept)}", ("What", "Value"), tuple(rows))
    )


def concepts_html(concepts: Sequence[Concept]) -> str:
    """Concepts, in their order: what each is called and what it is, up to a hundred of them."""
    rows = tuple(
        (Cell(name_of(concept)), Cell(style_of(concept.kind).label), Cell(plain(concept.definition)))
        for concept in concepts[:ROWS]
    )
    shown = f", of which the first {ROWS} are shown" if len(concepts) > ROWS else ""
    head = f"<p>{counted(len(concepts), 'concept')}{shown}</p>"
    return f"{head}\n{table_html(Table('Concepts', ('Name', 'Kind', 'What it is'), rows))}" if rows else head


def gap_html(gap: Gap) -> str:
    """A gap: every requirement with its status and its importance, the open ones first."""
    from mlcareer_graph.views.role_map import gap_facts, gap_table

    return f"{_head(f'Gap to {name_of(gap.role)}')}\n{facts_html(gap_facts(gap))}\n{table_html(gap_table(gap))}"


def plan_html(plan: Plan) -> str:
    """A plan: its figures, the page in a sandboxed frame, and the steps as a table."""
    from mlcareer_graph.views.page import render
    from mlcareer_graph.views.plan_scene import plan_scene
    from mlcareer_graph.views.plan_words import gate_items

    scene = plan_scene(plan)
    parts = [_head(scene.title), f"<p>{escape(scene.summary)}</p>", facts_html(scene.facts)]
    if plan.steps:
        parts.append(render(scene).frame())
        state = " open" if len(plan.steps) <= OPEN_ROWS else ""
        summary = f"{counted(len(plan.steps), 'step')} as a table"
        parts.append(f"<details{state}><summary>{summary}</summary>\n{table_html(scene.tables[0])}\n</details>")
    gates = gate_items(plan)
    if gates:
        parts.append(section_html(Section("Degrees and other credentials", gates)))
    return "\n".join(parts)


def _head(text: str) -> str:
    return f"<p><strong>{escape(text)}</strong></p>"
