"""From a person and a goal to an instance.

Only what the goal can lean on is built, and only the levels that something asks for, a path teaches, or a saving
ends at: any other level is passed through on the way to the next. So the cost of a query follows the size of its
answer's surroundings.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mlcareer_graph.model import Competency
from mlcareer_graph.planning.domain import Achievers, Action, Below, Domain, Fact, Key, KeyGroup, Need, fact_group
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


_GOAL: Key = ("goal", "", 0, 0, 0)


class _Builder:
    """Collects the facts that the goal can lean on, then the nodes that lead to them."""

    def __init__(
        self, domain: Domain, known: dict[str, int], excluded: Collection[str], preferred: Collection[str]
    ) -> None:
        self.domain = domain
        self.known = known
        self.excluded = excluded
        self.preferred = preferred
        self.ranks: dict[str, list[int]] = {}
        self.paths: dict[str, Action] = {}
        self.queue: list[Fact] = []
        self.seen: set[Fact] = set()
        self.nodes: dict[Key, list[KeyGroup]] = {}
        self.actions: dict[Key, Action] = {}
        self.counts_steps = domain.counts("steps")
        self.is_plain = not (excluded or preferred or self.counts_steps)

    def build(self, goal: Iterable[Need]) -> None:
        goal = list(goal)
        self._demand(goal)
        for concept_id, rank in self.queue:
            self._demand_below(concept_id, rank)
        for concept_id, rank in self.queue:
            self.ranks.setdefault(concept_id, []).append(rank)
        self.nodes[_GOAL] = self._groups(goal)
        for path in self.paths.values():
            self._add_action(path)
        for concept_id in self.ranks:
            self._add_achievers(concept_id)

    def _demand(self, needs: Iterable[Need]) -> None:
        known, seen = self.known, self.seen
        for need in needs:
            facts = need.facts
            if known and sum([known.get(concept, 0) >= rank for concept, rank in facts]) >= need.at_least:
                continue
            for fact in facts:
                if fact not in seen and known.get(fact[0], 0) < fact[1]:
                    seen.add(fact)
                    self.queue.append(fact)

    def _demand_fact(self, fact: Fact) -> None:
        if fact not in self.seen and self.known.get(fact[0], 0) < fact[1]:
            self.seen.add(fact)
            self.queue.append(fact)

    def _demand_below(self, concept_id: str, rank: int) -> None:
        if concept_id in self.excluded:
            return
        if self.is_plain:
            below = _below(self.domain, concept_id, rank)
            if below.concepts.isdisjoint(self.known):
                self.paths |= below.paths
                new = [fact for fact in below.facts if fact not in self.seen]
                self.seen.update(new)
                self.queue.extend(new)
                return
        self.demand_anew(concept_id, rank)

    def demand_anew(self, concept_id: str, rank: int) -> None:
        """Demand what leads to a fact."""
        domain = self.domain
        if isinstance(domain.graph[concept_id], Competency):
            self._demand(domain.needs_up_to(concept_id, rank))
            for near in domain.helpers(concept_id):
                self._demand_fact((near.know, int(near.level)))
                if near.level < rank:
                    self._demand_fact((concept_id, int(near.level)))
        for path, reached in self._paths_to(concept_id):
            if path not in self.paths:
                self.paths[path] = Action("take", path)
                self._demand(domain.requirement_needs(path))
            if reached < rank:
                self._demand_fact((concept_id, reached))

    def _paths_to(self, concept_id: str) -> list[tuple[str, int]]:
        paths = self.domain.paths_to(concept_id)
        return [(path, reached) for path, reached in paths if path not in self.excluded] if self.excluded else paths

    def _add_achievers(self, concept_id: str) -> None:
        if self.is_plain and concept_id not in self.known:
            ways = _achievers(self.domain, concept_id, tuple(sorted(self.ranks[concept_id])))
            if ways.concepts.isdisjoint(self.known):
                self.nodes |= ways.nodes
                self.actions |= ways.actions
                return
        self.add_achievers_anew(concept_id)

    def add_achievers_anew(self, concept_id: str) -> None:
        """Add the facts of a concept at the ranks demanded, and what achieves them."""
        domain = self.domain
        concept = domain.graph[concept_id]
        if concept_id in self.excluded:
            for rank in self.ranks[concept_id]:
                self.nodes["fact", concept_id, 0, rank, 0] = [(1, ())]
            return
        paths = self._paths_to(concept_id)
        start = self.known.get(concept_id, 0)
        for rank in sorted(self.ranks[concept_id]):
            actions = [self.paths[path] for path, reached in paths if reached >= rank]
            liked = [action for action in actions if action.concept in self.preferred]
            if liked:
                actions = liked
            elif isinstance(concept, Competency):
                studies = domain.studies(concept_id, start, rank)
                for study in studies:
                    self._add_action(study)
                actions.extend(studies)
            # A higher level of the same competency brings this one too, but needs it first unless a path gives it.
            self.nodes["fact", concept_id, 0, rank, 0] = [(1, tuple(sorted(actions)))]
            start = rank

    def _add_action(self, action: Action) -> None:
        self.actions[action] = action
        concepts, groups = self.domain.groups(action)
        if not self.preferred and concepts.isdisjoint(self.known):
            self.nodes[action] = groups
        else:
            self.nodes[action] = self._groups(self.domain.needs(action))
        if self.counts_steps and action.kind != "take":
            begin: Key = ("begin", action.concept, 0, 0, 0)
            self.nodes.setdefault(begin, [])
            self.nodes[action] = [*self.nodes[action], (1, (begin,))]

    def _groups(self, needs: Iterable[Need]) -> list[KeyGroup]:
        groups = set()
        for need in needs:
            facts = [fact for fact in need.facts if self.known.get(fact[0], 0) < fact[1]]
            k = need.at_least - (len(need.facts) - len(facts))
            if k > 0:
                liked = [fact for fact in facts if fact[0] in self.preferred]
                if len(liked) < k:
                    groups.add(fact_group(k, facts))
                if liked:
                    groups.add(fact_group(min(k, len(liked)), liked))
        return sorted(groups)


def _below(domain: Domain, concept_id: str, rank: int) -> Below:
    """What a fact demands of somebody who knows nothing, looked up once."""
    fact = (concept_id, rank)
    if fact not in domain.below:
        builder = _Builder(domain, {}, (), ())
        builder.demand_anew(concept_id, rank)
        concepts = frozenset([concept for concept, _ in builder.queue])
        domain.below[fact] = Below(concepts, builder.queue, builder.paths)
    return domain.below[fact]


def _achievers(domain: Domain, concept_id: str, ranks: tuple[int, ...]) -> Achievers:
    """What leads somebody who knows nothing to a concept at some ranks, looked up once."""
    key = (concept_id, ranks)
    if key not in domain.achievers:
        builder = _Builder(domain, {}, (), ())
        builder.ranks[concept_id] = list(ranks)
        builder.paths = {path: Action("take", path) for path, _ in domain.paths_to(concept_id)}
        builder.add_achievers_anew(concept_id)
        needed = [domain.groups(action)[0] for action in builder.actions.values()]
        concepts = frozenset().union(*needed) - {concept_id}
        domain.achievers[key] = Achievers(concepts, builder.nodes, builder.actions)
    return domain.achievers[key]


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
    # A fact with a single achiever is that action.
    only = {
        key: groups[0][1][0] for key, groups in builder.nodes.items() if key[0] == "fact" and len(groups[0][1]) == 1
    }
    keys = sorted(builder.nodes.keys() - only.keys())
    number = {key: node for node, key in enumerate(keys)}
    number |= {fact: number[action] for fact, action in only.items()}
    groups: list[list[Group]] = [
        [
            (k, (number[options[0]],) if len(options) == 1 else tuple([number[option] for option in options]))
            for k, options in builder.nodes[key]
        ]
        for key in keys
    ]
    actions = [builder.actions.get(key) for key in keys]
    mains, hours = [], []
    for key, action in zip(keys, actions, strict=True):
        main, time = domain.millionths(action) if action else (0, 0)
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
