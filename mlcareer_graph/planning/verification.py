"""Checking a plan without the solver: only the graph's requirements and the steps are looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlcareer_graph.model import Competency, EducationPath, Estimate, Level, Requirement

if TYPE_CHECKING:
    from mlcareer_graph.planning.plan import Plan, Step


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of `Plan.verify`; true if nothing is wrong.

    Attributes:
        problems: What does not hold, in sentences.
    """

    problems: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.problems


def verify_plan(plan: Plan) -> Verification:
    """Carry out the steps one by one and compare; see `Plan.verify`."""
    problems: list[str] = []
    held = dict(plan.knows.ranks())
    for step in plan.steps:
        problems.extend(_step_problems(plan, step, held))
    if plan.status != "infeasible":
        problems.extend(
            f"the goal needs {' or '.join(requirement.options)} at {requirement.level}, which is not reached"
            for requirement in plan.goal
            if not _holds(plan, requirement, held)
        )
        problems.extend(_cost_problems(plan))
        problems.extend(_stage_problems(plan))
    return Verification(tuple(problems))


def _step_problems(plan: Plan, step: Step, held: dict[str, int]) -> list[str]:
    problems = []
    graph, concept = plan.graph, step.concept
    start = held.get(concept.id, 0)
    reached = step.to_level or 0
    for requirement in graph.requirements(concept):
        applies = step.kind == "take" or requirement.applies_from <= reached
        if not requirement.is_required or not applies:
            continue
        # Levels are passed one by one: just before the requirement applies, the level below it is held.
        passed = held | ({} if step.kind == "take" else {concept.id: max(start, requirement.applies_from - 1)})
        if not _holds(plan, requirement, passed):
            problems.append(f"{step} comes before {' or '.join(requirement.options)} at {requirement.level}")
    if step.kind == "take":
        if not isinstance(concept, EducationPath) or concept.hours is None:
            problems.append(f"{concept.id} is not a path that can be taken")
        elif not _close(step.hours.likely, concept.hours.estimate.likely):
            problems.append(f"{step} takes {concept.hours.estimate.likely} hours, not {step.hours.likely}")
        for edge in graph.edges(concept):
            if edge.type in ("teaches", "awards") and edge.subject == concept.id:
                held[edge.object] = max(held.get(edge.object, 0), edge.level or 1)
        return problems
    if not isinstance(concept, Competency) or step.to_level is None:
        return [*problems, f"{concept.id} is not a competency that can be studied"]
    if start < (step.from_level or 0):
        problems.append(f"{step} starts from {step.from_level}, which is not reached")
    full = concept.effort.to(step.to_level).likely
    full -= concept.effort.to(step.from_level).likely if step.from_level else 0
    if step.kind == "credit":
        shares = [1 - near.saves for near in concept.easier_with if held.get(near.know, 0) >= near.level]
        if not any(_close(step.hours.likely, full * share) for share in shares):
            problems.append(f"nothing that is known makes {step} take {step.hours.likely} hours")
    elif not _close(step.hours.likely, full):
        problems.append(f"{step} takes {full} hours, not {step.hours.likely}")
    held[concept.id] = max(start, reached)
    return problems


def _holds(plan: Plan, requirement: Requirement, held: dict[str, int]) -> bool:
    met = 0
    for option in requirement.options:
        rank = requirement.level if isinstance(plan.graph[option], Competency) else Level.AWARENESS
        met += held.get(option, 0) >= rank
    return met >= requirement.at_least


def _cost_problems(plan: Plan) -> list[str]:
    problems = []
    if plan.cost is None or plan.bound is None:
        return ["the plan has no cost"]
    totals = {
        "hours": math.fsum(step.hours.likely for step in plan.steps),
        "price": plan.price or 0.0,
        "weeks": plan.weeks,
    }
    if plan.objective in totals and not _close(plan.cost, totals[plan.objective]):
        problems.append(f"the steps add up to {totals[plan.objective]} {plan.objective}, not {plan.cost}")
    if plan.bound > plan.cost + 1e-6 or (plan.is_optimal and not _close(plan.bound, plan.cost)):
        problems.append(f"a bound of {plan.bound} does not fit a cost of {plan.cost} and the status {plan.status}")
    total = sum((step.hours for step in plan.steps), Estimate.exactly(0))
    if total != plan.hours:
        problems.append("the hours of the plan are not those of its steps")
    return problems


def _stage_problems(plan: Plan) -> list[str]:
    stages = [step.stage for step in plan.steps]
    if stages != sorted(stages) or sorted(set(stages)) != list(range(1, len(set(stages)) + 1)):
        return ["the stages do not follow the order of the steps"]
    return []


def _close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-4)
