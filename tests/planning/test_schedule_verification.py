"""The independent check of a schedule finds what was tampered with."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from oracles import random_career

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.planning.schedule import Schedule

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": 20},
            {"id": "b", "kind": "skill", "name": "B", "hours": 30, "requires": ["a"]},
            {"id": "c", "kind": "skill", "name": "C", "hours": 90},
            {"id": "course", "kind": "education-path", "name": "Course", "hours": 20, "weeks": 4, "teaches": ["c"]},
            {"id": "job", "kind": "role", "name": "Job", "requires": ["b", "c"]},
        ]
    }
)
SCHEDULE = GRAPH.plan("job").schedule(hours_per_week=10, start=date(2027, 1, 4))


def changed(step_id: str, **changes: Any) -> Schedule:
    """The schedule with one step changed."""
    steps = tuple(replace(entry, **changes) if entry.step.id == step_id else entry for entry in SCHEDULE.steps)
    return replace(SCHEDULE, steps=steps)


def test_the_schedule_as_it_is_verifies() -> None:
    """A course beside two studies, of which one needs the other, is sound."""
    assert {entry.step.id for entry in SCHEDULE.steps} == {"a", "b", "course"}
    assert SCHEDULE.verify().problems == ()


@pytest.mark.parametrize(
    ("tampered", "problem"),
    [
        (replace(SCHEDULE, steps=SCHEDULE.steps[1:]), "does not hold each step of the plan once"),
        (changed("b", begin_week=0.0), "B to working comes before a at working in the schedule"),
        (changed("course", end_week=1.0, begin_week=0.0), "Course takes 4"),
        (changed("a", end_week=0.1), "A to working takes 2.0 weeks at least"),
        (changed("b", begin_week=2.0, end_week=5.0), "hours of work to do"),
        (changed("a", end=date(2027, 6, 1)), "A to working is not done between"),
        (changed("a", begin=date(2027, 6, 1)), "A to working is not done between"),
        (replace(SCHEDULE, least_weeks=99.0), "a bound of 99.0 weeks does not fit"),
    ],
)
def test_what_was_tampered_with_is_told(tampered: Schedule, problem: str) -> None:
    """The check is false and one of its sentences says what does not hold."""
    problems = tampered.verify().problems
    assert any(problem in text for text in problems), problems


def test_days_without_hours_are_noticed() -> None:
    """Nothing begins or ends on a day that has no hours."""
    schedule = GRAPH.plan("job").schedule({"mon": 4, "sat": 6}, start=date(2027, 1, 4))
    assert schedule.verify()
    entry = schedule.steps[0]
    moved = replace(schedule, steps=(replace(entry, end=entry.end + timedelta(days=1)), *schedule.steps[1:]))
    assert any("on a day without hours" in text for text in moved.verify().problems)


def test_every_schedule_that_is_made_verifies() -> None:
    """Schedules of random careers and of shipped roles, by week and by weekday, hold."""
    for seed in range(150):
        graph, knows = random_career(seed)
        rng = random.Random(seed)
        plan = graph.plan("job", knows)
        week = rng.choice([3, 10, {"mon": 1, "sat": 4}])
        if plan.cost is not None:
            assert plan.schedule(week, start=date(2027, 1, 1 + seed % 28)).verify().problems == ()
    shipped = load_graph()
    for role in ("data-analyst", "machine-learning-engineer", "mlops-engineer"):
        assert shipped.plan(role).schedule(8).verify().problems == ()
