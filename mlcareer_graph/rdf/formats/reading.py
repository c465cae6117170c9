"""What the readers of all syntaxes share: quads, literals that are checked before they are made, and limits."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import TypeAlias

from rdflib import RDF, XSD, BNode, Literal, URIRef

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.vocabulary import Node, Object

Quad: TypeAlias = "tuple[Node, URIRef, Object, Node | None]"
"""A triple, and the name of the graph that it stands in; None is the default graph."""

_FORBIDDEN_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_BOOLEAN = re.compile(r"true|false|1|0")

_LEXICAL: Mapping[str, re.Pattern[str]] = {
    **{
        str(XSD[name]): _INTEGER
        for name in (
            *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
            *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
        )
    },
    str(XSD.decimal): _DECIMAL,
    str(XSD.double): _DOUBLE,
    str(XSD.float): _DOUBLE,
    str(XSD.boolean): _BOOLEAN,
}
"""How the numbers and truth values of XML Schema are written (XSD 1.1 part 2, section 3)."""

_PLAIN = frozenset({*_LEXICAL, str(XSD.string), str(XSD.anyURI)})
"""Datatypes whose values rdflib works out at once and without complaint."""
_EVERY = 1024


class Budget:
    """What is left of the limits while one file is read.

    Attributes:
        limits: The limits.
        quads: What has been read.
    """

    def __init__(self, limits: ReadingLimits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self.quads: list[Quad] = []
        self._iris: dict[str, URIRef] = {}
        self._iri_length = 0
        self._deadline = time.monotonic() + limits.max_seconds

    def add(self, quad: Quad, line: int | None = None) -> None:
        """Take in one statement.

        Raises:
            SyntaxProblem: There are too many, or it has taken too long.
        """
        self.quads.append(quad)
        count = len(self.quads)
        if count > self.limits.max_statements:
            raise SyntaxProblem(self._beyond("statements", self.limits.max_statements, "max_statements"), line)
        if count % _EVERY == 0:
            self.check_time(line)

    def check_time(self, line: int | None = None) -> None:
        """Raise if reading has taken too long."""
        if time.monotonic() > self._deadline:
            raise SyntaxProblem(self._beyond("seconds of reading", self.limits.max_seconds, "max_seconds"), line)

    def check_text(self, text: str, line: int | None = None) -> None:
        """Raise if a text or IRI is too long."""
        self.check_length(len(text), line)

    def check_length(self, length: int, line: int | None = None) -> None:
        """Raise if a text of so many characters is too long."""
        if length > self.limits.max_text:
            raise SyntaxProblem(self._beyond("characters in one text", self.limits.max_text, "max_text"), line)

    def check_digits(self, number: str, line: int | None = None) -> None:
        """Raise if a number is too long."""
        if len(number) > self.limits.max_digits:
            what = self._beyond("characters in one number", self.limits.max_digits, "max_digits")
            raise SyntaxProblem(what, line)

    def check_depth(self, depth: int, line: int | None = None) -> None:
        """Raise if something is nested too deep."""
        if depth > self.limits.max_depth:
            raise SyntaxProblem(self._beyond("levels of nesting", self.limits.max_depth, "max_depth"), line)

    def iri(self, text: str, line: int | None = None) -> URIRef:
        """An IRI, made once.

        Raises:
            SyntaxProblem: It holds what no IRI holds, is too long, or all IRIs together are: a short name can stand
                for a long one, so that a small file could fill the memory.
        """
        known = self._iris.get(text)
        if known is not None:
            return known
        self.check_text(text, line)
        found = _FORBIDDEN_IN_IRI.search(text)
        if found:
            code = f"U+{ord(found[0]):04X}"
            what = f"the IRI {text[:60]!r} holds the character {code}; encode it with a percent sign"
            raise SyntaxProblem(what, line)
        self._iri_length += len(text)
        if self._iri_length > self.limits.max_bytes:
            what = self._beyond("characters in all IRIs together", self.limits.max_bytes, "max_bytes")
            raise SyntaxProblem(what, line)
        iri = self._iris[text] = URIRef(text)
        return iri

    def literal(self, text: str, datatype: str | None = None, line: int | None = None) -> Literal:
        """A literal with a datatype or none.

        Raises:
            SyntaxProblem: It is too long, or no number or truth value though its datatype says so.
        """
        self.check_text(text, line)
        if datatype is None:
            return Literal(text)
        pattern = _LEXICAL.get(datatype)
        if pattern is not None:
            self.check_digits(text, line)
            if not pattern.fullmatch(text.strip(" \t\r\n")):
                name = datatype.rpartition("#")[2]
                raise SyntaxProblem(f"{text[:40]!r} is no xsd:{name}; correct the value or its datatype", line)
        if datatype in _PLAIN:
            return Literal(text, datatype=datatype, normalize=False)
        return _opaque(text, datatype)

    def in_language(self, text: str, tag: str, line: int | None = None) -> Literal:
        """A text in a language."""
        self.check_text(text, line)
        return Literal(text, lang=tag)

    @staticmethod
    def _beyond(what: str, limit: float, name: str) -> str:
        return f"there are more than {limit:,} {what}; raise {name} of the reading limits if the file can be trusted"


def _opaque(text: str, datatype: str) -> Literal:
    """A literal whose value nobody asks for.

    The constructor would work it out, and for markup that means running an HTML or XML parser on it.
    """
    literal = Literal(text)
    literal.__setstate__((None, {"language": None, "datatype": URIRef(datatype)}))
    return literal


class Labels:
    """The blank nodes of one file by their labels, named in the order in which they come."""

    def __init__(self) -> None:
        self._nodes: dict[str, BNode] = {}
        self._count = 0

    def labelled(self, label: str) -> BNode:
        """The node that this file calls so."""
        node = self._nodes.get(label)
        if node is None:
            node = self._nodes[label] = self.fresh()
        return node

    def fresh(self) -> BNode:
        """A node that nothing else in the file names."""
        self._count += 1
        return BNode(f"b{self._count}")


NIL, FIRST, REST = RDF.nil, RDF.first, RDF.rest
