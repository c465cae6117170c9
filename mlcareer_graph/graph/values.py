"""Reading the plain values of a record: texts, levels, numbers, lists, and the evidence for them.

Nothing stops at the first mistake: what is wrong is noted, and the reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any, TypeGuard, TypeVar

from mlcareer_graph.errors import Problem, shown
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import Estimate, Evidence, Level

EVIDENCE_KEYS = frozenset({"source", "because"})
"""The keys that hold the evidence of a statement."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_LEVELS = tuple(map(str, Level))
_LONGEST_KEY = 80

_Made = TypeVar("_Made")


class ValueReader:
    """Reads values of one record.

    Args:
        where: The place to name in problems.
        problems: Takes up what is wrong.
        limits: How long a text may be.
    """

    def __init__(self, where: str, problems: list[Problem], limits: ReadingLimits = DEFAULT_LIMITS) -> None:
        self.where = where
        self.problems = problems
        self.limits = limits

    def problem(self, key: str, what: str, remedy: str) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(self.where, key, what, remedy))

    # ------------------------------------------------------------------ plain values

    def text(self, item: object, key: str) -> str | None:
        """A string that is not blank."""
        if isinstance(item, str) and item.strip():
            if len(item) > self.limits.max_text:
                self.problem(key, f"the text has more than {self.limits.max_text:,} characters", "shorten it")
                return None
            if item.isascii() or not _SURROGATE.search(item):
                return item
            self.problem(key, f"{shown(item)} holds half a character", "write the character itself")
            return None
        missing = item is None or isinstance(item, str)
        self.problem(key, f"the {_noun(key)} is missing" if missing else f"{shown(item)} is not a text", "give a text")
        return None

    def optional_text(self, record: Mapping[str, Any], name: str, key: str) -> str | None:
        """A string that may be left out."""
        return self.text(record[name], f"{key}.{name}") if name in record else None

    def texts(self, item: object, key: str) -> tuple[str, ...]:
        """A list of strings."""
        return self.items(item, key, self.text)

    def level(self, record: Mapping[str, Any], name: str, key: str) -> Level | None:
        """A level, *working* where none is given."""
        text = self.choice(record.get(name, "working"), f"{key}.{name}", _LEVELS)
        return None if text is None else Level.parse(text)

    def choice(self, item: object, key: str, valid: Collection[str]) -> str | None:
        """One of some words."""
        if isinstance(item, str) and item in valid:
            return item
        self.problem(key, f"there is no {_noun(key)} {shown(item)}", _remedy(item, valid))
        return None

    def estimate(self, item: object, key: str) -> Estimate | None:
        """A number, ``[low, likely, high]`` or a mapping of these."""
        value: Any = item
        return self.made(key, lambda: Estimate.parse(value))

    def made(self, key: str, make: Callable[[], _Made]) -> _Made | None:
        """What a constructor makes of values that it may refuse."""
        try:
            return make()
        except ValueError as error:
            self.problem(key, str(error), "correct the value")
            return None

    def items(self, items: object, key: str, read: Callable[[object, str], _Made | None]) -> tuple[_Made, ...]:
        """A list, entry by entry."""
        if not isinstance(items, (list, tuple)):
            self.problem(key, f"{shown(items)} is not a list", "give a list, even for one entry")
            return ()
        read_items = [read(item, f"{key}[{index}]") for index, item in enumerate(items)]
        return tuple(item for item in read_items if item is not None)

    def mapping(self, item: object, key: str, allowed: Collection[str]) -> TypeGuard[Mapping[str, Any]]:
        """Whether it is a mapping; keys that are not allowed are noted."""
        if not isinstance(item, Mapping):
            self.problem(key, f"{shown(item)} is not a mapping", f"give the keys {', '.join(sorted(allowed))}")
            return False
        self.known(item, f"{key}.", allowed)
        return True

    def known(self, item: Mapping[str, object], prefix: str, allowed: Collection[str]) -> None:
        """Note the keys that are not allowed."""
        for name in item:
            if name not in allowed:
                key = name[:_LONGEST_KEY] if isinstance(name, str) else shown(name)
                self.problem(f"{prefix}{key}", "this key is unknown", _remedy(key, allowed))

    # ------------------------------------------------------------------ evidence

    def evidence(self, item: Mapping[str, Any], key: str) -> tuple[Evidence, ...]:
        """The evidence of a statement: its `source`, or the curators' `because`."""
        because = self.optional_text(item, "because", key)
        if "source" not in item:
            return (Evidence.curated(because),)
        sources = self.sources(item["source"], f"{key}.source")
        if because is None or not sources:
            return sources
        first = sources[0]
        return (Evidence(first.source, first.at, because, first.citing), *sources[1:])

    def sources(self, item: object, key: str) -> tuple[Evidence, ...]:
        """One source, or a list of them."""
        if isinstance(item, (list, tuple)):
            return self.items(item, key, self._source)
        source = self._source(item, key)
        return () if source is None else (source,)

    def _source(self, item: object, key: str) -> Evidence | None:
        if isinstance(item, str):
            return Evidence(item)
        if not self.mapping(item, key, {"ref", "at", "because", "citing"}):
            return None
        ref = self.text(item.get("ref"), f"{key}.ref")
        if ref is None:
            return None
        return Evidence(ref, *(self.optional_text(item, name, key) for name in ("at", "because", "citing")))


def _noun(key: str) -> str:
    return key.rsplit(".", 1)[-1].split("[", 1)[0]


def _remedy(given: object, allowed: Collection[str]) -> str:
    near = get_close_matches(given[:_LONGEST_KEY].lower(), allowed, 1) if isinstance(given, str) else ()
    return f"did you mean {near[0]}?" if near else f"use one of {', '.join(sorted(allowed))}"
