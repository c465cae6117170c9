"""A hash table of groups that tells whether a node asks for the same twice."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Ints


@njit(cache=True)
def empty_table(count: int) -> Ints:
    """A table with room for so many groups."""
    size = 16
    while size < 2 * count + 2:
        size *= 2
    return np.full(size, -1, np.int64)


@njit(cache=True)
def _hash_group(node: int, k: int, options: Ints) -> Any:
    key = np.uint64(node) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(k)
    for option in options:
        key = (key ^ np.uint64(option)) * np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(29)
    return key


@njit(cache=True)
def is_new(table: Ints, node: int, owner: Ints, need: Ints, ostart: Ints, opts: Ints, group: int) -> bool:
    """Whether no group of the same node with the same options is in the table yet; it is from now on."""
    k, first, last = need[group], ostart[group], ostart[group + 1]
    mask = table.size - 1
    slot = np.int64(_hash_group(node, k, opts[first:last]) & np.uint64(mask))
    while table[slot] >= 0:
        other = table[slot]
        if owner[other] == node and need[other] == k and ostart[other + 1] - ostart[other] == last - first:
            same = True
            for shift in range(last - first):
                if opts[ostart[other] + shift] != opts[first + shift]:
                    same = False
                    break
            if same:
                return False
        slot = (slot + 1) & mask
    table[slot] = group
    return True
