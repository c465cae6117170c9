"""The inner loops of planning on flat arrays, compiled to machine code by Numba.

Each function does what the function of the same name does in `reduction`, `landmarks`, `greedy`, `lmcut`,
`instance` or `solver`, where the rules are proven, step by step and with the same ties, so that a plan does not
depend on how it was computed. An instance is a tuple of arrays: the cost of each node; where the groups of each node
start; for each group how many of its options are needed and where they start; the options; and the target.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.uint64]

Flat: TypeAlias = tuple[Ints, Ints, Ints, Ints, Ints, int]
"""An instance: costs, starts of groups, options needed, starts of options, options, target."""

Users: TypeAlias = tuple[Ints, Ints, Ints]
"""Where the groups that each node is an option of start; these groups; the node that asks for each group."""

Cuts: TypeAlias = tuple[int, Ints, Ints, Ints, Ints]
"""The bound, what is left of the costs, where the nodes of each cut start, these nodes, the amounts."""

Reduction: TypeAlias = tuple[Flat, Ints, Mask, int, Mask, int]
"""`reduction.Reduced`: instance, names, paid, base, incumbent, upper; of these the sets are masks of original nodes."""

INFINITE = np.float64(np.inf)


@njit(cache=True)
def _users(p: Flat) -> Users:
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
def _push(keys: Any, nodes: Ints, size: int, key: float, node: int) -> int:
    at = size
    while at:
        up = (at - 1) >> 1
        if keys[up] < key or (keys[up] == key and nodes[up] <= node):
            break
        keys[at], nodes[at] = keys[up], nodes[up]
        at = up
    keys[at], nodes[at] = key, node
    return size + 1


@njit(cache=True)
def _pop(keys: Any, nodes: Ints, size: int) -> tuple[Any, int, int]:
    key, node = keys[0], nodes[0]
    size -= 1
    if size:
        last_key, last_node = keys[size], nodes[size]
        at = 0
        while True:
            down = 2 * at + 1
            if down >= size:
                break
            right = down + 1
            if right < size and (
                keys[right] < keys[down] or (keys[right] == keys[down] and nodes[right] < nodes[down])
            ):
                down = right
            if last_key < keys[down] or (last_key == keys[down] and last_node <= nodes[down]):
                break
            keys[at], nodes[at] = keys[down], nodes[down]
            at = down
        keys[at], nodes[at] = last_key, last_node
    return key, node, size


@njit(cache=True)
def _support_starts(p: Flat) -> Ints:
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
            heap = _push(keys, nodes, heap, gathered[node], node)
    value = np.full(size, INFINITE)
    count = np.zeros(size, np.int64)
    chosen = np.empty(starts[size], np.int64)
    order = np.empty(size, np.int64)
    reached = 0
    while heap:
        key, node, heap = _pop(keys, nodes, heap)
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
                    heap = _push(keys, nodes, heap, gathered[user], user)
    return value, chosen, count, order[:reached]


@njit(cache=True)
def _tree(starts: Ints, chosen: Ints, count: Ints, node: int) -> Mask:
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
def total(cost: Ints, mask: Mask) -> int:
    """`Instance.total`."""
    amount = np.int64(0)
    for node in range(cost.size):
        if mask[node]:
            amount += cost[node]
    return amount


@njit(cache=True)
def improved(p: Flat, w: Users, starts: Ints, plan: Mask, barred: Mask) -> Mask:
    """`greedy.improved_plan`."""
    best, least = plan, total(p[0], plan)
    for _ in range(8):
        _value, chosen, count, _order = support(p, w, starts, best, barred)
        candidate = _tree(starts, chosen, count, p[5])
        cost = total(p[0], candidate)
        if cost >= least:
            break
        best, least = candidate, cost
    return best


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
def _hash_group(node: int, k: int, options: Ints) -> Any:
    key = np.uint64(node) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(k)
    for option in options:
        key = (key ^ np.uint64(option)) * np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(29)
    return key


@njit(cache=True)
def _is_new(table: Ints, node: int, owner: Ints, need: Ints, ostart: Ints, opts: Ints, group: int) -> bool:
    """Whether no group of the same node with the same options is in the table yet; it is from now on."""
    k, first, last = need[group], ostart[group], ostart[group + 1]
    mask = table.size - 1
    slot = np.int64(_hash_group(node, k, opts[first:last]) & np.uint64(mask))
    while table[slot] >= 0:
        other = table[slot]
        if owner[other] == node and need[other] == k and ostart[other + 1] - ostart[other] == last - first:
            same = True
            for shift in range(last - first):
                if opts[ostart[other] + shift] != opts[first + shift]:
                    same = False
                    break
            if same:
                return False
        slot = (slot + 1) & mask
    table[slot] = group
    return True


@njit(cache=True)
def _table(count: int) -> Ints:
    size = 16
    while size < 2 * count + 2:
        size *= 2
    return np.full(size, -1, np.int64)


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
    table = _table(groups)
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
                    if _is_new(table, node, owner, new_need, new_ostart, new_opts, made):
                        made += 1
                        filled += 1
            else:
                new_need[made] = k
                new_ostart[made + 1] = filled
                owner[made] = node
                if _is_new(table, node, owner, new_need, new_ostart, new_opts, made):
                    made += 1
                else:
                    filled = first
        new_gstart[node + 1] = made
    small = (cost[names], new_gstart, new_need[:made], new_ostart[: made + 1], new_opts[:filled], number[target])
    return small, names


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


ONE = np.uint64(1)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True)
def _has(bits: Bits, node: int) -> bool:
    return (bits[node >> 6] >> np.uint64(node & 63)) & ONE != 0


@njit(cache=True)
def landmarks(p: Flat, component: Ints, count: int) -> Bits:
    """`landmarks.landmarks`: a row of bits for each node."""
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
                bits[:] = 0
                bits[node >> 6] = ONE << np.uint64(node & 63)
                for group in range(gstart[node], gstart[node + 1]):
                    k, start, end = need[group], ostart[group], ostart[group + 1]
                    if k == end - start:
                        for at in range(start, end):
                            row = found[opts[at]]
                            for word in range(words):
                                bits[word] |= row[word]
                    elif k == 1:
                        group_bits[:] = found[opts[start]]
                        for at in range(start + 1, end):
                            row = found[opts[at]]
                            for word in range(words):
                                group_bits[word] &= row[word]
                        for word in range(words):
                            bits[word] |= group_bits[word]
                    else:
                        rest = end - start - k
                        held = np.zeros((rest + 1, words), np.uint64)
                        for at in range(start, end):
                            row = found[opts[at]]
                            for word in range(words):
                                for level in range(rest, 0, -1):
                                    held[level, word] |= held[level - 1, word] & row[word]
                                held[0, word] |= row[word]
                        for word in range(words):
                            bits[word] |= held[rest, word]
                row = found[node]
                for word in range(words):
                    if bits[word] != row[word]:
                        changed = True
                        row[word] = bits[word]
            if first[number + 1] - first[number] == 1:
                changed = False
    return found


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
        if _has(forced, node):
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
        if _has(forced, node) and node != target and not asked[node]:
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
                if node != target and component[option] != component[node] and _has(forced, option):
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
        if node == target or not _has(forced, node):
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
    table = _table(need.size)
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
                    if end - start == 1 and _has(forced, opts[start]) and not stays[opts[start]]:
                        continue
                    new_need[made] = need[group]
                    new_opts[filled : filled + end - start] = opts[start:end]
                    new_ostart[made + 1] = filled + end - start
                    owner[made] = node
                    if _is_new(table, node, owner, new_need, new_ostart, new_opts, made):
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
    size, words = found.shape
    dear = np.zeros(size, np.bool_)
    for node in range(size):
        if held[node] or _has(forced, node):
            continue
        amount = cost[node]
        if amount < budget:
            amount = np.int64(0)
            for word in range(words):
                bits = found[node, word] & ~forced[word]
                at = word << 6
                while bits:
                    if bits & ONE:
                        amount += cost[at]
                    bits >>= ONE
                    at += 1
        dear[node] = amount >= budget
    return dear


@njit(cache=True)
def replaceable(p: Flat, starts: Ints, chosen: Ints, count: Ints, order: Ints, gone: Mask) -> Mask:
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
        row[node >> 6] |= ONE << np.uint64(node & 63)
        most = cost[node]
        for at in range(starts[node], starts[node] + count[node]):
            option = chosen[at]
            most = max(most, dearest[option])
            other = tree[option]
            for word in range(words):
                row[word] |= other[word]
        dearest[node] = most
        rank[node] = position
    barred = np.zeros(words, np.uint64)
    for node in range(size):
        if gone[node]:
            barred[node >> 6] |= ONE << np.uint64(node & 63)
    candidates = np.empty(size, np.int64)
    found = 0
    for node in range(size):
        if is_used[node] and not is_fixed[node] and cost[node] and not gone[node]:
            candidates[found] = node
            found += 1
    # Dearest first, then the last reached, then in the order of their numbers.
    candidates = candidates[:found].copy()
    by_rank = np.empty(found, np.int64)
    for at in range(found):
        by_rank[at] = -max(rank[candidates[at]], 0)
    candidates = candidates[np.argsort(by_rank, kind="mergesort")]
    candidates = candidates[np.argsort(-cost[candidates], kind="mergesort")]
    wstart, waiting, _user_of = _users(p)
    replaced = np.zeros(size, np.bool_)
    bits = np.empty(words, np.uint64)
    for node in candidates:
        word_of, bit = node >> 6, ONE << np.uint64(node & 63)
        barred[word_of] |= bit
        bits[:] = 0
        is_replaced = True
        for at_group in range(wstart[node], wstart[node + 1]):
            group = waiting[at_group]
            first = -1
            for at in range(ostart[group], ostart[group + 1]):
                option = opts[at]
                if rank[option] < 0 or (first >= 0 and rank[option] > rank[first]):
                    continue
                is_barred = False
                for word in range(words):
                    if tree[option, word] & barred[word]:
                        is_barred = True
                        break
                if not is_barred:
                    first = option
            if first < 0 or dearest[first] > cost[node]:
                is_replaced = False
                break
            for word in range(words):
                bits[word] |= tree[first, word]
        if is_replaced:
            amount = np.int64(0)
            for word in range(words):
                rest = bits[word]
                at = word << 6
                while rest:
                    if rest & ONE:
                        amount += cost[at]
                    rest >>= ONE
                    at += 1
            is_replaced = amount <= cost[node]
        if is_replaced:
            replaced[node] = True
        else:
            barred[word_of] &= ~bit
    return replaced


@njit(cache=True)
def reduce_without(p: Flat, names: Ints, paid: Mask, base: int, incumbent: Mask, upper: int, gone: Mask) -> Reduction:
    """`reduction.reduce_without`; paid and incumbent are masks of original nodes."""
    while True:
        before_upper, before_incumbent, before_paid = upper, incumbent, paid
        allowed = ~gone
        derived, _order = derivation(p, _users(p), allowed)
        small, numbers = relevant(p, derived)
        if not numbers.size:
            return _closed(before_paid, before_incumbent, before_upper)
        small_names = names[numbers]
        component, count = components(small)
        found = landmarks(small, component, count)
        forced = found[small[5]]
        base_now = base
        paid = paid.copy()
        held = np.empty(small_names.size, np.bool_)
        for node in range(small_names.size):
            held[node] = incumbent[small_names[node]]
            if _has(forced, node):
                base_now += small[0][node]
                paid[small_names[node]] = True
        small = drop_satisfied(pay(small, forced), component, forced)
        dear = too_dear(small[0], found, forced, upper - base_now, held)
        rest = kernel(small, component, forced)
        derived, _order = derivation(rest, _users(rest), ~dear)
        rest, kernel_numbers = relevant(rest, derived)
        if not kernel_numbers.size:
            return _closed(before_paid, before_incumbent, before_upper)
        base = base_now
        names = small_names[kernel_numbers]
        w, starts = _users(rest), _support_starts(rest)
        nothing = np.zeros(names.size, np.bool_)
        _value, chosen, count_of, order = support(rest, w, starts, nothing, nothing)
        plan = _tree(starts, chosen, count_of, rest[5])
        if base + total(rest[0], plan) < upper:
            plan = improved(rest, w, starts, plan, nothing)
            upper = base + total(rest[0], plan)
            incumbent = paid.copy()
            for node in range(names.size):
                if plan[node]:
                    incumbent[names[node]] = True
            for node in range(small_names.size):
                held[node] = incumbent[small_names[node]]
            more = too_dear(small[0], found, forced, upper - base, held)
            for node in range(small_names.size):
                dear[node] |= more[node]
        gone = dear[kernel_numbers]
        replaced = replaceable(rest, starts, chosen, count_of, order, gone)
        leaving = 0
        for node in range(names.size):
            gone[node] |= replaced[node]
            leaving += gone[node]
        p = rest
        if base >= upper or leaving * 64 <= names.size:
            return p, names, paid, base, incumbent, upper


@njit(cache=True)
def _closed(paid: Mask, incumbent: Mask, upper: int) -> Reduction:
    none = np.zeros(0, np.int64)
    p = (np.zeros(1, np.int64), np.zeros(2, np.int64), none, np.zeros(1, np.int64), none, np.int64(0))
    return p, none, paid, upper, incumbent, upper


@njit(cache=True)
def reduce(p: Flat) -> tuple[Reduction, bool]:
    """`reduction.reduce`; the last value says whether the target can be derived."""
    size = p[0].size
    w, starts = _users(p), _support_starts(p)
    nothing = np.zeros(size, np.bool_)
    value, chosen, count, _order = support(p, w, starts, nothing, nothing)
    if value[p[5]] == INFINITE:
        return _closed(nothing, nothing, np.int64(0)), False
    plan = improved(p, w, starts, _tree(starts, chosen, count, p[5]), nothing)
    upper = total(p[0], plan)
    gone = (p[0] >= upper) & ~plan
    return reduce_without(p, np.arange(size), nothing, np.int64(0), plan, upper, gone), True


@njit(cache=True)
def _k_least(value: Ints, options: Ints, k: int) -> int:
    """The k-th least value of some options."""
    return np.sort(value[options])[k - 1]


@njit(cache=True)
def lm_cut(p: Flat, enough: int, work: int) -> Cuts:
    """`lmcut.lm_cut`: bound, what is left of the costs, and the cuts as starts, nodes and amounts.

    `work` is the number of nodes to look at before stopping.
    """
    cost, gstart, need, ostart, opts, target = p
    wstart, waiting, user_of = _users(p)
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
    if bound >= enough or work <= 0:
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
            heap = _push(keys, nodes, heap, left[node], node)
    while heap:
        key, node, heap = _pop(keys, nodes, heap)
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
                    heap = _push(keys, nodes, heap, key + left[user], user)
    for node in range(size):
        if open_groups[node]:
            for group in range(gstart[node], gstart[node + 1]):
                if of_group[group] == unreached:
                    dearest[node] = group
                    break
    seen = np.zeros(size, np.int64)
    stack = np.empty(size, np.int64)
    mark = 0
    while value[target] and bound < enough and work > 0:
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
            heap = _push(keys, nodes, heap, left[node] + base, node)
        while heap:
            work -= 1
            key, node, heap = _pop(keys, nodes, heap)
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
                        heap = _push(keys, nodes, heap, most, user)
    return bound, left, cut_starts[: cuts + 1], cut_nodes[:filled], amounts[:cuts]


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
                one, other = first, option
                while leader[one] != one:
                    leader[one] = leader[leader[one]]
                    one = leader[one]
                while leader[other] != other:
                    leader[other] = leader[leader[other]]
                    other = leader[other]
                leader[one] = other
    label = np.full(size, -1)
    of_leader = np.full(size, -1)
    count = 0
    for node in range(size):
        if node == target:
            continue
        one = node
        while leader[one] != one:
            one = leader[one]
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


WORK = 100_000


@njit(cache=True)
def _derived_anew(p: Flat, w: Users, starts: Ints, free: Mask, barred: Mask, barred_count: int) -> tuple[bool, Mask]:
    """`Neighbourhood._derived`: whether there is a plan, and the plan."""
    value, chosen, count, _order = support(p, w, starts, free, barred)
    if value[p[5]] == INFINITE:
        return False, free
    plan = _tree(starts, chosen, count, p[5])
    if barred_count != 1:
        barred = np.zeros(free.size, np.bool_)
    return True, improved(p, w, starts, plan, barred)


@njit(cache=True)
def nearby(p: Flat, plan: Mask, bound: int) -> Mask:
    """`Neighbourhood.search`."""
    cost, gstart, need, ostart, opts, _target = p
    w, starts = _users(p), _support_starts(p)
    size = cost.size
    tries = WORK // size
    best, least = plan, total(cost, plan)
    nothing = np.zeros(size, np.bool_)
    uses = np.zeros(size, np.int64)
    for option in opts:
        uses[option] += 1
    while least > bound:
        before = least
        fixed = np.zeros(size, np.bool_)
        for node in range(size):
            if best[node]:
                for group in range(gstart[node], gstart[node + 1]):
                    if ostart[group + 1] - ostart[group] == need[group]:
                        for at in range(ostart[group], ostart[group + 1]):
                            fixed[opts[at]] = True
        exchangeable = np.flatnonzero(best & ~fixed & (cost > 0))
        exchangeable = exchangeable[np.argsort(-cost[exchangeable], kind="mergesort")]
        for node in exchangeable:
            if tries <= 0 or least <= bound:
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
                if tries <= 0 or least <= bound:
                    break
                if value[node] == INFINITE or best[node]:
                    continue
                tries -= 1
                tree = _tree(starts, chosen, count, node)
                barred = ~(best | tree)
                is_plan, candidate = _derived_anew(p, w, starts, tree, barred, np.sum(barred))
                if is_plan and total(cost, candidate) < least:
                    best, least = candidate, total(cost, candidate)
        if least >= before:
            break
    return best


@njit(cache=True)
def kept_plan(p: Flat, names: Ints, incumbent: Mask) -> Mask:
    """`solver._kept_plan`."""
    kept = incumbent[names]
    w = _users(p)
    derived, _order = derivation(p, w, kept)
    if derived[p[5]]:
        return kept
    starts = _support_starts(p)
    nothing = np.zeros(names.size, np.bool_)
    _value, chosen, count, _order = support(p, w, starts, nothing, nothing)
    return improved(p, w, starts, _tree(starts, chosen, count, p[5]), nothing)


@njit(cache=True)
def _with_plan(
    p: Flat, names: Ints, paid: Mask, base: int, incumbent: Mask, upper: int, plan: Mask
) -> tuple[Mask, int]:
    cost = base + total(p[0], plan)
    if cost >= upper:
        return incumbent, upper
    incumbent = paid.copy()
    for node in range(names.size):
        if plan[node]:
            incumbent[names[node]] = True
    return incumbent, cost


CLOSED, CUT, PARTS, OPEN = 0, 1, 2, 3


@njit(cache=True)
def tighten(
    p: Flat, names: Ints, paid: Mask, base: int, incumbent: Mask, upper: int, unit: int, work: int, is_irreducible: bool
) -> tuple[int, Cuts, Reduction]:
    """`solver._Search._close` up to where it joins parts or searches."""
    cuts = (np.int64(0), p[0], np.zeros(1, np.int64), names, names)
    while base // unit < upper // unit:
        _label, count = part_labels(p)
        if count > 1:
            return PARTS, cuts, (p, names, paid, base, incumbent, upper)
        cuts = lm_cut(p, (upper - base) // unit * unit, work)
        bound, left = cuts[0], cuts[1]
        if (base + bound) // unit >= upper // unit:
            return CUT, cuts, (p, names, paid, base, incumbent, upper)
        by_cuts = (left, p[1], p[2], p[3], p[4], p[5])
        w, starts = _users(p), _support_starts(p)
        nothing = np.zeros(names.size, np.bool_)
        _value, chosen, counts, _order = support(by_cuts, w, starts, nothing, nothing)
        plan = improved(p, w, starts, _tree(starts, chosen, counts, p[5]), nothing)
        incumbent, upper = _with_plan(p, names, paid, base, incumbent, upper, plan)
        dear = (left >= upper - base - bound) & ~incumbent[names]
        if not dear.any() and work > 0:
            plan = nearby(p, kept_plan(p, names, incumbent), bound)
            incumbent, upper = _with_plan(p, names, paid, base, incumbent, upper, plan)
            dear = (left >= upper - base - bound) & ~incumbent[names]
        if (base + bound) // unit >= upper // unit:
            return CUT, cuts, (p, names, paid, base, incumbent, upper)
        if is_irreducible and not dear.any():
            return OPEN, cuts, (p, names, paid, base, incumbent, upper)
        p, names, paid, base, incumbent, upper = reduce_without(p, names, paid, base, incumbent, upper, dear)
        is_irreducible = True
    return CLOSED, cuts, (p, names, paid, base, incumbent, upper)


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
def pruned(p: Flat, chosen: Mask) -> Mask:
    """`instance.pruned`."""
    cost, gstart, need, ostart, opts, target = p
    w = _users(p)
    _derived, order = derivation(p, w, chosen)
    kept = _supporting(p, order)
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
    for node in spare[np.argsort(-cost[spare], kind="mergesort")]:
        if kept[node]:
            allowed = kept.copy()
            allowed[node] = False
            derived, order = derivation(p, w, allowed)
            if derived[target]:
                kept = _supporting(p, order)
    return kept


@njit(cache=True)
def _supporting(p: Flat, order: Ints) -> Mask:
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
