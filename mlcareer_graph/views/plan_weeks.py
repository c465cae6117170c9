"""In which weeks the steps of a plan are done, counted from the week in which the first begins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from mlcareer_graph.planning import Plan

_ROUNDING = 1e-6
_MONDAY = date(2001, 1, 1)
"""A day on which a week begins: pages of plans know no dates, and are the same on every day."""


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
        schedule = plan.schedule(start=_MONDAY)
        spans = {
            id(entry.step): (
                math.floor(entry.begin_week + _ROUNDING) + 1,
                max(math.ceil(entry.end_week - _ROUNDING), math.floor(entry.begin_week + _ROUNDING) + 1),
            )
            for entry in schedule.steps
        }
        return cls(tuple(spans[id(step)] for step in plan.steps), schedule.weeks)

    def words(self, number: int) -> str:
        """The weeks of a step, such as ``"week 3"`` or ``"weeks 3–5"``."""
        first, last = self.spans[number]
        return f"week {first}" if first == last else f"weeks {first}\N{EN DASH}{last}"
