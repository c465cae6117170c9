"""Places in the plane whose distances come near given ones, and labels there that do not touch.

Classical scaling (Torgerson, Psychometrika 1952) gives the start, majorisation of the stress (de Leeuw,
"Applications of convex analysis to multidimensional scaling", 1977; SMACOF) the rest: no step of it makes the fit
worse. There is no chance in it, so the same distances give the same places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

_POWERS = 200
_STEPS = 200
_ROUNDS = 400
_SIDEWAYS = 2.2
"""How much farther a box is moved sideways than up or down: there is more room on a screen."""


def placed(distances: Sequence[Sequence[float]]) -> list[Point]:
    """A place for each of some things, around (0, 0), wide rather than high.

    Args:
        distances: From each to each, the same both ways.

    Complexity:
        O(n^2) for n things in each of a few hundred steps.

    Example:
        >>> (left, _), (right, _) = placed([[0, 2], [2, 0]])
        >>> round(abs(left - right), 6)
        2.0
    """
    points = _scaled(distances)
    for _ in range(_STEPS):
        points = _majorised(points, distances)
    return _level(points)


def stress(points: Sequence[Point], distances: Sequence[Sequence[float]]) -> float:
    """The sum of the squared errors of the distances between places."""
    return sum(
        (math.dist(points[one], points[other]) - distances[one][other]) ** 2
        for one in range(len(points))
        for other in range(one)
    )


def _scaled(distances: Sequence[Sequence[float]]) -> list[Point]:
    """Classical scaling: the two main directions of the doubly centred squares."""
    count = len(distances)
    squares = [[value * value for value in row] for row in distances]
    means = [sum(row) / count for row in squares]
    mean = sum(means) / count
    centred = [
        [(means[one] + means[other] - squares[one][other] - mean) / 2 for other in range(count)] for one in range(count)
    ]
    first = _direction(centred, [])
    second = _direction(centred, [first])
    return list(zip(first, second, strict=True))


def _direction(matrix: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> list[float]:
    """The direction of the largest eigenvalue away from others, by powers, as long as its root says."""
    # A start that no symmetry of the input lies across.
    vector = [math.sin(1 + number) for number in range(len(matrix))]
    value = 0.0
    for _ in range(_POWERS):
        for other in others:
            size = math.fsum(value * value for value in other)
            if size:
                share = math.fsum(one * two for one, two in zip(vector, other, strict=True)) / size
                vector = [one - share * two for one, two in zip(vector, other, strict=True)]
        vector = [math.fsum(one * two for one, two in zip(row, vector, strict=True)) for row in matrix]
        value = math.hypot(*vector)
        if value < 1e-12:
            return [0.0] * len(matrix)
        vector = [one / value for one in vector]
    return [one * math.sqrt(value) for one in vector]


def _majorised(points: Sequence[Point], distances: Sequence[Sequence[float]]) -> list[Point]:
    """One step of majorisation: the transform of Guttman."""
    count = len(points)
    moved = []
    for one, (x, y) in enumerate(points):
        across = up = 0.0
        for other, (u, v) in enumerate(points):
            if one != other:
                now = math.hypot(x - u, y - v)
                ratio = distances[one][other] / now if now > 1e-12 else 0.0
                across += ratio * (x - u)
                up += ratio * (y - v)
        moved.append((across / count, up / count))
    return moved


def _level(points: Sequence[Point]) -> list[Point]:
    """Turned so that the most of it lies from left to right, and the first point is not right of the middle."""
    xx, yy, xy = (
        sum(one * two for one, two in pairs)
        for pairs in ([(x, x) for x, _ in points], [(y, y) for _, y in points], points)
    )
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cosine, sine = math.cos(angle), math.sin(angle)
    turned = [(x * cosine + y * sine, y * cosine - x * sine) for x, y in points]
    sign = -1.0 if turned and turned[0][0] > 1e-9 else 1.0
    return [(sign * x, sign * y) for x, y in turned]


def spread(points: Sequence[Point], sizes: Sequence[Point], gap: float) -> list[Point]:
    """The points, moved as little as it takes for boxes around them not to touch.

    Args:
        points: The middles of the boxes.
        sizes: The width and height of each.
        gap: What is left free between them.
    """
    places = [list(point) for point in points]
    for _ in range(_ROUNDS):
        is_done = True
        for one in range(len(places)):
            for other in range(one):
                apart = [places[one][axis] - places[other][axis] for axis in (0, 1)]
                over = [(sizes[one][axis] + sizes[other][axis]) / 2 + gap - abs(apart[axis]) for axis in (0, 1)]
                if min(over) <= 1e-6:
                    continue
                is_done = False
                axis = 0 if over[0] < _SIDEWAYS * over[1] else 1
                side = 1.0 if apart[axis] >= 0 else -1.0
                places[one][axis] += side * (over[axis] / 2 + 0.01)
                places[other][axis] -= side * (over[axis] / 2 + 0.01)
        if is_done:
            break
    return [(x, y) for x, y in places]
