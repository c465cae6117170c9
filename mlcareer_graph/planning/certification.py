"""Finding the landmarks of a certificate.

LM-cut on the problem as it is, without any reduction, gives the first landmarks. Where they do not add up to the cost,
a linear program shares the costs out among them in the best way (Karpas and Domshlak, "Cost-Optimal Planning with
Landmarks", IJCAI 2009), and its dual, which takes each action in part, shows what is missing: a landmark of which it
takes less than one whole action (Bonet and Helmert, "Strengthening Landmark Heuristics via Hitting Sets", ECAI 2010).
Landmarks that overlap make one of which every plan holds two where no action is in all of them: that cuts off halves,
such as those that it takes of three things of which two are asked for.
"""

from __future__ import annotations

import math
import random
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice
from typing import TYPE_CHECKING, TypeAlias

from mlcareer_graph.model import Requirement
from mlcareer_graph.planning.certificate import Certificate, Landmark
from mlcareer_graph.planning.highs import new_solver, run
from mlcareer_graph.planning.instance import Group, Instance, derivation
from mlcareer_graph.planning.lmcut import lm_cut
from mlcareer_graph.planning.objective import MILLION, to_millionths
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.unit_steps import Fact, Need, UnitAction

if TYPE_CHECKING:
    from mlcareer_graph.planning.plan import Plan

SECONDS = 30.0
"""How long to look for landmarks; what was found by then is a bound, too."""

_NOISES = (0.0, 0.0, 0.0, 0.0, 0.01, 0.01, 0.1, 0.1, 0.3, 0.3)
"""How far the order in which actions are allowed departs from what the linear program takes of them, in each try."""

_PAIRS = 200
"""The pairs of landmarks in a round from which one is made of which every plan holds two."""

_EPSILON = 1e-6

_Cut: TypeAlias = tuple[frozenset[int], int]
"""Nodes, and how many of them every plan holds."""


def certify(plan: Plan) -> Certificate:
    """A certificate for a plan; see `Plan.certificate`."""
    certificate = Certificate(
        target=plan.target.id,
        goal=tuple(_plain(plan, asked) for asked in plan.goal if _is_of_target(plan, asked)),
        besides=tuple(_plain(plan, asked) for asked in plan.goal if not _is_of_target(plan, asked)),
        knows=Profile(plan.knows.levels, plan.knows.credentials),
        weights=plan.weights,
        hours_per_week=plan.hours_per_week,
        education=plan.education,
        excluded=tuple(sorted(plan.query.impossible)),
        cost=plan.cost,
        solver_bound=plan.bound,
        bound=None,
        landmarks=(Landmark((), 0.0),),
    )
    if plan.cost is None:
        return certificate if certificate.check(plan.graph) else replace(certificate, landmarks=())
    steps = certificate.steps(plan.graph)
    goal = [steps.need(asked) for asked in (*certificate.goal, *certificate.besides)]
    task = _Task(steps.actions(), goal, plan.knows.ranks())
    landmarks = _Search(task, to_millionths(plan.cost), time.monotonic() + SECONDS).landmarks()
    return replace(certificate, bound=math.fsum(landmark.adds for landmark in landmarks), landmarks=landmarks)


def _is_of_target(plan: Plan, asked: Requirement) -> bool:
    return asked in plan.graph.requirements(plan.target) or asked.options == (plan.target.id,)


def _plain(plan: Plan, asked: Requirement) -> Requirement:
    return Requirement(plan.target.id, asked.options, asked.at_least, asked.level)


class _Task:
    """What can be done, as far as the goal can lean on it, as an instance with costs in millionths.

    Attributes:
        instance: A node for the goal, for each fact and action, and for what actions share.
        names: The name that each node with a cost has in a certificate.
    """

    def __init__(self, actions: Iterable[UnitAction], goal: Sequence[Need], known: Mapping[str, int]) -> None:
        self.instance = Instance([0], [[]], 0)
        self.names: dict[int, str] = {}
        self._known = known
        self._number: dict[str | Fact, int] = {}
        self._open: deque[Fact] = deque()
        achievers: dict[Fact, list[UnitAction]] = {}
        for action in actions:
            for fact in action.gives:
                achievers.setdefault(fact, []).append(action)
        self.instance.groups[0] = self._groups(goal)
        while self._open:
            fact = self._open.popleft()
            ways = [self._action(action) for action in achievers.get(fact, ())]
            self.instance.groups[self._number[fact]] = [(1, tuple(ways))]

    def _groups(self, needs: Iterable[Need]) -> list[Group]:
        groups = []
        for at_least, facts in needs:
            ahead = [fact for fact in facts if self._known.get(fact[0], 0) < fact[1]]
            missing = at_least - len(facts) + len(ahead)
            if missing > 0:
                groups.append((missing, tuple([self._fact(fact) for fact in ahead])))
        return groups

    def _fact(self, fact: Fact) -> int:
        if fact not in self._number:
            self._open.append(fact)
            self._add(fact, 0)
        return self._number[fact]

    def _action(self, action: UnitAction) -> int:
        (name, cost), *shared = action.costs
        if name not in self._number:
            self._add(name, to_millionths(cost))
            self.instance.groups[self._number[name]] = self._groups(action.needs)
            for other, price in shared:
                if other not in self._number:
                    self._add(other, to_millionths(price))
                self.instance.groups[self._number[name]].append((1, (self._number[other],)))
        return self._number[name]

    def _add(self, key: str | Fact, cost: int) -> None:
        node = self._number[key] = len(self.instance)
        self.instance.cost.append(cost)
        self.instance.groups.append([])
        if cost and isinstance(key, str):
            self.names[node] = key


class _Search:
    """The search for landmarks that add up to a cost.

    Attributes:
        task: What can be done.
        cost: When to stop, in millionths.
        deadline: When to stop by `time.monotonic`.
    """

    def __init__(self, task: _Task, cost: int, deadline: float) -> None:
        self.task = task
        self.cost = cost
        self.deadline = deadline
        self._blocker = _Blocker(task.instance)
        self._paid = sorted(task.names)
        self._rng = random.Random(0)

    def landmarks(self) -> tuple[Landmark, ...]:
        """Landmarks whose amounts add up to the cost, or come as near to it as is found; the weightiest first."""
        found = lm_cut(self.task.instance, self.cost, self.deadline)
        amounts: dict[_Cut, int] = {}
        for nodes, amount in found.cuts:
            cut = (frozenset(nodes) if self._is_late() else self._least(frozenset(nodes)), 1)
            amounts[cut] = amounts.get(cut, 0) + amount
        if not _reaches(found.bound, self.cost):
            better = self._better_amounts(list(amounts))
            amounts = max(amounts, better, key=_sum)
        landmarks = [
            Landmark(tuple(sorted([self.task.names[node] for node in nodes])), amount / MILLION, at_least)
            for (nodes, at_least), amount in amounts.items()
            if amount
        ]
        return tuple(sorted(landmarks, key=lambda landmark: (-landmark.adds, landmark.actions)))

    def _is_late(self) -> bool:
        return time.monotonic() > self.deadline

    def _least(self, nodes: frozenset[int]) -> frozenset[int]:
        """A landmark without the actions that can be spared."""
        return self._blocker.cut(sorted(self._paid, key=lambda node: (node in nodes, node)))

    def _better_amounts(self, cuts: list[_Cut]) -> dict[_Cut, int]:
        """The cuts and more with the amounts that add up to most."""
        program = _Program(self.task.instance, self._paid)
        while cuts:
            program.add(cuts)
            bound, taken = program.solve()
            if _reaches(bound, self.cost) or self._is_late():
                break
            cuts = self._missed(taken) or self._missed_twice(taken, program.cuts)
            cuts = [cut for cut in cuts if cut not in program.known]
        return program.amounts()

    def _missed(self, taken: Mapping[int, float]) -> list[_Cut]:
        """Landmarks of which less than one whole action is taken.

        The actions are allowed one by one, those first of which most is taken, as long as the goal stays out of
        reach.
        """
        found: dict[_Cut, None] = {}
        for noise in _NOISES:
            if self._is_late():
                break
            keys = {node: (-taken[node] - noise * self._rng.random(), self._rng.random()) for node in self._paid}
            nodes = self._blocker.cut(sorted(self._paid, key=keys.__getitem__))
            if math.fsum(taken[node] for node in nodes) < 1 - _EPSILON:
                found[nodes, 1] = None
        return list(found)

    def _missed_twice(self, taken: Mapping[int, float], cuts: Iterable[_Cut]) -> list[_Cut]:
        """Sets of which every plan holds two actions and less than two are taken."""
        split = [nodes for nodes, at_least in cuts if at_least == 1 and _is_split(nodes, taken)]
        found: dict[_Cut, None] = {}
        for first, second in islice(_touching(split, taken), _PAIRS):
            if self._is_late():
                break
            union = self._joined(first, second, taken)
            if union and math.fsum(taken[node] for node in union) < 2 - _EPSILON:
                found[self._least_twice(union, taken), 2] = None
        return list(found)

    def _joined(self, first: frozenset[int], second: frozenset[int], taken: Mapping[int, float]) -> frozenset[int]:
        """A set with two landmarks of which every plan holds two actions; empty if none is found.

        Proof: whichever one of them a plan holds, there is a landmark within the set without that action, of which it
        holds another one: one of the two, or for an action of both the one that is added for its sake.
        """
        union = first | second
        for shared in sorted(first & second):
            if not self._blocker.blocks(union - {shared}):
                keys = {node: (node != shared, node in union, -taken[node], node) for node in self._paid}
                third = self._blocker.cut(sorted(self._paid, key=keys.__getitem__))
                if shared in third:
                    return frozenset()
                union |= third
        return union

    def _least_twice(self, nodes: frozenset[int], taken: Mapping[int, float]) -> frozenset[int]:
        """Nodes of which every plan holds two, without those that can be spared."""
        for node in sorted(nodes, key=lambda node: (-taken[node], node)):
            fewer = nodes - {node}
            if all(self._blocker.blocks(fewer - {other}) for other in sorted(fewer)):
                nodes = fewer
        return nodes


def _touching(
    cuts: list[frozenset[int]], taken: Mapping[int, float]
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    for first, second in combinations(cuts, 2):
        if any(taken[node] > _EPSILON for node in first & second):
            yield first, second


def _is_split(nodes: Iterable[int], taken: Mapping[int, float]) -> bool:
    return any(_EPSILON < taken[node] < 1 - _EPSILON for node in nodes)


class _Blocker:
    """Finds least sets of nodes without which the target cannot be derived."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._waiting: list[list[int]] = [[] for _ in range(len(instance))]
        self._user_of: list[int] = []
        self._counts: list[int] = []
        for node, groups in enumerate(instance.groups):
            for k, options in groups:
                for option in options:
                    self._waiting[option].append(len(self._counts))
                self._user_of.append(node)
                self._counts.append(k)

    def cut(self, order: Iterable[int]) -> frozenset[int]:
        """The nodes that are left out when nodes are allowed in an order, unless the target would be derived.

        No part of the result is enough: with each of its nodes the target could be derived from those allowed by then.

        Args:
            order: All nodes with a cost. Those without are allowed from the start.

        Complexity:
            O(options) for what is derived, and as much again for each node that is left out.
        """
        instance = self._instance
        self._missing = self._counts[:]
        self._open = [len(groups) for groups in instance.groups]
        self._derived = [False] * len(instance)
        self._allowed = [not cost for cost in instance.cost]
        for node, is_allowed in enumerate(self._allowed[:]):
            if is_allowed and not self._open[node] and not self._derived[node]:
                self._derive(node)
        left_out = []
        for node in order:
            self._allowed[node] = True
            if not self._open[node] and not self._derive(node):
                self._allowed[node] = False
                left_out.append(node)
        return frozenset(left_out)

    def blocks(self, nodes: Collection[int]) -> bool:
        """Whether the target cannot be derived without some nodes."""
        instance = self._instance
        rest = derivation(instance, [node for node in range(len(instance)) if node not in nodes])
        return instance.target not in rest

    def _derive(self, node: int) -> bool:
        """Derive all that follows from a node; nothing, and False, if the target does."""
        derived, missing, still_open = self._derived, self._missing, self._open
        trail, served = [node], []
        derived[node] = True
        for reached in trail:
            for group in self._waiting[reached]:
                served.append(group)
                missing[group] -= 1
                if not missing[group]:
                    user = self._user_of[group]
                    still_open[user] -= 1
                    if not still_open[user] and self._allowed[user] and not derived[user]:
                        derived[user] = True
                        trail.append(user)
            if derived[self._instance.target]:
                break
        else:
            return True
        for group in served:
            if not missing[group]:
                still_open[self._user_of[group]] += 1
            missing[group] += 1
        for reached in trail:
            derived[reached] = False
        return False


class _Program:
    """The linear program that takes of each node as much as its cuts ask for, at least cost."""

    def __init__(self, instance: Instance, paid: list[int]) -> None:
        self.cuts: list[_Cut] = []
        self.known: set[_Cut] = set()
        self._costs = {node: instance.cost[node] for node in paid}
        self._column = {node: column for column, node in enumerate(paid)}
        self._solver = new_solver({})
        for column, cost in enumerate(self._costs.values()):
            self._solver.addVar(0.0, math.inf)
            self._solver.changeColCost(column, cost / MILLION)

    def add(self, cuts: Collection[_Cut]) -> None:
        """Ask for so many nodes of each cut."""
        import numpy as np

        self.cuts.extend(cuts)
        self.known.update(cuts)
        for nodes, at_least in cuts:
            columns = np.array([self._column[node] for node in sorted(nodes)], np.int32)
            self._solver.addRow(float(at_least), math.inf, len(columns), columns, np.ones(len(columns)))

    def solve(self) -> tuple[float, dict[int, float]]:
        """The bound, in millionths, and how much is taken of each node."""
        run(self._solver)
        values = self._solver.getSolution().col_value
        return self._solver.getInfo().objective_function_value * MILLION, {
            node: values[column] for node, column in self._column.items()
        }

    def amounts(self) -> dict[_Cut, int]:
        """What each cut takes of the cost of its nodes: whole millionths, from no node more than it costs."""
        duals = self._solver.getSolution().row_dual
        amounts = {cut: max(round(dual * MILLION), 0) for cut, dual in zip(self.cuts, duals, strict=True)}
        users: dict[int, list[_Cut]] = {}
        for cut, amount in amounts.items():
            for node in cut[0] if amount else ():
                users.setdefault(node, []).append(cut)
        for node, cuts in sorted(users.items()):
            excess = sum(amounts[cut] for cut in cuts) - self._costs[node]
            for cut in cuts:
                less = min(max(excess, 0), amounts[cut])
                amounts[cut] -= less
                excess -= less
        return amounts


def _sum(amounts: Mapping[_Cut, int]) -> int:
    return sum([amount * at_least for (_, at_least), amount in amounts.items()])


def _reaches(bound: float, cost: int) -> bool:
    # Costs are rounded to millionths, in this model for each level on its own.
    return bound >= cost - 1e-7 * max(cost, 100 * MILLION)
