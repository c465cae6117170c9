"""Text in XML 1.0: escaped, and refused where XML has no way to hold it."""

from __future__ import annotations

import re

from mlcareer_graph.errors import SaveError

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    # Parsers make spaces of these in attributes, and line ends of the last in texts too.
    "\n": "&#10;",
    "\t": "&#9;",
    "\r": "&#13;",
}
_ESCAPED = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")


def xml_text(text: str, where: str) -> str:
    r"""A text as it stands between tags or in an attribute in double quotes; a parser gives it back unchanged.

    Args:
        text: The text.
        where: The node or edge that it belongs to, for the error.

    Raises:
        SaveError: It holds a character that XML cannot hold, such as U+0000; nothing is replaced without a word.

    Example:
        >>> xml_text("a < b\n", "keras")
        'a &lt; b&#10;'
    """
    illegal = _ILLEGAL.search(text)
    if illegal:
        code = f"U+{ord(illegal[0]):04X}"
        raise SaveError(where, f"a text holds {code}, which XML cannot hold; remove it, or save as .json or .cyjs")
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
