"""What the page of a plan draws and says of the options that it does without, and in which weeks its steps are."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from test_view_accessibility import violations

from mlcareer_graph import CareerGraph, Plan
from mlcareer_graph.views.plan_alternatives import DRAWN, choices
from mlcareer_graph.views.plan_scene import plan_scene

Opener = Callable[..., Any]

TEXTS = """() => Array.from(document.querySelectorAll("#picture text"), (line) => {
    const { x, y, width, height } = line.getBBox();
    return { left: x, top: y + 2, right: x + width, bottom: y + height - 2, words: line.textContent };
}).filter((line) => line.right > line.left)"""


def left_by_hand(plan: Plan) -> dict[str, set[str]]:
    """For each option that is left, the steps in whose place it could be taken, by another way than the page's."""
    at = {
        concept: max(level for known, level in plan.knows.levels if known == concept)
        for concept, _ in plan.knows.levels
    }
    found: dict[str, set[str]] = {}
    for need in plan.graph.all_requirements:
        taken = {
            step.id for step in plan.steps for use in step.uses if use.requirement == need and step.id in need.options
        }
        for option in need.options:
            is_held = any(step.id == option for step in plan.steps) or (option in at and at[option] >= need.level)
            if taken and len(need.options) > need.at_least and not is_held:
                found.setdefault(option, set()).update(taken)
    return found


@pytest.mark.parametrize("which", ["middle_plan", "long_plan"])
def test_every_option_that_was_left_is_in_the_table(which: str, request: pytest.FixtureRequest) -> None:
    """The table names each option of a choice that the plan does without, with what it takes instead."""
    plan = request.getfixturevalue(which)
    table = next(table for table in plan_scene(plan).tables if table.caption == "Alternatives not taken")
    found: dict[str, set[str]] = {}
    for option, _, instead, _ in table.rows:
        found.setdefault(option.text, set()).update(instead.text.split(" and "))
    graph = plan.graph
    assert found == {
        graph[option].name: {graph[taken].name for taken in steps} for option, steps in left_by_hand(plan).items()
    }


def test_alternatives_are_drawn_on_demand(long_plan: Plan, open_view: Opener) -> None:
    """They are hidden until asked for, then drawn dashed and labelled below the plan, and nothing touches."""
    opened = open_view(long_plan.view())
    page = opened.page
    before = opened.boxes()
    tick = page.locator("#aside")
    assert not tick.is_checked()
    tick.focus()
    tick.press("Space")
    boxes = opened.boxes()
    added = boxes.keys() - before.keys()
    assert len(added) == sum(len(choice.drawn) for choice in choices(long_plan)) > 10
    assert all(boxes[key] == place for key, place in before.items())
    assert min(boxes[key]["top"] for key in added) > max(place["bottom"] for place in before.values())
    for key in added:
        box = page.locator(f'#picture [data-key="{key}"]')
        assert box.locator("rect").get_attribute("stroke-dasharray")
        assert "not taken" in " ".join(box.locator("text").all_text_contents())
    texts = page.evaluate(TEXTS)
    touching = [
        (one["words"], other["words"])
        for one, other in combinations(texts, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]
    assert touching == []
    frames = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if boxes[one]["left"] < boxes[other]["right"]
        and boxes[other]["left"] < boxes[one]["right"]
        and boxes[one]["top"] < boxes[other]["bottom"]
        and boxes[other]["top"] < boxes[one]["bottom"]
    ]
    assert frames == []
    assert page.locator("#drawing").evaluate("place => place.scrollTop") > 200
    assert not page.locator(".titles").is_visible()
    again = open_view(long_plan.view(), fragment=page.evaluate("location.hash"))
    assert again.boxes().keys() == boxes.keys()
    tick.press("Space")
    assert opened.boxes() == before
    assert opened.complaints == []


def test_an_alternative_tells_what_it_would_replace(long_plan: Plan, open_view: Opener) -> None:
    """Found by its name it is drawn, its line leads to what was taken, and the panel says why there is a choice."""
    choice = choices(long_plan)[0]
    key, name = choice.key(choice.left[0]), choice.left[0].name
    taken = long_plan.steps[choice.taken[0]]
    opened = open_view(long_plan.view())
    opened.select(taken.id)
    opened.page.locator("#panel").get_by_role("button", name=name, exact=True).click()
    assert opened.selected() == key
    assert opened.page.locator("#aside").is_checked()
    said = opened.panel()
    assert said.startswith(name)
    assert f"{choice.requirement.at_least} of {len(choice.requirement.options)}" in said
    assert taken.concept.name in said
    assert opened.page.locator("#picture .link.direct").count() == len(choice.taken)
    assert violations(opened) == []
    saved = opened.page.evaluate("careerView.picture()")
    assert "Alternatives not taken" in saved
    assert "not taken" not in long_plan.view().picture


def test_more_options_than_can_be_drawn_are_in_the_table(open_view: Opener) -> None:
    """Of a choice of forty some are drawn, and the caption says how many more the table has."""
    options = [
        {"id": f"o{number}", "kind": "skill", "name": f"Option {number}", "hours": 5 + number} for number in range(40)
    ]
    job = {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": [option["id"] for option in options]}]}
    plan = CareerGraph.from_dict({"concepts": [*options, job]}).plan("job")
    opened = open_view(plan.view(), (390, 844))
    opened.page.locator("#aside").check()
    assert len(opened.boxes()) == 2 + DRAWN
    assert "the table has 27 more" in " ".join(opened.page.locator("#picture text").all_text_contents())
    table = opened.page.locator("table", has_text="Alternatives not taken")
    assert table.locator("tbody tr").count() == 39
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_plan_without_choices_offers_none(graph: CareerGraph) -> None:
    """Where every requirement has one way there is nothing to draw, no box to tick and no table."""
    html = graph.plan("calculus").view().html
    assert 'id="aside"' not in html
    assert "Alternatives not taken" not in html


def test_steps_say_their_weeks(graph: CareerGraph, open_view: Opener) -> None:
    """Box, panel and table of a step have the weeks in which the schedule has it, at the hours of the plan."""
    plan = graph.plan("data analyst", knows=["Python"], hours_per_week=7)
    begin_and_end = {entry.step.id: (entry.begin_week, entry.end_week) for entry in plan.schedule().steps}
    opened = open_view(plan.view())
    rows = opened.page.locator("table").first.locator("tbody tr").all()
    for step, row in zip(plan.steps, rows, strict=True):
        box = " ".join(opened.page.locator(f'#picture [data-key="{step.id}"] text').all_text_contents())
        found = re.search(r"weeks? (\d+)(?:–(\d+))?", box)
        assert found, box
        first, last = int(found[1]), int(found[2] or found[1])
        begin, end = begin_and_end[step.id]
        assert first - 1 - 1e-6 <= begin < first + 1e-6
        assert last - 1 < end + 1e-6 <= last + 1e-5 or begin == end
        assert found[0].partition(" ")[2] in row.inner_text()
    opened.select(plan.steps[0].id)
    assert "week" in opened.panel()
