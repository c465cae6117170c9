"""Every DataFrame says in the names of its columns what its numbers are counted in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from mlcareer_graph import CareerGraph, MissingExtraError, load_graph

START = date(2027, 1, 4)
GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A", "hours": [10, 20, 30]},
            {"id": "b", "kind": "skill", "name": "B", "hours": [30, 40, 60], "requires": ["a"]},
            {"id": "job", "kind": "role", "name": "Job", "requires": ["b"]},
            {"id": "desk", "kind": "role", "name": "Desk", "requires": [{"any_of": ["a", "c"]}]},
            {"id": "c", "kind": "skill", "name": "C", "hours": 90},
            {
                "id": "course",
                "kind": "education-path",
                "name": "Course",
                "path_kind": "course",
                "teaches": ["a"],
                "hours": [10, 12, 20],
                "weeks": 3,
                "price": {"likely": 90, "currency": "USD"},
            },
        ]
    }
)
FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "plan": lambda: GRAPH.plan("job").to_frame(),
    "frontier": lambda: GRAPH.frontier("job", over=("hours", "price", "weeks")).to_frame(),
    "schedule": lambda: GRAPH.plan("job").schedule(5, START).to_frame(),
    "study on": lambda: GRAPH.plan("c", ["c:awareness"]).to_frame(),
    "gap": lambda: GRAPH.gap("job").to_frame(),
    "gap of two": lambda: GRAPH.gap("desk", ["c:awareness", "a:working"]).to_frame(),
    "uncertainty": lambda: GRAPH.plan("job").uncertainty(5, START).to_frame(),
    "robustness": lambda: GRAPH.plan("job").robustness().to_frame(),
    "batch": lambda: GRAPH.plan_many([("job", []), ("desk", ["a"])]).to_frame(),
    "matrix": lambda: GRAPH.role_matrix().to_frame(),
    "fits": lambda: GRAPH.gap_many([["a"], []]).to_frame(),
    "next skills": lambda: GRAPH.next_skills(roles=["job", "desk"]).to_frame(),
    "reachable roles": lambda: GRAPH.reachable_roles(within_hours=70).to_frame(),
    "nearest": lambda: GRAPH.role_matrix().nearest("desk").to_frame(),
    "plans": lambda: GRAPH.plans("desk", k=2).to_frame(),
    "education": lambda: GRAPH.education_for("job").to_frame(),
    "alternatives": lambda: GRAPH.plan("desk", education="none").alternatives("a").to_frame(),
    "wages": lambda: load_graph().wages("data scientist", "United States").to_frame(),
    "mappings": lambda: load_graph().mappings("keras").to_frame(),
}


def frame_of(name: str) -> pd.DataFrame:
    """One of the frames, made anew."""
    return FRAMES[name]()


ROWS = {
    "plan": """
stage,id,name,kind,from_level,to_level,hours_low,hours_likely,hours_high,price_usd,weeks,because,source
1,course,Course,take,,,10,12,20,90,3,B asks for it.,curated
2,b,B,study,,working,30,40,60,0,4,Job asks for it.,curated
""",
    "study on": """
stage,id,name,kind,from_level,to_level,hours_low,hours_likely,hours_high,price_usd,weeks,because,source
1,c,C,study,awareness,working,72,72,72,0,7.2,It is the target.,curated
""",
    "frontier": """
hours_likely,price_usd,weeks,steps
52,90,7,2
60,0,6,2
""",
    "schedule": """
id,name,kind,begin,end,begin_weeks,end_weeks,hours_likely,slack_weeks,is_critical,track
course,Course,take,2027-01-04,2027-01-24,0,3,12,0,True,1
b,B,study,2027-01-25,2027-03-21,3,11,40,0,True,1
""",
    "gap": """
any_of,at_least,level,strength,status,known,importance,hours_low,hours_likely,hours_high
b,1,working,required,open,,1,40,52,80
""",
    "gap of two": """
any_of,at_least,level,strength,status,known,importance,hours_low,hours_likely,hours_high
"a, c",1,working,required,met,"a:working, c:awareness",1,0,0,0
""",
    "robustness": """
id,name,hours_low,hours_likely,hours_high,factor_lower,factor_upper,hours_lower,hours_upper,covers_estimate,is_exact
course,Course,10,12,20,0,1.66667,0,20,True,True
b,B,30,40,60,0,inf,0,inf,True,True
""",
    "batch": """
target,knows,status,objective,cost,hours_low,hours_likely,hours_high,price_usd,weeks,steps
job,,optimal,hours,52,40,52,80,90,7,2
desk,a:working,optimal,hours,0,0,0,0,0,0,0
""",
    "matrix": """
from,desk,job
desk,0,40
job,0,0
""",
    "fits": """
profile,desk,job
0,1,0
1,0,0
""",
    "next skills": """
id,name,level,hours_low,hours_likely,hours_high,saved_hours_per_hour,saved_hours_job,saved_hours_desk,is_exact
a,A,working,10,20,30,1.2,12,12,True
c,C,working,90,90,90,0.133333,0,12,True
""",
    "reachable roles": """
id,name,status,hours_low,hours_likely,hours_high,price_usd,weeks,steps
desk,Desk,optimal,10,12,20,90,3,1
job,Job,optimal,40,52,80,90,7,2
""",
    "nearest": """
from,to,status,hours_likely,shared,new
desk,job,optimal,40,1,1
""",
    "plans": """
target,status,objective,cost,hours_low,hours_likely,hours_high,price_usd,weeks,steps
desk,optimal,hours,12,10,12,20,90,3,1
desk,optimal,hours,20,10,20,30,0,2,1
""",
    "education": """
id,name,path_kind,figures,hours_likely,price_usd,weeks,replaced_hours,replaced_share,hours_in_all,saved_hours,is_exact
course,Course,course,typical,12,90,3,20,0.333333,52,8,True
""",
    "alternatives": """
kind,instead_of,id,status,extra,unit,new,is_exact
without,a,,optimal,70,h,c,True
option,a,c,optimal,70,h,c,True
""",
}
"""What the frames of the small graph hold, the seconds of a batch left out."""
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
    frame = frame_of(name)
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
    assert frame_of("nearest")[["from", "to", "hours_likely"]].values.tolist() == [["desk", "job", 40.0]]
    assert list(frame_of("education")["price_usd"]) == [90.0]


def test_days_are_timestamps() -> None:
    """What is a day has the type of a day, so that it can be compared and drawn."""
    days = {"schedule": ["begin", "end"], "uncertainty": ["ready_independent", "ready_dependent"]}
    for name, columns in days.items():
        assert all(pd.api.types.is_datetime64_any_dtype(frame_of(name)[column]) for column in columns)


@pytest.mark.parametrize("name", ROWS)
def test_rows_and_columns_are_what_was_asked(name: str) -> None:
    """Every column of a frame has its name, its place and the figures of the small graph."""
    frame = frame_of(name).drop(columns="seconds", errors="ignore")
    text = frame.to_csv(index=frame.index.name is not None, float_format="%g", lineterminator="\n")
    assert text == ROWS[name].lstrip()


def test_the_shipped_lists_have_a_row_for_each_entry() -> None:
    """The frames of wages and of mappings hold the fields of the entries under their names."""
    wages, mappings = load_graph().wages("data scientist", "United States"), load_graph().mappings("keras")
    same = ["code", "occupation", "area", "match", "employment", "is_top_coded"]
    figures = ["mean", "median", "p10", "p25", "p75", "p90"]
    assert list(frame_of("wages")) == [*same[:-1], *(f"{figure}_usd_per_year" for figure in figures), same[-1]]
    for wage, row in zip(wages, frame_of("wages").to_dict("records"), strict=True):
        assert [row[field] for field in same] == [getattr(wage, field) for field in same]
        assert [row[f"{figure}_usd_per_year"] for figure in figures] == [getattr(wage, figure) for figure in figures]
    same = ["subject", "predicate", "object", "label", "confidence_share", "justification", "comment"]
    assert list(frame_of("mappings")) == same
    for mapping, row in zip(mappings, frame_of("mappings").to_dict("records"), strict=True):
        assert list(row.values()) == [getattr(mapping, field.removesuffix("_share")) for field in same]


def test_the_frame_of_nothing_has_its_columns() -> None:
    """A list without entries makes a frame without rows, whose columns are those of any other."""
    assert list(GRAPH.reachable_roles(within_hours=1).to_frame()) == list(frame_of("reachable roles"))
    assert list(GRAPH.plan("desk", ["a"]).to_frame()) == list(frame_of("plan"))
    assert list(GRAPH.education_for("job", ["a", "b"]).to_frame()) == list(frame_of("education"))
    assert list(GRAPH.plan("job", ["b"]).schedule(5, START).to_frame()) == list(frame_of("schedule"))
    assert list(GRAPH.next_skills(["a", "b", "c"], roles=["job"]).to_frame()) == [
        column for column in frame_of("next skills") if not column.startswith("saved_hours_") or "per" in column
    ]


def test_the_days_of_an_uncertain_plan_stand_beside_its_hours() -> None:
    """Each chance has its hours and days, those of hours that vary on their own and those that vary together."""
    uncertainty = GRAPH.plan("job").uncertainty(5, START)
    frame = uncertainty.to_frame()
    names = ["probability", "hours_independent", "hours_dependent", "ready_independent", "ready_dependent"]
    assert list(frame) == names
    for chance, alone, together, day, later in frame.itertuples(index=False):
        hours, days = uncertainty.quantile(chance), uncertainty.ready_on(chance)
        assert (alone, together) == (hours.independent, hours.dependent)
        assert (day.date(), later.date()) == (days.independent, days.dependent)
    assert frame["hours_independent"].is_monotonic_increasing
    assert len(set(frame["hours_independent"]) | set(frame["hours_dependent"])) == 2 * len(frame)


def test_a_gap_of_nothing_has_all_columns() -> None:
    """A role that asks for nothing gives an empty table with the columns of any other."""
    idle = CareerGraph.from_dict({"concepts": [{"id": "idle", "kind": "role", "name": "Idle"}]})
    frame = idle.gap("idle").to_frame()
    assert list(frame.columns) == list(FRAMES["gap"]().columns)
    assert frame.empty


def test_without_pandas_it_is_said_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the extra to install."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pandas.*mlcareer-graph\[frames\]"):
        FRAMES["plan"]()
