"""The changelog, with what has changed since the last release gathered from its fragments."""

from __future__ import annotations

from pathlib import Path

from pages.markdown import page, plain

KINDS = ("added", "changed", "fixed", "removed")


def changes_page(root: Path) -> str:
    """The page; the fragments stand under the name of the topic that their file has."""
    lines = ["What has changed since the last release, then what the releases say.", ""]
    for kind in KINDS:
        files = sorted((root / "changelog.d").glob(f"*.{kind}.md"))
        if files:
            lines += [f"## {kind.capitalize()}", ""]
        for file in files:
            text = " ".join(file.read_text(encoding="utf-8").split())
            lines += [f"**{plain(file.name.removesuffix(f'.{kind}.md').replace('-', ' '))}.** {text}", ""]
    released = (root / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    if not released:
        lines += ["## Releases", "", "No release has been made yet."]
    for release in released:
        lines += [f"## {release.rstrip()}", ""]
    return page("Changelog", lines)
