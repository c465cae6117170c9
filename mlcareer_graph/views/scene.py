"""What a page shows, before anything is drawn: the values that the layouts fill and the renderers read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlcareer_graph.views.text import wrap

BOX_WIDTH = 222
TEXT_LEFT = 34
TEXT_RIGHT = 8
TEXT_WIDTH = BOX_WIDTH - TEXT_LEFT - TEXT_RIGHT
NAME_SIZE = 16
NOTE_SIZE = 14
LINE_HEIGHT = 17
PADDING = 9
NAME_LINES = 4
BEND = 0.45
"""How long the level handles of an edge are, as a part of its way from left to right."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list in the side panel.

    Attributes:
        text: What it says.
        to: The key of the entry that it leads to, if it does.
        href: The address that it links to, if it does.
    """

    text: str
    to: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the side panel with its list."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the side panel says about something, which may or may not be in the drawing.

    Attributes:
        key: A key that is unique on the page.
        name: Its name.
        kind: Its kind of concept.
        state: The part that it plays, in words.
        area: The area it belongs to, "" for none.
        aliases: Other names that the search finds it by.
        definition: What it is.
        facts: Short labels with values, such as its hours.
        why: Why it is there, line by line.
        sections: Lists, such as what needs it.
    """

    key: str
    name: str
    kind: str
    state: str = ""
    area: str = ""
    aliases: tuple[str, ...] = ()
    definition: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the drawing.

    Attributes:
        key: The key of its `Entry`.
        kind: The kind of concept, which gives the colour and the sign.
        state: A key of `theme.STATES`, which gives the form.
        lines: Its name, wrapped.
        notes: What stands below the name, wrapped.
        band: The number of the column of boxes it belongs to.
        distance: How many edges away from the box in the middle it is, on a page that has one.
        x: The middle, from left to right.
        y: The middle, from top to bottom.
    """

    key: str
    kind: str
    state: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    band: int
    x: float = 0.0
    y: float = 0.0
    distance: int = 0

    @property
    def height(self) -> int:
        """How much room the box takes from top to bottom."""
        return LINE_HEIGHT * (len(self.lines) + len(self.notes)) + 2 * PADDING


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the drawing.

    Attributes:
        source: The key of the box it starts from.
        target: The key of the box it leads to.
        label: What it means, read from source to target.
        dashed: Whether it is one that `Scene.dashed` speaks of.
        quiet: Whether it is drawn only when one of its ends is selected.
    """

    source: str
    target: str
    label: str = ""
    dashed: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A titled part of the drawing from left to right.

    Attributes:
        title: What it is called.
        note: What it comes to, in a few words.
        left: Where it starts.
        right: Where it ends.
    """

    title: str
    note: str = ""
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Portion:
    """What the drawing is continued with, to the right of what it starts with, when the reader asks for more.

    Attributes:
        band: Where it stands.
        boxes: Its nodes.
        links: Its edges, which may lead to boxes that stand left of it.
    """

    band: Band
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """A text above boxes that belong together.

    Attributes:
        lines: What it says.
        x: Where it starts.
        y: The base of its first line.
    """

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Aside:
    """What is drawn below the rest when the reader asks for it.

    Attributes:
        title: What it is.
        captions: What stands above its boxes.
        boxes: Its nodes.
        links: Its edges, which may lead to boxes of the rest.
        bottom: Where it ends.
        right: Where it ends from left to right.
    """

    title: str
    captions: tuple[Caption, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    bottom: float
    right: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What it says.
        key: The key of the entry that it selects, if it does.
    """

    text: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The same as the drawing in words.

    Attributes:
        caption: What it lists.
        headings: The names of the columns.
        rows: The cells.
        label_column: The number of the column that names the row.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    label_column: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """What the side panel says about every pair of things, of which there are too many to write one by one.

    The key of the pair of the things number 1 and 4 is ``"1>4"``.

    Attributes:
        order: The numbers of the things, row by row and column by column.
        names: The name of each thing.
        kind: Their kind.
        facts: Labels, each with its value for every pair: of the thing of the row, at the place of that of the column;
            None where there is none.
        absent: What is said where there is none.
    """

    order: tuple[int, ...]
    names: tuple[str, ...]
    kind: str
    facts: tuple[tuple[str, tuple[tuple[int | None, ...], ...]], ...]
    absent: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a page shows.

    Attributes:
        title: The heading.
        summary: One sentence below it.
        facts: Short labels with values for the head of the page.
        notes: Headed lists beside the drawing, such as gates.
        bands: The parts of the drawing.
        boxes: Its nodes.
        links: Its edges.
        dashed: What a dashed edge means.
        entries: What the side panel can show.
        tables: The same in words.
        start: The key of the entry that is selected at the start.
        chain: Whether selecting shows all that leads to a box and on from it, or its neighbours alone.
        height: The height of the drawing.
        width: The width of the drawing, where no bands give it.
        figure: SVG elements made by our own code, to show in the place of boxes and links, for a chart: elements of
            the class `box` with `data-key`, `tabindex="-1"`, `role="button"` and `aria-label` select the entry of that
            key.
        sketch: The same as boxes and lines, where the drawing is a figure; for the text of a diagram.
        mermaid: The same as a diagram of Mermaid that is no flowchart.
        grid: What can be said about pairs, where the figure has a cell for each.
        more: What it is continued with, one portion after the other.
        aside: What is drawn below it on demand.
        whole: The columns of all concepts, for a page that opens more of a graph than it starts with.
    """

    title: str
    summary: str
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[Section, ...] = ()
    bands: tuple[Band, ...] = ()
    boxes: tuple[Box, ...] = ()
    links: tuple[Link, ...] = ()
    dashed: str = ""
    entries: tuple[Entry, ...] = ()
    tables: tuple[Table, ...] = ()
    start: str | None = None
    chain: bool = False
    height: float = 0.0
    width: float = 0.0
    figure: str = ""
    sketch: Scene | None = None
    mermaid: str = ""
    grid: Grid | None = None
    more: tuple[Portion, ...] = ()
    aside: Aside | None = None
    whole: Mapping[str, Any] | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.boxes or self.figure)

    @property
    def all_boxes(self) -> tuple[Box, ...]:
        """The boxes of the drawing, also those that are drawn on demand."""
        later = tuple(box for portion in self.more for box in portion.boxes)
        return (*self.boxes, *later, *(self.aside.boxes if self.aside else ()))

    @property
    def all_links(self) -> tuple[Link, ...]:
        """The edges of the drawing, also those that are drawn on demand."""
        later = tuple(link for portion in self.more for link in portion.links)
        return (*self.links, *later, *(self.aside.links if self.aside else ()))

    @property
    def extent(self) -> tuple[float, float]:
        """Where the drawing starts and ends from left to right."""
        return min((band.left for band in self.bands), default=0.0), max(
            (band.right for band in self.bands), default=self.width
        )


def name_lines(name: str) -> tuple[str, ...]:
    """A name wrapped to the width of a box."""
    return wrap(name, TEXT_WIDTH, NAME_SIZE, NAME_LINES)


def note_lines(note: str) -> tuple[str, ...]:
    """A note wrapped to the width of a box, no number parted from its unit."""
    joined = re.sub(r"(?<=\d) (?=h\b)", "\u00a0", note)
    return tuple(line.replace("\u00a0", " ") for line in wrap(joined, TEXT_WIDTH, NOTE_SIZE, 2, bold=False))
