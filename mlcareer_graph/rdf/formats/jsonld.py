"""JSON-LD with the context of ``ontology/context.jsonld`` written into the file."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import RDF, XSD, BNode, Literal, URIRef

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.syntax import first_repeated
from mlcareer_graph.rdf.formats.errors import SyntaxProblem, decode
from mlcareer_graph.rdf.formats.grouping import grouped, split_iri
from mlcareer_graph.rdf.formats.jsonld_expansion import Expander
from mlcareer_graph.rdf.formats.jsonld_quads import QuadMaker
from mlcareer_graph.rdf.formats.reading import Budget, Quad
from mlcareer_graph.rdf.vocabulary import Node, Object, Triple

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


def read(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS, base: str = BASE_IRI) -> list[Quad]:
    """The quads of JSON-LD 1.1; nothing is fetched, so its contexts have to stand in the file.

    Args:
        data: The file.
        limits: How much of it to read at most.
        base: The address of the file.

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
    except json.JSONDecodeError as error:
        raise SyntaxProblem(f"{error.msg}; correct the JSON", error.lineno) from error
    if not isinstance(content, dict | list):
        raise SyntaxProblem("a JSON-LD file holds an object or a list of objects; put what it says into one")
    _check_texts(content, budget)
    QuadMaker(budget).take(Expander(budget, base).expand(content))
    return budget.quads


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
        twice = str(first_repeated(key for key, _ in pairs))
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


def _check_texts(content: object, budget: Budget) -> None:
    """Raise if a text, at any depth, is too long."""
    stack = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, Mapping):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            budget.check_text(item)
