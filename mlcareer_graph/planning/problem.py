"""From a graph, a person and a goal to facts and actions.

Facts are *(competency, rank of the level)* and *(credential, 1)*. Actions make facts true:

- **study** a competency from one level to a higher one: needs the requirements that apply there;
- **credit**: the same, made cheaper by something near that is known (`easier_with`), up to the level at which
  that is known;
- **take** an education path: needs its entry requirements; makes true all that it teaches and awards.

Only what the goal can lean on is built, and only the levels that something asks for, a path teaches, or a saving
ends at: any other level is passed through on the way to the next. So the cost of a query follows the size of its
answer's surroundings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Competency, EducationPath, Estimate, Level, Requirement
from mlcareer_graph.planning.instance import Group, Instance
from mlcareer_graph.planning.objective import Objective, to_millionths

Fact: TypeAlias = tuple[str, int]
"""A competency with the rank of a level, or a credential with the rank 1."""


@dataclass(frozen=True, slots=True, order=True)
class Action:
    """One thing a person can do.

    Attributes:
        kind: ``"study"``, ``"credit"`` or ``"take"``.
        concept: The competency that is studied, or the education path that is taken.
        start: The rank of the level at the start, 0 for nothing and for a path.
        rank: The rank of the level that is reached; 0 for a path.
        helper: For *credit*, the position of the `EasierWith` that makes it cheaper.
    """

    kind: str
    concept: str
    start: int = 0
    rank: int = 0
    helper: int = -1


@dataclass(frozen=True, slots=True)
class Need:
    """At least `at_least` of these facts, and the requirement that says so.

    Attributes:
        at_least: How many.
        facts: The facts.
        requirement: Where the need comes from; None for the lower level of the same competency, and for the
            competency that makes an action cheaper.
    """

    at_least: int
    facts: tuple[Fact, ...]
    requirement: Requirement | None = None


@dataclass(slots=True)
class Domain:
    """The actions that a graph offers under an objective.

    Attributes:
        graph: The graph.
        objective: What is minimised; a path without a figure for it is left out.
        hours_per_week: What turns hours of study into weeks.
    """

    graph: CareerGraph
    objective: Objective
    hours_per_week: float
    _needs: dict[str, list[Need]] = field(default_factory=dict)
    _action_needs: dict[Action, list[Need]] = field(default_factory=dict)
    _estimates: dict[Action, Estimate] = field(default_factory=dict)
    _hours: dict[Fact, int] = field(default_factory=dict)
    _effects: dict[str, list[Fact]] = field(default_factory=dict)
    _paths: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def requirement_needs(self, concept_id: str) -> list[Need]:
        """The binding requirements of a concept in terms of facts."""
        if concept_id not in self._needs:
            self._needs[concept_id] = [
                self.need(requirement)
                for requirement in self.graph.requirements_of(concept_id)
                if requirement.is_required
            ]
        return self._needs[concept_id]

    def needs(self, action: Action) -> list[Need]:
        """What must be true before an action."""
        if action not in self._action_needs:
            self._action_needs[action] = self._find_needs(action)
        return self._action_needs[action]

    def _find_needs(self, action: Action) -> list[Need]:
        needs = []
        if action.start:
            needs.append(Need(1, ((action.concept, action.start),)))
        if action.helper >= 0:
            near = self._competency(action).easier_with[action.helper]
            needs.append(Need(1, ((near.know, int(near.level)),)))
        for need in self.requirement_needs(action.concept):
            if action.kind == "take" or (need.requirement and action.rank >= need.requirement.applies_from):
                needs.append(need)
        return needs

    def need(self, requirement: Requirement) -> Need:
        """A requirement in terms of facts."""
        facts = sorted(
            (option, int(requirement.level) if isinstance(self.graph[option], Competency) else 1)
            for option in requirement.options
        )
        return Need(requirement.at_least, tuple(facts), requirement)

    def paths_to(self, concept_id: str) -> list[tuple[str, int]]:
        """The education paths that lead to a competency or credential, each with the rank it leads to."""
        if concept_id not in self._paths:
            leading = (*self.graph.teachers.get(concept_id, ()), *self.graph.awarders.get(concept_id, ()))
            self._paths[concept_id] = sorted(
                (relation.subject, int(relation.level or 1))
                for relation in leading
                if self._is_offered(relation.subject)
            )
        return self._paths[concept_id]

    def effects(self, action: Action) -> list[Fact]:
        """The facts, at the highest rank, that an action makes true; lower ranks are included in them."""
        if action.kind != "take":
            return [(action.concept, action.rank)]
        if action.concept not in self._effects:
            self._effects[action.concept] = sorted(
                (relation.object, int(relation.level or 1))
                for relation in self.graph.edges(self.graph[action.concept])
                if relation.type in ("teaches", "awards")
            )
        return self._effects[action.concept]

    def hours(self, action: Action) -> Estimate:
        """The hours of an action."""
        if action not in self._estimates:
            self._estimates[action] = self._find_hours(action)
        return self._estimates[action]

    def _find_hours(self, action: Action) -> Estimate:
        if action.kind == "take":
            path = self._path(action)
            return path.hours.estimate if path.hours else Estimate.exactly(0)
        competency = self._competency(action)
        hours = competency.effort.to(Level(action.rank))
        if action.start:
            lower = competency.effort.to(Level(action.start))
            hours = Estimate(hours.low - lower.low, hours.likely - lower.likely, hours.high - lower.high)
        if action.kind == "credit":
            hours = hours * (1 - competency.easier_with[action.helper].saves)
        return hours

    def price(self, action: Action) -> float | None:
        """The price in US dollars: nothing for study, None where a path does not say."""
        if action.kind != "take":
            return 0.0
        price = self._path(action).price
        return price.estimate.likely if price is not None and price.unit == "USD" else None

    def weeks(self, action: Action) -> float:
        """The weeks it takes on its own."""
        if action.kind == "take":
            weeks = self._path(action).weeks
            if weeks is not None:
                return weeks.estimate.likely
        return self.hours(action).likely / self.hours_per_week

    def millionths(self, action: Action) -> tuple[int, int]:
        """The objective and the hours of an action, in millionths; steps of study are counted elsewhere."""
        if action.kind == "take":
            hours = to_millionths(self.hours(action).likely)
        else:
            hours = self._hours_to(action.concept, action.rank) - self._hours_to(action.concept, action.start)
            if action.kind == "credit":
                hours = round(hours * (1 - self._competency(action).easier_with[action.helper].saves))
        if self.objective.name == "hours":
            return hours, hours
        amounts = {
            "hours": hours,
            "price": to_millionths(self.price(action) or 0.0),
            "weeks": to_millionths(self.weeks(action)),
            "steps": to_millionths(1) if action.kind == "take" else 0,
        }
        return self.objective.of(amounts), hours

    def _hours_to(self, concept_id: str, rank: int) -> int:
        if not rank:
            return 0
        fact = (concept_id, rank)
        if fact not in self._hours:
            concept = self.graph[concept_id]
            assert isinstance(concept, Competency)
            self._hours[fact] = to_millionths(concept.effort.to(Level(rank)).likely)
        return self._hours[fact]

    def _is_offered(self, path_id: str) -> bool:
        path = self.graph[path_id]
        if not isinstance(path, EducationPath) or path.hours is None:
            return False
        return "price" not in self.objective.measures or self.price(Action("take", path_id)) is not None

    def _competency(self, action: Action) -> Competency:
        concept = self.graph[action.concept]
        assert isinstance(concept, Competency)
        return concept

    def _path(self, action: Action) -> EducationPath:
        concept = self.graph[action.concept]
        assert isinstance(concept, EducationPath)
        return concept


@dataclass(slots=True)
class Problem:
    """An `Instance` with what its nodes stand for.

    Attributes:
        instance: The combinatorial core.
        actions: The action behind each node; None for nodes that only tie others together.
        concepts: The id of the concept behind each node; empty for the target.
        unit: What a whole unit of the objective and of the hours is in the costs of the instance; smaller
            parts count the actions.
        spread: How many values the hours take within one grain of the objective.
        grain: The millionths of the objective that its costs are counted in.
    """

    instance: Instance
    actions: list[Action | None]
    concepts: list[str]
    unit: int
    spread: int
    grain: int

    def objective_value(self, cost: int) -> int:
        """The objective in millionths of a cost of the instance."""
        return cost // self.unit // self.spread * self.grain


_Key: TypeAlias = tuple[str, str, int, int, int]

_GOAL: _Key = ("goal", "", 0, 0, 0)


def _key(action: Action) -> _Key:
    return (action.kind, action.concept, action.start, action.rank, action.helper)


class _Builder:
    """Collects the facts that the goal can lean on, then the nodes that lead to them."""

    def __init__(self, domain: Domain, known: dict[str, int]) -> None:
        self.domain = domain
        self.known = known
        self.ranks: dict[str, set[int]] = {}
        self.paths: dict[str, Action] = {}
        self.queue: list[Fact] = []
        self.nodes: dict[_Key, list[tuple[int, tuple[_Key, ...]]]] = {}
        self.actions: dict[_Key, Action] = {}
        self.counts_steps = "steps" in domain.objective.measures

    def build(self, goal: Iterable[Need]) -> None:
        goal = list(goal)
        self._demand(goal)
        for concept_id, rank in self.queue:
            self._demand_below(concept_id, rank)
        self.nodes[_GOAL] = self._groups(goal)
        for path in self.paths.values():
            self._add_action(path)
        for concept_id in self.ranks:
            self._add_achievers(concept_id)

    def _demand(self, needs: Iterable[Need]) -> None:
        for need in needs:
            if sum(self.known.get(concept, 0) >= rank for concept, rank in need.facts) < need.at_least:
                for concept, rank in need.facts:
                    self._demand_fact(concept, rank)

    def _demand_fact(self, concept_id: str, rank: int) -> None:
        if self.known.get(concept_id, 0) < rank:
            ranks = self.ranks.setdefault(concept_id, set())
            if rank not in ranks:
                ranks.add(rank)
                self.queue.append((concept_id, rank))

    def _demand_below(self, concept_id: str, rank: int) -> None:
        domain = self.domain
        concept = domain.graph[concept_id]
        if isinstance(concept, Competency):
            self._demand(
                need
                for need in domain.requirement_needs(concept_id)
                if need.requirement and need.requirement.applies_from <= rank
            )
            for near in concept.easier_with:
                self._demand_fact(near.know, int(near.level))
                if near.level < rank:
                    self._demand_fact(concept_id, int(near.level))
        for path, reached in domain.paths_to(concept_id):
            if path not in self.paths:
                self.paths[path] = Action("take", path)
                self._demand(domain.requirement_needs(path))
            if reached < rank:
                self._demand_fact(concept_id, reached)

    def _add_achievers(self, concept_id: str) -> None:
        domain = self.domain
        concept = domain.graph[concept_id]
        paths = domain.paths_to(concept_id)
        start = self.known.get(concept_id, 0)
        for rank in sorted(self.ranks[concept_id]):
            actions = [self.paths[path] for path, reached in paths if reached >= rank]
            if isinstance(concept, Competency):
                studies = [Action("study", concept_id, start, rank)]
                for index, near in enumerate(concept.easier_with):
                    if near.level >= rank:
                        studies.append(Action("credit", concept_id, start, rank, index))
                for study in studies:
                    self._add_action(study)
                actions.extend(studies)
            # A higher level of the same competency brings this one too, but needs it first unless a path gives it.
            keys = tuple(sorted(map(_key, actions)))
            self.nodes[("fact", concept_id, 0, rank, 0)] = [(1, keys)]
            start = rank

    def _add_action(self, action: Action) -> None:
        key = _key(action)
        self.actions[key] = action
        self.nodes[key] = self._groups(self.domain.needs(action))
        if self.counts_steps and action.kind != "take":
            begin: _Key = ("begin", action.concept, 0, 0, 0)
            self.nodes.setdefault(begin, [])
            self.nodes[key].append((1, (begin,)))

    def _groups(self, needs: Iterable[Need]) -> list[tuple[int, tuple[_Key, ...]]]:
        groups = set()
        for need in needs:
            facts = [fact for fact in need.facts if self.known.get(fact[0], 0) < fact[1]]
            k = need.at_least - (len(need.facts) - len(facts))
            if k > 0:
                groups.add((k, tuple(("fact", concept, 0, rank, 0) for concept, rank in facts)))
        return sorted(groups)


def domain_of(graph: CareerGraph, objective: Objective, hours_per_week: float) -> Domain:
    """The domain of a graph, made once: what it looks up is kept for the next question."""
    return graph.derived((objective, hours_per_week), lambda: Domain(graph, objective, hours_per_week))


def build_problem(domain: Domain, known: dict[str, int], goal: Iterable[Need]) -> Problem:
    """The instance of a goal for a person.

    Nodes are numbered in the order of what they stand for, so that the same question gives the same instance
    whatever the order of the data.

    Args:
        domain: The actions.
        known: The rank at which each competency is known, and 1 for each credential held.
        goal: What must be true in the end.
    """
    builder = _Builder(domain, known)
    builder.build(goal)
    # A fact with a single achiever is that action.
    only = {
        key: groups[0][1][0] for key, groups in builder.nodes.items() if key[0] == "fact" and len(groups[0][1]) == 1
    }
    keys = sorted(builder.nodes.keys() - only.keys())
    number = {key: node for node, key in enumerate(keys)}
    number |= {fact: number[action] for fact, action in only.items()}
    groups: list[list[Group]] = [
        [(k, tuple([number[option] for option in options])) for k, options in builder.nodes[key]] for key in keys
    ]
    actions = [builder.actions.get(key) for key in keys]
    mains, hours = [], []
    for key, action in zip(keys, actions, strict=True):
        main, time = domain.millionths(action) if action else (0, 0)
        if key[0] == "begin":
            main = domain.objective.of({"hours": 0, "price": 0, "weeks": 0, "steps": to_millionths(1)})
        mains.append(main)
        hours.append(time)
    if domain.objective.name == "hours":
        hours = [0] * len(hours)
    grain, hour_grain = math.gcd(*mains) or 1, math.gcd(*hours) or 1
    spread = sum(hours) // hour_grain + 1
    unit = len(keys) + 1
    cost = [
        (main // grain * spread + hour // hour_grain) * unit + (action is not None)
        for main, hour, action in zip(mains, hours, actions, strict=True)
    ]
    return Problem(Instance(cost, groups, number[_GOAL]), actions, [key[1] for key in keys], unit, spread, grain)
