"""`mlcareer query`: from text, file or name, in every form of answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.cli import main
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.questions import read_questions


class Result(NamedTuple):
    """What a call left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]

CONCEPTS = {
    "concepts": [
        {"id": "sums", "kind": "skill", "name": "Sums", "hours": 10},
        {"id": "clerk", "kind": "role", "name": "Clerk", "requires": ["sums"]},
    ]
}


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A small graph in a file."""
    path = tmp_path / "small.json"
    path.write_text(json.dumps(CONCEPTS), encoding="utf-8")
    return str(path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command in this process."""

    def call(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as left:
            main(("query", *arguments))
        captured = capsys.readouterr()
        return Result(int(left.value.code or 0), captured.out, captured.err)

    return call


ROLES = "SELECT ?role ?needs WHERE { ?role a mlc:Role ; mlc:hasPrerequisite ?needs }"


def test_a_query_prints_a_table_json_or_csv(run: Run, small: str) -> None:
    """The table has short names; `--json` and `--csv` are what the result of `graph.query` gives."""
    result = CareerGraph.from_dict(CONCEPTS).query(ROLES)
    assert run(ROLES, "--graph", small) == (0, "role        needs\nrole:clerk  skill:sums\n", "")
    assert json.loads(run(ROLES, "--graph", small, "--json").out) == result.to_dict()
    rows = list(csv.reader(io.StringIO(run(ROLES, "--graph", small, "--csv").out)))
    assert rows == [["role", "needs"], [str(result[0].role), str(result[0].needs)]]


def test_other_forms_print_yes_or_no_and_turtle(run: Run, small: str) -> None:
    """ASK prints a word, CONSTRUCT prints Turtle, an empty answer says so."""
    assert run("ASK { ?s a mlc:Role }", "--graph", small).out == "yes\n"
    assert run("ASK { ?s a mlc:Task }", "--graph", small).out == "no\n"
    made = run("CONSTRUCT { ?r mlc:asksFor ?s } WHERE { ?r mlc:hasPrerequisite ?s }", "--graph", small).out
    assert "role:clerk mlc:asksFor skill:sums ." in made
    assert run("SELECT * { ?s a mlc:Task }", "--graph", small) == (0, "Nothing found.\n", "")


def test_a_query_comes_from_a_file_or_by_name(run: Run, small: str, tmp_path: Path) -> None:
    """A file and the name of a shipped question stand for the query in them; what is neither is an error."""
    file = tmp_path / "roles.rq"
    file.write_text(ROLES, encoding="utf-8")
    assert "role:clerk" in run(str(file), "--graph", small).out
    assert run("roles-without-credentials", "--graph", small).out.split() == ["name", "Clerk"]
    assert run("roles-with-wings", "--graph", small).code == 2
    assert "see --list" in run("roles-with-wings", "--graph", small).err
    assert "there is no such file" in run(str(tmp_path / "nothing.rq"), "--graph", small).err
    file.write_bytes(b"SELECT \xff")
    assert "UTF-8" in run(str(file), "--graph", small).err


def test_the_list_names_every_question(run: Run) -> None:
    """`--list` prints the name and words of each shipped question; with `--json` for programs."""
    questions = read_questions(ontology_folder())
    out = " ".join(run("--list").out.split())
    assert all(f"{name} " in out for name in questions)
    listed = json.loads(run("--list", "--json").out)
    assert {one["name"]: one["question"] for one in listed} == {one.name: one.question for one in questions.values()}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "there is no query"),
        (("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",), 2, "SERVICE is refused"),
        (("SELECT * {",), 2, "line 1: this is not SPARQL 1.1"),
        (("INSERT DATA { <a:a> <a:b> <a:c> }",), 2, "an update is refused"),
        (("ASK {}", "--time-limit", "0"), 2, "time_limit cannot be 0.0"),
        (
            (
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) < STR(?f)) }",
                "--time-limit",
                "0.2",
            ),
            1,
            "stopped after 0.2 s",
        ),
    ],
)
def test_errors_are_one_line(arguments: tuple[str, ...], code: int, says: str, run: Run, small: str) -> None:
    """Wrong use leaves with 2, a query that was stopped with 1, each with one line."""
    result = run(*arguments, "--graph", small)
    assert result.code == code
    assert says in result.err
    assert len(result.err.strip().splitlines()) == 1
