"""Graphs that the tests of RDF share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.rdf import mapping_triples, to_rdf, vocabulary_triples
from mlcareer_graph.rdf.files import graphs_of
from mlcareer_graph.rdf.formats import FORMATS

_SAID = {"ref": "guide", "at": "L1-L2", "because": 'It says "so".', "citing": "survey"}

RICH: dict[str, Any] = {
    "concepts": [
        {
            "id": "guide",
            "kind": "source",
            "name": "A guide",
            "url": "https://example.org/a b?c=<d>",
            "source": ["guide"],
        },
        {"id": "survey", "kind": "source", "name": "A survey"},
        {
            "id": "python",
            "kind": "technology",
            "name": "Python",
            "aliases": ["Py", "CPython", "Py"],
            "definition": "A language.",
            "hours": {"working": [30, 40.5, 60], "expert": 1000, "because": "A guess."},
            "alternative_to": [{"id": "julia", "source": [_SAID, "survey"]}],
            "related_to": ["coding"],
            "part_of": ["computing"],
            "claims": [
                {
                    "id": "Slow one",
                    "statement": "Python is slow.",
                    "contradicts": ["fast-2", "fast"],
                    "stage": "entry",
                    "source": [_SAID],
                },
                {"id": "fast", "statement": "Python is fast."},
                {"id": "fast-2", "statement": "Python is fast enough.", "contradicts": ["fast"]},
            ],
            "observations": [
                {
                    "measure": "salary",
                    "value": 109143,
                    "unit": "USD/year",
                    "statistic": "mean",
                    "region": "US",
                    "stage": "entry",
                    "source": [_SAID],
                },
                {"measure": "use", "value": 0.1, "unit": "share"},
            ],
            "used_for": ["coding", "making"],
        },
        {
            "id": "julia",
            "kind": "technology",
            "name": "Julia",
            "aliases": ["J"],
            "labels": {"de": "Julia", "pt-BR": "Júlia"},
            "replaces": ["python"],
            "easier_with": [
                {"know": "python", "level": "practitioner", "saves": 0.4, "because": "It is near."},
                {"know": "coding", "saves": 0.1},
            ],
        },
        {
            "id": "keras",
            "kind": "technology",
            "name": "Keras",
            "requires": [
                "python",
                {
                    "any_of": ["python", "julia"],
                    "level": "awareness",
                    "strength": "preferred",
                    "applies_from": "expert",
                    "source": [_SAID],
                },
                {"any_of": ["julia", "coding"], "at_least": 2, "source": []},
                {"any_of": ["python", "julia", "coding"], "at_least": 2},
            ],
            "implemented_in": [{"id": "python", "source": []}],
            "integrates_with": ["julia"],
            "broader": ["python"],
        },
        {"id": "coding", "kind": "skill", "name": "Coding", "hours": 40},
        {"id": "computing", "kind": "field", "name": "Computing"},
        {
            "id": "ml-engineer",
            "kind": "role",
            "name": "ML engineer",
            "requires": ["keras", "bachelor"],
            "performs": ["making"],
            "collaborates_with": ["developer"],
            "transitions_to": ["developer"],
        },
        {"id": "developer", "kind": "role", "name": "Developer"},
        {"id": "making", "kind": "task", "name": "Making", "applies": ["coding"]},
        {"id": "spam-filtering", "kind": "application", "name": "Spam filtering", "applies": ["coding"]},
        {
            "id": "finance",
            "kind": "industry",
            "name": "Finance",
            "hires": ["ml-engineer"],
            "applies": ["spam-filtering"],
        },
        {"id": "university", "kind": "organization", "name": "University", "hires": ["developer"]},
        {"id": "bachelor", "kind": "credential", "name": "Bachelor", "eqf_level": 6},
        {
            "id": "bootcamp",
            "kind": "education-path",
            "name": "Bootcamp",
            "path_kind": "bootcamp",
            "checked": "2026-11-25",
            "hours": {"low": 100, "likely": 200, "high": 300.25, "source": _SAID},
            "weeks": 26,
            "price": {"likely": 9900, "currency": "EUR"},
            "requires": ["coding"],
            "teaches": ["python", {"know": "coding", "level": "expert", "source": ["guide"]}],
            "awards": ["bachelor"],
            "offered_by": ["university"],
            "alternative_to": ["course"],
        },
        {"id": "course", "kind": "education-path", "name": "Course", "price": 0},
    ]
}
"""A small graph that uses everything the interchange schema offers."""


@pytest.fixture(scope="session")
def rich() -> CareerGraph:
    """The graph of `RICH`."""
    return CareerGraph.from_dict(RICH)


@pytest.fixture(scope="session")
def shipped() -> CareerGraph:
    """The graph that the library ships."""
    return load_graph()


@pytest.fixture(scope="session")
def shipped_rdf(shipped: CareerGraph) -> rdflib.Graph:
    """The shipped graph as RDF."""
    return to_rdf(shipped)


@pytest.fixture(scope="session")
def shipped_files(shipped: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped graph saved in every syntax with all that can go with it, by suffix."""
    folder = tmp_path_factory.mktemp("shipped")
    files = {suffix: folder / f"graph{suffix}" for suffix in FORMATS}
    graphs = graphs_of(shipped, mapping_triples(shipped), vocabulary_triples())
    for suffix, path in files.items():
        path.write_text(FORMATS[suffix].write(graphs), encoding="utf-8", newline="")
    return files
