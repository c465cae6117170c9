"""N-Triples and N-Quads: one statement a line, sorted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rdflib import XSD, BNode, Literal, URIRef

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.rdf.formats.errors import SyntaxProblem, decode
from mlcareer_graph.rdf.formats.iris import is_absolute
from mlcareer_graph.rdf.formats.reading import Budget, Labels, Quad
from mlcareer_graph.rdf.formats.turtle_parser import CODE, IRI, NAME, NAME_START, unescape
from mlcareer_graph.rdf.vocabulary import Node, Object, Triple

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNUSUAL = re.compile(r'[\\"]|[^ -~\u00a1-\u024f]')
_STRING = XSD.string
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"})

_NODE = rf"{IRI}|_:[{NAME_START}0-9](?:\.*+[{NAME}])*+"
_TEXT = (
    rf'"(?P<text>(?:[^"\\\r\n]|\\[tbnrf"\'\\]|{CODE})*+)"'
    rf"(?:@(?P<tag>[A-Za-z]++(?:-[A-Za-z0-9]++)*+)|[ \t]*\^\^[ \t]*(?P<datatype>{IRI}))?"
)
_START = rf"[ \t]*(?P<subject>{_NODE})[ \t]*(?P<predicate>{IRI})[ \t]*(?:(?P<object>{_NODE})|{_TEXT})[ \t]*"
_STOP = r"\.[ \t]*(?:#.*)?"
_TRIPLE = re.compile(_START + _STOP)
_QUAD = re.compile(rf"{_START}(?:(?P<graph>{_NODE})[ \t]*)?{_STOP}")
_NOTHING = re.compile(r"[ \t]*(?:#.*)?", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")


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
    last = literal(object_) if isinstance(object_, Literal) else _node(object_)
    return f"{_node(subject)} <{predicate}> {last}"


def _node(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def literal(value: Literal) -> str:
    r"""A literal as N-Triples and Turtle write it.

    Example:
        >>> print(literal(Literal('say "hi"', lang="en")))
        "say \"hi\""@en
    """
    text = quoted(str(value))
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^<{value.datatype}>" if value.datatype and value.datatype != _STRING else text


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


def read(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS) -> list[Quad]:
    """The triples of N-Triples.

    Raises:
        SyntaxProblem: A line is no triple, or the file is beyond the limits.
    """
    return _read(data, limits, _TRIPLE)


def read_quads(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS) -> list[Quad]:
    """The quads of N-Quads.

    Raises:
        SyntaxProblem: A line is no quad, or the file is beyond the limits.
    """
    return _read(data, limits, _QUAD)


def _read(data: bytes, limits: ReadingLimits, statement: re.Pattern[str]) -> list[Quad]:
    budget = Budget(limits)
    reader = _LineReader(budget)
    for number, line in enumerate(_LINE_END.split(decode(data)), 1):
        match = statement.fullmatch(line)
        if match is not None:
            reader.take(match, number)
        elif not _NOTHING.fullmatch(line):
            raise SyntaxProblem(_wrong(line), number)
    return budget.quads


def _wrong(line: str) -> str:
    return f"{line.strip()[:60]!r} is no statement; write IRIs in <>, texts in quotes, and a full stop at the end"


class _LineReader:
    """Makes quads of the parts of a line."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.labels = Labels()
        self._iris: dict[str, URIRef] = {}

    def take(self, match: re.Match[str], line: int) -> None:
        """Take in the statement of a line."""
        groups = match.groupdict()
        try:
            subject = self._node(groups["subject"])
            predicate = self._iri(groups["predicate"])
            text = groups["text"]
            object_: Object = self._node(groups["object"]) if text is None else self._literal(unescape(text), groups)
            name = groups.get("graph")
            graph = None if name is None else self._node(name)
        except SyntaxProblem as problem:
            raise SyntaxProblem(problem.what, line) from None
        except ValueError as error:
            raise SyntaxProblem(str(error), line) from None
        self.budget.add((subject, predicate, object_, graph), line)

    def _literal(self, text: str, groups: dict[str, str | None]) -> Literal:
        tag, datatype = groups["tag"], groups["datatype"]
        if tag is not None:
            return self.budget.in_language(text, tag)
        return self.budget.literal(text, None if datatype is None else str(self._iri(datatype)))

    def _node(self, token: str) -> Node:
        return self._iri(token) if token[0] == "<" else self.labels.labelled(token)

    def _iri(self, token: str) -> URIRef:
        iri = self._iris.get(token)
        if iri is None:
            text = unescape(token[1:-1])
            if not is_absolute(text):
                raise ValueError(f"the IRI <{text[:60]}> is relative; write it in full")
            iri = self._iris[token] = self.budget.iri(text)
        return iri
