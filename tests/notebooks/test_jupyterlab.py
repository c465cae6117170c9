"""What JupyterLab and the classic notebook show: one server, one browser; trusted and not, a widget and diagrams.

The notebooks are read-only for one another: each test opens a page of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from nbformat.sign import NotebookNotary, SQLiteSignatureStore
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.views import View

PATIENCE = 60_000
"""Milliseconds that a busy machine may take for a kernel to start and to make a plan."""

WIDGET = """
import mlcareer_graph as mcg
graph = mcg.load_graph()
widget = graph.explore("keras", knows=["Python"])
seen = []
widget.observe(lambda change: seen.append(change.new), "selected")
widget
""".strip()
ASK = "print('selected:', widget.selected, seen)"
CHANGE = "widget.knows = ['Python', 'PyTorch']\nprint('steps:', [step.id for step in widget.plan.steps])"
RETARGET = "widget.target = 'pytorch'\nwidget.knows = ['NumPy']\nwidget.selected = 'PyTorch'"


@dataclass
class OpenNotebook:
    """A notebook that is open in JupyterLab.

    Attributes:
        page: The page of the browser.
        foreign: Every request to another host.
        errors: Every error of a script, every error and warning of a frame in the console, every dialog.
        ran: How many cells were run.
    """

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ran: int = 0

    def inside(self, cell: int) -> Any:
        """The page in the frame below a code cell, once its scripts have run."""
        frame = self.outputs(cell).locator("iframe")
        frame.scroll_into_view_if_needed()
        handle = frame.element_handle()
        assert handle is not None
        inside = handle.content_frame()
        assert inside is not None
        inside.locator("h1").wait_for(timeout=PATIENCE)
        inside.wait_for_load_state(timeout=PATIENCE)
        return inside

    def outputs(self, cell: int) -> Any:
        """What stands below a code cell."""
        return self.page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output")

    def run(self, cell: int) -> None:
        """Run a code cell, once the kernel listens, and wait until it has run."""
        kernel = self.page.locator(".jp-Notebook-ExecutionIndicator")
        expect(kernel).to_have_attribute("data-status", "idle", timeout=PATIENCE)
        code = self.page.locator(".jp-CodeCell").nth(cell)
        prompt = code.locator(".jp-InputArea-prompt")
        # While JupyterLab restores its layout it takes the focus away, and a key that is pressed then is lost.
        for _ in range(12):
            code.locator(".cm-content").click()
            code.locator(".cm-content").press("Control+Enter")
            try:
                expect(prompt).not_to_have_text("[ ]:")
                break
            except AssertionError:
                continue
        expect(prompt).to_have_text(f"[{self.ran + 1}]:", timeout=PATIENCE)
        self.ran += 1


@dataclass(frozen=True)
class Laboratory:
    """A running JupyterLab.

    Attributes:
        url: Its address.
        token: What lets a browser in.
        folder: The folder of its notebooks.
        notary: Signs notebooks, which is what trusts them.
    """

    url: str
    token: str
    folder: Path
    notary: NotebookNotary


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Laboratory]:
    """JupyterLab on a free port of this machine, with folders of its own and no word to anybody else."""
    root = tmp_path_factory.mktemp("jupyterlab")
    folders = {name: root / name.lower() for name in ("CONFIG", "DATA", "RUNTIME")}
    settings = root / "settings" / "@jupyterlab" / "apputils-extension"
    for folder in (*folders.values(), root / "notebooks", root / "workspaces", settings):
        folder.mkdir(parents=True)
    quiet = json.dumps({"fetchNews": "false", "checkForUpdates": False})
    (settings / "notification.jupyterlab-settings").write_text(quiet, encoding="utf-8")
    own = {f"JUPYTER_{name}_DIR": str(folder) for name, folder in folders.items()}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(root / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(root / "workspaces")}
    own |= {"IPYTHONDIR": str(root / "ipython"), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += ["--ServerApp.port=0", f"--ServerApp.root_dir={root / 'notebooks'}"]
    with (root / "log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
    try:
        about = _told(folders["RUNTIME"], server, root / "log")
        notary = NotebookNotary(
            store_factory=lambda: SQLiteSignatureStore(str(folders["DATA"] / "nbsignatures.db")),
            secret_file=str(folders["DATA"] / "notebook_secret"),
        )
        yield Laboratory(about["url"], about["token"], root / "notebooks", notary)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _told(folder: Path, server: subprocess.Popen[bytes], log: Path) -> Any:
    """What the server writes down about itself once it listens."""
    for _ in range(600):
        for path in folder.glob("jpserver-*.json"):
            return json.loads(path.read_text(encoding="utf-8"))
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab does not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One profile of the browser, so that JupyterLab's own scripts are fetched once."""
    opened = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield opened
    opened.close()


@pytest.fixture
def open_notebook(laboratory: Laboratory, context: BrowserContext) -> Iterator[Callable[..., OpenNotebook]]:
    """Writes a notebook into the folder of JupyterLab and opens it there."""
    pages = []

    def open_it(name: str, cells: list[Any], *, is_trusted: bool = False, is_classic: bool = False) -> OpenNotebook:
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        if is_trusted:
            laboratory.notary.sign(notebook)
        nbformat.write(notebook, laboratory.folder / f"{name}.ipynb")
        opened = OpenNotebook(context.new_page())
        pages.append(opened.page)
        host = urlsplit(laboratory.url).netloc

        def on_request(request: Any) -> None:
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
                opened.foreign.append(request.url)

        opened.page.on("request", on_request)

        def on_console(message: Any) -> None:
            place = str(message.location.get("url"))
            if message.type == "error" or (message.type == "warning" and not place.startswith("http")):
                opened.errors.append(f"{place}: {message.text}")

        opened.page.on("console", on_console)
        opened.page.on("dialog", lambda dialog: opened.errors.append(f"dialog: {dialog.message}"))
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        place = f"notebooks/{name}.ipynb" if is_classic else f"lab/workspaces/{name}/tree/{name}.ipynb"
        opened.page.goto(f"{laboratory.url}{place}?token={laboratory.token}")
        expect(opened.page.locator(".cell" if is_classic else ".jp-Cell")).to_have_count(len(cells), timeout=PATIENCE)
        return opened

    yield open_it
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.fixture(scope="module")
def paged(graph: CareerGraph) -> list[Any]:
    """Every kind of result that has a page; the frontier is of a role that takes long or costs something."""
    course = {"id": "course", "kind": "education-path", "name": "Course", "path_kind": "course", "teaches": ["skill"]}
    course |= {"hours": 20, "weeks": 2, "price": {"likely": 90, "currency": "USD"}}
    skill = {"id": "skill", "kind": "skill", "name": "Skill", "hours": 100}
    small = CareerGraph.from_dict({"concepts": [skill, course]})
    plan = graph.plan("keras", knows=["Python", "SQL"])
    return [
        graph,
        plan,
        small.frontier("skill", education="all"),
        plan.schedule(hours_per_week=8, start=date(2027, 1, 4)),
        graph.role_matrix(["data analyst", "data engineer", "statistician"]),
        graph.compare_roles("data analyst", "data engineer"),
    ]


@pytest.fixture(scope="module")
def tabled(graph: CareerGraph, paged: list[Any]) -> list[Any]:
    """Results that are tables alone, with as many rows as they have items."""
    matrix = paged[4]
    return [
        graph.gap("data analyst", ["SQL"]),
        graph.next_skills(["Python"], roles=["data analyst", "data engineer"], limit=4),
        graph.reachable_roles(["Python", "SQL:practitioner", "statistics"], within_hours=400),
        matrix.nearest("data analyst"),
        graph.plans("keras", ["Python"], k=2),
        paged[1].alternatives(paged[1].steps[-2]),
        paged[2][0].graph.query("SELECT ?thing ?name { ?thing a mlc:Skill ; skos:prefLabel ?name }"),
    ]


def cells_showing(values: list[Any]) -> list[Any]:
    """A code cell for each value, with the output that a kernel stores for it."""
    return [
        nbformat.v4.new_code_cell(
            f"value_{number}",
            execution_count=number,
            outputs=[
                nbformat.v4.new_output(
                    "execute_result",
                    {"text/html": value._repr_html_(), "text/plain": repr(value)},
                    execution_count=number,
                )
            ],
        )
        for number, value in enumerate(values, 1)
    ]


def rows_of(value: Any) -> int:
    """How many rows the table of a result has."""
    return len(value.items if hasattr(value, "items") else value)


def test_trusted_notebook_shows_the_pages(
    open_notebook: Callable[..., OpenNotebook], paged: list[Any], tabled: list[Any]
) -> None:
    """In a trusted notebook every page works in its frame, from which nothing is reached; tables stand without one."""
    opened = open_notebook("trusted", cells_showing([*paged, *tabled]), is_trusted=True)
    for cell, value in enumerate(paged):
        inside = opened.inside(cell)
        assert inside.locator("h1").inner_text() == value.view().title
        assert inside.evaluate("careerView.drawing.names().length") > 1
        assert inside.evaluate("window.origin") == "null"
        with pytest.raises(Exception, match=r"SecurityError|Blocked a frame"):
            inside.evaluate("parent.document.title")
    for cell, value in enumerate(tabled, len(paged)):
        expect(opened.outputs(cell).locator("table tbody tr")).to_have_count(rows_of(value))
        assert opened.outputs(cell).locator("iframe").count() == 0
    assert opened.foreign == []
    assert opened.errors == []


def test_untrusted_notebook_shows_the_tables(
    open_notebook: Callable[..., OpenNotebook], paged: list[Any], tabled: list[Any]
) -> None:
    """Before it is trusted, a notebook shows no frame, and the same as tables with every step and requirement."""
    graph, plan, frontier, schedule = paged[:4]
    opened = open_notebook("untrusted", cells_showing([*paged, *tabled]))
    kinds = opened.outputs(0).locator("table")
    expect(kinds.locator("tr", has_text="technologies")).to_contain_text(str(len(graph.technologies)))
    steps = opened.outputs(1).locator("table", has_text="The steps in order")
    expect(steps.locator("tbody tr")).to_have_count(len(plan.steps))
    for step in plan.steps:
        expect(steps).to_contain_text(step.concept.name)
    for cell, rows in ((2, len(frontier)), (3, len(schedule.steps)), (4, 3), (5, len(paged[5].only_first))):
        table = opened.outputs(cell).locator("table").first
        expect(table.locator("tbody tr")).to_have_count(rows)
        summary = opened.outputs(cell).locator("summary").first
        expect(summary).to_contain_text(paged[cell].view().title)
        if not table.is_visible():
            summary.click()
        expect(table).to_be_visible()
    for cell, value in enumerate(tabled, len(paged)):
        expect(opened.outputs(cell).locator("table tbody tr")).to_have_count(rows_of(value))
        expect(opened.outputs(cell).locator("table")).to_be_visible()
    assert opened.page.locator(".jp-OutputArea-output iframe").count() == 0
    assert opened.foreign == []
    assert opened.errors == []


@pytest.mark.parametrize("is_trusted", [True, False], ids=["trusted", "untrusted"])
def test_classic_notebook_shows_the_same(
    is_trusted: bool, open_notebook: Callable[..., OpenNotebook], paged: list[Any], tabled: list[Any]
) -> None:
    """The notebook before JupyterLab shows the pages once it is trusted, and the tables in any case."""
    values = [*paged, *tabled]
    opened = open_notebook(f"classic-{is_trusted}", cells_showing(values), is_trusted=is_trusted, is_classic=True)
    page = opened.page
    badge = page.locator("#notification_trusted")
    expect(badge).to_have_text("Trusted" if is_trusted else "Not Trusted", timeout=PATIENCE)
    expect(page.locator(".code_cell table").last).to_be_attached(timeout=PATIENCE)
    outputs = page.locator(".code_cell")
    for cell, value in enumerate(values):
        output = outputs.nth(cell).locator(".output_area")
        rows = rows_of(value) if cell >= len(paged) else {1: len(paged[1].steps), 3: len(paged[3].steps)}.get(cell, 1)
        assert output.locator("table tbody tr").count() >= rows
    expect(page.locator(".output_area iframe")).to_have_count(len(paged) if is_trusted else 0)
    for frame, value in zip(page.locator(".output_area iframe").element_handles(), paged, strict=is_trusted):
        inside = frame.content_frame()
        assert inside is not None
        inside.locator("h1").wait_for(timeout=PATIENCE)
        inside.wait_for_load_state(timeout=PATIENCE)
        assert inside.locator("h1").inner_text() == value.view().title
        assert inside.evaluate("careerView.drawing.names().length") > 1
    assert opened.foreign == []
    assert opened.errors == []


@pytest.fixture(scope="module")
def hostile() -> CareerGraph:
    """A graph whose names try to be markup, script, the syntax of Mermaid or the end of a fence."""
    first = """</script><img src=x onerror="alert(1)">"];\nclick n0 call alert()"""
    second = """%%{init: {"securityLevel": "loose"}}%% ``` --> end #quot; $$x^2$$"""
    third = """[`**b**`](javascript:alert(1)) :::x {{ 7*7 }} \\n & &lt;b&gt;"""
    concepts = [
        {"id": "first", "kind": "skill", "name": first, "hours": 5},
        {"id": "second", "kind": "technology", "name": second, "hours": 3, "requires": ["first"]},
        {"id": "third", "kind": "skill", "name": third, "hours": 3, "requires": ["second"]},
        {"id": "end", "kind": "role", "name": "end", "requires": ["third"]},
    ]
    return CareerGraph.from_dict({"concepts": concepts})


def words_of(view: View) -> list[str]:
    """What stands in the boxes of a view."""
    assert view.scene is not None
    return sorted(" ".join(" ".join((*box.lines, *box.notes)).split()) for box in view.scene.boxes)


def test_mermaid_draws_what_the_text_says(
    open_notebook: Callable[..., OpenNotebook], graph: CareerGraph, hostile: CareerGraph
) -> None:
    """Mermaid, as JupyterLab has it, draws every box of a plan and of a neighbourhood with its very words.

    No script runs, no dialog opens, and the drawing holds no script, link or handler.
    """
    views = [
        graph.plan("data analyst", knows=["Python"]).view(),
        graph.view(around="keras"),
        hostile.plan("end").view(),
        hostile.view(around="second"),
    ]
    cells = [nbformat.v4.new_markdown_cell(f"```mermaid\n{view.mermaid}```") for view in views]
    opened = open_notebook("mermaid", cells)
    for number, view in enumerate(views):
        cell = opened.page.locator(".jp-MarkdownCell").nth(number)
        cell.scroll_into_view_if_needed()
        source = cell.locator(".jp-RenderedMermaid img").get_attribute("src", timeout=PATIENCE) or ""
        drawing = ET.fromstring(unquote(source.partition(",")[2]))
        labels = [node for node in drawing.iter() if "nodeLabel" in (node.get("class") or "").split()]
        said = sorted(" ".join(" ".join(label.itertext()).replace("\u2060", "").split()) for label in labels)
        bands = [] if view.scene is None else [" ".join(band.title.split()) for band in view.scene.bands]
        assert said == sorted([*words_of(view), *bands])
        for node in drawing.iter():
            assert node.tag.rpartition("}")[2] not in {"script", "a", "img", "iframe", "b", "strong", "math"}
            assert not any(name.rpartition("}")[2].startswith(("on", "href")) for name in node.attrib)
    assert opened.foreign == []
    assert opened.errors == []


def test_widget_goes_both_ways(open_notebook: Callable[..., OpenNotebook]) -> None:
    """A click tells Python the id, by mouse and by keyboard; what Python changes is drawn and selected in the cell."""
    cells = [nbformat.v4.new_code_cell(source) for source in (WIDGET, ASK, CHANGE, ASK, RETARGET)]
    opened = open_notebook("widget", cells)
    opened.run(0)
    boxes = opened.outputs(0).locator("g[data-id]")
    box = opened.outputs(0).locator('g[data-id="keras"]')
    expect(box).to_have_count(1, timeout=PATIENCE)
    expect(opened.outputs(0).locator(".mlcareer-kept")).to_be_hidden()
    box.click()
    expect(box).to_have_attribute("aria-pressed", "true")
    expect(opened.outputs(0).get_by_role("status")).to_contain_text("Keras")
    opened.run(1)
    expect(opened.outputs(1)).to_have_text("selected: keras ['keras']")

    before = boxes.count()
    opened.run(2)
    expect(opened.outputs(2)).to_have_text("steps: ['keras']")
    expect(opened.outputs(0).locator('g[data-id="pytorch"]')).to_contain_text("known")
    assert boxes.count() < before
    expect(box).to_have_attribute("aria-pressed", "true")

    known = opened.outputs(0).locator('g[data-id="python"]')
    known.focus()
    known.press("Enter")
    expect(known).to_have_attribute("aria-pressed", "true")
    opened.run(3)
    expect(opened.outputs(3)).to_have_text("selected: python ['keras', 'python']")

    opened.run(4)
    expect(opened.outputs(0).locator('g[data-id="pytorch"]')).to_have_attribute("aria-pressed", "true")
    expect(opened.outputs(0).locator('g[data-id="keras"]')).to_have_count(0)
    assert opened.foreign == []
    assert opened.errors == []
