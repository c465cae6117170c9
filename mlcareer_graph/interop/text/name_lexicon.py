"""The names of a graph as they may stand in a text.

The names are a trie over words: every run of words with which a name begins is kept as one string, so that a walk from
a word ends as soon as no name goes on. The words of a name are joined without what stands between them: *fine-tuning*,
*fine tuning* and *finetuning* are one name, as for `CareerGraph.find`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.text.words import Word, words
from mlcareer_graph.model import Competency, Concept, Credential, Role

_SHORTEST_DIVIDED = 5
_SHORTEST_PLURAL = 9
_FREE_GAP = re.compile(r"[ \t\u00a0\u2009\u202f]*[-‐‑–_]?[ \t\u00a0]*(?:\r?\n[ \t]*)?")
_LONGEST_GAP = 24
_DEGREES = {
    "Bachelor's degree in ": (
        "Bachelor of Science",
        "Bachelor of Arts",
        "Bachelor of Engineering",
        "Bachelor",
        "Bachelors",
        "Bachelor's",
        "BSc",
        "B.Sc.",
        "BS",
        "B.S.",
        "BA",
        "BEng",
    ),
    "Master's degree in ": (
        "Master of Science",
        "Master of Arts",
        "Master of Engineering",
        "Master",
        "Masters",
        "Master's",
        "MSc",
        "M.Sc.",
        "MS",
        "M.S.",
        "MEng",
    ),
    "Doctorate in ": ("Doctor of Philosophy", "Doctoral degree", "Doctorate", "PhD", "Ph.D."),
}


class Spelling(NamedTuple):
    """One way in which a concept is written.

    Attributes:
        concept_id: The concept.
        text: The spelling.
        gaps: What stands between its words.
        size: How many words it has.
    """

    concept_id: str
    text: str
    gaps: frozenset[str]
    size: int

    def allows(self, count: int) -> bool:
        """Whether it can be written in so many words: *R or* is not *RoR*."""
        return count in (1, self.size) or len(self.text) > _SHORTEST_DIVIDED


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of competencies, roles and credentials.

    Attributes:
        spellings: The spellings by their words, joined.
        beginnings: The joined words with which a name of several words begins.
        unclear: The readings of the names that mean several concepts, by the joined words.
    """

    spellings: dict[str, tuple[Spelling, ...]]
    beginnings: frozenset[str]
    unclear: dict[str, tuple[str, tuple[str, ...]]]

    def longest(self, text: str, found: Sequence[Word], position: int) -> tuple[int, str, tuple[Spelling, ...]]:
        """The longest name that begins with a word.

        Returns:
            How many words it has, 0 for none; its words, joined; and its spellings.

        Complexity:
            O(words of the longest name).
        """
        joined = ""
        best: tuple[int, str, tuple[Spelling, ...]] = (0, "", ())
        gaps: set[str] = set()
        for number in range(position, len(found)):
            word, count = found[number], number - position + 1
            if count > 1:
                gap = text[found[number - 1].end : word.start]
                if len(gap) > _LONGEST_GAP or gap.count("\n") > 1:
                    break
                if not _FREE_GAP.fullmatch(gap):
                    gaps.add(_bare(gap))
            joined += word.key
            for key in _forms(joined, text[word.start : word.end], count):
                spellings = self.spellings.get(key, ())
                if spellings:
                    spellings = tuple(s for s in spellings if gaps <= s.gaps and s.allows(count))
                if spellings or (key in self.unclear and not gaps):
                    best = (count, key, spellings)
                    break
            if joined not in self.beginnings:
                break
        return best


def lexicon_of(graph: CareerGraph) -> Lexicon:
    """The names of a graph; made once for each."""
    return graph.derived("interop lexicon", lambda: _make(graph))


def _make(graph: CareerGraph) -> Lexicon:
    spellings: dict[str, list[Spelling]] = {}
    beginnings: set[str] = set()
    for concept in graph.values():
        if isinstance(concept, Competency | Role | Credential):
            for text in _spellings(concept):
                joined = _add_beginnings(text, beginnings)
                if joined:
                    spellings.setdefault(joined, []).append(Spelling(concept.id, text, _gaps(text), len(words(text))))
    unclear = {}
    for name, readings in graph.ambiguous_names.items():
        # What names two things at once is read as both.
        if "/" not in name and " and " not in name:
            unclear[_add_beginnings(name, beginnings)] = (name, tuple(readings))
    return Lexicon({key: tuple(found) for key, found in spellings.items()}, frozenset(beginnings), unclear)


def _spellings(concept: Concept) -> Iterator[str]:
    yield from (concept.name, *concept.aliases, *(label for _, label in concept.labels))
    if isinstance(concept, Credential):
        for beginning, degrees in _DEGREES.items():
            if concept.name.startswith(beginning):
                area = concept.name.removeprefix(beginning)
                for degree in degrees:
                    yield f"{degree} in {area}"
                    yield f"{degree}, {area}"
                    yield f"{degree} degree in {area}"


def _add_beginnings(text: str, beginnings: set[str]) -> str:
    joined = ""
    for word in words(text):
        if joined:
            beginnings.add(joined)
        joined += word.key
    return joined


def _gaps(text: str) -> frozenset[str]:
    found = words(text)
    return frozenset(_bare(text[first.end : second.start]) for first, second in pairwise(found))


def _bare(gap: str) -> str:
    return "".join(gap.split()).replace("’", "'")


def _forms(joined: str, last: str, count: int) -> Iterator[str]:
    """The joined words, and in the other number where that is safe: long words, abbreviations, several words."""
    yield joined
    if joined.endswith("s"):
        if count > 1 or len(joined) >= _SHORTEST_PLURAL or (last[:-1].isupper() and len(last) > 2):
            yield joined[:-1]
    elif count > 1:
        yield joined + "s"
