"""A view as a file."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, Plan, SaveError, UnknownOptionError
from mlcareer_graph.views import View

SCRIPT = """
import hashlib, sys
from mlcareer_graph import load_graph
graph = load_graph()
view = graph.plan("keras", knows=sys.argv[1:]).view()
texts = (view.html, view.picture, view.mermaid, view.dot, graph.view(around="keras").html, graph.view().html)
print(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def test_same_plan_gives_the_same_bytes() -> None:
    """Pages and pictures are the same in two processes with different hash seeds and orders of what is known."""
    digests = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, *knows],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, knows in (("1", ("SQL", "Python")), ("4711", ("Python", "SQL")))
    ]
    assert len(digests[0]) > 32
    assert digests[0] == digests[1]


@pytest.mark.parametrize("name", ["plan.txt", "plan", "plan.html.gz", "plan.pdf"])
def test_wrong_suffix_is_refused(middle_plan: Plan, tmp_path: Path, name: str) -> None:
    """A suffix that is none of ours is refused with those that are, and nothing is written."""
    with pytest.raises(UnknownOptionError, match=r"\.html"):
        middle_plan.view().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_unwritable_target_is_a_save_error(tmp_path: Path) -> None:
    """A folder that is not there, or a folder in the place of the file, is a SaveError that names the target."""
    view = View("t", "<p>t</p>")
    (tmp_path / "taken.html").mkdir()
    for target in (tmp_path / "missing" / "plan.html", tmp_path / "taken.html"):
        with pytest.raises(SaveError, match=target.name) as caught:
            view.save(target)
        assert isinstance(caught.value, OSError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken.html"]


def test_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails half-way, what was there stays and no part of the new file is left."""
    target = tmp_path / "plan.html"
    target.write_text("old", encoding="utf-8")

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SaveError, match="No space left"):
        View("t", "new").save(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]


def test_saving_replaces_what_is_there(tmp_path: Path) -> None:
    """A second save replaces the first, in UTF-8 and with the suffix in any case."""
    target = tmp_path / "plan.HTM"
    View("t", "one").save(str(target))
    View("t", "zwei – ✓").save(target)
    assert target.read_bytes() == "zwei – ✓".encode()


def test_plan_can_be_saved_as_a_picture(middle_plan: Plan, tmp_path: Path) -> None:
    """A plan saved as .svg is a picture with a title that names every step and asks for nothing."""
    target = tmp_path / "plan.svg"
    middle_plan.view().save(target)
    text = target.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "Plan: Data scientist"
    assert "href" not in text
    assert "url(#tip)" in text
    drawn = " ".join(element.text or "" for element in root.iter(f"{space}text"))
    for step in middle_plan.steps:
        assert step.concept.name.split()[0] in drawn


def test_picture_of_the_readme_is_a_plan_of_the_graph(graph: CareerGraph) -> None:
    """The picture in docs/ shows a real plan: every name that it draws as a step is a concept of the graph."""
    text = (Path(__file__).parents[2] / "docs" / "plan.svg").read_text(encoding="utf-8")
    description = ET.fromstring(text).findtext("{http://www.w3.org/2000/svg}desc")
    assert description is not None
    stages = description.partition("Stage 1: ")[2].rstrip(".").replace("; Target: ", ", ")
    names = [name for part in stages.split("; ") for name in part.partition(": ")[2].split(", ") if name]
    assert names
    assert all(graph.find(name).name == name for name in names)


@pytest.mark.parametrize(("suffix", "start"), [(".mmd", "flowchart LR"), (".dot", "digraph {"), (".gv", "digraph {")])
def test_plans_and_neighbourhoods_are_saved_as_diagram_text(
    suffix: str, start: str, middle_plan: Plan, graph: CareerGraph, tmp_path: Path
) -> None:
    """The text of a diagram names every box that is drawn and has a line for every one that is drawn at rest."""
    for view in (middle_plan.view(), graph.view(around="keras")):
        target = tmp_path / f"view{suffix}"
        view.save(target)
        text = target.read_text(encoding="utf-8")
        assert view.scene is not None
        assert text.startswith(start)
        assert all(box.lines[0].split("-")[0].split("(")[0].strip() in text for box in view.scene.boxes)
        arrows = text.count(" -> ") if start.startswith("digraph") else text.count("-->") + text.count("-.->")
        assert arrows == sum(not link.quiet for link in view.scene.links)


def test_network_of_a_view_is_one_of_pyvis(middle_plan: Plan) -> None:
    """A view gives its drawing as a network of pyvis, with every box and line, to change or draw in another way."""
    from pyvis.network import Network

    view = middle_plan.view()
    assert view.scene is not None
    network = view.network
    assert isinstance(network, Network)
    assert network.get_nodes() == [box.key for box in view.scene.boxes]
    assert len(network.get_edges()) == len(view.scene.links)


def test_views_pickle(middle_plan: Plan) -> None:
    """A view is a value that can be sent to another process."""
    view = middle_plan.view()
    assert pickle.loads(pickle.dumps(view)) == view
