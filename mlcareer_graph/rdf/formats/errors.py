"""What a reader or writer of a syntax says when it cannot go on."""

from __future__ import annotations


class SyntaxProblem(Exception):  # noqa: N818 - files.py turns it into a LoadError or SaveError
    """A text that is not of its syntax, or a graph that the syntax cannot hold.

    Attributes:
        what: What is wrong and what to do.
        line: The line, counted from 1, where it is known.
    """

    def __init__(self, what: str, line: int | None = None) -> None:
        self.what = what
        self.line = line
        super().__init__(what)


def first_line(error: BaseException) -> str:
    r"""What an error says, cut to one line of readable length.

    Example:
        >>> first_line(ValueError("no colon\nhere"))
        'no colon'
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises:
        SyntaxProblem: It is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SyntaxProblem("the file is not UTF-8; save it as UTF-8", line) from None
