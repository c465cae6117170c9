"""What JupyterLab itself shows: one server and one browser, a notebook that is trusted, one that is not, and a widget.

The notebooks are read-only for one another: each test opens a page of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from nbformat.sign import NotebookNotary, SQLiteSignatureStore
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mlcareer_graph import CareerGraph, Gap, Plan, load_graph

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
    """A notebook that is open in JupyterLab, with every request to another host and every error of a script."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ran: int = 0

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

    def open_it(name: str, cells: list[Any], *, is_trusted: bool = False) -> OpenNotebook:
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
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.goto(f"{laboratory.url}lab/workspaces/{name}/tree/{name}.ipynb?token={laboratory.token}")
        expect(opened.page.locator(".jp-CodeCell")).to_have_count(len(cells), timeout=PATIENCE)
        return opened

    yield open_it
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.fixture(scope="module")
def shown(graph: CareerGraph) -> tuple[CareerGraph, Plan, Gap]:
    """What the notebooks show: a graph, a plan and a gap."""
    return graph, graph.plan("keras", knows=["Python", "SQL"]), graph.gap("data analyst", ["SQL"])


def cells_showing(values: tuple[Any, ...]) -> list[Any]:
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


def test_trusted_notebook_shows_the_pages(
    open_notebook: Callable[..., OpenNotebook], shown: tuple[CareerGraph, Plan, Gap]
) -> None:
    """In a trusted notebook the page of a graph and of a plan works in its frame, from which nothing is reached."""
    opened = open_notebook("trusted", cells_showing(shown), is_trusted=True)
    for cell, title in ((0, "career graph"), (1, "Plan: Keras")):
        frame = opened.outputs(cell).locator("iframe")
        frame.scroll_into_view_if_needed()
        handle = frame.element_handle()
        assert handle is not None
        inside = handle.content_frame()
        assert inside is not None
        inside.wait_for_function("typeof careerView === 'object'", timeout=PATIENCE)
        assert title in inside.locator("h1").inner_text()
        assert inside.evaluate("window.origin") == "null"
        with pytest.raises(Exception, match=r"SecurityError|Blocked a frame"):
            inside.evaluate("parent.document.title")
    expect(opened.outputs(2).locator("table")).to_contain_text("Statistics")
    assert opened.foreign == []
    assert opened.errors == []


def test_untrusted_notebook_shows_the_tables(
    open_notebook: Callable[..., OpenNotebook], shown: tuple[CareerGraph, Plan, Gap]
) -> None:
    """Before it is trusted, a notebook shows no frame, and the same as tables with every step and requirement."""
    graph, plan, gap = shown
    opened = open_notebook("untrusted", cells_showing(shown))
    assert opened.page.locator(".jp-OutputArea-output iframe").count() == 0
    kinds = opened.outputs(0).locator("table")
    expect(kinds.locator("tr", has_text="technologies")).to_contain_text(str(len(graph.technologies)))
    steps = opened.outputs(1).locator("table", has_text="The steps in order")
    expect(steps.locator("tbody tr")).to_have_count(len(plan.steps))
    for step in plan.steps:
        expect(steps).to_contain_text(step.concept.name)
    expect(opened.outputs(2).locator("table tbody tr")).to_have_count(len(gap.items))
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
