"""Loops in a directed graph that is given as successors by node."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_MOST_COMPARED = 200
"""Nodes of a component whose loops are all compared; of a larger one a loop through its least node is told."""


class Knot(NamedTuple):
    """Nodes each of which can be reached from each other one.

    Attributes:
        nodes: The nodes, sorted.
        loop: One loop among them, its first node repeated at the end: a shortest one, unless there are more than 200
            nodes.
    """

    nodes: list[str]
    loop: list[str]


def knots(edges: Mapping[str, Iterable[str]]) -> list[Knot]:
    """The strongly connected components with more than one node, or with an edge from a node to itself.

    There can be more loops than can be counted, over a million among twelve nodes that all point to one another, so
    they are never listed.

    Complexity:
        O(n log n + m) for the components (Kosaraju), without recursion; a loop takes O(k (k + m)) in one of k <= 200.

    Example:
        >>> knots({"a": ["b"], "b": ["c", "a"], "c": ["a"], "d": ["a"]})
        [Knot(nodes=['a', 'b', 'c'], loop=['a', 'b', 'a'])]
    """
    successors = _between_loops(edges)
    predecessors = _reversed(successors)
    seen: set[str] = set()
    found = []
    for root in _by_finish(successors)[::-1]:
        if root in seen:
            continue
        seen.add(root)
        members = [root]
        for node in members:
            new = [source for source in predecessors[node] if source not in seen]
            seen.update(new)
            members.extend(new)
        nodes = sorted(members)
        inside = set(nodes)
        within = {node: [target for target in successors[node] if target in inside] for node in nodes}
        loop = shortest_loop(within) if len(nodes) <= _MOST_COMPARED else _loop_through(nodes[0], within)
        if loop:
            found.append(Knot(nodes, loop))
    return sorted(found)


def _by_finish(successors: Mapping[str, list[str]]) -> list[str]:
    """The nodes in the order in which a search in depth leaves them."""
    seen: set[str] = set()
    finished = []
    for root in successors:
        if root in seen:
            continue
        seen.add(root)
        work = [(root, iter(successors[root]))]
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in seen:
                    seen.add(target)
                    work.append((target, iter(successors[target])))
                    break
            else:
                finished.append(node)
                work.pop()
    return finished


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
