"""Apache Jena, as Debian packages it, for tests that ask another implementation."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

JARS = Path("/usr/share/java")
_NAMES = (
    *("jena-*", "thrift", "slf4j-api", "slf4j-simple", "commons-*", "gson", "guava", "jackson-*", "jsonld-java"),
    *("titanium-json-ld", "jakarta.json*", "dexx.collection", "httpclient", "httpclient-cache", "httpcore", "protobuf"),
)
_MARK = '<http://example.org/mark> <http://example.org/mark> "mark" .'


def class_path(folder: Path) -> str:
    """Where Java finds Jena; the test is skipped where Java or Jena is absent.

    Args:
        folder: A folder that may be written to.
    """
    if shutil.which("java") is None or not (JARS / "jena-core.jar").exists():
        reason = "Java or Apache Jena is absent: apt-get install default-jre-headless libapache-jena-java"
        if "REQUIRE_JAVA" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    # Debian moved the classes of Jena's copy of Xerces to another package, and left their messages behind.
    old = "org/apache/jena/ext/"
    with zipfile.ZipFile(JARS / "jena-core.jar") as archive:
        for name in archive.namelist():
            if name.startswith(old) and name.endswith(".properties"):
                target = folder / name.removeprefix(old)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
    return ":".join([str(folder), *sorted(str(jar) for name in _NAMES for jar in JARS.glob(f"{name}.jar"))])


def read(files: Sequence[Path], folder: Path) -> list[set[str]]:
    """The quads that Jena reads from each of some files, as lines of N-Quads.

    One Java reads them all; a file with a mark between them tells where one ends.
    """
    classes = class_path(folder)
    mark = folder / "mark.nt"
    mark.write_text(f"{_MARK}\n", encoding="utf-8")
    between = [place for file in files for place in (str(file), str(mark))]
    command = ["java", "-XX:+UseSerialGC", "-cp", classes, "riotcmd.riot", "--output=nquads", *between]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    parts = result.stdout.split(f"{_MARK}\n")
    assert len(parts) == len(files) + 1
    return [set(part.splitlines()) for part in parts[:-1]]
