"""Saving a graph to a file and reading it back; the suffix names the syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import (
    InvalidGraphError,
    LoadError,
    Problem,
    SaveError,
    UnknownOptionError,
)
from mlcareer_graph.files import encode, read_bytes, save_bytes
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.rdf.compression import compress, decompress
from mlcareer_graph.rdf.definitions import vocabulary_triples
from mlcareer_graph.rdf.description import description_triples
from mlcareer_graph.rdf.formats import FORMATS, Format, Graphs, Quad, SyntaxProblem
from mlcareer_graph.rdf.mappings import mapping_triples
from mlcareer_graph.rdf.read import from_triples
from mlcareer_graph.rdf.vocabulary import (
    ASSERTED_GRAPH,
    DERIVED_GRAPH,
    DESCRIPTION_GRAPH,
    MAPPINGS_GRAPH,
    VOCABULARY_GRAPH,
    Triple,
)
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

_GZIP = ".gz"
PARTS: Mapping[str, Callable[[CareerGraph], list[Triple]]] = {
    "mappings": mapping_triples,
    "vocabulary": lambda _: vocabulary_triples(),
}
"""What can be written with a graph, by the name that it is asked for."""

_OWN_GRAPHS = frozenset({ASSERTED_GRAPH, DERIVED_GRAPH, DESCRIPTION_GRAPH, MAPPINGS_GRAPH, VOCABULARY_GRAPH})


def parts_of(graph: CareerGraph, names: Iterable[str]) -> dict[str, list[Triple]]:
    """What `save_graph` is to write with a graph, by the parameter that takes it.

    Args:
        graph: The graph.
        names: Names of `PARTS`.

    Raises:
        UnknownOptionError: There is no such part.
    """
    chosen = dict.fromkeys(names)
    for name in chosen:
        if name not in PARTS:
            raise UnknownOptionError("what a file includes", name, PARTS)
    return {name: PARTS[name](graph) for name in chosen}


def save_graph(
    graph: CareerGraph,
    path: str | PathLike[str],
    *,
    mappings: Sequence[Triple] = (),
    vocabulary: Sequence[Triple] = (),
) -> None:
    """Write a graph as RDF.

    Equal graphs give equal bytes. The file appears whole or not at all.

    Args:
        graph: What to write.
        path: A file that ends in .ttl, .nt, .nq, .trig, .jsonld or .rdf, or in one of these and .gz.
        mappings: What to write with it, as from `mapping_triples`.
        vocabulary: What to write with it, as from `vocabulary_triples`.

    N-Quads and TriG keep what is asserted, derived and mapped, the vocabulary, and the description of the data set in
    graphs of their own; in the other syntaxes all of it is one graph.

    Raises:
        UnknownOptionError: The suffix is none of these.
        SaveError: The file cannot be written; what was there stays as it was.
    """
    target = Path(path)
    format_, compressed = _format(target)
    graphs = graphs_of(graph, mappings, vocabulary)
    try:
        text = format_.write(graphs)
    except SyntaxProblem as error:
        raise SaveError(str(target), error.what) from error
    data = encode(target, text)
    save_bytes(target, compress(data) if compressed else data)


def graphs_of(graph: CareerGraph, mappings: Sequence[Triple] = (), vocabulary: Sequence[Triple] = ()) -> Graphs:
    """Everything that a file holds, by the graph that it belongs to.

    Args:
        graph: What is asserted, and what derived triples and the description of the data set follow from.
        mappings: As for `save_graph`.
        vocabulary: As for `save_graph`.
    """
    asserted = asserted_triples(graph)
    derived = derived_triples(graph, asserted)
    return {
        ASSERTED_GRAPH: asserted,
        DERIVED_GRAPH: derived,
        DESCRIPTION_GRAPH: description_triples(graph, asserted, derived, mappings),
        MAPPINGS_GRAPH: mappings,
        VOCABULARY_GRAPH: vocabulary,
    }


def read_graph(path: str | PathLike[str], *, limits: ReadingLimits | None = None) -> CareerGraph:
    """Read a graph from a file of RDF.

    Nothing but the file is opened: no context, schema, ontology or entity that it may name. Of a file with named
    graphs, what is in the default graph and in the graph of asserted triples is read, and nothing else.

    Args:
        path: A file that ends in .ttl, .nt, .nq, .trig, .jsonld or .rdf, or in one of these and .gz.
        limits: How much of it to read at most; `ReadingLimits` as they are by default.

    Raises:
        UnknownOptionError: The suffix is none of these.
        MissingSourceError: The file is not there.
        LoadError: It is not of its syntax, or beyond the limits.
        InvalidGraphError: What it says is no career graph; with every problem.
    """
    limits = limits or DEFAULT_LIMITS
    source = Path(path)
    format_, compressed = _format(source)
    data = read_bytes(source, limits)
    try:
        quads = format_.read(decompress(data, limits) if compressed else data, limits)
    except SyntaxProblem as error:
        raise LoadError(str(source), error.what, error.line) from error
    except (RecursionError, MemoryError) as error:
        what = (
            f"it takes more {'memory' if isinstance(error, MemoryError) else 'nesting'} than there is; split the file"
        )
        raise LoadError(str(source), what) from error
    return from_triples(_stated(quads), limits)


def _stated(quads: Sequence[Quad]) -> list[Triple]:
    """The triples that a file states: not what it derives, and not what it says in graphs of other names."""
    stated: list[Triple] = [quad[:3] for quad in quads if quad[3] is None or quad[3] == ASSERTED_GRAPH]
    others = {str(quad[3]) for quad in quads if quad[3] is not None and quad[3] not in _OWN_GRAPHS}
    if others and not stated:
        remedy = f"put its triples into the default graph or into <{ASSERTED_GRAPH}>"
        problem = Problem("the data", "", f"all of it is in other graphs, such as <{min(others)}>", remedy)
        raise InvalidGraphError([problem])
    return stated


def _format(path: Path) -> tuple[Format, bool]:
    """The syntax that a name stands for, and whether the file is compressed."""
    compressed = path.suffix.lower() == _GZIP
    suffix = Path(path.stem).suffix if compressed else path.suffix
    try:
        return FORMATS[suffix.lower()], compressed
    except KeyError:
        given = f"{suffix}{path.suffix}" if compressed else suffix
        valid = (*FORMATS, ".json", *(f"{known}{_GZIP}" for known in FORMATS))
        raise UnknownOptionError("the suffix of the file", given, valid) from None
