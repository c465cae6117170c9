"""The README does what it says."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_two_commands_are_one_fence_of_two_lines() -> None:
    """Under "Two commands" stands one sh fence: the main job, then the tests, each with its own set-up."""
    section = README.split("\n## Two commands\n")[1].split("\n## ")[0]
    fences = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert len(fences) == 1
    job, tests = fences[0].splitlines()
    assert "mlcareer plan" in job
    assert "pytest" in tests
    assert all(line.startswith("python3 -m venv ") for line in (job, tests))


def test_every_link_leads_to_a_file() -> None:
    """Each relative link of the README and the contributing guide leads somewhere."""
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), f"{page} links to {target}"
