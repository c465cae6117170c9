"""A finished page as a value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import SaveError, UnknownOptionError

PAGE_SUFFIXES = (".html", ".htm")
PICTURE_SUFFIX = ".svg"


@dataclass(frozen=True, slots=True)
class View:
    """An HTML page that needs nothing but itself.

    Attributes:
        title: What it shows.
        html: The whole page.
        picture: The drawing alone as SVG, without anything to select.
        alternative: The same as plain tables, for places that do not run a page.
    """

    title: str
    html: str = field(repr=False)
    picture: str = field(repr=False, default="")
    alternative: str = field(repr=False, default="")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page or the picture to a file, all of it or nothing.

        Args:
            path: A file that ends in .html or .htm for the page, in .svg for the picture; one that is there is
                replaced.

        Raises:
            UnknownOptionError: The suffix is none of them.
            SaveError: The file cannot be written; what was there stays as it was.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in (*PAGE_SUFFIXES, PICTURE_SUFFIX):
            raise UnknownOptionError("the suffix of the file", target.suffix, (*PAGE_SUFFIXES, PICTURE_SUFFIX))
        text = self.picture if suffix == PICTURE_SUFFIX else self.html
        try:
            _replace(target, text.encode("utf-8"))
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
