"""What Graphviz makes of the DOT text: its own program lays it out and draws it."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from mlcareer_graph import CareerGraph, Plan
from mlcareer_graph.views import View


@pytest.fixture(params=["plan", "neighbourhood", "hostile plan", "hostile neighbourhood"])
def view(request: pytest.FixtureRequest, graph: CareerGraph, hostile_graph: CareerGraph, middle_plan: Plan) -> View:
    """What is drawn; of the hostile ones, also with escapes of DOT and with entities for names."""
    hostile = hostile_graph.to_dict()["concepts"]
    hostile += [
        {"id": "escapes", "kind": "skill", "name": r"\N \G \L \l \r \n \\ \" <b>x</b>", "requires": ["base"]},
        {"id": "entities", "kind": "skill", "name": "&amp;lt; &#60; <TABLE> }]; }", "requires": ["escapes"]},
    ]
    spoilt = CareerGraph.from_dict({"concepts": hostile})
    made: dict[str, View] = {
        "plan": middle_plan.view(),
        "neighbourhood": graph.view(around="keras"),
        "hostile plan": spoilt.plan("entities").view(),
        "hostile neighbourhood": spoilt.view(around="escapes"),
    }
    return made[request.param]


def test_dot_draws_what_the_text_says(view: View, graphviz: str) -> None:
    """Graphviz takes the text without a word, draws every box with its very words and every line, and runs nothing."""
    scene = view.scene
    assert scene is not None
    ran = subprocess.run([graphviz, "-Tsvg"], input=view.dot, capture_output=True, text=True, timeout=60, check=False)
    # It says so where the machine has no fonts; that is no matter of the text.
    said = [line for line in ran.stderr.splitlines() if "ontconfig" not in line and line.strip()]
    assert (ran.returncode, said) == (0, [])
    drawing = ET.fromstring(ran.stdout)
    names = {element.tag.rpartition("}")[2] for element in drawing.iter()}
    assert names <= {"svg", "g", "title", "text", "polygon", "path", "a", "ellipse", "polyline"}
    for element in drawing.iter():
        keys = {key.rpartition("}")[2] for key in element.attrib}
        assert "href" not in keys
        assert not any(key.startswith("on") for key in keys)
    shown = Counter(
        " ".join(" ".join(text.itertext()).replace("\xa0", " ").split())
        for node in drawing.iter()
        if node.get("class") == "node"
        for text in node
        if text.tag.endswith("}text")
    )
    wanted = Counter(" ".join(line.split()) for box in scene.boxes for line in (*box.lines, *box.notes))
    assert shown == wanted
    keys = {box.key for box in scene.boxes}
    lines = [link for link in scene.links if not link.quiet and {link.source, link.target} <= keys]
    assert len(re.findall(r'class="edge"', ran.stdout)) == len(lines)
