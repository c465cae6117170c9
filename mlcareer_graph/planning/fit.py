"""How well many people fit roles: `Gap.fit` for all of them at once, by bit sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlcareer_graph.errors import InvalidBatchError, MLCareerError, one_line
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Concept
from mlcareer_graph.planning.gap_counts import GapCounter
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.progress import with_progress

if TYPE_CHECKING:
    import numpy
    import pandas
    from numpy.typing import NDArray

    from mlcareer_graph.planning.profile import Known

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
        return one_line(f"<RoleFits: {profiles} profiles, {roles} roles>")


def find_fits(
    graph: CareerGraph,
    profiles: Iterable[Profile | Iterable[Known]],
    roles: Iterable[str | Concept] | None,
    *,
    assume_prerequisites: bool,
    progress: bool,
) -> RoleFits:
    """See `CareerGraph.gap_many`."""
    import numpy

    counter = GapCounter(graph, roles, assume_prerequisites=assume_prerequisites)
    rows = _read(graph, profiles, counter)
    codes = numpy.array([code for row in rows for code in row], dtype=numpy.intp)
    offsets = numpy.cumsum([0, *map(len, rows)], dtype=numpy.intp)
    fit = numpy.ones((len(rows), len(counter.roles)))
    blocks = range(0, len(rows), _BLOCK)
    for begin in with_progress(blocks, len(blocks), "Fits", is_shown=progress):
        end = min(begin + _BLOCK, len(rows))
        fit[begin:end] = counter.count(codes, offsets[begin : end + 1]).fit
    return RoleFits(counter.roles, fit)


def _read(graph: CareerGraph, profiles: Iterable[Profile | Iterable[Known]], counter: GapCounter) -> list[list[int]]:
    """The entries of each profile as codes; each text is resolved once."""
    seen: dict[str, list[int]] = {}

    def codes(knows: Profile | Iterable[Known]) -> Iterator[int]:
        if isinstance(knows, Profile):
            yield from counter.codes(knows)
            return
        if isinstance(knows, str):
            Profile.of(graph, knows)
        for entry in knows:
            if not isinstance(entry, str):
                yield from counter.codes(Profile.of(graph, [entry]))
                continue
            found = seen.get(entry)
            if found is None:
                found = seen[entry] = [counter.code(entry)]
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
