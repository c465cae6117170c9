"""``python -m mlcareer_graph.cli`` is ``mlcareer``."""

from mlcareer_graph.cli import main

main()
