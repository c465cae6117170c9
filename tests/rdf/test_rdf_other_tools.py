"""Rdflib, Oxigraph and Apache Jena read from every file what was written to it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from pathlib import Path

import jena
import pyoxigraph
import pytest
import rdflib
from rdflib import BNode

from mlcareer_graph import CareerGraph
from mlcareer_graph.rdf import mapping_triples, save_graph, vocabulary_triples
from mlcareer_graph.rdf.formats import FORMATS, ntriples

NAMED = (".nq", ".trig")
PLAIN = [suffix for suffix in FORMATS if suffix != ".jsonld"]
OXIGRAPH = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld", ".rdf": "xml"}
_GRAPH = re.compile(r" <https://w3id\.org/mlcareer/graph/[a-z]+> \.$")


@pytest.fixture(scope="module")
def rich_files(rich: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A graph that uses everything, with all that can go with it, in every syntax."""
    folder = tmp_path_factory.mktemp("rich")
    files = {suffix: folder / f"rich{suffix}" for suffix in FORMATS}
    for path in files.values():
        save_graph(rich, path, mappings=mapping_triples(rich), vocabulary=vocabulary_triples())
    return files


def _difference(some: set[str], others: set[str]) -> list[str]:
    """Lines of one side alone, the first few; not those of blank nodes, which every tool names as it likes."""
    return sorted(line for line in some ^ others if not line.startswith("_:") and " _:" not in line)[:5]


def _triples(lines: Iterable[str], suffix: str) -> set[str]:
    """Lines without the names of graphs, if the syntax has them."""
    return {_GRAPH.sub(" .", line) for line in lines} if suffix in NAMED else set(lines)


def test_oxigraph_reads_the_same_triples(rich_files: dict[str, Path]) -> None:
    """Pyoxigraph finds the same triples in every syntax as in the N-Triples, and the same quads in both with graphs."""
    quads = {suffix: _oxigraph(rich_files[suffix], suffix, pyoxigraph.RdfFormat.N_QUADS) for suffix in NAMED}
    assert not _difference(quads[".nq"], quads[".trig"])
    found = {suffix: _oxigraph(rich_files[suffix], suffix, pyoxigraph.RdfFormat.N_TRIPLES) for suffix in OXIGRAPH}
    assert len(found[".nt"]) == rich_files[".nt"].read_bytes().count(b" .\n")
    for suffix, lines in found.items():
        assert not _difference(lines, found[".nt"]), suffix
        assert len(lines) == len(found[".nt"]), suffix


def _oxigraph(file: Path, suffix: str, form: pyoxigraph.RdfFormat) -> set[str]:
    """What pyoxigraph reads from a file, as lines of N-Triples or N-Quads."""
    quads = pyoxigraph.parse(path=file, format=OXIGRAPH[suffix])
    wanted = quads if form == pyoxigraph.RdfFormat.N_QUADS else (quad.triple for quad in quads)
    return set((pyoxigraph.serialize(wanted, format=form) or b"").decode().split("\n")) - {""}


def test_jena_reads_the_same_triples(
    shipped_files: dict[str, Path], rich_files: dict[str, Path], tmp_path: Path
) -> None:
    """Apache Jena finds in every syntax, and in the whole shipped graph, the triples that were written."""
    # Debian's Jena has no provider of JSON for its reader of JSON-LD 1.1; ours is JSON-LD 1.0 as well.
    json_ld = tmp_path / "rich.jsonld10"
    json_ld.write_bytes(rich_files[".jsonld"].read_bytes())
    files = [*(rich_files[suffix] for suffix in PLAIN), json_ld, shipped_files[".trig"]]
    *rich, shipped = jena.read(files, tmp_path)
    found = dict(zip((*PLAIN, ".jsonld"), rich, strict=True))
    assert not _difference(found[".nq"], found[".trig"])
    for suffix, lines in found.items():
        # JSON-LD 1.0 writes the tags of languages small, which mean the same.
        assert not _difference(_small_tags(_triples(lines, suffix)), _small_tags(found[".nt"])), suffix
        assert len(_triples(lines, suffix)) == len(found[".nt"]), suffix
    for lines, file in ((found[".nt"], rich_files[".nt"]), (_triples(shipped, ".trig"), shipped_files[".nt"])):
        # The same line is the same triple; others may differ in how they escape characters.
        ours = set(file.read_text(encoding="utf-8").splitlines())
        read, written = (_parsed(some - others) for some, others in ((lines, ours), (ours, lines)))
        assert len(read) == len(written)
        assert not [triple for triple in read ^ written if not _blank(triple)][:5]


def _parsed(lines: Iterable[str]) -> set[tuple[object, ...]]:
    return {quad[:3] for quad in ntriples.read("\n".join(lines).encode())}


def _small_tags(lines: Iterable[str]) -> set[str]:
    return {re.sub(r'"@[A-Za-z0-9-]+ \.$', lambda tag: tag[0].lower(), line) for line in lines}


def _blank(triple: tuple[object, ...]) -> bool:
    return any(isinstance(term, BNode) for term in triple)


def test_rdflib_reads_the_same_triples(rich_files: dict[str, Path]) -> None:
    """Rdflib's own parsers find in every syntax what ours find."""
    ours = {quad[:3] for quad in ntriples.read(rich_files[".nt"].read_bytes())}
    for suffix, name in RDFLIB.items():
        # Its parsers call what it has deprecated itself.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            dataset = rdflib.Dataset()
            dataset.parse(data=rich_files[suffix].read_text(encoding="utf-8"), format=name)
            theirs = {quad[:3] for quad in dataset.quads()}
        assert not [triple for triple in theirs ^ ours if not _blank(triple)][:5], suffix
        assert len(theirs) == len(ours), suffix
