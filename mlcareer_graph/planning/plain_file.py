"""Reading what people and programs keep in YAML and JSON files beside the graph: profiles and plans."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any


def read_plain(path: str | PathLike[str]) -> Any:
    """The plain data of a YAML or JSON file.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, or is neither.
    """
    from mlcareer_graph.ontology.sources import parse_source

    return parse_source(Path(path))
