"""The kinds of concept, which are the nodes of the graph."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from mlcareer_graph.errors import one_line, shown
from mlcareer_graph.model.evidence import Evidence
from mlcareer_graph.model.identifiers import concept_iri
from mlcareer_graph.model.quantities import UNKNOWN_EFFORT, LearningEffort, Quantity
from mlcareer_graph.model.requirements import EasierWith


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that somebody makes about a concept; claims may contradict one another.

    Attributes:
        id: A short name that is unique within the concept.
        statement: One sentence in our words that says who claims what.
        contradicts: Ids of claims on the same concept that cannot hold together with this one.
        stage: The stage of a career it is about, such as ``"entry"``.
        evidence: Where it is made.
    """

    id: str
    statement: str
    contradicts: tuple[str, ...] = ()
    stage: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """A measured or reported number about a concept, such as a salary.

    Attributes:
        measure: What is measured, such as ``"salary"``.
        value: The number.
        unit: Its unit, such as ``"USD/year"``.
        statistic: Which statistic it is, such as ``"mean"``.
        region: Where it holds, if that is stated.
        stage: The stage of a career it is about, such as ``"entry"``.
        evidence: Who reports it.

    Raises:
        ValueError: The value is no finite number.
    """

    measure: str
    value: float
    unit: str
    statistic: str | None = None
    region: str | None = None
    stage: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not -sys.float_info.max <= self.value <= sys.float_info.max:
            raise ValueError(f"a value is a finite number, not {shown(self.value)}")
        # The decimals of XML Schema have one zero, so a store would give 0.0 back for -0.0.
        object.__setattr__(self, "value", self.value + 0)


_Concept = TypeVar("_Concept", bound="Concept")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Concept:
    """A node of the graph.

    Attributes:
        id: A readable, permanent slug, unique across kinds.
        name: The name in the field's own spelling.
        aliases: Other names people write for it.
        labels: Names in other languages: pairs of a language tag (BCP 47) and a name, sorted.
        definition: One sentence: a genus and what tells the concept from its neighbours.
        claims: What sources claim about it.
        observations: Numbers that sources report about it.
        evidence: Sources that name it.
    """

    kind: ClassVar[str] = "concept"

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    claims: tuple[Claim, ...] = ()
    observations: tuple[Observation, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of the concept in RDF."""
        return concept_iri(self.kind, self.id)

    def __repr__(self) -> str:
        return one_line(f"<{type(self).__name__}: {self.name}>")

    def __str__(self) -> str:
        return self.name

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.notebook import concept_html

        return concept_html(self)


class Concepts(list[_Concept]):
    """A list of concepts, which a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.notebook import concepts_html

        return concepts_html(self)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Competency(Concept):
    """What a person can know at a level: a skill or a technology.

    Attributes:
        hours: The hours of study it takes on top of what it requires, if an estimate is given.
        easier_with: Competencies that make it quicker to learn.
    """

    hours: LearningEffort | None = None
    easier_with: tuple[EasierWith, ...] = ()

    @property
    def effort(self) -> LearningEffort:
        """The hours, or the documented stand-in `UNKNOWN_EFFORT` where none are given."""
        return self.hours or UNKNOWN_EFFORT


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Skill(Competency):
    """Knowledge or an ability that is not tied to one product, such as linear algebra."""

    kind: ClassVar[str] = "skill"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Technology(Competency):
    """A language, library, product, service or standard that people use, such as Keras."""

    kind: ClassVar[str] = "technology"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Role(Concept):
    """A recognisable kind of paid work with its bundle of tasks and requirements."""

    kind: ClassVar[str] = "role"


PATH_KINDS = ("degree", "bootcamp", "course", "self-study", "certification")
"""The kinds of education path."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EducationPath(Concept):
    """A structured way to learn: a degree, a bootcamp, a course, self-study, a certification.

    Attributes:
        path_kind: One of `PATH_KINDS`.
        hours: All the hours it takes; a path without them is not offered as a step of a plan.
        weeks: The calendar time it takes.
        price: What it costs.
        checked: The day on which the figures were last compared with what the provider publishes; None if they
            are not verified.
    """

    kind: ClassVar[str] = "education-path"

    path_kind: str = "course"
    hours: Quantity | None = None
    weeks: Quantity | None = None
    price: Quantity | None = None
    checked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Credential(Concept):
    """Proof of a completed education, such as a bachelor's degree.

    Attributes:
        eqf_level: The level in the European Qualifications Framework: 6 bachelor, 7 master, 8 doctorate.
    """

    kind: ClassVar[str] = "credential"

    eqf_level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Organization(Concept):
    """A body that offers education or employs people."""

    kind: ClassVar[str] = "organization"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Task(Concept):
    """A unit of work with a result, which people in a role carry out repeatedly."""

    kind: ClassVar[str] = "task"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Application(Concept):
    """A use that machine learning is put to, such as spam filtering."""

    kind: ClassVar[str] = "application"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Industry(Concept):
    """A sector of the economy that hires for the roles."""

    kind: ClassVar[str] = "industry"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Field(Concept):
    """A discipline that roles and competencies belong to."""

    kind: ClassVar[str] = "field"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source(Concept):
    """A document or data set that evidence points to.

    Attributes:
        url: Where it can be read, if it is published on the web.
    """

    kind: ClassVar[str] = "source"

    url: str | None = None


CONCEPT_KINDS: Mapping[str, type[Concept]] = {
    cls.kind: cls
    for cls in (
        Role,
        Skill,
        Technology,
        EducationPath,
        Credential,
        Organization,
        Task,
        Application,
        Industry,
        Field,
        Source,
    )
}
"""Every kind of concept by its name."""
