"""Coverage-guided fuzzing of every reader and of `find`: ``python tests/fuzz/run.py --seconds 60``.

Each target runs in a process of its own, since a crash of the process is a finding too, and has a fixed random seed. A
finding is any exception but those of the library, an input that takes more than 20 seconds, or more than 2 GB. What is
found is kept in ``--findings`` as the smallest input that libFuzzer has; put it into the corpus with the fix.

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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
SLOW = 20
"""Seconds that one input may take; those of the time limits of reading and of queries are shorter."""


def fuzz(name: str, arguments: list[str]) -> None:
    """Run one target until libFuzzer ends the process."""
    import atheris

    sys.path.insert(0, str(HERE.parent.parent))
    # Third parties are instrumented only where they do the parsing: coverage of all of them would say little.
    with atheris.instrument_imports(include=["mlcareer_graph"], enable_loader_override=False):
        from readers import READERS, read

        from mlcareer_graph import MLCareerError

    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    path = folder / f"input{READERS[name][0]}"

    def one_input(data: bytes) -> None:
        path.write_bytes(data)
        try:
            read(name, path)
        except MLCareerError as error:
            if len(str(error)) > 1_000_000:
                raise RuntimeError("the message has more than a million characters") from error

    atheris.Setup([sys.argv[0], *arguments], one_input)
    atheris.Fuzz()


def run(name: str, seconds: int, findings: Path, seed: int) -> tuple[str, int, int, float, str]:
    """Run one target in a process of its own: its name, exit code, runs, seconds, and what it said last."""
    findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as grown:
        command = [
            *(
                sys.executable,
                str(Path(__file__).resolve()),
                "--target",
                name,
                "--",
                grown,
                str(HERE / "corpus" / name),
            ),
            *(
                f"-max_total_time={seconds}",
                f"-seed={seed}",
                "-max_len=40000",
                f"-timeout={SLOW}",
                "-rss_limit_mb=2048",
            ),
            *(f"-artifact_prefix={findings / name}-", "-print_final_stats=1"),
        ]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    count = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
    shown = said[said.find("=== Uncaught") :] if "=== Uncaught" in said else said[-1_500:]
    return name, done.returncode, int(count[1]) if count else 0, time.monotonic() - began, shown[-3_000:]


def main() -> int:
    """Run the targets and say what was found; the exit code is 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="which; all of them")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at the same time")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (1)")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), help="folder for what is found")
    asked = parser.parse_args()
    sys.path.insert(0, str(HERE.parent.parent))
    from readers import READERS

    unknown = set(asked.targets) - set(READERS)
    if unknown:
        parser.error(f"there is no target {min(unknown)}; the targets are {', '.join(READERS)}")
    failed = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        work = [pool.submit(run, name, asked.seconds, asked.findings, asked.seed) for name in asked.targets or READERS]
        for job in work:
            name, code, count, seconds, said = job.result()
            print(
                f"{name:14} {count:>9,} inputs in {seconds:>6.0f} s: {'nothing found' if not code else 'FAILED'}",
                flush=True,
            )
            if code:
                failed += 1
                print(said, flush=True)
    print(f"{failed} targets with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--target"]:
        fuzz(sys.argv[2], sys.argv[4:])
    else:
        raise SystemExit(main())
