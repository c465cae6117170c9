"""The command line: ``mlcareer plan | schedule | roles | path | matrix | batch | next | gap | ...``.

Exit codes: 0 for success, 1 for no plan or invalid data, 2 for wrong use. Every error is one line that says what
to do instead.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from mlcareer_graph.errors import (
    InvalidBatchError,
    InvalidGraphError,
    LoadError,
    MissingSourceError,
    MLCareerError,
    SaveError,
    UnknownOptionError,
)
from mlcareer_graph.files import save_text
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.loading import load_graph
from mlcareer_graph.model import CONCEPT_KINDS, Concept
from mlcareer_graph.terminal import (
    check_record,
    check_text,
    concept_text,
    gap_text,
    ladder_text,
    matrix_text,
    plan_text,
    schedule_text,
    table,
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

GraphOption = Annotated[
    str | None, typer.Option("--graph", metavar="FILE", help="A graph of your own: a YAML folder or file, or RDF.")
]
ExtendOption = Annotated[
    list[str] | None, typer.Option("--extend", metavar="FILE", help="Concepts to lay on top; may be repeated.")
]
KnowOption = Annotated[
    list[str] | None,
    typer.Option("--know", "-k", metavar="NAME[:LEVEL]", help="Something you know or a degree you hold; repeatable."),
]
EducationOption = Annotated[
    str, typer.Option(help="Courses as steps: checked offers, all, or none for self-study alone.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
ProcessesOption = Annotated[
    int | None, typer.Option(min=1, help="How many processes share the work; one without further interpreters.")
]
AssumeOption = Annotated[
    bool,
    typer.Option(
        "--assume-prerequisites/--literal", help="Take what underlies the known as known, or the profile literally."
    ),
]


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


@app.command(epilog='Example: mlcareer plan "machine learning engineer" --know Python --know SQL:practitioner')
def plan(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    objective: Annotated[str, typer.Option(help="What to minimise: hours, price, weeks or steps.")] = "hours",
    degrees: Annotated[
        str, typer.Option(help="report shows the degrees a role asks for; employer and strict make them part.")
    ] = "report",
    preferred: Annotated[bool, typer.Option("--preferred", help="Include what the role merely prefers.")] = False,
    assume_prerequisites: AssumeOption = True,
    hours_per_week: Annotated[float, typer.Option(help="Hours of study in a week.")] = 10.0,
    education: EducationOption = "checked",
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Do without a skill, technology, course or its provider.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds after which the best plan so far is shown.")] = 30.0,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the plan as an HTML page.")] = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Find the cheapest way from what you know to a role."""
    made = load_graph(graph, extend=extend or ()).plan(
        target,
        know or (),
        include_preferred=preferred,
        degrees=degrees,
        objective=objective,
        assume_prerequisites=assume_prerequisites,
        hours_per_week=hours_per_week,
        education=education,
        exclude=exclude or (),
        time_limit=time_limit,
    )
    if html is not None:
        made.view().save(html)
    typer.echo(_json(made.to_dict()) if as_json else plan_text(made, hours_per_week))
    if html is not None and not as_json:
        typer.echo(f"\nThe page is in {html}.")
    if made.status == "infeasible":
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer schedule "data analyst" --know Python --hours-per-week 8 --ics plan.ics')
def schedule(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    hours_per_week: Annotated[float, typer.Option(help="Hours that a week has for it.")] = 10.0,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day, as 2027-01-04; today.")] = None,
    ics: Annotated[Path | None, typer.Option(metavar="FILE", help="Save a calendar, a file that ends in .ics.")] = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Put the cheapest way to a role into weeks and dates."""
    plan_ = load_graph(graph, extend=extend or ()).plan(target, know or (), hours_per_week=hours_per_week)
    if plan_.status == "infeasible":
        typer.echo(str(plan_))
        raise typer.Exit(1)
    made = plan_.schedule(start=_day(start))
    if ics is not None:
        made.save(ics)
    typer.echo(_json(made.to_dict()) if as_json else schedule_text(made))


@app.command(epilog="Example: mlcareer roles --know Python --know statistics --within-hours 400")
def roles(
    know: KnowOption = None,
    within_hours: Annotated[float, typer.Option(help="The most hours that a plan may take.")] = 500.0,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """List the roles within reach of what you know, nearest first."""
    career = load_graph(graph, extend=extend or ())
    near = career.reachable_roles(know or (), within_hours=within_hours, education=education)
    if as_json:
        typer.echo(
            _json([{"id": found.role.id, "hours": found.hours, "steps": len(found.plan.steps)} for found in near])
        )
    else:
        rows = [(f"{found.hours:,.0f}", str(len(found.plan.steps)), found.role.name) for found in near]
        typer.echo(table([("hours", "steps", "role"), *rows]) if rows else "No role is within reach.")
    if not near:
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer path "data analyst" "data engineer" "ML engineer" --know SQL')
def path(
    roles_: Annotated[list[str], typer.Argument(metavar="ROLE...", help="The roles of a career, in their order.")],
    know: KnowOption = None,
    hours_per_week: Annotated[float, typer.Option(help="Hours of study in a week.")] = 10.0,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day, as 2027-01-04; today.")] = None,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Plan a career over several roles, and say what the ones on the way cost."""
    career = load_graph(graph, extend=extend or ())
    made = career.ladder(roles_, know or (), hours_per_week=hours_per_week, education=education)
    typer.echo(_json(made.to_dict()) if as_json else ladder_text(made, _day(start)))
    if not made.is_complete:
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer matrix "data analyst" "data engineer" "data scientist" --csv hours.csv')
def matrix(
    roles_: Annotated[list[str] | None, typer.Argument(metavar="[ROLE...]", help="The roles; all by default.")] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Save the hours from each role to each.")
    ] = None,
    processes: ProcessesOption = None,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Say how far roles are from one another: for each the nearest, and all of it on request."""
    career = load_graph(graph, extend=extend or ())
    made = career.role_matrix(roles_ or None, processes=processes, progress=sys.stderr.isatty(), education=education)
    if csv_file is not None:
        ids = [role.id for role in made.roles]
        save_text(csv_file, _csv([["from", *ids], *([name, *row.values()] for name, row in made.hours.items())]))
    typer.echo(_json(made.to_dict()) if as_json else matrix_text(made))


@app.command(epilog="Example: mlcareer batch people.csv --out plans.csv")
def batch(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV of target and knows, the names in it separated by ;."),
    ],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to save the CSV of plans; printed.")] = None,
    processes: ProcessesOption = None,
    education: EducationOption = "checked",
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Plan for many people: one row of a CSV each."""
    rows = _csv_rows(file, ("target", "knows"))
    wishes = [
        (row["target"] or "", [name.strip() for name in (row["knows"] or "").split(";") if name.strip()])
        for _, row in rows
    ]
    career = load_graph(graph, extend=extend or ())
    try:
        made = career.plan_many(wishes, processes=processes, progress=sys.stderr.isatty(), education=education)
    except InvalidBatchError as error:
        position, problem = error.problems[0]
        more = f" (and {len(error.problems) - 1} more such lines)" if len(error.problems) > 1 else ""
        raise LoadError(str(file), f"{problem}{more}", rows[position][0]) from None
    records = made.records()
    table_ = _csv([list(records[0]), *(record.values() for record in records)]) if records else ""
    if out is None:
        typer.echo(table_, nl=False)
        return
    save_text(out, table_)
    typer.echo(f"{len(made)} plans are in {out}.")


@app.command("next", epilog='Example: mlcareer next "data analyst" "data engineer" --know Python')
def next_skills(
    targets: Annotated[list[str], typer.Argument(help="The roles that may become the aim.")],
    know: KnowOption = None,
    limit: Annotated[int, typer.Option(help="How many to list at most.")] = 5,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """List what to learn next: what shortens the ways to the roles most for each hour."""
    career = load_graph(graph, extend=extend or ())
    found = career.next_skills(know or (), roles=targets, limit=limit, education=education)
    if as_json:
        records = [
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
        typer.echo(_json(records))
        return
    rows = [
        (f"{skill.concept.name} to {skill.level}", f"{skill.hours.likely:,.0f}", f"{skill.value:.2f}")
        for skill in found
    ]
    typer.echo(table([("learn", "hours", "saved for each hour"), *rows]) if rows else "Nothing is left to learn.")


@app.command(epilog='Example: mlcareer gap "data scientist" --know Python --know statistics')
def gap(
    role: Annotated[str, typer.Argument(help="A role.")],
    know: KnowOption = None,
    assume_prerequisites: AssumeOption = True,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show what of a role's requirements is met, partly met and open."""
    found = load_graph(graph, extend=extend or ()).gap(role, know or (), assume_prerequisites=assume_prerequisites)
    typer.echo(_json(found.to_dict()) if as_json else gap_text(found))


@app.command(epilog="Example: mlcareer show sklearn")
def show(
    name: Annotated[str, typer.Argument(help="Any name of a concept.")],
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show a concept with its requirements, relations and sources."""
    career = load_graph(graph, extend=extend or ())
    concept = career.find(name)
    typer.echo(_json(career.record(concept)) if as_json else concept_text(career, concept))


@app.command(epilog="Example: mlcareer search lerning --kind skill")
def search(
    query: Annotated[str, typer.Argument(help="Words; typing mistakes are forgiven.")],
    kind: Annotated[str | None, typer.Option(help="Only this kind, such as skill or role.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Search concepts by any of their names."""
    found = load_graph(graph, extend=extend or ()).search(query, _kind(kind), limit=limit)
    if as_json:
        typer.echo(_json([{"id": item.id, "kind": item.kind, "name": item.name} for item in found]))
    else:
        typer.echo(table([(item.id, item.kind, item.name) for item in found]) if found else "Nothing found.")
    if not found:
        raise typer.Exit(1)


@app.command(epilog="Example: mlcareer export career.ttl")
def export(
    file: Annotated[Path, typer.Argument(help="Where to; .ttl, .jsonld, .nt, .nq, .rdf or .json names the format.")],
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Save the whole graph as RDF, or as JSON of the interchange schema."""
    career = load_graph(graph, extend=extend or ())
    career.save(file)
    typer.echo(f"{len(career)} concepts are in {file}.")


@app.command(epilog="Example: mlcareer view keras.html --around keras --depth 2")
def view(
    file: Annotated[Path, typer.Argument(help="The HTML file to write.")],
    around: Annotated[str | None, typer.Option(help="The concept in the middle; the whole graph by default.")] = None,
    depth: Annotated[int, typer.Option(min=1, help="How many edges away from it.")] = 1,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Save a picture of the graph, or of what stands around a concept, as an HTML page."""
    load_graph(graph, extend=extend or ()).view(around=around, depth=depth).save(file)
    typer.echo(f"The page is in {file}.")


@app.command(epilog="Example: mlcareer check ontology/concepts --warnings")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of concepts; the shipped ontology by default.")
    ] = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="Print every warning, not only how many.")] = False,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Save figures about it as an HTML page.")] = None,
    demand: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A CSV of skill and postings, for its share in the report.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check the sources of an ontology: problems with file and remedy, and what could be better."""
    from mlcareer_graph.ontology import check_sources, ontology_folder
    from mlcareer_graph.ontology.quality import quality_warnings

    decoded = check_sources(folder or ontology_folder() / "concepts")
    checked = None if decoded.problems else CareerGraph.from_checked(decoded)
    found = quality_warnings(checked) if checked else []
    typer.echo(_json(check_record(decoded, found)) if as_json else check_text(decoded, found, every_warning=warnings))
    if checked is None:
        raise typer.Exit(1)
    if report is not None:
        from mlcareer_graph.ontology.statistics import graph_statistics
        from mlcareer_graph.views.report import report_page

        save_text(report, report_page(graph_statistics(checked, ontology_folder(), demand)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Args:
        arguments: What follows the name of the program; by default what it was called with.
    """
    try:
        raise SystemExit(app(args=arguments, prog_name="mlcareer", standalone_mode=False))
    except _UsageError as error:
        command = error.ctx.command_path if error.ctx else "mlcareer"
        _leave(f"{error.format_message().rstrip('.')}; see: {command} --help", 2)
    except typer.Abort:
        _leave("stopped", 1)
    except (InvalidGraphError, LoadError, SaveError) as error:
        _leave(str(error), 2 if isinstance(error, MissingSourceError) else 1)
    except MLCareerError as error:
        _leave(str(error), 2)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; what is still in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def _leave(message: str, code: int) -> None:
    typer.echo(f"mlcareer: {message}", err=True)
    raise SystemExit(code)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownOptionError("--start", text, ["a day written as 2027-01-04"]) from None


def _kind(name: str | None) -> type[Concept]:
    if name is None:
        return Concept
    if name not in CONCEPT_KINDS:
        raise UnknownOptionError("--kind", name, CONCEPT_KINDS)
    return CONCEPT_KINDS[name]


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _csv_rows(file: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str | None]]]:
    """The rows of a file, each with the line it ends on."""
    try:
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError:
        raise MissingSourceError(str(file), "there is no such file") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LoadError(str(file), f"it cannot be read as CSV in UTF-8: {error}") from None
    for column in columns:
        if column not in (reader.fieldnames or ()):
            raise LoadError(
                str(file), f"there is no column {column!r}; the first line has to name {', '.join(columns)}"
            )
    return rows


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()
