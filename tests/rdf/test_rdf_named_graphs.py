"""Named graphs keep apart what is stated, what follows, what is matched and what explains; gzip keeps files small."""

from __future__ import annotations

import gzip
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from random_graphs import career_graphs
from rdflib import OWL, RDF, SKOS, Literal, URIRef

from mlcareer_graph import CareerGraph, InvalidGraphError, LoadError, SaveError, UnknownOptionError, load_graph
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import RELATION_TYPES
from mlcareer_graph.rdf import mapping_triples, read_graph, save_graph, vocabulary_triples
from mlcareer_graph.rdf.compression import compress, decompress
from mlcareer_graph.rdf.formats import FORMATS, SyntaxProblem, jsonld, ntriples, trig
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH, DERIVED_GRAPH, MLC, PREDICATES, Triple
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

BASE = "https://w3id.org/mlcareer/"
NAMED = (".nq", ".trig")
COMPRESSED = tuple(f"{suffix}.gz" for suffix in FORMATS)
PYTHON = URIRef(f"{BASE}technology/python")


@pytest.mark.parametrize("suffix", NAMED)
def test_five_graphs(rich: CareerGraph, tmp_path: Path, suffix: str) -> None:
    """What is asserted, derived, mapped, defined and described stands in a graph of its own, and nothing elsewhere."""
    path = tmp_path / f"graph{suffix}"
    save_graph(rich, path, mappings=mapping_triples(rich), vocabulary=vocabulary_triples())
    found: dict[str, set[Triple]] = {}
    for *triple, name in FORMATS[suffix].read(path.read_bytes(), DEFAULT_LIMITS):
        found.setdefault(str(name).removeprefix(f"{BASE}graph/"), set()).add(tuple(triple))
    assert found.keys() == {"asserted", "derived", "mappings", "vocabulary", "description"}
    assert found["asserted"] == set(asserted_triples(rich))
    assert found["derived"] == set(derived_triples(rich))
    assert found["mappings"] == set(mapping_triples(rich))
    assert (MLC["Skill"], RDF.type, OWL.Class) in found["vocabulary"]


@pytest.mark.parametrize("suffix", NAMED)
def test_only_what_is_stated_is_read(rich: CareerGraph, tmp_path: Path, suffix: str) -> None:
    """A relation and a concept that stand in the graph of derived triples alone are no part of the graph."""
    false: list[Triple] = [
        (PYTHON, PREDICATES["part_of"], URIRef(f"{BASE}field/computing")),
        (PYTHON, PREDICATES["broader"], URIRef(f"{BASE}technology/julia")),
        (URIRef(f"{BASE}skill/ghost"), RDF.type, MLC["Skill"]),
        (URIRef(f"{BASE}skill/ghost"), SKOS.prefLabel, Literal("Ghost", lang="en")),
    ]
    graphs = {ASSERTED_GRAPH: asserted_triples(rich), DERIVED_GRAPH: [*derived_triples(rich), *false]}
    path = tmp_path / f"graph{suffix}"
    path.write_text(FORMATS[suffix].write(graphs), encoding="utf-8")
    assert read_graph(path) == rich
    path.write_text(FORMATS[suffix].write({ASSERTED_GRAPH: [*asserted_triples(rich), *false]}), encoding="utf-8")
    assert "ghost" in read_graph(path)


def test_named_graphs_of_json_ld_are_told_apart(tmp_path: Path) -> None:
    """JSON-LD from another tool may hold named graphs: what it derives is passed over there too."""
    path = tmp_path / "graph.jsonld"
    path.write_text(
        f"""{{"@context": {{"mlc": "{MLC}", "skos": "{SKOS}"}}, "@graph": [
        {{"@id": "{BASE}skill/a", "@type": "mlc:Skill", "skos:prefLabel": "A"}},
        {{"@id": "{DERIVED_GRAPH}", "@graph": [{{"@id": "{BASE}skill/b", "@type": "mlc:Skill"}}]}}]}}""",
        encoding="utf-8",
    )
    assert list(read_graph(path)) == ["a"]
    assert {quad[3] for quad in jsonld.read(path.read_bytes())} == {None, DERIVED_GRAPH}


def test_graphs_of_other_names_are_pointed_out(tmp_path: Path) -> None:
    """A file whose triples are all in graphs that the library does not know is refused with what to do."""
    path = tmp_path / "graph.trig"
    path.write_text("<urn:mine> { <urn:a> a <https://w3id.org/mlcareer/ontology#Skill> }", encoding="utf-8")
    with pytest.raises(
        InvalidGraphError, match="in other graphs, such as <urn:mine>; put its triples into the default"
    ):
        read_graph(path)


def test_derived_triples_are_marked_where_graphs_are_merged(shipped: CareerGraph) -> None:
    """No derived triple could be taken for a statement: its property is of none, or the relation holds both ways."""
    symmetric = {PREDICATES[name] for name, type_ in RELATION_TYPES.items() if type_.symmetric}
    stated: set[URIRef] = set()
    classes, backward = set(), set()
    for subject, predicate, object_ in asserted_triples(shipped):
        if predicate == RDF.type:
            classes.add(object_)
        elif predicate in symmetric:
            backward.add((object_, predicate, subject))
        else:
            stated.add(predicate)
    derived = derived_triples(shipped)
    assert not [triple for triple in derived if triple[1] in stated]
    assert not [triple for triple in derived if triple[1] == RDF.type and triple[2] in classes]
    assert {triple for triple in derived if triple[1] in symmetric} == backward


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=career_graphs())
def test_random_graphs_survive_every_syntax(graph: CareerGraph) -> None:
    """Whatever graph the model allows comes back equal from every syntax, derived triples and all."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in FORMATS:
            path = Path(folder) / f"graph{suffix}"
            try:
                save_graph(graph, path)
            except SaveError as error:
                if suffix != ".rdf" or "XML cannot hold" not in str(error):
                    raise
                continue
            assert read_graph(path) == graph, suffix


def test_files_say_what_they_include(tmp_path: Path) -> None:
    """`save` writes mappings and vocabulary when asked for them by name, and knows no other parts."""
    graph = CareerGraph.from_dict({"concepts": [{"id": "python", "kind": "technology", "name": "Python"}]})
    graph.save(tmp_path / "a.trig", include=["mappings", "vocabulary"])
    text = (tmp_path / "a.trig").read_text(encoding="utf-8")
    assert "graph:mappings {" in text
    assert "graph:vocabulary {" in text
    assert load_graph(tmp_path / "a.trig") == graph
    with pytest.raises(UnknownOptionError, match="'mappings' or 'vocabulary'"):
        graph.save(tmp_path / "b.trig", include=["everything"])
    with pytest.raises(UnknownOptionError):
        graph.save(tmp_path / "b.json", include=["mappings"])
    assert [path.name for path in tmp_path.iterdir()] == ["a.trig"]


def test_blank_nodes_of_the_vocabulary_survive_every_syntax(rich: CareerGraph, tmp_path: Path) -> None:
    """The axioms that OWL writes with blank nodes are written the same way each time, and read back as many."""
    vocabulary = vocabulary_triples()
    assert vocabulary == vocabulary_triples()
    for suffix in FORMATS:
        path = tmp_path / f"graph{suffix}"
        save_graph(rich, path, vocabulary=vocabulary)
        before = path.read_bytes()
        save_graph(rich, path, vocabulary=list(reversed(vocabulary)))
        assert path.read_bytes() == before, suffix
        triples = {quad[:3] for quad in FORMATS[suffix].read(before, DEFAULT_LIMITS)}
        assert sum(predicate == RDF.first for _, predicate, _ in triples) == sum(
            predicate == RDF.first for _, predicate, _ in vocabulary
        )


# ---------------------------------------------------------------------- gzip


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_compressed_files_survive(rich: CareerGraph, tmp_path: Path, suffix: str) -> None:
    """A compressed file holds the bytes of the plain one, says neither name nor time, and is read back equal."""
    path = tmp_path / f"graph{suffix}"
    rich.save(path)
    rich.save(tmp_path / f"graph{suffix.removesuffix('.gz')}")
    data = path.read_bytes()
    assert gzip.decompress(data) == (tmp_path / f"graph{suffix.removesuffix('.gz')}").read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    assert load_graph(path) == rich


def test_a_small_file_that_opens_to_much_is_refused(tmp_path: Path) -> None:
    """A gzip of 300 kB that holds 300 MB is refused at the limit, and never held whole."""
    path = tmp_path / "bomb.nt.gz"
    path.write_bytes(300 * compress(b"#" * 1024 * 1024))
    assert path.stat().st_size < 400_000
    with pytest.raises(LoadError, match="opens to more than 268,435,456 bytes; raise max_bytes"):
        read_graph(path)


def test_members_of_a_gzip_are_read_in_turn() -> None:
    """Two gzip files one after the other are one, padded with zeros or not, and the limit is on both together."""
    two = compress(b"abc") + compress(b"def") + b"\0\0"
    assert decompress(two, ReadingLimits()) == b"abcdef"
    with pytest.raises(SyntaxProblem, match="opens to more than 5 bytes"):
        decompress(two, ReadingLimits(max_bytes=5))


def test_empty_members_of_a_gzip_take_no_time() -> None:
    """Eight times as many take about eight times as long, not the sixty-four of copying what is behind each."""
    for member in (compress(b""), compress(b"") + b"\0"):
        few, many = (_seconds(member * count) for count in (50_000, 400_000))
        assert many < 24 * few


def test_opening_a_gzip_ends_in_time() -> None:
    """However little is in it."""
    with pytest.raises(SyntaxProblem, match="more than -1 seconds of reading; raise max_seconds"):
        decompress(compress(b"a"), ReadingLimits(max_seconds=-1))


def _seconds(data: bytes) -> float:
    began = time.process_time()
    decompress(data, ReadingLimits())
    return time.process_time() - began


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"@prefix a: <urn:a> .", "no gzip"),
        (b"", "cut off"),
        (compress(b"<urn:a> <urn:b> <urn:c> .")[:-9], "cut off"),
        (compress(b"<urn:a> <urn:b> <urn:c> .")[:-1] + b"x", "damaged"),
        (compress(b"<urn:a> <urn:b> <urn:c> .") + b"more", "damaged"),
    ],
)
def test_broken_gzip_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """What only looks like gzip, is cut off, or damaged is one error that says so."""
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(data)
    with pytest.raises(LoadError, match=words):
        read_graph(path)


def test_trig_and_n_quads_hold_the_same(rich: CareerGraph) -> None:
    """Both syntaxes with named graphs give back the quads that were written."""
    graphs = {ASSERTED_GRAPH: asserted_triples(rich), DERIVED_GRAPH: derived_triples(rich)}
    quads = set(ntriples.read_quads(ntriples.write_quads(graphs).encode()))
    assert quads == set(trig.read(trig.write(graphs).encode()))
    assert quads == {(*triple, name) for name, triples in graphs.items() for triple in triples}
