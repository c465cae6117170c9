"""A plan as a static SVG picture: the same layout as the page, for a README, a slide or print."""

from __future__ import annotations

from html import escape

from mlcareer_graph.planning import Plan
from mlcareer_graph.views.plan_scene import STATUS, plan_scene
from mlcareer_graph.views.scene import (
    BOX_WIDTH,
    LINE_HEIGHT,
    NAME_SIZE,
    NOTE_SIZE,
    TEXT_LEFT,
    Box,
    Link,
    Scene,
)
from mlcareer_graph.views.text import counted
from mlcareer_graph.views.theme import KINDS, OTHER, STATES, SURFACES, Palette, style_of

MARGIN = 16
_TEXT = "ui-sans-serif,system-ui,sans-serif"


def plan_svg(plan: Plan) -> str:
    """A picture of a plan that needs nothing but itself, light or dark as the reader prefers.

    Args:
        plan: The plan.

    Returns:
        An SVG document with a title and a description for those who cannot see it.
    """
    scene = plan_scene(plan)
    left = min((band.left for band in scene.bands), default=0.0)
    right = max((band.right for band in scene.bands), default=0.0)
    wide, high = round(right - left), round(scene.height + 2 * MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="plan-title plan-text" '
        f'viewBox="{left:.0f} {-MARGIN} {wide} {high}" width="{wide}" height="{high}" font-family="{_TEXT}">',
        f'<title id="plan-title">{escape(scene.title)}</title>',
        f'<desc id="plan-text">{escape(_description(plan, scene))}</desc>',
        f"<style>{_style()}</style>",
        f'<rect class="page" x="{left:.0f}" y="{-MARGIN}" width="{wide}" height="{high}"/>',
        *_bands(scene, high),
        *_links(scene),
        *(_box(box) for box in scene.boxes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _description(plan: Plan, scene: Scene) -> str:
    status = STATUS.get(plan.status, plan.status)
    steps = "; ".join(
        f"stage {number}: {', '.join(step.concept.name for step in stage)}"
        for number, stage in enumerate(plan.stages, 1)
    )
    total = counted(plan.hours.likely, "hour")
    return f"{scene.summary} {status.capitalize()}, about {total}. {steps}"[:4000]


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
    return "".join(rules)


def _bands(scene: Scene, high: int) -> list[str]:
    parts = []
    for number, band in enumerate(scene.bands):
        wide = band.right - band.left
        if number % 2 == 0:
            parts.append(f'<rect class="band" x="{band.left:.0f}" y="{-MARGIN}" width="{wide:.0f}" height="{high}"/>')
        middle = (band.left + band.right) / 2
        parts.append(
            f'<text x="{middle:.0f}" y="18" text-anchor="middle" font-size="17" font-weight="600">'
            f"{escape(band.title)}</text>"
        )
    return parts


def _links(scene: Scene) -> list[str]:
    boxes = {box.key: box for box in scene.boxes}
    arrow = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
    )
    drawn = [_link(boxes[link.source], boxes[link.target], link) for link in scene.links]
    return [arrow, *drawn]


def _link(source: Box, target: Box, link: Link) -> str:
    half = BOX_WIDTH / 2
    start, end = source.x + half, target.x - half
    bend = max((end - start) / 2, 24)
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
    return (
        f'<g class="{kind}"><rect x="{left:.0f}" y="{top:.1f}" width="{BOX_WIDTH}" height="{box.height}" '
        f'rx="{style.radius}" stroke-width="{style.border}"{dashes}/><path d="{sign}"/>{"".join(lines)}</g>'
    )
