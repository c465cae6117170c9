"""The matrix of roles holds the costs of plans, and says of what a target leans on what is shared and what is new."""

from __future__ import annotations

import json

import pytest
from oracles import random_career

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Level, load_graph
from mlcareer_graph.planning.distance import profile_after


def career() -> CareerGraph:
    """Roles of which one includes another, one shares a part, and one leads nowhere."""
    skills = [
        {"id": "a", "kind": "skill", "name": "A", "hours": {"working": 10, "practitioner": 30}},
        {"id": "b", "kind": "skill", "name": "B", "hours": 20, "requires": ["a"]},
        {"id": "c", "kind": "skill", "name": "C", "hours": 5},
        {"id": "x", "kind": "skill", "name": "X", "hours": 1, "requires": ["y"]},
        {"id": "y", "kind": "skill", "name": "Y", "hours": 1, "requires": ["x"]},
    ]
    roles = [
        {"id": "one", "kind": "role", "name": "One", "requires": ["a"]},
        {"id": "two", "kind": "role", "name": "Two", "requires": ["b"]},
        {"id": "three", "kind": "role", "name": "Three", "requires": [{"any_of": ["a"], "level": "practitioner"}, "c"]},
        {"id": "never", "kind": "role", "name": "Never", "requires": ["x"]},
    ]
    return CareerGraph.from_dict({"concepts": [*skills, *roles]})


def test_each_entry_is_the_cost_of_a_plan() -> None:
    """From each role to each other: the hours of the plan of whoever has followed the plan to the first."""
    hours = career().role_matrix(["one", "two", "three"]).hours
    assert hours == {
        "one": {"one": 0, "two": 20, "three": 25},
        "two": {"one": 0, "two": 0, "three": 25},
        "three": {"one": 0, "two": 20, "three": 0},
    }


def test_what_a_target_leans_on_is_shared_or_new() -> None:
    """What is known well enough is shared, also through prerequisites; what is known too little is new."""
    matrix = career().role_matrix()
    assert matrix.between("one", "Two").shared == (("a", Level.WORKING),)
    assert matrix.between("one", "two").new == (("b", Level.WORKING),)
    assert matrix.between("two", "three").shared == ()
    assert matrix.between("two", "three").new == (("a", Level.PRACTITIONER), ("c", Level.WORKING))


def test_nothing_leads_from_or_to_a_role_that_nobody_reaches() -> None:
    """Its row and its column have no hours, and say that there is no way."""
    matrix = career().role_matrix()
    for other in ("one", "two", "three", "never"):
        for entry in (matrix.between("never", other), matrix.between(other, "never")):
            assert (entry.status, entry.hours, entry.cost, entry.plan) == ("infeasible", None, None, None)
    assert [way.target.id for way in matrix.nearest("one")] == ["two", "three"]
    assert career().transitions("never") == []


def test_the_nearest_come_first() -> None:
    """The ways from a role are sorted by hours, without the role itself."""
    ways = career().role_matrix().nearest("two", 1)
    assert [(way.target.id, way.hours) for way in ways] == [("one", 0)]


def test_limits_are_about_the_move() -> None:
    """A limit below what led to the source leaves the source as it was."""
    matrix = career().role_matrix(["two", "three"], max_hours=25)
    assert matrix.between("two", "three").hours == 25
    assert matrix.between("three", "two").hours == 20
    assert career().role_matrix(["one", "two"], max_hours=19).between("one", "two").status == "infeasible"


def test_others_than_roles_are_refused() -> None:
    """A skill has no row, and a role outside the matrix no entry."""
    with pytest.raises(mcg.UnplannableError):
        career().role_matrix(["a"])
    with pytest.raises(mcg.UnplannableError, match="none of the roles of this matrix"):
        career().role_matrix(["one"]).between("one", "two")
    with pytest.raises(mcg.UnknownOptionError):
        career().role_matrix("one")


def test_the_matrix_as_data_and_as_frame() -> None:
    """Plain data survives JSON; the frame has the hours, NaN where there is no way."""
    matrix = career().role_matrix()
    data = matrix.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["from_nothing"] == {"one": 10, "two": 30, "three": 35, "never": None}
    frame = matrix.to_frame()
    assert frame.loc["one", "two"] == 20
    assert frame.loc["never"].isna().all()
    assert (frame.index.name, frame.columns.name) == ("from", "hours_to")


def test_on_the_shipped_graph_it_agrees_with_plans() -> None:
    """On four roles every entry is what `transitions` says, no more than from nothing, and verified without solver."""
    graph = load_graph()
    roles = ["data-analyst", "data-engineer", "data-scientist", "machine-learning-engineer"]
    matrix = graph.role_matrix(roles)
    assert matrix.verify()
    from_nothing = {plan.target.id: plan.hours.likely for plan in matrix.starts}
    for role in roles:
        away = {distance.role.id: distance.hours for distance in graph.transitions(role)}
        for target in roles:
            entry = matrix.between(role, target)
            assert entry.status == "optimal"
            assert entry.hours == pytest.approx(away.get(target, 0))
            assert entry.hours is not None
            assert entry.hours <= from_nothing[target] + 1e-6


@pytest.mark.parametrize("seed", range(200))
def test_on_random_careers_moves_obey_their_laws(seed: int) -> None:
    """A move costs no more than beginning from nothing, which costs no more than going by way of any other role."""
    graph, _ = random_career(seed)
    records = graph.to_dict()["concepts"]
    job = next(record for record in records if record["id"] == "job")
    half = {**job, "id": "half", "name": "Half", "requires": job.get("requires", [])[::2]}
    graph = CareerGraph.from_dict({"concepts": [*records, half]})
    matrix = graph.role_matrix(["job", "half"])
    assert matrix.verify(), matrix.verify().problems
    starts = {plan.target.id: plan for plan in matrix.starts}
    for source in ("job", "half"):
        for target in ("job", "half"):
            entry = matrix.between(source, target)
            start, end = starts[source], starts[target]
            if start.cost is None:
                assert entry.cost is None
                continue
            plan = graph.plan(target, profile_after(start), assume_prerequisites=False)
            assert entry.cost == plan.cost
            if end.cost is not None:
                assert entry.cost is not None
                assert entry.cost <= end.cost + 1e-5
                assert end.cost <= start.cost + entry.cost + 1e-5
            shared, new = dict(entry.shared), dict(entry.new)
            assert not shared.keys() & new.keys()
            known = dict(profile_after(start).levels)
            assert all(known[concept] >= level for concept, level in shared.items())
            assert all(known.get(concept, 0) < level for concept, level in new.items())


def test_a_plan_that_is_altered_is_found_out() -> None:
    """An entry whose hours are not those of its plan does not pass."""
    from dataclasses import replace

    matrix = career().role_matrix(["one", "two"])
    (first, second), below = matrix.transitions
    assert matrix.verify()
    hours, figures = "its hours are not those of its plan", "its figures are not those of its plan"
    for wrong, problem in (
        ({"hours": 19.0}, hours),
        ({"cost": 19.0}, figures),
        ({"status": "feasible"}, figures),
        ({"target": first.target}, figures),
        ({"cost": None}, "there is no way, and yet it has a cost"),
    ):
        wrong = replace(second, **wrong)
        told = replace(matrix, transitions=((first, wrong), below)).verify().problems
        assert told == (f"{wrong}: {problem}",)
    turned = replace(matrix, starts=matrix.starts[::-1]).verify().problems
    assert f"{second}: it does not begin where the plan to its source ends" in turned
