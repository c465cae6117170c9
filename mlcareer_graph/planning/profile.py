"""What a person knows already."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from mlcareer_graph.errors import UnknownConceptError, UnknownLevelError, UnknownOptionError
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Competency, Concept, Credential, Level

if TYPE_CHECKING:
    from mlcareer_graph.limits import ReadingLimits
    from mlcareer_graph.planning.step import Step

    Known: TypeAlias = "str | Concept | tuple[str | Concept, Level | str]"

_CREDENTIAL_RANK = 1
"""The rank at which a held credential is recorded; credentials have no levels."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Competencies with levels, and credentials, that a person has.

    Attributes:
        levels: The id of each competency with the level it is known at, sorted by id.
        credentials: The ids of the credentials held, sorted.
        assumed: What is taken as known only because it underlies a known competency: its id, the level (for a
            credential the lowest), and the id of that known one.
        stated: The lower levels that were stated for some of what is assumed.
        dates: For competencies and credentials the day on which they were last shown or awarded, where it is known.
        stated_constraints: What the person stated about every plan; `constraints` has it as a mapping.
    """

    levels: tuple[tuple[str, Level], ...] = ()
    credentials: tuple[str, ...] = ()
    assumed: tuple[tuple[str, Level, str], ...] = ()
    stated: tuple[tuple[str, Level], ...] = ()
    dates: tuple[tuple[str, date], ...] = ()
    stated_constraints: tuple[tuple[str, Any], ...] = ()

    @property
    def constraints(self) -> dict[str, Any]:
        """What the person stated about every plan, as options of `CareerGraph.plan`.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> me = Profile.from_dict({"knows": ["PyTorch"], "constraints": {"hours_per_week": 5}}, graph)
            >>> graph.plan("keras", me, **me.constraints).hours_per_week
            5.0
        """
        return {name: _thawed(value) for name, value in self.stated_constraints}

    @classmethod
    def load(cls, path: str | PathLike[str], graph: CareerGraph, *, limits: ReadingLimits | None = None) -> Profile:
        """A profile from a YAML or JSON file, in the form of ``ontology/profile.schema.json``.

        Args:
            path: The file.
            graph: The graph that the names in it belong to.
            limits: How much of it to read at most, as for `load_graph`.

        Raises:
            MissingSourceError: The file is not there.
            LoadError: It is neither YAML nor JSON, or beyond the limits.
            InvalidProfileError: It holds something else than a profile; all problems are listed.
        """
        from mlcareer_graph.planning.profile_file import load_profile

        return load_profile(path, graph, limits)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], graph: CareerGraph) -> Profile:
        """A profile from plain data in the form of ``ontology/profile.schema.json``.

        Raises:
            InvalidProfileError: It is something else; all problems are listed.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> me = Profile.from_dict({"knows": [{"know": "Python", "assessed": "2026-03-01"}]}, load_graph())
            >>> me.levels, me.dates
            ((('python', <Level.WORKING: 2>),), (('python', datetime.date(2026, 3, 1)),))
        """
        from mlcareer_graph.planning.profile_file import decode_profile

        return decode_profile(data, graph, "the profile")

    def to_dict(self) -> dict[str, Any]:
        """The profile as plain data, without what is merely assumed: `from_dict` reads it.

        Example:
            >>> Profile((("python", Level.WORKING),)).to_dict()
            {'knows': ['python:working']}
        """
        from mlcareer_graph.planning.profile_file import encode_profile

        return encode_profile(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the profile to a file that ends in .yaml, .yml or .json; `load` reads it.

        Raises:
            UnknownOptionError: The name ends otherwise.
            SaveError: The file cannot be written.
        """
        from mlcareer_graph.planning.profile_file import save_profile

        save_profile(self, path)

    @classmethod
    def of(cls, graph: CareerGraph, knows: Profile | Iterable[Known]) -> Profile:
        """A profile from names, ids, concepts, or pairs of one of these and a level.

        Args:
            graph: The graph that the names belong to.
            knows: Entries such as ``"Python"``, ``"SQL:practitioner"`` or ``("keras", Level.AWARENESS)``; *working*
                is meant where no level is given. A `Profile` is returned as it is.

        Raises:
            UnknownConceptError: A name is not known.
            UnknownLevelError: A level is not one of the four.
            UnplannableError: An entry is neither a competency nor a credential.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> Profile.of(load_graph(), ["Python", "SQL:practitioner"]).levels
            (('python', <Level.WORKING: 2>), ('sql', <Level.PRACTITIONER: 3>))
        """
        if isinstance(knows, Profile):
            return knows
        if isinstance(knows, str):
            raise UnknownOptionError("knows", knows, ["a list of names, such as [" + repr(knows) + "]"])
        levels: dict[str, Level] = {}
        credentials = set()
        for entry in knows:
            concept, level = resolve(graph, entry)
            if isinstance(concept, Credential):
                credentials.add(concept.id)
            else:
                require_kind(concept, (Competency,), "a person knows skills and technologies and holds credentials")
                levels[concept.id] = max(level, levels.get(concept.id, level))
        return cls(tuple(sorted(levels.items())), tuple(sorted(credentials)))

    def with_prerequisites(self, graph: CareerGraph) -> Profile:
        """This profile with what its competencies cannot be known without.

        The binding requirements with a single option count as known too, at the level required; groups of
        several options imply nothing, since nobody can tell which one it was.
        """
        levels = dict(self.levels)
        stated = dict(self.stated)
        credentials = set(self.credentials)
        reasons = {concept_id: because for concept_id, _, because in self.assumed}
        queue = sorted(levels)
        for known in queue:
            for requirement in graph.requirements(known):
                if not requirement.is_required or len(requirement.options) != 1:
                    continue
                if levels[known] < requirement.applies_from:
                    continue
                option = requirement.options[0]
                if isinstance(graph[option], Credential):
                    if option not in credentials:
                        credentials.add(option)
                        reasons[option] = reasons.get(known, known)
                elif levels.get(option, 0) < requirement.level:
                    if option in levels and option not in reasons:
                        stated[option] = levels[option]
                    levels[option] = requirement.level
                    reasons[option] = reasons.get(known, known)
                    queue.append(option)
        assumed = tuple(
            (option, levels.get(option, Level(_CREDENTIAL_RANK)), reasons[option]) for option in sorted(reasons)
        )
        return replace(
            self,
            levels=tuple(sorted(levels.items())),
            credentials=tuple(sorted(credentials)),
            assumed=assumed,
            stated=tuple(sorted(stated.items())),
        )

    def after(self, graph: CareerGraph, steps: Iterable[Step]) -> Profile:
        """This profile once steps of a plan are done: with what they teach and award.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["Python"])
            >>> dict(plan.knows.after(plan.graph, plan.steps).levels)["keras"]
            <Level.WORKING: 2>
        """
        levels, credentials = dict(self.levels), set(self.credentials)
        for step in steps:
            if step.to_level is not None:
                levels[step.id] = max(step.to_level, levels.get(step.id, step.to_level))
                continue
            for edge in graph.edges(step.concept):
                if edge.subject == step.id and edge.type == "awards":
                    credentials.add(edge.object)
                elif edge.subject == step.id and edge.type == "teaches":
                    taught = edge.level or Level.WORKING
                    levels[edge.object] = max(taught, levels.get(edge.object, taught))
        return self._raised(levels, credentials)

    def joined(self, other: Profile) -> Profile:
        """This profile with what another one knows and holds besides; the higher of two levels counts.

        Example:
            >>> joined = Profile((("python", Level.WORKING),)).joined(Profile((("python", Level.EXPERT),)))
            >>> joined.levels
            (('python', <Level.EXPERT: 4>),)
        """
        levels = dict(self.levels)
        for concept_id, level in other.levels:
            levels[concept_id] = max(level, levels.get(concept_id, level))
        joined = self._raised(levels, {*self.credentials, *other.credentials})
        return replace(joined, dates=tuple(sorted({**dict(other.dates), **dict(joined.dates)}.items())))

    def _raised(self, levels: Mapping[str, Level], credentials: Iterable[str]) -> Profile:
        """The profile with other levels, none of them lower; what is raised is no longer assumed, nor of its day."""
        before = dict(self.levels)
        kept = tuple(entry for entry in self.assumed if levels.get(entry[0]) == before.get(entry[0]))
        assumed = {concept_id for concept_id, _, _ in kept}
        return replace(
            self,
            levels=tuple(sorted(levels.items())),
            credentials=tuple(sorted(credentials)),
            assumed=kept,
            stated=tuple(entry for entry in self.stated if entry[0] in assumed),
            dates=tuple((known, day) for known, day in self.dates if levels.get(known) == before.get(known)),
        )

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import profile_html

        return profile_html(self)

    def ranks(self) -> Mapping[str, int]:
        """The rank of the level of everything known, by id; credentials have the rank 1."""
        return dict(self.levels) | dict.fromkeys(self.credentials, _CREDENTIAL_RANK)

    def entries(self) -> list[str]:
        """The profile in the form that `of` reads, without what is merely assumed."""
        assumed = {concept_id for concept_id, _, _ in self.assumed}
        known = [(concept_id, level) for concept_id, level in self.levels if concept_id not in assumed]
        return [
            *(f"{concept_id}:{level}" for concept_id, level in sorted([*known, *self.stated])),
            *(credential for credential in self.credentials if credential not in assumed),
        ]


def resolve(graph: CareerGraph, entry: Known) -> tuple[Concept, Level]:
    """The concept and level that an entry such as ``"SQL:practitioner"`` means.

    Raises:
        UnknownConceptError: The name is not known.
        UnknownLevelError: The level is not one of the four.
    """
    if isinstance(entry, tuple):
        name, level = entry
        return graph.find(name), Level.parse(level)
    if isinstance(entry, Concept):
        return graph.find(entry), Level.WORKING
    name, colon, level_name = str(entry).rpartition(":")
    if not colon:
        return graph.find(entry), Level.WORKING
    try:
        level = Level.parse(level_name)
    except UnknownLevelError:
        # The colon may belong to the name, as in the title of a course.
        with contextlib.suppress(UnknownConceptError):
            return graph.find(entry), Level.WORKING
        graph.find(name)
        raise
    try:
        return graph.find(name), level
    except UnknownConceptError:
        # So may the level, as in a skill that is called so.
        with contextlib.suppress(UnknownConceptError):
            return graph.find(entry), Level.WORKING
        raise


def states_level(entry: str, level: Level) -> bool:
    """Whether an entry, which means that level, says so.

    Example:
        >>> states_level("SQL:working", Level.WORKING), states_level("SQL", Level.WORKING)
        (True, False)
    """
    return entry.rpartition(":")[2].strip().lower() == str(level)


def _thawed(value: Any) -> Any:
    """A constraint in the form that `CareerGraph.plan` takes: tuples of pairs as mappings, other tuples as lists."""
    if not isinstance(value, tuple):
        return value
    if value and all(isinstance(part, tuple) and isinstance(part[0], str) for part in value):
        return dict(value)
    return [_thawed(part) for part in value]
