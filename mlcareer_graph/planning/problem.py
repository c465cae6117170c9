"""From a person and a goal to an instance.

Only what the goal can lean on is built, and only the levels that something asks for, a path teaches, or a saving
ends at: any other level is passed through on the way to the next. So the cost of a query follows the size of its
answer's surroundings.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from mlcareer_graph.model import Competency
from mlcareer_graph.planning.domain import Action, Domain, Fact, Need
from mlcareer_graph.planning.instance import Group, Instance
from mlcareer_graph.planning.objective import to_millionths
from mlcareer_graph.planning.query import Query


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
        excluded: The ids of the competencies and education paths that the plan does without.
        begins: The nodes that stand for studying a competency at all, where that is counted.
    """

    instance: Instance
    actions: list[Action | None]
    concepts: list[str]
    unit: int
    spread: int
    grain: int
    excluded: Collection[str] = ()
    begins: Collection[int] = ()

    def objective_value(self, cost: int) -> int:
        """The objective in millionths of a cost of the instance."""
        return cost // self.unit // self.spread * self.grain

    def amounts(self, domain: Domain, measure: str) -> list[int]:
        """What each node takes of a measure, in millionths.

        Args:
            domain: The domain that the problem was built on; it counts the measure.
            measure: Hours, price, weeks, steps or paths.
        """
        amounts = [domain.amounts(action)[measure] if action else 0 for action in self.actions]
        if measure == "steps":
            for node in self.begins:
                amounts[node] = to_millionths(1)
        return amounts


_Key: TypeAlias = tuple[str, str, int, int, int]
_KeyGroup: TypeAlias = tuple[int, tuple[_Key, ...]]

_GOAL: _Key = ("goal", "", 0, 0, 0)


class _Demand(NamedTuple):
    """What a fact leans on before anything is known.

    Attributes:
        needs: The requirements that apply.
        concepts: Every concept that they name.
        facts: Every fact that they name.
        helping: The facts that make the competency easier, and the lower levels up to which they do.
        paths: The education paths that lead to the concept, each with the rank that it leads to.
    """

    needs: list[Need]
    concepts: frozenset[str]
    facts: list[Fact]
    helping: list[Fact]
    paths: list[tuple[str, int]]


class _Template(NamedTuple):
    """The groups of an action for a person who knows nothing that they name.

    Attributes:
        needs: What they come from.
        concepts: Every concept that they name.
        groups: The groups, sorted.
    """

    needs: list[Need]
    concepts: frozenset[str]
    groups: list[_KeyGroup]


class _Achievers(NamedTuple):
    """What leads to some levels of a concept.

    Attributes:
        groups: For each level its node, with the actions any of which will do, if there are several or none.
        only: For each other level its node, with the one action that leads there and takes its place.
        studies: The actions of study among them.
    """

    groups: dict[_Key, list[_KeyGroup]]
    only: dict[_Key, _Key]
    studies: list[Action]


def _find_achievers(
    domain: Domain,
    concept_id: str,
    start: int,
    ranks: Iterable[int],
    *,
    excluded: Collection[str] = (),
    preferred: Collection[str] = (),
) -> _Achievers:
    """What leads from the level that is known to each of some higher ones, in ascending order."""
    is_studied = isinstance(domain.graph[concept_id], Competency)
    paths = [(path, reached) for path, reached in domain.paths_to(concept_id) if path not in excluded]
    found = _Achievers({}, {}, [])
    for rank in ranks:
        actions = [Action("take", path) for path, reached in paths if reached >= rank]
        liked = [action for action in actions if action.concept in preferred]
        if liked:
            actions = liked
        elif is_studied:
            studies = [Action("study", concept_id, start, rank)]
            for index, near in enumerate(domain.helpers(concept_id)):
                if near.level >= rank:
                    studies.append(Action("credit", concept_id, start, rank, index))
            found.studies.extend(studies)
            actions.extend(studies)
        # A higher level of the same competency brings this one too, but needs it first unless a path gives it.
        fact: _Key = ("fact", concept_id, 0, rank, 0)
        if len(actions) == 1:
            found.only[fact] = actions[0]
        else:
            found.groups[fact] = [(1, tuple(sorted(actions)))]
        start = rank
    return found


class _Parts:
    """What the problems of a domain have in common: all that does not depend on the person."""

    __slots__ = ("_achievers", "_costs", "_demands", "_templates", "domain")

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._demands: dict[Fact, _Demand] = {}
        self._templates: dict[Action, _Template] = {}
        self._achievers: dict[tuple[str, int, tuple[int, ...]], _Achievers] = {}
        self._costs: dict[Action, tuple[int, int]] = {}

    def demand(self, fact: Fact) -> _Demand:
        """What a fact leans on."""
        found = self._demands.get(fact)
        if found is None:
            found = self._demands[fact] = self._find_demand(*fact)
        return found

    def _find_demand(self, concept_id: str, rank: int) -> _Demand:
        domain = self.domain
        needs: list[Need] = []
        helping: list[Fact] = []
        if isinstance(domain.graph[concept_id], Competency):
            needs = [
                need
                for need in domain.requirement_needs(concept_id)
                if need.requirement and need.requirement.applies_from <= rank
            ]
            for near in domain.helpers(concept_id):
                helping.append((near.know, int(near.level)))
                if near.level < rank:
                    helping.append((concept_id, int(near.level)))
        facts = list(dict.fromkeys(fact for need in needs for fact in need.facts))
        return _Demand(needs, _concepts_of(needs), facts, helping, domain.paths_to(concept_id))

    def template(self, action: Action) -> _Template:
        """The groups of an action."""
        found = self._templates.get(action)
        if found is None:
            needs = self.domain.needs(action)
            groups = sorted({_group(need.at_least, need.facts) for need in needs})
            found = self._templates[action] = _Template(needs, _concepts_of(needs), groups)
        return found

    def achievers(self, concept_id: str, start: int, ranks: tuple[int, ...]) -> _Achievers:
        """What leads to some levels of a concept where nothing is excluded or preferred."""
        key = (concept_id, start, ranks)
        found = self._achievers.get(key)
        if found is None:
            found = self._achievers[key] = _find_achievers(self.domain, concept_id, start, ranks)
        return found

    def millionths(self, action: Action) -> tuple[int, int]:
        """`Domain.millionths`."""
        found = self._costs.get(action)
        if found is None:
            found = self._costs[action] = self.domain.millionths(action)
        return found


def _concepts_of(needs: Iterable[Need]) -> frozenset[str]:
    return frozenset(concept for need in needs for concept, _ in need.facts)


class _Builder:
    """Collects the facts that the goal can lean on, then the nodes that lead to them."""

    def __init__(
        self, domain: Domain, known: dict[str, int], excluded: Collection[str], preferred: Collection[str]
    ) -> None:
        self.domain = domain
        self.parts = domain.derived("problem", lambda: _Parts(domain))
        self.known = known
        self.excluded = excluded
        self.preferred = preferred
        # What is neither known nor liked is the same for everybody.
        self.personal = known.keys() | frozenset(preferred)
        self.ranks: dict[str, set[int]] = {}
        self.paths: dict[str, Action] = {}
        self.queue: list[Fact] = []
        self.nodes: dict[_Key, list[_KeyGroup]] = {}
        self.only: dict[_Key, _Key] = {}
        self.actions: dict[_Key, Action] = {}
        self.counts_steps = domain.counts("steps")

    def build(self, goal: Iterable[Need]) -> None:
        goal = list(goal)
        self._demand(goal)
        for fact in self.queue:
            if fact[0] not in self.excluded:
                self._demand_below(fact)
        self.nodes[_GOAL] = self._groups(goal)
        for path in self.paths.values():
            self._add_action(path)
        for concept_id in self.ranks:
            self._add_achievers(concept_id)

    def _demand(self, needs: Iterable[Need]) -> None:
        for need in needs:
            if sum(self.known.get(concept, 0) >= rank for concept, rank in need.facts) < need.at_least:
                self._demand_facts(need.facts)

    def _demand_facts(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            concept_id, rank = fact
            if self.known.get(concept_id, 0) < rank:
                ranks = self.ranks.get(concept_id)
                if ranks is None:
                    self.ranks[concept_id] = {rank}
                    self.queue.append(fact)
                elif rank not in ranks:
                    ranks.add(rank)
                    self.queue.append(fact)

    def _demand_below(self, fact: Fact) -> None:
        demand = self.parts.demand(fact)
        if demand.concepts.isdisjoint(self.known):
            self._demand_facts(demand.facts)
        else:
            self._demand(demand.needs)
        self._demand_facts(demand.helping)
        for path, reached in demand.paths:
            if path in self.excluded:
                continue
            if path not in self.paths:
                self.paths[path] = Action("take", path)
                self._demand(self.domain.requirement_needs(path))
            if reached < fact[1]:
                self._demand_facts(((fact[0], reached),))

    def _add_achievers(self, concept_id: str) -> None:
        ranks = tuple(sorted(self.ranks[concept_id]))
        if concept_id in self.excluded:
            for rank in ranks:
                self.nodes["fact", concept_id, 0, rank, 0] = [(1, ())]
            return
        start = self.known.get(concept_id, 0)
        if self.excluded or self.preferred:
            achievers = _find_achievers(
                self.domain, concept_id, start, ranks, excluded=self.excluded, preferred=self.preferred
            )
        else:
            achievers = self.parts.achievers(concept_id, start, ranks)
        self.nodes.update(achievers.groups)
        self.only.update(achievers.only)
        for study in achievers.studies:
            self._add_action(study)

    def _add_action(self, action: Action) -> None:
        self.actions[action] = action
        template = self.parts.template(action)
        if template.concepts.isdisjoint(self.personal):
            self.nodes[action] = template.groups
        else:
            self.nodes[action] = self._groups(template.needs)
        if self.counts_steps and action.kind != "take":
            begin: _Key = ("begin", action.concept, 0, 0, 0)
            self.nodes.setdefault(begin, [])
            self.nodes[action] = [*self.nodes[action], (1, (begin,))]

    def _groups(self, needs: Iterable[Need]) -> list[_KeyGroup]:
        groups = set()
        for need in needs:
            facts = [fact for fact in need.facts if self.known.get(fact[0], 0) < fact[1]]
            k = need.at_least - (len(need.facts) - len(facts))
            if k > 0:
                liked = [fact for fact in facts if fact[0] in self.preferred] if self.preferred else []
                if len(liked) < k:
                    groups.add(_group(k, facts))
                if liked:
                    groups.add(_group(min(k, len(liked)), liked))
        return sorted(groups)


def _group(k: int, facts: Iterable[Fact]) -> _KeyGroup:
    return k, tuple([("fact", concept, 0, rank, 0) for concept, rank in facts])


def build_problem(
    domain: Domain,
    known: dict[str, int],
    goal: Iterable[Need],
    excluded: Collection[str] = (),
    preferred: Collection[str] = (),
) -> Problem:
    """The instance of a goal for a person.

    Nodes are numbered in the order of what they stand for, so that the same question gives the same instance
    whatever the order of the data.

    Args:
        domain: The actions.
        known: The rank at which each competency is known, and 1 for each credential held.
        goal: What must be true in the end.
        excluded: The ids of competencies that nothing leads to and of education paths that are not taken.
        preferred: The ids of competencies that go before the other options of a requirement, and of education paths
            that go before other ways to learn what they teach.
    """
    builder = _Builder(domain, known, excluded, preferred)
    builder.build(goal)
    keys = sorted(builder.nodes)
    number = {key: node for node, key in enumerate(keys)}
    number |= {fact: number[action] for fact, action in builder.only.items()}
    groups: list[list[Group]] = [
        [(k, tuple([number[option] for option in options])) for k, options in builder.nodes[key]] for key in keys
    ]
    actions = [builder.actions.get(key) for key in keys]
    mains, hours = [], []
    for key, action in zip(keys, actions, strict=True):
        main, time = builder.parts.millionths(action) if action else (0, 0)
        if key[0] == "begin":
            main = domain.objective.of({"hours": 0, "price": 0, "weeks": 0, "steps": to_millionths(1), "paths": 0})
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
    return Problem(
        Instance(cost, groups, number[_GOAL]),
        actions,
        [key[1] for key in keys],
        unit,
        spread,
        grain,
        excluded,
        [node for node, key in enumerate(keys) if key[0] == "begin"],
    )


def problem_of(query: Query, domain: Domain) -> Problem:
    """The problem behind a question."""
    known = dict(query.knows.ranks())
    return build_problem(domain, known, query.needs(domain), query.impossible, query.preferred)
