"""The graph in the words of other vocabularies: every word is one of theirs, and means what its users expect."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, OWL, PROV, RDF, SDO, SKOS, VANN, VOID, Literal, URIRef

import mlcareer_graph
from mlcareer_graph import CareerGraph
from mlcareer_graph.model import RELATION_TYPES
from mlcareer_graph.ontology.mappings import VOCABULARIES
from mlcareer_graph.rdf import mapping_triples, vocabulary_triples
from mlcareer_graph.rdf.description import description_triples
from mlcareer_graph.rdf.standard import standard_triples
from mlcareer_graph.rdf.vocabulary import DATASET, ESCO, MLC, PREDICATES, PREFIXES, SKOSXL, Triple
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

BASE = "https://w3id.org/mlcareer/"
CLOSED = (SKOS, SDO, PROV, DCAT, VOID, DCTERMS, OWL, VANN)
ESCO_TERMS = {"Occupation", "Skill", "relatedEssentialSkill", "relatedOptionalSkill"}
"""From the documentation of the ESCO model, https://ec.europa.eu/esco/lod/static/model.html."""
SKOSXL_TERMS = {"Label", "altLabel", "literalForm"}
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "standard-vocabularies.md"


@pytest.fixture(scope="module")
def parts(shipped: CareerGraph) -> dict[str, list[Triple]]:
    """The shipped graph as triples, by part."""
    asserted, derived, mappings = asserted_triples(shipped), derived_triples(shipped), mapping_triples(shipped)
    description = description_triples(shipped, asserted, derived, mappings)
    return {"asserted": asserted, "derived": derived, "mappings": mappings, "description": description}


def _terms(triples: list[Triple]) -> set[str]:
    """The properties and classes in use."""
    return {
        str(term)
        for _, predicate, object_ in triples
        for term in (predicate, object_ if predicate == RDF.type else predicate)
    }


def test_every_term_is_one_of_its_vocabulary(parts: dict[str, list[Triple]]) -> None:
    """No property or class of SKOS, schema.org, PROV, DCAT, VoID, Dublin Core, OWL or ESCO is made up."""
    terms = set().union(*map(_terms, parts.values()))
    checked = 0
    for namespace in CLOSED:
        for term in terms:
            if term.startswith(str(namespace)):
                assert term in namespace, term
                checked += 1
    assert {term.removeprefix(ESCO) for term in terms if term.startswith(ESCO)} == ESCO_TERMS
    assert {term.removeprefix(SKOSXL) for term in terms if term.startswith(SKOSXL)} == SKOSXL_TERMS
    assert checked > 50
    assert "https://schema.org/skillz" not in SDO


def test_the_page_lists_every_term_where_it_is(parts: dict[str, list[Triple]]) -> None:
    """The reference page names each term of another vocabulary in the row of the part that it is in, and no other."""
    listed: dict[str, set[str]] = {}
    for row in re.findall(r"^\| (`.*?) \| .* \| (\w+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        listed.setdefault(row[1], set()).update(re.findall(r"`(\w+:\w+)`", row[0]))
    seen: set[str] = set()
    for name, triples in parts.items():
        used = {_short(term) for term in _terms(triples)} - seen
        others = {term for term in used if not term.startswith(("mlc:", "rdf:"))}
        assert others == listed[name] - seen, name
        seen |= others


def test_the_vocabulary_marks_what_is_derived(parts: dict[str, list[Triple]]) -> None:
    """Exactly the properties and classes of derived triples, but for relations both ways, are marked as derived."""
    both_ways = {PREDICATES[name] for name, type_ in RELATION_TYPES.items() if type_.symmetric}
    derived = {predicate for _, predicate, _ in parts["derived"]} - both_ways - {RDF.type}
    derived |= {object_ for _, predicate, object_ in parts["derived"] if predicate == RDF.type}
    marked = {subject for subject, predicate, _ in vocabulary_triples() if predicate == MLC["isDerived"]}
    assert derived == marked


def _short(iri: str) -> str:
    prefix = next(prefix for prefix, start in PREFIXES.items() if iri.startswith(start))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"


def _says(triples: list[Triple], name: str) -> set[tuple[URIRef, object]]:
    node = URIRef(BASE + name)
    return {(predicate, object_) for subject, predicate, object_ in triples if subject == node}


def test_a_course_as_schema_org_has_it() -> None:
    """A course has name, description, provider, what it teaches, its hours as a duration, and a stated price."""
    source = [{"ref": "page", "at": "L1"}]
    records = [
        {"id": "page", "kind": "source", "name": "A page"},
        {"id": "school", "kind": "organization", "name": "A school"},
        {"id": "algebra", "kind": "skill", "name": "Algebra"},
        {
            "id": "algebra-course",
            "kind": "education-path",
            "name": "Algebra in a week",
            "definition": "A course.",
            "path_kind": "course",
            "hours": {"low": 30, "likely": 40.5, "high": 50},
            "weeks": 1,
            "price": {"likely": 90, "currency": "EUR", "source": source},
            "teaches": ["algebra"],
            "offered_by": ["school"],
        },
        {"id": "dear-course", "kind": "education-path", "name": "Dear", "path_kind": "course", "price": 900},
        {"id": "camp", "kind": "education-path", "name": "Camp", "path_kind": "bootcamp", "hours": 80, "weeks": 2.5},
    ]
    triples = standard_triples(CareerGraph.from_dict({"concepts": records}))
    course = _says(triples, "education-path/algebra-course") - {(SKOS.topConceptOf, URIRef(f"{BASE}scheme"))}
    offer = URIRef(f"{BASE}offer/algebra-course")
    assert course == {
        (RDF.type, SDO.Course),
        (SDO.name, Literal("Algebra in a week", lang="en")),
        (SDO.description, Literal("A course.", lang="en")),
        (SDO.timeRequired, Literal("PT40H30M")),
        (SDO.teaches, URIRef(f"{BASE}skill/algebra")),
        (SDO.provider, URIRef(f"{BASE}organization/school")),
        (SDO.offers, offer),
    }
    assert _says(triples, "offer/algebra-course") == {
        (RDF.type, SDO.Offer),
        (SDO.price, Literal(90)),
        (SDO.priceCurrency, Literal("EUR")),
    }
    assert SDO.offers not in {predicate for predicate, _ in _says(triples, "education-path/dear-course")}
    camp = _says(triples, "education-path/camp")
    assert (RDF.type, SDO.EducationalOccupationalProgram) in camp
    assert (SDO.timeToComplete, Literal("P18D")) in camp


def test_a_role_as_esco_and_schema_org_have_it() -> None:
    """What a role needs without an alternative is essential, what it prefers or can replace is optional."""
    records = [
        *({"id": name, "kind": "skill", "name": name.title()} for name in ("sums", "maps", "talks", "rhymes")),
        {"id": "degree", "kind": "credential", "name": "Degree"},
        {
            "id": "teller",
            "kind": "role",
            "name": "Teller",
            "requires": [
                "sums",
                "degree",
                {"any_of": ["maps", "talks"], "at_least": 1},
                {"any_of": ["rhymes"], "strength": "preferred"},
            ],
        },
    ]
    role = _says(standard_triples(CareerGraph.from_dict({"concepts": records})), "role/teller")
    skills = {name: URIRef(f"{BASE}skill/{name}") for name in ("sums", "maps", "talks", "rhymes")}
    assert {object_ for predicate, object_ in role if predicate == SDO.skills} == {skills["sums"]}
    assert {object_ for predicate, object_ in role if predicate == ESCO["relatedEssentialSkill"]} == {skills["sums"]}
    optional = {object_ for predicate, object_ in role if predicate == ESCO["relatedOptionalSkill"]}
    assert optional == {skills["maps"], skills["talks"], skills["rhymes"]}
    assert (SDO.educationRequirements, URIRef(f"{BASE}credential/degree")) in role
    assert {(RDF.type, SDO.Occupation), (RDF.type, ESCO["Occupation"])} <= role


def test_skos_hierarchies_have_tops(rich: CareerGraph) -> None:
    """A concept of the scheme has something broader or is a top concept, and narrower is the inverse of broader."""
    triples = [*asserted_triples(rich), *derived_triples(rich)]
    in_scheme = {subject for subject, predicate, _ in triples if predicate == SKOS.inScheme}
    broader = {(subject, object_) for subject, predicate, object_ in triples if predicate == SKOS.broader}
    narrower = {(object_, subject) for subject, predicate, object_ in triples if predicate == SKOS.narrower}
    tops = {subject for subject, predicate, _ in triples if predicate == SKOS.topConceptOf}
    assert broader == narrower != set()
    assert tops == in_scheme - {subject for subject, _ in broader}
    assert tops == {object_ for _, predicate, object_ in triples if predicate == SKOS.hasTopConcept}


def test_related_concepts_are_not_above_one_another(shipped: CareerGraph) -> None:
    """No concept is related to one that is broader than it, at any distance, which SKOS rules out (S27)."""
    above: dict[str, set[str]] = {}
    for relation in shipped.relations:
        if relation.type == "broader":
            above.setdefault(relation.subject, set()).add(relation.object)
    related = [relation for relation in shipped.relations if relation.type == "related_to"]
    assert related
    for relation in related:
        for start, end in ((relation.subject, relation.object), (relation.object, relation.subject)):
            reached, todo = set(), [start]
            while todo:
                for broader in above.get(todo.pop(), set()) - reached:
                    reached.add(broader)
                    todo.append(broader)
            assert end not in reached, (start, end)


def test_evidence_leads_to_sources(rich: CareerGraph) -> None:
    """PROV leads from what is said to the source, and to the source behind it; a judgement leads to none."""
    triples = derived_triples(rich)
    claim = _says(triples, "claim/python__1")
    assert (PROV.wasDerivedFrom, URIRef(f"{BASE}source/guide")) in claim
    assert (PROV.hadPrimarySource, URIRef(f"{BASE}source/survey")) in claim
    assert not _says(triples, "effort/python")


def test_description_counts_what_is_there(parts: dict[str, list[Triple]], shipped: CareerGraph) -> None:
    """Every number of the description is the number of what it describes."""
    description = parts["description"]
    graphs = {name: URIRef(f"{BASE}graph/{name}") for name in ("asserted", "derived", "mappings")}
    counts = {subject: int(object_) for subject, predicate, object_ in description if predicate == VOID.triples}
    for name, graph in graphs.items():
        assert counts.pop(graph) == len(set(parts[name])), name
    assert counts.pop(DATASET) == sum(len(set(parts[name])) for name in graphs)
    assert sum(counts.values()) == len(set(parts["mappings"]))
    assert all("/linkset/" in str(linkset) for linkset in counts)
    starts = {str(object_) for subject, predicate, object_ in description if predicate == VOID.uriSpace}
    assert starts - {BASE} <= set(filter(None, VOCABULARIES.values()))
    entities = {subject: int(object_) for subject, predicate, object_ in description if predicate == VOID.entities}
    assert entities.pop(DATASET) == len(shipped) == sum(entities.values())
    assert entities[URIRef(f"{BASE}partition/role")] == len(shipped.roles)
    assert (DATASET, OWL.versionInfo, Literal(mlcareer_graph.__version__)) in description
    license_ = URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert (DATASET, DCTERMS.license, license_) in description


def test_a_checkout_that_is_not_installed_has_no_version(shipped: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no package is installed the description says no version, and all the rest."""

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("mlcareer_graph.rdf.description.version", missing)
    predicates = {predicate for _, predicate, _ in description_triples(shipped, [], [])}
    assert DCTERMS.license in predicates
    assert OWL.versionInfo not in predicates


def test_a_graph_of_others_gets_no_licence(rich: CareerGraph) -> None:
    """Of a graph that is not the shipped one the numbers are given, and neither title nor licence nor version."""
    description = description_triples(rich, asserted_triples(rich), derived_triples(rich))
    predicates = {predicate for _, predicate, _ in description}
    assert VOID.triples in predicates
    assert not predicates & {DCTERMS.title, DCTERMS.license, DCTERMS.creator, OWL.versionInfo, DCAT.distribution}
