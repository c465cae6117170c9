"""The kinds and relations of the model, held against the data that is shipped."""

from __future__ import annotations

from dataclasses import fields
from itertools import chain

import pytest

from mlcareer_graph import CareerGraph, Competency, load_graph
from mlcareer_graph.model import CONCEPT_KINDS, PATH_KINDS, RELATION_TYPES, Concept, Level, Strength

AWAITED = {("education-path", "price")}
"""What planning by price needs, though no shipped path has a price that could be sourced yet."""


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The graph that the library ships."""
    return load_graph()


@pytest.mark.parametrize("name", RELATION_TYPES)
def test_signatures_use_kinds_that_exist(name: str) -> None:
    """A relation joins kinds that there are; a symmetric one can be read from both ends."""
    type_ = RELATION_TYPES[name]
    assert type_.name == name
    assert type_.signatures
    assert set(chain.from_iterable(type_.signatures)) <= set(CONCEPT_KINDS)
    if type_.symmetric:
        assert {(object_, subject) for subject, object_ in type_.signatures} == type_.signatures
        assert type_.label == type_.inverse
        assert not type_.has_level


def test_labels_differ() -> None:
    """No two relations read the same."""
    labels = [type_.label for type_ in RELATION_TYPES.values()]
    assert len(set(labels)) == len(labels)


def test_only_teaches_has_a_level() -> None:
    """A course teaches at a level; no other relation has one."""
    assert [name for name, type_ in RELATION_TYPES.items() if type_.has_level] == ["teaches"]


def test_no_kind_without_an_instance(graph: CareerGraph) -> None:
    """The shipped data has a concept of every kind."""
    assert {concept.kind for concept in graph.values()} == set(CONCEPT_KINDS)


def test_no_relation_without_a_use(graph: CareerGraph) -> None:
    """The shipped data has an edge of every relation type."""
    assert set(RELATION_TYPES) - {relation.type for relation in graph.relations} == set()


def test_shipped_edges_have_a_signature(graph: CareerGraph) -> None:
    """Every shipped edge joins kinds that its type allows."""
    for relation in graph.relations:
        kinds = (graph[relation.subject].kind, graph[relation.object].kind)
        assert kinds in RELATION_TYPES[relation.type].signatures, relation


@pytest.mark.parametrize("kind", CONCEPT_KINDS)
def test_no_property_without_a_use(graph: CareerGraph, kind: str) -> None:
    """Every field that a kind adds to what all concepts have is filled somewhere in the shipped data."""
    common = {field.name for field in fields(Concept)}
    concepts = [concept for concept in graph.values() if concept.kind == kind]
    for field in fields(CONCEPT_KINDS[kind]):
        if field.name not in common and (kind, field.name) not in AWAITED:
            assert any(getattr(concept, field.name) not in (None, ()) for concept in concepts), field.name


def test_no_common_property_without_a_use(graph: CareerGraph) -> None:
    """Every field of concepts, claims, observations and evidence is filled somewhere in the shipped data."""
    concepts = list(graph.values())
    claims = [claim for concept in concepts for claim in concept.claims]
    observations = [observation for concept in concepts for observation in concept.observations]
    evidence = list(chain.from_iterable(relation.evidence for relation in graph.relations))
    evidence += chain.from_iterable(observation.evidence for observation in observations)
    for values in (concepts, claims, observations, evidence):
        for field in fields(Concept if values is concepts else values[0]):
            assert any(getattr(value, field.name) for value in values), (type(values[0]).__name__, field.name)


def test_no_choice_without_a_use(graph: CareerGraph) -> None:
    """The shipped data uses several levels, both strengths, at-least-k groups and alternatives."""
    requirements = graph.all_requirements
    assert {requirement.strength for requirement in requirements} == set(Strength)
    assert {Level.AWARENESS, Level.WORKING, Level.PRACTITIONER} <= {requirement.level for requirement in requirements}
    assert any(len(requirement.options) > requirement.at_least for requirement in requirements)
    assert any(concept.easier_with for concept in graph.of_kind(Competency).values())
    assert {path.path_kind for path in graph.education_paths.values()} <= set(PATH_KINDS)
