"""From the interchange schema (plain mappings and lists) to concepts, requirements and relations.

One schema serves the YAML sources, ``CareerGraph.from_dict`` and ``--json``; it is published as
``ontology/concept.schema.json``. Nothing stops at the first mistake: every problem of every record is
collected, so that an author can mend them all at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

from mlcareer_graph.errors import Problem, UnknownLevelError
from mlcareer_graph.model import (
    CONCEPT_KINDS,
    PATH_KINDS,
    RELATION_TYPES,
    Claim,
    Competency,
    Concept,
    Credential,
    EasierWith,
    EducationPath,
    Estimate,
    Evidence,
    LearningEffort,
    Level,
    Observation,
    Quantity,
    Relation,
    Requirement,
    Role,
    Source,
    Strength,
    is_slug,
)

_Made = TypeVar("_Made")

_EVIDENCE_KEYS = frozenset({"source", "because"})
_COMMON_KEYS = frozenset({"id", "kind", "name", "aliases", "definition", "source", "claims", "observations"})
_OWN_KEYS: Mapping[type[Concept], frozenset[str]] = {
    Competency: frozenset({"hours", "requires", "easier_with"}),
    Role: frozenset({"requires"}),
    EducationPath: frozenset({"path_kind", "hours", "weeks", "price", "requires"}),
    Credential: frozenset({"eqf_level"}),
    Source: frozenset({"url"}),
}


@dataclass(slots=True)
class Decoded:
    """What has been read so far, and what is wrong with it.

    Attributes:
        concepts: The concepts.
        requirements: Their requirements.
        relations: Their relations, as stated.
        places: Where each concept was read: its file, or its id.
        problems: Everything found wrong.
    """

    concepts: list[Concept] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def decode_graph(data: object) -> Decoded:
    """Read ``{"concepts": [...]}``.

    Args:
        data: What ``json.load`` or ``CareerGraph.to_dict`` gives.
    """
    decoded = Decoded()
    if not isinstance(data, dict) or not isinstance(data.get("concepts"), (list, tuple)):
        decoded.problems.append(Problem("data", "concepts", "there is no list of concepts", 'give {"concepts": [...]}'))
        return decoded
    for key in sorted(set(map(str, data)) - {"concepts"}):
        decoded.problems.append(Problem("data", key, "this key is unknown", "remove it"))
    for index, record in enumerate(data["concepts"]):
        name = record.get("id") if isinstance(record, dict) else None
        decode_concept(record, name if isinstance(name, str) else f"concepts[{index}]", decoded)
    return decoded


def decode_concept(record: object, where: str, decoded: Decoded) -> None:
    """Read one concept with its requirements and relations into `decoded`.

    Args:
        record: The mapping that a concept's YAML file holds.
        where: The place to name in problems.
        decoded: Takes up the concept, or the problems that keep it from being one.
    """
    _ConceptReader(where, decoded).read(record)


class _ConceptReader:
    """Reads one record; `problem` notes what is wrong and lets the reading go on."""

    def __init__(self, where: str, decoded: Decoded) -> None:
        self.where = where
        self.decoded = decoded

    def problem(self, key: str, what: str, remedy: str) -> None:
        self.decoded.problems.append(Problem(self.where, key, what, remedy))

    def read(self, record: object) -> None:
        if not isinstance(record, dict):
            self.problem("", "a concept is a mapping of keys", "start with id, kind and name")
            return
        concept_id, kind, name = record.get("id"), record.get("kind"), record.get("name")
        if not isinstance(concept_id, str) or not is_slug(concept_id):
            self.problem("id", f"{concept_id!r} is not a slug", "use lower-case words and digits joined by hyphens")
            return
        cls = CONCEPT_KINDS.get(kind) if isinstance(kind, str) else None
        if cls is None:
            self.problem("kind", f"there is no kind {kind!r}", f"use one of {', '.join(CONCEPT_KINDS)}")
            return
        if not isinstance(name, str) or not name.strip():
            self.problem("name", "the name is missing", "give the name as the field writes it")
            return
        if concept_id in self.decoded.places:
            self.problem("id", f"{concept_id!r} is taken by {self.decoded.places[concept_id]}", "choose another id")
            return
        self.decoded.places[concept_id] = self.where
        self._check_keys(record, cls)
        values: dict[str, Any] = {"id": concept_id, "name": name}
        if "aliases" in record:
            values["aliases"] = self.texts(record["aliases"], "aliases")
        if "definition" in record:
            values["definition"] = self.text(record["definition"], "definition") or ""
        if "source" in record:
            values["evidence"] = self.sources(record["source"], "source")
        if "claims" in record:
            values["claims"] = self._items(record["claims"], "claims", self._claim)
        if "observations" in record:
            values["observations"] = self._items(record["observations"], "observations", self._observation)
        self._read_own(record, cls, values)
        try:
            self.decoded.concepts.append(cls(**values))
        except TypeError as error:
            raise AssertionError(f"{cls.__name__} does not take {sorted(values)}") from error
        if "requires" in record:
            self.decoded.requirements.extend(
                self._items(record["requires"], "requires", lambda item, key: self._requirement(item, key, concept_id))
            )
        for type_name in RELATION_TYPES:
            if type_name in record:
                self.decoded.relations.extend(
                    self._items(
                        record[type_name],
                        type_name,
                        lambda item, key, type_name=type_name: self._relation(item, key, concept_id, type_name),
                    )
                )

    def _check_keys(self, record: Mapping[str, object], cls: type[Concept]) -> None:
        allowed = set(_COMMON_KEYS)
        for owner, keys in _OWN_KEYS.items():
            if issubclass(cls, owner):
                allowed |= keys
        for type_ in RELATION_TYPES.values():
            if any(subject == cls.kind for subject, _ in type_.signatures):
                allowed.add(type_.name)
        self._known(record, "", allowed)

    def _read_own(self, record: Mapping[str, object], cls: type[Concept], values: dict[str, Any]) -> None:
        if issubclass(cls, Competency):
            if "hours" in record:
                values["hours"] = self._effort(record["hours"])
            if "easier_with" in record:
                values["easier_with"] = self._items(record["easier_with"], "easier_with", self._easier_with)
        elif cls is EducationPath:
            if "path_kind" in record:
                values["path_kind"] = self._choice(record["path_kind"], "path_kind", PATH_KINDS) or "course"
            for key, unit in (("hours", "hours"), ("weeks", "weeks"), ("price", "USD")):
                if key in record:
                    values[key] = self._quantity(record[key], key, unit)
        elif cls is Credential and "eqf_level" in record:
            values["eqf_level"] = self._eqf_level(record["eqf_level"])
        elif cls is Source and "url" in record:
            values["url"] = self.text(record["url"], "url")

    # ------------------------------------------------------------------ parts of a concept

    def _claim(self, item: object, key: str) -> Claim | None:
        keys = {"id", "statement", "contradicts", "stage"}
        if not self._mapping(item, key, keys | _EVIDENCE_KEYS):
            return None
        claim_id, statement = (
            self.text(item.get("id"), f"{key}.id"),
            self.text(item.get("statement"), f"{key}.statement"),
        )
        if claim_id is None or statement is None:
            return None
        return Claim(
            claim_id,
            statement,
            self.texts(item.get("contradicts", ()), f"{key}.contradicts"),
            self._optional_text(item, "stage", key),
            self.evidence(item, key),
        )

    def _observation(self, item: object, key: str) -> Observation | None:
        keys = {"measure", "value", "unit", "statistic", "region", "stage"}
        if not self._mapping(item, key, keys | _EVIDENCE_KEYS):
            return None
        measure, unit = (
            self.text(item.get("measure"), f"{key}.measure"),
            self.text(item.get("unit"), f"{key}.unit"),
        )
        value = item.get("value")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.problem(f"{key}.value", f"{value!r} is not a finite number", "give the number as the source does")
            return None
        if measure is None or unit is None:
            return None
        rest = (self._optional_text(item, name, key) for name in ("statistic", "region", "stage"))
        return Observation(measure, value, unit, *rest, self.evidence(item, key))

    def _requirement(self, item: object, key: str, subject: str) -> Requirement | None:
        if isinstance(item, str):
            return Requirement(subject, (item,), evidence=(Evidence.curated(),))
        keys = {"any_of", "at_least", "level", "strength", "applies_from"}
        if not self._mapping(item, key, keys | _EVIDENCE_KEYS):
            return None
        options = self.texts(item.get("any_of", ()), f"{key}.any_of")
        level = self._level(item, "level", key)
        applies_from = self._level(item, "applies_from", key)
        strength = self._choice(item.get("strength", "required"), f"{key}.strength", [str(s) for s in Strength])
        at_least = item.get("at_least", 1)
        if isinstance(at_least, bool) or not isinstance(at_least, int):
            self.problem(f"{key}.at_least", f"{at_least!r} is not a whole number", "give how many options must hold")
            return None
        if level is None or applies_from is None or strength is None:
            return None
        return self._made(
            key,
            lambda: Requirement(
                subject, options, at_least, level, Strength(strength), applies_from, self.evidence(item, key)
            ),
        )

    def _easier_with(self, item: object, key: str) -> EasierWith | None:
        if not self._mapping(item, key, {"know", "level", "saves"} | _EVIDENCE_KEYS):
            return None
        know, level = self.text(item.get("know"), f"{key}.know"), self._level(item, "level", key)
        if know is None or level is None:
            return None
        saves: Any = item.get("saves")
        return self._made(f"{key}.saves", lambda: EasierWith(know, level, saves, self.evidence(item, key)))

    def _relation(self, item: object, key: str, subject: str, type_name: str) -> Relation | None:
        has_level = RELATION_TYPES[type_name].has_level
        if isinstance(item, str):
            return Relation(subject, type_name, item, Level.WORKING if has_level else None, (Evidence.curated(),))
        target_key = "know" if has_level else "id"
        if not self._mapping(item, key, {target_key, *(("level",) if has_level else ())} | _EVIDENCE_KEYS):
            return None
        target = self.text(item.get(target_key), f"{key}.{target_key}")
        level = self._level(item, "level", key) if has_level else None
        if target is None or (has_level and level is None):
            return None
        return Relation(subject, type_name, target, level, self.evidence(item, key))

    def _effort(self, item: object) -> LearningEffort | None:
        levels = [str(level) for level in Level]
        if isinstance(item, (int, float, list, tuple)) and not isinstance(item, bool):
            item = {"working": item}
        if not self._mapping(item, "hours", {*levels, *_EVIDENCE_KEYS}):
            return None
        by_level = []
        for level in Level:
            if str(level) in item:
                estimate = self._estimate(item[str(level)], f"hours.{level}")
                if estimate is None:
                    return None
                by_level.append((level, estimate))
        return self._made("hours", lambda: LearningEffort(tuple(by_level), self.evidence(item, "hours")))

    def _quantity(self, item: object, key: str, unit: str) -> Quantity | None:
        if not isinstance(item, dict):
            estimate = self._estimate(item, key)
            return None if estimate is None else Quantity(estimate, unit, (Evidence.curated(),))
        keys = {"low", "likely", "high"} | ({"currency"} if key == "price" else set())
        if not self._mapping(item, key, keys | _EVIDENCE_KEYS):
            return None
        estimate = self._estimate({part: item[part] for part in ("low", "likely", "high") if part in item}, key)
        if key == "price":
            currency = self.text(item.get("currency", "USD"), "price.currency")
            if currency is None or not (len(currency) == 3 and currency.isascii() and currency.isupper()):
                self.problem("price.currency", f"{currency!r} is not a currency code", "use ISO 4217, such as USD")
                return None
            unit = currency
        return None if estimate is None else Quantity(estimate, unit, self.evidence(item, key))

    def _eqf_level(self, item: object) -> int | None:
        if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= 8:
            self.problem("eqf_level", f"{item!r} is not a level of the EQF", "use a whole number from 1 to 8")
            return None
        return item

    # ------------------------------------------------------------------ evidence

    def evidence(self, item: Mapping[str, Any], key: str) -> tuple[Evidence, ...]:
        """The evidence of a statement: its `source`, or the curators' `because`."""
        because = self.text(item["because"], f"{key}.because") if "because" in item else None
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
            return self._items(item, key, self._source)
        source = self._source(item, key)
        return () if source is None else (source,)

    def _source(self, item: object, key: str) -> Evidence | None:
        if isinstance(item, str):
            return Evidence(item)
        if not self._mapping(item, key, {"ref", "at", "because", "citing"}):
            return None
        ref = self.text(item.get("ref"), f"{key}.ref")
        if ref is None:
            return None
        return Evidence(ref, *(self._optional_text(item, name, key) for name in ("at", "because", "citing")))

    # ------------------------------------------------------------------ plain values

    def text(self, item: object, key: str) -> str | None:
        """A string that is not blank."""
        if isinstance(item, str) and item.strip():
            return item
        self.problem(key, f"{item!r} is not a text" if item is not None else "this is missing", "give a text")
        return None

    def texts(self, item: object, key: str) -> tuple[str, ...]:
        """A list of strings."""
        if isinstance(item, (list, tuple)):
            texts = [self.text(part, f"{key}[{index}]") for index, part in enumerate(item)]
            return tuple(text for text in texts if text is not None)
        self.problem(key, f"{item!r} is not a list", "give a list, even for one entry")
        return ()

    def _optional_text(self, item: Mapping[str, Any], name: str, key: str) -> str | None:
        return self.text(item[name], f"{key}.{name}") if name in item else None

    def _level(self, item: Mapping[str, Any], name: str, key: str) -> Level | None:
        try:
            return Level.parse(item.get(name, Level.WORKING))
        except UnknownLevelError as error:
            self.problem(f"{key}.{name}", f"there is no level {error.level!r}", f"use one of {', '.join(error.valid)}")
            return None

    def _choice(self, item: object, key: str, valid: Iterable[str]) -> str | None:
        if isinstance(item, str) and item in valid:
            return item
        self.problem(key, f"{item!r} is not possible here", f"use one of {', '.join(valid)}")
        return None

    def _estimate(self, item: Any, key: str) -> Estimate | None:
        return self._made(key, lambda: Estimate.parse(item))

    def _made(self, key: str, make: Callable[[], _Made]) -> _Made | None:
        try:
            return make()
        except ValueError as error:
            self.problem(key, str(error), "correct the value")
            return None

    def _items(self, items: object, key: str, read: Callable[[object, str], _Made | None]) -> tuple[_Made, ...]:
        if not isinstance(items, (list, tuple)):
            self.problem(key, "this is not a list", "give a list, even for one entry")
            return ()
        read_items = [read(item, f"{key}[{index}]") for index, item in enumerate(items)]
        return tuple(item for item in read_items if item is not None)

    def _mapping(self, item: Any, key: str, allowed: Iterable[str]) -> bool:
        if not isinstance(item, dict):
            self.problem(key, f"{item!r} is not a mapping", f"give the keys {', '.join(sorted(allowed))}")
            return False
        self._known(item, f"{key}.", allowed)
        return True

    def _known(self, item: Mapping[str, object], prefix: str, allowed: Iterable[str]) -> None:
        for name in item:
            if name not in allowed:
                near = get_close_matches(str(name), list(allowed), 1)
                remedy = f"did you mean {near[0]}?" if near else f"use {', '.join(sorted(allowed))}"
                self.problem(f"{prefix}{name}", "this key is unknown", remedy)
