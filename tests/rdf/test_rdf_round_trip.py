"""What is written as RDF is read back equal, in every syntax."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hostile_graph import LANGUAGES, NOT_IN_XML, NUMBERS, TEXTS, differences, hostile_graph
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import BNode

from mlcareer_graph import CareerGraph, SaveError, load_graph
from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.rdf import from_rdf, mapping_triples, read_graph, save_graph, to_rdf, vocabulary_triples
from mlcareer_graph.rdf.description import description_triples
from mlcareer_graph.rdf.formats import FORMATS
from mlcareer_graph.rdf.vocabulary import HAS_ALTERNATIVE_PREREQUISITE, HAS_PREREQUISITE, MLC, Triple
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

SUFFIXES = sorted(FORMATS)
IRI = "https://w3id.org/mlcareer/"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_feature_survives_a_file(rich: CareerGraph, tmp_path: Path, suffix: str) -> None:
    """A graph that uses everything the schema offers comes back equal, and writes the same records."""
    path = tmp_path / f"graph{suffix}"
    rich.save(path)
    graph = load_graph(path)
    assert graph == rich
    assert graph.to_dict() == rich.to_dict()


def test_shipped_graph_survives_rdf(shipped: CareerGraph, shipped_rdf: rdflib.Graph) -> None:
    """The shipped graph comes back equal from its triples."""
    graph = from_rdf(shipped_rdf)
    assert graph == shipped
    assert graph.to_dict() == shipped.to_dict()


@pytest.fixture(scope="module")
def expected(shipped: CareerGraph, shipped_rdf: rdflib.Graph) -> set[Triple]:
    """Every triple that a file of the shipped graph holds."""
    asserted, derived, mappings = asserted_triples(shipped), derived_triples(shipped), mapping_triples(shipped)
    description = description_triples(shipped, asserted, derived, mappings)
    assert set(shipped_rdf) == {*asserted, *derived}
    return {*asserted, *derived, *mappings, *description, *vocabulary_triples()}


def _without_blank(triples: Iterable[Triple]) -> set[Triple]:
    return {triple for triple in triples if not any(isinstance(term, BNode) for term in triple)}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_syntax_holds_the_same_triples(
    expected: set[Triple], shipped_files: dict[str, Path], suffix: str
) -> None:
    """What is read from a file of the shipped graph are the triples that were written, in every syntax."""
    found = {quad[:3] for quad in FORMATS[suffix].read(shipped_files[suffix].read_bytes(), DEFAULT_LIMITS)}
    assert not _without_blank(found ^ expected)
    assert len(found) == len(expected)


def test_no_blank_nodes(shipped_rdf: rdflib.Graph) -> None:
    """Every node has an IRI, so that files can be compared line by line."""
    assert not any(isinstance(term, BNode) for triple in shipped_rdf for term in triple)


def test_numbers_keep_their_type(rich: CareerGraph) -> None:
    """Whole numbers stay whole and the others stay floats."""
    values = [observation.value for observation in from_rdf(to_rdf(rich))["python"].observations]
    assert [(type(value), value) for value in values] == [(int, 109143), (float, 0.1)]


def test_derived_triples_are_ignored(rich: CareerGraph) -> None:
    """A reader needs the asserted triples alone, and a false derived triple changes nothing."""
    asserted = rdflib.Graph()
    for triple in asserted_triples(rich):
        asserted.add(triple)
    assert HAS_PREREQUISITE not in set(asserted.predicates())
    assert from_rdf(asserted) == rich
    asserted.add((MLC["nobody"], HAS_PREREQUISITE, MLC["nothing"]))
    assert from_rdf(asserted) == rich


def test_prerequisites_tell_needs_from_alternatives(rich: CareerGraph) -> None:
    """A prerequisite without an alternative, one with alternatives and a preferred one can be told apart."""
    rdf = to_rdf(rich)
    keras = rdflib.URIRef(f"{IRI}technology/keras")
    needed = {str(iri).rpartition("/")[2] for iri in rdf.objects(keras, HAS_PREREQUISITE)}
    alternative = {str(iri).rpartition("/")[2] for iri in rdf.objects(keras, HAS_ALTERNATIVE_PREREQUISITE)}
    assert needed == {"python", "julia", "coding"}
    assert alternative == {"python", "julia", "coding"}
    engineer = rdflib.URIRef(f"{IRI}role/ml-engineer")
    assert len(set(rdf.objects(engineer, HAS_PREREQUISITE))) == 2
    assert not set(rdf.objects(engineer, HAS_ALTERNATIVE_PREREQUISITE))


def test_n_quads_keep_derived_triples_apart(rich: CareerGraph, tmp_path: Path) -> None:
    """In N-Quads the derived triples, and no others, are in a graph of their own."""
    path = tmp_path / "graph.nq"
    save_graph(rich, path)
    quads = list(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_QUADS))
    derived = {quad.predicate.value for quad in quads if quad.graph_name.value == f"{IRI}graph/derived"}
    asserted = {quad.predicate.value for quad in quads if quad.graph_name.value == f"{IRI}graph/asserted"}
    assert str(HAS_PREREQUISITE) in derived - asserted
    assert str(MLC["requirementOf"]) in asserted - derived
    names = {f"{IRI}graph/{name}" for name in ("asserted", "derived", "description")}
    assert {quad.graph_name.value for quad in quads} == names


def test_bytes_do_not_depend_on_the_order_of_input(rich: CareerGraph, tmp_path: Path) -> None:
    """Concepts and relations given in another order make the same file."""
    records = [dict(record) for record in rich.to_dict()["concepts"]]
    random.Random(7).shuffle(records)
    other = CareerGraph.from_dict({"concepts": records})
    for suffix in SUFFIXES:
        save_graph(rich, tmp_path / f"one{suffix}")
        save_graph(other, tmp_path / f"two{suffix}")
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_bytes_do_not_depend_on_the_hash_seed(rich: CareerGraph, tmp_path: Path) -> None:
    """Processes with different hash seeds write the same bytes in every syntax."""
    script = (
        "import hashlib, json, pathlib, sys\n"
        "from mlcareer_graph import CareerGraph\n"
        "from mlcareer_graph.rdf.formats import FORMATS\n"
        "graph = CareerGraph.from_dict(json.load(sys.stdin))\n"
        "for suffix in sorted(FORMATS):\n"
        "    path = pathlib.Path(sys.argv[1] + suffix)\n"
        "    graph.save(path)\n"
        "    print(suffix, hashlib.sha256(path.read_bytes()).hexdigest())\n"
    )
    outputs = set()
    for seed in ("0", "1", "4711"):
        result = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)],
            input=json.dumps(rich.to_dict()),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(result.stdout)
    here = "".join(f"{suffix} {_digest(rich, tmp_path / f'here{suffix}')}\n" for suffix in SUFFIXES)
    assert outputs == {here}


def _digest(graph: CareerGraph, path: Path) -> str:
    save_graph(graph, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def hostile() -> CareerGraph:
    """A graph of hostile texts."""
    return hostile_graph(TEXTS, NUMBERS, LANGUAGES)


@pytest.fixture(scope="module")
def hostile_in_xml() -> CareerGraph:
    """One of those that XML can hold."""
    return hostile_graph([text for text in TEXTS if text not in NOT_IN_XML], NUMBERS, LANGUAGES)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq.gz", ".trig", ".jsonld"])
def test_hostile_texts_survive(hostile: CareerGraph, suffix: str) -> None:
    """Quotes, line ends, control characters and characters that turn text around come back from every field."""
    _assert_survives(hostile, suffix)


def test_hostile_texts_survive_xml(hostile_in_xml: CareerGraph) -> None:
    """All texts that XML can hold come back from RDF/XML as they were."""
    _assert_survives(hostile_in_xml, ".rdf")


@pytest.mark.parametrize("text", NOT_IN_XML)
def test_what_xml_cannot_hold_is_told(tmp_path: Path, text: str) -> None:
    """A control character is an error of one sentence that says which, and no file is written."""
    with pytest.raises(SaveError, match=r"XML cannot hold the character U\+[0-9A-F]{4}") as caught:
        save_graph(hostile_graph([text]), tmp_path / "graph.rdf")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_english_of_a_country_is_a_label_beside_the_name(tmp_path: Path) -> None:
    """The name is the label in plain English; without one it is that of a country, and no label."""
    path = tmp_path / "labels.ttl"
    for labels, expected in (
        ('"colour"@en-GB, "color"@en', ("color", (("en-GB", "colour"),))),
        ('"colour"@en-GB, "Farbe"@de', ("colour", (("de", "Farbe"),))),
    ):
        path.write_text(
            "@prefix mlc: <https://w3id.org/mlcareer/ontology#> .\n"
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
            f"<https://w3id.org/mlcareer/skill/colour> a mlc:Skill ; skos:prefLabel {labels} .",
            encoding="utf-8",
        )
        concept = read_graph(path)["colour"]
        assert (concept.name, concept.labels) == expected


@settings(max_examples=25, deadline=None)
@given(
    value=st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    hours=st.one_of(st.integers(0, 10**20), st.floats(0, 1e100)),
    saves=st.floats(0, 1, exclude_min=True, exclude_max=True),
)
@example(value=-0.0, hours=5e-324, saves=math.nextafter(1, 0))
def test_all_numbers_survive(value: float, hours: float, saves: float) -> None:
    """Every finite number comes back with all its digits, in a syntax of each family."""
    easier = [{"know": "a", "saves": saves}]
    records = [
        {
            "id": "a",
            "kind": "skill",
            "name": "A",
            "observations": [{"measure": "m", "value": value, "unit": "u"}],
        },
        {"id": "b", "kind": "skill", "name": "B", "hours": hours, "easier_with": easier},
    ]
    for suffix in (".ttl", ".jsonld", ".rdf"):
        _assert_survives(CareerGraph.from_dict({"concepts": records}), suffix)


def _assert_survives(graph: CareerGraph, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{suffix}"
        save_graph(graph, path)
        read = read_graph(path)
    assert read == graph
    assert differences(read, graph) == {}


def test_hidden_characters_are_written_as_escapes(tmp_path: Path) -> None:
    """Characters that change the direction of text stand in the file as escapes that a reviewer sees."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "a\u202eb\u200b"}]})
    for suffix in (".ttl", ".nt", ".nq"):
        path = tmp_path / f"graph{suffix}"
        save_graph(graph, path)
        assert '"a\\u202Eb\\u200B"@en' in path.read_text(encoding="utf-8")


def test_texts_written_by_hand(tmp_path: Path) -> None:
    """Turtle from an editor may use blank nodes, other IRIs, plain texts and leave out what has a default."""
    path = tmp_path / "acme.ttl"
    path.write_text(
        """
        @prefix mlc: <https://w3id.org/mlcareer/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix acme: <https://acme.example/skills/> .
        @prefix technology: <https://w3id.org/mlcareer/technology/> .

        acme:forecasting a mlc:Skill ; skos:prefLabel "forecasting", "Vorhersage"@de ;
            mlc:studyEffort [ mlc:hoursToLevel [ mlc:level mlc:working ; mlc:likely 12.5 ] ] ;
            mlc:easierWith [ mlc:know technology:r ; mlc:saves 2e-1 ] ;
            skos:altLabel "b"@en, "a"@en-GB, "c"@fr ; skos:related technology:r .
        technology:r a mlc:Technology ; skos:prefLabel "R"@en ; skos:related acme:forecasting .
        [] a mlc:Requirement ; mlc:requirementOf acme:forecasting ; mlc:option technology:r .
        """,
        encoding="utf-8",
    )
    graph = read_graph(path)
    record = graph.to_dict()["concepts"][0]
    assert record == {
        "id": "forecasting",
        "kind": "skill",
        "name": "forecasting",
        "aliases": ["a", "b"],
        "labels": {"de": "Vorhersage"},
        "hours": {"working": 12.5, "source": []},
        "easier_with": [{"know": "r", "level": "working", "saves": 0.2, "source": []}],
        "requires": [{"any_of": ["r"], "source": []}],
        "related_to": [{"id": "r", "source": []}],
    }


def test_empty_graph_survives(tmp_path: Path) -> None:
    """A graph without concepts is a graph all the same."""
    for suffix in SUFFIXES:
        _assert_survives(CareerGraph([]), suffix)
