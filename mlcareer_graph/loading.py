"""`load_graph`: the shipped graph, somebody's own, or one on top of the other."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from mlcareer_graph.errors import InvalidGraphError, MissingSourceError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded

GraphSource: TypeAlias = "str | PathLike[str]"

_YAML_SUFFIXES = (".yaml", ".yml")


def load_graph(source: GraphSource | None = None, *, extend: Iterable[GraphSource] = ()) -> CareerGraph:
    """A career graph.

    Args:
        source: A folder of YAML concepts, a YAML or JSON file of the interchange schema, or an RDF file in any
            common syntax; the shipped graph by default.
        extend: Folders and YAML or JSON files with concepts to lay on top.

    Raises:
        MissingSourceError: A file or folder is not there.
        LoadError: A file cannot be read.
        InvalidGraphError: The data has problems; all of them are reported.

    Example:
        >>> graph = load_graph()
        >>> "keras" in graph
        True
    """
    graph = _load(source)
    extensions = [Path(path) for path in extend]
    if not extensions:
        return graph
    decoded = Decoded(
        list(graph.values()),
        list(graph.all_requirements),
        list(graph.relations),
        dict.fromkeys(graph, "the graph that is extended"),
    )
    for path in extensions:
        _read_into(path, decoded)
    return _checked(decoded)


def _load(source: GraphSource | None) -> CareerGraph:
    from mlcareer_graph.ontology import load_shipped

    if source is None:
        return load_shipped()
    path = Path(source)
    if not path.exists():
        raise MissingSourceError(str(path), "there is no such file or folder")
    if path.is_dir() or path.suffix.lower() in (*_YAML_SUFFIXES, ".json"):
        decoded = Decoded()
        _read_into(path, decoded)
        return _checked(decoded)
    from mlcareer_graph.rdf import read_graph

    return read_graph(path)


def _read_into(path: Path, decoded: Decoded) -> None:
    # JSON is read as YAML, of which it is a part.
    from mlcareer_graph.ontology import read_sources

    read_sources([path], decoded)


def _checked(decoded: Decoded) -> CareerGraph:
    from mlcareer_graph.ontology import check_references

    if not decoded.problems:
        check_references(decoded)
    if decoded.problems:
        raise InvalidGraphError(decoded.problems)
    return CareerGraph.from_decoded(decoded)
