"""Mutation testing of one area on a random sample: ``python tests/mutation/run.py planning --sample 300``.

mutmut makes the mutants, all of an area in one copy of the checkout, which functions choose from as they are called;
the checkout itself is never touched. The whole population (printed) would take days, so that a sample is drawn from it:
seeded, every module with its share, and ``--skip 300`` draws the next 300, which the first have not seen. One process
collects the tests and forks for every mutant, so that none sees what another left in memory. There the tests that call
the mutated function run, quickest first, until one fails (*killed*), more time is used than without the mutant by far
(*timeout*, which counts as killed), or all have passed (*survived*).

Of a test that only runs through seeds the first are taken, loops over seeds in a test go an eighth of their rounds
where the test passes so, properties get few examples, and tests that take long or measure time are left out: a survivor
is one of these quicker tests, and may be none of all. mutmut makes no mutants of decorated functions (properties, and
all of ``planning/compiled``), nor of what stands outside functions.

The rate is printed with its 95% confidence interval (Wilson), and ``--report`` writes one row a mutant. About two
seconds of CPU time a mutant, and before them two minutes for which test calls what. Needs the dependency groups
``test`` and ``mutation``; runs where there is `fork`.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import difflib
import gc
import hashlib
import importlib
import os
import pickle
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 4
"""So many cases are taken of a test whose cases are seeds."""
ROUNDS = 40
"""Loops in tests go no fewer rounds than these."""
EXAMPLES = 12
"""So many examples are taken of a property."""
SLOW = 1.5
"""Tests that take more seconds of CPU time are left out."""
ENOUGH = 6.0
"""Seconds of tests a mutant has to survive, those that take longest not among them."""
MEMORY = 4 << 30
_LAST = Path(".last")
"""Where the name of the test that runs is written, for the case that it ends the process."""
PATIENCE = 200
"""Seconds by the clock after which a mutant counts as one that waits for ever."""


@dataclass(frozen=True)
class Area:
    """What is mutated, and by which tests it is looked at."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Tests that measure time or take long, as patterns of their names."""
    before: tuple[tuple[str, str], ...] = ()
    """Modules, each with a function to call once before all: what takes long to make and is not mutated."""


AREAS = {
    "planning": Area(
        sources=("mlcareer_graph/planning/*.py",),
        tests=("tests/planning", "mlcareer_graph/planning", "tests/views/test_view_every_result.py"),
        without=(
            "*/test_time_limit.py::*",
            "*/test_adversarial.py::*",
            "*/test_accelerated.py::test_both_searches_give_the_same_plan[[]*",
            "*/test_accelerated.py::test_both_searches_give_the_same_plan_of_a_curriculum",
            "*::test_fewest_paths_are_what_brute_force_finds*",
        ),
        before=(("mlcareer_graph.planning.accelerated", "warm_up"),),
    ),
    "readers": Area(
        sources=(
            *(f"mlcareer_graph/{name}.py" for name in ("files", "limits", "graph/decoding")),
            *(f"mlcareer_graph/interop/{name}.py" for name in ("advertisement", "csv_table", "profiles")),
            *(f"mlcareer_graph/interop/{name}.py" for name in ("formats/*", "people/*", "published/tables")),
            *(f"mlcareer_graph/ontology/{name}.py" for name in ("columns", "compiled", "json_subset", "mappings")),
            *(f"mlcareer_graph/ontology/{name}.py" for name in ("records", "sources", "syntax", "yaml_subset")),
            *(f"mlcareer_graph/planning/{name}.py" for name in ("plain_file", "profile_file")),
            *(f"mlcareer_graph/rdf/{name}.py" for name in ("compression", "files", "formats/*", "read", "write")),
            *(f"mlcareer_graph/rdf/query/{name}.py" for name in ("check", "scope")),
        ),
        tests=(
            *(f"tests/{name}" for name in ("fuzz", "graph", "interop", "ontology", "rdf", "house/test_files.py")),
            "tests/planning/test_profile_file.py",
            "tests/planning/test_profile.py",
            "mlcareer_graph/interop/formats",
            "mlcareer_graph/interop/people",
            "mlcareer_graph/rdf",
        ),
        without=("*/test_spark.py::*",),
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One change of one function, under the name that makes the function take it."""

    name: str
    module: str
    function: str
    change: str
    is_wording: bool
    """Whether only a text of several words is another."""

    @property
    def key(self) -> str:
        """The name of the function as its callers are counted."""
        return self.name.partition("__mutmut_")[0]


def main() -> int:
    """Draw, run, print and, if asked to, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("area", choices=sorted(AREAS))
    parser.add_argument("--sample", type=int, default=300, help="mutants to run")
    parser.add_argument("--skip", type=int, default=0, help="mutants of the same order to pass over: earlier samples")
    parser.add_argument("--seed", type=int, default=7, help="the order in which mutants are drawn")
    parser.add_argument("--only", nargs="*", default=["*"], help="names of mutants to run again, as patterns")
    parser.add_argument("--work", type=Path, help="where the copy is kept, and which test calls what, for the next run")
    parser.add_argument("--report", type=Path, help="a CSV file for the outcome of every mutant")
    options = parser.parse_args()
    work = (options.work or Path(tempfile.mkdtemp())).resolve()
    area = AREAS[options.area]
    copied(work)
    sys.path.insert(0, str(work))
    with contextlib.chdir(work):
        mutants, population = drawn(area, options.seed, options.skip, options.sample)
    mutants = [mutant for mutant in mutants if any(fnmatch(mutant.name, pattern) for pattern in options.only)]
    print(f"{len(mutants)} of {population} mutants", flush=True)
    with contextlib.ExitStack() as files:
        rows = files.enter_context(options.report.open("w", encoding="utf-8", newline="")) if options.report else None
        os.chdir(work)
        trial = Trial(mutants, area, rows)
        flags = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={work}"]
        code = pytest.main([*flags, *area.tests], plugins=[trial])
    if not options.work:
        shutil.rmtree(work, ignore_errors=True)
    print(told(trial.outcomes))
    return int(code)


def copied(work: Path) -> None:
    """Bring the files of the checkout, those not yet committed with them, into the folder."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, told.split("\0")):
        if (ROOT / name).is_file():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, work / name)
    # Compiled once here, the shipped graph is soon there for every test.
    load = "import mlcareer_graph; mlcareer_graph.load_graph()"
    subprocess.run([sys.executable, "-c", load], cwd=work, check=True)


def drawn(area: Area, seed: int, skip: int, count: int) -> tuple[list[Mutant], int]:
    """Draw mutants, write them into the copy, and count the population.

    Every function keeps at least one mutant beside those drawn, so that its callers are seen.
    """
    from libcst import FunctionDef
    from mutmut.mutation.file_mutation import combine_mutations_to_source, create_mutations

    made = []
    for path in sorted({path for pattern in area.sources for path in Path().glob(pattern)}):
        module, changes, *ignored = create_mutations(str(path), path.read_text("utf-8"))
        inside = [change for change in changes if isinstance(change.contained_by_top_level_function, FunctionDef)]
        made.append((path, module, inside, ignored))
    population = sum(len(changes) for _, _, changes, _ in made)
    mutants = []
    for path, module, changes, ignored in made:
        order = sorted(range(len(changes)), key=lambda at: hashlib.sha256(f"{seed} {path} {at}".encode()).digest())
        share = len(changes) / population
        chosen = set(order[round(share * skip) : round(share * (skip + count))])
        # Read backwards, the last to be kept of each function is its first.
        firsts = {id(change.contained_by_top_level_function): at for at, change in reversed([*enumerate(changes)])}
        kept = sorted(chosen | set(firsts.values()))
        file = combine_mutations_to_source(module, [changes[at] for at in kept], *ignored)
        path.write_text(file.code, "utf-8")
        for at, name in zip(kept, file.mutant_names, strict=True):
            if at in chosen:
                mutants.append(_mutant(".".join(path.with_suffix("").parts), name, module, changes[at]))
    # A run that is broken off has seen a smaller sample.
    mutants.sort(key=lambda mutant: hashlib.sha256(mutant.name.encode()).digest())
    return mutants, population


def _mutant(dotted: str, name: str, module: Any, change: Any) -> Mutant:
    """What a change of mutmut is called, and what it does, in one line."""
    from libcst import SimpleString
    from mutmut.mutation.file_mutation import deep_replace

    function = change.contained_by_top_level_function
    changed = deep_replace(function, change.original_node, change.mutated_node)
    lines = [module.code_for_node(node).splitlines() for node in (function, changed)]
    told = {"-": "", "+": ""}
    for line in list(difflib.unified_diff(*lines, n=0, lineterm=""))[2:]:
        if line[0] in told:
            told[line[0]] += " " + line[1:].strip()
    qualified = name.partition("__mutmut")[0].removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    is_wording = isinstance(change.original_node, SimpleString) and " " in change.original_node.value.strip("\"' ")
    return Mutant(f"{dotted}.{name}", dotted, qualified, f"{told['-'].strip()} -> {told['+'].strip()}", is_wording)


class Trial:
    """A plugin of pytest that runs the tests once for every mutant instead of once."""

    def __init__(self, mutants: list[Mutant], area: Area, rows: TextIO | None) -> None:
        self.mutants = mutants
        self.rows = rows and csv.writer(rows)
        self.flush = rows.flush if rows else lambda: None
        if self.rows:
            self.rows.writerow(("mutant", "module", "function", "change", "wording", "outcome", "by"))
        self.area = area
        self.outcomes: list[tuple[Mutant, str, str]] = []
        self.failed = False
        self.is_short: dict[str, bool] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what takes long or measures time, and most cases of tests whose cases are seeds."""
        seen: Counter[str] = Counter()
        taken = []
        for item in items:
            # mutmut's copies of a function have its docstring, too.
            if "__mutmut_" in item.nodeid or any(fnmatch(item.nodeid, pattern) for pattern in self.area.without):
                continue
            case = re.fullmatch(r"(.*\[.*?)\d+\]", item.nodeid)
            if case:
                seen[case[1]] += 1
                if seen[case[1]] > SEEDS:
                    continue
            taken.append(item)
        items[:] = taken

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notice that a test failed."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """See which test calls what, then run the mutants."""
        for module, function in self.area.before:
            getattr(importlib.import_module(module), function)()
        gc.collect()
        gc.freeze()
        calls = self._calls(session.items)
        for mutant in self.mutants:
            callers = sorted(
                (calls[item.nodeid][0], at)
                for at, item in enumerate(session.items)
                if mutant.key in calls[item.nodeid][1]
            )
            total, tests = 0.0, []
            for seconds, at in callers:
                total += seconds
                if total > ENOUGH and tests:
                    break
                tests.append(session.items[at])
            began = time.monotonic()
            outcome, by = self._outcome(mutant, tests) if tests else ("no test", "")
            self.outcomes.append((mutant, outcome, by))
            self._write(mutant, outcome, by)
            print(
                f"\n{outcome}: {mutant.module} {mutant.function}: {mutant.change} [{by or len(tests)}; "
                f"{time.monotonic() - began:.0f} s]",
                flush=True,
            )
        return True

    def _write(self, mutant: Mutant, outcome: str, by: str) -> None:
        if self.rows:
            row = (mutant.name, mutant.module, mutant.function, mutant.change)
            self.rows.writerow((*row, "yes" if mutant.is_wording else "", outcome, by))
            self.flush()

    def _calls(self, items: list[pytest.Item]) -> dict[str, tuple[float, set[str]]]:
        """The seconds of each test and the functions it calls; none where it fails or takes long without a mutant."""
        kept = Path(f".calls-{hashlib.sha256(repr(self.area).encode()).hexdigest()[:8]}.pickle")
        known = pickle.loads(kept.read_bytes()) if kept.exists() else {}
        files = {item.path: hashlib.sha256(item.path.read_bytes()).hexdigest() for item in items}
        while any(known.get(item.nodeid, ("",))[0] != files[item.path] for item in items):
            code = _in_fork(partial(self._watched, items, known, files, kept), seconds=3600)
            known = pickle.loads(kept.read_bytes()) if kept.exists() else {}
            if code:
                # Tests that ran since the last were kept run again; what ended the process is not tried once more.
                last = next(item for item in items if item.nodeid == _LAST.read_text("utf-8"))
                known[last.nodeid] = (files[last.path], False, SLOW, set(), False)
                kept.write_bytes(pickle.dumps(known))
        calls = {}
        for item in items:
            _, passed, seconds, functions, self.is_short[item.nodeid] = known[item.nodeid]
            if not passed:
                print(f"\nnot used, since it fails or takes long without a mutant: {item.nodeid}", flush=True)
            calls[item.nodeid] = (seconds, functions if passed else set())
        return calls

    def _watched(self, items: list[pytest.Item], known: dict[str, Any], files: dict[Path, str], kept: Path) -> int:
        from mutmut.mutation.trampoline import set_mutant_under_test
        from mutmut.state import state

        set_mutant_under_test("stats")
        signal.signal(signal.SIGPROF, _too_slow)
        fresh = [item for item in items if known.get(item.nodeid, ("",))[0] != files[item.path]]
        try:
            for at, (item, following) in enumerate(pairwise([*fresh, None])):
                for is_short in (True, False):
                    self.failed = False
                    state()._stats.clear()
                    _LAST.write_text(item.nodeid, "utf-8")
                    began = time.process_time()
                    signal.setitimer(signal.ITIMER_PROF, SLOW)
                    _run_test(item, following, is_short=is_short)
                    signal.setitimer(signal.ITIMER_PROF, 0)
                    seconds = time.process_time() - began
                    if not self.failed or seconds >= SLOW:
                        break
                known[item.nodeid] = (files[item.path], not self.failed, seconds, set(state()._stats), is_short)
                if not at % 50:
                    kept.write_bytes(pickle.dumps(known))
        finally:
            kept.write_bytes(pickle.dumps(known))
        return 0

    def _outcome(self, mutant: Mutant, tests: list[pytest.Item]) -> tuple[str, str]:
        """What becomes of a mutant, and the test that kills it."""
        reader, writer = os.pipe()

        def run() -> int:
            from mutmut.mutation.trampoline import set_mutant_under_test

            set_mutant_under_test(mutant.name)
            for item, following in pairwise([*tests, None]):
                os.write(writer, f"{item.nodeid}\n".encode())
                _run_test(item, following, is_short=self.is_short[item.nodeid])
                if self.failed:
                    return 1
            return 0

        code = _in_fork(run, seconds=int(2 * ENOUGH) + 10)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as file:
            last = file.read().splitlines()[-1]
        if code == 0:
            return "survived", ""
        return ("timeout" if code in {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL} else "killed"), last


def _run_test(item: pytest.Item, following: pytest.Item | None, *, is_short: bool) -> None:
    module, drawn = getattr(item, "module", None), getattr(item, "obj", None)
    if module is not None:
        module.range = _few if is_short else range
    if is_short and hasattr(drawn, "hypothesis"):
        given = drawn._hypothesis_internal_use_settings
        drawn._hypothesis_internal_use_settings = type(given)(given, max_examples=EXAMPLES)
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _few(*bounds: int) -> range:
    every = range(*bounds)
    return every[: max(ROUNDS, len(every) // 8)]


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"a test of more than {SLOW} seconds")


def _in_fork(run: Callable[[], int], *, seconds: int) -> int:
    """The exit code of a function in a process of its own, or the negative number of the signal that ended it."""
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        code = 2
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            signal.alarm(max(PATIENCE, seconds))
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            code = run()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


def told(outcomes: list[tuple[Mutant, str, str]]) -> str:
    """The rates in words."""
    lines = []
    for name, part in (
        ("all", outcomes),
        ("texts of several words left out", [outcome for outcome in outcomes if not outcome[0].is_wording]),
    ):
        killed, count = sum(outcome in {"killed", "timeout"} for _, outcome, _ in part), len(part)
        low, high = _interval(killed, count)
        lines.append(f"{name}: {killed} of {count} killed, {killed / max(count, 1):.1%} ({low:.1%} to {high:.1%})")
    counts = Counter(outcome for _, outcome, _ in outcomes)
    return "\n".join([", ".join(f"{count} {name}" for name, count in counts.most_common()), *lines])


def _interval(killed: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share."""
    if not count:
        return 0.0, 1.0
    share, square = killed / count, z * z / count
    middle, half = share + square / 2, z * ((share * (1 - share) + square / 4) / count) ** 0.5
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


if __name__ == "__main__":
    sys.exit(main())
