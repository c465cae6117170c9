"""Builds the documentation site: ``python docs/make_site.py``, with the dependency group ``docs`` installed.

Gathers the written pages, fills in what their examples really print, writes the pages that follow from the library
(Python interface, command line, schemas, vocabulary, one for each concept), and has Sphinx build it all; a warning is
an error. Everything goes into one folder, nothing beside it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mlcareer_graph import load_graph
from pages.changes import changes_page
from pages.commands import commands_page
from pages.concepts import concept_page, index_pages
from pages.examples import fill
from pages.gallery import gallery_page
from pages.interface import interface_pages
from pages.schemas import schemas_page
from pages.vocabulary import read_vocabulary, vocabulary_page

DOCS = Path(__file__).parent
ROOT = DOCS.parent
BATCH = 50
"""The concepts that one task draws."""


def main() -> None:
    """Build the site and say how long each part took."""
    parser = argparse.ArgumentParser(description="Build the documentation site.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site", help="the folder for all that is made")
    parser.add_argument("--processes", type=int, default=2, help="how many processes share the work")
    options = parser.parse_args()
    out = options.out.resolve()
    source, extra, html = out / "source", out / "extra", out / "html"
    began = time.monotonic()
    shutil.rmtree(extra, ignore_errors=True)
    gather(source)
    with ProcessPoolExecutor(options.processes) as pool:
        work = [pool.submit(fill, file) for file in sorted(source.rglob("*.md"))]
        ids = list(load_graph())
        work += [
            pool.submit(write_concepts, source, extra, ids[first : first + BATCH])
            for first in range(0, len(ids), BATCH)
        ]
        write_reference(source, extra)
        for task in work:
            task.result()
    print(f"{time.monotonic() - began:.0f} s for the pages")
    from sphinx.cmd.build import main as sphinx

    began = time.monotonic()
    places = ["-c", str(DOCS), "-d", str(out / "doctrees"), "-D", f"html_extra_path={extra}", str(source), str(html)]
    code = sphinx(["-b", "html", "-W", "--keep-going", "-q", "-j", str(options.processes), *places])
    print(f"{time.monotonic() - began:.0f} s for Sphinx; the site is in {html}")
    sys.exit(code)


def gather(source: Path) -> None:
    """Copy what is written by hand."""
    shutil.rmtree(source, ignore_errors=True)
    for file in sorted(DOCS.rglob("*")):
        if file.suffix in (".md", ".svg", ".csv"):
            target = source / file.relative_to(DOCS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
            if file.suffix == ".md":
                # On the site the notebooks stand beside the pages, not above them.
                text = target.read_text(encoding="utf-8").replace("](../../notebooks/README.md)", "](notebooks.md)")
                target.write_text(text.replace("](../../notebooks/", "](../notebooks/"), encoding="utf-8")
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        target = source / "notebooks" / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    shutil.copytree(ROOT / "notebooks" / "data", source / "notebooks" / "data", ignore=shutil.ignore_patterns("*.md"))


def write_reference(source: Path, extra: Path) -> None:
    """Write the pages that follow from the library, but for the concepts."""
    import typer

    from mlcareer_graph.cli import app

    graph, ontology = load_graph(), ROOT / "ontology"
    reference = source / "reference"
    _write_all(reference / "python", interface_pages())
    _write_all(reference / "concepts", index_pages(graph))
    _write(reference / "commands.md", commands_page(typer.main.get_command(app)))
    _write(reference / "schemas.md", schemas_page(ontology))
    _write(reference / "vocabulary.md", vocabulary_page(read_vocabulary(ontology / "mlcareer.ttl")))
    _write(source / "changelog.md", changes_page(ROOT))
    _write(source / "gallery.md", gallery_page(graph, DOCS, extra))


def write_concepts(source: Path, extra: Path, ids: Iterable[str]) -> None:
    """Write the pages of some concepts, and draw what stands around them."""
    graph = load_graph()
    pictures = extra / "reference" / "concepts" / "pictures"
    for concept_id in ids:
        _write(source / "reference" / "concepts" / f"{concept_id}.md", concept_page(graph, graph[concept_id]))
        _write(pictures / f"{concept_id}.svg", graph.view(around=concept_id).picture)


def _write_all(folder: Path, pages: Iterable[tuple[str, str]]) -> None:
    for name, text in pages:
        _write(folder / name, text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
