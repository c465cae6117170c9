"""The command line where its output has no room, no characters, or nowhere to go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

GRAPH = {
    "concepts": [
        {"id": "ete", "kind": "skill", "name": "Été ✓ 𝔘 日本", "hours": 3},
        {"id": "job", "kind": "role", "name": "Jöb", "requires": ["ete"]},
    ]
}


def call(*arguments: str, stdout: int | IO[str] = subprocess.PIPE, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with another environment."""
    command = [sys.executable, "-m", "mlcareer_graph.cli", *arguments]
    return subprocess.run(command, env={**os.environ, **more}, stdout=stdout, stderr=subprocess.PIPE, check=False)


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A file of a graph whose names are not ASCII."""
    path = tmp_path / "own.json"
    path.write_text(json.dumps(GRAPH))
    return str(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [("plan", "keras", "--json"), ("show", "keras"), ("--version",)])
def test_output_that_has_no_room_is_an_error_of_one_line(arguments: tuple[str, ...]) -> None:
    """A full disk behind the output is told in a sentence and by exit code 1."""
    with Path("/dev/full").open("w") as full:
        result = call(*arguments, stdout=full)
    assert result.returncode == 1
    assert result.stderr == (b"mlcareer: the output cannot be written (No space left on device); check where it goes\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_names_that_the_output_has_no_characters_for_are_escaped(own: str, encoding: str) -> None:
    """In the C locale and with any encoding JSON stays JSON of the same content, and text comes out."""
    plain = {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = call("show", "ete", "--json", "--graph", own, **plain)
    assert (result.returncode, result.stderr) == (0, b"")
    # With ASCII the library below takes UTF-8, which says as much.
    decoded = result.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    assert json.loads(decoded)["name"] == GRAPH["concepts"][0]["name"]
    text = call("plan", "job", "--graph", own, **plain)
    assert (text.returncode, text.stderr) == (0, b"")


def test_without_any_output_the_program_runs(own: str) -> None:
    """Where the output is closed there is nothing to write to, and no traceback."""
    command = f'"{sys.executable}" -m mlcareer_graph.cli plan job --graph "{own}" >&-'
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
