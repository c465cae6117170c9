"""What a notebook shows, trusted, untrusted and exported."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any

import bleach
import nbformat
import pytest
from nbconvert import HTMLExporter

from mlcareer_graph import CareerGraph, Plan

Opener = Callable[..., Any]

SANITISED_TAGS = ["a", "caption", "details", "li", "p", "strong", "summary", "table", "tbody", "td", "th", "thead"]
SANITISED_TAGS += ["tr", "ul"]
"""What the sanitiser of a notebook leaves of an output that is not trusted: no frame, script, style or drawing."""


class Rows(HTMLParser):
    """The rows of the tables of a page, as texts."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data


def sanitised(html: str) -> str:
    """The output as it is shown before the notebook is trusted."""
    cleaned: str = bleach.clean(html, tags=SANITISED_TAGS, attributes={"a": ["href"]}, strip=True)
    return cleaned


def rows_of(html: str) -> list[list[str]]:
    """The rows of all tables."""
    parser = Rows()
    parser.feed(html)
    return parser.rows


def frames_of(html: str) -> list[dict[str, str | None]]:
    """The attributes of all frames."""
    found: list[dict[str, str | None]] = []

    class Frames(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "iframe":
                found.append(dict(attrs))

    Frames().feed(html)
    return found


def test_plan_shows_a_frame_and_a_table(middle_plan: Plan) -> None:
    """A plan is shown as its page in a sandboxed frame, with the steps as a table beside it."""
    html = middle_plan._repr_html_()
    (frame,) = frames_of(html)
    assert frame["sandbox"] == "allow-scripts allow-downloads"
    assert frame["srcdoc"] == middle_plan.view().html
    assert "src" not in frame


def test_weeks_are_those_of_the_plan(graph: CareerGraph) -> None:
    """The weeks that are shown are reckoned with the hours a week that the plan was made for."""
    plan = graph.plan("keras", knows=["Python"], hours_per_week=8)
    assert "At 8 hours a week" in plan._repr_html_()
    assert f"{plan.weeks:,.0f} weeks" in plan._repr_html_()
    assert f"{plan.weeks:,.0f}" != f"{plan.hours.likely / 10:,.0f}"


def test_graph_shows_a_frame_and_a_table(graph: CareerGraph) -> None:
    """A graph is shown as its page in a sandboxed frame, with its kinds as a table beside it."""
    (frame,) = frames_of(graph._repr_html_())
    assert frame["sandbox"] == "allow-scripts allow-downloads"
    assert frame["srcdoc"] == graph.view().html
    assert ["roles", str(len(graph.roles))] in rows_of(sanitised(graph._repr_html_()))


def test_steps_survive_sanitising(middle_plan: Plan) -> None:
    """Of a plan that is not trusted every step, with hours and reason, is left as a table, and nothing of the page."""
    left = sanitised(middle_plan._repr_html_())
    rows = [row for row in rows_of(left) if len(row) == 6][1:]
    assert len(left) < 60_000
    assert [row[1].split(",")[0] for row in rows] == [step.concept.name.split(",")[0] for step in middle_plan.steps]
    assert [row[5] for row in rows] == [" ".join(step.because.split()) for step in middle_plan.steps]


def test_text_reprs_are_one_line(middle_plan: Plan, graph: CareerGraph) -> None:
    """Where HTML is not shown, a plan, a gap and a graph are one short line and not all that they hold."""
    gap = graph.gap("data scientist", ["Python"])
    assert repr(middle_plan) == f"<Plan: {middle_plan}>"
    assert f"{len(gap.open)} open" in repr(gap)
    for value in (middle_plan, gap, graph, middle_plan.view()):
        assert len(repr(value)) < 200
        assert "\n" not in repr(value)


def test_views_survive_sanitising(graph: CareerGraph) -> None:
    """Of a view that is not trusted the tables are left."""
    left = sanitised(graph.view(around="keras")._repr_html_())
    assert any(row[0] == "Python" for row in rows_of(left))
    assert "Around Keras, as a table" in left


def test_lists_of_concepts_are_tables(graph: CareerGraph) -> None:
    """What is found, needed, unlocked and related is a list like any other, with a row for each concept."""
    found = graph.search("lerning", limit=4)
    assert found == list(found)
    assert found[0] in found[:2]
    assert [row[0] for row in rows_of(found._repr_html_())[1:]] == [concept.name for concept in found]
    for own in (graph.prerequisites("keras"), graph.unlocks("keras"), graph.related("keras")):
        html = own._repr_html_()
        assert len(rows_of(html)) == len(own) + 1
        assert rows_of(sanitised(html)) == rows_of(html)
    many = graph.unlocks("python", recursive=True)
    assert f"{len(many):,} concepts, of which the first 100 are shown" in many._repr_html_()
    assert graph.search("zzzzqqqq")._repr_html_() == "<p>0 concepts</p>"


def test_concept_and_gap_are_plain_tables(graph: CareerGraph) -> None:
    """A concept and a gap need neither frame nor script."""
    concept, gap = graph["keras"], graph.gap("data scientist", ["Python"])
    for html in (concept._repr_html_(), gap._repr_html_()):
        assert "<iframe" not in html
        assert "<script" not in html
        assert sanitised(html).count("<tr>") == html.count("<tr>")
    assert concept.definition in unescape(concept._repr_html_())
    statuses = [row[0] for row in rows_of(gap._repr_html_())[1:]]
    assert statuses == sorted(statuses, key=["open", "partly met", "met"].index)
    assert len(statuses) == len(gap.items)


@pytest.mark.parametrize("knows", [["Python:expert"], []])
def test_plan_without_steps_or_way(graph: CareerGraph, knows: list[str]) -> None:
    """A plan with nothing to learn says so without a frame; one with steps has one."""
    html = graph.plan("python", knows=knows)._repr_html_()
    assert ("There is nothing to learn" in html) is bool(knows)
    assert len(frames_of(html)) == (0 if knows else 1)


def test_explorer_works_in_a_sandboxed_frame(graph: CareerGraph, open_view: Opener) -> None:
    """In a frame of another page, without an origin of its own, the map is drawn, opens areas and copies no link."""
    opened = open_view(f"<!doctype html><meta charset=utf-8><title>Cell</title><body>{graph._repr_html_()}")
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-ready]", state="attached")
    start = frame.evaluate("careerView.drawing.shown.length")
    frame.evaluate("careerView.select('keras', { moveThere: true })")
    assert frame.evaluate("careerView.drawing.shown.length") > start
    assert frame.evaluate("careerView.selected") == "keras"
    assert not frame.locator("#copy").is_visible()
    with opened.page.expect_download() as download:
        frame.click("#png")
    assert download.value.suggested_filename == "the-career-graph.png"
    assert [url for url in opened.requests if not url.startswith(("file:", "about:", "blob:", "data:"))] == []
    assert opened.complaints == []


WEB_VIEW = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src https: http: data:; font-src https:; connect-src https:; child-src https: data:"
)
"""The policy of the web view of VS Code, where it has one (setting ``notebook.experimental.enableCsp``)."""

HOSTS = {
    "as in VS Code": "<!doctype html><meta charset=utf-8>"
    f'<meta http-equiv="Content-Security-Policy" content="{WEB_VIEW}"><title>Output</title><div id=output></div>',
    "as in Colab": "<!doctype html><meta charset=utf-8><title>Notebook</title>"
    '<iframe sandbox="allow-scripts" width=1200 height=700 srcdoc="<div id=output></div>"></iframe>',
}


@pytest.mark.parametrize("host", HOSTS)
def test_page_works_where_outputs_are_put_into_a_page_by_script(
    host: str, middle_plan: Plan, open_view: Opener
) -> None:
    """Put into an element as text, under the policy of VS Code or in a frame as in Colab, a plan is drawn."""
    opened = open_view(HOSTS[host])
    place = opened.page.frames[-1]
    place.evaluate("html => { document.getElementById('output').innerHTML = html; }", middle_plan._repr_html_())
    element = place.locator("#output iframe").element_handle()
    frame = element.content_frame()
    frame.wait_for_selector("html[data-ready]", state="attached")
    assert frame.evaluate("careerView.drawing.names().length") >= len(middle_plan.steps)
    assert frame.evaluate("window.origin") == "null"
    assert frame.evaluate("getComputedStyle(document.querySelector('#picture rect')).fill") != "rgb(0, 0, 0)"
    assert place.locator("#output table", has_text="The steps in order").count() == 1
    assert [url for url in opened.requests if not url.startswith(("file:", "about:"))] == []
    assert opened.complaints == []


def test_exported_notebook_opens_offline(graph: CareerGraph, open_view: Opener) -> None:
    """A notebook exported as HTML draws the plan in its frame, shows the table and asks for nothing."""
    plan = graph.plan("keras", knows=["Python", "SQL"])
    shown = [plan._repr_html_(), graph["keras"]._repr_html_()]
    cells = [
        nbformat.v4.new_code_cell(
            "plan", id=f"cell-{number}", outputs=[nbformat.v4.new_output("display_data", {"text/html": html})]
        )
        for number, html in enumerate(shown)
    ]
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    opened = open_view(f"<!doctype html><meta charset=utf-8><title>Exported</title><body>{body}")
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-ready]", state="attached")
    assert frame.evaluate("careerView.drawing.boxes.size") >= len(plan.steps)
    assert frame.evaluate("window.origin") == "null"
    assert opened.page.locator("table", has_text="The steps in order").count() == 1
    assert [url for url in opened.requests if not url.startswith(("file:", "about:"))] == []
    assert opened.complaints == []
