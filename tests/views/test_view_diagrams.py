"""Charts as the text of diagrams: what Mermaid, Graphviz and pyvis are given, and which views have nothing for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, NoDiagramError, Plan
from mlcareer_graph.planning.frontier import Frontier
from mlcareer_graph.views import View

START = date(2027, 1, 4)
LABEL = r"(?:[\w \-.,+/'✓]|#\d+;)+"
LINES = {
    "gantt": re.compile(
        rf"gantt|  title Schedule: {LABEL}|  dateFormat YYYY-MM-DD|  inclusiveEndDates|  section Track \d+"
        rf"|    \d+ {LABEL} :(?:crit, )?s\d+, \d{{4}}-\d\d-\d\d, \d{{4}}-\d\d-\d\d"
        rf"|    Able to do {LABEL} :milestone, \d{{4}}-\d\d-\d\d, 0d"
    ),
    "xychart-beta": re.compile(
        rf'xychart-beta|  title "Compromises: {LABEL}"|  x-axis "{LABEL}" \["{LABEL}"(?:, "{LABEL}")*\]'
        rf'|  y-axis "{LABEL}" 0 --> [\d.]+|  bar \[[\d.]+(?:, [\d.]+)*\]'
    ),
}


@pytest.fixture(scope="module")
def courses() -> CareerGraph:
    """Two skills, each studied or taught by a course."""
    return CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "a", "kind": "skill", "name": "A", "hours": 100},
                {"id": "b", "kind": "skill", "name": "Title: B; C# %%", "hours": 50, "requires": ["a"]},
                {
                    "id": "course",
                    "kind": "education-path",
                    "name": "Course",
                    "teaches": ["a"],
                    "hours": 60,
                    "weeks": 3,
                    "price": {"likely": 100, "currency": "USD"},
                },
                {
                    "id": "job",
                    "kind": "role",
                    "name": "Job",
                    "requires": ["b", {"any_of": ["a"], "strength": "preferred"}],
                },
                {"id": "other", "kind": "role", "name": "Other", "requires": ["a"]},
            ]
        }
    )


@pytest.fixture(scope="module")
def plan(courses: CareerGraph) -> Plan:
    """A plan of study and a course."""
    return courses.plan("job", education="all")


@pytest.fixture(scope="module")
def frontier(courses: CareerGraph) -> Frontier:
    """Two plans: with the course, and without."""
    return courses.frontier("job", over=("hours", "price", "weeks"), education="all")


def test_a_schedule_is_a_gantt_chart(plan: Plan) -> None:
    """Each step has its track, its days and whether it is critical; each milestone has its day."""
    schedule = plan.schedule(start=START)
    lines = schedule.view().mermaid.splitlines()
    assert lines[0] == "gantt"
    for number, entry in enumerate(schedule.steps):
        state = "crit, " if entry.is_critical else ""
        end = f":{state}s{number}, {entry.begin.isoformat()}, {entry.end.isoformat()}"
        assert sum(line.endswith(end) for line in lines) == 1
    assert sum(":milestone" in line for line in lines) == len(schedule.milestones)
    assert sum("section" in line for line in lines) == schedule.tracks


def test_a_schedule_says_in_dot_what_waits_for_what(plan: Plan) -> None:
    """Every line of the diagram leads from a step to one that needs it, and every need that a step meets has a line."""
    schedule = plan.schedule(start=START)
    dot = schedule.view().dot
    ids = [entry.step.id for entry in schedule.steps]
    found = {(ids[int(one)], ids[int(other)]) for one, other in re.findall(r"n(\d+) -> n(\d+)", dot)}
    needs = {(option, entry.step.id) for entry in schedule.steps for need in entry.step.needs for option in need}
    assert found == {(one, other) for one, other in needs if one in ids}
    assert all(entry.begin.isoformat() in dot for entry in schedule.steps)
    assert dot.count("critical") == sum(entry.is_critical for entry in schedule.steps)


def test_a_gap_is_a_flowchart(courses: CareerGraph) -> None:
    """Each requirement stands by its status with a line to the role, dashed where it is only preferred."""
    view = courses.gap("job", ["A"]).view()
    text = view.mermaid
    assert text.startswith("flowchart LR")
    assert [line.strip() for line in text.splitlines() if "subgraph" in line] == [
        'subgraph band0["Open"]',
        'subgraph band1["Met"]',
        'subgraph band2["Role"]',
    ]
    assert (text.count("-->"), text.count("-.->")) == (1, 1)
    assert view.network.get_edges()[0]["to"] == "job"
    assert view.dot.count(" -> ") == 2


def test_a_map_of_roles_leads_to_the_nearest(courses: CareerGraph) -> None:
    """Each role has a line to its nearest, with the hours."""
    matrix = courses.role_matrix()
    text = matrix.map().mermaid
    assert text.count("-->") == len(matrix.roles)
    for role in matrix.roles:
        [near] = matrix.nearest(role, 1)
        assert re.search(rf"{near.target.name} is {near.hours:,.0f} h away", text)


def test_a_frontier_is_a_chart_of_bars(frontier: Frontier) -> None:
    """Each plan has a bar as high as its second measure, named by the others, on an axis that holds all of them."""
    assert len(frontier) == 2
    lines = dict(line.strip().split(" ", 1) for line in frontier.view().mermaid.splitlines()[1:])
    assert [float(height) for height in lines["bar"][1:-1].split(", ")] == [point[1] for point in frontier.points]
    names = re.findall(r'"([^"]*)"', lines["x-axis"])[1:]
    for name, point in zip(names, frontier.points, strict=True):
        assert name.split(" / ") == [f"{value:,.1f}".removesuffix(".0") for value in (point[0], point[2])]
    assert float(lines["y-axis"].rpartition(" ")[2]) >= max(point[1] for point in frontier.points)


def test_views_without_a_diagram_say_which_have_one(
    courses: CareerGraph, plan: Plan, frontier: Frontier, tmp_path: Path
) -> None:
    """A heat map, and what has nothing to draw, is refused with the views that have the form; nothing is written."""
    heat, empty = courses.role_matrix().view(), courses.plan("a", knows=["A"]).schedule(start=START).view()
    single = courses.frontier("a", over=("hours", "weeks")).view()
    asked: list[tuple[View, Callable[[View], object], str, str]] = [
        (heat, lambda view: view.mermaid, "Mermaid text", "schedules"),
        (heat, lambda view: view.dot, "DOT text", "maps of roles"),
        (heat, lambda view: view.network, "network", "plans"),
        (frontier.view(), lambda view: view.dot, "DOT text", "gaps"),
        (frontier.view(), lambda view: view.network, "network", "gaps"),
        (empty, lambda view: view.mermaid, "Mermaid text", "plans"),
        (View("A page", "<p>"), lambda view: view.dot, "DOT text", "plans"),
    ]
    for view, ask, form, having in asked:
        with pytest.raises(NoDiagramError, match=form) as caught:
            ask(view)
        assert having in caught.value.having
        assert caught.value.view == view.title
    assert single.mermaid.startswith("xychart-beta")
    for suffix in (".mmd", ".dot", ".gv"):
        with pytest.raises(NoDiagramError):
            heat.save(tmp_path / f"heat{suffix}")
    assert list(tmp_path.iterdir()) == []
    plan.schedule(start=START).view().save(tmp_path / "plan.mmd")
    assert (tmp_path / "plan.mmd").read_text(encoding="utf-8").startswith("gantt\n")


def test_hostile_text_stays_text_in_charts(hostile_graph: CareerGraph, plan: Plan) -> None:
    """Every line is one of ours; names that mean something to Mermaid are written as numbers of their characters."""
    hostile = hostile_graph.plan("job", knows=["spare"]).schedule(start=START).view()
    for view in (hostile, plan.schedule(start=START).view(), hostile_graph.frontier("job", ["spare"]).view()):
        lines = view.mermaid.splitlines()
        for line in lines:
            assert LINES[lines[0]].fullmatch(line), line
    assert "Title#58; B#59; C#35; #37;#37;" in plan.schedule(start=START).view().mermaid
    for view in (hostile, hostile_graph.gap("job", ["spare"]).view()):
        bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", view.dot)
        assert re.fullmatch(r"[\w={}\[\]\s>.;-]*", bare), bare
