"""Chosen nodes that hold one another up without being derived, and what cuts them off."""

from __future__ import annotations

from mlcareer_graph.planning.instance import Group, Instance, components


def circles(instance: Instance, chosen: set[int], derived: set[int]) -> list[tuple[list[int], list[int]]]:
    """The smallest sets of chosen nodes that hold one another up, each with the ways out: unchosen options of theirs.

    Proof that a plan with a node of a circle holds a way out: each node of the circle has a group (k, options) with
    fewer than k derived options, whose other chosen options lie in the circle. The first node of the circle to be
    derived in the plan has k options of its group outside the circle; fewer than k of those are chosen now. These are
    loop formulas (Lin and Zhao, Artif. Intell. 2004) of the terminal circles alone, which are the strongest.

    Args:
        instance: The problem.
        chosen: Nodes each of whose groups has enough chosen options.
        derived: Those of them that can be derived from one another.
    """
    nodes = sorted(chosen - derived)
    number = {node: index for index, node in enumerate(nodes)}
    failing = [_failing_group(instance, node, chosen, derived) for node in nodes]
    groups: list[list[Group]] = [[(1, tuple([number[o] for o in options if o in number]))] for options in failing]
    component = components(Instance([0] * len(nodes), groups, 0))
    found: dict[int, list[int]] = {}
    leaning: set[int] = set()
    for index, [(_, options)] in enumerate(groups):
        found.setdefault(component[index], []).append(index)
        if any(component[option] != component[index] for option in options):
            leaning.add(component[index])
    return [
        (
            [nodes[index] for index in members],
            sorted({option for index in members for option in failing[index] if option not in chosen}),
        )
        for name, members in found.items()
        if name not in leaning
    ]


def _failing_group(instance: Instance, node: int, chosen: set[int], derived: set[int]) -> tuple[int, ...]:
    """The options of a group with too few derived ones: of those the one with the fewest ways out."""
    failing = [o for k, o in instance.groups[node] if sum(option in derived for option in o) < k]
    return min(failing, key=lambda options: sum(option not in chosen for option in options))
