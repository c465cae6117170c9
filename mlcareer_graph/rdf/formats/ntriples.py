"""N-Triples and N-Quads: one statement a line, sorted."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping

from rdflib import XSD, Graph, Literal, URIRef
from rdflib.plugins.parsers.ntriples import NTGraphSink, W3CNTriplesParser, r_tail, r_wspace, r_wspaces

from mlcareer_graph.rdf.formats.errors import SyntaxProblem, decode, first_line
from mlcareer_graph.rdf.vocabulary import Triple

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNUSUAL = re.compile(r'[\\"]|[^ -~\u00a1-\u024f]')
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"})


def write(triples: Iterable[Triple]) -> str:
    r"""Triples as N-Triples.

    Example:
        >>> write([(URIRef("urn:a"), URIRef("urn:b"), Literal("c", lang="en"))])
        '<urn:a> <urn:b> "c"@en .\n'
    """
    return "".join(sorted({f"{_line(triple)} .\n" for triple in triples}))


def write_quads(graphs: Mapping[URIRef, Iterable[Triple]]) -> str:
    """Triples of named graphs as N-Quads."""
    lines = {f"{_line(triple)} <{name}> .\n" for name, triples in graphs.items() for triple in triples}
    return "".join(sorted(lines))


def _line(triple: Triple) -> str:
    subject, predicate, object_ = triple
    return f"<{subject}> <{predicate}> {literal(object_) if isinstance(object_, Literal) else f'<{object_}>'}"


def literal(value: Literal) -> str:
    r"""A literal as N-Triples and Turtle write it.

    Example:
        >>> print(literal(Literal('say "hi"', lang="en")))
        "say \"hi\""@en
    """
    text = quoted(str(value))
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^<{value.datatype}>" if value.datatype and value.datatype != XSD.string else text


def quoted(text: str) -> str:
    r"""A text in quotation marks, with escapes for all that an editor would not show as it is.

    Characters that change the direction of text or have no width are written as ``\u202E``, so that what is
    read is what is there.
    """
    return f'"{_UNUSUAL.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SHORT:
        return _SHORT[character]
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def read(data: bytes) -> Graph:
    """The triples of N-Triples or N-Quads; the names of graphs are passed over.

    Raises:
        SyntaxProblem: A line is neither.
    """
    graph = Graph(bind_namespaces="none")
    parser = _LineParser(NTGraphSink(graph))
    try:
        parser.parse(io.StringIO(decode(data), newline=""))
    except SyntaxProblem:
        raise
    except Exception as error:
        raise SyntaxProblem(f"{first_line(error)}; correct the line", parser.count) from error
    return graph


class _LineParser(W3CNTriplesParser):
    """rdflib's parser of N-Triples, which also counts lines and reads past the graph of a quad."""

    def __init__(self, sink: NTGraphSink) -> None:
        super().__init__(sink)
        self.count = 0

    def readline(self) -> str | None:
        self.count += 1
        return super().readline()

    def parseline(self, bnode_context: dict[str, object] | None = None) -> None:  # type: ignore[override]
        self.eat(r_wspace)
        if not self.line or self.line.startswith("#"):
            return
        subject = self.subject()
        self.eat(r_wspaces)
        predicate = self.predicate()
        self.eat(r_wspaces)
        object_ = self.object()
        self.eat(r_wspace)
        if self.line.startswith(("<", "_")):
            _ = self.uriref() or self.nodeid()
        self.eat(r_tail)
        if self.line:
            raise SyntaxProblem("there is something after the full stop; remove it", self.count)
        self.sink.triple(subject, predicate, object_)
