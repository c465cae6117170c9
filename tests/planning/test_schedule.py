"""A schedule keeps the order and the hours of every week, and says whether it could be shorter."""

from __future__ import annotations

import json
import math
import random
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from oracles import random_career

from mlcareer_graph import CareerGraph, Level, Plan, UnknownOptionError, load_graph
from mlcareer_graph.planning.schedule import Schedule
from mlcareer_graph.planning.week import WEEKDAYS, Week

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
    for one, other in combinations(entries, 2):
        overlap = min(one.end_week, other.end_week) - max(one.begin_week, other.begin_week)
        assert one.track != other.track or overlap <= 1e-6


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
    assert schedule.finish == START + timedelta(weeks=10, days=-1)


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
    assert [milestone.step.id for milestone in schedule.milestones] == ["b", "c"]


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


def test_milestones_say_from_when_on_something_is_reached() -> None:
    """Each requirement of the target that was not met before has the week, the day and what meets it."""
    plan = _plan(
        _skill("known", 9),
        _skill("a", 12),
        _skill("b", 8),
        _course("c", 20, 10, "taught"),
        _skill("taught", 90),
        {"id": "goal", "kind": "role", "requires": ["known", "taught", {"any_of": ["a", "b"], "at_least": 2}]},
        knows=["known"],
    )
    first, second = plan.schedule(10, START).milestones
    assert [(concept.id, level) for concept, level in first.able] == [("a", Level.WORKING), ("b", Level.WORKING)]
    assert (first.week, first.day) == (3, date(2027, 1, 21))
    assert str(first) == "From week 3 (2027-01-21): a at working, b at working"
    assert (second.week, second.step.id, second.requirement.options) == (11, "c", ("taught",))
    assert json.loads(json.dumps(first.to_dict()))["able"] == [
        {"id": "a", "level": "working"},
        {"id": "b", "level": "working"},
    ]


def test_hours_by_weekday_put_steps_on_those_days() -> None:
    """With hours on three days a week steps begin and end on these, and the weeks are those of the sum."""
    plan = _plan(_skill("a", 7), _skill("b", 5, "a"), target="b")
    schedule = plan.schedule({"Mon": 1, "wednesday": 1, "sat": 4}, START)
    assert schedule.weeks == pytest.approx(2)
    assert [(entry.begin, entry.end) for entry in schedule.steps] == [
        (date(2027, 1, 4), date(2027, 1, 11)),
        (date(2027, 1, 13), date(2027, 1, 16)),
    ]
    data = schedule.to_dict()
    assert (data["hours_per_week"], data["weekdays"]) == (6, {"monday": 1, "wednesday": 1, "saturday": 4})
    assert "Saturday 4" in str(schedule)


def test_a_plan_remembers_the_weekdays() -> None:
    """A plan that is made with weekdays reckons with their sum, and its schedule falls on them."""
    plan = _plan(_skill("a", 7), target="a", hours_per_week={"sun": 7})
    assert (plan.hours_per_week, plan.to_dict()["hours_per_week"]) == (7, 7)
    assert plan.schedule(start=START).finish == date(2027, 1, 10)
    assert plan.schedule(7, START).week.is_even


@pytest.mark.parametrize("seed", range(60))
def test_dates_fall_on_days_with_hours(seed: int) -> None:
    """On random weeks every date is one that has hours, and no day is later than the work before it asks for."""
    rng = random.Random(seed)
    days = {day: rng.choice([0.5, 1, 2, 3]) for day in rng.sample(WEEKDAYS, rng.randint(1, 7))}
    hours = [rng.randint(1, 30) for _ in range(4)]
    plan = _plan(*[_skill(f"s{n}", h, *[f"s{n - 1}"][: n > 0]) for n, h in enumerate(hours)], target="s3")
    start = START + timedelta(days=rng.randint(0, 6))
    entries = plan.schedule(days, start).steps
    day, left = start, 0.0
    for entry, amount in zip(entries, hours, strict=True):
        needed, begun = float(amount), None
        while needed > 1e-9:
            if left <= 1e-9:
                left = days.get(WEEKDAYS[day.weekday()], 0.0)
                day += timedelta(days=1)
            elif begun is None:
                begun = day - timedelta(days=1)
            spent = min(needed, left) if begun else 0.0
            needed, left = needed - spent, left - spent
        assert (entry.begin, entry.end) == (begun, day - timedelta(days=1))


@pytest.mark.parametrize(
    "hours",
    [{}, {"mon": 0}, {"someday": 1}, {"mon": 1, "monday": 1}, {"mon": -1}, {"mon": 25}, {"mon": "1"}, "mon", None],
    ids=str,
)
def test_weekdays_must_be_days_with_hours(hours: Any) -> None:
    """Unknown or repeated days, and hours that no day has, are refused."""
    with pytest.raises(UnknownOptionError):
        Week.parse(hours)


def _random_network(rng: random.Random) -> tuple[Plan, list[tuple[int, int, set[int]]]]:
    """A plan of courses and study in whole weeks and hours, and its items: hours, weeks (0 for study), needs."""
    items: list[tuple[int, int, set[int]]] = []
    concepts = []
    for number in range(rng.randint(3, 6)):
        needs = {other for other in range(number) if rng.random() < 0.35}
        weeks = rng.choice([0, 0, 1, 2, 3]) if sum(1 for item in items if item[1]) < 3 else 0
        hours = weeks * rng.randint(1, 3) if weeks else rng.randint(1, 5)
        items.append((hours, weeks, needs))
        named = [f"s{other}" for other in sorted(needs)]
        if weeks:
            course = {**_course(f"c{number}", hours, weeks, f"s{number}"), "requires": named}
            concepts += [course, _skill(f"s{number}", 1000)]
        else:
            concepts.append(_skill(f"s{number}", hours, *named))
    return _plan(*concepts, _role(*[f"s{number}" for number in range(len(items))])), items


def _least_whole_weeks(items: list[tuple[int, int, set[int]]], capacity: int) -> int:
    """The fewest weeks if courses begin at the beginning of a week only, by trying everything."""
    everything = set(range(len(items)))
    states = {(tuple(hours for hours, _, _ in items), (0,) * len(items))}
    for week in range(200):
        following: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        for left, runs in states:
            done = {n for n, (_, weeks, _) in enumerate(items) if (runs[n] == weeks if weeks else not left[n])}
            if done == everything:
                return week
            running = [n for n, (_, weeks, _) in enumerate(items) if weeks and 0 < runs[n] < weeks]
            ready = [n for n, (_, weeks, needs) in enumerate(items) if weeks and not runs[n] and needs <= done]
            for size in range(len(ready) + 1):
                for begun in combinations(ready, size):
                    on = [*running, *begun]
                    free = capacity - sum(items[n][0] // items[n][1] for n in on)
                    if free < 0:
                        continue
                    after = tuple(run + (n in on) for n, run in enumerate(runs))
                    taught = {n for n in done if items[n][1]}
                    following |= {(rest, after) for rest in _studied(items, left, taught, free)}
        states = following
    raise AssertionError


def _studied(
    items: list[tuple[int, int, set[int]]], left: tuple[int, ...], taught: set[int], hours: int
) -> set[tuple[int, ...]]:
    """What can be left of the study after so many hours, none of them wasted unless nothing can be studied."""
    found = {left}
    for _ in range(hours):
        further = set()
        for rest in found:
            done = taught | {n for n, (_, weeks, _) in enumerate(items) if not weeks and not rest[n]}
            able = [n for n, (_, weeks, needs) in enumerate(items) if not weeks and rest[n] and needs <= done]
            further |= {(*rest[:n], rest[n] - 1, *rest[n + 1 :]) for n in able} or {rest}
        found = further
    return found


def test_no_schedule_in_whole_weeks_is_shorter() -> None:
    """Schedules are no longer than the best in whole weeks, bounds no higher, and nearly all are proven shortest."""
    shorter = 0
    for seed in range(150):
        rng = random.Random(seed)
        plan, items = _random_network(rng)
        capacity = rng.randint(3, 4)
        schedule = plan.schedule(capacity, START)
        _check(schedule)
        best = _least_whole_weeks(items, capacity)
        assert schedule.is_shortest
        assert schedule.weeks <= best + 1e-6
        shorter += math.ceil(schedule.weeks - 1e-6) == best
    assert shorter > 100


def test_study_that_a_course_waits_for_goes_before_longer_chains() -> None:
    """A short skill opens a long course: the schedule does it first although a chain of study looks longer."""
    plan = _plan(
        _skill("key", 2),
        {**_course("c", 10, 10, "taught"), "requires": ["key"]},
        _skill("taught", 900),
        _skill("long", 105),
        _role("taught", "long"),
    )
    schedule = plan.schedule(10, START)
    assert schedule.weeks == pytest.approx(11.7)
    assert schedule.is_shortest


def test_shipped_schedules_are_proven_shortest() -> None:
    """Schedules of the shipped graph with courses side by side are proven, whatever the hours of a week."""
    graph = load_graph()
    for role in ("data engineer", "knowledge engineer", "software engineer", "machine learning engineer"):
        plan = graph.plan(role, education="all", degrees="strict")
        for hours in (5, 20, 40):
            assert plan.schedule(hours, START).is_shortest
