"""The independent check finds what is wrong with a plan that was tampered with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from oracles import random_career

from mlcareer_graph import CareerGraph, Estimate, Level, Plan, load_graph
from mlcareer_graph.planning.objective import Objective

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": [5, 10, 20]},
            {"id": "b", "kind": "skill", "name": "B", "hours": 20, "requires": ["a"]},
            {
                "id": "c",
                "kind": "skill",
                "name": "C",
                "hours": 40,
                "easier_with": [{"know": "b", "saves": 0.5}],
                "requires": [{"any_of": ["b"], "applies_from": "practitioner"}],
            },
            {"id": "d", "kind": "skill", "name": "D", "hours": 900},
            {"id": "degree", "kind": "credential", "name": "Degree"},
            {
                "id": "course",
                "kind": "education-path",
                "name": "Course",
                "hours": 100,
                "weeks": 4,
                "price": {"likely": 300, "currency": "USD"},
                "teaches": ["d"],
                "awards": ["degree"],
                "requires": ["a"],
            },
            {"id": "bootcamp", "kind": "education-path", "name": "Bootcamp", "teaches": ["a", "b", "c", "d"]},
            {"id": "job", "kind": "role", "name": "Job", "requires": ["b", "c", "d", "degree"]},
        ]
    }
)
PLAN = GRAPH.plan("job")
STEPS = {step.id: step for step in PLAN.steps}


def with_step(step_id: str, **changes: Any) -> Plan:
    """The plan with one step changed."""
    return replace(PLAN, steps=tuple(replace(s, **changes) if s.id == step_id else s for s in PLAN.steps))


def asked(plan: Plan, **changes: Any) -> Plan:
    """The plan with what was asked changed."""
    return replace(plan, query=replace(plan.query, **changes), gates=plan.gates if "gates" not in changes else ())


def test_the_plan_as_it_is_verifies() -> None:
    """The plan that the cases below start from is sound: a, then the course and b, then c with credit."""
    assert [(step.kind, step.id) for step in PLAN.steps] == [
        ("study", "a"),
        ("take", "course"),
        ("study", "b"),
        ("credit", "c"),
    ]
    assert PLAN.verify().problems == ()
    assert PLAN.verify()


@pytest.mark.parametrize(
    ("tampered", "problem"),
    [
        (replace(PLAN, steps=PLAN.steps[1:]), "B to working comes before a at working"),
        (replace(PLAN, steps=PLAN.steps[:3]), "the goal needs c at working, which is not reached"),
        (replace(PLAN, steps=(*PLAN.steps[1:], PLAN.steps[0])), "B to working comes before a at working"),
        (replace(PLAN, steps=(*PLAN.steps, PLAN.steps[0])), "A to working starts from None, although more is known"),
        (with_step("a", hours=Estimate.exactly(1)), "A to working takes 10 hours, not 1"),
        (with_step("a", hours=Estimate(10, 10, 20)), "A to working takes 10 hours, not 10"),
        (with_step("course", hours=Estimate.exactly(1)), "Course takes 100 hours, not 1"),
        (with_step("course", price=0.0), "Course costs 300, not 0.0"),
        (with_step("course", price=None), "Course costs 300, not None"),
        (with_step("a", price=1.0), "A to working costs 0.0, not 1.0"),
        (with_step("course", weeks=4.0), "Course takes 10.0 weeks, not 4.0"),
        (with_step("a", weeks=0.5), "A to working takes 1.0 weeks, not 0.5"),
        (with_step("c", hours=Estimate.exactly(4)), "C to working takes 20.0 hours, not 4"),
        (with_step("b", kind="credit"), "nothing that is known makes B to working shorter"),
        (with_step("c", kind="study"), "C to working takes 40 hours, not 20.0"),
        (with_step("c", to_level=Level.PRACTITIONER), "nothing that is known makes C to practitioner shorter"),
        (with_step("c", from_level=Level.AWARENESS), "C to working starts from awareness, which is not reached"),
        (with_step("b", to_level=Level.AWARENESS), "the goal needs b at working, which is not reached"),
        (with_step("a", to_level=None), "a is not a competency that can be studied to None from None"),
        (with_step("course", concept=GRAPH["bootcamp"]), "bootcamp is not a path that can be taken"),
        (with_step("course", concept=GRAPH["degree"]), "degree is not a path that can be taken"),
        (with_step("course", stage=1), "Course needs something of its own stage, 1"),
        (with_step("c", stage=5), "the stages do not follow the order of the steps"),
        (with_step("a", stage=2), "the stages do not follow the order of the steps"),
        (replace(PLAN, cost=PLAN.cost - 1), "(hours), not"),
        (replace(PLAN, bound=PLAN.bound - 1), "does not fit a cost"),
        (replace(PLAN, bound=PLAN.bound + 1), "does not fit a cost"),
        (replace(PLAN, bound=PLAN.bound + 1, status="feasible"), "does not fit a cost"),
        (replace(PLAN, bound=-1.0, status="feasible"), "does not fit a cost"),
        (replace(PLAN, cost=None), "the plan has no cost"),
        (replace(PLAN, bound=None), "the plan has no cost"),
        (replace(PLAN, status="infeasible"), "a plan that leads nowhere has neither steps nor a cost"),
        (replace(PLAN, gates=(replace(PLAN.gates[0], is_met=False),)), "the gate of degree is not open"),
        (asked(GRAPH.plan("job", ["a"]), gates=(), knows=PLAN.knows), "B to working comes before a at working"),
    ],
)
def test_what_was_tampered_with_is_told(tampered: Plan, problem: str) -> None:
    """The check is false and one of its sentences says what does not hold."""
    verification = tampered.verify()
    assert not verification
    assert any(problem in text for text in verification.problems), verification.problems


@pytest.mark.parametrize("objective", ["price", "weeks", "steps", {"hours": 1, "price": 2, "weeks": 3, "steps": 4}])
def test_the_cost_is_checked_under_every_objective(objective: Any) -> None:
    """A cost that the steps do not add up to is noticed whatever was minimised."""
    plan = GRAPH.plan("job", objective=objective, degrees="strict")
    assert plan.verify()
    assert plan.cost is not None
    assert not replace(plan, cost=plan.cost + 1, bound=plan.cost + 1).verify()


def test_a_path_without_a_price_has_no_place_where_prices_count() -> None:
    """A plan that claims to minimise prices and holds a path that has none does not verify."""
    plan = asked(with_step("course", price=None), objectives=(Objective((("price", 1.0),)),))
    plan = replace(plan, cost=0.0, bound=0.0)
    assert any("without a price" in text for text in plan.verify().problems)


def test_a_path_that_was_to_be_left_out_is_noticed() -> None:
    """A plan for self-study alone holds no path, and one of checked offers no offer that nobody has checked."""
    alone = asked(PLAN, education="none")
    assert "course has no place in a plan with education='none'" in alone.verify().problems
    concepts = [*GRAPH.to_dict()["concepts"], {"id": "school", "kind": "organization", "name": "School"}]
    offered = [record | {"offered_by": ["school"]} if record["id"] == "course" else record for record in concepts]
    plan = CareerGraph.from_dict({"concepts": offered}).plan("job", education="all")
    assert [step.id for step in plan.steps if step.kind == "take"] == ["course"]
    assert plan.verify()
    said = asked(plan, education="checked").verify().problems
    assert "course has no place in a plan with education='checked'" in said


def test_steps_may_be_left_out_of_no_random_plan() -> None:
    """Whichever step is dropped from a plan that costs something, the check fails."""
    dropped = 0
    for seed in range(150):
        graph, knows = random_career(seed)
        plan = graph.plan("job", knows)
        for step in plan.steps:
            if step.hours.likely > 0.01:
                dropped += 1
                assert not replace(plan, steps=tuple(other for other in plan.steps if other is not step)).verify()
    assert dropped > 100


def test_the_plans_of_the_shipped_graph_verify() -> None:
    """Every role of the shipped graph has a plan that the check accepts."""
    graph = load_graph()
    for role in graph.roles:
        assert graph.plan(role).verify().problems == ()


def test_an_excluded_step_is_found() -> None:
    """A step that the plan was to do without is named."""
    problems = asked(PLAN, exclude=("course",)).verify().problems
    assert problems == ("Course is excluded from the plan",)
