"""All the best compromises between several measures: the Pareto frontier.

A point is a vector of measures that some plan has and that no plan betters in one measure without losing in another.
All of them are found by search regions (Klamroth, Lacour and Vanderpooten, "On the representation of the search region
in multi-objective optimization", Eur. J. Oper. Res. 2015): a region is the set of vectors below a corner; in each the
plan with the least sum of measures is a point of the frontier, which splits the regions it lies in, or there is none
and the region is done.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from mlcareer_graph.errors import UnknownOptionError, one_line
from mlcareer_graph.planning.answer import Answer, side_constraints
from mlcareer_graph.planning.limit import Limit
from mlcareer_graph.planning.objective import MILLION, Objective
from mlcareer_graph.planning.outcome import outcome_of
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.planner import make_plan, plan_of
from mlcareer_graph.planning.problem import problem_of
from mlcareer_graph.planning.query import Query
from mlcareer_graph.planning.verification import Verification

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.views import View

OVER = {"hours": "max_hours", "price": "budget", "weeks": "max_weeks"}
"""The measures of a frontier, each with the option that limits it."""

_Corner: TypeAlias = tuple[float, ...]
"""What each measure has to stay below, in millionths."""


@dataclass(frozen=True)
class Frontier(Sequence[Plan]):
    """The result of `CareerGraph.frontier`: a sequence of plans, by the first measure upward.

    Attributes:
        over: The measures.
        plans: A plan for each point. Each is proven to have the least of the first measure among those that have no
            more than it of the others.
        is_complete: Whether it is proven that there is no other point.
    """

    over: tuple[str, ...]
    plans: tuple[Plan, ...]
    is_complete: bool

    @property
    def points(self) -> tuple[tuple[float, ...], ...]:
        """The measures of each plan."""
        return tuple(tuple(_measure(plan, measure) for measure in self.over) for plan in self.plans)

    def verify(self) -> Verification:
        """Check every plan without the solver, and that none is as good as another in everything."""
        problems = [problem for plan in self.plans for problem in plan.verify().problems]
        problems.extend(
            f"{_words(self.over, point)} leaves no reason for {_words(self.over, other)}"
            for point, other in permutations(self.points, 2)
            if _no_more(point, other)
        )
        return Verification(tuple(problems))

    def view(self) -> View:
        """The compromises as an HTML page: ``frontier.view().save("frontier.html")``."""
        from mlcareer_graph.views import view_frontier

        return view_frontier(self)

    def __repr__(self) -> str:
        complete = "complete" if self.is_complete else "there may be more"
        return one_line(f"<Frontier: {len(self)} plans over {', '.join(self.over)}, {complete}>")

    def _repr_html_(self) -> str:
        return self.view()._repr_html_()

    def to_dict(self) -> dict[str, Any]:
        """The frontier as plain data."""
        return {
            "over": list(self.over),
            "is_complete": self.is_complete,
            "points": [
                dict(zip(self.over, point, strict=True)) | {"steps": [step.id for step in plan.steps]}
                for point, plan in zip(self.points, self.plans, strict=True)
            ],
        }

    def to_frame(self) -> pandas.DataFrame:
        """The points as a DataFrame, one a row.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import frontier_frame

        return frontier_frame(self)

    @overload
    def __getitem__(self, index: int) -> Plan: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Plan]: ...
    def __getitem__(self, index: int | slice) -> Plan | Sequence[Plan]:
        return self.plans[index]

    def __len__(self) -> int:
        return len(self.plans)

    def __iter__(self) -> Iterator[Plan]:
        return iter(self.plans)

    def __str__(self) -> str:
        points = "; ".join(_words(self.over, point) for point in self.points)
        return f"{points}{'' if self.is_complete else '; there may be more'}" if self.plans else "no plan"


def find_frontier(query: Query, over: Iterable[str]) -> Frontier:
    """See `CareerGraph.frontier`."""
    measures = _measures(over)
    asked = replace(query, objectives=tuple(Objective(((measure, 1.0),)) for measure in measures))
    deadline = time.monotonic() + query.time_limit
    domain = asked.domain
    problem = problem_of(asked, domain)
    if make_plan(replace(asked, objectives=asked.objectives[:1], limits=())).cost is None:
        return Frontier(measures, (), is_complete=True)
    from mlcareer_graph.planning.program import IntegerProgram

    program = IntegerProgram(problem.instance)
    for side in side_constraints(asked, domain, problem):
        program.add_limit(side.weights, side.most)
    amounts = [problem.amounts(domain, measure) for measure in measures]
    rows = [program.add_limit(amount) for amount in amounts]
    total = [sum(parts) for parts in zip(*amounts, strict=True)]
    corners: list[_Corner] = [(float("inf"),) * len(measures)]
    points: dict[tuple[int, ...], frozenset[int]] = {}
    is_complete = True
    while corners and is_complete:
        corner = corners.pop()
        for row, edge in zip(rows, corner, strict=True):
            program.set_limit(row, None if edge == float("inf") else int(edge) - 1)
        found = program.minimise(total, deadline=deadline)
        if found.status == "optimal" and found.plan is not None:
            plan = found.plan
            point = tuple(sum(amount[node] for node in plan) for amount in amounts)
            points[point] = plan
            corners = _split([*corners, corner], point)
        elif found.status != "infeasible":
            is_complete = False
    plans = [
        plan_of(_at(asked, measures, point), outcome_of(problem, Answer("optimal", plan, point[0], point[0], "solver")))
        for point, plan in sorted(points.items())
    ]
    return Frontier(measures, tuple(plans), is_complete)


def _measures(over: Iterable[str]) -> tuple[str, ...]:
    measures = () if isinstance(over, str) else tuple(dict.fromkeys(over))
    if not measures or not set(measures) <= OVER.keys():
        raise UnknownOptionError("over", over, [f"a list of some of {', '.join(OVER)}"])
    return measures


def _split(corners: list[_Corner], point: Sequence[int]) -> list[_Corner]:
    """The corners of what is left of the regions once a point is known, without those that lie in other regions."""
    left: set[_Corner] = set()
    for corner in corners:
        if all(value < edge for value, edge in zip(point, corner, strict=True)):
            left.update((*corner[:place], value, *corner[place + 1 :]) for place, value in enumerate(point))
        else:
            left.add(corner)
    return sorted(one for one in left if not any(one != other and _no_more(one, other) for other in left))


def _no_more(one: Sequence[float], two: Sequence[float]) -> bool:
    return all(left <= right for left, right in zip(one, two, strict=True))


def _at(query: Query, measures: Sequence[str], point: Sequence[int]) -> Query:
    """The question that a point answers: the least of the first measure, with no more of the others."""
    limits = [
        Limit(OVER[measure], measure, value / MILLION) for measure, value in zip(measures[1:], point[1:], strict=True)
    ]
    return replace(query, objectives=query.objectives[:1], limits=(*query.limits, *limits))


def _measure(plan: Plan, measure: str) -> float:
    return {"hours": plan.hours.likely, "price": plan.price or 0.0, "weeks": plan.weeks}[measure]


def _words(over: Sequence[str], point: Sequence[float]) -> str:
    units = {"hours": "hours", "price": "USD", "weeks": "weeks"}
    return ", ".join(f"{value:,.1f} {units[measure]}" for measure, value in zip(over, point, strict=True))
