"""Names that look the same though they are written with other letters (Unicode Technical Standard 39, a part of it)."""

from __future__ import annotations

import unicodedata

_MAX_LOOKED_AT = 200
_CYRILLIC = dict(zip("асԁеһіјӏорԛѕѵԝхуАВСЕНІЈКМОРЅТХУԌ", "acdehijlopqsvwxyABCEHIJKMOPSTXYG", strict=True))
_GREEK = dict(zip("αινορυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aivopuABEZHIKMNOPTYX", strict=True))
_LETTERS = str.maketrans(_CYRILLIC | _GREEK)


def skeleton(name: str) -> str:
    r"""What a name looks like: without what cannot be seen, in one width, with Latin letters for those that look so.

    Two names with the same skeleton look the same; the case of letters counts. Names of more than 200 characters are
    compared by their beginning.

    Example:
        >>> skeleton("P\u0443thon") == skeleton("Python"), skeleton("Py\u200bthon") == skeleton("Python")
        (True, True)
    """
    seen = "".join(c for c in name[:_MAX_LOOKED_AT] if unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).translate(_LETTERS)).split())
