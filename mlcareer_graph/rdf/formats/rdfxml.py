"""RDF/XML, sorted by subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from rdflib import XSD, BNode, Literal, URIRef

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.formats.grouping import grouped, split_iri
from mlcareer_graph.rdf.formats.rdfxml_parser import RdfXmlParser
from mlcareer_graph.rdf.formats.reading import Budget, Quad
from mlcareer_graph.rdf.vocabulary import PREFIXES, Node, Object, Triple

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(triples: Iterable[Triple]) -> str:
    """Triples as RDF/XML.

    Raises:
        SyntaxProblem: A text holds a control character, for which XML has no way of writing.
    """
    used: set[str] = {"rdf"}
    lines = []
    for subject, says in grouped(triples):
        lines.append(f"  <rdf:Description {_reference('about', subject)}>")
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


def _reference(attribute: str, node: Node) -> str:
    return f"rdf:nodeID={quoteattr(node)}" if isinstance(node, BNode) else f"rdf:{attribute}={quoteattr(node)}"


def _property(name: str, value: Object) -> str:
    if not isinstance(value, Literal):
        return f"<{name} {_reference('resource', value)}/>"
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


def read(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS, base: str = BASE_IRI) -> list[Quad]:
    """The triples of RDF/XML; a document type declaration, which can hide files and bombs, is refused.

    Raises:
        SyntaxProblem: It is no RDF/XML, declares a document type, or is beyond the limits.
    """
    return RdfXmlParser(Budget(limits), base).parse(data)
