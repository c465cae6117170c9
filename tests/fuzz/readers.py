"""Everything that takes a file or a text from outside, each as a function of bytes: what fuzzing is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mlcareer_graph import CareerGraph, LoadError, Plan, Profile, load_graph
from mlcareer_graph.interop import esco, onet
from mlcareer_graph.interop.advertisement import load_advertisement
from mlcareer_graph.interop.formats.tables import read_edges, read_nodes
from mlcareer_graph.interop.mentions import find_mentions
from mlcareer_graph.interop.people.curriculum_vitae import decode_curriculum
from mlcareer_graph.interop.profiles import load_profile
from mlcareer_graph.ontology.mappings import read_mappings
from mlcareer_graph.ontology.records import read_records
from mlcareer_graph.ontology.statistics import demand_coverage
from mlcareer_graph.rdf.query.check import checked

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "python", "kind": "technology", "name": "Python", "aliases": ["py3"], "labels": {"de": "Pythön"}},
            {"id": "sql", "kind": "technology", "name": "SQL", "hours": 30},
            {"id": "statistics", "kind": "skill", "name": "Statistics", "hours": {"working": [40, 60, 90]}},
            {"id": "keras", "kind": "technology", "name": "Keras", "requires": ["python", "statistics"]},
            {
                "id": "c-plus-plus",
                "kind": "technology",
                "name": "C++",
                "easier_with": [{"know": "python", "saves": 0.2}],
            },
            {"id": "bachelor", "kind": "credential", "name": "Bachelor's degree in statistics", "eqf_level": 6},
            {"id": "udemy", "kind": "organization", "name": "Udemy"},
            {
                "id": "data-scientist",
                "kind": "role",
                "name": "Data scientist",
                "requires": ["keras", {"any_of": ["sql", "c-plus-plus"]}, {"any_of": ["bachelor"]}],
            },
            {
                "id": "bootcamp",
                "kind": "education-path",
                "name": "Statistics bootcamp",
                "teaches": ["statistics"],
                "offered_by": ["udemy"],
                "hours": 100,
                "price": {"likely": 900, "currency": "USD"},
            },
        ]
    }
)
"""What the readers of profiles, plans and texts look names up in."""


def _folder(read: Callable[[Path], Any], names: Mapping[str, str], fuzzed: str) -> Callable[[Path], Any]:
    """A reader of a folder, one file of which is fuzzed."""

    def read_folder(path: Path) -> Any:
        folder = path.parent / f"{path.name}-folder"
        folder.mkdir(exist_ok=True)
        for name, text in names.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / fuzzed).write_bytes(path.read_bytes())
        return read(folder)

    return read_folder


def _mappings(folder: Path) -> Any:
    read_mappings.cache_clear()
    target = folder / "mappings"
    target.mkdir(exist_ok=True)
    (folder / "a.sssom.tsv").replace(target / "a.sssom.tsv")
    return read_mappings(folder)


def _text(read: Callable[[str], Any]) -> Callable[[Path], Any]:
    """A reader of a text, whatever it holds: half a character too, as a program may give it."""
    return lambda path: read(
        path.read_bytes().decode("utf-8", "surrogatepass" if path.stat().st_size % 2 else "replace")
    )


def _name(text: str) -> None:
    text = text[:30_000]
    GRAPH.search(text)
    Profile.of(GRAPH, [text])
    GRAPH.find(text)


def _person(text: str) -> None:
    find_mentions(GRAPH, text)
    decode_curriculum(text, GRAPH)


_ESCO = {
    "occupations_en.csv": "conceptUri,preferredLabel\nu:cook,cook\n",
    "skills_en.csv": "conceptUri,preferredLabel\nu:boil,boil\n",
    "occupationSkillRelations_en.csv": "occupationUri,relationType,skillUri\nu:cook,optional,u:boil\n",
}
_ONET = {"Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n1\tBakers\tBake.\n"}

READERS: Mapping[str, tuple[str, Callable[[Path], Any]]] = {
    "yaml": (".yaml", load_graph),
    "json": (".json", load_graph),
    "concept": (".yaml", _folder(load_graph, {}, "a.yaml")),
    "turtle": (".ttl", load_graph),
    "ntriples": (".nt", load_graph),
    "nquads": (".nq", load_graph),
    "trig": (".trig", load_graph),
    "jsonld": (".jsonld", load_graph),
    "rdfxml": (".rdf", load_graph),
    "gzip": (".ttl.gz", load_graph),
    "profile": (".yaml", lambda path: Profile.load(path, GRAPH)),
    "resume": (".json", lambda path: load_profile(path, GRAPH)),
    "skills": (".csv", lambda path: load_profile(path, GRAPH)),
    "list": (".txt", lambda path: load_profile(path, GRAPH)),
    "plan": (".json", lambda path: Plan.load(path, GRAPH)),
    "advertisement": (".txt", lambda path: load_advertisement(path, GRAPH)),
    "nodes": (".csv", read_nodes),
    "edges": (".csv", read_edges),
    "people": (".csv", lambda path: read_records(path, ("target", "knows"))),
    "demand": (".csv", lambda path: demand_coverage(GRAPH, path)),
    "mappings": (".tsv", _folder(_mappings, {}, "a.sssom.tsv")),
    "esco": (".csv", _folder(esco.read, _ESCO, "skills_en.csv")),
    "esco-needs": (".csv", _folder(esco.read, _ESCO, "occupationSkillRelations_en.csv")),
    "onet": (".txt", _folder(onet.read, _ONET, "Occupation Data.txt")),
    "find": (".text", _text(_name)),
    "mentions": (".text", _text(_person)),
    "sparql": (".rq", _text(checked)),
}
"""The suffix of the file of each reader, and the reader."""


def seeds(name: str) -> list[bytes]:
    """The files of the corpus of a reader."""
    folder = Path(__file__).parent / "corpus" / name
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def read(name: str, path: Path) -> Any:
    """Call a reader on a file; what it is no text for is no fault of a reader of text."""
    try:
        return READERS[name][1](path)
    except UnicodeDecodeError:
        if READERS[name][0] in (".text", ".rq"):
            raise LoadError(str(path), "this is no text") from None
        raise
