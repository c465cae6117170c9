"""JSON without what the interchange schema has no use for: duplicate keys, numbers that are not finite."""

from __future__ import annotations

import json
import math
import re
import time
from typing import Any

from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.ontology.syntax import SourceTextError, first_repeated

# A string that is never closed runs to the end, else it would be looked for again at each quote within it.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str, limits: ReadingLimits = DEFAULT_LIMITS) -> Any:
    """The value that a JSON text holds.

    Args:
        text: The text.
        limits: Depth, number of values, the length of texts and numbers, and time count.

    Raises:
        SourceTextError: It is not JSON, uses what the subset leaves out, or is beyond the limits.

    Example:
        >>> parse('{"hours": [30, 4e1, 60]}')
        {'hours': [30, 40.0, 60]}
    """
    _check_size(text, limits)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_Mappings(limits),
            parse_constant=_refuse_constant,
            parse_int=lambda digits: int(_number(digits, limits)),
            parse_float=lambda digits: _finite(_number(digits, limits)),
        )
    except json.JSONDecodeError as error:
        raise SourceTextError(error.msg, error.lineno, remedy="correct the JSON") from None
    if len(text) > limits.max_text or _HALF_PAIR.search(text):
        _check_texts(value, limits)
    return value


def _check_size(text: str, limits: ReadingLimits) -> None:
    """Depth and number of values, before the parser: its own depth is that of the stack."""
    if text.count("[") + text.count("{") <= limits.max_depth and text.count(",") < limits.max_statements:
        return
    bare = _STRING.sub("", text)
    if bare.count(",") + bare.count("[") + bare.count("{") > limits.max_statements:
        what = f"there are more than {limits.max_statements:,} values"
        raise SourceTextError(what, remedy="split the file")
    depth = 0
    for match in _BRACKET.finditer(bare):
        depth += 1 if match[0] in "[{" else -1
        if depth > limits.max_depth:
            line = bare.count("\n", 0, match.start()) + 1
            raise SourceTextError(f"nested more than {limits.max_depth} deep", line, remedy="write it flatter")


class _Mappings:
    """Makes mappings of the pairs of objects, until the time is up."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        self._count = 0
        self._deadline = time.monotonic() + limits.max_seconds

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """The mapping of an object."""
        self._count += 1
        if self._count % 1024 == 1 and time.monotonic() > self._deadline:
            what = f"reading takes more than {self.limits.max_seconds:g} s"
            raise SourceTextError(what, remedy="split the file")
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            twice = str(first_repeated(key for key, _ in pairs))
            raise SourceTextError(f"the key {twice[:80]!r} stands twice in one mapping", remedy="remove one")
        return mapping


def _refuse_constant(text: str) -> Any:
    raise SourceTextError(f"{text} is not a number of JSON", remedy="give a finite number")


def _number(digits: str, limits: ReadingLimits) -> str:
    if len(digits) > limits.max_digits:
        raise SourceTextError(f"a number has more than {limits.max_digits:,} characters", remedy="shorten it")
    return digits


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise SourceTextError(f"the number {digits[:40]} is too large", remedy="give a finite number")
    return number


def _check_texts(value: Any, limits: ReadingLimits) -> None:
    """Refuse texts that are too long, and half of a surrogate pair: no character, and in no file can it be written."""
    queue = [value]
    for item in queue:
        if isinstance(item, dict):
            queue.extend(item)
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, str):
            if len(item) > limits.max_text:
                raise SourceTextError(f"a text has more than {limits.max_text:,} characters", remedy="cut it")
            if not item.isascii() and any("\ud800" <= character <= "\udfff" for character in item):
                raise SourceTextError(f"{item[:40]!r} holds half a character", remedy="write the character itself")
