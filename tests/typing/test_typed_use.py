"""The types that the public face promises, as a strict type checker sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

api = pytest.importorskip("mypy.api")
FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent


def test_the_public_face_is_typed() -> None:
    """A strict mypy infers the promised types, and needs every ignore that marks a mistake."""
    files = [str(FOLDER / name) for name in ("typed_use.py", "untyped_misuse.py")]
    options = [f"--config-file={ROOT / 'pyproject.toml'}", f"--cache-dir={ROOT / '.mypy_cache'}"]
    output, errors, status = api.run(["--strict", "--warn-unused-ignores", *options, *files])
    assert (status, errors) == (0, ""), output
