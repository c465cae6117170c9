"""Loops in a directed graph that is given as successors by node."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping


def shortest_loop(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """A shortest cycle, first node repeated at the end; empty if there is none.

    Among cycles of the same length it is the one that starts with the least node.

    Complexity:
        O(n + m) if there is no cycle, O(n (n + m)) within what cycles reach and are reached from otherwise.

    Example:
        >>> shortest_loop({"a": ["b"], "b": ["c", "a"], "c": ["a"]})
        ['a', 'b', 'a']
    """
    best: list[str] = []
    successors = _between_loops(edges)
    for start in sorted(successors):
        loop = _loop_through(start, successors)
        if loop and (not best or len(loop) < len(best)):
            best = loop
    return best


def _loop_through(start: str, successors: Mapping[str, list[str]]) -> list[str]:
    previous: dict[str, str] = {}
    queue = deque([start])
    while queue and start not in previous:
        node = queue.popleft()
        for target in successors[node]:
            if target not in previous:
                previous[target] = node
                queue.append(target)
    if start not in previous:
        return []
    loop = [start, previous[start]]
    while loop[-1] != start:
        loop.append(previous[loop[-1]])
    return loop[::-1]


def _between_loops(edges: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """What is left when nodes without successors, then without predecessors, are peeled off."""
    forward = {node: sorted(set(targets)) for node, targets in edges.items()}
    for _ in ("without successors", "without predecessors"):
        forward = _reversed(_peeled(forward))
    return forward


def _peeled(successors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    nodes = set(successors) | {target for targets in successors.values() for target in targets}
    predecessors: dict[str, list[str]] = {node: [] for node in nodes}
    degree = dict.fromkeys(nodes, 0)
    for node, targets in successors.items():
        degree[node] = len(targets)
        for target in targets:
            predecessors[target].append(node)
    queue = deque(node for node in nodes if not degree[node])
    while queue:
        node = queue.popleft()
        nodes.discard(node)
        for source in predecessors[node]:
            degree[source] -= 1
            if not degree[source]:
                queue.append(source)
    return {node: [target for target in successors[node] if target in nodes] for node in nodes}


def _reversed(successors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    reverse: dict[str, list[str]] = {node: [] for node in sorted(successors)}
    for node in sorted(successors):
        for target in successors[node]:
            reverse[target].append(node)
    return reverse
