"""Where boxes stand: bands from left to right, ordered so that few edges cross, never overlapping.

The layered method of Sugiyama, Tagawa and Toda (1981): the order within a band follows the mean position
of the neighbours in the bands beside it, band by band, forth and back. A tall band is folded into several columns, so
that a drawing stays low enough to read without scrolling up and down. The same input gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import TypeAlias

from mlcareer_graph.views.scene import BOX_WIDTH, Band, Box, Link

MAX_ROWS = 7
ROW_GAP = 24
COLUMN_GAP = 32
BAND_GAP = 64
HEAD = 46
SWEEPS = 8

Arranged: TypeAlias = tuple[tuple[Band, ...], tuple[Box, ...], float]
"""Bands with their extent, boxes with their place, and the height of it all."""


def arrange(
    boxes: Sequence[Box],
    links: Sequence[Link],
    titles: Sequence[str],
    *,
    columns: Mapping[int, int] | None = None,
) -> Arranged:
    """Give every box its place.

    Args:
        boxes: The boxes; `Box.band` is a position in `titles`.
        links: The edges, which should cross as little as possible.
        titles: What the bands are called, from left to right; a band without boxes is left out.
        columns: The bands that have a fixed number of columns and keep their boxes in the order given.

    Returns:
        The bands with their extent, the boxes with their place in the order of the argument, and the height.

    Complexity:
        O(sweeps * (boxes * log(boxes) + links)).
    """
    fixed = columns or {}
    numbers = [number for number in range(len(titles)) if any(box.band == number for box in boxes)]
    bands = [[box.key for box in boxes if box.band == number] for number in numbers]
    order = reduce_crossings(bands, links, {numbers.index(number) for number in fixed if number in numbers})
    widths = [fixed.get(number) or -(-len(keys) // MAX_ROWS) for number, keys in zip(numbers, order, strict=True)]
    pitches = _pitches(boxes, numbers)
    tall = [-(-len(keys) // wide) * pitch for keys, wide, pitch in zip(order, widths, pitches, strict=True)]
    tallest = max(tall, default=0.0)
    places: dict[str, tuple[float, float]] = {}
    placed_bands = []
    left = 0.0
    for number, keys, wide, pitch in zip(numbers, order, widths, pitches, strict=True):
        rows = -(-len(keys) // wide)
        if number not in fixed:
            wide = -(-len(keys) // rows)
        top = HEAD + (tallest - rows * pitch) / 2
        for position, key in enumerate(keys):
            row, column = divmod(position, wide)
            places[key] = (
                left + BOX_WIDTH / 2 + column * (BOX_WIDTH + COLUMN_GAP),
                top + (row + 0.5) * pitch,
            )
        right = left + wide * BOX_WIDTH + (wide - 1) * COLUMN_GAP
        placed_bands.append(Band(titles[number], left - BAND_GAP / 2, right + BAND_GAP / 2))
        left = right + BAND_GAP
    placed = tuple(replace(box, x=places[box.key][0], y=places[box.key][1]) for box in boxes)
    return tuple(placed_bands), placed, HEAD + tallest


def _pitches(boxes: Sequence[Box], numbers: Sequence[int]) -> list[int]:
    """How far apart the rows of each band are."""
    return [max(box.height for box in boxes if box.band == number) + ROW_GAP for number in numbers]


def reduce_crossings(
    bands: Sequence[Sequence[str]], links: Sequence[Link], fixed: Collection[int] = ()
) -> list[list[str]]:
    """The order within each band after barycentre sweeps, the best one seen.

    Args:
        bands: The keys band by band; their order breaks ties.
        links: The edges.
        fixed: The positions of bands that keep their order.
    """
    neighbours: dict[str, list[str]] = {key: [] for band in bands for key in band}
    for link in links:
        if link.source in neighbours and link.target in neighbours:
            neighbours[link.source].append(link.target)
            neighbours[link.target].append(link.source)
    number = {key: index for index, band in enumerate(bands) for key in band}
    order = [list(band) for band in bands]
    best, fewest = order, _disorder(order, neighbours, number)
    for sweep in range(SWEEPS):
        order = [list(band) for band in order]
        forth = sweep % 2 == 0
        for index in range(len(order)) if forth else reversed(range(len(order))):
            if index not in fixed:
                _sort_band(order, index, neighbours, number, forth=forth)
        disorder = _disorder(order, neighbours, number)
        if disorder < fewest:
            best, fewest = order, disorder
    return best


def _sort_band(
    order: list[list[str]],
    index: int,
    neighbours: Mapping[str, list[str]],
    number: Mapping[str, int],
    *,
    forth: bool,
) -> None:
    heights = _heights(order)

    def middle(key: str) -> float:
        seen = [
            heights[other] for other in neighbours[key] if (number[other] < index) == forth and number[other] != index
        ]
        return fmean(seen) if seen else heights[key]

    order[index] = sorted(order[index], key=middle)


def _heights(order: Sequence[Sequence[str]]) -> dict[str, float]:
    return {key: (position + 0.5) / len(band) for band in order for position, key in enumerate(band)}


def _disorder(order: Sequence[Sequence[str]], neighbours: Mapping[str, list[str]], number: Mapping[str, int]) -> float:
    """How far the edges run up and down, those between near bands counting most."""
    heights = _heights(order)
    total = 0.0
    for key, others in neighbours.items():
        for other in others:
            apart = abs(number[key] - number[other])
            total += abs(heights[key] - heights[other]) / max(apart, 1)
    return round(total, 9)
