"""Where boxes stand, without a browser."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph, Plan
from mlcareer_graph.views.layout import MAX_ROWS, arrange, quiet_behind_boxes, reduce_crossings
from mlcareer_graph.views.neighbourhood import LIST_LIMIT, NODE_LIMIT, neighbourhood_scene
from mlcareer_graph.views.plan_scene import plan_scene
from mlcareer_graph.views.scene import BOX_WIDTH, Band, Box, Link


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[Box], list[Link], list[Band]]:
    """Boxes of any height in up to six bands, with edges among them."""
    bands = draw(st.integers(1, 6))
    places = draw(st.lists(st.tuples(st.integers(0, bands - 1), st.integers(1, 4), st.integers(0, 2)), max_size=40))
    boxes = [
        Box(f"box-{number}", "skill", "learn", ("name",) * names, ("note",) * notes, band)
        for number, (band, names, notes) in enumerate(places)
    ]
    keys = st.sampled_from([box.key for box in boxes]) if boxes else st.nothing()
    pairs = draw(st.sets(st.tuples(keys, keys), max_size=60)) if boxes else set()
    links = [Link(source, target) for source, target in sorted(pairs) if source != target]
    return boxes, links, [Band(f"Band {number}") for number in range(bands)]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a place."""
    high = (one.height + other.height) / 2
    return abs(one.x - other.x) < BOX_WIDTH and abs(one.y - other.y) < high


def crossings(bands: list[list[str]], links: list[Link]) -> int:
    """How many pairs of edges between neighbouring bands cross, counted one by one."""
    place = {key: (number, row) for number, band in enumerate(bands) for row, key in enumerate(band)}
    spans = []
    for link in links:
        (one, row), (other, far) = sorted((place[link.source], place[link.target]))
        if other == one + 1:
            spans.append((one, row, far))
    return sum(a[0] == b[0] and (a[1] - b[1]) * (a[2] - b[2]) < 0 for a, b in combinations(spans, 2))


@given(drawings())
@settings(max_examples=150)
def test_boxes_never_overlap(drawing: tuple[list[Box], list[Link], list[Band]]) -> None:
    """Boxes of any number and height stand apart, each within its band and within the height."""
    boxes, links, bands = drawing
    placed_bands, placed, height = arrange(boxes, links, bands)
    assert [box.key for box in placed] == [box.key for box in boxes]
    assert not any(overlap(one, other) for one, other in combinations(placed, 2))
    extent = {band.title: band for band in placed_bands}
    for box in placed:
        band = extent[f"Band {box.band}"]
        assert band.left < box.x - BOX_WIDTH / 2
        assert box.x + BOX_WIDTH / 2 < band.right
        assert box.y - box.height / 2 > 0
        assert box.y + box.height / 2 < height


@given(drawings())
@settings(max_examples=80)
def test_bands_follow_each_other(drawing: tuple[list[Box], list[Link], list[Band]]) -> None:
    """Bands stand from left to right without a gap, empty ones left out, none higher than allowed."""
    boxes, links, bands = drawing
    placed_bands, placed, _ = arrange(boxes, links, bands)
    assert [band.title for band in placed_bands] == [f"Band {n}" for n in sorted({box.band for box in boxes})]
    assert all(one.right == other.left for one, other in pairwise(placed_bands))
    for x in {box.x for box in placed}:
        assert sum(box.x == x for box in placed) <= MAX_ROWS


@given(drawings())
@settings(max_examples=80)
def test_layout_is_deterministic(drawing: tuple[list[Box], list[Link], list[Band]]) -> None:
    """The same drawing gives the same places."""
    boxes, links, bands = drawing
    assert arrange(boxes, links, bands) == arrange(list(boxes), list(links), list(bands))


def test_crossings_are_taken_out() -> None:
    """Edges that cross only because of the order of the input do not cross any more."""
    links = [Link(f"a{number}", f"b{5 - number}") for number in range(6)]
    bands = [[f"a{number}" for number in range(6)], [f"b{number}" for number in range(6)]]
    assert crossings(bands, links) == 15
    assert crossings(reduce_crossings(bands, links), links) == 0


@given(drawings())
@settings(max_examples=80)
def test_order_is_not_worse_than_the_input(drawing: tuple[list[Box], list[Link], list[Band]]) -> None:
    """Between bands side by side no more edges cross than in the order of the input."""
    boxes, links, bands = drawing
    given_order = [[box.key for box in boxes if box.band == number] for number in range(len(bands))]
    assert crossings(reduce_crossings(given_order, links), links) <= crossings(given_order, links)


def test_order_of_a_real_plan_is_much_better(long_plan: Plan) -> None:
    """In a real plan at most half as many edges cross as in the order in which the steps are given."""
    scene = plan_scene(long_plan)
    numbers = sorted({box.band for box in scene.boxes})
    given_order = [[box.key for box in scene.boxes if box.band == number] for number in numbers]
    links = list(scene.links)
    assert crossings(reduce_crossings(given_order, links), links) <= crossings(given_order, links) / 2


@given(drawings())
@settings(max_examples=80)
def test_order_keeps_every_box(drawing: tuple[list[Box], list[Link], list[Band]]) -> None:
    """Ordering moves boxes within their band, and neither loses nor adds one."""
    boxes, links, bands = drawing
    given_order = [[box.key for box in boxes if box.band == number] for number in range(len(bands))]
    assert [sorted(band) for band in reduce_crossings(given_order, links)] == [sorted(band) for band in given_order]


def box(key: str, x: float, y: float) -> Box:
    """A box at a place."""
    return Box(key, "skill", "learn", ("name",), (), 0, x, y)


def test_edges_behind_boxes_are_quiet() -> None:
    """An edge that runs behind a box is quiet; one that passes above it, or ends at it, is not."""
    boxes = [box("a", 0, 0), box("b", 300, 0), box("c", 600, 0), box("d", 300, 300)]
    links = [Link("a", "b"), Link("b", "c"), Link("a", "c"), Link("c", "a"), Link("a", "d"), Link("b", "d")]
    quiet = {(link.source, link.target) for link in quiet_behind_boxes(boxes, links) if link.quiet}
    assert quiet == {("a", "c"), ("c", "a")}


def test_edges_in_one_column_are_quiet_only_behind_a_box() -> None:
    """An edge straight down is quiet where a third box stands between its ends."""
    boxes = [box("a", 0, 0), box("b", 0, 100), box("c", 0, 200)]
    links = [Link("a", "b"), Link("c", "a"), Link("c", "b")]
    assert [link.quiet for link in quiet_behind_boxes(boxes, links)] == [False, True, False]


def hub(direct: int, beyond: int) -> CareerGraph:
    """A skill that many others need, of which the first is needed by many more."""
    near = [{"id": f"near-{n}", "kind": "skill", "name": f"Near {n}", "requires": ["hub"]} for n in range(direct)]
    far = [{"id": f"far-{n}", "kind": "skill", "name": f"Far {n}", "requires": ["near-0"]} for n in range(beyond)]
    return CareerGraph.from_dict({"concepts": [{"id": "hub", "kind": "skill", "name": "Hub"}, *near, *far]})


@pytest.mark.parametrize(
    ("direct", "beyond", "depth", "listed", "left_out"),
    [
        (LIST_LIMIT + 30, 0, 1, LIST_LIMIT + 30, None),
        (LIST_LIMIT + 30, 5, 2, LIST_LIMIT + 30, "5 concepts at least 2 edges away, not listed"),
        (LIST_LIMIT - 10, 30, 2, LIST_LIMIT, "20 concepts at least 2 edges away, not listed"),
        (LIST_LIMIT - 10, 10, 2, LIST_LIMIT, None),
    ],
)
def test_all_that_is_one_edge_away_is_listed(
    direct: int, beyond: int, depth: int, listed: int, left_out: str | None
) -> None:
    """Around a hub the table and the search have every direct neighbour, and the page says what else it leaves out."""
    scene = neighbourhood_scene(hub(direct, beyond), "hub", depth)
    (table,) = scene.tables
    assert len(table.rows) == len(scene.entries) - 1 == listed
    assert {f"near-{n}" for n in range(direct)} <= {entry.key for entry in scene.entries}
    assert len(scene.boxes) == NODE_LIMIT
    said = [item.text for section in scene.notes for item in section.items]
    assert [text for text in said if text.endswith("not listed")] == ([left_out] if left_out else [])
