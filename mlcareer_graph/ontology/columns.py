"""The columnar form of a graph: one table a kind of value, rows that point into the tables before.

It loads several times faster than the interchange schema, because nothing is checked again: it is written from
a graph that was. Equal values are stored once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, Generic, TypeVar

from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.model import (
    CONCEPT_KINDS,
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
    Source,
    Strength,
)

Table = list[Any]

_TYPES = list(RELATION_TYPES)

_Value = TypeVar("_Value", bound=Hashable)


class _Table(Generic[_Value]):
    """Rows in the order in which their values were first seen.

    Args:
        row: The row of a value.
        key: What is the same for the same values; for numbers not they themselves, since 1 equals 1.0.
    """

    def __init__(self, row: Callable[[_Value], Any], key: Callable[[_Value], Hashable] = lambda value: value) -> None:
        self.row = row
        self.key = key
        self.rows: Table = []
        self.numbers: dict[Hashable, int] = {}

    def add(self, value: _Value) -> int:
        key = self.key(value)
        if key not in self.numbers:
            made = self.row(value)
            self.numbers[key] = len(self.rows)
            self.rows.append(made)
        return self.numbers[key]


class _Encoder:
    def __init__(self, ids: Iterable[str]) -> None:
        self.number = {concept_id: number for number, concept_id in enumerate(ids)}
        self.evidence: _Table[Evidence] = _Table(_evidence_row)
        self.support: _Table[tuple[Evidence, ...]] = _Table(self._support)
        self.quantities: _Table[Quantity] = _Table(self._quantity, repr)
        self.efforts: _Table[LearningEffort] = _Table(self._effort, repr)

    def _support(self, evidence: tuple[Evidence, ...]) -> list[int] | int:
        numbers = [self.evidence.add(item) for item in evidence]
        return numbers[0] if len(numbers) == 1 else numbers

    def sources(self, evidence: tuple[Evidence, ...]) -> int:
        return self.support.add(evidence)

    def _quantity(self, quantity: Quantity) -> list[Any]:
        return [*_parts(quantity.estimate), quantity.unit, self.sources(quantity.evidence)]

    def _effort(self, effort: LearningEffort) -> list[Any]:
        by_level = [[int(level), *_parts(estimate)] for level, estimate in effort.by_level]
        return [by_level, self.sources(effort.evidence)]

    def concept(self, concept: Concept) -> list[Any]:
        claims = [[c.id, c.statement, c.contradicts, c.stage, self.sources(c.evidence)] for c in concept.claims]
        observations = [
            [o.measure, o.value, o.unit, o.statistic, o.region, o.stage, self.sources(o.evidence)]
            for o in concept.observations
        ]
        row = [concept.id, concept.name, concept.aliases, concept.labels, concept.definition, claims, observations]
        return [*row, self.sources(concept.evidence), *self._own(concept)]

    def _own(self, concept: Concept) -> list[Any]:
        if isinstance(concept, Competency):
            easier = [
                [self.number[e.know], int(e.level), e.saves, self.sources(e.evidence)] for e in concept.easier_with
            ]
            return [None if concept.hours is None else self.efforts.add(concept.hours), easier]
        if isinstance(concept, EducationPath):
            quantities = (concept.hours, concept.weeks, concept.price)
            numbers = [None if quantity is None else self.quantities.add(quantity) for quantity in quantities]
            return [concept.path_kind, *numbers, concept.checked and concept.checked.isoformat()]
        if isinstance(concept, Credential):
            return [concept.eqf_level]
        return [concept.url] if isinstance(concept, Source) else []

    def requirement(self, requirement: Requirement) -> list[Any]:
        return [
            self.number[requirement.subject],
            [self.number[option] for option in requirement.options],
            requirement.at_least,
            int(requirement.level),
            requirement.is_required,
            int(requirement.applies_from),
            self.sources(requirement.evidence),
        ]

    def relation(self, relation: Relation) -> list[Any]:
        level = None if relation.level is None else int(relation.level)
        ends = self.number[relation.subject], self.number[relation.object]
        return [ends[0], _TYPES.index(relation.type), ends[1], level, self.sources(relation.evidence)]


def to_columns(graph: CareerGraph) -> dict[str, Any]:
    """The tables of a graph, ready for JSON."""
    encoder = _Encoder(graph)
    concepts: dict[str, Table] = {}
    for concept in graph.values():
        concepts.setdefault(concept.kind, []).append(encoder.concept(concept))
    requirements = [encoder.requirement(requirement) for requirement in graph.all_requirements]
    relations = [encoder.relation(relation) for relation in graph.relations]
    return {
        "ids": list(graph),
        "types": _TYPES,
        "evidence": encoder.evidence.rows,
        "support": encoder.support.rows,
        "quantities": encoder.quantities.rows,
        "efforts": encoder.efforts.rows,
        "concepts": concepts,
        "requirements": requirements,
        "relations": relations,
        "ambiguous": dict(graph.ambiguous_names),
    }


def from_columns(data: dict[str, Any]) -> CareerGraph:
    """The graph of `to_columns`."""
    evidence = [Evidence(because=row) if isinstance(row, str) else Evidence(*row) for row in data["evidence"]]
    support = [(evidence[r],) if isinstance(r, int) else tuple([evidence[n] for n in r]) for r in data["support"]]
    levels = [Level.AWARENESS, *Level]
    ids, types = data["ids"], data["types"]

    quantities = [
        Quantity(Estimate(low, likely, high), unit, support[rest])
        for low, likely, high, unit, rest in data["quantities"]
    ]
    efforts = [
        LearningEffort(
            tuple([(levels[rank], Estimate(low, likely, high)) for rank, low, likely, high in by_level]), support[rest]
        )
        for by_level, rest in data["efforts"]
    ]

    def own(cls: type[Concept], row: list[Any]) -> dict[str, Any]:
        if issubclass(cls, Competency):
            easier = tuple([EasierWith(ids[know], levels[rank], saves, support[e]) for know, rank, saves, e in row[1]])
            return {"hours": None if row[0] is None else efforts[row[0]], "easier_with": easier}
        if cls is EducationPath:
            hours, weeks, price = [None if number is None else quantities[number] for number in row[1:4]]
            checked = row[4] and date.fromisoformat(row[4])
            return {"path_kind": row[0], "hours": hours, "weeks": weeks, "price": price, "checked": checked}
        return {{"credential": "eqf_level", "source": "url"}[cls.kind]: row[0]} if row else {}

    concepts = []
    for kind, rows in data["concepts"].items():
        cls = CONCEPT_KINDS[kind]
        for id_, name, aliases, labels, definition, claims, observations, named, *rest in rows:
            concepts.append(
                cls(
                    id=id_,
                    name=name,
                    aliases=tuple(aliases),
                    labels=tuple([(tag, label) for tag, label in labels]) if labels else (),
                    definition=definition,
                    claims=tuple([Claim(c[0], c[1], tuple(c[2]), c[3], support[c[4]]) for c in claims]),
                    observations=tuple(
                        [Observation(o[0], o[1], o[2], o[3], o[4], o[5], support[o[6]]) for o in observations]
                    ),
                    evidence=support[named],
                    **own(cls, rest),
                )
            )
    strengths = (Strength.PREFERRED, Strength.REQUIRED)
    requirements = [
        Requirement(
            ids[subject],
            tuple([ids[option] for option in options]),
            k,
            levels[rank],
            strengths[binds],
            levels[applies],
            support[rest],
        )
        for subject, options, k, rank, binds, applies, rest in data["requirements"]
    ]
    relations = [
        Relation(ids[subject], types[type_], ids[object_], rank and levels[rank], support[rest])
        for subject, type_, object_, rank, rest in data["relations"]
    ]
    ambiguous = {name: tuple(readings) for name, readings in data["ambiguous"].items()}
    return CareerGraph.from_checked(Decoded(concepts, requirements, relations, ambiguous=ambiguous))


def _evidence_row(evidence: Evidence) -> list[str | None] | str:
    """Most evidence is a reason of ours, which stands for itself."""
    if evidence.because is not None and evidence == Evidence.curated(evidence.because):
        return evidence.because
    return [evidence.source, evidence.at, evidence.because, evidence.citing]


def _parts(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.low, estimate.likely, estimate.high
