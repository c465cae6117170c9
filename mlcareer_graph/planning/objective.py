"""What a plan minimises.

Every sum is exact: hours, weeks and prices are counted in whole millionths, so that equal plans compare equal
whatever the order of addition. A plan's cost is compared part by part: the objective first, then the hours,
then the number of actions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.model.quantities import LARGEST

MEASURES = ("hours", "price", "weeks", "steps")
"""What can be minimised; price in US dollars."""

MILLION = 1_000_000


def to_millionths(value: float) -> int:
    """A number as a whole count of millionths."""
    return round(value * MILLION)


@dataclass(frozen=True, slots=True)
class Objective:
    """Weights of the measures; the weighted sum is minimised.

    Attributes:
        weights: Each measure with its weight, in the order of `MEASURES`, zero weights left out.
    """

    weights: tuple[tuple[str, float], ...]

    @classmethod
    def parse(cls, objective: str | Mapping[str, float]) -> Objective:
        """An objective from the name of a measure or a mapping of measures to weights.

        Raises:
            UnknownOptionError: There is no such measure, or a weight is negative or not finite, or all are zero.

        Example:
            >>> Objective.parse({"hours": 1, "price": 0.05}).name
            '1 hours + 0.05 price'
        """
        given = {objective: 1.0} if isinstance(objective, str) else objective
        if not isinstance(given, Mapping) or not set(given) <= set(MEASURES):
            raise UnknownOptionError("objective", objective, (*MEASURES, "a mapping of these to weights"))
        weights = tuple((measure, given[measure]) for measure in MEASURES if given.get(measure))
        if not weights or not all(_is_weight(weight) for _, weight in weights):
            raise UnknownOptionError("objective", objective, ["weights from 0 upward, not all 0"])
        return cls(weights)

    @property
    def name(self) -> str:
        """The measure, or the weighted sum in words."""
        if len(self.weights) == 1 and self.weights[0][1] == 1:
            return self.weights[0][0]
        return " + ".join(f"{weight:g} {measure}" for measure, weight in self.weights)

    @property
    def measures(self) -> frozenset[str]:
        """The measures that count."""
        return frozenset(measure for measure, _ in self.weights)

    def of(self, amounts: Mapping[str, int]) -> int:
        """The weighted sum of amounts in millionths, in millionths."""
        return sum(round(weight * amounts[measure]) for measure, weight in self.weights)


def parse_objectives(
    objective: str | Mapping[str, float] | Sequence[str | Mapping[str, float]],
) -> tuple[Objective, ...]:
    """What to minimise first, then, and so on: one objective, or several in the order in which they count.

    Raises:
        UnknownOptionError: One of them is none, or there is none at all.

    Example:
        >>> [one.name for one in parse_objectives(["hours", "price"])]
        ['hours', 'price']
    """
    if isinstance(objective, str) or not isinstance(objective, Sequence):
        return (Objective.parse(objective),)
    if not objective:
        raise UnknownOptionError("objective", objective, MEASURES)
    return tuple(dict.fromkeys(Objective.parse(one) for one in objective))


def _is_weight(weight: object) -> bool:
    return isinstance(weight, int | float) and not isinstance(weight, bool) and 0 < weight <= LARGEST


def require_positive(parameter: str, value: float) -> None:
    """Raise `UnknownOptionError` unless the value of a parameter is a finite number above 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LARGEST:
        raise UnknownOptionError(parameter, value, ["a number above 0"])
