"""Somebody's classification on top of the shipped graph: their occupations, our prerequisites, hours and education.

The mappings of the shipped ontology (``ontology/mappings``) say which of our competencies a skill of ESCO or an element
of O*NET is. Where one is the same or close, the joined graph has ours in its place, so that a plan for their occupation
goes by what we know of it; where we know nothing, theirs stays, with the stand-in for hours, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mlcareer_graph.errors import UnknownOptionError, UnplannableError, one_line
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.model import (
    RELATION_TYPES,
    Competency,
    Concept,
    EasierWith,
    Evidence,
    Relation,
    Requirement,
    Role,
    Source,
    Technology,
)
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.compiled import collector_paused
from mlcareer_graph.ontology.mappings import PREDICATES, imported_as, read_mappings
from mlcareer_graph.ontology.mappings import Mapping as ConceptMapping
from mlcareer_graph.planning import Plan, Step

SAME = ("skos:exactMatch", "skos:closeMatch")
"""The matches that are near enough to put our competency in the place of theirs."""

LEAST_CONFIDENCE = 0.7
"""The confidence that a match needs for that."""

_TECHNOLOGY = "onet.technology"


@dataclass(frozen=True, slots=True)
class Match:
    """A concept of theirs beside one of ours.

    Attributes:
        theirs: The concept as it was imported.
        ours: The concept of the shipped graph.
        mapping: How near they are, with what confidence, and what to know about it.
    """

    theirs: Concept
    ours: Concept
    mapping: ConceptMapping

    @property
    def how(self) -> str:
        """How near they are, in words.

        A mapping to a technology of O*NET rates how its commodity fits; the technology itself is matched by its name.
        """
        if self.mapping.vocabulary == _TECHNOLOGY:
            return "the same technology"
        return f"{self.mapping.predicate.removeprefix('skos:')}, {self.mapping.confidence:g}"

    def __str__(self) -> str:
        return f"{self.theirs.name} = {self.ours.name} ({self.how})"


@dataclass(frozen=True, slots=True)
class OccupationCoverage:
    """What the shipped graph knows of what an occupation asks for.

    Attributes:
        role: The occupation, as it is called in the joined graph.
        known: What both know: ours stands in the place of theirs.
        near: What we know only something broader, narrower or related of; theirs stays.
        only_theirs: What we know nothing of; theirs stays.
    """

    role: Role
    known: tuple[Match, ...]
    near: tuple[tuple[Competency, tuple[Match, ...]], ...]
    only_theirs: tuple[Competency, ...]

    @property
    def share(self) -> float:
        """The share of what it asks for that both know, from 0 to 1; 1 for an occupation that asks for nothing."""
        total = len(self.known) + len(self.near) + len(self.only_theirs)
        return len(self.known) / total if total else 1.0

    def __str__(self) -> str:
        lines = [f"{self.role.name}: {self.share:.0%} of what it asks for is known to both."]
        lines.append(f"Known to both: {'; '.join(map(str, self.known)) or 'nothing'}.")
        near = (
            f"{theirs.name} (ours: {', '.join(match.ours.name for match in matches[:3])}"
            f"{f' and {len(matches) - 3} more' if len(matches) > 3 else ''})"
            for theirs, matches in self.near
        )
        lines.append(f"Nearly known: {'; '.join(near) or 'nothing'}.")
        lines.append(f"Only theirs: {'; '.join(concept.name for concept in self.only_theirs) or 'nothing'}.")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return one_line(f"<OccupationCoverage: {self.role.name}, {self.share:.0%} known to both>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import result_html
        from mlcareer_graph.views.text import name_of, plain

        matches = [(match.theirs, [match], "known to both") for match in self.known]
        matches += [(theirs, list(own), "nearly known") for theirs, own in self.near]
        rows = [
            (name_of(theirs), "; ".join(f"{name_of(match.ours)} ({plain(match.how, 80)})" for match in own), state)
            for theirs, own, state in matches
        ]
        rows += [(name_of(theirs), "", "only theirs") for theirs in self.only_theirs]
        facts = [("Known to both", f"{self.share:.0%}")]
        return result_html(name_of(self.role), facts, "What it asks for", ("Theirs", "Ours", "State"), rows)


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined graph, and what was made of their concepts.

    Attributes:
        graph: Our concepts as they are, and theirs, except the competencies in whose place ours stand.
        theirs: The graph that was joined.
        ids: For each id of theirs the id in the joined graph.
        same: The matches by which a competency of ours stands in the place of theirs, by the id of theirs.
        near: The matches that are not near enough for that, by the id of theirs.
    """

    graph: CareerGraph
    theirs: CareerGraph = field(repr=False)
    ids: Mapping[str, str] = field(repr=False)
    same: Mapping[str, Match] = field(repr=False)
    near: Mapping[str, tuple[Match, ...]] = field(repr=False)

    def concept(self, name: str | Concept) -> Concept:
        """What a concept of theirs has become in the joined graph.

        Args:
            name: Any name that it has in their graph.

        Raises:
            UnknownConceptError: Nothing is called so there.
        """
        return self.graph[self.ids[self.theirs.find(name).id]]

    def coverage(self, role: str | Concept, *, include_preferred: bool = True) -> OccupationCoverage:
        """What we know of what an occupation of theirs asks for.

        Args:
            role: Any name that it has in their graph.
            include_preferred: Whether to look at what it merely prefers, too.

        Raises:
            UnknownConceptError: Nothing is called so there.
            UnplannableError: It is no role.
        """
        found = self.theirs.find(role)
        joined = self.concept(found)
        if not isinstance(joined, Role):
            raise UnplannableError(found.id, found.kind, "only an occupation asks for competencies")
        asked = dict.fromkeys(
            option
            for requirement in self.theirs.requirements_of(found.id)
            if requirement.is_required or include_preferred
            for option in requirement.options
        )
        others = [self.theirs[option] for option in asked if option not in self.same]
        unknown = [concept for concept in others if isinstance(concept, Competency)]
        return OccupationCoverage(
            joined,
            tuple(self.same[option] for option in asked if option in self.same),
            tuple((concept, self.near[concept.id]) for concept in unknown if concept.id in self.near),
            tuple(concept for concept in unknown if concept.id not in self.near),
        )

    def our_roles(self, role: str | Concept) -> tuple[Match, ...]:
        """The roles of the shipped graph that an occupation of theirs is mapped to, the nearest first."""
        return self.near.get(self.theirs.find(role).id, ())

    def without_hours(self, plan: Plan) -> tuple[Step, ...]:
        """The steps of a plan whose hours nobody has estimated, so that the stand-in counts."""
        return tuple(step for step in plan.steps if isinstance(step.concept, Competency) and step.concept.hours is None)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import result_html

        kinds = (("Ours in the place of theirs", self.same), ("Near, and both kept", self.near))
        rows = [("Concepts in the joined graph", f"{len(self.graph):,}"), ("Theirs", f"{len(self.theirs):,}")]
        rows += [(what, f"{len(own):,}") for what, own in kinds]
        return result_html("Joined with the shipped graph", (), "What became of them", ("What", "Concepts"), rows)

    def __str__(self) -> str:
        roles = len(self.theirs.roles)
        competencies = sum(isinstance(concept, Competency) for concept in self.theirs.values())
        near = sum(isinstance(self.theirs[one], Competency) for one in self.near if one not in self.same)
        return (
            f"{roles:,} occupations and {competencies:,} competencies of theirs: "
            f"{len(self.same):,} known to both, {near:,} nearly, {competencies - len(self.same) - near:,} only theirs"
        )


def join(
    theirs: CareerGraph,
    ours: CareerGraph | None = None,
    *,
    predicates: Sequence[str] = SAME,
    least_confidence: float = LEAST_CONFIDENCE,
) -> Joined:
    """Put our competencies in the place of those of an imported graph that are the same.

    Args:
        theirs: What `esco.load` or `onet.load` gives.
        ours: The shipped graph by default, or one that extends it.
        predicates: The matches that are near enough; by default exact and close ones. With ``skos:narrowMatch`` among
            them, what we know as the broader one is taken, too, and so on.
        least_confidence: The confidence that a match needs, from 0 to 1.

    Returns:
        The joined graph. Their occupations keep their requirements, which name our competencies where both know them;
        what those need in turn is ours. An id that both have is ours, and theirs ends in the name of the vocabulary:
        ``data-scientist-esco``.

    Raises:
        UnknownOptionError: There is no such predicate, or the confidence is no number from 0 to 1.
    """
    for predicate in predicates:
        if predicate not in PREDICATES:
            raise UnknownOptionError("predicates", predicate, PREDICATES)
    if isinstance(least_confidence, bool) or not 0 <= least_confidence <= 1:
        raise UnknownOptionError("least_confidence", least_confidence, ["a number from 0 to 1"])
    if ours is None:
        from mlcareer_graph.ontology import load_shipped

        ours = load_shipped()
    with collector_paused():
        return _Joiner(theirs, ours, predicates, least_confidence).join()


class _Joiner:
    """Joins two graphs."""

    def __init__(self, theirs: CareerGraph, ours: CareerGraph, predicates: Sequence[str], least: float) -> None:
        self.theirs = theirs
        self.ours = ours
        self.predicates = predicates
        self.least = least
        self.same: dict[str, Match] = {}
        self.near: dict[str, tuple[Match, ...]] = {}
        self.ids: dict[str, str] = {}
        self.moved: set[str] = set()

    def join(self) -> Joined:
        self._match()
        self._name()
        own = [concept for concept in self.theirs.values() if concept.id not in self.same and self._is_new(concept)]
        decoded = Decoded(
            [*self._ours(), *map(self._renamed, own)],
            [*self.ours.all_requirements, *self._requirements()],
            [*self.ours.relations, *self._relations()],
            ambiguous=self._ambiguous(),
        )
        return Joined(CareerGraph.from_decoded(decoded), self.theirs, self.ids, self.same, self.near)

    # ------------------------------------------------------------------ which is which

    def _match(self) -> None:
        by_object: dict[tuple[str, str], list[ConceptMapping]] = {}
        for mappings in read_mappings(ontology_folder()).values():
            for mapping in mappings:
                by_object.setdefault(_key(mapping), []).append(mapping)
        for concept in self.theirs.values():
            found = [
                Match(concept, self.ours[mapping.subject], mapping)
                for mapping in by_object.get(self._identity(concept), ())
                if mapping.subject in self.ours and isinstance(self.ours[mapping.subject], _counterpart(concept))
            ]
            found.sort(key=lambda match: (_nearness(match.mapping), match.ours.id))
            if isinstance(concept, Competency) and found and self._is_same(found[0].mapping):
                self.same[concept.id] = found[0]
                found = found[1:]
            if found:
                self.near[concept.id] = tuple(found)

    def _identity(self, concept: Concept) -> tuple[str, str]:
        """What the concept is called in its vocabulary, as `_key` has it."""
        itself = imported_as(concept)
        if itself is not None:
            return _key(itself)
        return (_TECHNOLOGY, concept.name.casefold()) if isinstance(concept, Technology) else ("", "")

    def _is_same(self, mapping: ConceptMapping) -> bool:
        if mapping.vocabulary == _TECHNOLOGY:
            return True
        return mapping.predicate in self.predicates and mapping.confidence >= self.least

    # ------------------------------------------------------------------ names

    def _name(self) -> None:
        used = {*self.ours, *self.theirs}
        for concept in self.theirs.values():
            if concept.id in self.same:
                self.ids[concept.id] = self.same[concept.id].ours.id
            elif concept.id in self.ours and self._is_new(concept):
                self.ids[concept.id] = _free(f"{concept.id[:80].rstrip('-')}-{_vocabulary(concept)}", used)
                used.add(self.ids[concept.id])
            else:
                self.ids[concept.id] = concept.id
        self.moved = {concept_id for concept_id, joined in self.ids.items() if joined != concept_id}

    def _is_new(self, concept: Concept) -> bool:
        """Whether it is not, word for word, in our graph already, as when two imports share a source."""
        return self.ours.get(concept.id) != concept

    def _ours(self) -> Iterator[Concept]:
        """Our concepts, also called by the labels of the exact matches that nothing else is called by."""
        claimed = {
            name.casefold() for concept in self.ours.values() for name in (concept.name, *concept.aliases, concept.id)
        }
        claimed.update(c.name.casefold() for c in self.theirs.values() if c.id not in self.same)
        labels: dict[str, dict[str, None]] = {}
        for match in self.same.values():
            if match.mapping.predicate == SAME[0] and match.theirs.name.casefold() not in claimed:
                labels.setdefault(match.ours.id, {})[match.theirs.name] = None
        for concept in self.ours.values():
            also = labels.get(concept.id)
            yield replace(concept, aliases=(*concept.aliases, *also)) if also else concept

    def _ambiguous(self) -> dict[str, tuple[str, ...]]:
        readings = dict(self.ours.ambiguous_names)
        for name, ids in self.theirs.ambiguous_names.items():
            mapped = tuple(sorted({self.ids[concept_id] for concept_id in ids}))
            if len(mapped) > 1:
                readings.setdefault(name, mapped)
        return readings

    # ------------------------------------------------------------------ what they say

    def _renamed(self, concept: Concept) -> Concept:
        changes: dict[str, object] = {}
        if self.ids[concept.id] != concept.id:
            changes["id"] = self.ids[concept.id]
        if self.moved.intersection(_sources(concept.evidence)):
            changes["evidence"] = self._cited(concept.evidence)
        if isinstance(concept, Competency) and concept.easier_with:
            changes["easier_with"] = tuple(map(self._easier, concept.easier_with))
        return replace(concept, **changes) if changes else concept  # type: ignore[arg-type]

    def _easier(self, near: EasierWith) -> EasierWith:
        return replace(near, know=self.ids[near.know])

    def _cited(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        if not self.moved.intersection(_sources(evidence)):
            return evidence
        return tuple(
            replace(
                item,
                source=self.ids.get(item.source, item.source),
                citing=item.citing and self.ids.get(item.citing, item.citing),
            )
            for item in evidence
        )

    def _requirements(self) -> Iterator[Requirement]:
        """Their requirements of what is not ours, each once where two of their skills are one of ours."""
        for subject in self.theirs:
            if subject in self.same:
                continue
            merged: dict[tuple[object, ...], Requirement] = {}
            # What binds comes first, so that it is what stays.
            stated = sorted(self.theirs.requirements_of(subject), key=lambda requirement: not requirement.is_required)
            for requirement in stated:
                moved = self._moved(requirement)
                key = (frozenset(moved.options), moved.at_least, moved.level, moved.applies_from)
                if key in merged:
                    first = merged[key]
                    moved = replace(first, evidence=tuple(dict.fromkeys((*first.evidence, *moved.evidence))))
                merged[key] = moved
            yield from merged.values()

    def _moved(self, requirement: Requirement) -> Requirement:
        if not self.moved.intersection((requirement.subject, *requirement.options, *_sources(requirement.evidence))):
            return requirement
        options = tuple(dict.fromkeys(self.ids[option] for option in requirement.options))
        matched = [self.same[option] for option in requirement.options if option in self.same]
        evidence = self._cited(requirement.evidence)
        if matched:
            words = "; ".join(f"{match.theirs.name!r} is taken as {match.ours.name!r}" for match in matched)
            evidence = (*evidence, Evidence.curated(f"{words}, by the mappings of the ontology."))
        at_least = min(requirement.at_least, len(options))
        subject = self.ids[requirement.subject]
        return replace(requirement, subject=subject, options=options, at_least=at_least, evidence=evidence)

    def _relations(self) -> Iterator[Relation]:
        """Their relations, but for those that join what has become one concept, or that are stated already."""
        kinds = {concept.id: concept.kind for concept in self.ours.values()}
        kinds.update((self.ids[c.id], c.kind) for c in self.theirs.values() if c.id not in self.same)
        stated = {(r.type, *sorted((r.subject, r.object))) for r in self.ours.relations}
        for relation in self.theirs.relations:
            subject, object_ = self.ids[relation.subject], self.ids[relation.object]
            type_name, evidence = relation.type, self._cited(relation.evidence)
            if (kinds[subject], kinds[object_]) not in RELATION_TYPES[type_name].signatures:
                # A skill of theirs can be a technology of ours.
                because = f"What was imported says {type_name}, which does not join a {kinds[subject]} and this."
                type_name, evidence = "related_to", (*evidence, Evidence.curated(because))
            key = (type_name, *sorted((subject, object_)))
            if subject != object_ and key not in stated:
                stated.add(key)
                yield Relation(subject, type_name, object_, relation.level, evidence)


def _sources(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    return (source for item in evidence for source in (item.source, item.citing) if source)


def _key(mapping: ConceptMapping) -> tuple[str, str]:
    """The vocabulary and the code; for technologies, which have no code of their own, the label."""
    code = mapping.label.casefold() if mapping.vocabulary == _TECHNOLOGY else mapping.code
    return mapping.vocabulary, code


def _nearness(mapping: ConceptMapping) -> tuple[int, float]:
    return PREDICATES.index(mapping.predicate), -mapping.confidence


def _counterpart(concept: Concept) -> type[Concept]:
    """What a concept of ours has to be to stand beside it."""
    return Competency if isinstance(concept, Competency) else type(concept)


def _vocabulary(concept: Concept) -> str:
    """The beginning of the id of its source, such as esco."""
    source = concept.id if isinstance(concept, Source) else next((e.source for e in concept.evidence), "theirs")
    return source.partition("-")[0]


def _free(name: str, used: set[str]) -> str:
    """The name, or the name with the first number that makes it one of its own."""
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name}-{number}", number + 1
    return candidate
