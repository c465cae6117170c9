"""Plans as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcareer_graph.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.plan import Plan


def plan_frame(plan: Plan) -> pandas.DataFrame:
    """The steps of a plan, one a row; see `Plan.to_frame`."""
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("pandas", "frames") from None
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
    return pandas.DataFrame(rows, columns=columns)
