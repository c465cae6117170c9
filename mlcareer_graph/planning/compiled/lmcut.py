"""What `planning.lmcut` does, on arrays."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Cuts, Flat, Ints
from mlcareer_graph.planning.compiled.clock import is_past
from mlcareer_graph.planning.compiled.heap import pop, push
from mlcareer_graph.planning.compiled.instance import users


@njit(cache=True)
def lm_cut(p: Flat, enough: int, deadline: float) -> Cuts:
    """`lmcut.lm_cut`: bound, what is left of the costs, and the cuts as starts, nodes and amounts."""
    cost, gstart, need, ostart, opts, target = p
    wstart, waiting, user_of = users(p)
    size = cost.size
    left = cost.copy()
    bound = left[target]
    cut_starts = np.zeros(64, np.int64)
    amounts = np.empty(64, np.int64)
    cut_nodes = np.empty(256, np.int64)
    cuts = filled = 0
    if bound:
        left[target] = 0
        cut_nodes[0] = target
        amounts[0] = bound
        cuts = filled = 1
        cut_starts[1] = 1
    if bound >= enough or is_past(deadline):
        return bound, left, cut_starts[: cuts + 1], cut_nodes[:filled], amounts[:cuts]
    unreached = left.sum() + 1
    value = np.full(size, unreached)
    of_group = np.full(need.size, unreached)
    dearest = np.full(size, -1)
    missing = need.copy()
    open_groups = np.empty(size, np.int64)
    keys = np.empty(size + opts.size + 1, np.int64)
    nodes = np.empty(size + opts.size + 1, np.int64)
    heap = 0
    for node in range(size):
        open_groups[node] = gstart[node + 1] - gstart[node]
        if not open_groups[node]:
            heap = push(keys, nodes, heap, left[node], node)
    while heap:
        key, node, heap = pop(keys, nodes, heap)
        value[node] = key
        for at in range(wstart[node], wstart[node + 1]):
            group = waiting[at]
            missing[group] -= 1
            if not missing[group]:
                of_group[group] = key
                user = user_of[group]
                open_groups[user] -= 1
                if not open_groups[user]:
                    dearest[user] = group
                    heap = push(keys, nodes, heap, key + left[user], user)
    for node in range(size):
        if open_groups[node]:
            for group in range(gstart[node], gstart[node + 1]):
                if of_group[group] == unreached:
                    dearest[node] = group
                    break
    seen = np.zeros(size, np.int64)
    stack = np.empty(size, np.int64)
    mark = 0
    while value[target] and bound < enough and not is_past(deadline):
        mark += 1
        seen[target] = mark
        stack[0] = target
        height = 1
        start = filled
        amount = unreached
        while height:
            height -= 1
            group = dearest[stack[height]]
            first, last, k = ostart[group], ostart[group + 1], need[group]
            options = opts[first:last]
            if k > 1:
                options = np.sort(options)
                options = options[np.argsort(-value[options], kind="mergesort")][: last - first - k + 1]
            for option in options:
                if seen[option] == mark:
                    continue
                seen[option] = mark
                if left[option]:
                    if filled == cut_nodes.size:
                        cut_nodes = np.append(cut_nodes, cut_nodes)
                    cut_nodes[filled] = option
                    filled += 1
                    amount = min(amount, left[option])
                else:
                    stack[height] = option
                    height += 1
        if cuts + 2 > cut_starts.size:
            cut_starts = np.append(cut_starts, cut_starts)
            amounts = np.append(amounts, amounts)
        cut_nodes[start:filled] = np.sort(cut_nodes[start:filled])
        amounts[cuts] = amount
        cuts += 1
        cut_starts[cuts] = filled
        bound += amount
        heap = 0
        for at in range(start, filled):
            node = cut_nodes[at]
            left[node] -= amount
            base = of_group[dearest[node]] if dearest[node] >= 0 else 0
            heap = push(keys, nodes, heap, left[node] + base, node)
        while heap:
            key, node, heap = pop(keys, nodes, heap)
            if key >= value[node]:
                continue
            value[node] = key
            for at in range(wstart[node], wstart[node + 1]):
                group = waiting[at]
                before = of_group[group]
                if key >= before:
                    continue
                after = key
                if need[group] > 1:
                    after = _k_least(value, opts[ostart[group] : ostart[group + 1]], need[group])
                    if after >= before:
                        continue
                of_group[group] = after
                user = user_of[group]
                if dearest[user] == group:
                    most = after
                    for other in range(gstart[user], gstart[user + 1]):
                        if of_group[other] > most:
                            most = of_group[other]
                            dearest[user] = other
                    most += left[user]
                    if most < value[user] and (most < value[target] or user == target):
                        heap = push(keys, nodes, heap, most, user)
    return bound, left, cut_starts[: cuts + 1], cut_nodes[:filled], amounts[:cuts]


@njit(cache=True)
def _k_least(value: Ints, options: Ints, k: int) -> int:
    """The k-th least value of some options."""
    return np.sort(value[options])[k - 1]
