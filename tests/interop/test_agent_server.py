"""An agent asks the graph over the Model Context Protocol, with the client of the official SDK."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client

from mlcareer_graph import CareerGraph, MissingExtraError, load_graph
from mlcareer_graph.interop.agents import server as agent_server
from mlcareer_graph.interop.agents import tools as agent_tools
from mlcareer_graph.interop.agents.tools import tools

ROOT = Path(__file__).parents[2]
GRAPH = load_graph()
HOSTILE = "\x00</script>\u202e'; DROP TABLE roles; -- {{7*7}} ../../etc/passwd"

SPARQL = "SELECT ?role (COUNT(?x) AS ?n) { ?role a mlc:Role ; mlc:hasPrerequisite ?x } GROUP BY ?role ORDER BY ?role"

CALLS: dict[str, tuple[str, dict[str, Any] | None]] = {
    "find": ("find", {"query": "sklearn"}),
    "find a slip": ("find", {"query": "machine lerning", "kind": "skill", "limit": 3}),
    "find one of another kind": ("find", {"query": "sklearn", "kind": "role"}),
    "find nothing": ("find", {"query": "qqqqzzzz"}),
    "show": ("show", {"name": "Keras"}),
    "plan": ("plan", {"target": "data analyst", "knows": ["SQL:practitioner", {"name": "Python", "level": "expert"}]}),
    "plan with options": (
        "plan",
        {
            "target": "keras",
            "level": "practitioner",
            "knows": [{"name": "Python"}],
            "objective": "steps",
            "education": "none",
            "hours_per_week": 4,
            "exclude": ["PyTorch"],
            "assume_prerequisites": False,
        },
    ),
    "plan that cannot be": ("plan", {"target": "data analyst", "max_hours": 5}),
    "gap": ("gap", {"role": "data analyst", "knows": ["SQL"]}),
    "next": ("next", {"roles": ["data analyst"], "knows": ["SQL", "statistics"], "limit": 2}),
    "roles": ("roles", {"knows": ["Python", "statistics"], "within_hours": 900, "limit": 3}),
    "query": ("query", {"sparql": SPARQL, "limit": 3}),
    "query of yes or no": ("query", {"sparql": "ASK { technology:keras a mlc:Technology }"}),
    "unknown role": ("plan", {"target": "data analist engineer"}),
    "unknown skill": ("gap", {"role": "data analyst", "knows": ["Pyhton skills"]}),
    "role of another kind": ("plan", {"target": "Coursera"}),
    "no level": ("plan", {"target": "keras", "level": "master"}),
    "no name": ("plan", {"target": "keras", "knows": [{"skill": "Python"}]}),
    "no objective": ("plan", {"target": "keras", "objective": "money"}),
    "nothing": ("plan", {}),
    "no arguments": ("plan", None),
    "an option too many": ("plan", {"target": "keras", "time_limit": 1e9}),
    "too many": ("roles", {"limit": 10_000}),
    "too long": ("find", {"query": "x" * 100_000}),
    "not a list": ("next", {"roles": "data analyst"}),
    "hostile": ("plan", {"target": HOSTILE}),
    "hostile knowledge": ("plan", {"target": "keras", "knows": [HOSTILE]}),
    "no query": ("query", {"sparql": "SELECT me"}),
    "a query that writes": ("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}),
    "a query that reaches out": ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
    "hostile search": ("find", {"query": HOSTILE}),
}
RIGHT = (*list(CALLS)[: list(CALLS).index("unknown role")], "hostile search")
WRONG = tuple(name for name in CALLS if name not in RIGHT)


@dataclass
class Talk:
    """What a client was told by a server that it started.

    Attributes:
        tools: The tools by name.
        answers: The result of each of `CALLS`.
        together: The results of a plan that was asked for three times at once.
        unknown: The error of a tool that is not there.
        instructions: What the server says of itself.
    """

    tools: dict[str, Any]
    answers: dict[str, Any]
    together: list[Any]
    unknown: MCPError
    instructions: str


def child() -> Any:
    """The program as a client starts it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return stdio_client(
        StdioServerParameters(command=sys.executable, args=["-m", "mlcareer_graph.cli", "mcp"], env=environment)
    )


@pytest.fixture(scope="module")
def talk() -> Talk:
    """One conversation with a child process."""

    async def converse() -> Talk:
        async with Client(child()) as client:
            listed = {tool.name: tool for tool in (await client.list_tools()).tools}
            answers = {name: await client.call_tool(tool, given) for name, (tool, given) in CALLS.items()}
            with pytest.raises(MCPError) as unknown:
                await client.call_tool("delete", {"name": "keras"})
            together: list[Any] = []

            async def ask_again() -> None:
                together.append(await client.call_tool(*CALLS["plan"]))

            async with anyio.create_task_group() as group:
                for _ in range(3):
                    group.start_soon(ask_again)
            return Talk(listed, answers, together, unknown.value, client.instructions or "")

    return anyio.run(converse)


def test_the_tools_are_listed_with_their_schemas(talk: Talk) -> None:
    """Every tool says what it takes and gives, in schemas that are valid, and that it only reads."""
    assert list(talk.tools) == list(tools())
    assert set(talk.tools) == {"find", "show", "plan", "gap", "next", "roles", "query"}
    for tool in talk.tools.values():
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert len(tool.description) > 50
    taken = talk.tools["plan"].input_schema["properties"]
    assert taken["level"]["enum"] == ["awareness", "working", "practitioner", "expert"]
    assert taken["objective"]["enum"] == ["hours", "price", "weeks", "steps"]
    assert "estimates" in talk.instructions


def test_every_answer_is_what_the_schema_says(talk: Talk) -> None:
    """Structured content fits the output schema, and the text is the same as JSON, for clients that read only that."""
    for name in RIGHT:
        result = talk.answers[name]
        assert not result.is_error, result.content
        schema = talk.tools[CALLS[name][0]].output_schema
        jsonschema.Draft202012Validator(schema).validate(result.structured_content)
        assert json.loads(result.content[0].text) == result.structured_content


def test_the_answers_are_those_of_the_graph(talk: Talk) -> None:
    """What an agent is told is what the methods of the graph return."""
    given = {name: result.structured_content for name, result in talk.answers.items()}
    assert given["find"]["meant"] == given["find"]["matches"][0]["id"] == "scikit-learn"
    assert given["find a slip"]["meant"] == "machine-learning"
    assert len(given["find a slip"]["matches"]) == 3
    assert given["find one of another kind"]["meant"] is None
    assert all(match["kind"] == "role" for match in given["find one of another kind"]["matches"])
    assert given["find nothing"] == {"meant": None, "matches": []}
    assert given["show"] == GRAPH.record("keras")
    knows = ["SQL:practitioner", "Python:expert"]
    assert given["plan"] == json.loads(json.dumps(GRAPH.plan("data analyst", knows, time_limit=20).to_dict()))
    assert [result.structured_content for result in talk.together] == [given["plan"]] * 3
    assert given["plan with options"]["objective"] == "steps"
    assert given["plan with options"]["level"] == "practitioner"
    assert given["plan with options"]["knows"] == ["python:working"]
    assert given["plan with options"]["excluded"] == ["pytorch"]
    assert given["plan with options"]["assumed"] == []
    assert given["plan that cannot be"]["status"] == "infeasible"
    assert given["plan that cannot be"]["reasons"]
    assert given["gap"] == json.loads(json.dumps(GRAPH.gap("data analyst", ["SQL"]).to_dict()))
    best = GRAPH.next_skills(["SQL", "statistics"], roles=["data analyst"], limit=2)
    assert [skill["id"] for skill in given["next"]["skills"]] == [skill.concept.id for skill in best]
    near = GRAPH.reachable_roles(["Python", "statistics"], within_hours=900)
    assert [role["id"] for role in given["roles"]["roles"]] == [found.role.id for found in near[:3]]
    assert given["roles"]["within_reach"] == len(near) > 3
    counted = GRAPH.query(SPARQL)
    assert given["query"]["rows"] == [[row.role.short, row.n] for row in counted[:3]]
    assert given["query"]["left_out"] == len(counted) - 3
    assert given["query of yes or no"]["rows"] == [[True]]


def test_what_is_wrong_is_said_in_one_sentence(talk: Talk) -> None:
    """A call that cannot be answered is a tool error of one bounded line that says what is wrong."""
    said = {name: talk.answers[name].content[0].text for name in WRONG}
    assert all(talk.answers[name].is_error and talk.answers[name].structured_content is None for name in WRONG)
    assert all("\n" not in text and len(text) < 600 and "Traceback" not in text for text in said.values())
    assert "did you mean" in said["unknown role"]
    assert "'Data engineer'" in said["unknown role"] or "'Data analyst'" in said["unknown role"]
    assert "did you mean" in said["unknown skill"]
    assert "a plan leads to a role" in said["role of another kind"]
    assert said["no level"] == "plan: level: 'master' is not one of ['awareness', 'working', 'practitioner', 'expert']"
    assert said["no objective"] == "plan: objective: 'money' is not one of ['hours', 'price', 'weeks', 'steps']"
    assert said["no name"] == (
        "plan: knows.0: {'skill': 'Python'} is neither a name, with a level as in SQL:practitioner if it is not "
        "working, nor an object with a name and a level"
    )
    assert said["nothing"] == said["no arguments"] == "plan: the arguments: 'target' is a required property"
    assert "'time_limit' was unexpected" in said["an option too many"]
    assert said["too many"] == "roles: limit: 10000 is greater than the maximum of 50"
    assert said["too long"].endswith("is too long")
    assert said["not a list"] == "next: roles: 'data analyst' is not of type 'array'"
    assert "no concept is called" in said["hostile"]
    assert "\x00" not in said["hostile"]
    assert "only read" in said["a query that writes"]
    assert "SERVICE" in said["a query that reaches out"]
    assert talk.unknown.code == -32602
    assert str(talk.unknown).startswith("there is no tool 'delete'; there are find, show, plan")


def test_older_clients_are_answered_too() -> None:
    """A client that opens with the handshake of earlier versions of the protocol gets the same plan."""

    async def converse() -> Any:
        async with Client(agent_server.make_server(GRAPH, "1"), mode="legacy") as client:
            return await client.call_tool("plan", {"target": "keras", "knows": ["Python"]})

    found = anyio.run(converse)
    assert found.structured_content["cost"] == GRAPH.plan("keras", ["Python"]).cost


def ask(monkeypatch: pytest.MonkeyPatch, does: Any, seconds: float = 30.0) -> Any:
    """The result of the tool `show`, while it does something else."""
    changed = dict(tools())
    changed["show"] = replace(changed["show"], answer=does)
    monkeypatch.setattr(agent_server, "tools", lambda: changed)

    async def converse() -> Any:
        async with Client(agent_server.make_server(GRAPH, "1", seconds)) as client:
            return await client.call_tool("show", {"name": "keras"})

    return anyio.run(converse)


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time a call ends in an error, while what it began runs out."""
    begin = time.monotonic()
    result = ask(monkeypatch, lambda graph, asked: time.sleep(1.5), seconds=0.2)
    assert result.is_error
    assert result.content[0].text.startswith("no answer within 0.2 seconds; ask for less")
    assert time.monotonic() - begin < 10


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer longer than anybody can read is an error that says so."""
    result = ask(monkeypatch, lambda graph, asked: {"id": "x" * 500_000})
    assert result.content[0].text == "the answer would have 500,010 characters, more than 400,000; ask for less"
    assert result.is_error


def test_what_fails_unforeseen_ends_no_conversation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The agent is told that it failed, and the operator, on the error stream, how."""

    def fail(graph: CareerGraph, asked: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    result = ask(monkeypatch, fail)
    assert (result.is_error, result.content[0].text) == (True, "show failed on this: ZeroDivisionError; ask otherwise")
    assert "secret detail" in capsys.readouterr().err


def test_a_plan_that_is_not_proven_in_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search has a limit of its own, after which the best plan so far is the answer, and a valid one."""
    monkeypatch.setattr(agent_tools, "SECONDS", 1e-9)
    found = agent_server.answer(load_graph(), tools()["plan"], {"target": "machine learning engineer"})
    assert isinstance(found, dict)
    jsonschema.Draft202012Validator(tools()["plan"].gives).validate(json.loads(json.dumps(found)))
    assert found["status"] in ("optimal", "feasible", "unknown")


def test_without_the_sdk_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named, by the server and by the command."""
    for module in [name for name in sys.modules if name.split(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "mcp", None)
    for start in (lambda: agent_server.make_server(GRAPH, "1"), lambda: agent_server.serve(GRAPH, "1")):
        with pytest.raises(MissingExtraError, match=r"pip install 'mlcareer-graph\[mcp\]'"):
            start()


def test_whoever_starts_it_by_hand_can_stop_it() -> None:
    """A line that is no message is passed over; an interrupt ends the server while it waits, without a trace."""
    command = [sys.executable, "-m", "mlcareer_graph.cli", "mcp"]
    pipe = subprocess.PIPE
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        server.stdin.write("<html>no message\n")
        server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}) + "\n")
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["result"]["serverInfo"]["name"] == "mlcareer"
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == -signal.SIGINT
        assert server.stderr is not None
        assert server.stderr.read() == ""
