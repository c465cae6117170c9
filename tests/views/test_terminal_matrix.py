"""Every text field times every payload times every command, as a terminal gets it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_twin import REFERENCES, HostileWorld
from payloads import PAYLOADS, Texts, chunks

from mlcareer_graph import CareerGraph, LoadError, MLCareerError
from mlcareer_graph.cli import app, main

ORDERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What makes a terminal do something, or turns the text around, but for the ends of lines and tabs."""

AT_THE_DOOR = REFERENCES | {"EducationPath.path_kind", "Quantity.unit", "Concept.labels"}
"""Fields that a file cannot fill as it likes: some words are asked for, a currency, a language."""

ANALYST = ("analyst", "--know", "a", "--education", "all")
CALLS: dict[str, list[tuple[str, ...]]] = {
    "plan": [
        (*ANALYST, "--proof"),
        (*ANALYST, "--json"),
        ("b", "--exclude", "b"),
        ("analyst", "--degrees", "strict"),
        ("no\x1b[31m",),
    ],
    "plans": [("clerk", "--k", "3"), ("clerk", "--k", "3", "--json")],
    "frontier": [("clerk", "--education", "all"), ("clerk", "--json")],
    "schedule": [ANALYST, (*ANALYST, "--json")],
    "odds": [ANALYST, (*ANALYST, "--json")],
    "robustness": [ANALYST, (*ANALYST, "--json")],
    "follow": [("PLAN", "--done", "skill-1"), ("PLAN", "--json")],
    "compare": [("PLAN", "PLAN"), ("PLAN", "PLAN", "--json")],
    "why": [("analyst", "b", "--know", "a"), ("analyst", "b", "--know", "a", "--json")],
    "savings": [ANALYST, (*ANALYST, "--json")],
    "education": [("clerk",), ("clerk", "--json")],
    "gap": [("analyst", "--know", "c"), ("analyst", "--json")],
    "compare-roles": [("analyst", "clerk"), ("analyst", "clerk", "--json")],
    "roles": [("--within-hours", "99"), ("--within-hours", "99", "--json")],
    "next": [("clerk",), ("clerk", "--json")],
    "path": [("role-skill-1", "clerk"), ("clerk", "--json")],
    "matrix": [("analyst", "clerk", "role-skill-1"), ("analyst", "clerk", "--json")],
    "batch": [("PEOPLE", "--out", "OUT.csv")],
    "show": [("a",), ("b",), ("course",), ("paper",), ("analyst",), ("course", "--json"), ("no\x1b]0;x\x07",)],
    "search": [("script",), ("script", "--json")],
    "export": [("OUT.json",), ("OUT.\x1b",)],
    "view": [("OUT.html",), ("OUT.html", "--around", "b")],
    "check": [("GRAPH", "--warnings"), ("GRAPH", "--json"), ("GONE",), ("BROKEN",)],
    "query": [
        ("SELECT ?name WHERE { ?x skos:prefLabel|skos:altLabel|skos:definition ?name }",),
        ("SELECT ?name WHERE { ?x skos:prefLabel ?name }", "--json"),
        ("DESCRIBE skill:b",),
        ("SELECT \x1b",),
    ],
    "profile": [("PROFILE",), ("PROFILE", "--json"), ("CV",), ("WRONG",), ("GONE",)],
}
"""For every command calls that show as much as it can show; words in capitals are files."""

REFUSED = {
    ("b", "--exclude", "b"): 1,
    ("analyst", "--degrees", "strict"): 1,
    ("no\x1b[31m",): 2,
    ("no\x1b]0;x\x07",): 2,
    ("OUT.\x1b",): 2,
    ("GRAPH", "--warnings"): 1,
    ("GRAPH", "--json"): 1,
    ("GONE",): 2,
    ("BROKEN",): 1,
    ("WRONG",): 1,
    ("SELECT \x1b",): 2,
}
"""The calls that are answered with a problem, each with its exit code."""

ELSEWHERE = {"mcp", "push", "esco", "onet"}
"""Commands that answer a program, need a server, or say nothing but counts of files of a publisher."""


def test_every_command_is_called() -> None:
    """The commands that are called below are those that there are."""
    groups = [app, *(group.typer_instance for group in app.registered_groups if group.typer_instance)]
    commands = [command for group in groups for command in group.registered_commands]
    names = {command.name or str(getattr(command.callback, "__name__", "")) for command in commands}
    assert names == CALLS.keys() | ELSEWHERE


@pytest.fixture
def files(tmp_path: Path) -> Callable[[HostileWorld], dict[str, str]]:
    """Writes the files that are called for, all in a folder whose name would steer a terminal."""

    def write(world: HostileWorld) -> dict[str, str]:
        folder = tmp_path / "\x1b[31m\x9b\u202e"
        folder.mkdir(exist_ok=True)
        names = [concept.name.replace("\0", "") for concept in world.graph.values()]
        broken = world.graph.to_dict()
        broken["concepts"][0] |= {"hours": world.texts("Concept.hours"), world.texts("key"): 1, "id": names[0]}
        people = io.StringIO()
        csv.writer(people).writerows([("person", "target", "knows"), *((name, "clerk", "a") for name in names)])
        known = [names[0], {"know": "a", "level": names[1]}]
        texts = {
            "GRAPH": ("graph.json", json.dumps(world.graph.to_dict())),
            "BROKEN": ("broken.json", json.dumps(broken)),
            "PLAN": ("plan.json", json.dumps(world.plan.to_dict())),
            "PEOPLE": ("people.csv", people.getvalue()),
            "PROFILE": ("resume.json", json.dumps({"skills": [{"name": name, "level": name} for name in names]})),
            "CV": ("cv.txt", "\n".join(f"- {' '.join(name.split())}: expert" for name in names)),
            "WRONG": ("wrong.yaml", json.dumps({"knows": known, "constraints": {names[2]: names[3]}})),
        }
        found = {"OUT": str(folder / "out"), "GONE": str(folder / "gone.json")}
        for key, (name, text) in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
            found[key] = str(folder / name)
        return found

    return write


def test_no_text_steers_a_terminal(
    files: Callable[[HostileWorld], dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """No command prints a character of a name, of a file or of its arguments that a terminal would obey."""
    payloads = [payload for payload in PAYLOADS if not re.search("[\ud800-\udfff]", payload.text)]
    steering = [payload for payload in payloads if ORDERS.search(payload.text)]
    world = HostileWorld(Texts(chunks(steering)), AT_THE_DOOR)
    given = files(world)
    shown: set[str] = set()
    for command, calls in CALLS.items():
        for call in calls:
            named = [re.sub("^[A-Z]{2,}", lambda found: given.get(found[0], found[0]), part) for part in call]
            graph = [] if command == "check" else ["--graph", given["GRAPH"]]
            with pytest.raises(SystemExit) as left:
                main([command, *named, *graph])
            said = "".join(capsys.readouterr())
            found = ORDERS.search(said)
            assert found is None, f"{command} {call}: {said[max(0, found.start() - 80) : found.end() + 80]!r}"
            assert (left.value.code or 0) == REFUSED.get(call, 0), f"{command} {call}: {said[-300:]}"
            shown |= {world.texts.given[number][1].name for number in world.texts.said(said)}
    assert shown == {payload.name for payload in steering}


def test_json_of_a_command_says_what_the_graph_says(
    files: Callable[[HostileWorld], dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The escapes in JSON mean the very characters."""
    payloads = [payload for payload in PAYLOADS if not re.search("[\ud800-\udfff]", payload.text)]
    world = HostileWorld(Texts(chunks(payloads)), AT_THE_DOOR)
    given = files(world)
    with pytest.raises(SystemExit):
        main(["show", "course", "--json", "--graph", given["GRAPH"]])
    record: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert record["name"] == world.graph["course"].name
    assert CareerGraph.from_dict(world.graph.to_dict()) == world.graph


@pytest.mark.parametrize("text", [payload.text for payload in PAYLOADS if ORDERS.search(payload.text)])
def test_errors_are_printable(text: str) -> None:
    """The message of an error steers no terminal, and the error keeps what it was given."""
    error = LoadError(text, text)
    assert not ORDERS.search(str(error))
    assert error.source == text
    assert isinstance(error, MLCareerError)
