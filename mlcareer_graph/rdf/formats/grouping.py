"""Triples in the order in which every writer writes them."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, Literal, URIRef

from mlcareer_graph.rdf.vocabulary import PREFIXES, Triple

Grouped = list[tuple[URIRef, list[tuple[URIRef, list["URIRef | Literal"]]]]]


def grouped(triples: Iterable[Triple]) -> Grouped:
    """Triples by subject and predicate, all sorted, without repetitions; types come first."""
    table: dict[URIRef, dict[URIRef, set[URIRef | Literal]]] = {}
    for subject, predicate, object_ in triples:
        table.setdefault(subject, {}).setdefault(predicate, set()).add(object_)
    return [
        (subject, [(predicate, sorted(says[predicate], key=_object_order)) for predicate in _sorted_predicates(says)])
        for subject, says in sorted(table.items())
    ]


def _sorted_predicates(predicates: Iterable[URIRef]) -> list[URIRef]:
    return sorted(predicates, key=lambda predicate: (predicate != RDF.type, len(predicate) if _is_member(predicate) else 0, predicate))


def _is_member(predicate: URIRef) -> bool:
    return predicate.startswith(f"{RDF}_")


def _object_order(object_: URIRef | Literal) -> tuple[bool, str, str, str]:
    if isinstance(object_, Literal):
        return True, str(object_), object_.language or "", str(object_.datatype or "")
    return False, str(object_), "", ""


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
