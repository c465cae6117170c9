"""Profiles in files, as YAML or JSON: what a person knows, holds and states once about every plan.

A file holds a mapping, as ``ontology/profile.schema.json`` says; all keys are optional::

    knows:
      - Python
      - SQL:practitioner
      - {know: Keras, level: awareness, assessed: 2026-03-01}
    credentials:
      - {credential: bachelor-computer-science, awarded: 2021-07-01}
    constraints:
      hours_per_week: {mon: 1, wed: 1, sat: 4}
      budget: 500
      exclude: [TensorFlow]
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from mlcareer_graph.errors import InvalidProfileError, MLCareerError, Problem, UnknownOptionError, shown
from mlcareer_graph.files import save_text
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.model import Competency, Credential, Level
from mlcareer_graph.planning.constraints import (
    CONSTRAINTS,
    NAME_CONSTRAINTS,
    plain_constraint,
    read_constraint,
    read_day,
)
from mlcareer_graph.planning.plain_file import read_plain
from mlcareer_graph.planning.profile import Profile, resolve, states_level

_KEYS = ("knows", "credentials", "constraints")
_ENTRY = "write a name, a name:level, or {know: name, level: working, assessed: 2026-03-01}"
_HELD = "write a name, or {credential: name, awarded: 2021-07-01}"


def load_profile(path: str | PathLike[str], graph: CareerGraph, limits: ReadingLimits | None = None) -> Profile:
    """See `Profile.load`."""
    return decode_profile(read_plain(path, limits), graph, Path(path).name)


def save_profile(profile: Profile, path: str | PathLike[str]) -> None:
    """See `Profile.save`."""
    suffix = Path(path).suffix.lower()
    data = encode_profile(profile)
    if suffix == ".json":
        save_text(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    elif suffix in (".yaml", ".yml"):
        import yaml

        save_text(path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    else:
        raise UnknownOptionError("the name of a profile", str(path), ["a name that ends in .yaml, .yml or .json"])


def encode_profile(profile: Profile) -> dict[str, Any]:
    """See `Profile.to_dict`."""
    dates = {concept_id: day.isoformat() for concept_id, day in profile.dates}
    knows: list[Any] = []
    credentials: list[Any] = []
    for entry in profile.entries():
        concept_id, _, level = entry.partition(":")
        if concept_id not in dates:
            (knows if level else credentials).append(entry)
        elif level:
            knows.append({"know": concept_id, "level": level, "assessed": dates[concept_id]})
        else:
            credentials.append({"credential": concept_id, "awarded": dates[concept_id]})
    constraints = {name: plain_constraint(value) for name, value in profile.constraints.items()}
    parts = {"knows": knows, "credentials": credentials, "constraints": constraints}
    return {key: part for key, part in parts.items() if part}


def decode_profile(data: Any, graph: CareerGraph, where: str) -> Profile:
    """See `Profile.from_dict`.

    Args:
        data: What a file holds.
        graph: The graph that the names belong to.
        where: What to call the file in messages.
    """
    reading = _Reading(graph, where)
    profile = reading.read(data)
    if reading.problems:
        raise InvalidProfileError(reading.problems)
    return profile


class _Reading:
    """A profile while it is read, with everything that is wrong with it."""

    def __init__(self, graph: CareerGraph, where: str) -> None:
        self.graph = graph
        self.where = where
        self.problems: list[Problem] = []
        self.levels: dict[str, Level] = {}
        self.credentials: set[str] = set()
        self.dates: dict[str, date] = {}
        self.constraints: dict[str, Any] = {}

    def read(self, data: Any) -> Profile:
        if not isinstance(data, Mapping):
            self._note("", "this is no mapping", f"give some of these keys: {', '.join(_KEYS)}")
            data = {}
        for key in data:
            if key not in _KEYS:
                self._note(_named(key), "this key is unknown", f"use {', '.join(_KEYS[:-1])} or {_KEYS[-1]}")
        for number, entry in enumerate(self._list(data, "knows")):
            self._attempt(f"knows[{number}]", self._know, entry)
        for number, entry in enumerate(self._list(data, "credentials")):
            self._attempt(f"credentials[{number}]", self._hold, entry)
        constraints = data.get("constraints") or {}
        if not isinstance(constraints, Mapping):
            self._note("constraints", "this is no mapping", f"give some of these keys: {', '.join(CONSTRAINTS)}")
            constraints = {}
        for name, value in constraints.items():
            self._attempt(f"constraints.{_named(name)}", self._constrain, (_named(name), value))
        return Profile(
            tuple(sorted(self.levels.items())),
            tuple(sorted(self.credentials)),
            dates=tuple(sorted(self.dates.items())),
            stated_constraints=tuple((name, frozen(self.constraints[name])) for name in sorted(self.constraints)),
        )

    def _note(self, key: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.where, key, what, remedy))

    def _list(self, data: Mapping[str, Any], key: str) -> list[Any]:
        entries = data.get(key) or []
        if isinstance(entries, list | tuple):
            return list(entries)
        self._note(key, "this is no list", "write each entry as an item of a list")
        return []

    def _attempt(self, key: str, read: Any, value: Any) -> None:
        try:
            read(value)
        except _EntryError as error:
            self._note(key, error.what, error.remedy)
        except MLCareerError as error:
            what, _, remedy = str(error).partition("; ")
            self._note(key, what, remedy)

    def _know(self, entry: Any) -> None:
        fields = _fields(entry, "know", ("level", "assessed"), _ENTRY)
        name = fields["know"]
        concept, level = resolve(self.graph, (name, fields["level"]) if fields.get("level") is not None else name)
        require_kind(concept, (Competency,), "list skills and technologies here, and what is awarded under credentials")
        before = self.levels.get(concept.id, level)
        if level < before:
            return
        if level > before:
            # The day is that of the lower level.
            self.dates.pop(concept.id, None)
        self.levels[concept.id] = level
        self._date(concept.id, fields.get("assessed"))

    def _hold(self, entry: Any) -> None:
        fields = _fields(entry, "credential", ("awarded",), _HELD)
        concept = self.graph.find(fields["credential"])
        require_kind(concept, (Credential,), "list credentials here, and skills and technologies under knows")
        self.credentials.add(concept.id)
        self._date(concept.id, fields.get("awarded"))

    def _date(self, concept_id: str, value: Any) -> None:
        if value is None:
            return
        try:
            self.dates[concept_id] = read_day(value)
        except ValueError:
            raise _EntryError(f"{shown(value)} is no day", "write it as 2026-03-01") from None

    def _constrain(self, constraint: tuple[str, Any]) -> None:
        name, given = constraint
        value = read_constraint(name, given)
        if name in NAME_CONSTRAINTS:
            value = [self._named(entry) for entry in value]
        self.constraints[name] = value

    def _named(self, entry: str) -> str:
        concept, level = resolve(self.graph, entry)
        return f"{concept.id}:{level}" if isinstance(concept, Competency) and states_level(entry, level) else concept.id


class _EntryError(Exception):
    """An entry that cannot be read: what is wrong with it, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


def _fields(entry: Any, name: str, others: tuple[str, ...], remedy: str) -> Mapping[str, Any]:
    """The fields of an entry, whether it is a mapping or only a name."""
    fields = {name: entry} if isinstance(entry, str) else entry
    if not isinstance(fields, Mapping) or not isinstance(fields.get(name), str):
        raise _EntryError("this entry is not understood", remedy)
    unknown = [_named(key) for key in fields if key not in (name, *others)]
    if unknown:
        raise _EntryError(f"the key {shown(unknown[0])} is unknown", remedy)
    return fields


def _named(key: object) -> str:
    """A key as a text: of other data than that of a file it may be anything."""
    return key if isinstance(key, str) else shown(key)


def frozen(value: Any) -> Any:
    """A value of a file as something that does not change: lists as tuples, mappings as tuples of pairs."""
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(frozen(part) for part in value) if isinstance(value, list) else value
