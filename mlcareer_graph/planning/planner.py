"""`make_plan`: from a question to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Credential, EducationPath, Level, Organization, Requirement, Role
from mlcareer_graph.planning.assembly import assemble_steps
from mlcareer_graph.planning.domain import EDUCATION, domain_of
from mlcareer_graph.planning.infeasibility import smallest_reasons
from mlcareer_graph.planning.objective import MILLION, Objective, require_positive
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.problem import build_problem
from mlcareer_graph.planning.profile import Profile, resolve
from mlcareer_graph.planning.solver import solve
from mlcareer_graph.planning.step import Gate, Step
from mlcareer_graph.planning.week import HoursPerWeek, Week

if TYPE_CHECKING:
    from mlcareer_graph.planning.profile import Known

DEGREE_POLICIES = ("report", "employer", "strict")
"""What a plan does about the credentials that a role asks for."""


def make_plan(
    graph: CareerGraph,
    target: str | Concept,
    knows: Profile | Iterable[Known],
    *,
    include_preferred: bool,
    degrees: str,
    objective: str | Mapping[str, float],
    assume_prerequisites: bool,
    hours_per_week: HoursPerWeek,
    education: str,
    exclude: Iterable[str | Concept],
    time_limit: float,
) -> Plan:
    """See `CareerGraph.plan`."""
    _require_choice("degrees", degrees, DEGREE_POLICIES)
    _require_choice("education", education, EDUCATION)
    week = Week.parse(hours_per_week)
    require_positive("time_limit", time_limit)
    goal_concept, level = resolve(graph, target)
    require_kind(goal_concept, (Role, Competency), "a plan leads to a role, a skill or a technology")
    profile = Profile.of(graph, knows)
    if assume_prerequisites:
        profile = profile.with_prerequisites(graph)
    domain = domain_of(graph, Objective.parse(objective), week.hours, education)
    known = dict(profile.ranks())
    goal, gates = _goal(graph, goal_concept, level, include_preferred=include_preferred, degrees=degrees)
    needs = [domain.need(requirement) for requirement in goal]
    excluded = _excluded(graph, exclude)
    problem = build_problem(domain, known, needs, excluded)
    solution = solve(problem.instance, seconds=time_limit, unit=problem.unit, main=problem.spread)
    steps: tuple[Step, ...] = ()
    if solution is not None:
        actions = [problem.actions[node] for node in sorted(solution.plan)]
        steps = assemble_steps(domain, known, needs, [action for action in actions if action], goal_concept)
    return Plan(
        graph=graph,
        target=goal_concept,
        level=level if isinstance(goal_concept, Competency) else None,
        knows=profile,
        objective=domain.objective.name,
        degrees=degrees,
        goal=tuple(goal),
        status="infeasible" if solution is None else "optimal" if solution.is_optimal else "feasible",
        cost=None if solution is None else problem.objective_value(problem.instance.total(solution.plan)) / MILLION,
        bound=None if solution is None else problem.objective_value(solution.bound) / MILLION,
        proof="none" if solution is None else solution.proof,
        steps=steps,
        gates=_gates(graph, profile, steps, gates, goal),
        reasons=() if solution is not None else smallest_reasons(problem, domain, goal_concept),
        weights=domain.objective.weights,
        hours_per_week=domain.hours_per_week,
        education=domain.education,
        excluded=tuple(sorted(excluded)),
        week=None if week.is_even else week,
    )


def _require_choice(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UnknownOptionError(option, value, choices)


def _gates(
    graph: CareerGraph,
    profile: Profile,
    steps: Iterable[Step],
    asked: Iterable[Requirement],
    goal: Iterable[Requirement],
) -> tuple[Gate, ...]:
    """The gates, each with whether the person has passed it in the end and whether the plan had to."""
    held = set(profile.credentials)
    for step in steps:
        if step.kind == "take":
            held.update(_awarded(graph, step.id))
    binding = set(goal)
    return tuple(
        Gate(gate, sum(option in held for option in gate.options) >= gate.at_least, gate in binding) for gate in asked
    )


def _excluded(graph: CareerGraph, names: Iterable[str | Concept]) -> frozenset[str]:
    """The competencies and education paths to do without; an organization stands for what it offers."""
    if isinstance(names, str):
        raise UnknownOptionError("exclude", names, ["a list of names, such as [" + repr(names) + "]"])
    excluded: set[str] = set()
    for name in names:
        concept = graph.find(name)
        kinds = (Competency, EducationPath, Organization)
        require_kind(concept, kinds, "a plan can exclude skills, technologies, education paths and organizations")
        if isinstance(concept, Organization):
            offers = [edge for edge in graph.edges(concept) if edge.type == "offered_by" and edge.object == concept.id]
            excluded.update(edge.subject for edge in offers)
        else:
            excluded.add(concept.id)
    return frozenset(excluded)


def _goal(
    graph: CareerGraph, target: Concept, level: Level, *, include_preferred: bool, degrees: str
) -> tuple[list[Requirement], list[Requirement]]:
    """The requirements to fulfil, and the gates: those that ask for credentials alone."""
    if isinstance(target, Competency):
        return [Requirement(target.id, (target.id,), level=level)], []
    requirements = graph.requirements(target)
    gates = [
        requirement
        for requirement in requirements
        if all(isinstance(graph[option], Credential) for option in requirement.options)
    ]
    asked = _asked_gates(graph, [gate for gate in gates if gate.is_required or include_preferred], degrees)
    goal = [
        requirement
        for requirement in requirements
        if requirement in asked or (requirement not in gates and (requirement.is_required or include_preferred))
    ]
    return goal, gates


def _asked_gates(graph: CareerGraph, gates: list[Requirement], degrees: str) -> list[Requirement]:
    """The gates that a degree policy makes part of the goal.

    Strict asks for all of them, an employer for those of the lowest level among them.
    """
    if degrees == "report" or not gates:
        return []
    if degrees == "strict":
        return gates
    levels = [min(_eqf_level(graph, option) for option in gate.options) for gate in gates]
    return [gate for gate, level in zip(gates, levels, strict=True) if level == min(levels)]


def _eqf_level(graph: CareerGraph, credential_id: str) -> int:
    credential = graph[credential_id]
    return credential.eqf_level or 0 if isinstance(credential, Credential) else 0


def _awarded(graph: CareerGraph, path_id: str) -> list[str]:
    return [edge.object for edge in graph.edges(graph[path_id]) if edge.type == "awards"]
