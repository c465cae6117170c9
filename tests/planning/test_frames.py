"""Every DataFrame says in the names of its columns what its numbers are counted in."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from mlcareer_graph import CareerGraph

START = date(2027, 1, 4)
GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": [10, 20, 30]},
            {"id": "b", "kind": "skill", "name": "B", "hours": 40, "requires": ["a"]},
            {"id": "job", "kind": "role", "name": "Job", "requires": ["b"]},
            {"id": "desk", "kind": "role", "name": "Desk", "requires": ["a"]},
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
}
UNITS = re.compile(r"(^|_)(hours|usd|weeks|seconds|probability|factor|share)(_|$)")
COUNTS = {"stage", "steps", "track", "at_least", "importance"}
"""Columns whose numbers count what they are named after."""


def numbers(frame: pd.DataFrame) -> list[str]:
    """The columns that hold numbers, each with what all columns together are called, if they are."""
    columns = frame.select_dtypes("number").columns
    return [f"{frame.columns.name or ''}_{column}" if frame.columns.name else str(column) for column in columns]


@pytest.mark.parametrize("name", FRAMES)
def test_numbers_have_units(name: str) -> None:
    """A number is in hours, US dollars, weeks, seconds, a probability, factor or share, or a count of what is named."""
    frame = FRAMES[name]
    assert numbers(frame) or name == "frontier"
    bare = [column for column in numbers(frame) if not UNITS.search(column) and column not in COUNTS]
    assert bare == (["cost"] if name == "batch" else [])


def test_cost_has_its_objective_beside_it() -> None:
    """The unit of a cost is that of the objective, which the row names."""
    frame = GRAPH.plan_many([("job", [])], objective="weeks").to_frame()
    assert list(frame["objective"]) == ["weeks"]
    assert list(frame["cost"]) == list(frame["weeks"])


def test_days_are_timestamps() -> None:
    """What is a day has the type of a day, so that it can be compared and drawn."""
    days = {"schedule": ["begin", "end"], "uncertainty": ["ready_independent", "ready_dependent"]}
    for name, columns in days.items():
        assert all(pd.api.types.is_datetime64_any_dtype(FRAMES[name][column]) for column in columns)
