"""The page of the ontology's terms, written from ``ontology/mlcareer.ttl``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection

from pages.markdown import code, page, plain

MLC = Namespace("https://w3id.org/mlcareer/ontology#")

_SECTIONS = (
    ("Classes", (OWL.Class,)),
    ("Properties between nodes", (OWL.ObjectProperty,)),
    ("Properties with values", (OWL.DatatypeProperty, OWL.AnnotationProperty)),
    ("Levels, strengths and kinds of path", (MLC.Level, MLC.Strength, MLC.PathKind)),
)

_LINKS = (
    ("is a kind of", RDFS.subClassOf),
    ("implies", RDFS.subPropertyOf),
    ("inverse of", OWL.inverseOf),
    ("from", RDFS.domain),
    ("to", RDFS.range),
    ("disjoint with", OWL.disjointWith),
    ("same as", OWL.equivalentClass),
    ("close to", SKOS.closeMatch),
    ("rank", MLC["rank"]),
)


def read_vocabulary(file: Path) -> Graph:
    """The vocabulary as RDF."""
    return Graph().parse(file, format="turtle")


def terms(vocabulary: Graph) -> list[URIRef]:
    """Every term of our own, sorted."""
    own = {node for node in vocabulary.subjects(RDF.type) if isinstance(node, URIRef) and node.startswith(str(MLC))}
    return sorted(own)


def vocabulary_page(vocabulary: Graph) -> str:
    """A page with a section for each term."""
    lines = [
        f"The classes and properties of the RDF that {code('graph.save')} writes, in the namespace {code(str(MLC))}. "
        "The file is OWL 2 RL with SKOS definitions; the explanation says [why it is so](../explanation/ontology.md).",
        "",
    ]
    left = set(terms(vocabulary))
    for title, kinds in _SECTIONS:
        members = sorted(term for term in left if set(vocabulary.objects(term, RDF.type)) & set(kinds))
        left -= set(members)
        if members:
            lines += [f"## {title}", ""]
            for term in members:
                lines += _term(vocabulary, term)
    if left:
        raise ValueError(f"no section of the vocabulary page takes {', '.join(sorted(left))}")
    return page("Ontology terms", lines)


def _term(vocabulary: Graph, term: URIRef) -> Iterator[str]:
    name = term.removeprefix(str(MLC))
    yield f"({_anchor(vocabulary, term)})="
    yield f"### {plain(name)}"
    yield ""
    for about in (SKOS.definition, SKOS.scopeNote):
        for text in vocabulary.objects(term, about):
            yield plain(str(text))
            yield ""
    kinds = sorted(_short(vocabulary, kind) for kind in vocabulary.objects(term, RDF.type))
    yield f"- a {', '.join(kinds)}"
    for words, link in _LINKS:
        others = sorted(_name(vocabulary, other) for other in vocabulary.objects(term, link))
        if others:
            yield f"- {words} {', '.join(others)}"
    yield ""


def _anchor(vocabulary: Graph, term: URIRef) -> str:
    # Anchors do not tell a class from the property that is called like it.
    kind = "class" if (term, RDF.type, OWL.Class) in vocabulary else "term"
    return f"{kind}-{term.removeprefix(str(MLC)).lower()}"


def _name(vocabulary: Graph, node: object) -> str:
    if isinstance(node, BNode):
        union = vocabulary.value(node, OWL.unionOf)
        if union is None:
            return "a restriction that the file states"
        return " or ".join(_name(vocabulary, member) for member in Collection(vocabulary, union))
    if isinstance(node, URIRef) and (node, RDF.type, None) in vocabulary and node.startswith(str(MLC)):
        return f"[{plain(node.removeprefix(str(MLC)))}](#{_anchor(vocabulary, node)})"
    return _short(vocabulary, node)


def _short(vocabulary: Graph, node: object) -> str:
    return code(node.n3(vocabulary.namespace_manager) if isinstance(node, URIRef) else str(node))
