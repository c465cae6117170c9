"""A ladder leads over its roles in order, each rung from where the one before has led."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from oracles import random_career

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, load_graph

# A course is worth it for both roles together, but not for the first alone.
COURSE = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": 10},
            {"id": "b", "kind": "skill", "name": "B", "hours": 10},
            {"id": "c", "kind": "skill", "name": "C", "hours": 4},
            {
                "id": "course",
                "kind": "education-path",
                "name": "Course",
                "path_kind": "course",
                "hours": 12,
                "teaches": [{"know": "a", "level": "working"}, {"know": "b", "level": "working"}],
            },
            {"id": "one", "kind": "role", "name": "One", "requires": ["a"]},
            {"id": "two", "kind": "role", "name": "Two", "requires": ["b"]},
            {"id": "three", "kind": "role", "name": "Three", "requires": ["c"]},
        ]
    }
)


def test_each_rung_begins_where_the_one_before_ends() -> None:
    """Every role is reached as early as from there it can be; that can cost more than a plan for all of them."""
    ladder = COURSE.ladder(["one", "two"])
    assert [rung.cost for rung in ladder.rungs] == [10, 10]
    assert (ladder.cost, ladder.least, ladder.direct.cost, ladder.detour) == (20, 12, 10, 10)
    assert ladder.verify()


def test_a_role_on_the_way_can_cost_nothing() -> None:
    """What the last role asks for anyway is no detour."""
    ladder = COURSE.ladder(["one", "one"])
    assert (ladder.cost, ladder.detour, ladder.rungs[1].steps) == (10, 0, ())


def test_limits_are_about_the_whole_and_what_is_required_is_met_once() -> None:
    """Later rungs have what the earlier ones left; a required course is not taken again."""
    assert COURSE.ladder(["one", "two"], max_hours=20).is_complete
    short = COURSE.ladder(["one", "two"], max_hours=19)
    assert (short.is_complete, short.cost, short.detour, short.status) == (False, None, None, "infeasible")
    assert len(short.rungs) == 2
    assert COURSE.ladder(["one", "two"], require=["course"]).cost == 12


def test_milestones_say_when_a_role_is_reached() -> None:
    """Hours and weeks add up, and the second rung begins on the day after the first is done."""
    milestones = COURSE.ladder(["one", "three"], hours_per_week=10).milestones(date(2027, 1, 4))
    assert [milestone.hours.likely for milestone in milestones] == [10, 14]
    assert [milestone.week for milestone in milestones] == [1.0, 1.4]
    assert [milestone.day for milestone in milestones] == [date(2027, 1, 10), date(2027, 1, 13)]


@pytest.mark.parametrize(
    ("roles", "error"),
    [([], mcg.UnknownOptionError), ("one", mcg.UnknownOptionError), (["a"], mcg.UnplannableError)],
)
def test_a_ladder_has_roles(roles: object, error: type[Exception]) -> None:
    """No role, a bare string and a skill are refused."""
    with pytest.raises(error):
        COURSE.ladder(roles)  # type: ignore[arg-type]


def test_the_data_is_plain() -> None:
    """The ladder as data survives JSON."""
    data = COURSE.ladder(["one", "two"]).to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["roles"], data["detour"], data["least"]) == (["one", "two"], 10, 12)


def test_a_ladder_that_is_altered_is_found_out() -> None:
    """Rungs out of order, and a plan that is cheaper than the cheapest, do not pass."""
    ladder = COURSE.ladder(["one", "two"])
    assert not replace(ladder, rungs=ladder.rungs[::-1]).verify()
    assert not replace(ladder, least=9.0).verify()
    assert not replace(ladder, least=21.0).verify()


@pytest.mark.parametrize("seed", range(150))
@pytest.mark.parametrize("objective", ["hours", "steps", "weeks"])
def test_after_the_last_rung_every_role_is_met(seed: int, objective: str) -> None:
    """On random careers nothing is left to do for any rung, and a way that does more never costs less."""
    graph, knows = random_career(seed)
    records = graph.to_dict()["concepts"]
    job = next(record for record in records if record["id"] == "job")
    half = {**job, "id": "half", "name": "Half", "requires": job.get("requires", [])[1:]}
    graph = CareerGraph.from_dict({"concepts": [*records, half]})
    ladder = graph.ladder(["half", "job"], knows, objective=objective, education="all")
    assert ladder.verify(), ladder.verify().problems
    if ladder.is_complete:
        assert ladder.cost is not None
        assert ladder.least is not None
        assert ladder.direct.cost is not None
        assert ladder.direct.cost <= ladder.least + 1e-5
        assert ladder.least <= ladder.cost + 1e-5
        for role in ladder.roles:
            assert graph.plan(role, ladder.profile, assume_prerequisites=False, education="all").steps == ()
    else:
        assert graph.plan(ladder.rungs[-1].target, knows, education="all").cost is None


def test_a_career_on_the_shipped_graph() -> None:
    """Data analyst, then data engineer: both proven, with dates in order, and no cheaper than going straight."""
    ladder = load_graph().ladder(["data analyst", "data engineer"], ["SQL"])
    assert (ladder.status, ladder.is_complete) == ("optimal", True)
    assert ladder.verify()
    first, second = ladder.milestones(date(2027, 1, 4))
    assert first.day < second.day
    assert ladder.detour is not None
    assert ladder.detour >= 0
