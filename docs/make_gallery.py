"""Photographs every kind of view: ``python docs/make_gallery.py``.

Each view is opened in Chromium, light and dark, on a desk (1280 pixels) and on a phone (390 pixels), at its start and
with something selected; the contact sheet puts the photographs side by side. ``--folder`` keeps each as a file.
"""

from __future__ import annotations

import argparse
import base64
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.views import View

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHEET = Path(__file__).with_name("gallery.jpg")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A view to photograph.

    Attributes:
        name: What it is called, also in the names of files.
        make: Makes the view.
        show: Scripts that bring the page into the states to photograph.
    """

    name: str
    make: Callable[[], View]
    show: tuple[str, ...] = ("",)


def exhibits(graph: CareerGraph) -> list[Exhibit]:
    """Every kind of view; a new one is added here."""
    knows = ["Python", "SQL:practitioner"]
    long = graph.plan("machine learning engineer", knows=knows, include_preferred=True)
    short = graph.plan("natural language processing", knows=["Python", "Neural networks"])
    area = "area/skill/Machine learning"
    matrix = graph.role_matrix(list(graph.roles)[:20])
    return [
        Exhibit(
            "plan",
            long.view,
            (
                "",
                "careerView.select('calculus', {moveThere: true})",
                "document.getElementById('aside').click()",
            ),
        ),
        Exhibit("short-plan", short.view),
        Exhibit(
            "neighbourhood",
            lambda: graph.view(around="keras", depth=2),
            ("", "document.querySelector('.facets').open = true"),
        ),
        Exhibit(
            "hub",
            lambda: graph.view(around="python"),
            ("", "careerView.select('pandas', {moveThere: true})", "document.getElementById('grow').click()"),
        ),
        Exhibit(
            "graph",
            graph.view,
            (
                "",
                f"careerView.select('{area}', {{}}); careerView.drawing.toggle('{area}')",
                "careerView.select('keras', {moveThere: true})",
                "document.querySelector('.facets').open = true",
            ),
        ),
        Exhibit(
            "gap",
            graph.gap("data scientist", ["Python", "SQL:practitioner", "statistics", "pandas"]).view,
            ("", "careerView.select('need-3', {moveThere: true})"),
        ),
        Exhibit(
            "two-roles",
            graph.compare_roles("data analyst", "data engineer").view,
            ("", "careerView.select('sql', {moveThere: true})"),
        ),
        Exhibit(
            "matrix",
            matrix.view,
            (
                "",
                "careerView.select('0>1', {moveThere: true})",
                "document.getElementById('drawing').scrollTo(240, 120)",
            ),
        ),
        Exhibit("map-of-roles", matrix.map, ("", "careerView.select('data-engineer', {moveThere: true})")),
        Exhibit(
            "frontier",
            graph.frontier("machine learning engineer", ["Python"], over=("hours", "price"), education="all").view,
        ),
        Exhibit(
            "frontier-of-three",
            graph.frontier(
                "machine learning engineer", ["Python"], over=("hours", "price", "weeks"), education="all"
            ).view,
        ),
        Exhibit(
            "schedule",
            graph.plan("data scientist", ["Python"], education="all").schedule(start=date(2027, 1, 4)).view,
            ("", "careerView.select('step-9', {moveThere: true})"),
        ),
    ]


def main() -> None:
    """Write the contact sheet, and the photographs if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where every photograph is kept as a file")
    parser.add_argument("--only", help="the name of one exhibit")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        target = options.folder or Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        rows = [
            (exhibit.name, photographs(browser, exhibit, target))
            for exhibit in exhibits(load_graph())
            if options.only in (None, exhibit.name)
        ]
        if options.only is None:
            contact_sheet(browser, rows)
        browser.close()


def photographs(browser: Browser, exhibit: Exhibit, folder: Path) -> list[Path]:
    """Every photograph of one view."""
    file = folder / f"{exhibit.name}.html"
    exhibit.make().save(file)
    taken = []
    for scheme in SCHEMES:
        for device, (width, height) in SIZES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
            )
            for number, script in enumerate(exhibit.show):
                page = context.new_page()
                open_page(page, file, script)
                path = folder / f"{exhibit.name}-{number}-{device}-{scheme}.png"
                page.screenshot(path=path)
                taken.append(path)
                page.close()
            context.close()
    return taken


def open_page(page: Page, file: Path, script: str) -> None:
    """Open a view and bring it into a state."""
    page.goto(file.as_uri())
    if page.locator("#data").count():
        page.wait_for_selector("html[data-ready]", state="attached")
    if script:
        page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(150)


def contact_sheet(browser: Browser, rows: list[tuple[str, list[Path]]]) -> None:
    """All photographs on one sheet."""
    parts = ["<!doctype html><style>body{font:20px system-ui;margin:24px;background:#fff;color:#1b1f24}"]
    parts.append(
        "div{display:flex;flex-wrap:wrap;gap:14px;align-items:start}img{height:330px;border:1px solid #8a939d}</style>"
    )
    for name, paths in rows:
        parts.append(f"<h2>{escape(name)}</h2><div>")
        for path in paths:
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            parts.append(f'<img alt="" src="data:image/png;base64,{data}">')
        parts.append("</div>")
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.set_content("".join(parts))
    page.wait_for_timeout(300)
    page.screenshot(path=SHEET, full_page=True, type="jpeg", quality=60)


if __name__ == "__main__":
    main()
