"""A finished page as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.files import save_text
from mlcareer_graph.views.diagram_text import scene_dot, scene_mermaid
from mlcareer_graph.views.scene import Scene

if TYPE_CHECKING:
    from pyvis.network import Network

SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".svg": "picture",
    ".mmd": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
}
"""The suffixes of files, each with the attribute of a view that it stands for."""

OPEN_ROWS = 25
"""Up to how many rows of tables a notebook shows beside a page without a click."""


@dataclass(frozen=True, slots=True)
class View:
    """An HTML page that needs nothing but itself.

    Attributes:
        title: What it shows.
        html: The whole page.
        picture: The drawing alone as SVG, without anything to select.
        alternative: The same as plain tables, for places that do not run a page.
        scene: What it was made from: boxes, links and what is said about them.
    """

    title: str
    html: str = field(repr=False)
    picture: str = field(repr=False, default="")
    alternative: str = field(repr=False, default="")
    scene: Scene | None = field(repr=False, default=None, compare=False)

    @property
    def mermaid(self) -> str:
        """The drawing as the text of a Mermaid flowchart, for a README or a wiki."""
        return scene_mermaid(self._drawn())

    @property
    def dot(self) -> str:
        """The drawing as text in the DOT language, for Graphviz."""
        return scene_dot(self._drawn())

    @property
    def network(self) -> Network:
        """The drawing as a `pyvis.network.Network`, to change or to draw in another way."""
        from mlcareer_graph.views.network import build_network

        return build_network(self._drawn())

    def _drawn(self) -> Scene:
        return self.scene or Scene(self.title, "")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page, the picture or its text to a file, all of it or nothing.

        Args:
            path: A file that ends in .html or .htm for the page, in .svg for the picture, in .mmd for Mermaid, in
                .dot or .gv for Graphviz; one that is there is replaced.

        Raises:
            UnknownOptionError: The suffix is none of them.
            SaveError: The file cannot be written; what was there stays as it was.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in SUFFIXES:
            raise UnknownOptionError("the suffix of the file", target.suffix, SUFFIXES)
        save_text(target, getattr(self, SUFFIXES[suffix]))

    def _repr_html_(self) -> str:
        state = " open" if self.alternative.count("<tr>") <= OPEN_ROWS else ""
        summary = f"{escape(self.title)}, as a table"
        return f"{self.frame()}\n<details{state}><summary>{summary}</summary>\n{self.alternative}\n</details>"

    def frame(self, height: int = 640) -> str:
        """The page in a sandboxed frame, to put into another page.

        Args:
            height: The height in pixels.
        """
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" title="{escape(self.title)}" '
            f'width="100%" height="{height}" '
            f'style="border:0" srcdoc="{escape(self.html)}"></iframe>'
        )
