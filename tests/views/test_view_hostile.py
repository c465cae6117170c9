"""Text that tries to be more than text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.views import View
from mlcareer_graph.views.scene import BOX_WIDTH

Opener = Callable[..., Any]
WORDS = '<img src=x onerror="window.pwned=1">\'"` {{ 7*7 }} {% raw %} &lt;b&gt;'


def hostile_views(graph: CareerGraph) -> list[View]:
    """Every kind of page of a hostile graph."""
    return [
        graph.plan("job", knows=["spare"]).view(),
        graph.plan("job").view(),
        graph.view(),
        graph.view(around="tool", depth=2),
    ]


def test_hostile_text_stays_text_on_pages(hostile_graph: CareerGraph, open_view: Opener) -> None:
    """No script of the data runs, no element of it is made, no request is sent, whatever is selected."""
    for view in hostile_views(hostile_graph):
        opened = open_view(view)
        assert WORDS in opened.page.locator("body").inner_text()
        for key in opened.page.evaluate("careerView.drawing.names().map((entry) => entry.key)"):
            opened.select(key)
        opened.page.locator("#search").fill("plain alias")
        opened.page.wait_for_timeout(50)
        assert opened.page.evaluate("window.pwned") is None
        assert opened.page.locator("img, b, [onerror]").count() == 0
        kinds = opened.page.eval_on_selector_all(
            "script", "all => all.map((script) => [script.type, script.nonce !== ''])"
        )
        assert [kind for kind in kinds if kind != ["text/plain", False]] == [["", True]]
        links = opened.page.eval_on_selector_all("a", "all => all.map((link) => link.protocol)")
        assert set(links) <= {"https:", "http:", "mailto:"}
        assert opened.requests == [opened.file.as_uri()]
        assert opened.complaints == []


def test_hostile_text_is_shown_whole_in_the_panel(hostile_graph: CareerGraph, open_view: Opener) -> None:
    """The panel shows the markup of the data as the characters it is written with."""
    opened = open_view(hostile_graph.plan("job", knows=["spare"]).view())
    opened.select("tool")
    said = opened.panel()
    for field in ("Tool", "Definition", "Reason", "Basis"):
        assert f"{field} </script><script>window.pwned=1</script>" in said
    assert "\u202e" not in said
    assert "\u2028" not in said


def test_labels_show_markup_as_it_is_written(open_view: Opener) -> None:
    """The label of a box shows angle brackets and ampersands, also those that look like tags or entities."""
    names = [
        "a < b",
        "R&D",
        "&lt;b&gt;",
        "<b>bold</b>",
        "<i>x</i>",
        "</b>x",
        "<code>x",
        "&amp;",
        "&",
        "<",
        "C++ & (x",
        "*a*",
        "\\\\",
    ]
    concepts = [{"id": f"c{number}", "kind": "skill", "name": name} for number, name in enumerate(names)]
    graph = CareerGraph.from_dict(
        {"concepts": [*concepts, {"id": "job", "kind": "role", "name": "Job", "requires": [c["id"] for c in concepts]}]}
    )
    opened = open_view(graph.plan("job").view())
    drawn = opened.page.locator("#picture text").all_text_contents()
    assert set(names) <= set(drawn)
    assert opened.complaints == []
    for key, place in opened.boxes().items():
        assert place["right"] - place["left"] <= BOX_WIDTH, key


def test_hostile_text_stays_text_in_reprs(hostile_graph: CareerGraph, open_view: Opener) -> None:
    """What a notebook shows for a graph, a concept, a gap and a plan makes no element and runs nothing."""
    plan = hostile_graph.plan("job", knows=["spare"])
    shown = [hostile_graph, hostile_graph["tool"], hostile_graph["attacker"], plan, hostile_graph.gap("job", ["spare"])]
    html = "\n".join(value._repr_html_() for value in shown)
    opened = open_view(f"<!doctype html><meta charset=utf-8><body>{html}")
    opened.page.wait_for_timeout(200)
    assert opened.page.locator("img, script, b, [onerror]").count() == 0
    assert all(frame.evaluate("window.pwned") is None for frame in opened.page.frames)
    assert (
        opened.page.eval_on_selector_all("iframe", "all => all.map((frame) => frame.sandbox.value)")
        == ["allow-scripts allow-downloads"] * opened.page.locator("iframe").count()
    )


def test_hostile_text_stays_text_in_pictures(hostile_graph: CareerGraph) -> None:
    """A picture of hostile data is well-formed XML of shapes and text alone."""
    for view in hostile_views(hostile_graph):
        root = ET.fromstring(view.picture)
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "rect", "text", "path", "g", "defs", "marker"}


MERMAID_LINE = re.compile(
    r"flowchart LR|  end|    direction LR|  subgraph band\d+\[\"(?P<title>[^\"]*)\"\]|  n\d+ (-->|-\.->) n\d+"
    r"|  classDef [a-z-]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}"
    r"|  (  )?n\d+(\(\[|\[\[|\(|\[)\"(?P<label>[^\"]*)\"(\]\)|\]\]|\)|\]):::[a-z-]+"
)


def test_hostile_text_stays_text_in_mermaid(hostile_graph: CareerGraph) -> None:
    """Every line is one of ours, and labels hold letters, digits, entities by number and our own line breaks alone."""
    labels = []
    for view in hostile_views(hostile_graph):
        for line in view.mermaid.splitlines():
            found = MERMAID_LINE.fullmatch(line)
            assert found, line
            labels += [text for text in found.groupdict().values() if text]
    assert labels
    for label in labels:
        text = re.sub(r"#\d+;", "", label.replace("<br>", " "))
        assert re.fullmatch(r"[\w \-.,+/'✓]*", text), label
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), labels[0] + "".join(labels))
    assert "</script><script>" in shown.replace("<br>", "")


def test_hostile_text_stays_text_in_dot(hostile_graph: CareerGraph) -> None:
    """Without its quoted strings the text holds our own words alone, and no string holds an entity of HTML."""
    for view in hostile_views(hostile_graph):
        strings = re.findall(r'"(?:[^"\\\n]|\\.)*"', view.dot)
        bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", view.dot)
        assert re.fullmatch(r"[\w={}\[\]\s>.;-]*", bare), bare
        words = set(re.findall(r"[a-z]+", re.sub(r"cluster_band\d+|\bn\d+\b", "", bare)))
        assert words <= {
            "digraph", "subgraph", "label", "rankdir", "node", "edge", "shape", "box", "fontname", "style", "filled",
            "fontcolor", "color", "fillcolor", "penwidth", "tooltip", "dashed",
        }  # fmt: skip
        assert not any(re.search(r"&(?!amp;)", text) for text in strings)
        assert bare.count("{") == bare.count("}")


def test_ten_thousand_characters_are_cut_everywhere(open_view: Opener) -> None:
    """A name of 10,000 characters, one of 400 combining marks and an empty definition break no form of a view."""
    long = {"id": "long", "kind": "skill", "name": "w" * 10_000, "definition": "d " * 10_000, "aliases": ["y" * 10_000]}
    marks = {"id": "marks", "kind": "skill", "name": "e" + "\u0301" * 400, "requires": ["long"]}
    graph = CareerGraph.from_dict({"concepts": [long, marks]})
    for view in (graph.plan("marks").view(), graph.view(around="long"), graph.view()):
        for text in (view.mermaid, view.dot, view.picture):
            assert "w" * 200 not in text
        opened = open_view(view)
        opened.select("long")
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert opened.complaints == []


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", " https://a", "https://", "http://[a", "\x01https://a", 7],
)
def test_unsafe_addresses_are_not_linked(url: object) -> None:
    """Only a clean http, https or mailto address becomes a link."""
    from mlcareer_graph.views.text import safe_href

    assert safe_href(url) is None
