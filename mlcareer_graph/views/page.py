"""The page: our own template, filled with a scene, its drawing and what makes it work."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mlcareer_graph.files import package_folder
from mlcareer_graph.views.chart import chart_rules
from mlcareer_graph.views.layout import HEAD
from mlcareer_graph.views.network import build_network
from mlcareer_graph.views.picture import export_style, scene_drawing, scene_svg
from mlcareer_graph.views.scene import (
    BOX_WIDTH,
    LINE_HEIGHT,
    NAME_SIZE,
    NOTE_SIZE,
    TEXT_LEFT,
    TEXT_WIDTH,
    Entry,
    Item,
    Scene,
)
from mlcareer_graph.views.static import tables_html
from mlcareer_graph.views.theme import KINDS, OTHER, STATES, SURFACES, KindStyle
from mlcareer_graph.views.view import View

_HERE = package_folder() / "views"
_COMMON = ("start.js", "panel.js", "search.js", "export.js", "filters.js", "paper.js")
_SCRIPTS = (*_COMMON, "graphic.js", "page.js")
_EXPLORER_SCRIPTS = (*_COMMON, "drawing.js", "explorer.js", "page.js")


def render(scene: Scene) -> View:
    """The page of a scene; the same scene gives the same bytes.

    What stands in boxes at the start is drawn here, as SVG that every browser shows without a script. A page that opens
    more of a graph than that, `Scene.whole`, is drawn by vis-network.
    """
    is_explorer = scene.whole is not None
    payload = json.dumps(_payload(scene), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    drawing = scene_drawing(scene) if scene.is_drawn else ""
    styles, scripts = _css(), _scripts(_EXPLORER_SCRIPTS if is_explorer else _SCRIPTS)
    nonce = hashlib.sha256("\0".join((payload, drawing, scene.title, styles, scripts)).encode()).hexdigest()[:32]
    page = template("page.html.j2").render(
        scene=scene,
        nonce=nonce,
        styles=Markup(styles),
        library=Markup(_library() if is_explorer else ""),
        scripts=Markup(scripts),
        payload=Markup(_packed(payload)),
        drawing=Markup(drawing),
        all_bands=(*scene.bands, *(portion.band for portion in scene.more)),
        facets=_facets(scene),
        kinds=_legend(scene),
        states={state: STATES[state] for state in STATES if any(box.state == state for box in scene.all_boxes)},
    )
    return View(scene.title, page, scene_svg(scene), tables_html(scene), scene)


def _legend(scene: Scene) -> dict[str, KindStyle]:
    present = {box.kind for box in scene.all_boxes}
    legend = {kind: style for kind, style in KINDS.items() if kind in present}
    return legend | ({"other": OTHER} if present - KINDS.keys() else {})


def _facets(scene: Scene) -> dict[str, list[str]]:
    """What can be filtered by beside kinds, each with its choices."""
    drawn = {box.key for box in scene.all_boxes}
    if scene.whole is not None:
        return {
            "area": sorted({group["label"] for group in scene.whole["groups"]}),
            "relation": [relation["label"] for relation in scene.whole["relations"]],
        }
    found = {
        "area": {entry.area for entry in scene.entries if entry.key in drawn and entry.area},
        "relation": {part for link in scene.all_links for part in link.label.split("; ") if part},
    }
    return {facet: sorted(choices) for facet, choices in found.items() if len(choices) > 1}


def _payload(scene: Scene) -> dict[str, Any]:
    common = {
        "links": [(link.source, link.target, link.label, int(link.quiet)) for link in scene.all_links],
        "bands": [asdict(band) for band in (*scene.bands, *(portion.band for portion in scene.more))],
        "shown": len(scene.bands),
        "left": scene.extent[0],
        "chain": scene.chain,
        "start": scene.start,
        "title": scene.title,
        "entries": [_entry(entry) for entry in scene.entries],
        "style": export_style(),
    }
    if scene.grid is not None:
        common["grid"] = asdict(scene.grid)
    return common if scene.whole is None else common | _explorer_payload(scene)


def _explorer_payload(scene: Scene) -> dict[str, Any]:
    network = build_network(scene)
    styles = {**KINDS, "other": OTHER}
    areas = {entry.key: entry.area for entry in scene.entries}
    return {
        "whole": scene.whole,
        "nodes": [
            {**node, "kind": node["kind"] if node["kind"] in KINDS else "other", "area": areas[node["id"]]}
            for node in network.nodes
        ],
        "edges": network.edges,
        "options": network.options,
        "head": HEAD,
        "text": {
            "width": BOX_WIDTH,
            "left": TEXT_LEFT,
            "room": TEXT_WIDTH,
            "line": LINE_HEIGHT,
            "name": NAME_SIZE,
            "note": NOTE_SIZE,
        },
        "height": scene.height,
        "kinds": {kind: [style.label, style.plural] for kind, style in styles.items()},
        "signs": {kind: style.sign for kind, style in styles.items()},
        "palettes": {
            palette: {
                **asdict(surface),
                "kinds": {kind: asdict(getattr(style, palette)) for kind, style in styles.items()},
            }
            for palette, surface in SURFACES.items()
        },
    }


def _entry(entry: Entry) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": entry.key,
        "name": entry.name,
        "kind": entry.kind,
        "state": entry.state,
        "area": entry.area,
        "aliases": entry.aliases,
        "definition": entry.definition,
        "facts": entry.facts,
        "why": entry.why,
        "sections": [{"title": part.title, "items": _items(part.items)} for part in entry.sections],
    }
    return {name: value for name, value in values.items() if value}


def _items(items: Iterable[Item]) -> list[dict[str, str | None]]:
    return [{"text": item.text, "to": item.to, "href": item.href} for item in items]


def _packed(text: str) -> str:
    """A text compressed for `DecompressionStream`, in letters that mean nothing in HTML."""
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 6)).decode("ascii")


@cache
def template(name: str) -> Any:
    """One of our templates, in which every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


@cache
def _library() -> str:
    text = (_HERE / "vendor" / "vis-network.min.js").read_bytes()
    return base64.b64encode(zlib.compress(text, 9)).decode("ascii")


@cache
def _scripts(names: tuple[str, ...]) -> str:
    return _script("\n".join(_bare((_HERE / "templates" / name).read_text(encoding="utf-8")) for name in names))


def _bare(text: str) -> str:
    """A script or style without its indentation and its lines of comment; none of ours has a text of several lines."""
    return re.sub(r"^\s*(/\*.*\*/|//.*)?\n?", "", text, flags=re.MULTILINE)


def _script(text: str) -> str:
    """A script that cannot end the element it stands in, or hide its end in a comment."""
    return text.replace("</script", "<\\/script").replace("</SCRIPT", "<\\/SCRIPT").replace("<!--", "<\\!--")


@cache
def _css() -> str:
    rules = _bare((_HERE / "templates" / "page.css").read_text(encoding="utf-8"))
    light, dark = (_variables(palette) + chart_rules(palette) for palette in ("light", "dark"))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{rules}"


def _variables(palette: Any) -> str:
    surface = asdict(SURFACES[palette])
    root = "".join(f"--{name}:{value};" for name, value in surface.items())
    kinds = [
        f".kind-{kind},.box.{kind}{{--fill:{colours.fill};--line:{colours.line}}}"
        for kind, colours in ((kind, getattr(style, palette)) for kind, style in {**KINDS, "other": OTHER}.items())
    ]
    return "\n".join([f":root{{{root}}}", *kinds])
