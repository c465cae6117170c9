"""The bare result of a search: figures and actions, small enough to keep thousands and to send to other processes."""

from __future__ import annotations

import time
from typing import NamedTuple

from mlcareer_graph.planning.answer import Answer, find_answer
from mlcareer_graph.planning.domain import Action
from mlcareer_graph.planning.problem import Problem, problem_of
from mlcareer_graph.planning.query import Query


class Outcome(NamedTuple):
    """What was found for a question, without its graph; `planner.plan_of` makes the plan of it.

    Attributes:
        status: As `Plan.status`.
        value: The first objective, in millionths; None without a plan.
        bound: What every plan has at least of it, in millionths.
        proof: As `Plan.proof`.
        actions: What is done, in no order.
        seconds: How long the search took.
    """

    status: str
    value: int | None = None
    bound: int | None = None
    proof: str = "none"
    actions: tuple[Action, ...] = ()
    seconds: float = 0.0


def outcome_of(problem: Problem, answer: Answer, seconds: float = 0.0) -> Outcome:
    """The actions behind the nodes of an answer."""
    chosen = [problem.actions[node] for node in sorted(answer.plan or ())]
    actions = tuple([action for action in chosen if action])
    return Outcome(answer.status, answer.value, answer.bound, answer.proof, actions, seconds)


def find_outcome(query: Query) -> Outcome:
    """Search, without the reasons and the order that make a plan readable."""
    began = time.monotonic()
    domain = query.domain
    problem = problem_of(query, domain)
    answer = find_answer(query, domain, problem, began + query.time_limit)
    return outcome_of(problem, answer, time.monotonic() - began)
