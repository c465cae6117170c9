"""From a problem to chosen nodes: the quick solver where nothing limits the plan, integer programming where it does."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mlcareer_graph.planning.domain import Domain
from mlcareer_graph.planning.objective import to_millionths
from mlcareer_graph.planning.problem import Problem
from mlcareer_graph.planning.query import Difference, Query
from mlcareer_graph.planning.solver import solve


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question.

    Attributes:
        status: ``"optimal"``, ``"feasible"``, ``"infeasible"``, or ``"unknown"`` if the time was too short to find a
            plan within the limits or to prove that there is none.
        plan: The chosen nodes, or None.
        value: The first objective of the plan, in millionths.
        bound: What every plan has at least of it, in millionths.
        proof: What proves the bound, as `Plan.proof`.
        is_reachable: Whether there is a plan if nothing is limited.
    """

    status: str
    plan: frozenset[int] | None = None
    value: int | None = None
    bound: int | None = None
    proof: str = "none"
    is_reachable: bool = True


@dataclass(frozen=True, slots=True)
class SideConstraint:
    """At most so much of what the nodes of a problem weigh.

    Attributes:
        weights: For each node what it weighs, in millionths.
        most: The most, in millionths.
    """

    weights: Sequence[int]
    most: int

    def allows(self, plan: Collection[int]) -> bool:
        """Whether a plan is within it."""
        return sum(self.weights[node] for node in plan) <= self.most


def find_answer(query: Query, domain: Domain, problem: Problem, deadline: float | None = None) -> Answer:
    """The nodes of a best plan, with the proof.

    What is cheapest without limits is the answer if it is within them. Otherwise the problem is solved whole, with
    the limits as rows, and one objective after the other.

    Args:
        query: The question.
        domain: Its domain.
        problem: Its problem.
        deadline: The moment of `time.monotonic` at which to stop; by default the time limit counts from now on.
    """
    if deadline is None:
        deadline = time.monotonic() + query.time_limit
    first = _cheapest(problem, max(0.0, deadline - time.monotonic()))
    if first.plan is None:
        return first
    sides = side_constraints(query, domain, problem)
    if len(query.objectives) == 1 and all(side.allows(first.plan) for side in sides):
        return first
    from mlcareer_graph.planning.program import IntegerProgram

    program = IntegerProgram(problem.instance)
    for side in sides:
        program.add_limit(side.weights, side.most)
    found = program.minimise(*objective_costs(query, domain, problem), deadline=deadline)
    bound = max(found.bound, first.bound or 0)
    if found.plan is None:
        return Answer(found.status, bound=None if found.status == "infeasible" else bound)
    return Answer(found.status, found.plan, found.value, bound, "solver" if found.status == "optimal" else "none")


def _cheapest(problem: Problem, seconds: float) -> Answer:
    solution = solve(problem.instance, seconds=seconds, unit=problem.unit, main=problem.spread)
    if solution is None:
        return Answer("infeasible", is_reachable=False)
    return Answer(
        "optimal" if solution.is_optimal else "feasible",
        solution.plan,
        problem.objective_value(problem.instance.total(solution.plan)),
        problem.objective_value(solution.bound),
        solution.proof,
    )


def side_constraints(query: Query, domain: Domain, problem: Problem) -> list[SideConstraint]:
    """The limits and differences of a question, as weights of the nodes of its problem."""
    limits = [
        SideConstraint(problem.amounts(domain, limit.measure), to_millionths(limit.most)) for limit in query.limits
    ]
    return [*limits, *(_side_of(difference, problem) for difference in query.differences)]


def _side_of(difference: Difference, problem: Problem) -> SideConstraint:
    """What the plan may keep of an earlier one: hours of what it studies or takes as well."""
    hours = {concept_id: to_millionths(hours) for concept_id, hours in difference.hours}
    weights = [0] * len(problem.actions)
    for node in problem.begins:
        weights[node] = hours.get(problem.concepts[node], 0)
    for node, action in enumerate(problem.actions):
        if action is not None and action.kind == "take":
            weights[node] = hours.get(action.concept, 0)
    total = sum(hours.values())
    return SideConstraint(weights, total - max(1, to_millionths(difference.share * total / 1_000_000)))


def objective_costs(query: Query, domain: Domain, problem: Problem) -> list[list[int]]:
    """What each node costs under each objective of a question, and at last in hours, in millionths."""
    measures = {measure for objective in query.objectives for measure in objective.measures} | {"hours"}
    amounts = {measure: problem.amounts(domain, measure) for measure in sorted(measures)}
    costs = [
        [
            objective.of({measure: amounts[measure][node] for measure in objective.measures})
            for node in range(len(problem.actions))
        ]
        for objective in query.objectives
    ]
    return costs if any(objective.name == "hours" for objective in query.objectives) else [*costs, amounts["hours"]]
