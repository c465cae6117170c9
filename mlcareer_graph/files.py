"""Opening every file from outside, within limits, and writing files: whole or not at all.

A file is written under another name beside the one that it is for, handed to the disk, and renamed. The name that
is written to is locked meanwhile, which tells a write that goes on from one whose process was killed: what such a
write has left is removed by the next one of the same file. Nothing else in the library opens a file to write.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Generator
from functools import cache
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import LoadError, MissingSourceError, SaveError
from mlcareer_graph.limits import DEFAULT_LIMITS, PROSE_LIMITS, TABLE_LIMITS, ReadingLimits

try:
    import fcntl
except ImportError:
    # Windows keeps an open file from being removed, which is all that the lock is for.
    fcntl = None  # type: ignore[assignment]

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


def read_lines(path: str | PathLike[str], limits: ReadingLimits = TABLE_LIMITS) -> Generator[str, None, None]:
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


_KEPT = 50
"""Characters of a name that the name of its draft has too: at four bytes each, the whole stays below 255."""


def package_folder() -> Path:
    """The folder that holds the package and what comes with it.

    Where Python imports the package from a ZIP archive, all that is no code is unpacked for as long as the process
    runs.
    """
    here = Path(__file__).resolve().parent
    return here if here.is_dir() else _unpacked(here)


@cache
def _unpacked(inside: Path) -> Path:
    import atexit
    import shutil
    import tempfile
    import zipfile

    archive = next(parent for parent in inside.parents if parent.is_file())
    package = inside.relative_to(archive)
    folder = tempfile.mkdtemp(prefix="mlcareer-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if Path(name).is_relative_to(package)]
        opened.extractall(folder, [name for name in names if not name.endswith((".py", ".pyc"))])
    return Path(folder) / package


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

    A file that is there keeps its permissions, and a new one gets those of the umask. A symbolic link stays, and the
    file that it leads to is replaced. What is no file, such as a device or a pipe, is written to as it is.

    Args:
        path: The file.
        data: All that it shall hold.

    Raises:
        SaveError: It cannot be written; what was there stays as it was.
    """
    try:
        _write(path, data)
    except (OSError, ValueError) as error:
        what = f"the file cannot be written ({getattr(error, 'strerror', None) or error})"
        raise SaveError(os.fsdecode(path), f"{what}; check the folder and its permissions") from error


def _write(path: str | PathLike[str], data: bytes) -> None:
    name = Path(path)
    try:
        there = name.stat()
    except FileNotFoundError:
        there = None
    if there is not None and not stat.S_ISREG(there.st_mode):
        # A folder refuses.
        with name.open("wb") as file:
            file.write(data)
        return
    if there is not None and not os.access(name, os.W_OK):
        # Renaming would get around it.
        raise PermissionError(errno.EACCES, "it is read-only")
    target = Path(os.path.realpath(name))
    _remove_strays(target)
    _replace(target, data, there)


def _replace(target: Path, data: bytes, there: os.stat_result | None) -> None:
    draft, descriptor = _draft(target, 0o666 if there is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if there is not None:
                _own_alike(draft, there)
            os.fsync(file.fileno())
            # Before it is closed, and the lock with it.
            if fcntl is not None:
                draft.replace(target)
        if fcntl is None:
            draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _draft(target: Path, mode: int) -> tuple[Path, int]:
    """A new file beside the target, open and locked."""
    while True:
        draft = target.with_name(f".{target.name[:_KEPT]}.{os.urandom(6).hex()}.tmp")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        if fcntl is None:
            return draft, descriptor
        # A file system without locks keeps what a killed process leaves.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return draft, descriptor
        # Between the two, another took it for one that was left.
        os.close(descriptor)


def _remove_strays(target: Path) -> None:
    """Remove the drafts of a file whose writers are gone."""
    drafts = re.compile(rf"\.{re.escape(target.name[:_KEPT])}\.[0-9a-f]{{12}}\.tmp", re.DOTALL)
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if drafts.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_unlocked(Path(entry.path))


def _remove_unlocked(draft: Path) -> None:
    if fcntl is None:
        draft.unlink()
        return
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        draft.unlink()
    finally:
        os.close(descriptor)


def _own_alike(draft: Path, there: os.stat_result) -> None:
    """Give a draft the owner, as far as one may, and the permissions of the file that it takes the place of."""
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(draft, there.st_uid, there.st_gid)
    draft.chmod(stat.S_IMODE(there.st_mode))


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk as well, where folders can be synced; the file itself is there in any case."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
