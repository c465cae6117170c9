"""The lines of the seed article and what holds each of them in the graph.

``docs/seed-coverage.md`` holds a table with one row for each line: its number, what it says in a few words, and
references to what holds it. The references follow from the evidence in the graph; run this file to write them anew
after the ontology has changed::

    python tests/seed/seed_coverage.py
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mlcareer_graph import load_graph
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import Claim, Competency, Concept, EducationPath, Evidence, Observation, Requirement

TABLE = Path(__file__).parents[2] / "docs" / "seed-coverage.md"
SEED = "seed-article"
LINES = range(1, 91)
BLANK_LINES = frozenset({10, 42})
NOTHING = "no content of its own"

_SPAN = re.compile(r"L(?P<first>[1-9][0-9]*)(?:-L(?P<last>[1-9][0-9]*))?")
_ROW = re.compile(r"\| L(?P<line>[1-9][0-9]*) \| (?P<gist>[^|]+) \| (?P<held>[^|]+) \|")


def lines_of(place: str | None) -> list[int]:
    """The lines that a locator such as ``"L4, L30-L31"`` names.

    Raises:
        ValueError: It is missing, is written otherwise or runs backward.

    Example:
        >>> lines_of("L4, L30-L31")
        [4, 30, 31]
    """
    lines: list[int] = []
    for part in (place or "").split(", "):
        span = _SPAN.fullmatch(part)
        if span is None:
            raise ValueError(f"{place!r} does not name lines, as in 'L4, L30-L31'")
        first, last = int(span["first"]), int(span["last"] or span["first"])
        if last < first or (span["last"] and last == first):
            raise ValueError(f"{place!r} has a span that does not run forward")
        lines.extend(range(first, last + 1))
    return lines


def statements(graph: CareerGraph) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Every statement of the graph that carries evidence, as a reference with its evidence."""
    for concept in graph.values():
        yield concept.id, concept.evidence
        for claim in concept.claims:
            yield claim_reference(concept, claim), claim.evidence
        for observation in concept.observations:
            yield observation_reference(concept, observation), observation.evidence
        if isinstance(concept, Competency):
            for near in concept.easier_with:
                yield f"{concept.id} easier_with {near.know}", near.evidence
        for name in quantity_names(concept):
            yield f"{concept.id} {name}", getattr(concept, name).evidence
    for requirement in graph.all_requirements:
        yield requirement_reference(requirement), requirement.evidence
    for relation in graph.relations:
        yield f"{relation.subject} {relation.type} {relation.object}", relation.evidence


def quantity_names(concept: Concept) -> list[str]:
    """The names of the numbers that a concept gives: hours, weeks, price."""
    names = ("hours", "weeks", "price") if isinstance(concept, EducationPath) else ("hours",)
    return [name for name in names if getattr(concept, name, None) is not None]


def claim_reference(concept: Concept, claim: Claim) -> str:
    """The reference to a claim."""
    return f"{concept.id} claim {claim.id}"


def observation_reference(concept: Concept, observation: Observation) -> str:
    """The reference to an observation; the stage tells apart those that measure the same."""
    stage = f" ({observation.stage})" if observation.stage else ""
    return f"{concept.id} observation {observation.measure}{stage}"


def requirement_reference(requirement: Requirement) -> str:
    """The reference to a requirement, with all of its options."""
    verb = "requires" if requirement.is_required else "prefers"
    count = f"{requirement.at_least} of " if requirement.at_least > 1 else ""
    return f"{requirement.subject} {verb} {count}{' or '.join(requirement.options)}"


def coverage(graph: CareerGraph) -> dict[int, list[str]]:
    """For each line of the article, the references to the statements whose evidence cites it."""
    held: dict[int, set[str]] = {line: set() for line in LINES}
    for reference, evidence in statements(graph):
        for item in evidence:
            if item.source == SEED:
                for line in lines_of(item.at):
                    held.setdefault(line, set()).add(reference)
    # Concepts before what is stated about them: a reference to a concept is a single word.
    return {line: sorted(references, key=lambda text: (" " in text, text)) for line, references in held.items()}


def read_table(text: str) -> dict[int, tuple[str, list[str]]]:
    """The rows of the table: for each line, what it says and the references.

    Raises:
        ValueError: A line has two rows.
    """
    rows: dict[int, tuple[str, list[str]]] = {}
    for row in filter(None, map(_ROW.fullmatch, text.splitlines())):
        line = int(row["line"])
        if line in rows:
            raise ValueError(f"line {line} has two rows")
        held = row["held"]
        rows[line] = (row["gist"], [] if held == NOTHING else re.findall(r"`([^`]+)`", held))
    return rows


def written_row(line: int, gist: str, references: Iterable[str]) -> str:
    """A row of the table."""
    held = ", ".join(f"`{reference}`" for reference in references) or NOTHING
    return f"| L{line} | {gist} | {held} |"


def with_references(text: str, held: Mapping[int, Iterable[str]]) -> str:
    """The text of the page with the references of each row written anew."""

    def rewritten(line: str) -> str:
        row = _ROW.fullmatch(line)
        return written_row(int(row["line"]), row["gist"], held[int(row["line"])]) if row else line

    return "\n".join(map(rewritten, text.split("\n")))


if __name__ == "__main__":
    page = TABLE.read_text(encoding="utf-8")
    TABLE.write_text(with_references(page, coverage(load_graph())), encoding="utf-8")
