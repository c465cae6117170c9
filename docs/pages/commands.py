"""The page of the command line, written from the program itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pages.markdown import code, page, plain, table


def commands_page(program: Any) -> str:
    """A section for each command.

    Args:
        program: The click command that Typer makes of the program.
    """
    intro = (
        "Every command has `--help`. Exit codes: 0 for success, 1 for no plan or invalid data, 2 for wrong use. "
        "What a program may read comes with `--json`."
    )
    lines = [intro, "", *table(["command", "does"], _overview(program))]
    for name, command in _commands(program):
        lines += _command(f"{program.name} {name}", command)
    return page("Command line", lines)


def _overview(program: Any) -> Iterator[list[str]]:
    for name, command in _commands(program):
        yield [f"[{code(name)}](#{program.name}-{name.replace(' ', '-')})", plain(command.help.splitlines()[0])]


def _commands(program: Any) -> Iterator[tuple[str, Any]]:
    """Each command, those of a group by both names: ``import esco``."""
    for name, command in program.commands.items():
        if hasattr(command, "commands"):
            yield from ((f"{name} {inner}", member) for inner, member in _commands(command))
        else:
            yield name, command


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"({name.replace(' ', '-')})="
    yield f"## {name}"
    yield ""
    yield plain(command.help)
    yield ""
    if command.epilog:
        yield "```sh"
        yield command.epilog.removeprefix("Example: ")
        yield "```"
        yield ""
    arguments = [part for part in command.params if part.param_type_name == "argument"]
    options = [part for part in command.params if part.param_type_name == "option"]
    if arguments:
        yield from table(["argument", "what it is"], [[code(_shape(part)), _help(part)] for part in arguments])
    if options:
        yield from table(["option", "what it does"], [[code(_shape(part)), _help(part)] for part in options])


def _shape(part: Any) -> str:
    if part.param_type_name == "argument":
        return part.metavar or part.name.upper()
    spelled = " / ".join([", ".join(part.opts), *part.secondary_opts])
    return spelled if part.is_flag else f"{spelled} {part.metavar or 'VALUE'}"


def _help(part: Any) -> str:
    text = plain(part.help or "")
    has_default = part.default not in (None, False, [], ()) and not callable(part.default)
    if has_default and not getattr(part, "is_flag", False) and not part.required:
        text += f" By default {code(str(part.default))}."
    return text
