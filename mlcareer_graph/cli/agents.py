"""The command that lets agents ask."""

from __future__ import annotations

from mlcareer_graph.cli.app import app
from mlcareer_graph.cli.options import ExtendOption, GraphOption
from mlcareer_graph.loading import load_graph


@app.command(epilog="Example: mlcareer mcp --extend acme.yaml")
def mcp(graph: GraphOption = None, extend: ExtendOption = None) -> None:
    """Serve the graph to agents by the Model Context Protocol over standard input and output; a client starts this."""
    import signal

    from mlcareer_graph import __version__
    from mlcareer_graph.interop.agents.server import serve

    # The SDK waits for standard input in a thread that Python's own handler cannot interrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve(load_graph(graph, extend=extend or ()), __version__)
