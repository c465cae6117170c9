"""How fast gaps and plans are on one machine and on Spark, and whether both give the same rows.

    python benchmarks/spark.py
    python benchmarks/spark.py --gaps 100000 --plans 1000 --workers 4

Synthetic profiles, one in a thousand of which cannot be read, are counted and planned for by `gap_table` and
`plan_many` in this process and by Spark in local mode. Every row is compared; so is a sample of the gaps with
`graph.gap`. Prints the rates and the peak memory, and ends with an error on any difference. CPU times are those of all
programs together, the Java of Spark among them. Needs the extra `spark` and Java 17.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow
import pyarrow.compute
import pyarrow.parquet

import mlcareer_graph as mcg
from mlcareer_graph.interop import spark
from mlcareer_graph.interop.gap_table import gap_table
from mlcareer_graph.interop.plan_table import COLUMNS, plan_table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

UNREADABLE = ["Pyhton skills", "Python:master", "coursera", "\x00</script>; DROP TABLE people"]


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gaps", type=int, default=1_000_000, help="profiles to count the gaps of")
    parser.add_argument("--roles", type=int, default=20, help="roles that each is held against")
    parser.add_argument("--plans", type=int, default=10_000, help="profiles to plan for")
    parser.add_argument("--workers", type=int, default=2, help="workers of Spark, and processes of plan_many")
    parser.add_argument("--sample", type=int, default=2000, help="gaps to compare with graph.gap")
    options = parser.parse_args()
    graph = mcg.load_graph()
    print(f"{os.cpu_count()} cores; {platform.platform(terse=True)}; Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        session = started(options.workers)
        is_same = [
            compare_gaps(graph, session, Path(folder), options),
            compare_plans(graph, session, Path(folder), options),
        ]
        session.stop()
    if not all(is_same):
        sys.exit("The rows differ.")


def started(workers: int) -> SparkSession:
    """Spark in local mode, with the interpreter and the library of this process."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    root = str(Path(mcg.__file__).parents[1])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    begin = time.perf_counter()
    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.log.level", "ERROR").getOrCreate()
    print(f"Spark {session.version}, local[{workers}]: starts in {time.perf_counter() - begin:.1f} s")
    return session


def profiles(graph: mcg.CareerGraph, number: int, seed: int) -> pyarrow.Table:
    """Profiles of 0 to 20 competencies at random levels, numbered, each with a role as the target."""
    rng = numpy.random.default_rng(seed)
    known = [concept.id for concept in graph.values() if isinstance(concept, mcg.Competency)]
    texts = [f"{concept_id}:{level}" for concept_id in known for level in mcg.Level] + UNREADABLE
    sizes = rng.integers(0, 21, number)
    offsets = numpy.concatenate(([0], numpy.cumsum(sizes))).astype(numpy.int32)
    entries = rng.integers(0, len(texts) - len(UNREADABLE), offsets[-1])
    wrong = rng.choice(offsets[-1], -(-number // 1000), replace=False)
    entries[wrong] = rng.integers(len(texts) - len(UNREADABLE), len(texts), len(wrong))
    knows = pyarrow.ListArray.from_arrays(offsets, pyarrow.array(texts).take(pyarrow.array(entries)))
    targets = pyarrow.array(list(graph.roles)).take(pyarrow.array(rng.integers(0, len(graph.roles), number)))
    return pyarrow.table({"id": numpy.arange(number), "target": targets, "knows": knows})


def stored(table: pyarrow.Table, folder: Path, session: SparkSession, parts: int) -> DataFrame:
    """The table as files that Spark reads in several partitions."""
    folder.mkdir()
    size = -(-len(table) // parts)
    for part in range(parts):
        pyarrow.parquet.write_table(table.slice(part * size, size), folder / f"{part:03}.parquet")
    return session.read.parquet(str(folder))


def compare_gaps(graph: mcg.CareerGraph, session: SparkSession, folder: Path, options: argparse.Namespace) -> bool:
    """Whether Spark and this process count the same gaps, and a sample of them those of `graph.gap`."""
    people = profiles(graph, options.gaps, 1).drop(["target"])
    roles = list(graph.roles)[: options.roles]
    with measured("gaps, one process", len(people), own_cpu):
        own = gap_table(graph, people, roles)
    few = stored(people.slice(0, 100), folder / "few", session, options.workers)
    with measured("gaps, Spark, its first job", 100, spark_cpu):
        spark.gaps(graph, few, roles).write.parquet(str(folder / "first"))
    frame = stored(people, folder / "people", session, 4 * options.workers)
    with measured("gaps, Spark, files to files", len(people), spark_cpu):
        spark.gaps(graph, frame, roles).write.parquet(str(folder / "gaps"))
    show_memory()
    size = sum(file.stat().st_size for file in (folder / "gaps").glob("*.parquet"))
    print(f"    {own.num_rows:,} rows, {size / 1e6:,.0f} MB as Parquet")
    position = {role: place for place, role in enumerate(roles)}
    places = pyarrow.array([position[role] for role in roles])
    seen = numpy.zeros(own.num_rows, dtype=numpy.int8)
    for part in made(folder / "gaps"):
        role = pyarrow.compute.index_in(part["role"], pyarrow.array(roles))
        row = part["id"].to_numpy() * len(roles) + places.take(role.combine_chunks()).to_numpy()
        seen[row] += 1
        if not own.take(pyarrow.array(row)).cast(part.schema).equals(part):
            return False
    sample = random.Random(1).sample(range(own.num_rows), min(options.sample, own.num_rows))
    knows = people["knows"]
    is_equal = all(is_gap(graph, own.slice(row, 1).to_pylist()[0], knows[row // len(roles)].as_py()) for row in sample)
    print(f"    every one of {own.num_rows:,} rows compared, {len(sample):,} of them with graph.gap")
    return is_equal and bool((seen == 1).all())


def is_gap(graph: mcg.CareerGraph, row: dict[str, Any], knows: list[str]) -> bool:
    """Whether a row says what `graph.gap` finds."""
    try:
        gap = graph.gap(row["role"], knows)
    except mcg.MLCareerError as error:
        return (row["status"], row["error"]) == ("invalid", str(error))
    counts = (len(gap.met), len(gap.partly_met), len(gap.open))
    return (row["met"], row["partly_met"], row["open"]) == counts and row["fit"] == gap.fit


def compare_plans(graph: mcg.CareerGraph, session: SparkSession, folder: Path, options: argparse.Namespace) -> bool:
    """Whether Spark, a table and `plan_many` give the same plans."""
    people = profiles(graph, options.plans, 2)
    frame = stored(people, folder / "wishes", session, 4 * options.workers)
    with measured("plans, Spark, files to files", len(people), spark_cpu):
        spark.plans(graph, frame).write.parquet(str(folder / "plans"))
    show_memory()
    rows = {row["id"]: row for part in made(folder / "plans") for row in part.to_pylist()}
    unread = [row for row in rows.values() if row["status"] == "invalid"]
    asked = [wish for wish in people.to_pylist() if not set(wish["knows"]) & set(UNREADABLE)]
    with measured(f"plans, plan_many, {options.workers} processes", len(asked), own_cpu):
        batch = graph.plan_many([(wish["target"], wish["knows"]) for wish in asked], processes=options.workers)
        records = batch.records()
    some = people.slice(0, min(500, len(people)))
    is_same = plan_table(graph, some).to_pylist() == [rows[row] for row in range(len(some))]
    for wish, plan, record in zip(asked, batch, records, strict=True):
        row = rows[wish["id"]]
        shared = [name for name in COLUMNS if name in record]
        is_same &= [row[name] for name in shared] == [record[name] for name in shared]
        is_same &= (row["bound"], row["step_ids"]) == (plan.bound, [step.id for step in plan.steps])
    print(f"    every one of {len(rows):,} plans compared; {len(unread)} profiles cannot be read, which their rows say")
    return is_same and len(rows) == options.plans and len(unread) == options.plans - len(asked)


def made(folder: Path) -> Iterator[pyarrow.Table]:
    """What Spark has written, file by file."""
    for file in sorted(folder.glob("*.parquet")):
        yield pyarrow.parquet.read_table(file)


@contextlib.contextmanager
def measured(what: str, number: int, cpu: Callable[[], float]) -> Iterator[None]:
    """Print how long something took for so many profiles."""
    begin, before = time.perf_counter(), cpu()
    yield
    seconds, used = time.perf_counter() - begin, cpu() - before
    print(f"{what:30} {number:9,} profiles {seconds:7.1f} s {number / seconds:10,.0f} a second {used:7.1f} s of CPU")


def own_cpu() -> float:
    """The CPU time of this process and of those that it has waited for."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def spark_cpu() -> float:
    """The CPU time of Spark: of its Java, its workers, and what this process does for it."""
    ticks = sum(sum(map(int, program.stat[11:15])) for program in started_programs())
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def show_memory() -> None:
    """Print the most memory that this process and those of Spark have held."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    others = "; ".join(f"{program.name} {program.peak:,} MB" for program in started_programs())
    print(f"    peak memory: this process {own:,} MB; {others}")


@dataclass(frozen=True)
class Program:
    """A program that this process has started, directly or through another.

    Attributes:
        name: Its name.
        peak: The most memory that it has held, in MB.
        stat: What ``/proc/PID/stat`` says after the name.
    """

    name: str
    peak: int
    stat: Sequence[str]


def started_programs() -> list[Program]:
    """The programs that this process has started and that still run."""
    found, parents = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _, stat = (folder / "stat").read_text().partition("(")[2].rpartition(") ")
            peak = re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())
            parents[int(folder.name)] = int(stat.split()[1])
            found[int(folder.name)] = Program(name, int(peak[1]) // 1024 if peak else 0, stat.split())
    return [program for number, program in sorted(found.items()) if os.getpid() in above(number, parents)]


def above(number: int, parents: dict[int, int]) -> Iterator[int]:
    """The programs that a program was started by."""
    while number in parents:
        number = parents[number]
        yield number


if __name__ == "__main__":
    main()
