"""Plans as DataFrames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.ontology.mappings import Mapping
    from mlcareer_graph.ontology.wages import Wage
    from mlcareer_graph.planning.alternatives import Alternative
    from mlcareer_graph.planning.batch import Batch
    from mlcareer_graph.planning.distance import RoleDistance
    from mlcareer_graph.planning.education import Coverage
    from mlcareer_graph.planning.fit import RoleFits
    from mlcareer_graph.planning.frontier import Frontier
    from mlcareer_graph.planning.gap import Gap
    from mlcareer_graph.planning.matrix import RoleMatrix, Transition
    from mlcareer_graph.planning.next_skills import NextSkill
    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.robustness import Robustness
    from mlcareer_graph.planning.schedule import Schedule
    from mlcareer_graph.planning.uncertainty import Uncertainty


BATCH_COLUMNS = (
    "target",
    "knows",
    "status",
    "objective",
    "cost",
    "hours_low",
    "hours_likely",
    "hours_high",
    "price_usd",
    "weeks",
    "steps",
    "seconds",
)
"""What is said of each plan of a batch. The cost has the unit of the objective, which so stands beside it."""


def plan_frame(plan: Plan) -> pandas.DataFrame:
    """The steps of a plan, one a row; see `Plan.to_frame`."""
    pandas_ = _pandas()
    rows = [
        {
            "stage": step.stage,
            "id": step.id,
            "name": step.concept.name,
            "kind": step.kind,
            "from_level": None if step.from_level is None else str(step.from_level),
            "to_level": None if step.to_level is None else str(step.to_level),
            "hours_low": step.hours.low,
            "hours_likely": step.hours.likely,
            "hours_high": step.hours.high,
            "price_usd": step.price,
            "weeks": step.weeks,
            "because": step.because,
            "source": str(step.source.source),
        }
        for step in plan.steps
    ]
    columns = ["stage", "id", "name", "kind", "from_level", "to_level", "hours_low", "hours_likely"]
    columns += ["hours_high", "price_usd", "weeks", "because", "source"]
    frame: pandas.DataFrame = pandas_.DataFrame(rows, columns=columns)
    return frame


def frontier_frame(frontier: Frontier) -> pandas.DataFrame:
    """The points of a frontier, one a row; see `Frontier.to_frame`."""
    units = {"hours": "hours_likely", "price": "price_usd", "weeks": "weeks"}
    columns = [units[measure] for measure in frontier.over]
    frame: pandas.DataFrame = _pandas().DataFrame(list(frontier.points), columns=columns)
    frame["steps"] = [len(plan.steps) for plan in frontier]
    return frame


def schedule_frame(schedule: Schedule) -> pandas.DataFrame:
    """The steps of a schedule, one a row; see `Schedule.to_frame`."""
    pandas_ = _pandas()
    rows = [
        {
            "id": entry.step.id,
            "name": entry.step.concept.name,
            "kind": entry.step.kind,
            "begin": pandas_.Timestamp(entry.begin),
            "end": pandas_.Timestamp(entry.end),
            "begin_weeks": entry.begin_week,
            "end_weeks": entry.end_week,
            "hours_likely": entry.step.hours.likely,
            "slack_weeks": entry.slack_weeks,
            "is_critical": entry.is_critical,
            "track": entry.track,
        }
        for entry in schedule.steps
    ]
    columns = ["id", "name", "kind", "begin", "end", "begin_weeks", "end_weeks", "hours_likely"]
    frame: pandas.DataFrame = pandas_.DataFrame(rows, columns=[*columns, "slack_weeks", "is_critical", "track"])
    return frame


def gap_frame(gap: Gap) -> pandas.DataFrame:
    """The requirements of a role, one a row; see `Gap.to_frame`."""
    pandas_ = _pandas()
    rows = []
    for item in gap.items:
        hours = gap.hours_for(item)
        rows.append(
            {
                "any_of": ", ".join(concept.id for concept, _ in item.options),
                "at_least": item.requirement.at_least,
                "level": str(item.requirement.level),
                "strength": str(item.requirement.strength),
                "status": item.status,
                "known": ", ".join(f"{concept.id}:{level}" for concept, level in item.options if level is not None),
                "importance": item.importance,
                "hours_low": None if hours is None else hours.low,
                "hours_likely": None if hours is None else hours.likely,
                "hours_high": None if hours is None else hours.high,
            }
        )
    columns = ["any_of", "at_least", "level", "strength", "status", "known", "importance"]
    frame: pandas.DataFrame = pandas_.DataFrame(rows, columns=[*columns, "hours_low", "hours_likely", "hours_high"])
    return frame


def uncertainty_frame(uncertainty: Uncertainty, chances: Sequence[float]) -> pandas.DataFrame:
    """The hours and days that are enough with some chances; see `Uncertainty.to_frame`."""
    pandas_ = _pandas()
    rows = []
    for chance in chances:
        hours, days = uncertainty.quantile(chance), uncertainty.ready_on(chance)
        rows.append(
            {
                "probability": chance,
                "hours_independent": hours.independent,
                "hours_dependent": hours.dependent,
                "ready_independent": pandas_.Timestamp(days.independent),
                "ready_dependent": pandas_.Timestamp(days.dependent),
            }
        )
    frame: pandas.DataFrame = pandas_.DataFrame(rows)
    return frame


def robustness_frame(robustness: Robustness) -> pandas.DataFrame:
    """The ranges, one concept a row; see `Robustness.to_frame`."""
    pandas_ = _pandas()
    rows = [
        {
            "id": stable.concept.id,
            "name": stable.concept.name,
            "hours_low": stable.hours.low,
            "hours_likely": stable.hours.likely,
            "hours_high": stable.hours.high,
            "factor_lower": stable.lower,
            "factor_upper": stable.upper,
            "hours_lower": stable.hours_lower,
            "hours_upper": stable.hours_upper,
            "covers_estimate": stable.covers_estimate,
            "is_exact": stable.is_exact,
        }
        for stable in robustness
    ]
    columns = ["id", "name", "hours_low", "hours_likely", "hours_high", "factor_lower", "factor_upper"]
    columns += ["hours_lower", "hours_upper", "covers_estimate", "is_exact"]
    frame: pandas.DataFrame = pandas_.DataFrame(rows, columns=columns)
    return frame


def batch_frame(batch: Batch) -> pandas.DataFrame:
    """The plans of a batch, one a row; see `Batch.to_frame`."""
    frame: pandas.DataFrame = _pandas().DataFrame(batch.records(), columns=BATCH_COLUMNS)
    return frame


def matrix_frame(matrix: RoleMatrix) -> pandas.DataFrame:
    """The hours from each role, a row, to each, a column; see `RoleMatrix.to_frame`."""
    ids = [role.id for role in matrix.roles]
    hours = [[entry.hours for entry in row] for row in matrix.transitions]
    pandas_ = _pandas()
    index, columns = pandas_.Index(ids, name="from"), pandas_.Index(ids, name="hours_to")
    frame: pandas.DataFrame = pandas_.DataFrame(hours, index=index, columns=columns, dtype=float)
    return frame


def fits_frame(fits: RoleFits) -> pandas.DataFrame:
    """The fit of each profile, a row, to each role, a column; see `RoleFits.to_frame`."""
    pandas_ = _pandas()
    columns = pandas_.Index([role.id for role in fits.roles], name="fit_share")
    index = pandas_.RangeIndex(len(fits.fit), name="profile")
    frame: pandas.DataFrame = pandas_.DataFrame(fits.fit, index=index, columns=columns)
    return frame


def next_skills_frame(skills: Sequence[NextSkill]) -> pandas.DataFrame:
    """What to learn next, one skill a row; see `NextSkills.to_frame`."""
    rows = [
        {
            "id": skill.concept.id,
            "name": skill.concept.name,
            "level": str(skill.level),
            "hours_low": skill.hours.low,
            "hours_likely": skill.hours.likely,
            "hours_high": skill.hours.high,
            "saved_hours_per_hour": skill.value,
            **{f"saved_hours_{role}": hours for role, hours in skill.saved},
            "is_exact": skill.is_exact,
        }
        for skill in skills
    ]
    columns = ["id", "name", "level", "hours_low", "hours_likely", "hours_high", "saved_hours_per_hour"]
    columns += dict.fromkeys(f"saved_hours_{role}" for skill in skills for role, _ in skill.saved)
    return _framed(rows, [*columns, "is_exact"])


def distances_frame(distances: Sequence[RoleDistance]) -> pandas.DataFrame:
    """Roles with the ways to them, one a row; see `RoleDistances.to_frame`."""
    rows = [
        {
            "id": found.role.id,
            "name": found.role.name,
            "status": found.plan.status,
            "hours_low": found.plan.hours.low,
            "hours_likely": found.hours,
            "hours_high": found.plan.hours.high,
            "price_usd": found.plan.price,
            "weeks": found.plan.weeks,
            "steps": len(found.plan.steps),
        }
        for found in distances
    ]
    columns = ["id", "name", "status", "hours_low", "hours_likely", "hours_high", "price_usd", "weeks", "steps"]
    return _framed(rows, columns)


def transitions_frame(transitions: Sequence[Transition]) -> pandas.DataFrame:
    """Ways from role to role, one a row; see `Transitions.to_frame`."""
    rows = [
        {
            "from": entry.source.id,
            "to": entry.target.id,
            "status": entry.status,
            "hours_likely": entry.hours,
            "shared": len(entry.shared),
            "new": len(entry.new),
        }
        for entry in transitions
    ]
    return _framed(rows, ["from", "to", "status", "hours_likely", "shared", "new"])


def plans_frame(plans: Sequence[Plan]) -> pandas.DataFrame:
    """Plans for one question, one a row; see `Plans.to_frame`."""
    rows = [
        {
            "target": plan.target.id,
            "status": plan.status,
            "objective": plan.objective,
            "cost": plan.cost,
            "hours_low": plan.hours.low,
            "hours_likely": plan.hours.likely,
            "hours_high": plan.hours.high,
            "price_usd": plan.price,
            "weeks": plan.weeks,
            "steps": len(plan.steps),
        }
        for plan in plans
    ]
    columns = ["target", "status", "objective", "cost", "hours_low", "hours_likely", "hours_high"]
    return _framed(rows, [*columns, "price_usd", "weeks", "steps"])


def coverages_frame(coverages: Sequence[Coverage]) -> pandas.DataFrame:
    """Education paths with what they cover, one a row; see `Coverages.to_frame`."""
    rows = [
        {
            "id": one.path.id,
            "name": one.path.name,
            "path_kind": one.path.path_kind,
            "figures": one.figures,
            "hours_likely": one.step.hours.likely,
            "price_usd": one.step.price,
            "weeks": one.step.weeks,
            "replaced_hours": one.replaced,
            "replaced_share": one.share,
            "hours_in_all": one.plan.hours.likely,
            "saved_hours": one.saved,
            "is_exact": one.is_exact,
        }
        for one in coverages
    ]
    columns = ["id", "name", "path_kind", "figures", "hours_likely", "price_usd", "weeks", "replaced_hours"]
    return _framed(rows, [*columns, "replaced_share", "hours_in_all", "saved_hours", "is_exact"])


def alternatives_frame(alternatives: Sequence[Alternative]) -> pandas.DataFrame:
    """Other ways than a step, one a row; see `Alternatives.to_frame`."""
    rows = [
        {
            "kind": one.kind,
            "instead_of": one.instead_of.id,
            "id": None if one.concept is None else one.concept.id,
            "status": one.plan.status,
            "extra": one.extra,
            "unit": one.unit,
            "new": ", ".join(concept.id for concept in one.new),
            "is_exact": one.is_exact,
        }
        for one in alternatives
    ]
    return _framed(rows, ["kind", "instead_of", "id", "status", "extra", "unit", "new", "is_exact"])


def wages_frame(wages: Sequence[Wage]) -> pandas.DataFrame:
    """Wages in US dollars a year, one occupation and area a row; see `Wages.to_frame`."""
    figures = ("mean", "median", "p10", "p25", "p75", "p90")
    rows = [
        {
            "code": wage.code,
            "occupation": wage.occupation,
            "area": wage.area,
            "match": wage.match,
            "employment": wage.employment,
            **{f"{figure}_usd_per_year": getattr(wage, figure) for figure in figures},
            "is_top_coded": wage.is_top_coded,
        }
        for wage in wages
    ]
    columns = ["code", "occupation", "area", "match", "employment"]
    return _framed(rows, [*columns, *(f"{figure}_usd_per_year" for figure in figures), "is_top_coded"])


def mappings_frame(mappings: Sequence[Mapping]) -> pandas.DataFrame:
    """What other vocabularies call a concept, one mapping a row; see `Mappings.to_frame`."""
    rows = [
        {
            "subject": mapping.subject,
            "predicate": mapping.predicate,
            "object": mapping.object,
            "label": mapping.label,
            "confidence_share": mapping.confidence,
            "justification": mapping.justification,
            "comment": mapping.comment,
        }
        for mapping in mappings
    ]
    columns = ["subject", "predicate", "object", "label", "confidence_share", "justification", "comment"]
    return _framed(rows, columns)


def _framed(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> pandas.DataFrame:
    frame: pandas.DataFrame = _pandas().DataFrame(rows, columns=columns)
    return frame


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("pandas", "frames") from None
    return pandas
