"""Random planning problems of known shape, the same for the same seed on every machine.

`curriculum` draws what an organisation's own curriculum may look like at scale, `cover` what reductions leave of a
hard one, and `dense_cover` a problem made to be too large for any exact solver.
"""

from __future__ import annotations

import random
from typing import Literal

from mlcareer_graph.planning.instance import Group, Instance

Family = Literal["local", "dense"]

NEARBY = 40
"""How far below a node the prerequisites of a local curriculum start."""

ROLE_GROUPS = 12
"""The number of groups that the target of a curriculum asks for."""


def curriculum(seed: int, size: int, alternatives: float, family: Family) -> Instance:
    """Prerequisites in ascending order of difficulty, some of them with alternatives, a few of those in circles.

    A node has up to three groups. A group has a single option, or, with the given probability, two to five, of which
    one is asked for, or now and then two. In one in twenty groups with alternatives an option stands above the node
    that asks for it, which makes circles. The target asks for groups in the upper half.

    Args:
        seed: Where the random numbers start.
        size: The number of nodes.
        alternatives: The share of groups with alternatives; with 0 there are no circles either.
        family: Options come from nearby (``"local"``) or from anywhere below (``"dense"``).
    """
    rng = random.Random(f"{family} {size} {alternatives} {seed}")
    target = size - 1
    groups: list[list[Group]] = []
    for node in range(target):
        lowest = max(0, node - NEARBY) if family == "local" else 0
        count = rng.choice((0, 1, 1, 2, 3)) if node >= 10 else 0
        groups.append([_group(rng, node, lowest, target, alternatives) for _ in range(count)])
    upper = range(size // 2, target)
    goal = [_goal_group(rng, upper, alternatives) for _ in range(ROLE_GROUPS)]
    cost = [rng.randint(1, 60) for _ in range(target)]
    return Instance([*cost, 0], [*groups, goal], target)


def _group(rng: random.Random, node: int, lowest: int, target: int, alternatives: float) -> Group:
    if rng.random() >= alternatives:
        return 1, (rng.randrange(lowest, node),)
    options = set(rng.sample(range(lowest, node), min(rng.randint(2, 5), node - lowest)))
    if rng.random() < 0.05 and node + 1 < target:
        options.add(rng.randrange(node + 1, min(target, node + NEARBY)))
    return (2 if len(options) > 2 and rng.random() < 0.15 else 1), tuple(sorted(options))


def _goal_group(rng: random.Random, upper: range, alternatives: float) -> Group:
    count = rng.randint(2, 5) if rng.random() < alternatives else 1
    return 1, tuple(sorted(rng.sample(upper, count)))


def cover(seed: int, size: int, *, is_unit: bool) -> Instance:
    """A set cover: the target asks for groups of three to five options, three quarters as many as there are options.

    Args:
        seed: Where the random numbers start.
        size: The number of options.
        is_unit: Whether each option costs 1, or something from 1 to 60.
    """
    rng = random.Random(f"cover {size} {is_unit} {seed}")
    wanted = sorted({tuple(sorted(rng.sample(range(size), rng.randint(3, 5)))) for _ in range(size * 3 // 4)})
    cost = [1 if is_unit else rng.randint(1, 60) for _ in range(size)]
    return Instance([*cost, 0], [*([] for _ in range(size)), [(1, options) for options in wanted]], size)


def dense_cover(seed: int, size: int) -> Instance:
    """A cover with long groups whose options lean on one another in circles: no exact solver ends within minutes.

    Args:
        seed: Where the random numbers start.
        size: The number of nodes.
    """
    rng = random.Random(f"dense cover {size} {seed}")
    target = size - 1
    groups: list[list[Group]] = []
    for _ in range(target):
        count = rng.choice((0, 0, 1, 2))
        groups.append([(1, tuple(sorted(rng.sample(range(target), 4)))) for _ in range(count)])
    goal: list[Group] = [
        (rng.choice((1, 1, 2)), tuple(sorted(rng.sample(range(target), 20)))) for _ in range(size // 3)
    ]
    return Instance([*(rng.randint(20, 60) for _ in range(target)), 0], [*groups, goal], target)
