"""From concepts, requirements and relations to the interchange schema (plain mappings and lists).

The mirror of `decoding`: what is written here reads back equal, and defaults are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mlcareer_graph.model import (
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

Record = dict[str, Any]

_CURATED = (Evidence.curated(),)


def encode_concept(
    concept: Concept, requirements: Iterable[Requirement] = (), relations: Iterable[Relation] = ()
) -> Record:
    """The record of a concept with the requirements and relations that start from it.

    Example:
        >>> from mlcareer_graph.model import Skill
        >>> encode_concept(Skill(id="calculus", name="Calculus"))
        {'id': 'calculus', 'kind': 'skill', 'name': 'Calculus'}
    """
    record: Record = {"id": concept.id, "kind": concept.kind, "name": concept.name}
    _put(record, "aliases", list(concept.aliases))
    _put(record, "labels", dict(concept.labels) or None)
    _put(record, "definition", concept.definition)
    _put(record, "source", [_source(evidence) for evidence in concept.evidence])
    if isinstance(concept, Competency):
        _put(record, "hours", concept.hours and _effort(concept.hours))
        _put(record, "easier_with", [_easier_with(near) for near in concept.easier_with])
    elif isinstance(concept, EducationPath):
        record["path_kind"] = concept.path_kind
        for key in ("hours", "weeks", "price"):
            quantity = getattr(concept, key)
            _put(record, key, quantity and _quantity(quantity, key))
        _put(record, "checked", concept.checked and concept.checked.isoformat())
    elif isinstance(concept, Credential):
        _put(record, "eqf_level", concept.eqf_level)
    elif isinstance(concept, Source):
        _put(record, "url", concept.url)
    _put(record, "requires", [_requirement(requirement) for requirement in requirements])
    by_type: dict[str, list[str | Record]] = {}
    for relation in relations:
        by_type.setdefault(relation.type, []).append(_relation(relation))
    for type_name in RELATION_TYPES:
        _put(record, type_name, by_type.get(type_name))
    _put(record, "claims", [_claim(claim) for claim in concept.claims])
    _put(record, "observations", [_observation(observation) for observation in concept.observations])
    return record


def _put(record: Record, key: str, value: object) -> None:
    if value is not None and value not in ([], ""):
        record[key] = value


def _requirement(requirement: Requirement) -> str | Record:
    record: Record = {"any_of": list(requirement.options)}
    if requirement.at_least != 1:
        record["at_least"] = requirement.at_least
    if requirement.level is not Level.WORKING:
        record["level"] = str(requirement.level)
    if requirement.strength is not Strength.REQUIRED:
        record["strength"] = str(requirement.strength)
    if requirement.applies_from is not Level.WORKING:
        record["applies_from"] = str(requirement.applies_from)
    _put_evidence(record, requirement.evidence)
    return requirement.options[0] if len(record) == len(requirement.options) == 1 else record


def _relation(relation: Relation) -> str | Record:
    has_level = RELATION_TYPES[relation.type].has_level
    record: Record = {"know" if has_level else "id": relation.object}
    if has_level:
        record["level"] = str(relation.level)
    _put_evidence(record, relation.evidence)
    return record if has_level or len(record) > 1 else relation.object


def _easier_with(near: EasierWith) -> Record:
    record: Record = {"know": near.know, "level": str(near.level), "saves": near.saves}
    _put_evidence(record, near.evidence)
    return record


def _claim(claim: Claim) -> Record:
    record: Record = {"id": claim.id, "statement": claim.statement}
    _put(record, "contradicts", list(claim.contradicts))
    _put(record, "stage", claim.stage)
    _put_evidence(record, claim.evidence)
    return record


def _observation(observation: Observation) -> Record:
    record: Record = {"measure": observation.measure, "value": observation.value, "unit": observation.unit}
    for key in ("statistic", "region", "stage"):
        _put(record, key, getattr(observation, key))
    _put_evidence(record, observation.evidence)
    return record


def _effort(effort: LearningEffort) -> Record:
    record: Record = {str(level): _estimate(estimate) for level, estimate in effort.by_level}
    _put_evidence(record, effort.evidence)
    return record


def _quantity(quantity: Quantity, key: str) -> Record:
    low, likely, high = quantity.estimate.low, quantity.estimate.likely, quantity.estimate.high
    record: Record = {"likely": likely} if low == high else {"low": low, "likely": likely, "high": high}
    if key == "price":
        record["currency"] = quantity.unit
    _put_evidence(record, quantity.evidence)
    return record


def _estimate(estimate: Estimate) -> float | list[float]:
    if estimate.low == estimate.likely == estimate.high:
        return estimate.likely
    return [estimate.low, estimate.likely, estimate.high]


def _put_evidence(record: Record, evidence: Sequence[Evidence]) -> None:
    if tuple(evidence) == _CURATED:
        return
    if len(evidence) == 1 and evidence[0].is_curated and evidence[0].at is evidence[0].citing is None:
        record["because"] = evidence[0].because
    elif len(evidence) == 1:
        record["source"] = _source(evidence[0])
    else:
        record["source"] = [_source(item) for item in evidence]


def _source(evidence: Evidence) -> Record:
    record: Record = {"ref": evidence.source}
    for key in ("at", "because", "citing"):
        _put(record, key, getattr(evidence, key))
    return record
