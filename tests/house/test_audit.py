"""What ``.ci/audit.py`` makes of the answers of a vulnerability service, here of one on this machine."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".tools" / "bin" / "python"
KNOWN_BAD = ("jinja2", "2.4.1")
UNANSWERED = "Not audited: the vulnerability service 'osv' gives no answers here: "

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason=".ci/tools.sh has not run")


@contextmanager
def _service(*bad: tuple[str, str]) -> Iterator[str]:
    """The address of a service with the interface of OSV that has an advisory for each of some releases."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = (question["package"]["name"], question["version"]) in bad
            body = json.dumps({"vulns": [{"id": "PYSEC-1", "summary": "An example", "affected": []}]} if known else {})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode("ascii"))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _audited(address: str, requirements: Path) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"PIP_AUDIT_VULNERABILITY_SERVICE": "osv", "PIP_AUDIT_OSV_URL": address}
    command = [PYTHON, ROOT / ".ci" / "audit.py", requirements]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Requirements as ``pip freeze`` lists them."""
    file = tmp_path / "plain.txt"
    file.write_text("anyio==4.9.0\ntornado==6.5.5\n", encoding="utf-8")
    return file


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """Requirements with hashes, one of them not for this platform."""
    file = tmp_path / "locked.txt"
    pins = ("anyio==4.9.0", "tornado==6.5.5 ; sys_platform == 'no-such'")
    file.write_text("".join(f"{pin} \\\n    --hash=sha256:{'0' * 64}\n" for pin in pins), encoding="utf-8")
    return file


def test_an_advisory_fails(plain: Path) -> None:
    """A package with an advisory is named with it, and the exit code is 1."""
    with _service(KNOWN_BAD, ("tornado", "6.5.5")) as address:
        answer = _audited(address, plain)
    assert answer.returncode == 1
    assert "tornado 6.5.5   PYSEC-1" in answer.stdout
    assert "anyio" not in answer.stdout


def test_none_passes(locked: Path) -> None:
    """Without an advisory against what this platform installs the exit code is 0."""
    with _service(KNOWN_BAD, ("tornado", "6.5.5")) as address:
        answer = _audited(address, locked)
    assert (answer.returncode, answer.stdout) == (0, "")
    assert answer.stderr.strip() == "No known vulnerabilities found"


def test_a_service_that_knows_nothing_is_not_taken_for_good_news(plain: Path) -> None:
    """A service that has nothing against what is known to be bad counts as none: one line, exit code 3."""
    with _service() as address:
        answer = _audited(address, plain)
    assert (answer.returncode, answer.stdout) == (3, "")
    (line,) = answer.stderr.splitlines()
    assert line.startswith(UNANSWERED)
    assert line.endswith("it knows nothing against jinja2==2.4.1")


def test_no_service_is_told_in_one_line(plain: Path) -> None:
    """Where nobody answers, one line says so and the exit code is 3."""
    with _service() as address:
        pass
    answer = _audited(address, plain)
    assert (answer.returncode, answer.stdout) == (3, "")
    (line,) = answer.stderr.splitlines()
    assert line.startswith(UNANSWERED)
    assert "refused" in line
