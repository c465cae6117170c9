"""Text that tries to be more than text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.views.scene import BOX_WIDTH

Opener = Callable[..., Any]
WORDS = '<img src=x onerror="window.pwned=1">\'"` {{ 7*7 }} {% raw %} &lt;b&gt;'


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
