"""Following a plan: what is known once some of it is done, the plan for the rest, and plans that were saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from mlcareer_graph.errors import LoadError, NotInPlanError, UnknownOptionError, shown
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.model import Competency, Concept, Level
from mlcareer_graph.planning.constraints import CONSTRAINTS, read_constraint
from mlcareer_graph.planning.limit import Limit
from mlcareer_graph.planning.plain_file import read_plain
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.profile import Profile, resolve, states_level
from mlcareer_graph.planning.query import Difference, PlanOptions, Query, make_query
from mlcareer_graph.planning.step import Step

if TYPE_CHECKING:
    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.profile import Known

    Done: TypeAlias = "Step | Known"

_REMEDY = "save one with: mlcareer plan ... --json"


def profile_when_done(plan: Plan, done: Iterable[Done]) -> Profile:
    """See `Plan.done`."""
    if isinstance(done, str):
        raise UnknownOptionError("done", done, ["a list of names, such as [" + repr(done) + "]"])
    profile = plan.knows
    for entry in done:
        profile = _with(plan, profile, entry)
    return profile


def replan(plan: Plan, done: Iterable[Done], knows: Profile | Iterable[Known]) -> Plan:
    """See `Plan.replan`."""
    profile = profile_when_done(plan, done).joined(Profile.of(plan.graph, knows))
    if plan.query.assume_prerequisites:
        profile = profile.with_prerequisites(plan.graph)
    finished = [step for step in plan.steps if _is_finished(plan, step, profile)]
    limits = tuple(_rest_of(limit, finished) for limit in plan.query.limits)
    return make_plan(replace(plan.query, knows=profile, limits=limits))


def plan_options(query: Query) -> dict[str, Any]:
    """The options of `CareerGraph.plan` that ask a question again, as plain data.

    A deadline is among the most weeks.
    """
    most: dict[str, float] = {}
    for limit in query.limits:
        option = "max_weeks" if limit.option == "deadline" else limit.option
        most[option] = min(limit.most, most.get(option, limit.most))
    if "max_paths" in most:
        most["max_paths"] = int(most["max_paths"])
    return {
        "include_preferred": query.include_preferred,
        "degrees": query.degrees,
        "objective": [dict(objective.weights) for objective in query.objectives],
        "assume_prerequisites": query.assume_prerequisites,
        "hours_per_week": query.hours_per_week if query.week is None else query.week.by_day(),
        "education": query.education,
        "path_kinds": None if query.path_kinds is None else list(query.path_kinds),
        "exclude": _excluded(query),
        "require": list(query.require),
        "prefer": list(query.prefer),
        "time_limit": query.time_limit,
        **most,
    }


def _excluded(query: Query) -> list[str]:
    """What to do without; where only some paths can be steps, all others too."""
    if query.only_paths is None:
        return list(query.exclude)
    return sorted({*query.exclude, *(query.graph.education_paths.keys() - set(query.only_paths))})


def load_plan(path: str | PathLike[str], graph: CareerGraph, limits: ReadingLimits | None = None) -> Plan:
    """See `Plan.load`."""
    return plan_from_dict(read_plain(path, limits), graph, str(path))


def plan_from_dict(data: Any, graph: CareerGraph, where: str) -> Plan:
    """See `Plan.from_dict`.

    Args:
        data: A plan as plain data.
        graph: The graph that it is made on again.
        where: What to call the data in messages.
    """
    if not isinstance(data, Mapping):
        raise LoadError(where, f"this is no plan; {_REMEDY}")
    target, level, knows, options = (data.get(key) for key in ("target", "level", "knows", "options"))
    if not isinstance(target, str) or not isinstance(knows, list) or not isinstance(options, Mapping):
        raise LoadError(where, f"a plan has a target, knows and options; {_REMEDY}")
    unknown = sorted(str(name) for name in options if name not in PlanOptions.__annotations__)
    if unknown:
        raise LoadError(where, f"a plan has no option {shown(unknown[0])}; remove it, or {_REMEDY}")
    query = make_query(graph, target if level is None else f"{target}:{level}", knows, **_read_options(options))
    return make_plan(replace(query, differences=_differences(data.get("differences"), where)))


def _read_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a file, where days are texts, as `make_query` takes them.

    Raises:
        UnknownOptionError: The value of one is none of it.
    """
    read = {}
    for name, value in options.items():
        if name in CONSTRAINTS and value is not None:
            value = read_constraint(name, value)
        elif name in ("assume_prerequisites", "include_preferred") and not isinstance(value, bool):
            raise UnknownOptionError(name, value, ["true", "false"])
        read[name] = value
    return read


def _differences(records: Any, where: str) -> tuple[Difference, ...]:
    try:
        return tuple(
            Difference(
                tuple((str(concept), float(hours)) for concept, hours in record["hours"].items()),
                float(record["share"]),
            )
            for record in records or ()
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise LoadError(where, f"differences is no list of hours with a share; {_REMEDY}") from None


def _with(plan: Plan, profile: Profile, entry: Done) -> Profile:
    """A profile with one thing done."""
    if isinstance(entry, Step):
        if entry not in plan.steps:
            raise NotInPlanError(entry.id, plan.target.id)
        return profile.after(plan.graph, [entry])
    concept, level = resolve(plan.graph, entry)
    steps = [step for step in plan.steps if step.concept == concept]
    if not steps:
        raise NotInPlanError(concept.id, plan.target.id)
    if isinstance(concept, Competency) and _says_level(entry, level):
        return profile.joined(Profile(((concept.id, level),)))
    return profile.after(plan.graph, steps)


def _says_level(entry: str | Concept | tuple[str | Concept, Level | str], level: Level) -> bool:
    return isinstance(entry, tuple) or (isinstance(entry, str) and states_level(entry, level))


def _is_finished(plan: Plan, step: Step, profile: Profile) -> bool:
    """Whether a profile has all that a step leads to."""
    return profile.after(plan.graph, [step]).ranks() == profile.ranks()


def _rest_of(limit: Limit, finished: Iterable[Step]) -> Limit:
    """What is left of a limit."""
    spent = {
        "hours": [step.hours.likely for step in finished],
        "price": [step.price or 0.0 for step in finished],
        "weeks": [step.weeks for step in finished],
        "paths": [float(step.kind == "take") for step in finished],
    }[limit.measure]
    return replace(limit, most=max(0.0, limit.most - sum(spent)))
