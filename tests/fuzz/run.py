"""Coverage-guided fuzzing of every reader and of `find`: ``python tests/fuzz/run.py --seconds 60``.

A target is a family of readers that share a parser: each input goes through every one of them. It runs in a process of
its own, since a crash of the process is a finding too, and has a fixed random seed. A finding is any exception but
those of the library, an input that takes more than 20 seconds, or more than 2 GB. What is found is kept in
``--findings`` as the smallest input that libFuzzer has; put it into the corpus with the fix. ``--grown`` keeps the
inputs that reached something new, so that the next run goes on from there.

It needs atheris, which the dependency group ``fuzz`` brings; there are wheels for Linux.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SLOW = 20
"""Seconds that one input may take; those of the time limits of reading and of queries are shorter."""
TARGETS: Mapping[str, tuple[str, ...]] = {
    "yaml": ("yaml", "concept"),
    "json": ("json",),
    "turtle": ("turtle", "trig"),
    "triples": ("ntriples", "nquads"),
    "jsonld": ("jsonld",),
    "rdfxml": ("rdfxml",),
    "gzip": ("gzip",),
    "profile": ("profile",),
    "resume": ("resume",),
    "plan": ("plan",),
    "people": ("people", "skills", "demand"),
    "graph-tables": ("nodes", "edges"),
    "texts": ("list", "advertisement", "mentions"),
    "mappings": ("mappings",),
    "esco": ("esco", "esco-needs"),
    "onet": ("onet",),
    "find": ("find",),
    "sparql": ("sparql",),
}
"""The readers of each target, as `readers.READERS` names them."""


class Outcome(NamedTuple):
    """What came of fuzzing a target: ``wall`` and ``processor`` are seconds, ``said`` the end of what it printed."""

    code: int
    inputs: int
    wall: float
    processor: float
    said: str


def fuzz(target: str, arguments: list[str]) -> None:
    """Run one target until libFuzzer ends the process."""
    import atheris

    sys.path.insert(0, str(HERE.parent.parent))
    # Third parties are instrumented only where they do the parsing: coverage of all of them would say little.
    with atheris.instrument_imports(include=["mlcareer_graph"], enable_loader_override=False):
        from readers import READERS, read

        from mlcareer_graph import MLCareerError

    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    paths = {name: folder / f"{name}{READERS[name][0]}" for name in TARGETS[target]}

    def one_input(data: bytes) -> None:
        for name, path in paths.items():
            path.write_bytes(data)
            try:
                read(name, path)
            except MLCareerError as error:
                if len(str(error)) > 1_000_000:
                    raise RuntimeError("the message has more than a million characters") from error

    atheris.Setup([sys.argv[0], *arguments], one_input)
    atheris.Fuzz()


def dictionary(path: Path) -> Path:
    """Write what `test_damaged_files` puts between the bytes of good files, for libFuzzer to do the same."""
    from test_damaged_files import DICTIONARY

    entries = ("".join(f"\\x{byte:02x}" for byte in entry) for entry in DICTIONARY if len(entry) <= 64)
    path.write_text("".join(f'"{entry}"\n' for entry in entries), encoding="ascii")
    return path


def run(target: str, seconds: int, findings: Path, grown: Path, seed: int) -> Outcome:
    """Run one target in a process of its own."""
    findings.mkdir(parents=True, exist_ok=True)
    (grown / target).mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, str(Path(__file__).resolve()), "--target", target, "--", str(grown / target)),
        *(str(HERE / "corpus" / name) for name in TARGETS[target]),
        *(f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=40000", f"-timeout={SLOW}", "-rss_limit_mb=2048"),
        *(f"-dict={dictionary(grown / f'{target}.dict')}", f"-artifact_prefix={findings / target}-"),
        "-print_final_stats=1",
    ]
    began = time.monotonic()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said = printed.read().decode("utf-8", "replace")
    count = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
    shown = said[said.find("=== Uncaught") :] if "=== Uncaught" in said else said[-1_500:]
    return Outcome(
        process.returncode,
        int(count[1]) if count else 0,
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
        shown[-3_000:],
    )


def main() -> int:
    """Run the targets and say what was found; the exit code is 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="which; all of them")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at the same time")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (1)")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), help="folder for what is found")
    parser.add_argument("--grown", type=Path, help="folder for inputs that reached something new; not kept without")
    asked = parser.parse_args()
    unknown = set(asked.targets) - set(TARGETS)
    if unknown:
        parser.error(f"there is no target {min(unknown)}; the targets are {', '.join(TARGETS)}")
    sys.path.insert(0, str(HERE.parent.parent))
    failed = 0
    with tempfile.TemporaryDirectory() as passing, ThreadPoolExecutor(asked.jobs) as pool:
        grown = asked.grown or Path(passing)
        work = {
            target: pool.submit(run, target, asked.seconds, asked.findings, grown, asked.seed)
            for target in asked.targets or TARGETS
        }
        for target, job in work.items():
            outcome = job.result()
            print(
                f"{target:14} {outcome.inputs:>9,} inputs in {outcome.wall:>6.0f} s, {outcome.processor:>6.0f} s of"
                f" processor time: {'FAILED' if outcome.code else 'nothing found'}",
                flush=True,
            )
            if outcome.code:
                failed += 1
                print(outcome.said, flush=True)
    print(f"{failed} targets with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--target"]:
        fuzz(sys.argv[2], sys.argv[4:])
    else:
        raise SystemExit(main())
