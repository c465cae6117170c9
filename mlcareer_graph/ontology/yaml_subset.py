"""The part of YAML that concept files use: mappings, lists and plain values.

Tags, anchors, aliases and duplicate keys are refused, and only ``true``, ``false``, ``null`` and numbers as YAML 1.1
and 1.2 both write them (``40``, ``0.5``, ``1.0e-07``) are read as anything but text: ``NO`` stays a text, ``12:30`` and
``1e3`` too. ``.inf`` and ``.nan``, which are numbers to every reader of YAML, are refused.
"""

from __future__ import annotations

import math
import re
import time
from typing import Any

from mlcareer_graph.limits import PROSE_LIMITS, ReadingLimits
from mlcareer_graph.ontology.syntax import SourceTextError

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*+)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*+)\.[0-9]++(?:e[+-][0-9]++)?")
_ENDLESS = re.compile(r"[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BREAKS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
"""What ends a line in YAML 1.1 and is a character like others in YAML 1.2, with its escape in both."""

_BREAK = re.compile(f"[{''.join(_BREAKS)}]")
_WORDS = {"true": True, "false": False, "null": None}
_NO_KEY = object()


def parse(text: str, limits: ReadingLimits = PROSE_LIMITS) -> Any:
    """The value that a YAML text holds.

    Args:
        text: The text.
        limits: Depth, number of values, the length of a text and of a number, and time count.

    Raises:
        SourceTextError: It is not YAML, uses what the subset leaves out, or is beyond the limits.

    Example:
        >>> parse("{answer: NO, hours: [30, 40, 60]}")
        {'answer': 'NO', 'hours': [30, 40, 60]}
    """
    import yaml

    found = _BREAK.search(text)
    if found:
        what = f"the character U+{ord(found[0]):04X} ends a line for some readers of YAML and not for others"
        line = text.count("\n", 0, found.start()) + 1
        raise SourceTextError(what, line, remedy=f"write it as {_BREAKS[found[0]]} in a text in double quotes")
    builder = _Builder(limits)
    try:
        # Events come one by one and stop at the first that is refused; nodes would be composed by recursion.
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SourceTextError(_first_line(error.problem or error.context), mark.line + 1 if mark else None) from None
    except SourceTextError:
        raise
    # Under fuzzing its own parser raises more than it declares, such as ValueError for a character beyond Unicode.
    except Exception as error:
        raise SourceTextError(_first_line(error)) from None
    return builder.value


class _Builder:
    """The value of a document while its events come in."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        self.value: Any = None
        self._open: list[Any] = []
        self._keys: list[Any] = []
        self._left = limits.max_statements
        self._deadline = time.monotonic() + limits.max_seconds
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take in an event of the parser."""
        import yaml

        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise SourceTextError("a second document begins here", line, remedy="leave one")
        elif isinstance(event, yaml.NodeEvent):
            self._check(event, line)
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, line)
            else:
                self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()

    def _check(self, event: Any, line: int | None) -> None:
        if event.anchor is not None:
            raise SourceTextError("anchors and aliases are not allowed", line, remedy="write the value out")
        if event.tag:
            raise SourceTextError(f"the tag {event.tag[:80]} is not allowed", line, remedy="remove it")
        self._left -= 1
        if self._left < 0:
            what = f"there are more than {self.limits.max_statements:,} values"
            raise SourceTextError(what, line, remedy="split the file")
        if self._left % 1024 == 0 and time.monotonic() > self._deadline:
            what = f"reading takes more than {self.limits.max_seconds:g} s"
            raise SourceTextError(what, line, remedy="split the file, or save it as JSON")

    def _scalar(self, event: Any, line: int | None) -> None:
        text: str = event.value
        if len(text) > self.limits.max_text:
            raise SourceTextError(f"a text has more than {self.limits.max_text:,} characters", line, remedy="cut it")
        holder = self._open[-1] if self._open else None
        if isinstance(holder, dict) and self._keys[-1] is _NO_KEY:
            if text in holder:
                raise SourceTextError(f"the key {text[:80]!r} stands twice", line, remedy="remove one")
            self._keys[-1] = text
            return
        # Plain ones have the style None from PyYAML's own parser, '' from libyaml's.
        self._put(text if event.style else self._plain(text, line))

    def _plain(self, text: str, line: int | None) -> Any:
        """The value of a scalar without quotes."""
        if text in _WORDS:
            return _WORDS[text]
        if not text:
            return None
        if _ENDLESS.fullmatch(text):
            what = f"{text} is no finite number"
            raise SourceTextError(what, line, remedy="give one, or quote what is a text")
        is_integer = _INTEGER.fullmatch(text) is not None
        if not is_integer and not _FLOAT.fullmatch(text):
            return text
        if len(text) > self.limits.max_digits:
            what = f"a number has more than {self.limits.max_digits:,} characters"
            raise SourceTextError(what, line, remedy="shorten it, or quote what is a text")
        if is_integer:
            return int(text)
        number = float(text)
        if math.isinf(number):
            raise SourceTextError(f"the number {text[:40]} is too large", line, remedy="give a finite number")
        return number

    def _begin(self, collection: Any, line: int | None) -> None:
        if self._open and isinstance(self._open[-1], dict) and self._keys[-1] is _NO_KEY:
            raise SourceTextError("a key is not a plain word", line, remedy="give a word")
        if len(self._open) == self.limits.max_depth:
            raise SourceTextError(f"nested more than {self.limits.max_depth} deep", line, remedy="write it flatter")
        self._put(collection)
        self._open.append(collection)
        self._keys.append(_NO_KEY)

    def _put(self, value: Any) -> None:
        if not self._open:
            self.value = value
        elif isinstance(self._open[-1], dict):
            self._open[-1][self._keys[-1]] = value
            self._keys[-1] = _NO_KEY
        else:
            self._open[-1].append(value)


def _first_line(said: object) -> str:
    lines = str(said).splitlines()
    return lines[0][:200] if lines else type(said).__name__
