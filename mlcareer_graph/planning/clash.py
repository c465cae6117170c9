"""Why nothing fits: a smallest set of a person's own constraints that cannot be kept together, and what would help.

The constraints are taken one by one as they were stated. A set of them *clashes* if there is no plan that keeps them
all. The smallest clash is found by implicit hitting sets (Ignatiev, Previti, Liffiton and Marques-Silva, "Smallest
MUS extraction with minimal hitting set dualization", CP 2015): whatever clashes must hold one constraint of every set
whose absence leaves a plan.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from mlcareer_graph.planning.answer import Answer, find_answer
from mlcareer_graph.planning.objective import MILLION, Objective
from mlcareer_graph.planning.problem import problem_of
from mlcareer_graph.planning.query import Query


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One constraint that, given up or widened alone, leaves room for a plan.

    Attributes:
        option: The option of `CareerGraph.plan` that is meant.
        needed: For a limit, the least value that works, in its own unit; None for anything else.
        text: The same in words.
    """

    option: str
    needed: float | None
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Constraint:
    """One constraint of a question.

    Attributes:
        option: The option that states it.
        name: What it asks, in words that follow "no plan keeps to".
        waived: What becomes possible without it, in words.
        field: The field of `Query` that holds it.
        value: What of that field it is; None for the whole.
    """

    option: str
    name: str
    waived: str
    field: str
    value: Any = None

    def lift(self, query: Query) -> Query:
        """The question without it."""
        left: Any = {"prefer": (), "path_kinds": None, "education": "checked"}.get(self.field)
        if self.value is not None:
            left = tuple(one for one in getattr(query, self.field) if one != self.value)
        return replace(query, **{self.field: left})


def smallest_clash(query: Query, deadline: float) -> tuple[str, ...]:
    """What cannot be kept together, in one sentence; the set is a smallest one unless the time runs out.

    Args:
        query: A question that has no plan.
        deadline: When `time.monotonic` reaches this, all constraints are named.
    """
    constraints = _constraints(query)
    with suppress(TimeoutError):
        constraints = _smallest_clash(query, constraints, deadline)
    names = [constraint.name for constraint in constraints]
    if not names:
        return ("no plan differs enough from the earlier ones",)
    if len(names) == 1:
        return (f"no plan keeps to {names[0]}",)
    return (f"no plan keeps to {', '.join(names[:-1])} and {names[-1]} together",)


def find_relaxations(query: Query, deadline: float) -> tuple[Relaxation, ...]:
    """For each constraint that is in the way alone, how far it has to give, with all others kept.

    Where no constraint is in the way alone, it is what the best plan without any limit takes beyond them, together.

    Args:
        query: A question that has no plan.
        deadline: When `time.monotonic` reaches this, those found so far are returned.
    """
    found = []
    with suppress(TimeoutError):
        for constraint in _constraints(query):
            lifted = constraint.lift(query)
            if constraint.field != "limits":
                if _has_plan(lifted, deadline):
                    found.append(Relaxation(constraint.option, None, constraint.waived))
                continue
            limit = constraint.value
            least = _solved(replace(lifted, objectives=(Objective(((limit.measure, 1.0),)),)), deadline)
            if least.value is not None and least.status == "optimal":
                needed = least.value / MILLION
                found.append(Relaxation(limit.option, needed, limit.excess(needed)))
        if not found and query.limits:
            found.extend(_joint_relaxation(query, deadline))
    return tuple(found)


def _joint_relaxation(query: Query, deadline: float) -> list[Relaxation]:
    """All limits widened to what the best plan without them takes."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    # The domain of the question, in which everything has the figures that the limits are about.
    domain = query.domain
    problem = problem_of(query, domain)
    least = find_answer(replace(query, limits=(), time_limit=left), domain, problem)
    if least.plan is None:
        return []
    broken = []
    for limit in query.limits:
        amounts = problem.amounts(domain, limit.measure)
        needed = sum(amounts[node] for node in least.plan) / MILLION
        if needed > limit.most:
            broken.append((limit.option, limit.excess(needed).removeprefix("with ")))
    options, excesses = " and ".join(option for option, _ in broken), " and ".join(excess for _, excess in broken)
    return [Relaxation(options, None, f"with {excesses}")]


def _smallest_clash(query: Query, constraints: list[_Constraint], deadline: float) -> list[_Constraint]:
    everything = set(range(len(constraints)))

    def clashes(kept: Iterable[int]) -> bool:
        asked = query
        for number in everything.difference(kept):
            asked = constraints[number].lift(asked)
        return not _has_plan(asked, deadline)

    ways_out: list[set[int]] = []
    while True:
        hitting = next(
            chosen
            for size in range(len(constraints) + 1)
            for chosen in combinations(sorted(everything), size)
            if all(way.intersection(chosen) for way in ways_out)
        )
        if clashes(hitting):
            return [constraints[number] for number in hitting]
        kept = set(hitting)
        for number in sorted(everything - kept):
            if not clashes({*kept, number}):
                kept.add(number)
        ways_out.append(everything - kept)


def _constraints(query: Query) -> list[_Constraint]:
    graph = query.graph
    found = [_Constraint(limit.option, str(limit), "", "limits", limit) for limit in query.limits]
    for excluded in query.exclude:
        name = graph[excluded].name
        found.append(_Constraint("exclude", f"doing without {name}", f"with {name}", "exclude", excluded))
    added = query.goal[len(query.goal) - len(query.require) :]
    for entry, requirement in zip(query.require, added, strict=True):
        name = graph[entry.partition(":")[0]].name
        found.append(_Constraint("require", f"having {name} in it", f"without {name}", "goal", requirement))
    if query.prefer:
        found.append(_Constraint("prefer", "what is preferred", "without what is preferred", "prefer"))
    if query.path_kinds is not None:
        kinds = " or ".join(query.path_kinds) or "none at all"
        found.append(
            _Constraint("path_kinds", f"education of the kind {kinds}", "with education of other kinds", "path_kinds")
        )
    if query.education == "none":
        found.append(_Constraint("education", "self-study alone", "with education paths", "education"))
    return found


def _has_plan(query: Query, deadline: float) -> bool:
    """Whether there is a plan at all.

    Raises:
        TimeoutError: There was no time to find out.
    """
    found = _solved(replace(query, objectives=(Objective((("hours", 1.0),)),)), deadline)
    if found.plan is None and found.status != "infeasible":
        raise TimeoutError
    return found.plan is not None


def _solved(query: Query, deadline: float) -> Answer:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    domain = query.domain
    return find_answer(replace(query, time_limit=left), domain, problem_of(query, domain))
