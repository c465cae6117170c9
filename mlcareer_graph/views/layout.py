"""Where boxes stand: bands from left to right, ordered so that few edges cross, never overlapping.

The layered method of Sugiyama, Tagawa and Toda (1981): the order within a band follows the mean position
of the neighbours in the bands beside it, band by band, forth and back. A tall band is folded into several columns, so
that a drawing stays low enough to read without scrolling up and down. The same input gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from mlcareer_graph.views.scene import BOX_WIDTH, Band, Box, Link

MAX_ROWS = 8
ROW_GAP = 22
COLUMN_GAP = 46
BAND_GAP = 84
HEAD = 46
SWEEPS = 8


def arrange(
    boxes: Sequence[Box], links: Sequence[Link], titles: Sequence[str], *, max_rows: int = MAX_ROWS
) -> tuple[tuple[Band, ...], tuple[Box, ...], float]:
    """Give every box its place.

    Args:
        boxes: The boxes; `Box.band` is a position in `titles`.
        links: The edges, which should cross as little as possible.
        titles: What the bands are called, from left to right; a band without boxes is left out.
        max_rows: How many boxes may stand in one column.

    Returns:
        The bands with their extent, the boxes with their place in the order of the argument, and the height.

    Complexity:
        O(sweeps * (boxes * log(boxes) + links)).
    """
    bands = [[box.key for box in boxes if box.band == number] for number in range(len(titles))]
    order = reduce_crossings([band for band in bands if band], links)
    named = [title for title, band in zip(titles, bands, strict=True) if band]
    height = max((box.height for box in boxes), default=0) + ROW_GAP
    tallest = max((_rows(len(keys), max_rows) for keys in order), default=0)
    places: dict[str, tuple[float, float]] = {}
    placed_bands = []
    left = 0.0
    for title, keys in zip(named, order, strict=True):
        rows = _rows(len(keys), max_rows)
        columns = -(-len(keys) // rows)
        top = HEAD + (tallest - rows) * height / 2
        for number, key in enumerate(keys):
            row, column = divmod(number, columns)
            x = left + BOX_WIDTH / 2 + column * (BOX_WIDTH + COLUMN_GAP)
            places[key] = (x, top + (row + 0.5) * height)
        right = left + columns * BOX_WIDTH + (columns - 1) * COLUMN_GAP
        placed_bands.append(Band(title, left - BAND_GAP / 2, right + BAND_GAP / 2))
        left = right + BAND_GAP
    placed = tuple(replace(box, x=places[box.key][0], y=places[box.key][1]) for box in boxes)
    return tuple(placed_bands), placed, HEAD + tallest * height


def _rows(count: int, max_rows: int) -> int:
    columns = max(1, -(-count // max_rows))
    return -(-count // columns)


def reduce_crossings(bands: Sequence[Sequence[str]], links: Sequence[Link]) -> list[list[str]]:
    """The order within each band after barycentre sweeps, the best one seen.

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
    best, fewest = order, _disorder(order, neighbours, number)
    for sweep in range(SWEEPS):
        order = [list(band) for band in order]
        forth = sweep % 2 == 0
        for index in range(len(order)) if forth else reversed(range(len(order))):
            _sort_band(order, index, neighbours, number, forth=forth)
        disorder = _disorder(order, neighbours, number)
        if disorder < fewest:
            best, fewest = order, disorder
    return best


def _sort_band(
    order: list[list[str]], index: int, neighbours: Mapping[str, list[str]], number: Mapping[str, int], *, forth: bool
) -> None:
    heights = _heights(order)

    def middle(key: str) -> float:
        seen = [heights[other] for other in neighbours[key] if (number[other] < index) == forth and number[other] != index]
        return fmean(seen) if seen else heights[key]

    order[index] = sorted(order[index], key=middle)


def _heights(order: Sequence[Sequence[str]]) -> dict[str, float]:
    return {key: (position + 0.5) / len(band) for band in order for position, key in enumerate(band)}


def _disorder(
    order: Sequence[Sequence[str]], neighbours: Mapping[str, list[str]], number: Mapping[str, int]
) -> float:
    """How far the edges run up and down, those between near bands counting most."""
    heights = _heights(order)
    total = 0.0
    for key, others in neighbours.items():
        for other in others:
            apart = abs(number[key] - number[other])
            total += abs(heights[key] - heights[other]) / max(apart, 1)
    return round(total, 9)
