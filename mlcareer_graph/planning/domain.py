"""What a person can do: facts, actions and what they need, in the terms of a graph.

Facts are *(competency, rank of the level)* and *(credential, 1)*. Actions make facts true:

- **study** a competency from one level to a higher one: needs the requirements that apply there;
- **credit**: the same, made cheaper by something near that is known (`easier_with`), up to the level at which
  that is known;
- **take** an education path: needs its entry requirements; makes true all that it teaches and awards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar

from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Competency, EasierWith, EducationPath, Estimate, Level, Requirement
from mlcareer_graph.planning.objective import Objective, to_millionths

_Derived = TypeVar("_Derived")

Fact: TypeAlias = tuple[str, int]
"""A competency with the rank of a level, or a credential with the rank 1."""


class Action(NamedTuple):
    """One thing a person can do.

    Attributes:
        kind: ``"study"``, ``"credit"`` or ``"take"``.
        concept: The competency that is studied, or the education path that is taken.
        start: The rank of the level at the start, 0 for nothing and for a path.
        rank: The rank of the level that is reached; 0 for a path.
        helper: For *credit*, the position in `Domain.helpers` of what makes it cheaper.
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


EDUCATION = ("checked", "all", "none")
"""Which education paths a plan may take: all but the offers with figures that nobody has checked; all; none."""


@dataclass(slots=True)
class Domain:
    """The actions that a graph offers under an objective.

    Attributes:
        graph: The graph.
        objective: What is minimised; a path without a figure for it is left out.
        hours_per_week: What turns hours of study into weeks.
        education: Which education paths can be steps, one of `EDUCATION`.
        counted: What else is counted of ``"price"`` and ``"steps"``.
    """

    graph: CareerGraph
    objective: Objective
    hours_per_week: float
    education: str = "checked"
    counted: frozenset[str] = frozenset()
    _needs: dict[str, list[Need]] = field(default_factory=dict)
    _action_needs: dict[Action, list[Need]] = field(default_factory=dict)
    _estimates: dict[Action, Estimate] = field(default_factory=dict)
    _hours: dict[Fact, int] = field(default_factory=dict)
    _effects: dict[str, list[Fact]] = field(default_factory=dict)
    _paths: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _helpers: dict[str, tuple[EasierWith, ...]] = field(default_factory=dict)
    _derived: dict[str, Any] = field(default_factory=dict, compare=False)

    def derived(self, key: str, make: Callable[[], _Derived]) -> _Derived:
        """What somebody computes from this domain, computed once, as `CareerGraph.derived`."""
        if key not in self._derived:
            self._derived[key] = make()
        made: _Derived = self._derived[key]
        return made

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
            near = self.helpers(action.concept)[action.helper]
            needs.append(Need(1, ((near.know, int(near.level)),)))
        needs.extend(
            need
            for need in self.requirement_needs(action.concept)
            if action.kind == "take" or (need.requirement and action.rank >= need.requirement.applies_from)
        )
        return needs

    def need(self, requirement: Requirement) -> Need:
        """A requirement in terms of facts."""
        facts = sorted(
            (option, int(requirement.level) if isinstance(self.graph[option], Competency) else 1)
            for option in requirement.options
        )
        return Need(requirement.at_least, tuple(facts), requirement)

    def helpers(self, concept_id: str) -> tuple[EasierWith, ...]:
        """What makes a competency easier, in an order that is not that of the data."""
        if concept_id not in self._helpers:
            concept = self.graph[concept_id]
            helpers = concept.easier_with if isinstance(concept, Competency) else ()
            self._helpers[concept_id] = tuple(sorted(helpers, key=lambda near: (near.know, near.level, near.saves)))
        return self._helpers[concept_id]

    def counts(self, measure: str) -> bool:
        """Whether a measure is part of what is asked."""
        return measure in self.counted or measure in self.objective.measures

    def paths_to(self, concept_id: str) -> list[tuple[str, int]]:
        """The education paths that lead to a competency, a credential or to having taken them, each with its rank."""
        if isinstance(self.graph[concept_id], EducationPath):
            return [(concept_id, 1)] if self._is_offered(concept_id) else []
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
            gained = (
                (relation.object, int(relation.level or 1))
                for relation in self.graph.edges(self.graph[action.concept])
                if relation.type in ("teaches", "awards")
            )
            self._effects[action.concept] = sorted([(action.concept, 1), *gained])
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
            hours = _difference(hours, competency.effort.to(Level(action.start)))
        if action.kind == "credit":
            hours = hours * (1 - self.helpers(action.concept)[action.helper].saves)
        return hours

    def price(self, action: Action) -> float | None:
        """The price in US dollars: nothing for study, None where a path does not say."""
        if action.kind != "take":
            return 0.0
        price = self._path(action).price
        return price.estimate.likely if price is not None and price.unit == "USD" else None

    def weeks(self, action: Action) -> float:
        """The weeks it takes on its own: those of its hours, and of a path at least its own."""
        weeks = self.hours(action).likely / self.hours_per_week
        if action.kind == "take":
            stated = self._path(action).weeks
            if stated is not None:
                return max(stated.estimate.likely, weeks)
        return weeks

    def millionths(self, action: Action) -> tuple[int, int]:
        """The objective and the hours of an action, in millionths; steps of study are counted elsewhere."""
        if self.objective.name == "hours":
            hours = self._millionths_of_hours(action)
            return hours, hours
        amounts = self.amounts(action)
        return self.objective.of(amounts), amounts["hours"]

    def amounts(self, action: Action) -> dict[str, int]:
        """What an action takes of each measure, in millionths; steps of study are counted elsewhere."""
        taken = to_millionths(1) if action.kind == "take" else 0
        return {
            "hours": self._millionths_of_hours(action),
            "price": to_millionths(self.price(action) or 0.0),
            "weeks": to_millionths(self.weeks(action)),
            "steps": taken,
            "paths": taken,
        }

    def _millionths_of_hours(self, action: Action) -> int:
        if action.kind == "take":
            return to_millionths(self.hours(action).likely)
        hours = self._hours_to(action.concept, action.rank) - self._hours_to(action.concept, action.start)
        if action.kind == "credit":
            return round(hours * (1 - self.helpers(action.concept)[action.helper].saves))
        return hours

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
        if not isinstance(path, EducationPath) or path.hours is None or self.leaves_out(path_id):
            return False
        return not self.counts("price") or self.price(Action("take", path_id)) is not None

    def obstacle(self, path_id: str) -> str:
        """What keeps an education path from being a step, in words that follow "cannot be a step"."""
        path = self.graph[path_id]
        if not isinstance(path, EducationPath) or path.hours is None:
            return ": its hours are not known"
        if self.leaves_out(path_id):
            return f", as education={self.education!r} leaves it out"
        return "" if self._is_offered(path_id) else ": its price is not known"

    def leaves_out(self, path_id: str) -> bool:
        """Whether `education` keeps an education path from being a step."""
        path = self.graph[path_id]
        if self.education != "checked" or not isinstance(path, EducationPath):
            return self.education == "none"
        has_provider = any(edge.type == "offered_by" and edge.subject == path_id for edge in self.graph.edges(path))
        return has_provider and path.checked is None

    def _competency(self, action: Action) -> Competency:
        concept = self.graph[action.concept]
        assert isinstance(concept, Competency)
        return concept

    def _path(self, action: Action) -> EducationPath:
        concept = self.graph[action.concept]
        assert isinstance(concept, EducationPath)
        return concept


def _difference(upper: Estimate, lower: Estimate) -> Estimate:
    # What is left of a wide estimate need not be in order: [2, 2.5, 10] less [1, 2, 3] is [1, 0.5, 7].
    likely = upper.likely - lower.likely
    return Estimate(min(upper.low - lower.low, likely), likely, max(upper.high - lower.high, likely))


def domain_of(
    graph: CareerGraph,
    objective: Objective,
    hours_per_week: float,
    education: str,
    counted: frozenset[str] = frozenset(),
) -> Domain:
    """The domain of a graph, made once: what it looks up is kept for the next question."""
    key = (objective, hours_per_week, education, counted)
    return graph.derived(key, lambda: Domain(graph, objective, hours_per_week, education, counted))
