"""The parts of a chart as SVG: marks that can be selected, texts, shades, and the colours of all of them.

Every difference that a colour makes is told by a form or by words too: a mark that stands out has a thick border, a
shade comes with its number in the panel and in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from mlcareer_graph.views.theme import SURFACES, Palette

SHADES = 6
"""How many steps the scale from near to far has."""


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of charts on one background.

    Attributes:
        solid: What is there, and the border of it.
        soft: The same, where text stands on it.
        accent: What stands out.
        accent_soft: The same, where text stands on it.
        shades: From near to far.
        contrary: On how many of the shades, the nearest, text has the colour of the page.
    """

    solid: str
    soft: str
    accent: str
    accent_soft: str
    shades: tuple[str, ...]
    contrary: int


_INKS: dict[Palette, _Inks] = {
    "light": _Inks(
        "#0a5bbf",
        "#cfe3fb",
        "#b3123c",
        "#ffd9e1",
        ("#08306b", "#1f5fa8", "#4f93cd", "#8fbfe3", "#c4ddf0", "#e7f0f8"),
        2,
    ),
    "dark": _Inks(
        "#7db8ff",
        "#173a66",
        "#ff93a9",
        "#5c1a2b",
        ("#cfe6ff", "#8fc1f5", "#5796d6", "#3570ad", "#22507f", "#1a3350"),
        3,
    ),
}


def chart_rules(palette: Palette) -> str:
    """The style of charts in one palette, for a page and for a picture alike."""
    surface, inks = SURFACES[palette], _INKS[palette]
    rules = [
        f".chart text{{fill:{surface.ink}}}.chart .minor{{fill:{surface.faint}}}",
        f".chart .axis{{stroke:{surface.edge};fill:none}}.chart .rule{{stroke:{surface.edge};opacity:.45;fill:none}}",
        f".chart .solid{{fill:{inks.solid};stroke:{inks.solid}}}.chart .soft{{fill:{inks.soft};stroke:{inks.solid}}}",
        f".chart circle.solid{{stroke:{surface.page};stroke-width:1.5}}",
        f".chart .accent{{fill:{inks.accent};stroke:{inks.accent}}}",
        f".chart .warm{{fill:{inks.accent_soft};stroke:{inks.accent}}}",
        f".chart .hollow{{fill:{surface.page};stroke:{surface.edge}}}",
        f".chart .missing{{fill:{inks.soft};stroke:{inks.solid};stroke-dasharray:4 3}}",
        f".chart .plate{{fill:{surface.page};stroke:{surface.edge}}}",
        f".chart .trace{{fill:none;stroke:{inks.solid}}}",
        ".chart .frame{fill:none;stroke:none}",
        f".chart .cell:hover,.chart .cell.chosen,.chart .cell:focus-visible{{stroke:{inks.accent};stroke-width:4}}",
    ]
    rules += [f".chart .s{number}{{fill:{shade}}}" for number, shade in enumerate(inks.shades)]
    rules += [f".chart .on-s{number}{{fill:{surface.page}}}" for number in range(inks.contrary)]
    return "".join(rules)


def chart(parts: list[str]) -> str:
    """Elements as one figure."""
    return f'<g class="chart">{"".join(parts)}</g>'


def mark(key: str, label: str, frame: tuple[float, float, float, float], parts: list[str], *, kind: str = "") -> str:
    """Something that can be selected.

    Args:
        key: The key of its entry.
        label: What it is called by a screen reader.
        frame: Left, top, width and height of where it can be hit.
        parts: The elements that it is drawn with.
        kind: ``pin`` for the name of a row that stays in sight, whatever is scrolled.
    """
    left, top, wide, high = frame
    classes = f"box {kind}" if kind else "box"
    return (
        f'<g class="{classes}" data-key="{escape(key)}" tabindex="-1" role="button" aria-label="{escape(label)}">'
        f'<rect class="frame" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="4"/>'
        f"<g>{''.join(parts)}</g></g>"
    )


def text(x: float, y: float, words: str, size: float = 14, **attributes: str) -> str:
    """A line of text; `anchor`, `weight` and `kind` (a class) where they are not the usual."""
    said = "".join(
        f' {name}="{attributes[key]}"'
        for key, name in (("anchor", "text-anchor"), ("weight", "font-weight"), ("kind", "class"))
        if key in attributes
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{said}>{escape(words)}</text>'


def bar(left: float, top: float, wide: float, high: float, kind: str, *, border: float = 1.2) -> str:
    """A rectangle of a kind: ``solid``, ``soft``, ``accent``, ``warm``, ``hollow``, ``missing`` or ``plate``."""
    return (
        f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="3" '
        f'stroke-width="{border:g}"/>'
    )


def line(points: list[tuple[float, float]], kind: str, width: float = 1) -> str:
    """Straight lines from point to point: ``axis``, ``rule`` or ``trace``."""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path class="{kind}" stroke-width="{width:g}" d="M{path}"/>'


def diamond(x: float, y: float, reach: float, kind: str) -> str:
    """A square on its corner, which marks a moment."""
    path = f"M{x:.1f} {y - reach:.1f}l{reach:g} {reach:g}l-{reach:g} {reach:g}l-{reach:g} -{reach:g}z"
    return f'<path class="{kind}" d="{path}"/>'


def ticks(most: float, count: int = 6) -> list[float]:
    """Round numbers from 0 to at least the most, about so many.

    Example:
        >>> ticks(1640)
        [0.0, 500.0, 1000.0, 1500.0, 2000.0]
        >>> ticks(0)
        [0.0, 1.0]
    """
    if most <= 0:
        return [0.0, 1.0]
    magnitude = 10.0 ** (len(str(int(most / count))) - 1) if most >= count else 0.1
    step = next(
        magnitude * factor
        for factor in (1, 2, 2.5, 5, 10, 20, 50, 100, 1000)
        if most / (magnitude * factor) <= count - 1
    )
    marks = [0.0]
    while marks[-1] < most:
        marks.append(marks[-1] + step)
    return marks
