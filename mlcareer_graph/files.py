"""Opening every file from outside, within limits, and writing files: whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import LoadError, MissingSourceError, SaveError
from mlcareer_graph.limits import DEFAULT_LIMITS, PROSE_LIMITS, TABLE_LIMITS, ReadingLimits

_NO_TEXT = {
    b"PK\x03\x04": "it is a ZIP archive or an office document; unpack it, or save it as plain text in UTF-8",
    b"\x1f\x8b": "it is compressed with gzip; unpack it",
    b"%PDF": "it is a PDF and no text; save it as plain text in UTF-8",
    b"\xd0\xcf\x11\xe0": "it is an office document and no text; save it as plain text in UTF-8",
    b"\xff\xfe": "it is UTF-16, not UTF-8; save it as UTF-8",
    b"\xfe\xff": "it is UTF-16, not UTF-8; save it as UTF-8",
}
"""How files begin that people take for text."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_bytes(path: str | PathLike[str], limits: ReadingLimits = DEFAULT_LIMITS) -> bytes:
    """All of a file; never more than the limit is held in memory, whatever size the file claims.

    Args:
        path: An ordinary file: a pipe or device, which may never end, is refused before it is opened.
        limits: `ReadingLimits.max_bytes` counts.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, is no ordinary file, or is too large.
    """
    source = _ordinary(path)
    try:
        with source.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > limits.max_bytes:
        what = f"the file has more than {limits.max_bytes:,} bytes; raise max_bytes of the reading limits"
        raise LoadError(str(path), f"{what} if it can be trusted, or split it")
    return data


def read_text(path: str | PathLike[str], limits: ReadingLimits = PROSE_LIMITS) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Args:
        path: The file.
        limits: `ReadingLimits.max_bytes` counts.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It cannot be read, is too large, or is no text in UTF-8; with the line where that shows.
    """
    data = read_bytes(path, limits)
    for mark, what in _NO_TEXT.items():
        if data.startswith(mark):
            raise LoadError(str(path), what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LoadError(str(path), "the file is not UTF-8; save it as UTF-8", line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise LoadError(str(path), "the file holds NUL characters; save it as plain text in UTF-8", line)
    return text


def read_lines(path: str | PathLike[str], limits: ReadingLimits = TABLE_LIMITS) -> Iterator[str]:
    """The lines of a text file, one after the other, each with its end; for what is too large to be held at once.

    Args:
        path: A file in UTF-8, with or without a byte order mark, with any line ends.
        limits: `ReadingLimits.max_bytes` and, for a line, `ReadingLimits.max_text` count.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is too large, has a line that is, or is no text in UTF-8; with the line.
    """
    source, number, left = _ordinary(path), 0, limits.max_bytes
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            while line := file.readline(limits.max_text + 1):
                number += 1
                left -= len(line)
                if len(line) > limits.max_text:
                    what = f"the line has more than {limits.max_text:,} characters; download the file again"
                    raise LoadError(str(path), what, number)
                if left < 0:
                    what = f"the file has more than {limits.max_bytes:,} characters; split it"
                    raise LoadError(str(path), what)
                if _CONTROL.search(line):
                    what = "the line holds a control character, which no text has; download the file again"
                    raise LoadError(str(path), what, number)
                yield line
    except UnicodeDecodeError:
        what = "the file is not UTF-8; save it as UTF-8, or download it again"
        raise LoadError(str(path), what, _undecodable_line(source)) from None
    except OSError as error:
        raise _unreadable(path, error) from error


def _ordinary(path: str | PathLike[str]) -> Path:
    """The path of a file that is there and has an end."""
    source = Path(path)
    try:
        mode = source.stat().st_mode
    except FileNotFoundError:
        raise MissingSourceError(str(path), "there is no such file") from None
    # A path that holds a NUL is no OSError.
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(mode):
        raise LoadError(str(path), "this is no ordinary file; give the path of one")
    return source


def _unreadable(path: str | PathLike[str], error: Exception) -> LoadError:
    why = getattr(error, "strerror", None) or error
    return LoadError(str(path), f"the file cannot be read ({why}); check its permissions")


def _undecodable_line(path: Path) -> int | None:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return None


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
