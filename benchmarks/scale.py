"""How much memory a graph takes as it grows, measured up to what this machine holds and extrapolated from there.

    python benchmarks/scale.py
    python benchmarks/scale.py --times 1 10 30 100

Each size is a graph of its own in a process of its own: so many times as many occupations and skills as ESCO 1.2 has,
with names, other names and descriptions as long as there, and as many skills to an occupation. A line is fitted to the
largest two sizes; the last line of the table is read off it. Ends with an error if the memory for a concept grows
with the size, which would make the extrapolation wrong.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import mlcareer_graph as mcg
from mlcareer_graph.model import Concept, Requirement, Role, Skill

OCCUPATIONS, SKILLS = 3007, 13864
"""How many ESCO 1.2 has."""

ASKED = 35
"""Skills that an occupation asks for, about as many as there in the mean."""

LIMIT = 6 * 2**30
"""Bytes of memory that a process may take."""

TOLERANCE = 1.15
"""By how much the memory for a concept may grow from one size to the next."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, nargs="+", default=[1, 3, 10, 30], help="sizes, in times of ESCO")
    parser.add_argument("--to", type=int, default=100, help="the size to extrapolate to")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GiB; {platform.platform(terse=True)}"
    print(f"{machine}; Python {platform.python_version()}")
    print(
        f"{'ESCO':>6} {'concepts':>10} {'requirements':>13} {'graph':>9} {'each':>8} {'peak':>9} {'built in':>9}",
        end="",
    )
    print(f" {'names':>8} {'found in':>9} {'plan':>8}")
    rows = []
    for times in sorted(options.times):
        command = [sys.executable, __file__, "--one", str(times)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        show(rows[-1])
    if len(rows) < 2:
        return
    lower, upper = rows[-2:]
    last = {"times": options.to, "plan": None, "found": None}
    for name in ("concepts", "requirements", "graph", "peak", "built", "names"):
        slope = (upper[name] - lower[name]) / (upper["times"] - lower["times"])
        last[name] = upper[name] + slope * (options.to - upper["times"])
    if options.to > upper["times"]:
        show(last)
        print("The last line is extrapolated, not measured.")
    each = [row["graph"] / row["concepts"] for row in rows]
    if each[-1] > TOLERANCE * each[-2]:
        sys.exit("The memory for a concept grows with the graph.")


def show(row: dict[str, Any]) -> None:
    """A line of the table."""
    found, plan = (f"{row[name] * 1e6:,.0f} µs" if row[name] is not None else "-" for name in ("found", "plan"))
    print(
        f"{'x' + str(row['times']):>6} {row['concepts']:10,.0f} {row['requirements']:13,.0f}"
        f" {row['graph'] / 1e6:6,.0f} MB {row['graph'] / row['concepts']:6,.0f} B {row['peak'] / 1e6:6,.0f} MB"
        f" {row['built']:7,.1f} s {row['names'] / 1e6:5,.0f} MB {found:>9} {plan:>8}",
        flush=True,
    )


def measure(times: int) -> dict[str, Any]:
    """Build a graph of a size, and ask it something.

    Returns:
        Its numbers of concepts and requirements; bytes of the graph, of the peak while it was built and of its index of
        names; seconds of CPU to build it, and in the median to find a concept by its name and to plan for a role.
    """
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    # Warm up what does not grow with the graph.
    few = mcg.CareerGraph(*parts(0.01))
    few.plan("occupation 0", [])
    before = held()
    gc.disable()
    begin = time.process_time()
    graph = mcg.CareerGraph(*parts(times))
    built = time.process_time() - begin
    gc.enable()
    gc.collect()
    after, peak = held(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    roles = list(graph.roles.values())[:ASKED]
    graph.plan(roles[0], [])
    planned = median_time([lambda role=role: graph.plan(role, []) for role in roles])
    middle = held()
    graph.find("skill 1")
    names = held() - middle
    found = median_time([lambda number=number: graph.find(f"Skill {number}") for number in range(100)])
    return {
        "times": times,
        "concepts": len(graph),
        "requirements": sum(len(graph.requirements_of(concept_id)) for concept_id in graph),
        "graph": after - before,
        "peak": peak - before,
        "built": built,
        "names": names,
        "found": found,
        "plan": planned,
    }


def parts(times: float) -> tuple[list[Concept], list[Requirement]]:
    """The concepts and requirements of a graph of so many times the size of ESCO."""
    rng = random.Random(0)
    concepts: list[Concept] = []
    requirements = []
    skills = [f"skill-{number}" for number in range(round(SKILLS * times))]
    for number, skill_id in enumerate(skills):
        concepts.append(Skill(id=skill_id, name=padded(f"skill {number}", 27), definition=padded(skill_id, 327)))
        if number >= 10 and not number % 10:
            requirements.append(Requirement(skill_id, (skills[rng.randrange(number)],)))
    for number in range(round(OCCUPATIONS * times)):
        role_id = f"occupation-{number}"
        others = tuple(padded(f"occupation {number} {other}", 26) for other in range(11))
        name = f"occupation {number}"
        concepts.append(Role(id=role_id, name=name, aliases=others, definition=padded(role_id, 297)))
        requirements += [Requirement(role_id, (skill_id,)) for skill_id in rng.sample(skills, ASKED)]
    return concepts, requirements


def padded(text: str, length: int) -> str:
    """A text of a length, unlike that of any other concept."""
    return text if text.startswith("skill ") else f"{text} ".ljust(length, "x")


def median_time(calls: Sequence[Callable[[], object]]) -> float:
    """The median of the seconds of CPU that some calls take."""
    seconds = []
    for call in calls:
        begin = time.process_time()
        call()
        seconds.append(time.process_time() - begin)
    return statistics.median(seconds)


def held() -> int:
    """The bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
