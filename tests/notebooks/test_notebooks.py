"""The notebooks run as they stand, in a real kernel, and are the same as the scripts beside them."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MACHINE_PATH = re.compile(r"/(home|root|tmp|work|Users|usr)/|[A-Z]:\\\\")
FIRST, CAREER, WHAT_IF, RDF, OWN, ESCO = (
    FOLDER / f"{name}.ipynb"
    for name in (
        "01_first_steps",
        "02_change_of_career",
        "03_what_if",
        "04_rdf_and_sparql",
        "05_your_own_graph",
        "06_esco_and_onet",
    )
)


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


def printed(path: Path, cell_id: str) -> str:
    """What a cell prints."""
    return "".join(output.text for output in outputs(path, cell_id) if output.output_type == "stream")


def test_there_are_six_notebooks() -> None:
    """The folder is found, and the tests below are about all that is in it."""
    assert [FIRST, CAREER, WHAT_IF, RDF, OWN, ESCO] == NOTEBOOKS


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
def test_notebook_and_script_are_one(path: Path) -> None:
    """The script beside a notebook has the same cells; `jupytext --sync notebooks/*.ipynb` makes it so."""
    paired = jupytext.read(path.with_suffix(".py"))
    said = [(cell.cell_type, cell.source) for cell in paired.cells]
    assert said == [(cell.cell_type, cell.source) for cell in read(path).cells]
    assert read(path).metadata.jupytext.formats == "ipynb,py:percent"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path) -> None:
    """Every code cell of a notebook runs without an error and without a warning on its error stream."""
    for cell in executed(path).cells:
        if cell.cell_type == "code":
            assert cell.execution_count is not None
            assert [output for output in cell.outputs if output.get("name") == "stderr"] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_shows_a_picture(path: Path) -> None:
    """Every notebook shows a page in a sandboxed frame, beside a table that stands without it."""
    results = [output for cell in executed(path).cells for output in cell.get("outputs", []) if "data" in output]
    shown = [output.data.get("text/html", "") for output in results]
    pages = [html for html in shown if "<iframe" in html]
    assert pages
    for html in pages:
        assert 'sandbox="allow-scripts' in html
        assert "<table>" in html.partition("</iframe>")[2] + html.partition("<iframe")[0]


def test_plan_is_shown_as_html_and_text() -> None:
    """The cell with the plan shows its page and table as HTML, and a sentence where HTML is not shown."""
    (shown,) = outputs(CAREER, "plan")
    assert "The steps in order" in shown.data["text/html"]
    assert shown.data["text/plain"].startswith("<Plan: Data engineer: ")
    assert len(shown.data["text/plain"]) < 200


def test_kept_graph_is_the_same() -> None:
    """The graph that the last cell saves and loads again equals the one that it started from."""
    (shown,) = outputs(FIRST, "keep")
    assert shown.data["text/plain"].endswith("True)")
    assert "plan.html" in shown.data["text/plain"]


def test_career_is_proven() -> None:
    """The plan that is chosen is proven, by its bound and by a certificate, and verified."""
    assert printed(CAREER, "proof").startswith("optimal ")
    assert "the certificate holds: True | the plan holds: True" in printed(CAREER, "proof")
    (picture,) = outputs(CAREER, "picture")
    assert picture.data["image/svg+xml"].startswith("<svg")


def test_what_if_has_a_choice_to_show() -> None:
    """The frontier has more than one point, the year is too short, and the widget is shown with a table beside it."""
    assert printed(WHAT_IF, "frontier").count("hours") > 2
    assert "proven to be all points: True" in printed(WHAT_IF, "frontier")
    assert printed(WHAT_IF, "limits").startswith("No plan to ")
    widget, beside = outputs(WHAT_IF, "hand")
    assert "application/vnd.jupyter.widget-view+json" in widget.data
    assert "<table" in beside.data["text/html"]


def test_both_stores_answer_alike() -> None:
    """The answers of rdflib and pyoxigraph are the same, and every format gives the same graph back."""
    assert "the same answer: True" in printed(RDF, "fast")
    (kept,) = outputs(RDF, "keep")
    assert kept.data["text/plain"].count("True") == 5


def test_own_course_is_taken() -> None:
    """The plan on the graph of Acme takes its course, which saves hours, and a wrong file names both its problems."""
    (shown,) = outputs(OWN, "plan")
    assert "Acme Academy" in shown.data["text/html"]
    assert "Acme Academy" in outputs(OWN, "course")[0].data["text/plain"]
    assert "tecnology" in printed(OWN, "wrong")
    assert "leadership-in-fraud" in printed(OWN, "wrong")


def test_profile_in_terms_of_esco_is_understood() -> None:
    """Exact and close matches are known, and the broader one, mathematics, is not."""
    known = printed(ESCO, "profile-known").partition("\n")[0]
    assert all(name in known for name in ("python", "sql", "statistics"))
    assert "mathematics" not in known


@pytest.mark.parametrize(("path", "cell_id"), [(CAREER, "plan"), (WHAT_IF, "hand")], ids=["plan", "widget"])
def test_export_keeps_the_table(path: Path, cell_id: str) -> None:
    """Exported as HTML, a plan has its steps as a table, and so has a widget, which has no kernel there."""
    cells = [cell for cell in executed(path).cells if cell.id == cell_id]
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    assert "<caption>The steps in order</caption>" in body
