"""What `planning.reduction` does, on arrays."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Bits, Flat, Ints, Mask, Reduction
from mlcareer_graph.planning.compiled.bits import ONE, add, has, meet, unite, weight
from mlcareer_graph.planning.compiled.clock import is_over
from mlcareer_graph.planning.compiled.greedy import INFINITE, improved, support, support_starts, tree_of
from mlcareer_graph.planning.compiled.group_set import empty_table, is_new
from mlcareer_graph.planning.compiled.instance import components, dearest_first, derivation, joined, total, users
from mlcareer_graph.planning.compiled.landmarks import landmarks
from mlcareer_graph.planning.reduction import FEW, LARGE


@njit(cache=True)
def reduce(p: Flat, deadline: float) -> tuple[Reduction, bool]:
    """`reduction.reduce`; the last value says whether the target can be derived."""
    size = p[0].size
    w, starts = users(p), support_starts(p)
    nothing = np.zeros(size, np.bool_)
    value, chosen, count, _order = support(p, w, starts, nothing, nothing)
    if value[p[5]] == INFINITE:
        return _closed(nothing, nothing, np.int64(0)), False
    limit = deadline if size >= LARGE else np.inf
    plan = improved(p, w, starts, tree_of(starts, chosen, count, p[5]), nothing, limit)
    upper = total(p[0], plan)
    gone = (p[0] >= upper) & ~plan
    return reduce_without(p, np.arange(size), nothing, np.int64(0), plan, upper, gone, deadline), True


@njit(cache=True)
def reduce_without(
    p: Flat, names: Ints, paid: Mask, base: int, incumbent: Mask, upper: int, gone: Mask, deadline: float
) -> Reduction:
    """`reduction.reduce_without`; paid and incumbent are masks of original nodes."""
    while not is_over(p[0].size, deadline):
        derived, _order = derivation(p, users(p), ~gone)
        small, numbers = relevant(p, derived)
        if not numbers.size:
            return _closed(paid, incumbent, upper)
        small_names = names[numbers]
        component, count = components(small)
        found, is_done = landmarks(small, component, count, deadline)
        if not is_done:
            break
        forced = found[small[5]]
        base_now = base
        paid_now = paid.copy()
        for node in range(small_names.size):
            if has(forced, node):
                base_now += small[0][node]
                paid_now[small_names[node]] = True
        if base_now >= upper:
            return _closed(paid, incumbent, upper)
        small = drop_satisfied(pay(small, forced), component, forced)
        dear = too_dear(small[0], found, forced, upper - base_now, incumbent[small_names])
        rest = kernel(small, component, forced)
        derived, _order = derivation(rest, users(rest), ~dear)
        rest, kernel_numbers = relevant(rest, derived)
        if not kernel_numbers.size:
            return _closed(paid, incumbent, upper)
        if is_over(rest[0].size, deadline):
            break
        base, paid = base_now, paid_now
        names = small_names[kernel_numbers]
        w, starts = users(rest), support_starts(rest)
        nothing = np.zeros(names.size, np.bool_)
        _value, chosen, count_of, order = support(rest, w, starts, nothing, nothing)
        plan = tree_of(starts, chosen, count_of, rest[5])
        if base + total(rest[0], plan) < upper:
            limit = deadline if names.size >= LARGE else np.inf
            plan = improved(rest, w, starts, plan, nothing, limit)
            upper = base + total(rest[0], plan)
            incumbent = joined(paid, names, plan)
            dear |= too_dear(small[0], found, forced, upper - base, incumbent[small_names])
        gone = dear[kernel_numbers]
        gone |= replaceable(rest, starts, chosen, count_of, order, gone, deadline)
        p = rest
        if base >= upper or np.sum(gone) * FEW <= names.size:
            break
    return p, names, paid, base, incumbent, upper


@njit(cache=True)
def _closed(paid: Mask, incumbent: Mask, upper: int) -> Reduction:
    none = np.zeros(0, np.int64)
    p = (np.zeros(1, np.int64), np.zeros(2, np.int64), none, np.zeros(1, np.int64), none, np.int64(0))
    return p, none, paid, upper, incumbent, upper


@njit(cache=True)
def relevant(p: Flat, kept: Mask) -> tuple[Flat, Ints]:
    """`reduction._relevant`; no names where the target is not kept."""
    cost, gstart, need, ostart, opts, target = p
    size = cost.size
    if not kept[target]:
        return p, np.empty(0, np.int64)
    number = np.full(size, -1, np.int64)
    stack = np.empty(size, np.int64)
    stack[0] = target
    number[target] = 0
    height, found = 1, 1
    while height:
        height -= 1
        node = stack[height]
        for at in range(ostart[gstart[node]], ostart[gstart[node + 1]]):
            option = opts[at]
            if kept[option] and number[option] < 0:
                number[option] = 0
                stack[height] = option
                height += 1
                found += 1
    names = np.empty(found, np.int64)
    found = 0
    for node in range(size):
        if number[node] == 0:
            names[found] = node
            number[node] = found
            found += 1
    groups = 0
    for name in names:
        for group in range(gstart[name], gstart[name + 1]):
            groups += max(1, need[group])
    new_gstart = np.zeros(found + 1, np.int64)
    new_need = np.empty(groups, np.int64)
    new_ostart = np.zeros(groups + 1, np.int64)
    new_opts = np.empty(opts.size, np.int64)
    owner = np.empty(groups, np.int64)
    table = empty_table(groups)
    made = filled = 0
    for node in range(found):
        name = names[node]
        for group in range(gstart[name], gstart[name + 1]):
            first = filled
            for at in range(ostart[group], ostart[group + 1]):
                option = number[opts[at]]
                if option >= 0:
                    new_opts[filled] = option
                    filled += 1
            k = need[group]
            if k > 1 and filled - first == k:
                last = filled
                filled = first
                for at in range(first, last):
                    new_opts[filled] = new_opts[at]
                    new_need[made] = 1
                    new_ostart[made + 1] = filled + 1
                    owner[made] = node
                    if is_new(table, node, owner, new_need, new_ostart, new_opts, made):
                        made += 1
                        filled += 1
            else:
                new_need[made] = k
                new_ostart[made + 1] = filled
                owner[made] = node
                if is_new(table, node, owner, new_need, new_ostart, new_opts, made):
                    made += 1
                else:
                    filled = first
        new_gstart[node + 1] = made
    small = (cost[names], new_gstart, new_need[:made], new_ostart[: made + 1], new_opts[:filled], number[target])
    return small, names


@njit(cache=True)
def pay(p: Flat, forced: Bits) -> Flat:
    """`reduction._pay`."""
    cost, gstart, need, ostart, opts, target = p
    size = cost.size
    asked = np.zeros(size, np.bool_)
    for group in range(gstart[target], gstart[target + 1]):
        if need[group] == 1 and ostart[group + 1] - ostart[group] == 1:
            asked[opts[ostart[group]]] = True
    extra = 0
    new_cost = cost.copy()
    for node in range(size):
        if has(forced, node):
            new_cost[node] = 0
            if node != target and not asked[node]:
                extra += 1
    if not extra:
        return new_cost, gstart, need, ostart, opts, target
    new_gstart = gstart.copy()
    new_need = np.empty(need.size + extra, np.int64)
    new_ostart = np.empty(ostart.size + extra, np.int64)
    new_opts = np.empty(opts.size + extra, np.int64)
    groups, options = gstart[target + 1], ostart[gstart[target + 1]]
    new_need[:groups] = need[:groups]
    new_ostart[: groups + 1] = ostart[: groups + 1]
    new_opts[:options] = opts[:options]
    for node in range(size):
        if has(forced, node) and node != target and not asked[node]:
            new_opts[options] = node
            new_need[groups] = 1
            options += 1
            groups += 1
            new_ostart[groups] = options
    new_need[groups:] = need[gstart[target + 1] :]
    new_ostart[groups:] = ostart[gstart[target + 1] :] + extra
    new_opts[options:] = opts[ostart[gstart[target + 1]] :]
    new_gstart[target + 1 :] += extra
    return new_cost, new_gstart, new_need, new_ostart, new_opts, target


@njit(cache=True)
def drop_satisfied(p: Flat, component: Ints, forced: Bits) -> Flat:
    """`reduction._drop_satisfied`."""
    cost, gstart, need, ostart, opts, target = p
    size = cost.size
    new_gstart = np.zeros(size + 1, np.int64)
    new_need = np.empty(need.size, np.int64)
    new_ostart = np.zeros(need.size + 1, np.int64)
    new_opts = np.empty(opts.size, np.int64)
    made = filled = 0
    for node in range(size):
        for group in range(gstart[node], gstart[node + 1]):
            first = filled
            left = need[group]
            for at in range(ostart[group], ostart[group + 1]):
                option = opts[at]
                if node != target and component[option] != component[node] and has(forced, option):
                    left -= 1
                else:
                    new_opts[filled] = option
                    filled += 1
            if left > 0:
                new_need[made] = left
                made += 1
                new_ostart[made] = filled
            else:
                filled = first
        new_gstart[node + 1] = made
    return cost, new_gstart, new_need[:made], new_ostart[: made + 1], new_opts[:filled], target


@njit(cache=True)
def kernel(p: Flat, component: Ints, forced: Bits) -> Flat:
    """`reduction._kernel` up to handing over."""
    cost, gstart, need, ostart, opts, target = p
    size = cost.size
    is_handed = np.zeros(need.size, np.bool_)
    stays = np.zeros(size, np.bool_)
    for node in range(size):
        if node == target or not has(forced, node):
            stays[node] = gstart[node + 1] > gstart[node]
            continue
        for group in range(gstart[node], gstart[node + 1]):
            is_handed[group] = True
            for at in range(ostart[group], ostart[group + 1]):
                if component[opts[at]] == component[node]:
                    is_handed[group] = False
                    stays[node] = True
                    break
    new_gstart = np.zeros(size + 1, np.int64)
    new_need = np.empty(need.size, np.int64)
    new_ostart = np.zeros(need.size + 1, np.int64)
    new_opts = np.empty(opts.size, np.int64)
    owner = np.empty(need.size, np.int64)
    table = empty_table(need.size)
    made = filled = 0
    for node in range(size):
        if node == target:
            for is_own in (True, False):
                for group in range(need.size):
                    if is_own != (gstart[target] <= group < gstart[target + 1]):
                        continue
                    if not (is_own or is_handed[group]):
                        continue
                    start, end = ostart[group], ostart[group + 1]
                    if end - start == 1 and has(forced, opts[start]) and not stays[opts[start]]:
                        continue
                    new_need[made] = need[group]
                    new_opts[filled : filled + end - start] = opts[start:end]
                    new_ostart[made + 1] = filled + end - start
                    owner[made] = node
                    if is_new(table, node, owner, new_need, new_ostart, new_opts, made):
                        made += 1
                        filled += end - start
        else:
            for group in range(gstart[node], gstart[node + 1]):
                if is_handed[group]:
                    continue
                start, end = ostart[group], ostart[group + 1]
                new_need[made] = need[group]
                new_opts[filled : filled + end - start] = opts[start:end]
                filled += end - start
                owner[made] = node
                made += 1
                new_ostart[made] = filled
        new_gstart[node + 1] = made
    return cost, new_gstart, new_need[:made], new_ostart[: made + 1], new_opts[:filled], target


@njit(cache=True)
def too_dear(cost: Ints, found: Bits, forced: Bits, budget: int, held: Mask) -> Mask:
    """`reduction._too_dear`."""
    size = cost.size
    dear = np.zeros(size, np.bool_)
    for node in range(size):
        if held[node] or has(forced, node):
            continue
        amount = cost[node]
        if amount < budget:
            # What is forced costs nothing any more.
            amount = weight(cost, found[node], budget)
        dear[node] = amount >= budget
    return dear


@njit(cache=True)
def replaceable(p: Flat, starts: Ints, chosen: Ints, count: Ints, order: Ints, gone: Mask, deadline: float) -> Mask:
    """`reduction._replaceable`."""
    cost, _gstart, need, ostart, opts, target = p
    size = cost.size
    words = (size + 63) >> 6
    is_fixed = np.zeros(size, np.bool_)
    is_used = np.zeros(size, np.bool_)
    is_fixed[target] = True
    for group in range(need.size):
        start, end = ostart[group], ostart[group + 1]
        for at in range(start, end):
            if need[group] > 1 or end - start == 1:
                is_fixed[opts[at]] = True
            else:
                is_used[opts[at]] = True
    tree = np.zeros((size, words), np.uint64)
    rank = np.full(size, -1, np.int64)
    dearest = np.zeros(size, np.int64)
    for position in range(order.size):
        node = order[position]
        row = tree[node]
        add(row, node)
        most = cost[node]
        for at in range(starts[node], starts[node] + count[node]):
            option = chosen[at]
            most = max(most, dearest[option])
            unite(row, tree[option])
        dearest[node] = most
        rank[node] = position
    barred = np.zeros(words, np.uint64)
    for node in range(size):
        if gone[node]:
            add(barred, node)
    candidates = np.flatnonzero(is_used & ~is_fixed & (cost > 0) & ~gone)
    # Dearest first, then the last reached, then in the order of their numbers.
    candidates = candidates[np.argsort(-np.maximum(rank[candidates], 0), kind="mergesort")]
    candidates = dearest_first(cost, candidates)
    wstart, waiting, _user_of = users(p)
    replaced = np.zeros(size, np.bool_)
    bits = np.empty(words, np.uint64)
    for node in candidates:
        if is_over(size, deadline):
            break
        add(barred, node)
        bits[:] = 0
        is_replaced = True
        for at_group in range(wstart[node], wstart[node + 1]):
            group = waiting[at_group]
            first = -1
            for at in range(ostart[group], ostart[group + 1]):
                option = opts[at]
                if rank[option] < 0 or (first >= 0 and rank[option] > rank[first]):
                    continue
                if not meet(tree[option], barred):
                    first = option
            if first < 0 or dearest[first] > cost[node]:
                is_replaced = False
                break
            unite(bits, tree[first])
        if is_replaced and weight(cost, bits, cost[node] + 1) <= cost[node]:
            replaced[node] = True
        else:
            barred[node >> 6] ^= ONE << np.uint64(node & 63)
    return replaced
