"""The test suites of the W3C that lie in ``w3c``: their files, their manifests, and what is known to deviate."""

from __future__ import annotations

import csv
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection

from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.rdf.formats import Quad, turtle

FOLDER = Path(__file__).with_name("w3c")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")


def files(name: str) -> dict[str, bytes]:
    """What an archive holds, by the path of each file."""
    with tarfile.open(FOLDER / f"{name}.tar.xz") as archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}


def manifest(data: bytes, base: str) -> tuple[Graph, list[URIRef]]:
    """What a manifest says, and its tests in their order."""
    graph = Graph(bind_namespaces="none")
    for quad in turtle.read(data, DEFAULT_LIMITS, base):
        graph.add(quad[:3])
    entries = list(graph.objects(None, MF.entries))
    return graph, [test for entry in entries for test in Collection(graph, entry)]


def deviations(suite: str) -> dict[str, str]:
    """What happens in each test that is known not to come out as the W3C asks."""
    with (FOLDER / "deviations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["suite"] == suite]
    assert all(row["reason"] for row in rows)
    found = {row["test"]: row["happens"] for row in rows}
    assert len(found) == len(rows)
    return found


def deviating(outcomes: Mapping[str, str]) -> dict[str, str]:
    """The tests that do not come out as expected."""
    return {name: outcome for name, outcome in outcomes.items() if outcome != "as expected"}


def as_graph(quads: Iterable[Quad]) -> Graph:
    """Quads as a graph, which can be compared: those of a named graph as nodes of four properties."""
    graph = Graph(bind_namespaces="none")
    for *triple, name in quads:
        if name is None:
            graph.add(tuple(triple))
        else:
            node = BNode()
            for number, term in enumerate((*triple, name)):
                graph.add((node, URIRef(f"urn:part:{number}"), term))
    return graph
