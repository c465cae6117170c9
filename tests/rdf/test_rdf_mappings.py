"""The mappings as triples: what they join, and where a file keeps them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import SKOS

from mlcareer_graph import CareerGraph
from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.mappings import VOCABULARIES, read_mappings
from mlcareer_graph.rdf import mapping_triples, read_graph, save_graph
from mlcareer_graph.rdf.formats import FORMATS

MAPPINGS = "https://w3id.org/mlcareer/graph/mappings"
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


def _python() -> CareerGraph:
    return CareerGraph.from_dict({"concepts": [{"id": "python", "kind": "technology", "name": "Python"}]})


def test_each_mapping_with_an_address_is_a_triple(shipped: CareerGraph) -> None:
    """Each mapping of the shipped graph that leads to an address is one triple, and no other is."""
    triples = mapping_triples(shipped)
    mappings = [mapping for own in read_mappings(ontology_folder()).values() for mapping in own if mapping.iri]
    assert len(triples) == len(set(triples)) == len(mappings) > 0
    assert {str(subject) for subject, _, _ in triples} <= {concept.iri for concept in shipped.values()}
    assert {predicate for _, predicate, _ in triples} <= MATCHES
    starts = tuple(start for start in VOCABULARIES.values() if start)
    assert all(str(object_).startswith(starts) for _, _, object_ in triples)


def test_only_concepts_of_the_graph_are_mapped() -> None:
    """A graph gets the mappings of its own concepts alone, without those that lead to no address."""
    triples = mapping_triples(_python())
    assert {str(subject) for subject, _, _ in triples} == {"https://w3id.org/mlcareer/technology/python"}
    vocabularies = {mapping.vocabulary for mapping in read_mappings(ontology_folder())["python"]}
    assert "onet.technology" in vocabularies
    assert len(triples) == len([m for m in read_mappings(ontology_folder())["python"] if m.iri]) > 0


def test_n_quads_keep_mappings_apart(tmp_path: Path) -> None:
    """In N-Quads the mappings, and no others, are in a graph of their own."""
    graph = _python()
    triples = mapping_triples(graph)
    save_graph(graph, tmp_path / "graph.nq", mappings=triples)
    quads = pyoxigraph.parse(path=tmp_path / "graph.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    apart = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in quads
        if quad.graph_name.value == MAPPINGS
    }
    assert apart == {(str(subject), str(predicate), str(object_)) for subject, predicate, object_ in triples}


def test_mappings_are_written_only_when_given(tmp_path: Path) -> None:
    """A file has no match in it unless mappings are given."""
    save_graph(_python(), tmp_path / "graph.nq")
    text = (tmp_path / "graph.nq").read_text(encoding="utf-8")
    assert "Match>" not in text
    assert MAPPINGS not in text


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_file_with_mappings_is_read_back(suffix: str, tmp_path: Path) -> None:
    """Every syntax holds the mappings, and the graph that is read from it is the same as without."""
    graph = _python()
    path = tmp_path / f"graph{suffix}"
    triples = mapping_triples(graph)
    save_graph(graph, path, mappings=triples)
    assert set(triples) <= {quad[:3] for quad in FORMATS[suffix].read(path.read_bytes(), DEFAULT_LIMITS)}
    assert read_graph(path) == graph
