"""The graph as a mapping: what is in it, what is not, and that nothing changes it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from mlcareer_graph import (
    CareerGraph,
    EducationPath,
    InvalidGraphError,
    Relation,
    Requirement,
    Role,
    Skill,
    Technology,
    UnknownConceptError,
    load_graph,
)
from mlcareer_graph.model import CONCEPT_KINDS, Level, Task


@pytest.fixture(scope="module")
def shipped() -> CareerGraph:
    """The graph that the library ships."""
    return load_graph()


CODING = Skill(id="coding", name="Coding")
PYTHON = Technology(id="python", name="Python")
NEEDS = Requirement("coding", ("python",))
USED = Relation("python", "used_for", "coding")


def test_a_graph_is_a_mapping_of_ids(shipped: CareerGraph) -> None:
    """Length, membership, look-up and iteration agree, and the order is that of the ids."""
    assert isinstance(shipped, Mapping)
    assert list(shipped) == sorted(shipped.keys())
    assert len(shipped) == len(list(shipped)) == len(shipped.items()) > 300
    assert all(shipped[concept_id].id == concept_id and concept_id in shipped for concept_id in shipped)
    assert "nothing-of-the-kind" not in shipped
    assert None not in shipped


def test_a_missing_id_is_a_lookup_error_with_suggestions(shipped: CareerGraph) -> None:
    """What is not there raises what a mapping raises, and the error helps."""
    with pytest.raises(KeyError) as caught:
        shipped["kers"]
    assert isinstance(caught.value, UnknownConceptError)
    assert isinstance(caught.value, LookupError)
    assert "keras" in caught.value.suggestions
    assert str(caught.value).startswith("no concept is called 'kers'; did you mean 'keras'")


def test_get_answers_without_a_search(shipped: CareerGraph) -> None:
    """`get` gives the concept or the default."""
    assert shipped.get("keras") is shipped["keras"]
    assert shipped.get("nothing") is None
    assert shipped.get("nothing", 5) == 5
    code = (
        "import sys, mlcareer_graph\ngraph = mlcareer_graph.load_graph()\n"
        "assert graph.get('nothing') is None and 'nothing' not in graph\nassert 'rapidfuzz' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_kinds_are_mappings(shipped: CareerGraph) -> None:
    """Each kind is a read-only mapping of its concepts, and the kinds make up the graph."""
    views: list[tuple[Mapping[str, Any], type]] = [
        (shipped.roles, Role),
        (shipped.skills, Skill),
        (shipped.technologies, Technology),
        (shipped.education_paths, EducationPath),
    ]
    for view, kind in views:
        assert isinstance(view, Mapping)
        assert view
        assert all(type(concept) is kind and shipped[concept_id] is concept for concept_id, concept in view.items())
        with pytest.raises(TypeError):
            view["other"] = 1  # type: ignore[index]
    counts = [len(shipped.of_kind(kind)) for kind in CONCEPT_KINDS.values()]
    assert sum(counts) == len(shipped)


def test_equality_looks_at_everything() -> None:
    """Graphs are equal when their concepts, requirements and relations are, in whatever order they were given."""
    graph = CareerGraph([CODING, PYTHON], [NEEDS], [USED])
    twin = CareerGraph([PYTHON, CODING], [NEEDS], [USED])
    assert graph == twin
    assert hash(graph) == hash(twin)
    assert len({graph, twin}) == 1
    others = [
        CareerGraph([CODING, PYTHON], [NEEDS]),
        CareerGraph([CODING, PYTHON], [], [USED]),
        CareerGraph([CODING, PYTHON], [Requirement("coding", ("python",), level=Level.EXPERT)], [USED]),
        CareerGraph([Skill(id="coding", name="Programming"), PYTHON], [NEEDS], [USED]),
        CareerGraph([CODING, PYTHON], [NEEDS], [Relation("python", "related_to", "coding")]),
    ]
    assert graph not in others
    assert graph != dict(graph)


def test_a_symmetric_relation_is_one_edge_from_either_end() -> None:
    """It makes no difference at which end a symmetric relation was stated."""
    one = CareerGraph([CODING, PYTHON], [], [Relation("python", "related_to", "coding")])
    two = CareerGraph([CODING, PYTHON], [], [Relation("coding", "related_to", "python")])
    assert one == two
    assert one.to_dict() == two.to_dict()


def test_nothing_changes_a_graph(shipped: CareerGraph) -> None:
    """Neither the graph nor its concepts can be written to, and what it hands out is a copy."""
    with pytest.raises(TypeError):
        shipped["keras"] = CODING  # type: ignore[index]
    with pytest.raises(TypeError):
        del shipped["keras"]  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        shipped["keras"].name = "Other"  # type: ignore[misc]
    before = shipped.to_dict()
    for handed_out in (
        shipped.requirements("keras"),
        shipped.prerequisites("keras"),
        shipped.unlocks("python"),
        shipped.related("keras"),
        shipped.edges("keras"),
        shipped.search("keras"),
        shipped.to_dict()["concepts"],
        shipped.record("keras")["requires"],
    ):
        handed_out.clear()
    assert isinstance(shipped.relations, tuple)
    assert shipped.to_dict() == before
    assert shipped.requirements("keras")


def test_an_empty_graph_is_a_graph() -> None:
    """A graph may hold nothing; it is then falsy, like every empty mapping."""
    graph = CareerGraph([])
    assert not graph
    assert graph == CareerGraph.from_dict({"concepts": []})
    assert graph.search("anything") == []
    with pytest.raises(UnknownConceptError):
        graph.find("anything")
    assert len(graph.to_networkx()) == 0


@pytest.mark.parametrize(
    ("concepts", "requirements", "relations", "words"),
    [
        ([CODING, CODING], [], [], "several concepts have this id"),
        ([CODING], [NEEDS], [], "there is no concept 'python'"),
        ([PYTHON], [NEEDS], [], "there is no concept 'coding'"),
        ([Task(id="coding", name="Coding"), PYTHON], [NEEDS], [], "'coding' is of kind task"),
        ([CODING], [Requirement("coding", ("coding",))], [], "requires itself"),
        ([CODING, PYTHON], [], [Relation("python", "likes", "coding")], "there is no relation 'likes'"),
        ([CODING, PYTHON], [], [Relation("coding", "implemented_in", "python")], "only these have implemented_in"),
        ([CODING], [], [Relation("python", "used_for", "coding")], "there is no concept 'python'"),
        ([CODING, PYTHON], [], [USED, USED], "stated twice"),
        ([CODING, PYTHON], [], [Relation("python", "used_for", "coding", Level.EXPERT)], "has no level"),
        (
            [CODING, EducationPath(id="course", name="C")],
            [],
            [Relation("course", "teaches", "coding")],
            "the level is missing",
        ),
    ],
)
def test_graphs_that_hang_in_the_air_are_refused(
    concepts: list[Any], requirements: list[Requirement], relations: list[Relation], words: str
) -> None:
    """A graph made of values is checked like one that is read."""
    with pytest.raises(InvalidGraphError, match=words):
        CareerGraph(concepts, requirements, relations)
