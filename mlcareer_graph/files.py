"""Writing files: whole or not at all.

A file is written under another name beside the one that it is for, handed to the disk, and renamed. The name that
is written to is locked meanwhile, which tells a write that goes on from one whose process was killed: what such a
write has left is removed by the next one of the same file. Nothing else in the library opens a file to write.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
from functools import cache
from os import PathLike
from pathlib import Path

from mlcareer_graph.errors import SaveError

try:
    import fcntl
except ImportError:
    # Windows keeps an open file from being removed, which is all that the lock is for.
    fcntl = None  # type: ignore[assignment]

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
        draft = target.with_name(f".{target.name[:_KEPT]}.{secrets.token_hex(6)}.tmp")
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
