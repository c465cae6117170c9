"""The plans of a table of profiles and targets: a row for each, whatever is wrong with some of them.

A table is anything that hands over Arrow's stream of columns, as for `mlcareer_graph.interop.gap_table`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import MLCareerError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.gap_table import ArrowStream, require_arrow, require_columns
from mlcareer_graph.planning.batch import Batch, find_outcomes
from mlcareer_graph.planning.query import PlanOptions, Query, make_query

if TYPE_CHECKING:
    from typing import Unpack

    import pyarrow

COLUMNS = (
    "status",
    "objective",
    "cost",
    "bound",
    "hours_low",
    "hours_likely",
    "hours_high",
    "price_usd",
    "weeks",
    "steps",
    "step_ids",
    "error",
)
"""What is said of each plan.

- ``status``: as `Plan.status`: ``"optimal"``, ``"feasible"``, ``"infeasible"`` or ``"unknown"``; ``"invalid"`` if the
  row cannot be read.
- ``objective``: what was minimised; ``cost``: its value, in its unit; ``bound``: what every plan has at least of it.
- ``hours_low``, ``hours_likely``, ``hours_high``, ``price_usd``, ``weeks``: of the whole plan.
- ``steps``: how many there are; ``step_ids``: the concept of each, in an order in which they can be done.
- ``error``: why there is no plan, in a sentence; null if there is one.

Where there is no plan, its figures are null.
"""

_ROWS = 1000
"""Rows that are planned for together: many enough to compile the search for, few enough to keep their plans."""


def plan_table(
    graph: CareerGraph,
    profiles: ArrowStream,
    *,
    target: str = "target",
    knows: str = "knows",
    **options: Unpack[PlanOptions],
) -> pyarrow.Table:
    """The plan of every row of a table, as `CareerGraph.plan` would find it.

    A row that cannot be read has the status ``"invalid"`` and the reason; the others are not affected. For many plans
    the search is compiled first where Numba is installed, see `compile_planning`.

    Args:
        graph: The graph.
        profiles: A table with a row for each plan: an Arrow, Polars or pandas table, or a relation of DuckDB.
        target: The column of targets, as for `CareerGraph.plan`.
        knows: The column of lists of texts such as ``"Python"`` or ``"SQL:practitioner"``.
        options: Options of `CareerGraph.plan`; they hold for every plan.

    Returns:
        A row for each row, in their order: the other columns and the target, and `COLUMNS`.

    Raises:
        UnknownOptionError: A column is missing, holds something else, or has a name of `COLUMNS`; or an option has a
            value that it does not offer.
        MissingExtraError: pyarrow is not installed.

    Example:
        >>> import pyarrow
        >>> from mlcareer_graph import load_graph
        >>> people = pyarrow.table({"target": ["keras", "kerosene"], "knows": [["Python"], []]})
        >>> plan_table(load_graph(), people).select(["target", "status"]).to_pylist()
        [{'target': 'keras', 'status': 'optimal'}, {'target': 'kerosene', 'status': 'invalid'}]
    """
    arrow = require_arrow()
    reader = arrow.RecordBatchReader.from_stream(profiles)
    rows = PlanRows(graph, target, knows, options)
    schema = rows.schema(reader.schema)
    return arrow.Table.from_batches((made for batch in reader for made in rows.batches(batch)), schema)


class PlanRows:
    """Turns batches of profiles and targets into batches of plans; see `plan_table`.

    Args:
        graph: The graph.
        target: The column of targets.
        knows: The column of lists of texts.
        options: Options of `CareerGraph.plan`.

    Raises:
        UnknownOptionError: An option has a value that it does not offer.
    """

    def __init__(self, graph: CareerGraph, target: str, knows: str, options: PlanOptions) -> None:
        self.graph = graph
        self.target = target
        self.knows = knows
        self.options = options
        for role in graph.roles:
            # What is wrong with the options is wrong with every row.
            make_query(graph, role, (), **options)
            break

    def schema(self, profiles: pyarrow.Schema) -> pyarrow.Schema:
        """The columns of the result for profiles with these columns.

        Raises:
            UnknownOptionError: A column is missing, holds something else, or has a name of `COLUMNS`.
        """
        arrow = require_arrow()
        require_columns(profiles, self.knows, COLUMNS)
        texts = [field.name for field in profiles if arrow.types.is_string(_plain(arrow, field.type))]
        if self.target not in texts:
            raise UnknownOptionError("target", self.target, [*texts, "a column of texts"])
        kept = [field for field in profiles if field.name != self.knows]
        kinds = dict.fromkeys(COLUMNS, arrow.float64())
        kinds |= {"status": arrow.string(), "objective": arrow.string(), "error": arrow.string()}
        kinds |= {"steps": arrow.int32(), "step_ids": arrow.list_(arrow.string())}
        return arrow.schema([*kept, *(arrow.field(name, kind) for name, kind in kinds.items())])

    def batches(self, profiles: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
        """The plans of a batch of rows, in their order.

        Raises:
            UnknownOptionError: As for `schema`.
        """
        arrow = require_arrow()
        schema = self.schema(profiles.schema)
        for begin in range(0, len(profiles), _ROWS):
            part = profiles.slice(begin, _ROWS)
            said = arrow.schema([schema.field(name) for name in COLUMNS])
            made = arrow.RecordBatch.from_pylist(self._records(part), said)
            kept = [part.column(place) for place, name in enumerate(profiles.schema.names) if name != self.knows]
            yield arrow.RecordBatch.from_arrays([*kept, *made.columns], schema=schema)

    def _records(self, profiles: pyarrow.RecordBatch) -> list[dict[str, Any]]:
        targets = profiles.column(profiles.schema.get_field_index(self.target)).to_pylist()
        known = profiles.column(profiles.schema.get_field_index(self.knows)).to_pylist()
        asked = [self._query(target, knows) for target, knows in zip(targets, known, strict=True)]
        queries = tuple(query for query in asked if isinstance(query, Query))
        batch = Batch(queries, tuple(find_outcomes(queries)))
        plans = iter(zip(batch, batch.records(), strict=True))
        records = []
        for query in asked:
            if isinstance(query, str):
                records.append({"status": "invalid", "error": query})
                continue
            plan, record = next(plans)
            steps = None if plan.cost is None else [step.id for step in plan.steps]
            error = None if plan.cost is not None else "; ".join(plan.reasons) or "the time limit came before any plan"
            records.append(record | {"bound": plan.bound, "step_ids": steps, "error": error})
        return records

    def _query(self, target: str | None, knows: list[str | None] | None) -> Query | str:
        """The question of a row, or why there is none."""
        if target is None:
            return f"{self.target} is null; name a role, a skill or a technology"
        if knows is None:
            return f"{self.knows} is null; an empty list stands for knowing nothing"
        known = [entry for entry in knows if entry is not None]
        if len(known) < len(knows):
            return "an entry is null; leave it out"
        try:
            return make_query(self.graph, target, known, **self.options)
        except MLCareerError as error:
            return str(error)


def _plain(arrow: Any, kind: pyarrow.DataType) -> pyarrow.DataType:
    """The type of text, however it is stored; another type as it is."""
    inner = kind.value_type if arrow.types.is_dictionary(kind) else kind
    is_text = arrow.types.is_large_string(inner) or arrow.types.is_string_view(inner)
    return arrow.string() if is_text else inner
