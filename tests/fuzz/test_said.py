"""What every reader says of a file that it refuses, word for word: which error, file, line, what, and what to do.

The files and sentences stand in ``said.json``, by the reader of `readers.READERS`. After a sentence has been changed,
``python tests/fuzz/test_said.py`` writes down what is said now; read the difference before it is committed.
"""

from __future__ import annotations

import json
import logging
import tempfile
from pathlib import Path

import pytest
from readers import READERS, read

from mlcareer_graph import MLCareerError

SAID = Path(__file__).with_name("said.json")
EXPECTED: dict[str, dict[str, str]] = json.loads(SAID.read_text(encoding="utf-8"))


def _said(reader: str, text: str, folder: Path) -> str:
    """The error that a reader makes of a text, with the file as it is called within the folder."""
    path = folder / f"file{READERS[reader][0]}"
    path.write_bytes(text.encode())
    try:
        found = read(reader, path)
    except MLCareerError as error:
        return f"{type(error).__name__}: {error}".replace(f"{folder}/", "")
    return f"nothing: {found!r}"


@pytest.mark.parametrize("reader", EXPECTED)
def test_a_refusal_is_said_word_for_word(reader: str, tmp_path: Path) -> None:
    """Each text that is no such file is refused with its own sentence, down to the last word."""
    found = {text: _said(reader, text, tmp_path) for text in EXPECTED[reader]}
    assert found == EXPECTED[reader]
    assert not [said for said in found.values() if said.startswith("nothing")]


if __name__ == "__main__":
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        now = {
            reader: {text: _said(reader, text, Path(folder)) for text in texts} for reader, texts in EXPECTED.items()
        }
    SAID.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
