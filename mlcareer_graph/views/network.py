"""A scene as a `pyvis.network.Network`: the nodes, edges and options that vis-network draws."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlcareer_graph.views.scene import BEND, BOX_WIDTH, Box, Link, Scene
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
        "margin": {"top": 0, "right": 0, "bottom": 0, "left": 0},
        "widthConstraint": {"minimum": BOX_WIDTH},
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": BEND},
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
        # The page writes the texts itself: vis-network takes a label with an ampersand for a regular expression.
        "label": " ",
        "shape": "box",
        "lines": box.lines,
        "notes": box.notes,
        "heightConstraint": {"minimum": box.height},
        "kind": box.kind,
        "state": box.state,
        "hollow": style.is_hollow,
        "x": round(box.x, 2),
        "y": round(box.y, 2),
        "borderWidth": style.border,
        "borderWidthSelected": style.border + 1.5,
        "shapeProperties": {"borderRadius": style.radius, "borderDashes": list(style.dashes) or False},
    }


def _edge(number: int, link: Link) -> dict[str, Any]:
    return {"id": f"edge-{number}", "meaning": link.label, "dashes": link.dashed, "quiet": link.quiet}
