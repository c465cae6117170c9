"""The competency questions: each runs on two engines with one answer, and with the right one on a small graph."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph
import pytest
import rdflib
import yaml

from mlcareer_graph import CareerGraph
from mlcareer_graph.model import BASE_IRI
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf import mapping_triples
from mlcareer_graph.rdf.formats import ntriples
from mlcareer_graph.rdf.query import query_graph
from mlcareer_graph.rdf.vocabulary import MLC, Triple
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

FOLDER = ontology_folder() / "questions"
QUESTIONS = sorted(path.stem for path in FOLDER.glob("*.rq"))
PERSONAS = {"career changer", "recruiter", "teacher", "ontologist"}
PARTS = {"derived triples", "mappings", "ontology"}
NUMBERS = {str(rdflib.XSD.integer), str(rdflib.XSD.decimal)}

FIXTURE: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("questions_fixture.yaml").read_text("utf-8"))
EXPECTED: Mapping[str, list[list[str]]] = yaml.safe_load(
    Path(__file__).with_name("questions_expected.yaml").read_text("utf-8")
)

Rows: TypeAlias = list[list[str]]

question = pytest.mark.parametrize("name", QUESTIONS)


def _text(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def _header(name: str) -> dict[str, str]:
    lines = _text(name).splitlines()[:3]
    return dict(line.removeprefix("# ").split(": ", 1) for line in lines)


def _needs(name: str) -> set[str]:
    needs = _header(name)["needs"]
    return set() if needs == "nothing" else set(needs.split(", "))


# ---------------------------------------------------------------------- the two engines


class Engines:
    """The same triples in rdflib and in pyoxigraph."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        triples = list(triples)
        self.graph = rdflib.Graph(bind_namespaces="none")
        for triple in triples:
            self.graph.add(triple)
        self.store = pyoxigraph.Store()
        self.store.bulk_load(ntriples.write(triples).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def rdflib(self, query: str) -> Rows:
        rows: list[Any] = list(self.graph.query(query))
        return [["" if value is None else _plain(value, value) for value in row] for row in rows]

    def pyoxigraph(self, query: str) -> Rows:
        solutions = self.store.query(query)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        return [["" if value is None else _plain(value, value.value) for value in row] for row in solutions]


def _plain(term: object, value: object) -> str:
    """A term as text: numbers without needless zeros, own IRIs shortened, the language of what is not English."""
    text = str(value)
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return re.sub(rf"^{re.escape(str(MLC))}", "mlc:", text)
    datatype = getattr(datatype, "value", str(datatype))
    return format(Decimal(text).normalize(), "f") if datatype in NUMBERS else text


@cache
def _ontology() -> tuple[Triple, ...]:
    """The vocabulary, without the lists of disjoint classes, whose nodes are blank."""
    graph = rdflib.Graph().parse(ontology_folder() / "mlcareer.ttl", format="turtle")
    return tuple(triple for triple in graph if not any(isinstance(term, rdflib.BNode) for term in triple))  # type: ignore[misc]


def _triples(graph: CareerGraph, mappings: Iterable[Triple], parts: Iterable[str]) -> list[Triple]:
    chosen = asserted_triples(graph)
    if "derived triples" in parts:
        chosen += derived_triples(graph)
    if "mappings" in parts:
        chosen += mappings
    return chosen + list(_ontology()) if "ontology" in parts else chosen


@pytest.fixture(scope="module")
def small() -> CareerGraph:
    """The graph of the fixture."""
    return CareerGraph.from_dict({"concepts": FIXTURE["concepts"]})


@pytest.fixture(scope="module")
def small_mappings(small: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    """The triples of the fixture's mappings."""
    folder = tmp_path_factory.mktemp("ontology")
    (folder / "mappings").mkdir()
    path = folder / "mappings" / "fixture.sssom.tsv"
    constant = {"object_label": "", "mapping_justification": "semapv:ManualMappingCuration", "confidence": "1"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*FIXTURE["mappings"][0], *constant], delimiter="\t")
        writer.writeheader()
        writer.writerows(row | constant for row in FIXTURE["mappings"])
    return mapping_triples(small, folder)


@pytest.fixture(scope="module")
def small_parts(small: CareerGraph, small_mappings: list[Triple]) -> dict[frozenset[str], Engines]:
    """The fixture with each choice of parts that a question needs, and with all of them."""
    choices = {frozenset(_needs(name)) for name in QUESTIONS} | {frozenset(PARTS)}
    return {parts: Engines(_triples(small, small_mappings, parts)) for parts in choices}


# ---------------------------------------------------------------------- the answers


@question
def test_both_engines_answer_alike(name: str, shipped: CareerGraph) -> None:
    """Over the shipped graph, `query` gives the same terms in the same order by either engine, and at least a row."""
    by_oxigraph, by_rdflib = (
        query_graph(shipped, _text(name), time_limit=120, engine=engine) for engine in ("oxigraph", "rdflib")
    )
    assert by_oxigraph
    assert by_oxigraph == by_rdflib


@question
def test_the_answer_is_right(name: str, small_parts: dict[frozenset[str], Engines]) -> None:
    """Over the fixture, both engines give the rows that were worked out by hand."""
    engines = small_parts[frozenset(PARTS)]
    assert engines.pyoxigraph(_text(name)) == EXPECTED[name]
    assert engines.rdflib(_text(name)) == EXPECTED[name]


@question
def test_a_question_names_what_it_needs(name: str, small_parts: dict[frozenset[str], Engines]) -> None:
    """What is asserted, with the parts that the file names, is enough for the right answer."""
    needs = frozenset(_needs(name))
    assert small_parts[needs].pyoxigraph(_text(name)) == EXPECTED[name]


def test_every_named_part_matters(small: CareerGraph, small_mappings: list[Triple]) -> None:
    """Without a part that its file names, a question has another answer."""
    for name in QUESTIONS:
        for part in _needs(name):
            engines = Engines(_triples(small, small_mappings, _needs(name) - {part}))
            assert engines.pyoxigraph(_text(name)) != EXPECTED[name], (name, part)


def test_what_is_open_is_what_the_library_finds(shipped: CareerGraph) -> None:
    """The open requirements are those that `CareerGraph.gap` finds for the same profile, taken literally."""
    knows = ["python:practitioner", "machine-learning:awareness", "text-classification", "pytorch"]
    gap = shipped.gap(
        "natural-language-processing-engineer", [*knows, "bachelor-computer-science"], assume_prerequisites=False
    )
    numbers = [
        number for number, item in enumerate(gap.items, 1) if item.requirement.is_required and item.status != "met"
    ]
    assert sorted(set(shipped.query(_text("open-requirements")).column("number"))) == numbers


def test_the_longest_chain_is_the_longest(shipped: CareerGraph) -> None:
    """The first competency is as many steps away as the longest path along single prerequisites."""
    needs: dict[str, set[str]] = {}
    for requirement in shipped.all_requirements:
        if requirement.is_required and requirement.at_least == len(requirement.options):
            needs.setdefault(requirement.subject, set()).update(requirement.options)

    @cache
    def depth(subject: str) -> int:
        return max((1 + depth(option) for option in needs.get(subject, ())), default=0)

    assert shipped.query(_text("longest-chain"), time_limit=120)[0]["steps"] == depth("machine-learning-engineer")


# ---------------------------------------------------------------------- the files


def test_there_are_enough_questions() -> None:
    """There are thirty questions or more, each with an expected answer, and no answer without a question."""
    assert len(QUESTIONS) >= 30
    assert sorted(EXPECTED) == QUESTIONS


@question
def test_a_file_says_what_it_is(name: str) -> None:
    """Each file begins with one question, who asks it and what it needs, in the words of this folder."""
    header = _header(name)
    assert list(header) == ["question", "persona", "needs"]
    assert re.fullmatch(r"[A-Z][^?]+\?", header["question"])
    assert header["persona"] in PERSONAS
    assert _needs(name) <= PARTS
    assert re.search(r"^ORDER BY|^SELECT \(SUM", _text(name), re.MULTILINE)


@question
def test_a_question_names_what_there_is(name: str, shipped: CareerGraph) -> None:
    """Each concept and each term that a query names is in the shipped graph or in the vocabulary."""
    text = _text(name)
    prefixes = dict(re.findall(r"^PREFIX ([\w-]+): <(.*)>$", text, re.MULTILINE))
    body = re.sub(r'^(#|PREFIX).*$|"[^"\n]*"', "", text, flags=re.MULTILINE)
    used = re.findall(r"([a-z][\w-]*):([A-Za-z][\w-]*)", body)
    assert {prefix for prefix, _ in used} == set(prefixes)
    declared = {str(subject) for subject, _, _ in _ontology()}
    known = declared | {concept.iri for concept in shipped.values()}
    own = {prefixes[prefix] + rest for prefix, rest in used if prefixes[prefix].startswith(BASE_IRI)}
    assert own - known == set()


def test_the_list_of_questions_is_whole() -> None:
    """The README of the folder lists each question with its words, and no other."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| \[([\w-]+)\]\(\1\.rq\) \| (.+) \|$", readme, re.MULTILINE))
    assert listed == {name: _header(name)["question"] for name in QUESTIONS}
