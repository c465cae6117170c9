"""What was understood of a document about a person, and what was not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mlcareer_graph.errors import LoadError, UnknownConceptError, one_line
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.text.wording import level_named
from mlcareer_graph.model import Competency, Concept, Credential, EducationPath, Level
from mlcareer_graph.planning.profile import Profile

MAX_NAMES = 2_000
"""The most names that one document may give."""

_SHOWN = 80
_LEVEL_BESIDE = re.compile(
    r"(?P<name>[^()]*\S)\s*(?:\(\s*(?P<inside>[^()]{1,40})\)|\s[-–]\s*(?P<behind>[^()]{1,40})|:\s*(?P<level>[^:()]{1,40}))"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of a document that names something a person knows or holds.

    Attributes:
        path: The place in the document, such as ``skills[0].keywords[2]``, ``line 3`` or ``characters 10-16``.
        text: What stands there.
        concept: The competency or credential.
        level: The level of a competency, None for a credential.
        because: What it was taken from.
    """

    path: str
    text: str
    concept: Concept
    level: Level | None
    because: str

    def __str__(self) -> str:
        level = f" ({self.level})" if self.level is not None else ""
        return f"{self.concept.name}{level}: {self.path}, {self.text!r}; {self.because}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        level = None if self.level is None else str(self.level)
        return {"path": self.path, "text": self.text, "id": self.concept.id, "level": level, "because": self.because}


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A part of a document that names nothing a person knows or holds.

    Attributes:
        path: The place in the document.
        text: What stands there, shortened.
        because: Why it is not part of the profile.
    """

    path: str
    text: str
    because: str

    def __str__(self) -> str:
        return f"{self.path}, {self.text!r}: {self.because}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"path": self.path, "text": self.text, "because": self.because}


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """A profile with what it was made from.

    Attributes:
        source: The file or kind of document.
        profile: What the person knows and holds.
        understood: What the profile is made from, in the order of the document.
        suggested: What the person may know too; it is not part of the profile.
        not_understood: What is no part of it, and why.
    """

    source: str
    profile: Profile
    understood: tuple[Understood, ...] = ()
    suggested: tuple[Understood, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()

    def __str__(self) -> str:
        known, held = len(self.profile.levels), len(self.profile.credentials)
        return (
            f"{self.source}: skills and technologies {known}, credentials {held}, "
            f"suggestions {len(self.suggested)}, not understood {len(self.not_understood)}"
        )

    def __repr__(self) -> str:
        return one_line(f"<ProfileReading: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import result_html
        from mlcareer_graph.views.text import name_of, plain

        states = (("understood", self.understood), ("suggested", self.suggested))
        rows = [
            (part.path, part.text, name_of(part.concept), str(part.level or ""), state, part.because)
            for state, parts in states
            for part in parts
        ]
        rows += [(part.path, part.text, "", "", "not understood", part.because) for part in self.not_understood]
        headings = ("Place", "Text", "Concept", "Level", "State", "Why")
        shown = [tuple(plain(text, 300) for text in row) for row in rows]
        return result_html(plain(self, 300), (), "What was read", headings, shown)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the profile in the form of ``ontology/profile.schema.json``, and the rest beside it."""
        return {
            "source": self.source,
            "profile": self.profile.to_dict(),
            "understood": [part.to_dict() for part in self.understood],
            "suggested": [part.to_dict() for part in self.suggested],
            "not_understood": [part.to_dict() for part in self.not_understood],
        }


@dataclass(slots=True)
class ReadingDraft:
    """A reading while it is made.

    Attributes:
        graph: The graph whose names are looked for.
        source: The file or kind of document.
    """

    graph: CareerGraph
    source: str
    understood: list[Understood] = field(default_factory=list)
    suggested: list[Understood] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    dates: dict[str, date] = field(default_factory=dict)
    names: int = 0

    def named(self, path: str, text: str) -> tuple[Concept, Level | None] | None:
        """The concept that an entry names, with the level it states; notes why if there is none.

        Raises:
            LoadError: The document gives more than 2,000 names.
        """
        self.names += 1
        if self.names > MAX_NAMES:
            raise LoadError(self.source, f"it gives more than {MAX_NAMES:,} names; leave out what is not a skill")
        try:
            return _resolved(self.graph, text.strip())
        except UnknownConceptError as error:
            self.refuse(path, text, str(error))
            return None

    def know(self, path: str, text: str, level: Level | None, because: str) -> Concept | None:
        """Take an entry into the profile, if it names a competency or credential.

        Args:
            path: Its place.
            text: The entry.
            level: The level that is stated elsewhere for it.
            because: What it was taken from.

        Returns:
            What it names.
        """
        named = self.named(path, text)
        if named is None:
            return None
        concept, stated = named
        concept = _awarded(self.graph, concept)
        if isinstance(concept, Competency):
            self.understood.append(Understood(path, text, concept, stated or level or Level.WORKING, because))
        elif isinstance(concept, Credential):
            self.understood.append(Understood(path, text, concept, None, because))
        else:
            kind = concept.kind.replace("-", " ")
            self.refuse(path, text, f"{concept.name} is of kind {kind}, and a person knows skills and technologies")
            return None
        return concept

    def date(self, concept: Concept, day: date | None) -> None:
        """Take in the day of the last entry of a concept; that of a lower level than another entry states is none."""
        levels = [part.level or 0 for part in self.understood if part.concept.id == concept.id]
        before = max(levels[:-1], default=levels[-1])
        if levels[-1] > before:
            self.dates.pop(concept.id, None)
        if day is not None and levels[-1] >= before:
            self.dates[concept.id] = day

    def refuse(self, path: str, text: object, because: str) -> None:
        """Note what is no part of the profile."""
        shown = str(text)
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "..."
        self.not_understood.append(NotUnderstood(path, shown, because))

    def done(self) -> ProfileReading:
        """The reading."""
        return ProfileReading(
            self.source,
            _profile(self.understood, self.dates),
            tuple(self.understood),
            tuple(self.suggested),
            tuple(self.not_understood),
        )


def _profile(understood: Iterable[Understood], dates: dict[str, date]) -> Profile:
    levels: dict[str, Level] = {}
    credentials: set[str] = set()
    for part in understood:
        if part.level is None:
            credentials.add(part.concept.id)
        else:
            levels[part.concept.id] = max(part.level, levels.get(part.concept.id, part.level))
    return Profile(tuple(sorted(levels.items())), tuple(sorted(credentials)), dates=tuple(sorted(dates.items())))


def _resolved(graph: CareerGraph, text: str) -> tuple[Concept, Level | None]:
    """The concept and the stated level of "SQL", "SQL:expert", "SQL (advanced)" or "SQL - basic"."""
    try:
        return graph.find(text), None
    except UnknownConceptError:
        beside = _LEVEL_BESIDE.fullmatch(text)
        if beside is None:
            raise
        level = level_named(beside["inside"] or beside["behind"] or beside["level"])
        if level is None:
            raise
        return graph.find(beside["name"]), level


def _awarded(graph: CareerGraph, concept: Concept) -> Concept:
    """The credential that an education path awards, for a path that awards one; else the concept itself."""
    if not isinstance(concept, EducationPath):
        return concept
    awards = [edge.object for edge in graph.edges(concept) if edge.subject == concept.id and edge.type == "awards"]
    return graph[awards[0]] if len(awards) == 1 else concept
