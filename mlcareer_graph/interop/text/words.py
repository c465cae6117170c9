"""Words of a text in a spelling that can be compared, each with its place in the text as it was written.

Every word is normalised by itself, so that the places stay those of the text whatever a character becomes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_WORD = 100
"""Characters of the longest word that is compared; none of the names is longer."""

# Soft hyphens, and what has no width or turns the direction of writing.
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
# Accents that are written after their letter belong to the word too.
_BOUND = "\u0300-\u036f" + _HIDDEN
_WORD = re.compile(
    r"(?:[^\W_][+#♯]{1,2}(?![^\W_])"  # C++, C#
    r"|(?<![^\W_])\.(?=[^\W\d_])[^\W_]+"  # .NET
    rf"|[^\W_](?:[^\W_]|[{_BOUND}])*)"
)
_UNSEEN = re.compile(f"[{_HIDDEN}]")
_ADDRESS_MARKS = ("://", "@")


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        start: The place of its first character.
        end: The place after its last one.
        key: Its spelling without case, width and what cannot be seen.
    """

    start: int
    end: int
    key: str


def words(text: str) -> list[Word]:
    """The words of a text, without those of web and mail addresses.

    Complexity:
        O(characters).

    Example:
        >>> [word.key for word in words("C++ & Scikit-Learn, see https://example.org/keras")]
        ['c++', 'scikit', 'learn', 'see']
    """
    addresses = _addresses(text)
    found = []
    for match in _WORD.finditer(text):
        while addresses and addresses[-1][1] <= match.start():
            addresses.pop()
        if not addresses or match.start() < addresses[-1][0]:
            found.append(Word(match.start(), match.end(), _key(match[0])))
    return found


def _key(word: str) -> str:
    if len(word) > MAX_WORD:
        return ""
    if word.isascii():
        return word.lower()
    bare = _UNSEEN.sub("", word).replace("♯", "#")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold())


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses stand, last first."""
    chunks = re.finditer(r"\S+", text) if any(mark in text for mark in (*_ADDRESS_MARKS, "www.", ".com/")) else ()
    return [chunk.span() for chunk in chunks if _is_address(chunk[0])][::-1]


def _is_address(chunk: str) -> bool:
    return any(mark in chunk[1:-1] for mark in (*_ADDRESS_MARKS, ".com/")) or chunk.lstrip("(<").startswith("www.")
