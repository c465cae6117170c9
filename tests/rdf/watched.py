"""Reads files of RDF in a process of its own and tells what came of it, and what was opened on the way.

``python watched.py FOLDER`` prints, as JSON, for each file of the folder: the error, its line, what it says, the
seconds it took, and every file, socket or process that was opened besides the file itself.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from mlcareer_graph import CareerGraph
from mlcareer_graph.rdf import read_graph

_WATCHED = ("open", "socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")


def main(folder: Path) -> None:
    """Read every file."""
    events: list[str] = []
    watching = False

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event.startswith(_WATCHED):
            events.append(f"{event} {arguments[0] if arguments else ''}")

    # Whatever a reader imports on first use is imported before anybody watches.
    calculus = CareerGraph.from_dict({"concepts": [{"id": "calculus", "kind": "skill", "name": "Calculus"}]})
    for suffix in (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".ttl.gz"):
        calculus.save(folder.parent / f"warm{suffix}")
        read_graph(folder.parent / f"warm{suffix}")
    sys.addaudithook(note)
    outcomes = {}
    for path in sorted(folder.iterdir()):
        events.clear()
        began = time.process_time()
        watching = True
        try:
            read_graph(path)
            error: Any = None
        except Exception as caught:
            error = caught
        watching = False
        others = [event for event in events if event != f"open {path}"]
        outcomes[path.name] = {
            "error": type(error).__name__,
            "line": getattr(error, "line", None),
            "what": str(error),
            "seconds": time.process_time() - began,
            "opened": others,
        }
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
