"""JSON without what the interchange schema has no use for: duplicate keys, numbers that are not finite."""

from __future__ import annotations

import json
from typing import Any

from mlcareer_graph.ontology.syntax import MAX_DEPTH, SourceTextError


def parse(text: str) -> Any:
    """The value that a JSON text holds.

    Raises:
        SourceTextError: It is not JSON, or uses what the subset leaves out.

    Example:
        >>> parse('{"hours": [30, 4e1, 60]}')
        {'hours': [30, 40.0, 60]}
    """
    try:
        value = json.loads(text, object_pairs_hook=_mapping, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise SourceTextError(error.msg, error.lineno, remedy="correct the JSON") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise SourceTextError(str(error), remedy="correct the JSON") from None
    _refuse_depth(value)
    return value


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise SourceTextError(f"the key {key!r} stands twice in one mapping", remedy="remove one")
        mapping[key] = value
    return mapping


def _refuse_constant(text: str) -> Any:
    raise SourceTextError(f"{text} is not a number of JSON", remedy="give a finite number")


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            part
            for item in level
            if isinstance(item, (dict, list))
            for part in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return
    if any(isinstance(item, (dict, list)) for item in level):
        raise _too_deep()


def _too_deep() -> SourceTextError:
    return SourceTextError(f"nested more than {MAX_DEPTH} deep", remedy="write it flatter")
