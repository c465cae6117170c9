"""Every DataFrame says in the names of its columns what its numbers are counted in."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from mlcareer_graph import CareerGraph, load_graph

START = date(2027, 1, 4)
GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": [10, 20, 30]},
            {"id": "b", "kind": "skill", "name": "B", "hours": 40, "requires": ["a"]},
            {"id": "job", "kind": "role", "name": "Job", "requires": ["b"]},
            {"id": "desk", "kind": "role", "name": "Desk", "requires": [{"any_of": ["a", "c"]}]},
            {"id": "c", "kind": "skill", "name": "C", "hours": 90},
            {
                "id": "course",
                "kind": "education-path",
                "name": "Course",
                "path_kind": "course",
                "teaches": ["a"],
                "hours": 12,
                "weeks": 3,
                "price": {"likely": 90, "currency": "USD"},
            },
        ]
    }
)
PLAN = GRAPH.plan("job")
FRAMES = {
    "plan": PLAN.to_frame(),
    "frontier": GRAPH.frontier("job", over=("hours", "price", "weeks")).to_frame(),
    "schedule": PLAN.schedule(5, START).to_frame(),
    "gap": GRAPH.gap("job").to_frame(),
    "uncertainty": PLAN.uncertainty(5, START).to_frame(),
    "robustness": PLAN.robustness().to_frame(),
    "batch": GRAPH.plan_many([("job", []), ("desk", ["a"])]).to_frame(),
    "matrix": GRAPH.role_matrix().to_frame(),
    "fits": GRAPH.gap_many([["a"], []]).to_frame(),
    "next skills": GRAPH.next_skills(roles=["job", "desk"]).to_frame(),
    "reachable roles": GRAPH.reachable_roles(within_hours=70).to_frame(),
    "nearest": GRAPH.role_matrix().nearest("desk").to_frame(),
    "plans": GRAPH.plans("desk", k=2).to_frame(),
    "education": GRAPH.education_for("job").to_frame(),
    "alternatives": GRAPH.plan("desk", education="none").alternatives("a").to_frame(),
    "wages": load_graph().wages("data scientist", "United States").to_frame(),
    "mappings": load_graph().mappings("keras").to_frame(),
}
UNITS = re.compile(r"(^|_)(hours|usd|weeks|seconds|probability|factor|share)(_|$)")
COUNTS = {"stage", "steps", "track", "at_least", "importance", "shared", "new", "employment"}
"""Columns whose numbers count what they are named after."""


def numbers(frame: pd.DataFrame) -> list[str]:
    """The columns that hold numbers, each with what all columns together are called, if they are."""
    columns = frame.select_dtypes("number").columns
    return [f"{frame.columns.name or ''}_{column}" if frame.columns.name else str(column) for column in columns]


@pytest.mark.parametrize("name", FRAMES)
def test_numbers_have_units(name: str) -> None:
    """A number is in hours, US dollars, weeks, seconds, a probability, factor or share, or a count of what is named."""
    frame = FRAMES[name]
    assert len(frame)
    assert numbers(frame) or name == "frontier"
    bare = [column for column in numbers(frame) if not UNITS.search(column) and column not in COUNTS]
    assert bare == {"batch": ["cost"], "plans": ["cost"], "alternatives": ["extra"]}.get(name, [])


def test_cost_has_its_objective_beside_it() -> None:
    """The unit of a cost is that of the objective, which the row names."""
    frame = GRAPH.plan_many([("job", [])], objective="weeks").to_frame()
    assert list(frame["objective"]) == ["weeks"]
    assert list(frame["cost"]) == list(frame["weeks"])


def test_list_frames_say_what_the_list_says() -> None:
    """The rows of a list are its items in their order, with the figures of their fields."""
    skills = GRAPH.next_skills(roles=["job", "desk"])
    frame = skills.to_frame()
    assert list(frame["saved_hours_per_hour"]) == [skill.value for skill in skills]
    assert [dict(skill.saved)["desk"] for skill in skills] == list(frame["saved_hours_desk"])
    ways = GRAPH.plan("desk", education="none").alternatives("a")
    assert [way.unit for way in ways] == list(ways.to_frame()["unit"])
    assert FRAMES["nearest"][["from", "to", "hours_likely"]].values.tolist() == [["desk", "job", 40.0]]
    assert list(FRAMES["education"]["price_usd"]) == [90.0]


def test_days_are_timestamps() -> None:
    """What is a day has the type of a day, so that it can be compared and drawn."""
    days = {"schedule": ["begin", "end"], "uncertainty": ["ready_independent", "ready_dependent"]}
    for name, columns in days.items():
        assert all(pd.api.types.is_datetime64_any_dtype(FRAMES[name][column]) for column in columns)
