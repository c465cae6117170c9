"""Reads hostile files in a process of its own, and tells what came of each and what else was opened on the way.

``python watched_readers.py FOLDER`` reads ``FOLDER/<reader>/<name>`` and prints a JSON object: for each file the error,
its line, what it says, the seconds of processor time, and every other file, socket or process that was opened.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from readers import READERS, read, seeds

_WATCHED = ("open", "socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
_MEMORY = 3 << 30


def main(folder: Path) -> None:
    """Read every file."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    events: list[str] = []
    watching = False

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event.startswith(_WATCHED):
            events.append(f"{event} {arguments[0] if arguments else ''}")

    # Whatever a reader imports on first use is imported before anybody watches.
    for name in READERS:
        warm = folder.parent / f"warm{READERS[name][0]}"
        warm.write_bytes(seeds(name)[0])
        try:
            read(name, warm)
        except Exception as error:
            print(f"{name}: {error!r}", file=sys.stderr)
    sys.addaudithook(note)
    outcomes = {}
    for path in sorted(folder.glob("*/*")):
        events.clear()
        began = time.process_time()
        watching = True
        try:
            read(path.parent.name, path)
            error: Any = None
        except Exception as caught:
            error = caught
        watching = False
        outcomes[path.name] = {
            "error": type(error).__name__,
            "line": getattr(error, "line", None),
            "what": str(error),
            "seconds": time.process_time() - began,
            "opened": [event for event in events if str(path) not in event],
        }
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
