"""JSON-LD with the context of ``ontology/context.jsonld`` written into the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.plugins.parsers.jsonld import to_rdf

from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf.formats.errors import SyntaxProblem, decode, first_line
from mlcareer_graph.rdf.formats.grouping import grouped, split_iri
from mlcareer_graph.rdf.vocabulary import Triple

_REMOTE = "a context is given by its address; put the context itself into the file"


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

    def reference(self, iri: URIRef) -> str:
        """An IRI where a node is meant: relative to the base, or shortened."""
        rest = iri.removeprefix(BASE_IRI)
        return rest if rest != iri and "#" not in rest else self.compact(str(iri))

    def value(self, key: str, value: URIRef | Literal) -> Any:
        """A value, as plainly as the term's definition allows."""
        definition = self.definitions.get(key, {})
        if isinstance(value, URIRef):
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


def read(data: bytes) -> Graph:
    """The triples of JSON-LD; nothing is fetched, so its contexts have to stand in the file.

    Raises:
        SyntaxProblem: It is no JSON-LD, or names a context by its address.
    """
    graph = Graph(bind_namespaces="none")
    try:
        content = json.loads(decode(data))
        _refuse_remote(content)
        to_rdf(content, graph, base=BASE_IRI)
    except SyntaxProblem:
        raise
    except json.JSONDecodeError as error:
        raise SyntaxProblem(f"{error.msg}; correct the JSON", error.lineno) from error
    except Exception as error:
        raise SyntaxProblem(f"it is no JSON-LD ({first_line(error)}); check the file") from error
    return graph


def _refuse_remote(content: object) -> None:
    """Raise if any context, at any depth, would have to be fetched."""
    stack = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, Mapping):
            if "@import" in item or ("@context" in item and not _is_inline(item["@context"])):
                raise SyntaxProblem(_REMOTE)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def _is_inline(context: object) -> bool:
    if isinstance(context, list):
        return all(part is None or isinstance(part, Mapping) for part in context)
    return context is None or isinstance(context, Mapping)
