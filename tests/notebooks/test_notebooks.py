"""The notebooks run as they stand, in a real kernel."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MACHINE_PATH = re.compile(r"/(home|root|tmp|work|Users|usr)/|[A-Z]:\\\\")


def read(path: Path) -> Any:
    """The notebook as it is stored."""
    return nbformat.read(path, as_version=4)


@cache
def executed(path: Path) -> Any:
    """The notebook after a run from top to bottom; a cell that fails raises."""
    notebook = read(path)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    # In a thread of its own, since another test may have an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(client.async_execute())).result()


def outputs(path: Path, cell_id: str) -> list[Any]:
    """What a cell shows."""
    (cell,) = [cell for cell in executed(path).cells if cell.id == cell_id]
    return list(cell.outputs)


def test_there_are_notebooks() -> None:
    """The folder is found, so that the tests below have something to test."""
    assert FOLDER / "first_plan.ipynb" in NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stored_clean(path: Path) -> None:
    """A notebook is valid, has no outputs, no counts, readable ids and no path of anyone's machine."""
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id)
        assert not MACHINE_PATH.search(cell.source)
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path) -> None:
    """Every code cell of a notebook runs without an error and without a warning on its error stream."""
    for cell in executed(path).cells:
        if cell.cell_type == "code":
            assert cell.execution_count is not None
            assert [output for output in cell.outputs if output.get("name") == "stderr"] == []


def test_plan_is_shown_as_html_and_text() -> None:
    """The cell with the plan shows its page and table as HTML, and a sentence where HTML is not shown."""
    (shown,) = outputs(FOLDER / "first_plan.ipynb", "plan")
    assert 'sandbox="allow-scripts"' in shown.data["text/html"]
    assert "The steps in order" in shown.data["text/html"]
    assert shown.data["text/plain"].startswith("<Plan: Machine learning engineer: ")
    assert len(shown.data["text/plain"]) < 200


def test_kept_graph_is_the_same() -> None:
    """The graph that the last cell saves and loads again equals the one that it started from."""
    (shown,) = outputs(FOLDER / "first_plan.ipynb", "keep")
    assert shown.data["text/plain"].endswith("True)")
    assert "plan.html" in shown.data["text/plain"]


def test_export_keeps_the_table() -> None:
    """A notebook exported as HTML holds the steps as a table."""
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(executed(FOLDER / "first_plan.ipynb"))
    assert "<caption>The steps in order</caption>" in body
