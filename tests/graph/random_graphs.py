"""Random valid graphs that use everything the model offers."""

from __future__ import annotations

from typing import Any

from hostile_graph import NOT_IN_XML
from hostile_graph import TEXTS as HOSTILE
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph
from mlcareer_graph.model import (
    CONCEPT_KINDS,
    CURATED,
    PATH_KINDS,
    RELATION_TYPES,
    Claim,
    Competency,
    Concept,
    EasierWith,
    Estimate,
    Evidence,
    LearningEffort,
    Level,
    Observation,
    Quantity,
    Relation,
    Requirement,
    Strength,
)

_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda text: text.strip())
TEXTS = st.sampled_from([text for text in HOSTILE if len(text) < 100 and text not in NOT_IN_XML]) | _ANY
LEVELS = st.sampled_from(Level)
_NUMBERS = st.one_of(st.integers(0, 10**6), st.floats(0, 1e9))
_ESTIMATES = st.lists(_NUMBERS, min_size=3, max_size=3).map(lambda parts: Estimate(*sorted(parts)))
_KINDS_THAT_REQUIRE = ("role", "skill", "technology", "education-path")


class _Drawer:
    """Draws the parts of one graph."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        kinds = draw(st.lists(st.sampled_from(sorted(CONCEPT_KINDS)), min_size=1, max_size=8))
        self.kinds = {f"{kind}-{number}": kind for number, kind in enumerate(kinds)}

    def of_kind(self, *kinds: str) -> list[str]:
        return [concept_id for concept_id, kind in self.kinds.items() if kind in kinds]

    def evidence(self) -> tuple[Evidence, ...]:
        optional = st.none() | TEXTS
        refs = st.sampled_from([CURATED, *self.of_kind("source")])
        return self.draw(
            st.lists(st.builds(Evidence, refs, optional, optional, st.none() | refs), max_size=2).map(tuple)
        )

    def some(self, ids: list[str], least: int = 0) -> tuple[str, ...]:
        return tuple(self.draw(st.lists(st.sampled_from(ids), min_size=least, max_size=3, unique=True))) if ids else ()

    def claims(self) -> tuple[Claim, ...]:
        ids = self.draw(st.lists(TEXTS, max_size=2, unique=True))
        stages = st.none() | TEXTS
        return tuple(Claim(id_, self.draw(TEXTS), self.some(ids), self.draw(stages), self.evidence()) for id_ in ids)

    def observations(self) -> tuple[Observation, ...]:
        values = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
        optional = st.none() | TEXTS
        return tuple(
            Observation(*self.draw(st.tuples(TEXTS, values, TEXTS, optional, optional, optional)), self.evidence())
            for _ in range(self.draw(st.integers(0, 1)))
        )

    def concept(self, concept_id: str) -> Concept:
        kind = self.kinds[concept_id]
        cls = CONCEPT_KINDS[kind]
        own: dict[str, Any] = {}
        if issubclass(cls, Competency):
            own = {"hours": self.hours(), "easier_with": self.easier_with(concept_id)}
        elif kind == "education-path":
            own = {"path_kind": self.draw(st.sampled_from(PATH_KINDS))}
            own["checked"] = self.draw(st.none() | st.dates())
            own |= {
                key: self.quantity(unit) for key, unit in (("hours", "hours"), ("weeks", "weeks"), ("price", "EUR"))
            }
        elif kind == "credential":
            own = {"eqf_level": self.draw(st.none() | st.integers(1, 8))}
        elif kind == "source":
            own = {"url": self.draw(st.none() | TEXTS)}
        return cls(
            id=concept_id,
            name=self.draw(TEXTS),
            aliases=tuple(self.draw(st.lists(TEXTS, max_size=2))),
            labels=tuple(sorted(self.draw(st.dictionaries(st.sampled_from(["de", "fr", "pt-BR"]), TEXTS)).items())),
            definition=self.draw(st.just("") | TEXTS),
            claims=self.claims(),
            observations=self.observations(),
            evidence=self.evidence(),
            **own,
        )

    def quantity(self, unit: str) -> Quantity | None:
        return Quantity(self.draw(_ESTIMATES), unit, self.evidence()) if self.draw(st.booleans()) else None

    def hours(self) -> LearningEffort | None:
        levels = sorted(self.draw(st.sets(LEVELS, max_size=3)))
        if not levels:
            return None
        columns = [sorted(self.draw(st.lists(_NUMBERS, min_size=len(levels), max_size=len(levels)))) for _ in "lmh"]
        estimates = [Estimate(*sorted(row)) for row in zip(*columns, strict=True)]
        return LearningEffort(tuple(zip(levels, estimates, strict=True)), self.evidence())

    def easier_with(self, concept_id: str) -> tuple[EasierWith, ...]:
        near = self.some([other for other in self.of_kind("skill", "technology") if other != concept_id])
        saves = st.floats(0, 1, exclude_min=True, exclude_max=True)
        return tuple(EasierWith(other, self.draw(LEVELS), self.draw(saves), self.evidence()) for other in near)

    def requirement(self, subject: str) -> Requirement | None:
        known = [other for other in self.of_kind("skill", "technology", "credential") if other != subject]
        options = self.some(known, least=1)
        if not options:
            return None
        at_least = self.draw(st.integers(1, len(options)))
        strength = self.draw(st.sampled_from(Strength))
        return Requirement(subject, options, at_least, self.draw(LEVELS), strength, self.draw(LEVELS), self.evidence())

    def relations(self) -> list[Relation]:
        possible = [
            (subject, type_.name, object_)
            for type_ in RELATION_TYPES.values()
            for subject in self.kinds
            for object_ in self.kinds
            if (self.kinds[subject], self.kinds[object_]) in type_.signatures and subject != object_
        ]
        chosen = self.draw(st.lists(st.sampled_from(possible), max_size=6)) if possible else []
        once = {}
        for subject, name, object_ in chosen:
            ends = sorted((subject, object_)) if RELATION_TYPES[name].symmetric else [subject, object_]
            level = self.draw(LEVELS) if RELATION_TYPES[name].has_level else None
            once[name, *ends] = Relation(subject, name, object_, level, self.evidence())
        return list(once.values())


@st.composite
def career_graphs(draw: st.DrawFn) -> CareerGraph:
    """A valid graph of up to eight concepts."""
    drawer = _Drawer(draw)
    subjects = drawer.of_kind(*_KINDS_THAT_REQUIRE)
    asked = draw(st.lists(st.sampled_from(subjects), max_size=5)) if subjects else []
    requirements = [drawer.requirement(subject) for subject in asked]
    return CareerGraph(
        [drawer.concept(concept_id) for concept_id in drawer.kinds],
        [requirement for requirement in requirements if requirement is not None],
        drawer.relations(),
    )
