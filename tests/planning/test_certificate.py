"""A certificate proves what it says, and whatever is changed in it is found."""

from __future__ import annotations

import json
import pickle
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import pytest
from oracles import MEASURES, career_records, goal_of_role, least_cost_of_plan, random_career

from mlcareer_graph import CareerGraph, Certificate, Level, LoadError, Plan, Profile, Requirement, load_graph
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.planning import certification
from mlcareer_graph.planning.certificate import Landmark
from mlcareer_graph.planning.distance import profile_after

WEIGHTINGS: tuple[Mapping[str, float], ...] = (
    {"hours": 1, "price": 0.5},
    {"hours": 0.1, "weeks": 0.25, "steps": 3},
)

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "kind": "skill", "name": "A", "hours": {"awareness": 4, "working": 10}},
    {"id": "b", "kind": "skill", "name": "B", "hours": 20, "requires": ["a"]},
    {"id": "c", "kind": "skill", "name": "C", "hours": 40, "easier_with": [{"know": "b", "saves": 0.5}]},
    {"id": "d", "kind": "skill", "name": "D", "hours": 30},
    {"id": "degree", "kind": "credential", "name": "Degree"},
    {
        "id": "course",
        "kind": "education-path",
        "name": "Course",
        "hours": 45,
        "price": {"likely": 300, "currency": "USD"},
        "teaches": ["b", "c"],
        "awards": ["degree"],
        "requires": ["a"],
    },
    {"id": "job", "kind": "role", "name": "Job", "requires": ["b", "c", {"any_of": ["b", "c", "d"], "at_least": 2}]},
]
GRAPH = CareerGraph.from_dict({"concepts": RECORDS})
CERTIFICATE = GRAPH.plan("job").certificate


def graph_with(concept_id: str, **changes: Any) -> CareerGraph:
    """The graph with one concept changed."""
    return CareerGraph.from_dict(
        {"concepts": [record | changes if record["id"] == concept_id else record for record in RECORDS]}
    )


@cache
def certified(seed: int) -> tuple[CareerGraph, Plan]:
    """A random career with a plan under a drawn objective, degree policy and choice of what to do without."""
    graph, knows = random_career(seed)
    rng = random.Random(seed)
    candidates = [record["id"] for record in career_records(seed)[0] if record["kind"] in ("skill", "education-path")]
    plan = graph.plan(
        "job",
        knows,
        objective=rng.choice([*MEASURES, *WEIGHTINGS]),
        degrees=rng.choice(["report", "employer", "strict"]),
        include_preferred=rng.random() < 0.5,
        exclude=rng.sample(candidates, 1) if rng.random() < 0.2 else (),
        education=rng.choice(["checked", "all", "all", "none"]),
    )
    return graph, plan


@pytest.mark.parametrize("first", range(0, 1500, 250))
def test_certificates_of_random_careers_hold(first: int) -> None:
    """The check accepts every certificate that is found, and nearly all of them close the gap."""
    closed = planned = 0
    for seed in range(first, first + 250):
        graph, plan = certified(seed)
        certificate = plan.certificate
        assert certificate.check(graph).problems == (), seed
        assert (certificate.status == "infeasible") == (plan.status == "infeasible")
        if plan.status != "infeasible":
            planned += 1
            closed += certificate.is_complete
            assert certificate.status in ("optimal", "optimal (by solver)")
            assert certificate.gap == pytest.approx(plan.cost - certificate.bound, abs=1e-4)
    assert planned > 100
    assert closed >= 0.97 * planned


@pytest.mark.parametrize("objective", [*MEASURES, *WEIGHTINGS], ids=str)
def test_no_bound_is_above_the_least_cost(objective: str | Mapping[str, float]) -> None:
    """What the landmarks add up to is at most what brute force finds, one level at a time."""
    found = 0
    for seed in range(50_000, 50_100):
        graph, knows = random_career(seed)
        plan = graph.plan("job", knows, objective=objective, assume_prerequisites=False)
        goal = goal_of_role(graph, "job", "report", include_preferred=False)
        least = least_cost_of_plan(graph, goal, plan.knows.ranks(), objective)
        certificate = plan.certificate
        assert (certificate.bound is None) == (least is None)
        if certificate.bound is not None and least is not None:
            assert certificate.bound <= least + 1e-5
            found += certificate.bound > 0
    assert found


@pytest.mark.parametrize("seed", range(0, 400, 4))
def test_whatever_is_taken_from_a_certificate_is_missed(seed: int) -> None:
    """Without one of its landmarks, with one action less in one, or with a greater amount, no certificate holds."""
    graph, plan = certified(seed)
    certificate = plan.certificate
    landmarks = certificate.landmarks
    for index, landmark in enumerate(landmarks):
        if not landmark.amount:
            continue
        others = (*landmarks[:index], *landmarks[index + 1 :])
        assert not replace(certificate, landmarks=others).check(graph)
        raised = replace(landmark, amount=landmark.amount + 0.01)
        grown = replace(certificate, landmarks=(*others, raised), bound=certificate.bound + raised.adds - landmark.adds)
        if certificate.is_complete:
            assert not grown.check(graph)
        for action in landmark.actions if landmark.at_least == 1 else ():
            fewer = replace(landmark, actions=tuple(name for name in landmark.actions if name != action))
            assert not replace(certificate, landmarks=(*others, fewer)).check(graph)


LARGEST = CERTIFICATE.landmarks[0]


@pytest.mark.parametrize(
    ("tampered", "problem"),
    [
        (replace(CERTIFICATE, landmarks=CERTIFICATE.landmarks[1:]), "the landmarks add up to"),
        (replace(CERTIFICATE, bound=CERTIFICATE.bound + 1), "the landmarks add up to"),
        (replace(CERTIFICATE, cost=CERTIFICATE.cost - 1), "is above the cost"),
        (replace(CERTIFICATE, landmarks=(replace(LARGEST, amount=99.0),), bound=99.0, cost=99.0), "of which the landm"),
        (replace(CERTIFICATE, landmarks=(replace(LARGEST, actions=("study d to expert",)),)), "can be met without one"),
        (replace(CERTIFICATE, landmarks=(replace(LARGEST, actions=("sing",)),)), "the graph has no action 'sing'"),
        (replace(CERTIFICATE, knows=Profile((("a", Level.WORKING),))), "the goal can be met without"),
        (replace(CERTIFICATE, knows=Profile((("b", Level.WORKING), ("c", Level.WORKING)))), "the goal can be met"),
        (replace(CERTIFICATE, goal=(Requirement("job", ("d",)),)), "job does not ask for d at working"),
        (replace(CERTIFICATE, target="nobody"), "no concept is called 'nobody'"),
        (replace(CERTIFICATE, weights=(("price", 1.0),)), "of which the landmarks take"),
        (replace(CERTIFICATE, weights=(("hours", 0.5),)), "of which the landmarks take"),
        (replace(CERTIFICATE, bound=None, cost=None), "that there is no plan needs a landmark without actions"),
        (replace(CERTIFICATE, bound=None, cost=None, landmarks=(Landmark((), 0.0),)), "the goal can be met without"),
        (replace(CERTIFICATE, bound=float("nan")), "the landmarks add up to"),
        (replace(CERTIFICATE, landmarks=(replace(LARGEST, amount=4e-7),) * 100, bound=4e-5), "the landmarks add up to"),
    ],
)
def test_what_was_tampered_with_is_told(tampered: Certificate, problem: str) -> None:
    """The check is false and one of its sentences says what does not hold."""
    verification = tampered.check(GRAPH)
    assert not verification
    assert any(problem in text for text in verification.problems), verification.problems


@pytest.mark.parametrize(
    ("graph", "holds"),
    [
        (GRAPH, True),
        (graph_with("course", hours=20), False),
        (graph_with("course", hours=90), True),
        (graph_with("course", requires=[]), False),
        (graph_with("c", easier_with=[{"know": "b", "saves": 0.9}]), False),
        (graph_with("c", easier_with=[{"know": "a", "saves": 0.5}]), False),
        (graph_with("b", hours=5), False),
        (graph_with("b", requires=[]), False),
        (graph_with("job", requires=["b"]), False),
        (graph_with("d", hours=1), True),
    ],
)
def test_a_certificate_holds_on_graphs_without_a_cheaper_way(graph: CareerGraph, holds: bool) -> None:
    """On another graph the same landmarks hold only if no plan is cheaper there."""
    assert bool(CERTIFICATE.check(graph)) == holds
    if holds:
        assert graph.plan("job").cost >= CERTIFICATE.bound


def test_two_of_three_are_proven_together() -> None:
    """Where two of three are asked for, no amounts of landmarks of one are enough: every plan holds two of them."""
    skills = [{"id": name, "kind": "skill", "name": name, "hours": {"awareness": 0, "working": 10}} for name in "xyz"]
    job = {"id": "job", "kind": "role", "name": "job", "requires": [{"any_of": [*"xyz"], "at_least": 2}]}
    graph = CareerGraph.from_dict({"concepts": [*skills, job]})
    certificate = graph.plan("job").certificate
    assert certificate.landmarks == (
        Landmark(("study x to working", "study y to working", "study z to working"), 10.0, 2),
    )
    assert certificate.check(graph)
    assert str(certificate) == "optimal: 1 landmark adds up to 20 hours"
    thrice = replace(certificate, landmarks=(replace(certificate.landmarks[0], at_least=3),), bound=30.0, cost=30.0)
    assert "the goal can be met without 3 of" in thrice.check(graph).problems[0]


def test_a_certificate_is_read_back_from_json() -> None:
    """Stored as JSON, which follows the published schema, and read again it is the same, and holds without the plan."""
    schema = json.loads((ontology_folder() / "plan.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for seed in range(150):
        graph, plan = certified(seed)
        stored = json.dumps(plan.certificate.to_dict())
        validator.validate(json.loads(json.dumps(plan.to_dict() | {"certificate": plan.certificate.to_dict()})))
        read = Certificate.from_dict(json.loads(stored))
        assert read == plan.certificate
        assert read.check(graph).problems == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"landmarks": [{"amount": -1.0, "at_least": 1, "actions": ["study a to working"]}]},
        {"landmarks": [{"amount": float("nan"), "at_least": 1, "actions": ["study a to working"]}]},
        {"landmarks": [{"amount": 1.0, "at_least": 3, "actions": ["study a to working"]}]},
        {"landmarks": [{"amount": 1.0, "at_least": 0, "actions": ["study a to working"]}]},
        {"landmarks": [{"amount": 1.0, "at_least": 1.5, "actions": ["study a to working", "study b to working"]}]},
        {"landmarks": [{"amount": 1.0, "at_least": 2, "actions": ["study a to working", "study a to working"]}]},
        {"landmarks": None},
        {"knows": [{"level": "working"}]},
        {"knows": [{"id": "a", "level": "mastery"}]},
        {"weights": {"fun": 1}},
        {"weights": {"hours": -1}},
        {"hours_per_week": 0},
        {"goal": [{"any_of": [], "at_least": 1, "level": "working"}]},
    ],
)
def test_what_is_no_certificate_is_refused(changes: dict[str, Any]) -> None:
    """Data that no plan's certificate could give is an error of loading, in one line."""
    with pytest.raises(LoadError, match=r"^certificate: this is not what Certificate\.to_dict gives"):
        Certificate.from_dict(CERTIFICATE.to_dict() | changes)
    with pytest.raises(LoadError):
        Certificate.from_dict([])  # type: ignore[arg-type]


def test_an_unreachable_target_is_proven_so() -> None:
    """Of a plan that is not there the certificate shows that nothing that can be done meets the goal."""
    graph = graph_with("job", requires=["degree", "b"])
    certificate = graph.plan("job", degrees="strict", education="none").certificate
    assert certificate.check(graph)
    assert str(certificate) == "infeasible: nothing that can be done leads to job"
    assert not replace(certificate, education="all").check(graph)


def test_limits_are_left_to_the_solver() -> None:
    """What is required counts in the proof; that no plan keeps within limits is not what landmarks show."""
    required = GRAPH.plan("job", require=["course"])
    assert required.certificate.status == "optimal"
    assert required.certificate.check(GRAPH)
    assert "course" in json.dumps(required.certificate.to_dict()["besides"])
    limited = GRAPH.plan("job", max_hours=1).certificate
    assert (limited.status, limited.is_complete) == ("unproven", False)
    assert str(limited).startswith("unproven: no plan to job was found")
    assert not limited.check(GRAPH)


def test_what_is_known_already_costs_nothing() -> None:
    """Without anything to learn, no landmarks are needed."""
    certificate = GRAPH.plan("a", ["a"]).certificate
    assert (certificate.status, certificate.bound, certificate.landmarks) == ("optimal", 0.0, ())
    assert certificate.check(GRAPH)


def test_a_gap_that_is_left_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the landmarks do not reach the cost, the status says whose word it is, and the text how far they reach."""
    monkeypatch.setattr(certification, "_NOISES", ())
    monkeypatch.setattr(certification, "_PAIRS", 0)
    skills = [{"id": name, "kind": "skill", "name": name, "hours": {"awareness": 0, "working": 10}} for name in "xyz"]
    job = {"id": "job", "kind": "role", "name": "job", "requires": [{"any_of": [*"xyz"], "at_least": 2}]}
    graph = CareerGraph.from_dict({"concepts": [*skills, job]})
    plan = graph.plan("job")
    certificate = plan.certificate
    assert certificate.check(graph)
    assert str(certificate) == "optimal (by solver): 1 landmark adds up to 10 of 20 hours (50.0%)"
    assert (certificate.gap, certificate.is_complete) == (10, False)
    stopped = replace(plan, status="feasible", bound=12.0).certificate
    assert stopped.status == "feasible"
    assert stopped.check(graph)


def test_time_that_runs_out_leaves_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found when the time is up is a certificate, too."""
    monkeypatch.setattr(certification, "SECONDS", -1.0)
    graph = load_graph()
    certificate = graph.plan("data scientist").certificate
    assert certificate.check(graph)
    assert not certificate.is_complete


def test_another_use_of_the_solver_in_the_process_does_no_harm() -> None:
    """A program that has run HiGHS with more threads, which then hold for the process, gets the same certificate."""
    code = (
        "import highspy; other = highspy.Highs(); other.setOptionValue('output_flag', False);"
        "other.setOptionValue('threads', 2); other.addVar(0, 1); other.run();"
        "from mlcareer_graph import load_graph; print(load_graph().plan('ai safety researcher').certificate)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.splitlines()[-1] == str(load_graph().plan("ai safety researcher").certificate)


def test_a_plan_makes_its_certificate_once() -> None:
    """It is the same object each time, and neither equality nor pickling of the plan depends on it."""
    plan, twin = GRAPH.plan("job"), GRAPH.plan("job")
    assert plan.certificate is plan.certificate
    assert plan == twin
    assert pickle.loads(pickle.dumps(plan)).certificate == twin.certificate


def test_plans_of_the_shipped_graph_have_proofs_that_hold() -> None:
    """From nothing, from other roles and under other objectives the landmarks add up to the cost."""
    graph = load_graph()
    analyst = profile_after(graph.plan("data analyst"))
    plans = [
        graph.plan("data analyst"),
        graph.plan("ai safety researcher"),
        graph.plan("data scientist", analyst),
        graph.plan("natural language processing engineer", analyst),
        graph.plan("machine learning engineer", ["Python"], degrees="strict"),
        graph.plan("data engineer", ["Python"], objective="weeks"),
        graph.plan("keras", objective={"hours": 1, "price": 0.1, "steps": 2}),
        graph.plan("keras", education="all", exclude=["PyTorch"]),
    ]
    for plan in plans:
        assert plan.certificate.check(graph).problems == ()
        assert plan.certificate.status == "optimal", str(plan.certificate)
        assert plan.certificate.bound == pytest.approx(plan.cost)
