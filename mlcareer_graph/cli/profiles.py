"""Commands about what a person knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlcareer_graph.cli.app import app, say, show
from mlcareer_graph.cli.options import ExtendOption, GraphOption, JsonOption
from mlcareer_graph.loading import load_graph
from mlcareer_graph.terminal import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlcareer_graph.interop.people.profile_reading import ProfileReading, Understood


@app.command(epilog="Example: mlcareer profile resume.json --save me.yaml")
def profile(
    file: Annotated[
        Path, typer.Argument(help="A JSON Resume, a CSV table of skills, a list or CV as text, or a profile.")
    ],
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the profile, a file that ends in .yaml or .json.")
    ] = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Read what a person knows from a file, and show what was understood and what was not."""
    from mlcareer_graph.interop.profiles import load_profile

    reading = load_profile(file, load_graph(graph, extend=extend or ()))
    if save is not None:
        reading.profile.save(save)
    if as_json:
        show(reading.to_dict())
    else:
        say(_text(reading))
        if save is not None:
            say(f"\nThe profile is in {save}; mlcareer plan TARGET --profile {save} starts from it.")


def _text(reading: ProfileReading) -> str:
    lines = [str(reading)]
    if reading.understood:
        lines += ["", _table(("known", "level", "where", "text", "because"), reading.understood)]
    elif reading.profile.levels or reading.profile.credentials:
        lines += ["", *(f"  {entry}" for entry in reading.profile.entries())]
    if reading.suggested:
        lines += ["", "Perhaps known too; nothing is made of it:"]
        lines += [_table(("name", "level", "where", "text", "because"), reading.suggested)]
    if reading.not_understood:
        rows = [("where", "text", "why it is left out")]
        rows += [(part.path, _flat(part.text), part.because) for part in reading.not_understood]
        lines += ["", table(rows)]
    return "\n".join(lines)


def _table(header: tuple[str, ...], parts: Sequence[Understood]) -> str:
    rows = [header]
    for part in parts:
        level = "" if part.level is None else str(part.level)
        rows.append((part.concept.name, level, part.path, _flat(part.text), part.because))
    return table(rows)


def _flat(text: str) -> str:
    """A text of somebody else's file on one line, without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:200]).split())[:40]
