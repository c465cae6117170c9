"""In which weeks the steps of a plan are done, counted from the week in which the first begins."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mlcareer_graph.planning import Plan
from mlcareer_graph.planning.jobs import Network
from mlcareer_graph.planning.shortest import shortest_run

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class PlanWeeks:
    """The weeks of a plan.

    Attributes:
        spans: For each step, in the order of the plan, its first and its last week, counted from 1.
        total: How many weeks it all takes, with paths and study side by side.
    """

    spans: tuple[tuple[int, int], ...]
    total: float

    @classmethod
    def of(cls, plan: Plan) -> PlanWeeks:
        """The weeks of a plan as its schedule has them, at the hours a week that it was made for.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> weeks = PlanWeeks.of(load_graph().plan("keras", knows=["PyTorch"], hours_per_week=10))
            >>> [weeks.words(number) for number in range(len(weeks.spans))]
            ['weeks 1–2']
        """
        run, _ = shortest_run(Network.of(plan.steps, plan.query.week.hours if plan.query.week else plan.hours_per_week))
        spans = [
            (
                math.floor(begin + _ROUNDING) + 1,
                max(math.ceil(end - _ROUNDING), math.floor(begin + _ROUNDING) + 1),
            )
            for begin, end in zip(run.begins, run.ends, strict=True)
        ]
        return cls(tuple(spans), run.weeks)

    def words(self, number: int) -> str:
        """The weeks of a step, such as ``"week 3"`` or ``"weeks 3–5"``."""
        first, last = self.spans[number]
        return f"week {first}" if first == last else f"weeks {first}\N{EN DASH}{last}"
