"""Sets of nodes as rows of bits."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Bits, Ints

ONE = np.uint64(1)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True)
def has(bits: Bits, node: int) -> bool:
    """Whether a node is in a set."""
    return (bits[node >> 6] >> np.uint64(node & 63)) & ONE != 0


@njit(cache=True)
def add(bits: Bits, node: int) -> None:
    """Put a node into a set."""
    bits[node >> 6] |= ONE << np.uint64(node & 63)


@njit(cache=True)
def unite(bits: Bits, others: Bits) -> None:
    """Put all nodes of another set into a set."""
    for word in range(bits.size):
        bits[word] |= others[word]


@njit(cache=True)
def meet(bits: Bits, others: Bits) -> bool:
    """Whether two sets have a node in common."""
    for word in range(bits.size):
        if bits[word] & others[word]:
            return True
    return False


@njit(cache=True)
def weight(cost: Ints, bits: Bits, enough: int) -> int:
    """What the nodes of a set cost together, or some of them that cost enough."""
    amount = np.int64(0)
    for word in range(bits.size):
        if amount >= enough:
            break
        rest = bits[word]
        at = word << 6
        while rest:
            if rest & ONE:
                amount += cost[at]
            rest >>= ONE
            at += 1
    return amount
