"""What stands before, after and beside a concept."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from random_graphs import career_graphs

from mlcareer_graph import (
    CareerGraph,
    InvalidGraphError,
    Requirement,
    Role,
    UnknownConceptError,
    UnknownOptionError,
    load_graph,
)
from mlcareer_graph.model import RELATION_TYPES

RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def small() -> CareerGraph:
    """Algebra under calculus under machine learning under a role, with alternatives and neighbours."""
    preferred = {"any_of": ["statistics"], "strength": "preferred"}
    return CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "algebra", "kind": "skill", "name": "Algebra"},
                {"id": "calculus", "kind": "skill", "name": "Calculus", "requires": ["algebra"]},
                {"id": "statistics", "kind": "skill", "name": "Statistics", "related_to": ["calculus"]},
                {"id": "python", "kind": "technology", "name": "Python", "alternative_to": ["julia"]},
                {"id": "julia", "kind": "technology", "name": "Julia", "used_for": ["statistics", "calculus"]},
                {
                    "id": "machine-learning",
                    "kind": "skill",
                    "name": "Machine learning",
                    "requires": ["calculus", {"any_of": ["python", "julia"]}, preferred],
                    "broader": ["statistics"],
                    "part_of": ["statistics"],
                },
                {"id": "engineer", "kind": "role", "name": "Engineer", "requires": ["machine-learning"]},
            ]
        }
    )


def _ids(concepts: list[object]) -> list[str]:
    return [concept.id for concept in concepts]  # type: ignore[attr-defined]


def test_prerequisites_are_the_binding_options(small: CareerGraph) -> None:
    """All options of what binds, in the order in which they are stated; what is preferred is left out."""
    assert _ids(small.prerequisites("machine-learning")) == ["calculus", "python", "julia"]
    assert _ids(small.prerequisites("algebra")) == []


def test_recursive_prerequisites_come_nearest_first(small: CareerGraph) -> None:
    """The way down goes level by level and names each concept once."""
    found = _ids(small.prerequisites("Engineer", recursive=True))
    assert found == ["machine-learning", "calculus", "python", "julia", "algebra"]


def test_unlocks_is_the_inverse(small: CareerGraph) -> None:
    """What a concept is a binding option of, directly or all the way up."""
    assert _ids(small.unlocks("calculus")) == ["machine-learning"]
    assert _ids(small.unlocks("algebra", recursive=True)) == ["calculus", "machine-learning", "engineer"]
    assert _ids(small.unlocks("statistics")) == []


def test_related_goes_both_ways_and_names_each_concept_once(small: CareerGraph) -> None:
    """A relation is seen from both of its ends; two relations to one concept are one neighbour."""
    assert _ids(small.related("julia", "alternative_to")) == ["python"]
    assert _ids(small.related("python", "alternative_to")) == ["julia"]
    assert _ids(small.related("machine-learning")) == ["statistics"]
    assert sorted(_ids(small.related("statistics"))) == ["calculus", "julia", "machine-learning"]
    assert _ids(small.related("calculus", "used_for")) == ["julia"]
    assert [edge.type for edge in small.edges("machine-learning")] == ["broader", "part_of"]


def test_unknown_relations_and_concepts_are_refused(small: CareerGraph) -> None:
    """A relation that does not exist is answered with those that do, not with nothing."""
    with pytest.raises(UnknownOptionError, match="'used_for'"):
        small.related("julia", "uses")
    for ask in (small.related, small.prerequisites, small.unlocks, small.requirements, small.edges, small.record):
        with pytest.raises(UnknownConceptError):
            ask("rust")


def test_requirements_are_those_stated(small: CareerGraph) -> None:
    """All groups are listed, preferred ones too, in the order of the source."""
    groups = small.requirements("machine learning")
    assert [(group.options, group.is_required) for group in groups] == [
        (("calculus",), True),
        (("python", "julia"), True),
        (("statistics",), False),
    ]
    assert small.requirements("algebra") == []


@RANDOM
@given(career_graphs())
def test_unlocks_inverts_prerequisites(graph: CareerGraph) -> None:
    """One concept is among the prerequisites of another exactly when that one is among what it unlocks."""
    for recursive in (False, True):
        down = {(c.id, p.id) for c in graph.values() for p in graph.prerequisites(c, recursive=recursive)}
        up = {(u.id, c.id) for c in graph.values() for u in graph.unlocks(c, recursive=recursive)}
        assert down == up


@RANDOM
@given(career_graphs())
def test_recursive_prerequisites_are_a_closure(graph: CareerGraph) -> None:
    """They hold the direct ones and the prerequisites of their own, also where requirements run in a circle."""
    for concept in graph.values():
        closure = {c.id for c in graph.prerequisites(concept, recursive=True)}
        steps = {p.id for c in [concept, *(graph[i] for i in closure)] for p in graph.prerequisites(c)}
        assert closure == steps - {concept.id}


@RANDOM
@given(career_graphs())
def test_related_is_symmetric(graph: CareerGraph) -> None:
    """Whatever the relation, each of the two concepts is related to the other."""
    for name in (None, *RELATION_TYPES):
        pairs = {(concept.id, other.id) for concept in graph.values() for other in graph.related(concept, name)}
        assert pairs == {(other, concept) for concept, other in pairs}


def test_shipped_relations_from_the_article() -> None:
    """A few edges of the shipped graph that the article states, found from both ends."""
    graph = load_graph()
    assert "python" in _ids(graph.related("keras", "implemented_in"))
    assert "keras" in _ids(graph.related("python", "implemented_in"))
    assert "keras" in _ids(graph.unlocks("python", recursive=True))
    assert "machine-learning-engineer" in _ids(graph.unlocks("calculus", recursive=True))


def test_a_graph_that_lacks_a_part_is_told_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reference that leads nowhere is a problem; only the first hundred ids are held against all."""
    from rapidfuzz import process

    looked: list[str] = []
    real = process.extractOne
    monkeypatch.setattr(
        process, "extractOne", lambda target, *rest, **options: looked.append(target) or real(target, *rest, **options)
    )
    roles = [Role(id=f"role-{number}", name=f"Role {number}") for number in range(300)]
    needs = [Requirement(role.id, (f"gone-{number}",)) for number, role in enumerate(roles)]
    with pytest.raises(InvalidGraphError) as caught:
        CareerGraph(roles, [*needs, Requirement("role-7", ("rolle-8",))][::-1])
    assert len(caught.value.problems) == 301
    assert len(looked) == 100
    assert caught.value.problems[0].remedy == "did you mean 'role-8'?"
