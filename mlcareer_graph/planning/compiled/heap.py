"""A binary heap of nodes by key, least first and of equal keys the lower node."""

from __future__ import annotations

from typing import Any

from numba import njit

from mlcareer_graph.planning.compiled.arrays import Ints


@njit(cache=True)
def push(keys: Any, nodes: Ints, size: int, key: float, node: int) -> int:
    """Put a node into a heap; return how many it holds."""
    at = size
    while at:
        up = (at - 1) >> 1
        if keys[up] < key or (keys[up] == key and nodes[up] <= node):
            break
        keys[at], nodes[at] = keys[up], nodes[up]
        at = up
    keys[at], nodes[at] = key, node
    return size + 1


@njit(cache=True)
def pop(keys: Any, nodes: Ints, size: int) -> tuple[Any, int, int]:
    """Take the first node from a heap; return its key, the node, and how many are left."""
    key, node = keys[0], nodes[0]
    size -= 1
    if size:
        last_key, last_node = keys[size], nodes[size]
        at = 0
        while True:
            down = 2 * at + 1
            if down >= size:
                break
            right = down + 1
            if right < size and (
                keys[right] < keys[down] or (keys[right] == keys[down] and nodes[right] < nodes[down])
            ):
                down = right
            if last_key < keys[down] or (last_key == keys[down] and last_node <= nodes[down]):
                break
            keys[at], nodes[at] = keys[down], nodes[down]
            at = down
        keys[at], nodes[at] = last_key, last_node
    return key, node, size
