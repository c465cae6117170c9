"""What the panel of a plan's page says about where something is taught."""

from __future__ import annotations

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.views.plan_scene import plan_scene


def test_a_step_of_study_says_where_it_is_taught() -> None:
    """Each path that teaches it is named with its level, hours, price and the day of its figures, as far as known."""
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "a", "kind": "skill", "name": "A", "hours": 1},
                {"id": "school", "kind": "organization", "name": "School"},
                {
                    "id": "course",
                    "kind": "education-path",
                    "name": "Course",
                    "hours": 1200,
                    "price": {"likely": 0, "currency": "USD"},
                    "checked": "2026-11-01",
                    "offered_by": ["school"],
                    "teaches": [{"know": "a", "level": "practitioner"}],
                },
                {"id": "other", "kind": "education-path", "name": "Other", "teaches": ["a"]},
                {"id": "job", "kind": "role", "name": "Job", "requires": ["a"]},
            ]
        }
    )
    entry = next(entry for entry in plan_scene(graph.plan("job")).entries if entry.name == "A")
    taught = next(section for section in entry.sections if section.title == "Where to learn it")
    assert sorted(item.text for item in taught.items) == [
        "Course: to practitioner, 1,200 hours in all, free, figures of 2026-11-01",
        "Other: to working",
    ]


def test_a_path_says_what_it_teaches() -> None:
    """The panel of a course lists what it teaches, with levels."""
    scene = plan_scene(load_graph().plan("machine learning engineer", ["Python", "SQL"]))
    taught = [section for entry in scene.entries for section in entry.sections if section.title == "Teaches"]
    assert taught
    assert all("(" in item.text for section in taught for item in section.items)
