"""What to learn next is weighed by the plans with and without it."""

from __future__ import annotations

import pytest
from oracles import random_career

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Profile

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "shared", "kind": "skill", "name": "Shared", "hours": 10},
            {"id": "alone", "kind": "skill", "name": "Alone", "hours": 5},
            {"id": "other", "kind": "skill", "name": "Other", "hours": 5, "requires": ["shared"]},
            {"id": "near", "kind": "skill", "name": "Near", "hours": 8},
            {
                "id": "helped",
                "kind": "skill",
                "name": "Helped",
                "hours": 20,
                "easier_with": [{"know": "near", "saves": 0.25}],
            },
            {"id": "one", "kind": "role", "name": "One", "requires": ["shared", "alone"]},
            {"id": "two", "kind": "role", "name": "Two", "requires": ["other"]},
            {"id": "three", "kind": "role", "name": "Three", "requires": ["near"]},
            {"id": "four", "kind": "role", "name": "Four", "requires": ["helped"]},
        ]
    }
)


def test_what_several_roles_need_comes_first() -> None:
    """An hour of what two roles need counts for both, and what needs something first is not listed."""
    found = GRAPH.next_skills(roles=["One", "Two"])
    assert [(skill.concept.id, skill.value) for skill in found] == [("shared", 2), ("alone", 1)]
    assert found[0].saved == (("one", 10), ("two", 10))
    assert all(skill.is_exact for skill in found)


def test_weights_shift_the_order() -> None:
    """A role of small weight counts little."""
    found = GRAPH.next_skills(roles={"one": 1, "three": 3}, limit=1)
    assert [(skill.concept.id, skill.value) for skill in found] == [("near", 3)]


def test_what_makes_something_else_cheaper_counts() -> None:
    """What a role does not need, but learns faster with, is worth what it saves there."""
    near = next(skill for skill in GRAPH.next_skills(roles=["three", "four"]) if skill.concept.id == "near")
    assert near.saved == (("three", 8), ("four", 5))
    assert near.value == pytest.approx(13 / 8)


def test_nothing_is_left_for_whoever_knows_all() -> None:
    """A role that is reached asks for nothing."""
    assert GRAPH.next_skills(["near"], roles=["three"]) == []


@pytest.mark.parametrize(
    ("roles", "error"),
    [
        ("one", mcg.UnknownOptionError),
        (["near"], mcg.UnplannableError),
        ({"one": 0}, mcg.UnknownOptionError),
        (["nobody"], mcg.UnknownConceptError),
    ],
)
def test_only_roles_weigh(roles: object, error: type[Exception]) -> None:
    """A bare string, a skill, a weight of nothing and an unknown name are refused."""
    with pytest.raises(error):
        GRAPH.next_skills(roles=roles)  # type: ignore[arg-type]


def test_the_value_is_the_difference_of_two_plans() -> None:
    """On random careers, what is saved is what planning anew with the skill known saves."""
    compared = 0
    for seed in range(50_000, 50_200):
        graph, knows = random_career(seed)
        before = graph.plan("job", knows)
        for skill in graph.next_skills(knows, roles=["job"], limit=9):
            levels = dict(before.knows.levels) | {skill.concept.id: skill.level}
            richer = Profile(tuple(sorted(levels.items())), before.knows.credentials)
            after = graph.plan("job", richer)
            assert skill.saved == (("job", pytest.approx(before.hours.likely - after.hours.likely, abs=1e-4)),)
            compared += 1
    assert compared > 100


def test_options_say_what_there_is_to_learn() -> None:
    """What is excluded is not proposed; an option that would measure otherwise than in hours is refused."""
    assert [skill.concept.id for skill in GRAPH.next_skills(roles=["four"], limit=9)] == ["helped"]
    assert GRAPH.next_skills(roles=["four"], exclude=["helped"]) == []
    with pytest.raises(mcg.UnknownOptionError, match="an option of next_skills cannot be 'objective'"):
        GRAPH.next_skills(roles=["one"], objective="steps")  # type: ignore[call-arg]
