"""Shortest loops, against what networkx finds."""

from __future__ import annotations

import time
from itertools import pairwise

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph.graph.loops import shortest_loop

NODES = st.sampled_from("abcdefgh")


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NODES, st.lists(NODES, max_size=3), max_size=8))
def test_the_loop_is_a_shortest_one(edges: dict[str, list[str]]) -> None:
    """What is returned is a cycle along the edges, and no cycle is shorter; nothing is returned where there is none."""
    network = networkx.DiGraph((node, target) for node, targets in edges.items() for target in targets)
    shortest = min((len(cycle) for cycle in networkx.simple_cycles(network)), default=0)
    loop = shortest_loop(edges)
    assert len(loop) == (shortest + 1 if shortest else 0)
    if loop:
        assert loop[0] == loop[-1] == min(loop)
        assert all(target in edges[node] for node, target in pairwise(loop))


@given(st.permutations([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("b", "c")]))
def test_the_order_of_the_edges_does_not_matter(order: list[tuple[str, str]]) -> None:
    """Of several shortest loops, the one with the least node is told, whatever the order of the input."""
    edges: dict[str, list[str]] = {}
    for node, target in order:
        edges.setdefault(node, []).append(target)
    assert shortest_loop(edges) == ["a", "b", "a"]


def test_long_chains_cost_no_recursion() -> None:
    """Twenty thousand requirements in a row, without a loop, are checked at once."""
    edges = {str(number): [str(number + 1)] for number in range(20_000)}
    begun = time.perf_counter()
    assert shortest_loop(edges) == []
    assert time.perf_counter() - begun < 2
