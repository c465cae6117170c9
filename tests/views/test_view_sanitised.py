"""What the places need that cannot be run here: Colab, VS Code, GitHub, a package index, a mail.

They differ in two things only. Some put an output into a page as it is: then it must not need, or touch, anything of
that page. Some clean it first: then what is left must still say everything.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import nh3
import pytest

from mlcareer_graph import CareerGraph, Plan


class Elements(HTMLParser):
    """Every element of a piece of HTML with its attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(params=["graph", "concept", "plan", "gap", "view of a plan", "view of a neighbourhood"])
def shown(request: pytest.FixtureRequest, graph: CareerGraph, middle_plan: Plan) -> tuple[str, list[str]]:
    """What a notebook shows for a value, and what it has to say in words."""
    steps = [step.concept.name for step in middle_plan.steps]
    gap = graph.gap("data scientist", ["Python"])
    values: dict[str, tuple[Any, list[str]]] = {
        "graph": (graph, ["skills", "technologies", "roles"]),
        "concept": (graph["keras"], ["Keras", graph["keras"].definition]),
        "plan": (middle_plan, steps),
        "gap": (gap, [concept.name for item in gap.items for concept, _ in item.options[:20]]),
        "view of a plan": (middle_plan.view(), steps),
        "view of a neighbourhood": (graph.view(around="keras"), ["Keras", "Python", "Neural networks"]),
    }
    value, words = values[request.param]
    return value._repr_html_(), words


def test_output_leaves_the_page_around_it_alone(shown: tuple[str, list[str]]) -> None:
    """No script, style sheet, event handler or address outside a frame, whose page reaches neither host nor network."""
    check_place(shown[0])


def check_place(html: str) -> None:
    """Fail where an output needs, or touches, anything of the page that it is put into."""
    for tag, attributes in Elements(html).found:
        assert tag not in {"script", "style", "link", "meta", "base", "form", "img", "object", "embed"}
        assert not any(name.startswith("on") or name in {"src", "id", "class"} for name in attributes)
        if tag == "iframe":
            allowed = (attributes["sandbox"] or "").split()
            assert "allow-scripts" in allowed
            assert not {"allow-same-origin", "allow-top-navigation", "allow-popups"} & set(allowed)
            assert "default-src 'none'" in (attributes["srcdoc"] or "")


def test_what_is_left_says_everything(shown: tuple[str, list[str]]) -> None:
    """After cleaning, as nh3 does for package indexes and many others, every name is still there in a table."""
    html, words = shown
    left = Elements(nh3.clean(html))
    tags = {tag for tag, _ in left.found}
    assert "iframe" not in tags
    assert "table" in tags
    for word in words:
        assert " ".join(word.split()) in " ".join(left.text.split())
