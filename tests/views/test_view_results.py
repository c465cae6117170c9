"""The pages of gaps, comparisons, matrices, frontiers and schedules, as a person meets them in Chromium."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import combinations, pairwise
from typing import Any

import pytest
from test_view_accessibility import violations
from test_view_reprs import frames_of, rows_of, sanitised

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.model import Competency
from mlcareer_graph.planning.frontier import Frontier
from mlcareer_graph.planning.matrix import RoleMatrix
from mlcareer_graph.planning.schedule import Schedule
from mlcareer_graph.views import View

Opener = Callable[..., Any]

ROLES = ["data analyst", "data engineer", "data scientist", "machine learning engineer", "statistician"]
NAMES = ["gap", "comparison", "heat map", "map", "frontier", "schedule"]
KNOWS = ["Python", "SQL:practitioner", "statistics", "PyTorch"]


@pytest.fixture(scope="module")
def matrix(graph: CareerGraph) -> RoleMatrix:
    """Five roles."""
    return graph.role_matrix(ROLES)


@pytest.fixture(scope="module")
def frontier() -> Frontier:
    """Four skills, each to be studied in many hours or learned in a course in few for some money: many compromises."""
    skills = [{"id": f"s{number}", "kind": "skill", "name": f"Skill {number}", "hours": 100} for number in range(4)]
    courses = [
        {
            "id": f"c{number}",
            "kind": "education-path",
            "name": f"Course {number}",
            "path_kind": "course",
            "teaches": [{"know": f"s{number}", "level": "working"}],
            "hours": 100 - 4 * 2**number,
            "weeks": 4,
            "price": {"likely": 90 * 2**number + number, "currency": "USD"},
        }
        for number in range(4)
    ]
    job = {"id": "job", "kind": "role", "name": "Job", "requires": [f"s{number}" for number in range(4)]}
    graph = CareerGraph.from_dict({"concepts": [*skills, *courses, job]})
    return graph.frontier("job", over=("hours", "price"), education="all")


@pytest.fixture(scope="module")
def schedule(graph: CareerGraph) -> Schedule:
    """Study and courses, some of them side by side."""
    plan = graph.plan("data scientist", knows=["Python"], education="all")
    return plan.schedule(hours_per_week=12, start=date(2027, 1, 4))


@pytest.fixture(scope="module")
def made(graph: CareerGraph, matrix: RoleMatrix, frontier: Frontier, schedule: Schedule) -> dict[str, View]:
    """Every kind of page."""
    return {
        "gap": graph.gap("machine learning engineer", KNOWS).view(),
        "comparison": graph.compare_roles("data analyst", "data engineer").view(),
        "heat map": matrix.view(),
        "map": matrix.map(),
        "frontier": frontier.view(),
        "schedule": schedule.view(),
    }


@pytest.mark.parametrize("name", NAMES)
def test_pages_ask_for_nothing_but_themselves(name: str, made: dict[str, View], open_view: Opener) -> None:
    """Every page opens from disk without another request, an error or a breach of its own policy, and is small."""
    opened = open_view(made[name])
    for key in opened.page.evaluate("careerView.drawing.names().map((entry) => entry.key)")[:12]:
        opened.select(key)
    assert opened.requests == [opened.file.as_uri()]
    assert opened.complaints == []
    assert len(made[name].html) < 300_000


@pytest.mark.parametrize(("size", "scheme"), [((1280, 800), "dark"), ((390, 844), "light")])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_serious(
    name: str, size: tuple[int, int], scheme: str, made: dict[str, View], open_view: Opener
) -> None:
    """Neither at the start nor with a mark selected is there a serious or critical violation."""
    opened = open_view(made[name], size, color_scheme=scheme)
    assert violations(opened) == []
    opened.select(opened.page.locator("#picture [data-key]").nth(2).get_attribute("data-key"))
    assert violations(opened) == []


@pytest.mark.parametrize("name", NAMES)
def test_pages_fit_a_phone(name: str, made: dict[str, View], open_view: Opener) -> None:
    """On a phone the drawing scrolls within itself, and the page does not scroll sideways."""
    opened = open_view(made[name], (390, 844))
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", NAMES)
def test_keys_go_from_mark_to_mark(name: str, made: dict[str, View], open_view: Opener) -> None:
    """Arrow keys select marks one after the other, Enter leads to what is said about one, Escape lets go."""
    opened = open_view(made[name])
    opened.page.locator("#drawing").focus()
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp"):
        opened.page.keyboard.press(key)
        seen.append(opened.selected())
        assert opened.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert None not in seen
    assert len(set(seen)) >= 3
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.tagName") == "H2"
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("Escape")
    assert opened.selected() is None


@pytest.mark.parametrize("name", [name for name in NAMES if name != "comparison"])
def test_charts_are_printed_light_with_their_tables(name: str, made: dict[str, View], open_view: Opener) -> None:
    """On paper there are the chart, whole, and the tables, and nothing to press."""
    opened = open_view(made[name], color_scheme="dark")
    opened.page.emulate_media(media="print", color_scheme="dark")
    assert opened.page.locator("#picture").is_visible()
    assert opened.page.locator("table").first.is_visible()
    assert not opened.page.locator("#panel").is_visible()
    assert not opened.page.locator(".tools").is_visible()
    ink = opened.page.evaluate("getComputedStyle(document.querySelector('.chart text:not(.minor)')).fill")
    assert ink == "rgb(27, 31, 36)"


@pytest.mark.parametrize("name", NAMES)
def test_pages_say_the_same_without_a_script(name: str, made: dict[str, View], open_view: Opener) -> None:
    """Where no script runs, drawing and tables are there, and every name in the drawing is in a table."""
    opened = open_view(made[name], java_script_enabled=False)
    assert opened.page.locator("#picture").is_visible()
    said = " ".join(opened.page.locator("table").all_inner_texts()).casefold()
    assert len(said) > 200
    first = unescape(opened.page.locator("#picture [data-key]").first.get_attribute("aria-label") or "")
    assert first.split(",")[0].split(":")[0].casefold() in said


@pytest.mark.parametrize("name", ["gap", "frontier", "schedule", "map"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_texts_do_not_overlap(name: str, size: tuple[int, int], made: dict[str, View], open_view: Opener) -> None:
    """No two lines of text in a chart touch, as the browser measures them, and at the start they can be read."""
    opened = open_view(made[name], size)
    texts = opened.page.evaluate(
        """() => Array.from(document.querySelectorAll(".chart text"), (line) => {
            const { left, top, right, bottom } = line.getBoundingClientRect();
            const size = Number(line.getAttribute("font-size"));
            return { left, top: top + 2, right, bottom: bottom - 2, words: line.textContent, size };
        }).filter((line) => line.words)"""
    )
    touching = [
        (one["words"], other["words"])
        for one, other in combinations(texts, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]
    assert touching == []
    assert (
        opened.page.evaluate("careerView.drawing.scale") * sorted(line["size"] for line in texts)[len(texts) // 2] > 10
    )


@pytest.mark.parametrize("name", NAMES)
def test_pictures_need_no_browser(name: str, made: dict[str, View]) -> None:
    """The picture alone is well-formed SVG of a size above nothing, with its title and colours for light and dark."""
    root = ET.fromstring(made[name].picture)
    assert float(root.attrib["width"]) > 200
    assert float(root.attrib["height"]) > 200
    assert made[name].title in made[name].picture
    assert "prefers-color-scheme:dark" in made[name].picture


@pytest.mark.parametrize("name", NAMES)
def test_saved_picture_is_what_is_shown(name: str, made: dict[str, View], open_view: Opener) -> None:
    """The picture that the page saves is well-formed, has every text of the drawing and nothing to press."""
    opened = open_view(made[name])
    picture = opened.page.evaluate("careerView.picture()")
    root = ET.fromstring(picture)
    shown = opened.page.locator("#picture text").all_text_contents()
    saved = {"".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text")}
    assert set(shown) <= saved
    assert "data-key" not in picture
    assert "tabindex" not in picture


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_what_was_selected(name: str, made: dict[str, View], open_view: Opener) -> None:
    """The address of a page holds what is selected, and opening it selects that again."""
    opened = open_view(made[name])
    opened.select(opened.page.locator("#picture [data-key]").nth(3).get_attribute("data-key"))
    key, fragment = opened.selected(), opened.page.evaluate("location.hash")
    assert open_view(made[name], fragment=fragment).selected() == key


def test_same_result_gives_the_same_page(graph: CareerGraph, matrix: RoleMatrix, made: dict[str, View]) -> None:
    """Making a page again, or of a matrix of the same roles in another order, draws the same."""
    assert matrix.view().html == made["heat map"].html
    turned = graph.role_matrix(ROLES[::-1]).view()
    names = [part.split('"')[0] for part in turned.picture.split('aria-label="')[1:]]
    before = [part.split('"')[0] for part in made["heat map"].picture.split('aria-label="')[1:]]
    assert names in (before, before[::-1])


def test_gap_draws_a_cell_for_each_level(graph: CareerGraph, open_view: Opener) -> None:
    """A requirement at a level has as many cells as levels up to it, full up to what is known of it."""
    gap = graph.gap("machine learning engineer", KNOWS)
    opened = open_view(gap.view())
    for number, item in enumerate(gap.items):
        row = opened.page.locator(f'#picture [data-key="need-{number}"]')
        full, empty = row.locator(".solid").count(), row.locator(".missing").count()
        if not isinstance(item.options[0][0], Competency):
            assert (full, empty) == ((1, 0) if item.status == "met" else (0, 1))
            continue
        assert full + empty == int(item.requirement.level)
        assert (empty == 0) == (item.status == "met")
    assert {item.status for item in gap.items} == {"met", "partly met", "open"}


def test_gap_tells_what_hangs_on_a_requirement(graph: CareerGraph, open_view: Opener) -> None:
    """Selecting a requirement shows its level, strength, importance, options and who says so; the table has all."""
    gap = graph.gap("machine learning engineer", KNOWS)
    opened = open_view(gap.view())
    number, item = max(enumerate(gap.items), key=lambda pair: (pair[1].importance, len(pair[1].options)))
    opened.select(f"need-{number}")
    said = opened.panel()
    assert str(item.requirement.level) in said
    assert f"{item.importance - 1} other requirement" in said
    assert item.options[0][0].name in said
    assert "Who says so" in said
    assert len(opened.page.locator("tbody tr").all()) == len(gap.items)


def test_comparison_puts_what_both_ask_for_in_the_middle(graph: CareerGraph, open_view: Opener) -> None:
    """What both roles name stands between what only one of them does."""
    compared = graph.compare_roles("data analyst", "data engineer")
    opened = open_view(compared.view())
    places = {key: (box["left"] + box["right"]) / 2 for key, box in opened.boxes().items()}
    sides = [
        [places[item.concept.id] for item in items]
        for items in (compared.only_first, compared.shared, compared.only_second)
    ]
    assert max(sides[0]) < min(sides[1])
    assert max(sides[1]) < min(sides[2])
    assert len(places) == len(compared.items)


def test_heat_map_shades_by_hours_and_tells_them(matrix: RoleMatrix, open_view: Opener) -> None:
    """Of two cells the darker is never the farther one; there is one for each pair, and it tells both ways."""
    opened = open_view(matrix.view())
    shades = opened.page.evaluate(
        """() => Array.from(document.querySelectorAll("#picture .cell"),
            (cell) => [cell.dataset.key, Number(/\\bs(\\d)\\b/.exec(cell.getAttribute("class"))[1])])"""
    )
    assert len(shades) == 20
    hours = {}
    for key, shade in shades:
        source, target = map(int, key.split(">"))
        hours.setdefault(shade, []).append(matrix.transitions[source][target].hours)
    for near, far in pairwise(sorted(hours)):
        assert max(hours[near]) <= min(hours[far])
    assert len(hours) > 3
    opened.select("0>1")
    said = opened.panel()
    assert f"{matrix.transitions[0][1].hours:,.0f}" in said
    assert f"{matrix.transitions[1][0].hours:,.0f}" in said
    opened.page.locator("#picture .cell").nth(7).click()
    assert ">" in (opened.selected() or "")


def test_map_lays_near_roles_near(matrix: RoleMatrix, open_view: Opener) -> None:
    """The nearest pair of roles lies nearer on the map than the farthest, and no two labels touch."""
    opened = open_view(matrix.map())
    places = {
        key: ((box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2) for key, box in opened.boxes().items()
    }
    apart = {}
    for one, other in combinations(range(5), 2):
        there, back = matrix.transitions[one][other], matrix.transitions[other][one]
        (x, y), (u, v) = places[there.source.id], places[there.target.id]
        apart[one, other] = ((there.hours or 0) + (back.hours or 0), ((x - u) ** 2 + (y - v) ** 2) ** 0.5)
    assert min(apart.values())[1] < max(apart.values())[1]


def test_frontier_falls_from_left_to_right(frontier: Frontier, open_view: Opener) -> None:
    """Every plan has a point; whoever spends more hours stands farther right and pays less; each opens its courses."""
    assert len(frontier) > 10
    opened = open_view(frontier.view())
    points = opened.page.evaluate(
        """() => Array.from(document.querySelectorAll("#picture [data-key]"), (box) => {
            const circle = box.querySelector("circle");
            return [box.dataset.key, Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))];
        })"""
    )
    assert [key for key, _, _ in points] == [f"plan-{number}" for number in range(len(frontier))]
    for (_, x, y), (_, u, v) in pairwise(points):
        assert x < u
        assert y < v
    opened.page.locator('#picture [data-key="plan-0"] circle').click()
    said = opened.panel()
    for step in frontier[0].steps:
        assert step.concept.name in said
    assert opened.page.locator("tbody tr").count() == len(frontier)


def test_frontier_of_one_plan_and_of_none_say_so() -> None:
    """Where there is nothing to weigh up, or no plan, the page says it in words."""
    graph = load_graph()
    single = graph.frontier("keras", ["Python"], over=("hours", "weeks"))
    assert len(single) == 1
    assert "nothing to weigh up" in single.view().html
    none = graph.frontier("keras", ["Python"], max_hours=1)
    assert "There is no plan" in none.view().html


def test_gantt_bars_last_as_long_as_their_steps(schedule: Schedule, open_view: Opener) -> None:
    """Bars begin and end in proportion to their weeks, the critical ones have a thick border, slack has a line."""
    opened = open_view(schedule.view())
    bars = opened.page.evaluate(
        """() => Array.from(document.querySelectorAll("#picture [data-key]"), (row) => {
            const bar = row.querySelector(":scope > g > rect");
            const drawn = ["x", "width", "stroke-width"].map((name) => Number(bar.getAttribute(name)));
            return [...drawn, row.querySelectorAll(".axis").length];
        })"""
    )
    assert len(bars) == len(schedule.steps)
    scale = (bars[-1][0] - bars[0][0]) / (schedule.steps[-1].begin_week - schedule.steps[0].begin_week)
    for entry, (x, wide, border, marks) in zip(schedule.steps, bars, strict=True):
        assert abs(x - bars[0][0] - scale * entry.begin_week) < 1
        assert abs(wide - max(scale * (entry.end_week - entry.begin_week), 3)) < 1
        assert (border == 3) is entry.is_critical
        assert (marks == 2) is (entry.slack_weeks * scale >= 2)
    assert schedule.tracks > 1
    assert any(entry.slack_weeks for entry in schedule.steps)


def test_gantt_tells_dates_and_milestones(schedule: Schedule, open_view: Opener) -> None:
    """Selecting a step tells its dates, slack and milestones; the months stand above; the tables have all of it."""
    opened = open_view(schedule.view())
    milestone = schedule.milestones[0]
    number = next(number for number, entry in enumerate(schedule.steps) if entry.step is milestone.step)
    opened.select(f"step-{number}")
    said = opened.panel()
    assert schedule.steps[number].begin.isoformat() in said
    assert schedule.steps[number].end.isoformat() in said
    assert milestone.able[0][0].name in said
    assert "2027" in opened.page.locator(".titles").inner_text()
    tables = opened.page.locator("table")
    assert tables.nth(0).locator("tbody tr").count() == len(schedule.steps)
    assert tables.nth(1).locator("tbody tr").count() == len(schedule.milestones)


def test_schedule_of_nothing_says_so(graph: CareerGraph) -> None:
    """Where there is nothing to do, the page says it and draws nothing."""
    view = graph.plan("keras", knows=["Keras"]).schedule(start=date(2027, 1, 4)).view()
    assert "There is nothing to do" in view.html
    assert 'id="picture"' not in view.html


def test_plan_lists_the_options_that_were_not_taken(graph: CareerGraph, open_view: Opener) -> None:
    """The panel of a step that is one of several options names the others, without a search for what they cost."""
    plan = graph.plan("keras", knows=["Python", "NumPy"], education="none")
    step = next(
        step for step in plan.steps if any(use.requirement and len(use.requirement.options) > 1 for use in step.uses)
    )
    use = next(use for use in step.uses if use.requirement and len(use.requirement.options) > 1)
    assert use.requirement is not None
    opened = open_view(plan.view())
    opened.select(step.id)
    said = opened.panel()
    assert f"takes {use.requirement.at_least} of {len(use.requirement.options)}; the others are" in said
    for option in use.requirement.options:
        assert graph[option].name in said


@pytest.mark.parametrize("name", NAMES)
def test_tables_survive_sanitising(name: str, made: dict[str, View]) -> None:
    """In a notebook that is not trusted, the tables of a page are left, and in one that is, its sandboxed frame."""
    html = made[name]._repr_html_()
    (frame,) = frames_of(html)
    assert frame["sandbox"] == "allow-scripts allow-downloads"
    assert frame["srcdoc"] == made[name].html
    assert len(rows_of(sanitised(html))) > 3


def test_results_are_tables(graph: CareerGraph, frontier: Frontier) -> None:
    """Results without a page of their own are shown as tables with units, which lose nothing to a sanitiser."""
    plan = graph.plan("data analyst", knows=["Python"])
    [stable] = plan.robustness("statistics")
    coverage = graph.education_for("data analyst", ["Python"])[0]
    shown = {
        "Hours in all": graph.ladder(["data analyst", "data engineer"], knows=["SQL"]),
        "Target": graph.plan_many([("keras", ["Python"]), ("pandas", ["Python"])]),
        "Hours if all err together": plan.uncertainty(hours_per_week=5, start=date(2027, 1, 4)),
        "Least hours": plan.robustness("statistics"),
        "Hours in the second": plan.compare(graph.plan("data analyst")),
        "Value": coverage,
        "Path": graph.fewest_paths("data analyst", ["Python"]),
        "Not known": graph.compare_education("data analyst", ["Python"]),
        "Every plan holds": plan.certificate,
        "Saved in h": plan.savings(),
        "Importance": graph.gap("data analyst", ["Python"]),
        "Profile": graph.gap_many([["Python"], ["SQL"]], roles=["data analyst"]),
    }
    for heading, value in shown.items():
        html = value._repr_html_()
        rows = rows_of(html)
        assert heading in rows[0], heading
        assert len(rows) > 1, heading
        assert all(len(row) == len(rows[0]) for row in rows), heading
        assert rows_of(sanitised(html)) == rows, heading
        assert not {"<iframe", "<script", "<style"} & set(html.split()), heading
    assert f"{stable.hours_lower:,.1f}" in shown["Least hours"]._repr_html_()


@pytest.fixture(scope="module")
def wide(graph: CareerGraph) -> RoleMatrix:
    """A matrix of as many roles as are shipped, with their names, each asking for some of forty skills."""
    skills = [
        {"id": f"s{number}", "kind": "skill", "name": f"Skill {number}", "hours": 10 + number} for number in range(40)
    ]
    roles = [
        {
            "id": role.id,
            "kind": "role",
            "name": role.name,
            "requires": sorted({f"s{(number * step) % 40}" for step in range(1, 12)}),
        }
        for number, role in enumerate(graph.roles.values(), 1)
    ]
    return CareerGraph.from_dict({"concepts": [*skills, *roles]}).role_matrix()


@pytest.mark.xdist_group("machine code")
def test_names_of_rows_stay_in_sight(graph: CareerGraph, wide: RoleMatrix, open_view: Opener) -> None:
    """On a phone, scrolled sideways, each row of cells has its name at the left edge; a tap on it selects the role."""
    opened = open_view(wide.view(), (390, 844), has_touch=True)
    page = opened.page
    names = page.locator(".pins div")
    assert names.count() == len(wide.roles)
    assert not names.first.is_visible()
    page.locator("#drawing").evaluate("place => place.scrollTo(260, 200)")
    page.wait_for_selector(".pins:not([hidden])", state="attached")
    place = page.locator("#drawing").bounding_box()
    assert place is not None
    for role, row in list(zip(page.locator(".pin").all(), page.locator("[data-row]").all(), strict=True))[::9]:
        name = page.locator(f'.pins [data-key="{role.get_attribute("data-key")}"]')
        said, cell = name.bounding_box(), row.locator("path").first.bounding_box()
        assert said is not None
        assert cell is not None
        assert abs(said["x"] - place["x"]) <= 1
        assert abs(said["y"] + said["height"] / 2 - cell["y"] - cell["height"] / 2) < 2
        assert said["width"] < 0.5 * place["width"]
        assert " ".join(name.all_text_contents()) == graph[role.get_attribute("data-key")].name
    first = names.nth(8)
    first.tap()
    assert opened.selected() == first.get_attribute("data-key")
    assert violations(opened) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert opened.complaints == []


@pytest.mark.xdist_group("machine code")
def test_heat_map_of_all_roles_is_small(wide: RoleMatrix, open_view: Opener) -> None:
    """The page of 45 roles is under 300 kB, in a notebook under 400 kB, and tells the hours of every pair both ways."""
    view = wide.view()
    assert len(view.html.encode()) < 300_000
    assert len(view._repr_html_().encode()) < 400_000
    opened = open_view(view)
    said = opened.page.evaluate(
        """() => Object.fromEntries(careerView.drawing.names().filter((entry) => entry.key.includes(">"))
            .map((entry) => [entry.key, [entry.name, ...entry.facts.map(([, value]) => value)]]))"""
    )
    count = len(wide.roles)
    assert len(said) == count * (count - 1) == opened.page.locator("#picture .cell").count()
    for key, (name, hours, back, shared, new) in said.items():
        source, target = map(int, key.split(">"))
        there = wide.transitions[source][target]
        assert name == f"{there.source.name} to {there.target.name}"
        assert (hours, back) == tuple(f"{entry.hours:,.0f}" for entry in (there, wide.transitions[target][source]))
        assert (int(shared), int(new)) == (len(there.shared), len(there.new))


@pytest.fixture(scope="module")
def three_measures() -> Frontier:
    """Three skills, each studied, or learned in a quick dear course or a slow cheap one."""
    skills = [{"id": f"s{number}", "kind": "skill", "name": f"Skill {number}", "hours": 120} for number in range(3)]
    courses = [
        {
            "id": f"c{number}-{pace}",
            "kind": "education-path",
            "name": f"Course {number} {pace}",
            "path_kind": "course",
            "teaches": [{"know": f"s{number}", "level": "working"}],
            "hours": hours - number,
            "weeks": weeks + number,
            "price": {"likely": price * (number + 1), "currency": "USD"},
        }
        for number in range(3)
        for pace, hours, weeks, price in (("quick", 80, 4, 900), ("slow", 60, 30, 200))
    ]
    job = {"id": "job", "kind": "role", "name": "Job", "requires": [f"s{number}" for number in range(3)]}
    graph = CareerGraph.from_dict({"concepts": [*skills, *courses, job]})
    return graph.frontier("job", over=("hours", "price", "weeks"), education="all")


def test_frontier_draws_the_third_measure(three_measures: Frontier, open_view: Opener) -> None:
    """The more weeks a plan takes, the larger its point; a legend, the panel and the table say them."""
    assert len(three_measures) > 8
    opened = open_view(three_measures.view())
    radii = opened.page.evaluate(
        """() => Array.from(document.querySelectorAll("#picture [data-key]"),
            (box) => Number(box.querySelector("circle").getAttribute("r")))"""
    )
    weeks = [point[2] for point in three_measures.points]
    ranked = sorted(zip(weeks, radii, strict=True))
    for (fewer, small), (more, large) in pairwise(ranked):
        assert small <= large
        assert (large - small > 0) is (more - fewer > 1e-9)
    assert max(radii) > 1.5 * min(radii)
    texts = opened.page.locator("#picture text").all_text_contents()
    assert any(words.startswith("size of a point: weeks") for words in texts)
    assert {f"{round(value, 1):,.1f}".removesuffix(".0") for value in (min(weeks), max(weeks))} <= set(texts)
    for number, plan in enumerate(three_measures):
        assert f"{number + 1}" in texts
        label = opened.page.locator(f'#picture [data-key="plan-{number}"]').get_attribute("aria-label") or ""
        assert f"{plan.weeks:,.0f} week" in label
        assert f"{plan.weeks:,.1f}" in opened.page.locator("table tbody tr").nth(number).inner_text()
    opened.select("plan-3")
    assert f"{three_measures[3].weeks:,.1f}" in opened.panel()
    assert violations(opened) == []
    assert opened.complaints == []


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_labels_of_three_measures_do_not_overlap(
    size: tuple[int, int], three_measures: Frontier, open_view: Opener
) -> None:
    """No two labels touch, and no point lies on one."""
    opened = open_view(three_measures.view(), size)
    places = opened.page.evaluate(
        """() => Array.from(document.querySelectorAll(".chart text, .chart [data-key] circle"), (one) => {
            const { left, top, right, bottom } = one.getBoundingClientRect();
            const inset = one.tagName === "text" ? 2 : 0;
            return { left, top: top + inset, right, bottom: bottom - inset, words: one.textContent };
        })"""
    )
    touching = [
        (one["words"], other["words"])
        for one, other in combinations(places, 2)
        if (one["words"] or other["words"])
        and one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]
    assert touching == []
