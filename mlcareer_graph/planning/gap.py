"""What of a role's requirements a person meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Level, Requirement, Role
from mlcareer_graph.planning.profile import Profile

if TYPE_CHECKING:
    from mlcareer_graph.planning.profile import Known


@dataclass(frozen=True, slots=True)
class GapItem:
    """One requirement of a role, held against a profile.

    Attributes:
        requirement: The requirement.
        options: Its options, with the level each is known at, None where it is not known. A credential that is
            held has the level *awareness*, the lowest.
        status: ``"met"``; ``"partly met"`` if something of it is known, but not enough; ``"open"``.
    """

    requirement: Requirement
    options: tuple[tuple[Concept, Level | None], ...]
    status: str

    def __str__(self) -> str:
        names = " or ".join(concept.name for concept, _ in self.options)
        return f"{names} ({self.requirement.level})"


@dataclass(frozen=True, slots=True)
class Gap:
    """A role's requirements against a profile.

    Attributes:
        role: The role or competency.
        knows: The profile.
        items: Every requirement of the role with its status.
    """

    role: Concept
    knows: Profile
    items: tuple[GapItem, ...]

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

    def _of(self, status: str) -> tuple[GapItem, ...]:
        return tuple(item for item in self.items if item.status == status)

    def to_dict(self) -> dict[str, Any]:
        """The gap as plain data."""
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
                }
                for item in self.items
            ],
        }

    def __repr__(self) -> str:
        counts = f"{len(self.met)} met, {len(self.partly_met)} partly met, {len(self.open)} open"
        return f"<Gap: {self.role.name}: {counts}>"

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
    return Gap(concept, profile, tuple(_item(graph, need, ranks) for need in graph.requirements(concept)))


def _item(graph: CareerGraph, requirement: Requirement, ranks: Any) -> GapItem:
    options = []
    enough = some = 0
    for option in requirement.options:
        rank = ranks.get(option, 0)
        needed = requirement.level if isinstance(graph[option], Competency) else 1
        enough += rank >= needed
        some += rank > 0
        options.append((graph[option], Level(rank) if rank else None))
    status = "met" if enough >= requirement.at_least else "partly met" if some else "open"
    return GapItem(requirement, tuple(options), status)
