"""The gallery of views: drawn anew when the site is built."""

from __future__ import annotations

import shutil
from pathlib import Path

from mlcareer_graph import CareerGraph
from pages.markdown import page, plain

KNOWS = ("Python", "SQL:practitioner")


def gallery_page(graph: CareerGraph, sheets: Path, extra: Path) -> str:
    """The page of the gallery; writes what it shows.

    Args:
        graph: The graph.
        sheets: The folder of contact sheets, if there are any: files named ``gallery*.jpg``.
        extra: Where files go that the site takes as they are.
    """
    views = (
        ("plan", "The way from Python and SQL to data engineer", graph.plan("data engineer", KNOWS).view()),
        ("around", "What stands around machine learning", graph.view(around="machine learning")),
        ("graph", "The whole graph", graph.view()),
    )
    folder = extra / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "Every view is one HTML file that needs no server and no network; open one of these, or save the page itself. "
        "The picture beside it is the same view as SVG, where there is one.",
        "",
    ]
    for name, title, view in views:
        view.save(folder / f"{name}.html")
        lines += [f"## {plain(title)}", "", f'<p><a href="gallery/{name}.html">Open the page.</a></p>', ""]
        if view.picture:
            view.save(folder / f"{name}.svg")
            lines += [f'<a href="gallery/{name}.svg"><img src="gallery/{name}.svg" alt="{view.title}"></a>', ""]
    for sheet in sorted(sheets.glob("gallery*.jpg")):
        shutil.copy(sheet, folder / sheet.name)
        picture = f'<img src="gallery/{sheet.name}" loading="lazy" alt="Every view, light and dark, wide and narrow.">'
        lines += ["## Contact sheet", "", f'<a href="gallery/{sheet.name}">{picture}</a>', ""]
    return page("Gallery", lines)
