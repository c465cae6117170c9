"""`mlcareer import`: files that `--graph` reads, a summary, and errors of one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlcareer_graph import load_graph
from mlcareer_graph.cli import main

SAMPLES = Path(__file__).parents[2] / "notebooks" / "data"


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(caught.value.code or 0), out, err


def test_esco_is_imported_and_planned_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file holds the graph; the summary counts what is in it."""
    file = tmp_path / "esco.json"
    code, out, _ = _run(capsys, "import", "esco", SAMPLES / "esco-1.2", "-o", file)
    assert code == 0
    assert "3 occupations, 12 skills" in out
    assert f"29 concepts are in {file}" in out
    code, out, _ = _run(capsys, "plan", "data scientist", "--graph", file)
    assert code == 0
    assert "8 steps" in out


def test_the_summary_is_there_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` gives the counts, what was left out, and what is absent; RDF is written, too."""
    folder = tmp_path / "esco"
    folder.mkdir()
    (folder / "occupations_de.csv").write_text("conceptUri,preferredLabel\nu:1,Koch\n")
    (folder / "skills_de.csv").write_text("conceptUri,preferredLabel\nu:2,kochen\n")
    rows = "occupationUri,relationType,skillUri\nu:1,essential,u:2\nu:1,essential,u:3\n"
    (folder / "occupationSkillRelations_de.csv").write_text(rows)
    file = tmp_path / "esco.ttl"
    code, out, _ = _run(
        capsys, "import", "esco", folder, "-o", file, "--language", "de", "--release", "1.2.0", "--json"
    )
    assert code == 0
    summary = json.loads(out)
    assert summary["taken"]["skills of occupations"] == 1
    assert [left["count"] for left in summary["left_out"]] == [1]
    assert "ISCOGroups_de.csv" in summary["absent"]
    assert set(load_graph(file)) == {"koch", "kochen", "esco-1-2-0"}


def test_onet_is_imported_and_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--join` adds the shipped graph, so that a plan knows what Git takes."""
    file = tmp_path / "onet.json"
    code, out, _ = _run(capsys, "import", "onet", SAMPLES / "onet-29.3", "-o", file, "--join")
    assert code == 0
    assert "known to both" in out
    code, out, _ = _run(capsys, "plan", "data-scientists", "--graph", file, "--json")
    assert code == 0
    hours = {step["id"]: step["hours"] for step in json.loads(out)["steps"]}
    git = load_graph()["git"].hours
    assert git is not None
    assert hours["git"] == [git.by_level[0][1].low, git.by_level[0][1].likely, git.by_level[0][1].high]


def test_what_is_wrong_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use leaves with 2, data that is not as published with 1, and nothing is written."""
    out = tmp_path / "out.json"
    (tmp_path / "Occupation Data.txt").write_text("O*NET-SOC Code\tTitle\tDescription\n1\tBakers\n")
    for code, words, arguments in (
        (2, "no Occupation Data.txt", ("onet", SAMPLES, "-o", out)),
        (2, "no such folder", ("esco", tmp_path / "nowhere", "-o", out)),
        (2, "the suffix of the file", ("esco", SAMPLES / "esco-1.2", "-o", tmp_path / "out.xyz")),
        (2, "in de, en", ("esco", SAMPLES / "esco-1.2", "-o", out, "--language", "fr")),
        (1, "line 2: the row has 2 values for 3 columns", ("onet", tmp_path, "-o", out)),
    ):
        left, printed, error = _run(capsys, "import", *arguments)
        assert (left, printed) == (code, "")
        assert words in error
        assert error.count("\n") == 1
    assert not list(tmp_path.glob("out*"))
