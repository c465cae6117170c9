"""How much of an outside file is read before the library stops and says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """The most that a reader takes from one file; a file beyond any of these is refused as a whole.

    The defaults are far above the graph that the library ships (180,000 statements, 38 MB as N-Quads), and low enough
    that a file made to exhaust a machine is refused first.

    Attributes:
        max_bytes: Bytes of the file; of a compressed one, bytes of what it holds. Every reader counts them.
        max_depth: How deep nodes, lists, elements or objects may stand in one another, in RDF, YAML and JSON.
        max_statements: How many statements (triples or quads) of RDF, values of YAML and JSON, or rows of a table there
            may be.
        max_text: Characters of one text or IRI; in tables of one line, or of one cell.
        max_label: Characters of one name of a concept.
        max_digits: Characters of one number, in RDF, YAML and JSON.
        max_seconds: Seconds that the reading of RDF, YAML, JSON or of a table may take.

    Example:
        >>> ReadingLimits().max_depth
        100

        For a graph of one's own that is larger than most, and for what strangers send:

        >>> large = ReadingLimits(max_bytes=2 * 1024**3, max_statements=50_000_000, max_seconds=3600)
        >>> small = ReadingLimits(max_bytes=1_000_000, max_statements=20_000, max_seconds=2)
    """

    max_bytes: int = 256 * 1024 * 1024
    max_depth: int = 100
    max_statements: int = 5_000_000
    max_text: int = 1_000_000
    max_label: int = 20_000
    max_digits: int = 1_000
    max_seconds: float = 120.0


DEFAULT_LIMITS = ReadingLimits()
"""The limits that hold unless others are given."""

PROSE_LIMITS = ReadingLimits(max_bytes=20_000_000)
"""For YAML, lists and texts that people write; YAML of more takes minutes."""

TABLE_LIMITS = ReadingLimits(max_bytes=500_000_000)
"""For tables that are read row by row: ten times the largest that ESCO and O*NET publish."""
