"""Plain HTML tables, which read well without any style or script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from mlcareer_graph.views.scene import Item, Scene, Section, Table


def table_html(table: Table) -> str:
    """A table with its caption and headings."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in table.headings)
    rows = "\n".join(_row_html(table, row) for row in table.rows)
    return (
        f"<table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _row_html(table: Table, row: Iterable[object]) -> str:
    cells = []
    for number, cell in enumerate(row):
        text = escape(getattr(cell, "text", str(cell)))
        is_label = number == table.label_column
        cells.append(f'<th scope="row">{text}</th>' if is_label else f"<td>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def section_html(section: Section) -> str:
    """A list with its heading."""
    items = "".join(f"<li>{_item_html(item)}</li>" for item in section.items)
    return f"<p><strong>{escape(section.title)}</strong></p>\n<ul>{items}</ul>"


def _item_html(item: Item) -> str:
    if item.href is None:
        return escape(item.text)
    return f'<a href="{escape(item.href)}" rel="noopener noreferrer">{escape(item.text)}</a>'


def facts_html(facts: Iterable[tuple[str, str]]) -> str:
    """Labels with values in one line."""
    return "<p>" + " · ".join(f"{escape(label)}: <strong>{escape(value)}</strong>" for label, value in facts) + "</p>"


def tables_html(scene: Scene) -> str:
    """Everything that a scene says in words."""
    parts = [f"<p>{escape(scene.summary)}</p>", facts_html(scene.facts) if scene.facts else ""]
    parts += [section_html(note) for note in scene.notes]
    parts += [table_html(table) for table in scene.tables]
    return "\n".join(part for part in parts if part)
