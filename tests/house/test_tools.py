"""The lock of the tools of CI fits what ``pyproject.toml`` asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / ".ci" / "tools.txt").read_text(encoding="utf-8")


def test_every_tool_is_locked_within_its_bounds() -> None:
    """Each requirement of the groups of tools has one exact version in the lock, and that fits it."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE))
    for text in (*groups["lint"], *groups["release"]):
        wanted = Requirement(text)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), text


def test_everything_in_the_lock_has_hashes() -> None:
    """Each entry is an exact version of a package from the index, with at least one SHA-256."""
    entries = re.split(r"\n(?! )", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.fullmatch(r"[\w.-]+==[\w.]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+", entry), entry


def test_the_way_to_renew_it_is_the_one_told() -> None:
    """The command at the head of the lock is that of CONTRIBUTING.md, which also takes newer versions."""
    (command,) = re.findall(r"^#    (uv pip compile .+)$", LOCK, re.MULTILINE)
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace(" --upgrade", "")
    assert f".venv/bin/{command}\n" in told
