"""What `planning.greedy` does, on arrays."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Flat, Floats, Ints, Mask, Users
from mlcareer_graph.planning.compiled.clock import is_past
from mlcareer_graph.planning.compiled.heap import pop, push
from mlcareer_graph.planning.compiled.instance import dearest_first, total, users
from mlcareer_graph.planning.greedy import WORK

INFINITE = np.float64(np.inf)


@njit(cache=True)
def support_starts(p: Flat) -> Ints:
    """Where the options that serve the groups of each node start in the arrays of `support`."""
    cost, gstart, need, ostart, _opts, _target = p
    starts = np.zeros(cost.size + 1, np.int64)
    for node in range(cost.size):
        total = 0
        for group in range(gstart[node], gstart[node + 1]):
            total += min(need[group], ostart[group + 1] - ostart[group])
        starts[node + 1] = starts[node] + total
    return starts


@njit(cache=True)
def support(p: Flat, w: Users, starts: Ints, free: Mask, barred: Mask) -> tuple[Floats, Ints, Ints, Ints]:
    """`SupportFinder.find`: value (infinite where not derived), support per node, order of reaching."""
    cost, gstart, need, _ostart, _opts, _target = p
    wstart, waiting, user_of = w
    size = cost.size
    missing = need.copy()
    open_groups = np.empty(size, np.int64)
    gathered = np.empty(size, np.float64)
    keys = np.empty(size + 1, np.float64)
    nodes = np.empty(size + 1, np.int64)
    heap = 0
    for node in range(size):
        open_groups[node] = -1 if barred[node] else gstart[node + 1] - gstart[node]
        gathered[node] = 0.0 if free[node] else np.float64(cost[node])
        if not open_groups[node]:
            heap = push(keys, nodes, heap, gathered[node], node)
    value = np.full(size, INFINITE)
    count = np.zeros(size, np.int64)
    chosen = np.empty(starts[size], np.int64)
    order = np.empty(size, np.int64)
    reached = 0
    while heap:
        key, node, heap = pop(keys, nodes, heap)
        value[node] = key
        order[reached] = node
        reached += 1
        for at in range(wstart[node], wstart[node + 1]):
            group = waiting[at]
            left = missing[group]
            if not left:
                continue
            missing[group] = left - 1
            user = user_of[group]
            gathered[user] += key
            chosen[starts[user] + count[user]] = node
            count[user] += 1
            if left == 1:
                open_groups[user] -= 1
                if not open_groups[user]:
                    heap = push(keys, nodes, heap, gathered[user], user)
    return value, chosen, count, order[:reached]


@njit(cache=True)
def tree_of(starts: Ints, chosen: Ints, count: Ints, node: int) -> Mask:
    """A node with everything that supports it."""
    size = count.size
    tree = np.zeros(size, np.bool_)
    stack = np.empty(size, np.int64)
    stack[0] = node
    tree[node] = True
    height = 1
    while height:
        height -= 1
        user = stack[height]
        for at in range(starts[user], starts[user] + count[user]):
            option = chosen[at]
            if not tree[option]:
                tree[option] = True
                stack[height] = option
                height += 1
    return tree


@njit(cache=True)
def improved(p: Flat, w: Users, starts: Ints, plan: Mask, barred: Mask, deadline: float) -> Mask:
    """`greedy.improved_plan`."""
    best, least = plan, total(p[0], plan)
    for _ in range(8):
        if is_past(deadline):
            break
        _value, chosen, count, _order = support(p, w, starts, best, barred)
        candidate = tree_of(starts, chosen, count, p[5])
        cost = total(p[0], candidate)
        if cost >= least:
            break
        best, least = candidate, cost
    return best


@njit(cache=True)
def planned(p: Flat, by_cost: Ints, w: Users, starts: Ints) -> Mask:
    """The plan that is cheapest by some costs if nothing is shared, improved."""
    nothing = np.zeros(by_cost.size, np.bool_)
    by_costs = (by_cost, p[1], p[2], p[3], p[4], p[5])
    _value, chosen, count, _order = support(by_costs, w, starts, nothing, nothing)
    return improved(p, w, starts, tree_of(starts, chosen, count, p[5]), nothing, np.inf)


@njit(cache=True)
def _derived_anew(p: Flat, w: Users, starts: Ints, free: Mask, barred: Mask, barred_count: int) -> tuple[bool, Mask]:
    """`Neighbourhood._derived`: whether there is a plan, and the plan."""
    value, chosen, count, _order = support(p, w, starts, free, barred)
    if value[p[5]] == INFINITE:
        return False, free
    plan = tree_of(starts, chosen, count, p[5])
    if barred_count != 1:
        barred = np.zeros(free.size, np.bool_)
    return True, improved(p, w, starts, plan, barred, np.inf)


@njit(cache=True)
def nearby(p: Flat, plan: Mask, bound: int, deadline: float) -> Mask:
    """`Neighbourhood.search`."""
    cost, gstart, need, ostart, opts, _target = p
    w, starts = users(p), support_starts(p)
    size = cost.size
    tries = WORK // size
    best, least = plan, total(cost, plan)
    nothing = np.zeros(size, np.bool_)
    uses = np.zeros(size, np.int64)
    for option in opts:
        uses[option] += 1
    while least > bound and tries > 0 and not is_past(deadline):
        before = least
        fixed = np.zeros(size, np.bool_)
        for node in range(size):
            if best[node]:
                for group in range(gstart[node], gstart[node + 1]):
                    if ostart[group + 1] - ostart[group] == need[group]:
                        for at in range(ostart[group], ostart[group + 1]):
                            fixed[opts[at]] = True
        exchangeable = np.flatnonzero(best & ~fixed & (cost > 0))
        exchangeable = dearest_first(cost, exchangeable)
        for node in exchangeable:
            if tries <= 0 or is_past(deadline) or least <= bound:
                break
            if not best[node]:
                continue
            tries -= 1
            barred = nothing.copy()
            barred[node] = True
            is_plan, candidate = _derived_anew(p, w, starts, best, barred, 1)
            if is_plan and total(cost, candidate) < least:
                best, least = candidate, total(cost, candidate)
        if least > bound:
            value, chosen, count, _order = support(p, w, starts, best, nothing)
            shared = np.flatnonzero((uses > 1) & (cost > 0) & ~best)
            shared = shared[np.argsort(cost[shared], kind="mergesort")]
            for node in shared:
                if tries <= 0 or is_past(deadline) or least <= bound:
                    break
                if value[node] == INFINITE or best[node]:
                    continue
                tries -= 1
                tree = tree_of(starts, chosen, count, node)
                barred = ~(best | tree)
                is_plan, candidate = _derived_anew(p, w, starts, tree, barred, np.sum(barred))
                if is_plan and total(cost, candidate) < least:
                    best, least = candidate, total(cost, candidate)
        if least >= before:
            break
    return best
