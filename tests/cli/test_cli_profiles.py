"""The command line with files about people and jobs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mlcareer_graph import Profile, load_graph
from mlcareer_graph.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command line in this process; gives the exit code, and what it printed to both streams."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return int(left.value.code or 0), captured.out, captured.err

    return call


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    """A CV as text."""
    path = tmp_path / "cv.txt"
    path.write_text("Expert in Python, worked with SQL. No experience with Java.\x1b[31m LDA.", encoding="utf-8")
    return path


def test_profile_shows_what_was_understood(run: Run, cv: Path, tmp_path: Path) -> None:
    """The command prints what is known and what is left out, and writes a profile that plan reads."""
    saved = tmp_path / "me.yaml"
    code, out, err = run("profile", cv, "--save", saved)
    assert (code, err) == (0, "")
    assert "Python  expert" in out
    assert "Java  the text says that it is without it" in out
    assert "\x1b" not in out
    assert Profile.load(saved, load_graph()).entries() == ["python:expert", "sql:working"]


def test_profile_as_json(run: Run, cv: Path) -> None:
    """Programs get the profile, and everything else with its place."""
    code, out, _ = run("profile", cv, "--json")
    data = json.loads(out)
    assert code == 0
    assert data["profile"] == {"knows": ["python:expert", "sql:working"]}
    assert [part["path"] for part in data["understood"]] == ["characters 10-16", "characters 30-33"]
    assert [part["text"] for part in data["not_understood"]] == ["Java", "LDA"]


def test_plan_towards_an_advertisement_from_a_cv(run: Run, cv: Path, tmp_path: Path) -> None:
    """A plan leads from the file of a person to the file of a job."""
    advertisement = tmp_path / "job.txt"
    advertisement.write_text("Data engineer: Python, SQL, Keras. Kafka is a plus.", encoding="utf-8")
    code, out, _ = run("plan", "--advertisement", advertisement, "--profile", cv, "--json")
    plan = json.loads(out)
    assert code == 0
    assert plan["knows"] == ["python:expert", "sql:working"]
    ids = [step["id"] for step in plan["steps"]]
    assert "keras" in ids
    assert "apache-kafka" not in ids


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["plan", "keras", "--advertisement", "job.txt"], 2, "not both"),
        (["plan"], 2, "Missing argument"),
        (["plan", "--advertisement", "job.txt"], 2, "no such file"),
        (["profile", "cv.docx"], 2, ".csv"),
        (["profile", "cv.pdf.txt"], 2, "no such file"),
    ],
)
def test_wrong_use(run: Run, arguments: list[str], code: int, message: str) -> None:
    """Wrong use is one line that says what to do."""
    left, out, err = run(*arguments)
    assert (left, out) == (code, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_broken_table_is_invalid_data(run: Run, tmp_path: Path) -> None:
    """A table with a quote that is never closed is told with its line, and the exit code says invalid data."""
    path = tmp_path / "skills.csv"
    path.write_text('name,level\nSQL,expert\n"Python,working\n', encoding="utf-8")
    code, _, err = run("plan", "keras", "--profile", path)
    assert code == 1
    assert "skills.csv, line 3: a quote is not closed" in err


def test_export_and_markdown(run: Run, tmp_path: Path) -> None:
    """The suffix names the format of an export, and a plan can be saved as Markdown beside what is printed."""
    code, out, _ = run("export", tmp_path / "careers.cyjs")
    assert code == 0
    assert "concepts are in" in out
    assert json.loads((tmp_path / "careers.cyjs").read_text(encoding="utf-8"))["elements"]["nodes"]
    code, _, _ = run("plan", "keras", "--know", "Python", "--markdown", tmp_path / "plan.md", "--json")
    assert code == 0
    assert (tmp_path / "plan.md").read_text(encoding="utf-8").startswith("# The way to Keras")
    code, _, err = run("export", tmp_path / "careers.xlsx")
    assert code == 2
    assert ".graphml" in err
