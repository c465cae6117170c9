"""How many requirements of some roles are met, partly met and open, for many profiles at once, by bit sets.

What a person knows is the union of what each entry of the profile implies, since every prerequisite that is assumed has
a single premise. So each entry is a set of facts that the requirements look up; a profile is the union of its sets, and
a requirement counts the facts of its options. A requirement that several roles share is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Level, Requirement, Role
from mlcareer_graph.planning.domain import Fact
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import require_names

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from mlcareer_graph.planning.profile import Known

    Counts: TypeAlias = NDArray[numpy.int16]

    Codes: TypeAlias = Sequence[int] | NDArray[numpy.intp]
    Key: TypeAlias = tuple[tuple[str, ...], int, Level]

NOTHING = 0
"""The code of an entry that implies nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class GapCounts:
    """What `GapCounter.count` finds: a row for each profile, a column for each role.

    Attributes:
        met: How many requirements are met, as many as `Gap.met` lists.
        partly_met: How many are partly met, as many as `Gap.partly_met` lists.
        open: How many are open, as many as `Gap.open` lists.
        fit: `Gap.fit`.
    """

    met: Counts
    partly_met: Counts
    open: Counts
    fit: NDArray[numpy.float64]


class _Lookup(NamedTuple):
    """A requirement in terms of facts.

    Attributes:
        enough: The position of the fact that each option is known well enough.
        some: The position of the fact that each option is known at all.
        at_least: How many of the options must be known well enough.
    """

    enough: list[int]
    some: list[int]
    at_least: int

    def states(self, facts: NDArray[numpy.uint8]) -> tuple[NDArray[numpy.uint8], NDArray[numpy.uint8]]:
        """For each profile 1 where the requirement is met, and 1 where it is met or partly met."""
        import numpy

        if self.at_least == 1:
            met = numpy.bitwise_or.reduce(facts[self.enough], axis=0)
        else:
            met = (facts[self.enough].sum(axis=0, dtype=numpy.int16) >= self.at_least).view(numpy.uint8)
        return met, numpy.bitwise_or.reduce(facts[self.some], axis=0)


class GapCounter:
    """The requirements of some roles, ready to be held against many profiles.

    Args:
        graph: The graph.
        roles: Roles or competencies; all roles where it is None.
        assume_prerequisites: Whether knowing something implies what it cannot be known without.

    Raises:
        UnknownConceptError: A name is not known.
        UnplannableError: One is neither a role nor a competency.

    Attributes:
        roles: The roles and competencies, in the order of the columns.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> counter = GapCounter(load_graph(), ["data analyst"], assume_prerequisites=True)
        >>> counts = counter.count([counter.code("Python"), counter.code("SQL:practitioner")], [0, 1, 2])
        >>> counts.fit.shape, bool(counts.met[0, 0] > 0)
        ((2, 1), True)
    """

    def __init__(
        self, graph: CareerGraph, roles: Iterable[str | Concept] | None, *, assume_prerequisites: bool
    ) -> None:
        self.graph = graph
        self.roles = tuple(_chosen(graph, roles))
        self.assume_prerequisites = assume_prerequisites
        self._facts: dict[Fact, int] = {}
        self._codes: dict[Fact, int] = {}
        self._needs = [graph.requirements_of(role.id) for role in self.roles]
        self._lookups: dict[Key, _Lookup] = {}
        for requirement in (requirement for own in self._needs for requirement in own):
            if _key(requirement) not in self._lookups:
                self._lookups[_key(requirement)] = self._lookup(requirement)
        self._looked_up: dict[str, list[tuple[int, int]]] = {}
        for (concept_id, needed), position in self._facts.items():
            self._looked_up.setdefault(concept_id, []).append((needed, position))
        self._sets: list[NDArray[numpy.uint64]] = []
        self._table: NDArray[numpy.uint64] | None = None
        self._add_set({})

    def code(self, entry: Known) -> int:
        """What an entry of a profile is to `count`.

        Raises:
            UnknownConceptError: Its name is not known.
            UnknownLevelError: Its level is not one of the four.
            UnplannableError: It is neither a competency nor a credential.
        """
        return self.codes(Profile.of(self.graph, [entry]))[0]

    def codes(self, profile: Profile) -> list[int]:
        """What the entries of a profile are to `count`."""
        known = [*profile.levels, *((credential, 1) for credential in profile.credentials)]
        return [self._code(concept_id, int(level)) for concept_id, level in known]

    def count(
        self, codes: Sequence[int] | NDArray[numpy.intp], offsets: Sequence[int] | NDArray[numpy.intp]
    ) -> GapCounts:
        """Hold profiles against the roles.

        Takes time linear in the entries and in the options of all requirements, for each profile; some thousands of
        profiles at once keep what is looked up near the processor.

        Args:
            codes: The codes of the entries of all profiles, one profile after the other.
            offsets: Where each profile begins among the codes, and where the last ends.
        """
        import numpy

        begins = numpy.asarray(offsets, dtype=numpy.intp)
        held = numpy.zeros((len(begins) - 1, len(self._sets[NOTHING])), dtype=numpy.uint64)
        is_stated = begins[:-1] < begins[1:]
        if is_stated.any():
            sets = self._stacked()[numpy.asarray(codes, dtype=numpy.intp)[begins[0] : begins[-1]]]
            held[is_stated] = numpy.bitwise_or.reduceat(sets, begins[:-1][is_stated] - begins[0], axis=0)
        return self._counts(_unpacked(held))

    def _counts(self, facts: NDArray[numpy.uint8]) -> GapCounts:
        """The counts for profiles, which are the columns of a table of their facts."""
        import numpy

        shape = (len(self.roles), facts.shape[1])
        met, begun, fit = (numpy.zeros(shape, numpy.int16), numpy.zeros(shape, numpy.int16), numpy.ones(shape))
        found = {key: lookup.states(facts) for key, lookup in self._lookups.items()}
        for row, needs in enumerate(self._needs):
            halves = numpy.zeros(shape[1], numpy.int16)
            for need in needs:
                is_met, is_begun = found[_key(need)]
                met[row] += is_met
                begun[row] += is_begun
                if need.is_required:
                    halves += is_met
                    halves += is_begun
            number = sum(need.is_required for need in needs)
            if number:
                fit[row] = halves / 2 / number
        total = numpy.array([len(needs) for needs in self._needs], numpy.int16)
        return GapCounts(met.T, (begun - met).T, (total[:, None] - begun).T, fit.T)

    def _lookup(self, requirement: Requirement) -> _Lookup:
        enough = [
            (option, int(requirement.level) if isinstance(self.graph[option], Competency) else 1)
            for option in requirement.options
        ]
        some = [(option, 1) for option in requirement.options]
        for fact in (*enough, *some):
            self._facts.setdefault(fact, len(self._facts))
        return _Lookup(
            [self._facts[fact] for fact in enough], [self._facts[fact] for fact in some], requirement.at_least
        )

    def _code(self, concept_id: str, rank: int) -> int:
        code = self._codes.get((concept_id, rank))
        if code is None:
            code = self._codes[concept_id, rank] = len(self._sets)
            profile = Profile.of(self.graph, [(concept_id, Level(rank))])
            if self.assume_prerequisites:
                profile = profile.with_prerequisites(self.graph)
            self._add_set(profile.ranks())
        return code

    def _add_set(self, ranks: Mapping[str, int]) -> None:
        """Note which facts are true where these ranks are reached."""
        import numpy

        bits = numpy.zeros(-(-max(1, len(self._facts)) // 64) * 64, dtype=numpy.uint8)
        for concept_id, rank in ranks.items():
            for needed, position in self._looked_up.get(concept_id, ()):
                bits[position] = rank >= needed
        self._sets.append(numpy.packbits(bits, bitorder="little").view(numpy.uint64))
        self._table = None

    def _stacked(self) -> NDArray[numpy.uint64]:
        """The sets of all codes, one a row."""
        import numpy

        if self._table is None:
            self._table = numpy.stack(self._sets)
        return self._table


def _unpacked(held: NDArray[numpy.uint64]) -> NDArray[numpy.uint8]:
    """For each bit of some rows of bits a row of 0 and 1."""
    import numpy

    # Bytes are turned round rather than bits, of which there are eight times as many.
    columns = numpy.ascontiguousarray(held.view(numpy.uint8).T)
    bits = numpy.empty((len(columns), 8, len(held)), dtype=numpy.uint8)
    for place in range(8):
        numpy.bitwise_and(columns >> place, 1, out=bits[:, place])
    return bits.reshape(8 * len(columns), len(held))


def _key(requirement: Requirement) -> Key:
    """What two requirements have in common that the same profiles meet."""
    return requirement.options, requirement.at_least, requirement.level


def _chosen(graph: CareerGraph, roles: Iterable[str | Concept] | None) -> list[Concept]:
    if roles is None:
        return list(graph.roles.values())
    found = [graph.find(name) for name in require_names("roles", roles)]
    for concept in found:
        require_kind(concept, (Role, Competency), "a gap is measured against a role, a skill or a technology")
    return found
