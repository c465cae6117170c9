"""A parser of RDF/XML (W3C Recommendation of 25 February 2014) over the events of expat.

A document type declaration is refused by the XML parser at the moment it meets one, so that no entity is ever
declared: entities are what makes a few hundred bytes name other files or grow to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from rdflib import RDF, BNode, Literal, URIRef

from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.formats.iris import resolve
from mlcareer_graph.rdf.formats.reading import FIRST, NIL, REST, Budget, Labels, Quad
from mlcareer_graph.rdf.formats.turtle_parser import NAME, NAME_START
from mlcareer_graph.rdf.vocabulary import Node, Object

_RDF = str(RDF)
_XML = "http://www.w3.org/XML/1998/namespace"
_NCNAME = re.compile(rf"[{NAME_START}][{NAME}.]*")
_SPACE = re.compile(r"[ \t\r\n]*")
_CORE = frozenset(_RDF + name for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"))
_OLD = frozenset(_RDF + name for name in ("aboutEach", "aboutEachPrefix", "bagID"))
_NO_NODE = _CORE | _OLD | {f"{_RDF}li"}
_NO_PROPERTY = _CORE | _OLD | {f"{_RDF}Description"}
_NO_ATTRIBUTE = _CORE | _OLD | {f"{_RDF}Description", f"{_RDF}li"}

_Name = tuple[str, str, str]
"""The namespace, the local name and the prefix of an element or attribute."""


class _Frame:
    """An open element, and what stands in it."""

    __slots__ = ("base", "datatype", "holds", "items", "language", "members", "node", "predicate", "reified", "text")

    def __init__(self, holds: str, base: str, language: str | None) -> None:
        self.holds = holds
        """What may come in it: nodes, properties, either a text or a node, a list, nothing, or markup."""
        self.base = base
        self.language = language
        self.node: Node | None = None
        """The node that properties are said of; of a property, its subject."""
        self.predicate: URIRef | None = None
        self.reified: URIRef | None = None
        self.datatype: str | None = None
        self.members = 0
        self.items: list[Node] = []
        self.text: list[str] = []


class RdfXmlParser:
    """Reads one text of RDF/XML into the triples of a budget.

    Args:
        budget: What may be read, and where the triples go.
        base: The IRI of the document.
    """

    def __init__(self, budget: Budget, base: str = BASE_IRI) -> None:
        self.budget = budget
        self.labels = Labels()
        self.frames = [_Frame("document", base, None)]
        self.ids: set[str] = set()
        self.markup: _Markup | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction

    def parse(self, data: bytes) -> list[Quad]:
        """All triples of the text.

        Raises:
            SyntaxProblem: It is no RDF/XML, declares a document type, or is beyond the limits.
        """
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise SyntaxProblem(f"{expat.ErrorString(error.code)}; correct the XML", error.lineno) from error
        except (LookupError, ValueError) as error:
            raise self.problem(f"the XML cannot be decoded ({error}); save it as UTF-8") from error
        return self.budget.quads

    def problem(self, what: str) -> SyntaxProblem:
        """An error at the present line."""
        return SyntaxProblem(what, self.parser.CurrentLineNumber)

    def _refuse(self, *_: object) -> None:
        raise self.problem("it declares a document type; remove the <!DOCTYPE ...>")

    # ------------------------------------------------------------------ events

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if self.markup is not None:
            self.markup.start(_split(name), {_split(key): value for key, value in attributes.items()})
            self.budget.check_depth(len(self.frames) + self.markup.depth, line)
            self.budget.check_length(self.markup.length, line)
            self.budget.check_time(line)
            return
        self.budget.check_depth(len(self.frames), line)
        self.budget.check_time(line)
        parent = self.frames[-1]
        own = {_split(key): value for key, value in attributes.items()}
        base, language = parent.base, parent.language
        for (namespace, local, _), value in own.items():
            if namespace == _XML and local == "base":
                base = resolve(parent.base, value.partition("#")[0])
            elif namespace == _XML and local == "lang":
                language = value or None
        frame = _Frame("", base, language)
        element = self._term(_split(name))
        says = self._says(own)
        if parent.holds == "document" and element == f"{_RDF}RDF":
            if says:
                raise self.problem(f"rdf:RDF has the attribute {next(iter(says))!r}; remove it")
            frame.holds = "nodes"
        elif parent.holds in ("document", "nodes", "list", "either"):
            self._node(parent, frame, element, says)
        elif parent.holds == "properties":
            self._property(parent, frame, element, says)
        else:
            raise self.problem(f"there is the element {element!r} where nothing may come; remove it")
        self.frames.append(frame)

    def _end(self, _: str) -> None:
        if self.markup is not None and self.markup.depth:
            self.markup.end()
            return
        frame = self.frames.pop()
        if frame.predicate is None:
            return
        if self.markup is not None:
            text = "".join(self.markup.parts)
            self.markup = None
            self._say(frame, self.budget.literal(text, f"{_RDF}XMLLiteral", self.parser.CurrentLineNumber))
        elif frame.holds == "list":
            self._say(frame, self._list(frame.items))
        elif frame.holds == "either":
            text = "".join(frame.text)
            if not frame.items:
                self._say(frame, self._literal(frame, text))
            elif not _SPACE.fullmatch(text):
                raise self.problem(f"there is the text {text.strip()[:40]!r} beside a node; remove one of them")
            else:
                self._say(frame, frame.items[0])

    def _characters(self, text: str) -> None:
        if self.markup is not None:
            self.markup.text(text)
            return
        frame = self.frames[-1]
        if frame.holds == "either":
            frame.text.append(text)
        elif not _SPACE.fullmatch(text):
            raise self.problem(f"there is the text {text.strip()[:40]!r} where elements should come; remove it")

    def _comment(self, text: str) -> None:
        if self.markup is not None:
            self.markup.put(f"<!--{text}-->")

    def _instruction(self, target: str, text: str) -> None:
        if self.markup is not None:
            self.markup.put(f"<?{target} {text}?>" if text else f"<?{target}?>")

    # ------------------------------------------------------------------ names

    def _term(self, name: _Name) -> str:
        namespace, local, _ = name
        if not namespace:
            raise self.problem(f"the name {local[:40]!r} has no namespace; declare one")
        term = namespace + local
        self.budget.iri(term, self.parser.CurrentLineNumber)
        return term

    def _says(self, attributes: Mapping[_Name, str]) -> dict[str, str]:
        """The attributes that say something, by their IRI."""
        says: dict[str, str] = {}
        for name, value in attributes.items():
            namespace, local, _ = name
            if namespace == _XML or (not namespace and local.lower().startswith("xml")):
                continue
            term = self._term(name)
            if term in _OLD:
                raise self.problem(f"the attribute rdf:{local} is no longer part of RDF/XML; remove it")
            says[term] = value
        return says

    def _iri(self, frame: _Frame, reference: str) -> URIRef:
        return self.budget.iri(resolve(frame.base, reference), self.parser.CurrentLineNumber)

    def _named(self, frame: _Frame, name: str) -> URIRef:
        """What ``rdf:ID`` names, once."""
        self._check_name(name)
        iri = self._iri(frame, f"#{name}")
        if iri in self.ids:
            raise self.problem(f"the rdf:ID {name!r} stands twice; give each thing its own")
        self.ids.add(iri)
        return iri

    def _labelled(self, name: str) -> BNode:
        self._check_name(name)
        return self.labels.labelled(name)

    def _check_name(self, name: str) -> None:
        if not _NCNAME.fullmatch(name):
            raise self.problem(f"{name[:40]!r} is no name; begin it with a letter and use letters, digits, . - _")

    # ------------------------------------------------------------------ nodes and properties

    def _node(self, parent: _Frame, frame: _Frame, element: str, says: dict[str, str]) -> None:
        if element in _NO_NODE:
            raise self.problem(f"<{element}> cannot be a node; correct the element")
        names = [key for key in ("ID", "nodeID", "about") if f"{_RDF}{key}" in says]
        if len(names) > 1:
            raise self.problem(f"a node has rdf:{names[0]} and rdf:{names[1]}; leave one of them")
        node: Node
        if not names:
            node = self.labels.fresh()
        else:
            value = says.pop(f"{_RDF}{names[0]}")
            if names[0] == "about":
                node = self._iri(frame, value)
            else:
                node = self._named(frame, value) if names[0] == "ID" else self._labelled(value)
        frame.node, frame.holds = node, "properties"
        if parent.holds == "either" and parent.items:
            raise self.problem("a property has two nodes; leave one of them, or say rdf:parseType='Collection'")
        parent.items.append(node)
        if parent.holds not in ("list", "either"):
            parent.items.clear()
        if element != f"{_RDF}Description":
            self._add(node, RDF.type, self.budget.iri(element))
        self._attributes(frame, node, says)

    def _attributes(self, frame: _Frame, node: Node, says: Mapping[str, str]) -> None:
        """What attributes say of a node."""
        for term, value in says.items():
            if term in _NO_ATTRIBUTE:
                raise self.problem(f"the attribute {term!r} cannot be here; remove it")
            is_type = term == f"{_RDF}type"
            self._add(node, self.budget.iri(term), self._iri(frame, value) if is_type else self._literal(frame, value))

    def _property(self, parent: _Frame, frame: _Frame, element: str, says: dict[str, str]) -> None:
        if element in _NO_PROPERTY:
            raise self.problem(f"<{element}> cannot be a property; correct the element")
        if element == f"{_RDF}li":
            parent.members += 1
            element = f"{_RDF}_{parent.members}"
        frame.node, frame.predicate = parent.node, self.budget.iri(element)
        name = says.pop(f"{_RDF}ID", None)
        if name is not None:
            frame.reified = self._named(frame, name)
        kind = says.pop(f"{_RDF}parseType", None)
        if kind is not None:
            if says:
                raise self.problem(f"a property has rdf:parseType and {next(iter(says))!r}; leave one of them")
            self._parse_as(frame, kind)
            return
        datatype = says.pop(f"{_RDF}datatype", None)
        if datatype is not None:
            if says:
                raise self.problem(f"a property has rdf:datatype and {next(iter(says))!r}; leave one of them")
            frame.datatype = str(self._iri(frame, datatype))
        if not says:
            frame.holds = "either"
            return
        resource, label = says.pop(f"{_RDF}resource", None), says.pop(f"{_RDF}nodeID", None)
        if resource is not None and label is not None:
            raise self.problem("a property has rdf:resource and rdf:nodeID; leave one of them")
        object_: Node
        if resource is not None:
            object_ = self._iri(frame, resource)
        else:
            object_ = self.labels.fresh() if label is None else self._labelled(label)
        frame.holds = "nothing"
        self._say(frame, object_)
        self._attributes(frame, object_, says)

    def _parse_as(self, frame: _Frame, kind: str) -> None:
        if kind == "Resource":
            node = self.labels.fresh()
            self._say(frame, node)
            frame.node, frame.predicate, frame.holds = node, None, "properties"
        elif kind == "Collection":
            frame.holds = "list"
        else:
            frame.holds = "markup"
            self.markup = _Markup()

    # ------------------------------------------------------------------ triples

    def _literal(self, frame: _Frame, text: str) -> Literal:
        line = self.parser.CurrentLineNumber
        if frame.datatype is not None:
            return self.budget.literal(text, frame.datatype, line)
        try:
            if frame.language:
                return self.budget.in_language(text, frame.language, line)
        except ValueError:
            raise self.problem(f"{(frame.language or '')[:40]!r} is no language tag; correct it") from None
        return self.budget.literal(text, None, line)

    def _list(self, items: list[Node]) -> Node:
        nodes: list[Node] = [self.labels.fresh() for _ in items]
        for node, item, rest in zip(nodes, items, [*nodes[1:], NIL], strict=False):
            self._add(node, FIRST, item)
            self._add(node, REST, rest)
        return nodes[0] if nodes else NIL

    def _say(self, frame: _Frame, object_: Object) -> None:
        """State a property, and what it is called if it has a name."""
        subject, predicate = frame.node, frame.predicate
        if subject is None or predicate is None:
            raise self.problem("a property stands outside a node; put it into one")
        self._add(subject, predicate, object_)
        if frame.reified is not None:
            self._add(frame.reified, RDF.type, RDF.Statement)
            self._add(frame.reified, RDF.subject, subject)
            self._add(frame.reified, RDF.predicate, predicate)
            self._add(frame.reified, RDF.object, object_)

    def _add(self, subject: Node, predicate: URIRef, object_: Object) -> None:
        self.budget.add((subject, predicate, object_, None), self.parser.CurrentLineNumber)


def _split(name: str) -> _Name:
    namespace, _, rest = name.rpartition(" ")
    if " " in namespace:
        namespace, _, local = namespace.rpartition(" ")
        return namespace, local, rest
    return namespace, rest, ""


class _Markup:
    """Writes XML in the form of Exclusive XML Canonicalization 1.0, with comments, as RDF/XML asks for literals."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._declared: list[dict[str, str]] = [{}]
        self._names: list[str] = []

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._names)

    def put(self, text: str) -> None:
        """Write what is XML already."""
        self.parts.append(text)
        self.length += len(text)

    def start(self, name: _Name, attributes: Mapping[_Name, str]) -> None:
        """The start of an element, with the namespaces that it uses."""
        known = self._declared[-1]
        used = {name[2]: name[0]} | {key[2]: key[0] for key in attributes if key[2]}
        used.pop("xml", None)
        new = {prefix: uri for prefix, uri in used.items() if known.get(prefix, "") != uri}
        self._declared.append(known | new)
        parts = [
            f' {f"xmlns:{prefix}" if prefix else "xmlns"}="{_attribute(uri)}"' for prefix, uri in sorted(new.items())
        ]
        parts += [f' {_qname(key)}="{_attribute(value)}"' for key, value in sorted(attributes.items())]
        self._names.append(_qname(name))
        self.put(f"<{self._names[-1]}{''.join(parts)}>")

    def end(self) -> None:
        """The end of an element."""
        self._declared.pop()
        self.put(f"</{self._names.pop()}>")

    def text(self, text: str) -> None:
        """Characters between elements."""
        self.put(escape(text, {"\r": "&#xD;"}))


def _qname(name: _Name) -> str:
    _, local, prefix = name
    return f"{prefix}:{local}" if prefix else local


def _attribute(value: str) -> str:
    table = {'"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
    return re.sub('["\t\n\r]', lambda match: table[match[0]], value.replace("&", "&amp;").replace("<", "&lt;"))
