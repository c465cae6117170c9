"""The commands of the user's guide."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT_CODE = re.compile(r"# exit code (\d)$")
PROGRAM = 'mlcareer() { "$PYTHON" -m mlcareer_graph.cli "$@"; }\n'


def test_the_commands_of_the_guide_work_one_after_another(tmp_path):
    """Whoever types the commands of the guide in their order gets an answer to each, with the exit code it tells."""
    blocks = BLOCK.findall((ROOT / "docs" / "guide.md").read_text(encoding="utf-8"))
    assert len(blocks) > 15
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    for block in blocks:
        for command in _commands(block):
            told = EXIT_CODE.search(command)
            done = subprocess.run(
                ["bash", "-c", PROGRAM + command],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            assert done.returncode == (int(told.group(1)) if told else 0), command + done.stderr
            assert "Traceback" not in done.stderr, command
    assert {path.suffix for path in tmp_path.iterdir()} == {".yaml", ".html", ".ics", ".json", ".csv"}


def _commands(block: str) -> list[str]:
    """The lines of a block, or what a here-document makes of several."""
    if "<<" not in block:
        return block.splitlines()
    document, end, rest = block.partition("\nEND\n")
    return [document + end, *rest.splitlines()]
