"""A scene as a static SVG picture: the same places as on the page, for a README, a slide or print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import count

from mlcareer_graph.views.chart import chart_rules
from mlcareer_graph.views.layout import CAPTION_LINE, CAPTION_SIZE, COLUMN_GAP, HEAD, ROW_GAP
from mlcareer_graph.views.scene import (
    BEND,
    BOX_WIDTH,
    LINE_HEIGHT,
    NAME_SIZE,
    NOTE_SIZE,
    TEXT_LEFT,
    Aside,
    Band,
    Box,
    Entry,
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
    left, right = scene.extent
    wide, high = round(right - left), round(scene.height + MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="plan-title plan-text" '
        f'viewBox="{left:.0f} 0 {wide} {high}" width="{wide}" height="{high}" font-family="{_TEXT}">',
        f'<title id="plan-title">{escape(scene.title)}</title>',
        f'<desc id="plan-text">{escape(_description(scene))}</desc>',
        f"<style>{_style()}</style>",
        f'<rect class="page" x="{left:.0f}" y="0" width="{wide}" height="{high}"/>',
        *_stripes(scene.bands, 0, high),
        *_titles(scene),
        *([scene.figure] if scene.figure else [*_links(scene), *(_box(box) for box in scene.boxes)]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def scene_drawing(scene: Scene) -> str:
    """The same drawing as a part of a page, which gives it its style and its titles, and makes it work.

    Args:
        scene: What to draw.

    Returns:
        An SVG element whose boxes and lines say in attributes what they stand for.
    """
    left, right = scene.extent
    top, high = HEAD - MARGIN, round(scene.height - HEAD + 2 * MARGIN)
    names = {entry.key: entry for entry in scene.entries}
    parts = [
        f'<svg id="picture" role="group" aria-label="{escape(scene.title)}" '
        f'viewBox="{left:.0f} {top} {right - left:.0f} {high}" width="{right - left:.0f}" height="{high}" '
        f'font-family="{_TEXT}">'
    ]
    if scene.figure:
        parts += [*_stripes(scene.bands, top, high), scene.figure]
    else:
        parts += [_TIP, *_stripes(scene.bands, top, high)]
        boxes = {box.key: box for box in scene.boxes}
        numbers = count()
        main = list(_numbered(scene.links, boxes, numbers))
        for number, portion in enumerate(scene.more):
            boxes |= {box.key: box for box in portion.boxes}
            parts.append(f'<g class="hidden" data-portion="{number}">')
            parts += _stripes((portion.band,), top, high) if (len(scene.bands) + number) % 2 == 0 else []
            parts += _numbered(portion.links, boxes, numbers)
            parts += (_box(box, _interactive(box, names.get(box.key))) for box in portion.boxes)
            parts.append("</g>")
        if scene.aside:
            parts.append(_aside(scene, scene.aside, names, boxes, numbers))
        parts += main
        parts += (_box(box, _interactive(box, names.get(box.key))) for box in scene.boxes)
    return "\n".join([*parts, "</svg>"])


def _aside(
    scene: Scene, aside: Aside, names: Mapping[str, Entry], boxes: Mapping[str, Box], numbers: Iterator[int]
) -> str:
    """What is drawn below the rest on demand: a rule, its title, and its boxes with what stands above them."""
    left, _ = scene.extent
    top = scene.height + MARGIN
    parts = [
        f'<g class="hidden" data-aside="{aside.bottom - scene.height:.0f}" data-right="{aside.right + MARGIN:.0f}">',
        f'<path class="link" d="M{left:.0f} {top:.0f}H{max(aside.right, scene.extent[1]):.0f}"/>',
        f'<text x="{left + MARGIN:.0f}" y="{top + 26:.0f}" font-size="17" font-weight="700">{escape(aside.title)}'
        "</text>",
    ]
    for caption in aside.captions:
        parts += (
            f'<text x="{caption.x:.0f}" y="{caption.y + number * CAPTION_LINE:.0f}" font-size="{CAPTION_SIZE}" '
            f'font-weight="600">{escape(line)}</text>'
            for number, line in enumerate(caption.lines)
        )
    parts += _numbered(aside.links, {**boxes, **{box.key: box for box in aside.boxes}}, numbers)
    parts += (_box(box, _interactive(box, names.get(box.key))) for box in aside.boxes)
    return "\n".join([*parts, "</g>"])


def _numbered(links: Iterable[Link], boxes: Mapping[str, Box], numbers: Iterator[int]) -> Iterator[str]:
    """The lines, each with its number among all of the page."""
    for link in links:
        number = next(numbers)
        if link.source in boxes and link.target in boxes:
            yield _link(boxes[link.source], boxes[link.target], link, f' data-link="{number}"')


def _interactive(box: Box, entry: Entry | None) -> str:
    words = [" ".join(box.lines), *box.notes] if entry is None else [entry.name, *box.notes]
    distance = f' data-distance="{box.distance}"' if box.distance else ""
    return (
        f' tabindex="-1" role="button" aria-label="{escape(", ".join(words))}" data-key="{escape(box.key)}" '
        f'data-kind="{box.kind if box.kind in KINDS else "other"}"{distance}'
    )


def export_style() -> str:
    """The style of a picture that is taken from a page, light or dark as its reader prefers."""
    return _style() + ".quiet{display:none}"


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
    return "".join(rules) + chart_rules(palette)


def _stripes(bands: Sequence[Band], top: float, high: float) -> list[str]:
    return [
        f'<rect class="band" x="{band.left:.0f}" y="{top:.0f}" width="{band.right - band.left:.0f}" '
        f'height="{high:.0f}"/>'
        for band in bands[::2]
    ]


def _titles(scene: Scene) -> list[str]:
    parts = []
    if not scene.bands:
        parts.append(f'<text x="{MARGIN}" y="30" font-size="17" font-weight="600">{escape(scene.title)}</text>')
    for band in scene.bands:
        middle = (band.left + band.right) / 2
        for text, y, size, weight in ((band.title, 26, 17, 600), (band.note, 45, NOTE_SIZE, 400)):
            face = f'text-anchor="middle" font-size="{size}" font-weight="{weight}"'
            parts.append(f'<text x="{middle:.0f}" y="{y}" {face}>{escape(text)}</text>' if text else "")
    return [part for part in parts if part]


_TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto" '
    'markerUnits="userSpaceOnUse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
)


def _links(scene: Scene) -> list[str]:
    boxes = {box.key: box for box in scene.boxes}
    return [_TIP, *(_link(boxes[link.source], boxes[link.target], link) for link in scene.links if not link.quiet)]


def _link(source: Box, target: Box, link: Link, attributes: str = "") -> str:
    half = BOX_WIDTH / 2
    if abs(source.x - target.x) < BOX_WIDTH:
        path = _path_within(source, target)
    else:
        side = half if target.x > source.x else -half
        start, end = source.x + side, target.x - side
        bend = max(abs(end - start) * BEND, 24) * (1 if side > 0 else -1)
        path = (
            f"M{start:.0f} {source.y:.0f}C{start + bend:.0f} {source.y:.0f} {end - bend:.0f} {target.y:.0f} {end:.0f} "
        )
        path += f"{target.y:.0f}"
    dashes = ' stroke-dasharray="5 4"' if link.dashed else ""
    classes = "link quiet" if link.quiet else "link"
    return f'<path class="{classes}"{dashes}{attributes} marker-end="url(#tip)" d="{path}"/>'


def _path_within(source: Box, target: Box) -> str:
    """From one box to another of the same column: straight where they are next to each other, else around the rest."""
    down = target.y > source.y
    start = source.y + (source.height if down else -source.height) / 2
    end = target.y - (target.height if down else -target.height) / 2
    if abs(end - start) < 3 * ROW_GAP:
        return f"M{source.x:.0f} {start:.0f}L{target.x:.0f} {end:.0f}"
    edge, out = source.x + BOX_WIDTH / 2, source.x + BOX_WIDTH / 2 + COLUMN_GAP
    return f"M{edge:.0f} {source.y:.0f}C{out:.0f} {source.y:.0f} {out:.0f} {target.y:.0f} {edge:.0f} {target.y:.0f}"


def _box(box: Box, attributes: str = "") -> str:
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
    classes = f"box {kind} {box.state}{' hollow' if style.is_hollow else ''}"
    return (
        f'<g class="{classes}"{attributes}>'
        f'<rect x="{left:.0f}" y="{top:.1f}" width="{BOX_WIDTH}" height="{box.height}" '
        f'rx="{style.radius}" stroke-width="{style.border}"{dashes}/><path d="{sign}"/>{"".join(lines)}</g>'
    )
