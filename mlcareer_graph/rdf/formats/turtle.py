"""Turtle, sorted by subject, with the prefixes that are used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import RDF, XSD, BNode, Literal

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import decode
from mlcareer_graph.rdf.formats.grouping import Said, grouped, split_iri
from mlcareer_graph.rdf.formats.ntriples import literal, quoted
from mlcareer_graph.rdf.formats.reading import Budget, Quad
from mlcareer_graph.rdf.formats.turtle_parser import TurtleParser
from mlcareer_graph.rdf.vocabulary import PREFIXES, Node, Object, Triple

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_TYPE, _STRING = RDF.type, XSD.string
_SHORT = {XSD.integer: re.compile(r"[+-]?[0-9]+"), XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+")}
"""The numbers that Turtle writes without quotation marks."""


def write(triples: Iterable[Triple]) -> str:
    """Triples as Turtle.

    Example:
        >>> from rdflib import URIRef
        >>> from mlcareer_graph.rdf.vocabulary import MLC
        >>> print(write([(URIRef("urn:a"), MLC["rank"], Literal(1))]))
        @prefix mlc: <https://w3id.org/mlcareer/ontology#> .
        <BLANKLINE>
        <urn:a> mlc:rank 1 .
        <BLANKLINE>
    """
    namer = Namer()
    blocks = namer.blocks(triples)
    return f"{namer.declarations()}\n" + "\n".join(blocks)


class Namer:
    """Writes triples with short names, and remembers which prefixes that took."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._names: dict[Node, str] = {}

    def declarations(self) -> str:
        """The prefixes that were used, a line each."""
        return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.used))

    def blocks(self, triples: Iterable[Triple]) -> list[str]:
        """A block of lines for each subject."""
        return [self._block(subject, says) for subject, says in grouped(triples)]

    def _block(self, subject: Node, says: Said) -> str:
        lines = []
        for predicate, objects in says:
            verb = "a" if predicate == _TYPE else self.name(predicate)
            lines.append(f"{verb} {', '.join(map(self.object, objects))}")
        return self.name(subject) + " " + " ;\n    ".join(lines) + " .\n"

    def name(self, iri: Node) -> str:
        """A node, as short as can be."""
        name = self._names.get(iri)
        if name is None:
            name = self._names[iri] = self._name(iri)
        return name

    def _name(self, iri: Node) -> str:
        if isinstance(iri, BNode):
            return f"_:{iri}"
        parts = split_iri(iri)
        if parts is None or not _LOCAL.fullmatch(parts[1]):
            return f"<{iri}>"
        self.used.add(parts[0])
        return f"{parts[0]}:{parts[1]}"

    def object(self, value: Object) -> str:
        """Whatever can be an object."""
        if not isinstance(value, Literal):
            return self.name(value)
        text = str(value)
        datatype = value.datatype
        if datatype is None or datatype == _STRING:
            return literal(value)
        pattern = _SHORT.get(datatype)
        if pattern is not None and pattern.fullmatch(text):
            return text
        return f"{quoted(text)}^^{self.name(datatype)}"


def read(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS, base: str = BASE_IRI) -> list[Quad]:
    """The triples of Turtle.

    Raises:
        SyntaxProblem: It is no Turtle, or beyond the limits.
    """
    return TurtleParser(decode(data), Budget(limits), base).parse()
