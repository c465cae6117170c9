"""The quads of expanded JSON-LD (JSON-LD 1.1 Processing Algorithms and API, sections 7 and 8)."""

from __future__ import annotations

import json
import re
from typing import Any

from rdflib import RDF, XSD, Literal, URIRef

from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.formats.iris import is_absolute
from mlcareer_graph.rdf.formats.jsonld_context import KEYWORDS
from mlcareer_graph.rdf.formats.reading import FIRST, NIL, REST, Budget, Labels
from mlcareer_graph.rdf.vocabulary import Node, Object

_JSON = str(RDF.JSON)
_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_LARGE = 1e21
_EXACT = 2**53


class QuadMaker:
    """Makes quads of the nodes of one file.

    What has no place in RDF is passed over, as the standard says: statements about relative IRIs where there is no
    base, and properties that are blank nodes.

    Args:
        budget: Takes in the quads, within its limits.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._labels = Labels()

    def take(self, nodes: list[dict[str, Any]], graph: Node | None = None) -> None:
        """Take in the nodes of a graph.

        Raises:
            SyntaxProblem: They hold what is no IRI, number, truth value or language, or are beyond the limits.
        """
        for node in nodes:
            if "@value" not in node:
                self._node(node, graph)

    def _node(self, node: dict[str, Any], graph: Node | None) -> Node | None:
        """Take in what a node says, and give the node; None if it has no name that RDF allows."""
        self._budget.check_time()
        subject = self._reference(node["@id"]) if "@id" in node else self._labels.fresh()
        for name, values in node.items():
            if name == "@type":
                for type_ in values:
                    self._add(subject, RDF.type, self._reference(type_), graph)
            elif name == "@reverse":
                for property_, owners in values.items():
                    predicate = self._predicate(property_)
                    for owner in owners:
                        self._add(self._node(owner, graph), predicate, subject, graph)
            elif name == "@included":
                self.take(values, graph)
            elif name == "@graph":
                if subject is not None:
                    self.take(values, subject)
            elif name not in KEYWORDS:
                predicate = self._predicate(name)
                for value in values:
                    self._add(subject, predicate, self._object(value, graph), graph)
        return subject

    def _add(self, subject: Node | None, predicate: URIRef | None, object_: Object | None, graph: Node | None) -> None:
        if subject is not None and predicate is not None and object_ is not None:
            self._budget.add((subject, predicate, object_, graph))

    def _reference(self, iri: str | None) -> Node | None:
        if iri is None:
            return None
        if iri.startswith("_:"):
            return self._labels.labelled(iri)
        return self._budget.iri(iri) if is_absolute(iri) else None

    def _predicate(self, iri: str) -> URIRef | None:
        return self._budget.iri(iri) if is_absolute(iri) else None

    def _object(self, value: dict[str, Any], graph: Node | None) -> Object | None:
        if "@value" in value:
            return self._literal(value)
        if "@list" not in value:
            return self._node(value, graph)
        items = [self._object(item, graph) for item in value["@list"]]
        rest: Node = NIL
        for item in reversed(items):
            cell = self._labels.fresh()
            self._add(cell, FIRST, item, graph)
            self._budget.add((cell, REST, rest, graph))
            rest = cell
        return rest

    def _literal(self, node: dict[str, Any]) -> Literal:
        value, datatype = node["@value"], node.get("@type")
        if datatype == "@json":
            return self._budget.literal(canonical_json(value), _JSON)
        if datatype is not None:
            self._budget.iri(datatype)
        if isinstance(value, bool):
            return self._budget.literal("true" if value else "false", datatype or str(XSD.boolean))
        if isinstance(value, int | float):
            return self._number(value, datatype)
        if datatype is not None:
            return self._budget.literal(value, datatype)
        language = node.get("@language")
        if language is None:
            return self._budget.literal(value)
        if not _TAG.fullmatch(language):
            raise SyntaxProblem(f"{language[:40]!r} is no language tag; correct it")
        return self._budget.in_language(value, language)

    def _number(self, value: float, datatype: str | None) -> Literal:
        """A number that stands without quotes.

        With a fraction it is a double, unless its datatype is xsd:decimal, which has no exponents: there, unlike in
        the standard, whose literal would be none, the decimal is written out.
        """
        if datatype == str(XSD.decimal):
            return self._budget.literal(_decimal(value), datatype)
        is_whole = isinstance(value, int) or value.is_integer()
        if is_whole and abs(value) < _LARGE and datatype != str(XSD.double):
            text, own = str(int(value)), XSD.integer
        else:
            text, own = _double(float(value)), XSD.double
        # Its length was looked at as it stands in the file, which the canonical form may exceed.
        return (
            Literal(text, datatype=own, normalize=False) if datatype is None else self._budget.literal(text, datatype)
        )


def _double(value: float) -> str:
    """A double as XML Schema's canonical form has it: with 15 digits after the point at most, none of them for nothing.

    Example:
        >>> _double(5.5), _double(100.0), _double(-1e22)
        ('5.5E0', '1.0E2', '-1.0E22')
    """
    mantissa, exponent = f"{value:.15E}".split("E")
    return f"{mantissa.rstrip('0')}{'0' if mantissa.rstrip('0').endswith('.') else ''}E{int(exponent)}"


def _decimal(value: float) -> str:
    from decimal import Decimal

    return format(Decimal(repr(value)), "f")


def canonical_json(value: Any) -> str:
    r"""JSON in the one way of the JSON Canonicalization Scheme (RFC 8785).

    Example:
        >>> canonical_json({"b": [1.0, 1e30], "a": "\n"})
        '{"a":"\\n","b":[1,1e+30]}'
    """
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return (
            "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{canonical_json(value[key])}" for key in keys) + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _script_number(value)
    return json.dumps(value, ensure_ascii=False)


def _script_number(value: float) -> str:
    """A number as ECMAScript writes it."""
    if isinstance(value, int) and abs(value) <= _EXACT:
        return str(value)
    value = float(value)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    shortest = repr(abs(value))
    mantissa, _, power = shortest.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = (
        int(power or 0) + len(whole) if whole != "0" else int(power or 0) - (len(fraction) - len(fraction.lstrip("0")))
    )
    digits = digits.rstrip("0")
    if len(digits) <= exponent <= 21:
        return f"{sign}{digits}{'0' * (exponent - len(digits))}"
    if 0 < exponent <= 21:
        return f"{sign}{digits[:exponent]}.{digits[exponent:]}"
    if -6 < exponent <= 0:
        return f"{sign}0.{'0' * -exponent}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{exponent - 1:+d}"
