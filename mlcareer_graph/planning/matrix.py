"""Every role to every other: what the move costs, what is shared and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import one_line
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Level, Role
from mlcareer_graph.planning.batch import compile_for, find_outcomes
from mlcareer_graph.planning.distance import found_roles, profile_after, split_options
from mlcareer_graph.planning.domain import Domain, Fact, Need
from mlcareer_graph.planning.objective import MILLION
from mlcareer_graph.planning.outcome import Outcome
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.planner import plan_of
from mlcareer_graph.planning.query import PlanOptions, Query, make_query
from mlcareer_graph.planning.verification import Verification

if TYPE_CHECKING:
    from typing import Unpack

    import pandas

    from mlcareer_graph.views import View


@dataclass(frozen=True, slots=True)
class Transition:
    """The cheapest way from one role to another.

    What the target leans on, directly or through what that needs, is either shared or new.

    Attributes:
        source: The role at the start.
        target: The role at the end.
        status: As `Plan.status`; ``"infeasible"`` also if nothing leads to the source.
        cost: The value of the objective; None if there is no way.
        hours: The likely hours; None if there is no way.
        shared: The ids of the competencies that whoever comes from the source knows well enough, with their levels.
        new: The ids of the competencies that are still to be learned, or to a higher level, with their levels.
    """

    source: Role
    target: Role
    status: str
    cost: float | None
    hours: float | None
    shared: tuple[tuple[str, Level], ...]
    new: tuple[tuple[str, Level], ...]
    _query: Query | None = field(repr=False)
    _outcome: Outcome = field(repr=False)

    @property
    def plan(self) -> Plan | None:
        """The plan; None if there is no way."""
        return None if self._query is None or self.cost is None else plan_of(self._query, self._outcome)

    def to_dict(self) -> dict[str, Any]:
        """The transition as plain data."""
        return {
            "from": self.source.id,
            "to": self.target.id,
            "status": self.status,
            "cost": self.cost,
            "hours": self.hours,
            "shared": [f"{concept_id}:{level}" for concept_id, level in self.shared],
            "new": [f"{concept_id}:{level}" for concept_id, level in self.new],
        }

    def __str__(self) -> str:
        if self.hours is None:
            return f"{self.source.name} to {self.target.name}: no way"
        return (
            f"{self.source.name} to {self.target.name}: {self.hours:,.0f} hours, "
            f"{len(self.shared)} shared, {len(self.new)} new"
        )

    def __repr__(self) -> str:
        return one_line(f"<Transition: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import transition_html

        return transition_html(self, None if self._query is None else self._query.graph)


class Transitions(list[Transition]):
    """The result of `RoleMatrix.nearest`: a list, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The ways as a DataFrame, one a row: from where to where, the hours, and how many competencies are new.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import transitions_frame

        return transitions_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import transitions_html

        return transitions_html(self)


@dataclass(frozen=True, slots=True)
class RoleMatrix:
    """The result of `CareerGraph.role_matrix`.

    Attributes:
        graph: The graph.
        starts: For each role its cheapest plan from nothing; following it is what makes up where a move begins.
        transitions: For each role, as the source, the transition to each role, as the target.
    """

    graph: CareerGraph = field(repr=False, compare=False)
    starts: tuple[Plan, ...] = field(repr=False)
    transitions: tuple[tuple[Transition, ...], ...] = field(repr=False)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles, in the order of the rows and the columns."""
        return tuple(row[number].target for number, row in enumerate(self.transitions))

    @property
    def hours(self) -> dict[str, dict[str, float | None]]:
        """The likely hours by the ids of source and target; None where there is no way."""
        return {row[0].source.id: {entry.target.id: entry.hours for entry in row} for row in self.transitions}

    def between(self, source: str | Concept, target: str | Concept) -> Transition:
        """The transition from one role to another.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: It is none of the roles of the matrix.
        """
        return self.transitions[self._position(source)][self._position(target)]

    def nearest(self, role: str | Concept, limit: int = 5) -> Transitions:
        """The ways from a role to the others, the shortest first.

        Args:
            role: Where to start.
            limit: How many at most.
        """
        start = self._position(role)
        ways = [
            (round(entry.hours, 6), entry.target.id, entry)
            for number, entry in enumerate(self.transitions[start])
            if number != start and entry.hours is not None
        ]
        ranked = sorted(ways, key=lambda way: way[:2])
        return Transitions(entry for _, _, entry in ranked[:limit])

    def _position(self, role: str | Concept) -> int:
        found = self.graph.find(role)
        ids = [own.id for own in self.roles]
        if found.id not in ids:
            require_kind(found, (), "it is none of the roles of this matrix")
        return ids.index(found.id)

    def verify(self) -> Verification:
        """Check every plan of the matrix again, without the solver, and that each begins where its source ends."""
        problems = [f"{plan.target.id}: {problem}" for plan in self.starts for problem in plan.verify().problems]
        for start, row in zip(self.starts, self.transitions, strict=True):
            for entry in row:
                problems.extend(f"{entry}: {problem}" for problem in _entry_problems(start, entry))
        return Verification(tuple(problems))

    def to_frame(self) -> pandas.DataFrame:
        """The hours as a DataFrame: a row for each source, a column for each target, NaN where there is no way.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import matrix_frame

        return matrix_frame(self)

    def to_dict(self) -> dict[str, Any]:
        """The matrix as plain data."""
        return {
            "roles": [role.id for role in self.roles],
            "from_nothing": {plan.target.id: plan.cost and plan.hours.likely for plan in self.starts},
            "transitions": [entry.to_dict() for row in self.transitions for entry in row],
        }

    def view(self) -> View:
        """The hours as a heat map on an HTML page: ``matrix.view().save("matrix.html")``."""
        from mlcareer_graph.views import view_matrix

        return view_matrix(self)

    def _repr_html_(self) -> str:
        return self.view()._repr_html_()

    def map(self) -> View:
        """The roles as a map on an HTML page, near where few hours lead from one to the other."""
        from mlcareer_graph.views import view_role_map

        return view_role_map(self)

    def __repr__(self) -> str:
        return one_line(f"<RoleMatrix: {len(self.transitions)} roles>")


def find_role_matrix(
    graph: CareerGraph,
    roles: Iterable[str | Concept] | None,
    *,
    processes: int | None,
    progress: bool,
    **options: Unpack[PlanOptions],
) -> RoleMatrix:
    """See `CareerGraph.role_matrix`."""
    chosen = list(graph.roles.values()) if roles is None else list(dict.fromkeys(found_roles(graph, roles)))
    first, later = split_options(options)
    compile_for(len(chosen) ** 2, processes or 1)
    queries = [make_query(graph, role, **first) for role in chosen]
    # So few are done before another process has started.
    outcomes = find_outcomes(queries, progress=progress, label="Roles")
    starts = [plan_of(query, outcome) for query, outcome in zip(queries, outcomes, strict=True)]
    profiles = [None if plan.cost is None else profile_after(plan) for plan in starts]
    moves = [
        make_query(graph, target, profile, **later) for profile in profiles if profile is not None for target in chosen
    ]
    found = zip(moves, find_outcomes(moves, processes=processes, progress=progress, label="Transitions"), strict=True)
    rows = []
    for source, profile in zip(chosen, profiles, strict=True):
        ways = [next(found) if profile is not None else (None, Outcome("infeasible")) for _ in chosen]
        rows.append(tuple(_transition(source, target, *way) for target, way in zip(chosen, ways, strict=True)))
    return RoleMatrix(graph, tuple(starts), tuple(rows))


def _transition(source: Role, target: Role, query: Query | None, outcome: Outcome) -> Transition:
    if query is None or outcome.value is None:
        return Transition(source, target, outcome.status, None, None, (), (), query, outcome)
    domain = query.domain
    known = query.knows.ranks()
    held = dict(known)
    for action in outcome.actions:
        for concept_id, rank in domain.effects(action):
            held[concept_id] = max(rank, held.get(concept_id, 0))
    needs = [*query.needs(domain), *(need for action in outcome.actions for need in domain.needs(action))]
    leaned_on = _leaned_on(domain, held, needs)
    hours = sum(domain.hours(action).likely for action in outcome.actions)
    shared: list[tuple[str, Level]] = []
    new: list[tuple[str, Level]] = []
    for concept_id, rank in sorted(leaned_on.items()):
        if isinstance(query.graph[concept_id], Competency):
            (shared if known.get(concept_id, 0) >= rank else new).append((concept_id, Level(rank)))
    cost = outcome.value / MILLION
    return Transition(source, target, outcome.status, cost, float(hours), tuple(shared), tuple(new), query, outcome)


def _leaned_on(domain: Domain, held: dict[str, int], needs: Sequence[Need]) -> dict[str, int]:
    """The highest rank at which something of what is held serves one of the needs, or something that does."""
    leaned_on: dict[str, int] = {}
    queue: list[Fact] = [fact for need in needs for fact in need.facts]
    for concept_id, rank in queue:
        if held.get(concept_id, 0) >= rank > leaned_on.get(concept_id, 0):
            leaned_on[concept_id] = rank
            for need in domain.requirement_needs(concept_id):
                if need.requirement and need.requirement.applies_from <= rank:
                    queue.extend(need.facts)
    return leaned_on


def _entry_problems(start: Plan, entry: Transition) -> list[str]:
    plan = entry.plan
    if plan is None:
        return [] if (entry.cost, entry.hours) == (None, None) else ["there is no way, and yet it has a cost"]
    problems = list(plan.verify().problems)
    if plan.knows != profile_after(start):
        problems.append("it does not begin where the plan to its source ends")
    if plan.target != entry.target or plan.status != entry.status or plan.cost != entry.cost:
        problems.append("its figures are not those of its plan")
    if entry.hours is None or abs(plan.hours.likely - entry.hours) > 1e-6 * max(1.0, entry.hours):
        problems.append("its hours are not those of its plan")
    return problems
