"""Plans as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.frontier import Frontier
    from mlcareer_graph.planning.gap import Gap
    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.schedule import Schedule


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


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("pandas", "frames") from None
    return pandas
