"""Pages as a person meets them, in Chromium."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx
import pytest

from mlcareer_graph import CareerGraph, Plan
from mlcareer_graph.views.plan_scene import plan_scene
from mlcareer_graph.views.scene import BOX_WIDTH

Opener = Callable[..., Any]


def views(graph: CareerGraph, plan: Plan) -> dict[str, Any]:
    """Every kind of page."""
    degree = graph.plan("machine learning engineer", degrees="report", knows=["Python"])
    return {
        "plan": plan.view(),
        "plan with gates": degree.view(),
        "nothing to learn": graph.plan("python", knows=["Python:expert"]).view(),
        "graph": graph.view(),
        "around": graph.view(around="keras", depth=2),
        "around many": graph.view(around="python"),
    }


@pytest.fixture(scope="session")
def infeasible() -> Plan:
    """A plan that cannot be made: two skills that need each other."""
    return CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "a", "kind": "skill", "name": "A", "requires": ["b"]},
                {"id": "b", "kind": "skill", "name": "B", "requires": ["a"]},
            ]
        }
    ).plan("a")


def test_pages_ask_for_nothing_but_themselves(graph: CareerGraph, long_plan: Plan, open_view: Opener) -> None:
    """Every kind of page opens from disk without another request, an error or a breach of its own policy."""
    for name, view in views(graph, long_plan).items():
        opened = open_view(view)
        opened.page.wait_for_timeout(100)
        assert opened.requests == [opened.file.as_uri()], name
        assert opened.complaints == [], name


def test_saving_writes_one_file(middle_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving a page puts one file where it was asked for and nothing beside it or in the working folder."""
    folder, work = tmp_path / "out", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    monkeypatch.chdir(work)
    middle_plan.view().save(folder / "plan.html")
    assert os.listdir(folder) == ["plan.html"]  # noqa: PTH208
    assert os.listdir(work) == []  # noqa: PTH208


def overlaps(boxes: dict[str, dict[str, float]]) -> list[tuple[str, str]]:
    """The pairs of boxes that touch."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if a["left"] <= b["right"] and b["left"] <= a["right"] and a["top"] <= b["bottom"] and b["top"] <= a["bottom"]
    ]


def branching_plan() -> Plan:
    """A made-up plan of exactly 90 steps: ten stages of nine, each step needing three of the stage before."""
    concepts = [
        {
            "id": f"s{stage}-{row}",
            "kind": "skill",
            "name": f"Skill number {row} of the stage {stage}",
            "requires": [f"s{stage - 1}-{(row + near) % 9}" for near in range(3)] if stage else [],
        }
        for stage in range(10)
        for row in range(9)
    ]
    role = {"id": "role", "kind": "role", "name": "Role", "requires": [f"s9-{row}" for row in range(9)]}
    return CareerGraph.from_dict({"concepts": [*concepts, role]}).plan("role")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_ninety_boxes_do_not_overlap(size: tuple[int, int], open_view: Opener) -> None:
    """At 90 steps, each with three predecessors, no two boxes touch."""
    plan = branching_plan()
    assert len(plan.steps) == 90
    assert overlaps(open_view(plan.view(), size).boxes()) == []


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("which", ["middle_plan", "long_plan"])
def test_boxes_do_not_overlap(
    which: str, size: tuple[int, int], open_view: Opener, request: pytest.FixtureRequest
) -> None:
    """The boxes that are drawn, with their texts as the browser measures them, do not touch."""
    opened = open_view(request.getfixturevalue(which).view(), size)
    boxes = opened.boxes()
    assert len(boxes) > 30
    assert overlaps(boxes) == []


@pytest.mark.parametrize("which", ["middle_plan", "long_plan"])
def test_labels_can_be_read_at_the_start(which: str, open_view: Opener, request: pytest.FixtureRequest) -> None:
    """At the start the smallest text in a box is at least 11 pixels high, and the first boxes are in view."""
    opened = open_view(request.getfixturevalue(which).view())
    scale, first = opened.page.evaluate(
        """() => {
            const place = document.getElementById("drawing").getBoundingClientRect();
            const boxes = Array.from(document.querySelectorAll("#picture [data-key] rect"));
            const inside = boxes.map((box) => box.getBoundingClientRect()).filter((box) => box.left >= place.left
                && box.top >= place.top + 46 && box.right <= place.right && box.bottom <= place.bottom);
            return [careerView.drawing.scale, inside.length];
        }"""
    )
    assert 14 * scale >= 11
    assert first >= 8


def test_texts_stay_inside_their_boxes(long_plan: Plan, open_view: Opener) -> None:
    """No box has grown beyond the width and height that the layout gave it, so every line of its label fits."""
    opened = open_view(long_plan.view())
    heights = {box.key: box.height for box in plan_scene(long_plan).boxes}
    for key, drawn in opened.boxes().items():
        assert drawn["right"] - drawn["left"] <= BOX_WIDTH, key
        assert drawn["bottom"] - drawn["top"] <= heights[key], key


def test_selecting_a_step_tells_why(long_plan: Plan, open_view: Opener) -> None:
    """Selecting a step shows its name, definition, hours, reason and source in the side panel."""
    opened = open_view(long_plan.view())
    step = next(step for step in long_plan.steps if step.id == "calculus")
    opened.select("calculus")
    said = opened.panel()
    assert said.startswith("Calculus")
    assert step.concept.definition in said
    assert f"{step.hours.likely:,.0f} hours" in said
    assert step.because in said
    assert "Who says that it is needed" in said
    assert "curated" in said
    row = opened.page.locator("tr.selected")
    assert row.count() == 1
    assert "Calculus" in row.inner_text()


def test_selecting_fades_what_does_not_belong(long_plan: Plan, open_view: Opener) -> None:
    """Selecting a step keeps the colours of what leads to it and on from it, and fades all other steps."""
    links = networkx.DiGraph([(link.source, link.target) for link in plan_scene(long_plan).links])
    chosen = max(long_plan.steps, key=lambda step: len(networkx.ancestors(links, step.id))).id
    chain = {chosen} | networkx.ancestors(links, chosen) | networkx.descendants(links, chosen)
    opened = open_view(long_plan.view())
    fills = """() => Object.fromEntries(Array.from(document.querySelectorAll("#picture [data-key]"),
        (box) => [box.dataset.key, getComputedStyle(box.querySelector("rect")).fill]))"""
    before = opened.page.evaluate(fills)
    opened.select(chosen)
    after = opened.page.evaluate(fills)
    steps = {box.key for box in plan_scene(long_plan).boxes if box.state in ("learn", "target")}
    assert {key for key in steps if before[key] == after[key]} == chain & steps
    assert len(chain & steps) < len(steps)


def test_states_differ_by_form_and_words(long_plan: Plan, open_view: Opener) -> None:
    """Known, to learn and target differ in border, corners and words, not only in colour."""
    opened = open_view(long_plan.view())
    forms, texts = {}, {}
    for key in ("known:python", "calculus", "machine-learning-engineer"):
        box = opened.page.locator(f'#picture [data-key="{key}"]')
        forms[key] = [box.locator("rect").get_attribute(name) for name in ("rx", "stroke-width", "stroke-dasharray")]
        texts[key] = " ".join(box.locator("text").all_text_contents())
    assert len({tuple(form) for form in forms.values()}) == 3
    assert "✓ known" in texts["known:python"]
    assert "to working" in texts["calculus"]
    assert "target" in texts["machine-learning-engineer"]
    legend = opened.page.locator(".states").inner_text()
    assert [word for word in ("known", "to learn", "target") if word not in legend] == []


def test_search_finds_by_another_name(graph: CareerGraph, open_view: Opener) -> None:
    """The search finds a step by an alias that is not its name, and Enter selects it."""
    plan = graph.plan("machine learning engineer", knows=["Python"])
    step = next(
        step
        for step in plan.steps
        for alias in step.concept.aliases
        if step.concept.name.casefold() not in alias.casefold()
    )
    alias = next(name for name in step.concept.aliases if step.concept.name.casefold() not in name.casefold())
    opened = open_view(plan.view())
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(alias)
    assert step.concept.name in opened.page.locator("#results").inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.panel().startswith(step.concept.name)
    opened.page.locator("#search").fill("no such thing at all")
    assert "Nothing is called so" in opened.page.locator("#results").inner_text()


def test_page_works_with_the_keyboard_alone(long_plan: Plan, open_view: Opener) -> None:
    """Tab reaches the drawing, arrows go from box to box, Enter moves to the panel, Escape lets go."""
    opened = open_view(long_plan.view())
    keyboard = opened.page.keyboard
    for _ in range(30):
        keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement.id") == "drawing":
            break
    assert opened.page.evaluate("document.activeElement.id") == "drawing"
    keyboard.press("ArrowRight")
    first = opened.selected()
    keyboard.press("ArrowRight")
    second = opened.selected()
    assert first is not None
    assert second is not None
    assert opened.page.evaluate("document.activeElement.dataset.key") == second
    boxes = opened.boxes()
    assert boxes[first]["right"] < boxes[second]["left"]
    keyboard.press("Enter")
    name = opened.page.evaluate("key => careerView.drawing.entryOf(key).name", second)
    assert opened.page.evaluate("document.activeElement.textContent") == name
    keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.dataset.key") == second
    keyboard.press("Escape")
    assert opened.selected() is None


def test_buttons_move_through_the_stages(long_plan: Plan, open_view: Opener) -> None:
    """The arrow button leads to the target in a few presses and stops there."""
    opened = open_view(long_plan.view())
    seen = []
    for _ in range(20):
        opened.page.click("#on")
        seen.append(opened.page.evaluate("document.getElementById('drawing').scrollLeft"))
    assert seen == sorted(seen)
    assert seen[-1] == seen[-2]
    target = opened.page.locator('#picture [data-key="machine-learning-engineer"]').bounding_box()
    place = opened.page.locator("#drawing").bounding_box()
    assert target is not None
    assert place is not None
    assert place["x"] < target["x"] + target["width"] < place["x"] + place["width"]


def test_filter_hides_a_kind(long_plan: Plan, open_view: Opener) -> None:
    """Unticking a kind takes its boxes out of the drawing, ticking it brings them back."""
    opened = open_view(long_plan.view())
    count = len(opened.boxes())
    tick = "input[data-facet=kind][value=technology]"
    opened.page.uncheck(tick)
    left = set(opened.boxes())
    kinds = {key: opened.page.locator(f'#picture [data-key="{key}"]').get_attribute("data-kind") for key in left}
    opened.page.check(tick)
    assert "technology" not in kinds.values()
    assert 0 < len(left) < count
    assert len(opened.boxes()) == count


def test_filter_hides_areas_relations_and_what_is_far(graph: CareerGraph, open_view: Opener) -> None:
    """Areas, relations and distances that are not asked for go, with the lines that led to them."""
    opened = open_view(graph.view(around="keras", depth=2))
    page = opened.page
    lines = page.locator("#picture .link:not(.hidden):not(.quiet)")
    count, drawn = len(opened.boxes()), lines.count()
    page.locator(".facets summary").click()
    page.click("button[data-facet=area][data-all='0']")
    page.check("input[data-facet=area][value='Deep learning']")
    left = set(opened.boxes())
    assert "keras" in left
    assert len(left) < count
    page.click("button[data-facet=area][data-all='1']")
    page.click("button[data-facet=relation][data-all='0']")
    assert lines.count() == 0
    page.click("button[data-facet=relation][data-all='1']")
    assert lines.count() == drawn
    page.select_option("#depth", "1")
    near = page.locator("#picture [data-key]:not(.hidden)").evaluate_all(
        "all => all.map((box) => box.dataset.distance)"
    )
    assert set(near) <= {None, "1"}
    assert 1 < len(near) < count


def test_link_leads_to_the_same_selection(graph: CareerGraph, open_view: Opener) -> None:
    """The address holds what is selected and hidden; opened again it shows the same, and a strange one does no harm."""
    view = graph.view(around="keras", depth=2)
    first = open_view(view)
    first.select("python")
    first.page.uncheck("input[data-facet=kind][value=skill]")
    first.page.select_option("#depth", "1")
    first.page.click("#copy")
    link = first.page.input_value("#link")
    first.page.wait_for_selector("#said:not(:empty)")
    assert first.page.locator("#said").inner_text() == "The link is copied."
    again = open_view(view, fragment="#" + link.partition("#")[2])
    assert again.selected() == "python"
    assert again.panel().splitlines()[-1] == first.panel().splitlines()[-1]
    assert set(again.boxes()) == set(first.boxes())
    strange = open_view(view, fragment="#at=%3Cscript%3E&hide-kind=nothing&depth=x&open=%00")
    assert strange.selected() is None
    assert strange.complaints == []


@pytest.mark.parametrize("which", ["plan", "graph"])
def test_pictures_are_saved_from_the_page(
    which: str, graph: CareerGraph, middle_plan: Plan, open_view: Opener, tmp_path: Path
) -> None:
    """The page saves what it shows as an SVG that stands alone and as a PNG."""
    opened = open_view(middle_plan.view() if which == "plan" else graph.view())
    saved = {}
    for suffix in ("svg", "png"):
        with opened.page.expect_download() as download:
            opened.page.click(f"#{suffix}")
        assert download.value.suggested_filename.endswith(f".{suffix}")
        saved[suffix] = tmp_path / f"picture.{suffix}"
        download.value.save_as(saved[suffix])
    root = ET.fromstring(saved["svg"].read_text(encoding="utf-8"))
    space = "{http://www.w3.org/2000/svg}"
    texts = {element.text for element in root.iter(f"{space}text")}
    assert {"Data" if which == "graph" else "Known", "Roles" if which == "graph" else "Target"} <= texts
    assert len(list(root.iter(f"{space}g"))) == len(opened.boxes())
    assert saved["png"].read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert saved["png"].stat().st_size > 20_000
    assert opened.complaints == []


def test_a_plan_is_small_and_drawn_before_any_script(long_plan: Plan, open_view: Opener) -> None:
    """The page of a plan of 79 steps is under 300 kB, and every step of it is drawn without a script."""
    view = long_plan.view()
    assert len(view.html.encode()) < 300_000
    opened = open_view(view, java_script_enabled=False)
    assert opened.page.locator("#picture [data-key]").count() > len(long_plan.steps)


def test_old_browsers_are_told(middle_plan: Plan, open_view: Opener) -> None:
    """Where the browser cannot inflate, the page says so; the drawing and the tables are there."""
    html = middle_plan.view().html.replace('"use strict";', '"use strict"; delete window.DecompressionStream;', 1)
    html = html.replace('id="data"', 'id="data-unread"')
    opened = open_view(html)
    assert "too old" in opened.page.locator("#hint").inner_text()
    assert opened.page.locator("#picture [data-key]").count() > 30
    assert opened.complaints == []


def test_table_says_the_same(long_plan: Plan, open_view: Opener) -> None:
    """The table lists every step in order with its hours and its reason; a name in it selects."""
    opened = open_view(long_plan.view())
    table = opened.page.locator("table").first
    rows = table.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(long_plan.steps)
    for row, step in zip(rows, long_plan.steps, strict=True):
        assert step.concept.name in row
        assert f"{step.hours.likely:,.0f} hour" in row
        assert " ".join(step.because.split()) in " ".join(row.split())
    table.locator("button", has_text="Calculus").first.click()
    assert "alculus" in opened.panel().splitlines()[0]


def test_map_without_script_is_drawn(graph: CareerGraph, open_view: Opener) -> None:
    """Without JavaScript the map of a whole graph shows its areas, and the table names every concept."""
    opened = open_view(graph.view(), java_script_enabled=False)
    assert opened.page.locator("#picture .box").count() > 40
    said = opened.page.locator("table").inner_text()
    assert all(" ".join(concept.name.split()) in said for concept in graph.skills.values())


def test_page_without_script_is_still_readable(middle_plan: Plan, open_view: Opener) -> None:
    """Without JavaScript the page shows its tables and says that the drawing needs it."""
    opened = open_view(middle_plan.view(), java_script_enabled=False)
    said = opened.page.locator("body").inner_text()
    assert "The drawing needs JavaScript to be searched" in said
    assert opened.page.locator("#picture .box.learn").first.is_visible()
    assert middle_plan.steps[-1].concept.name in said


@pytest.mark.parametrize("which", ["plan", "around", "graph", "two roles"])
def test_the_drawing_is_printed_before_the_tables(
    which: str, graph: CareerGraph, long_plan: Plan, open_view: Opener
) -> None:
    """On paper the drawing stands whole, light, cut between columns, as wide as a page; nothing is there to press."""
    made = {
        "plan": long_plan.view,
        "around": lambda: graph.view(around="keras", depth=2),
        "graph": graph.view,
        "two roles": graph.compare_roles("data analyst", "data engineer").view,
    }
    # A4 across, without its margins.
    opened = open_view(made[which](), (1032, 703), color_scheme="dark")
    page = opened.page
    shown = opened.boxes()
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_selector("#paper svg")
    places = page.locator("#paper svg").evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    assert places
    assert (len(places) > 2) is (which == "plan")
    for above, below in pairwise(places):
        assert above["bottom"] <= below["top"]
    assert all(place["left"] >= 0 and place["right"] <= 1032 and place["height"] <= 660 for place in places)
    assert places[-1]["bottom"] < page.locator("table").first.bounding_box()["y"]
    drawn = page.locator("#paper .box").evaluate_all(
        """all => all.filter((box) => {
            const part = box.querySelector("rect").getBoundingClientRect();
            const strip = box.ownerSVGElement.getBoundingClientRect();
            const isAcross = part.left >= strip.left - 1 && part.right <= strip.right + 1;
            return part.width > 40 && isAcross && part.bottom <= strip.bottom + 1;
        }).length"""
    )
    assert drawn == len(shown)
    assert page.locator("#paper .band").first.evaluate("band => getComputedStyle(band).fill") == "rgb(244, 246, 248)"
    assert page.locator("#paper text").first.evaluate("line => getComputedStyle(line).fill") == "rgb(27, 31, 36)"
    assert not page.locator(".stage").is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.locator("table").first.is_visible()
    page.emulate_media(media="screen")
    page.wait_for_selector("#paper svg", state="detached")
    page.emulate_media(media="null")
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert {float(wide) > float(high) for wide, high in sizes} == {True, False}
    assert opened.complaints == []


def test_alternatives_are_printed_when_they_are_shown(long_plan: Plan, open_view: Opener) -> None:
    """What is drawn below the plan is a part of its own on paper."""
    opened = open_view(long_plan.view())
    counts = []
    for _ in range(2):
        opened.page.emulate_media(media="print")
        opened.page.wait_for_selector("#paper svg")
        counts.append(opened.page.locator("#paper svg").count())
        if len(counts) == 1:
            assert "Alternatives not taken" not in opened.page.locator("#paper").inner_text()
            opened.page.emulate_media(media="screen")
            opened.page.wait_for_selector("#paper svg", state="detached")
            opened.page.locator("#aside").check()
    assert counts[1] == counts[0] + 1
    last = " ".join(opened.page.locator("#paper svg").last.locator("text").all_text_contents())
    assert last.startswith("Alternatives not taken")
    assert opened.complaints == []


def test_without_a_script_the_drawing_is_printed_too(middle_plan: Plan, open_view: Opener) -> None:
    """Where no script runs the drawing is scaled to the width of the page."""
    opened = open_view(middle_plan.view(), (1032, 703), java_script_enabled=False)
    opened.page.emulate_media(media="print")
    place = opened.page.locator("#picture").bounding_box()
    assert place is not None
    assert 600 < place["width"] <= 1032


@pytest.mark.parametrize("size", [(390, 844), (1920, 1080)])
def test_page_fits_the_window(long_plan: Plan, size: tuple[int, int], open_view: Opener) -> None:
    """Neither a phone nor a large screen has to scroll the page sideways."""
    opened = open_view(long_plan.view(), size)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_dark_pages_are_dark(middle_plan: Plan, open_view: Opener) -> None:
    """The page and its boxes follow the colour scheme that the reader prefers, also while it is open."""
    opened = open_view(middle_plan.view(), color_scheme="dark")
    page = opened.page
    fill = "getComputedStyle(document.querySelector('#picture .target rect')).fill"
    colours = (page.evaluate("getComputedStyle(document.body).backgroundColor"), page.evaluate(fill))
    page.emulate_media(color_scheme="light")
    # The policy of the page forbids to wait for an expression inside it.
    tries = (page.wait_for_timeout(20) or page.evaluate(fill) for _ in range(100))
    assert next((colour for colour in tries if colour != colours[1]), None)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", colours[0]))) < 60
    assert min(map(int, re.findall(r"\d+", light))) > 200


def test_plan_that_cannot_be_made_says_why(infeasible: Plan, open_view: Opener) -> None:
    """The page of an infeasible plan states that there is no way and gives the reasons."""
    assert infeasible.status == "infeasible"
    opened = open_view(infeasible.view())
    said = opened.page.locator("body").inner_text()
    assert "There is no way to A" in said
    for reason in infeasible.reasons:
        assert reason in opened.page.locator(".summary").inner_text()
    assert opened.complaints == []


def test_around_lists_what_it_does_not_draw(graph: CareerGraph, open_view: Opener) -> None:
    """Around a concept with many neighbours some are drawn, and the table and the search have all of them."""
    opened = open_view(graph.view(around="python"))
    near = {concept.name for concept in (*graph.prerequisites("python"), *graph.unlocks("python"))}
    listed = set(opened.page.locator("tbody th").all_inner_texts())
    names = set(opened.page.evaluate("careerView.drawing.names().map((entry) => entry.name)"))
    assert near <= listed
    assert near <= names
    assert len(opened.boxes()) == 40


def test_around_grows_by_portions(graph: CareerGraph, open_view: Opener) -> None:
    """More of what is near is drawn on demand, without overlaps, by the button, by the search and by a link."""
    view = graph.view(around="python")
    opened = open_view(view)
    for count in (88, 136, 184):
        opened.page.click("#grow")
        assert len(opened.boxes()) == count
    assert overlaps(opened.boxes()) == []
    assert not opened.page.locator("#grow").is_visible()
    again = open_view(view, fragment=opened.page.evaluate("location.hash"))
    assert set(again.boxes()) == set(opened.boxes())
    fresh = open_view(view)
    late = next(key for key in opened.boxes() if key not in fresh.boxes())
    fresh.select(late)
    assert late in fresh.boxes()
    assert view.scene is not None
    assert late not in view.picture
