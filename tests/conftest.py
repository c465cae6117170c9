"""Programs that are not of Python: Graphviz, and the one browser of a run, since two would be in each other's way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
