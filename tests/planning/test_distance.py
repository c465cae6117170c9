"""Distances are the hours of proven plans, and what a plan leads to is known after it."""

from __future__ import annotations

import pytest
from oracles import random_career

from mlcareer_graph import CareerGraph, UnknownOptionError, UnplannableError, load_graph
from mlcareer_graph.planning.distance import profile_after


def _career() -> CareerGraph:
    skills = [
        {"id": "a", "kind": "skill", "name": "A", "hours": 10},
        {"id": "b", "kind": "skill", "name": "B", "hours": 20, "requires": ["a"]},
        {"id": "c", "kind": "skill", "name": "C", "hours": 5},
    ]
    roles = [
        {"id": "one", "kind": "role", "name": "One", "requires": ["a"]},
        {"id": "two", "kind": "role", "name": "Two", "requires": ["b"]},
        {"id": "three", "kind": "role", "name": "Three", "requires": ["a", "c"]},
        {"id": "never", "kind": "role", "name": "Never", "requires": ["degree"]},
        {"id": "degree", "kind": "credential", "name": "Degree"},
    ]
    return CareerGraph.from_dict({"concepts": [*skills, *roles]})


def test_roles_within_reach_come_nearest_first() -> None:
    """Only roles whose plan takes no more hours than asked for are listed."""
    graph = _career()
    found = graph.reachable_roles(within_hours=15)
    assert [(distance.role.id, distance.hours) for distance in found if distance.hours] == [("one", 10), ("three", 15)]
    assert [distance.role.id for distance in graph.reachable_roles(["a"], within_hours=6) if distance.hours] == [
        "three"
    ]


def test_the_distance_between_roles_differs_by_direction() -> None:
    """From the role that asks for more, the other one is no way at all."""
    graph = _career()
    away = {distance.role.id: distance.hours for distance in graph.transitions("two")}
    back = {distance.role.id: distance.hours for distance in graph.transitions("one")}
    assert (away["one"], back["two"]) == (0, 20)
    assert "two" not in away


def test_only_roles_and_hours_above_nothing_are_accepted() -> None:
    """A skill has no transitions, and a reach of nothing is refused."""
    with pytest.raises(UnplannableError):
        _career().transitions("a")
    with pytest.raises(UnknownOptionError):
        _career().reachable_roles(within_hours=0)


@pytest.mark.parametrize("seed", range(150))
def test_after_a_plan_nothing_is_left_to_learn(seed: int) -> None:
    """Whoever has followed a plan knows all that its target asks for."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows)
    if plan.status != "infeasible":
        assert graph.plan("job", profile_after(plan)).steps == ()


def test_the_shipped_roles_are_all_within_reach_of_a_thousand_days() -> None:
    """Every role has a proven plan, from nothing and from another role, which is no longer."""
    graph = load_graph()
    from_nothing = {distance.role.id: distance for distance in graph.reachable_roles(within_hours=10_000)}
    assert from_nothing.keys() == graph.roles.keys()
    for distance in graph.transitions("data analyst"):
        assert distance.plan.is_optimal
        assert distance.hours <= from_nothing[distance.role.id].hours + 1e-9


def test_distances_take_the_options_of_plans() -> None:
    """What a plan may not use is not used on the way to or from a role either; limits are about the way from it."""
    graph = _career()
    near = graph.reachable_roles(within_hours=99, exclude=["b"], degrees="strict")
    assert [distance.role.id for distance in near] == ["one", "three"]
    assert {distance.role.id for distance in graph.transitions("two", max_hours=4)} == {"one", "never"}
    assert graph.transitions("two", exclude=["b"]) == []
