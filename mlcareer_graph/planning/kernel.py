"""The core that reductions leave over, given to a maintained solver.

`solve_kernel` is the whole interface: an instance and a time limit in, a plan and a bound out. Where python-sat is
installed, RC2 has the first try, see `maxsat`; then it is HiGHS, see `program`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlcareer_graph.planning.highs import covering_program, run, set_costs
from mlcareer_graph.planning.instance import Group, Instance, is_cover
from mlcareer_graph.planning.maxsat import is_installed, solve_by_cores
from mlcareer_graph.planning.program import IntegerProgram

_EXACT = 2**28
"""Sums of costs up to this size are told apart by a solver that computes in double precision."""


MAX_COVER = 100
"""The nodes of the largest cover with unlike costs that RC2 tries; from there on the bounds of HiGHS are the better."""


@dataclass(frozen=True, slots=True)
class KernelSolution:
    """What the solver found.

    Attributes:
        plan: The nodes of the best plan found, or None if the time was too short for any.
        bound: What every plan costs at least.
        is_optimal: Whether the plan is proven to be cheapest.
    """

    plan: set[int] | None
    bound: int
    is_optimal: bool


def solve_kernel(instance: Instance, seconds: float, *, main: int = 1) -> KernelSolution:
    """A plan of least cost by mixed-integer programming, or by MaxSAT if python-sat is installed and finds one soon.

    Variables say which nodes are chosen; each group (k, options) of a node v gives the row
    ``sum(options) >= k v``. Circular derivations are cut off as they come up, see `circles`.

    Costs too large for the precision of the solver are minimised in two rounds: the whole multiples of `main`,
    then what is left of them among the plans that have the fewest.

    Args:
        instance: A problem whose target can be derived.
        seconds: When to stop.
        main: A number such that the rests of all costs modulo it add up to less than it.
    """
    deadline = time.monotonic() + seconds
    least = 0
    if seconds > 0 and is_installed() and not _suits_programme(instance):
        plan, least = solve_by_cores(instance, deadline)
        if plan is not None:
            return KernelSolution(plan, least, True)
    solution = _solve_by_programme(instance, deadline, main)
    bound = max(solution.bound, least)
    is_optimal = solution.plan is not None and (solution.is_optimal or instance.total(solution.plan) <= bound)
    return KernelSolution(solution.plan, bound, is_optimal)


def _suits_programme(instance: Instance) -> bool:
    unlike = {cost for cost in instance.cost if cost}
    return len(instance) > MAX_COVER and len(unlike) > 1 and is_cover(instance)


def _solve_by_programme(instance: Instance, deadline: float, main: int) -> KernelSolution:
    start = time.monotonic()
    if start >= deadline:
        return KernelSolution(None, 0, False)
    program = IntegerProgram(instance)
    # HiGHS looks at the time between the steps of its presolve, the longest of which takes about as long as this.
    deadline -= 2 * (time.monotonic() - start)
    costs = [instance.cost]
    if main > 1 and sum(instance.cost) > _EXACT:
        costs = [[cost // main for cost in instance.cost], [cost % main for cost in instance.cost]]
    found = program.minimise(*costs, deadline=deadline)
    if found.plan is None:
        return KernelSolution(None, found.bound * (main if len(costs) > 1 else 1), False)
    total = instance.total(found.plan)
    if found.status == "optimal":
        return KernelSolution(set(found.plan), total, True)
    return KernelSolution(set(found.plan), found.bound * (main if len(costs) > 1 else 1), False)


def smallest_closed_choice(choices: Mapping[int, Sequence[tuple[Group, str]]], start: int) -> dict[int, str]:
    """A set of nodes with the start in which each has one of its groups served, circles allowed.

    Args:
        choices: For each node the groups ``(k, options)`` of which one must be served by k of its options, each
            with what it says.
        start: The node that must be in the set.

    Returns:
        Each node of the set with what its group says, the start first; no set says fewer different things.
    """
    nodes = sorted(choices)
    number = {node: index for index, node in enumerate(nodes)}
    sayings = sorted({saying for groups in choices.values() for _, saying in groups if saying})
    said = {saying: len(nodes) + index for index, saying in enumerate(sayings)}
    groups: list[list[Group]] = [[] for _ in range(len(nodes) + len(sayings))]
    for node in nodes:
        served = []
        for (k, options), saying in choices[node]:
            served.append(len(groups))
            own: list[Group] = [(k, tuple([number[option] for option in options]))] if k else []
            groups.append([*own, (1, (said[saying],))] if saying else own)
        groups[number[node]].append((1, tuple(served)))
    solver = covering_program(Instance([0] * len(groups), groups, number[start]), range(len(groups)))
    set_costs(solver, [int(index >= len(nodes) and index < len(nodes) + len(sayings)) for index in range(len(groups))])
    run(solver)
    taken = {index for index, value in enumerate(solver.getSolution().col_value) if value > 0.5}
    found: dict[int, str] = {}
    queue = [start]
    for node in queue:
        if node not in found:
            position = next(position for position, index in enumerate(groups[number[node]][0][1]) if index in taken)
            (k, options), found[node] = choices[node][position]
            queue.extend([option for option in options if number[option] in taken][:k])
    return found
