"""Where boxes stand: bands from left to right, ordered so that few edges cross, never overlapping.

The layered method of Sugiyama, Tagawa and Toda (1981): the order within a band follows the mean position
of the neighbours in the bands beside it, band by band, forth and back. A tall band is folded into several columns, so
that a drawing stays low enough to read without scrolling up and down. The same input gives the same drawing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from statistics import fmean
from typing import TypeAlias

from mlcareer_graph.views.scene import BEND, BOX_WIDTH, Band, Box, Caption, Link
from mlcareer_graph.views.text import wrap

MAX_ROWS = 8
ROW_GAP = 24
COLUMN_GAP = 32
BAND_GAP = 64
HEAD = 58
"""The room above the boxes for the titles of the bands."""

ASIDE_HEAD = 56
"""The room above what is drawn below the rest, for its title."""

ASIDE_COLUMNS = 4
ASIDE_WIDTH = 5 * (BOX_WIDTH + COLUMN_GAP)
CAPTION_SIZE = 15
CAPTION_LINE = 20

SWEEPS = 8
HALF = BOX_WIDTH / 2

Arranged: TypeAlias = tuple[tuple[Band, ...], tuple[Box, ...], float]
"""Bands with their extent, boxes with their place, and the height of it all."""


def arrange(
    boxes: Sequence[Box],
    links: Sequence[Link],
    bands: Sequence[Band],
    most: int = MAX_ROWS,
) -> Arranged:
    """Give every box its place.

    Args:
        boxes: The boxes; `Box.band` is a position in `bands`.
        links: The edges, which should cross as little as possible.
        bands: The bands from left to right; one without boxes is left out.
        most: How many boxes stand below each other at most.

    Returns:
        The bands with their extent, the boxes with their place in the order of the argument, and the height.

    Complexity:
        O(sweeps * (boxes * log(boxes) + links)).
    """
    numbers = [number for number in range(len(bands)) if any(box.band == number for box in boxes)]
    keys = [[box.key for box in boxes if box.band == number] for number in numbers]
    order = reduce_crossings(keys, links)
    by_key = {box.key: box for box in boxes}
    rows = [_folded(keys, links, most) for keys in order]
    heights = [[max(by_key[key].height for key in row) + ROW_GAP for row in band] for band in rows]
    tallest = max(map(sum, heights), default=0)
    places: dict[str, tuple[float, float]] = {}
    placed_bands = []
    left = 0.0
    for number, band, high in zip(numbers, rows, heights, strict=True):
        tops = accumulate(high, initial=HEAD + (tallest - sum(high)) / 2)
        for row, top, pitch in zip(band, tops, high, strict=False):
            for column, key in enumerate(row):
                places[key] = (left + BOX_WIDTH / 2 + column * (BOX_WIDTH + COLUMN_GAP), top + pitch / 2)
        right = left + len(band[0]) * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP
        placed_bands.append(replace(bands[number], left=left - BAND_GAP / 2, right=right + BAND_GAP / 2))
        left = right + BAND_GAP
    placed = tuple(replace(box, x=places[box.key][0], y=places[box.key][1]) for box in boxes)
    return tuple(placed_bands), placed, float(HEAD + tallest)


def _folded(keys: Sequence[str], links: Sequence[Link], most: int) -> list[Sequence[str]]:
    """The band row by row, in as few columns as hold it; what is reached from the left stands left in its row."""
    height = -(-len(keys) // -(-len(keys) // most))
    wide = -(-len(keys) // height)
    balance = dict.fromkeys(keys, 0)
    for link in links:
        if link.source in balance:
            balance[link.source] += 1
        if link.target in balance:
            balance[link.target] -= 1
    return [sorted(keys[start : start + wide], key=balance.__getitem__) for start in range(0, len(keys), wide)]


def arrange_aside(
    groups: Sequence[tuple[str, Sequence[Box]]], left: float, top: float
) -> tuple[tuple[Caption, ...], tuple[Box, ...], float, float]:
    """Give groups of boxes their places below a drawing: side by side, in rows no wider than `ASIDE_WIDTH`.

    Args:
        groups: What stands above each group, and its boxes.
        left: Where the drawing starts.
        top: Where it ends.

    Returns:
        The captions, the boxes with their place, and where all of it ends, below and to the right.

    Complexity:
        O(boxes).
    """
    captions, placed = [], []
    x, y, bottom, right = left, top + ASIDE_HEAD, top + ASIDE_HEAD, left
    for title, boxes in groups:
        count = min(len(boxes), ASIDE_COLUMNS)
        wide = max(count, 2) * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP
        if x > left and x + wide > left + ASIDE_WIDTH:
            x, y = left, bottom + BAND_GAP / 2
        lines = wrap(title, wide, CAPTION_SIZE, 3)
        captions.append(Caption(lines, x, y + CAPTION_SIZE))
        row_top = y + len(lines) * CAPTION_LINE + ROW_GAP / 2
        for start in range(0, len(boxes), ASIDE_COLUMNS):
            row = boxes[start : start + ASIDE_COLUMNS]
            high = max(box.height for box in row)
            for column, box in enumerate(row):
                across = x + column * (BOX_WIDTH + COLUMN_GAP) + HALF
                placed.append(replace(box, x=across, y=row_top + high / 2))
            row_top += high + ROW_GAP
        bottom, right = max(bottom, row_top), max(right, x + wide)
        x += wide + BAND_GAP
    return tuple(captions), tuple(placed), bottom, right


def quiet_behind_boxes(boxes: Sequence[Box], links: Sequence[Link]) -> tuple[Link, ...]:
    """The edges, those made quiet that run behind a box on their way: they would look as if they led to it.

    Args:
        boxes: The boxes with their place.
        links: The edges, each drawn as a curve that leaves and arrives level.

    Complexity:
        O(links * boxes).
    """
    by_key = {box.key: box for box in boxes}
    columns = [(x, list(column)) for x, column in groupby(sorted(boxes, key=_across), key=_across)]
    return tuple(
        replace(link, quiet=link.quiet or _is_hidden(by_key[link.source], by_key[link.target], columns))
        for link in links
    )


def _across(box: Box) -> float:
    return box.x


def _is_hidden(source: Box, target: Box, columns: Sequence[tuple[float, Sequence[Box]]]) -> bool:
    start, end = sorted((source, target), key=lambda box: (box.x, box.y))
    for x, column in columns:
        if not start.x <= x <= end.x:
            continue
        # The page draws from middle to middle, the picture from side to side.
        heights = [_height_at(start, end, x + side, inset) for side in (-HALF, HALF) for inset in (0, HALF)]
        if start.x == end.x:
            heights = [start.y, end.y]
        top, bottom = min(heights), max(heights)
        for box in column:
            if box not in (start, end) and box.y - box.height / 2 < bottom and top < box.y + box.height / 2:
                return True
    return False


def _height_at(start: Box, end: Box, x: float, inset: float) -> float:
    """How far down the curve from one box to another is at that place."""
    left, right = start.x + inset, end.x - inset
    if x <= left:
        return start.y
    if x >= right:
        return end.y
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if left + (right - left) * _along(middle) < x:
            low = middle
        else:
            high = middle
    return start.y + (end.y - start.y) * low * low * (3 - 2 * low)


def _along(part: float) -> float:
    """The way made from left to right on the cubic curve whose handles are `BEND` of it long."""
    rest = 1 - part
    return 3 * rest * rest * part * BEND + 3 * rest * part * part * (1 - BEND) + part**3


def reduce_crossings(bands: Sequence[Sequence[str]], links: Sequence[Link]) -> list[list[str]]:
    """The order within each band after barycentre sweeps: the best one seen, the given one among them.

    Args:
        bands: The keys band by band; their order breaks ties.
        links: The edges.
    """
    neighbours: dict[str, list[str]] = {key: [] for band in bands for key in band}
    for link in links:
        if link.source in neighbours and link.target in neighbours:
            neighbours[link.source].append(link.target)
            neighbours[link.target].append(link.source)
    number = {key: index for index, band in enumerate(bands) for key in band}
    order = [list(band) for band in bands]
    best, fewest = order, _faults(order, neighbours, number)
    for sweep in range(SWEEPS):
        order = [list(band) for band in order]
        forth = sweep % 2 == 0
        for index in range(len(order)) if forth else reversed(range(len(order))):
            _sort_band(order, index, neighbours, number, forth=forth)
        faults = _faults(order, neighbours, number)
        if faults < fewest:
            best, fewest = order, faults
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


def _faults(
    order: Sequence[Sequence[str]], neighbours: Mapping[str, list[str]], number: Mapping[str, int]
) -> tuple[int, float]:
    """What an order is judged by: first the crossings between bands side by side, then how far the edges run."""
    return _crossings(order, neighbours, number), _disorder(order, neighbours, number)


def _crossings(order: Sequence[Sequence[str]], neighbours: Mapping[str, list[str]], number: Mapping[str, int]) -> int:
    row = {key: position for band in order for position, key in enumerate(band)}
    total = 0
    for index, band in enumerate(order):
        arrived: list[int] = []
        for key in band:
            ends = sorted(row[other] for other in neighbours[key] if number[other] == index + 1)
            total += sum(len(arrived) - bisect_right(arrived, end) for end in ends)
            arrived = sorted([*arrived, *ends])
    return total


def _disorder(order: Sequence[Sequence[str]], neighbours: Mapping[str, list[str]], number: Mapping[str, int]) -> float:
    """How far the edges run up and down, those between near bands counting most."""
    heights = _heights(order)
    total = 0.0
    for key, others in neighbours.items():
        for other in others:
            apart = abs(number[key] - number[other])
            total += abs(heights[key] - heights[other]) / max(apart, 1)
    return round(total, 9)
