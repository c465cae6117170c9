"""How kinds and states look: every difference is told by words and form as well as by colour.

The colours keep the contrasts of WCAG 2 AA in both palettes: text 4.5 to 1, borders and signs 3 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Palette = Literal["light", "dark"]
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one kind on one background.

    Attributes:
        fill: The inside of a box.
        line: Its border and its sign.
    """

    fill: str
    line: str


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How a kind of concept is shown.

    Attributes:
        label: Its name in the singular.
        plural: Its name in the plural.
        sign: The outline of its sign, with coordinates from -1 to 1.
        light: Its colours on a light background.
        dark: Its colours on a dark background.
    """

    label: str
    plural: str
    sign: Points
    light: Colours
    dark: Colours


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How the part that a node plays is shown.

    Attributes:
        label: What the part is called.
        radius: How round the corners of the box are.
        border: How thick its border is.
        dashes: The pattern of its border; empty for a solid one.
        is_hollow: Whether the box is left unfilled.
    """

    label: str
    radius: int
    border: float
    dashes: tuple[int, ...] = ()
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """The colours that do not depend on a kind.

    Attributes:
        page: The background.
        band: The background of every second stage.
        ink: Text.
        faint: Secondary text.
        edge: Edges at rest.
        strong: Edges and borders of what is selected.
    """

    page: str
    band: str
    ink: str
    faint: str
    edge: str
    strong: str


def _polygon(corners: int, turn: float = -90.0, inner: float | None = None) -> Points:
    count = corners if inner is None else 2 * corners
    points = []
    for corner in range(count):
        reach = 1.0 if inner is None or corner % 2 == 0 else inner
        angle = math.radians(turn + 360 * corner / count)
        points.append((round(reach * math.cos(angle), 3), round(reach * math.sin(angle), 3)))
    return tuple(points)


_CROSS: Points = tuple(
    (x / 3, y / 3)
    for x, y in [
        (-1, -3),
        (1, -3),
        (1, -1),
        (3, -1),
        (3, 1),
        (1, 1),
        (1, 3),
        (-1, 3),
        (-1, 1),
        (-3, 1),
        (-3, -1),
        (-1, -1),
    ]
)
_BAR: Points = ((-1, -0.5), (1, -0.5), (1, 0.5), (-1, 0.5))


def _kind(label: str, sign: Points, light: tuple[str, str], dark: tuple[str, str], plural: str = "") -> KindStyle:
    return KindStyle(label, plural or f"{label}s", sign, Colours(*light), Colours(*dark))


KINDS: Mapping[str, KindStyle] = {
    "role": _kind("role", _polygon(5, inner=0.45), ("#f3e8ff", "#6d28d9"), ("#2e1f4d", "#c4a5ff")),
    "skill": _kind("skill", _polygon(20), ("#e3f0ff", "#0a5bbf"), ("#12294a", "#7db8ff")),
    "technology": _kind("technology", _polygon(4, -45), ("#e2f5e6", "#156b2e"), ("#12331d", "#6fd38a"), "technologies"),
    "education-path": _kind("education path", _polygon(3), ("#fff3d1", "#855800"), ("#3a2c08", "#f0c04f")),
    "credential": _kind("credential", _polygon(4), ("#ffe9dc", "#a8430a"), ("#422012", "#ffa778")),
    "task": _kind("task", _BAR, ("#ffe5ea", "#b3123c"), ("#451722", "#ff93a9")),
    "application": _kind("application", _polygon(5), ("#dcf6f6", "#0b6670"), ("#0d3237", "#63d3dd")),
    "industry": _kind("industry", _polygon(6), ("#f0ece6", "#6b5330"), ("#312a1f", "#d6bd97"), "industries"),
    "field": _kind("field", _polygon(3, 90), ("#eef3da", "#53660a"), ("#28300c", "#bdd35f")),
    "organization": _kind("organization", _CROSS, ("#fde7f6", "#9b1c74"), ("#3f1532", "#ff9bdc")),
    "source": _kind("source", _polygon(4, inner=0.4), ("#e9edf1", "#4a5866"), ("#252d36", "#b3c0cc")),
}
"""The style of every kind of concept."""

OTHER = _kind("concept", _polygon(8), ("#eceef0", "#51585f"), ("#2a2f35", "#b9c1c9"))
"""The style of a kind that is not among them."""

STATES: Mapping[str, StateStyle] = {
    "known": StateStyle("known", 10, 1.5, (7, 4), is_hollow=True),
    "assumed": StateStyle("taken as known", 10, 1.5, (2, 4), is_hollow=True),
    "learn": StateStyle("to learn", 5, 1.5),
    "spare": StateStyle("alternative, not taken", 5, 1.5, (4, 3), is_hollow=True),
    "target": StateStyle("target", 0, 4),
    "concept": StateStyle("concept", 5, 1.5),
    "centre": StateStyle("in the middle", 0, 4),
    "group": StateStyle("area, opens when selected", 10, 2.5),
}
"""The style of every part that a node can play."""

SURFACES: Mapping[Palette, Surface] = {
    "light": Surface("#ffffff", "#f4f6f8", "#1b1f24", "#545d68", "#8a939d", "#0b3d91"),
    "dark": Surface("#0f1318", "#171d24", "#eef2f6", "#a3adb8", "#6f7a86", "#ffd75e"),
}
"""The colours of the page."""


def style_of(kind: str) -> KindStyle:
    """The style of a kind of concept.

    Example:
        >>> style_of("technology").plural
        'technologies'
    """
    return KINDS.get(kind, OTHER)
