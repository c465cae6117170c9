"""A career in rungs: role after role, each planned from where the one before has led."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import UnknownOptionError, one_line
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Concept, Estimate, Role
from mlcareer_graph.planning.distance import found_roles, profile_after, split_options
from mlcareer_graph.planning.objective import MILLION
from mlcareer_graph.planning.outcome import find_outcome
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import PlanOptions, Query, make_query
from mlcareer_graph.planning.step import rounded
from mlcareer_graph.planning.verification import Verification

if TYPE_CHECKING:
    from typing import Unpack

    from mlcareer_graph.planning.profile import Known


@dataclass(frozen=True, slots=True)
class Milestone:
    """The moment at which a role of a ladder is reached.

    Attributes:
        role: The role.
        hours: All hours up to there.
        week: The weeks up to there, with what can be done side by side so done.
        day: The day on which the last step to it is done.
    """

    role: Concept
    hours: Estimate
    week: float
    day: date

    def __str__(self) -> str:
        return f"{self.role.name} on {self.day.isoformat()}, after {self.hours.likely:,.0f} hours"


@dataclass(frozen=True)
class Ladder:
    """The result of `CareerGraph.ladder`.

    Each rung is the cheapest plan to its role for a person who has followed the plans of the rungs before. The whole
    is therefore no cheaper than `least`, what a plan for all the roles together costs that does not stop for any of
    them; nor is that cheaper than `direct`, the plan to the last role alone: the rungs one after the other fulfil all
    that the plan for all fulfils, and that fulfils all that the direct one does. (Not so with `prefer`: what a rung has
    led to can make the preferred unnecessary later on.)

    Attributes:
        roles: The roles, in order.
        rungs: The plans to them, in order; up to the first role to which there is no plan.
        direct: The plan to the last role alone.
        least: What a plan for all roles together costs at least; None if there is none.
        is_least_proven: Whether no plan for all of them is cheaper than `least`.
    """

    roles: tuple[Role, ...]
    rungs: tuple[Plan, ...] = field(repr=False)
    direct: Plan = field(repr=False)
    least: float | None
    is_least_proven: bool

    @property
    def status(self) -> str:
        """``"optimal"`` if each rung is proven; else the first status of a rung that is another."""
        return next((rung.status for rung in self.rungs if rung.status != "optimal"), "optimal")

    @property
    def is_complete(self) -> bool:
        """Whether the last role is reached."""
        return len(self.rungs) == len(self.roles) and self.rungs[-1].cost is not None

    @property
    def cost(self) -> float | None:
        """The value of the objective in all; None if the last role is not reached."""
        return math.fsum(rung.cost or 0.0 for rung in self.rungs) if self.is_complete else None

    @property
    def hours(self) -> Estimate:
        """All the hours of the rungs."""
        return Estimate.total(rung.hours for rung in self.rungs)

    @property
    def weeks(self) -> float:
        """The weeks of all steps one after the other."""
        return math.fsum(rung.weeks for rung in self.rungs)

    @property
    def price(self) -> float | None:
        """What the education paths cost together in US dollars; None if one of them does not say."""
        prices = [rung.price for rung in self.rungs]
        return None if None in prices else math.fsum(price for price in prices if price is not None)

    @property
    def detour(self) -> float | None:
        """What the ladder costs beyond the direct plan to its last role; None if either is missing.

        The difference of two least costs if all rungs and the direct plan are proven cheapest.
        """
        if self.cost is None or self.direct.cost is None:
            return None
        return round(self.cost - self.direct.cost, 6)

    @property
    def profile(self) -> Profile:
        """What a person knows and holds after the last rung."""
        return profile_after(self.rungs[-1])

    def milestones(self, start: date | None = None) -> tuple[Milestone, ...]:
        """When each role is reached if one rung follows the other, none beginning before the last is done.

        Args:
            start: The first day; today by default.
        """
        day = start or date.today()
        hours, week, reached = Estimate.exactly(0), 0.0, []
        for rung in self.rungs:
            if rung.cost is None:
                break
            schedule = rung.schedule(start=day)
            hours, week = hours + rung.hours, week + schedule.weeks
            reached.append(Milestone(rung.target, hours, week, schedule.finish))
            if rung.steps:
                day = schedule.finish + timedelta(days=1)
        return tuple(reached)

    def verify(self) -> Verification:
        """Check every rung again, without the solver, that it begins where the one before ends, and the whole."""
        problems = [f"{rung.target.name}: {problem}" for rung in self.rungs for problem in rung.verify().problems]
        problems += [f"the direct plan: {problem}" for problem in self.direct.verify().problems]
        for before, rung in pairwise(self.rungs):
            if rung.knows != profile_after(before):
                problems.append(f"{rung.target.name} does not begin where {before.target.name} ends")
        for role, rung in zip(self.roles, self.rungs, strict=False):
            if rung.target != role:
                problems.append(f"the rung of {role.name} leads to {rung.target.name}")
        costs = [self.direct.cost, self.least, self.cost]
        if None not in costs and self.direct.is_optimal and self.is_least_proven and not self.direct.query.prefer:
            rising = [cost for cost in costs if cost is not None]
            if any(low > high + 1e-6 * max(1.0, high) for low, high in pairwise(rising)):
                problems.append("a way that does more costs less than a cheapest one")
        return Verification(tuple(problems))

    def to_dict(self) -> dict[str, Any]:
        """The ladder as plain data."""
        return {
            "roles": [role.id for role in self.roles],
            "status": self.status,
            "cost": self.cost,
            "hours": rounded(self.hours),
            "weeks": self.weeks,
            "price": self.price,
            "direct": self.direct.cost,
            "least": self.least,
            "detour": self.detour,
            "rungs": [rung.to_dict() for rung in self.rungs],
        }

    def __repr__(self) -> str:
        return one_line(f"<Ladder: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import ladder_html

        return ladder_html(self)

    def __str__(self) -> str:
        names = ", then ".join(role.name for role in self.roles)
        if not self.is_complete:
            return f"{names}: no way to {self.rungs[-1].target.name}"
        return f"{names}: about {self.hours.likely:,.0f} hours, {self.status}"


def climb(
    graph: CareerGraph,
    roles: Iterable[str | Concept],
    knows: Profile | Iterable[Known],
    **options: Unpack[PlanOptions],
) -> Ladder:
    """See `CareerGraph.ladder`."""
    chosen = found_roles(graph, roles)
    if not chosen:
        raise UnknownOptionError("roles", [], ["a list of at least one role"])
    profile = Profile.of(graph, knows)
    direct = make_query(graph, chosen[-1], profile, **options)
    queries = [make_query(graph, role, profile, **options) for role in chosen]
    rungs: list[Plan] = []
    used = dict.fromkeys(("hours", "price", "weeks", "paths"), 0.0)
    for role, asked in zip(chosen, queries, strict=True):
        query = asked
        if rungs:
            # What is required has become part of the first rung.
            later = split_options({**options, "require": ()})[1]
            query = _within(make_query(graph, role, profile, **later), used)
        plan = make_plan(query)
        rungs.append(plan)
        if plan.cost is None:
            break
        profile = profile_after(plan)
        for measure, amount in _amounts(plan).items():
            used[measure] += amount
    together = find_outcome(
        replace(direct, goal=tuple(dict.fromkeys(need for query in queries for need in query.goal)))
    )
    return Ladder(
        roles=tuple(chosen),
        rungs=tuple(rungs),
        direct=make_plan(direct),
        least=None if together.value is None else together.value / MILLION,
        is_least_proven=together.status == "optimal",
    )


def _amounts(plan: Plan) -> dict[str, float]:
    return {
        "hours": plan.hours.likely,
        "price": plan.price or 0.0,
        "weeks": plan.weeks,
        "paths": float(sum(step.kind == "take" for step in plan.steps)),
    }


def _within(query: Query, used: dict[str, float]) -> Query:
    """The question with what the rungs before have left of its limits."""
    limits = [replace(limit, most=max(0.0, limit.most - used[limit.measure])) for limit in query.limits]
    return replace(query, limits=tuple(limits))
