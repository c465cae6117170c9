"""What can be done on a graph, one level at a time: the model in which certificates are checked.

It is written from the graph alone. The solver works in a model of its own, of steps over several levels and only
those that a question needs, so that one does not repeat the mistakes of the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Competency, EducationPath, Level, Requirement

Fact: TypeAlias = tuple[str, int]
"""A competency with the rank of a level, or with the rank 1 a credential held or an education path taken."""

Need: TypeAlias = tuple[int, tuple[Fact, ...]]
"""At least so many of these facts."""


class UnitAction(NamedTuple):
    """One thing a person can do.

    Attributes:
        costs: What is paid for: names, each with an amount of the objective. The first is the action's own name; a
            second one, *begin*, is shared by all study of a competency and paid once, as its step.
        needs: What must be true before.
        gives: What it makes true.
    """

    costs: tuple[tuple[str, float], ...]
    needs: tuple[Need, ...]
    gives: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class UnitSteps:
    """The actions of a graph under an objective.

    Attributes:
        graph: The graph.
        weights: What the objective is made of: measures with their weights.
        hours_per_week: The hours of study in a week.
        education: Which education paths can be taken: ``"checked"``, ``"all"`` or ``"none"``.
        excluded: The ids of competencies that nothing leads to, and of paths that are not taken.
    """

    graph: CareerGraph
    weights: tuple[tuple[str, float], ...]
    hours_per_week: float
    education: str
    excluded: tuple[str, ...] = ()

    def actions(self) -> Iterator[UnitAction]:
        """All that can be done, in the order of ids."""
        for concept_id in sorted(self.graph.keys() - set(self.excluded)):
            concept = self.graph[concept_id]
            if isinstance(concept, Competency):
                yield from self._study(concept)
            elif isinstance(concept, EducationPath):
                yield from self._take(concept)

    def need(self, requirement: Requirement) -> Need:
        """A requirement in terms of facts."""
        facts = [
            (option, int(requirement.level) if isinstance(self.graph[option], Competency) else 1)
            for option in sorted(requirement.options)
        ]
        return requirement.at_least, tuple(facts)

    def _study(self, competency: Competency) -> Iterator[UnitAction]:
        name, weights = competency.id, dict(self.weights)
        binding = [requirement for requirement in self.graph.requirements_of(name) if requirement.is_required]
        begin = [(f"begin {name}", weights["steps"])] if "steps" in weights else []
        per_hour = weights.get("hours", 0.0) + weights.get("weeks", 0.0) / self.hours_per_week
        by_saving = sorted(competency.easier_with, key=lambda near: (near.know, near.level, near.saves))
        savings = {(near.know, near.level): near.saves for near in by_saving}
        spent = 0.0
        for level in Level:
            total = competency.effort.to(level).likely
            cost, spent = (total - spent) * per_hour, total
            needs = [self.need(requirement) for requirement in binding if requirement.applies_from <= level]
            if level > 1:
                needs.append((1, ((name, level - 1),)))
            gives = ((name, int(level)),)
            yield UnitAction(((f"study {name} to {level}", cost), *begin), tuple(needs), gives)
            for (helper, helping), saves in savings.items():
                if helping >= level:
                    own = f"credit {name} to {level} with {helper} at {helping}"
                    helped = (*needs, (1, ((helper, int(helping)),)))
                    yield UnitAction(((own, cost * (1 - saves)), *begin), helped, gives)

    def _take(self, path: EducationPath) -> Iterator[UnitAction]:
        edges = [edge for edge in self.graph.edges(path) if edge.subject == path.id]
        is_unchecked = path.checked is None and any(edge.type == "offered_by" for edge in edges)
        if path.hours is None or self.education == "none" or (self.education == "checked" and is_unchecked):
            return
        weights = dict(self.weights)
        price = path.price.estimate.likely if path.price and path.price.unit == "USD" else None
        if "price" in weights and price is None:
            return
        hours = path.hours.estimate.likely
        weeks = max(path.weeks.estimate.likely if path.weeks else 0.0, hours / self.hours_per_week)
        amounts = {"hours": hours, "price": price or 0.0, "weeks": weeks, "steps": 1.0}
        cost = math.fsum(weight * amounts[measure] for measure, weight in weights.items())
        binding = [requirement for requirement in self.graph.requirements_of(path.id) if requirement.is_required]
        gives = [
            (edge.object, rank)
            for edge in edges
            if edge.type in ("teaches", "awards") and edge.object not in self.excluded
            for rank in range(1, int(edge.level or 1) + 1)
        ]
        yield UnitAction(((f"take {path.id}", cost),), tuple(map(self.need, binding)), ((path.id, 1), *gives))
