"""Asks what is known against packages: ``python .ci/audit.py FILE ...``, each file a list of requirements.

The exit code is 0 if nothing is known against any of them, 1 if something is or a package is unknown to the service,
and 3 if the service gives no answers here. A service that knows no package looks to pip-audit like one that has nothing
against any, so it is first asked about a release that every such service has advisories for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

NO_ANSWER = 3
AUDIT = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
WITHOUT_ADVICE = os.environ | {"PIP_AUDIT_LOGLEVEL": "ERROR"}
KNOWN_BAD = "jinja2==2.4.1"  # CVE-2014-1402, CVE-2016-10745, CVE-2019-10906


def what_is_missing() -> str | None:
    """Why the service is of no use, or None if it knows what it has to."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "known-bad.txt"
        file.write_text(KNOWN_BAD, encoding="utf-8")
        command = [*AUDIT, "--timeout", "10", "--format", "json", "-r", str(file)]
        answer = subprocess.run(command, env=WITHOUT_ADVICE, capture_output=True, text=True, check=False)
    try:
        (package,) = json.loads(answer.stdout)["dependencies"]
    except ValueError:
        return (answer.stderr.strip() or "it says nothing").splitlines()[-1]
    return None if package.get("vulns") else package.get("skip_reason", f"it knows nothing against {KNOWN_BAD}")


def main(files: list[str]) -> int:
    """The exit code for lists of requirements, each with or without hashes."""
    service = os.environ.get("PIP_AUDIT_VULNERABILITY_SERVICE", "pypi")
    missing = what_is_missing()
    if missing is not None:
        print(f"Not audited: the vulnerability service {service!r} gives no answers here: {missing}", file=sys.stderr)
        return NO_ANSWER
    runs = [subprocess.run([*AUDIT, "--strict", "-r", file], env=WITHOUT_ADVICE, check=False) for file in files]
    return int(any(run.returncode for run in runs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
