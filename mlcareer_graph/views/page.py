"""The page: our own template, filled with a scene and the model that draws it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mlcareer_graph.views.layout import HEAD
from mlcareer_graph.views.network import build_network
from mlcareer_graph.views.picture import scene_svg
from mlcareer_graph.views.scene import BOX_WIDTH, LINE_HEIGHT, NAME_SIZE, NOTE_SIZE, TEXT_LEFT, TEXT_WIDTH, Scene
from mlcareer_graph.views.static import tables_html
from mlcareer_graph.views.theme import KINDS, OTHER, STATES, SURFACES, KindStyle
from mlcareer_graph.views.view import View

_HERE = Path(__file__).parent
_SCRIPTS = ("drawing.js", "panel.js", "search.js", "page.js")


def render(scene: Scene) -> View:
    """The page of a scene; the same scene gives the same bytes."""
    payload = _json(_payload(scene))
    styles, scripts = _css(), _scripts()
    nonce = hashlib.sha256("\0".join((payload, scene.title, styles, scripts)).encode()).hexdigest()[:32]
    page = template("page.html.j2").render(
        scene=scene,
        nonce=nonce,
        styles=Markup(styles),
        library=Markup(_library()),
        scripts=Markup(scripts),
        payload=Markup(payload),
        kinds=_legend(scene),
        states={state: STATES[state] for state in STATES if any(box.state == state for box in scene.boxes)},
    )
    return View(scene.title, page, scene_svg(scene), tables_html(scene))


def _legend(scene: Scene) -> dict[str, KindStyle]:
    present = {box.kind for box in scene.boxes}
    legend = {kind: style for kind, style in KINDS.items() if kind in present}
    return legend | ({"other": OTHER} if present - KINDS.keys() else {})


def _payload(scene: Scene) -> dict[str, Any]:
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    options: dict[str, Any] = {}
    if scene.boxes:
        network = build_network(scene)
        nodes, edges, options = network.nodes, network.edges, network.options
    styles = {**KINDS, "other": OTHER}
    return {
        "nodes": [{**node, "kind": node["kind"] if node["kind"] in KINDS else "other"} for node in nodes],
        "edges": edges,
        "options": options,
        "bands": [asdict(band) for band in scene.bands],
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
        "chain": scene.chain,
        "start": scene.start,
        "entries": [{name: value for name, value in asdict(entry).items() if value} for entry in scene.entries],
        "signs": {kind: style.sign for kind, style in styles.items()},
        "palettes": {
            palette: {
                **asdict(surface),
                "kinds": {kind: asdict(getattr(style, palette)) for kind, style in styles.items()},
            }
            for palette, surface in SURFACES.items()
        },
    }


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


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
    return _script((_HERE / "vendor" / "vis-network.min.js").read_text(encoding="utf-8"))


@cache
def _scripts() -> str:
    return _script("\n".join((_HERE / "templates" / name).read_text(encoding="utf-8") for name in _SCRIPTS))


def _script(text: str) -> str:
    """A script that cannot end the element it stands in, or hide its end in a comment."""
    return text.replace("</script", "<\\/script").replace("</SCRIPT", "<\\/SCRIPT").replace("<!--", "<\\!--")


@cache
def _css() -> str:
    rules = (_HERE / "templates" / "page.css").read_text(encoding="utf-8")
    light, dark = _variables("light"), _variables("dark")
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{rules}"


def _variables(palette: Any) -> str:
    surface = asdict(SURFACES[palette])
    root = "".join(f"--{name}:{value};" for name, value in surface.items())
    kinds = [
        f".kind-{kind}{{--fill:{colours.fill};--line:{colours.line}}}"
        for kind, colours in ((kind, getattr(style, palette)) for kind, style in {**KINDS, "other": OTHER}.items())
    ]
    return "\n".join([f":root{{{root}}}", *kinds])
