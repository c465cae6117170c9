"""A scene as a `pyvis.network.Network`: the nodes, edges and options that vis-network draws."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlcareer_graph.views.scene import (
    NAME_SIZE,
    NOTE_SIZE,
    PADDING,
    TEXT_LEFT,
    TEXT_RIGHT,
    TEXT_WIDTH,
    Box,
    Link,
    Scene,
)
from mlcareer_graph.views.theme import STATES

if TYPE_CHECKING:
    from pyvis.network import Network

# pyvis removes every space from the options it is given, so none may matter.
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"dragNodes": False, "hover": True, "selectConnectedEdges": False, "keyboard": False},
    "nodes": {
        "margin": {"top": PADDING, "bottom": PADDING, "left": TEXT_LEFT, "right": TEXT_RIGHT},
        "widthConstraint": {"minimum": TEXT_WIDTH},
        "labelHighlightBold": False,
        "font": {
            "multi": "html",
            "align": "left",
            "size": NOTE_SIZE,
            "face": "system-ui,sans-serif",
            "bold": {"size": NAME_SIZE, "face": "system-ui,sans-serif", "mod": "bold"},
        },
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45},
        "hoverWidth": 0,
        "selectionWidth": 0,
        "chosen": False,
    },
}
"""What vis-network is told: places are given, so there is no physics."""


def build_network(scene: Scene) -> Network:
    """The model of a drawing.

    Only the model of pyvis is used: its page is not written and nothing is put beside it.

    Args:
        scene: What to draw.
    """
    # Importing pyvis takes half a second, which nobody should pay who draws nothing.
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(OPTIONS))
    for box in scene.boxes:
        network.add_node(box.key, **_node(box))
    keys = {box.key for box in scene.boxes}
    for number, link in enumerate(scene.links):
        if link.source in keys and link.target in keys:
            network.add_edge(link.source, link.target, **_edge(number, link))
    return network


def _node(box: Box) -> dict[str, Any]:
    style = STATES[box.state]
    return {
        "label": node_label(box),
        "shape": "box",
        "kind": box.kind,
        "state": box.state,
        "x": round(box.x, 2),
        "y": round(box.y, 2),
        "borderWidth": style.border,
        "borderWidthSelected": style.border + 1.5,
        "shapeProperties": {"borderRadius": style.radius, "borderDashes": list(style.dashes) or False},
    }


def _edge(number: int, link: Link) -> dict[str, Any]:
    return {"id": f"edge-{number}", "meaning": link.label, "dashes": link.dashed, "quiet": link.quiet}


def node_label(box: Box) -> str:
    r"""The label of a box in the markup of vis-network, which knows bold and two escapes.

    Example:
        >>> node_label(Box("c", "skill", "learn", ("C < C++",), ("to working",), 1))
        '<b>C &lt; C++</b>\nto working'
    """
    names = [f"<b>{_escaped(line)}</b>" for line in box.lines]
    return "\n".join([*names, *map(_escaped, box.notes)])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
