"""The examples of a page with the output that they really have."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LAST_LINE = re.compile(r"\n\n```\n")
"""The empty line that ends the examples of a block for doctest, and which no reader needs."""

_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class _Recorder(doctest.DocTestRunner):
    """Runs examples and keeps what they print."""

    def __init__(self) -> None:
        super().__init__(verbose=False, optionflags=_OPTIONS)
        self.printed: dict[int, str] = {}

    def report_success(
        self, out: Callable[[str], Any], test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        self.printed[example.lineno] = got


def with_output(text: str, name: str) -> str:
    r"""A page whose expected outputs are replaced by the real ones, wherever they leave something open.

    Args:
        text: The page, with examples as doctest reads them.
        name: What to call it in an error.

    Raises:
        ValueError: An example prints something else than expected, with what doctest says about it.

    Example:
        >>> page = "\n".join([">>" + "> print('about', 40 + 2)", "about ..."])
        >>> with_output(page, "a page").splitlines()[-1]
        'about 42'
    """
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    if not any("..." in example.want for example in test.examples):
        return text
    runner, complaints = _Recorder(), []
    runner.run(test, out=complaints.append)
    if complaints:
        raise ValueError("".join(complaints))
    lines = text.splitlines(keepends=True)
    for example in reversed(test.examples):
        if "..." not in example.want or example.lineno not in runner.printed:
            continue
        begin = example.lineno + example.source.count("\n")
        end = begin + example.want.count("\n")
        indent = " " * example.indent
        printed = runner.printed[example.lineno].splitlines(keepends=True)
        lines[begin:end] = [indent + line if line.strip() else line for line in printed]
    return "".join(lines)


def fill(page: Path) -> None:
    """Put the real outputs into a page."""
    text = with_output(page.read_text(encoding="utf-8"), str(page))
    page.write_text(_LAST_LINE.sub("\n```\n", text), encoding="utf-8")
