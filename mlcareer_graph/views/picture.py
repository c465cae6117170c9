"""A scene as a static SVG picture: the same places as on the page, for a README, a slide or print."""

from __future__ import annotations

from html import escape

from mlcareer_graph.views.scene import (
    BEND,
    BOX_WIDTH,
    LINE_HEIGHT,
    NAME_SIZE,
    NOTE_SIZE,
    TEXT_LEFT,
    Band,
    Box,
    Link,
    Scene,
)
from mlcareer_graph.views.theme import KINDS, OTHER, STATES, SURFACES, Palette, style_of

MARGIN = 16
DESCRIPTION_LENGTH = 4000
_TEXT = "ui-sans-serif,system-ui,sans-serif"


def scene_svg(scene: Scene) -> str:
    """A picture that needs nothing but itself, light or dark as the reader prefers.

    Args:
        scene: What to draw.

    Returns:
        An SVG document with a title and a description for those who cannot see it.
    """
    left = min((band.left for band in scene.bands), default=0.0)
    right = max((band.right for band in scene.bands), default=0.0)
    wide, high = round(right - left), round(scene.height + MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="plan-title plan-text" '
        f'viewBox="{left:.0f} 0 {wide} {high}" width="{wide}" height="{high}" font-family="{_TEXT}">',
        f'<title id="plan-title">{escape(scene.title)}</title>',
        f'<desc id="plan-text">{escape(_description(scene))}</desc>',
        f"<style>{_style()}</style>",
        f'<rect class="page" x="{left:.0f}" y="0" width="{wide}" height="{high}"/>',
        *_bands(scene, high),
        *_links(scene),
        *(_box(box) for box in scene.boxes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _description(scene: Scene) -> str:
    facts = ", ".join(f"{label}: {value}" for label, value in scene.facts)
    bands = "; ".join(f"{band.title}: {_names(scene, band)}" for band in scene.bands)
    return f"{scene.summary} {facts}. {bands}."[:DESCRIPTION_LENGTH]


def _names(scene: Scene, band: Band) -> str:
    return ", ".join(" ".join(box.lines) for box in scene.boxes if band.left < box.x < band.right)


def _style() -> str:
    rules = _palette("light")
    return f"{rules}@media (prefers-color-scheme:dark){{{_palette('dark')}}}"


def _palette(palette: Palette) -> str:
    surface = SURFACES[palette]
    rules = [
        f".page{{fill:{surface.page}}}.band{{fill:{surface.band}}}",
        f"text{{fill:{surface.ink}}}.link{{stroke:{surface.edge};fill:none}}.tip{{fill:{surface.edge}}}",
    ]
    for kind, style in {**KINDS, "other": OTHER}.items():
        colours = style.light if palette == "light" else style.dark
        rules.append(f".{kind}>rect{{fill:{colours.fill};stroke:{colours.line}}}.{kind}>path{{fill:{colours.line}}}")
    rules.append(f"g.hollow>rect{{fill:{surface.page}}}")
    return "".join(rules)


def _bands(scene: Scene, high: int) -> list[str]:
    parts = []
    for number, band in enumerate(scene.bands):
        wide, middle = band.right - band.left, (band.left + band.right) / 2
        if number % 2 == 0:
            parts.append(f'<rect class="band" x="{band.left:.0f}" y="0" width="{wide:.0f}" height="{high}"/>')
        for text, y, size, weight in ((band.title, 26, 17, 600), (band.note, 45, NOTE_SIZE, 400)):
            face = f'text-anchor="middle" font-size="{size}" font-weight="{weight}"'
            parts.append(f'<text x="{middle:.0f}" y="{y}" {face}>{escape(text)}</text>' if text else "")
    return [part for part in parts if part]


def _links(scene: Scene) -> list[str]:
    boxes = {box.key: box for box in scene.boxes}
    arrow = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
    )
    return [arrow, *(_link(boxes[link.source], boxes[link.target], link) for link in scene.links if not link.quiet)]


def _link(source: Box, target: Box, link: Link) -> str:
    half = BOX_WIDTH / 2
    start, end = source.x + half, target.x - half
    bend = max((end - start) * BEND, 24)
    dashes = ' stroke-dasharray="5 4"' if link.dashed else ""
    return (
        f'<path class="link"{dashes} marker-end="url(#tip)" d="M{start:.0f} {source.y:.0f}'
        f'C{start + bend:.0f} {source.y:.0f} {end - bend:.0f} {target.y:.0f} {end:.0f} {target.y:.0f}"/>'
    )


def _box(box: Box) -> str:
    style = STATES[box.state]
    left, top = box.x - BOX_WIDTH / 2, box.y - box.height / 2
    dashes = f' stroke-dasharray="{" ".join(map(str, style.dashes))}"' if style.dashes else ""
    points = [(left + 19 + 8 * x, box.y + 8 * y) for x, y in style_of(box.kind).sign]
    sign = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "z"
    text_top = box.y - LINE_HEIGHT * (len(box.lines) + len(box.notes)) / 2
    lines = []
    for number, line in enumerate((*box.lines, *box.notes)):
        is_name = number < len(box.lines)
        face = f'font-size="{NAME_SIZE}" font-weight="700"' if is_name else f'font-size="{NOTE_SIZE}"'
        y = text_top + LINE_HEIGHT * (number + 0.78)
        lines.append(f'<text x="{left + TEXT_LEFT:.0f}" y="{y:.1f}" {face}>{escape(line)}</text>')
    kind = box.kind if box.kind in KINDS else "other"
    classes = f"{kind} hollow" if style.is_hollow else kind
    return (
        f'<g class="{classes}"><rect x="{left:.0f}" y="{top:.1f}" width="{BOX_WIDTH}" height="{box.height}" '
        f'rx="{style.radius}" stroke-width="{style.border}"{dashes}/><path d="{sign}"/>{"".join(lines)}</g>'
    )
