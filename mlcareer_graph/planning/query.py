"""What is asked of the planner: a target, a person, and what the plan has to respect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from mlcareer_graph.errors import UnknownOptionError, UnplannableError
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import (
    PATH_KINDS,
    Competency,
    Concept,
    Credential,
    EducationPath,
    Evidence,
    Level,
    Organization,
    Requirement,
    Role,
)
from mlcareer_graph.planning.domain import EDUCATION, Domain, Need, domain_of
from mlcareer_graph.planning.limit import Limit, parse_limits
from mlcareer_graph.planning.objective import Objective, parse_objectives, require_positive
from mlcareer_graph.planning.profile import Profile, resolve
from mlcareer_graph.planning.week import HoursPerWeek, Week

if TYPE_CHECKING:
    from mlcareer_graph.planning.profile import Known

DEGREE_POLICIES = ("report", "employer", "strict")
"""What a plan does about the credentials that a role asks for."""


class OfferOptions(TypedDict, total=False):
    """The options of `CareerGraph.plan` that say what there is to reach and what there is to reach it with."""

    include_preferred: bool
    degrees: str
    assume_prerequisites: bool
    hours_per_week: HoursPerWeek
    education: str
    path_kinds: Iterable[str] | None
    exclude: Iterable[str | Concept]
    time_limit: float


class PlanOptions(OfferOptions, total=False):
    """The options of `CareerGraph.plan`, where they are explained, and of everything that makes plans."""

    objective: str | Mapping[str, float] | Sequence[str | Mapping[str, float]]
    require: Iterable[str | Concept]
    prefer: Iterable[str | Concept]
    budget: float | None
    max_hours: float | None
    max_weeks: float | None
    max_paths: int | None
    deadline: date | None
    start: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes a plan another plan: a share of the hours of an earlier one goes to what it does without.

    Attributes:
        hours: The ids of what the earlier plan studies or takes, each with its hours.
        share: The least share of their sum.
    """

    hours: tuple[tuple[str, float], ...]
    share: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the planner, with every name resolved and every option checked.

    Attributes:
        graph: The graph.
        target: The role or competency to reach.
        level: The level to reach, for a competency.
        knows: What the person knows, with what is assumed from it.
        goal: The requirements to fulfil.
        gates: The credentials that the target asks for, as requirements.
        objectives: What to minimise first, then, and so on.
        hours_per_week: The hours of study in a week.
        degrees: The degree policy.
        include_preferred: Whether what the target merely prefers is part of the goal.
        education: Which education paths can be steps.
        path_kinds: The kinds of education path that can be steps, sorted; None for all.
        only_paths: The ids of the education paths that can be steps, sorted; None for all.
        exclude: The ids of competencies, education paths and organizations to do without, sorted.
        require: What has to be part of it, sorted: competencies with their level as in ``"docker:working"``, and the
            ids of education paths and organizations.
        prefer: The ids of competencies, education paths and organizations that go before their alternatives, sorted.
        limits: The most that the plan may take.
        differences: How it has to differ from other plans.
        time_limit: Seconds after which the best plan so far is returned.
        week: The hours of each weekday, where they were given.
        assume_prerequisites: Whether knowing something implies what it cannot be known without.
    """

    graph: CareerGraph = field(repr=False, compare=False)
    target: Concept
    level: Level | None
    knows: Profile
    goal: tuple[Requirement, ...] = field(repr=False)
    gates: tuple[Requirement, ...] = field(repr=False, default=())
    objectives: tuple[Objective, ...] = (Objective((("hours", 1.0),)),)
    hours_per_week: float = 10.0
    degrees: str = "report"
    include_preferred: bool = False
    education: str = "checked"
    path_kinds: tuple[str, ...] | None = None
    only_paths: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    differences: tuple[Difference, ...] = ()
    time_limit: float = 30.0
    week: Week | None = None
    assume_prerequisites: bool = True

    @property
    def is_constrained(self) -> bool:
        """Whether anything but the goal and the offer of actions restricts the plan."""
        return bool(self.limits or self.differences)

    @property
    def domain(self) -> Domain:
        """The actions that are open to the person."""
        measures = {measure for objective in self.objectives[1:] for measure in objective.measures}
        measures.update(limit.measure for limit in self.limits)
        if self.differences:
            measures.add("steps")
        counted = frozenset(measures & {"price", "steps"} - self.objectives[0].measures)
        return domain_of(self.graph, self.objectives[0], self.hours_per_week, self.education, counted)

    def needs(self, domain: Domain) -> list[Need]:
        """The goal in terms of facts."""
        return [domain.need(requirement) for requirement in self.goal]

    @property
    def asked(self) -> frozenset[frozenset[str]]:
        """The options of each requirement of the goal that the person made and the target does not."""
        count = len(self.goal) - len(self.require)
        options = [frozenset(requirement.options) for requirement in self.goal]
        return frozenset(options[count:]).difference(options[:count])

    @property
    def excluded(self) -> tuple[str, ...]:
        """The competencies and education paths to do without; an organization stands for what it offers."""
        return _members(self.graph, self.exclude)

    @property
    def preferred(self) -> tuple[str, ...]:
        """The competencies and education paths that go before their alternatives."""
        return _members(self.graph, self.prefer)

    @property
    def impossible(self) -> frozenset[str]:
        """What cannot be a step: the excluded, and the paths that are not among the chosen kinds and paths."""
        impossible = set(self.excluded)
        paths = self.graph.education_paths
        if self.path_kinds is not None:
            impossible.update(path.id for path in paths.values() if path.path_kind not in self.path_kinds)
        if self.only_paths is not None:
            impossible.update(paths.keys() - set(self.only_paths))
        return frozenset(impossible)


def make_query(
    graph: CareerGraph,
    target: str | Concept,
    knows: Profile | Iterable[Known] = (),
    *,
    include_preferred: bool = False,
    degrees: str = "report",
    objective: str | Mapping[str, float] | Sequence[str | Mapping[str, float]] = "hours",
    assume_prerequisites: bool = True,
    hours_per_week: HoursPerWeek = 10.0,
    education: str = "checked",
    path_kinds: Iterable[str] | None = None,
    exclude: Iterable[str | Concept] = (),
    require: Iterable[str | Concept] = (),
    prefer: Iterable[str | Concept] = (),
    budget: float | None = None,
    max_hours: float | None = None,
    max_weeks: float | None = None,
    max_paths: int | None = None,
    deadline: date | None = None,
    start: date | None = None,
    time_limit: float = 30.0,
) -> Query:
    """A question from names and options; see `CareerGraph.plan` for them and for what is raised."""
    _require_choice("degrees", degrees, DEGREE_POLICIES)
    _require_choice("education", education, EDUCATION)
    week = Week.parse(hours_per_week)
    require_positive("time_limit", time_limit)
    most = {"budget": budget, "max_hours": max_hours, "max_weeks": max_weeks, "max_paths": max_paths}
    limits = parse_limits(most, deadline, start)
    concept, level = resolve(graph, target)
    require_kind(concept, (Role, Competency), "a plan leads to a role, a skill or a technology")
    profile = Profile.of(graph, knows)
    if assume_prerequisites:
        profile = profile.with_prerequisites(graph)
    goal, gates = _goal(graph, concept, level, include_preferred=include_preferred, degrees=degrees)
    required = sorted({_required(graph, name) for name in require_names("require", require)})
    return Query(
        graph=graph,
        target=concept,
        level=level if isinstance(concept, Competency) else None,
        knows=profile,
        goal=(*goal, *(_asked_for(graph, concept, entry) for entry in required)),
        gates=tuple(gates),
        objectives=parse_objectives(objective),
        hours_per_week=week.hours,
        degrees=degrees,
        include_preferred=include_preferred,
        education=education,
        path_kinds=_path_kinds(path_kinds),
        exclude=_chosen(graph, "exclude", exclude),
        require=tuple(required),
        prefer=_chosen(graph, "prefer", prefer),
        limits=limits,
        time_limit=float(time_limit),
        week=None if week.is_even else week,
        assume_prerequisites=assume_prerequisites,
    )


def _require_choice(option: str, value: str, choices: Iterable[str]) -> None:
    if value not in choices:
        raise UnknownOptionError(option, value, choices)


def _path_kinds(kinds: Iterable[str] | None) -> tuple[str, ...] | None:
    if kinds is None:
        return None
    chosen = tuple(sorted(set(require_names("path_kinds", kinds))))
    for kind in chosen:
        _require_choice("path_kinds", str(kind), PATH_KINDS)
    return tuple(str(kind) for kind in chosen)


def require_names(option: str, names: Iterable[Any]) -> list[Any]:
    """The names as a list; raise `UnknownOptionError` if they are a bare string."""
    if isinstance(names, str):
        raise UnknownOptionError(option, names, ["a list of names, such as [" + repr(names) + "]"])
    return list(names)


def _require_choosable(concept: Concept, option: str) -> None:
    kinds = (Competency, EducationPath, Organization)
    require_kind(concept, kinds, f"a plan can {option} skills, technologies, education paths and organizations")


def _chosen(graph: CareerGraph, option: str, names: Iterable[str | Concept]) -> tuple[str, ...]:
    concepts = [graph.find(name) for name in require_names(option, names)]
    for concept in concepts:
        _require_choosable(concept, option)
    return tuple(sorted({concept.id for concept in concepts}))


def _members(graph: CareerGraph, ids: Iterable[str]) -> tuple[str, ...]:
    members: set[str] = set()
    for concept_id in ids:
        concept = graph[concept_id]
        members.update(offers_of(graph, concept) if isinstance(concept, Organization) else [concept_id])
    return tuple(sorted(members))


def offers_of(graph: CareerGraph, organization: Organization) -> list[str]:
    """The ids of the education paths that an organization offers, sorted."""
    edges = graph.edges(organization)
    return sorted(edge.subject for edge in edges if edge.type == "offered_by" and edge.object == organization.id)


def _required(graph: CareerGraph, name: str | Concept) -> str:
    concept, level = resolve(graph, name)
    _require_choosable(concept, "require")
    if isinstance(concept, Organization) and not offers_of(graph, concept):
        raise UnplannableError(concept.id, concept.kind, "it offers no education path that a plan could take")
    return f"{concept.id}:{level}" if isinstance(concept, Competency) else concept.id


def with_required(query: Query, names: Iterable[str]) -> Query:
    """The same question with more that has to be part of the plan.

    Args:
        query: The question.
        names: As for the option `require` of `CareerGraph.plan`.
    """
    required = sorted({*query.require, *(_required(query.graph, name) for name in names)})
    goal = query.goal[: len(query.goal) - len(query.require)]
    asked = (_asked_for(query.graph, query.target, entry) for entry in required)
    return replace(query, require=tuple(required), goal=(*goal, *asked))


def _asked_for(graph: CareerGraph, target: Concept, entry: str) -> Requirement:
    """What a person wants to be part of the plan, as a requirement of the target."""
    concept, level = resolve(graph, entry)
    options = tuple(offers_of(graph, concept)) if isinstance(concept, Organization) else (concept.id,)
    return Requirement(target.id, options, level=level, evidence=(Evidence.curated("You asked for it."),))


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
