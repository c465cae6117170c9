"""How far roles are from a person, and from one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from mlcareer_graph.errors import one_line
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Concept, Role
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import require_names

if TYPE_CHECKING:
    from typing import Unpack

    import pandas

    from mlcareer_graph.planning.profile import Known
    from mlcareer_graph.planning.query import PlanOptions


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

    def __repr__(self) -> str:
        return one_line(f"<RoleDistance: {self}>")

    def _repr_html_(self) -> str:
        return RoleDistances([self])._repr_html_()


class RoleDistances(list[RoleDistance]):
    """The result of `CareerGraph.reachable_roles` and `transitions`: a list, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The roles as a DataFrame, one a row, with the hours, price and weeks of the way to each.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import distances_frame

        return distances_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import distances_html

        return distances_html(self)


def find_reachable_roles(
    graph: CareerGraph, knows: Profile | Iterable[Known], within_hours: float, **options: Unpack[PlanOptions]
) -> RoleDistances:
    """See `CareerGraph.reachable_roles`."""
    require_positive("within_hours", within_hours)
    profile = Profile.of(graph, knows)
    distances = _distances(graph, profile, graph.roles, options)
    return RoleDistances(distance for distance in distances if distance.hours <= within_hours)


def find_transitions(graph: CareerGraph, role: str | Concept, **options: Unpack[PlanOptions]) -> RoleDistances:
    """See `CareerGraph.transitions`."""
    start = graph.find(role)
    require_kind(start, (Role,), "transitions lead from a role")
    first, later = split_options(options)
    way_in = graph.plan(start, **first)
    if way_in.cost is None:
        return RoleDistances()
    others = [other for other in graph.roles if other != start.id]
    return _distances(graph, profile_after(way_in), others, later)


def found_roles(graph: CareerGraph, names: Iterable[str | Concept]) -> list[Role]:
    """The roles that are meant.

    Raises:
        UnknownOptionError: They are a bare string.
        UnknownConceptError: A name is not known.
        UnplannableError: One of them is no role.
    """
    roles = []
    for name in require_names("roles", names):
        role = graph.find(name)
        require_kind(role, (Role,), "only roles lead to one another")
        roles.append(graph.roles[role.id])
    return roles


_OF_THE_MOVE = ("require", "budget", "max_hours", "max_weeks", "max_paths", "deadline", "start")


def split_options(options: PlanOptions) -> tuple[PlanOptions, PlanOptions]:
    """The options of the plan that leads to where a move begins, and those of the move itself.

    What has to be part of the move, and the most that it may take, say nothing about what came before. What a plan
    has led to is exactly what is known: nothing is assumed to underlie it.
    """
    first = {name: value for name, value in options.items() if name not in _OF_THE_MOVE}
    return cast("PlanOptions", first), {**options, "assume_prerequisites": False}


def profile_after(plan: Plan) -> Profile:
    """What a person knows and holds who has followed a plan.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> dict(profile_after(load_graph().plan("keras")).levels)["python"]
        <Level.WORKING: 2>
    """
    after = plan.knows.after(plan.graph, plan.steps)
    return Profile(after.levels, after.credentials)


def _distances(graph: CareerGraph, profile: Profile, roles: Iterable[str], options: PlanOptions) -> RoleDistances:
    """The roles that there is a way to, nearest first."""
    plans = [(graph.roles[role], graph.plan(role, profile, **options)) for role in roles]
    found = [RoleDistance(role, plan) for role, plan in plans if plan.cost is not None]
    return RoleDistances(sorted(found, key=lambda distance: (distance.hours, distance.role.id)))
