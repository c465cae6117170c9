"""TriG: Turtle with named graphs, each sorted by subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import URIRef

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.rdf.formats.errors import decode
from mlcareer_graph.rdf.formats.reading import Budget, Quad
from mlcareer_graph.rdf.formats.turtle import Namer
from mlcareer_graph.rdf.formats.turtle_parser import TriGParser
from mlcareer_graph.rdf.vocabulary import Triple


def write(graphs: Mapping[URIRef, Iterable[Triple]]) -> str:
    """Triples of named graphs as TriG; a graph without triples is left out.

    Example:
        >>> from rdflib import Literal
        >>> from mlcareer_graph.rdf.vocabulary import MLC
        >>> print(write({URIRef("urn:g"): [(URIRef("urn:a"), MLC["rank"], Literal(1))]}))
        @prefix mlc: <https://w3id.org/mlcareer/ontology#> .
        <BLANKLINE>
        <urn:g> {
          <urn:a> mlc:rank 1 .
        }
        <BLANKLINE>
    """
    namer = Namer()
    blocks = []
    for name in sorted(graphs):
        subjects = namer.blocks(graphs[name])
        if subjects:
            lines = "\n".join(subjects).rstrip("\n").split("\n")
            body = "".join(f"  {line}".rstrip() + "\n" for line in lines)
            blocks.append(f"{namer.name(name)} {{\n{body}}}\n")
    return f"{namer.declarations()}\n" + "\n".join(blocks)


def read(data: bytes, limits: ReadingLimits = DEFAULT_LIMITS, base: str = BASE_IRI) -> list[Quad]:
    """The quads of TriG.

    Raises:
        SyntaxProblem: It is no TriG, or beyond the limits.
    """
    return TriGParser(decode(data), Budget(limits), base).parse()
