"""What of a role's requirements a person meets, and how much hangs on each.

The *fit* is the share of the binding requirements that are met, a partly met one counting half. The *importance* of a
requirement is how many of the role's requirements, itself included, nobody can meet by study who knows none of its
options. Both follow from the requirements in the graph alone; O*NET rates the importance of a skill
for an occupation by asking people in it, which says nothing about what builds on what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import one_line
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Estimate, Level, Requirement, Role
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import Query
from mlcareer_graph.planning.step import rounded

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.profile import Known
    from mlcareer_graph.views import View

_NEVER = len(Level) + 1
"""A rank that nothing has, so that it is lost to nobody."""


@dataclass(frozen=True, slots=True)
class GapItem:
    """One requirement of a role, held against a profile.

    Attributes:
        requirement: The requirement.
        options: Its options, with the level each is known at, None where it is not known. A credential that is
            held has the level *awareness*, the lowest.
        status: ``"met"``; ``"partly met"`` if something of it is known, but not enough; ``"open"``.
        importance: How many of the requirements of the role, this one included, nobody can meet by study who knows
            none of these options. It does not depend on the profile.
    """

    requirement: Requirement
    options: tuple[tuple[Concept, Level | None], ...]
    status: str
    importance: int = 1

    def __str__(self) -> str:
        names = [concept.name for concept, _ in self.options]
        count = self.requirement.at_least
        text = " or ".join(names) if count == 1 else f"{count} of {', '.join(names)}"
        has_level = any(isinstance(concept, Competency) for concept, _ in self.options)
        return f"{text} ({self.requirement.level})" if has_level else text


@dataclass(frozen=True, slots=True)
class Gap:
    """A role's requirements against a profile.

    Attributes:
        role: The role or competency.
        knows: The profile.
        items: Every requirement of the role with its status.
        graph: The graph.
    """

    role: Concept
    knows: Profile
    items: tuple[GapItem, ...]
    graph: CareerGraph = field(repr=False, compare=False)

    @property
    def met(self) -> tuple[GapItem, ...]:
        """The requirements that are met."""
        return self._of("met")

    @property
    def partly_met(self) -> tuple[GapItem, ...]:
        """The requirements of which something is known, but not enough."""
        return self._of("partly met")

    @property
    def open(self) -> tuple[GapItem, ...]:
        """The requirements of which nothing is known."""
        return self._of("open")

    @property
    def fit(self) -> float:
        """The share of the binding requirements that are met, a partly met one counting half."""
        binding = [item for item in self.items if item.requirement.is_required]
        if not binding:
            return 1.0
        score = {"met": 1.0, "partly met": 0.5, "open": 0.0}
        return sum(score[item.status] for item in binding) / len(binding)

    @property
    def by_importance(self) -> tuple[GapItem, ...]:
        """The requirements that are not met in full, the most important first, what is merely preferred last.

        Of those that are equally important, the ones at the higher level come first.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> gap = load_graph().gap("machine learning engineer")
            >>> gap.by_importance[0].importance > 1
            True
        """
        unmet = [item for item in self.items if item.status != "met"]
        return tuple(sorted(unmet, key=_by_importance))

    def hours_for(self, item: GapItem) -> Estimate | None:
        """The hours of the cheapest plan that meets one requirement alone; None if nothing leads there.

        What several requirements need is in the hours of each of them, so that these do not add up to the hours of
        a plan to the role. Takes the time of a plan.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> gap = load_graph().gap("data analyst", knows=["Python"])
            >>> gap.hours_for(gap.met[0]).likely == 0, gap.hours_for(gap.open[0]).likely > 0
            (True, True)
        """
        goal = (item.requirement,)
        plan = make_plan(Query(graph=self.graph, target=self.role, level=None, knows=self.knows, goal=goal))
        return None if plan.cost is None else plan.hours

    def _of(self, status: str) -> tuple[GapItem, ...]:
        return tuple(item for item in self.items if item.status == status)

    def to_dict(self) -> dict[str, Any]:
        """The gap as plain data, with the hours that each requirement would take alone: a plan for each of them."""
        hours = {item: self.hours_for(item) for item in self.items}
        return {
            "role": self.role.id,
            "knows": self.knows.entries(),
            "fit": round(self.fit, 6),
            "requirements": [
                {
                    "any_of": [concept.id for concept, _ in item.options],
                    "at_least": item.requirement.at_least,
                    "level": str(item.requirement.level),
                    "strength": str(item.requirement.strength),
                    "known": {concept.id: str(level) for concept, level in item.options if level is not None},
                    "status": item.status,
                    "importance": item.importance,
                    "hours": _plain(hours[item]),
                }
                for item in self.items
            ],
        }

    def to_frame(self) -> pandas.DataFrame:
        """The requirements as a DataFrame, one a row, with the hours that each would take alone.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import gap_frame

        return gap_frame(self)

    def view(self) -> View:
        """The gap as an HTML page: ``gap.view().save("gap.html")``."""
        from mlcareer_graph.views import view_gap

        return view_gap(self)

    def __repr__(self) -> str:
        counts = f"{len(self.met)} met, {len(self.partly_met)} partly met, {len(self.open)} open"
        return one_line(f"<Gap: {self.role.name}: {counts}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.notebook import gap_html

        return gap_html(self)


def find_gap(
    graph: CareerGraph, role: str | Concept, knows: Profile | Iterable[Known], *, assume_prerequisites: bool
) -> Gap:
    """See `CareerGraph.gap`."""
    concept = graph.find(role)
    require_kind(concept, (Role, Competency), "a gap is measured against a role, a skill or a technology")
    profile = Profile.of(graph, knows)
    if assume_prerequisites:
        profile = profile.with_prerequisites(graph)
    ranks = profile.ranks()
    requirements = graph.requirements(concept)
    importance = graph.derived(("importance", concept.id), lambda: _importance(graph, requirements))
    items = [_item(graph, need, ranks, weight) for need, weight in zip(requirements, importance, strict=True)]
    return Gap(concept, profile, tuple(items), graph)


def _item(graph: CareerGraph, requirement: Requirement, ranks: Mapping[str, int], importance: int) -> GapItem:
    options = []
    enough = some = 0
    for option in requirement.options:
        rank = ranks.get(option, 0)
        needed = requirement.level if isinstance(graph[option], Competency) else 1
        enough += rank >= needed
        some += rank > 0
        options.append((graph[option], Level(rank) if rank else None))
    status = "met" if enough >= requirement.at_least else "partly met" if some else "open"
    return GapItem(requirement, tuple(options), status, importance)


def _by_importance(item: GapItem) -> tuple[bool, int, int, tuple[str, ...]]:
    requirement = item.requirement
    return not requirement.is_required, -item.importance, -requirement.level, requirement.options


def _plain(hours: Estimate | None) -> list[float] | None:
    return None if hours is None else rounded(hours)


def _importance(graph: CareerGraph, requirements: Sequence[Requirement]) -> list[int]:
    """The importance of each of some requirements among them; each time linear in what they lean on."""
    leaning: dict[str, list[Requirement]] = {}
    seen = {option for requirement in requirements for option in requirement.options}
    queue = sorted(seen)
    for subject in queue:
        for requirement in graph.requirements_of(subject):
            if requirement.is_required:
                for option in requirement.options:
                    leaning.setdefault(option, []).append(requirement)
                queue += [option for option in requirement.options if option not in seen]
                seen.update(requirement.options)
    return [
        sum(other is this or _is_lost(other, lost) for other in requirements)
        for this, lost in ((this, _lost(this, leaning)) for this in requirements)
    ]


def _lost(without: Requirement, leaning: Mapping[str, Sequence[Requirement]]) -> dict[str, int]:
    """For each competency the lowest rank that cannot be reached by somebody who knows no option of a requirement."""
    lost = dict.fromkeys(without.options, 1)
    queue = list(lost)
    for option in queue:
        for requirement in leaning.get(option, ()):
            rank = int(requirement.applies_from)
            if _is_lost(requirement, lost) and rank < lost.get(requirement.subject, _NEVER):
                lost[requirement.subject] = rank
                queue.append(requirement.subject)
    return lost


def _is_lost(requirement: Requirement, lost: Mapping[str, int]) -> bool:
    left = sum(lost.get(option, _NEVER) > requirement.level for option in requirement.options)
    return left < requirement.at_least
