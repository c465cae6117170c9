"""Reading what people and programs keep in YAML and JSON files beside the graph: profiles and plans."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import LoadError, MissingSourceError


def read_plain(path: str | PathLike[str]) -> Any:
    """The plain data of a YAML or JSON file.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is neither.
    """
    from mlcareer_graph.ontology.sources import parse_source
    from mlcareer_graph.ontology.syntax import SourceTextError

    file = Path(path)
    if not file.is_file():
        raise MissingSourceError(str(file), "there is no such file")
    try:
        return parse_source(file)
    except SourceTextError as error:
        raise LoadError(str(file), f"{error.what}; {error.remedy}", error.line) from None
