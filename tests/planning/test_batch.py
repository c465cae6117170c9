"""A batch is the plans one by one, in processes too."""

from __future__ import annotations

import pickle

import pytest
from oracles import random_career

import mlcareer_graph as mcg
from mlcareer_graph import Profile, load_graph
from mlcareer_graph.planning import batch, solver

WISHES = [
    ("data analyst", ["SQL", "Python"]),
    ("keras", ["Python"]),
    ("keras:practitioner", []),
    ("data engineer", ["Docker:practitioner", "Linux"]),
]


def test_a_batch_is_the_plans_one_by_one() -> None:
    """Each plan is the one that `plan` makes, with its options, in the order of the wishes."""
    graph = load_graph()
    plans = graph.plan_many(WISHES, objective="steps")
    assert list(plans) == [graph.plan(target, knows, objective="steps") for target, knows in WISHES]
    assert len(plans) == 4
    assert plans[1].target.id == "keras"
    assert plans[1:3] == plans.plans[1:3]


def test_processes_change_nothing() -> None:
    """Two processes give the plans of one."""
    graph = load_graph()
    assert graph.plan_many(WISHES, processes=2).plans == graph.plan_many(WISHES).plans
    assert graph.plan_many([], processes=2).plans == ()


def test_a_batch_on_random_careers_is_the_plans_one_by_one() -> None:
    """Also where there is no plan, with the reasons why."""
    statuses = set()
    for seed in range(120):
        graph, knows = random_career(seed)
        batch = graph.plan_many([("job", knows), ("job", [])], degrees="strict")
        assert list(batch) == [graph.plan("job", known, degrees="strict") for known in (knows, [])]
        statuses.update(plan.status for plan in batch)
    assert statuses == {"optimal", "infeasible"}


def test_every_wrong_entry_is_named_before_any_plan_is_made() -> None:
    """The error carries the position of each with its own error, and survives pickling."""
    wishes = [("keras", []), ("nobody knows this", []), ("keras", ["Python:master"])]
    with pytest.raises(mcg.InvalidBatchError) as caught:
        load_graph().plan_many(wishes)
    kinds = [(position, type(error)) for position, error in caught.value.problems]
    assert kinds == [(1, mcg.UnknownConceptError), (2, mcg.UnknownLevelError)]
    assert "entry 2: 'master' is not a level" in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)


def test_the_message_of_many_wrong_entries_stays_short() -> None:
    """Five are listed, and how many there are beyond."""
    with pytest.raises(mcg.InvalidBatchError, match=r"; and 15 more$"):
        load_graph().plan_many([("nobody knows this", [])] * 20)


def test_many_questions_have_the_search_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """From so many questions on it is machine code that searches, which changes no plan; fewer start none."""
    graph = load_graph()
    monkeypatch.setattr(solver, "_searches", [solver.Search])
    plans = graph.plan_many(WISHES).plans
    assert not solver.is_compiled()
    monkeypatch.setattr(batch, "MANY", len(WISHES))
    assert graph.plan_many(WISHES).plans == plans
    assert solver.is_compiled()


@pytest.mark.parametrize("to_compile", [False, True])
def test_a_process_searches_as_the_one_that_started_it(monkeypatch: pytest.MonkeyPatch, to_compile: bool) -> None:
    """Where planning is compiled, it is so in the processes that share the work."""
    monkeypatch.setattr(solver, "_searches", [solver.Search])
    batch._receive((), to_compile)
    assert solver.is_compiled() == to_compile


@pytest.mark.parametrize("processes", [0, -1, 1.5, True])
def test_the_number_of_processes_is_a_whole_one(processes: object) -> None:
    """None, a negative, a broken number and a truth value are refused."""
    with pytest.raises(mcg.UnknownOptionError, match="a whole number above 0"):
        load_graph().plan_many(WISHES, processes=processes)  # type: ignore[arg-type]


def test_a_frame_has_a_row_for_each_plan() -> None:
    """The figures are those of the plans; where there is no plan there are none."""
    graph = load_graph()
    frame = graph.plan_many([*WISHES, ("keras", [])], max_hours=400).to_frame()
    plans = [graph.plan(target, knows, max_hours=400) for target, knows in [*WISHES, ("keras", [])]]
    assert frame["target"].tolist() == [plan.target.id for plan in plans]
    assert frame["status"].tolist() == [plan.status for plan in plans]
    assert set(frame["status"]) == {"optimal", "infeasible"}
    found = frame[frame["status"] == "optimal"]
    assert found["hours_likely"].tolist() == [plan.hours.likely for plan in plans if plan.status == "optimal"]
    assert found["steps"].tolist() == [len(plan.steps) for plan in plans if plan.status == "optimal"]
    assert frame[frame["status"] == "infeasible"][["cost", "hours_low", "weeks", "steps"]].isna().all().all()
    assert (frame["seconds"] > 0).all()


def test_a_bar_is_shown_on_request_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """The standard output stays empty either way."""
    graph = load_graph()
    graph.plan_many(WISHES[1:2])
    assert capsys.readouterr() == ("", "")
    graph.plan_many(WISHES[1:2], progress=True)
    assert capsys.readouterr().out == ""


def test_a_graph_that_was_pickled_plans_alike() -> None:
    """It finds names, knows the ambiguous ones, and makes the same plan."""
    graph = load_graph()
    copy = pickle.loads(pickle.dumps(graph))
    assert copy == graph
    assert copy.find("sklearn") == graph.find("sklearn")
    assert copy.ambiguous_names == graph.ambiguous_names
    assert copy.plan("keras", ["Python"]) == graph.plan("keras", ["Python"])


def test_profiles_are_entries_too() -> None:
    """A profile goes where names go."""
    graph = load_graph()
    profile = Profile.of(graph, ["Python"])
    assert graph.plan_many([("keras", profile)])[0] == graph.plan("keras", profile)
