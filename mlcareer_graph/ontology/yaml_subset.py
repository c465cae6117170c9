"""The part of YAML that concept files use: mappings, lists and plain values.

Tags, anchors, aliases and duplicate keys are refused, and only ``true``, ``false``, ``null`` and ordinary
numbers are read as anything but text: ``NO`` stays a text, ``12:30`` too.
"""

from __future__ import annotations

import re
from typing import Any

from mlcareer_graph.ontology.syntax import MAX_DEPTH, SourceTextError

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS = {"true": True, "false": False, "null": None}


def parse(text: str) -> Any:
    """The value that a YAML text holds.

    Raises:
        SourceTextError: It is not YAML, or uses what the subset leaves out.

    Example:
        >>> parse("{answer: NO, hours: [30, 40, 60]}")
        {'answer': 'NO', 'hours': [30, 40, 60]}
    """
    import yaml

    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_class(text)
        try:
            _refuse_events(yaml.parse(text, Loader=loader_class))
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SourceTextError(str(error.problem or error.context), mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise SourceTextError(str(error).splitlines()[0], None) from None
    return None if node is None else _value(node)


def _refuse_events(events: Any) -> None:
    import yaml

    depth = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SourceTextError("anchors and aliases are not allowed", line, remedy="write the value out")
        if getattr(event, "tag", None):
            raise SourceTextError(f"the tag {event.tag} is not allowed", line, remedy="remove it")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise SourceTextError(f"nested more than {MAX_DEPTH} deep", line, remedy="write it flatter")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: Any) -> Any:
    import yaml

    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise SourceTextError("a key is not a plain word", line, remedy="give a word")
            if key_node.value in mapping:
                raise SourceTextError(f"the key {key_node.value!r} stands twice", line, remedy="remove one")
            mapping[key_node.value] = _value(value_node)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    plain = not node.style  # None from PyYAML's own parser, '' from libyaml's
    return _scalar(node.value) if plain else node.value


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if not text:
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
