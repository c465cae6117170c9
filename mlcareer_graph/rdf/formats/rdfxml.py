"""RDF/XML, sorted by subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from rdflib import XSD, Graph, Literal, URIRef

from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import SyntaxProblem, first_line
from mlcareer_graph.rdf.formats.grouping import grouped, split_iri
from mlcareer_graph.rdf.vocabulary import PREFIXES, Triple

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(triples: Iterable[Triple]) -> str:
    """Triples as RDF/XML.

    Raises:
        SyntaxProblem: A text holds a control character, for which XML has no way of writing.
    """
    used: set[str] = {"rdf"}
    lines = []
    for subject, says in grouped(triples):
        lines.append(f"  <rdf:Description rdf:about={quoteattr(subject)}>")
        for predicate, objects in says:
            name = _element(predicate)
            used.add(name.partition(":")[0])
            lines.extend(f"    {_property(name, object_)}" for object_ in objects)
        lines.append("  </rdf:Description>")
    declared = "".join(f"\n  xmlns:{prefix}={quoteattr(PREFIXES[prefix])}" for prefix in sorted(used))
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF{declared}>"]
    return "\n".join([*head, *lines, "</rdf:RDF>", ""])


def _element(predicate: URIRef) -> str:
    parts = split_iri(predicate)
    if parts is None:
        raise SyntaxProblem(f"RDF/XML has no prefix for {predicate}; save as .ttl")
    return ":".join(parts)


def _property(name: str, value: URIRef | Literal) -> str:
    if isinstance(value, URIRef):
        return f"<{name} rdf:resource={quoteattr(value)}/>"
    text = str(value)
    found = _FORBIDDEN.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise SyntaxProblem(f"XML cannot hold the character {code} of {text[:40]!r}; save as .ttl instead")
    marks = ""
    if value.language:
        marks = f" xml:lang={quoteattr(value.language)}"
    elif value.datatype and value.datatype != XSD.string:
        marks = f" rdf:datatype={quoteattr(value.datatype)}"
    return f"<{name}{marks}>{escape(text, {chr(13): '&#13;'})}</{name}>"


def read(data: bytes) -> Graph:
    """The triples of RDF/XML; a document type declaration, which can hide files and bombs, is refused.

    Raises:
        SyntaxProblem: It is no RDF/XML, or declares a document type.
    """
    _check(data)
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=data, format="xml", publicID=BASE_IRI)
    except Exception as error:
        place = re.search(r":(\d+):\d+: (.*)", str(error), re.DOTALL)
        what = place[2] if place else first_line(error)
        raise SyntaxProblem(f"{what}; correct the RDF/XML", int(place[1]) if place else None) from error
    return graph


def _check(data: bytes) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        line = parser.CurrentLineNumber
        raise SyntaxProblem("it declares a document type; remove the <!DOCTYPE ...>", line)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SyntaxProblem(f"{expat.ErrorString(error.code)}; correct the XML", error.lineno) from error
