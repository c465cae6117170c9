"""How soon a person can use the page of a graph, beside pyvis's own page of the same graph.

Both pages are made from the same nodes and edges, opened one after the other in the same Chromium with the network
blocked, and timed until they can be used: ours until it answers, pyvis's until its physics has placed the nodes and the
loading bar goes. CPU is that of all processes of the browser. A page that is not there in time is counted with that
time, so that its ratio is a lower bound::

    python benchmarks/views.py
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright
from pyvis.network import Network

import mlcareer_graph as mcg

SIZES = (100, 500, 2_000, 15_000)
EDGES = 3
"""How many edges there are for each node."""

OURS = "document.documentElement.dataset.ready !== undefined"
THEIRS = "typeof network !== 'undefined' && network?.physics?.ready === true"
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a page took.

    Attributes:
        wall: Seconds until it can be used.
        cpu: Seconds of all processes of the browser.
        in_time: Whether it could be used before the time was over.
    """

    wall: float
    cpu: float
    in_time: bool


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="how often each page is opened; the median is printed")
    parser.add_argument("--limit", type=float, default=90, help="seconds after which a page is given up")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of nodes")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        open_page(browser, "<!doctype html><script>network = {physics: {ready: true}}</script>", THEIRS, 10, folder)
        plans(browser, options, folder)
        graphs(browser, options, folder)
        browser.close()


def plans(browser: Browser, options: argparse.Namespace, folder: str) -> None:
    """Our page of a plan alone: pyvis has none."""
    plan = mcg.load_graph().plan("machine learning engineer", ["Python", "SQL:practitioner"], include_preferred=True)
    html, _ = timed(lambda: plan.view().html)
    built = statistics.median(timed(plan.view)[1] for _ in range(10))
    opened = median([open_page(browser, html, OURS, options.limit, folder) for _ in range(options.repeat)])
    print(
        f"Plan of {len(plan.steps)} steps: built in {built * 1000:.0f} ms, {len(html.encode()) / 1000:.0f} kB, "
        f"usable after {opened.wall:.2f} s (CPU {opened.cpu:.2f} s)\n"
    )


def graphs(browser: Browser, options: argparse.Namespace, folder: str) -> None:
    """Both pages of graphs of every size."""
    heads = ("build", "file", "wall", "CPU")
    print(f"{'':>7}  {'this page':^37}  {'page of pyvis':^37}  {'ratio pyvis / this':^26}")
    print(
        f"{'nodes':>7}  "
        + "  ".join(" ".join(f"{head:>8}" for head in heads) + "  " for _ in range(2))
        + "  file  wall   CPU"
    )
    for size in options.sizes:
        data = concepts(size)
        graph = mcg.CareerGraph.from_dict({"concepts": data})
        ours, built = timed(lambda graph=graph: graph.view().html)
        theirs, built_by_pyvis = timed(lambda data=data: pyvis_page(data))
        mine = median([open_page(browser, ours, OURS, options.limit, folder) for _ in range(options.repeat)])
        first = open_page(browser, theirs, THEIRS, options.limit, folder)
        rest = (
            [open_page(browser, theirs, THEIRS, options.limit, folder) for _ in range(options.repeat - 1)]
            if first.in_time
            else []
        )
        other = median([first, *rest])
        sizes = [len(html.encode()) for html in (ours, theirs)]
        more = " " if other.in_time else ">"
        print(
            f"{size:>7,}  {built:6.2f} s {sizes[0] / 1000:5.0f} kB {mine.wall:6.2f} s {mine.cpu:6.2f} s  "
            f"{built_by_pyvis:8.2f} s {sizes[1] / 1000:5.0f} kB {more}{other.wall:6.2f} s {more}{other.cpu:6.2f} s  "
            f"{sizes[1] / sizes[0]:6.1f} {more}{other.wall / mine.wall:5.1f} {more}{other.cpu / mine.cpu:5.1f}"
        )


def concepts(size: int) -> list[dict[str, Any]]:
    """A made-up graph with hubs: each concept needs some of those before it, early ones most often."""
    dice = random.Random(size)
    made = []
    for number in range(size):
        needs = {int(number * dice.random() ** 2) for _ in range(EDGES)} if number else set()
        made.append(
            {
                "id": f"c{number}",
                "kind": "technology" if number % 3 == 0 else "skill",
                "name": f"Competency number {number}",
                "aliases": [f"Other name of {number}"],
                "definition": f"What a person can do who knows the competency of the number {number}.",
                "requires": [f"c{need}" for need in sorted(needs)],
            }
        )
    return made


def pyvis_page(data: list[dict[str, Any]]) -> str:
    """The page that pyvis makes by itself, with the script it brings."""
    network = Network(directed=True, cdn_resources="in_line")
    for concept in data:
        network.add_node(concept["id"], label=concept["name"], title=concept["definition"])
    for concept in data:
        for need in concept["requires"]:
            network.add_edge(need, concept["id"])
    html: str = network.generate_html()
    return html


def open_page(browser: Browser, html: str, usable: str, limit: float, folder: str) -> Opened:
    """Open a page from disk and wait until it can be used."""
    file = Path(folder) / "page.html"
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    session = browser.new_browser_cdp_session()
    renderers = {process["id"] for process in processes(session) if process["type"] == "renderer"}
    page.goto("about:blank#opened")
    before, start = cpu(session), time.perf_counter()
    spent: list[float] = []
    timers = [threading.Timer(limit, end, (process, spent)) for process in renderers]
    for timer in timers:
        timer.start()
    in_time = False
    try:
        page.goto(file.as_uri(), wait_until="commit", timeout=limit * 1000)
        while not in_time:
            in_time = bool(page.evaluate(usable))
            time.sleep(0 if in_time else 0.02)
        page.evaluate(PAINTED)
    except Error:
        in_time = False
    for timer in timers:
        timer.cancel()
    wall = time.perf_counter() - start
    opened = Opened(wall, cpu(session) - before if in_time else sum(spent), in_time)
    session.detach()
    context.close()
    return opened


def end(process: int, spent: list[float]) -> None:
    """End a page that is not there in time, with a note of the CPU that it has taken: it may not listen any more."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    spent.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
    os.kill(process, signal.SIGKILL)


def processes(session: Any) -> list[dict[str, Any]]:
    """The processes of the browser."""
    found: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return found


def cpu(session: Any) -> float:
    """The seconds of CPU that all processes of the browser have taken."""
    return float(sum(process["cpuTime"] for process in processes(session)))


def median(opened: list[Opened]) -> Opened:
    """The medians of some openings."""
    return Opened(
        statistics.median(one.wall for one in opened),
        statistics.median(one.cpu for one in opened),
        all(one.in_time for one in opened),
    )


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives and the seconds it takes."""
    start = time.perf_counter()
    made = run()
    return made, time.perf_counter() - start


if __name__ == "__main__":
    main()
