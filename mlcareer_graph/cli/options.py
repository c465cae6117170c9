"""The options that many commands share: the graph, the person, and what a plan has to respect."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from mlcareer_graph.cli.app import say, show
from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.loading import load_graph
from mlcareer_graph.planning import Plan, PlanOptions, Profile

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
    typer.Option(
        metavar="FILE",
        help="What you know: a profile, a JSON Resume, a CSV table, or a list or CV as text; options go before it.",
    ),
]
HtmlOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Save it as an HTML page.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AssumeOption = Annotated[
    bool,
    typer.Option(
        "--assume-prerequisites/--literal", help="Take what underlies the known as known, or the profile literally."
    ),
]
TARGET_HELP = "A role, or a skill or technology with an optional :level, as in keras:practitioner."
TargetArgument = Annotated[str, typer.Argument(help=TARGET_HELP)]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a command is asked for.

    Attributes:
        graph: The graph.
        knows: What the person knows.
        options: The options of every plan that were stated, on the command line or else in the profile.
        start: The first day, None for today.
        as_json: Whether a program reads the answer.
    """

    graph: CareerGraph
    knows: Profile
    options: PlanOptions
    start: date | None
    as_json: bool

    def plan(self, target: str) -> Plan:
        """The cheapest plan; leaves with the exit code 1 if there is none."""
        made = self.graph.plan(target, self.knows, **self.options)
        if made.cost is None:
            if self.as_json:
                show(made.to_dict())
            else:
                say(str(made))
            raise typer.Exit(1)
        return made


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes the options of a plan besides its own; its first parameter is the `Asking`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    shared = _shared()
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in [*own, *shared]]

    def run(**values: Any) -> None:
        asked = _ask(**{parameter.name: values.pop(parameter.name) for parameter in shared})
        command(asked, **values)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    vars(run)["__signature__"] = inspect.Signature(parameters)
    return run


@cache
def _shared() -> tuple[inspect.Parameter, ...]:
    """The parameters that every such command has."""
    return tuple(inspect.signature(_ask, eval_str=True).parameters.values())


def _ask(
    context: typer.Context,
    know: KnowOption = None,
    profile: ProfileOption = None,
    objective: Annotated[
        list[str] | None,
        typer.Option(help="What to minimise: hours (by default), price, weeks or steps; repeated, one after another."),
    ] = None,
    budget: Annotated[float | None, typer.Option(metavar="USD", help="The most that courses may cost.")] = None,
    max_hours: Annotated[float | None, typer.Option(metavar="HOURS", help="The most hours.")] = None,
    max_weeks: Annotated[float | None, typer.Option(metavar="WEEKS", help="The most weeks, in a row.")] = None,
    max_paths: Annotated[int | None, typer.Option(metavar="NUMBER", help="The most courses and programs.")] = None,
    deadline: Annotated[str | None, typer.Option(metavar="DATE", help="The last day, as 2027-06-30.")] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day, as 2027-01-04; today.")] = None,
    hours_per_week: Annotated[
        str, typer.Option(metavar="HOURS", help="Hours of study in a week, or in its days, as in mon:1,wed:1,sat:4.")
    ] = "10",
    education: Annotated[
        str, typer.Option(help="Courses as steps: checked offers, all, or none for self-study alone.")
    ] = "checked",
    path_kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Only this kind of education, such as course; repeatable.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Do without a skill, technology, course or its provider.")
    ] = None,
    require: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Have a skill, technology, course or provider in it.")
    ] = None,
    prefer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Choose this where there is a choice.")
    ] = None,
    degrees: Annotated[
        str, typer.Option(help="report shows the degrees a role asks for; employer and strict make them part.")
    ] = "report",
    preferred: Annotated[bool, typer.Option("--preferred", help="Include what the role merely prefers.")] = False,
    assume_prerequisites: AssumeOption = True,
    time_limit: Annotated[float, typer.Option(help="Seconds after which the best so far is shown.")] = 30.0,
    as_json: JsonOption = False,
    graph: GraphOption = None,
    extend: ExtendOption = None,
) -> Asking:
    career = load_graph(graph, extend=extend or ())
    knows, constraints = person(career, know, profile)
    stated: dict[str, Any] = {
        "objective": objective[0] if objective and len(objective) == 1 else objective or "hours",
        "budget": budget,
        "max_hours": max_hours,
        "max_weeks": max_weeks,
        "max_paths": max_paths,
        "deadline": day(deadline, "--deadline"),
        "start": day(start, "--start"),
        "hours_per_week": _hours(hours_per_week),
        "education": education,
        "path_kinds": path_kind,
        "exclude": exclude or (),
        "require": require or (),
        "prefer": prefer or (),
        "degrees": degrees,
        "include_preferred": preferred,
        "assume_prerequisites": assume_prerequisites,
        "time_limit": time_limit,
    }
    parameters = {"path_kinds": "path_kind", "include_preferred": "preferred"}
    for name in list(stated):
        source = context.get_parameter_source(parameters.get(name, name))
        if source is None or source.name == "DEFAULT":
            del stated[name]
    options = PlanOptions(**(constraints | stated))  # type: ignore[typeddict-item]
    return Asking(career, knows, options, options.get("start"), as_json)


def person(career: CareerGraph, know: list[str] | None, file: Path | None) -> tuple[Profile, dict[str, Any]]:
    """What a person knows by both options, and the constraints of the profile."""
    known = Profile.of(career, know or ())
    if file is None:
        return known, {}
    from mlcareer_graph.interop.profiles import load_profile

    profile = load_profile(file, career).profile
    return profile.joined(known), profile.constraints


def day(text: str | None, option: str) -> date | None:
    """A day from the command line."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownOptionError(option, text, ["a day written as 2027-01-04"]) from None


def _hours(text: str) -> float | dict[str, float]:
    """Hours of a week or, as in ``mon:1,sat:4``, of its days."""
    try:
        if ":" not in text:
            return float(text)
        days = [part.split(":") for part in text.split(",")]
        hours = {weekday.strip(): float(amount) for weekday, amount in days}
    except ValueError:
        hours = {}
    if len(hours) != text.count(":") or not hours:
        raise UnknownOptionError("--hours-per-week", text, ["a number above 0", "days as in mon:1,wed:1,sat:4"])
    return hours
