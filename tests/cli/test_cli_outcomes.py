"""What the command line prints and leaves with where there is little to find, or something else than usual."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.cli import main
from mlcareer_graph.terminal import concept_text, follow_text, gap_text, plan_text

Run = Callable[..., tuple[int, str, str]]

OWN: list[dict[str, Any]] = [
    {"id": "sums", "kind": "skill", "name": "Sums", "hours": {"working": 10}},
    {"id": "proofs", "kind": "skill", "name": "Proofs", "hours": {"working": 20}, "requires": ["sums"]},
    {"id": "logic", "kind": "skill", "name": "Logic", "hours": {"working": 7}},
    {"id": "egg", "kind": "skill", "name": "Egg", "hours": {"working": 1}, "requires": ["hen"]},
    {"id": "hen", "kind": "skill", "name": "Hen", "hours": {"working": 1}, "requires": ["egg"]},
    {"id": "clerk", "kind": "role", "name": "Clerk", "requires": ["sums"]},
    {"id": "prover", "kind": "role", "name": "Prover", "requires": ["proofs"]},
    {"id": "farmer", "kind": "role", "name": "Farmer", "requires": ["hen"]},
]
GRAPH = CareerGraph.from_dict({"concepts": OWN})


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Calls the command line in this process with a graph of eight concepts; gives the code and what it printed."""
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"concepts": OWN}), encoding="utf-8")

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments), "--graph", str(own)])
        captured = capsys.readouterr()
        return int(left.value.code or 0), captured.out, captured.err

    return call


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("plan", "farmer"), "No plan to Farmer"),
        (("plans", "farmer"), "No plan to Farmer"),
        (("frontier", "farmer"), "No plan is within the limits."),
        (("path", "clerk", "farmer"), "No plan to Farmer"),
        (("search", "qqqqzzzz"), "Nothing found."),
    ],
)
def test_what_is_not_there_is_said_and_leaves_with_1(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """A person reads a sentence and a program gets JSON, both on standard output, and the code is 1."""
    code, out, err = run(*arguments)
    assert (code, err) == (1, "")
    assert says in out
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (1, "")
    json.loads(out)


def test_a_path_stops_where_a_role_cannot_be_reached(run: Run) -> None:
    """What is reached before is listed, and there is no sum over what is not."""
    _, out, _ = run("path", "clerk", "farmer", "prover")
    assert "Clerk" in out
    assert "In all" not in out
    assert "Prover" not in out.splitlines()[-1]


def test_programs_get_the_plans_of_a_command_in_full(run: Run, tmp_path: Path) -> None:
    """`plans`, `frontier`, `search` and `batch` give as JSON what the library gives."""
    plan = json.loads(json.dumps(GRAPH.plan("clerk").to_dict()))
    assert json.loads(run("plans", "clerk", "--json")[1])[0]["steps"] == plan["steps"]
    assert json.loads(run("frontier", "clerk", "--json")[1]) == json.loads(
        json.dumps(GRAPH.frontier("clerk").to_dict())
    )
    assert json.loads(run("search", "sums", "--json")[1])[0] == {"id": "sums", "kind": "skill", "name": "Sums"}
    people = tmp_path / "people.csv"
    people.write_text("target,knows\nprover,Sums\n", encoding="utf-8")
    (record,) = json.loads(run("batch", people, "--json")[1])
    assert (record["target"], record["hours_likely"]) == ("prover", 20)


def test_a_plan_that_has_become_impossible_cannot_be_followed(run: Run, tmp_path: Path) -> None:
    """Where the graph now leads nowhere, the reasons are printed and the code is 1."""
    saved = tmp_path / "plan.json"
    saved.write_text(run("plan", "prover", "--json")[1].replace('"prover"', '"farmer"'), encoding="utf-8")
    code, out, err = run("follow", saved)
    assert (code, err) == (1, "")
    assert "No plan to Farmer" in out


def test_what_a_plan_did_not_hold_before_is_named(run: Run, tmp_path: Path) -> None:
    """Steps that come into a plan because the graph has changed stand in a line of their own."""
    before = GRAPH.plan("clerk")
    with_logic = [item | {"requires": ["sums", "logic"]} if item["id"] == "clerk" else item for item in OWN]
    after = CareerGraph.from_dict({"concepts": with_logic}).plan("clerk")
    said = follow_text(before, after, is_changed=True)
    assert said.startswith("17 of 10 hours are left.\nThe graph has changed since the plan was saved")
    assert said.endswith("Not in the plan before: Logic to working.")


def test_a_plan_that_is_not_proven_says_between_which_bounds_it_lies() -> None:
    """It is never called cheapest."""
    plan = GRAPH.plan("prover")
    said = plan_text(replace(plan, status="feasible", bound=12.5), plan.hours_per_week)
    assert "Not proven cheapest: the best plan takes between 12.5 and 30.0 (hours)." in said
    assert "Proven" not in said


def test_without_anything_to_show_there_is_no_table(run: Run) -> None:
    """A schedule without steps and a gap without requirements are their first line alone."""
    assert run("schedule", "sums", "--know", "sums")[1].count("\n") == 1
    logic = GRAPH.gap("logic", ["logic"])
    assert "Importance" not in gap_text(replace(logic, items=()))


def test_a_concept_shows_what_was_seen_of_it_and_by_whom() -> None:
    """Observations have their figure, unit and group; a source that cites another names both, known or not."""
    said = {"ref": "guide", "at": "L1", "because": "It says so.", "citing": "survey"}
    seen = {"measure": "salary", "value": 109143, "unit": "USD/year", "statistic": "mean", "region": "US"}
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "guide", "kind": "source", "name": "A guide"},
                {"id": "survey", "kind": "source", "name": "A survey"},
                {
                    "id": "clerk",
                    "kind": "role",
                    "name": "Clerk",
                    "observations": [seen | {"source": [said]}, {"measure": "use", "value": 0.1, "unit": "share"}],
                    "claims": [{"id": "dull", "statement": "It is dull."}],
                },
            ]
        }
    )
    lines = [line.strip() for line in concept_text(graph, graph["clerk"]).splitlines()]
    assert "salary: 109,143 USD/year (mean, US) [A guide, L1, citing A survey: It says so.]" in lines
    assert any(line.startswith("use: 0.1 share") for line in lines)
    assert any(line.startswith("claim: It is dull.") for line in lines)


def test_a_profile_is_shown_with_what_it_knows(run: Run, tmp_path: Path) -> None:
    """A profile of ours names no places in a text, so its entries are listed as they are."""
    me = tmp_path / "me.yaml"
    me.write_text("knows: [sums, 'proofs:expert']\n", encoding="utf-8")
    code, out, err = run("profile", me)
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == ["", "  proofs:expert", "  sums:working"]


def test_what_a_resume_only_tells_is_suggested(run: Run, tmp_path: Path) -> None:
    """A skill from a summary stands under what may be known, and nothing is made of it."""
    resume, saved = tmp_path / "resume.json", tmp_path / "me.yaml"
    told = {"basics": {"summary": "I like Proofs."}, "skills": [{"name": "Sums"}]}
    resume.write_text(json.dumps(told), encoding="utf-8")
    code, out, err = run("profile", resume, "--save", saved)
    assert (code, err) == (0, "")
    known, suggested = out.split("Perhaps known too; nothing is made of it:")
    assert "Sums" in known
    assert "Proofs" not in known
    assert "Proofs" in suggested
    assert saved.read_text(encoding="utf-8").count("sums") == 1
    assert "proofs" not in saved.read_text(encoding="utf-8")
