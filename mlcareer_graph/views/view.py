"""A finished page as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.files import save_text

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
        save_text(target, self.picture if suffix == PICTURE_SUFFIX else self.html)

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
