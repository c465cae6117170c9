"""The command line: ``mlcareer plan``, ``gap``, ``next``, ``roles``, ``show``, ``view`` and so on.

Exit codes: 0 for success, 1 for no plan or invalid data, 2 for wrong use. Every error is one line that says what
to do instead.
"""

from mlcareer_graph.cli import agents, concepts, endpoint, imports, plans, profiles, reasons, roles, sparql
from mlcareer_graph.cli.app import app, main

__all__ = [
    "agents",
    "app",
    "concepts",
    "endpoint",
    "imports",
    "main",
    "plans",
    "profiles",
    "reasons",
    "roles",
    "sparql",
]
