"""Details that no other test looks at: what settles a choice, where a line is broken, and what stops early."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from oracles import random_career, random_cover, random_instance

from mlcareer_graph import CareerGraph, Level, Plan, Profile
from mlcareer_graph.model import Requirement
from mlcareer_graph.planning import batch, kernel
from mlcareer_graph.planning.certification import _Search, _Task
from mlcareer_graph.planning.instance import Instance, derivation
from mlcareer_graph.planning.kernel import KernelSolution, solve_kernel
from mlcareer_graph.planning.outcome import find_outcome
from mlcareer_graph.planning.profile import states_level
from mlcareer_graph.planning.program import IntegerProgram, Optimum
from mlcareer_graph.planning.schedule import _folded
from mlcareer_graph.planning.solver import MAX_BRANCHED, SMALL, WIDE, Search, is_compiled
from mlcareer_graph.planning.unit_steps import UnitAction


def test_the_most_binding_requirement_of_an_option_is_compared() -> None:
    """Required goes before preferred, then the fewest options that may be left out, then the highest level."""
    skills: list[dict[str, Any]] = [{"id": name, "kind": "skill", "name": name.upper()} for name in "abcd"]

    def compared(*requires: dict[str, Any]) -> tuple[str, int, int]:
        role = {"id": "job", "kind": "role", "name": "Job", "requires": list(requires)}
        [item, *_] = CareerGraph.from_dict({"concepts": [*skills, role]}).compare_roles("job", "job").shared
        assert item.concept.id == "a"
        assert item.first is not None
        return str(item.first.level), item.first.at_least, len(item.first.options)

    three_of_four = {"any_of": ["a", "b", "c", "d"], "at_least": 3}
    one_of_three = {"any_of": ["a", "b", "c"]}
    alone = {"any_of": ["a"], "strength": "preferred"}
    assert compared(one_of_three, three_of_four) == ("working", 3, 4)
    assert compared(three_of_four, one_of_three) == ("working", 3, 4)
    assert compared(alone, one_of_three) == ("working", 1, 3)
    assert compared({**one_of_three, "level": "expert"}, one_of_three) == ("expert", 1, 3)


@pytest.mark.parametrize("character", ["x", "ä", "€"])
def test_a_line_is_broken_where_it_gets_too_long(character: str) -> None:
    """Each piece has as many bytes as fit into 74, the blank at its start with them, and nothing is lost."""
    line = character * 300
    pieces = _folded(line).split("\r\n")
    width = len(character.encode())
    assert "".join([pieces[0], *(piece.removeprefix(" ") for piece in pieces[1:])]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert len(pieces[0]) == 74 // width
    assert all(len(piece) == 1 + 73 // width for piece in pieces[1:-1])
    assert _folded("x" * 74) == "x" * 74


def test_only_what_follows_the_last_colon_is_a_level() -> None:
    """A name may have a colon of its own."""
    assert states_level("Course: Algebra:Working ", Level.WORKING)
    assert not states_level("Course: Algebra", Level.WORKING)
    assert not states_level("working:Algebra", Level.WORKING)


@pytest.mark.parametrize(
    ("size", "gap", "rest", "is_likely"),
    [
        (SMALL, 10, 10, True),
        (SMALL + 1, 10, 10, False),
        (SMALL + 1, 10, 10 * WIDE, True),
        (SMALL + 1, 11, 11 * WIDE - 1, False),
        (MAX_BRANCHED, 1, WIDE, True),
        (MAX_BRANCHED + 1, 0, 10, False),
    ],
)
def test_alternatives_are_tried_where_few_are_left(size: int, gap: int, rest: int, is_likely: bool) -> None:
    """Small cores are branched on, larger ones if bound and plan are near, and none once all branches are used."""
    search = Search(1, 1, time.monotonic())
    assert search.may_branch(size, gap, rest) is is_likely
    search.branches = 0
    assert not search.may_branch(size, gap, rest)


@pytest.mark.parametrize("make", [random_instance, random_cover])
def test_out_of_time_a_large_problem_has_a_plan_and_a_bound(
    make: Callable[[int], Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan leads to the target, costs no less than the cheapest one and is not called proven unless it is."""
    monkeypatch.setattr("mlcareer_graph.planning.reduction.LARGE", 1)
    efforts = set()
    for seed in range(60):
        instance = make(seed)
        best = Search(1, 1, time.monotonic() + 60).best_plan(instance)
        hasty = Search(1, 1, time.monotonic() - 1).best_plan(instance)
        assert (hasty is None) == (best is None)
        if hasty is not None and best is not None:
            assert instance.target in derivation(instance, sorted(hasty.plan))
            assert hasty.bound <= best.bound <= instance.total(best.plan) <= instance.total(hasty.plan)
            assert hasty.effort in {0, 3}
            assert hasty.effort == 3 or hasty.bound == instance.total(hasty.plan)
            efforts.add(hasty.effort)
    assert 3 in efforts


def test_landmarks_found_before_time_ran_out_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that is stopped in the middle of a round keeps what the round has found."""
    actions = [UnitAction(((f"study {name}", 1.0),), (), ((name, 1),)) for name in "abc"]
    task = _Task(actions, [(2, (("a", 1), ("b", 1), ("c", 1)))], {})
    search = _Search(task, 2_000_000, time.monotonic() + 60)
    nodes = sorted(task.names)
    answers = iter([False, True])
    monkeypatch.setattr(search, "_is_late", lambda: next(answers))
    [(cut, at_least)] = search._missed(dict.fromkeys(nodes, 0.25))
    assert (len(cut), at_least) == (2, 1)
    answers = iter([True])
    assert search._missed(dict.fromkeys(nodes, 0.25)) == []


def test_fewer_next_skills_are_the_first_of_all() -> None:
    """What is looked at stops early only where nothing that is left could come among the best."""
    compared = 0
    for seed in range(40):
        graph, knows = random_career(seed)
        every = graph.next_skills(knows, roles=graph.roles, limit=1000)
        for limit in (1, 2, 3):
            few = graph.next_skills(knows, roles=graph.roles, limit=limit)
            assert [skill.value for skill in few] == pytest.approx([skill.value for skill in every[:limit]])
            compared += len(every) > limit
    assert compared > 10


def test_a_bootcamp_is_compared_without_courses_and_a_path_without_hours_has_none() -> None:
    """The way of a bootcamp holds no course, however short, and a path without hours has no range."""
    concepts: list[dict[str, Any]] = [
        {"id": "a", "kind": "skill", "name": "A", "hours": 50},
        {"id": "b", "kind": "skill", "name": "B", "hours": 50},
        *(
            {
                "id": name,
                "kind": "education-path",
                "name": name,
                "path_kind": kind,
                "teaches": [taught],
                "checked": "2026-01-01",
                **({"hours": 20} if name != "talk" else {}),
            }
            for name, kind, taught in (("camp", "bootcamp", "a"), ("course", "course", "b"), ("talk", "course", "b"))
        ),
        {"id": "job", "kind": "role", "name": "Job", "requires": ["a", "b"]},
    ]
    graph = CareerGraph.from_dict({"concepts": concepts})
    ways = {way.name: [path.id for path in way.paths] for way in graph.compare_education("job").ways}
    assert ways == {
        "self-study": [],
        "checked courses": ["course"],
        "bootcamp": ["camp"],
        "any mix": ["camp", "course"],
    }
    [silent] = graph.plan("job").robustness("talk")
    assert (silent.hours.likely, silent.hours_lower, silent.upper) == (0, 0, math.inf)


def test_a_second_objective_that_is_not_proven_leaves_the_first_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Value and bound are those of the first cost, and the plan is only feasible, whether or not another was found."""
    first = Optimum("optimal", frozenset({0, 1}), 5, 5)
    for second, plan in ((Optimum("feasible", frozenset({0, 2}), 3, 1), {0, 2}), (Optimum("unknown", bound=1), {0, 1})):
        program = IntegerProgram(Instance([0, 1, 2], [[(1, (1, 2))], [], []], 0))
        answers = iter([first, second])
        monkeypatch.setattr(program, "_minimise", lambda *_, answers=answers: next(answers))
        found = program.minimise([0, 5, 5], [0, 1, 2], [0, 0, 0], deadline=math.inf)
        assert (found.status, found.plan, found.value, found.bound) == ("feasible", plan, 5, 5)


def test_a_certificate_for_a_skill_asks_for_that_skill_alone() -> None:
    """A goal that has nothing to do with the skill is told, as is one of a role that the role does not ask for."""
    concepts: list[dict[str, Any]] = [{"id": name, "kind": "skill", "name": name, "hours": 5} for name in "ab"]
    concepts.append({"id": "job", "kind": "role", "name": "Job", "requires": ["a"]})
    graph = CareerGraph.from_dict({"concepts": concepts})
    for target in ("a", "job"):
        certificate = graph.plan(target).certificate
        assert certificate.check(graph)
        other = replace(certificate, goal=(Requirement(target, ("b",)),))
        assert f"{target} does not ask for b at working" in other.check(graph).problems


def test_a_profile_is_saved_as_people_would_write_it(tmp_path: Path) -> None:
    """JSON and YAML are indented by two, in the order of the keys, with letters as they are, and end in a line."""
    profile = Profile((("größe", Level.WORKING),), ("degree",))
    profile.save(tmp_path / "me.json")
    profile.save(tmp_path / "me.yaml")
    assert (tmp_path / "me.json").read_text(encoding="utf-8") == (
        '{\n  "knows": [\n    "größe:working"\n  ],\n  "credentials": [\n    "degree"\n  ]\n}\n'
    )
    assert (tmp_path / "me.yaml").read_text(encoding="utf-8") == "knows:\n- größe:working\ncredentials:\n- degree\n"


def test_limits_of_the_same_measure_are_saved_as_the_lower_one() -> None:
    """A deadline and the most weeks are one limit once they are saved, whichever of them comes first."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": 50}]})
    start = date(2027, 1, 4)
    for most, day, saved in ((7.5, date(2027, 3, 14), 7.5), (12.0, date(2027, 3, 14), 10.0)):
        plan = graph.plan("a", max_weeks=most, deadline=day, start=start)
        assert plan.to_dict()["options"]["max_weeks"] == saved


def test_a_saved_plan_keeps_the_level_of_its_target() -> None:
    """A plan to a higher level of a skill comes back as that, not as a plan to *working*."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": 50}]})
    for level in ("awareness", "working", "expert"):
        plan = graph.plan(f"a:{level}")
        again = Plan.from_dict(plan.to_dict(), graph)
        assert (again.level, again) == (Level.parse(level), plan)


def test_a_plan_that_costs_nothing_within_limits_has_a_bound_of_nothing() -> None:
    """Where the first choice breaks a limit and the next one costs as little, the bound is not a trace above it."""
    concepts: list[dict[str, Any]] = [
        {"id": "a", "kind": "skill", "name": "A", "hours": 50},
        {
            "id": "course",
            "kind": "education-path",
            "name": "Course",
            "path_kind": "course",
            "hours": 10,
            "price": {"likely": 0, "currency": "USD"},
            "teaches": ["a"],
        },
    ]
    graph = CareerGraph.from_dict({"concepts": concepts})
    assert [step.kind for step in graph.plan("a", objective="price").steps] == ["take"]
    plan = graph.plan("a", objective="price", max_paths=0)
    assert ([step.kind for step in plan.steps], plan.cost, plan.bound, plan.status) == (["study"], 0.0, 0.0, "optimal")


def test_what_costs_the_same_comes_first_among_alternatives() -> None:
    """Another way that costs no more goes before one that costs half an hour more, and what is impossible last."""
    hours = {"a": 10.0, "b": 10.5, "c": 10.0, "d": 11.0}
    concepts: list[dict[str, Any]] = [
        {"id": name, "kind": "skill", "name": name.upper(), "hours": given} for name, given in hours.items()
    ]
    concepts.append({"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": list("abcd")}]})
    plan = CareerGraph.from_dict({"concepts": concepts}).plan("job")
    [step] = plan.steps
    options = [(way.name.split()[0], way.extra) for way in plan.alternatives(step)[1:]]
    assert options == [("C", 0.0), ("B", 0.5), ("D", 1.0)]


def test_a_gate_that_is_called_met_and_is_not_is_told() -> None:
    """The sentence says what the gate was said to be."""
    concepts: list[dict[str, Any]] = [
        {"id": "degree", "kind": "credential", "name": "Degree"},
        {"id": "job", "kind": "role", "name": "Job", "requires": ["degree"]},
    ]
    plan = CareerGraph.from_dict({"concepts": concepts}).plan("job")
    tampered = replace(plan, gates=(replace(plan.gates[0], is_met=True),))
    assert tampered.verify().problems == ("the gate of degree is not met",)


@pytest.mark.parametrize(("cost", "bound", "with_steps"), [(1.0, None, False), (None, 1.0, False), (None, None, True)])
def test_a_plan_that_leads_nowhere_has_nothing(cost: float | None, bound: float | None, with_steps: bool) -> None:
    """A cost alone, a bound alone and steps alone are each too much for a plan that is infeasible."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": 50}]})
    nowhere, steps = graph.plan("a", max_hours=1), graph.plan("a").steps
    assert nowhere.verify()
    tampered = replace(nowhere, cost=cost, bound=bound, steps=steps if with_steps else ())
    assert tampered.verify().problems == ("a plan that leads nowhere has neither steps nor a cost",)


def test_work_is_shared_where_there_are_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes for two questions share them, for one question there is no second process."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": 50}]})
    shared = []

    def note(queries: list[Any], workers: int, is_compiled: bool) -> Any:
        shared.append((len(queries), workers, is_compiled))
        return map(find_outcome, queries)

    monkeypatch.setattr(batch, "_in_processes", note)
    for wishes, processes in ((2, 2), (1, 2), (3, 2), (2, 1)):
        graph.plan_many([("a", [])] * wishes, processes=processes)
    assert shared == [(2, 2, is_compiled()), (3, 2, is_compiled())]


def test_a_plan_and_a_bound_that_meet_are_a_proof_whoever_found_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cores give a bound and the programme a plan: where the plan costs no more than the bound, it is cheapest."""
    instance = Instance([0, 5, 6], [[(1, (1, 2))], [], []], 0)
    monkeypatch.setattr(kernel, "is_installed", lambda: True)
    monkeypatch.setattr(kernel, "solve_by_cores", lambda *_: (None, 5))
    for plan, is_optimal in (({0, 1}, True), ({0, 2}, False), (None, False)):
        found = KernelSolution(plan, 3, False)
        monkeypatch.setattr(kernel, "_solve_by_programme", lambda *_, found=found: found)
        assert solve_kernel(instance, 60.0) == KernelSolution(plan, 5, is_optimal)


def test_a_bar_says_what_it_counts(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that takes long is named before its bar."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "a", "kind": "skill", "name": "A", "hours": 1},
                *({"id": name, "kind": "role", "name": name, "requires": ["a"]} for name in ("job", "desk")),
            ]
        }
    )
    graph.role_matrix(progress=True)
    told = capfd.readouterr().err
    assert "Roles" in told
    assert "Transitions" in told
    graph.gap_many([["a"]], progress=True)
    assert "Fits" in capfd.readouterr().err
    graph.plan_many([("job", Profile())], progress=True)
    assert "Planning" in capfd.readouterr().err
