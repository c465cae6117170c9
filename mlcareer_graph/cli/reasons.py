"""Commands that say why: reasons, alternatives, what knowledge saves, what education covers, what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from mlcareer_graph.cli.app import app, say, show
from mlcareer_graph.cli.options import (
    Asking,
    AssumeOption,
    ExtendOption,
    GraphOption,
    HtmlOption,
    JsonOption,
    KnowOption,
    ProfileOption,
    TargetArgument,
    asking,
    person,
)
from mlcareer_graph.loading import load_graph
from mlcareer_graph.terminal import education_text, gap_text, why_text


@app.command(epilog='Example: mlcareer why "machine learning engineer" TensorFlow --know Python')
@asking
def why(
    asked: Asking,
    target: TargetArgument,
    concept: Annotated[str, typer.Argument(help="What is studied, taken or known on the way.")],
) -> None:
    """Say why something is part of the cheapest way, who says so, and what each alternative would cost more."""
    made = asked.plan(target)
    found = asked.graph.find(concept)
    explanation = made.explain(found)
    ways = made.alternatives(found) if explanation.chain else ()
    if asked.as_json:
        show(explanation.to_dict() | {"alternatives": [way.to_dict() for way in ways]})
    else:
        say(why_text(explanation, ways))


@app.command(epilog='Example: mlcareer savings "machine learning engineer" --know Python --know SQL')
@asking
def savings(asked: Asking, target: TargetArgument) -> None:
    """List what each thing that you know saves on the way to a role."""
    found = asked.plan(target).savings()
    if asked.as_json:
        show(found.to_dict())
    else:
        say(str(found))


@app.command(epilog='Example: mlcareer education "machine learning engineer" --know Python --path-kind bootcamp')
@asking
def education(
    asked: Asking,
    target: TargetArgument,
    limit: Annotated[int, typer.Option(min=1, help="How many paths to list.")] = 10,
) -> None:
    """Compare self-study, courses, bootcamps and degrees, and list which paths cover how much of the way."""
    compared = asked.graph.compare_education(target, asked.knows, **asked.options)
    found = asked.graph.education_for(target, asked.knows, **asked.options)
    cover = asked.graph.fewest_paths(target, asked.knows, **asked.options)
    if asked.as_json:
        paths = [one.to_dict() for one in found[:limit]]
        show({"comparison": compared.to_dict(), "paths": paths, "fewest_paths": cover.to_dict()})
    else:
        say(education_text(compared, found[:limit], cover, len(found)))
    if all(way.plan.cost is None for way in compared.ways):
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer gap "data scientist" --know Python --know statistics')
def gap(
    role: Annotated[str, typer.Argument(help="A role.")],
    know: KnowOption = None,
    profile: ProfileOption = None,
    assume_prerequisites: AssumeOption = True,
    html: HtmlOption = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Show what of a role's requirements is met, partly met and open."""
    career = load_graph(graph, extend=extend or ())
    knows, _ = person(career, know, profile)
    found = career.gap(role, knows, assume_prerequisites=assume_prerequisites)
    if html is not None:
        found.view().save(html)
    if as_json:
        show(found.to_dict())
    else:
        say(gap_text(found))


@app.command("compare-roles", epilog='Example: mlcareer compare-roles "data analyst" "data engineer" --html roles.html')
def compare_roles(
    first: Annotated[str, typer.Argument(help="A role.")],
    second: Annotated[str, typer.Argument(help="Another one.")],
    html: HtmlOption = None,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> None:
    """Compare two roles: what both ask for, and what only one does."""
    found = load_graph(graph, extend=extend or ()).compare_roles(first, second)
    if html is not None:
        found.view().save(html)
    if as_json:
        show(found.to_dict())
    else:
        say(str(found))
