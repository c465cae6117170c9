"""What marimo shows: its own server runs a notebook, and Chromium opens it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request, expect

from mlcareer_graph import load_graph

PATIENCE = 60_000
"""Milliseconds that a busy machine may take to start marimo and to run the cells."""

CELLS = (
    "import mlcareer_graph as mcg\ngraph = mcg.load_graph()\ngraph",
    'plan = graph.plan("keras", knows=["Python", "SQL"])\nplan',
    'graph.gap("data analyst", ["SQL"])',
    "plan.alternatives(plan.steps[-2])",
)


def notebook_of(cells: tuple[str, ...]) -> str:
    """A notebook in marimo's form: a program with a function for each cell."""
    given = ("", "graph", "graph", "plan")
    made = ("graph", "plan", "", "")
    parts = ["import marimo", "", "app = marimo.App()", ""]
    for cell, arguments, names in zip(cells, given, made, strict=True):
        body = [f"    {line}" for line in cell.splitlines()]
        parts += ["", "@app.cell", f"def _({arguments}):", *body, f"    return ({names + ',' if names else ''})", ""]
    return "\n".join([*parts, "", 'if __name__ == "__main__":', "    app.run()", ""])


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A notebook that marimo runs as an app, on a free port of this machine and with folders of its own."""
    (tmp_path / "career.py").write_text(notebook_of(CELLS), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "marimo", "-q", "run", "career.py", "--headless", "--no-token"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    own = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "CACHE", "STATE", "DATA")}
    own["MARIMO_SKIP_UPDATE_CHECK"] = "1"
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | own, cwd=tmp_path, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(600):
            try:
                urlopen(f"{url}health", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_marimo_shows_pages_and_tables(address: str, browser: Browser) -> None:
    """In a marimo app the pages of a graph and a plan work in their frames, and a gap and a list are tables."""
    graph = load_graph()
    plan = graph.plan("keras", knows=["Python", "SQL"])
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    foreign, errors = [], []

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(address).netloc:
            foreign.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    expect(page.get_by_text(f"Instead of {plan.steps[-2].concept.name}").first).to_be_visible(timeout=PATIENCE)
    frames = page.locator("iframe")
    expect(frames).to_have_count(2)
    for frame, title in zip(frames.element_handles(), (graph.view().title, plan.view().title), strict=True):
        inside = frame.content_frame()
        assert inside is not None
        inside.locator("h1").wait_for(timeout=PATIENCE)
        inside.wait_for_load_state(timeout=PATIENCE)
        assert inside.locator("h1").inner_text() == title
        assert inside.evaluate("careerView.drawing.names().length") > 1
        assert inside.evaluate("window.origin") == "null"
    rows = [table.locator("tbody tr").count() for table in page.locator("table").all()]
    gap = graph.gap("data analyst", ["SQL"])
    assert rows[1:] == [len(plan.steps), len(gap.items), len(plan.alternatives(plan.steps[-2]))]
    assert foreign == []
    assert errors == []
    page.close()
