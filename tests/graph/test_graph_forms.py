"""A graph comes back equal from each of its forms: records, columns, pickles, and the network of networkx."""

from __future__ import annotations

import copy
import json
import math
import pickle
from typing import Any

import networkx
import pytest
import yaml
from hostile_graph import CLOSED, LANGUAGES, NUMBERS, TEXTS, hostile_graph, text_fields, texts_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from random_graphs import career_graphs

from mlcareer_graph import CareerGraph, Competency, Level, Requirement, Strength, load_graph
from mlcareer_graph.ontology.columns import from_columns, to_columns
from mlcareer_graph.ontology.syntax import SourceTextError
from mlcareer_graph.ontology.yaml_subset import parse

RANDOM = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def shipped() -> CareerGraph:
    """The graph that the library ships."""
    return load_graph()


@pytest.fixture(scope="module")
def hostile() -> CareerGraph:
    """A graph of hostile texts."""
    return hostile_graph(TEXTS, NUMBERS, LANGUAGES)


def test_every_field_has_every_hostile_text(hostile: CareerGraph) -> None:
    """What the tests with hostile texts are about is each field of the model that takes one, new ones too."""
    fields, found = text_fields(), texts_of(hostile)
    assert fields > CLOSED
    assert [field for field in sorted(fields - CLOSED) if not set(TEXTS) <= found.get(field, set())] == []


def _assert_same(graph: CareerGraph, twin: CareerGraph) -> None:
    assert twin == graph
    assert hash(twin) == hash(graph)
    assert list(twin) == list(graph)
    assert list(twin.all_requirements) == list(graph.all_requirements)
    assert list(twin.relations) == list(graph.relations)
    # The types and signs of numbers too: 1 equals 1.0, and 0.0 equals -0.0.
    assert repr(twin.to_dict()) == repr(graph.to_dict())


def _through_records(graph: CareerGraph) -> CareerGraph:
    return CareerGraph.from_dict(json.loads(json.dumps(graph.to_dict(), allow_nan=False)))


def _through_yaml(graph: CareerGraph) -> CareerGraph:
    return CareerGraph.from_dict(parse(yaml.dump(graph.to_dict(), Dumper=yaml.CSafeDumper)))


def _through_columns(graph: CareerGraph) -> CareerGraph:
    return from_columns(json.loads(json.dumps(to_columns(graph), allow_nan=False)))


@RANDOM
@given(career_graphs())
def test_records_hold_everything(graph: CareerGraph) -> None:
    """`from_dict` of what `to_dict` gives, written as JSON in between, is the graph again."""
    _assert_same(graph, _through_records(graph))


@RANDOM
@given(career_graphs())
def test_columns_hold_everything(graph: CareerGraph) -> None:
    """The columnar form, written as JSON in between, is the graph again."""
    _assert_same(graph, _through_columns(graph))


@settings(RANDOM, max_examples=30)
@given(career_graphs())
def test_pickles_hold_everything(graph: CareerGraph) -> None:
    """A graph survives pickling and copying, used or unused."""
    _assert_same(graph, pickle.loads(pickle.dumps(graph)))
    graph.search("a")
    assert [graph.unlocks(graph[concept_id]) for concept_id in graph]
    _assert_same(graph, pickle.loads(pickle.dumps(graph)))
    _assert_same(graph, copy.deepcopy(graph))


def _through_pickle(graph: CareerGraph) -> CareerGraph:
    found: CareerGraph = pickle.loads(pickle.dumps(graph))
    return found


@pytest.mark.parametrize("through", [_through_records, _through_columns, _through_pickle])
def test_the_shipped_graph_survives(shipped: CareerGraph, through: Any) -> None:
    """The shipped graph comes back from each form."""
    _assert_same(shipped, through(shipped))


@pytest.mark.parametrize("through", [_through_records, _through_yaml, _through_columns, _through_pickle])
def test_hostile_texts_survive(hostile: CareerGraph, through: Any) -> None:
    """Quotes, line ends, controls, marks, and what looks like syntax come back as they were, and so do all numbers."""
    _assert_same(hostile, through(hostile))


_SCALARS = st.text(max_size=12) | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none()


@settings(max_examples=150, deadline=None)
@given(
    value=st.lists(_SCALARS | st.sampled_from(TEXTS[:-2]), max_size=4),
    dumper=st.sampled_from([yaml.SafeDumper, yaml.CSafeDumper]),
    style=st.sampled_from([None, '"', "'", "|", ">"]),
    is_unicode=st.booleans(),
)
@example(value=[math.inf, -math.inf], dumper=yaml.SafeDumper, style=None, is_unicode=True)
@example(value=["a\x85b"], dumper=yaml.SafeDumper, style=None, is_unicode=True)
@example(value=["a\u2028  b"], dumper=yaml.CSafeDumper, style=None, is_unicode=True)
@example(value=[5e-324, 1e22, 1e-7, 2**64], dumper=yaml.SafeDumper, style=None, is_unicode=True)
def test_yaml_of_others_is_read_as_it_was_meant_or_not_at_all(
    value: list[Any], dumper: type[yaml.SafeDumper], style: str | None, is_unicode: bool
) -> None:
    """Of what other programs write as YAML, no value is read as another one; what is refused is told."""
    written = [str(part) for part in value] if style else value
    try:
        text = yaml.dump(written, Dumper=dumper, default_style=style, allow_unicode=is_unicode)
        text.encode()
    except UnicodeEncodeError:
        return
    try:
        read = parse(text)
    except SourceTextError:
        return
    assert repr(read) == repr(written)


@pytest.mark.parametrize("number", [".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN"])
def test_a_number_without_end_is_refused_and_its_text_is_not(number: str) -> None:
    """YAML has words for what is no finite number; whoever means the word quotes it."""
    with pytest.raises(SourceTextError) as refused:
        parse(f"- 1\n- {number}")
    assert (refused.value.what, refused.value.line) == (f"{number} is no finite number", 2)
    assert parse(f'- "{number}"\n- {number}x') == [number, f"{number}x"]


@settings(RANDOM, max_examples=30)
@given(career_graphs())
def test_records_state_each_concept_alone(graph: CareerGraph) -> None:
    """`record` gives one entry of `to_dict`, and the entries are in the order of the graph."""
    records = graph.to_dict()["concepts"]
    assert [record["id"] for record in records] == list(graph)
    assert [graph.record(graph[concept_id]) for concept_id in graph] == records


# ---------------------------------------------------------------------- networkx


def _requirements_of(network: networkx.MultiDiGraph[str]) -> set[tuple[Any, ...]]:
    """The requirements as the edges tell them, without their evidence."""
    groups: dict[tuple[str, int], list[tuple[str, dict[str, Any]]]] = {}
    for subject, option, edge in network.edges(data=True):
        if edge["relation"] in ("requires", "prefers"):
            groups.setdefault((subject, edge["group"]), []).append((option, edge))
    rebuilt = set()
    for (subject, group), options in groups.items():
        first = options[0][1]
        for _, edge in options:
            assert {key: edge[key] for key in ("at_least", "level", "strength")} == {
                key: first[key] for key in ("at_least", "level", "strength")
            }
        requirement = Requirement(
            subject,
            tuple(sorted(option for option, _ in options)),
            first["at_least"],
            Level.parse(first["level"]),
            Strength(first["strength"]),
            Level.parse(first["applies_from"]),
        )
        rebuilt.add((group, requirement))
    return rebuilt


def _stated_requirements(graph: CareerGraph) -> set[tuple[Any, ...]]:
    return {
        (
            group,
            Requirement(r.subject, tuple(sorted(r.options)), r.at_least, r.level, r.strength, r.applies_from),
        )
        for concept_id in graph
        for group, r in enumerate(graph.requirements(graph[concept_id]))
    }


def _assert_same_network(graph: CareerGraph) -> None:
    network = graph.to_networkx()
    assert set(network) == set(graph)
    for concept_id, node in network.nodes(data=True):
        assert (node["kind"], node["name"]) == (graph[concept_id].kind, graph[concept_id].name)
    relations = {
        (subject, key, object_, edge.get("level"))
        for subject, object_, key, edge in network.edges(keys=True, data=True)
        if key == edge["relation"]
    }
    assert relations == {
        (r.subject, r.type, r.object, None if r.level is None else str(r.level)) for r in graph.relations
    }
    assert _requirements_of(network) == _stated_requirements(graph)
    easier = {
        (subject, near, edge["level"], edge["saves"])
        for subject, near, edge in network.edges(data=True)
        if edge["relation"] == "easier_with"
    }
    assert easier == {
        (concept.id, near.know, str(near.level), near.saves)
        for concept in graph.of_kind(Competency).values()
        for near in concept.easier_with
    }


@RANDOM
@given(career_graphs())
def test_networks_lose_nothing_of_the_structure(graph: CareerGraph) -> None:
    """Nodes, relations, requirements and savings can all be rebuilt from the network."""
    _assert_same_network(graph)


def test_the_shipped_network(shipped: CareerGraph) -> None:
    """The shipped graph as a network has one node a concept and every edge."""
    _assert_same_network(shipped)


def test_two_savings_by_one_concept_are_two_edges() -> None:
    """Knowing Java a little and knowing it well save different parts, and the network keeps both."""
    easier = [{"know": "java", "level": level, "saves": saves} for level, saves in (("working", 0.3), ("expert", 0.6))]
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "java", "kind": "technology", "name": "Java"},
                {"id": "python", "kind": "technology", "name": "Python", "easier_with": easier},
            ]
        }
    )
    assert sorted(edge["saves"] for _, _, edge in graph.to_networkx().edges(data=True)) == [0.3, 0.6]


def test_algorithms_of_networkx_run(shipped: CareerGraph) -> None:
    """The prerequisites of the shipped graph, as networkx sees them, have an order that the graph confirms."""
    network = shipped.to_networkx()
    binding = networkx.DiGraph(
        (option, subject) for subject, option, edge in network.edges(data=True) if edge["relation"] == "requires"
    )
    order = {concept_id: place for place, concept_id in enumerate(networkx.topological_sort(binding))}
    assert all(order[option] < order[subject] for option, subject in binding.edges)
    assert networkx.ancestors(binding, "keras") == {
        concept.id for concept in shipped.prerequisites("keras", recursive=True)
    }
    assert sum(len(part) for part in networkx.weakly_connected_components(network)) == len(shipped)
    assert max(networkx.degree_centrality(network).values()) > 0


def test_each_network_is_new(shipped: CareerGraph) -> None:
    """Changing a network changes neither the graph nor the next network."""
    network = shipped.to_networkx()
    network.nodes["keras"]["aliases"].append("other")
    network.remove_node("python")
    again = shipped.to_networkx()
    assert "python" in again
    assert "other" not in again.nodes["keras"]["aliases"]
