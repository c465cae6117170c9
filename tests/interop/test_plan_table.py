"""The plans of a table are those that `plan` finds, row by row."""

from __future__ import annotations

from typing import Any

import polars
import pyarrow
import pytest

import mlcareer_graph as mcg
from mlcareer_graph import load_graph
from mlcareer_graph.interop import plan_table as module
from mlcareer_graph.interop.plan_table import COLUMNS, plan_table

GRAPH = load_graph()
ROWS: list[tuple[str | None, list[str | None] | None]] = [
    ("keras", ["Python", "NumPy"]),
    ("data analyst", ["SQL:practitioner", "statistics"]),
    ("keras:expert", []),
    ("Python", ["Python"]),
    ("nobody's role", ["Python"]),
    ("keras", ["Python:master"]),
    ("coursera", []),
    ("", ["\x00'; DROP TABLE plans; --"]),
    ("keras:working", ["PyTorch"]),
]


def table(rows: list[tuple[str | None, list[str | None] | None]]) -> pyarrow.Table:
    """The rows as a table, numbered."""
    return pyarrow.table(
        {"id": range(len(rows)), "target": [row[0] for row in rows], "knows": [row[1] for row in rows]}
    )


def expected(target: Any, knows: Any, **options: Any) -> dict[str, Any]:
    """What is said of a plan, by way of `plan`."""
    try:
        plan = GRAPH.plan(target, knows, **options)
    except mcg.MLCareerError as error:
        return dict.fromkeys(COLUMNS) | {"status": "invalid", "error": str(error)}
    is_found = plan.cost is not None
    figures = {
        "hours_low": plan.hours.low,
        "hours_likely": plan.hours.likely,
        "hours_high": plan.hours.high,
        "price_usd": plan.price,
        "weeks": plan.weeks,
        "steps": len(plan.steps),
        "step_ids": [step.id for step in plan.steps],
    }
    return {
        "status": plan.status,
        "objective": plan.objective,
        "cost": plan.cost,
        "bound": plan.bound,
        **(figures if is_found else dict.fromkeys(figures)),
        "error": None if is_found else "; ".join(plan.reasons),
    }


@pytest.mark.parametrize("options", [{}, {"max_hours": 300, "objective": ["hours", "steps"]}])
def test_every_row_is_the_plan(options: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row has the status, the figures and the steps of its plan, or why there is none, however rows are cut."""
    monkeypatch.setattr(module, "_ROWS", 4)
    made = plan_table(GRAPH, table(ROWS), **options)
    assert made.column_names == ["id", "target", *COLUMNS]
    rows = made.to_pylist()
    assert [(row.pop("id"), row.pop("target")) for row in rows] == [(i, row[0]) for i, row in enumerate(ROWS)]
    assert rows == [expected(*row, **options) for row in ROWS]
    assert {row["status"] for row in rows} == {"optimal", "invalid", *(["infeasible"] if options else [])}


def test_null_is_no_question() -> None:
    """A null target, profile or entry makes its row invalid and no other."""
    rows = [("keras", None), (None, ["SQL"]), ("keras", [None, "SQL"]), ("keras", ["PyTorch"])]
    made = plan_table(GRAPH, table(rows)).select(["status", "error"]).to_pylist()
    assert made[:3] == [
        {"status": "invalid", "error": "knows is null; an empty list stands for knowing nothing"},
        {"status": "invalid", "error": "target is null; name a role, a skill or a technology"},
        {"status": "invalid", "error": "an entry is null; leave it out"},
    ]
    assert made[3]["status"] == "optimal"


def test_polars_is_taken_and_nobody_gets_no_rows() -> None:
    """A Polars frame, with its own kind of text, gives the same rows; an empty one none."""
    made = plan_table(GRAPH, table(ROWS[:2]))
    frame = polars.DataFrame(table(ROWS[:2]))
    assert plan_table(GRAPH, frame).to_pylist() == made.to_pylist()
    renamed = frame.rename({"target": "role", "knows": "skills"})
    assert (
        plan_table(GRAPH, renamed, target="role", knows="skills").drop(["role"]).to_pylist()
        == made.drop(["target"]).to_pylist()
    )
    assert plan_table(GRAPH, table([]).cast(table(ROWS).schema)).num_rows == 0


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"target": ["keras"]}, {}, "knows cannot be 'knows'"),
        ({"knows": [["SQL"]]}, {}, "target cannot be 'target'; use a column of texts"),
        ({"knows": [["SQL"]], "target": [1]}, {}, "target cannot be 'target'"),
        ({"knows": [["SQL"]], "target": ["keras"], "cost": [1]}, {}, "a column cannot be 'cost'"),
        ({"knows": [["SQL"]], "target": ["keras"]}, {"degrees": "any"}, "degrees cannot be 'any'"),
        ({"knows": [["SQL"]], "target": ["keras"]}, {"exclude": ["Pyhton 4"]}, "no concept is called 'Pyhton 4'"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(columns: Any, options: Any, message: str) -> None:
    """What is wrong with the table or the options as a whole is an error, before anything is planned."""
    with pytest.raises(mcg.MLCareerError) as caught:
        plan_table(GRAPH, pyarrow.table(columns), **options)
    assert message in str(caught.value)
