"""Text of any origin as Markdown that says nothing but that text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~&!^+=@])")


def plain(text: str) -> str:
    r"""Text in which no character means anything to Markdown.

    Example:
        >>> print(plain("C# <b> & [x](y) | *z*\nnext"))
        C\# \<b\> \& \[x\](y) \| \*z\* next
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    r"""A short text as code.

    Example:
        >>> print(code("a`b|c"))
        ``a`b\|c``
    """
    fence = "``" if "`" in text else "`"
    return f"{fence}{' '.join(text.split())}{fence}".replace("|", r"\|")


def link(text: str, target: str) -> str:
    r"""A link whose text means nothing but itself.

    Example:
        >>> print(link("C#", "c-sharp.md"))
        [C\#](c-sharp.md)
    """
    return f"[{plain(text)}]({target})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; the cells are Markdown already.

    Example:
        >>> table(["a", "b"], [["1", "2"]])
        ['| a | b |', '|---|---|', '| 1 | 2 |', '']
    """
    lines = [head, *rows]
    text = [f"| {' | '.join(cells)} |" for cells in lines]
    return [text[0], "|" + "---|" * len(head), *text[1:], ""]


def page(title: str, lines: Iterable[str], *, orphan: bool = False) -> str:
    """A whole page.

    Args:
        title: Its heading, as plain text.
        lines: What follows, as Markdown.
        orphan: Whether no table of contents has it.
    """
    front = ["---", "orphan: true", "---", ""] if orphan else []
    return "\n".join([*front, f"# {plain(title)}", "", *lines]).rstrip() + "\n"
