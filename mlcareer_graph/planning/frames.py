"""Plans as DataFrames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.batch import Batch
    from mlcareer_graph.planning.fit import RoleFits
    from mlcareer_graph.planning.frontier import Frontier
    from mlcareer_graph.planning.gap import Gap
    from mlcareer_graph.planning.matrix import RoleMatrix
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


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("pandas", "frames") from None
    return pandas
