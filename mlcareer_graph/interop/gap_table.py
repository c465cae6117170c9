"""The gaps of a table of profiles: a row for each profile and role, as fast as one machine counts.

A table is anything that hands over Arrow's stream of columns (https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html):
a `pyarrow.Table`, a Polars or pandas DataFrame, a relation of DuckDB. The names in it are resolved once for each
distinct text; from there on a profile is a set of bits, see `mlcareer_graph.planning.gap_counts`.

What comes out is a row for each profile and role: the columns of the profile but the one that says what the person
knows, and `COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from mlcareer_graph.errors import MissingExtraError, MLCareerError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import Concept
from mlcareer_graph.ontology.syntax import first_repeated
from mlcareer_graph.planning.gap_counts import NOTHING, GapCounter, GapCounts

if TYPE_CHECKING:
    import numpy
    import pyarrow
    from numpy.typing import NDArray

COLUMNS = ("role", "status", "met", "partly_met", "open", "fit", "error")
"""What is said of each profile and role.

- ``role``: the id of the role or competency.
- ``status``: ``"met"`` if all that binds is met; ``"open"`` if nothing of it is known; ``"partly met"`` between the
  two; ``"invalid"`` if the profile cannot be read.
- ``met``, ``partly_met``, ``open``: how many requirements are so, as `Gap` lists them; null if the profile is invalid.
- ``fit``: `Gap.fit`, from 0 to 1; null if the profile is invalid.
- ``error``: why the profile is invalid, in a sentence; null if it is not.
"""

STATUSES = ("met", "partly met", "open", "invalid")
"""What ``status`` can be."""

_PROFILES = 8192
"""Profiles that are looked at together: few enough for their facts to stay near the processor."""

_ROWS = 1 << 20
"""About how many rows of the result are made at once."""

_KEPT_TEXTS = 1_000_000
"""Distinct texts that are remembered; then remembering starts again, so that memory stays bounded."""


class ArrowStream(Protocol):
    """A table that hands over its columns as a stream of Arrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The stream, as a capsule."""


def gap_table(
    graph: CareerGraph,
    profiles: ArrowStream,
    roles: Iterable[str | Concept] | None = None,
    *,
    knows: str = "knows",
    assume_prerequisites: bool = True,
) -> pyarrow.Table:
    """The gap of every profile of a table to every role, as `CareerGraph.gap` would find it.

    A profile that cannot be read becomes rows with the status ``"invalid"`` and the reason; the others are not
    affected.

    Args:
        graph: The graph.
        profiles: A table with a row for each person: an Arrow, Polars or pandas table, or a relation of DuckDB.
        roles: Roles or competencies; all roles by default.
        knows: The column of lists of texts such as ``"Python"`` or ``"SQL:practitioner"``, as for `CareerGraph.plan`.
        assume_prerequisites: Whether knowing something implies what it cannot be known without.

    Returns:
        A row for each profile and role, in the order of the profiles and then of the roles: the other columns of
        the profile, and `COLUMNS`. ``polars.from_arrow`` and ``.to_pandas()`` make DataFrames of it.

    Raises:
        UnknownConceptError: The name of a role is not known.
        UnplannableError: It is neither a role nor a competency.
        UnknownOptionError: There is no such column, it does not hold lists of texts, or another one has a name of
            `COLUMNS`.
        MissingExtraError: pyarrow is not installed.

    Example:
        >>> import pyarrow
        >>> from mlcareer_graph import load_graph
        >>> people = pyarrow.table({"person": [7, 8], "knows": [["SQL", "statistics"], ["Pyhton skills"]]})
        >>> gaps = gap_table(load_graph(), people, ["data analyst"])
        >>> gaps.select(["person", "role", "status"]).to_pylist()
        [{'person': 7, 'role': 'data-analyst', 'status': 'partly met'},
         {'person': 8, 'role': 'data-analyst', 'status': 'invalid'}]
    """
    arrow = require_arrow()
    reader = arrow.RecordBatchReader.from_stream(profiles)
    rows = GapRows(GapCounter(graph, roles, assume_prerequisites=assume_prerequisites), knows)
    schema = rows.schema(reader.schema)
    return arrow.Table.from_batches((made for batch in reader for made in rows.batches(batch)), schema)


def require_arrow() -> Any:
    """The module `pyarrow`.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import pyarrow
        import pyarrow.compute
    except ImportError:
        raise MissingExtraError("pyarrow", "arrow") from None
    return pyarrow


class GapRows:
    """Turns batches of profiles into batches of gaps; see `gap_table`.

    Args:
        counter: The roles.
        knows: The column of lists of texts.
    """

    def __init__(self, counter: GapCounter, knows: str = "knows") -> None:
        self.counter = counter
        self.knows = knows
        self._codes: dict[str, int | str] = {}

    def schema(self, profiles: pyarrow.Schema) -> pyarrow.Schema:
        """The columns of the result for profiles with these columns.

        Raises:
            UnknownOptionError: There is no column of lists of texts of the name, or a column has a name of `COLUMNS`.
        """
        arrow = require_arrow()
        require_columns(profiles, self.knows, COLUMNS)
        kept = [field for field in profiles if field.name != self.knows]
        words = arrow.dictionary(arrow.int32(), arrow.string())
        types = (words, words, arrow.int16(), arrow.int16(), arrow.int16(), arrow.float64(), arrow.string())
        return arrow.schema([*kept, *(arrow.field(name, kind) for name, kind in zip(COLUMNS, types, strict=True))])

    def batches(self, profiles: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
        """The gaps of a batch of profiles, in their order.

        Raises:
            UnknownOptionError: As for `schema`.
        """
        schema = self.schema(profiles.schema)
        size = max(1, min(_PROFILES, _ROWS // max(1, len(self.counter.roles))))
        for begin in range(0, len(profiles), size):
            yield self._batch(profiles.slice(begin, size), schema)

    def _batch(self, profiles: pyarrow.RecordBatch, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
        arrow = require_arrow()
        import numpy

        codes, offsets, errors = self._read(profiles.column(profiles.schema.get_field_index(self.knows)))
        counts = self.counter.count(codes, offsets)
        roles = [role.id for role in self.counter.roles]
        people = numpy.repeat(numpy.arange(len(profiles)), len(roles))
        is_invalid = numpy.zeros(len(profiles), dtype=bool)
        is_invalid[list(errors)] = True
        mask = numpy.repeat(is_invalid, len(roles)) if errors else None
        columns = [
            profiles.column(position).take(arrow.array(people))
            for position, field in enumerate(profiles.schema)
            if field.name != self.knows
        ]
        columns += [
            _words(numpy.tile(numpy.arange(len(roles), dtype=numpy.int32), len(profiles)), roles),
            _words(_states(counts, is_invalid).ravel(), STATUSES),
            *(arrow.array(part.ravel(), mask=mask) for part in (counts.met, counts.partly_met, counts.open)),
            arrow.array(counts.fit.ravel(), mask=mask),
            arrow.array([errors.get(row) for row in range(len(profiles))], arrow.string()).take(arrow.array(people))
            if errors
            else arrow.nulls(len(people), arrow.string()),
        ]
        return arrow.RecordBatch.from_arrays(columns, schema=schema)

    def _read(self, lists: Any) -> tuple[NDArray[numpy.intp], NDArray[numpy.intp], dict[int, str]]:
        """The codes of the entries of some profiles, where each begins, and by position why some cannot be read."""
        arrow = require_arrow()
        import numpy

        texts = lists.flatten()
        if not arrow.types.is_dictionary(texts.type):
            texts = texts.cast(arrow.string()).dictionary_encode()
        lengths = arrow.compute.list_value_length(lists).fill_null(0)
        offsets = numpy.concatenate(([0], numpy.cumsum(lengths, dtype=numpy.intp)))
        found = [self._code(text) for text in texts.dictionary.cast(arrow.string()).to_pylist()]
        # What is not a code is a reason; the last stands for an entry that is null.
        reasons = [*found, self._code(None)]
        table = numpy.array([code if isinstance(code, int) else -1 for code in reasons], dtype=numpy.intp)
        positions = texts.indices.fill_null(len(found)).to_numpy()
        codes = table[positions]
        bad = numpy.flatnonzero(codes < 0)
        rows, first = numpy.unique(numpy.searchsorted(offsets, bad, side="right") - 1, return_index=True)
        errors = {int(row): str(reasons[positions[bad[place]]]) for row, place in zip(rows, first, strict=True)}
        for row in numpy.flatnonzero(lists.is_null().to_numpy(zero_copy_only=False)):
            errors[int(row)] = f"{self.knows} is null; an empty list stands for knowing nothing"
        codes[bad] = NOTHING
        return codes, offsets, errors

    def _code(self, text: str | None) -> int | str:
        """The code of an entry, or why it has none."""
        if text is None:
            return "an entry is null; leave it out"
        found = self._codes.get(text)
        if found is None:
            if len(self._codes) >= _KEPT_TEXTS:
                self._codes.clear()
            found = self._codes[text] = self._find(text)
        return found

    def _find(self, text: str) -> int | str:
        try:
            return self.counter.code(text)
        except MLCareerError as error:
            return str(error)


def require_columns(profiles: pyarrow.Schema, knows: str, made: Iterable[str]) -> None:
    """Raise `UnknownOptionError` unless a table has a column of lists of texts, and none of the names to be made.

    Args:
        profiles: The columns of the table.
        knows: The name of the column of lists.
        made: The names that the result adds.
    """
    arrow = require_arrow()
    lists = [field.name for field in profiles if _holds_texts(arrow.types, field.type)]
    if knows not in lists:
        raise UnknownOptionError("knows", knows, [*lists, "a column of lists of texts"])
    taken = [name for name in profiles.names if name in made]
    if taken:
        raise UnknownOptionError("a column", taken[0], ["another name, since the result has a column of this one"])
    doubled = first_repeated(profiles.names)
    if doubled is not None:
        raise UnknownOptionError("two columns", doubled, ["a name of its own for each"])


def _holds_texts(types: Any, kind: pyarrow.DataType) -> bool:
    is_list = (
        types.is_list,
        types.is_large_list,
        types.is_fixed_size_list,
        types.is_list_view,
        types.is_large_list_view,
    )
    if not any(test(kind) for test in is_list):
        return False
    inner = kind.value_type.value_type if types.is_dictionary(kind.value_type) else kind.value_type
    texts = (types.is_string, types.is_large_string, types.is_string_view, types.is_null)
    return any(test(inner) for test in texts)


def _words(codes: NDArray[numpy.int32], words: Iterable[str]) -> pyarrow.Array:
    arrow = require_arrow()
    return arrow.DictionaryArray.from_arrays(arrow.array(codes), arrow.array(list(words), arrow.string()))


def _states(counts: GapCounts, is_invalid: NDArray[numpy.bool_]) -> NDArray[numpy.int32]:
    """The position in `STATUSES` for each profile, a row, and role, a column."""
    import numpy

    states = (counts.fit < 1).astype(numpy.int32) + (counts.fit <= 0)
    states[is_invalid] = STATUSES.index("invalid")
    return states
