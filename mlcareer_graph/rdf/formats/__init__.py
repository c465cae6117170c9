"""The syntaxes of RDF that files may have, one a module: each writes triples as text and reads them back.

The writers sort everything, so that equal graphs give equal bytes. The readers open no other file and no
network connection, whatever the text asks for, and stop at the reading limits.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.rdf.formats import jsonld, ntriples, rdfxml, trig, turtle
from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.formats.reading import Quad
from mlcareer_graph.rdf.vocabulary import Triple

__all__ = ["FORMATS", "Format", "Graphs", "Quad", "SyntaxProblem"]

Graphs = Mapping[URIRef, Iterable[Triple]]
"""Triples by the name of the graph that they belong to."""


@dataclass(frozen=True, slots=True)
class Format:
    """One syntax.

    Attributes:
        write: The text of named graphs; a syntax that has none writes their triples as one graph.
        read: The quads of the bytes of a file; raises `SyntaxProblem` where they are not well formed.
    """

    write: Callable[[Graphs], str]
    read: Callable[[bytes, ReadingLimits], list[Quad]]


def _merged(write: Callable[[Iterable[Triple]], str]) -> Callable[[Graphs], str]:
    return lambda graphs: write(itertools.chain.from_iterable(graphs.values()))


FORMATS: Mapping[str, Format] = {
    ".ttl": Format(_merged(turtle.write), turtle.read),
    ".nt": Format(_merged(ntriples.write), ntriples.read),
    ".nq": Format(ntriples.write_quads, ntriples.read_quads),
    ".trig": Format(trig.write, trig.read),
    ".jsonld": Format(_merged(jsonld.write), jsonld.read),
    ".rdf": Format(_merged(rdfxml.write), rdfxml.read),
}
"""Every syntax by the suffix of its files."""
