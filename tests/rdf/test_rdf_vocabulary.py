"""The vocabulary is as large as the data: every term has a use, and every use has a term."""

from __future__ import annotations

import json
import re
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from mlcareer_graph import CareerGraph
from mlcareer_graph.model import RELATION_TYPES, Level
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf import to_rdf
from mlcareer_graph.rdf.vocabulary import LEVELS, MLC, PREDICATES

ONTOLOGY = URIRef("https://w3id.org/mlcareer/ontology")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    """The vocabulary."""
    return rdflib.Graph().parse(ontology_folder() / "mlcareer.ttl", format="turtle")


def _own(ontology: rdflib.Graph, *types: URIRef) -> set[URIRef]:
    return {
        term
        for type_ in types
        for term in ontology.subjects(RDF.type, type_)
        if isinstance(term, URIRef) and term.startswith(MLC)
    }


def test_every_class_has_an_instance(ontology: rdflib.Graph, shipped_rdf: rdflib.Graph) -> None:
    """Each class has an instance in the shipped graph, its own or that of a subclass."""
    instantiated = set()
    for class_ in set(shipped_rdf.objects(None, RDF.type)):
        instantiated |= set(ontology.transitive_objects(class_, RDFS.subClassOf))
    assert _own(ontology, OWL.Class) - instantiated == set()


def test_every_property_has_a_use(ontology: rdflib.Graph, shipped_rdf: rdflib.Graph) -> None:
    """Each property is used in the shipped graph, and each annotation property in the ontology."""
    used = set(shipped_rdf.predicates())
    assert _own(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) - used == set()
    assert _own(ontology, OWL.AnnotationProperty) - set(ontology.predicates()) == set()


def test_every_term_in_use_is_declared(ontology: rdflib.Graph, shipped_rdf: rdflib.Graph, rich: CareerGraph) -> None:
    """Neither the shipped graph nor one that uses every feature needs a term that is not declared."""
    declared = set(ontology.subjects(RDFS.isDefinedBy, ONTOLOGY))
    for rdf in (shipped_rdf, to_rdf(rich)):
        used = {term for triple in rdf for term in triple if isinstance(term, URIRef) and term.startswith(MLC)}
        assert used - declared == set()


def test_every_term_is_described(ontology: rdflib.Graph) -> None:
    """Each own term has one English label and one English definition that ends with a full stop."""
    own = {term for term in ontology.subjects() if isinstance(term, URIRef) and term.startswith(MLC)}
    assert len(own) > 50
    for term in own:
        labels, definitions = (
            list(ontology.objects(term, RDFS.label)),
            list(ontology.objects(term, SKOS.definition)),
        )
        assert [label.language for label in labels] == ["en"], term
        assert [definition.language for definition in definitions] == ["en"], term
        assert str(definitions[0]).endswith("."), term
        assert (term, RDFS.isDefinedBy, ONTOLOGY) in ontology


def test_labels_and_definitions_are_unique(ontology: rdflib.Graph) -> None:
    """No two classes and no two properties share a label, and no two terms a definition."""
    for types in ((OWL.Class,), (OWL.ObjectProperty, OWL.DatatypeProperty)):
        labels = [str(ontology.value(term, RDFS.label)) for term in _own(ontology, *types)]
        assert len(labels) == len(set(labels))
    definitions = [str(text) for text in ontology.objects(None, SKOS.definition)]
    assert len(definitions) == len(set(definitions))


def test_names_follow_the_convention(ontology: rdflib.Graph) -> None:
    """Classes begin with a capital letter, properties with a small one."""
    for class_ in _own(ontology, OWL.Class):
        assert re.fullmatch(r"[A-Z][A-Za-z]*", class_.removeprefix(MLC))
    for property_ in _own(ontology, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        assert re.fullmatch(r"[a-z][A-Za-z]*", property_.removeprefix(MLC))


def test_header_is_complete(ontology: rdflib.Graph) -> None:
    """The ontology names its title, description, licence, creator and version."""
    dcterms = rdflib.DCTERMS
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ontology
    for predicate in (dcterms.title, dcterms.description, dcterms.creator, OWL.versionInfo):
        assert ontology.value(ONTOLOGY, predicate)
    assert ontology.value(ONTOLOGY, dcterms.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    version = ontology.value(ONTOLOGY, OWL.versionInfo)
    assert ontology.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")


def test_symmetric_relations_are_declared_so(ontology: rdflib.Graph) -> None:
    """The ontology and the model agree on which relations hold both ways."""
    symmetric = set(ontology.subjects(RDF.type, OWL.SymmetricProperty))
    for name, type_ in RELATION_TYPES.items():
        if PREDICATES[name].startswith(MLC):
            assert (PREDICATES[name] in symmetric) == type_.symmetric, name


def test_levels_rank_as_in_the_model(ontology: rdflib.Graph, shipped_rdf: rdflib.Graph) -> None:
    """The ranks of the levels are those of the model, in the ontology and in the data."""
    for level in Level:
        for graph in (ontology, shipped_rdf):
            assert int(str(graph.value(LEVELS[level], MLC["rank"]))) == level


def test_data_is_consistent_with_the_ontology(ontology: rdflib.Graph, rich: CareerGraph) -> None:
    """An OWL 2 RL reasoner finds no contradiction, and infers what SKOS tools look for."""
    graph = to_rdf(rich) + ontology
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = list(graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    assert not errors
    python = URIRef("https://w3id.org/mlcareer/technology/python")
    assert (python, RDF.type, SKOS.Concept) in graph
    assert (python, RDF.type, MLC["Competency"]) in graph
    for kind in ("source/guide", "organization/university"):
        assert (URIRef(f"https://w3id.org/mlcareer/{kind}"), RDF.type, SKOS.Concept) not in graph


def test_context_names_every_property(shipped_rdf: rdflib.Graph, rich: CareerGraph) -> None:
    """The JSON-LD context has a short name for every property in use but the numbers of a list."""
    context = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    prefixes = {name: iri for name, iri in context.items() if isinstance(iri, str)}
    named = set()
    for definition in context.values():
        if isinstance(definition, dict):
            prefix, _, rest = definition["@id"].partition(":")
            named.add(URIRef(prefixes[prefix] + rest))
    used = {*shipped_rdf.predicates(), *to_rdf(rich).predicates()} - {RDF.type}
    assert {predicate for predicate in used - named if not predicate.startswith(f"{RDF}_")} == set()
    assert {predicate for predicate in named if predicate.startswith(MLC)} <= used


def test_shapes_name_declared_terms_only(ontology: rdflib.Graph) -> None:
    """The shapes speak of no term that the ontology does not have."""
    text = (Path(ontology_folder()) / "shapes.ttl").read_text(encoding="utf-8")
    names = set(re.findall(r"\bmlc:([A-Za-z][A-Za-z-]*)", text))
    declared = {term.removeprefix(MLC) for term in ontology.subjects(RDFS.isDefinedBy, ONTOLOGY)}
    assert names - declared == set()
