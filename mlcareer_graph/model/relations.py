"""The typed edges between concepts, each with the kinds it may join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlcareer_graph.model.evidence import Evidence
from mlcareer_graph.model.levels import Level

_COMPETENCIES = ("skill", "technology")
_TOPICS = (*_COMPETENCIES, "task", "application", "field", "role", "industry")


@dataclass(frozen=True, slots=True)
class RelationType:
    """A kind of edge.

    Attributes:
        name: Its name, which reads from subject to object: *Keras implemented_in Python*.
        label: The name in words.
        inverse: The words from object to subject.
        signatures: The pairs of subject kind and object kind that it may join.
        symmetric: Whether it holds both ways as soon as it holds one way.
        has_level: Whether an edge carries a level.
    """

    name: str
    label: str
    inverse: str
    signatures: frozenset[tuple[str, str]]
    symmetric: bool = False
    has_level: bool = False


def _pairs(subjects: tuple[str, ...], objects: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((subject, object_) for subject in subjects for object_ in objects)


def _same(kinds: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((kind, kind) for kind in kinds)


_TYPES = (
    RelationType(
        "broader",
        "is a kind of",
        "has as a kind",
        _same(("skill", "technology", "role", "task", "application", "field", "industry", "credential")),
    ),
    RelationType(
        "part_of",
        "is part of",
        "has part",
        _pairs(_COMPETENCIES, (*_COMPETENCIES, "field")) | _same(("field", "application", "task")),
    ),
    RelationType("related_to", "is related to", "is related to", _pairs(_TOPICS, _TOPICS), symmetric=True),
    RelationType(
        "alternative_to",
        "is an alternative to",
        "is an alternative to",
        _same(("skill", "technology", "education-path")),
        symmetric=True,
    ),
    RelationType("implemented_in", "is implemented in", "implements", _pairs(("technology",), ("technology",))),
    RelationType("replaces", "replaces", "is replaced by", _pairs(("technology",), ("technology",))),
    RelationType(
        "integrates_with",
        "integrates with",
        "integrates with",
        _pairs(("technology",), ("technology",)),
        symmetric=True,
    ),
    RelationType("used_for", "is used for", "uses", _pairs(_COMPETENCIES, ("skill", "task", "application", "field"))),
    RelationType("teaches", "teaches", "is taught by", _pairs(("education-path",), _COMPETENCIES), has_level=True),
    RelationType("awards", "awards", "is awarded by", _pairs(("education-path",), ("credential",))),
    RelationType("offered_by", "is offered by", "offers", _pairs(("education-path",), ("organization",))),
    RelationType("performs", "performs", "is performed by", _pairs(("role",), ("task",))),
    RelationType(
        "applies",
        "applies",
        "is applied in",
        _pairs(("task", "application"), (*_COMPETENCIES, "field")) | _pairs(("industry",), ("application",)),
    ),
    RelationType("hires", "hires", "is hired by", _pairs(("industry", "organization"), ("role",))),
    RelationType("collaborates_with", "works with", "works with", _pairs(("role",), ("role",))),
    RelationType("transitions_to", "can move to", "can be reached from", _pairs(("role",), ("role",))),
)

RELATION_TYPES: Mapping[str, RelationType] = {type_.name: type_ for type_ in _TYPES}
"""Every relation type by its name."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge: *subject type object*.

    Attributes:
        subject: The id of the concept it starts from.
        type: The name of its `RelationType`.
        object: The id of the concept it leads to.
        level: The level, for relations that carry one (`teaches`).
        evidence: Who says so.
    """

    subject: str
    type: str
    object: str
    level: Level | None = None
    evidence: tuple[Evidence, ...] = ()
