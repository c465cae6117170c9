"""How long reading all of ESCO and of O*NET takes, how much memory, and how long working with them then takes.

Each data set is read in a process of its own, which then asks everything that a person asks first. Leaves with 1 where
reading, or a question, takes more than ``--seconds`` of processor time, or reading more than ``--megabytes``. Files
have no limit::

    python benchmarks/imports.py ../shared/data
    python benchmarks/imports.py ../shared/data --rdf
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA_SETS = {"esco": ("occupations_en.csv", "data scientist"), "onet": ("Occupation Data.txt", "Data Scientists")}
"""For each data set a file that it has, and the occupation to ask about."""


def main() -> int:
    """Print the tables; 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds the folders esco and onet, as downloaded")
    parser.add_argument("--seconds", type=float, default=5.0, help="the most that reading, or one question, may take")
    parser.add_argument("--megabytes", type=float, default=500.0, help="the most memory that reading may take")
    parser.add_argument("--rdf", action="store_true", help="write and read RDF too, which takes minutes")
    parser.add_argument("--only", choices=DATA_SETS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        measure(options.only, options.folder / options.only, rdf=options.rdf)
        return 0
    exceeded = []
    for name, (file, _) in DATA_SETS.items():
        if not (options.folder / name / file).is_file():
            print(f"{name}: skipped, there is no {options.folder / name / file}")
            continue
        command = [sys.executable, __file__, str(options.folder), "--only", name, *(["--rdf"] if options.rdf else [])]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        print(f"\n{name}: {lines[0]}\n  {'':34} {'CPU':>10} {'wall':>10} {'peak':>10}")
        for line in lines[1:]:
            step = json.loads(line)
            figures = f"{step['seconds']:8.2f} s {step['wall']:8.2f} s {step['megabytes']:7.0f} MB"
            print(f"  {step['what']:34} {figures}   {step['result']}")
            if not step["free"] and step["seconds"] > options.seconds:
                exceeded.append(f"{name}: {step['what']} took {step['seconds']:.2f} s")
            if step["what"] == "read" and step["megabytes"] > options.megabytes:
                exceeded.append(f"{name}: {step['what']} took {step['megabytes']:.0f} MB")
    for line in exceeded:
        print(f"EXCEEDED {line}")
    return 1 if exceeded else 0


def measure(name: str, folder: Path, *, rdf: bool) -> None:
    """Read one data set and ask what a person asks; a line of JSON for each."""
    began = now()
    from mlcareer_graph import load_graph
    from mlcareer_graph.interop import esco, onet
    from mlcareer_graph.interop.join import join

    imported = (esco if name == "esco" else onet).read(folder)
    graph = imported.graph
    print(str(imported.report).splitlines()[0])
    tell("read", began, graph)
    occupation = DATA_SETS[name][1]
    ask("find, which indexes the names", lambda: graph.find(occupation).id)
    ask("search", lambda: [concept.name for concept in graph.search("machne lerning", limit=3)])
    plan = ask("plan", lambda: graph.plan(occupation))
    ask("verify", lambda: f"{len(plan.verify().problems)} problems")
    ask("gap", lambda: graph.gap(occupation, ["Python"]))
    ask("next skills", lambda: [skill.concept.name for skill in graph.next_skills([], roles=[occupation], limit=3)])
    ask("roles within 300 hours", lambda: f"{len(graph.reachable_roles([], within_hours=300))} roles")
    ask("gap of one person to every role", lambda: graph.gap_many([["Python"]]).fit.shape)
    ask("view around the role", lambda: f"{len(graph.view(around=occupation).html):,} characters")
    ask("view of everything", lambda: f"{len(graph.view().html):,} characters")
    joined = ask("join with the shipped graph", lambda: join(graph))
    ask("plan in the joined graph", lambda: joined.graph.plan(joined.concept(occupation)))
    with tempfile.TemporaryDirectory() as place:
        for suffix in (".json", *((".ttl", ".nq") if rdf else ())):
            file = Path(place, f"graph{suffix}")
            ask(f"save as {suffix}", lambda file=file: graph.save(file) or f"{file.stat().st_size:,} bytes", free=True)
            ask(f"load {suffix}", lambda file=file: load_graph(file) == graph, free=True)


def ask(what: str, question: Callable[[], Any], *, free: bool = False) -> Any:
    """Ask and tell how long it took."""
    began = now()
    answer = question()
    tell(what, began, answer, free=free)
    return answer


def now() -> tuple[float, float]:
    """The processor time of this process, and the time of day, in seconds."""
    return time.process_time(), time.perf_counter()


def tell(what: str, began: tuple[float, float], answer: object, *, free: bool = False) -> None:
    """One line for the process that asked."""
    seconds, wall = (after - before for before, after in zip(began, now(), strict=True))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shown = str(answer).splitlines()[0][:90]
    figures = {"seconds": seconds, "wall": wall, "megabytes": megabytes}
    print(json.dumps({"what": what, **figures, "free": free, "result": shown}))


if __name__ == "__main__":
    raise SystemExit(main())
