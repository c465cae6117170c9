"""Make `mlcareer_graph/graph/confusables.py` from Unicode's list of characters that look alike.

    python .ci/make_confusables.py confusables.txt

The list is https://www.unicode.org/Public/security/latest/confusables.txt. What is taken from it are the pairs of a
character and its prototype; left out are characters that decompose canonically, which a skeleton never meets.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import groupby
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "mlcareer_graph" / "graph" / "confusables.py"

_HEAD = '''"""Which characters look like which: the prototypes of Unicode's confusables.txt, as hexadecimal code points.

Version {version} of {day}, made by ``.ci/make_confusables.py``. Each line has a prototype, and behind the
colon the characters and runs of characters that look like it.

Copyright (c) 1991-{year} Unicode, Inc.; used under the Unicode License v3 (SPDX: Unicode-3.0), see LICENSE-unicode.

References:
    Unicode Technical Standard 39, Unicode Security Mechanisms, section 4.
"""

VERSION = "{version}"
"""The version of Unicode that the list is of."""

TABLE = """\\
{table}"""
'''


def main(source: Path) -> None:
    """Write the module."""
    text = source.read_text(encoding="utf-8-sig")
    pairs: dict[str, list[int]] = {}
    for line in text.splitlines():
        parts = [part.strip() for part in line.partition("#")[0].split(";")]
        if len(parts) < 2:
            continue
        character = chr(int(parts[0], 16))
        if unicodedata.normalize("NFD", character) == character:
            pairs.setdefault("+".join(f"{int(code, 16):x}" for code in parts[1].split()), []).append(ord(character))
    version, day = _said(r"Version: ([\d.]+)", text), _said(r"Date: (\d{4}-\d\d-\d\d)", text)
    table = "\n".join(line for prototype in pairs for line in _lines(prototype, sorted(pairs[prototype])))
    TARGET.write_text(_HEAD.format(version=version, day=day, year=day[:4], table=table), encoding="utf-8")


def _said(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(f"this is no confusables.txt: nothing in it is like {pattern}")
    return match[1]


def _lines(prototype: str, codes: list[int]) -> list[str]:
    """The lines of a prototype, of at most 120 characters."""
    runs = []
    for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        members = [code for _, code in run]
        runs.append(f"{members[0]:x}" if len(members) == 1 else f"{members[0]:x}-{members[-1]:x}")
    lines = [f"{prototype}:"]
    for run in runs:
        if len(lines[-1]) + len(run) >= 120:
            lines.append(f"{prototype}:")
        lines[-1] += f" {run}"
    return lines


if __name__ == "__main__":
    main(Path(sys.argv[1]))
