"""The command line: ``mlcareer plan``, ``schedule``, ``follow``, ``compare``, ``roles``, ``gap`` and so on.

Exit codes: 0 for success, 1 for no plan or invalid data, 2 for wrong use. Every error is one line that says what
to do instead.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from mlcareer_graph.errors import (
    InvalidGraphError,
    InvalidProfileError,
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
from mlcareer_graph.planning import Plan, PlanOptions, Profile
from mlcareer_graph.planning.following import plan_from_dict
from mlcareer_graph.planning.plain_file import read_plain
from mlcareer_graph.terminal import (
    certificate_text,
    check_record,
    check_text,
    concept_text,
    education_text,
    follow_text,
    gap_text,
    odds_text,
    plan_text,
    robustness_text,
    schedule_text,
    table,
    why_text,
)

_PLAN_OPTIONS = frozenset(inspect.signature(CareerGraph.plan).parameters)

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
ProfileOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A YAML or JSON file of what you know and how you study; options go before it."),
]
HoursOption = Annotated[
    str, typer.Option(metavar="HOURS", help="Hours of study in a week, or in its days, as in mon:1,wed:1,sat:4.")
]
EducationOption = Annotated[
    str, typer.Option(help="Courses as steps: checked offers, all, or none for self-study alone.")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Do without a skill, technology, course or its provider.")
]
ObjectiveOption = Annotated[str, typer.Option(help="What to minimise: hours, price, weeks or steps.")]
PreferredOption = Annotated[bool, typer.Option("--preferred", help="Include what the role merely prefers.")]
DegreesOption = Annotated[
    str, typer.Option(help="report shows the degrees a role asks for; employer and strict make them part.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
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
    context: typer.Context,
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    profile: ProfileOption = None,
    objective: ObjectiveOption = "hours",
    degrees: DegreesOption = "report",
    preferred: PreferredOption = False,
    assume_prerequisites: AssumeOption = True,
    hours_per_week: HoursOption = "10",
    education: EducationOption = "checked",
    exclude: ExcludeOption = None,
    time_limit: Annotated[float, typer.Option(help="Seconds after which the best plan so far is shown.")] = 30.0,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the plan as an HTML page.")] = None,
    proof: Annotated[bool, typer.Option("--proof", help="Show the landmarks that prove it; may take seconds.")] = False,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Find the cheapest way from what you know to a role."""
    career = load_graph(graph, extend=extend or ())
    knows, constraints = _person(career, know, profile)
    stated: dict[str, Any] = {
        "include_preferred": preferred,
        "degrees": degrees,
        "objective": objective,
        "assume_prerequisites": assume_prerequisites,
        "hours_per_week": _hours(hours_per_week),
        "education": education,
        "exclude": exclude or (),
        "time_limit": time_limit,
    }
    made = career.plan(target, knows, **_options(context, stated, constraints))
    if html is not None:
        made.view().save(html)
    if as_json:
        typer.echo(_json(made.to_dict() | ({"certificate": made.certificate.to_dict()} if proof else {})))
    else:
        text = plan_text(made, made.hours_per_week)
        typer.echo(text + (f"\n\n{certificate_text(made.certificate)}" if proof else ""))
    if html is not None and not as_json:
        typer.echo(f"\nThe page is in {html}.")
    if made.status == "infeasible":
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer schedule "data analyst" --know Python --hours-per-week 8 --ics plan.ics')
def schedule(
    context: typer.Context,
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    profile: ProfileOption = None,
    objective: ObjectiveOption = "hours",
    degrees: DegreesOption = "report",
    preferred: PreferredOption = False,
    assume_prerequisites: AssumeOption = True,
    hours_per_week: HoursOption = "10",
    education: EducationOption = "checked",
    exclude: ExcludeOption = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day, as 2027-01-04; today.")] = None,
    ics: Annotated[Path | None, typer.Option(metavar="FILE", help="Save a calendar, a file that ends in .ics.")] = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Put the cheapest way to a role into weeks and dates, and say from when on you are able to do what."""
    career = load_graph(graph, extend=extend or ())
    knows, constraints = _person(career, know, profile)
    first_day = _day(start) or constraints.get("start")
    stated: dict[str, Any] = {
        "include_preferred": preferred,
        "degrees": degrees,
        "objective": objective,
        "assume_prerequisites": assume_prerequisites,
        "hours_per_week": _hours(hours_per_week),
        "education": education,
        "exclude": exclude or (),
    }
    plan_ = career.plan(target, knows, **_options(context, stated, constraints))
    if plan_.status == "infeasible":
        typer.echo(str(plan_))
        raise typer.Exit(1)
    made = plan_.schedule(start=first_day)
    if ics is not None:
        made.save(ics)
    typer.echo(_json(made.to_dict()) if as_json else schedule_text(made))


@app.command(epilog="Example: mlcareer follow plan.json --done keras --done python:working --json > rest.json")
def follow(
    file: Annotated[Path, typer.Argument(help="A plan, saved with: mlcareer plan ... --json > plan.json")],
    done: Annotated[
        list[str] | None, typer.Option(metavar="NAME[:LEVEL]", help="A step of the plan that is done; repeatable.")
    ] = None,
    know: KnowOption = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Go on with a saved plan: mark what is done, and plan the rest with the same options."""
    data = read_plain(file)
    saved = plan_from_dict(data, load_graph(graph, extend=extend or ()), str(file))
    rest = saved.replan(done or (), know or ())
    is_changed = data.get("steps") != saved.to_dict()["steps"]
    typer.echo(_json(rest.to_dict()) if as_json else follow_text(saved, rest, is_changed=is_changed))
    if rest.cost is None:
        raise typer.Exit(1)


@app.command(epilog="Example: mlcareer compare plan.json other.json")
def compare(
    first: Annotated[Path, typer.Argument(help="A plan, saved with: mlcareer plan ... --json > plan.json")],
    second: Annotated[Path, typer.Argument(help="Another one.")],
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Compare two saved plans: what both have, what only one has, and what the difference comes to."""
    career = load_graph(graph, extend=extend or ())
    found = Plan.load(first, career).compare(Plan.load(second, career))
    typer.echo(_json(found.to_dict()) if as_json else str(found))


@app.command(epilog='Example: mlcareer odds "data analyst" --by 2027-06-30 --hours-per-week 8')
def odds(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    by: Annotated[str | None, typer.Option(metavar="DATE", help="The day to be ready by, as 2027-06-30.")] = None,
    hours_per_week: Annotated[float, typer.Option(help="Hours that a week has for it.")] = 10.0,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day, as 2027-01-04; today.")] = None,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show how sure the hours of the cheapest way are, and the chance to be ready by a day."""
    first, last = _day(start), _day(by, "--by")
    made = load_graph(graph, extend=extend or ()).plan(
        target, know or (), hours_per_week=hours_per_week, education=education
    )
    if made.status == "infeasible":
        typer.echo(str(made))
        raise typer.Exit(1)
    uncertainty = made.uncertainty(start=first)
    if as_json:
        record = uncertainty.to_dict()
        if last is not None:
            record["by"] = {"day": last.isoformat(), **uncertainty.ready_by(last)._asdict()}
        typer.echo(_json(record))
    else:
        typer.echo(odds_text(uncertainty, last))


@app.command(epilog='Example: mlcareer robustness "data analyst" --know Python --of Tableau --of "Power BI"')
def robustness(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    of: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Whose hours to look at; those of all steps by default.")
    ] = None,
    education: EducationOption = "checked",
    time_limit: Annotated[float, typer.Option(help="Seconds after which the rest is shown without proof.")] = 30.0,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show how wrong each estimate of hours may be before another way is cheaper, the most fragile first."""
    made = load_graph(graph, extend=extend or ()).plan(target, know or (), education=education)
    if made.status == "infeasible":
        typer.echo(str(made))
        raise typer.Exit(1)
    found = made.robustness(*(of or ()), time_limit=time_limit)
    typer.echo(_json(found.to_dict()) if as_json else robustness_text(found))


@app.command(epilog='Example: mlcareer why "machine learning engineer" TensorFlow --know Python')
def why(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    concept: Annotated[str, typer.Argument(help="What is studied, taken or known on the way.")],
    know: KnowOption = None,
    objective: ObjectiveOption = "hours",
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Say why something is part of the cheapest way, who says so, and what each alternative would cost more."""
    career = load_graph(graph, extend=extend or ())
    plan_ = career.plan(target, know or (), objective=objective, education=education)
    if plan_.cost is None:
        typer.echo(_json(plan_.to_dict()) if as_json else str(plan_))
        raise typer.Exit(1)
    found = career.find(concept)
    explanation = plan_.explain(found)
    ways = plan_.alternatives(found) if explanation.chain else ()
    record = explanation.to_dict() | {"alternatives": [way.to_dict() for way in ways]}
    typer.echo(_json(record) if as_json else why_text(explanation, ways))


@app.command(epilog='Example: mlcareer savings "machine learning engineer" --know Python --know SQL')
def savings(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    objective: ObjectiveOption = "hours",
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """List what each thing that you know saves on the way to a role."""
    career = load_graph(graph, extend=extend or ())
    plan_ = career.plan(target, know or (), objective=objective, education=education)
    if plan_.cost is None:
        typer.echo(_json(plan_.to_dict()) if as_json else str(plan_))
        raise typer.Exit(1)
    found = plan_.savings()
    typer.echo(_json(found.to_dict()) if as_json else str(found))


@app.command(epilog='Example: mlcareer education "machine learning engineer" --know Python --kind bootcamp')
def education(
    target: Annotated[str, typer.Argument(help="A role, or a skill or technology with an optional :level.")],
    know: KnowOption = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind, such as course; may be repeated.")] = None,
    objective: ObjectiveOption = "hours",
    degrees: DegreesOption = "report",
    hours_per_week: HoursOption = "10",
    paths: Annotated[str, typer.Option("--education", help="all paths, or the checked alone.")] = "all",
    max_paths: Annotated[int | None, typer.Option(min=0, help="The most paths in any plan.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many paths to list.")] = 10,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Compare self-study, courses, bootcamps and degrees, and list which paths cover how much of the way."""
    career = load_graph(graph, extend=extend or ())
    chosen: PlanOptions = {
        "path_kinds": kind or None,
        "objective": objective,
        "degrees": degrees,
        "hours_per_week": _hours(hours_per_week),
        "education": paths,
        "max_paths": max_paths,
    }
    compared = career.compare_education(target, know or (), **chosen)
    found = career.education_for(target, know or (), **chosen)
    cover = career.fewest_paths(target, know or (), **chosen)
    if as_json:
        record = {"comparison": compared.to_dict(), "paths": [one.to_dict() for one in found[:limit]]}
        typer.echo(_json(record | {"fewest_paths": cover.to_dict()}))
    else:
        typer.echo(education_text(compared, found[:limit], cover, len(found)))
    if all(way.plan.cost is None for way in compared.ways):
        raise typer.Exit(1)


@app.command(epilog="Example: mlcareer roles --know Python --know statistics --within-hours 400")
def roles(
    context: typer.Context,
    know: KnowOption = None,
    profile: ProfileOption = None,
    within_hours: Annotated[float, typer.Option(help="The most hours that a plan may take.")] = 500.0,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """List the roles within reach of what you know, nearest first."""
    career = load_graph(graph, extend=extend or ())
    knows, constraints = _person(career, know, profile)
    chosen = _options(context, {"education": education}, constraints)["education"]
    near = career.reachable_roles(knows, within_hours=within_hours, education=chosen)
    if as_json:
        typer.echo(
            _json([{"id": found.role.id, "hours": found.hours, "steps": len(found.plan.steps)} for found in near])
        )
    else:
        rows = [(f"{found.hours:,.0f}", str(len(found.plan.steps)), found.role.name) for found in near]
        typer.echo(table([("hours", "steps", "role"), *rows]) if rows else "No role is within reach.")
    if not near:
        raise typer.Exit(1)


@app.command("next", epilog='Example: mlcareer next "data analyst" "data engineer" --know Python')
def next_skills(
    context: typer.Context,
    targets: Annotated[list[str], typer.Argument(help="The roles that may become the aim.")],
    know: KnowOption = None,
    profile: ProfileOption = None,
    limit: Annotated[int, typer.Option(help="How many to list at most.")] = 5,
    education: EducationOption = "checked",
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """List what to learn next: what shortens the ways to the roles most for each hour."""
    career = load_graph(graph, extend=extend or ())
    knows, constraints = _person(career, know, profile)
    chosen = _options(context, {"education": education}, constraints)["education"]
    found = career.next_skills(knows, roles=targets, limit=limit, education=chosen)
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
    profile: ProfileOption = None,
    assume_prerequisites: AssumeOption = True,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show what of a role's requirements is met, partly met and open."""
    career = load_graph(graph, extend=extend or ())
    knows, _ = _person(career, know, profile)
    found = career.gap(role, knows, assume_prerequisites=assume_prerequisites)
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
    except (InvalidGraphError, InvalidProfileError, LoadError, SaveError) as error:
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


def _person(career: CareerGraph, know: list[str] | None, file: Path | None) -> tuple[Profile, dict[str, Any]]:
    """What a person knows by both options, and the constraints of the profile."""
    known = Profile.of(career, know or ())
    if file is None:
        return known, {}
    profile = Profile.load(file, career)
    return profile.joined(known), profile.constraints


def _options(context: typer.Context, stated: dict[str, Any], constraints: dict[str, Any]) -> dict[str, Any]:
    """The options of a plan: what the command line states, then what the profile does, then the usual."""
    sources = {name: context.get_parameter_source(name) for name in constraints}
    is_usual = {name for name, source in sources.items() if source is None or source.name == "DEFAULT"}
    return stated | {name: constraints[name] for name in is_usual & _PLAN_OPTIONS}


def _hours(text: str) -> float | dict[str, float]:
    """Hours of a week or, as in ``mon:1,sat:4``, of its days."""
    try:
        if ":" not in text:
            return float(text)
        days = [part.split(":") for part in text.split(",")]
        hours = {day.strip(): float(amount) for day, amount in days}
    except ValueError:
        hours = {}
    if len(hours) != text.count(":") or not hours:
        raise UnknownOptionError("--hours-per-week", text, ["a number above 0", "days as in mon:1,wed:1,sat:4"])
    return hours


def _day(text: str | None, option: str = "--start") -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownOptionError(option, text, ["a day written as 2027-01-04"]) from None


def _kind(name: str | None) -> type[Concept]:
    if name is None:
        return Concept
    if name not in CONCEPT_KINDS:
        raise UnknownOptionError("--kind", name, CONCEPT_KINDS)
    return CONCEPT_KINDS[name]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()
