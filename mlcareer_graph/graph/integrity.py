"""What must hold between the parts of a graph.

`reference_problems` are errors in any graph: a reference that leads nowhere, a relation between the wrong
kinds. `editorial_problems` hold the shipped ontology, and sources that want to be like it, to more:
no cycle, no missing definition, no name that two concepts claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mlcareer_graph.errors import Problem, shown
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.graph.loops import knots
from mlcareer_graph.graph.names import NameIndex
from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.model import (
    CURATED,
    RELATION_TYPES,
    Competency,
    Concept,
    Credential,
    EducationPath,
    Evidence,
    Relation,
    RelationType,
    Requirement,
    Role,
    Source,
)

_Kinds = tuple[type[Concept], ...]

_MOST_SUGGESTED = 100
"""How many ids that are not there are held against all that are; data with more of them lacks a part, not a letter."""

_LONGEST_ID = 200
_MOST_LISTED = 12
_NO_SUGGESTION = "correct the id or add the concept"


def reference_problems(decoded: Decoded) -> list[Problem]:
    """References that lead nowhere or to a concept of the wrong kind, and ids that are used twice."""
    check = _ReferenceCheck(decoded)
    for concept in decoded.concepts:
        check.concept(concept)
    for requirement in decoded.requirements:
        check.requirement(requirement)
    for relation in decoded.relations:
        check.relation(relation)
    for subject, key, evidence in _all_evidence(decoded):
        check.evidence(subject, key, evidence)
    return check.problems


class _ReferenceCheck:
    def __init__(self, decoded: Decoded) -> None:
        self.decoded = decoded
        self.concepts = {concept.id: concept for concept in decoded.concepts}
        self.uses = Counter(concept.id for concept in decoded.concepts)
        self.stated: set[tuple[str, str, str]] = set()
        self.problems: list[Problem] = []
        self.remedies: dict[str, str] = {}

    def problem(self, subject: str, key: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.decoded.places.get(subject, subject), key, what, remedy))

    def found(self, subject: str, key: str, target: str, kinds: _Kinds, words: str) -> bool:
        """Whether the target is there and of one of the kinds; if not, that is a problem of the subject."""
        concept = self.concepts.get(target)
        if concept is None:
            if self.decoded.complete and target not in self.decoded.unread:
                self.problem(subject, key, f"there is no concept {shown(target)}", self._remedy(target))
            return False
        if not isinstance(concept, kinds):
            self.problem(subject, key, f"{shown(target)} is of kind {concept.kind}", f"refer to {words}")
            return False
        return True

    def _remedy(self, target: str) -> str:
        if target not in self.remedies:
            if len(self.remedies) == _MOST_SUGGESTED:
                return _NO_SUGGESTION
            from rapidfuzz import fuzz, process

            near = process.extractOne(target[:_LONGEST_ID], self.concepts.keys(), scorer=fuzz.ratio, score_cutoff=75)
            self.remedies[target] = f"did you mean {near[0]!r}?" if near else _NO_SUGGESTION
        return self.remedies[target]

    def concept(self, concept: Concept) -> None:
        names = (concept.id, concept.name, *concept.aliases, *(label for _, label in concept.labels))
        longest = max(DEFAULT_LIMITS.max_label, self.decoded.limits.max_label)
        if max(map(len, names)) > longest:
            what = f"a name has more than {longest:,} characters"
            self.problem(concept.id[:80], "name", what, "shorten it")
        if self.uses.pop(concept.id, 1) > 1:
            self.problem(concept.id, "id", "several concepts have this id", "give each its own")
        claims = Counter(claim.id for claim in concept.claims)
        for claim_id, uses in claims.items():
            if uses > 1:
                self.problem(concept.id, f"claims.{claim_id}", "several claims have this id", "give each its own")
        for claim in concept.claims:
            for other in claim.contradicts:
                if other not in claims:
                    key, remedy = f"claims.{claim.id}.contradicts", "name a claim of the same concept"
                    self.problem(concept.id, key, f"there is no claim {shown(other)} on this concept", remedy)
        if isinstance(concept, Competency):
            for near in concept.easier_with:
                self.found(concept.id, "easier_with", near.know, (Competency,), "a skill or technology")
                if near.know == concept.id:
                    self.problem(concept.id, "easier_with", "the concept helps to learn itself", "remove the entry")

    def requirement(self, requirement: Requirement) -> None:
        subject = requirement.subject
        kinds = (Role, Competency, EducationPath)
        self.found(subject, "requires", subject, kinds, "a role, skill, technology or education path")
        for option in requirement.options:
            self.found(subject, "requires", option, (Competency, Credential), "a skill, technology or credential")
        if subject in requirement.options:
            self.problem(subject, "requires", "the concept requires itself", "remove it from its own options")

    def relation(self, relation: Relation) -> None:
        subject, name, object_ = relation.subject, relation.type, relation.object
        if name not in RELATION_TYPES:
            self.problem(
                subject, name, f"there is no relation {shown(name)}", f"use one of {', '.join(RELATION_TYPES)}"
            )
            return
        ends = [self.found(subject, name, end, (Concept,), "a concept") for end in (subject, object_)]
        if not all(ends):
            return
        type_ = RELATION_TYPES[name]
        kind, target = self.concepts[subject].kind, self.concepts[object_].kind
        if (kind, target) not in type_.signatures:
            self.problem(subject, name, f"{object_!r} is of kind {target}", _signature_remedy(kind, type_))
        elif object_ == subject:
            self.problem(subject, name, "the concept is related to itself", "remove the entry")
        elif type_.has_level is not (relation.level is not None):
            what = "the level is missing" if type_.has_level else "this relation has no level"
            self.problem(subject, name, what, "give a level" if type_.has_level else "leave the level out")
        elif self._restated(relation, symmetric=type_.symmetric):
            both = " (it holds both ways and is stated once)" if type_.symmetric else ""
            self.problem(subject, name, f"{object_!r} is stated twice{both}", "remove one")

    def _restated(self, relation: Relation, *, symmetric: bool) -> bool:
        ends = sorted((relation.subject, relation.object)) if symmetric else (relation.subject, relation.object)
        key = (ends[0], relation.type, ends[1])
        if key in self.stated:
            return True
        self.stated.add(key)
        return False

    def evidence(self, subject: str, key: str, evidence: Evidence) -> None:
        for ref in (evidence.source, evidence.citing):
            if ref is not None and ref != CURATED:
                self.found(subject, key, ref, (Source,), "a source")


def _signature_remedy(kind: str, type_: RelationType) -> str:
    allowed = sorted(object_ for subject, object_ in type_.signatures if subject == kind)
    if not allowed:
        return f"only these have {type_.name}: {', '.join(sorted({subject for subject, _ in type_.signatures}))}"
    return f"a {kind} can be {type_.name} only: {', '.join(allowed)}"


def editorial_problems(decoded: Decoded) -> list[Problem]:
    """What would make the shipped ontology a worse map: see the module's description."""

    def problem(subject: str, key: str, what: str, remedy: str) -> Problem:
        return Problem(decoded.places.get(subject, subject), key, what, remedy)

    problems = []
    for concept in decoded.concepts:
        if not concept.definition:
            remedy = 'write one sentence, "A <genus> that ..."'
            problems.append(problem(concept.id, "definition", "the definition is missing", remedy))
        if isinstance(concept, Competency) and concept.hours is None:
            remedy = "give [low, likely, high] to working"
            problems.append(problem(concept.id, "hours", "the hours are missing", remedy))
    problems.extend(
        problem(
            ids[-1],
            "aliases",
            f"the name {name!r} is claimed by {' and '.join(sorted(ids))}",
            "leave it to one of them",
        )
        for name, ids in NameIndex(decoded.concepts).clashes()
    )
    for requirement in decoded.requirements:
        if all(evidence.is_curated and not evidence.because for evidence in requirement.evidence):
            what = f"nothing says why {' or '.join(requirement.options)} is required"
            problems.append(problem(requirement.subject, "requires", what, "add a source or a because"))
    for key, words, edges in (
        ("requires", "the requirements", requirement_edges(decoded.requirements)),
        ("broader", "broader and part_of", _broader_edges(decoded.relations)),
    ):
        for nodes, loop in knots(edges):
            what = f"{words} run in a circle: {' -> '.join(loop)}"
            if len(nodes) > len(loop) - 1:
                listed = ", ".join(nodes[:_MOST_LISTED]) + (", ..." if len(nodes) > _MOST_LISTED else "")
                what += f", and in others among {len(nodes)} concepts ({listed})"
            problems.append(problem(loop[0], key, what, "remove the weakest of these edges"))
    return problems


def requirement_edges(requirements: Iterable[Requirement]) -> dict[str, set[str]]:
    """Each subject with the options of its binding requirements."""
    edges: dict[str, set[str]] = {}
    for requirement in requirements:
        if requirement.is_required:
            edges.setdefault(requirement.subject, set()).update(requirement.options)
    return edges


def _broader_edges(relations: Iterable[Relation]) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {}
    for relation in relations:
        if relation.type in ("broader", "part_of"):
            edges.setdefault(relation.subject, set()).add(relation.object)
    return edges


def _all_evidence(decoded: Decoded) -> Iterator[tuple[str, str, Evidence]]:
    """Every piece of evidence with the concept and the key that hold it."""
    for concept in decoded.concepts:
        for key, evidences in _evidence_of(concept):
            for evidence in evidences:
                yield concept.id, key, evidence
    for requirement in decoded.requirements:
        for evidence in requirement.evidence:
            yield requirement.subject, "requires", evidence
    for relation in decoded.relations:
        for evidence in relation.evidence:
            yield relation.subject, relation.type, evidence


def _evidence_of(concept: Concept) -> Iterator[tuple[str, Sequence[Evidence]]]:
    yield "source", concept.evidence
    for claim in concept.claims:
        yield f"claims.{claim.id}", claim.evidence
    for observation in concept.observations:
        yield "observations", observation.evidence
    if isinstance(concept, Competency):
        if concept.hours:
            yield "hours", concept.hours.evidence
        for near in concept.easier_with:
            yield "easier_with", near.evidence
    elif isinstance(concept, EducationPath):
        for key, quantity in (("hours", concept.hours), ("weeks", concept.weeks), ("price", concept.price)):
            if quantity:
                yield key, quantity.evidence
