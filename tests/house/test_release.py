"""Releases are made from clean checkouts only: ``.ci/clean_checkout.py``, which ``.ci/release.sh`` asks first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = {"user.name": "a", "user.email": "a@example.org", "init.defaultBranch": "main", "tag.gpgSign": "false"}


def _git(where: Path, *arguments: str) -> None:
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    subprocess.run(["git", *settings, *arguments], cwd=where, check=True, capture_output=True)


def _asked(where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", where / ".ci" / "clean_checkout.py"], capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository of version 1.2.3 that is fit for a release."""
    (tmp_path / ".ci").mkdir()
    for script in ("clean_checkout.py", "release.sh"):
        shutil.copy(ROOT / ".ci" / script, tmp_path / ".ci")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1.2.3"\n', encoding="utf-8")
    (tmp_path / ".gitignore").write_text("dist/\n.venv\n", encoding="utf-8")
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--quiet", "--no-gpg-sign", "-m", "One")
    _git(tmp_path, "tag", "v1.2.3")
    return tmp_path


def _change(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text('[project]\nname = "y"\nversion = "1.2.3"\n', encoding="utf-8")


def _stage(checkout: Path) -> None:
    _change(checkout)
    _git(checkout, "add", "pyproject.toml")


def _delete(checkout: Path) -> None:
    (checkout / ".gitignore").unlink()


def _add_a_stranger(checkout: Path) -> None:
    # A person may have told git to keep quiet about such files.
    _git(checkout, "config", "status.showUntrackedFiles", "no")
    (checkout / "notes.txt").write_text("x", encoding="utf-8")


def _switch(checkout: Path) -> None:
    _git(checkout, "switch", "--quiet", "--create", "topic")


def _detach(checkout: Path) -> None:
    _git(checkout, "switch", "--quiet", "--detach")


def _move_on(checkout: Path) -> None:
    _git(checkout, "commit", "--quiet", "--no-gpg-sign", "--allow-empty", "-m", "Two")


def _set_a_version(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1.3.0"\n', encoding="utf-8")
    _git(checkout, "commit", "--quiet", "--no-gpg-sign", "-a", "-m", "Two")
    _git(checkout, "tag", "v1.2.4")


def _leave_an_artefact(checkout: Path) -> None:
    (checkout / "dist").mkdir()
    (checkout / "dist" / "x-1.2.2.tar.gz").write_bytes(b"")


def test_a_clean_checkout_of_the_tagged_commit_is_released(checkout: Path) -> None:
    """Clean, on main and tagged with its version: the version is printed, and nothing else."""
    answer = _asked(checkout)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "1.2.3\n", "")


@pytest.mark.parametrize(
    ("disturb", "reason"),
    [
        (_change, "Files differ from the commit (pyproject.toml)"),
        (_stage, "Files differ from the commit (pyproject.toml)"),
        (_delete, "Files differ from the commit (.gitignore)"),
        (_add_a_stranger, "Files are not in the repository (notes.txt)"),
        (_switch, "HEAD is on topic"),
        (_detach, "HEAD is on no branch"),
        (_move_on, "HEAD is not tagged v1.2.3"),
        (_set_a_version, "HEAD is not tagged v1.3.0"),
        (_leave_an_artefact, "dist/ is not empty"),
    ],
)
def test_anything_else_is_not(checkout: Path, disturb, reason: str) -> None:
    """Each thing that is not as it has to be is the one reason given, and no version is printed."""
    disturb(checkout)
    answer = _asked(checkout)
    assert (answer.returncode, answer.stdout) == (1, "")
    (line,) = answer.stderr.splitlines()
    assert line.startswith("No release. ")
    assert reason in line


def test_every_reason_is_told_at_once(checkout: Path) -> None:
    """Three things are wrong, three lines say so; of many files the first are named."""
    _switch(checkout)
    _move_on(checkout)
    for number in range(5):
        (checkout / f"{number}.txt").write_text("x", encoding="utf-8")
    lines = _asked(checkout).stderr.splitlines()
    assert len(lines) == 3
    assert "(0.txt, 1.txt, 2.txt and 2 more)" in lines[0]


def test_a_release_that_is_refused_makes_nothing(checkout: Path) -> None:
    """The script of the release ends with the reason before it installs, builds or writes anything."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    _move_on(checkout)
    before = sorted(checkout.rglob("*"))
    answer = subprocess.run([checkout / ".ci" / "release.sh"], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "No release. HEAD is not tagged v1.2.3" in answer.stderr
    assert sorted(checkout.rglob("*")) == before
