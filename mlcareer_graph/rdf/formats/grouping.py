"""Triples in the order in which every writer writes them."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, BNode, Literal, URIRef

from mlcareer_graph.rdf.vocabulary import PREFIXES, Node, Object, Triple

# Asking rdflib's namespaces for a term takes longer than comparing it.
_TYPE = RDF.type
_MEMBER = f"{RDF}_"

Said = list[tuple[URIRef, list[Object]]]
"""What is said of one subject."""
Grouped = list[tuple[Node, Said]]


def grouped(triples: Iterable[Triple]) -> Grouped:
    """Triples by subject and predicate, all sorted, without repetitions; types come first."""
    table: dict[Node, dict[URIRef, set[Object]]] = {}
    for subject, predicate, object_ in triples:
        table.setdefault(subject, {}).setdefault(predicate, set()).add(object_)
    return [
        (subject, [(key, _in_order(says[key])) for key in sorted(says, key=_predicate_order)])
        for subject, says in sorted(table.items(), key=lambda item: _node_order(item[0]))
    ]


def _in_order(objects: set[Object]) -> list[Object]:
    """Sorted, if there is anything to sort: most are alone."""
    return sorted(objects, key=_object_order) if len(objects) > 1 else list(objects)


def _predicate_order(predicate: URIRef) -> tuple[bool, int, str]:
    """Types first, then by IRI, at last ``rdf:_1`` to ``rdf:_10`` as numbers are ordered."""
    is_member = predicate.startswith(_MEMBER)
    return predicate != _TYPE, len(predicate) if is_member else 0, predicate


def _node_order(node: Node) -> tuple[int, str]:
    """IRIs first; blank nodes after them, as they are numbered."""
    return (len(node), str(node)) if isinstance(node, BNode) else (0, str(node))


def _object_order(object_: Object) -> tuple[bool, int, str, str, str]:
    if isinstance(object_, Literal):
        return True, 0, str(object_), object_.language or "", str(object_.datatype or "")
    return False, *_node_order(object_), "", ""


def split_iri(iri: str) -> tuple[str, str] | None:
    """The prefix and the rest of an IRI of a declared namespace.

    Example:
        >>> split_iri("https://w3id.org/mlcareer/skill/calculus")
        ('skill', 'calculus')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _PREFIX_BY_NAMESPACE.get(iri[:cut])
    return None if prefix is None else (prefix, iri[cut:])


_PREFIX_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}
