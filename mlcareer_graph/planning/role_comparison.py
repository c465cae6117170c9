"""Two roles side by side, by what they ask for by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import one_line
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Requirement, Role

if TYPE_CHECKING:
    from mlcareer_graph.views import View


@dataclass(frozen=True, slots=True)
class ComparedConcept:
    """Something that at least one of two roles names in a requirement.

    Attributes:
        concept: A competency or a credential.
        first: The requirement of the first role that names it, the most binding one; None if none does.
        second: The same of the second role.
    """

    concept: Concept
    first: Requirement | None
    second: Requirement | None

    def __str__(self) -> str:
        if self.first is None or self.second is None or not isinstance(self.concept, Competency):
            return self.concept.name
        if self.first.level == self.second.level:
            return f"{self.concept.name} ({self.first.level})"
        return f"{self.concept.name} ({self.first.level}, {self.second.level})"


@dataclass(frozen=True, slots=True)
class RoleComparison:
    """What two roles share, and what only one of them asks for.

    It holds the requirements of the two roles against one another, as they stand in the graph. What those lean on is
    not looked at, nor what the way from one to the other costs: see `CareerGraph.role_matrix`. What is named as
    one of several options counts as asked for; `Requirement.options` says among what.

    Attributes:
        first: One role.
        second: The other.
        items: What they name, in the order of the requirements of the first role, then of the second.
        graph: The graph.
    """

    first: Role
    second: Role
    items: tuple[ComparedConcept, ...]
    graph: CareerGraph = field(repr=False, compare=False)

    @property
    def shared(self) -> tuple[ComparedConcept, ...]:
        """What both name."""
        return tuple(item for item in self.items if item.first is not None and item.second is not None)

    @property
    def only_first(self) -> tuple[ComparedConcept, ...]:
        """What only the first names."""
        return tuple(item for item in self.items if item.second is None)

    @property
    def only_second(self) -> tuple[ComparedConcept, ...]:
        """What only the second names."""
        return tuple(item for item in self.items if item.first is None)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "roles": [self.first.id, self.second.id],
            "concepts": [
                {"id": item.concept.id, "first": _plain(item.first), "second": _plain(item.second)}
                for item in self.items
            ],
        }

    def view(self) -> View:
        """The comparison as an HTML page: ``graph.compare_roles(one, other).view().save("roles.html")``."""
        from mlcareer_graph.views import view_comparison

        return view_comparison(self)

    def _repr_html_(self) -> str:
        return self.view()._repr_html_()

    def __repr__(self) -> str:
        return one_line(f"<RoleComparison: {self.first.name} and {self.second.name}: {self._counts()}>")

    def __str__(self) -> str:
        sides = [
            ("Both", self.shared),
            (f"Only {self.first.name}", self.only_first),
            (f"Only {self.second.name}", self.only_second),
        ]
        return "\n".join(f"{title}: {', '.join(map(str, items)) or 'nothing'}." for title, items in sides)

    def _counts(self) -> str:
        return f"{len(self.shared)} shared, {len(self.only_first)} and {len(self.only_second)} of one alone"


def compare_roles(graph: CareerGraph, first: str | Concept, second: str | Concept) -> RoleComparison:
    """See `CareerGraph.compare_roles`."""
    roles = []
    for name in (first, second):
        role = graph.find(name)
        require_kind(role, (Role,), "only roles are compared")
        assert isinstance(role, Role)
        roles.append(role)
    one, other = (_named(graph, role) for role in roles)
    items = (ComparedConcept(graph[name], one.get(name), other.get(name)) for name in {**one, **other})
    return RoleComparison(roles[0], roles[1], tuple(items), graph)


def _named(graph: CareerGraph, role: Role) -> dict[str, Requirement]:
    """For each option of a role its most binding requirement: required, of the fewest options, at the highest level."""
    named: dict[str, Requirement] = {}
    for requirement in graph.requirements(role):
        for option in requirement.options:
            if option not in named or _laxness(requirement) < _laxness(named[option]):
                named[option] = requirement
    return named


def _laxness(requirement: Requirement) -> tuple[bool, int, int]:
    return not requirement.is_required, len(requirement.options) - requirement.at_least, -requirement.level


def _plain(requirement: Requirement | None) -> dict[str, Any] | None:
    if requirement is None:
        return None
    return {
        "level": str(requirement.level),
        "strength": str(requirement.strength),
        "at_least": requirement.at_least,
        "of": len(requirement.options),
    }
