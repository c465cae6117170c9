"""The parts of the search for landmarks, on problems small enough to reckon by hand."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from mlcareer_graph.planning.certification import _Blocker, _Program, _Search, _Task
from mlcareer_graph.planning.instance import Instance
from mlcareer_graph.planning.objective import MILLION
from mlcareer_graph.planning.unit_steps import UnitAction

# The target, 0, needs one of 1 and 2, and two of 2, 3 and 4; 4 needs 5, which is free, and 1 needs 6.
INSTANCE = Instance([0, 7, 9, 3, 5, 0, 2], [[(1, (1, 2)), (2, (2, 3, 4))], [(1, (6,))], [], [], [(1, (5,))], [], []], 0)


def test_a_cut_leaves_out_what_would_derive_the_target() -> None:
    """Nodes are allowed in the order given, and those left out are a least set without which there is no plan."""
    blocker = _Blocker(INSTANCE)
    assert blocker.cut([1, 2, 3, 4, 6]) == {3, 4}
    assert blocker.cut([3, 4, 6, 1, 2]) == {1, 2}
    assert blocker.cut([6, 1, 2, 3, 4]) == {3, 4}
    assert blocker.cut([2, 1, 6, 4, 3]) == {3, 4}
    assert blocker.cut([1, 3, 4, 2, 6]) == {2, 6}


def test_every_cut_blocks_and_no_part_of_it_does() -> None:
    """What is left out blocks the target, and with any of it back the target is derived."""
    blocker = _Blocker(INSTANCE)
    for order in ([1, 2, 3, 4, 6], [4, 3, 2, 1, 6], [6, 4, 1, 3, 2]):
        nodes = blocker.cut(order)
        assert blocker.blocks(nodes)
        assert not any(blocker.blocks(nodes - {node}) for node in nodes)
    assert not blocker.blocks(frozenset())
    assert blocker.blocks({0})


def test_amounts_are_whole_millionths_within_the_costs() -> None:
    """The dual values of the program become amounts that add up to its bound and overcharge no node."""
    instance = Instance([cost * MILLION for cost in INSTANCE.cost], INSTANCE.groups, 0)
    program = _Program(instance, [1, 2, 3, 4, 6])
    cuts = [(frozenset({1, 2}), 1), (frozenset({2, 6}), 1), (frozenset({2, 3, 4}), 2), (frozenset({3, 4}), 1)]
    program.add(cuts)
    bound, taken = program.solve()
    assert bound == pytest.approx(12 * MILLION)
    assert taken == pytest.approx({1: 0.0, 2: 1.0, 3: 1.0, 4: 0.0, 6: 0.0})
    assert (program.cuts, program.known) == (cuts, set(cuts))
    amounts = program.amounts()
    assert sum(amount * at_least for (_, at_least), amount in amounts.items()) == 12 * MILLION
    for node in (1, 2, 3, 4, 6):
        assert sum(amount for (nodes, _), amount in amounts.items() if node in nodes) <= instance.cost[node]
    assert all(type(amount) is int and amount >= 0 for amount in amounts.values())


def test_what_cuts_take_too_much_of_a_node_is_taken_back_from_the_first() -> None:
    """Amounts that the solver rounded up are lowered, cut by cut, until no node gives more than it costs."""
    program = _Program(Instance([0, 3 * MILLION, 9 * MILLION], [[(1, (1, 2))], [], []], 0), [1, 2])
    cuts = [(frozenset({1}), 1), (frozenset({1, 2}), 1), (frozenset({2}), 1)]
    program.add(cuts)
    program._solver = SimpleNamespace(getSolution=lambda: SimpleNamespace(row_dual=[2.0, 4.0, 1.0]))
    assert program.amounts() == {cuts[0]: 0, cuts[1]: 3 * MILLION, cuts[2]: MILLION}
    program._solver = SimpleNamespace(getSolution=lambda: SimpleNamespace(row_dual=[1.0, 1.0, -0.5]))
    assert program.amounts() == {cuts[0]: MILLION, cuts[1]: MILLION, cuts[2]: 0}


def _action(name: str, cost: float, gives: str, *needs: str, shared: tuple[tuple[str, float], ...] = ()) -> Any:
    asked = tuple((1, ((need, 1),)) for need in needs)
    return UnitAction(costs=((name, cost), *shared), needs=asked, gives=((gives, 1),))


def test_a_task_holds_what_the_goal_can_lean_on() -> None:
    """Actions are nodes with their cost in millionths, what they share is one more, and what is known is no need."""
    actions = [
        _action("study a", 2.0, "a", shared=(("begin a", 0.5),)),
        _action("study b", 3.0, "b", "a", "known"),
        _action("study c", 9.0, "c"),
        _action("take b", 4.0, "b"),
    ]
    task = _Task(actions, [(1, (("b", 1), ("known", 1))), (1, (("b", 1),))], {"known": 1})
    assert {task.names[node]: task.instance.cost[node] for node in task.names} == {
        "study a": 2 * MILLION,
        "study b": 3 * MILLION,
        "take b": 4 * MILLION,
        "begin a": MILLION // 2,
    }
    assert len(task.instance.groups[0]) == 1
    search = _Search(task, 4 * MILLION, time.monotonic() + 60)
    landmarks = search.landmarks()
    assert sum(landmark.adds for landmark in landmarks) == pytest.approx(4.0)
    assert [landmark.adds for landmark in landmarks] == sorted((landmark.adds for landmark in landmarks), reverse=True)
    assert {"take b"} <= {name for landmark in landmarks for name in landmark.actions}


def test_a_landmark_of_which_two_are_held_closes_what_single_ones_leave() -> None:
    """Of three skills any two are needed: single landmarks add up to three halves, one that counts twice to two."""
    actions = [_action(f"study {name}", 1.0, name) for name in "abc"]
    task = _Task(actions, [(2, (("a", 1), ("b", 1), ("c", 1)))], {})
    landmarks = _Search(task, 2 * MILLION, time.monotonic() + 60).landmarks()
    assert [(one.actions, one.amount, one.at_least) for one in landmarks] == [
        (("study a", "study b", "study c"), 1.0, 2),
    ]
    late = _Search(task, 2 * MILLION, time.monotonic() - 1).landmarks()
    assert sum(landmark.adds for landmark in late) <= 2.0
