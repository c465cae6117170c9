"""Spark gives the rows that one machine gives."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pytest

import mlcareer_graph as mcg
from mlcareer_graph import Competency, load_graph
from mlcareer_graph.interop import spark as module
from mlcareer_graph.interop.gap_table import gap_table
from mlcareer_graph.interop.plan_table import plan_table

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'mlcareer-graph[spark]'")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java 17 or newer, which is not there", allow_module_level=True)

# PySpark says of pandas, which nothing here uses, that it does not know its newest release yet.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas", "ignore::ResourceWarning")

GRAPH = load_graph()
ROLES = ["data analyst", "data engineer", "keras"]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Spark in local mode with two workers, which find the library where this process does."""
    from pyspark.sql import SparkSession

    before = {name: os.environ.get(name) for name in ("PYSPARK_PYTHON", "PYTHONPATH")}
    root = str(Path(mcg.__file__).parents[1])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, before["PYTHONPATH"]]))
    builder = SparkSession.builder.master("local[2]").config("spark.driver.bindAddress", "127.0.0.1")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.ui.enabled", "false")
    started = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "50").getOrCreate()
    yield started
    started.stop()
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


def people(number: int) -> list[tuple[int, list[str] | None, str | None]]:
    """Random people with targets; some rows are wrong, each in its own way."""
    rng = random.Random(number)
    competencies = [concept.id for concept in GRAPH.values() if isinstance(concept, Competency)]
    rows: list[tuple[int, list[str] | None, str | None]] = [
        (row, rng.choices(competencies, k=rng.randint(0, 12)), rng.choice(ROLES)) for row in range(number)
    ]
    rows[5] = (5, None, "keras")
    rows[11] = (11, ["Python:master"], None)
    rows[17] = (17, ["\x00</script>; DROP TABLE people"], "nobody's role")
    return rows


def local(rows: list[tuple[int, list[str] | None, str | None]]) -> pyarrow.Table:
    """The same people as a table of Arrow."""
    columns = dict(zip(("id", "knows", "target"), map(list, zip(*rows, strict=True)), strict=True))
    return pyarrow.table(columns)


def test_gaps_are_those_of_one_machine(session: Any) -> None:
    """In four partitions on two workers, each of the rows is that of `gap_table`; wrong ones say why."""
    rows = people(400)
    frame = session.createDataFrame(rows, "id long, knows array<string>, target string").repartition(4)
    found = module.gaps(GRAPH, frame, ROLES)
    assert found.schema.simpleString() == (
        "struct<id:bigint,target:string,role:string,status:string,met:smallint,partly_met:smallint,open:smallint,"
        "fit:double,error:string>"
    )
    made = [row.asDict() for row in found.collect()]
    key = lambda row: (row["id"], row["role"])  # noqa: E731
    assert sorted(made, key=key) == sorted(gap_table(GRAPH, local(rows), ROLES).to_pylist(), key=key)
    assert sum(row["status"] == "invalid" for row in made) == 3 * len(ROLES)


def test_plans_are_those_of_one_machine(session: Any) -> None:
    """Each of the rows is that of `plan_table`; a profile that cannot be read ends no job."""
    rows = people(60)
    frame = session.createDataFrame(rows, "id long, knows array<string>, target string").repartition(4)
    made = [row.asDict() for row in module.plans(GRAPH, frame, education="none").collect()]
    assert sorted(made, key=lambda row: row["id"]) == plan_table(GRAPH, local(rows), education="none").to_pylist()
    assert sorted(row["id"] for row in made if row["status"] == "invalid") == [5, 11, 17]


def test_other_columns_go_through_unchanged(session: Any) -> None:
    """Whatever else a profile has, nested or not null, comes out as it went in, type and all."""
    frame = session.range(3).selectExpr(
        "id",
        "array('SQL') as skills",
        "named_struct('day', date'2026-03-01', 'at', timestamp'2026-03-01 12:00:00') as seen",
        "map('a', cast(1.50 as decimal(10, 2))) as paid",
        "cast(null as string) as note",
    )
    found = module.gaps(GRAPH, frame, ["data analyst"], knows="skills")
    kept = ["id", "seen", "paid", "note"]
    assert found.select(kept).schema == frame.select(kept).schema
    assert found.select(kept).sort("id").collect() == frame.select(kept).sort("id").collect()


@pytest.mark.parametrize(
    ("call", "options", "message"),
    [
        ("gaps", {"roles": ["nobody's role"]}, "no concept is called"),
        ("gaps", {"knows": "id"}, "knows cannot be 'id'; use 'knows' or a column of lists of texts"),
        ("plans", {"target": "role"}, "target cannot be 'role'; use 'target' or a column of texts"),
        ("plans", {"degrees": "any"}, "degrees cannot be 'any'"),
    ],
)
def test_what_is_wrong_as_a_whole_is_refused_at_once(session: Any, call: str, options: Any, message: str) -> None:
    """An error of this library, before Spark has done anything."""
    frame = session.createDataFrame(people(20), "id long, knows array<string>, target string")
    with pytest.raises(mcg.MLCareerError) as caught:
        getattr(module, call)(GRAPH, frame, **options)
    assert message in str(caught.value)
