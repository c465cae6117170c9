"""From any name people use to the concept that is meant.

A name is looked up by id, name, alias or label in another language, and normalised spelling, in that order. A name
that no concept claims, because people use it for several, is answered with its declared readings. Only then does a
guarded fuzzy match step in: a long enough word, one slip of the keyboard away from exactly one concept. Anything weaker
is answered with suggestions, because a silently wrong concept is worse than a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from mlcareer_graph.errors import AmbiguousNameError, UnknownConceptError
from mlcareer_graph.model import Concept

MAX_QUERY = 200
"""Characters that a name can have."""

MAX_NORMALISED = 1_000
"""Characters of the longest name that is found in other spellings than its own; to normalise 80,000 takes seconds."""

_MIN_SWAPPED = 6
_MIN_MISSPELLED = 8
_MIN_BESIDE_OTHERS = 5
_MIN_BARE = 3
_SEARCH_SCORE = 70.0
_SUGGESTION_RATIO = 50.0
_ASCII_PUNCTUATION = re.compile(r"[^a-z0-9+#]+")
_BETWEEN_WORDS = re.compile(r"[^\w+#]+|_")
_DIGITS = re.compile(r"[^0-9+#]+")
_SHARP = str.maketrans("♯", "#")


def normalise(text: str) -> str:
    """A spelling that ignores case, width, accents' encoding and punctuation, but not ``+`` and ``#``.

    Punctuation stays where next to nothing else would: ``A*`` is not ``A``.

    Example:
        >>> normalise("Scikit-Learn"), normalise("C++"), normalise("node.js"), normalise("R & D")
        ('scikitlearn', 'c++', 'nodejs', 'r&d')
    """
    folded = text.casefold() if text.isascii() else _folded(text)
    bare = _ASCII_PUNCTUATION.sub("", folded) if folded.isascii() else "".join(filter(_is_word, folded))
    return bare if len(bare) >= _MIN_BARE else "".join(folded.split())


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_SHARP).casefold()
    return unicodedata.normalize("NFKC", folded)


def _is_word(character: str) -> bool:
    # Marks are the vowels of many scripts.
    return character in "+#" or character.isalnum() or unicodedata.category(character)[0] == "M"


class NameIndex:
    """The names of a collection of concepts.

    Args:
        concepts: The concepts.
        ambiguous: Names that none of them claims, with the ids of those that people mean by it. What a concept claims
            goes before.
    """

    __slots__ = ("_concepts", "_folded", "_names", "_normalised", "_readings", "_skeletons")

    def __init__(
        self, concepts: Iterable[Concept], ambiguous: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        self._concepts = {concept.id: concept for concept in concepts}
        self._names: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._normalised: dict[str, list[str]] = {}
        for concept in self._concepts.values():
            _add(self._names, concept.name.casefold(), concept.id)
            *names, _ = spellings = self._spellings(concept.id)
            for name in names:
                _add(self._folded, name.casefold(), concept.id)
            for name in spellings:
                if len(name) <= MAX_NORMALISED:
                    _add(self._normalised, normalise(name), concept.id)
        self._skeletons: Mapping[str, Sequence[str]] | None = None
        readings = {normalise(name): tuple(ids) for name, ids in ambiguous.items()}
        self._readings = {name: ids for name, ids in readings.items() if name not in self._normalised}

    def find(self, query: str) -> Concept:
        """The one concept that is meant.

        Raises:
            UnknownConceptError: Nothing is called so; the error carries suggestions.
            AmbiguousNameError: Several concepts are, or people use the name for several, or it looks like the name of
                another one in other letters; the error carries them.
        """
        stated = query.casefold()
        query = query.strip()
        if query in self._concepts:
            return self._concepts[query]
        folded = query.casefold()
        # A name may begin or end with a space.
        ids = next((ids for name in (stated, folded) if (ids := self._names.get(name) or self._folded.get(name))), None)
        if not ids and len(query) <= MAX_QUERY:
            wanted = normalise(query)
            ids = self._normalised.get(wanted)
            if not ids and wanted in self._readings:
                raise AmbiguousNameError(query, [self._concepts[reading].name for reading in self._readings[wanted]])
        if not query.isascii():
            similar = self._lookalikes(query)
            if not ids and similar:
                raise UnknownConceptError(query[:MAX_QUERY], self._called(similar))
            ids = ids and list(dict.fromkeys([*ids, *similar]))
        if not ids and len(query) <= MAX_QUERY:
            ids = self._one_slip_away(query)
        if ids:
            return self._only(query, ids)
        near = [concept_id for concept_id, ratio in self._ranked(query) if ratio >= _SUGGESTION_RATIO]
        raise UnknownConceptError(query[:MAX_QUERY], self._called(near[:3]))

    def search(self, query: str, kind: type[Concept] = Concept, *, limit: int = 10) -> list[Concept]:
        """Concepts whose name or alias resembles the query, best first; typing mistakes are forgiven."""
        ranked = (self._concepts[concept_id] for concept_id, _ in self._ranked(query))
        return list(islice((concept for concept in ranked if isinstance(concept, kind)), max(limit, 0)))

    def _ranked(self, query: str) -> list[tuple[str, float]]:
        """Ids with the likeness of their best name, from 0 to 100, best first."""
        from rapidfuzz import fuzz, process

        wanted = normalise(query[:MAX_QUERY])
        if not wanted:
            return []
        best: dict[str, tuple[float, int, float]] = {}
        for name, score, _ in process.extract(
            wanted, list(self._normalised), scorer=fuzz.WRatio, score_cutoff=_SEARCH_SCORE, limit=None
        ):
            # WRatio rewards any shared fragment; the plain ratio puts whole-name matches first.
            ratio = fuzz.ratio(wanted, name)
            rank = (score + ratio, -len(name), ratio)
            for concept_id in self._normalised[name]:
                best[concept_id] = max(best.get(concept_id, rank), rank)
        for concept_id in self._readings.get(wanted, ()):
            best[concept_id] = (200.0, -len(wanted), 100.0)
        ranked = sorted(best, key=lambda concept_id: (*(-part for part in best[concept_id]), concept_id))
        return [(concept_id, best[concept_id][-1]) for concept_id in ranked]

    def claimants(self, name: str) -> Sequence[str]:
        """The ids of the concepts that claim a name, however it is spelled."""
        return self._normalised.get(normalise(name), ())

    def clashes(self) -> list[tuple[str, Sequence[str]]]:
        """The normalised names that several concepts claim, each with the ids that claim it."""
        return [(name, ids) for name, ids in sorted(self._normalised.items()) if len(ids) > 1]

    def _one_slip_away(self, query: str) -> list[str]:
        """Ids with a name of which one word differs by one slip, neither in its first letter nor in a digit or sign.

        Two letters may be swapped in a word of six; one may be wrong, missing or too many in a word of eight, or of
        five beside other words that agree. In shorter words and abbreviations a slip leads to another name too easily:
        ECS and EKS, caching and coaching.
        """
        wanted = normalise(query)
        if len(wanted) < _MIN_SWAPPED:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words = _words(query)
        near = process.extract(wanted, list(self._normalised), scorer=OSA.distance, score_cutoff=1, limit=None)
        ids: dict[str, None] = {}
        for name, _, _ in near:
            for concept_id in self._normalised[name]:
                others = [other for other in self._spellings(concept_id) if len(other) <= MAX_NORMALISED]
                spellings = [other for other in others if normalise(other) == name]
                if any(_is_slip(words, _words(spelling)) for spelling in spellings):
                    ids[concept_id] = None
        return list(ids)

    def _lookalikes(self, query: str) -> Sequence[str]:
        """The ids of the concepts with a name that looks like a query of other than plain letters, in any case."""
        from mlcareer_graph.graph.lookalikes import skeleton

        if self._skeletons is None:
            found: dict[str, list[str]] = {}
            for concept_id in self._concepts:
                for name in self._spellings(concept_id):
                    for written in (name, name.casefold()):
                        _add(found, skeleton(written), concept_id)
            self._skeletons = found
        seen = (skeleton(query), skeleton(query.casefold()))
        return list(dict.fromkeys(concept_id for form in seen for concept_id in self._skeletons.get(form, ())))

    def _called(self, ids: Iterable[str]) -> list[str]:
        return [self._concepts[concept_id].name[:MAX_QUERY] for concept_id in ids]

    def _spellings(self, concept_id: str) -> tuple[str, ...]:
        concept = self._concepts[concept_id]
        return (concept.name, *concept.aliases, *(label for _, label in concept.labels), concept.id)

    def _only(self, query: str, ids: Sequence[str]) -> Concept:
        if len(ids) > 1:
            raise AmbiguousNameError(query[:MAX_QUERY], sorted(ids))
        return self._concepts[ids[0]]


def _add(index: dict[str, list[str]], key: str, concept_id: str) -> None:
    ids = index.setdefault(key, [])
    if key and concept_id not in ids:
        ids.append(concept_id)


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(_folded(text)) if word]


def _is_slip(words: list[str], others: list[str]) -> bool:
    """Whether one word differs from the one in its place, by a slip that is not likely to lead to another name."""
    if len(words) != len(others):
        return False
    pairs = [(word, other) for word, other in zip(words, others, strict=True) if word != other]
    if len(pairs) != 1:
        return False
    word, other = pairs[0]
    if word[0] != other[0] or _DIGITS.sub("", word) != _DIGITS.sub("", other):
        return False
    shortest = min(len(word), len(other))
    if len(words) > 1:
        return shortest >= _MIN_BESIDE_OTHERS
    return shortest >= (_MIN_SWAPPED if sorted(word) == sorted(other) else _MIN_MISSPELLED)
