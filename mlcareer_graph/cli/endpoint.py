"""The command that writes a graph to a store."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcareer_graph.cli.app import app, say, show
from mlcareer_graph.cli.options import ExtendOption, GraphOption, JsonOption
from mlcareer_graph.loading import load_graph
from mlcareer_graph.terminal import table


@app.command(epilog="Example: mlcareer push http://localhost:7878")
def push(
    url: Annotated[str, typer.Argument(help="The address of a SPARQL server.")],
    store: Annotated[
        str | None, typer.Option(help="Where below it the graph store is; data for Fuseki, an empty text for none.")
    ] = "store",
    update: Annotated[str, typer.Option(help="Where below it updates go.")] = "update",
    username: Annotated[str | None, typer.Option(envvar="MLCAREER_USERNAME", help="Who asks.")] = None,
    password: Annotated[
        str | None, typer.Option(envvar="MLCAREER_PASSWORD", help="Best given by the variable, which nobody sees.")
    ] = None,
    token: Annotated[str | None, typer.Option(envvar="MLCAREER_TOKEN", help="A bearer token, likewise.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds that one request may take.")] = 60.0,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Write the graph to a store with SPARQL 1.1, in the place of what was there."""
    from mlcareer_graph.interop.endpoint import Endpoint

    endpoint = Endpoint(
        url,
        update=update,
        store=store or None,
        username=username,
        password=password,
        token=token,
        timeout=timeout,
    )
    counts = load_graph(graph, extend=extend or ()).push(endpoint)
    if as_json:
        show(dict(counts))
    else:
        say(table([("graph", "triples"), *((name, f"{count:,}") for name, count in counts.items())]))
