"""Gaps and plans for a DataFrame of Apache Spark, where the profiles already live in a cluster.

The graph goes to every executor once; from there on each partition is worked off on its own, by `DataFrame.mapInArrow`
(https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.mapInArrow.html), with
the same code that serves a table on one machine: `mlcareer_graph.interop.gap_table` and
`mlcareer_graph.interop.plan_table`. So the rows are the same, and a row that cannot be read says so and stops no job.
The library has to be installed on the executors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mlcareer_graph.errors import MissingExtraError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.gap_table import GapRows, require_arrow
from mlcareer_graph.interop.plan_table import PlanRows
from mlcareer_graph.model import Concept
from mlcareer_graph.planning.gap_counts import GapCounter
from mlcareer_graph.planning.query import PlanOptions

if TYPE_CHECKING:
    from typing import Unpack

    import pyarrow
    from pyspark import Broadcast
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType


def gaps(
    graph: CareerGraph,
    profiles: DataFrame,
    roles: Iterable[str | Concept] | None = None,
    *,
    knows: str = "knows",
    assume_prerequisites: bool = True,
) -> DataFrame:
    """The gap of every profile of a DataFrame to every role; see `mlcareer_graph.interop.gap_table.gap_table`.

    Args:
        graph: The graph.
        profiles: A row for each person.
        roles: Roles or competencies; all roles by default.
        knows: The column of arrays of strings such as ``"Python"`` or ``"SQL:practitioner"``.
        assume_prerequisites: Whether knowing something implies what it cannot be known without.

    Returns:
        A row for each profile and role: the other columns of the profile; ``role``, ``status`` and ``error``, strings;
        ``met``, ``partly_met`` and ``open``, smallint; ``fit``, double. They mean what
        `mlcareer_graph.interop.gap_table.COLUMNS` says. Nothing is computed before Spark asks for it.

    Raises:
        UnknownConceptError: The name of a role is not known.
        UnplannableError: It is neither a role nor a competency.
        UnknownOptionError: There is no such column, it does not hold arrays of strings, or another one has a name of
            the result.
        MissingExtraError: PySpark is not installed.
    """
    chosen = [role.id for role in GapCounter(graph, roles, assume_prerequisites=assume_prerequisites).roles]
    return _mapped(graph, profiles, partial(_gap_rows, tuple(chosen), knows, assume_prerequisites))


def plans(
    graph: CareerGraph,
    profiles: DataFrame,
    *,
    target: str = "target",
    knows: str = "knows",
    **options: Unpack[PlanOptions],
) -> DataFrame:
    """The plan of every row of a DataFrame; see `mlcareer_graph.interop.plan_table.plan_table`.

    Args:
        graph: The graph.
        profiles: A row for each plan.
        target: The column of targets, strings as for `CareerGraph.plan`.
        knows: The column of arrays of strings.
        options: Options of `CareerGraph.plan`; they hold for every plan.

    Returns:
        A row for each row: the other columns and the target; ``status``, ``objective`` and ``error``, strings;
        ``cost``, ``bound``, ``hours_low``, ``hours_likely``, ``hours_high``, ``price_usd`` and ``weeks``, doubles;
        ``steps``, integer; ``step_ids``, an array of strings. They mean what
        `mlcareer_graph.interop.plan_table.COLUMNS` says. Nothing is computed before Spark asks for it.

    Raises:
        UnknownOptionError: A column is missing, holds something else, or has a name of the result; or an option has a
            value that it does not offer.
        MissingExtraError: PySpark is not installed.
    """
    return _mapped(graph, profiles, partial(_plan_rows, target, knows, options))


@dataclass(frozen=True, slots=True)
class _Worker:
    """What each executor does with the batches of a partition.

    Attributes:
        graph: The graph, which an executor fetches once.
        rows: Makes of it what turns batches into batches.
    """

    graph: Broadcast[CareerGraph]
    rows: Callable[[CareerGraph], GapRows | PlanRows]

    def __call__(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        rows = self.rows(self.graph.value)
        for batch in batches:
            for made in rows.batches(batch):
                yield made.cast(_without_dictionaries(made.schema))


def _mapped(graph: CareerGraph, profiles: DataFrame, rows: Callable[[CareerGraph], GapRows | PlanRows]) -> DataFrame:
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
        from pyspark.sql.types import StructType
    except ImportError:
        raise MissingExtraError("PySpark", "spark") from None
    made = _without_dictionaries(rows(graph).schema(_texts(profiles.schema)))
    kept = {field.name: field for field in profiles.schema}
    said = from_arrow_schema(require_arrow().schema([field for field in made if field.name not in kept]))
    schema = StructType([*(kept[name] for name in made.names if name in kept), *said])
    shared = profiles.sparkSession.sparkContext.broadcast(graph)
    return profiles.mapInArrow(_Worker(shared, rows), schema)


def _texts(schema: StructType) -> pyarrow.Schema:
    """The columns as Arrow knows them, as far as they hold texts or arrays of texts; the others without a type."""
    from pyspark.sql.types import ArrayType, StringType

    arrow = require_arrow()
    text = arrow.string()

    def kind(of: DataType) -> pyarrow.DataType:
        if isinstance(of, ArrayType) and isinstance(of.elementType, StringType):
            return arrow.list_(text)
        return text if isinstance(of, StringType) else arrow.null()

    return arrow.schema([arrow.field(field.name, kind(field.dataType)) for field in schema])


def _gap_rows(roles: tuple[str, ...], knows: str, assume_prerequisites: bool, graph: CareerGraph) -> GapRows:
    """Made once for all the partitions that an executor works off."""
    key = ("spark", roles, knows, assume_prerequisites)
    return graph.derived(
        key, lambda: GapRows(GapCounter(graph, roles, assume_prerequisites=assume_prerequisites), knows)
    )


def _plan_rows(target: str, knows: str, options: PlanOptions, graph: CareerGraph) -> PlanRows:
    return PlanRows(graph, target, knows, options)


def _without_dictionaries(schema: pyarrow.Schema) -> pyarrow.Schema:
    """The columns with texts where there were dictionaries of them, which Spark does not take."""
    arrow = require_arrow()
    is_dictionary = arrow.types.is_dictionary
    return arrow.schema(
        [field.with_type(field.type.value_type) if is_dictionary(field.type) else field for field in schema]
    )
