"""Nodes that every plan must hold.

Landmarks of AND/OR graphs after Keyder, Richter and Helmert, "Sound and Complete Landmarks for And/Or Graphs"
(ECAI 2010), with at-least-k groups: among the options of a group of n, what lies on every way to more than
n - k of them cannot be avoided.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from mlcareer_graph.planning.instance import Group, Instance

_ALL = -1
"""Every node: the integer whose bits are all set."""

SELDOM = 63
"""The clock is looked at with the first of so many nodes, and one more, of a component."""


def landmarks(instance: Instance, component: list[int], deadline: float = math.inf) -> list[int] | None:
    """For each node the set of nodes that every derivation of it holds, itself included, as a bit set.

    The greatest solution of the defining equations, computed component by component.

    Args:
        instance: All of its nodes must be derivable.
        component: The strongly connected component of each node, options before users.
        deadline: Give up when `time.monotonic` reaches this.

    Returns:
        The sets; None if the time is over, as an unfinished solution promises too much.

    Complexity:
        O(options x nodes / word size) where groups are acyclic; repeated within a cyclic component until stable.
    """
    groups = instance.groups
    found = [_ALL] * len(instance)
    by_component: dict[int, list[int]] = {}
    for node, number in enumerate(component):
        by_component.setdefault(number, []).append(node)
    for number in sorted(by_component):
        members = by_component[number]
        changed = True
        while changed:
            changed = False
            for position, node in enumerate(members):
                if not position & SELDOM and time.monotonic() >= deadline:
                    return None
                bits = 1 << node
                for group in groups[node]:
                    bits |= unavoidable(group, found)
                if bits != found[node]:
                    found[node] = bits
                    changed = len(members) > 1
    return found


def unavoidable(group: Group, found: list[int]) -> int:
    """What every way to satisfy a group holds, given what every way to its options holds."""
    k, options = group
    if k == 1:
        bits = _ALL
        for option in options:
            bits &= found[option]
        return bits
    # held[j] has a bit set where more than j of the options seen so far have it set.
    need = len(options) - k
    held = [0] * (need + 1)
    for option in options:
        bits = found[option]
        for j in range(need, 0, -1):
            held[j] |= held[j - 1] & bits
        held[0] |= bits
    return held[need]


def members(bits: int) -> Iterator[int]:
    """The nodes of a bit set, ascending."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
