"""What results say, word for word: their texts and plain data on one small graph, as files to read.

Each file in ``transcripts`` is what the functions of the same name below say. Who means to change a text or a figure
runs ``python tests/planning/test_transcripts.py``, which writes the files anew, and reads the difference before it is
committed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mlcareer_graph import CareerGraph, MLCareerError, Plan, Profile
from mlcareer_graph.planning.certificate import Landmark
from mlcareer_graph.planning.week import Week

FOLDER = Path(__file__).parent / "transcripts"
START = date(2027, 1, 4)
SOURCE = {"source": {"ref": "book", "at": "p. 7"}, "because": "The book says so."}


@cache
def graph() -> CareerGraph:
    """Roles that share skills, a choice, a skill made easier by another, degrees, and paths of every kind."""
    usd = {"currency": "USD"}
    concepts: list[dict[str, Any]] = [
        {"id": "book", "kind": "source", "name": "Book", "url": "https://example.org/book"},
        {"id": "a", "kind": "skill", "name": "Algebra", "hours": [10, 20, 30]},
        {"id": "b", "kind": "skill", "name": "Basics", "hours": [30, 40, 60], "requires": ["a"]},
        {"id": "c", "kind": "technology", "name": "Coding", "hours": {"awareness": 9, "working": [60, 90, 150]}},
        {
            "id": "d",
            "kind": "technology",
            "name": "Dask",
            "hours": [70, 80, 99],
            "requires": [{"any_of": ["a"], **SOURCE}],
            "easier_with": [{"know": "c", "saves": 0.25}],
        },
        {"id": "e", "kind": "skill", "name": "English", "hours": 12},
        {"id": "bachelor", "kind": "credential", "name": "Bachelor", "eqf_level": 6},
        {"id": "master", "kind": "credential", "name": "Master", "eqf_level": 7},
        {"id": "school", "kind": "organization", "name": "School"},
        {
            "id": "course",
            "kind": "education-path",
            "name": "Course",
            "path_kind": "course",
            "teaches": ["b"],
            "requires": ["a"],
            "hours": [20, 25, 35],
            "weeks": 3,
            "price": {"likely": 90, **usd},
        },
        {
            "id": "camp",
            "kind": "education-path",
            "name": "Camp",
            "path_kind": "bootcamp",
            "teaches": ["b", "c"],
            "hours": 60,
            "weeks": 6,
            "offered_by": ["school"],
        },
        {
            "id": "college",
            "kind": "education-path",
            "name": "College",
            "path_kind": "degree",
            "teaches": ["a", "b", {"know": "c", "level": "practitioner"}],
            "awards": ["bachelor"],
            "hours": 900,
            "weeks": 150,
            "price": {"likely": 20000, **usd},
        },
        {"id": "clerk", "kind": "role", "name": "Clerk", "requires": [{"any_of": ["b"], **SOURCE}]},
        {
            "id": "coder",
            "kind": "role",
            "name": "Coder",
            "requires": [
                "b",
                {"any_of": ["c", "d"], "at_least": 1},
                {"any_of": ["e"], "strength": "preferred"},
                {"any_of": ["bachelor", "master"], **SOURCE},
            ],
        },
        {
            "id": "chief",
            "kind": "role",
            "name": "Chief",
            "requires": ["b", {"any_of": ["c", "d", "e"], "at_least": 2, "level": "practitioner"}],
        },
    ]
    return CareerGraph.from_dict({"concepts": concepts})


@cache
def coder() -> Plan:
    """The plan that most of the transcripts are about."""
    return graph().plan("coder", ["a"], start=START)


def plans() -> Iterator[Any]:
    """Plans: with a choice, a course, preferences, degrees, limits, nothing to learn, and none at all."""
    yield coder()
    yield coder().explain("course")
    yield coder().explain("d")
    yield coder().explain("a")
    yield graph().plan("coder", ["d"], start=START)
    yield graph().plan("coder", ["d"], start=START).explain("a")
    yield graph().plan("coder", include_preferred=True, degrees="strict", objective={"hours": 1, "price": 0.01})
    yield graph().plan("chief", ["c"], objective="weeks")
    yield graph().plan("d:practitioner", ["c:expert"], objective=["steps", "hours"], education="none")
    yield graph().plan("clerk", ["b"])
    yield graph().plan("clerk", education="none", prefer=["c"], require=["e", "c:awareness"], exclude=["course"])
    yield graph().plan("coder", budget=50, max_hours=100, max_weeks=9, max_paths=0, prefer=["course"])
    yield graph().plan("coder", degrees="strict", education="none")
    yield graph().plan("clerk", exclude=["a"], education="none")
    yield graph().plan("clerk", deadline=date(2027, 1, 20), start=START)
    yield graph().plan("clerk", max_hours=30)
    yield graph().plan("clerk", exclude=["a", "b"], budget=10)


def clashes() -> Iterator[Any]:
    """What cannot be kept together, and how far each of it would have to give."""
    for options in (
        {"require": ["college"], "budget": 100},
        {"require": ["college", "e"], "max_hours": 500, "max_weeks": 20},
        {"require": ["d"], "exclude": ["d"]},
        {"require": ["camp"], "path_kinds": ["course"], "education": "all"},
        {"require": ["school"], "path_kinds": []},
        {"prefer": ["course"], "max_paths": 0},
        {"prefer": ["college"], "max_hours": 100, "education": "none"},
        {"prefer": ["college"], "exclude": ["b"], "max_hours": 100},
        {"exclude": ["c"], "max_hours": 124, "require": ["e"]},
        {"exclude": ["school", "d"], "max_weeks": 13},
        {"degrees": "strict", "max_paths": 0},
        {"degrees": "employer", "path_kinds": ["course", "bootcamp"]},
        {"budget": 10, "max_hours": 130, "deadline": date(2027, 3, 1), "start": START},
        {"education": "none", "max_hours": 139.5},
        {"education": "none", "budget": 0, "max_hours": 140},
    ):
        plan = graph().plan("coder", **options)
        yield f"{options}: {plan}"
        yield [(one.option, one.needed, one.text) for one in plan.relaxations]
    yield str(graph().plans("chief", k=4, difference=1))


def certificates() -> Iterator[Any]:
    """Proofs, of plans and of there being none."""
    for plan in (coder(), graph().plan("coder", degrees="strict", education="none")):
        yield plan.certificate
        yield str(plan.certificate.check(graph()).problems)
    for objective in ("steps", "price", "weeks", {"steps": 5, "weeks": 1}):
        proof = graph().plan("chief", ["a"], objective=objective, require=["e"], exclude=["c"]).certificate
        yield [proof.status, proof.bound, proof.excluded, proof.check(graph()).problems]
    proof = graph().plan("chief").certificate
    yield [proof.status, proof.bound, proof.gap, proof.check(graph()).problems]
    yield graph().plan("clerk", max_hours=30).certificate
    yield graph().plan("clerk", ["a"], objective={"hours": 1, "price": 0.1}).certificate
    yield str(replace(coder().certificate, bound=1.0, landmarks=()).check(graph()).problems)
    yield Landmark(("study c to working", "take camp"), 7.5, 2)
    yield Landmark(("study c to working", "take camp"), 7.5, 1)


def comparisons() -> Iterator[Any]:
    """Two plans, and two roles, side by side."""
    yield coder().compare(coder())
    yield coder().compare(graph().plan("coder", ["a"], education="none"))
    yield graph().plan("chief").compare(coder())
    yield coder().compare(graph().plan("coder", degrees="strict", education="none"))
    yield graph().plan("coder", ["a"], objective="weeks").compare(coder())
    yield graph().plan("coder", education="all").compare(coder())
    yield graph().compare_roles("coder", "chief")
    yield from graph().compare_roles("coder", "chief").shared
    yield graph().compare_roles("clerk", "coder")


def alternatives() -> Iterator[Any]:
    """Other ways than a step, and what each thing known saves."""
    for name in ("d", "course"):
        yield from coder().alternatives(name)
    yield from graph().plan("coder", ["a"], education="all").alternatives("camp")
    yield from graph().plan("chief", ["a"], objective="weeks", education="none").alternatives("e")
    yield graph().plan("coder", ["a", "c", "bachelor"]).savings()
    yield graph().plan("coder", degrees="strict", education="none").savings()
    yield from graph().plan("coder", ["d:expert", "e", "master"], degrees="strict", objective="price").savings()
    yield graph().plan("coder", ["d:expert", "e", "master"], degrees="strict", education="none").savings()


def educations() -> Iterator[Any]:
    """Which paths cover how much, the fewest of them, and the ways side by side."""
    yield from graph().education_for("coder", ["a"])
    yield from graph().education_for("chief", education="checked")
    yield graph().fewest_paths("coder", ["a"])
    yield graph().fewest_paths("clerk", ["a"])
    yield graph().fewest_paths("e")
    yield graph().fewest_paths("coder", degrees="strict", path_kinds=["course"])
    yield graph().compare_education("coder", ["a"])
    yield graph().compare_education("coder", path_kinds=["course", "bootcamp"])


def roles() -> Iterator[Any]:
    """Roles from here and from one another, and several one after the other."""
    yield from graph().reachable_roles(["a"], within_hours=120)
    yield from graph().transitions("clerk")
    matrix = graph().role_matrix()
    yield matrix
    yield matrix.hours
    yield from (entry for row in matrix.transitions for entry in row)
    yield from matrix.nearest("clerk", limit=1)
    yield graph().role_matrix(degrees="strict", education="none")
    ladder = graph().ladder(["clerk", "coder", "chief"], ["a"], max_paths=1)
    yield ladder
    yield from ladder.milestones(START)
    yield graph().ladder(["clerk", "coder"], degrees="strict", education="none")
    yield graph().gap_many([["a"], ["d", "b"]])
    yield graph().gap_many([["a"], ["d", "b"]]).fit.tolist()


def gaps() -> Iterator[Any]:
    """What of a role is met, and what to learn next."""
    for knows in ([], ["d:awareness", "b"], ["d", "e", "bachelor"]):
        gap = graph().gap("coder", knows)
        yield gap
        yield from gap.items
        yield [gap.hours_for(item) for item in gap.items]
    yield graph().gap("chief", ["c:practitioner", "e"])
    yield from graph().next_skills(["a"], roles=["clerk", "coder", "chief"])
    yield from graph().next_skills([], roles={"coder": 1, "chief": 3}, limit=2, education="none")


def schedules() -> Iterator[Any]:
    """Steps in time: weeks, days, milestones and a calendar; hours that are uncertain, and hours that may be wrong."""
    schedule = graph().plan("chief", ["a"]).schedule({"mon": 1, "wed": 1.5, "sat": 4}, start=START)
    yield schedule
    yield from schedule.milestones
    yield schedule.to_ics().replace("\r\n", "\n")
    yield coder().schedule(7, start=START)
    yield coder().schedule(7, start=START).verify().problems
    odds = coder().uncertainty(7, start=START)
    yield odds
    yield [odds.ready_by(date(2027, 4, day)) for day in (1, 12, 18, 30)]
    yield [odds.probability_within(hours) for hours in (90, 105, 134)]
    yield graph().plan("chief").robustness()
    yield from graph().plan("chief").robustness("c", "camp", "e")
    yield from graph().plan("coder", ["a"], objective="weeks").robustness("course", "d", "c")
    yield from graph().plan("coder", ["a"], objective={"hours": 1, "weeks": 2}).robustness("course", "b")
    yield from graph().plan("coder", ["a"], max_hours=118, exclude=["college"]).robustness("course", "c", "d")
    yield from graph().plan("d:practitioner", ["c"], education="none").robustness()


def fronts() -> Iterator[Any]:
    """Compromises, the best that differ, and many at once."""
    yield graph().frontier("coder", ["a"], over=("hours", "price", "weeks"))
    yield graph().frontier("clerk", over=("price", "hours"))
    yield from graph().plans("chief", k=3, difference=0.2)
    yield from graph().plans("clerk", k=2, difference=0, start=START)[-1].verify().problems
    yield graph().plan_many([("coder", ["a"]), ("chief", [])])


def weeks() -> Iterator[Any]:
    """The hours of a week."""
    for given in (7, 2.5, {"mon": 1}, {"Tuesday": 1, "fri": 2.5}, {"sun": 24, "sat": 0}):
        week = Week.parse(given)
        yield week
        yield week.by_day()
        for number in (0, 0.5, 1, 1.25, 3):
            yield f"{number}: {week.day_of(START, number)}, {week.day_after(START, number)}"


def profiles() -> Iterator[Any]:
    """What a person knows, holds and states."""
    data = {
        "knows": ["d:practitioner", {"know": "Coding", "level": "awareness", "assessed": "2026-03-01"}],
        "credentials": [{"credential": "Bachelor", "awarded": "2021-07-01"}, "master"],
        "constraints": {"hours_per_week": {"mon": 1}, "objective": ["hours", {"price": 2}], "exclude": ["Camp"]},
    }
    profile = Profile.from_dict(data, graph())
    yield profile.to_dict()
    yield profile.constraints
    assumed = profile.with_prerequisites(graph())
    yield [assumed.levels, assumed.assumed, assumed.stated, assumed.entries(), assumed.ranks()]
    after = assumed.after(graph(), coder().steps)
    yield [after.levels, after.credentials, after.assumed, after.dates]
    joined = assumed.joined(Profile.of(graph(), ["c:expert", "a:awareness", "e"]))
    yield [joined.levels, joined.credentials, joined.assumed, joined.dates]
    rest = coder().replan(done=["d"], knows=["e"])
    yield rest.knows.entries()
    yield rest


WRONG: dict[str, Callable[[], object]] = {
    "no such step": lambda: coder().explain("e"),
    "no such alternative": lambda: coder().alternatives("college"),
    "not done": lambda: coder().done(["camp"]),
    "not done to that level": lambda: coder().done(["e:expert"]),
    "done as a text": lambda: coder().done("d"),
    "a target that is none": lambda: graph().plan("course"),
    "knows what nobody knows": lambda: graph().plan("coder", ["school"]),
    "knows as a text": lambda: graph().plan("coder", "a"),
    "a wrong policy": lambda: graph().plan("coder", degrees="some"),
    "wrong education": lambda: graph().plan("coder", education="some"),
    "wrong kinds of path": lambda: graph().plan("coder", path_kinds=["walk"]),
    "kinds of path as a text": lambda: graph().plan("coder", path_kinds="course"),
    "exclude a role": lambda: graph().plan("coder", exclude=["clerk"]),
    "require a degree": lambda: graph().plan("coder", require=["bachelor"]),
    "prefer as a text": lambda: graph().plan("coder", prefer="c"),
    "no time": lambda: graph().plan("coder", time_limit=0),
    "a budget below nothing": lambda: graph().plan("coder", budget=-1),
    "a budget that is true": lambda: graph().plan("coder", budget=True),
    "a deadline before the start": lambda: graph().plan("coder", deadline=date(2027, 1, 3), start=START),
    "no objective": lambda: graph().plan("coder", objective=[]),
    "a wrong objective": lambda: graph().plan("coder", objective="fun"),
    "an objective without weight": lambda: graph().plan("coder", objective={"hours": 0}),
    "no hours": lambda: Week.parse(0),
    "hardly any hours": lambda: Week.parse(1e-300),
    "too many hours": lambda: Week.parse({"mon": 25}),
    "a day twice": lambda: Week.parse({"mon": 1, "Monday": 2}),
    "days without hours": lambda: Week.parse({"mon": 0}),
    "no such day": lambda: Week.parse({"mo": 1}),
    "plans as alike as possible": lambda: graph().plans("coder", difference=2),
    "no plans": lambda: graph().plans("coder", k=0),
    "a frontier over steps": lambda: graph().frontier("coder", over=["hours", "steps"]),
    "no hours to reach": lambda: graph().reachable_roles(within_hours=-1),
    "no rungs": lambda: graph().ladder([]),
    "a rung that is no role": lambda: graph().ladder(["a"]),
    "roles of a matrix as a text": lambda: graph().role_matrix("coder"),
    "rungs as a text": lambda: graph().ladder("coder"),
    "roles as a text": lambda: graph().next_skills(roles="coder"),
    "an option of plans alone": lambda: graph().next_skills(roles=["coder"], budget=3),
    "no skills": lambda: graph().next_skills(roles=["coder"], limit=0),
    "a role without weight": lambda: graph().next_skills(roles={"coder": 0}),
    "not in the matrix": lambda: graph().role_matrix(["coder"]).nearest("chief"),
    "a gap of a course": lambda: graph().gap("course"),
    "a wrong batch": lambda: graph().plan_many([("coder", ["x"]), ("none", [])]),
    "no processes": lambda: graph().plan_many([("coder", [])], processes=0),
    "wrong profiles": lambda: graph().gap_many([["a"], ["x"]]),
    "the robustness of nothing": lambda: graph().plan("clerk", max_hours=1).robustness(),
    "the robustness of a role": lambda: coder().robustness("coder"),
    "uncertain from nothing": lambda: graph().plan("clerk", max_hours=1).uncertainty(),
    "a chance of two": lambda: coder().uncertainty(start=START).quantile(2),
    "a calendar that is none": lambda: coder().schedule(start=START).save("plan.txt"),
    "too slow for the calendar": lambda: coder().schedule(1e-6, start=START),
    "a profile that is none": lambda: Profile.from_dict({"knows": "a", "know": [], "constraints": []}, graph()),
    "wrong entries": lambda: Profile.from_dict(
        {
            "knows": [3, "x", "school", {"know": "a", "assessed": 3}, {"know": "a", "on": 3}],
            "credentials": ["a", {"awarded": "2021-01-01"}, {"credential": "master", "awarded": "soon"}],
            "constraints": {"budget": -1, "fun": 1, "exclude": [""], "path_kinds": ["walk"], "start": 3, "degrees": ""},
        },
        graph(),
    ),
    "a profile of another name": lambda: Profile().save("me.txt"),
    "a plan that is none": lambda: Plan.from_dict([], graph()),
    "a plan without a target": lambda: Plan.from_dict({"knows": []}, graph()),
    "a plan with another option": lambda: Plan.from_dict({**coder().to_dict(), "options": {"fun": 1}}, graph()),
    "a plan with a wrong option": lambda: Plan.from_dict(
        {**coder().to_dict(), "options": {"include_preferred": 1}}, graph()
    ),
    "a plan with wrong differences": lambda: Plan.from_dict({**coder().to_dict(), "differences": [3]}, graph()),
    "a certificate that is none": lambda: type(coder().certificate).from_dict({}),
}


def mistakes() -> Iterator[Any]:
    """What is said to wrong use."""
    for name, use in WRONG.items():
        try:
            use()
        except MLCareerError as error:
            yield f"{name}: {type(error).__name__}: {error}"
        else:
            yield f"{name}: nothing"


TRANSCRIPTS: dict[str, Callable[[], Iterator[Any]]] = {
    made.__name__: made
    for made in (
        plans,
        clashes,
        certificates,
        comparisons,
        alternatives,
        educations,
        roles,
        gaps,
        schedules,
        fronts,
        weeks,
        profiles,
        mistakes,
    )
}


SOLVER = {"landmarks"}
"""What there may be several of that are as good: which one it is depends on the version of the solver."""


def told(results: Iterator[Any]) -> str:
    """Results as text: what they are called, what they say, and what is not empty of their plain data."""
    lines = []
    for result in results:
        text = str(result)
        name = repr(result)
        lines += [name] if name.startswith("<") else []
        lines += [text] if text not in name or not name.startswith("<") else []
        if hasattr(result, "to_dict"):
            given = {key: value for key, value in result.to_dict().items() if value not in (None, [], {})}
            lines += [f"  {key}: {json.dumps(given[key], ensure_ascii=False)}" for key in given if key not in SOLVER]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_results_say_what_was_read_and_found_good(name: str) -> None:
    """Texts and data of results are those that are written down."""
    assert told(TRANSCRIPTS[name]()) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, made in TRANSCRIPTS.items():
        (FOLDER / f"{name}.txt").write_text(told(made()), encoding="utf-8")
