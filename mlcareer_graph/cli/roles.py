"""Commands about many roles or many people: what is near, what is next, careers over several roles, batches."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from mlcareer_graph.cli.app import app, say, show
from mlcareer_graph.cli.options import Asking, HtmlOption, asking
from mlcareer_graph.errors import InvalidBatchError, LoadError
from mlcareer_graph.files import save_text
from mlcareer_graph.planning import OfferOptions
from mlcareer_graph.terminal import ladder_text, matrix_text, table

ProcessesOption = Annotated[
    int | None, typer.Option(min=1, help="How many processes share the work; one without further interpreters.")
]


@app.command(epilog="Example: mlcareer roles --know Python --know statistics --within-hours 400")
@asking
def roles(
    asked: Asking,
    within_hours: Annotated[float, typer.Option(help="The most hours that a plan may take.")] = 500.0,
) -> None:
    """List the roles within reach of what you know, nearest first."""
    near = asked.graph.reachable_roles(asked.knows, within_hours=within_hours, **asked.options)
    if asked.as_json:
        show([{"id": found.role.id, "hours": found.hours, "steps": len(found.plan.steps)} for found in near])
    else:
        rows = [(f"{found.hours:,.0f}", str(len(found.plan.steps)), found.role.name) for found in near]
        say(table([("hours", "steps", "role"), *rows]) if rows else "No role is within reach.")
    if not near:
        raise typer.Exit(1)


@app.command("next", epilog='Example: mlcareer next "data analyst" "data engineer" --know Python')
@asking
def next_skills(
    asked: Asking,
    targets: Annotated[list[str], typer.Argument(help="The roles that may become the aim.")],
    limit: Annotated[int, typer.Option(help="How many to list at most.")] = 5,
) -> None:
    """List what to learn next: what shortens the ways to the roles most for each hour."""
    offered: Any = {name: value for name, value in asked.options.items() if name in OfferOptions.__annotations__}
    found = asked.graph.next_skills(asked.knows, roles=targets, limit=limit, **offered)
    if asked.as_json:
        show(
            [
                {
                    "id": skill.concept.id,
                    "level": str(skill.level),
                    "hours": skill.hours.likely,
                    "value": skill.value,
                    "saved": dict(skill.saved),
                    "is_exact": skill.is_exact,
                }
                for skill in found
            ]
        )
        return
    rows = [
        (f"{skill.concept.name} to {skill.level}", f"{skill.hours.likely:,.0f}", f"{skill.value:.2f}")
        for skill in found
    ]
    say(table([("learn", "hours", "saved for each hour"), *rows]) if rows else "Nothing is left to learn.")


@app.command(epilog='Example: mlcareer path "data analyst" "data engineer" "ML engineer" --know SQL')
@asking
def path(
    asked: Asking,
    roles_: Annotated[list[str], typer.Argument(metavar="ROLE...", help="The roles of a career, in their order.")],
) -> None:
    """Plan a career over several roles, and say what the ones on the way cost."""
    made = asked.graph.ladder(roles_, asked.knows, **asked.options)
    if asked.as_json:
        show(made.to_dict())
    else:
        say(ladder_text(made, asked.start))
    if not made.is_complete:
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer matrix "data analyst" "data engineer" "data scientist" --csv hours.csv')
@asking
def matrix(
    asked: Asking,
    roles_: Annotated[list[str] | None, typer.Argument(metavar="[ROLE...]", help="The roles; all by default.")] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Save the hours from each role to each.")
    ] = None,
    html: HtmlOption = None,
    role_map: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Save a map, near roles near, as an HTML page.")
    ] = None,
    processes: ProcessesOption = None,
) -> None:
    """Say how far roles are from one another: for each the nearest, and all of it on request."""
    options = asked.options
    made = asked.graph.role_matrix(roles_ or None, processes=processes, progress=sys.stderr.isatty(), **options)
    if csv_file is not None:
        ids = [role.id for role in made.roles]
        save_text(csv_file, _csv([["from", *ids], *([name, *row.values()] for name, row in made.hours.items())]))
    if html is not None:
        made.view().save(html)
    if role_map is not None:
        made.map().save(role_map)
    if asked.as_json:
        show(made.to_dict())
    else:
        say(matrix_text(made))


@app.command(epilog="Example: mlcareer batch people.csv --out plans.csv")
@asking
def batch(
    asked: Asking,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV of target and knows, the names in it separated by ;."),
    ],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to save the CSV of plans; printed.")] = None,
    processes: ProcessesOption = None,
) -> None:
    """Plan for many people: one row of a CSV each."""
    from mlcareer_graph.ontology.records import read_records

    rows = read_records(file, ("target", "knows"))
    wishes = [(row["target"], [name.strip() for name in row["knows"].split(";") if name.strip()]) for _, row in rows]
    options = asked.options
    try:
        made = asked.graph.plan_many(wishes, processes=processes, progress=sys.stderr.isatty(), **options)
    except InvalidBatchError as error:
        position, problem = error.problems[0]
        more = f" (and {len(error.problems) - 1} more such lines)" if len(error.problems) > 1 else ""
        raise LoadError(str(file), f"{problem}{more}", rows[position][0]) from None
    records = made.records()
    if asked.as_json:
        show(records)
        return
    table_ = _csv([list(records[0]), *(record.values() for record in records)]) if records else ""
    if out is None:
        typer.echo(table_, nl=False)
        return
    save_text(out, table_)
    say(f"{len(made)} plans are in {out}.")


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    from mlcareer_graph.interop.csv_table import neutral

    text = io.StringIO()
    cells = ([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()
