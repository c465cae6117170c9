"""Checking a plan without the solver: only the graph's requirements and the steps are looked at."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlcareer_graph.model import Competency, EducationPath, Estimate, Level, Requirement

if TYPE_CHECKING:
    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.step import Step


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of `Plan.verify`; true if nothing is wrong.

    Attributes:
        problems: What does not hold, in sentences.
    """

    problems: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.problems

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import verification_html

        return verification_html(self)


def verify_plan(plan: Plan) -> Verification:
    """Carry out the steps one by one and compare; see `Plan.verify`."""
    if plan.status in ("infeasible", "unknown"):
        has_bound = plan.status == "infeasible" and plan.bound is not None
        has_more = plan.steps or plan.cost is not None or has_bound
        return Verification(("a plan that leads nowhere has neither steps nor a cost",) if has_more else ())
    problems: list[str] = []
    held = dict(plan.knows.ranks())
    for step in plan.steps:
        problems.extend(order_problems(plan, step, held))
        problems.extend(_figure_problems(plan, step, held))
        if step.id in plan.excluded:
            problems.append(f"{step} is excluded from the plan")
        held.update(gained_by(plan, step, held))
    problems.extend(
        f"the goal needs {_options(requirement)}, which is not reached"
        for requirement in plan.goal
        if not _holds(plan, requirement, held)
    )
    problems.extend(
        f"the gate of {' or '.join(gate.requirement.options)} is not {'met' if gate.is_met else 'open'}"
        for gate in plan.gates
        if gate.is_met != _holds(plan, gate.requirement, held)
    )
    problems += [*_cost_problems(plan), *_limit_problems(plan), *_preference_problems(plan, held)]
    return Verification((*problems, *_stage_problems(plan)))


def gained_by(plan: Plan, step: Step, held: Mapping[str, int]) -> dict[str, int]:
    """What is held after a step where it was not, or not so well, before."""
    if step.kind != "take":
        return {step.id: max(held.get(step.id, 0), step.to_level or 0)}
    gained = {
        edge.object: max(held.get(edge.object, 0), edge.level or 1)
        for edge in plan.graph.edges(step.concept)
        if edge.type in ("teaches", "awards") and edge.subject == step.id
    }
    return gained | {step.id: 1}


def order_problems(plan: Plan, step: Step, held: dict[str, int]) -> list[str]:
    """What a step needs beyond what is held."""
    problems = []
    for requirement in plan.graph.requirements(step.concept):
        applies = step.kind == "take" or requirement.applies_from <= (step.to_level or 0)
        if requirement.is_required and applies and not _holds(plan, requirement, held):
            problems.append(f"{step} comes before {_options(requirement)}")
    if step.from_level and held.get(step.id, 0) < step.from_level:
        problems.append(f"{step} starts from {step.from_level}, which is not reached")
    return problems


def _figure_problems(plan: Plan, step: Step, held: dict[str, int]) -> list[str]:
    """Where the figures of a step are not those of the graph."""
    concept = step.concept
    price: float | None = 0.0
    weeks = step.hours.likely / plan.hours_per_week
    if step.kind == "take":
        if not isinstance(concept, EducationPath) or concept.hours is None:
            return [f"{concept.id} is not a path that can be taken"]
        if _is_left_out(plan, concept):
            return [f"{concept.id} has no place in a plan with education={plan.education!r}"]
        if plan.query.path_kinds is not None and concept.path_kind not in plan.query.path_kinds:
            return [f"{concept.id} is a {concept.path_kind}, which is not one of the kinds asked for"]
        if plan.query.only_paths is not None and concept.id not in plan.query.only_paths:
            return [f"{concept.id} is not one of the paths that can be steps"]
        hours = [concept.hours.estimate]
        price = concept.price.estimate.likely if concept.price and concept.price.unit == "USD" else None
        weeks = max(concept.weeks.estimate.likely if concept.weeks else 0.0, weeks)
    elif not isinstance(concept, Competency) or step.to_level is None or step.to_level <= (step.from_level or 0):
        return [f"{concept.id} is not a competency that can be studied to {step.to_level} from {step.from_level}"]
    elif held.get(concept.id, 0) > (step.from_level or 0):
        return [f"{step} starts from {step.from_level}, although more is known"]
    else:
        hours = _hours_of_study(concept, step, step.to_level, held)
    problems = []
    if not hours:
        problems.append(f"nothing that is known makes {step} shorter")
    elif not any(_same(step.hours, option) for option in hours):
        problems.append(f"{step} takes {hours[0].likely} hours, not {step.hours.likely}")
    if (step.price is None) != (price is None) or not _close(step.price or 0, price or 0):
        problems.append(f"{step} costs {price}, not {step.price}")
    if not _close(step.weeks, weeks):
        problems.append(f"{step} takes {weeks} weeks, not {step.weeks}")
    return problems


def _is_left_out(plan: Plan, path: EducationPath) -> bool:
    offers = [edge for edge in plan.graph.edges(path) if edge.type == "offered_by" and edge.subject == path.id]
    return plan.education == "none" or (plan.education == "checked" and bool(offers) and path.checked is None)


def _hours_of_study(concept: Competency, step: Step, reached: Level, held: dict[str, int]) -> list[Estimate]:
    """The hours that a step of study may take: one figure, or for credit one for each helper that is known."""
    full = concept.effort.to(reached)
    if step.from_level:
        lower = concept.effort.to(step.from_level)
        likely = full.likely - lower.likely
        full = Estimate(min(full.low - lower.low, likely), likely, max(full.high - lower.high, likely))
    if step.kind != "credit":
        return [full]
    return [full * (1 - near.saves) for near in concept.easier_with if reached <= near.level <= held.get(near.know, 0)]


def _holds(plan: Plan, requirement: Requirement, held: dict[str, int]) -> bool:
    met = 0
    for option in requirement.options:
        rank = requirement.level if isinstance(plan.graph[option], Competency) else Level.AWARENESS
        met += held.get(option, 0) >= rank
    return met >= requirement.at_least


def _options(requirement: Requirement) -> str:
    return f"{' or '.join(requirement.options)} at {requirement.level}"


def _cost_problems(plan: Plan) -> list[str]:
    if plan.cost is None or plan.bound is None:
        return ["the plan has no cost"]
    problems = []
    totals = _totals(plan)
    total = math.fsum(weight * totals[measure] for measure, weight in plan.weights)
    if not _close(plan.cost, total):
        problems.append(f"the steps add up to {total} ({plan.objective}), not {plan.cost}")
    counts_price = any("price" in objective.measures for objective in plan.query.objectives)
    if (counts_price or any(limit.measure == "price" for limit in plan.query.limits)) and plan.price is None:
        problems.append("a path without a price cannot be part of a plan that counts prices")
    if not 0 <= plan.bound <= plan.cost + 1e-6 or (plan.is_optimal and not _close(plan.bound, plan.cost)):
        problems.append(f"a bound of {plan.bound} does not fit a cost of {plan.cost} and the status {plan.status}")
    return problems


def _totals(plan: Plan) -> dict[str, float]:
    """What the steps add up to, by measure."""
    return {
        "hours": math.fsum(step.hours.likely for step in plan.steps),
        "price": math.fsum(step.price or 0.0 for step in plan.steps),
        "weeks": math.fsum(step.weeks for step in plan.steps),
        "steps": float(len({step.id for step in plan.steps})),
        "paths": float(sum(step.kind == "take" for step in plan.steps)),
    }


def _limit_problems(plan: Plan) -> list[str]:
    """Where the plan takes more than it may, or is too much like an earlier one."""
    totals = _totals(plan)
    problems = [
        f"the plan takes {totals[limit.measure]} {limit.measure}, against {limit}"
        for limit in plan.query.limits
        if totals[limit.measure] > limit.most and not _close(totals[limit.measure], limit.most)
    ]
    taken = {step.id for step in plan.steps}
    for difference in plan.query.differences:
        total = math.fsum(hours for _, hours in difference.hours)
        otherwise = math.fsum(hours for concept_id, hours in difference.hours if concept_id not in taken)
        if otherwise < difference.share * total - 1e-4 or not otherwise:
            problems.append(f"only {otherwise} of the {total} hours of an earlier plan are spent otherwise")
    return problems


def _preference_problems(plan: Plan, held: dict[str, int]) -> list[str]:
    """Where something else was chosen, although a preferred option was there."""
    preferred = set(plan.query.preferred)
    before = plan.knows.ranks()
    asked = list(plan.goal)
    for step in plan.steps:
        reached = step.to_level or Level.EXPERT
        asked += [r for r in plan.graph.requirements(step.concept) if r.is_required and r.applies_from <= reached]
    problems = []
    for requirement in asked:
        ranks = [
            (option, requirement.level if isinstance(plan.graph[option], Competency) else 1)
            for option in requirement.options
        ]
        open_number = requirement.at_least - sum(before.get(option, 0) >= rank for option, rank in ranks)
        liked = [(option, rank) for option, rank in ranks if option in preferred and before.get(option, 0) < rank]
        wanted = min(open_number, len(liked))
        if sum(held.get(option, 0) >= rank for option, rank in liked) < wanted:
            names = " and ".join(option for option, _ in liked)
            problems.append(f"{requirement.subject} does without {names}, which is preferred")
    return problems


def _stage_problems(plan: Plan) -> list[str]:
    stages = [step.stage for step in plan.steps]
    if stages != sorted(stages) or sorted(set(stages)) != list(range(1, len(set(stages)) + 1)):
        return ["the stages do not follow the order of the steps"]
    problems = []
    held = dict(plan.knows.ranks())
    for stage in plan.stages:
        problems += [
            f"{step} needs something of its own stage, {step.stage}"
            for step in stage
            if order_problems(plan, step, held)
        ]
        for step in stage:
            held.update(gained_by(plan, step, held))
    return problems


def _same(left: Estimate, right: Estimate) -> bool:
    return _close(left.low, right.low) and _close(left.likely, right.likely) and _close(left.high, right.high)


def _close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-4)
