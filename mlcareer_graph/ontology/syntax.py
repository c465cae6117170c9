"""What is wrong with the text of a file, before it holds any concept."""

from __future__ import annotations

from collections.abc import Iterable


class SourceTextError(Exception):
    """The text cannot be read.

    Attributes:
        what: What is wrong.
        line: The line, counted from 1, where it is known.
        remedy: What to do about it.
    """

    def __init__(self, what: str, line: int | None = None, *, remedy: str = "correct the file") -> None:
        self.what = what
        self.line = line
        self.remedy = remedy
        super().__init__(what)


def first_repeated(names: Iterable[str]) -> str | None:
    """The first name that has come before, if any; in time linear in their number.

    Example:
        >>> first_repeated(["a", "b", "c", "b", "a"])
        'b'
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
