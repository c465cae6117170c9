"""What an import took over, and what it left out: rows are never dropped without a word."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mlcareer_graph.errors import one_line
from mlcareer_graph.graph import CareerGraph


class LeftOutWarning(UserWarning):
    """Some rows of somebody's data are not in the graph; the message says how many, where and why."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of one file is not in the graph, for one reason.

    Attributes:
        file: The name of the file.
        why: The reason.
        what: What is left out: rows, or a part of them.
        count: How many.
        line: The line of the first of them.
        example: What the first of them names.
    """

    file: str
    why: str
    what: str
    count: int
    line: int
    example: str

    def __str__(self) -> str:
        first = f"the first in line {self.line}: {self.example}"
        return f"{self.file}: {self.count:,} {self.what} left out, since {self.why} ({first})"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of the files.

    Attributes:
        taken: How many of what are in the graph, in the words of the publisher.
        left_out: The rows that are not.
        absent: Files that the publisher has and the folder has not; what they hold is not in the graph.
    """

    taken: tuple[tuple[str, int], ...]
    left_out: tuple[LeftOut, ...] = ()
    absent: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [", ".join(f"{count:,} {what}" for what, count in self.taken)]
        lines.extend(map(str, self.left_out))
        if self.absent:
            lines.append(f"not in the folder: {', '.join(self.absent)}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        left_out = sum(left.count for left in self.left_out)
        return one_line(
            f"<ImportReport: {', '.join(f'{count:,} {what}' for what, count in self.taken)}; {left_out:,} left out>"
        )

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import result_html
        from mlcareer_graph.views.text import plain

        facts = [(plain(what, 80), f"{count:,}") for what, count in self.taken]
        if self.absent:
            facts.append(("Not in the folder", ", ".join(plain(name, 80) for name in self.absent)))
        rows = [
            tuple(map(plain, (left.file, left.what, f"{left.count:,}", left.why, f"line {left.line}: {left.example}")))
            for left in self.left_out
        ]
        return result_html("What was imported", facts, "Left out", ("File", "What", "Number", "Why", "First"), rows)


@dataclass(frozen=True, slots=True)
class Imported:
    """A graph of other people's data, with what was left out of it.

    Attributes:
        graph: The graph.
        report: What it holds and what it does not.
    """

    graph: CareerGraph
    report: ImportReport

    def __repr__(self) -> str:
        return one_line(f"<Imported: {self.graph!r}, {self.report!r}>")

    def _repr_html_(self) -> str:
        return self.report._repr_html_()

    def warned(self) -> CareerGraph:
        """The graph; a warning says what was left out, if anything was."""
        if self.report.left_out:
            warnings.warn(LeftOutWarning("; ".join(map(str, self.report.left_out))), stacklevel=3)
        return self.graph


@dataclass(slots=True)
class Tally:
    """Counts what is left out, by file and reason."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)

    def leave_out(self, path: Path, why: str, line: int, example: str, what: str = "rows") -> None:
        """Note one."""
        self.counts[path.name, why, what] += 1
        self.first.setdefault((path.name, why, what), (line, example))

    def left_out(self) -> tuple[LeftOut, ...]:
        """What has been noted, in the order of the first of each."""
        return tuple(LeftOut(*place, count, *self.first[place]) for place, count in self.counts.items())
