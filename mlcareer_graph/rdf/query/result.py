"""The answer to a query: rows with named columns, as Python values and as RDF terms."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, Any, overload

from mlcareer_graph.errors import MissingExtraError, UnknownOptionError, one_line
from mlcareer_graph.files import save_text
from mlcareer_graph.model import Concept
from mlcareer_graph.rdf.query.terms import BOOLEAN, Iri, Term, Value

if TYPE_CHECKING:
    import pandas
    import rdflib

_TRIPLE = ("subject", "predicate", "object")
_FORMULA = re.compile(r"[=+@\t\r'-]")
_NUMBER = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?")


class Row:
    """A row of an answer: ``row[0]``, ``row["name"]`` and ``row.name`` are the same cell; what is unbound is None.

    Example:
        >>> row = Row(("name", "hours"), ("Keras", 40))
        >>> row.hours, row["hours"], row[1], dict(row)
        (40, 40, 40, {'name': 'Keras', 'hours': 40})
        >>> name, hours = row
    """

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: tuple[Value, ...]) -> None:
        self._columns = columns
        self._values = values

    def keys(self) -> tuple[str, ...]:
        """The names of the columns, so that ``dict(row)`` works."""
        return self._columns

    @overload
    def __getitem__(self, place: int | str) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, place: int | str | slice) -> Value | tuple[Value, ...]:
        if isinstance(place, str):
            return self._values[_column(self._columns, place)]
        return self._values[place]

    def __getattr__(self, name: str) -> Value:
        if name.startswith("__") or name not in self._columns:
            raise AttributeError(f"the row has no column {name!r}; it has {', '.join(self._columns)}")
        return self._values[self._columns.index(name)]

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Row):
            return self._columns == other._columns and self._values == other._values
        return self._values == other

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        cells = ", ".join(f"{name}={value!r}" for name, value in zip(self._columns, self._values, strict=True))
        return f"Row({cells})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Row, (self._columns, self._values)


@dataclass(frozen=True, slots=True)
class QueryResult(Sequence[Row]):
    """The result of `CareerGraph.query`: a sequence of rows.

    A cell of a row is a `str`, `int`, `decimal.Decimal`, `float`, `bool`, `datetime.date` or `datetime.datetime`, or
    None where nothing is bound. An IRI is a `str` too, with the concept that it stands for as ``.concept`` and a short
    form as ``.short``; a text with a language, or of a datatype that is none of these, is a `str` with ``.language``
    and ``.datatype``. The exact terms are in `terms`, `to_dict` and `to_json`.

    Of ASK, ``bool(result)`` is the answer, which is also the only cell of the only row. Of CONSTRUCT and DESCRIBE the
    rows are triples with the columns subject, predicate and object; `to_rdf` gives them as a graph.

    Attributes:
        form: ``"SELECT"``, ``"ASK"``, ``"CONSTRUCT"`` or ``"DESCRIBE"``.
        columns: The names of the columns, in their order.
        terms: The RDF terms, a tuple for each row; None where nothing is bound.
        rows: The same as Python values.
    """

    form: str
    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False, compare=False)

    @classmethod
    def of(
        cls, form: str, answer: Mapping[str, Any], concepts: Mapping[str, Concept], order: Sequence[str] = ()
    ) -> QueryResult:
        """The result of an answer in SPARQL 1.1 Query Results JSON.

        Triples, which have no order and of which an engine may give one twice, are sorted.

        Args:
            form: The form of the query.
            answer: The answer.
            concepts: The concepts of the graph by their IRI.
            order: The columns in the order that they shall have, if the answer does not say it.
        """
        if "boolean" in answer:
            word = "true" if answer["boolean"] else "false"
            answer = {
                "head": {"vars": ["answer"]},
                "results": {"bindings": [{"answer": {"type": "literal", "value": word, "datatype": BOOLEAN}}]},
            }
        columns = tuple(answer["head"]["vars"])
        if order:
            place = {name: number for number, name in enumerate(order)}
            columns = tuple(sorted(columns, key=lambda name: (place.get(name, len(place)), name)))
        known: dict[tuple[tuple[str, str], ...], Term] = {}
        terms = tuple(
            tuple(_term(binding.get(name), known) for name in columns) for binding in answer["results"]["bindings"]
        )
        if form in ("CONSTRUCT", "DESCRIBE"):
            terms = tuple(sorted(set(terms), key=str))
        values = {term: term.to_value(concepts) for term in known.values()}
        rows = tuple(Row(columns, tuple(None if term is None else values[term] for term in line)) for line in terms)
        return cls(form, columns, terms, rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[place]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """The answer to ASK; whether there are rows otherwise."""
        return bool(self.rows[0][0]) if self.form == "ASK" else bool(self.rows)

    def column(self, name: str) -> tuple[Value, ...]:
        """The cells of a column.

        Raises:
            UnknownOptionError: There is no such column.
        """
        place = _column(self.columns, name)
        return tuple(row[place] for row in self.rows)

    def concepts(self, column: str | None = None) -> list[Concept]:
        """The concepts that a column names, each once, in the order of the rows; what is no concept is passed over.

        Args:
            column: Its name; the first column by default.

        Raises:
            UnknownOptionError: There is no such column.
        """
        cells = self.column(self.columns[0] if column is None else column)
        found = (cell.concept for cell in cells if isinstance(cell, Iri))
        return list({concept.id: concept for concept in found if concept is not None}.values())

    def to_frame(self) -> pandas.DataFrame:
        """A row for each row; decimals as floats, IRIs and texts as plain texts, what is unbound as missing.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtraError("pandas", "frames") from None
        return pandas.DataFrame([[_plain(value) for value in row] for row in self.rows], columns=list(self.columns))

    def to_dict(self) -> dict[str, Any]:
        """SPARQL 1.1 Query Results JSON Format (W3C Recommendation of 2013) as a dict.

        Triples, for which that has no form, are rows with the variables subject, predicate and object.
        """
        if self.form == "ASK":
            return {"head": {}, "boolean": bool(self)}
        bindings = [
            {name: term.to_dict() for name, term in zip(self.columns, line, strict=True) if term is not None}
            for line in self.terms
        ]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}

    def to_json(self, path: str | PathLike[str] | None = None) -> str:
        """`to_dict` as JSON.

        Args:
            path: A file that shall hold it too.

        Raises:
            SaveError: The file cannot be written.
        """
        return _saved(json.dumps(self.to_dict(), ensure_ascii=False), path)

    def to_csv(self, path: str | PathLike[str] | None = None, *, for_spreadsheet: bool = False) -> str:
        """SPARQL 1.1 Query Results CSV Format (W3C Recommendation of 2013): plain values, lines that end in CRLF.

        Args:
            path: A file that shall hold it too.
            for_spreadsheet: Whether to put an apostrophe before each text that a spreadsheet may take for a formula,
                or that begins with an apostrophe: taking one off each that has one gives the texts back.

        Raises:
            SaveError: The file cannot be written.
        """
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(self.columns)
        for line in map(_csv_line, self.terms):
            writer.writerow(map(_harmless, line) if for_spreadsheet else line)
        return _saved(text.getvalue(), path)

    def to_rdf(self) -> rdflib.Graph:
        """The triples of CONSTRUCT or DESCRIBE as an `rdflib.Graph`.

        Raises:
            UnknownOptionError: The query was of another form.
        """
        import rdflib

        from mlcareer_graph.rdf.vocabulary import PREFIXES

        if self.columns != _TRIPLE or self.form not in ("CONSTRUCT", "DESCRIBE"):
            raise UnknownOptionError("the form of the query for to_rdf", self.form, ("CONSTRUCT", "DESCRIBE"))
        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        for line in self.terms:
            subject, predicate, object_ = (_node(term) for term in line if term is not None)
            graph.add((subject, predicate, object_))
        return graph

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import query_html

        return query_html(self)

    def __repr__(self) -> str:
        if self.form == "ASK":
            return one_line(f"<QueryResult: {'yes' if self else 'no'}>")
        rows = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        return one_line(f"<QueryResult: {rows} of {', '.join(self.columns)}>")


def _column(columns: Sequence[str], name: str) -> int:
    if name not in columns:
        raise UnknownOptionError("a column", name, columns)
    return columns.index(name)


def _term(binding: Mapping[str, str] | None, known: dict[tuple[tuple[str, str], ...], Term]) -> Term | None:
    """The term of a binding, made once however often it comes."""
    if binding is None:
        return None
    key = tuple(binding.items())
    if key not in known:
        known[key] = Term.of(binding)
    return known[key]


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, str) else value


def _csv_line(line: Sequence[Term | None]) -> list[str]:
    return ["" if term is None else f"_:{term.value}" if term.type == "bnode" else term.value for term in line]


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _saved(text: str, path: str | PathLike[str] | None) -> str:
    if path is not None:
        save_text(path, text)
    return text


def _node(term: Term) -> Any:
    import rdflib

    if term.type == "uri":
        return rdflib.URIRef(term.value)
    if term.type == "bnode":
        return rdflib.BNode(term.value)
    datatype = None if term.datatype is None else rdflib.URIRef(term.datatype)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
