"""Numbers about the world: estimates with their spread, units and evidence."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlcareer_graph.errors import shown
from mlcareer_graph.model.evidence import Evidence
from mlcareer_graph.model.levels import Level

LARGEST = 1e100
"""The largest number that data and options may give, so that its sums and multiples in millionths stay finite."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that nobody knows exactly: low, likely, high.

    Raises:
        ValueError: A part is negative, not finite, or out of order.

    Example:
        >>> Estimate(30, 40, 60) + Estimate.exactly(5)
        Estimate(low=35, likely=45, high=65)
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        parts = (self.low, self.likely, self.high)
        if not all(0 <= part <= sys.float_info.max for part in parts):
            raise ValueError(f"an estimate is made of finite numbers from 0 upward, not {list(parts)}")
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"an estimate runs from low to high, not {list(parts)}")

    @classmethod
    def exactly(cls, value: float) -> Estimate:
        """An estimate without spread."""
        return cls(value, value, value)

    @classmethod
    def total(cls, estimates: Iterable[Estimate]) -> Estimate:
        """The sum of estimates, rounded once at the end, so that it is the same in any order.

        Example:
            >>> Estimate.total([Estimate.exactly(0.1)] * 10)
            Estimate(low=1.0, likely=1.0, high=1.0)
        """
        parts = [(estimate.low, estimate.likely, estimate.high) for estimate in estimates]
        return cls(*map(_sum, zip(*parts, strict=True))) if parts else cls.exactly(0)

    @classmethod
    def parse(cls, value: float | Sequence[float] | Mapping[str, float]) -> Estimate:
        """An estimate from a number, ``[low, likely, high]`` or a mapping that has ``likely``.

        Raises:
            ValueError: It is none of these, or a number is larger than `LARGEST`.
        """
        if isinstance(value, Mapping):
            if "likely" not in value:
                raise ValueError("an estimate given as a mapping needs the key likely")
            likely = _number(value["likely"])
            return cls(_number(value.get("low", likely)), likely, _number(value.get("high", likely)))
        if isinstance(value, (list, tuple)):
            if len(value) != 3:
                raise ValueError(f"an estimate is a number or [low, likely, high], not {shown(value)}")
            return cls(*(_number(part) for part in value))
        return cls.exactly(_number(value))

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def __radd__(self, other: object) -> Estimate:
        # sum() starts from the integer 0.
        return self if other == 0 else NotImplemented

    def __float__(self) -> float:
        return float(self.likely)

    def __mul__(self, factor: float) -> Estimate:
        return Estimate(self.low * factor, self.likely * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An estimate with its unit and evidence, such as the price of a course.

    Attributes:
        estimate: The number.
        unit: ``"hours"``, ``"weeks"``, or a currency code of ISO 4217 such as ``"USD"``.
        evidence: Where it comes from.
    """

    estimate: Estimate
    unit: str
    evidence: tuple[Evidence, ...] = ()


LEVEL_FACTORS: Mapping[Level, float] = {
    Level.AWARENESS: 0.2,
    Level.WORKING: 1.0,
    Level.PRACTITIONER: 2.5,
    Level.EXPERT: 8.0,
}
"""Hours from nothing to a level as a multiple of the hours to *working*, where no figure is given.

Curated: a working command takes a course; practice on the job for some months takes two to three
times that; expertise takes years. The factors say which estimates are extrapolated, not measured.
"""


@dataclass(frozen=True, slots=True)
class LearningEffort:
    """The hours of study that a competency takes on top of what it requires.

    Attributes:
        by_level: Cumulative hours from nothing to a level, for the levels that are given, in ascending order.
        evidence: The basis of the figures.

    Raises:
        ValueError: No level is given, they do not ascend, or a higher level takes fewer hours than a lower one.

    Example:
        >>> effort = LearningEffort(((Level.WORKING, Estimate(30, 40, 60)),))
        >>> effort.to(Level.PRACTITIONER).likely
        100.0
    """

    by_level: tuple[tuple[Level, Estimate], ...]
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.by_level:
            raise ValueError("hours need a figure for at least one level")
        for (level, lower), (next_level, upper) in pairwise(self.by_level):
            if level >= next_level:
                raise ValueError(f"hours are given once a level, from {Level.AWARENESS} to {Level.EXPERT}")
            if lower.low > upper.low or lower.likely > upper.likely or lower.high > upper.high:
                raise ValueError("hours are cumulative: a higher level cannot take fewer than a lower one")

    def to(self, level: Level) -> Estimate:
        """Cumulative hours from nothing to that level.

        A level without a figure follows by `LEVEL_FACTORS`: in proportion from the only side that has a
        figure, or between the figures below and above. A higher level never takes fewer hours.
        """
        below = [given for given in self.by_level if given[0] <= level]
        above = [given for given in self.by_level if given[0] >= level]
        if not below or not above:
            nearest, estimate = below[-1] if below else above[0]
            return estimate * (LEVEL_FACTORS[level] / LEVEL_FACTORS[nearest])
        (lower, floor), (upper, ceiling) = below[-1], above[0]
        if lower == upper:
            return floor
        share = (LEVEL_FACTORS[level] - LEVEL_FACTORS[lower]) / (LEVEL_FACTORS[upper] - LEVEL_FACTORS[lower])
        return Estimate(
            _between(floor.low, ceiling.low, share),
            _between(floor.likely, ceiling.likely, share),
            _between(floor.high, ceiling.high, share),
        )


UNKNOWN_EFFORT = LearningEffort(
    ((Level.WORKING, Estimate(20, 40, 80)),),
    (Evidence.curated("No figure is given; this stands for a short course."),),
)
"""What a competency without hours is taken to cost."""


def _sum(parts: Sequence[float]) -> float:
    """The sum; whole numbers stay whole."""
    return sum(parts) if all(isinstance(part, int) for part in parts) else math.fsum(parts)


def _between(floor: float, ceiling: float, share: float) -> float:
    # Rounding must not carry it past either end.
    return min(max(floor * (1 - share) + ceiling * share, floor), ceiling)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{shown(value)} is not a number")
    if value > LARGEST:
        raise ValueError(f"{shown(value)} is too large")
    # As for observations, -0.0 is 0.0.
    return value + 0
