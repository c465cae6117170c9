"""What to learn next is weighed by the plans with and without it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from oracles import random_career

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Level, Profile, Requirement
from mlcareer_graph.planning.problem import problem_of

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
    assert [(skill.concept.id, skill.value) for skill in found] == [("near", pytest.approx(3))]


def test_what_makes_something_else_cheaper_counts() -> None:
    """What a role does not need, but learns faster with, is worth what it saves there."""
    near = next(skill for skill in GRAPH.next_skills(roles=["three", "four"]) if skill.concept.id == "near")
    assert near.saved == (("three", 8), ("four", 5))
    assert near.value == pytest.approx(13 / 8)


def test_what_is_on_no_cheapest_way_can_still_come_first() -> None:
    """What helps several roles a little, though each alone has a cheaper way, is worth more than what helps one."""
    records = [{"id": name, "kind": "skill", "name": name, "hours": 9} for name in ("a", "b", "c")]
    records.append({"id": "common", "kind": "skill", "name": "common", "hours": 10})
    for name in ("a", "b", "c"):
        wants = {"id": f"job-{name}", "kind": "role", "name": f"job {name}"}
        records.append(wants | {"requires": [{"any_of": [name, "common"]}]})
    graph = CareerGraph.from_dict({"concepts": records})
    assert all(graph.plan(role).steps[0].id != "common" for role in graph.roles)
    first = graph.next_skills(roles=list(graph.roles), limit=1)[0]
    assert (first.concept.id, first.value) == ("common", pytest.approx(2.7))


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


def test_no_candidate_is_worth_more() -> None:
    """On random careers, nothing else that can be studied at once to a level that counts saves more an hour."""
    compared = 0
    for seed in range(51_000, 51_150):
        graph, knows = random_career(seed)
        before = graph.plan("job", knows)
        best = graph.next_skills(knows, roles=["job"], limit=1)
        ranks = before.knows.ranks()
        actions = problem_of(before.query, before.query.domain).actions if before.steps else []
        needed = {(action.concept, action.rank) for action in actions if action is not None}
        for skill in graph.skills.values():
            start = ranks.get(skill.id, 0)
            for level in [one for one in Level if one > start and (skill.id, one) in needed]:
                binding = [r for r in graph.requirements(skill.id) if r.is_required and r.applies_from <= level]
                if not all(_is_met(graph, r, ranks) for r in binding):
                    continue
                hours = skill.effort.to(level).likely - (skill.effort.to(Level(start)).likely if start else 0)
                levels = dict(before.knows.levels) | {skill.id: level}
                after = graph.plan("job", Profile(tuple(sorted(levels.items())), before.knows.credentials))
                if hours > 0.05 and before.hours.likely - after.hours.likely > 1e-3:
                    assert best
                    assert best[0].value >= (before.hours.likely - after.hours.likely) / hours - 1e-6
                    compared += 1
    assert compared > 50


def _is_met(graph: CareerGraph, requirement: Requirement, ranks: Mapping[str, int]) -> bool:
    needed = [int(requirement.level) if one in graph.skills else 1 for one in requirement.options]
    known = sum(ranks.get(one, 0) >= rank for one, rank in zip(requirement.options, needed, strict=True))
    return known >= requirement.at_least


def test_options_say_what_there_is_to_learn() -> None:
    """What is excluded is not proposed; an option that would measure otherwise than in hours is refused."""
    assert [skill.concept.id for skill in GRAPH.next_skills(roles=["four"], limit=9)] == ["helped", "near"]
    assert GRAPH.next_skills(roles=["four"], exclude=["helped"]) == []
    with pytest.raises(mcg.UnknownOptionError, match="an option of next_skills cannot be 'objective'"):
        GRAPH.next_skills(roles=["one"], objective="steps")  # type: ignore[call-arg]


def test_the_roles_of_a_graph_can_be_given_as_they_are() -> None:
    """`graph.roles` maps ids to roles, which are no weights: all of them count alike."""
    graph, knows = random_career(1)
    assert graph.next_skills(knows, roles=graph.roles) == graph.next_skills(knows, roles=list(graph.roles))
    assert graph.next_skills(knows, roles={}) == []
