"""Names that look the same though they are written with other letters (Unicode Technical Standard 39)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from mlcareer_graph.model import Concept

_MAX_LOOKED_AT = 200
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Of what has no width of its own (Default_Ignorable_Code_Point) that which is of no category of such characters."""

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u200b-\u200d\u2060\u00ad][^\W\d_]*)*")
_TOGETHER = ({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}, {"LATIN", "CJK", "HANGUL"}, {"LATIN", "CJK", "BOPOMOFO"})
"""Scripts that are written together in one word (UTS 39, section 5.2: highly restrictive)."""

_SCRIPTS = {
    *("ARABIC", "ARMENIAN", "BENGALI", "BOPOMOFO", "CHEROKEE", "CJK", "COPTIC", "CYRILLIC", "DEVANAGARI", "DESERET"),
    *("ETHIOPIC", "GEORGIAN", "GREEK", "GUJARATI", "GURMUKHI", "HANGUL", "HEBREW", "HIRAGANA", "KANNADA", "KATAKANA"),
    *("KHMER", "LAO", "LATIN", "LISU", "MALAYALAM", "MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU", "THAI"),
}
"""Words with which the names of letters begin that belong to one script; others, such as MODIFIER, belong to many."""


def skeleton(name: str) -> str:
    r"""What a name looks like: what cannot be seen is left out, and of all characters that look alike it has the same.

    Two names with the same skeleton look the same in many fonts; the case of letters counts, and how wide a space is
    does not. Of longer names than 200 characters the rest stays as it is. A skeleton is for comparing alone.

    Example:
        >>> skeleton("P\u0443thon") == skeleton("Python"), skeleton("Py\u200bthon") == skeleton("Python")
        (True, True)
    """
    seen = (c for c in unicodedata.normalize("NFD", name[:_MAX_LOOKED_AT]) if not _is_unseen(c))
    looks = " ".join(unicodedata.normalize("NFD", "".join(seen).translate(_prototypes())).split())
    return looks + name[_MAX_LOOKED_AT:]


def _is_unseen(character: str) -> bool:
    if character.isascii():
        return not character.isprintable() and not character.isspace()
    return unicodedata.category(character) in ("Cf", "Cc") or _UNSEEN.match(character) is not None


@cache
def _prototypes() -> Mapping[int, str]:
    """What each character is replaced by."""
    from mlcareer_graph.graph.confusables import TABLE

    found: dict[int, str] = {}
    for line in TABLE.splitlines():
        prototype, _, runs = line.partition(":")
        text = "".join(chr(int(code, 16)) for code in prototype.split("+"))
        for run in runs.split():
            first, _, last = run.partition("-")
            found.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), text))
    return found


def names_of(concept: Concept) -> tuple[str, ...]:
    """The name, the aliases and the labels of a concept, each once."""
    return tuple(dict.fromkeys((concept.name, *concept.aliases, *(label for _, label in concept.labels))))


def lookalikes(concepts: Iterable[Concept]) -> Iterator[tuple[Concept, str, Concept, str]]:
    """Names of different concepts that look the same and are written otherwise, each pair once.

    Names that differ in case, width, punctuation or what is not seen are one name, which `NameIndex.clashes` tells.

    Complexity:
        Linear in the length of all names.

    Example:
        >>> from mlcareer_graph.model import Skill
        >>> skills = [Skill(id="a", name="Python"), Skill(id="b", name="P\u0443thon"), Skill(id="c", name="PyTorch")]
        >>> [(concept.id, other.id) for concept, _, other, _ in lookalikes(skills)]
        [('b', 'a')]
    """
    from mlcareer_graph.graph.names import normalise

    seen: dict[str, list[tuple[Concept, str]]] = {}
    for concept in concepts:
        for name in names_of(concept):
            same = seen.setdefault(skeleton(name), [])
            for other, said in same:
                if other.id != concept.id and normalise(said) != normalise(name):
                    yield concept, name, other, said
                    break
            same.append((concept, name))


def mixed_words(name: str) -> list[tuple[str, tuple[str, ...]]]:
    r"""The words of a name with letters of scripts that no language writes in one word, with those scripts.

    Example:
        >>> [scripts for _, scripts in mixed_words("P\u0443thon, \u03b2-VAE and \u30a2\u30d7\u30eaapp")]
        [('CYRILLIC', 'LATIN')]
    """
    if name.isascii():
        return []
    found = []
    for match in _WORD.finditer(name[:_MAX_LOOKED_AT]):
        scripts = {script for character in match[0] if (script := _script(character))}
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            found.append((match[0], tuple(sorted(scripts))))
    return found


def _script(character: str) -> str | None:
    if character.isascii():
        return "LATIN" if character.isalpha() else None
    words = unicodedata.name(character, "").replace("FULLWIDTH ", "").replace("HALFWIDTH ", "").split()
    return words[0] if words and words[0] in _SCRIPTS else None
