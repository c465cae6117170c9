"""The bill of materials of an environment with the wheel alone in it: ``python .ci/sbom.py ENVIRONMENT FILE``.

CycloneDX 1.6 in JSON, checked against its schema. To the packages of Python it adds the scripts that the wheel brings.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[1]
TERMS = {"vis-network": "Apache-2.0 OR MIT"}


def packages(environment: str) -> dict[str, Any]:
    """What cyclonedx-py finds in the environment."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")]
    options = ["--mc-type", "library", "--sv", "1.6", "--output-reproducible", "--no-validate", environment]
    answer = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    bill: dict[str, Any] = json.loads(answer.stdout)
    return bill


def script(file: Path) -> dict[str, Any]:
    """The component for a script in the wheel; its version stands in the comment at its head."""
    data, name = file.read_bytes(), file.name.removesuffix(".min.js")
    version = re.search(rb"^ \* @version (\S+)$", data, re.MULTILINE)
    if version is None or name not in TERMS:
        raise SystemExit(f"{file}: it needs a line ' * @version ...' in its first comment, and its licence in TERMS.")
    reference = f"{name}@{version[1].decode('ascii')}"
    return {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": version[1].decode("ascii"),
        "purl": f"pkg:npm/{reference}",
        "licenses": [{"expression": TERMS[name]}],
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}],
    }


def main(environment: str, file: str) -> None:
    """Write the bill of materials, or end with what is wrong with it."""
    bill = packages(environment)
    vendored = Path(environment).glob("lib/python*/site-packages/mlcareer_graph/views/vendor/*.js")
    scripts = [script(file) for file in sorted(vendored)]
    bill["components"] += scripts
    bill["dependencies"] += [{"ref": component["bom-ref"]} for component in scripts]
    (whole,) = [entry for entry in bill["dependencies"] if entry["ref"] == bill["metadata"]["component"]["bom-ref"]]
    whole["dependsOn"] += [component["bom-ref"] for component in scripts]
    text = json.dumps(bill, indent=2, sort_keys=True) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise SystemExit(f"The bill of materials does not fit the schema of CycloneDX 1.6: {wrong}")
    Path(file).write_text(text, encoding="utf-8")
    print(f"{Path(file).name}: {len(bill['components'])} components")


if __name__ == "__main__":
    main(*sys.argv[1:])
