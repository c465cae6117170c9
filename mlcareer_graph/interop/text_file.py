"""Files of plain text that somebody else made."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import LoadError, MissingSourceError

MAX_BYTES = 20_000_000
"""The size of a file that is still read."""


def read_text(path: str | PathLike[str]) -> str:
    """The text of a file.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, is too large, or is no text in UTF-8.
    """
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise LoadError(str(file), f"the file has more than {MAX_BYTES:,} bytes; give it in parts")
        data = file.read_bytes()
    except FileNotFoundError:
        raise MissingSourceError(str(file), "there is no such file") from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error}); check its permissions"
        raise LoadError(str(file), what) from error
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise LoadError(str(file), "this is no text; save it as plain text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LoadError(str(file), "the file is not UTF-8; save it as UTF-8") from None
    if "\0" in text:
        raise LoadError(str(file), "the file holds NUL characters; save it as plain text in UTF-8")
    return text
