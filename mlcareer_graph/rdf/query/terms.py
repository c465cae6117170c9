"""What a cell of an answer holds: the RDF term as it is, and the Python value that says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mlcareer_graph.rdf.vocabulary import PREFIXES

if TYPE_CHECKING:
    from mlcareer_graph.model import Concept

_XSD = "http://www.w3.org/2001/XMLSchema#"
BOOLEAN = _XSD + "boolean"
_STRING = _XSD + "string"
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_MOST_DIGITS = 4000
"""Digits that Python turns into a number; it refuses to from 4,300 on."""


class Iri(str):
    """The name of a resource; a text that also knows which concept it stands for.

    Attributes:
        concept: The concept of the graph that has this IRI, None if none has.

    Example:
        >>> iri = Iri("https://w3id.org/mlcareer/technology/keras")
        >>> iri.short, iri == "https://w3id.org/mlcareer/technology/keras"
        ('technology:keras', True)
    """

    __slots__ = ("concept",)

    concept: Concept | None

    def __new__(cls, text: str, concept: Concept | None = None) -> Iri:
        """An IRI of a text."""
        iri = super().__new__(cls, text)
        iri.concept = concept
        return iri

    @property
    def short(self) -> str:
        """The IRI with a prefix, where one of those that a query need not declare fits; else the whole."""
        for prefix, namespace in PREFIXES.items():
            rest = self[len(namespace) :]
            if self.startswith(namespace) and _LOCAL.fullmatch(rest):
                return f"{prefix}:{rest}"
        return str(self)

    def __repr__(self) -> str:
        return f"Iri({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Iri, (str(self), self.concept)


class BlankNode(str):
    """A node without a name; its label, such as ``_:b0``, means something within one answer only."""

    __slots__ = ()


class Text(str):
    """A text with a language, or of a datatype that Python has no value for.

    Attributes:
        language: The language tag, such as ``"en"``; None if it has none.
        datatype: The IRI of the datatype.

    Example:
        >>> Text("Mathematik", "de").language
        'de'
    """

    __slots__ = ("datatype", "language")

    language: str | None
    datatype: str

    def __new__(cls, text: str, language: str | None = None, datatype: str = _LANGUAGE_STRING) -> Text:
        """A text with its language or datatype."""
        made = super().__new__(cls, text)
        made.language = language
        made.datatype = datatype
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Text, (str(self), self.language, self.datatype)


Value: TypeAlias = str | int | float | Decimal | bool | date | None
"""What a cell of a row is; an IRI, a blank node and a text with a language are kinds of `str`."""


class Term(NamedTuple):
    """An RDF term, by the words of SPARQL 1.1 Query Results JSON.

    Attributes:
        type: ``"uri"``, ``"bnode"`` or ``"literal"``.
        value: The IRI, the label or the lexical form.
        language: The language tag of a literal, if it has one.
        datatype: The datatype of a literal other than ``xsd:string``, if it has one.
    """

    type: str
    value: str
    language: str | None = None
    datatype: str | None = None

    @classmethod
    def of(cls, binding: Mapping[str, str]) -> Term:
        """The term of a binding; numbers and truth values get one spelling, whatever engine wrote them.

        Example:
            >>> Term.of({"type": "literal", "value": "+01.50", "datatype": _XSD + "decimal"}).value
            '1.5'
        """
        type_, value = binding["type"], binding["value"]
        if type_ != "literal":
            return cls(type_, value)
        language, datatype = binding.get("xml:lang"), binding.get("datatype")
        if language is not None:
            return cls(type_, value, language.lower())
        if datatype is None or datatype == _STRING:
            return cls(type_, value)
        spell = _SPELL.get(datatype)
        return cls(type_, spell(value) if spell else value, None, datatype)

    def to_dict(self) -> dict[str, str]:
        """The binding again."""
        binding = {"type": self.type, "value": self.value}
        if self.language is not None:
            binding["xml:lang"] = self.language
        if self.datatype is not None:
            binding["datatype"] = self.datatype
        return binding

    def to_value(self, concepts: Mapping[str, Concept]) -> Value:
        """The Python value that says the same.

        Args:
            concepts: The concepts of the graph by their IRI.

        Example:
            >>> Term("literal", "40.5", None, _XSD + "decimal").to_value({})
            Decimal('40.5')
        """
        if self.type == "uri":
            return Iri(self.value, concepts.get(self.value))
        if self.type == "bnode":
            return BlankNode(f"_:{self.value}")
        if self.language is not None:
            return Text(self.value, self.language)
        if self.datatype is None:
            return self.value
        read = _READ.get(self.datatype)
        value = read(self.value) if read else None
        return Text(self.value, None, self.datatype) if value is None else value


_LOCAL = re.compile(r"[\w-]+")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_ENDLESS = {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}


def _integer(text: str) -> int | None:
    return int(text) if len(text) <= _MOST_DIGITS and _INTEGER.fullmatch(text) else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if len(text) <= _MOST_DIGITS and _DECIMAL.fullmatch(text) else None


def _double(text: str) -> float | None:
    if text in _ENDLESS:
        return float(_ENDLESS[text])
    return float(text) if _DOUBLE.fullmatch(text) else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None


def _spelled(read: Callable[[str], Any], write: Callable[[Any], str]) -> Callable[[str], str]:
    def spell(text: str) -> str:
        value = read(text)
        return text if value is None else write(value)

    return spell


def _write_decimal(value: Decimal) -> str:
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def _write_double(value: float) -> str:
    text = repr(value)
    return {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(text, text)


_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")

_READ: Mapping[str, Callable[[str], Value]] = {
    **{_XSD + name: _integer for name in _INTEGERS},
    _XSD + "decimal": _decimal,
    _XSD + "double": _double,
    _XSD + "float": _double,
    BOOLEAN: _TRUTH.get,
    _XSD + "date": _date,
    _XSD + "dateTime": _moment,
}
"""How the lexical forms of each datatype that Python has a value for are read; None is what is none of them."""

_SPELL: Mapping[str, Callable[[str], str]] = {
    **{_XSD + name: _spelled(_integer, str) for name in _INTEGERS},
    _XSD + "decimal": _spelled(_decimal, _write_decimal),
    _XSD + "double": _spelled(_double, _write_double),
    _XSD + "float": _spelled(_double, _write_double),
    BOOLEAN: _spelled(_TRUTH.get, lambda value: str(value).lower()),
}
"""The one spelling of each number and truth value."""
