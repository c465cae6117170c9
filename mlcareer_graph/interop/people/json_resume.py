"""JSON Resume 1.0 (https://jsonresume.org/schema), the common format of CVs for programs.

What counts as known: ``skills`` and their ``keywords``, ``certificates``, and finished ``education`` whose degree the
graph knows by that name. What is only told, in summaries, highlights and the keywords of projects, is suggested.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import LoadError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.mentions import find_mentions
from mlcareer_graph.interop.people.profile_reading import ProfileReading, ReadingDraft, Understood
from mlcareer_graph.interop.text.name_lexicon import lexicon_of
from mlcareer_graph.interop.text.wording import level_named
from mlcareer_graph.interop.text.words import words
from mlcareer_graph.model import Competency, Credential, Level
from mlcareer_graph.planning.plain_file import read_plain

_UNREAD = ("$schema", "awards", "interests", "meta", "references")
_TOLD = {
    "basics": ("summary",),
    "work": ("description", "summary", "highlights"),
    "volunteer": ("summary", "highlights"),
    "projects": ("description", "highlights", "keywords"),
    "publications": ("summary",),
}
SECTIONS = ("skills", "certificates", "education", "languages", *_TOLD)
"""The parts of a résumé that are read."""


def load_resume(path: str | PathLike[str], graph: CareerGraph, *, today: date | None = None) -> ProfileReading:
    """The profile that a JSON Resume file gives.

    Args:
        path: A JSON file.
        graph: The graph whose names are looked for.
        today: The day on which what ends later is not yet finished; today by default.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is not JSON, or no résumé.
    """
    return decode_resume(read_plain(path), graph, today=today, where=Path(path).name)


def decode_resume(
    data: Any, graph: CareerGraph, *, today: date | None = None, where: str = "the résumé"
) -> ProfileReading:
    """The profile that a JSON Resume document gives.

    The level of an entry of ``skills`` is that of its name. Keywords have it too if the name is only a heading; beside
    a name that is a skill itself they count as known at that level, at most at *working*.

    Args:
        data: The document as plain data.
        graph: The graph whose names are looked for.
        today: The day on which what ends later is not yet finished; today by default.
        where: What to call the document.

    Raises:
        LoadError: It is no mapping with a part that can be read.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> resume = {"skills": [{"name": "Python", "level": "Advanced"}, {"name": "Juggling"}]}
        >>> reading = decode_resume(resume, load_graph())
        >>> reading.profile.levels
        (('python', <Level.PRACTITIONER: 3>),)
        >>> [part.path for part in reading.not_understood]
        ['skills[1].name']
    """
    if not isinstance(data, Mapping) or not any(section in data for section in SECTIONS):
        raise LoadError(where, f"this is no JSON Resume; it has one of the parts {', '.join(SECTIONS)}")
    draft = ReadingDraft(graph, where)
    for key in data:
        if key not in SECTIONS and key not in _UNREAD:
            draft.refuse(str(key), "", "JSON Resume 1.0 has no such part")
    for path, entry in _entries(data, "skills", draft):
        _read_skill(path, entry, draft)
    for path, entry in _entries(data, "certificates", draft):
        _read_certificate(path, entry, draft)
    for path, entry in _entries(data, "education", draft):
        _read_education(path, entry, draft, today or date.today())
    for path, entry in _entries(data, "languages", draft):
        language = _text(entry, "language", path, draft)
        if language:
            draft.refuse(f"{path}.language", language, "languages that people speak are no part of the graph")
    known = {part.concept.id for part in draft.understood}
    for section, keys in _TOLD.items():
        for path, entry in _entries(data, section, draft):
            for place, text in _told(path, entry, keys, draft):
                _suggest(place, text, known, draft)
    return draft.done()


def is_resume(data: Any) -> bool:
    """Whether plain data looks like a JSON Resume and not like a profile of our own.

    Example:
        >>> is_resume({"skills": []}), is_resume({"knows": []})
        (True, False)
    """
    own = ("knows", "credentials", "constraints")
    return isinstance(data, Mapping) and any(key in data for key in SECTIONS) and not any(key in data for key in own)


def _entries(data: Mapping[str, Any], section: str, draft: ReadingDraft) -> Iterator[tuple[str, Mapping[str, Any]]]:
    part = data.get(section)
    if section == "basics" and isinstance(part, Mapping):
        yield section, part
        return
    if part is None:
        return
    if not isinstance(part, list):
        draft.refuse(section, "", "this is no list")
        return
    for number, entry in enumerate(part):
        if isinstance(entry, Mapping):
            yield f"{section}[{number}]", entry
        else:
            draft.refuse(f"{section}[{number}]", entry, "this is no object with keys")


def _text(entry: Mapping[str, Any], key: str, path: str, draft: ReadingDraft) -> str:
    """The text of a key; empty if there is none."""
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return (value or "").strip()
    draft.refuse(f"{path}.{key}", value, "this is no text")
    return ""


def _texts(entry: Mapping[str, Any], key: str, path: str, draft: ReadingDraft) -> Iterator[tuple[str, str]]:
    """The texts of a key that holds one or several, with their places."""
    value = entry.get(key)
    if isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, str):
                yield f"{path}.{key}[{number}]", item
            else:
                draft.refuse(f"{path}.{key}[{number}]", item, "this is no text")
    elif text := _text(entry, key, path, draft):
        yield f"{path}.{key}", text


def _read_skill(path: str, entry: Mapping[str, Any], draft: ReadingDraft) -> None:
    stated = _text(entry, "level", path, draft)
    level = level_named(stated) if stated else None
    because = "a skill"
    if stated and level is None:
        draft.refuse(f"{path}.level", stated, "no level is called so, so working is meant")
    elif level is not None:
        because = f"a skill, {stated!r} means {level}"
    name, concept = _text(entry, "name", path, draft), None
    keywords = list(_texts(entry, "keywords", path, draft))
    if name:
        refused = len(draft.not_understood)
        concept = draft.know(f"{path}.name", name, level, because)
        if concept is None and keywords:
            # The name is the heading of its keywords.
            del draft.not_understood[refused:]
    of_keywords = level
    if concept is not None and level is not None:
        of_keywords = min(level, Level.WORKING)
    for place, keyword in keywords:
        draft.know(place, keyword, of_keywords, f"a keyword of {name!r}" if name else "a keyword of a skill")


def _read_certificate(path: str, entry: Mapping[str, Any], draft: ReadingDraft) -> None:
    name = _text(entry, "name", path, draft)
    if not name:
        return
    concept = draft.know(f"{path}.name", name, None, "a certificate")
    day = _day(_text(entry, "date", path, draft))
    if isinstance(concept, Credential) and day is not None:
        draft.dates[concept.id] = day


def _read_education(path: str, entry: Mapping[str, Any], draft: ReadingDraft, today: date) -> None:
    degree, area = _text(entry, "studyType", path, draft), _text(entry, "area", path, draft)
    if not degree and not area:
        return
    text = f"{degree} in {area}" if degree and area else degree or area
    concept = _degree(draft.graph, text)
    if concept is None:
        draft.refuse(path, text, "the graph has no degree of exactly this name")
        return
    ends = _text(entry, "endDate", path, draft)
    if not ends:
        draft.refuse(path, text, f"no endDate says that {concept.name} was finished")
    elif ends > today.isoformat()[: len(ends)]:
        draft.refuse(path, text, f"it ends on {ends}, so {concept.name} is not yet finished")
    else:
        draft.understood.append(Understood(path, text, concept, None, f"a degree finished in {ends[:4]}"))
        day = _day(ends)
        if day is not None:
            draft.dates[concept.id] = day


def _degree(graph: CareerGraph, text: str) -> Credential | None:
    found = words(text)
    count, _, spellings = lexicon_of(graph).longest(text, found, 0) if found else (0, "", ())
    ids = {spelling.concept_id for spelling in spellings}
    concept = graph[ids.pop()] if count == len(found) and len(ids) == 1 else None
    return concept if isinstance(concept, Credential) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        # The format allows a year or a month alone, which is no day.
        return None


def _told(path: str, entry: Mapping[str, Any], keys: tuple[str, ...], draft: ReadingDraft) -> Iterator[tuple[str, str]]:
    for key in keys:
        yield from _texts(entry, key, path, draft)


def _suggest(path: str, text: str, known: set[str], draft: ReadingDraft) -> None:
    for mention in find_mentions(draft.graph, text):
        concept = mention.concept
        if isinstance(concept, Competency) and not mention.is_denied and concept.id not in known:
            known.add(concept.id)
            because = f"told at characters {mention.start}-{mention.end}, {mention.confidence}"
            draft.suggested.append(Understood(path, mention.text, concept, mention.level or Level.WORKING, because))
