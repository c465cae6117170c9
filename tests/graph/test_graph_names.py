"""From names to concepts: what people write is found, and nothing is ever silently mistaken."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from mlcareer_graph import (
    AmbiguousNameError,
    CareerGraph,
    InvalidGraphError,
    Role,
    Skill,
    Technology,
    UnknownConceptError,
    load_graph,
)
from mlcareer_graph.graph.names import NameIndex, normalise
from mlcareer_graph.model import Concept

SHIPPED = load_graph()
NAMES = {concept_id: (concept.name, *concept.aliases) for concept_id, concept in SHIPPED.items()}
SPELLINGS = sorted({normalise(name) for concept_id, names in NAMES.items() for name in (concept_id, *names)})


def _graph(**names: str) -> CareerGraph:
    """A graph of technologies: each id with its name and aliases, separated by bars."""
    concepts = []
    for slug, text in names.items():
        name, *aliases = text.split("|")
        concepts.append(Technology(id=slug.replace("_", "-"), name=name, aliases=tuple(aliases)))
    return CareerGraph(concepts)


# ---------------------------------------------------------------------- what is found


def test_every_name_finds_its_concept() -> None:
    """Each id, name and alias of the shipped graph finds its own concept, as do its usual variants."""
    for concept_id, names in NAMES.items():
        for name in (concept_id, *names):
            for variant in (name, name.upper(), f"  {name} ", name.replace("-", " "), name.replace(" ", "_")):
                assert SHIPPED.find(variant).id == concept_id, variant


@pytest.mark.parametrize(
    ("query", "concept_id"),
    [
        ("torch", "pytorch"),
        ("PyTorch", "pytorch"),
        ("sklearn", "scikit-learn"),
        ("Scikit Learn", "scikit-learn"),
        ("k8s", "kubernetes"),
        ("R", "r"),
        ("r", "r"),
        ("java", "java"),
        ("JavaScript", "javascript"),
        ("java script", "javascript"),
        ("C++", "c-plus-plus"),
        ("c ++", "c-plus-plus"),
        ("go", "go"),
        ("Golang", "go"),
        ("ML engineer", "machine-learning-engineer"),
        ("ｐｙｔｈｏｎ", "python"),
        ("Ｒ", "r"),
        ("Ｃ＋＋", "c-plus-plus"),
        ("tenserflow", "tensorflow"),
        ("kuberentes", "kubernetes"),
    ],
)
def test_names_that_people_write(query: str, concept_id: str) -> None:
    """Short forms, spellings, wide letters and single slips lead to the concept that is meant."""
    assert SHIPPED.find(query).id == concept_id


def test_a_concept_finds_itself() -> None:
    """`find` takes a concept, also of another graph, by its id."""
    assert SHIPPED.find(SHIPPED["keras"]) is SHIPPED["keras"]
    assert SHIPPED.find(Skill(id="keras", name="anything")) is SHIPPED["keras"]
    with pytest.raises(UnknownConceptError):
        SHIPPED.find(Skill(id="nothing", name="Keras"))


def test_the_name_goes_before_the_alias() -> None:
    """An id beats a name, a name an alias, an alias a mere likeness."""
    graph = _graph(node="Nodes", graph_node="Node|Vertex", vertex_ai="Vertex AI|graph node")
    assert graph.find("node").id == "node"
    assert graph.find("Node").id == "graph-node"
    assert graph.find("Graph Node").id == "vertex-ai"
    assert graph.find("vertex").id == "graph-node"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_encoding_of_accents_does_not_matter(form: str) -> None:
    """A name with accents is found however they are encoded; without them it is another name."""
    graph = _graph(poisson="Équation de Poisson", hindi="हिन्दी", other="हान्द")
    assert graph.find(unicodedata.normalize(form, "équation de poisson")).id == "poisson"
    assert graph.find(unicodedata.normalize(form, "हिन्दी")).id == "hindi"
    assert graph.find(unicodedata.normalize(form, "हान्द")).id == "other"


# ---------------------------------------------------------------------- what is not mistaken


_ABSENT = """
. ... - + # R# R++ r+ J Jav gO!g go2 SQ javas \x00 🙂 COBOL torchvis F# a* python2 kears* fastapl
"""


@pytest.mark.parametrize("query", ["", " ", "py thon 2", *_ABSENT.split()])
def test_what_is_not_there_raises(query: str) -> None:
    """A name that no concept has is never taken for a similar one."""
    with pytest.raises(UnknownConceptError):
        SHIPPED.find(query)


def test_short_names_are_told_apart() -> None:
    """Languages of one letter, with and without signs, are all different."""
    graph = _graph(
        c="C", cpp="C++", csharp="C#", fsharp="F#", r="R", rust="Rust", d="D", go="Go", a_star="A*", dotnet=".NET"
    )
    pairs = {
        "C": "c",
        "c++": "cpp",
        "C #": "csharp",
        "C♯": "csharp",
        "f#": "fsharp",
        "R": "r",
        "rust": "rust",
        "d": "d",
        "A *": "a-star",
        "dot net": "dotnet",
        ".net": "dotnet",
    }
    assert {query: graph.find(query).id for query in pairs} == pairs
    for query in ("A", "R*", "C+", "C+++", "D#", "G", "Gο", "Rusty", "rus"):
        with pytest.raises(UnknownConceptError):
            graph.find(query)


def test_rust_is_found_where_it_is() -> None:
    """In a graph that has Rust, and no R, the name finds Rust, and R finds nothing."""
    graph = _graph(rust="Rust")
    assert graph.find("rust").id == "rust"
    with pytest.raises(UnknownConceptError):
        graph.find("R")


def test_a_digit_is_no_slip() -> None:
    """Versions and standards that differ in a number are different things."""
    graph = _graph(iso="ISO 27001", cuda="CUDA Toolkit 12")
    for query in ("ISO 27002", "ISO 2700", "ISO 270011", "CUDA Toolkit 11", "CUDA Toolkit"):
        with pytest.raises(UnknownConceptError):
            graph.find(query)
    assert graph.find("CUDA Tolkit 12").id == "cuda"


def test_the_first_letter_is_no_slip() -> None:
    """What begins otherwise may mean the opposite."""
    graph = _graph(symmetric="Symmetric encryption")
    with pytest.raises(UnknownConceptError) as caught:
        graph.find("Asymmetric encryption")
    assert caught.value.suggestions == ("Symmetric encryption",)


def test_several_concepts_are_a_question() -> None:
    """A name that two concepts bear, or that is one slip away from two, raises with both ids."""
    graph = _graph(
        tree_ds="Trees|tree structure", tree_ml="Decision trees|Tree structure", ab="Data modeling", ac="Data modelling"
    )
    for query, ids in (("tree structure", ("tree-ds", "tree-ml")), ("Data modellng", ("ab", "ac"))):
        with pytest.raises(AmbiguousNameError) as caught:
            graph.find(query)
        assert caught.value.suggestions == ids
        assert caught.value.query == query


def test_a_declared_ambiguous_name_is_a_question() -> None:
    """A name that no concept claims, but people use for several, raises with the names of those, and heads a search."""
    concepts = [Skill(id="aa", name="Optimal control"), Skill(id="bb", name="Multi-party computation")]
    index = NameIndex(concepts, {"M.P.C.": ("bb", "aa")})
    for query in ("MPC", "m p c", "M.P.C."):
        with pytest.raises(AmbiguousNameError) as caught:
            index.find(query)
        assert caught.value.suggestions == ("Multi-party computation", "Optimal control")
    assert {concept.id for concept in index.search("MPC")} == {"aa", "bb"}
    assert index.claimants("MPC") == ()
    assert not index.clashes()


def test_a_claimed_name_goes_before_a_declared_one() -> None:
    """Where a concept bears the name, it is meant, and the declaration is void for searches too."""
    concepts = [Skill(id="aa", name="Control"), Skill(id="bb", name="Computation"), Skill(id="cc", name="MPC")]
    index = NameIndex(concepts, {"mpc": ("aa", "bb")})
    assert index.find("M.P.C.").id == "cc"
    assert [concept.id for concept in index.search("mpc")] == ["cc"]
    assert index.claimants("m-p-c") == ["cc"]


def test_a_slip_does_not_reach_a_declared_name() -> None:
    """A misspelled ambiguous name is neither asked back nor guessed."""
    index = NameIndex(
        [Skill(id="aa", name="AI gateways"), Skill(id="bb", name="Proxy")], {"API gateways": ("aa", "bb")}
    )
    with pytest.raises(AmbiguousNameError):
        index.find("API gateways")
    with pytest.raises(UnknownConceptError) as caught:
        index.find("API gatewasy")
    assert not isinstance(caught.value, AmbiguousNameError)


def test_a_missing_concept_is_not_replaced_by_its_neighbour() -> None:
    """Were a concept not in the graph, none of its names would silently find one that is written alike."""
    owners: dict[str, set[str]] = {}
    for concept_id, names in NAMES.items():
        for name in (concept_id, *names):
            owners.setdefault(normalise(name), set()).add(concept_id)
    mistakable: dict[str, set[str]] = {}
    for name, ids in owners.items():
        for near, _, _ in process.extract(name, list(owners), scorer=OSA.distance, score_cutoff=1, limit=None):
            for concept_id in ids:
                if owners[near] != {concept_id}:
                    mistakable.setdefault(concept_id, set()).add(name)
    assert sum(map(len, mistakable.values())) > 10
    for concept_id, names in mistakable.items():
        rest = NameIndex(concept for concept in SHIPPED.values() if concept.id != concept_id)
        for name in names:
            with pytest.raises(UnknownConceptError):
                rest.find(name)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_noise_finds_nothing(text: str) -> None:
    """A text that is two slips or more from every name raises, and whatever is found is near in writing."""
    distance = process.extractOne(normalise(text), SPELLINGS, scorer=OSA.distance)[1]
    try:
        found = SHIPPED.find(text)
    except UnknownConceptError:
        return
    assert distance <= 1
    names = (found.id, *NAMES[found.id])
    assert min(OSA.distance(normalise(text), normalise(name)) for name in names) == distance


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SPELLINGS), st.data())
def test_two_slips_are_never_guessed(name: str, data: st.DataObject) -> None:
    """Two changed letters make another name: it raises, unless that other name exists."""
    places = data.draw(st.lists(st.integers(0, len(name)), min_size=2, max_size=2))
    letters = data.draw(st.lists(st.sampled_from("qxzj"), min_size=2, max_size=2))
    changed = name
    for place, letter in zip(places, letters, strict=True):
        changed = changed[:place] + letter + changed[place:]
    assume(process.extractOne(changed, SPELLINGS, scorer=OSA.distance)[1] >= 2)
    with pytest.raises(UnknownConceptError):
        SHIPPED.find(changed)


# ---------------------------------------------------------------------- hostile queries


@pytest.mark.parametrize(
    "query", ["x" * 10_000, "R" + " " * 9_998 + "x", "𝕏" * 10_000, "ﷺ" * 10_000, "python " * 1_500]
)
def test_long_queries_raise_quickly(query: str) -> None:
    """Ten thousand characters are no name, whatever they begin with, and cost no time."""
    SHIPPED.search("warm")
    begun = time.perf_counter()
    with pytest.raises(UnknownConceptError) as caught:
        SHIPPED.find(query)
    assert time.perf_counter() - begun < 0.5
    assert len(str(caught.value)) < 5_000
    assert len(SHIPPED.search(query)) <= 10


def test_long_names_are_found() -> None:
    """A name that is itself long is found exactly."""
    graph = _graph(long="word " * 100 + "end")
    assert graph.find("word " * 100 + "END").id == "long"


# ---------------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("machine lerning", "machine-learning"),
        ("kubernets", "kubernetes"),
        ("R", "r"),
        ("pyton", "python"),
        ("sklearn", "scikit-learn"),
        ("linear algebra", "linear-algebra"),
        ("tensor flow", "tensorflow"),
        ("C++", "c-plus-plus"),
    ],
)
def test_search_puts_the_best_first(query: str, first: str) -> None:
    """Typing mistakes are forgiven."""
    assert SHIPPED.search(query)[0].id == first


@pytest.mark.parametrize("concept_id", sorted(SHIPPED)[::9])
def test_search_by_its_name_puts_a_concept_first(concept_id: str) -> None:
    """The exact name of a concept is the best match."""
    assert SHIPPED.search(SHIPPED[concept_id].name)[0].id == concept_id


def test_search_keeps_to_the_kind_and_the_limit() -> None:
    """The kind filters before the limit cuts, and no concept comes twice."""
    roles = SHIPPED.search("engineer", kind=Role)
    assert roles
    assert all(isinstance(role, Role) for role in roles)
    assert [concept.id for concept in SHIPPED.search("learning", limit=3)] == [
        concept.id for concept in SHIPPED.search("learning")[:3]
    ]
    everything = SHIPPED.search("data", kind=Concept, limit=1_000)
    assert len({concept.id for concept in everything}) == len(everything) > 10
    assert SHIPPED.search("data", limit=0) == []
    assert SHIPPED.search("data", limit=-5) == []


@pytest.mark.parametrize("query", ["", "  ", "qqqqqqqqqq"])
def test_search_for_nothing_finds_nothing(query: str) -> None:
    """No likeness, no results."""
    assert SHIPPED.search(query) == []


def test_search_is_deterministic() -> None:
    """Equal graphs rank alike, in whatever order the concepts came."""
    twin = CareerGraph(reversed(list(SHIPPED.values())))
    for query in ("learning", "data", "model", "py"):
        assert [c.id for c in twin.search(query)] == [c.id for c in SHIPPED.search(query)]


def test_names_made_to_take_long_take_no_time() -> None:
    """A label of 80,000 accents on one letter, which takes seconds to normalise, is refused before that."""
    hostile = "e" + "\u0301\u0327" * 40_000
    concepts = [Technology(id="accents", name=hostile, aliases=(f"x{hostile}",)), Skill(id="calculus", name="Calculus")]
    began = time.process_time()
    with pytest.raises(InvalidGraphError, match="a name has more than 20,000 characters; shorten it"):
        CareerGraph(concepts)
    names = NameIndex(concepts)
    assert names.find("CALCULUS").id == "calculus"
    assert names.find(hostile.upper()).id == "accents"
    with pytest.raises(UnknownConceptError) as caught:
        names.find("access")
    assert len(str(caught.value)) < 2_000
    assert time.process_time() - began < 1
