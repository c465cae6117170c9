"""An order of things in which those that are near one another stand together.

What is sought is the order of least length: the sum of the distances between neighbours, a path through all of them
(Climer and Zhang, "Rearrangement clustering", J. Mach. Learn. Res. 2006). It is approached by the nearest neighbour
from every start, then by turning parts round and moving parts until neither helps: two of the moves of Lin
(Bell Syst. Tech. J. 1965) and Or (1976).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_ENOUGH = 1e-9
_LONGEST_PART = 3


def seriated(distances: Sequence[Sequence[float]]) -> list[int]:
    """The positions in an order in which no part can be turned round to make it shorter.

    Args:
        distances: From each to each, the same both ways.

    Complexity:
        O(n^3) for n things, and a few rounds of it.

    Example:
        >>> places = [3, 0, 2, 1]
        >>> seriated([[abs(one - other) for other in places] for one in places])
        [0, 2, 3, 1]
    """
    count = len(distances)
    if count < 3:
        return list(range(count))
    starts = (_nearest_first(distances, start) for start in range(count))
    order = min(starts, key=lambda order: (round(length(distances, order), 6), order))
    best = length(distances, order)
    while True:
        order = _moved(distances, _turned(distances, order))
        now = length(distances, order)
        if now > best - _ENOUGH:
            break
        best = now
    return order if order[0] < order[-1] else order[::-1]


def length(distances: Sequence[Sequence[float]], order: Sequence[int]) -> float:
    """How long the path through all in that order is."""
    return sum(distances[one][other] for one, other in pairwise(order))


def _nearest_first(distances: Sequence[Sequence[float]], start: int) -> list[int]:
    order, left = [start], [number for number in range(len(distances)) if number != start]
    while left:
        row = distances[order[-1]]
        order.append(min(left, key=lambda number: (row[number], number)))
        left.remove(order[-1])
    return order


def _turned(distances: Sequence[Sequence[float]], order: list[int]) -> list[int]:
    """With every part turned round for which that makes the path shorter."""
    last = len(order) - 1
    is_better = True
    while is_better:
        is_better = False
        for first in range(last):
            for end in range(first + 1, last + 1):
                before = after = now = then = 0.0
                if first > 0:
                    before, now = distances[order[first - 1]][order[first]], distances[order[first - 1]][order[end]]
                if end < last:
                    after, then = distances[order[end]][order[end + 1]], distances[order[first]][order[end + 1]]
                if now + then < before + after - _ENOUGH:
                    order[first : end + 1] = order[first : end + 1][::-1]
                    is_better = True
    return order


def _moved(distances: Sequence[Sequence[float]], order: list[int]) -> list[int]:
    """With short parts put elsewhere, either way round, where that makes the path shorter."""
    best = length(distances, order)
    for size in range(1, min(_LONGEST_PART, len(order) - 1) + 1):
        for first in range(len(order) - size + 1):
            part, rest = order[first : first + size], order[:first] + order[first + size :]
            for place in range(len(rest) + 1):
                for way in (part, part[::-1]):
                    tried = rest[:place] + way + rest[place:]
                    now = length(distances, tried)
                    if now < best - _ENOUGH:
                        order, best = tried, now
    return order
