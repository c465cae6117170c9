"""Reading what people and programs keep in YAML and JSON files beside the graph: profiles and plans."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from mlcareer_graph.limits import ReadingLimits


def read_plain(path: str | PathLike[str], limits: ReadingLimits | None = None) -> Any:
    """The plain data of a YAML or JSON file.

    Args:
        path: The file.
        limits: How much of it to read at most; by default `ReadingLimits` as they are, and 20 MB of YAML.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, is neither, or is beyond the limits.
    """
    from mlcareer_graph.ontology.sources import parse_source

    return parse_source(Path(path), limits)
