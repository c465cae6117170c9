"""The parts of an instance that only the target ties together, see `solver.independent_parts`."""

from __future__ import annotations

import numpy as np
from numba import njit

from mlcareer_graph.planning.compiled.arrays import Flat, Ints


@njit(cache=True)
def _find(leader: Ints, node: int) -> int:
    while leader[node] != node:
        leader[node] = leader[leader[node]]
        node = leader[node]
    return node


@njit(cache=True)
def part_labels(p: Flat) -> tuple[Ints, int]:
    """`solver.independent_parts`: the part of each node and their number."""
    cost, gstart, _need, ostart, opts, target = p
    size = cost.size
    leader = np.arange(size)
    for node in range(size):
        for group in range(gstart[node], gstart[node + 1]):
            first = node if node != target else -1
            for at in range(ostart[group], ostart[group + 1]):
                option = opts[at]
                if option == target:
                    continue
                if first < 0:
                    first = option
                    continue
                leader[_find(leader, first)] = _find(leader, option)
    label = np.full(size, -1)
    of_leader = np.full(size, -1)
    count = 0
    for node in range(size):
        if node == target:
            continue
        one = _find(leader, node)
        if of_leader[one] < 0:
            of_leader[one] = count
            count += 1
        label[node] = of_leader[one]
    return label, count


@njit(cache=True)
def parts(p: Flat) -> list[tuple[Flat, Ints]]:
    """The instances of all parts with the node behind each of theirs, the target last."""
    label, count = part_labels(p)
    cost, gstart, need, ostart, opts, target = p
    size = cost.size
    members = np.zeros(count + 1, np.int64)
    for node in range(size):
        if node != target:
            members[label[node] + 1] += 1
    for number in range(count):
        members[number + 1] += members[number]
    place = members[:-1].copy()
    nodes = np.empty(size, np.int64)
    local = np.empty(size, np.int64)
    for node in range(size):
        if node != target:
            nodes[place[label[node]]] = node
            local[node] = place[label[node]] - members[label[node]]
            place[label[node]] += 1
    own_groups = np.zeros(count, np.int64)
    own_options = np.zeros(count, np.int64)
    group_part = np.empty(need.size, np.int64)
    for node in range(size):
        for group in range(gstart[node], gstart[node + 1]):
            part = label[node]
            at = ostart[group]
            while part < 0 and at < ostart[group + 1]:
                part = label[opts[at]]
                at += 1
            group_part[group] = part
            if part >= 0:
                own_groups[part] += 1
                own_options[part] += ostart[group + 1] - ostart[group]
    result = []
    for part in range(count):
        own = nodes[members[part] : members[part + 1]]
        number = own.size
        new_cost = np.empty(number + 1, np.int64)
        new_gstart = np.zeros(number + 2, np.int64)
        new_need = np.empty(own_groups[part], np.int64)
        new_ostart = np.zeros(own_groups[part] + 1, np.int64)
        new_opts = np.empty(own_options[part], np.int64)
        names = np.empty(number + 1, np.int64)
        result.append(((new_cost, new_gstart, new_need, new_ostart, new_opts, np.int64(number)), names))
        names[:number] = own
        names[number] = target
        local[target] = number
        made = filled = 0
        for at_node in range(number):
            node = own[at_node]
            new_cost[at_node] = cost[node]
            for group in range(gstart[node], gstart[node + 1]):
                new_need[made] = need[group]
                for at in range(ostart[group], ostart[group + 1]):
                    new_opts[filled] = number if opts[at] == target else local[opts[at]]
                    filled += 1
                made += 1
                new_ostart[made] = filled
            new_gstart[at_node + 1] = made
        new_cost[number] = cost[target]
    # The groups of the target last, each to its part.
    made_of = np.zeros(count, np.int64)
    filled_of = np.zeros(count, np.int64)
    for part in range(count):
        small, names = result[part]
        made_of[part] = small[1][names.size - 1]
        filled_of[part] = small[3][made_of[part]]
    for group in range(gstart[target], gstart[target + 1]):
        part = group_part[group]
        if part < 0:
            continue
        small, names = result[part]
        made, filled = made_of[part], filled_of[part]
        small[2][made] = need[group]
        for at in range(ostart[group], ostart[group + 1]):
            small[4][filled] = names.size - 1 if opts[at] == target else local[opts[at]]
            filled += 1
        small[3][made + 1] = filled
        made_of[part], filled_of[part] = made + 1, filled
    for part in range(count):
        small, names = result[part]
        small[1][names.size] = made_of[part]
    return result
