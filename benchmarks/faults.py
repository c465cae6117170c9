"""Writers killed with SIGKILL at random moments, and whether any file they wrote was lost or torn.

A writer saves two versions of everything that the library writes, one after the other without end: graphs in every
format, views, a plan, a profile, a calendar. It is killed after a random time, again and again. After each kill every
file has to be one of its two versions, byte for byte; at the end one more save of each has to leave nothing beside it::

    python benchmarks/faults.py
    python benchmarks/faults.py --kills 60 --naive

With ``--naive`` the files are written in place, as is usual; the run then has to end with an error, which shows that
it would be noticed. Ends with an error where a file is torn or missing or something is left over. Needs `os.fork`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NoReturn

import mlcareer_graph as mcg
from mlcareer_graph.files import save_bytes

LONGEST = 0.02
"""Seconds that a writer has at most before it is killed."""

GRAPHS = (
    *(".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".ttl.gz", ".json"),
    *(".graphml", ".gexf", ".cyjs", ".nodes.csv", ".edges.csv", ".md"),
)
"""The formats of graphs."""

VIEWS = (".html", ".svg", ".mmd", ".dot")
"""The formats of views."""

Save = Callable[[Path], None]


def main() -> None:
    """Run, print what was found, and leave with 1 if a file was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000, help="how often a writer is killed")
    parser.add_argument("--seed", type=int, default=0, help="where the random numbers start")
    parser.add_argument("--naive", action="store_true", help="write in place, as the library does not")
    options = parser.parse_args()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        versions = expected(folder)
        torn, interrupted = killed(folder, versions, options.kills, random.Random(options.seed), options.naive)
        # One more write of each removes what a killed one has left.
        for file, (content, _) in versions.items():
            write_again(folder / file, content, options.naive)
        left = sorted({path.name for path in folder.iterdir()} - set(versions))
    print(
        f"{options.kills} kills in {time.monotonic() - begin:.1f} s,"
        f" {len(versions)} files of {kinds(versions)} formats:"
        f" {interrupted} in the midst of a write, {torn} files torn or lost, {len(left)} left over"
    )
    if torn or left:
        sys.exit("files were torn, lost or left over")


def saves(variant: str) -> Mapping[str, Save]:
    """What is written under each name.

    Args:
        variant: A text that everything says, so that one version differs from the other.
    """
    skills = [
        {"id": f"s{number}", "kind": "skill", "name": f"Skill {number} {variant}", "hours": number + 1}
        | ({"requires": [f"s{number - 1}"]} if number else {})
        for number in range(60 if variant == "one" else 61)
    ]
    role = {"id": "job", "kind": "role", "name": f"Job {variant}", "requires": [skills[-1]["id"]]}
    graph = mcg.CareerGraph.from_dict({"concepts": [*skills, role]})
    plan = graph.plan("job")
    view = plan.view()
    profile = mcg.Profile.of(graph, ["s0", "s1" if variant == "one" else "s2"])
    schedule = plan.schedule(hours_per_week=10, start=date(2026, 1, 5 if variant == "one" else 12))
    return {
        **{f"graph{suffix}": graph.save for suffix in GRAPHS},
        **{f"view{suffix}": view.save for suffix in VIEWS},
        "profile.json": profile.save,
        "profile.yaml": profile.save,
        "calendar.ics": schedule.save,
    }


def expected(folder: Path) -> dict[str, tuple[bytes, bytes]]:
    """The bytes of both versions of each file; the first is left in the folder."""
    both = []
    for variant in ("two", "one"):
        for name, save in saves(variant).items():
            save(folder / name)
        both.append({path.name: path.read_bytes() for path in folder.iterdir()})
    two, one = both
    same = sorted(name for name in one if one[name] == two[name])
    if same:
        sys.exit(f"the same in both versions, so that it would show nothing: {', '.join(same)}")
    return {name: (one[name], two[name]) for name in sorted(one)}


def killed(
    folder: Path, versions: Mapping[str, tuple[bytes, bytes]], kills: int, rng: random.Random, is_naive: bool
) -> tuple[int, int]:
    """Let writers write and kill them.

    Returns:
        How many files were torn or lost, and how many kills fell into a write.
    """
    torn = interrupted = 0
    for _ in range(kills):
        names = rng.sample(sorted(versions), len(versions))
        child = os.fork()
        if not child:
            write_on(folder, versions, names, is_naive)
        time.sleep(rng.random() * LONGEST)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        drafts = {path.name for path in folder.iterdir()} - set(versions)
        damaged = [name for name, both in versions.items() if not is_whole(folder / name, both)]
        torn += len(damaged)
        interrupted += bool(drafts or damaged)
        for name in damaged:
            (folder / name).write_bytes(versions[name][0])
        if damaged and is_naive:
            return torn, interrupted
    return torn, interrupted


def write_on(folder: Path, versions: Mapping[str, tuple[bytes, bytes]], names: list[str], is_naive: bool) -> NoReturn:
    """Write both versions of all files in turn, without end."""
    while True:
        for turn in (1, 0):
            for name in names:
                write_again(folder / name, versions[name][turn], is_naive)


def write_again(path: Path, content: bytes, is_naive: bool) -> None:
    """Write what a save has made, by what all saves write with; its making is not what is to be interrupted."""
    if is_naive:
        path.write_bytes(content)
    else:
        save_bytes(path, content)


def is_whole(path: Path, both: tuple[bytes, bytes]) -> bool:
    """Whether a file is one of its versions."""
    return path.exists() and path.read_bytes() in both


def kinds(versions: Mapping[str, object]) -> int:
    """How many formats there are."""
    return len({"".join(Path(name).suffixes) for name in versions})


if __name__ == "__main__":
    main()
