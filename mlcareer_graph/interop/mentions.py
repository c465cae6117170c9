"""The competencies, roles and credentials that a free text names.

No model is behind it: the text is matched against the names of the graph, and what only looks like a name is told from
it by the words around (see `context_rules`). The time is linear in the text.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mlcareer_graph.errors import LoadError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.text import context_rules
from mlcareer_graph.interop.text.context_rules import CAPITALS, LOWERED, PROSE, SIGNS, WINDOW
from mlcareer_graph.interop.text.name_lexicon import Spelling, lexicon_of
from mlcareer_graph.interop.text.wording import (
    Cues,
    Sections,
    Sentences,
    is_denied,
    is_unfinished,
    level_after,
    level_before,
    lists,
    strength_in,
)
from mlcareer_graph.interop.text.words import words
from mlcareer_graph.model import Competency, Concept, Credential, Level, Strength

MAX_CHARACTERS = 500_000
"""The longest text that is read."""

_SHORT = 3
_ENOUGH = 3
"""How many words in a list, each of them a name too, prove one another."""
_FAR = 200
_ITEM = r"(?:[^\W_][\w.+#'’ -]{0,30}[,;|/][ \t]*){0,2}"
_COMPANY = re.compile(
    rf"\s*(?:[,;/|•·()&+:]|\band\b|\bor\b|\bwith\b)\s*{_ITEM}(?:and\b|or\b|&)?\s*\(?\s*|\s*\n[ \t]*(?:[-*•·–][ \t]*)?"
)
LIST = re.compile(r"[ \t]*(?:,|/|&|\+|\||\band\b|\bor\b|,[ \t]*(?:and|or)\b|\bas well as\b)[ \t]*(?:\n[ \t]*)?")
"""What stands between the names of a list."""
_PHRASE = re.compile(rf"{LIST.pattern}|[ \t]+(?:of|for)[ \t]+")
_VOWELS = frozenset("aeiouy")


class Confidence(enum.IntEnum):
    """How a mention was recognised; how often each is right is measured, and stated in the documentation.

    Example:
        >>> Confidence.SURE > Confidence.LIKELY
        True
    """

    SUGGESTED = 0
    """Somebody else's function suggested it."""
    POSSIBLE = 1
    """A word that is a name too, written like the name, and nothing around that says more."""
    LIKELY = 2
    """Such a word with proof around it, or a short abbreviation."""
    SURE = 3
    """A name that is nothing else."""

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of a text that names a concept.

    Attributes:
        concept: The competency, role or credential.
        start: The place of its first character in the text.
        end: The place after its last one: ``text[start:end]`` is the name as it is written.
        text: The name as it is written.
        confidence: How it was recognised.
        level: The level that the text states for it, None if it states none.
        is_denied: Whether the text says that it is without it, or has not finished it yet.
        strength: Whether an advertisement asks for it or only welcomes it.
    """

    concept: Concept
    start: int
    end: int
    text: str
    confidence: Confidence
    level: Level | None = None
    is_denied: bool = False
    strength: Strength = Strength.REQUIRED


class Suggest(Protocol):
    """A function that suggests concepts for a text, such as one that compares embeddings.

    What it gives is only ever a suggestion: it has the confidence `Confidence.SUGGESTED`, and no profile or requirement
    is made of it.
    """

    def __call__(self, graph: CareerGraph, text: str) -> Iterable[tuple[int, int, str]]:
        """The start, the end and the id of a concept for each suggestion."""


def find_mentions(
    graph: CareerGraph,
    text: str,
    *,
    least: Confidence = Confidence.LIKELY,
    suggest: Suggest | None = None,
) -> list[Mention]:
    """The competencies, roles and credentials that a text names, such as a CV or a job advertisement.

    The longest name counts where several begin. What stands below headings such as "What we offer" is no mention, and
    neither are addresses of the web. The words around are read in English.

    Args:
        graph: The graph whose names are looked for.
        text: The text.
        least: The confidence from which on mentions are given.
        suggest: A function that suggests more; its suggestions are given whatever `least` is, where no mention stands.

    Returns:
        The mentions in the order of the text, none overlapping another.

    Raises:
        LoadError: The text has more than 500,000 characters.
        UnknownConceptError: A suggestion is of no concept of the graph.
        UnknownOptionError: A suggestion lies outside of the text.

    Complexity:
        O(characters of the text).

    Example:
        >>> from mlcareer_graph import load_graph
        >>> for found in find_mentions(load_graph(), "Advanced Python and R. R&D in Berlin; send me your CV."):
        ...     print(found.text, found.start, found.end, found.concept.id, found.confidence, found.level)
        Python 9 15 python sure practitioner
        R 20 21 r likely practitioner
    """
    if len(text) > MAX_CHARACTERS:
        raise LoadError("the text", f"it has {len(text):,} characters; give it in parts of at most {MAX_CHARACTERS:,}")
    mentions = [mention for mention in _described(graph, text, _recognised(graph, text)) if mention.confidence >= least]
    if suggest is not None:
        mentions = _with_suggestions(graph, text, mentions, suggest(graph, text))
    return mentions


def unclear_names(graph: CareerGraph, text: str) -> list[tuple[int, int, tuple[Concept, ...]]]:
    """Where a text has a name that several concepts bear, such as LDA, with those; common words are left out.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> [(start, [concept.id for concept in readings]) for start, _, readings in unclear_names(load_graph(), "LDA")]
        [(0, ['topic-modeling', 'multivariate-analysis'])]
    """
    lexicon = lexicon_of(graph)
    return [
        (start, end, tuple(graph[reading] for reading in lexicon.unclear[key][1]))
        for start, end, key, spellings in _matches(graph, text)
        if not spellings and text[start:end] == lexicon.unclear[key][0] and not text[start:end].islower()
    ]


@dataclass(slots=True)
class _Candidate:
    """A place that may be a mention.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        concept_id: What it may mean.
        guard: Why it may be none: "none", "short", "sign", "capital" or "prose".
        confidence: What is known so far; None for nothing.
    """

    start: int
    end: int
    concept_id: str
    guard: str
    confidence: Confidence | None


def _matches(graph: CareerGraph, text: str) -> Iterator[tuple[int, int, str, tuple[Spelling, ...]]]:
    """The longest names from the left."""
    lexicon, found = lexicon_of(graph), words(text)
    position = 0
    while position < len(found):
        count, key, spellings = lexicon.longest(text, found, position)
        if count:
            yield found[position].start, found[position + count - 1].end, key, spellings
        position += count or 1


def _recognised(graph: CareerGraph, text: str) -> list[_Candidate]:
    """The candidates for which there is something to be said."""
    candidates = [
        candidate
        for start, end, _, spellings in _matches(graph, text)
        if (candidate := _candidate(text, start, end, spellings))
    ]
    sentences = Sentences(text)
    _prove(text, candidates, sentences)
    return [candidate for candidate in candidates if candidate.confidence is not None]


def _candidate(text: str, start: int, end: int, spellings: Sequence[Spelling]) -> _Candidate | None:
    ids = {spelling.concept_id for spelling in spellings}
    if len(ids) != 1 or _is_part(text, start, end):
        return None
    written = text[start:end]
    before, after = text[max(start - WINDOW, 0) : start], text[end : end + WINDOW]
    if context_rules.is_refused(written, before, after):
        return None
    guard = _guard(written, [spelling.text for spelling in spellings], before)
    if guard is None:
        return None
    confidence = {"none": Confidence.SURE, "short": Confidence.LIKELY}.get(guard)
    if confidence is None and not (guard == "capital" and context_rules.is_person(before, after)):
        is_lowered = guard == "capital" and written.islower()
        states_level = guard != "prose" and (level_before(before) or level_after(after))
        if not is_lowered and (states_level or context_rules.is_proven(before, after, prose=guard == "prose")):
            confidence = Confidence.LIKELY
    return _Candidate(start, end, ids.pop(), guard, confidence)


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a place is part of an identifier such as ``my_python_file``."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return (len(before) == 2 and before[1] == "_" and before[0].isalnum()) or (after[:1] == "_" and after[1:].isalnum())


def _guard(written: str, spellings: Sequence[str], before: str) -> str | None:
    """Why a text that is spelled like a name may be none; None if its letters show that it is none."""
    if written in SIGNS or written.removesuffix("s") in SIGNS:
        return "sign"
    lowered = written.lower()
    if any(spelling.lower() == lowered for spelling in SIGNS) and not any(
        written == spelling for spelling in spellings
    ):
        return None
    singular = lowered.removesuffix("s")
    if lowered in CAPITALS or singular in CAPITALS:
        # No word has capitals inside, as LaTeX has.
        return "none" if written in spellings and not written[1:].islower() and not written.isupper() else "capital"
    if lowered in PROSE or singular in PROSE:
        return "prose"
    shortest = min(spellings, key=lambda spelling: (abs(len(spelling) - len(written)), spelling))
    if _is_abbreviation(shortest) and written.rstrip("s") not in {spelling.rstrip("s") for spelling in spellings}:
        is_word = len(written) < _SHORT or (lowered not in LOWERED and not _VOWELS.isdisjoint(lowered))
        return None if is_word and not written.isupper() else "short"
    return "short" if len(written.rstrip("s")) <= _SHORT and _is_abbreviation(written) else "none"


def _is_abbreviation(name: str) -> bool:
    bare = name.rstrip("s")
    return bare.isalnum() and bare.isupper() and len(bare) <= 5


def _prove(text: str, candidates: list[_Candidate], sentences: Sentences) -> None:
    """Give those that need proof what their neighbours prove."""
    spans = [(candidate.start, candidate.end) for candidate in candidates]
    for numbers in lists(text, spans, _COMPANY):
        members = [candidates[number] for number in numbers]
        is_proven = any(member.confidence is not None for member in members)
        if not is_proven and len(members) < _ENOUGH:
            continue
        for member in members:
            member.confidence = member.confidence or Confidence.LIKELY
    technical = {
        sentences.at(candidate.start)
        for candidate in candidates
        if candidate.confidence in (Confidence.SURE, Confidence.LIKELY)
    }
    for candidate in candidates:
        if candidate.confidence is not None or candidate.guard != "capital" or text[candidate.start].islower():
            continue
        before, after = (
            text[max(candidate.start - WINDOW, 0) : candidate.start],
            text[candidate.end : candidate.end + WINDOW],
        )
        if context_rules.is_person(before, after):
            continue
        number = sentences.at(candidate.start)
        begins = max(sentences.starts[number], candidate.start - WINDOW)
        is_first = not text[begins : candidate.start].strip(" \t\n-*•·\"'(")
        if number in technical:
            candidate.confidence = Confidence.LIKELY
        elif not is_first:
            candidate.confidence = Confidence.POSSIBLE


def _described(graph: CareerGraph, text: str, candidates: list[_Candidate]) -> list[Mention]:
    """The candidates as mentions, with what the text says of them."""
    sentences, cues = Sentences(text), Cues(text)
    spans = [(candidate.start, candidate.end) for candidate in candidates]
    strengths = _strengths(text, spans, sentences, cues)
    mentions: list[Mention] = []
    for numbers in lists(text, spans, LIST):
        begin, end = spans[numbers[0]][0], spans[numbers[-1]][1]
        before = text[max(sentences.span(begin)[0], begin - WINDOW) : begin]
        after = text[end : min(sentences.span(end)[1], end + WINDOW)]
        has_cue = cues.has_other(begin - WINDOW, end + WINDOW)
        denied, stated = has_cue and is_denied(before, after), level_before(before) if has_cue else None
        for number in numbers:
            candidate = candidates[number]
            concept, strength = graph[candidate.concept_id], strengths[number]
            if strength is None or candidate.confidence is None:
                continue
            follows = text[candidate.end : candidate.end + WINDOW]
            mentions.append(
                Mention(
                    concept,
                    candidate.start,
                    candidate.end,
                    text[candidate.start : candidate.end],
                    candidate.confidence,
                    level=(level_after(follows) or stated) if has_cue and isinstance(concept, Competency) else None,
                    is_denied=denied or (isinstance(concept, Credential) and is_unfinished(before)),
                    strength=strength,
                )
            )
    return mentions


def _strengths(text: str, spans: Sequence[tuple[int, int]], sentences: Sentences, cues: Cues) -> list[Strength | None]:
    """For each span whether it is asked for; None where the employer speaks of itself."""
    sections = Sections(text)
    strengths: list[Strength | None] = []
    for numbers in lists(text, spans, _PHRASE):
        start, end = spans[numbers[0]][0], spans[numbers[-1]][1]
        section = sections.at(start)
        first, last = sentences.span(start)
        first, last = max(first, start - _FAR), min(max(last, end), end + _FAR)
        strength = section
        if section is not None and cues.has_strength(first, last):
            strength = strength_in(text[first:last], start - first, end - first, section)
        strengths += [strength] * len(numbers)
    return strengths


def _with_suggestions(
    graph: CareerGraph, text: str, mentions: list[Mention], suggestions: Iterable[tuple[int, int, str]]
) -> list[Mention]:
    taken = list(mentions)
    for start, end, concept_id in suggestions:
        concept = graph[concept_id]
        if not 0 <= start < end <= len(text):
            raise UnknownOptionError("a suggestion", (start, end), [f"places from 0 to {len(text)} in the text"])
        if all(end <= mention.start or mention.end <= start for mention in taken):
            taken.append(Mention(concept, start, end, text[start:end], Confidence.SUGGESTED))
    return sorted(taken, key=lambda mention: (mention.start, mention.end))
