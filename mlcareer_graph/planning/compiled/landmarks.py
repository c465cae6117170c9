"""What `planning.landmarks` does, on arrays."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Bits, Flat, Ints
from mlcareer_graph.planning.compiled.bits import ALL, add, unite
from mlcareer_graph.planning.compiled.clock import is_over
from mlcareer_graph.planning.landmarks import SELDOM


@njit(cache=True)
def landmarks(p: Flat, component: Ints, count: int, deadline: float) -> tuple[Bits, bool]:
    """`landmarks.landmarks`: a row of bits for each node; and whether that was done in time."""
    cost, gstart, need, ostart, opts, _target = p
    size = cost.size
    words = (size + 63) >> 6
    found = np.full((size, words), ALL)
    first = np.zeros(count + 1, np.int64)
    for node in range(size):
        first[component[node] + 1] += 1
    for number in range(count):
        first[number + 1] += first[number]
    place = first[:-1].copy()
    members = np.empty(size, np.int64)
    for node in range(size):
        members[place[component[node]]] = node
        place[component[node]] += 1
    bits = np.empty(words, np.uint64)
    group_bits = np.empty(words, np.uint64)
    for number in range(count):
        changed = True
        while changed:
            changed = False
            for at_member in range(first[number], first[number + 1]):
                node = members[at_member]
                if not (at_member - first[number]) & SELDOM and is_over(size, deadline):
                    return found, False
                bits[:] = 0
                add(bits, node)
                for group in range(gstart[node], gstart[node + 1]):
                    k, start, end = need[group], ostart[group], ostart[group + 1]
                    if k == end - start:
                        for at in range(start, end):
                            unite(bits, found[opts[at]])
                    elif k == 1:
                        group_bits[:] = found[opts[start]]
                        for at in range(start + 1, end):
                            row = found[opts[at]]
                            for word in range(words):
                                group_bits[word] &= row[word]
                        unite(bits, group_bits)
                    else:
                        rest = end - start - k
                        held = np.zeros((rest + 1, words), np.uint64)
                        for at in range(start, end):
                            row = found[opts[at]]
                            for word in range(words):
                                for level in range(rest, 0, -1):
                                    held[level, word] |= held[level - 1, word] & row[word]
                                held[0, word] |= row[word]
                        unite(bits, held[rest])
                row = found[node]
                for word in range(words):
                    if bits[word] != row[word]:
                        changed = True
                        row[word] = bits[word]
            if first[number + 1] - first[number] == 1:
                changed = False
    return found, True
