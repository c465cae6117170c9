"""The most that a plan may take of something."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.model.quantities import LARGEST

LIMITED = ("hours", "price", "weeks", "paths")
"""What a limit can be about; price in US dollars, paths as a count of education paths."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so much of a measure.

    Attributes:
        option: The option of `CareerGraph.plan` that sets it, such as ``"budget"``.
        measure: One of `LIMITED`.
        most: The most.
    """

    option: str
    measure: str
    most: float

    def __str__(self) -> str:
        return {
            "budget": f"a budget of {self.most:,.10g} USD",
            "max_hours": f"at most {self.most:,.10g} hours",
            "max_weeks": f"at most {self.most:,.10g} weeks",
            "deadline": f"a deadline in {self.most:,.1f} weeks",
            "max_paths": f"at most {counted_paths(self.most)}",
        }[self.option]

    def excess(self, needed: float) -> str:
        """In words, what it takes beyond the limit."""
        over = needed - self.most
        return {
            "price": f"with {_up(over, 2)} USD more",
            "hours": f"with {_more(over, 'hour')}",
            "weeks": f"with {_more(over, 'week')}",
            "paths": f"with {counted_paths(over).replace(' ', ' more ', 1)}",
        }[self.measure]


def counted_paths(number: float) -> str:
    """So many education paths, in words."""
    return f"{number:g} education path{'' if number == 1 else 's'}"


def _more(over: float, unit: str) -> str:
    number = _up(over, 1)
    return f"{number} more {unit}{'' if number == '1' else 's'}"


def _up(value: float, digits: int) -> str:
    """Rounded up, so that what is said is enough."""
    scale = 10**digits
    return f"{math.ceil(value * scale - 1e-6) / scale:,.10g}"


def parse_limits(options: Mapping[str, float | None], deadline: date | None, start: date | None) -> tuple[Limit, ...]:
    """The limits that some options set.

    Args:
        options: ``budget``, ``max_hours``, ``max_weeks`` and ``max_paths``, None where there is no limit.
        deadline: The last day.
        start: The first day; today by default.

    Raises:
        UnknownOptionError: A limit is not a finite number from 0 upward, or the deadline comes before the start.

    Example:
        >>> [str(limit) for limit in parse_limits({"budget": 1500.0, "max_hours": None}, None, None)]
        ['a budget of 1,500 USD']
    """
    measures = {"budget": "price", "max_hours": "hours", "max_weeks": "weeks", "max_paths": "paths"}
    limits = []
    for option, most in options.items():
        if most is None:
            continue
        if isinstance(most, bool) or not isinstance(most, int | float) or not 0 <= most <= LARGEST:
            raise UnknownOptionError(option, most, ["a number from 0 upward"])
        limits.append(Limit(option, measures[option], float(most)))
    if deadline is not None:
        first = start or date.today()
        if deadline < first:
            raise UnknownOptionError("deadline", deadline.isoformat(), [f"a day from {first.isoformat()} on"])
        limits.append(Limit("deadline", "weeks", ((deadline - first).days + 1) / 7))
    return tuple(limits)
