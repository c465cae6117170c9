"""The command line: ``mlcareer plan | gap | show | search | export | view | check``.

Exit codes: 0 for success, 1 for no plan or invalid data, 2 for wrong use. Every error is one line that says what
to do instead.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlcareer_graph.errors import InvalidGraphError, LoadError, MissingSourceError, MLCareerError, SaveError
from mlcareer_graph.loading import load_graph
from mlcareer_graph.model import Competency, Level

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.model import Concept
    from mlcareer_graph.planning import Gap, Plan

app = typer.Typer(
    name="mlcareer",
    help="What it takes to work in machine learning, and the provably cheapest way there.",
    no_args_is_help=True,
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
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AssumeOption = Annotated[
    bool,
    typer.Option(
        "--assume-prerequisites/--literal", help="Take what underlies the known as known, or the profile literally."
    ),
]


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
        time_limit=time_limit,
    )
    if html is not None:
        made.view().save(html)
    typer.echo(_json(made.to_dict()) if as_json else _plan_text(made, hours_per_week))
    if html is not None and not as_json:
        typer.echo(f"\nThe page is in {html}.")
    if made.status == "infeasible":
        raise typer.Exit(1)


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
    typer.echo(_json(found.to_dict()) if as_json else _gap_text(found))


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
    typer.echo(_json(career.record(concept)) if as_json else _concept_text(career, concept))


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
        typer.echo(_table([(item.id, item.kind, item.name) for item in found]) if found else "Nothing found.")
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


@app.command(epilog="Example: mlcareer check ontology/concepts")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of concepts; the shipped ontology by default.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check the sources of an ontology and print every problem with its file and remedy."""
    from mlcareer_graph.ontology import check_sources, ontology_folder

    decoded = check_sources(folder or ontology_folder() / "concepts")
    if as_json:
        rows = [{"where": p.where, "key": p.key, "what": p.what, "remedy": p.remedy} for p in decoded.problems]
        typer.echo(_json({"concepts": len(decoded.concepts), "problems": rows}))
    else:
        for problem in decoded.problems:
            typer.echo(str(problem))
        count = len(decoded.problems)
        found = "no problem" if not count else f"{count} problem{'s' if count > 1 else ''}"
        typer.echo(f"{len(decoded.concepts)} concepts, {found}.")
    if decoded.problems:
        raise typer.Exit(1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        app(args=arguments, standalone_mode=True)
    except MissingSourceError as error:
        _leave(str(error), 2)
    except (InvalidGraphError, LoadError, SaveError) as error:
        _leave(str(error), 1)
    except MLCareerError as error:
        _leave(str(error), 2)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        sys.stderr.close()
        raise SystemExit(0) from None


def _leave(message: str, code: int) -> None:
    typer.echo(f"mlcareer: {message}", err=True)
    raise SystemExit(code)


def _kind(name: str | None) -> type[Concept]:
    from mlcareer_graph.errors import UnknownOptionError
    from mlcareer_graph.model import CONCEPT_KINDS, Concept

    if name is None:
        return Concept
    if name not in CONCEPT_KINDS:
        raise UnknownOptionError("--kind", name, CONCEPT_KINDS)
    return CONCEPT_KINDS[name]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _plan_text(plan: Plan, hours_per_week: float) -> str:
    lines = [str(plan)]
    if plan.steps:
        rows = [("stage", "step", "hours", "why")]
        rows += [
            (
                str(step.stage),
                ("take: " if step.kind == "take" else "")
                + str(step)
                + (" (shortened)" if step.kind == "credit" else ""),
                f"{step.hours.likely:.0f}",
                step.because,
            )
            for step in plan.steps
        ]
        weeks = plan.hours.likely / hours_per_week
        lines += ["", _table(rows), "", _proof_text(plan)]
        lines += [f"At {hours_per_week:g} hours a week: about {weeks:.0f} weeks. All hours are estimates."]
    if plan.assumed:
        assumed = ", ".join(f"{concept.name} (because of {because.name})" for concept, _, because in plan.assumed)
        lines += ["", f"Taken as known: {assumed}"]
    if plan.gates:
        lines += ["", f"Credentials that the role asks for (degree policy: {plan.degrees}):"]
        lines += [f"  {_gate_text(plan, index)}" for index in range(len(plan.gates))]
    return "\n".join(lines)


def _proof_text(plan: Plan) -> str:
    if plan.is_optimal:
        return f"Proven cheapest: no plan takes less than {plan.bound:,.1f} ({plan.objective})."
    return (
        f"Not proven cheapest: the best plan takes between {plan.bound:,.1f} and {plan.cost:,.1f} ({plan.objective})."
    )


def _gate_text(plan: Plan, index: int) -> str:
    gate = plan.gates[index]
    names = " or ".join(plan.graph[option].name for option in gate.requirement.options)
    said = "; ".join(
        plan.graph[e.source].name + (f", {e.at}" if e.at else "") if e.source in plan.graph else str(e)
        for e in gate.requirement.evidence
    )
    return f"{'met ' if gate.is_met else 'open'}  {names} ({gate.requirement.strength}) [{said}]"


def _gap_text(gap: Gap) -> str:
    lines = [f"{gap.role.name}: {gap.fit:.0%} of what it requires is met (a partly met requirement counts half)."]
    for title, items in (("Met", gap.met), ("Partly met", gap.partly_met), ("Open", gap.open)):
        if items:
            lines += ["", f"{title}:"]
            for item in items:
                known = ", ".join(f"{concept.name} {level}" for concept, level in item.options if level)
                lines.append(f"  {item}" + (f"; known: {known}" if known and item.status != "met" else ""))
    return "\n".join(lines)


def _concept_text(graph: CareerGraph, concept: Concept) -> str:
    lines = [f"{concept.name} ({concept.kind}, {concept.id})"]
    if concept.definition:
        lines += [concept.definition]
    if concept.aliases:
        lines += [f"Also: {', '.join(concept.aliases)}"]
    if isinstance(concept, Competency):
        hours = concept.effort.to(Level.WORKING)
        lines += [f"Hours to working, beyond what it requires: {hours.likely:g} ({hours.low:g} to {hours.high:g})"]
    for requirement in graph.requirements(concept):
        names = " or ".join(graph[option].name for option in requirement.options)
        count = f"{requirement.at_least} of: " if len(requirement.options) > 1 else ""
        support = "; ".join(map(str, requirement.evidence))
        lines.append(f"  {requirement.strength}: {count}{names} ({requirement.level}) [{support}]")
    for relation in graph.edges(concept):
        if relation.subject == concept.id:
            level = f" ({relation.level})" if relation.level else ""
            lines.append(f"  {relation.type}: {graph[relation.object].name}{level}")
    unlocks = graph.unlocks(concept)
    if unlocks:
        lines.append(f"Needed by: {', '.join(other.name for other in unlocks)}")
    lines += [f"  claim: {claim.statement} [{'; '.join(map(str, claim.evidence))}]" for claim in concept.claims]
    for seen in concept.observations:
        about = ", ".join(filter(None, (seen.statistic, seen.stage, seen.region)))
        lines.append(f"  {seen.measure}: {seen.value:,} {seen.unit} ({about}) [{'; '.join(map(str, seen.evidence))}]")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
