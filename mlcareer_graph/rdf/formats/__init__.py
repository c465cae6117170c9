"""The syntaxes of RDF that files may have, one a module: each writes triples as text and reads them back.

The writers sort everything, so that equal graphs give equal bytes. The readers open no other file and no
network connection, whatever the text asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import Graph

from mlcareer_graph.rdf.formats import jsonld, ntriples, rdfxml, turtle
from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH, DERIVED_GRAPH, MAPPINGS_GRAPH, Triple

__all__ = ["FORMATS", "Format", "SyntaxProblem"]


@dataclass(frozen=True, slots=True)
class Format:
    """One syntax.

    Attributes:
        write: The text of asserted triples, derived ones and mappings.
        read: The triples of the bytes of a file; raises `SyntaxProblem` where they are not well formed.
    """

    write: Callable[[Sequence[Triple], Sequence[Triple], Sequence[Triple]], str]
    read: Callable[[bytes], Graph]


def _merged(
    write: Callable[[Sequence[Triple]], str],
) -> Callable[[Sequence[Triple], Sequence[Triple], Sequence[Triple]], str]:
    return lambda asserted, derived, mappings: write([*asserted, *derived, *mappings])


def _write_quads(asserted: Sequence[Triple], derived: Sequence[Triple], mappings: Sequence[Triple]) -> str:
    """N-Quads keep what is derived, and the mappings, in graphs of their own."""
    return ntriples.write_quads({ASSERTED_GRAPH: asserted, DERIVED_GRAPH: derived, MAPPINGS_GRAPH: mappings})


FORMATS: Mapping[str, Format] = {
    ".ttl": Format(_merged(turtle.write), turtle.read),
    ".nt": Format(_merged(ntriples.write), ntriples.read),
    ".nq": Format(_write_quads, ntriples.read),
    ".jsonld": Format(_merged(jsonld.write), jsonld.read),
    ".rdf": Format(_merged(rdfxml.write), rdfxml.read),
}
"""Every syntax by the suffix of its files."""
