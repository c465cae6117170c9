"""The widget of a plan: its traits in Python, and its view in a browser with a model that stands in for a kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from nbconvert import HTMLExporter
from test_view_reprs import rows_of, sanitised

from mlcareer_graph import CareerGraph, UnknownConceptError
from mlcareer_graph.views.widget import PlanWidget, concept_ids

Opener = Callable[..., Any]

DRAWN = {"svg", "title", "desc", "style", "rect", "defs", "marker", "path", "g", "text"}
"""The elements of a picture; none of them can run anything or ask for anything."""

STAND_IN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Widget</title><body><main></main>
<script type="module">
const state = %s;
const listeners = [];
const tell = (name) => listeners.filter(([event]) => event === "change:" + name).forEach(([, listener]) => listener());
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; tell(name); },
  save_changes: () => { window.saved = (window.saved || 0) + 1; },
  on: (event, listener) => { listeners.push([event, listener]); },
  off: (event, listener) => { listeners.splice(listeners.findIndex((one) => one[1] === listener), 1); },
};
const module = await import(URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" })));
window.end = module.default.render({ model, el: document.querySelector("main") });
window.model = model;
window.listening = () => listeners.length;
</script>"""


def elements(picture: list[Any]) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every element of a picture: its tag, attributes and text."""
    tag, attributes, text, children = picture
    yield tag, attributes, text
    for child in children:
        yield from elements(child)


def boxes(widget: PlanWidget) -> dict[str, str]:
    """The boxes of the picture: the id that each reports, with its label."""
    return {found["data-id"]: found["aria-label"] for _, found, _ in elements(widget._picture) if "data-id" in found}


def stand_in(widget: PlanWidget) -> str:
    """A page that shows the widget as a notebook does."""
    state = {name: getattr(widget, name) for name in ("_esm", "_picture", "_caption", "_words", "selected")}
    return STAND_IN % json.dumps(state).replace("<", "\\u003c")


def test_widget_is_imported_when_it_is_used() -> None:
    """Planning and drawing do not load anywidget."""
    code = "import mlcareer_graph as m, sys; m.load_graph().plan('keras').view(); assert 'anywidget' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_missing_anywidget_names_the_extra() -> None:
    """Without anywidget the error says which extra brings it."""
    code = "import sys; sys.modules['anywidget'] = None; import mlcareer_graph as m; m.load_graph().explore('keras')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert "MissingExtraError" in done.stderr
    assert "[notebook]" in done.stderr


def test_every_box_reports_a_concept(graph: CareerGraph) -> None:
    """The picture has a box for each step, the target and what is known, each with the id of its concept."""
    widget = graph.explore("data analyst", knows=["Python", "SQL"])
    assert {step.id for step in widget.plan.steps} | {"data-analyst", "python", "sql"} <= boxes(widget).keys()
    assert boxes(widget).keys() == set(concept_ids(widget.plan).values()) == widget._words.keys()
    assert all(found in graph for found in boxes(widget))


def test_setting_knows_or_target_plans_anew(graph: CareerGraph) -> None:
    """A new profile or target gives the plan that `plan` makes with the same options, drawn and announced once."""
    widget = graph.explore("keras", knows=["Python"], education="none")
    seen: list[Any] = []
    widget.observe(lambda change: seen.append((change.new, widget.target, widget.knows)), "plan")
    widget.knows = ["Python", "JAX"]
    widget.target = graph["pytorch"]
    for plan, target, knows in seen:
        assert plan == graph.plan(target, knows, education="none")
    assert [(target, knows) for _, target, knows in seen] == [
        ("keras", ("Python", "JAX")),
        (graph["pytorch"], ("Python", "JAX")),
    ]
    assert widget.plan is seen[-1][0]
    assert "keras" not in boxes(widget)


def test_what_is_selected_stays_while_it_is_drawn(graph: CareerGraph) -> None:
    """Any name selects a concept; a new plan keeps it selected if it still has a box for it."""
    widget = graph.explore("keras", knows=["Python"])
    widget.selected = "py-torch"
    assert widget.selected == "pytorch"
    widget.knows = ["Python", "PyTorch"]
    assert widget.selected == "pytorch"
    widget.knows = ["Keras"]
    assert widget.selected is None


def test_a_wrong_name_changes_nothing(graph: CareerGraph) -> None:
    """A name that nobody knows is an error, and the widget stays as it was."""
    widget = graph.explore("keras", knows=["Python"])
    before = (widget.plan, widget.target, widget.knows, widget.selected, widget._picture)
    for name in ("target", "selected"):
        with pytest.raises(UnknownConceptError):
            setattr(widget, name, "qqqqqq")
    with pytest.raises(UnknownConceptError):
        widget.knows = ["qqqqqq"]
    with pytest.raises(UnknownConceptError):
        graph.explore("qqqqqq")
    assert (widget.plan, widget.target, widget.knows, widget.selected, widget._picture) == before


def test_where_no_widget_is_shown_the_steps_are(graph: CareerGraph) -> None:
    """Beside the widget the output holds the steps as a table, for exports, and a line of text."""
    widget = graph.explore("keras", knows=["Python"])
    bundle = widget._repr_mimebundle_()
    assert bundle is not None
    assert "application/vnd.jupyter.widget-view+json" in bundle[0]
    assert "The steps in order" in bundle[0]["text/html"]
    assert "<iframe" not in bundle[0]["text/html"]
    assert bundle[0]["text/plain"] == f"<PlanWidget: {widget.plan}>"


def displayed(widget: PlanWidget) -> list[dict[str, Any]]:
    """The outputs that a cell has which ends in the widget."""
    InteractiveShell.instance()
    with capture_output() as captured:
        display(widget)
    return [output.data for output in captured.outputs]


def exported(outputs: list[dict[str, Any]]) -> str:
    """A notebook with these outputs as HTML, by the template that nbconvert takes unless it is told otherwise."""
    cell = nbformat.v4.new_code_cell(
        "widget", id="cell", outputs=[nbformat.v4.new_output("display_data", data) for data in outputs]
    )
    state = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2, "version_minor": 0}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": state})
    body: str = HTMLExporter().from_notebook_node(notebook)[0]
    return body


def test_an_exported_notebook_shows_the_plan_offline(graph: CareerGraph, open_view: Opener) -> None:
    """Exported by the default template and opened without a network, the cell has the picture and every step."""
    widget = graph.explore("keras", knows=["Python"])
    outputs = displayed(widget)
    assert "application/vnd.jupyter.widget-view+json" in outputs[0]
    opened = open_view(exported(outputs), offline=True)
    table = opened.page.locator("table", has_text="The steps in order")
    assert table.is_visible()
    assert table.locator("tbody tr").count() == len(widget.plan.steps)
    for step in widget.plan.steps:
        assert step.concept.name in table.inner_text()
    assert opened.page.locator(".mlcareer-kept img").evaluate("image => image.naturalWidth") > 600


def test_what_is_kept_hides_where_the_widget_is_drawn(graph: CareerGraph, open_view: Opener) -> None:
    """Beside a widget that is drawn, what stands in for it is not seen, and it survives without style and script."""
    widget = graph.explore("keras", knows=["Python"])
    kept = displayed(widget)[1]["text/html"]
    opened = open_view(stand_in(widget).replace("<main></main>", f"<main></main>{kept}"))
    opened.page.wait_for_selector("main svg")
    assert not opened.page.locator(".mlcareer-kept").is_visible()
    opened.page.evaluate("end()")
    assert opened.page.locator(".mlcareer-kept").is_visible()
    assert len(rows_of(sanitised(kept))) > len(widget.plan.steps)


def test_view_follows_the_model_and_ends(graph: CareerGraph, open_view: Opener) -> None:
    """A second click takes the selection back, a new picture replaces the old one, and nothing is left at the end."""
    first, second = graph.explore("keras", knows=["Python"]), graph.explore("pytorch", knows=["Python"])
    opened = open_view(stand_in(first))
    box = opened.page.locator('g[data-id="keras"]')
    box.click()
    assert opened.page.evaluate("model.get('selected')") == "keras"
    box.press("Space")
    assert opened.page.evaluate("[model.get('selected'), saved]") == [None, 2]
    opened.page.evaluate("picture => model.set('_picture', picture)", second._picture)
    assert opened.page.locator("main svg").count() == 1
    assert opened.page.locator("g[data-id]").count() == len(concept_ids(second.plan))
    opened.page.evaluate("end()")
    assert opened.page.locator("main *").count() == 0
    assert opened.page.evaluate("listening()") == 0


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_widget(look: str, graph: CareerGraph, open_view: Opener) -> None:
    """With a box selected axe reports no serious or critical violation, light and dark, on a desk and on a phone."""
    widget = graph.explore("keras", knows=["Python"])
    for size in ((1280, 800), (390, 844)):
        opened = open_view(stand_in(widget), size, color_scheme=look)
        opened.page.locator('g[data-id="keras"]').press("Enter")
        opened.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        found = opened.page.evaluate(
            "async () => (await axe.run(document)).violations.map((one) => [one.id, one.impact])"
        )
        assert [rule for rule, impact in found if impact in ("serious", "critical")] == []
