"""What to learn next, by what it brings a person closer to their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Concept, Estimate, Level, Role
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import OfferOptions
from mlcareer_graph.planning.step import Step

if TYPE_CHECKING:
    from typing import Unpack

    from mlcareer_graph.planning.profile import Known


@dataclass(frozen=True, slots=True)
class NextSkill:
    """Something to learn now, with what it saves of the ways to some roles.

    Attributes:
        concept: The skill or technology.
        level: The level to reach.
        hours: The hours it takes.
        saved: For each role, its id with the hours by which the cheapest plan gets shorter.
        value: The weighted sum of the saved hours for each hour spent: 1 where all of it counts for a single role
            of weight 1, more where several roles gain.
        is_exact: Whether all plans compared are proven cheapest.
    """

    concept: Concept
    level: Level
    hours: Estimate
    saved: tuple[tuple[str, float], ...]
    value: float
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.concept.name} to {self.level}: {self.hours.likely:,.0f} hours, value {self.value:.2f}"


def find_next_skills(
    graph: CareerGraph,
    knows: Profile | Iterable[Known],
    roles: Iterable[str | Concept] | Mapping[str, float],
    *,
    limit: int,
    **options: Unpack[OfferOptions],
) -> list[NextSkill]:
    """See `CareerGraph.next_skills`."""
    require_positive("limit", limit)
    for name in options.keys() - OfferOptions.__annotations__.keys():
        raise UnknownOptionError("an option of next_skills", name, sorted(OfferOptions.__annotations__))
    weights = _weights(graph, roles)
    profile = Profile.of(graph, knows)
    if options.get("assume_prerequisites", True):
        profile = profile.with_prerequisites(graph)
    # From here on, all that is known is in the profile.
    options = {**options, "assume_prerequisites": False}
    plans = {role: graph.plan(role, profile, **options) for role in weights}
    plans = {role: plan for role, plan in plans.items() if plan.status != "infeasible"}
    found = []
    for step in _first_steps(plans.values()):
        after = {role: _after(plan, profile, step, options) for role, plan in plans.items()}
        saved = {role: max(0.0, plan.hours.likely - after[role][0]) for role, plan in plans.items()}
        value = sum(weights[role] * hours for role, hours in saved.items()) / step.hours.likely
        is_exact = all(plan.is_optimal and after[role][1] for role, plan in plans.items())
        level = step.to_level or Level.WORKING
        found.append(NextSkill(step.concept, level, step.hours, tuple(saved.items()), value, is_exact))
    # The order of the plans, in which what most waits for comes first, settles equal values.
    return sorted(found, key=lambda skill: -round(skill.value, 9))[: int(limit)]


def _weights(graph: CareerGraph, roles: Iterable[str | Concept] | Mapping[str, float]) -> dict[str, float]:
    if isinstance(roles, str):
        raise UnknownOptionError("roles", roles, ["a list of names, such as [" + repr(roles) + "]"])
    given = roles if isinstance(roles, Mapping) else dict.fromkeys(roles, 1.0)
    weights = {}
    for name, weight in given.items():
        role = graph.find(name)
        require_kind(role, (Role,), "skills are weighed by roles")
        require_positive("roles", weight)
        weights[role.id] = float(weight)
    return weights


def _first_steps(plans: Iterable[Plan]) -> list[Step]:
    """The steps of study that a person could begin now, one for each competency and level."""
    steps: dict[tuple[str, Level | None], Step] = {}
    for plan in plans:
        for step in plan.steps:
            if step.stage == 1 and step.kind != "take" and step.hours.likely > 0:
                steps.setdefault((step.id, step.to_level), step)
    return list(steps.values())


def _after(plan: Plan, profile: Profile, step: Step, options: OfferOptions) -> tuple[float, bool]:
    """The hours of the cheapest plan once a step is done, and whether that is proven."""
    if any(_is_same(step, other) for other in plan.steps):
        # The rest of a cheapest plan is a cheapest plan of the rest.
        return plan.hours.likely - step.hours.likely, plan.is_optimal
    levels = dict(profile.levels) | {step.id: step.to_level or Level.WORKING}
    richer = Profile(tuple(sorted(levels.items())), profile.credentials)
    rest = plan.graph.plan(plan.target, richer, **options)
    return rest.hours.likely, rest.is_optimal


def _is_same(step: Step, other: Step) -> bool:
    return (step.id, step.kind, step.to_level, step.hours) == (other.id, other.kind, other.to_level, other.hours)
