"""Readable ids for concepts that others name by URIs and codes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_LONGEST_LABEL = 80
_LONGEST_MARK = 19
_MOST_READ = 1_000
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
_SIGNS = (("++", " plus plus"), ("#", " sharp"), ("&", " and "))
_APOSTROPHES = str.maketrans("", "", "'\u2019")


class Named(NamedTuple):
    """A concept that needs an id.

    Attributes:
        key: What its publisher calls it, unique.
        label: What people call it.
        mark: What tells it from others of the same label, such as the beginning of its UUID.
    """

    key: str
    label: str
    mark: str


def readable_slug(text: str, longest: int = _LONGEST_LABEL) -> str:
    """Lower-case words of a text, joined by hyphens; empty where it has no letters that can be spelled in ASCII.

    Example:
        >>> readable_slug("Analyse the client’s café"), readable_slug("C++"), readable_slug("ψ")
        ('analyse-the-clients-cafe', 'c-plus-plus', '')
    """
    for sign, words in _SIGNS:
        if sign in text:
            text = text.replace(sign, words)
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        # To normalise tens of thousands of marks takes seconds, and an id has no room for them.
        text = unicodedata.normalize("NFKD", text[:_MOST_READ]).encode("ascii", "ignore").decode()
    slug = _BETWEEN_WORDS.sub("-", text.lower()).strip("-")
    return slug if len(slug) <= longest else slug[: longest + 1].rpartition("-")[0] or slug[:longest]


def readable_ids(kinds: Iterable[Sequence[Named]], taken: Iterable[str] = ()) -> dict[str, str]:
    """An id for each concept: the words of its label, with its mark where several have the same words.

    Where concepts of different kinds share a label, the first kind has it without a mark. Which rows come first does
    not matter, so that a concept keeps its id while the file is reordered.

    Args:
        kinds: The concepts of each kind, the kind that people name most first.
        taken: Ids that none of them can have.

    Returns:
        The id of each key.

    Example:
        >>> roles = [Named("u:1", "Baker", "1"), Named("u:2", "Cook", "2"), Named("u:3", "cook", "3")]
        >>> readable_ids([roles, [Named("u:4", "baker", "4")]])
        {'u:1': 'baker', 'u:2': 'cook-2', 'u:3': 'cook-3', 'u:4': 'baker-4'}
    """
    used = set(taken)
    ids: dict[str, str] = {}
    for kind in kinds:
        slugs = [readable_slug(named.label) for named in kind]
        uses = Counter(slugs)
        for named, slug in zip(kind, slugs, strict=True):
            if slug and uses[slug] == 1 and slug not in used:
                ids[named.key] = slug
        marked = sorted((named for named in kind if named.key not in ids), key=lambda named: named.key)
        used.update(slug for slug in slugs if slug)
        for named in marked:
            ids[named.key] = _unused(named, used)
            used.add(ids[named.key])
    return ids


def _unused(named: Named, used: set[str]) -> str:
    parts = (readable_slug(named.label), readable_slug(named.mark, _LONGEST_MARK))
    base = "-".join(filter(None, parts)) or "concept"
    return next(name for name in _numbered(base) if name not in used)


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
