"""Making a problem smaller without losing every best plan.

Each rule takes a valid instance to a valid instance of the same least cost, and each has its proof at the
function that applies it. A plan of the reduced instance is a plan of the original one as soon as it is joined
with the paid nodes. No rule may justify itself: a group is never dropped for a reason that rests on it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from dataclasses import dataclass

from mlcareer_graph.planning.greedy import CheapestSupport, cheapest_support, improved_plan, supported_plan
from mlcareer_graph.planning.instance import Group, Instance, components, derivation
from mlcareer_graph.planning.landmarks import landmarks, members

FEW = 64
"""Another round of rules is worth its time if it leaves out more than one node in so many."""

LARGE = 1_000
"""The nodes of the smallest problem whose reductions look at the clock; those of smaller ones take milliseconds."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is left of a problem.

    Attributes:
        instance: The remaining instance; what it still holds of the paid nodes costs nothing in it.
        names: The node of the original instance behind each remaining node.
        paid: The original nodes that every plan cheaper than the incumbent holds.
        base: What they cost together.
        incumbent: The best plan known, in original nodes.
        upper: What it costs.
    """

    instance: Instance
    names: list[int]
    paid: frozenset[int]
    base: int
    incumbent: frozenset[int]
    upper: int

    @property
    def is_closed(self) -> bool:
        """Whether the paid nodes alone cost what the incumbent costs, which proves it optimal."""
        return self.base >= self.upper


def reduce(instance: Instance, deadline: float = math.inf) -> Reduced | None:
    """Apply all rules until they leave out none of the nodes, or hardly any.

    Args:
        instance: The problem.
        deadline: When `time.monotonic` reaches this, what is left so far of a problem that is `LARGE` is the result.

    Returns:
        The reduced problem, or None if the target cannot be derived.
    """
    support = cheapest_support(instance)
    if support.value[instance.target] is None:
        return None
    plan = improved_plan(instance, supported_plan(instance, support), deadline=_limit(instance, deadline))
    upper = instance.total(plan)
    start = Reduced(instance, list(range(len(instance))), frozenset(), 0, frozenset(plan), upper)
    return reduce_without(start, {node for node, cost in enumerate(instance.cost) if cost >= upper} - plan, deadline)


def reduce_without(reduced: Reduced, gone: set[int], deadline: float = math.inf) -> Reduced:
    """Go on with all rules after leaving out some nodes.

    Args:
        reduced: What is left of it.
        gone: Remaining nodes to leave out; some plan of least cost, or the incumbent, must do without them.
        deadline: As in `reduce`.
    """
    while not is_over(reduced.instance, deadline):
        upper, incumbent = reduced.upper, reduced.incumbent
        instance, numbers = _relevant(reduced.instance, _derivable(reduced.instance, gone))
        if instance is None:
            return _closed(reduced)
        names = [reduced.names[number] for number in numbers]
        component = components(instance)
        found = landmarks(instance, component, _limit(instance, deadline))
        if found is None:
            break
        forced = found[instance.target]
        landmark_nodes = list(members(forced))
        base = reduced.base + instance.total(landmark_nodes)
        if base >= upper:
            return _closed(reduced)
        paid = reduced.paid.union([names[node] for node in landmark_nodes])
        _pay(instance, landmark_nodes)
        _drop_satisfied(instance, component, forced)
        dear = _too_dear(instance, found, forced, upper - base, _held(names, incumbent))
        kernel, kernel_numbers = _kernel(instance, component, forced, dear)
        if kernel is None:
            return _closed(reduced)
        if is_over(kernel, deadline):
            break
        kernel_names = [names[number] for number in kernel_numbers]
        support = cheapest_support(kernel)
        plan = supported_plan(kernel, support)
        if base + kernel.total(plan) < upper:
            plan = improved_plan(kernel, plan, deadline=_limit(kernel, deadline))
            upper, incumbent = base + kernel.total(plan), paid.union([kernel_names[node] for node in plan])
            dear |= _too_dear(instance, found, forced, upper - base, _held(names, incumbent))
        gone = {node for node, number in enumerate(kernel_numbers) if number in dear}
        gone |= _replaceable(kernel, support, gone, deadline)
        reduced = Reduced(kernel, kernel_names, paid, base, incumbent, upper)
        if reduced.is_closed or len(gone) * FEW <= len(kernel):
            break
    return reduced


def is_over(instance: Instance, deadline: float) -> bool:
    """Whether the time for a large instance is over."""
    return len(instance) >= LARGE and time.monotonic() >= deadline


def _limit(instance: Instance, deadline: float) -> float:
    return deadline if len(instance) >= LARGE else math.inf


def _closed(reduced: Reduced) -> Reduced:
    """Nothing that is left is cheaper than the incumbent."""
    return Reduced(Instance([0], [[]], 0), [], reduced.paid, reduced.upper, reduced.incumbent, reduced.upper)


def _derivable(instance: Instance, gone: set[int]) -> Collection[int]:
    return set(derivation(instance, [node for node in range(len(instance)) if node not in gone]))


def _relevant(original: Instance, kept: Collection[int]) -> tuple[Instance, list[int]] | tuple[None, list[int]]:
    """The kept nodes that the target leans on, numbered anew in their old order; the kept ones are derivable.

    Proof: a plan holds only what can be derived, and one of least cost without spare nodes nothing that the
    target does not lean on.
    """
    if original.target not in kept:
        return None, []
    unreached = set(kept)
    unreached.remove(original.target)
    stack = [original.target]
    for node in stack:
        for _, options in original.groups[node]:
            for option in options:
                if option in unreached:
                    unreached.remove(option)
                    stack.append(option)
    names = sorted(stack)
    number = [-1] * len(original)
    for node, name in enumerate(names):
        number[name] = node
    groups = []
    for name in names:
        kept_groups: list[Group] = []
        for k, options in original.groups[name]:
            if len(options) == 1:
                # A group with a single option asks for that one, which is kept as its node is.
                kept_groups.append((k, (number[options[0]],)))
                continue
            left = tuple([node for node in [number[option] for option in options] if node >= 0])
            if len(left) == k > 1:
                kept_groups.extend((1, (option,)) for option in left)
            else:
                kept_groups.append((k, left))
        groups.append(list(dict.fromkeys(kept_groups)) if len(kept_groups) > 1 else kept_groups)
    cost = [original.cost[name] for name in names]
    return Instance(cost, groups, number[original.target]), names


def _pay(instance: Instance, paid: list[int]) -> None:
    """Make the landmarks of the target free and ask for each of them at the target.

    Proof: every plan holds them, so they add a constant; and asking for what every plan holds excludes none.
    """
    target_groups = instance.groups[instance.target]
    asked = set(target_groups)
    for node in paid:
        instance.cost[node] = 0
        single = (1, (node,))
        if node != instance.target and single not in asked:
            target_groups.append(single)


def _drop_satisfied(instance: Instance, component: list[int], forced: int) -> None:
    """Count paid options as met where they do not lean on the node that asks for them.

    Proof: let v ask for a group with the paid option a, a in another strongly connected component. Then a does
    not lean on v, since v leans on a. Any plan of the reduced instance holds a, because the target asks for it,
    and derives a from nodes other than v and those that lean on v; in an order that derives a with all it leans
    on first, the group of v has a. Reductions at nodes on which a leans are justified the same way one level
    deeper, and the component order makes this a well-founded induction.
    """
    target = instance.target
    for node, groups in enumerate(instance.groups):
        if node == target:
            continue
        reduced_groups: list[Group] = []
        for k, options in groups:
            open_options = [
                option for option in options if not (forced >> option & 1 and component[option] != component[node])
            ]
            left = k - (len(options) - len(open_options))
            if left > 0:
                reduced_groups.append((left, tuple(open_options)))
        instance.groups[node] = reduced_groups


def _kernel(
    instance: Instance, component: list[int], forced: int, gone: set[int]
) -> tuple[Instance, list[int]] | tuple[None, list[int]]:
    """What is open: paid nodes hand their groups to the target, and those left without any disappear.

    Proof: a paid node v is in every plan, so its groups hold in every plan. Where no option of a group is in the
    component of v, none leans on v: whatever plan fulfils the group at the target derives its options without v,
    and v after them. A paid node without groups can be derived at once and asks for nothing.
    """
    target = instance.target
    handed: dict[Group, None] = {}
    groups: list[list[Group]] = []
    for node, own in enumerate(instance.groups):
        if node == target or not forced >> node & 1:
            groups.append(own)
            continue
        stay = []
        for group in own:
            if any(component[option] == component[node] for option in group[1]):
                stay.append(group)
            else:
                handed[group] = None
        groups.append(stay)
    groups[target] = [
        group
        for group in dict.fromkeys([*groups[target], *handed])
        if not (len(group[1]) == 1 and forced >> group[1][0] & 1 and not groups[group[1][0]])
    ]
    handed_over = Instance(instance.cost, groups, target)
    return _relevant(handed_over, _derivable(handed_over, gone) if gone else range(len(instance)))


def _held(names: list[int], incumbent: frozenset[int]) -> set[int]:
    return {node for node, name in enumerate(names) if name in incumbent}


def _too_dear(instance: Instance, found: list[int], forced: int, budget: int, held: set[int]) -> set[int]:
    """Nodes outside the incumbent that no plan cheaper than it can hold.

    Proof: a plan that holds a node holds the node's landmarks as well, and pays for those that are not paid yet.
    If that reaches what the incumbent spends beyond the paid nodes, the plan is not cheaper than the incumbent.
    """
    dear = set()
    cost = instance.cost
    for node in range(len(instance)):
        if forced >> node & 1 or node in held:
            continue
        if cost[node] >= budget or _reaches(cost, found[node] & ~forced, budget):
            dear.add(node)
    return dear


def _reaches(cost: list[int], bits: int, budget: int) -> bool:
    """Whether the nodes of a bit set cost so much together, without adding up more of them than it takes."""
    total = 0
    for node in members(bits):
        total += cost[node]
        if total >= budget:
            return True
    return total >= budget


def _replaceable(instance: Instance, support: CheapestSupport, gone: set[int], deadline: float = math.inf) -> set[int]:
    """Nodes that something no dearer does all the work of.

    Proof: let P be a set of nodes that derives itself, without a and without anything removed before, and that
    holds, for every group with the option a, another option of that group; and let P cost no more than a. In any
    plan with a, put P in the place of a: P is derived first and on its own, then the rest in its old order. The
    result is a plan, and not dearer. Removals are made one after the other, each P lying within what is left, so
    that no two nodes replace each other. The target stays, and so do options of at-least-k groups with k > 1.
    """
    users: dict[int, set[tuple[int, ...]]] = {}
    fixed = {instance.target}
    for groups in instance.groups:
        for k, options in groups:
            if k > 1 or len(options) == 1:
                fixed.update(options)
            else:
                for option in options:
                    users.setdefault(option, set()).add(options)
    tree: dict[int, int] = {}
    rank: dict[int, int] = {}
    dearest: dict[int, int] = {}
    cost = instance.cost
    for position, node in enumerate(support.order):
        bits, most = 1 << node, cost[node]
        for option in support.options[node]:
            bits |= tree[option]
            most = max(most, dearest[option])
        tree[node], dearest[node] = bits, most
        rank[node] = position
    removed_bits = sum([1 << node for node in gone])
    replaced = set()
    for node in sorted(users.keys() - fixed, key=lambda node: (-cost[node], -rank.get(node, 0), node)):
        if not cost[node] or removed_bits >> node & 1:
            continue
        if is_over(instance, deadline):
            break
        barred = removed_bits | 1 << node
        bits = 0
        for options in users[node]:
            others = [option for option in options if not tree.get(option, barred) & barred]
            first = min(others, key=lambda option: (rank[option], option), default=node)
            if first == node or dearest[first] > cost[node]:
                break
            bits |= tree[first]
        else:
            if sum([cost[other] for other in members(bits)]) <= cost[node]:
                replaced.add(node)
                removed_bits |= 1 << node
    return replaced
