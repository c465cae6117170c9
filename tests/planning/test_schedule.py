"""A schedule keeps the order and the hours of every week, and says whether it could be shorter."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import pytest
from oracles import random_career

from mlcareer_graph import CareerGraph, Plan, UnknownOptionError, load_graph
from mlcareer_graph.planning.schedule import Schedule

START = date(2027, 1, 4)


def _plan(*concepts: dict, target: str = "goal", **options: object) -> Plan:
    graph = CareerGraph.from_dict({"concepts": [{"name": concept["id"], **concept} for concept in concepts]})
    return graph.plan(target, **options)  # type: ignore[arg-type]


def _skill(skill: str, hours: float, *requires: str) -> dict:
    return {"id": skill, "kind": "skill", "hours": hours, "requires": list(requires)}


def _course(course: str, hours: float, weeks: float, *teaches: str) -> dict:
    return {"id": course, "kind": "education-path", "hours": hours, "weeks": weeks, "teaches": list(teaches)}


def _check(schedule: Schedule) -> None:
    """Order, hours of every week, and the bound."""
    entries = schedule.steps
    assert len(entries) == len(schedule.plan.steps)
    for entry in entries:
        assert entry.begin_week <= entry.end_week + 1e-9
        for other in entries:
            needs = any(use.by.id == other.step.id for use in entry.step.uses) and other.step.stage > entry.step.stage
            assert not needs or other.begin_week >= entry.end_week - 1e-6
    for week in range(math.ceil(schedule.weeks) + 1):
        courses = [entry for entry in entries if entry.step.kind == "take" and entry.begin_week < week < entry.end_week]
        load = sum(entry.step.hours.likely / (entry.end_week - entry.begin_week) for entry in courses)
        assert load <= schedule.hours_per_week + 1e-6
        done = sum(
            entry.step.hours.likely * min(1.0, max(0.0, week - entry.begin_week) / (entry.end_week - entry.begin_week))
            for entry in entries
            if entry.end_week > entry.begin_week and (entry.step.kind == "take" or entry.end_week <= week)
        )
        assert done <= schedule.hours_per_week * week + 1e-6
    assert schedule.weeks >= schedule.least_weeks - 1e-6


@pytest.mark.parametrize("seed", range(150))
def test_order_and_hours_are_kept(seed: int) -> None:
    """On random careers no step begins before what it builds on is done, and no week holds more than its hours."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows)
    if plan.status != "infeasible":
        for hours in (1.0, 7.0, 40.0):
            _check(plan.schedule(hours, START))


def test_study_alone_takes_as_long_as_its_hours() -> None:
    """Without courses no order is quicker than all hours at so many a week, and the schedule takes just that."""
    schedule = load_graph().plan("data analyst", education="none").schedule(8, START)
    assert schedule.weeks == pytest.approx(schedule.plan.hours.likely / 8)
    assert schedule.is_shortest
    _check(schedule)


def test_study_goes_on_beside_a_course() -> None:
    """A course of ten weeks that takes two hours a week leaves eight for study."""
    plan = _plan(_course("c", 20, 10, "taught"), _skill("taught", 100), _skill("own", 80), _role("taught", "own"))
    schedule = plan.schedule(10, START)
    ends = {entry.step.id: entry.end_week for entry in schedule.steps}
    assert ends == pytest.approx({"c": 10.0, "own": 10.0})
    assert schedule.is_shortest
    assert schedule.finish == START + timedelta(weeks=10)


def test_a_course_that_asks_for_more_hours_than_a_week_has_takes_longer() -> None:
    """Forty hours in one week take four weeks at ten hours."""
    plan = _plan(_course("c", 40, 1, "taught"), _skill("taught", 100), _role("taught"))
    assert plan.schedule(10, START).weeks == pytest.approx(4)


def test_the_longest_chain_and_the_slack() -> None:
    """The chain of 30 hours is critical; what nothing builds on has until the end."""
    plan = _plan(_skill("a", 20), _skill("b", 10, "a"), _skill("c", 5), _role("b", "c"))
    schedule = plan.schedule(5, START)
    assert [step.id for step in schedule.critical_path] == ["a", "b"]
    slack = {entry.step.id: entry.slack_weeks for entry in schedule.steps}
    assert slack == pytest.approx({"a": 0.0, "b": 1.0, "c": 0.0})
    assert [step.id for _, step in schedule.milestones()] == ["b", "c"]


def test_nothing_to_do_is_a_schedule_without_steps() -> None:
    """A target that is reached already is finished on the first day."""
    schedule = _plan(_skill("a", 5), target="a", knows=["a"]).schedule(5, START)
    assert (schedule.steps, schedule.weeks, schedule.finish) == ((), 0.0, START)
    assert "Nothing to do" in str(schedule)


@pytest.mark.parametrize("hours", [0, -1, math.inf, math.nan, True])
def test_hours_must_be_above_nothing(hours: float) -> None:
    """Anything else than a finite number above 0 is refused."""
    with pytest.raises(UnknownOptionError):
        _plan(_skill("a", 5), target="a").schedule(hours, START)


def test_the_calendar_has_one_event_a_step(tmp_path: Path) -> None:
    """The calendar is of CRLF lines of at most 75 bytes, with one event for each step and texts escaped."""
    plan = _plan(_skill("a", 20), {**_skill("b", 10, "a"), "name": "Commas, semicolons; and é" * 5}, target="b")
    path = tmp_path / "plan.ics"
    schedule = plan.schedule(5, START)
    schedule.save(path)
    data = path.read_bytes()
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    text = data.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270104" in text
    assert "Commas\\, semicolons\\; and é" in text
    with pytest.raises(UnknownOptionError):
        schedule.save(tmp_path / "plan.txt")


def test_the_frame_has_a_row_a_step() -> None:
    """The frame names its units and has dates that pandas can compute with."""
    frame = _plan(_skill("a", 20), _skill("b", 10, "a"), target="b").schedule(5, START).to_frame()
    assert list(frame["id"]) == ["a", "b"]
    assert (frame["end"] >= frame["begin"]).all()


def test_the_same_question_gives_the_same_schedule() -> None:
    """Twice the same plan is twice the same schedule."""
    plan = load_graph().plan("machine learning engineer")
    assert plan.schedule(10, START).to_dict() == plan.schedule(10, START).to_dict()


def _role(*requires: str) -> dict:
    return {"id": "goal", "kind": "role", "requires": list(requires)}
