"""Files are written whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mlcareer_graph import SaveError
from mlcareer_graph.files import save_text


def test_a_text_replaces_what_was_there(tmp_path: Path) -> None:
    """The new text stands in the file, in UTF-8, and nothing beside it."""
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    save_text(target, "né\n")
    assert target.read_bytes() == "né\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is reported as SaveError, and the old file is whole."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr("mlcareer_graph.files.os.fsync", full)
    with pytest.raises(SaveError, match="No space left"):
        save_text(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("path", ["missing/a.txt", "."])
def test_a_place_that_takes_no_file_is_reported(tmp_path: Path, path: str) -> None:
    """A folder that is not there, or a folder in the file's place, is a SaveError that names it."""
    with pytest.raises(SaveError, match=r"cannot be written"):
        save_text(tmp_path / path, "text")


def test_a_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    """Half of a surrogate pair cannot be written, and nothing is."""
    with pytest.raises(SaveError, match=r"U\+D800"):
        save_text(tmp_path / "a.txt", "\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_never_sees_a_part(tmp_path: Path) -> None:
    """While one process writes again and again, another reads only whole texts."""
    target = tmp_path / "a.txt"
    whole = {letter * 200_000 for letter in "ab"}
    save_text(target, "a" * 200_000)
    code = (
        "import sys; from mlcareer_graph.files import save_text\n"
        "for turn in range(60): save_text(sys.argv[1], 'ab'[turn % 2] * 200_000)"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(target)])
    reads = 0
    while writer.poll() is None:
        assert target.read_text(encoding="utf-8") in whole
        reads += 1
    assert writer.returncode == 0
    assert reads > 10
