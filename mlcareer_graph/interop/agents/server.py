"""The graph as a server of the Model Context Protocol (https://modelcontextprotocol.io), over standard streams.

An agent lists the tools of `mlcareer_graph.interop.agents.tools` and calls them. They only read. What is wrong with a
call is a tool error of one sentence, from which an agent can correct itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import MissingExtraError, MLCareerError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.agents.tools import SECONDS, Tool, tools

if TYPE_CHECKING:
    from mcp.server import Server

_GRACE = 10.0
"""Seconds beyond those of the search in which an answer has to be there."""

_MOST_CHARACTERS = 400_000
"""The length of an answer beyond which it is refused; no answer on the shipped graph is nearly as long."""

_MOST_SAID = 500
"""Characters of an error that are passed on."""

_INSTRUCTIONS = """\
What it takes to work in machine learning, as a sourced knowledge graph, and the provably cheapest way from what a
person knows to a role. Levels are awareness, working, practitioner and expert. Hours are estimates: low, likely, high.
Names may be given as people use them; where one is not known, the error suggests others."""


def serve(graph: CareerGraph, version: str) -> None:
    """Serve a graph over standard input and output until the client hangs up.

    Args:
        graph: The graph.
        version: What clients are told of the version.

    Raises:
        MissingExtraError: The SDK of the protocol is not installed.
    """
    try:
        import anyio
        from mcp.server.stdio import stdio_server
    except ImportError:
        raise MissingExtraError("mcp", "mcp") from None
    server = make_server(graph, version)

    async def run() -> None:
        async with stdio_server() as (requests, answers):
            await server.run(requests, answers, server.create_initialization_options())

    anyio.run(run)


def make_server(graph: CareerGraph, version: str, seconds: float = SECONDS + _GRACE) -> Server[Any]:
    """A server that answers the tools on a graph.

    Args:
        graph: The graph.
        version: What clients are told of the version.
        seconds: How long an answer may take.

    Raises:
        MissingExtraError: The SDK of the protocol is not installed.
    """
    try:
        import anyio
        import mcp_types as types
        from mcp.server import Server
        from mcp.shared.exceptions import MCPError
    except ImportError:
        raise MissingExtraError("mcp", "mcp") from None

    # What is computed once and kept on the graph is computed by one call at a time.
    one_at_a_time = anyio.CapacityLimiter(1)

    async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[described(tool) for tool in tools().values()])

    def described(tool: Tool) -> types.Tool:
        return types.Tool(
            name=tool.name,
            description=tool.description,
            input_schema=dict(tool.takes),
            output_schema=dict(tool.gives),
            annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
        )

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools().get(params.name)
        if tool is None:
            message = f"there is no tool {params.name[:100]!r}; there are {', '.join(tools())}"
            raise MCPError(types.INVALID_PARAMS, message)
        with anyio.move_on_after(seconds):
            # A search that is given up ends by itself, soon after, by its own limit.
            found = await anyio.to_thread.run_sync(
                answer, graph, tool, params.arguments or {}, limiter=one_at_a_time, abandon_on_cancel=True
            )
            return result(found)
        return result(f"no answer within {seconds:g} seconds; ask for less, such as fewer roles, or later again")

    def result(found: dict[str, Any] | str) -> types.CallToolResult:
        if isinstance(found, str):
            return types.CallToolResult(content=[types.TextContent(type="text", text=found)], is_error=True)
        text = json.dumps(found, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=found)

    return Server(
        "mlcareer",
        version=version,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def answer(graph: CareerGraph, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any] | str:
    """The answer of a tool, or in one sentence why there is none."""
    wrong = _wrong(tool, arguments)
    if wrong:
        return wrong
    try:
        found = tool.answer(graph, arguments)
    except MLCareerError as error:
        return _sentence(str(error))
    except Exception as error:
        # One question that fails unforeseen must not end the conversation.
        print(f"mlcareer mcp: {tool.name}: {error!r}", file=sys.stderr)
        return _sentence(f"{tool.name} failed on this: {type(error).__name__}; ask otherwise")
    length = len(json.dumps(found, ensure_ascii=False))
    if length > _MOST_CHARACTERS:
        return f"the answer would have {length:,} characters, more than {_MOST_CHARACTERS:,}; ask for less"
    return found


def _wrong(tool: Tool, arguments: Mapping[str, Any]) -> str:
    """What keeps the arguments from being what a tool takes, in a sentence; nothing if all is well."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(tool.takes).iter_errors(arguments))
    if error is None:
        return ""
    said = error.message
    if error.validator == "anyOf":
        said = f"{error.instance!r} is neither {' nor '.join(part['description'] for part in error.schema['anyOf'])}"
    # What was given may be long and stands in front; what is wrong with it stands behind.
    said = said if len(said) <= _MOST_SAID else f"...{said[-200:]}"
    place = ".".join(map(str, error.absolute_path)) or "the arguments"
    return _sentence(f"{tool.name}: {place}: {said}")


def _sentence(text: str) -> str:
    """A text on one line, and not longer than anybody reads."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SAID else f"{line[:_MOST_SAID]}..."
