"""`make_plan`: from a question to a plan."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Requirement
from mlcareer_graph.planning.answer import Answer, find_answer
from mlcareer_graph.planning.assembly import assemble_steps
from mlcareer_graph.planning.domain import Domain
from mlcareer_graph.planning.objective import MILLION
from mlcareer_graph.planning.outcome import Outcome, outcome_of
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.problem import Problem, problem_of
from mlcareer_graph.planning.query import Query
from mlcareer_graph.planning.step import Gate, Step


def make_plan(query: Query) -> Plan:
    """The answer to a question; see `CareerGraph.plan`."""
    deadline = time.monotonic() + query.time_limit
    domain = query.domain
    problem = problem_of(query, domain)
    answer = find_answer(query, domain, problem, deadline)
    if answer.status != "infeasible":
        return plan_of(query, outcome_of(problem, answer))
    from mlcareer_graph.planning.clash import find_relaxations

    return replace(
        plan_of(query, outcome_of(problem, answer)),
        reasons=_reasons(query, domain, problem, answer, deadline),
        relaxations=find_relaxations(query, deadline),
    )


def plan_of(query: Query, outcome: Outcome) -> Plan:
    """The plan of what was found for a question; if there is none, without the reasons."""
    steps: tuple[Step, ...] = ()
    if outcome.actions:
        domain = query.domain
        known = dict(query.knows.ranks())
        steps = assemble_steps(domain, known, query.needs(domain), outcome.actions, query.target)
    return Plan(
        query=query,
        status=outcome.status,
        cost=None if outcome.value is None else outcome.value / MILLION,
        bound=None if outcome.bound is None else outcome.bound / MILLION,
        proof=outcome.proof,
        steps=steps,
        gates=_gates(query, steps),
    )


def _reasons(query: Query, domain: Domain, problem: Problem, answer: Answer, deadline: float) -> tuple[str, ...]:
    """What shows that there is no plan: what cannot be reached at all, or else what clashes."""
    if answer.is_reachable:
        from mlcareer_graph.planning.clash import smallest_clash

        return smallest_clash(query, deadline)
    from mlcareer_graph.planning.infeasibility import smallest_reasons

    return smallest_reasons(problem, domain, query.target, query.asked)


def _gates(query: Query, steps: Iterable[Step]) -> tuple[Gate, ...]:
    """The gates, each with whether the person has passed it in the end and whether the plan had to."""
    held = set(query.knows.credentials)
    for step in steps:
        if step.kind == "take":
            held.update(_awarded(query.graph, step.id))
    binding = set(query.goal)
    return tuple(Gate(gate, _is_passed(gate, held), gate in binding) for gate in query.gates)


def _is_passed(gate: Requirement, held: set[str]) -> bool:
    return sum(option in held for option in gate.options) >= gate.at_least


def _awarded(graph: CareerGraph, path_id: str) -> list[str]:
    return [edge.object for edge in graph.edges(graph[path_id]) if edge.type == "awards"]
