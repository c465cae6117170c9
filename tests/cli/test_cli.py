"""The command line as a person and a program use it."""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from mlcareer_graph import load_graph
from mlcareer_graph.cli import main
from mlcareer_graph.ontology import ontology_folder

MLE = "machine learning engineer"
_COMMANDS = (
    "plan",
    "schedule",
    "follow",
    "compare",
    "roles",
    "next",
    "gap",
    "show",
    "search",
    "export",
    "view",
    "check",
)


class Result(NamedTuple):
    """What a call left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command line in this process."""

    def call(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        captured = capsys.readouterr()
        return Result(int(left.value.code or 0), captured.out, captured.err)

    return call


def test_plan_prints_a_table_with_hours_stages_and_reasons(run: Run) -> None:
    """`plan` prints every step with its stage, hours and reason, and what proves the plan."""
    result = run("plan", MLE, "--know", "Python", "--know", "SQL:practitioner")
    plan = load_graph().plan(MLE, ["Python", "SQL:practitioner"])
    assert result.code == 0
    assert result.out.startswith(str(plan))
    assert "stage  step" in result.out
    assert all(str(step) in result.out for step in plan.steps)
    assert f"no plan takes less than {plan.bound:,.1f}" in result.out
    assert "Bachelor's degree in computer science" in result.out


def test_plan_json_follows_the_published_schema(run: Run) -> None:
    """`plan --json` prints the plan in the published form, optimal and the same as from Python."""
    result = run("plan", MLE, "--know", "Python", "--know", "SQL:practitioner", "--json")
    data = json.loads(result.out)
    schema = json.loads((ontology_folder() / "plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert data["status"] == "optimal"
    assert data == json.loads(json.dumps(load_graph().plan(MLE, ["Python", "SQL:practitioner"]).to_dict()))


def test_plan_proof_prints_the_landmarks(run: Run) -> None:
    """`plan --proof` prints under the plan what each landmark adds; with `--json` it gives the certificate."""
    plan = load_graph().plan("keras", ["Python", "deep learning"])
    result = run("plan", "keras", "--know", "Python", "--know", "deep learning", "--proof")
    assert f"Proof, {plan.certificate}" in result.out
    assert all(f"\n{landmark.adds:,.10g} " in result.out for landmark in plan.certificate.landmarks)
    data = json.loads(run("plan", "keras", "--know", "Python", "--know", "deep learning", "--proof", "--json").out)
    schema = json.loads((ontology_folder() / "plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert data["certificate"] == json.loads(json.dumps(plan.certificate.to_dict()))
    assert "certificate" not in json.loads(run("plan", "keras", "--know", "Python", "--json").out)


def test_plan_saves_a_page(run: Run, tmp_path: Path) -> None:
    """`plan --html` saves the page beside printing the plan."""
    page = tmp_path / "plan.html"
    result = run("plan", "keras", "--know", "Python", "--html", str(page))
    assert result.code == 0
    assert str(page) in result.out
    assert "<html" in page.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("gap", "data analyst", "--know", "Python"), "What Data analyst asks for"),
        (("frontier", "keras", "--know", "Python"), "Compromises: Keras"),
        (("schedule", "keras", "--know", "Python"), "Schedule: Keras"),
        (("matrix", "data analyst", "data engineer"), "From role to role"),
        (("compare-roles", "data analyst", "data engineer"), "Data analyst and Data engineer"),
    ],
)
def test_results_are_saved_as_pages(run: Run, tmp_path: Path, arguments: tuple[str, ...], title: str) -> None:
    """`--html` saves the page of a result beside printing it."""
    page = tmp_path / "result.html"
    result = run(*arguments, "--html", str(page))
    assert result.code == 0
    assert result.out.strip()
    assert f"<title>{title}" in page.read_text(encoding="utf-8")


def test_matrix_saves_a_map(run: Run, tmp_path: Path) -> None:
    """`matrix --map` saves the map of the roles."""
    page = tmp_path / "map.html"
    assert run("matrix", "data analyst", "data engineer", "--map", str(page)).code == 0
    assert "<title>A map of roles" in page.read_text(encoding="utf-8")


def test_compare_roles_tells_what_both_ask_for(run: Run) -> None:
    """`compare-roles` prints what both roles name and what one alone does, and the same as JSON."""
    said = run("compare-roles", "data analyst", "data engineer").out
    assert said.startswith("Both: ")
    record = json.loads(run("compare-roles", "data analyst", "data engineer", "--json").out)
    assert record["roles"] == ["data-analyst", "data-engineer"]
    assert {"first", "second", "id"} == set(record["concepts"][0])


def test_plan_says_what_is_taken_as_known(run: Run) -> None:
    """What follows from the profile is listed with what implies it, unless the profile is taken literally."""
    implied = run("plan", "keras", "--know", "Python").out
    assert "because you know Python" in implied
    assert "because you know Python" not in run("plan", "keras", "--know", "Python", "--literal").out


def test_nothing_left_to_learn_is_said(run: Run) -> None:
    """A target that is known already needs no step and leaves with 0."""
    result = run("plan", "python", "--know", "Python")
    assert result.code == 0
    assert "Nothing to learn for Python" in result.out


def test_no_plan_leaves_with_1_and_reasons(run: Run, tmp_path: Path) -> None:
    """A target out of reach is no error of use: the reasons are printed and the code is 1."""
    data = [
        {"id": "a", "kind": "skill", "name": "A", "requires": ["b"]},
        {"id": "b", "kind": "skill", "name": "B", "requires": ["a"]},
    ]
    source = tmp_path / "circle.json"
    source.write_text(json.dumps({"concepts": data}), encoding="utf-8")
    result = run("plan", "A", "--graph", str(source))
    assert result.code == 1
    assert "No plan to A" in result.out
    assert "needs B" in result.out


def test_why_prints_the_chain_and_what_else_would_do(run: Run) -> None:
    """`why` says who asks for a step and what every alternative costs more; what is known has none."""
    plan = load_graph().plan("keras", ["Python", "NumPy"], education="none")
    arguments = ("why", "keras", "PyTorch", "--know", "Python", "--know", "NumPy", "--education", "none")
    result = run(*arguments)
    assert result.code == 0
    assert result.out.startswith("PyTorch is in the plan because:")
    assert all(str(way) in result.out for way in plan.alternatives("pytorch"))
    data = json.loads(run(*arguments, "--json").out)
    assert [way["id"] for way in data["alternatives"]] == [None, "jax", "tensorflow"]
    assert [use["by"] for use in data["chain"]] == ["keras", "keras"]
    known = run("why", "keras", "Python", "--know", "Python")
    assert known.out.strip() == "Python is known already."
    assert run("why", "keras", "docker", "--know", "Python").code == 2


def test_savings_prints_what_knowledge_is_worth(run: Run) -> None:
    """`savings` prints what each thing known saves, and that the parts need not add up."""
    result = run("savings", "keras", "--know", "Python", "--know", "SQL")
    assert result.code == 0
    assert result.out.strip() == str(load_graph().plan("keras", ["Python", "SQL"]).savings())
    data = json.loads(run("savings", "keras", "--know", "Python", "--know", "SQL", "--json").out)
    assert [(item["id"], item["saved"] > 0) for item in data["items"]] == [("python", True), ("sql", False)]


@pytest.mark.parametrize("arguments", [("why", "A", "B"), ("savings", "A"), ("education", "A")])
def test_what_has_no_plan_cannot_be_explained(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Where there is no plan, its reasons are printed and the code is 1."""
    data = [
        {"id": "a", "kind": "skill", "name": "A", "requires": ["b"]},
        {"id": "b", "kind": "skill", "name": "B", "requires": ["a"]},
    ]
    source = tmp_path / "circle.json"
    source.write_text(json.dumps({"concepts": data}), encoding="utf-8")
    result = run(*arguments, "--graph", str(source))
    assert result.code == 1
    assert "needs B" in result.out


def test_education_compares_and_lists_paths(run: Run) -> None:
    """`education` prints the ways side by side, the paths that cover most cheaply, and what it cannot say."""
    arguments = ("education", "data analyst", "--know", "SQL", "--limit", "2")
    result = run(*arguments)
    graph = load_graph()
    compared = graph.compare_education("data analyst", ["SQL"])
    assert result.code == 0
    assert all(f"\n{way.name} " in result.out for way in compared.ways)
    assert all(note in " ".join(result.out.split()) for way in compared.ways for note in way.unknown)
    assert "still open with self-study" in " ".join(result.out.split())
    assert compared.silence in " ".join(result.out.split())
    data = json.loads(run(*arguments, "--json").out)
    assert data["comparison"] == json.loads(json.dumps(compared.to_dict()))
    assert data["paths"] == [one.to_dict() for one in graph.education_for("data analyst", ["SQL"])[:2]]
    assert data["fewest_paths"]["is_proven"]
    assert run("education", "data analyst", "--path-kind", "crash").code == 2


def test_education_says_which_way_there_is_none(run: Run) -> None:
    """A way that breaks a limit is marked in the table, and its reason follows."""
    result = run("education", "SQL", "--max-paths", "0")
    assert result.code == 0
    assert "no plan, see below" in result.out
    why = "With bootcamp: No plan to SQL: no plan keeps to at most 0 education paths"
    assert why in " ".join(result.out.split())


def test_own_concepts_go_on_top(run: Run, tmp_path: Path) -> None:
    """`--extend` lays an organization's concepts on the shipped graph."""
    own = tmp_path / "own.yaml"
    own.write_text("id: in-house-tool\nkind: technology\nname: In-house tool\nhours: 5\nrequires: [python]\n", "utf-8")
    data = json.loads(run("plan", "In-house tool", "--know", "Python", "--extend", str(own), "--json").out)
    assert [step["id"] for step in data["steps"]] == ["in-house-tool"]


def test_schedule_prints_dates_and_saves_a_calendar(run: Run, tmp_path: Path) -> None:
    """`schedule` prints when each step begins and ends, and saves it as a calendar."""
    calendar = tmp_path / "plan.ics"
    result = run("schedule", "keras", "--know", "PyTorch", "--start", "2027-01-04", "--ics", str(calendar))
    assert result.code == 0
    assert "2027-01-04" in result.out
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")
    data = json.loads(run("schedule", "keras", "--know", "PyTorch", "--start", "2027-01-04", "--json").out)
    assert data["start"] == "2027-01-04"
    assert run("schedule", "keras", "--start", "tomorrow").code == 2


def test_odds_tell_the_chance_to_be_ready_by_a_day(run: Run, tmp_path: Path) -> None:
    """`odds` prints hours and days for some chances, and the chance of a given day, rounded to no certainty."""
    own = tmp_path / "own.yaml"
    data = [
        {"id": "a", "kind": "skill", "name": "A", "hours": [10, 20, 30]},
        {"id": "b", "kind": "skill", "name": "B", "hours": [10, 20, 30], "requires": ["a"]},
    ]
    own.write_text(json.dumps({"concepts": data}), "utf-8")
    asked = ("odds", "B", "--start", "2027-01-04", "--hours-per-week", "10", "--graph", str(own))
    result = run(*asked)
    assert result.code == 0
    assert "50% 40 2027-02-01 40 2027-02-01" in " ".join(result.out.split())
    assert "Ready by" not in result.out
    for day, told in (
        ("2027-01-04", "0%"),
        ("2027-01-21", "under 1%, or 1% if all err together"),
        ("2027-02-01", "50%"),
        ("2027-02-12", "over 99%, or 99% if all err together"),
        ("2027-03-01", "100%"),
    ):
        assert f"Ready by {day}: {told}." in run(*asked, "--by", day).out
    record = json.loads(run(*asked, "--by", "2027-02-01", "--json").out)
    assert record["by"] == {"day": "2027-02-01", "independent": pytest.approx(0.5), "dependent": pytest.approx(0.5)}
    assert "by" not in json.loads(run(*asked, "--json").out)
    assert "10000" in run(*asked, "--hours-per-week", "0.00001").err
    assert run(*asked, "--by", "soon").err.startswith("mlcareer: --by cannot be 'soon'")


def test_robustness_tells_how_wrong_hours_may_be(run: Run, tmp_path: Path) -> None:
    """`robustness` prints the range of each estimate with what is cheaper outside, in words or as JSON."""
    data = [
        {"id": "a", "kind": "skill", "name": "A", "hours": [8, 10, 16]},
        {"id": "b", "kind": "skill", "name": "B", "hours": 15},
        {"id": "job", "kind": "role", "name": "Job", "requires": [{"any_of": ["a", "b"]}]},
    ]
    own = tmp_path / "own.yaml"
    own.write_text(json.dumps({"concepts": data}), "utf-8")
    result = run("robustness", "Job", "--graph", str(own))
    assert result.code == 0
    assert " ".join(result.out.split()).endswith(
        "now from to hours of beyond that 10 0 15 A * above: B to working instead of A to working "
        "A star marks where the plan is not cheapest all the way from the low to the high estimate."
    )
    [stable] = json.loads(run("robustness", "Job", "--of", "B", "--graph", str(own), "--json").out)["ranges"]
    assert stable["factors"] == [pytest.approx(2 / 3), None]
    assert stable["below"]["cost"] == 15
    assert "no steps" in run("robustness", "Job", "--know", "A", "--graph", str(own)).out
    assert run("robustness", "Job", "--of", "Job", "--graph", str(own)).code == 2


def test_what_leads_nowhere_has_neither_odds_nor_ranges(run: Run, tmp_path: Path) -> None:
    """Without a plan the reasons are printed, and the exit code is 1."""
    own = tmp_path / "own.yaml"
    data = [
        {"id": "paper", "kind": "credential", "name": "Paper"},
        {"id": "a", "kind": "skill", "name": "A", "requires": ["paper"]},
    ]
    own.write_text(json.dumps({"concepts": data}), "utf-8")
    for command in ("odds", "robustness"):
        result = run(command, "A", "--graph", str(own))
        assert result.code == 1
        assert result.out.startswith("No plan to A")


def test_education_chooses_the_courses_of_a_plan(run: Run, tmp_path: Path) -> None:
    """`--education` takes checked offers unless all or none are asked for."""
    data = [
        {"id": "a", "kind": "skill", "name": "A", "hours": 60},
        {"id": "school", "kind": "organization", "name": "School"},
        {"id": "short", "kind": "education-path", "name": "Short", "hours": 20, "teaches": ["a"]},
        {"id": "long", "kind": "education-path", "name": "Long", "hours": 40, "teaches": ["a"]},
    ]
    data[2] |= {"offered_by": ["school"]}
    data[3] |= {"offered_by": ["school"], "checked": "2026-11-25"}
    source = tmp_path / "offers.json"
    source.write_text(json.dumps({"concepts": data}), encoding="utf-8")

    def planned(*options: str) -> list[tuple[str, str]]:
        plan = json.loads(run("plan", "A", "--graph", str(source), "--json", *options).out)
        return [(plan["education"], step["id"]) for step in plan["steps"]]

    assert planned() == planned("--education", "checked") == [("checked", "long")]
    assert planned("--education", "all") == [("all", "short")]
    assert planned("--education", "none") == [("none", "a")]


def test_plan_does_without_what_is_excluded(run: Run) -> None:
    """An excluded technology gives way to the next best, at no less cost."""
    usual = json.loads(run("plan", MLE, "--know", "Python", "--json").out)
    other = next(step["id"] for step in usual["steps"] if step["id"] in ("pytorch", "tensorflow", "keras"))
    without = json.loads(run("plan", MLE, "--know", "Python", "--exclude", other, "--json").out)
    assert without["excluded"] == [other]
    assert other not in [step["id"] for step in without["steps"]]
    assert without["cost"] >= usual["cost"]


def test_a_profile_is_read_by_every_command_about_a_person(run: Run, tmp_path: Path) -> None:
    """`--profile` says what is known and how one studies; `--know` adds to it, and options go before it."""
    me = tmp_path / "me.yaml"
    me.write_text(
        "knows: [Python]\nconstraints:\n  hours_per_week: {mon: 2, sat: 3}\n  education: none\n"
        "  start: 2027-01-05\n  exclude: [PyTorch]\n",
        "utf-8",
    )
    plan = json.loads(run("plan", MLE, "--profile", str(me), "--know", "SQL:practitioner", "--json").out)
    assert plan["knows"] == ["python:working", "sql:practitioner"]
    assert (plan["hours_per_week"], plan["education"], plan["excluded"]) == (5, "none", ["pytorch"])
    other = ("--education", "all", "--hours-per-week", "8")
    plan = json.loads(run("plan", MLE, "--profile", str(me), *other, "--json").out)
    assert (plan["hours_per_week"], plan["education"], plan["excluded"]) == (8, "all", ["pytorch"])
    schedule = json.loads(run("schedule", "pandas", "--profile", str(me), "--json").out)
    assert (schedule["start"], schedule["weekdays"]) == ("2027-01-05", {"monday": 2, "saturday": 3})
    assert schedule["steps"][0]["begin"] == "2027-01-09"
    gap = json.loads(run("gap", MLE, "--profile", str(me), "--json").out)
    assert gap["knows"] == ["python:working"]
    near = run("roles", "--profile", str(me), "--within-hours", "400", "--json").out
    assert near == run("roles", "--know", "Python", "--education", "none", "--within-hours", "400", "--json").out
    best = run("next", "data analyst", "--profile", str(me), "--json").out
    assert best == run("next", "data analyst", "--know", "Python", "--education", "none", "--json").out


def test_a_profile_with_a_mistake_leaves_with_1(run: Run, tmp_path: Path) -> None:
    """A mistake in a profile is one line with the place and what to do; a missing file is wrong use."""
    me = tmp_path / "me.yaml"
    me.write_text("knows: [Pyton]\nconstraints: {budget: -1}\n", "utf-8")
    result = run("plan", MLE, "--profile", str(me))
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "me.yaml: knows[0]: no concept is called 'Pyton'; did you mean" in result.err
    assert "me.yaml: constraints.budget: budget cannot be -1" in result.err
    assert run("plan", MLE, "--profile", str(tmp_path / "none.yaml")).code == 2


def test_a_schedule_says_from_when_on_what_is_reached(run: Run) -> None:
    """`schedule` takes hours by weekday and the options of a plan, and lists milestones and tracks."""
    known = ("--know", "PyTorch", "--start", "2027-01-04", "--hours-per-week", "mon:1,wed:1,sat:4")
    text = run("schedule", "keras", *known).out
    assert "From week " in text
    assert "Keras at working" in text
    assert "Monday 1, Wednesday 1, Saturday 4" in text
    data = json.loads(run("schedule", "keras", *known, "--exclude", "TensorFlow", "--education", "none", "--json").out)
    assert data["milestones"][-1]["able"] == [{"id": "keras", "level": "working"}]
    assert {step["track"] for step in data["steps"]} == {1}


def test_a_saved_plan_is_followed(run: Run, tmp_path: Path) -> None:
    """`follow` plans what is left of a saved plan, with its options, and what it prints as JSON is a plan to follow."""
    saved = tmp_path / "plan.json"
    asked = ("--know", "Python", "--education", "none", "--hours-per-week", "mon:2,sat:3")
    saved.write_text(run("plan", "data analyst", *asked, "--json").out, "utf-8")
    before = json.loads(saved.read_text("utf-8"))
    first = before["steps"][0]
    result = run("follow", str(saved), "--done", first["id"], "--json")
    rest = json.loads(result.out)
    assert result.code == 0
    assert rest["cost"] == pytest.approx(before["cost"] - first["hours"][1])
    assert rest["options"] == before["options"]
    saved.write_text(result.out, "utf-8")
    text = run("follow", str(saved), "--know", "SQL:expert").out
    assert f" of {rest['hours'][1]:,.0f} hours are left." in text
    assert "SQL" not in text.split("Proven")[0]
    assert "The graph has changed" not in text
    assert run("follow", str(saved), "--done", first["id"]).code == 2
    saved.write_text(json.dumps(before | {"steps": before["steps"][1:]}), "utf-8")
    assert "The graph has changed since the plan was saved" in run("follow", str(saved)).out
    saved.write_text("{}", "utf-8")
    refused = run("follow", str(saved))
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_two_saved_plans_are_compared(run: Run, tmp_path: Path) -> None:
    """`compare` prints what two plans share and what the difference comes to."""
    for name, known in (("one", "Python"), ("two", "SQL:expert")):
        (tmp_path / name).write_text(run("plan", "data analyst", "--know", known, "--json").out, "utf-8")
    files = (str(tmp_path / "one"), str(tmp_path / "two"))
    text = run("compare", *files).out
    assert "Only in the first: SQL to " in text
    assert "The second takes " in text
    data = json.loads(run("compare", *files, "--json").out)
    assert data["targets"] == ["data-analyst", "data-analyst"]
    assert "same" in run("compare", files[0], files[0]).out


def test_roles_lists_what_is_within_reach(run: Run) -> None:
    """`roles` prints the nearest roles first, and leaves with 1 if none is near."""
    data = json.loads(run("roles", "--know", "SQL:practitioner", "--within-hours", "900", "--json").out)
    assert data
    assert [item["hours"] for item in data] == sorted(item["hours"] for item in data)
    assert run("roles", "--within-hours", "5").code == 1


def test_next_lists_what_saves_most(run: Run) -> None:
    """What two roles gain from comes first, with its hours and what it saves."""
    arguments = ("next", "data analyst", "data engineer", "--know", "Python", "--limit", "3")
    assert "saved for each hour" in run(*arguments).out
    data = json.loads(run(*arguments, "--json").out)
    assert len(data) == 3
    assert [skill["value"] for skill in data] == sorted([skill["value"] for skill in data], reverse=True)
    assert data[0]["value"] == pytest.approx(sum(data[0]["saved"].values()) / data[0]["hours"])


def test_gap_prints_shares_and_requirements(run: Run) -> None:
    """`gap` tells met, partly met and open apart, in text and in JSON."""
    text = run("gap", "data scientist", "--know", "Python", "--know", "Git").out
    assert "Met:" in text
    assert "known: Python working" in text
    data = json.loads(run("gap", "data scientist", "--know", "Git", "--json").out)
    assert {item["status"] for item in data["requirements"]} >= {"met", "open"}


def test_show_prints_a_concept_with_its_sources(run: Run) -> None:
    """`show` finds a concept by any name and prints its requirements with who says so."""
    text = run("show", "tf.keras").out
    assert text.startswith("Keras (technology, keras)")
    assert "implemented_in: Python" in text
    assert "How to become a Machine Learning Engineer, L54" in text
    assert json.loads(run("show", "keras", "--json").out)["id"] == "keras"


def test_search_forgives_typing_mistakes(run: Run) -> None:
    """`search` finds what was meant, and leaves with 1 if there is nothing."""
    assert "machine-learning" in run("search", "machine lerning", "--kind", "skill").out
    assert run("search", "qqqqqqqqqqqq").code == 1


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of two concepts, of which not all is said that could be."""
    folder = tmp_path / "own"
    folder.mkdir()
    common = "kind: technology, hours: {working: [10, 20, 30], because: of others like it}"
    for key, rest in (
        ("python", "name: Python, aliases: [py], definition: A programming language that reads well."),
        ("keras", "name: Keras, definition: A library that trains neural networks., related_to: [python]"),
    ):
        (folder / f"{key}.yaml").write_text(f"{{id: {key}, {common}, {rest}}}", "utf-8")
    return folder


@pytest.mark.parametrize("suffix", [".ttl", ".json"])
def test_export_writes_what_loads_again(run: Run, own: Path, tmp_path: Path, suffix: str) -> None:
    """`export` writes a file that loads as the same graph, one's own or the shipped one."""
    file = tmp_path / f"graph{suffix}"
    options = ["--graph", str(own)] if suffix == ".ttl" else []
    assert run("export", str(file), *options).code == 0
    assert load_graph(file) == load_graph(own if options else None)


def test_export_includes_what_is_asked_for(run: Run, tmp_path: Path) -> None:
    """`export --include` writes mappings and vocabulary into graphs of their own, and knows no other parts."""
    source, file = tmp_path / "own.yaml", tmp_path / "own.trig"
    source.write_text("{id: python, kind: technology, name: Python}", encoding="utf-8")
    options = ["--graph", str(source), "--include"]
    assert run("export", str(file), *options, "mappings", "--include", "vocabulary").code == 0
    assert {"graph:mappings {", "graph:vocabulary {"} <= set(file.read_text(encoding="utf-8").splitlines())
    result = run("export", str(tmp_path / "no.trig"), *options, "everything")
    assert result.code != 0
    assert not (tmp_path / "no.trig").exists()


def test_view_saves_a_page(run: Run, tmp_path: Path) -> None:
    """`view` saves the neighbourhood of a concept."""
    page = tmp_path / "keras.html"
    assert run("view", str(page), "--around", "keras", "--depth", "1").code == 0
    assert "Around Keras" in page.read_text(encoding="utf-8")


def test_check_finds_no_problem_in_the_shipped_ontology(run: Run) -> None:
    """`check` on the shipped sources leaves with 0."""
    result = run("check")
    assert result.code == 0, result.out
    assert "no problem" in result.out


def test_check_prints_every_problem(run: Run, tmp_path: Path) -> None:
    """`check` prints file, key and remedy of each problem and leaves with 1."""
    (tmp_path / "a.yaml").write_text("id: a\nkind: skill\nname: A\nrequires: [nowhere]\nnonsense: 1\n", "utf-8")
    (tmp_path / "b.yaml").write_text("id: b\nkind: skil\nname: B\n", "utf-8")
    result = run("check", str(tmp_path))
    assert result.code == 1
    assert "a.yaml: nonsense: this key is unknown" in result.out
    assert "b.yaml: kind: there is no kind 'skil'" in result.out
    problems = json.loads(run("check", str(tmp_path), "--json").out)["problems"]
    assert {problem["where"] for problem in problems} == {"a.yaml", "b.yaml"}


def test_check_counts_and_lists_warnings(run: Run, own: Path) -> None:
    """`check` says how many warnings there are of each kind, and with `--warnings` prints each."""
    short, long = run("check", str(own)).out, run("check", str(own), "--warnings").out
    data = json.loads(run("check", str(own), "--json").out)
    assert len(data["warnings"]) > 1
    assert f"{len(data['warnings']):,} warnings: " in short
    assert len(long.splitlines()) == len(short.splitlines()) + len(data["warnings"])


def test_check_prints_names_that_are_taken_for_others(run: Run, tmp_path: Path) -> None:
    """Names that look alike and words of several scripts are printed unasked, beside other problems too."""
    record = "id: {}\nkind: skill\nname: {}\nhours: 1\n{}"
    for definition, code in (("definition: A skill that is.\n", 0), ("", 1)):
        (tmp_path / "a.yaml").write_text(record.format("a", "Python", definition), "utf-8")
        (tmp_path / "b.yaml").write_text(record.format("b", "P\u0443thon", definition), "utf-8")
        result = run("check", str(tmp_path))
        assert result.code == code
        assert r"b: lookalike names: 'P\u0443thon' looks like 'Python' of a; write both" in result.out
        assert r"b: mixed scripts: 'P\u0443thon' has letters of Cyrillic and Latin; write each" in result.out
        assert "isolated:" not in result.out
        kinds = {warning["kind"] for warning in json.loads(run("check", str(tmp_path), "--json").out)["warnings"]}
        assert {"lookalike names", "mixed scripts"} <= kinds


def test_check_saves_a_report(run: Run, own: Path, tmp_path: Path) -> None:
    """`check --report` saves the figures as a page, with the share of a list of demanded skills."""
    demand, page = tmp_path / "demand.csv", tmp_path / "report.html"
    demand.write_text("skill,postings\npy,3\nnonesuch,1\n", encoding="utf-8")
    assert run("check", str(own), "--report", str(page), "--demand", str(demand)).code == 0
    assert "75.0% of the mentions" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plan"], "Missing argument"),
        (["plan", "keras", "--fast"], "--fast"),
        (["plann"], "plann"),
        (["plan", "Kubernates cluster"], "no concept is called 'Kubernates cluster'"),
        (["plan", "keras", "--know", "Python:guru"], "'guru' is not a level"),
        (["plan", "finance"], "a plan leads to a role"),
        (["plan", "keras", "--objective", "joy"], "objective cannot be 'joy'"),
        (["plan", "keras", "--degrees", "all"], "degrees cannot be 'all'"),
        (["plan", "keras", "--education", "some"], "education cannot be 'some'; use 'checked', 'all' or 'none'"),
        (["plan", "keras", "--hours-per-week", "0"], "a number above 0"),
        (["plan", "keras", "--hours-per-week", "some"], "days as in mon:1,wed:1,sat:4"),
        (["plan", "keras", "--hours-per-week", "mon:1,mon:2"], "days as in mon:1,wed:1,sat:4"),
        (["plan", "keras", "--hours-per-week", "new:1"], "'mon', 'tue'"),
        (["plan", "keras", "--graph", "nowhere.ttl"], "there is no such file"),
        (["search", "x", "--kind", "skil"], "--kind cannot be 'skil'"),
        (["export", "graph.docx"], ".ttl"),
        (["gap", "finance"], "industry"),
    ],
)
def test_wrong_use_is_answered_in_one_line(run: Run, arguments: list[str], says: str) -> None:
    """Wrong use leaves with 2 and one line on the error stream that says what is wrong."""
    result = run(*arguments)
    assert result.code == 2
    assert not result.out
    assert result.err.count("\n") == 1
    assert result.err.startswith("mlcareer: ")
    assert says in result.err


def test_a_file_that_cannot_be_written_leaves_with_1(run: Run, own: Path, tmp_path: Path) -> None:
    """Failing to write is reported in one line."""
    result = run("export", str(tmp_path / "missing" / "graph.ttl"), "--graph", str(own))
    assert result.code == 1
    assert result.err.count("\n") == 1


def test_no_command_prints_the_help(run: Run) -> None:
    """Without a command the list of commands is printed."""
    result = run()
    assert result.code == 0
    for command in _COMMANDS:
        assert f"\n  {command} " in result.out


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    """`--help` of each command ends in an example that starts with the program and the command."""
    result = run(command, "--help")
    assert result.code == 0
    assert f"Example: mlcareer {command} " in " ".join(result.out.split())


def test_version(run: Run) -> None:
    """`--version` prints the version of the package."""
    import mlcareer_graph

    assert run("--version").out == f"mlcareer {mlcareer_graph.__version__}\n"


def test_a_reader_that_stops_early_is_no_error() -> None:
    """A closed pipe, as behind `head`, leaves no traceback."""
    call = f"{sys.executable} -m mlcareer_graph.cli show 'machine learning engineer' --json | head -n 1"
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=True)
    assert done.stdout == "{\n"
    assert done.stderr == ""


def _seconds(*command: str) -> float:
    """The least processor time of five cold runs."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(5))


def test_a_cold_plan_takes_at_most_three_times_the_bare_command_line_library(tmp_path: Path) -> None:
    """`mlcareer plan` costs at most three times an interpreter that runs a command of typer that does nothing."""
    bare = tmp_path / "bare.py"
    lines: list[Any] = ["import typer", "app = typer.Typer()", "@app.command()", "def nothing(): pass", "app()"]
    bare.write_text("\n".join(lines), encoding="utf-8")
    plan = _seconds("-m", "mlcareer_graph.cli", "plan", MLE, "--know", "Python")
    assert plan <= 3 * _seconds(str(bare))


def test_path_plans_role_after_role(run: Run) -> None:
    """`path` prints when each role is reached and what the way over them costs; `--json` prints the ladder."""
    roles = ["data analyst", "data engineer"]
    result = run("path", *roles, "--know", "SQL", "--start", "2027-01-04")
    ladder = load_graph().ladder(roles, ["SQL"])
    assert result.code == 0
    assert result.out.startswith(str(ladder))
    assert f"the roles on the way cost {ladder.detour:,.1f}" in result.out
    assert all(milestone.day.isoformat() in result.out for milestone in ladder.milestones(date(2027, 1, 4)))
    assert json.loads(run("path", *roles, "--know", "SQL", "--json").out) == json.loads(json.dumps(ladder.to_dict()))


def test_matrix_lists_the_nearest_and_saves_all(run: Run, tmp_path: Path) -> None:
    """`matrix` prints the nearest roles of each, and `--csv` saves the hours from each to each."""
    roles = ["data-analyst", "data-engineer", "data-scientist"]
    file = tmp_path / "hours.csv"
    result = run("matrix", *roles, "--csv", str(file))
    hours = load_graph().role_matrix(roles).hours
    assert result.code == 0
    assert len(result.out.splitlines()) == 1 + 3 * 2
    first, *rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
    assert first == ["from", *roles]
    assert {name: [float(cell) for cell in cells] for name, *cells in rows} == {
        name: list(row.values()) for name, row in hours.items()
    }
    assert json.loads(run("matrix", *roles, "--json").out)["roles"] == roles


def test_batch_plans_for_every_row(run: Run, tmp_path: Path) -> None:
    """`batch` reads targets and names from a CSV and prints or saves a row for each plan."""
    people, plans = tmp_path / "people.csv", tmp_path / "plans.csv"
    people.write_text("target,knows\nkeras,Python; PyTorch\ndata analyst,\n", encoding="utf-8")
    printed = run("batch", str(people))
    assert printed.code == 0
    rows = list(csv.DictReader(printed.out.splitlines()))
    graph = load_graph()
    made = [graph.plan("keras", ["Python", "PyTorch"]), graph.plan("data analyst")]
    assert [float(row["hours_likely"]) for row in rows] == [plan.hours.likely for plan in made]
    saved = run("batch", str(people), "--out", str(plans))
    assert saved.out == f"2 plans are in {plans}.\n"
    assert [row["target"] for row in csv.DictReader(plans.read_text(encoding="utf-8").splitlines())] == [
        "keras",
        "data-analyst",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("target,knows\nkeras,Python\nkeras,nobody knows this\nx y z,\n", "line 3: no concept is called"),
        ("target\nkeras\n", "there is no column 'knows'"),
        ('target,knows\nkeras,"Python\nkeras,SQL\n', "line 2: a quote is not closed; the row begins on this line"),
        ("target,knows\nkeras,Python\nkeras,SQL,R\n", "line 3: the row has 3 cells, the header 2"),
        ("", "there is no column 'target'"),
        (None, "there is no such file"),
    ],
)
def test_batch_names_what_is_wrong_with_a_file(run: Run, tmp_path: Path, text: str | None, said: str) -> None:
    """The first wrong line, a missing column or a missing file ends the call in one line."""
    people = tmp_path / "people.csv"
    if text is not None:
        people.write_text(text, encoding="utf-8")
    result = run("batch", str(people))
    assert (result.code, result.out) == (1 if text is not None else 2, "")
    assert said in result.err
    assert result.err.count("\n") == 1
