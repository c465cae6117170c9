"""A finished page as a value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import SaveError, UnknownOptionError

SUFFIXES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class View:
    """An HTML page that needs nothing but itself.

    Attributes:
        title: What it shows.
        html: The whole page.
        alternative: The same as plain tables, for places that do not run a page.
    """

    title: str
    html: str = field(repr=False)
    alternative: str = field(repr=False, default="")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, all of it or nothing.

        Args:
            path: A file that ends in .html or .htm; one that is there is replaced.

        Raises:
            UnknownOptionError: The suffix is neither.
            SaveError: The file cannot be written; what was there stays as it was.
        """
        target = Path(path)
        if target.suffix.lower() not in SUFFIXES:
            raise UnknownOptionError("the suffix of the file", target.suffix, SUFFIXES)
        try:
            _replace(target, self.html.encode("utf-8"))
        except OSError as error:
            raise SaveError(str(target), error.strerror or str(error)) from error

    def _repr_html_(self) -> str:
        return f"{self.frame()}\n<details><summary>The same as a table</summary>\n{self.alternative}\n</details>"

    def frame(self, height: int = 640) -> str:
        """The page in a sandboxed frame, to put into another page.

        Args:
            height: The height in pixels.
        """
        return (
            f'<iframe sandbox="allow-scripts" title="{escape(self.title)}" width="100%" height="{height}" '
            f'style="border:0" srcdoc="{escape(self.html)}"></iframe>'
        )


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name[:80]}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
