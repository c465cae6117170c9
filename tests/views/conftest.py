"""Pages that record what they ask for, and graphs that the tests of the views share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from mlcareer_graph import CareerGraph, Plan, load_graph
from mlcareer_graph.views import View

MARKUP = (
    '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">\'"` {{ 7*7 }} {% raw %} '
    "&lt;b&gt; \u2028\u2029 \u202eevil\u202c <!-- ]]> <b>bold</b> ${1+1} \\u003cscript>"
)
"""Text that would do harm wherever it is taken for anything but text."""


@dataclass
class OpenPage:
    """A page in the browser with everything that it asked for and complained about."""

    page: Page
    file: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def select(self, key: str) -> None:
        """Select a box as a click on it would."""
        self.page.evaluate("key => careerView.select(key, { moveThere: true })", key)

    def panel(self) -> str:
        """What the side panel says."""
        return self.page.locator("#panel").inner_text()

    def boxes(self) -> dict[str, dict[str, float]]:
        """Where the browser has drawn every box that is shown, with its texts, in the units of the drawing."""
        found: dict[str, dict[str, float]] = self.page.evaluate(
            """() => {
                const { network, shown } = careerView.drawing;
                if (network) return Object.fromEntries(shown.getIds().map((id) => [id, network.getBoundingBox(id)]));
                const boxes = document.querySelectorAll("#picture [data-key]:not(.hidden)");
                return Object.fromEntries(Array.from(boxes, (box) => {
                    const { x, y, width, height } = box.getBBox();
                    return [box.dataset.key, { left: x, top: y, right: x + width, bottom: y + height }];
                }));
            }"""
        )
        return found

    def selected(self) -> str | None:
        """The key of what is selected."""
        key: str | None = self.page.evaluate("careerView.selected")
        return key


@pytest.fixture(scope="session")
def idle_pages(browser: Browser) -> Iterator[dict[str, list[Page]]]:
    """Blank pages by their options. To start one takes twice what it takes to open a view in it."""
    idle: dict[str, list[Page]] = defaultdict(list)
    yield idle
    for page in chain.from_iterable(idle.values()):
        page.context.close()


@pytest.fixture
def open_view(browser: Browser, idle_pages: dict[str, list[Page]], tmp_path: Path) -> Iterator[Callable[..., OpenPage]]:
    """Saves a view and opens it from disk, in a page of which nothing is left that another test did in it."""
    in_use: list[tuple[Page, dict[str, Any], dict[str, Callable[[Any], None]]]] = []

    def open_it(view: View | str, size: tuple[int, int] = (1280, 800), fragment: str = "", **options: Any) -> OpenPage:
        file = tmp_path / "page.html"
        if isinstance(view, View):
            view.save(file)
        else:
            file.write_text(view, encoding="utf-8")
        idle = idle_pages[repr(sorted(options.items()))]
        opened = OpenPage(idle.pop() if idle else browser.new_context(**options).new_page(), file)
        opened.page.set_viewport_size({"width": size[0], "height": size[1]})

        def on_console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                opened.complaints.append(message.text)

        listeners: dict[str, Callable[[Any], None]] = {
            "request": lambda request: opened.requests.append(request.url),
            "console": on_console,
            "pageerror": lambda error: opened.complaints.append(str(error)),
        }
        in_use.append((opened.page, options, listeners))
        for event, listener in listeners.items():
            opened.page.on(event, listener)  # type: ignore[call-overload]
        opened.page.goto(file.as_uri() + fragment)
        if options.get("java_script_enabled", True) and opened.page.locator("#data").count():
            opened.page.wait_for_selector("html[data-ready]", state="attached")
        return opened

    yield open_it
    for page, options, listeners in in_use:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        page.goto("about:blank")
        page.mouse.move(-1, -1)
        page.emulate_media(media="null", color_scheme=options.get("color_scheme", "light"))
        idle_pages[repr(sorted(options.items()))].append(page)


@pytest.fixture(scope="session")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.fixture(scope="session")
def long_plan(graph: CareerGraph) -> Plan:
    """A plan of all that a machine learning engineer needs, also of what is only preferred."""
    knows = ["Python", "SQL:practitioner"]
    return graph.plan("machine learning engineer", knows=knows, include_preferred=True)


@pytest.fixture(scope="session")
def middle_plan(graph: CareerGraph) -> Plan:
    """A plan of about 40 steps."""
    return graph.plan("data scientist", knows=["Python"])


@pytest.fixture(scope="session")
def hostile_graph() -> CareerGraph:
    """A graph whose every text tries to become markup, script or a template."""
    said = [{"ref": "attacker", "at": f"At {MARKUP}", "because": f"Reason {MARKUP}", "citing": "accomplice"}]
    common = {"definition": f"Definition {MARKUP}", "source": said}
    return CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "attacker", "kind": "source", "name": f"Source {MARKUP}", "url": "javascript:window.pwned=1"},
                {
                    "id": "accomplice",
                    "kind": "source",
                    "name": f"Other source {MARKUP}",
                    "url": 'https://example.org/"><script>window.pwned=1</script>',
                },
                {
                    "id": "tool",
                    "kind": "technology",
                    "name": f"Tool {MARKUP}",
                    "aliases": [f"Alias {MARKUP}", "plain alias"],
                    "hours": {"working": [1, 2, 3], "because": f"Basis {MARKUP}"},
                    "requires": [{"any_of": ["base", "spare"], "source": said}],
                    "claims": [{"id": "claim", "statement": f"Claim {MARKUP}", "source": said}],
                    "observations": [
                        {
                            "measure": f"measure {MARKUP}",
                            "value": 1,
                            "unit": f"unit {MARKUP}",
                            "statistic": f"statistic {MARKUP}",
                            "region": f"region {MARKUP}",
                            "stage": f"stage {MARKUP}",
                            "source": said,
                        }
                    ],
                    "related_to": [{"id": "base", "source": said}],
                    **common,
                },
                {"id": "base", "kind": "skill", "name": f"Base {MARKUP}", "hours": 5, **common},
                {"id": "spare", "kind": "skill", "name": f"Spare {MARKUP}", "hours": 9, **common},
                {"id": "degree", "kind": "credential", "name": f"Degree {MARKUP}", **common},
                {
                    "id": "job",
                    "kind": "role",
                    "name": f"Job {MARKUP}",
                    "requires": [{"any_of": ["tool"], "source": said}, {"any_of": ["degree"], "source": said}],
                    **common,
                },
            ]
        }
    )
