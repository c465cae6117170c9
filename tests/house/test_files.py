"""Files are written whole or not at all."""

from __future__ import annotations

import ast
import fcntl
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

import mlcareer_graph
from mlcareer_graph import LoadError, MissingSourceError, SaveError, files
from mlcareer_graph.files import read_bytes, read_lines, read_text, save_bytes, save_text

ROOT = Path(__file__).parents[2]
BIG = b"x" * 200_000

WRITES = re.compile(
    r"^(write_(text|bytes|csv|html|image|json|parquet|excel|graphml|gexf|gml)|save_graph|savefig|to_(csv|excel|parquet|json"
    r"|html|feather|pickle)|mkstemp|mkdtemp|NamedTemporaryFile|TemporaryDirectory|rename|touch"
    r"|symlink|dump|truncate|serialize|open_dataset)$"
)
"""What functions are called that write files."""

NO_FILES = {
    "cli/app.py: open",  # the null device
    "graph/career_graph.py: save_graph",  # one of ours
    "rdf/query/engines.py: serialize",  # to a stream in memory
    "cli/sparql.py: serialize",  # to a text
    "cli/sparql.py: to_csv",  # to a text
    "cli/sparql.py: to_json",  # to a text
}
"""Calls that have such a name, and write no file."""


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


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (
            b"PK\x03\x04",
            None,
            "it is a ZIP archive or an office document; unpack it, or save it as plain text in UTF-8",
        ),
        (b"\x1f\x8b", None, "it is compressed with gzip; unpack it"),
        (b"%PDF", None, "it is a PDF and no text; save it as plain text in UTF-8"),
        (b"\xd0\xcf\x11\xe0", None, "it is an office document and no text; save it as plain text in UTF-8"),
        (b"\xff\xfea", None, "it is UTF-16, not UTF-8; save it as UTF-8"),
        (b"\xfe\xffa", None, "it is UTF-16, not UTF-8; save it as UTF-8"),
        (b"a\nb\n\xe9\n", 3, "the file is not UTF-8; save it as UTF-8"),
        (b"\xe9", 1, "the file is not UTF-8; save it as UTF-8"),
        (b"a\n\0\n\0", 2, "the file holds NUL characters; save it as plain text in UTF-8"),
    ],
)
def test_what_is_no_text_is_told_word_for_word(tmp_path: Path, data: bytes, line: int | None, words: str) -> None:
    """The file, the line where there is one, what it is instead, and what to do."""
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        read_text(path)
    assert (caught.value.source, caught.value.line, caught.value.what) == (str(path), line, words)


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a\nb\x07\n", 2, "the line holds a control character, which no text has; download the file again"),
        (b"a\n\xe9\n", 2, "the file is not UTF-8; save it as UTF-8, or download it again"),
    ],
)
def test_lines_that_are_no_text_are_told_word_for_word(tmp_path: Path, data: bytes, line: int, words: str) -> None:
    """Like whole texts; tabs are none of the characters that are refused."""
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        list(read_lines(path))
    assert (caught.value.source, caught.value.line, caught.value.what) == (str(path), line, words)
    path.write_bytes(b"\xef\xbb\xbfa\tb\r\n\nc")
    assert list(read_lines(path)) == ["a\tb\r\n", "\n", "c"]


@pytest.mark.parametrize("read", [read_bytes, read_text, lambda path: list(read_lines(path))])
def test_what_cannot_be_opened_is_told_word_for_word(read: Callable[[Path], Any], tmp_path: Path) -> None:
    """A file that is not there is a `MissingSourceError`; no file, and a name that none can have, are others."""
    with pytest.raises(MissingSourceError) as missing:
        read(tmp_path / "a")
    assert str(missing.value) == f"{tmp_path / 'a'}: there is no such file"
    with pytest.raises(LoadError) as folder:
        read(tmp_path)
    assert str(folder.value) == f"{tmp_path}: this is no ordinary file; give the path of one"
    with pytest.raises(LoadError) as nul:
        read(tmp_path / "a\0b")
    assert str(nul.value) == f"{tmp_path}/a\\x00b: the file cannot be read (embedded null byte); check its permissions"
    long = tmp_path / ("n" * 300)
    with pytest.raises(LoadError) as named:
        read(long)
    assert str(named.value) == f"{long}: the file cannot be read (File name too long); check its permissions"


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the disk is one of the library, with the file and the reason."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    for read in (read_bytes, lambda path: list(read_lines(path))):
        with pytest.raises(LoadError) as caught:
            read(path)
        assert str(caught.value) == f"{path}: the file cannot be read (Input/output error); check its permissions"


def test_what_cannot_be_written_is_told_word_for_word(tmp_path: Path) -> None:
    """A folder that is not there, one in the place of the file, and half a character, each with the file."""
    for path, words in (
        (
            tmp_path / "no" / "a",
            "the file cannot be written (No such file or directory); check the folder and its permissions",
        ),
        (tmp_path, "the file cannot be written (Is a directory); check the folder and its permissions"),
    ):
        with pytest.raises(SaveError) as caught:
            save_text(path, "a")
        assert str(caught.value) == f"{path}: {words}"
    with pytest.raises(SaveError) as half:
        save_text(tmp_path / "a", "a\udbff")
    assert str(half.value) == f"{tmp_path / 'a'}: a text holds half of a surrogate pair (U+DBFF); remove it"


def test_a_disk_without_locks_is_written_to_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, a draft that a killed writer left stays; nothing else is different."""

    def fail(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    stray = tmp_path / f".a.txt.{'0' * 12}.tmp"
    stray.write_bytes(b"half")
    monkeypatch.setattr("mlcareer_graph.files.fcntl.flock", fail)
    save_text(tmp_path / "a.txt", "new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"new", stray.name: b"half"}


def test_a_system_without_locks_writes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the file is renamed once it is closed, and what is left of an earlier write is removed."""
    monkeypatch.setattr("mlcareer_graph.files.fcntl", None)
    stray = tmp_path / f".a.txt.{'0' * 12}.tmp"
    stray.write_bytes(b"half")
    for text in ("one", "two"):
        save_text(tmp_path / "a.txt", text)
        assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a.txt": text}


def test_a_new_file_may_be_written_by_all_whom_the_umask_allows(tmp_path: Path) -> None:
    """Its permissions are those that any program gives, and nobody may run it."""
    before = os.umask(0)
    try:
        save_text(tmp_path / "a.txt", "text")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o666


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


def test_a_file_keeps_its_permissions_and_a_new_one_gets_those_of_the_umask(tmp_path: Path) -> None:
    """Who may read a file does not change when it is written again, and a new file is not private for no reason."""
    private, new = tmp_path / "private.txt", tmp_path / "new.txt"
    private.write_text("old")
    private.chmod(0o640)
    before = os.umask(0o027)
    try:
        save_text(private, "new")
        save_text(new, "new")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (private, new)] == [0o640, 0o640]
    private.chmod(0o604)
    save_text(private, "newer")
    assert stat.S_IMODE(private.stat().st_mode) == 0o604


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_the_file_that_it_leads_to_is_written(tmp_path: Path, there: bool) -> None:
    """A symbolic link is followed, also to a file that is not there yet; a ring of links is an error."""
    (tmp_path / "far").mkdir()
    far, link = tmp_path / "far" / "a.txt", tmp_path / "a.txt"
    if there:
        far.write_text("old")
    link.symlink_to(Path("far") / "a.txt")
    save_text(link, "new")
    assert link.is_symlink()
    assert far.read_text() == "new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "a.txt", "far"]
    ring = tmp_path / "ring"
    ring.symlink_to(ring)
    with pytest.raises(SaveError, match="ring: the file cannot be written"):
        save_text(ring, "new")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_device_is_written_to_and_stays_one(tmp_path: Path) -> None:
    """A full device is a SaveError and not replaced by a file; a pipe gets the text."""
    with pytest.raises(SaveError, match=r"/dev/full: .*No space left"):
        save_text("/dev/full", "text")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    save_text(pipe, "text")
    assert os.read(reader, 10) == b"text"
    os.close(reader)
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize("name", ["a\0b", "\udc80\ud800", "n" * 300])
def test_a_name_that_no_file_can_have_is_reported(tmp_path: Path, name: str) -> None:
    """Names that the system refuses are a SaveError and no ValueError."""
    with pytest.raises(SaveError, match="cannot be written"):
        save_text(tmp_path / name, "text")


def test_the_longest_names_can_be_written(tmp_path: Path) -> None:
    """A name of 255 bytes leaves room for that of the draft, whatever its characters."""
    for name in ("n" * 255, "字" * 85):
        save_text(tmp_path / name, "text")
    assert len(list(tmp_path.iterdir())) == 2


def test_everything_is_on_the_disk_before_the_name_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new file is synced, then renamed, then the folder is synced: a power cut finds the old or the new one."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        size = os.fstat(descriptor).st_size
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else f"file of {size}")
        fsync(descriptor)

    def replaced(self: Path, other: Path) -> Path:
        done.append(f"{other.name} replaced")
        return replace(self, other)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    save_bytes(tmp_path / "a.txt", BIG)
    assert done == [f"file of {len(BIG)}", "a.txt replaced", "folder"]


def test_what_a_killed_writer_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    """The next write of a file removes the drafts that nobody holds, and no other file."""
    target = tmp_path / "a.txt"
    stray = tmp_path / ".a.txt.0123456789ab.tmp"
    alike = [tmp_path / name for name in (".b.txt.0123456789ab.tmp", ".a.txt.tmp", ".a.txt.0123456789ab.tmp.gz")]
    for path in (stray, *alike):
        path.write_text("part")
    with child(lambda: write_slowly(target)) as process:
        while not (drafts := set(tmp_path.glob(".a.txt.*.tmp")) - {stray}):
            assert os.waitpid(process, os.WNOHANG) == (0, 0)
        save_text(target, "new")
        assert not stray.exists()
        assert all(draft.exists() for draft in drafts)
        os.kill(process, signal.SIGKILL)
    assert all(draft.exists() for draft in drafts)
    save_text(target, "newer")
    assert sorted(tmp_path.iterdir()) == sorted([target, *alike])


def test_where_there_are_no_locks_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, which keeps open files from being removed, a draft is renamed once it is closed, and strays go."""
    target, stray = tmp_path / "a.txt", tmp_path / ".a.txt.0123456789ab.tmp"
    renamed: list[bool] = []
    replace = Path.replace

    def noted(self: Path, other: Path) -> Path:
        renamed.append(str(self.resolve()) in [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()])
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", noted)
    save_text(target, "with locks")
    stray.write_text("part", encoding="utf-8")
    monkeypatch.setattr(files, "fcntl", None)
    save_text(target, "without")
    assert renamed == [True, False]
    assert target.read_text(encoding="utf-8") == "without"
    assert list(tmp_path.iterdir()) == [target]


def test_a_draft_that_another_took_for_a_stray_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between making a draft and locking it another process may remove it; the text still comes to its place."""
    target = tmp_path / "a.txt"
    lock, locked = fcntl.flock, []

    def late(descriptor: int, operation: int) -> None:
        if not locked:
            (draft,) = tmp_path.iterdir()
            draft.unlink()
        locked.append(descriptor)
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    save_text(target, "new")
    assert len(locked) == 2
    assert target.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_no_code_is_unpacked_from_an_archive(tmp_path: Path) -> None:
    """All files of the package but its modules lie in a folder; what else the archive holds stays in it."""
    archive = tmp_path / "app.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("mlcareer_graph/files.py", "mlcareer_graph/views/page.css", "mlcareer_graph_2/a.css", "b.css"):
            made.writestr(name, name)
    folder = files._unpacked(archive / "mlcareer_graph")
    found = [path.relative_to(folder.parent).as_posix() for path in folder.parent.rglob("*") if path.is_file()]
    assert found == ["mlcareer_graph/views/page.css"]
    assert (folder / "views/page.css").read_text(encoding="utf-8") == "mlcareer_graph/views/page.css"
    assert files._unpacked(archive / "mlcareer_graph") == folder
    shutil.rmtree(folder.parent)


def test_a_limit_on_the_size_of_files_is_an_error_and_loses_nothing(tmp_path: Path) -> None:
    """Where the system lets no file grow so long, the old one stays, and no part of the new one does."""
    target = tmp_path / "a.txt"
    target.write_text("old")

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        assert_refused(target, "File too large")

    assert run(limited) == 0
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to mount a disk")
def test_a_full_disk_is_an_error_and_loses_nothing(tmp_path: Path) -> None:
    """On a disk with too little room for the new file the old one stays whole, and the room is given back."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(tmp_path)], check=False)
    if mounted.returncode:
        pytest.skip("disks cannot be mounted here")
    try:
        target = tmp_path / "a.txt"
        save_bytes(target, b"o" * 60_000)
        for _ in range(3):
            assert_refused(target, "No space left")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"o" * 60_000]
        save_bytes(target, b"n" * 60_000)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o777, 0o444)])
def test_what_may_not_be_written_is_not(tmp_path: Path, folder: int, file: int) -> None:
    """A folder that is read-only takes no file, and a file that is read-only is not replaced."""
    place = tmp_path / "place"
    place.mkdir()
    target = place / "a.txt"
    target.write_text("old")

    def unprivileged() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        os.chdir(place)
        assert_refused(Path("a.txt"), "Permission denied|read-only")

    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    target.chmod(file)
    place.chmod(folder)
    try:
        assert run(unprivileged) == 0
        assert [path.read_text() for path in place.iterdir()] == ["old"]
    finally:
        place.chmod(0o755)


def test_of_four_writers_and_a_reader_none_sees_a_part(tmp_path: Path) -> None:
    """Four processes write one file at the same time, and it is always one of their texts; nothing is left over."""
    target = tmp_path / "a.txt"
    texts = {bytes([letter]) * 300_000 for letter in b"abcd"}
    save_bytes(target, b"a" * 300_000)

    def write(letter: int) -> None:
        for _ in range(25):
            save_bytes(target, bytes([letter]) * 300_000)

    writers = [fork(lambda letter=letter: write(letter)) for letter in b"abcd"]
    seen = []
    while writers:
        content = target.read_bytes()
        assert content in texts
        seen.append(content[:1])
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended:
            writers.remove(ended)
            assert status == 0
    assert len(set(seen)) > 1
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("naive", "code"), [([], 0), (["--naive"], 1)])
def test_killing_a_writer_loses_nothing(naive: list[str], code: int) -> None:
    """Writers killed at random moments leave every file whole; with files written in place that is noticed."""
    command = [sys.executable, str(ROOT / "benchmarks" / "faults.py"), "--kills", "60", *naive]
    ended = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == code, ended.stdout + ended.stderr
    interrupted = int(ended.stdout.split(" in the midst")[0].split()[-1])
    assert interrupted >= (1 if naive else 20)


def test_nothing_else_in_the_package_writes_files() -> None:
    """All writing goes through `mlcareer_graph.files`: no module opens a file to write, or calls what does."""
    package = Path(mlcareer_graph.__file__).parent
    found = {
        f"{path.relative_to(package).as_posix()}: {name}"
        for path in package.rglob("*.py")
        for name in writing_calls(ast.parse(path.read_text(encoding="utf-8")))
        if path != package / "files.py"
    }
    assert found == NO_FILES
    assert set(writing_calls(ast.parse((package / "files.py").read_text(encoding="utf-8")))) == {"mkdtemp", "open"}


@pytest.mark.parametrize(
    "code",
    [
        *(
            "open(p, 'w')",
            "p.open('ab')",
            "open(p, mode='x')",
            "p.open(mode=m)",
            "gzip.open(p, 'wt')",
            "p.write_text(t)",
        ),
        *("os.open(p, os.O_RDWR)", "frame.to_csv(p)", "shutil.copy(p, q)", "json.dump(d, f)", "io.FileIO(p, 'w')"),
    ],
)
def test_other_ways_of_writing_are_noticed(code: str) -> None:
    """The test above would find them."""
    assert list(writing_calls(ast.parse(code)))


def writing_calls(tree: ast.AST) -> Iterator[str]:
    """The names of what is called in a module and writes a file."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        module = getattr(getattr(node.func, "value", None), "id", "")
        if name in ("open", "FileIO"):
            of_path = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") not in (
                "io",
                "gzip",
                "os",
            )
            position = 0 if of_path else 1
            modes = [*node.args[position : position + 1], *(k.value for k in node.keywords if k.arg == "mode")]
            if any(not (isinstance(mode, ast.Constant) and re.fullmatch("[rbt]+", str(mode.value))) for mode in modes):
                yield name
        elif WRITES.match(name) or (module == "shutil" and name != "get_terminal_size"):
            yield name


def assert_refused(target: Path, reason: str) -> None:
    """Writing much to a file is a SaveError of one sentence."""
    with pytest.raises(SaveError, match=reason) as caught:
        save_bytes(target, BIG)
    assert "\n" not in str(caught.value)


def write_slowly(target: Path) -> NoReturn:
    """Write a file, and stop before it is renamed."""

    def stop(descriptor: int) -> None:
        signal.pause()

    os.fsync = stop
    save_text(target, "slow")
    raise SystemExit


class child:  # noqa: N801
    """Another process for as long as a block lasts."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.process = fork(work)

    def __enter__(self) -> int:
        return self.process

    def __exit__(self, *error: object) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def run(work: Callable[[], object]) -> int:
    """The exit status of another process that does something."""
    return os.waitpid(fork(work), 0)[1]


def fork(work: Callable[[], object]) -> int:
    """Start another process that does something."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)
