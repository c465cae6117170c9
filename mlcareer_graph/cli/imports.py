"""Commands that read other people's data into a graph: ``mlcareer import esco`` and ``mlcareer import onet``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlcareer_graph.cli.app import app, say, show
from mlcareer_graph.cli.options import JsonOption

if TYPE_CHECKING:
    from mlcareer_graph.interop.published.report import Imported

imports = typer.Typer(name="import", help="Read ESCO or O*NET as a graph to plan with.", no_args_is_help=True)
app.add_typer(imports)

OutOption = Annotated[
    Path, typer.Option("--out", "-o", metavar="FILE", help="Where to; .json, .ttl, .nq, .nt, .jsonld or .rdf.")
]
ReleaseOption = Annotated[
    str | None, typer.Option(metavar="VERSION", help="The release; by default what the folder is called.")
]
JoinOption = Annotated[
    bool, typer.Option("--join", help="Put the shipped competencies, with hours and education, where both know them.")
]


@imports.command(epilog='Example: mlcareer import esco "ESCO dataset - v1.2.0 - en - csv" -o esco.json')
def esco(
    folder: Annotated[Path, typer.Argument(help="The unpacked CSV download of ESCO.")],
    out: OutOption,
    language: Annotated[str, typer.Option(help="The language of the names, as the files spell it.")] = "en",
    release: ReleaseOption = None,
    join: JoinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read ESCO: occupations as roles, with their essential and optional skills; a plan follows with --graph."""
    from mlcareer_graph.interop import esco as reader

    _save(reader.read(folder, language, version=release), out, join=join, as_json=as_json)


@imports.command(epilog="Example: mlcareer import onet db_29_3_text -o onet.json --join")
def onet(
    folder: Annotated[Path, typer.Argument(help="The unpacked text files of O*NET.")],
    out: OutOption,
    release: ReleaseOption = None,
    join: JoinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read O*NET: occupations as roles, with skills, knowledge and technologies; a plan follows with --graph."""
    from mlcareer_graph.interop import onet as reader

    _save(reader.read(folder, version=release), out, join=join, as_json=as_json)


def _save(imported: Imported, out: Path, *, join: bool, as_json: bool) -> None:
    graph, report = imported.graph, imported.report
    joined = None
    if join:
        from mlcareer_graph.interop.join import join as join_graphs

        joined = join_graphs(graph)
        graph = joined.graph
    graph.save(out)
    if as_json:
        show(
            {
                "file": str(out),
                "concepts": len(graph),
                "taken": dict(report.taken),
                "left_out": [asdict(left) for left in report.left_out],
                "absent": list(report.absent),
            }
        )
        return
    say(report)
    if joined is not None:
        say(joined)
    say(f"{len(graph):,} concepts are in {out}.")
