"""From the interchange schema (plain mappings and lists) to concepts, requirements and relations.

One schema serves the YAML sources, ``CareerGraph.from_dict`` and ``--json``; it is published as
``ontology/concept.schema.json``. Nothing stops at the first mistake: every problem of every record is
collected, so that an author can mend them all at once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from mlcareer_graph.errors import Problem, shown
from mlcareer_graph.graph.values import EVIDENCE_KEYS, ValueReader
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
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

_STRENGTHS = tuple(map(str, Strength))
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_COMMON_KEYS = frozenset({"id", "kind", "name", "aliases", "labels", "definition", "source", "claims", "observations"})
_OWN_KEYS: Mapping[type[Concept], frozenset[str]] = {
    Competency: frozenset({"hours", "requires", "easier_with"}),
    Role: frozenset({"requires"}),
    EducationPath: frozenset({"path_kind", "hours", "weeks", "price", "checked", "requires"}),
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
        unread: Ids of concepts that are there but could not be read; a reference to one is not dangling.
        complete: Whether `unread` holds all of those.
        ambiguous: Names that people use for several concepts, with the ids of those.
        limits: How long names and texts may be.
    """

    concepts: list[Concept] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    complete: bool = True
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: ReadingLimits = DEFAULT_LIMITS


def decode_graph(data: object, limits: ReadingLimits = DEFAULT_LIMITS) -> Decoded:
    """Read ``{"concepts": [...]}``.

    Args:
        data: What ``json.load`` or ``CareerGraph.to_dict`` gives.
        limits: How long names and texts may be.
    """
    decoded = Decoded(limits=limits)
    decode_records(data, "", decoded)
    return decoded


def decode_records(data: object, where: str, decoded: Decoded) -> None:
    """Read ``{"concepts": [...]}`` into `decoded`.

    Args:
        data: What a parser gives.
        where: The file, to name in problems.
        decoded: Takes up the concepts and the problems.
    """
    records = data.get("concepts") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(records, (list, tuple)):
        problem = Problem(where or "data", "concepts", "there is no list of concepts", 'give {"concepts": [...]}')
        decoded.problems.append(problem)
        return
    ValueReader(where or "data", decoded.problems).known(data, "", {"concepts"})
    for index, record in enumerate(records):
        concept_id = record.get("id") if isinstance(record, Mapping) else None
        place = f"concepts[{index}]"
        if where:
            place = f"{where}, {place}"
        elif isinstance(concept_id, str) and is_slug(concept_id) and concept_id not in decoded.places:
            place = concept_id
        decode_concept(record, place, decoded)


def decode_concept(record: object, where: str, decoded: Decoded) -> None:
    """Read one concept with its requirements and relations into `decoded`.

    Args:
        record: The mapping that a concept's YAML file holds.
        where: The place to name in problems.
        decoded: Takes up the concept, or the problems that keep it from being one.
    """
    _ConceptReader(where, decoded).read(record)


class _ConceptReader(ValueReader):
    """Reads one record into `decoded`."""

    def __init__(self, where: str, decoded: Decoded) -> None:
        super().__init__(where, decoded.problems, decoded.limits)
        self.decoded = decoded

    def read(self, record: object) -> None:
        if not isinstance(record, Mapping):
            self.problem("", "a concept is a mapping of keys", "start with id, kind and name")
            return
        cls = self._identity(record)
        if cls is None:
            if isinstance(record.get("id"), str):
                self.decoded.unread.add(record["id"])
            return
        concept_id: str = record["id"]
        self.decoded.places[concept_id] = self.where
        allowed = _allowed_keys(cls.kind)
        self.known(record, "", allowed)
        concept = cls(**self._common(record), **self._own(record, cls))
        self._check_names(concept)
        self.decoded.concepts.append(concept)
        if "requires" in record and "requires" in allowed:
            self.decoded.requirements.extend(
                self.items(record["requires"], "requires", lambda item, key: self._requirement(item, key, concept_id))
            )
        for type_name in RELATION_TYPES:
            if type_name in record and type_name in allowed:
                self.decoded.relations.extend(self._relations(record[type_name], concept_id, type_name))

    def _identity(self, record: Mapping[str, object]) -> type[Concept] | None:
        """The class of a record whose id, kind and name are in order."""
        concept_id, kind, name = record.get("id"), record.get("kind"), record.get("name")
        known = len(self.problems)
        if not isinstance(concept_id, str) or not is_slug(concept_id):
            self.problem(
                "id", f"{shown(concept_id)} is not a slug", "use lower-case words and digits joined by hyphens"
            )
        elif concept_id in self.decoded.places:
            self.problem(
                "id", f"{shown(concept_id)} is taken by {self.decoded.places[concept_id]}", "choose another id"
            )
        self.choice(kind, "kind", CONCEPT_KINDS)
        self.text(name, "name")
        return CONCEPT_KINDS[str(kind)] if len(self.problems) == known else None

    def _common(self, record: Mapping[str, object]) -> dict[str, Any]:
        values: dict[str, Any] = {"id": record["id"], "name": record["name"]}
        if "aliases" in record:
            values["aliases"] = self.texts(record["aliases"], "aliases")
        if "labels" in record:
            values["labels"] = self._labels(record["labels"])
        if "definition" in record:
            values["definition"] = self.text(record["definition"], "definition") or ""
        if "source" in record:
            values["evidence"] = self.sources(record["source"], "source")
        if "claims" in record:
            values["claims"] = self.items(record["claims"], "claims", self._claim)
        if "observations" in record:
            values["observations"] = self.items(record["observations"], "observations", self._observation)
        return values

    def _check_names(self, concept: Concept) -> None:
        """Note a name that is longer than the limit of this reading, where that is below the one of every graph."""
        longest = self.limits.max_label
        if longest >= DEFAULT_LIMITS.max_label:
            return
        if any(len(name) > longest for name in (concept.name, *concept.aliases, *dict(concept.labels).values())):
            self.problem("name", f"a name has more than {longest:,} characters", "shorten it")

    def _own(self, record: Mapping[str, object], cls: type[Concept]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if issubclass(cls, Competency):
            if "hours" in record:
                values["hours"] = self._effort(record["hours"])
            if "easier_with" in record:
                values["easier_with"] = self.items(record["easier_with"], "easier_with", self._easier_with)
        elif cls is EducationPath:
            if "path_kind" in record:
                values["path_kind"] = self.choice(record["path_kind"], "path_kind", PATH_KINDS) or "course"
            for key, unit in (("hours", "hours"), ("weeks", "weeks"), ("price", "USD")):
                if key in record:
                    values[key] = self._quantity(record[key], key, unit)
            if "checked" in record:
                values["checked"] = self._day(record["checked"], "checked")
        elif cls is Credential and "eqf_level" in record:
            values["eqf_level"] = self._eqf_level(record["eqf_level"])
        elif cls is Source and "url" in record:
            values["url"] = self.text(record["url"], "url")
        return values

    # ------------------------------------------------------------------ parts of a concept

    def _labels(self, item: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(item, Mapping):
            self.problem(
                "labels", f"{shown(item)} is not a mapping", "give a name for each language, such as {de: ...}"
            )
            return ()
        labels: list[tuple[str, str]] = []
        for tag in sorted(item, key=str):
            name = self.text(item[tag], f"labels.{tag}")
            if not isinstance(tag, str) or not _LANGUAGE.fullmatch(tag) or tag == "en":
                self.problem(f"labels.{tag}", "this is no tag of another language", "use one such as de or pt-BR")
            elif any(tag.lower() == other.lower() for other, _ in labels):
                self.problem(f"labels.{tag}", "this tag stands twice, since its case does not count", "leave one")
            elif name is not None:
                labels.append((tag, name))
        return tuple(labels)

    def _day(self, item: object, key: str) -> date | None:
        try:
            return date.fromisoformat(item if isinstance(item, str) else "")
        except ValueError:
            self.problem(key, f"{shown(item)} is not a day", "write it as 2026-11-25")
            return None

    def _claim(self, item: object, key: str) -> Claim | None:
        keys = {"id", "statement", "contradicts", "stage"}
        if not self.mapping(item, key, keys | EVIDENCE_KEYS):
            return None
        claim_id = self.text(item.get("id"), f"{key}.id")
        statement = self.text(item.get("statement"), f"{key}.statement")
        contradicts = self.texts(item.get("contradicts", ()), f"{key}.contradicts")
        stage = self.optional_text(item, "stage", key)
        evidence = self.evidence(item, key)
        if claim_id is None or statement is None:
            return None
        return Claim(claim_id, statement, contradicts, stage, evidence)

    def _observation(self, item: object, key: str) -> Observation | None:
        keys = {"measure", "value", "unit", "statistic", "region", "stage"}
        if not self.mapping(item, key, keys | EVIDENCE_KEYS):
            return None
        measure = self.text(item.get("measure"), f"{key}.measure")
        unit = self.text(item.get("unit"), f"{key}.unit")
        statistic, region, stage = (self.optional_text(item, name, key) for name in ("statistic", "region", "stage"))
        evidence = self.evidence(item, key)
        value = self._finite(item.get("value"), f"{key}.value")
        if measure is None or unit is None or value is None:
            return None
        return Observation(measure, value, unit, statistic, region, stage, evidence)

    def _finite(self, value: object, key: str) -> float | None:
        if not isinstance(value, bool) and isinstance(value, (int, float)) and abs(value) <= sys.float_info.max:
            return value
        self.problem(key, f"{shown(value)} is not a finite number", "give the number as the source does")
        return None

    def _requirement(self, item: object, key: str, subject: str) -> Requirement | None:
        if isinstance(item, str):
            return Requirement(subject, (item,), evidence=(Evidence.curated(),))
        keys = {"any_of", "at_least", "level", "strength", "applies_from"}
        if not self.mapping(item, key, keys | EVIDENCE_KEYS):
            return None
        options = self.texts(item.get("any_of", ()), f"{key}.any_of")
        level = self.level(item, "level", key)
        applies_from = self.level(item, "applies_from", key)
        strength = self.choice(item.get("strength", "required"), f"{key}.strength", _STRENGTHS)
        at_least = item.get("at_least", 1)
        evidence = self.evidence(item, key)
        if isinstance(at_least, bool) or not isinstance(at_least, int):
            self.problem(
                f"{key}.at_least", f"{shown(at_least)} is not a whole number", "give how many options must hold"
            )
            return None
        if level is None or applies_from is None or strength is None:
            return None
        return self.made(
            key,
            lambda: Requirement(subject, options, at_least, level, Strength(strength), applies_from, evidence),
        )

    def _easier_with(self, item: object, key: str) -> EasierWith | None:
        if not self.mapping(item, key, {"know", "level", "saves"} | EVIDENCE_KEYS):
            return None
        know, level = self.text(item.get("know"), f"{key}.know"), self.level(item, "level", key)
        saves: Any = item.get("saves")
        evidence = self.evidence(item, key)
        # The number is checked even where another value is wrong already.
        made = self.made(f"{key}.saves", lambda: EasierWith(know or "", level or Level.WORKING, saves, evidence))
        return None if know is None or level is None else made

    def _relations(self, items: object, subject: str, type_name: str) -> tuple[Relation, ...]:
        return self.items(items, type_name, lambda item, key: self._relation(item, key, subject, type_name))

    def _relation(self, item: object, key: str, subject: str, type_name: str) -> Relation | None:
        has_level = RELATION_TYPES[type_name].has_level
        if isinstance(item, str):
            return Relation(subject, type_name, item, Level.WORKING if has_level else None, (Evidence.curated(),))
        target_key = "know" if has_level else "id"
        if not self.mapping(item, key, {target_key, *(("level",) if has_level else ())} | EVIDENCE_KEYS):
            return None
        target = self.text(item.get(target_key), f"{key}.{target_key}")
        level = self.level(item, "level", key) if has_level else None
        evidence = self.evidence(item, key)
        if target is None or (has_level and level is None):
            return None
        return Relation(subject, type_name, target, level, evidence)

    def _effort(self, item: object) -> LearningEffort | None:
        levels = [str(level) for level in Level]
        if not isinstance(item, Mapping):
            estimate = self.estimate(item, "hours")
            return None if estimate is None else LearningEffort(((Level.WORKING, estimate),), (Evidence.curated(),))
        if not self.mapping(item, "hours", {*levels, *EVIDENCE_KEYS}):
            return None
        given = [(level, self.estimate(item[str(level)], f"hours.{level}")) for level in Level if str(level) in item]
        by_level = tuple((level, estimate) for level, estimate in given if estimate is not None)
        evidence = self.evidence(item, "hours")
        if len(by_level) < len(given):
            return None
        return self.made("hours", lambda: LearningEffort(by_level, evidence))

    def _quantity(self, item: object, key: str, unit: str) -> Quantity | None:
        if not isinstance(item, Mapping):
            estimate = self.estimate(item, key)
            return None if estimate is None else Quantity(estimate, unit, (Evidence.curated(),))
        keys = {"low", "likely", "high"} | ({"currency"} if key == "price" else set())
        if not self.mapping(item, key, keys | EVIDENCE_KEYS):
            return None
        estimate = self.estimate({part: item[part] for part in ("low", "likely", "high") if part in item}, key)
        evidence = self.evidence(item, key)
        if key == "price":
            currency = self.text(item.get("currency", "USD"), "price.currency")
            if currency is None or not (len(currency) == 3 and currency.isascii() and currency.isupper()):
                self.problem("price.currency", f"{shown(currency)} is not a currency code", "use ISO 4217, such as USD")
                return None
            unit = currency
        return None if estimate is None else Quantity(estimate, unit, evidence)

    def _eqf_level(self, item: object) -> int | None:
        if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= 8:
            self.problem("eqf_level", f"{shown(item)} is not a level of the EQF", "use a whole number from 1 to 8")
            return None
        return item


@cache
def _allowed_keys(kind: str) -> frozenset[str]:
    own = (keys for owner, keys in _OWN_KEYS.items() if issubclass(CONCEPT_KINDS[kind], owner))
    relations = (
        type_.name for type_ in RELATION_TYPES.values() if any(subject == kind for subject, _ in type_.signatures)
    )
    return _COMMON_KEYS.union(*own, relations)
