"""The map of a whole graph, and how it grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.views.areas import HUBS, areas_of
from mlcareer_graph.views.overview import overview_scene

Opener = Callable[..., Any]


def chain(count: int) -> CareerGraph:
    """Skills of no known area: each needs one of the first ten and the one before it."""
    return CareerGraph.from_dict(
        {
            "concepts": [
                {
                    "id": f"s{number}",
                    "kind": "skill",
                    "name": f"Skill number {number}",
                    "requires": sorted({f"s{number % 10}", f"s{number - 1}"}) if number >= 10 else [],
                }
                for number in range(count)
            ]
        }
    )


def touching(boxes: dict[str, dict[str, float]]) -> list[tuple[str, str]]:
    """The pairs of boxes that overlap."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    ]


def test_every_concept_is_in_one_area(graph: CareerGraph) -> None:
    """The areas of the map hold every concept once, and are not many more than sixty."""
    whole = overview_scene(graph).whole
    assert whole is not None
    assert sorted(whole["ids"]) == sorted(graph)
    assert sum(group["count"] for group in whole["groups"]) == len(graph)
    assert 10 < len(whole["groups"]) <= 65


def test_relations_of_the_map_are_those_of_the_graph(graph: CareerGraph) -> None:
    """The columns hold every relation, and every pair of an option and what requires it."""
    whole = overview_scene(graph).whole
    assert whole is not None
    ids = whole["ids"]
    found = {
        (relation["label"], ids[source], ids[target])
        for relation in whole["relations"]
        for source, target in zip(relation["pairs"][::2], relation["pairs"][1::2], strict=True)
    }
    pairs = {(option, need.subject) for need in graph.all_requirements for option in need.options}
    labels = {"is needed for", "is one of the options for", "is preferred by"}
    assert {(source, target) for label, source, target in found if label in labels} == pairs
    assert len([entry for entry in found if entry[0] not in labels]) == len(
        {(one.type, one.subject, one.object) for one in graph.relations}
    )


def test_concepts_without_an_area_are_divided_among_hubs() -> None:
    """Many concepts of one's own are divided among the most connected ones, none of which gathers most of them."""
    graph = chain(600)
    areas = areas_of(graph)
    sizes = [list(areas.values()).count(area) for area in set(areas.values())]
    assert len(sizes) == HUBS
    assert max(sizes) <= 2 * 600 / HUBS
    assert len(areas) > 0.9 * len(graph)


def test_concepts_take_the_area_of_what_they_are_part_of() -> None:
    """A concept of one's own that is part of a shipped one belongs to the same area."""
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "keras", "kind": "technology", "name": "Keras"},
                {"id": "mine", "kind": "technology", "name": "Mine", "part_of": ["keras"]},
                {"id": "other", "kind": "technology", "name": "Other"},
            ]
        }
    )
    assert areas_of(graph) == {"keras": "Deep learning", "mine": "Deep learning"}


def test_an_area_opens_and_closes(graph: CareerGraph, open_view: Opener) -> None:
    """A click on an area draws its concepts beside it without any overlap; another click takes them away."""
    opened = open_view(graph.view())
    start = set(opened.boxes())
    assert len(start) <= 65
    key = "area/skill/Machine learning"
    place = opened.page.evaluate(
        """key => {
            careerView.select(key, { moveThere: true });
            return careerView.drawing.network.canvasToDOM(careerView.drawing.network.getPosition(key));
        }""",
        key,
    )
    opened.page.locator("#drawing").click(position=place)
    opened.page.wait_for_timeout(300)
    boxes = opened.boxes()
    assert "supervised-learning" in boxes
    assert len(boxes) > len(start) + 20
    assert touching(boxes) == []
    opened.page.get_by_role("button", name="Close this area").click()
    assert set(opened.boxes()) == start
    assert opened.complaints == []


def test_the_search_opens_the_area_of_what_it_finds(graph: CareerGraph, open_view: Opener) -> None:
    """A concept that is not drawn is found by another name and drawn, with its neighbours in the panel."""
    opened = open_view(graph.view())
    assert "scikit-learn" not in opened.boxes()
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("sklearn")
    opened.page.keyboard.press("Enter")
    boxes = opened.boxes()
    assert "scikit-learn" in boxes
    assert touching(boxes) == []
    said = opened.panel()
    assert said.startswith("×\nscikit-learn") or said.startswith("scikit-learn")
    assert graph["scikit-learn"].definition[:60] in said
    for concept in graph.prerequisites("scikit-learn")[:3]:
        assert concept.name in said


def test_neighbours_are_added_and_taken_away(graph: CareerGraph, open_view: Opener) -> None:
    """What a concept is joined to is drawn on demand, beside it, without any overlap."""
    opened = open_view(graph.view())
    opened.select("keras")
    before = set(opened.boxes())
    opened.page.get_by_role("button", name="more around it").click()
    boxes = opened.boxes()
    near = {concept.id for concept in (*graph.unlocks("keras"), *graph.prerequisites("keras"))}
    assert len(boxes) > len(before)
    assert set(boxes) & near - before
    assert touching(boxes) == []
    opened.page.get_by_role("button", name="Hide what was added").click()
    assert set(opened.boxes()) == before


def test_a_link_opens_the_same_areas(graph: CareerGraph, open_view: Opener) -> None:
    """The address keeps what is open."""
    view = graph.view()
    first = open_view(view)
    first.select("keras")
    first.page.get_by_role("button", name="more around it").click()
    again = open_view(view, fragment=first.page.evaluate("location.hash"))
    assert set(again.boxes()) == set(first.boxes())
    assert again.selected() == "keras"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_more_than_five_hundred_boxes_are_asked_about(answer: str, graph: CareerGraph, open_view: Opener) -> None:
    """Before more than 500 boxes are drawn the page asks, and does what it is told."""
    opened = open_view(graph.view())
    keys = [group["key"] for group in overview_scene(graph).whole["groups"]]  # type: ignore[index]
    for key in keys:
        opened.page.evaluate("key => careerView.drawing.toggle(key)", key)
        if opened.page.locator("dialog[open]").count():
            break
    before = len(opened.boxes())
    assert 440 < before <= 500
    assert "more than 500" in opened.page.locator("#ask").inner_text()
    opened.page.click(f"#ask button[value={answer}]")
    opened.page.wait_for_timeout(50)
    assert (len(opened.boxes()) > before) is (answer == "yes")
    assert opened.complaints == []


def test_the_explorer_works_with_the_keyboard_alone(graph: CareerGraph, open_view: Opener) -> None:
    """Arrow keys go from area to area, Enter opens one, Escape lets go."""
    opened = open_view(graph.view())
    start = len(opened.boxes())
    opened.page.locator("#drawing").focus()
    opened.page.keyboard.press("ArrowDown")
    first = opened.selected()
    opened.page.keyboard.press("ArrowDown")
    assert first != opened.selected()
    opened.page.keyboard.press("Enter")
    assert len(opened.boxes()) > start
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("Escape")
    assert opened.selected() is None


@pytest.mark.parametrize(("count", "seconds"), [(2_000, 4), (15_000, 10)])
def test_large_graphs_start_small_and_soon(count: int, seconds: float, open_view: Opener) -> None:
    """A graph of thousands starts from a few dozen areas, can be used within seconds, and opens any of them."""
    view = chain(count).view()
    start = time.perf_counter()
    opened = open_view(view)
    assert time.perf_counter() - start < seconds
    boxes = opened.boxes()
    assert 10 < len(boxes) <= 60
    opened.page.evaluate("key => careerView.drawing.toggle(key)", next(iter(boxes)))
    assert len(boxes) < len(opened.boxes()) <= len(boxes) + 49
    assert touching(opened.boxes()) == []
    opened.page.locator("#search").fill(f"Skill number {count - 1}")
    opened.page.keyboard.press("Enter")
    assert opened.selected() == f"s{count - 1}"
    assert f"s{count - 1}" in opened.boxes()


def test_filters_hide_kinds_and_relations(graph: CareerGraph, open_view: Opener) -> None:
    """Kinds that are not ticked go from the map."""
    opened = open_view(graph.view())
    opened.page.uncheck("input[data-facet=kind][value=skill]")
    assert not any(key.startswith("area/skill/") for key in opened.boxes())
    opened.page.check("input[data-facet=kind][value=skill]")
    assert any(key.startswith("area/skill/") for key in opened.boxes())


def test_filter_by_area_holds_for_what_is_opened(graph: CareerGraph, open_view: Opener) -> None:
    """By keys alone one area is kept, opened and searched beyond; a link leads to the same areas."""
    view = graph.view()
    opened = open_view(view)
    page = opened.page
    start = set(opened.boxes())
    page.locator(".facets summary").focus()
    page.keyboard.press("Enter")
    page.locator("button[data-facet=area][data-all='0']").press("Enter")
    assert opened.boxes() == {}
    tick = page.locator("input[data-facet=area][value='Machine learning']")
    tick.press("Space")
    areas = {"area/role/Machine learning", "area/skill/Machine learning", "area/technology/Machine learning"}
    assert set(opened.boxes()) == areas & start
    key = "area/skill/Machine learning"
    opened.select(key)
    page.get_by_role("button", name="Open this area").click()
    boxes = opened.boxes()
    assert "supervised-learning" in boxes
    assert touching(boxes) == []
    again = open_view(view, fragment=page.evaluate("location.hash"))
    assert set(again.boxes()) == set(boxes)
    tick.press("Space")
    assert opened.boxes() == {}
    assert "supervised-learning" not in page.evaluate("Array.from(careerView.drawing.drawing.byKey.keys())")
    page.locator("#search").fill("sklearn")
    page.locator("#search").press("Enter")
    assert "scikit-learn" in opened.boxes()
    page.locator("button[data-facet=area][data-all='1']").click()
    assert start < set(opened.boxes())
    assert opened.complaints == []
