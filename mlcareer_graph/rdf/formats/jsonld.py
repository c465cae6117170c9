"""JSON-LD with the context of ``ontology/context.jsonld`` written into the file."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.parsers.jsonld import Parser
from rdflib.plugins.shared.jsonld.context import Context, Term

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf.formats.errors import SyntaxProblem, decode, first_line
from mlcareer_graph.rdf.formats.grouping import grouped, split_iri
from mlcareer_graph.rdf.formats.reading import Budget, Quad
from mlcareer_graph.rdf.vocabulary import Node, Object, Triple

_REMOTE = "a context is given by its address; put the context itself into the file"
# A string that is never closed runs to the end, else it would be looked for again at each quote within it.
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def write(triples: Iterable[Triple]) -> str:
    """Triples as JSON-LD: one object a subject, keys sorted."""
    context = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    terms = _Terms(context)
    nodes = []
    for subject, says in grouped(triples):
        node: dict[str, Any] = {"@id": terms.reference(subject)}
        for predicate, objects in says:
            if predicate == RDF.type:
                node["@type"] = [terms.compact(str(class_)) for class_ in objects]
                continue
            key = terms.key(predicate)
            values = [terms.value(key, object_) for object_ in objects]
            node[key] = values[0] if len(values) == 1 else values
        nodes.append(node)
    document = {"@context": context, "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class _Terms:
    """The short names that a context gives to IRIs and values."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.prefixes = {name: iri for name, iri in context.items() if isinstance(iri, str) and name[0] != "@"}
        self.terms = {
            self._expand(definition["@id"]): (name, definition)
            for name, definition in context.items()
            if isinstance(definition, Mapping)
        }
        self.definitions = dict(self.terms.values())

    def _expand(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        return f"{self.prefixes[prefix]}{rest}" if prefix in self.prefixes else name

    def key(self, predicate: URIRef) -> str:
        term = self.terms.get(str(predicate))
        return self.compact(str(predicate)) if term is None else term[0]

    def compact(self, iri: str) -> str:
        """An IRI of a namespace with a prefix, shortened."""
        parts = split_iri(iri)
        return f"{parts[0]}:{parts[1]}" if parts and parts[0] in self.prefixes else iri

    def reference(self, iri: Node) -> str:
        """A node where one is meant: relative to the base, or shortened."""
        if isinstance(iri, BNode):
            return f"_:{iri}"
        rest = iri.removeprefix(BASE_IRI)
        return rest if rest != iri and "#" not in rest else self.compact(str(iri))

    def value(self, key: str, value: Object) -> Any:
        """A value, as plainly as the term's definition allows."""
        definition = self.definitions.get(key, {})
        if not isinstance(value, Literal):
            reference = self.reference(value)
            return reference if definition.get("@type") == "@id" else {"@id": reference}
        if value.language:
            plain = definition.get("@language") == value.language
            return str(value) if plain else {"@language": value.language, "@value": str(value)}
        if value.datatype == XSD.integer and len(str(value)) < 16:
            return int(str(value))
        if value.datatype is None or value.datatype == XSD.string:
            return {"@value": str(value)} if "@language" in definition else str(value)
        plain = "@type" in definition and self._expand(definition["@type"]) == str(value.datatype)
        return str(value) if plain else {"@type": self.compact(str(value.datatype)), "@value": str(value)}


def read(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS) -> list[Quad]:
    """The quads of JSON-LD; nothing is fetched, so its contexts have to stand in the file.

    Raises:
        SyntaxProblem: It is no JSON-LD, names a context by its address, or is beyond the limits.
    """
    budget = Budget(limits)
    text = decode(data)
    _check_depth(text, budget)
    try:
        content = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=lambda digits: int(_number(digits, budget)),
            parse_float=lambda digits: _finite(_number(digits, budget)),
        )
        if not isinstance(content, dict | list):
            raise SyntaxProblem("a JSON-LD file holds an object or a list of objects; put what it says into one")
        _check_content(content, budget)
        _Parser(budget).parse(content, Context(base=BASE_IRI), cast("Graph", _Sink(budget)))
    except SyntaxProblem:
        raise
    except json.JSONDecodeError as error:
        raise SyntaxProblem(f"{error.msg}; correct the JSON", error.lineno) from error
    except Exception as error:
        # rdflib tells what is no JSON-LD by whatever error it runs into.
        raise SyntaxProblem(f"it is no JSON-LD ({first_line(error)}); check the file") from error
    return budget.quads


class _Parser(Parser):
    """rdflib's parser of JSON-LD, with literals that are checked before they are made."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget

    def _add_to_graph(self, dataset: Graph, graph: Graph, context: Context, node: Any, topcontext: bool = False) -> Any:
        self._budget.check_time()
        return super()._add_to_graph(dataset, graph, context, node, topcontext)

    def _to_object(  # noqa: PLR0917 - as in the class above
        self, dataset: Graph, graph: Graph, context: Context, term: Term | None, node: Any, inlist: bool = False
    ) -> Any:
        if isinstance(node, str):
            datatype = term.type if term is not None and term.type not in _NO_DATATYPES else None
            value: Any = node
        elif isinstance(node, dict) and not context.get_language(node):
            datatype, value = context.get_type(node), context.get_value(node)
        else:
            datatype, value = None, None
        if isinstance(datatype, str) and isinstance(value, str) and datatype not in context.get_keys("@json"):
            return self._budget.literal(value, context.expand(datatype))
        return super()._to_object(dataset, graph, context, term, node, inlist)


_NO_DATATYPES = (None, "@id", "@vocab", "@json", "@none")


class _Sink:
    """Takes in the triples that rdflib's parser finds, for one graph of a file.

    It offers what the parser asks of a data set, and no more.
    """

    context_aware = True

    def __init__(self, budget: Budget, name: Node | None = None) -> None:
        self._budget = budget
        self._name = name

    @property
    def default_context(self) -> _Sink:
        return self

    def get_context(self, name: Node) -> _Sink:
        return _Sink(self._budget, name)

    def bind(self, *_: object) -> None:
        """Prefixes have no use here."""

    def add(self, triple: tuple[Node, URIRef, Object]) -> None:
        for term in triple:
            if isinstance(term, URIRef):
                self._budget.iri(term)
        self._budget.add((*triple, self._name))


def _check_depth(text: str, budget: Budget) -> None:
    """Raise if objects and arrays stand too deep in one another, before a parser follows them."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > budget.limits.max_depth:
                budget.check_depth(depth, text.count("\n", 0, match.start()) + 1)
        elif match[0] in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise SyntaxProblem(f"the key {twice[:40]!r} stands twice in one object; remove one")
    return members


def _no_constant(name: str) -> None:
    raise SyntaxProblem(f"JSON has no {name}; write a number or null")


def _number(digits: str, budget: Budget) -> str:
    budget.check_digits(digits)
    return digits


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise SyntaxProblem(f"the number {digits[:40]} is too large; correct it")
    return number


def _check_content(content: object, budget: Budget) -> None:
    """Raise if a context, at any depth, would have to be fetched, or a text is too long."""
    stack = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, Mapping):
            if "@import" in item or ("@context" in item and not _is_inline(item["@context"])):
                raise SyntaxProblem(_REMOTE)
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            budget.check_text(item)


def _is_inline(context: object) -> bool:
    if isinstance(context, list):
        return all(part is None or isinstance(part, Mapping) for part in context)
    return context is None or isinstance(context, Mapping)
