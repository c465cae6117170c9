"""Commands that make plans and say how sure they are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlcareer_graph.cli.app import app, say, show
from mlcareer_graph.cli.options import (
    TARGET_HELP,
    Asking,
    ExtendOption,
    GraphOption,
    HtmlOption,
    JsonOption,
    KnowOption,
    TargetArgument,
    asking,
    day,
)
from mlcareer_graph.files import save_text
from mlcareer_graph.loading import load_graph
from mlcareer_graph.planning import Plan
from mlcareer_graph.terminal import (
    certificate_text,
    follow_text,
    frontier_text,
    odds_text,
    plan_text,
    plans_text,
    robustness_text,
    schedule_text,
)


@app.command(epilog='Example: mlcareer plan "machine learning engineer" --know Python --know SQL:practitioner')
@asking
def plan(
    asked: Asking,
    target: Annotated[str, typer.Argument(help=TARGET_HELP)] = "",
    advertisement: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Plan for what this job advertisement, a text file, asks for.")
    ] = None,
    proof: Annotated[bool, typer.Option("--proof", help="Show the landmarks that prove it; may take seconds.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the plan as an HTML page.")] = None,
    markdown: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the plan as Markdown.")] = None,
) -> None:
    """Find the cheapest way from what you know to a role."""
    if bool(target) == (advertisement is not None):
        raise typer.BadParameter("Missing argument 'TARGET', or --advertisement FILE in its place, and not both")
    if advertisement is None:
        made = asked.graph.plan(target, asked.knows, **asked.options)
    else:
        from mlcareer_graph.interop.advertisement import load_advertisement

        made = load_advertisement(advertisement, asked.graph).plan(asked.knows, **asked.options)
    if html is not None:
        made.view().save(html)
    if markdown is not None:
        save_text(markdown, made.to_markdown())
    if asked.as_json:
        show(made.to_dict() | ({"certificate": made.certificate.to_dict()} if proof else {}))
    else:
        text = plan_text(made, made.hours_per_week)
        say(text + (f"\n\n{certificate_text(made.certificate)}" if proof else ""))
        if html is not None:
            say(f"\nThe page is in {html}.")
    if made.cost is None:
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer plans "data analyst" --know Python --k 3 --difference 0.1')
@asking
def plans(
    asked: Asking,
    target: TargetArgument,
    k: Annotated[int, typer.Option(min=1, help="How many.")] = 3,
    difference: Annotated[
        float, typer.Option(help="The share of the hours of each earlier plan that is spent otherwise.")
    ] = 0.05,
) -> None:
    """Find the best plans that really differ, each proven."""
    found = asked.graph.plans(target, asked.knows, k=k, difference=difference, **asked.options)
    if asked.as_json:
        show([made.to_dict() for made in found])
    else:
        say(plans_text(found) if found else str(asked.graph.plan(target, asked.knows, **asked.options)))
    if not found:
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer frontier "ML engineer" --know Python --over hours --over price --education all')
@asking
def frontier(
    asked: Asking,
    target: TargetArgument,
    over: Annotated[list[str] | None, typer.Option(help="hours, price or weeks; repeatable. hours and price.")] = None,
    html: HtmlOption = None,
) -> None:
    """Find every compromise between hours, price and weeks that no plan betters in everything."""
    found = asked.graph.frontier(target, asked.knows, over=over or ("hours", "price"), **asked.options)
    if html is not None:
        found.view().save(html)
    if asked.as_json:
        show(found.to_dict())
    else:
        say(frontier_text(found))
    if not found:
        raise typer.Exit(1)


@app.command(epilog='Example: mlcareer schedule "data analyst" --know Python --hours-per-week 8 --ics plan.ics')
@asking
def schedule(
    asked: Asking,
    target: TargetArgument,
    ics: Annotated[Path | None, typer.Option(metavar="FILE", help="Save a calendar, a file that ends in .ics.")] = None,
    html: HtmlOption = None,
) -> None:
    """Put the cheapest way to a role into weeks and dates, and say from when on you are able to do what."""
    made = asked.plan(target).schedule(start=asked.start)
    if ics is not None:
        made.save(ics)
    if html is not None:
        made.view().save(html)
    if asked.as_json:
        show(made.to_dict())
    else:
        say(schedule_text(made))


@app.command(epilog='Example: mlcareer odds "data analyst" --by 2027-06-30 --hours-per-week 8')
@asking
def odds(
    asked: Asking,
    target: TargetArgument,
    by: Annotated[str | None, typer.Option(metavar="DATE", help="The day to be ready by, as 2027-06-30.")] = None,
) -> None:
    """Show how sure the hours of the cheapest way are, and the chance to be ready by a day."""
    last = day(by, "--by")
    uncertainty = asked.plan(target).uncertainty(start=asked.start)
    if asked.as_json:
        record = uncertainty.to_dict()
        if last is not None:
            record["by"] = {"day": last.isoformat(), **uncertainty.ready_by(last)._asdict()}
        show(record)
    else:
        say(odds_text(uncertainty, last))


@app.command(epilog='Example: mlcareer robustness "data analyst" --know Python --of Tableau --of "Power BI"')
@asking
def robustness(
    asked: Asking,
    target: TargetArgument,
    of: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Whose hours to look at; those of all steps by default.")
    ] = None,
) -> None:
    """Show how wrong each estimate of hours may be before another way is cheaper, the most fragile first."""
    found = asked.plan(target).robustness(*(of or ()), time_limit=asked.options.get("time_limit", 30.0))
    if asked.as_json:
        show(found.to_dict())
    else:
        say(robustness_text(found))


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
    from mlcareer_graph.planning.following import plan_from_dict
    from mlcareer_graph.planning.plain_file import read_plain

    data = read_plain(file)
    saved = plan_from_dict(data, load_graph(graph, extend=extend or ()), str(file))
    rest = saved.replan(done or (), know or ())
    is_changed = data.get("steps") != saved.to_dict()["steps"]
    if as_json:
        show(rest.to_dict())
    else:
        say(follow_text(saved, rest, is_changed=is_changed))
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
    if as_json:
        show(found.to_dict())
    else:
        say(str(found))
