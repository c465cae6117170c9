"""The program: what it is called, how it is left, and how it fails."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from mlcareer_graph.errors import (
    STEERING,
    EndpointError,
    InvalidGraphError,
    InvalidProfileError,
    LoadError,
    MissingSourceError,
    MLCareerError,
    QueryTimeoutError,
    SaveError,
    printable,
)

# The click that typer brings with it, which its newer releases keep to themselves.
_UsageError: Any = typer.BadParameter.__base__

app = typer.Typer(
    name="mlcareer",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """What it takes to work in machine learning, and the provably cheapest way there."""
    if version:
        from mlcareer_graph import __version__

        typer.echo(f"mlcareer {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Args:
        arguments: What follows the name of the program; by default what it was called with.
    """
    try:
        _escape_output()
        code = app(args=arguments, prog_name="mlcareer", standalone_mode=False)
        # Where there is no output at all, it is None.
        if sys.stdout is not None:
            sys.stdout.flush()
        raise SystemExit(code)
    except _UsageError as error:
        command = error.ctx.command_path if error.ctx else "mlcareer"
        _leave(f"{error.format_message().rstrip('.')}; see: {command} --help", 2)
    except typer.Abort:
        _leave("stopped", 1)
    except (EndpointError, InvalidGraphError, InvalidProfileError, LoadError, QueryTimeoutError, SaveError) as error:
        _leave(str(error), 2 if isinstance(error, MissingSourceError) else 1)
    except MLCareerError as error:
        _leave(str(error), 2)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        _discard_output()
        raise SystemExit(0) from None
    except OSError as error:
        _discard_output()
        where = "the output" if error.filename is None else os.fsdecode(error.filename)
        _leave(f"{where} cannot be written ({error.strerror or error}); check where it goes", 1)


def _escape_output() -> None:
    """Have what the terminal has no characters for written as in JSON: ASCII must do, and what is JSON stays so."""
    codecs.register_error("mlcareer-escape", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="mlcareer-escape")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(json.dumps(character)[1:-1] for character in error.object[error.start : error.end]), error.end


def _discard_output() -> None:
    """Let what is still in the buffer go nowhere; Python would try to write it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(message: str, code: int) -> None:
    typer.echo(f"mlcareer: {printable(message)}", err=True)
    raise SystemExit(code)


def say(text: object) -> None:
    """Print what people read; what a name in it would have the terminal do is written as an escape."""
    typer.echo(printable(str(text)))


def show(data: Any) -> None:
    """Print plain data as JSON."""
    show_json(json.dumps(data, ensure_ascii=False, indent=2))


def show_json(text: str) -> None:
    """Print JSON; what a terminal would take for an order stands in it as an escape of JSON, which means the same."""
    typer.echo(STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
