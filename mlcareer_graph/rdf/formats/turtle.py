"""Turtle, sorted by subject, with the prefixes that are used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax

from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import SyntaxProblem, decode, first_line
from mlcareer_graph.rdf.formats.grouping import grouped, split_iri
from mlcareer_graph.rdf.formats.ntriples import literal, quoted
from mlcareer_graph.rdf.vocabulary import PREFIXES, Triple

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")


def write(triples: Iterable[Triple]) -> str:
    """Triples as Turtle.

    Example:
        >>> from mlcareer_graph.rdf.vocabulary import MLC
        >>> print(write([(URIRef("urn:a"), MLC["rank"], Literal(1))]))
        @prefix mlc: <https://w3id.org/mlcareer/ontology#> .
        <BLANKLINE>
        <urn:a> mlc:rank 1 .
        <BLANKLINE>
    """
    namer = _Namer()
    blocks = [_block(namer, subject, says) for subject, says in grouped(triples)]
    prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(namer.used))
    return f"{prefixes}\n" + "\n".join(blocks)


def _block(namer: _Namer, subject: URIRef, says: list[tuple[URIRef, list[URIRef | Literal]]]) -> str:
    lines = []
    for predicate, objects in says:
        verb = "a" if predicate == RDF.type else namer.name(predicate)
        lines.append(f"{verb} {', '.join(map(namer.object, objects))}")
    return namer.name(subject) + " " + " ;\n    ".join(lines) + " .\n"


class _Namer:
    """Shortens IRIs and remembers which prefixes that took."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def name(self, iri: URIRef) -> str:
        parts = split_iri(iri)
        if parts is None or not _LOCAL.fullmatch(parts[1]):
            return f"<{iri}>"
        self.used.add(parts[0])
        return f"{parts[0]}:{parts[1]}"

    def object(self, value: URIRef | Literal) -> str:
        if isinstance(value, URIRef):
            return self.name(value)
        text = str(value)
        if (value.datatype == XSD.integer and _INTEGER.fullmatch(text)) or (
            value.datatype == XSD.decimal and _DECIMAL.fullmatch(text)
        ):
            return text
        if value.datatype and value.datatype != XSD.string:
            return f"{quoted(text)}^^{self.name(value.datatype)}"
        return literal(value)


def read(data: bytes) -> Graph:
    """The triples of Turtle.

    Raises:
        SyntaxProblem: It is no Turtle.
    """
    graph = Graph(bind_namespaces="none")
    text = decode(data)
    try:
        graph.parse(data=text, format="turtle", publicID=BASE_IRI)
    except BadSyntax as error:
        what = f"{error._why}; correct the Turtle there or shortly before"
        raise SyntaxProblem(what, error.lines + 1) from error
    except Exception as error:
        raise SyntaxProblem(f"it is no Turtle ({first_line(error)}); check the file") from error
    return graph
