"""A CV as free text."""

from __future__ import annotations

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.mentions import Confidence, Suggest, find_mentions, unclear_names
from mlcareer_graph.interop.people.profile_reading import ProfileReading, ReadingDraft, Understood
from mlcareer_graph.model import Competency, Credential, Level


def decode_curriculum(
    text: str, graph: CareerGraph, *, suggest: Suggest | None = None, where: str = "the text"
) -> ProfileReading:
    """The profile that a text about a person gives: what it names and does not deny.

    Without a stated level *working* is meant. Years of experience say nothing of a level. Names that may be ordinary
    words, and what `suggest` gives, are suggestions; roles are no part of a profile.

    Args:
        text: The text, in English.
        graph: The graph whose names are looked for.
        suggest: See `find_mentions`.
        where: What to call the text.

    Raises:
        LoadError: It has more than 500,000 characters.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> reading = decode_curriculum("Expert in Python and SQL. No experience with Java.", load_graph())
        >>> reading.profile.entries()
        ['python:expert', 'sql:expert']
        >>> print(reading.not_understood[0])
        characters 45-49, 'Java': the text says that it is without it
    """
    draft = ReadingDraft(graph, where)
    for mention in find_mentions(graph, text, least=Confidence.POSSIBLE, suggest=suggest):
        concept = mention.concept
        path = f"characters {mention.start}-{mention.end}"
        if not isinstance(concept, Competency | Credential):
            continue
        if mention.is_denied:
            draft.refuse(path, mention.text, "the text says that it is without it")
            continue
        level = (mention.level or Level.WORKING) if isinstance(concept, Competency) else None
        part = Understood(path, mention.text, concept, level, f"named, {mention.confidence}")
        (draft.understood if mention.confidence >= Confidence.LIKELY else draft.suggested).append(part)
    for start, end, readings in unclear_names(graph, text):
        names = " or ".join(concept.name for concept in readings)
        draft.refuse(f"characters {start}-{end}", text[start:end], f"it could be {names}")
    return draft.done()
