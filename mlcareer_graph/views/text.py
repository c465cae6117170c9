"""Text from a graph made fit to show: without control characters, cut to length, wrapped to a width."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

NAME_LENGTH = 160
PROSE_LENGTH = 2000

# Control characters, lone surrogates, and the marks that reverse the direction of the text around them.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_SAFE_SCHEMES = ("https", "http", "mailto")

# Advance widths of Helvetica Bold in thousandths of the font size; other characters are taken to be 620 wide.
_NARROW = {"i": 278, "j": 278, "l": 278, "I": 278, "t": 333, "f": 333, "r": 389, " ": 278, ".": 278, ",": 278}
_NARROW |= {
    "-": 333,
    "(": 333,
    ")": 333,
    ":": 333,
    "'": 238,
    "/": 278,
    "s": 556,
    "a": 556,
    "c": 556,
    "e": 556,
}
_WIDE = {
    "m": 889,
    "w": 778,
    "M": 833,
    "W": 944,
    "C": 722,
    "D": 722,
    "G": 778,
    "O": 778,
    "%": 889,
    "@": 975,
    "…": 1000,
}
_BOLD = 1.25
"""How much wider than Helvetica Bold the widest of the usual fonts are."""

_REGULAR = 1.08
"""The same for a regular face, still measured against Helvetica Bold."""


def plain(text: object, limit: int = PROSE_LENGTH) -> str:
    r"""One line of text that shows what it holds and nothing else.

    Args:
        text: Anything; its words are kept, runs of control characters become a space.
        limit: The length from which it is cut.

    Example:
        >>> plain("first\nsecond\u202egnp.exe")
        'first second gnp.exe'
    """
    cleaned = _UNSHOWABLE.sub(" ", str(text)[: 4 * limit])
    cleaned = " ".join(cleaned.split())
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1].rstrip() + "…"


def name_of(concept: object) -> str:
    """The name of a concept, ready to show.

    Example:
        >>> name_of("Keras")
        'Keras'
    """
    return plain(concept, NAME_LENGTH) or "(no name)"


def safe_href(url: object) -> str | None:
    """The address if a link to it is harmless: https, http or mailto.

    Example:
        >>> safe_href("https://keras.io"), safe_href("javascript:alert(1)")
        ('https://keras.io', None)
    """
    if not isinstance(url, str) or len(url) > PROSE_LENGTH or _UNSHOWABLE.search(url) or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SAFE_SCHEMES or not (parts.netloc or parts.path):
        return None
    return url


def width(text: str, size: float, *, bold: bool = True) -> float:
    """About how wide a text of that font size is, rather too wide than too narrow."""
    total = 0
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            total += 1000
        else:
            total += _NARROW.get(char) or _WIDE.get(char) or (722 if char.isupper() else 611)
    return total * size * (_BOLD if bold else _REGULAR) / 1000


def wrap(text: str, room: float, size: float, lines: int, *, bold: bool = True) -> tuple[str, ...]:
    """The text in at most that many lines, the last one ending in an ellipsis where it does not fit.

    Args:
        text: What to wrap; a no-break space keeps what it joins on one line.
        room: The width of a line.
        size: The font size.
        lines: How many lines there may be.
        bold: Whether the face is bold.

    Example:
        >>> wrap("Packaging and dependency management", 180, 15, 3)
        ('Packaging and', 'dependency', 'management')
        >>> wrap("Retrieval-augmented generation", 150, 15, 3)
        ('Retrieval-', 'augmented', 'generation')
    """
    wrapped = [""]
    for word in text.split(" "):
        joined = f"{wrapped[-1]} {word}".strip()
        if width(joined, size, bold=bold) <= room:
            wrapped[-1] = joined
            continue
        if wrapped[-1]:
            wrapped.append("")
        while width(word, size, bold=bold) > room and len(wrapped) <= lines:
            cut = _fitting(word, room, size, bold=bold)
            wrapped[-1] = word[:cut]
            wrapped.append("")
            word = word[cut:]
        wrapped[-1] = word
        if len(wrapped) > lines:
            break
    kept = [line for line in wrapped if line]
    if len(kept) > lines:
        kept = kept[:lines]
        while kept[-1] and width(kept[-1] + "…", size, bold=bold) > room:
            kept[-1] = kept[-1][:-1]
        kept[-1] = kept[-1].rstrip() + "…"
    return tuple(kept)


def _fitting(word: str, room: float, size: float, *, bold: bool) -> int:
    cut = 1
    while cut < len(word) and width(word[: cut + 1], size, bold=bold) <= room:
        cut += 1
    return word.rfind("-", 1, cut) + 1 or cut


def counted(number: float, noun: str) -> str:
    """A number with its noun.

    Example:
        >>> counted(1, "step"), counted(1598, "hour")
        ('1 step', '1,598 hours')
    """
    amount = "less than 1" if 0 < number < 0.5 else f"{number:,.0f}"
    return f"{amount} {noun}" if amount in ("1", "less than 1") else f"{amount} {noun}s"
