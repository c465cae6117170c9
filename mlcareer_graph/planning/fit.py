"""How well many people fit roles: `Gap.fit` for all of them at once, by bit sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from mlcareer_graph.errors import InvalidBatchError, MLCareerError
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Level, Requirement, Role
from mlcareer_graph.planning.domain import Fact
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.progress import with_progress
from mlcareer_graph.planning.query import require_names

if TYPE_CHECKING:
    import numpy
    import pandas
    from numpy.typing import NDArray

    from mlcareer_graph.planning.profile import Known

    Bits: TypeAlias = NDArray[numpy.uint8]

_BLOCK = 8192
"""Profiles that are looked at together: few enough for their facts to stay near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class RoleFits:
    """The result of `CareerGraph.gap_many`.

    Attributes:
        roles: The roles, or competencies, in the order of the columns.
        fit: A row for each profile, a column for each role: what `CareerGraph.gap` gives as `Gap.fit`.
    """

    roles: tuple[Concept, ...]
    fit: NDArray[numpy.float64] = field(repr=False)

    def best(self, profile: int, limit: int = 5) -> list[tuple[Concept, float]]:
        """The roles that fit a profile best, the best first, in the order of the columns where they fit alike.

        Args:
            profile: Its position.
            limit: How many roles at most.
        """
        fits = self.fit[profile].tolist()
        order = sorted(range(len(self.roles)), key=lambda column: -fits[column])
        return [(self.roles[column], fits[column]) for column in order[:limit]]

    def to_frame(self) -> pandas.DataFrame:
        """A row for each profile, a column for each role.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import fits_frame

        return fits_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import fits_html

        return fits_html(self)

    def __repr__(self) -> str:
        profiles, roles = self.fit.shape
        return f"<RoleFits: {profiles} profiles, {roles} roles>"


def find_fits(
    graph: CareerGraph,
    profiles: Iterable[Profile | Iterable[Known]],
    roles: Iterable[str | Concept] | None,
    *,
    assume_prerequisites: bool,
    progress: bool,
) -> RoleFits:
    """See `CareerGraph.gap_many`.

    What a person knows is the union of what each entry of the profile implies, since every prerequisite that is
    assumed has a single premise. So each entry is a set of facts that are looked up by the roles; a profile is the
    union of its sets, and a requirement counts the facts of its options.
    """
    import numpy

    chosen = _chosen(graph, roles)
    needs = [[requirement for requirement in graph.requirements(role) if requirement.is_required] for role in chosen]
    table = _Table(graph, [requirement for own in needs for requirement in own], assume_prerequisites)
    rows = _read(graph, profiles, table)
    codes = numpy.array([code for row in rows for code in row], dtype=numpy.intp)
    ends = numpy.cumsum([len(row) for row in rows], dtype=numpy.intp)
    sets = numpy.packbits(numpy.array(table.sets, dtype=numpy.uint8), axis=1)
    fit = numpy.ones((len(rows), len(chosen)))
    blocks = range(0, len(rows), _BLOCK)
    for begin in with_progress(blocks, len(blocks), "Fits", is_shown=progress):
        end = min(begin + _BLOCK, len(rows))
        first = ends[begin - 1] if begin else 0
        starts = numpy.concatenate(([0], ends[begin : end - 1] - first))
        held = numpy.bitwise_or.reduceat(sets[codes[first : ends[end - 1]]], starts, axis=0)
        facts = numpy.ascontiguousarray(numpy.unpackbits(held, axis=1, count=len(table.facts)).T)
        for column, own in enumerate(needs):
            if own:
                fit[begin:end, column] = _halves(table, facts, own) / 2 / len(own)
    return RoleFits(tuple(chosen), fit)


def _chosen(graph: CareerGraph, roles: Iterable[str | Concept] | None) -> list[Concept]:
    if roles is None:
        return list(graph.roles.values())
    found = [graph.find(name) for name in require_names("roles", roles)]
    for concept in found:
        require_kind(concept, (Role, Competency), "a gap is measured against a role, a skill or a technology")
    return found


class _Table:
    """The facts that requirements look up, and for each entry of a profile those that it makes true.

    Attributes:
        facts: The position of each fact.
        sets: For each entry, 1 at the positions of the facts that follow from it; the first entry is that of nothing.
    """

    def __init__(self, graph: CareerGraph, requirements: Iterable[Requirement], assume_prerequisites: bool) -> None:
        self.graph = graph
        self.assume_prerequisites = assume_prerequisites
        self.facts: dict[Fact, int] = {}
        for requirement in requirements:
            for option in requirement.options:
                self.facts.setdefault((option, self.needed(requirement, option)), len(self.facts))
                self.facts.setdefault((option, 1), len(self.facts))
        self.sets: list[list[int]] = [[0] * len(self.facts)]
        self._codes: dict[Fact, int] = {}

    def needed(self, requirement: Requirement, option: str) -> int:
        """The rank at which an option counts."""
        return int(requirement.level) if isinstance(self.graph[option], Competency) else 1

    def codes(self, profile: Profile) -> list[int]:
        """The entries of a profile as positions in `sets`."""
        known = [*profile.levels, *((credential, 1) for credential in profile.credentials)]
        return [0, *(self._code(concept_id, int(level)) for concept_id, level in known)]

    def _code(self, concept_id: str, rank: int) -> int:
        code = self._codes.get((concept_id, rank))
        if code is None:
            code = self._codes[concept_id, rank] = len(self.sets)
            ranks = self._implied(concept_id, rank)
            self.sets.append([int(ranks.get(concept, 0) >= needed) for concept, needed in self.facts])
        return code

    def _implied(self, concept_id: str, rank: int) -> dict[str, int]:
        profile = Profile.of(self.graph, [(concept_id, Level(rank))])
        if self.assume_prerequisites:
            profile = profile.with_prerequisites(self.graph)
        return dict(profile.ranks())


def _read(graph: CareerGraph, profiles: Iterable[Profile | Iterable[Known]], table: _Table) -> list[list[int]]:
    """The entries of each profile as positions in the table; each text is resolved once."""
    seen: dict[str, list[int]] = {}

    def codes(knows: Profile | Iterable[Known]) -> Iterator[int]:
        if isinstance(knows, Profile):
            yield from table.codes(knows)
            return
        yield 0
        if isinstance(knows, str):
            Profile.of(graph, knows)
        for entry in knows:
            if not isinstance(entry, str):
                yield from table.codes(Profile.of(graph, [entry]))
                continue
            found = seen.get(entry)
            if found is None:
                found = seen[entry] = table.codes(Profile.of(graph, [entry]))[1:]
            yield from found

    rows: list[list[int]] = []
    problems: list[tuple[int, MLCareerError]] = []
    for position, knows in enumerate(profiles):
        try:
            rows.append(list(codes(knows)))
        except MLCareerError as error:
            problems.append((position, error))
    if problems:
        raise InvalidBatchError(problems)
    return rows


def _halves(table: _Table, facts: Bits, needs: Sequence[Requirement]) -> NDArray[numpy.int64]:
    """For each profile twice the sum of 1 for what is met and a half for what is partly met."""
    import numpy

    halves = numpy.zeros(facts.shape[1], dtype=numpy.int64)
    for need in needs:
        enough = facts[[table.facts[option, table.needed(need, option)] for option in need.options]]
        some = facts[[table.facts[option, 1] for option in need.options]].any(axis=0)
        met = enough.sum(axis=0, dtype=numpy.uint16) >= need.at_least
        halves += met
        halves += met | some
    return halves
