"""From a graph, a person and a goal to facts and actions.

Facts are *(competency, rank of the level)* and *(credential, 1)*. Actions make facts true:

- **study** a competency from one level to the next: needs the lower level and the requirements that apply;
- **credit**: the same, made cheaper by something near that is known (`easier_with`);
- **take** an education path: needs its entry requirements; makes true all that it teaches and awards.

Only what the goal can lean on is built, so the cost of a query follows the size of its answer's surroundings.
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
        rank: The rank of the level that is reached; 0 for a path.
        helper: For *credit*, the position of the `EasierWith` that makes it cheaper.
    """

    kind: str
    concept: str
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
    """The actions that a graph offers under an objective, made on demand.

    Attributes:
        graph: The graph.
        objective: What is minimised; a path without a figure for it is left out.
        hours_per_week: What turns hours of study into weeks.
    """

    graph: CareerGraph
    objective: Objective
    hours_per_week: float
    _needs: dict[Action, list[Need]] = field(default_factory=dict)
    _achievers: dict[Fact, list[Action]] = field(default_factory=dict)

    def achievers(self, fact: Fact) -> list[Action]:
        """The actions that make a fact true."""
        if fact not in self._achievers:
            concept_id, rank = fact
            concept = self.graph[concept_id]
            actions = []
            if isinstance(concept, Competency):
                actions.append(Action("study", concept_id, rank))
                actions.extend(Action("credit", concept_id, rank, index) for index in range(len(concept.easier_with)))
                paths = [
                    taught.subject
                    for taught in self.graph.teachers.get(concept_id, ())
                    if taught.level is not None and taught.level >= rank
                ]
            else:
                paths = [award.subject for award in self.graph.awarders.get(concept_id, ())]
            actions.extend(Action("take", path) for path in sorted(set(paths)) if self._is_offered(path))
            self._achievers[fact] = actions
        return self._achievers[fact]

    def needs(self, action: Action) -> list[Need]:
        """What must be true before an action."""
        if action not in self._needs:
            self._needs[action] = self._find_needs(action)
        return self._needs[action]

    def _find_needs(self, action: Action) -> list[Need]:
        needs = []
        if action.rank > 1:
            needs.append(Need(1, ((action.concept, action.rank - 1),)))
        if action.helper >= 0:
            near = self._competency(action).easier_with[action.helper]
            needs.append(Need(1, ((near.know, int(near.level)),)))
        for requirement in self.graph.requirements(self.graph[action.concept]):
            if requirement.is_required and (action.kind == "take" or action.rank >= requirement.applies_from):
                needs.append(self.need(requirement))
        return needs

    def need(self, requirement: Requirement) -> Need:
        """A requirement in terms of facts."""
        facts = tuple(
            sorted(
                (option, int(requirement.level) if isinstance(self.graph[option], Competency) else 1)
                for option in requirement.options
            )
        )
        return Need(requirement.at_least, facts, requirement)

    def effects(self, action: Action) -> list[Fact]:
        """The facts, at the highest rank, that an action makes true; lower ranks are included in them."""
        if action.kind != "take":
            return [(action.concept, action.rank)]
        effects = []
        for relation in self.graph.edges(self.graph[action.concept]):
            if relation.type == "teaches" and relation.level is not None:
                effects.append((relation.object, int(relation.level)))
            elif relation.type == "awards":
                effects.append((relation.object, 1))
        return sorted(effects)

    def hours(self, action: Action) -> Estimate:
        """The hours of an action."""
        if action.kind == "take":
            path = self._path(action)
            return path.hours.estimate if path.hours else Estimate.exactly(0)
        competency = self._competency(action)
        hours = competency.effort.to(Level(action.rank))
        if action.rank > 1:
            lower = competency.effort.to(Level(action.rank - 1))
            parts = sorted(
                (hours.low - lower.low, hours.likely - lower.likely, hours.high - lower.high)
            )
            likely = hours.likely - lower.likely
            hours = Estimate(min(parts[0], likely), likely, max(parts[2], likely))
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

    def amounts(self, action: Action) -> dict[str, int]:
        """What an action takes of each measure, in millionths; steps are counted elsewhere."""
        price = self.price(action)
        return {
            "hours": to_millionths(self.hours(action).likely),
            "price": to_millionths(price if price is not None else 0.0),
            "weeks": to_millionths(self.weeks(action)),
            "steps": to_millionths(1) if action.kind == "take" else 0,
        }

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
        scale: How to turn whole units back: ``cost // unit // spread * grain`` are millionths of the objective.
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


_Key: TypeAlias = tuple[str, str, int, int]

_GOAL: _Key = ("goal", "", 0, 0)


class _Builder:
    """Collects the nodes that the goal can lean on."""

    def __init__(self, domain: Domain, known: dict[str, int]) -> None:
        self.domain = domain
        self.known = known
        self.counts_steps = "steps" in domain.objective.measures
        self.groups: dict[_Key, set[tuple[int, tuple[_Key, ...]]]] = {}
        self.actions: dict[_Key, Action] = {}
        self.queue: list[_Key] = []

    def build(self, goal: Iterable[Need]) -> None:
        self._add(_GOAL, goal)
        for key in self.queue:
            action = self.actions.get(key)
            if action is not None:
                self._add(key, self.domain.needs(action))
                if self.counts_steps and action.kind != "take":
                    begin = ("begin", action.concept, 0, 0)
                    self.groups[key].add((1, (begin,)))
                    self._reach(begin)
            elif key[0] == "fact":
                self._add(key, [Need(1, ((key[1], key[2]),))])

    def _add(self, key: _Key, needs: Iterable[Need]) -> None:
        groups = self.groups.setdefault(key, set())
        for need in needs:
            open_facts = [fact for fact in need.facts if self.known.get(fact[0], 0) < fact[1]]
            k = need.at_least - (len(need.facts) - len(open_facts))
            if k <= 0:
                continue
            if k == 1:
                groups.add((1, self._any_achiever(open_facts)))
            elif k == len(open_facts):
                groups.update((1, self._any_achiever([fact])) for fact in open_facts)
            else:
                facts = tuple(sorted(("fact", concept, rank, 0) for concept, rank in open_facts))
                groups.add((k, facts))
                for fact in facts:
                    self._reach(fact)

    def _any_achiever(self, facts: Iterable[Fact]) -> tuple[_Key, ...]:
        keys = set()
        for fact in facts:
            actions = self.domain.achievers(fact)
            if not actions:
                missing = ("missing", *fact, 0)
                keys.add(missing)
                self.groups[missing] = {(1, ())}
            for action in actions:
                key = (action.kind, action.concept, action.rank, action.helper)
                keys.add(key)
                self.actions[key] = action
                self._reach(key)
        return tuple(sorted(keys))

    def _reach(self, key: _Key) -> None:
        if key not in self.groups:
            self.groups[key] = set()
            self.queue.append(key)


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
    keys = sorted(builder.groups)
    number = {key: node for node, key in enumerate(keys)}
    groups: list[list[Group]] = [
        [(k, tuple([number[option] for option in options])) for k, options in sorted(builder.groups[key])]
        for key in keys
    ]
    actions = [builder.actions.get(key) for key in keys]
    objective = domain.objective
    mains, hours = [], []
    for key, action in zip(keys, actions, strict=True):
        amounts = domain.amounts(action) if action else dict.fromkeys(("hours", "price", "weeks", "steps"), 0)
        if key[0] == "begin":
            amounts["steps"] = to_millionths(1)
        mains.append(objective.of(amounts))
        hours.append(amounts["hours"])
    if objective.name == "hours":
        hours = [0] * len(hours)
    grain, hour_grain = math.gcd(*mains) or 1, math.gcd(*hours) or 1
    spread = sum(hours) // hour_grain + 1
    unit = len(keys) + 1
    cost = [
        (main // grain * spread + hour // hour_grain) * unit + (action is not None)
        for main, hour, action in zip(mains, hours, actions, strict=True)
    ]
    return Problem(
        Instance(cost, groups, number[_GOAL]), actions, [key[1] for key in keys], unit, spread, grain
    )
