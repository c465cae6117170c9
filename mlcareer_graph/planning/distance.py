"""How far roles are from a person, and from one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Concept, Role
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.profile import Profile

if TYPE_CHECKING:
    from mlcareer_graph.planning.profile import Known


@dataclass(frozen=True, slots=True)
class RoleDistance:
    """A role with the cheapest way to it.

    Attributes:
        role: The role.
        plan: The plan; its hours are the distance.
    """

    role: Role
    plan: Plan

    @property
    def hours(self) -> float:
        """The likely hours of the plan."""
        return self.plan.hours.likely

    def __str__(self) -> str:
        return f"{self.role.name}: {self.hours:,.0f} hours"


def find_reachable_roles(
    graph: CareerGraph, knows: Profile | Iterable[Known], within_hours: float, **options: Any
) -> list[RoleDistance]:
    """See `CareerGraph.reachable_roles`."""
    require_positive("within_hours", within_hours)
    profile = Profile.of(graph, knows)
    near = [distance for distance in _distances(graph, profile, graph.roles, options) if distance.hours <= within_hours]
    return sorted(near, key=lambda distance: (distance.hours, distance.role.id))


def find_transitions(graph: CareerGraph, role: str | Concept, **options: Any) -> list[RoleDistance]:
    """See `CareerGraph.transitions`."""
    start = graph.find(role)
    require_kind(start, (Role,), "transitions lead from a role")
    profile = profile_after(graph.plan(start, **options))
    others = [other for other in graph.roles if other != start.id]
    return sorted(_distances(graph, profile, others, options), key=lambda distance: (distance.hours, distance.role.id))


def profile_after(plan: Plan) -> Profile:
    """What a person knows and holds who has followed a plan.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> dict(profile_after(load_graph().plan("keras")).levels)["python"]
        <Level.WORKING: 2>
    """
    after = plan.knows.after(plan.graph, plan.steps)
    return Profile(after.levels, after.credentials)


def _distances(
    graph: CareerGraph, profile: Profile, roles: Iterable[str], options: dict[str, Any]
) -> list[RoleDistance]:
    plans = [(graph.roles[role], graph.plan(role, profile, **options)) for role in roles]
    return [RoleDistance(role, plan) for role, plan in plans if plan.status != "infeasible"]
