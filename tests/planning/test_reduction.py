"""Each rule of reduction alone: the least cost before is the least cost after, with what was paid on top."""

from __future__ import annotations

from collections.abc import Iterator

from oracles import least_cost_of_nodes, random_cover, random_instance

from mlcareer_graph.planning import reduction
from mlcareer_graph.planning.greedy import cheapest_support, supported_plan
from mlcareer_graph.planning.instance import Instance, components, derivation
from mlcareer_graph.planning.landmarks import landmarks, members
from mlcareer_graph.planning.reduction import Reduced, reduce, reduce_without

SEEDS = 700


def sample() -> Iterator[tuple[Instance, int]]:
    """Random instances whose target can be derived, with their least cost."""
    for make in (random_instance, random_cover):
        for seed in range(SEEDS):
            instance = make(seed)
            least = least_cost_of_nodes(instance)
            if least is not None:
                yield instance, least


def relevant(instance: Instance) -> tuple[Instance, list[int]]:
    """What can be derived and is leant on, which the other rules start from."""
    small, names = reduction._relevant(instance, set(derivation(instance, range(len(instance)))))
    assert small is not None
    return small, names


def paid_for(instance: Instance) -> tuple[Instance, list[int], int, int]:
    """The relevant part with its landmarks paid: instance, components, landmarks of the target, their cost."""
    small, _ = relevant(instance)
    component = components(small)
    forced = landmarks(small, component)[small.target]
    base = small.total(list(members(forced)))
    reduction._pay(small, list(members(forced)))
    return small, component, forced, base


def without(instance: Instance, gone: set[int]) -> Instance:
    """The instance in which some nodes can no longer be derived."""
    groups = [[(1, ())] if node in gone else own for node, own in enumerate(instance.groups)]
    return Instance(instance.cost, groups, instance.target)


def test_leaving_out_what_is_irrelevant_keeps_the_least_cost() -> None:
    """Nodes that cannot be derived, or that the target does not lean on, are not missed."""
    smaller = 0
    for instance, least in sample():
        small, names = relevant(instance)
        assert least_cost_of_nodes(small) == least
        assert [small.cost[node] for node in range(len(small))] == [instance.cost[name] for name in names]
        smaller += len(small) < len(instance)
    assert smaller


def test_paying_for_landmarks_moves_their_cost_into_the_base() -> None:
    """The landmarks of the target are in every plan, so they cost the same everywhere."""
    moved = 0
    for instance, least in sample():
        small, _, _, base = paid_for(instance)
        assert base + (least_cost_of_nodes(small) or 0) == least
        moved += base > 0
    assert moved


def test_dropping_satisfied_groups_keeps_the_least_cost() -> None:
    """Counting paid options as met never lets a node serve itself."""
    dropped = 0
    for instance, least in sample():
        small, component, forced, base = paid_for(instance)
        before = sum(map(len, small.groups))
        reduction._drop_satisfied(small, component, forced)
        assert base + (least_cost_of_nodes(small) or 0) == least
        dropped += sum(map(len, small.groups)) < before
    assert dropped


def test_handing_groups_to_the_target_keeps_the_least_cost() -> None:
    """Paid nodes can give their groups to the target, before and after groups are dropped."""
    handed = 0
    for instance, least in sample():
        for is_dropped in (False, True):
            small, component, forced, base = paid_for(instance)
            if is_dropped:
                reduction._drop_satisfied(small, component, forced)
            kernel, _ = reduction._kernel(small, component, forced, set())
            assert kernel is not None
            assert base + (least_cost_of_nodes(kernel) or 0) == least
            handed += len(kernel) < len(small)
    assert handed


def test_what_is_too_dear_is_in_no_cheaper_plan() -> None:
    """Without the nodes that are too dear, the least cost or the incumbent is what it was."""
    removed = 0
    for instance, least in sample():
        small, _ = relevant(instance)
        found = landmarks(small, components(small))
        forced = found[small.target]
        plan = supported_plan(small, cheapest_support(small))
        upper = small.total(plan)
        base = small.total(list(members(forced)))
        reduction._pay(small, list(members(forced)))
        dear = reduction._too_dear(small, found, forced, upper - base, plan)
        rest = least_cost_of_nodes(without(small, dear))
        assert min(upper, upper if rest is None else base + rest) == least
        removed += len(dear)
    assert removed


def test_what_is_replaceable_can_be_left_out() -> None:
    """Without the nodes for which something no dearer does all the work, the least cost is what it was."""
    removed = 0
    for instance, least in sample():
        small, _ = relevant(instance)
        replaced = reduction._replaceable(small, cheapest_support(small), set())
        assert least_cost_of_nodes(without(small, replaced)) == least
        removed += len(replaced)
    assert removed


def test_what_stands_in_is_not_taken_from_what_is_gone() -> None:
    """Nodes that are left out for another reason are no reason to leave out more."""
    for instance, _ in sample():
        small, _ = relevant(instance)
        for gone in ({0}, {len(small) // 2}):
            rest = without(small, gone)
            least = least_cost_of_nodes(rest)
            replaced = reduction._replaceable(small, cheapest_support(small), gone)
            if least is not None:
                assert least_cost_of_nodes(without(small, gone | replaced)) == least


def test_two_equal_nodes_do_not_replace_each_other() -> None:
    """Of two options at the same cost one stays."""
    instance = Instance([2, 2, 0], [[], [], [(1, (0, 1))]], 2)
    assert len(reduction._replaceable(instance, cheapest_support(instance), set())) == 1


def check_reduced(instance: Instance, reduced: Reduced, least: int) -> None:
    """The incumbent is a plan at its price, and what is left costs what is missing unless that is optimal."""
    assert instance.target in derivation(instance, sorted(reduced.incumbent))
    assert instance.total(reduced.incumbent) == reduced.upper >= least >= reduced.base
    rest = least_cost_of_nodes(reduced.instance)
    assert min(reduced.upper, reduced.upper if rest is None else reduced.base + rest) == least


def test_all_rules_together_keep_the_least_cost() -> None:
    """Reducing until nothing changes loses no best plan, and gives an incumbent that is one at its price."""
    for instance, least in sample():
        reduced = reduce(instance)
        assert reduced is not None
        check_reduced(instance, reduced, least)


def test_a_plan_of_what_is_left_is_a_plan_with_the_paid_nodes() -> None:
    """Joined with what is paid, a plan of the reduced instance derives the original target."""
    open_ones = 0
    for instance, _ in sample():
        reduced = reduce(instance)
        assert reduced is not None
        if reduced.is_closed:
            continue
        kernel = reduced.instance
        plan = supported_plan(kernel, cheapest_support(kernel))
        joined = reduced.paid.union(reduced.names[node] for node in plan)
        assert instance.target in derivation(instance, sorted(joined))
        assert instance.total(joined) == reduced.base + kernel.total(plan)
        open_ones += 1
    assert open_ones


def test_going_on_without_some_nodes_keeps_the_best_plan_without_them() -> None:
    """After leaving out nodes, the result is the better of the incumbent and the best plan that does without."""
    for instance, _ in sample():
        reduced = reduce(instance)
        if reduced is None or reduced.is_closed:
            continue
        kernel = reduced.instance
        gone = {node for node in range(len(kernel)) if node != kernel.target and node % 3 == 0}
        rest = least_cost_of_nodes(without(kernel, gone))
        further = reduce_without(reduced, gone)
        left = least_cost_of_nodes(further.instance)
        best = min(reduced.upper, reduced.upper if rest is None else reduced.base + rest)
        assert min(further.upper, further.upper if left is None else further.base + left) == best


def test_an_underivable_target_is_noticed() -> None:
    """Exactly the instances without a plan reduce to nothing."""
    for make in (random_instance, random_cover):
        for seed in range(SEEDS):
            instance = make(seed)
            assert (reduce(instance) is None) == (least_cost_of_nodes(instance) is None)
