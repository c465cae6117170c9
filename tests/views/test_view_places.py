"""Orders and places by distance, without a browser."""

from __future__ import annotations

import math
import random
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph.views.chart import ticks
from mlcareer_graph.views.positions import placed, spread, stress
from mlcareer_graph.views.seriation import length, seriated

points_in_plane = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=9)


def distances_of(points: list[tuple[float, float]]) -> list[list[float]]:
    """From each point to each."""
    return [[math.dist(one, other) for other in points] for one in points]


@given(points_in_plane)
@settings(max_examples=80, deadline=None)
def test_no_turned_part_makes_an_order_shorter(points: list[tuple[int, int]]) -> None:
    """The order holds everything once, and turning round any part of it makes the path no shorter."""
    distances = distances_of(points)
    order = seriated(distances)
    assert sorted(order) == list(range(len(points)))
    best = length(distances, order)
    for first, last in combinations(range(len(order) + 1), 2):
        turned = order[:first] + order[first:last][::-1] + order[last:]
        assert best <= length(distances, turned) + 1e-6


def test_no_part_that_is_put_elsewhere_makes_an_order_shorter() -> None:
    """Up to three things that stand together are nowhere better, either way round, whatever the distances are."""
    for seed in range(4):
        chance = random.Random(seed)
        distances = [[0.0] * 14 for _ in range(14)]
        for one, other in combinations(range(14), 2):
            distances[one][other] = distances[other][one] = chance.random()
        order = seriated(distances)
        assert sorted(order) == list(range(14))
        best = length(distances, order)
        for size in (1, 2, 3):
            for first in range(len(order) - size + 1):
                part, rest = order[first : first + size], order[:first] + order[first + size :]
                for place in range(len(rest) + 1):
                    for way in (part, part[::-1]):
                        assert best <= length(distances, rest[:place] + way + rest[place:]) + 1e-6


@given(st.lists(st.integers(0, 1000), unique=True, max_size=7))
def test_things_on_a_line_are_ordered_along_it(places: list[int]) -> None:
    """Of things on a line the shortest path of all permutations is found: along the line."""
    distances = [[float(abs(one - other)) for other in places] for one in places]
    best = min((length(distances, order) for order in permutations(range(len(places)))), default=0.0)
    assert length(distances, seriated(distances)) == pytest.approx(best)


@given(points_in_plane.filter(lambda points: len(set(points)) > 2))
@settings(max_examples=60, deadline=None)
def test_distances_in_the_plane_come_back(points: list[tuple[int, int]]) -> None:
    """Points whose distances are those of a plane are placed so that the same distances hold, nearly."""
    distances = distances_of(points)
    scale = max(map(max, distances))
    found = placed(distances)
    assert stress(found, distances) <= 1e-3 * scale * scale * len(points) ** 2
    assert placed(distances) == found


def test_places_of_things_that_fit_no_plane_are_better_than_chance() -> None:
    """Where no plane holds the distances, the places fit them better than any of 200 random ones."""
    chance = random.Random(7)
    distances = [[0.0] * 12 for _ in range(12)]
    for one, other in combinations(range(12), 2):
        distances[one][other] = distances[other][one] = chance.uniform(1, 3)
    best = stress(placed(distances), distances)
    for _ in range(200):
        tried = [(chance.uniform(-2, 2), chance.uniform(-2, 2)) for _ in range(12)]
        assert best < stress(tried, distances)


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(10, 90), st.integers(10, 40)), max_size=25)
)
@settings(max_examples=60, deadline=None)
def test_spread_boxes_do_not_touch(boxes: list[tuple[int, int, int, int]]) -> None:
    """Boxes that overlap are moved until none does; boxes that stand apart stay where they are."""
    points = [(float(x), float(y)) for x, y, _, _ in boxes]
    sizes = [(float(wide), float(high)) for _, _, wide, high in boxes]
    moved = spread(points, sizes, 4)
    for one, other in combinations(range(len(boxes)), 2):
        across, up = (
            abs(moved[one][axis] - moved[other][axis]) - (sizes[one][axis] + sizes[other][axis]) / 2 for axis in (0, 1)
        )
        assert max(across, up) >= 0
    assert spread(moved, sizes, 0) == moved


@given(st.floats(0, 1e7, allow_nan=False))
def test_ticks_reach_the_most_in_few_round_steps(most: float) -> None:
    """Ticks begin at 0, rise in equal steps, reach the most and are at most eight."""
    marks = ticks(most)
    assert marks[0] == 0
    assert marks[-1] >= most
    assert 2 <= len(marks) <= 8
    assert all(abs(after - before - marks[1]) < 1e-6 * max(marks[-1], 1) for before, after in pairwise(marks))
