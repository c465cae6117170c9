"""Prints the version that a release of this checkout would have, or every reason why there can be none."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def git(*arguments: str) -> list[str]:
    """The lines that git prints, none if it fails."""
    answer = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
    return answer.stdout.splitlines()


def some(names: list[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def objections(version: str) -> Iterator[str]:
    """What speaks against a release, each with what to do."""
    states = git("status", "--porcelain", "--untracked-files=all")
    changed = [line[3:] for line in states if not line.startswith("??")]
    if changed:
        yield f"Files differ from the commit ({some(changed)}): commit or stash them."
    strangers = [line[3:] for line in states if line.startswith("??")]
    if strangers:
        yield f"Files are not in the repository ({some(strangers)}): add and commit them, or remove them."
    branch = git("symbolic-ref", "--quiet", "--short", "HEAD")
    if branch != ["main"]:
        place = f"on {branch[0]}" if branch else "on no branch"
        yield f"Releases are made from main, and HEAD is {place}: git switch main."
    if f"v{version}" not in git("tag", "--points-at", "HEAD"):
        yield f"HEAD is not tagged v{version}, for the version in pyproject.toml: git tag v{version}."
    if (ROOT / "dist").exists() and any((ROOT / "dist").iterdir()):
        yield "dist/ is not empty, and what lies there could be uploaded by mistake: move it away."


def main() -> int:
    """0 and the version, or 1 and the objections."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    against = list(objections(version))
    for objection in against:
        print(f"No release. {objection}", file=sys.stderr)
    if against:
        return 1
    print(version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
