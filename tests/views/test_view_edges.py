"""Pages of results at the edge of what there can be."""

from __future__ import annotations

from datetime import date

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.views.frontier_chart import frontier_scene
from mlcareer_graph.views.text import width

SKILLS = [{"id": f"s{number}", "kind": "skill", "name": f"Skill {number}", "hours": 4} for number in range(70)]


def test_roles_that_nobody_can_reach_have_no_shades() -> None:
    """A map of roles without any way between them says so in each cell, and explains no shade."""
    ring = [
        {"id": one, "kind": "skill", "name": one.title(), "hours": 1, "requires": [other]}
        for one, other in (("hen", "egg"), ("egg", "hen"))
    ]
    roles = [{"id": name, "kind": "role", "name": name.title(), "requires": ["hen"]} for name in ("cook", "farmer")]
    html = CareerGraph.from_dict({"concepts": [*ring, *roles]}).role_matrix().view().html
    assert html.count(">no way<") == 4
    assert "Nearest" not in html
    assert " and more<" not in html


def test_a_schedule_may_end_with_the_calendar() -> None:
    """Its last month is drawn, though no day follows it."""
    graph = CareerGraph.from_dict({"concepts": SKILLS[:1]})
    schedule = graph.plan("s0").schedule(4, date(9999, 12, 6))
    assert schedule.finish.year == 9999
    assert ">Dec 9999<" in schedule.view().html


def test_a_plan_of_many_steps_is_listed_in_part() -> None:
    """Of more study than anybody reads beside a chart, the number that is left out is told."""
    job = {"id": "job", "kind": "role", "name": "Job", "requires": [item["id"] for item in SKILLS]}
    course = {
        "id": "course",
        "kind": "education-path",
        "name": "Course",
        "path_kind": "course",
        "teaches": ["s0"],
        "hours": 1,
        "price": {"likely": 90, "currency": "USD"},
    }
    graph = CareerGraph.from_dict({"concepts": [*SKILLS, job, course]})
    scene = frontier_scene(graph.frontier("job", education="all"))
    studied = [section.items for entry in scene.entries for section in entry.sections if section.title == "Self-study"]
    assert [(len(items), items[-1].text) for items in studied] == [(61, "and 9 more"), (61, "and 10 more")]


@pytest.mark.parametrize(("text", "size"), [("", 0.0), ("漢字", 2 * 10 * 1.25), ("漢字かな", 4 * 10 * 1.25)])
def test_wide_characters_take_the_room_of_a_whole_square(text: str, size: float) -> None:
    """Each is as wide as the font is high, with the room to spare that any bold text has."""
    assert width(text, 10) == pytest.approx(size)
    assert width(text, 20) == pytest.approx(2 * size)
