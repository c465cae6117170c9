"""Two roles side by side: what only the first asks for, what both do, what only the second does."""

from __future__ import annotations

from mlcareer_graph.model import Competency, Requirement
from mlcareer_graph.planning.role_comparison import ComparedConcept, RoleComparison
from mlcareer_graph.views.layout import arrange
from mlcareer_graph.views.panels import concept_entry
from mlcareer_graph.views.scene import Band, Box, Cell, Scene, Table, name_lines, note_lines
from mlcareer_graph.views.text import counted, name_of
from mlcareer_graph.views.theme import style_of


def comparison_scene(comparison: RoleComparison) -> Scene:
    """The scene of two roles."""
    first, second = name_of(comparison.first), name_of(comparison.second)
    columns = (
        (f"Only {first}", comparison.only_first),
        ("Both", comparison.shared),
        (f"Only {second}", comparison.only_second),
    )
    boxes = [_box(comparison, item, number) for number, (_, items) in enumerate(columns) for item in items]
    bands = [Band(title, counted(len(items), "concept")) for title, items in columns]
    placed_bands, placed, height = arrange(boxes, (), bands, most=14)
    keys = {box.key for box in boxes}
    return Scene(
        title=f"{first} and {second}",
        summary=(
            f"What {first} and {second} share of what they ask for by name, and what only one of them does. What is "
            "one of several options counts as asked for, and says so. Where both ask for something otherwise, "
            f"← is for {first} and → for {second}."
        ),
        facts=(
            ("Both", counted(len(comparison.shared), "concept")),
            (f"Only {first}", counted(len(comparison.only_first), "concept")),
            (f"Only {second}", counted(len(comparison.only_second), "concept")),
        ),
        bands=placed_bands,
        boxes=placed,
        entries=tuple(
            concept_entry(
                comparison.graph, item.concept, item.concept.id, lambda key: key if key in keys else None, said
            )
            for (said, items) in columns
            for item in items
        ),
        tables=tuple(_table(comparison, title, items) for title, items in columns if items),
        start=boxes[0].key if boxes else None,
        height=height,
    )


def asked_text(requirement: Requirement | None, *, has_level: bool) -> str:
    """How a role asks for something, in a few words; "" if it does not.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> [need] = [need for need in load_graph().requirements("keras") if "python" in need.options]
        >>> asked_text(need, has_level=True)
        'working'
    """
    if requirement is None:
        return ""
    words = [str(requirement.level)] if has_level else []
    if len(requirement.options) > requirement.at_least:
        words.append(f"{requirement.at_least} of {len(requirement.options)}")
    if not requirement.is_required:
        words.append("preferred")
    return ", ".join(words) or "required"


def _box(comparison: RoleComparison, item: ComparedConcept, band: int) -> Box:
    has_level = isinstance(item.concept, Competency)
    said = [asked_text(need, has_level=has_level) for need in (item.first, item.second)]
    notes = [said[0] or said[1]]
    if item.first and item.second and said[0] != said[1]:
        notes = [f"← {said[0]}", f"→ {said[1]}"]
    lines = tuple(line for note in notes for line in note_lines(note))
    concept = item.concept
    return Box(concept.id, concept.kind, "concept", name_lines(name_of(concept)), lines, band)


def _table(comparison: RoleComparison, title: str, items: tuple[ComparedConcept, ...]) -> Table:
    rows = []
    for item in items:
        has_level = isinstance(item.concept, Competency)
        rows.append(
            (
                Cell(name_of(item.concept), item.concept.id),
                Cell(style_of(item.concept.kind).label),
                Cell(asked_text(item.first, has_level=has_level) or "not asked for"),
                Cell(asked_text(item.second, has_level=has_level) or "not asked for"),
            )
        )
    headings = ("Concept", "Kind", name_of(comparison.first), name_of(comparison.second))
    return Table(title, headings, tuple(rows))
