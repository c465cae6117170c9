"""Several plans that really differ: the best, the best that is another one, and so on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.query import Difference, Query

if TYPE_CHECKING:
    import pandas


class Plans(list[Plan]):
    """The result of `CareerGraph.plans`: a list, which a notebook shows as a table with what tells the plans apart."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The plans as a DataFrame, one a row: target, status, objective, cost, hours, price, weeks, number of steps.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import plans_frame

        return plans_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import plans_html

        return plans_html(self)


def find_plans(query: Query, k: int, difference: float) -> Plans:
    """See `CareerGraph.plans`."""
    require_positive("k", k)
    if isinstance(difference, bool) or not isinstance(difference, int | float) or not 0 <= difference <= 1:
        raise UnknownOptionError("difference", difference, ["a share from 0 to 1"])
    plans = Plans()
    while len(plans) < k:
        plan = make_plan(replace(query, differences=tuple(difference_from(made, difference) for made in plans)))
        if plan.cost is None:
            break
        plans.append(plan)
        if plan.hours.likely == 0:
            break
    return plans


def difference_from(plan: Plan, share: float) -> Difference:
    """What makes a plan another one than this: at least a share of its hours goes to what the other does without.

    Args:
        plan: The earlier plan.
        share: The least share; with 0 one step that takes time is enough.
    """
    hours: dict[str, float] = {}
    for step in plan.steps:
        hours[step.id] = hours.get(step.id, 0.0) + step.hours.likely
    return Difference(tuple(sorted((name, spent) for name, spent in hours.items() if spent)), float(share))
