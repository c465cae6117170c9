"""From any name people use to the concept that is meant.

A name is looked up by id, name, alias and normalised spelling, in that order. Only then does a guarded
fuzzy match step in: a long enough word, one slip of the keyboard away from exactly one concept. Anything
weaker is answered with suggestions, because a silently wrong concept is worse than a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from mlcareer_graph.errors import AmbiguousNameError, UnknownConceptError
from mlcareer_graph.model import Concept

MAX_QUERY = 200
"""Characters of a query that are looked at."""

_MIN_FUZZY = 6
_SUGGESTION_SCORE = 70.0
_PUNCTUATION = re.compile(r"[^\w+#]+|_")


def normalise(text: str) -> str:
    """A spelling that ignores case, width, accents' encoding and punctuation, but not ``+`` and ``#``.

    Example:
        >>> normalise("Scikit-Learn"), normalise("C++"), normalise("node.js")
        ('scikitlearn', 'c++', 'nodejs')
    """
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text[:MAX_QUERY]).casefold())


class NameIndex:
    """The names of a collection of concepts."""

    __slots__ = ("_concepts", "_folded", "_names", "_normalised")

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = {concept.id: concept for concept in concepts}
        self._names: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._normalised: dict[str, list[str]] = {}
        for concept in self._concepts.values():
            _add(self._names, concept.name.casefold(), concept.id)
            for name in (concept.name, *concept.aliases):
                _add(self._folded, name.casefold(), concept.id)
                _add(self._normalised, normalise(name), concept.id)
            _add(self._normalised, normalise(concept.id), concept.id)

    def find(self, query: str) -> Concept:
        """The one concept that is meant.

        Raises:
            UnknownConceptError: Nothing is called so; the error carries suggestions.
            AmbiguousNameError: Several concepts are.
        """
        query = query.strip()
        if query in self._concepts:
            return self._concepts[query]
        folded = query.casefold()
        for ids in (
            self._names.get(folded),
            self._folded.get(folded),
            self._normalised.get(normalise(query)),
        ):
            if ids:
                return self._only(query, ids)
        near = self._one_slip_away(query)
        if near:
            return self._only(query, near)
        raise UnknownConceptError(query[:MAX_QUERY], [concept.name for concept in self.search(query)[:3]])

    def search(self, query: str, kind: type[Concept] = Concept, *, limit: int = 10) -> list[Concept]:
        """Concepts whose name or alias resembles the query, best first; typing mistakes are forgiven."""
        from rapidfuzz import fuzz, process

        wanted = normalise(query)
        if not wanted:
            return []
        best: dict[str, tuple[float, int]] = {}
        for name, score, _ in process.extract(
            wanted, list(self._normalised), scorer=fuzz.WRatio, score_cutoff=_SUGGESTION_SCORE, limit=None
        ):
            # WRatio rewards any shared fragment; the plain ratio puts whole-name matches first.
            rank = (score + fuzz.ratio(wanted, name), -len(name))
            for concept_id in self._normalised[name]:
                if isinstance(self._concepts[concept_id], kind):
                    best[concept_id] = max(best.get(concept_id, rank), rank)
        ranked = sorted(best, key=lambda concept_id: (*(-part for part in best[concept_id]), concept_id))
        return [self._concepts[concept_id] for concept_id in ranked[:limit]]

    def clashes(self) -> list[tuple[str, Sequence[str]]]:
        """The normalised names that several concepts claim, each with the ids that claim it."""
        return [(name, ids) for name, ids in sorted(self._normalised.items()) if len(ids) > 1]

    def _one_slip_away(self, query: str) -> list[str]:
        wanted = normalise(query)
        if len(wanted) < _MIN_FUZZY:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        ids: list[str] = []
        for name, _, _ in process.extract(
            wanted, list(self._normalised), scorer=OSA.distance, score_cutoff=1, limit=None
        ):
            if len(name) >= _MIN_FUZZY and name[0] == wanted[0]:
                ids.extend(concept_id for concept_id in self._normalised[name] if concept_id not in ids)
        return ids

    def _only(self, query: str, ids: Sequence[str]) -> Concept:
        if len(ids) > 1:
            raise AmbiguousNameError(query[:MAX_QUERY], sorted(ids))
        return self._concepts[ids[0]]


def _add(index: dict[str, list[str]], key: str, concept_id: str) -> None:
    ids = index.setdefault(key, [])
    if concept_id not in ids:
        ids.append(concept_id)
