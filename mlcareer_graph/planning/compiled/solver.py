"""What `planning.solver` does between its calls of itself, on arrays."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Cuts, Flat, Ints, Mask, Reduction
from mlcareer_graph.planning.compiled.clock import is_over, is_past
from mlcareer_graph.planning.compiled.greedy import nearby, planned, support_starts
from mlcareer_graph.planning.compiled.instance import derivation, joined, total, users
from mlcareer_graph.planning.compiled.lmcut import lm_cut
from mlcareer_graph.planning.compiled.parts import part_labels
from mlcareer_graph.planning.compiled.reduction import reduce_without

CLOSED, CUT, PARTS, OPEN, TIMEOUT = 0, 1, 2, 3, 4
# How far `tighten` came: closed by landmarks, by cuts, fallen into parts, still open, or stopped.


@njit(cache=True)
def tighten(
    p: Flat,
    names: Ints,
    paid: Mask,
    base: int,
    incumbent: Mask,
    upper: int,
    unit: int,
    deadline: float,
    is_irreducible: bool,
) -> tuple[int, Cuts, Reduction]:
    """`solver._Search._close` up to where it joins parts or searches."""
    none = (np.int64(0), p[0], np.zeros(1, np.int64), names, names)
    cuts = none
    while base // unit < upper // unit:
        if is_over(names.size, deadline):
            return TIMEOUT, none, (p, names, paid, base, incumbent, upper)
        _label, count = part_labels(p)
        if count > 1:
            return PARTS, cuts, (p, names, paid, base, incumbent, upper)
        cuts = lm_cut(p, (upper - base) // unit * unit, deadline)
        bound, left = cuts[0], cuts[1]
        if (base + bound) // unit >= upper // unit:
            return CUT, cuts, (p, names, paid, base, incumbent, upper)
        if is_over(names.size, deadline):
            return TIMEOUT, cuts, (p, names, paid, base, incumbent, upper)
        plan = planned(p, left, users(p), support_starts(p))
        incumbent, upper = _with_plan(p, names, paid, base, incumbent, upper, plan)
        dear = (left >= upper - base - bound) & ~incumbent[names]
        if not dear.any() and not is_past(deadline):
            plan = nearby(p, kept_plan(p, names, incumbent), bound, deadline)
            incumbent, upper = _with_plan(p, names, paid, base, incumbent, upper, plan)
            dear = (left >= upper - base - bound) & ~incumbent[names]
        if (base + bound) // unit >= upper // unit:
            return CUT, cuts, (p, names, paid, base, incumbent, upper)
        if is_irreducible and not dear.any():
            return OPEN, cuts, (p, names, paid, base, incumbent, upper)
        p, names, paid, base, incumbent, upper = reduce_without(p, names, paid, base, incumbent, upper, dear, deadline)
        is_irreducible = True
    return CLOSED, cuts, (p, names, paid, base, incumbent, upper)


@njit(cache=True)
def _with_plan(
    p: Flat, names: Ints, paid: Mask, base: int, incumbent: Mask, upper: int, plan: Mask
) -> tuple[Mask, int]:
    cost = base + total(p[0], plan)
    if cost >= upper:
        return incumbent, upper
    return joined(paid, names, plan), cost


@njit(cache=True)
def kept_plan(p: Flat, names: Ints, incumbent: Mask) -> Mask:
    """`solver._kept_plan`."""
    kept = incumbent[names]
    w = users(p)
    derived, _order = derivation(p, w, kept)
    if derived[p[5]]:
        return kept
    return planned(p, p[0], w, support_starts(p))


@njit(cache=True)
def branching_node(p: Flat, names: Ints, incumbent: Mask, cuts: Cuts) -> int:
    """`solver._branching_node`."""
    cost = p[0]
    _bound, left, starts, nodes, amounts = cuts
    kept = kept_plan(p, names, incumbent)
    charge = np.full(cost.size, -1.0)
    for node in range(cost.size):
        if kept[node] and cost[node]:
            charge[node] = np.float64(left[node])
    for cut in range(amounts.size):
        held = 0
        for at in range(starts[cut], starts[cut + 1]):
            held += kept[nodes[at]]
        for at in range(starts[cut], starts[cut + 1]):
            if kept[nodes[at]]:
                charge[nodes[at]] += np.float64(amounts[cut] * (held - 1)) / np.float64(held)
    return np.argmax(charge)
