"""A parser of Turtle and TriG (W3C Recommendations of 25 February 2014), which reads a text once from left to right.

It is the library's own, because a file from a stranger has to end in triples or in one error with its line: the
depth of nesting, the length of texts and the number of statements are checked while they grow, and there is no
grammar on which it takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rdflib import RDF, XSD, Literal, URIRef

from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.formats.iris import is_absolute, resolve
from mlcareer_graph.rdf.formats.reading import FIRST, NIL, REST, Budget, Labels, Quad
from mlcareer_graph.rdf.vocabulary import Node, Object

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_START = f"{_BASE}_"
NAME = f"{NAME_START}0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
IRI = rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{CODE})*+>"
_HARD = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = f"(?:[{_BASE}](?:\\.*+[{NAME}])*+)?"
_LOCAL = rf"(?:(?:[{NAME_START}:0-9]|{_HARD})(?:\.*+(?:[{NAME}:]|{_HARD}))*+)?"
_ESCAPE = rf"\\[tbnrf\"'\\]|{CODE}"

_SKIP = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")
_TOKEN = re.compile(
    rf"""
      (?P<iri>{IRI})
    | (?P<name>(?P<prefix>{_PREFIX}):(?P<local>{_LOCAL}))
    | (?P<label>_:[{NAME_START}0-9](?:\.*+[{NAME}])*+)
    | (?P<long>\"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+\"\"\"
            | '''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+''')
    | (?P<short>"(?:[^"\\\r\n]|{_ESCAPE})*+" | '(?:[^'\\\r\n]|{_ESCAPE})*+')
    | (?P<double>[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]++)
    | (?P<decimal>[+-]?[0-9]*+\.[0-9]++)
    | (?P<integer>[+-]?[0-9]++)
    | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<word>[A-Za-z]++)
    | (?P<mark>\^\^|[][(){{}}.;,])
    """,
    re.VERBOSE,
)
_ESCAPES = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_HARD_ESCAPE = re.compile(r"\\(.)")
_NUMBERS = {"integer": str(XSD.integer), "decimal": str(XSD.decimal), "double": str(XSD.double)}
_END = "end"


def unescape(text: str) -> str:
    r"""A text without its escapes.

    Raises:
        ValueError: An escape names half of a surrogate pair, or no character at all.

    Example:
        >>> unescape(r"\u0041\t\"")
        'A\t"'
    """
    return _ESCAPES.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return _SHORT_ESCAPES.get(match[3], match[3])
    number = int(code, 16)
    if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        raise ValueError(f"the escape {match[0]} names no character; correct it")
    return chr(number)


class TurtleParser:
    """Reads one text of Turtle into the quads of a budget.

    Args:
        text: The text.
        budget: What may be read, and where the quads go.
        base: The IRI of the document.
    """

    def __init__(self, text: str, budget: Budget, base: str = BASE_IRI) -> None:
        self.text = text
        self.budget = budget
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.labels = Labels()
        self.graph: Node | None = None
        self.position = 0
        self.kind = ""
        self.match: re.Match[str] | None = None
        self._iris: dict[str, URIRef] = {}
        self._depth = 0

    def parse(self) -> list[Quad]:
        """All quads of the text.

        Raises:
            SyntaxProblem: It is not of the grammar, or beyond the limits.
        """
        self.advance()
        while self.kind != _END:
            if not self.directive():
                self.block()
        return self.budget.quads

    # ------------------------------------------------------------------ tokens

    def advance(self) -> None:
        """Go to the next token."""
        skipped = _SKIP.match(self.text, self.position)
        self.position = skipped.end() if skipped else self.position
        self.match = match = _TOKEN.match(self.text, self.position)
        if match is not None:
            self.kind = match.lastgroup or ""
            if self.kind == "mark":
                self.kind = match[0]
        elif self.position == len(self.text):
            self.kind = _END
        else:
            raise self.problem(self._unreadable())

    def take(self) -> re.Match[str]:
        """The present token, behind which reading goes on."""
        match = self.match
        if match is None:
            raise self.unexpected("more")
        self.position = match.end()
        self.advance()
        return match

    def expect(self, kind: str, what: str) -> re.Match[str]:
        """The present token, which has to be of a kind."""
        if self.kind != kind:
            raise self.unexpected(what)
        return self.take()

    def unexpected(self, what: str) -> SyntaxProblem:
        """An error about the present token, in whose place something else should come."""
        if self.match is None:
            return self.problem(f"the file ends where {what} should come; is it cut off?")
        return self.problem(f"there is {self.match[0][:40]!r} where {what} should come; correct it")

    def problem(self, what: str) -> SyntaxProblem:
        """An error at the present line."""
        return SyntaxProblem(what, self.line())

    def line(self, position: int | None = None) -> int:
        """The line of a position, or of the present token, counted from 1.

        It takes linear time, so only errors ask for it.
        """
        return self.text.count("\n", 0, self.position if position is None else position) + 1

    def _unreadable(self) -> str:
        rest = self.text[self.position : self.position + 40].splitlines()[0]
        if rest.startswith("<"):
            return f"the IRI {rest!r} is not closed, or holds a character that no IRI holds; correct it"
        if rest.startswith(('"', "'")):
            return f"the text {rest!r} is not closed, or holds a wrong escape; correct it"
        return f"nothing in Turtle begins with {rest!r}; correct it"

    def word(self, *words: str) -> bool:
        """Whether the present token is one of some words, in capitals or not."""
        return self.kind == "word" and self.match is not None and self.match[0].upper() in words

    # ------------------------------------------------------------------ statements

    def directive(self) -> bool:
        """Read a prefix or base, if one comes."""
        old_style = self.kind == "tag" and self.match is not None and self.match[0] in ("@prefix", "@base")
        if not old_style and not self.word("PREFIX", "BASE"):
            return False
        try:
            self.budget.check_time()
        except SyntaxProblem as problem:
            raise self.problem(problem.what) from None
        name = self.take()[0].strip("@").lower()
        if name == "prefix":
            prefix = self.match
            if self.kind != "name" or prefix is None or prefix["local"]:
                raise self.unexpected("a prefix with a colon")
            self.take()
            self.prefixes[prefix["prefix"]] = str(self._iri_in_brackets("the IRI of the prefix"))
        else:
            self.base = str(self._iri_in_brackets("the base IRI"))
        self._iris.clear()
        if old_style:
            self.expect(".", "a full stop")
        return True

    def _iri_in_brackets(self, what: str) -> URIRef:
        if self.kind != "iri":
            raise self.unexpected(what)
        return self.iri()

    def block(self) -> None:
        """One subject with all that is said of it, up to the full stop."""
        self.triples()
        self.expect(".", "a full stop")

    def triples(self) -> None:
        """One subject with all that is said of it."""
        if self.kind == "[":
            node, empty = self.anonymous()
            if not empty and self.kind in (".", "}"):
                return
        else:
            node = self.subject()
        self.predicates(node)

    def subject(self) -> Node:
        """An IRI, a label or a list."""
        if self.kind in ("iri", "name"):
            return self.iri()
        if self.kind == "label":
            return self.labels.labelled(self.take()[0])
        if self.kind == "(":
            return self.collection()
        raise self.unexpected("a subject")

    def predicates(self, subject: Node) -> None:
        """Predicates with their objects, with semicolons between them."""
        self.predicate(subject)
        while self.kind == ";":
            self.take()
            if self.kind not in (";", ".", "]", "}", _END):
                self.predicate(subject)

    def predicate(self, subject: Node) -> None:
        """One predicate with its objects."""
        if self.kind == "word" and self.match is not None and self.match[0] == "a":
            self.take()
            predicate = RDF.type
        elif self.kind in ("iri", "name"):
            predicate = self.iri()
        else:
            raise self.unexpected("a predicate")
        self.add(subject, predicate, self.object())
        while self.kind == ",":
            self.take()
            self.add(subject, predicate, self.object())

    def add(self, subject: Node, predicate: URIRef, object_: Object) -> None:
        """Take in one statement of the present graph."""
        try:
            self.budget.add((subject, predicate, object_, self.graph))
        except SyntaxProblem as problem:
            raise self.problem(problem.what) from None

    # ------------------------------------------------------------------ terms

    def object(self) -> Object:
        """Whatever can be an object."""
        if self.kind in ("short", "long"):
            return self.literal()
        if self.kind in _NUMBERS:
            datatype = _NUMBERS[self.kind]
            return self.checked(lambda: self.budget.literal(self.take()[0], datatype))
        if self.kind == "[":
            return self.anonymous()[0]
        if self.kind == "word" and self.match is not None and self.match[0] in ("true", "false"):
            return Literal(self.take()[0], datatype=XSD.boolean)
        if self.kind in ("iri", "name", "label", "("):
            return self.subject()
        raise self.unexpected("an object")

    def checked(self, make: Callable[[], Literal]) -> Literal:
        """What a call makes; if that fails, with the line where it began."""
        position = self.position
        try:
            return make()
        except SyntaxProblem as problem:
            raise SyntaxProblem(problem.what, problem.line or self.line(position)) from None
        except ValueError as error:
            raise SyntaxProblem(str(error), self.line(position)) from None

    def literal(self) -> Literal:
        """A text with its language or datatype."""
        return self.checked(self._literal)

    def _literal(self) -> Literal:
        quotes = 3 if self.kind == "long" else 1
        text = unescape(self.take()[0][quotes:-quotes])
        if self.kind == "tag":
            return self.budget.in_language(text, self.take()[0][1:])
        if self.kind != "^^":
            return self.budget.literal(text)
        self.take()
        if self.kind not in ("iri", "name"):
            raise self.unexpected("a datatype")
        return self.budget.literal(text, str(self.iri()))

    def iri(self) -> URIRef:
        """An IRI in brackets or with a prefix."""
        match = self.match
        if match is None:
            raise self.unexpected("an IRI")
        known = self._iris.get(match[0])
        if known is not None:
            self.take()
            return known
        if match["name"] is not None:
            namespace = self.prefixes.get(match["prefix"])
            if namespace is None:
                raise self.problem(
                    f"the prefix {match['prefix']!r} is not declared; add @prefix {match['prefix']}: <...> ."
                )
            iri = namespace + _HARD_ESCAPE.sub(r"\1", match["local"])
        else:
            try:
                iri = unescape(match[0][1:-1])
            except ValueError as error:
                raise self.problem(str(error)) from None
            if not is_absolute(iri):
                iri = resolve(self.base, iri)
        try:
            term = self._iris[match[0]] = self.budget.iri(iri)
        except SyntaxProblem as problem:
            raise self.problem(problem.what) from None
        self.take()
        return term

    # ------------------------------------------------------------------ nesting

    def _enter(self) -> None:
        self._depth += 1
        try:
            self.budget.check_depth(self._depth)
        except SyntaxProblem as problem:
            raise self.problem(problem.what) from None

    def anonymous(self) -> tuple[Node, bool]:
        """A node in square brackets, and whether nothing is said of it there."""
        self._enter()
        self.take()
        node = self.labels.fresh()
        empty = self.kind == "]"
        if not empty:
            self.predicates(node)
        self.expect("]", "a closing bracket")
        self._depth -= 1
        return node, empty

    def collection(self) -> Node:
        """A list in round brackets; its first node."""
        self._enter()
        self.take()
        items: list[Object] = []
        nodes: list[Node] = []
        while self.kind != ")":
            if self.kind == _END:
                raise self.unexpected("a closing bracket")
            nodes.append(self.labels.fresh())
            items.append(self.object())
            self.add(nodes[-1], FIRST, items[-1])
            if len(nodes) > 1:
                self.add(nodes[-2], REST, nodes[-1])
        self.take()
        self._depth -= 1
        if not nodes:
            return NIL
        self.add(nodes[-1], REST, NIL)
        return nodes[0]


class TriGParser(TurtleParser):
    """Reads TriG: Turtle in which triples may stand in named graphs."""

    def block(self) -> None:
        """A graph in braces, with its name or without, or one subject with all that is said of it."""
        if self.kind == "{":
            self.braces(None)
            return
        if self.word("GRAPH"):
            self.take()
            self.braces(self.graph_name())
            return
        node, empty = self.anonymous() if self.kind == "[" else (None, True)
        is_list = self.kind == "("
        if node is None:
            node = self.subject()
        if self.kind == "{" and empty and not is_list:
            self.braces(node)
            return
        if empty or self.kind != ".":
            self.predicates(node)
        self.expect(".", "a full stop")

    def graph_name(self) -> Node:
        """The name of a graph."""
        if self.kind == "[":
            node, empty = self.anonymous()
            if empty:
                return node
        elif self.kind in ("iri", "name", "label"):
            return self.subject()
        raise self.unexpected("the name of a graph")

    def braces(self, name: Node | None) -> None:
        """The triples of one graph."""
        self.expect("{", "an opening brace")
        self.graph = name
        while self.kind != "}":
            self.triples()
            if self.kind != ".":
                break
            self.take()
        self.graph = None
        self.expect("}", "a closing brace")
