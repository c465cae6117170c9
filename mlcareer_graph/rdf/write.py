"""From a career graph to RDF.

Every node has an IRI, also the statements (requirements, claims, evidence, ...), so that the same graph
always gives the same triples. What a tuple's order says is kept too: nodes carry ``mlc:position``, and
several options of a requirement are numbered by ``rdf:_1``, ``rdf:_2`` beside ``mlc:option``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import (
    BASE_IRI,
    RELATION_TYPES,
    Claim,
    Competency,
    Concept,
    Credential,
    EasierWith,
    EducationPath,
    Estimate,
    Evidence,
    LearningEffort,
    Level,
    Observation,
    Quantity,
    Relation,
    Requirement,
    Source,
    concept_iri,
    is_slug,
)
from mlcareer_graph.rdf.standard import provenance_triples, standard_triples
from mlcareer_graph.rdf.vocabulary import (
    HAS_ALTERNATIVE_PREREQUISITE,
    HAS_PREREQUISITE,
    LEVELS,
    MLC,
    OUTSIDE_SCHEME,
    PATH_KIND_TERMS,
    PREDICATES,
    PREFIXES,
    SCHEMA,
    SCHEME,
    SKOSXL,
    STRENGTHS,
    Triple,
    class_of,
    nth,
    number_literal,
    statement_iri,
)

_TYPE = RDF.type

_Place: TypeAlias = tuple[int, int]
"""A number, counted from 1, and how many there are."""


def to_rdf(graph: CareerGraph) -> Graph:
    """The graph as RDF: what it states, and the derived triples that make it easy to query.

    Example:
        >>> from mlcareer_graph import CareerGraph
        >>> calculus = {"id": "calculus", "kind": "skill", "name": "Calculus"}
        >>> graph = CareerGraph.from_dict({"concepts": [calculus]})
        >>> print(to_rdf(graph).value(predicate=RDF.type, object=MLC["Skill"]))
        https://w3id.org/mlcareer/skill/calculus
    """
    rdf = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        rdf.bind(prefix, namespace)
    asserted = asserted_triples(graph)
    for triple in (*asserted, *derived_triples(graph, asserted)):
        rdf.add(triple)
    return rdf


def asserted_triples(graph: CareerGraph) -> list[Triple]:
    """What the graph states; it can be read back from these alone."""
    writer = _Writer(graph)
    writer.scheme()
    requirements: dict[str, list[Requirement]] = {}
    for requirement in graph.all_requirements:
        requirements.setdefault(requirement.subject, []).append(requirement)
    for concept in graph.values():
        writer.concept(concept)
        writer.requirements(concept, requirements.get(concept.id, []))
    for relation in graph.relations:
        writer.relation(relation)
    return writer.triples


def derived_triples(graph: CareerGraph, asserted: Sequence[Triple] = ()) -> list[Triple]:
    """What follows from the statements and is written for those who query.

    That is prerequisites, the other direction of symmetric relations, and the graph in the words of SKOS, schema.org,
    the ESCO model and PROV. Apart from the symmetric relations, no derived triple has a property that statements have.

    Args:
        graph: The graph.
        asserted: What `asserted_triples` gives of it, for whoever has asked already.
    """
    iris = _iris(graph)
    triples: list[Triple] = []
    for requirement in graph.all_requirements:
        if requirement.is_required:
            needs_all = requirement.at_least == len(requirement.options)
            predicate = HAS_PREREQUISITE if needs_all else HAS_ALTERNATIVE_PREREQUISITE
            subject = iris[requirement.subject]
            triples.extend((subject, predicate, iris[option]) for option in requirement.options)
    triples.extend(
        (iris[relation.object], PREDICATES[relation.type], iris[relation.subject])
        for relation in graph.relations
        if RELATION_TYPES[relation.type].symmetric
    )
    return [*triples, *standard_triples(graph), *provenance_triples(asserted or asserted_triples(graph))]


def _iris(graph: CareerGraph) -> dict[str, URIRef]:
    return {concept.id: URIRef(concept.iri) for concept in graph.values()}


def _english(text: str) -> Literal:
    return Literal(text, lang="en")


class _Writer:
    """Collects the triples of one graph."""

    def __init__(self, graph: CareerGraph) -> None:
        self.triples: list[Triple] = []
        self.iris = _iris(graph)

    def add(self, subject: URIRef, predicate: URIRef, object_: URIRef | Literal) -> None:
        self.triples.append((subject, predicate, object_))

    def add_text(self, subject: URIRef, predicate: URIRef, text: str | None) -> None:
        if text:
            self.add(subject, predicate, Literal(text))

    def add_english(self, subject: URIRef, predicate: URIRef, text: str | None) -> None:
        if text:
            self.add(subject, predicate, _english(text))

    def add_node(
        self, subject: URIRef, predicate: URIRef, node: URIRef, class_: URIRef, place: _Place = (1, 1)
    ) -> None:
        """A node that hangs on a subject, with its place among so many, if there is more than one."""
        self.add(subject, predicate, node)
        self.add(node, _TYPE, class_)
        self.add_position(node, place)

    def add_position(self, node: URIRef, place: _Place) -> None:
        number, total = place
        if total > 1:
            self.add(node, MLC["position"], number_literal(number))

    def add_ordered(self, subject: URIRef, predicate: URIRef, objects: Sequence[URIRef]) -> None:
        """Several objects, numbered if there is more than one."""
        for number, object_ in enumerate(objects, 1):
            self.add(subject, predicate, object_)
            if len(objects) > 1:
                self.add(subject, nth(number), object_)

    # ------------------------------------------------------------------ terms

    def scheme(self) -> None:
        """The concept scheme and the levels, strengths and kinds of path that statements refer to."""
        self.add(SCHEME, RDF.type, SKOS.ConceptScheme)
        self.add(SCHEME, SKOS.prefLabel, _english("Machine learning careers"))
        for level, term in LEVELS.items():
            self.add(term, RDF.type, MLC["Level"])
            self.add(term, MLC["rank"], number_literal(int(level)))
            self.add(term, SKOS.prefLabel, _english(str(level)))
        for strength, term in STRENGTHS.items():
            self.add(term, RDF.type, MLC["Strength"])
            self.add(term, SKOS.prefLabel, _english(str(strength)))
        for kind, term in PATH_KIND_TERMS.items():
            self.add(term, RDF.type, MLC["PathKind"])
            self.add(term, SKOS.prefLabel, _english(kind))

    # ------------------------------------------------------------------ concepts

    def concept(self, concept: Concept) -> None:
        """A concept with everything that its own record holds."""
        node = self.iris[concept.id]
        self.add(node, RDF.type, class_of(concept.kind))
        if concept.kind not in OUTSIDE_SCHEME:
            self.add(node, RDF.type, SKOS.Concept)
            self.add(node, SKOS.inScheme, SCHEME)
        self.add_text(node, DCTERMS.identifier, concept.id)
        self.add_english(node, SKOS.prefLabel, concept.name)
        for tag, label in concept.labels:
            self.add(node, SKOS.prefLabel, Literal(label, lang=tag))
        self.add_english(node, SKOS.definition, concept.definition)
        self._aliases(node, concept)
        self._evidence(node, concept.evidence)
        self._claims(node, concept)
        for number, observation in enumerate(concept.observations, 1):
            self._observation(node, concept.id, observation, (number, len(concept.observations)))
        if isinstance(concept, Competency):
            if concept.hours is not None:
                self._effort(node, concept.id, concept.hours)
            for number, near in enumerate(concept.easier_with, 1):
                self._easier_with(node, concept.id, near, (number, len(concept.easier_with)))
        elif isinstance(concept, EducationPath):
            self.add(node, MLC["pathKind"], PATH_KIND_TERMS[concept.path_kind])
            for key in ("hours", "weeks", "price"):
                self._quantity(node, concept.id, key, getattr(concept, key))
            if concept.checked is not None:
                # OWL 2 knows moments, not days.
                moment = f"{concept.checked.isoformat()}T00:00:00Z"
                self.add(node, MLC["checked"], Literal(moment, datatype=XSD.dateTime))
        elif isinstance(concept, Credential) and concept.eqf_level is not None:
            self.add(node, MLC["eqfLevel"], number_literal(concept.eqf_level))
        elif isinstance(concept, Source) and concept.url:
            self.add(node, SCHEMA["url"], Literal(concept.url, datatype=XSD.anyURI))

    def _aliases(self, node: URIRef, concept: Concept) -> None:
        total = len(concept.aliases)
        for number, alias in enumerate(concept.aliases, 1):
            self.add(node, SKOS.altLabel, _english(alias))
            if total > 1:
                label = statement_iri("label", f"{concept.id}-{number}")
                self.add_node(node, SKOSXL["altLabel"], label, SKOSXL["Label"], (number, total))
                self.add(label, SKOSXL["literalForm"], _english(alias))

    def _claims(self, node: URIRef, concept: Concept) -> None:
        iris: dict[str, URIRef] = {}
        total = len(concept.claims)
        for number, claim in enumerate(concept.claims, 1):
            readable = is_slug(claim.id) and claim.id not in iris
            name = f"{concept.id}_{claim.id}" if readable else f"{concept.id}__{number}"
            iri = statement_iri("claim", name)
            self.add_node(node, MLC["claim"], iri, MLC["Claim"], (number, total))
            iris.setdefault(claim.id, iri)
            self._claim(iri, claim)
        for claim in concept.claims:
            self.add_ordered(iris[claim.id], MLC["contradicts"], [iris[other] for other in claim.contradicts])

    def _claim(self, iri: URIRef, claim: Claim) -> None:
        self.add_text(iri, DCTERMS.identifier, claim.id)
        self.add_english(iri, MLC["statement"], claim.statement)
        self.add_text(iri, MLC["stage"], claim.stage)
        self._evidence(iri, claim.evidence)

    def _observation(self, node: URIRef, subject: str, observation: Observation, place: _Place) -> None:
        iri = statement_iri("observation", f"{subject}-{place[0]}")
        self.add_node(node, MLC["observation"], iri, MLC["Observation"], place)
        self.add(iri, MLC["value"], number_literal(observation.value))
        for key in ("measure", "unit", "statistic", "region", "stage"):
            self.add_text(iri, MLC[key], getattr(observation, key))
        self._evidence(iri, observation.evidence)

    # ------------------------------------------------------------------ numbers

    def _effort(self, node: URIRef, subject: str, effort: LearningEffort) -> None:
        iri = statement_iri("effort", subject)
        self.add_node(node, MLC["studyEffort"], iri, MLC["LearningEffort"])
        for level, estimate in effort.by_level:
            part = statement_iri("effort", f"{subject}_{level}")
            self.add_node(iri, MLC["hoursToLevel"], part, MLC["LevelHours"])
            self.add(part, MLC["level"], LEVELS[level])
            self._estimate(part, estimate)
        self._evidence(iri, effort.evidence)

    def _quantity(self, node: URIRef, subject: str, key: str, quantity: Quantity | None) -> None:
        if quantity is None:
            return
        iri = statement_iri("quantity", f"{subject}_{key}")
        self.add_node(node, MLC["takes"], iri, MLC["Quantity"])
        self._estimate(iri, quantity.estimate)
        self.add_text(iri, MLC["unit"], quantity.unit if key == "price" else key)
        self._evidence(iri, quantity.evidence)

    def _estimate(self, iri: URIRef, estimate: Estimate) -> None:
        for key in ("low", "likely", "high"):
            self.add(iri, MLC[key], number_literal(getattr(estimate, key)))

    # ------------------------------------------------------------------ between concepts

    def _easier_with(self, node: URIRef, subject: str, near: EasierWith, place: _Place) -> None:
        iri = statement_iri("easier-with", f"{subject}-{place[0]}")
        self.add_node(node, MLC["easierWith"], iri, MLC["EasierWith"], place)
        self.add(iri, MLC["know"], self.iris[near.know])
        self.add(iri, MLC["level"], LEVELS[near.level])
        self.add(iri, MLC["saves"], number_literal(near.saves))
        self._evidence(iri, near.evidence)

    def requirements(self, concept: Concept, requirements: Sequence[Requirement]) -> None:
        """What a concept needs, in order."""
        for number, requirement in enumerate(requirements, 1):
            iri = statement_iri("requirement", f"{concept.id}-{number}")
            self.add(iri, RDF.type, MLC["Requirement"])
            self.add(iri, MLC["requirementOf"], self.iris[concept.id])
            self.add_position(iri, (number, len(requirements)))
            self.add_ordered(iri, MLC["option"], [self.iris[option] for option in requirement.options])
            self.add(iri, MLC["atLeast"], number_literal(requirement.at_least))
            self.add(iri, MLC["level"], LEVELS[requirement.level])
            self.add(iri, MLC["strength"], STRENGTHS[requirement.strength])
            self.add(iri, MLC["appliesFrom"], LEVELS[requirement.applies_from])
            self._evidence(iri, requirement.evidence)

    def relation(self, relation: Relation) -> None:
        """A plain triple, and a statement about it that carries its level and evidence."""
        subject, predicate, object_ = (
            self.iris[relation.subject],
            PREDICATES[relation.type],
            self.iris[relation.object],
        )
        self.add(subject, predicate, object_)
        if not relation.evidence and relation.level is None:
            return
        name = f"{relation.subject}_{relation.type.replace('_', '-')}_{relation.object}"
        iri = statement_iri("relation", name)
        self.add(iri, RDF.type, MLC["Relation"])
        self.add(iri, RDF.subject, subject)
        self.add(iri, RDF.predicate, predicate)
        self.add(iri, RDF.object, object_)
        if isinstance(relation.level, Level):
            self.add(iri, MLC["level"], LEVELS[relation.level])
        self._evidence(iri, relation.evidence)

    def _evidence(self, owner: URIRef, evidence: Sequence[Evidence]) -> None:
        name = owner.removeprefix(BASE_IRI).replace("/", "_")
        for number, item in enumerate(evidence, 1):
            iri = statement_iri("evidence", f"{name}_{number}")
            class_ = MLC["CuratorJudgement" if item.is_curated else "Citation"]
            self.add_node(owner, MLC["evidence"], iri, class_, (number, len(evidence)))
            if not item.is_curated:
                self.add(iri, MLC["source"], URIRef(concept_iri("source", item.source)))
            if item.citing:
                self.add(iri, MLC["citing"], URIRef(concept_iri("source", item.citing)))
            self.add_text(iri, MLC["locator"], item.at)
            self.add_english(iri, MLC["reason"], item.because)
