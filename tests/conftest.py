"""What many tests share: programs that are not of Python, such as the browser, and which of them run in one process."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from mlcareer_graph import CareerGraph, ontology
from mlcareer_graph.ontology import compiled

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says nothing where processes share a machine.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

# On import jsonschema builds a parser for each of forty kinds of IRI, of which no schema here makes use.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

_load_shipped = compiled.load_shipped
_read_once = cache(_load_shipped)
_CHECKOUT = compiled._PACKAGE


def _shipped() -> CareerGraph:
    """The graph that the library ships, which never changes, read once in a process; that of another checkout anew."""
    return _read_once() if compiled._PACKAGE == _CHECKOUT else _load_shipped()


ontology.load_shipped = _shipped

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


TOGETHER = {
    "interop/test_agent_server.py": "agents",
    "interop/test_damaged_publications.py": "published data",
    "interop/test_endpoint.py": "store",
    "interop/test_esco.py": "published data",
    "interop/test_join.py": "published data",
    "interop/test_onet.py": "published data",
    "notebooks/test_jupyterlab.py": "servers of notebooks",
    "notebooks/test_notebooks.py": "notebooks",
    "planning/test_accelerated.py": "machine code",
    "planning/test_batch.py": "machine code",
    "planning/test_time_limit.py": "machine code",
    "rdf/test_concept_schema.py": "files of the shipped graph",
    "rdf/test_questions.py": "questions",
    "rdf/test_rdf_other_tools.py": "files of the shipped graph",
    "rdf/test_rdf_round_trip.py": "files of the shipped graph",
    "rdf/test_rdf_shapes.py": "files of the shipped graph",
    "rdf/test_rdf_vocabulary.py": "files of the shipped graph",
    "views/test_view_matrix.py": "hostile texts",
}
"""The files whose tests share what takes long to make, each with the name of those that share it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what takes long to make run in one process, where there are several."""
    for item in items:
        name = "/".join(item.path.parts[-2:])
        if name in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(TOGETHER[name]))


@pytest.fixture(autouse=True, scope="module")
def _nothing_left_to_look_through() -> None:
    """The collector passes over what earlier tests keep, which would slow all that is timed."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        do_without(f"{CHROMIUM} is not there; on Debian, `apt-get install chromium` brings it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(SWITCHES))
        yield started
        started.close()


@pytest.fixture(scope="session")
def graphviz() -> str:
    """The program that lays out and draws DOT."""
    program = shutil.which("dot")
    if program is None:
        do_without("Graphviz is not there; on Debian, `apt-get install graphviz` brings it")
    return program


def do_without(reason: str) -> NoReturn:
    """Skip a test, or fail where the continuous integration has to have the program."""
    if os.environ.get("REQUIRE_CHROMIUM"):
        pytest.fail(reason)
    pytest.skip(reason)
