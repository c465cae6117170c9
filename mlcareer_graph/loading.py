"""`load_graph`: the shipped graph, somebody's own, or one on top of the other."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mlcareer_graph.errors import LoadError, MissingSourceError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.limits import ReadingLimits

if TYPE_CHECKING:
    from mlcareer_graph.interop.endpoint import Endpoint

GraphSource: TypeAlias = "str | PathLike[str]"

_RECORD_SUFFIXES = (".yaml", ".yml", ".json")
_BELOW = "the graph that is extended, and an extension cannot change what is there"


def load_graph(
    source: GraphSource | None = None,
    *,
    endpoint: str | Endpoint | None = None,
    extend: GraphSource | Iterable[GraphSource] = (),
    limits: ReadingLimits | None = None,
) -> CareerGraph:
    """A career graph.

    Args:
        source: A folder of YAML concepts, a YAML or JSON file of the interchange schema, or an RDF file in any
            common syntax; the shipped graph by default.
        endpoint: The address of a store that holds a graph as `CareerGraph.push` writes it, or an `Endpoint` that also
            says who asks, in the place of a source.
        extend: Folders and YAML or JSON files with concepts to lay on top. They may refer to the concepts below
            and to one another; an id that is taken is an error.
        limits: How much of each file, and of the answer of a store, to read at most. By default `ReadingLimits` as they
            are, and of YAML, which is slow to read, 20 MB. The shipped graph has none.

    Raises:
        MissingSourceError: A file or folder is not there.
        LoadError: A file cannot be read, or is beyond the limits.
        EndpointError: The store cannot be reached, refuses, or has no such graph.
        InvalidGraphError: The data has problems; all of them are reported.
        UnknownOptionError: There are both a source and an endpoint.

    Example:
        >>> graph = load_graph()
        >>> "keras" in graph
        True

        A web service that takes small graphs from anybody:

        >>> import pathlib, tempfile
        >>> from mlcareer_graph import LoadError, ReadingLimits
        >>> small = ReadingLimits(max_bytes=1_000_000, max_statements=20_000, max_seconds=2)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     upload = pathlib.Path(folder, "upload.json")
        ...     _ = upload.write_text('{"concepts": [' + "[]," * 20_000 + "[]]}")
        ...     try:
        ...         load_graph(upload, limits=small)
        ...     except LoadError as error:
        ...         print(error.what)
        there are more than 20,000 values; split the file
    """
    extensions = [Path(extend)] if isinstance(extend, (str, PathLike)) else [Path(path) for path in extend]
    for path in extensions:
        if not _holds_records(path):
            raise LoadError(str(path), "an extension is a folder of YAML files, or a .yaml, .yml or .json file")
    graph = _load(source, limits) if endpoint is None else _from_endpoint(source, endpoint, limits)
    if not extensions:
        return graph
    return _read(
        extensions,
        Decoded(
            list(graph.values()),
            list(graph.all_requirements),
            list(graph.relations),
            dict.fromkeys(graph, _BELOW),
            ambiguous=graph.ambiguous_names,
        ),
        limits,
    )


def _from_endpoint(source: GraphSource | None, endpoint: str | Endpoint, limits: ReadingLimits | None) -> CareerGraph:
    from mlcareer_graph.interop.endpoint import read_endpoint

    if source is not None:
        raise UnknownOptionError("source", str(source), ("no source beside an endpoint",))
    return read_endpoint(endpoint, limits)


def _load(source: GraphSource | None, limits: ReadingLimits | None) -> CareerGraph:
    if source is None:
        from mlcareer_graph.ontology import load_shipped

        return load_shipped()
    path = Path(source)
    if _holds_records(path):
        return _read([path], Decoded(), limits)
    from mlcareer_graph.rdf import read_graph

    return read_graph(path, limits=limits)


def _holds_records(path: Path) -> bool:
    """Whether it is of the interchange schema, and not RDF."""
    if not path.exists():
        raise MissingSourceError(str(path), "there is no such file or folder")
    return path.is_dir() or path.suffix.lower() in _RECORD_SUFFIXES


def _read(paths: list[Path], decoded: Decoded, limits: ReadingLimits | None) -> CareerGraph:
    from mlcareer_graph.ontology import read_sources

    return CareerGraph.from_decoded(read_sources(paths, decoded, limits))
