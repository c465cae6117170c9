"""Writing files: whole or not at all."""

from __future__ import annotations

import os
import secrets
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import SaveError


def save_text(path: str | PathLike[str], text: str) -> None:
    """Write a text as UTF-8 in the place of what is there; a reader sees the old file or the new one, never a part.

    Args:
        path: The file.
        text: All that it shall hold.

    Raises:
        SaveError: It cannot be written; what was there stays as it was.
    """
    save_bytes(path, encode(path, text))


def encode(path: str | PathLike[str], text: str) -> bytes:
    """A text as UTF-8, for a file.

    Args:
        path: The file, for the message.
        text: The text.

    Raises:
        SaveError: It holds half of a surrogate pair, which UTF-8 has no way of writing.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"a text holds half of a surrogate pair (U+{ord(error.object[error.start]):04X}); remove it"
        raise SaveError(str(path), what) from error


def save_bytes(path: str | PathLike[str], data: bytes) -> None:
    """Write bytes as `save_text` writes a text.

    Args:
        path: The file.
        data: All that it shall hold.

    Raises:
        SaveError: It cannot be written; what was there stays as it was.
    """
    target = Path(path)
    try:
        _replace(target, data)
    except OSError as error:
        what = f"the file cannot be written ({error.strerror or error}); check the folder and its permissions"
        raise SaveError(str(target), what) from error


def _replace(target: Path, data: bytes) -> None:
    draft = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
