"""Saving a graph to a file and reading it back; the suffix names the syntax."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import LoadError, MissingSourceError, SaveError, UnknownOptionError
from mlcareer_graph.files import save_text
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.rdf.formats import FORMATS, Format, SyntaxProblem
from mlcareer_graph.rdf.read import from_rdf
from mlcareer_graph.rdf.vocabulary import Triple
from mlcareer_graph.rdf.write import asserted_triples, derived_triples


def save_graph(graph: CareerGraph, path: str | PathLike[str], *, mappings: Sequence[Triple] = ()) -> None:
    """Write a graph as RDF.

    Equal graphs give equal bytes. The file appears whole or not at all.

    Args:
        graph: What to write.
        path: A file that ends in .ttl, .nt, .nq, .jsonld or .rdf.
        mappings: What to write with it, as from `mapping_triples`; N-Quads keep it in a graph of its own.

    Raises:
        UnknownOptionError: The suffix is none of these.
        SaveError: The file cannot be written; what was there stays as it was.
    """
    target = Path(path)
    format_ = _format(target)
    try:
        text = format_.write(asserted_triples(graph), derived_triples(graph), mappings)
    except SyntaxProblem as error:
        raise SaveError(str(target), error.what) from error
    save_text(target, text)


def read_graph(path: str | PathLike[str]) -> CareerGraph:
    """Read a graph from a file of RDF.

    Nothing but the file is opened: no context, schema or entity that it may name.

    Args:
        path: A file that ends in .ttl, .nt, .nq, .jsonld or .rdf.

    Raises:
        UnknownOptionError: The suffix is none of these.
        MissingSourceError: The file is not there.
        LoadError: It is not of its syntax.
        InvalidGraphError: What it says is no career graph; with every problem.
    """
    source = Path(path)
    format_ = _format(source)
    try:
        data = source.read_bytes()
    except FileNotFoundError:
        raise MissingSourceError(str(source), "there is no such file") from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error}); check its permissions"
        raise LoadError(str(source), what) from error
    try:
        rdf = format_.read(data)
    except SyntaxProblem as error:
        raise LoadError(str(source), error.what, error.line) from error
    return from_rdf(rdf)


def _format(path: Path) -> Format:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise UnknownOptionError("the suffix of the file", path.suffix, (*FORMATS, ".json")) from None
