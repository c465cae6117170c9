"""The plans of the core roles are the ones that were read and accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reviewed_plans import ReadPlan, Review, Step, again, answer, differences, files, read, text

from mlcareer_graph import CareerGraph, load_graph

CORE = {
    "ai-product-manager",
    "applied-scientist",
    "artificial-intelligence-engineer",
    "computer-vision-engineer",
    "data-analyst",
    "data-engineer",
    "data-scientist",
    "machine-learning-engineer",
    "machine-learning-research-scientist",
    "mlops-engineer",
    "natural-language-processing-engineer",
    "software-engineer",
}
FILES = [pytest.param(path, id=path.stem) for path in files()]
READ = ReadPlan(
    None,
    (),
    60.0,
    (
        Step("sql", "study", "working", 40.0),
        Step("git", "study", "working", 15.0),
        Step("github", "study", "working", 5.0),
    ),
)


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


def test_every_core_role_has_its_file() -> None:
    """One file for each core role, named after it, with the plan from nothing and one from another role."""
    reviews = {path.stem: read(path) for path in files()}
    assert reviews.keys() == CORE
    for name, review in reviews.items():
        assert review.target == name
        assert [bool(plan.origin) for plan in review.plans] == [False, True]


@pytest.mark.parametrize("path", FILES)
def test_plans_have_been_read(path: Path) -> None:
    """A file without a date holds plans that nobody has read."""
    assert isinstance(read(path).reviewed, date), (
        f"read the two plans of {path.name} step by step, mend what cannot be defended, and enter the date as reviewed"
    )


@pytest.mark.parametrize("path", FILES)
def test_planner_answers_as_reviewed(path: Path, graph: CareerGraph) -> None:
    """The planner makes the plans that were read; a difference has to be read again."""
    _, changed = again(graph, read(path))
    assert not changed, "\n".join(
        [*changed, "Run python tests/plans/reviewed_plans.py, read what changed, and enter the date in the file."]
    )


@pytest.mark.parametrize("path", FILES)
def test_move_is_one_that_the_graph_knows(path: Path, graph: CareerGraph) -> None:
    """The other role is one from which people move to this one."""
    review = read(path)
    for plan in review.plans:
        if plan.origin:
            moves = [edge.object for edge in graph.edges(plan.origin) if edge.type == "transitions_to"]
            assert review.target in moves


@pytest.mark.parametrize("path", FILES)
def test_files_are_as_written(path: Path) -> None:
    """Writing what was read gives the same file, so that writing anew shows only what changed."""
    assert text(read(path)) == path.read_text(encoding="utf-8")


def test_equal_plans_have_no_difference() -> None:
    """Nothing is to be read again when nothing changed."""
    assert differences(READ, READ) == []


def test_each_difference_is_named() -> None:
    """Steps that came, went, changed or moved are said one by one, and so are the hours and what is known."""
    sql, git, _ = READ.steps
    new = ReadPlan(
        "data-analyst", ("r:working",), 75.0, (git, replace(sql, hours=50.0), Step("cs50p", "take", None, 10.0))
    )
    assert differences(READ, new) == [
        "r:working is now known",
        "github:working went (5 hours)",
        "cs50p came as step 3 (10 hours)",
        "sql:working: study, 40 hours became study, 50 hours",
        "git:working moved and is now step 1",
        "60 hours in all became 75",
    ]


def test_a_changed_plan_loses_its_date(graph: CareerGraph) -> None:
    """Only plans that changed have to be read again."""
    today = answer(graph, "front-end-developer", None)
    read_then = date(2026, 11, 25)
    kept, nothing = again(graph, Review("front-end-developer", read_then, (today,)))
    assert (kept.reviewed, nothing) == (read_then, [])
    changed, lines = again(graph, Review("front-end-developer", read_then, (replace(today, steps=today.steps[1:]),)))
    assert changed == Review("front-end-developer", None, (today,))
    assert len(lines) == 1
