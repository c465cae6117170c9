"""What `planning.instance` does, on arrays."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Flat, Ints, Mask, Users
from mlcareer_graph.planning.compiled.clock import is_past


@njit(cache=True)
def users(p: Flat) -> Users:
    """Which groups each node is an option of."""
    cost, gstart, need, ostart, opts, _target = p
    size = cost.size
    user_of = np.empty(need.size, np.int64)
    for node in range(size):
        for group in range(gstart[node], gstart[node + 1]):
            user_of[group] = node
    wstart = np.zeros(size + 1, np.int64)
    for option in opts:
        wstart[option + 1] += 1
    for node in range(size):
        wstart[node + 1] += wstart[node]
    place = wstart[:-1].copy()
    waiting = np.empty(opts.size, np.int64)
    for group in range(need.size):
        for at in range(ostart[group], ostart[group + 1]):
            option = opts[at]
            waiting[place[option]] = group
            place[option] += 1
    return wstart, waiting, user_of


@njit(cache=True)
def total(cost: Ints, mask: Mask) -> int:
    """`Instance.total`."""
    amount = np.int64(0)
    for node in range(cost.size):
        if mask[node]:
            amount += cost[node]
    return amount


@njit(cache=True)
def joined(paid: Mask, names: Ints, plan: Mask) -> Mask:
    """The original nodes that are paid or that the nodes of a plan stand for."""
    nodes = paid.copy()
    for node in range(names.size):
        if plan[node]:
            nodes[names[node]] = True
    return nodes


@njit(cache=True)
def dearest_first(cost: Ints, nodes: Ints) -> Ints:
    """Nodes by falling cost, those of equal cost in their old order."""
    return nodes[np.argsort(-cost[nodes], kind="mergesort")]


@njit(cache=True)
def derivation(p: Flat, w: Users, allowed: Mask) -> tuple[Mask, Ints]:
    """`instance.derivation`, as a mask."""
    cost, gstart, need, _ostart, _opts, _target = p
    wstart, waiting, user_of = w
    size = cost.size
    missing = need.copy()
    open_groups = np.empty(size, np.int64)
    order = np.empty(size, np.int64)
    derived = np.zeros(size, np.bool_)
    reached = 0
    for node in range(size):
        open_groups[node] = gstart[node + 1] - gstart[node]
        if allowed[node] and not open_groups[node]:
            order[reached] = node
            reached += 1
    at_node = 0
    while at_node < reached:
        node = order[at_node]
        derived[node] = True
        at_node += 1
        for at in range(wstart[node], wstart[node + 1]):
            group = waiting[at]
            missing[group] -= 1
            if not missing[group]:
                user = user_of[group]
                open_groups[user] -= 1
                if not open_groups[user] and allowed[user]:
                    order[reached] = user
                    reached += 1
    return derived, order[:reached]


@njit(cache=True)
def components(p: Flat) -> tuple[Ints, int]:
    """`instance.components`, by Tarjan's algorithm."""
    cost, gstart, _need, ostart, opts, _target = p
    size = cost.size
    index = np.zeros(size, np.int64)
    low = np.zeros(size, np.int64)
    component = np.full(size, -1, np.int64)
    at_option = np.empty(size, np.int64)
    stack = np.empty(size, np.int64)
    work = np.empty(size, np.int64)
    height = counter = count = 0
    for root in range(size):
        if index[root]:
            continue
        counter += 1
        index[root] = low[root] = counter
        stack[height] = root
        height += 1
        work[0] = root
        at_option[root] = ostart[gstart[root]]
        depth = 1
        while depth:
            node = work[depth - 1]
            last = ostart[gstart[node + 1]]
            at = at_option[node]
            is_deeper = False
            while at < last:
                option = opts[at]
                at += 1
                if not index[option]:
                    counter += 1
                    index[option] = low[option] = counter
                    stack[height] = option
                    height += 1
                    at_option[option] = ostart[gstart[option]]
                    work[depth] = option
                    depth += 1
                    is_deeper = True
                    break
                if component[option] < 0 and index[option] < low[node]:
                    low[node] = index[option]
            at_option[node] = at
            if is_deeper:
                continue
            depth -= 1
            if depth and low[node] < low[work[depth - 1]]:
                low[work[depth - 1]] = low[node]
            if low[node] == index[node]:
                while True:
                    height -= 1
                    member = stack[height]
                    component[member] = count
                    if member == node:
                        break
                count += 1
    return component, count


@njit(cache=True)
def with_group(p: Flat, node: int, options: Ints) -> Flat:
    """The instance in which a node has one more group, of which one option is needed."""
    cost, gstart, need, ostart, opts, target = p
    group = gstart[node + 1]
    at = ostart[group]
    new_gstart = gstart.copy()
    new_gstart[node + 1 :] += 1
    new_need = np.concatenate((need[:group], np.ones(1, np.int64), need[group:]))
    new_ostart = np.concatenate((ostart[: group + 1], ostart[group:] + options.size))
    new_opts = np.concatenate((opts[:at], options, opts[at:]))
    return cost, new_gstart, new_need, new_ostart, new_opts, target


@njit(cache=True)
def pruned(p: Flat, chosen: Mask, deadline: float) -> Mask:
    """`instance.pruned`."""
    cost, gstart, need, ostart, opts, target = p
    w = users(p)
    _derived, order = derivation(p, w, chosen)
    kept = supporting(p, order)
    needed = np.zeros(cost.size, np.bool_)
    needed[target] = True
    for node in range(cost.size):
        if kept[node]:
            for group in range(gstart[node], gstart[node + 1]):
                held = 0
                for at in range(ostart[group], ostart[group + 1]):
                    held += kept[opts[at]]
                if held <= need[group]:
                    for at in range(ostart[group], ostart[group + 1]):
                        needed[opts[at]] = True
    spare = np.flatnonzero(kept & ~needed)
    for node in dearest_first(cost, spare):
        if kept[node]:
            if is_past(deadline):
                break
            allowed = kept.copy()
            allowed[node] = False
            derived, order = derivation(p, w, allowed)
            if derived[target]:
                kept = supporting(p, order)
    return kept


@njit(cache=True)
def supporting(p: Flat, order: Ints) -> Mask:
    """`instance.supporting`."""
    cost, gstart, need, ostart, opts, target = p
    size = cost.size
    rank = np.full(size, size)
    for position in range(order.size):
        rank[order[position]] = position
    kept = np.zeros(size, np.bool_)
    kept[target] = True
    stack = np.empty(size, np.int64)
    stack[0] = target
    height = 1
    while height:
        height -= 1
        node = stack[height]
        for group in range(gstart[node], gstart[node + 1]):
            first, last = ostart[group], ostart[group + 1]
            options = opts[first:last]
            if last - first > 1:
                options = options[np.argsort(rank[options])]
            wanted = need[group]
            for option in options:
                if kept[option] and rank[option] < rank[node]:
                    wanted -= 1
            if last - first == 1:
                wanted = 1
            for option in options:
                if wanted <= 0:
                    break
                if not kept[option] and (rank[option] < size or last - first == 1):
                    kept[option] = True
                    stack[height] = option
                    height += 1
                    wanted -= 1
    return kept
