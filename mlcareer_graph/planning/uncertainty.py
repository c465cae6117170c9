"""How long a plan takes, as a distribution: the chance to be done within some hours, or by a day.

The time of a step is taken to follow a beta distribution between low and high with its peak at likely, the one of
PERT: the shapes are ``1 + 4 (likely - low) / (high - low)`` and ``1 + 4 (high - likely) / (high - low)``. Its mean is
``(low + 4 likely + high) / 6`` (Malcolm, Roseboom, Clark and Fazar, Oper. Res. 1959); its variance is
``(mean - low) (high - mean) / 7``, that of this very distribution, and not the rule of thumb
``((high - low) / 6)**2``, which it has for two positions of likely only.

How the steps hang together, nobody knows. So every answer is given twice: as if the steps were independent, and as if
they depended on one another entirely, all estimates erring together. Of all distributions that the total can have, the
second is the widest in convex order (Dhaene and others, Insur. Math. Econ. 2002): no other has a larger variance.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from mlcareer_graph.errors import UnknownOptionError, UnplannableError, one_line
from mlcareer_graph.model import EducationPath, Estimate
from mlcareer_graph.planning.step import Step

if TYPE_CHECKING:
    import pandas
    from numpy import float64
    from numpy.typing import NDArray

    from mlcareer_graph.planning.plan import Plan

CELLS = 2**14
"""The cells that the range of a total is cut into."""

_QUANTILES = 2**11
"""The probabilities at which a fully dependent total is reckoned."""

_NEGLIGIBLE = 1e-12
"""The share of the range of a total below which the range of a part is nothing but rounding."""

CHANCES = (0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95)
"""The chances that a table of a distribution shows."""

_T = TypeVar("_T")


class Extremes(NamedTuple, Generic[_T]):
    """The same question answered under the two extreme assumptions.

    Attributes:
        independent: The steps know nothing of one another: what one takes longer, another makes up for.
        dependent: All estimates err together.
    """

    independent: _T
    dependent: _T


@dataclass(frozen=True, slots=True)
class Distribution:
    """The distribution of a total.

    Attributes:
        low: The least it can be.
        high: The most it can be.
        mean: Its mean.
        sd: Its standard deviation.
        points: Ascending values from low to high.
        cumulative: The probability of at most each of them; in between it is taken to be linear.
    """

    low: float
    high: float
    mean: float
    sd: float
    points: tuple[float, ...] = field(repr=False)
    cumulative: tuple[float, ...] = field(repr=False)

    def probability_within(self, value: float) -> float:
        """The probability of at most that much.

        Raises:
            UnknownOptionError: It is not a number.
        """
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            raise UnknownOptionError("the total", value, ["a number"])
        if value >= self.high:
            return 1.0
        if value <= self.low:
            return 0.0
        after = bisect_right(self.points, value)
        return _between(value, self.points, self.cumulative, after)

    def quantile(self, probability: float) -> float:
        """The least value that is enough with that probability.

        Raises:
            UnknownOptionError: It is not a number from 0 to 1.
        """
        if isinstance(probability, bool) or not isinstance(probability, int | float) or not 0 <= probability <= 1:
            raise UnknownOptionError("probability", probability, ["a number from 0 to 1"])
        if probability == 0 or self.low == self.high:
            return self.low
        if probability == 1:
            return self.high
        after = max(bisect_left(self.cumulative, probability), 1)
        return _between(probability, self.cumulative, self.points, after)


def _between(value: float, given: Sequence[float], wanted: Sequence[float], after: int) -> float:
    left, right = given[after - 1], given[after]
    share = (value - left) / (right - left) if right > left else 1.0
    return wanted[after - 1] + share * (wanted[after] - wanted[after - 1])


@dataclass(frozen=True)
class Uncertainty:
    """What the estimates of a plan say about its total.

    Attributes:
        plan: The plan.
        hours_per_week: The hours of study in a week.
        start: The first day.
        hours: The distribution of the hours of all steps.

    Example:
        >>> from datetime import date
        >>> from mlcareer_graph import load_graph
        >>> plan = load_graph().plan("keras", knows=["PyTorch"])
        >>> odds = plan.uncertainty(hours_per_week=5, start=date(2027, 1, 4))
        >>> odds.probability_within(plan.hours.high).independent
        1.0
        >>> odds.ready_by(date(2027, 1, 4)).independent
        0.0
    """

    plan: Plan = field(repr=False)
    hours_per_week: float
    start: date
    hours: Extremes[Distribution]

    @cached_property
    def weeks(self) -> Extremes[Distribution]:
        """The distribution of the weeks of the steps one after the other.

        Study takes its hours at so many a week. A path runs over its own weeks, or longer if its hours need it. Side
        by side with study it may be over earlier, so that the chance to be ready is then at least the one told.
        """
        return totals([_weeks(step, self.hours_per_week) for step in self.plan.steps])

    def probability_within(self, hours: float) -> Extremes[float]:
        """The probability that the plan takes at most so many hours.

        Raises:
            UnknownOptionError: It is not a number.
        """
        return _both(self.hours, lambda total: total.probability_within(hours))

    def quantile(self, probability: float) -> Extremes[float]:
        """The hours that are enough with that probability.

        Raises:
            UnknownOptionError: It is not a number from 0 to 1.
        """
        return _both(self.hours, lambda total: total.quantile(probability))

    def ready_by(self, day: date) -> Extremes[float]:
        """The probability that all steps are done on that day."""
        weeks = (day - self.start).days / 7
        return _both(self.weeks, lambda total: total.probability_within(weeks))

    def ready_on(self, probability: float) -> Extremes[date]:
        """The day by which all steps are done with that probability.

        Raises:
            UnknownOptionError: It is not a number from 0 to 1, or that day is later than calendars go.
        """
        return _both(self.weeks, lambda total: self._day(total.quantile(probability)))

    def _day(self, weeks: float) -> date:
        try:
            return self.start + timedelta(days=math.ceil(round(weeks * 7, 6)))
        except OverflowError:
            raise UnknownOptionError(
                "hours_per_week", self.hours_per_week, ["more, to end before year 10000"]
            ) from None

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain data."""
        return {
            "target": self.plan.target.id,
            "start": self.start.isoformat(),
            "hours_per_week": self.hours_per_week,
            "steps": len(self.plan.steps),
            "hours": _both(self.hours, _record)._asdict(),
            "weeks": _both(self.weeks, _record)._asdict(),
            "chances": [
                {
                    "probability": chance,
                    "hours": _both(self.quantile(chance), lambda hours: round(hours, 6))._asdict(),
                    "ready_on": _both(self.ready_on(chance), date.isoformat)._asdict(),
                }
                for chance in CHANCES
            ],
        }

    def to_frame(self) -> pandas.DataFrame:
        """The hours and days that are enough with some chances, one chance a row.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import uncertainty_frame

        return uncertainty_frame(self, CHANCES)

    def __repr__(self) -> str:
        return one_line(f"<Uncertainty: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import uncertainty_html

        return uncertainty_html(self)

    def __str__(self) -> str:
        total = self.hours.independent
        if total.low == total.high:
            return f"{self.plan.target.name}: {total.low:,.0f} hours; no estimate has a spread"
        half, most = self.quantile(0.5), self.quantile(0.9)
        return (
            f"{self.plan.target.name}: {half.independent:,.0f} hours are enough with a chance of 50%; 90% take "
            f"{most.independent:,.0f} hours if the estimates are independent, {most.dependent:,.0f} if all err together"
        )


def assess_uncertainty(plan: Plan, hours_per_week: float, start: date) -> Uncertainty:
    """See `Plan.uncertainty`."""
    if plan.cost is None:
        raise UnplannableError(
            plan.target.id, plan.target.kind, "no plan leads there, so nothing can be said of its time"
        )
    return Uncertainty(plan, hours_per_week, start, totals([step.hours for step in plan.steps]))


def totals(estimates: Sequence[Estimate]) -> Extremes[Distribution]:
    """The distribution of the sum of estimates, under both extreme assumptions.

    The independent sum is a convolution on a grid of `CELLS` cells between the sums of the lows and of the highs. The
    mass of every estimate is shared between the two grid points around it such that the mean stays; so the result is
    the exact distribution blurred by a noise of mean 0, the standard deviation of which is at most half a cell times
    the square root of the number of estimates. The dependent sum adds up the quantiles.

    Complexity:
        O(estimates x cells x log cells), by the fast Fourier transform.
    """
    low = math.fsum(estimate.low for estimate in estimates)
    high = math.fsum(estimate.high for estimate in estimates)
    means = [_mean(estimate) for estimate in estimates]
    mean = math.fsum(means)
    least = (high - low) * _NEGLIGIBLE
    uncertain = [estimate for estimate in estimates if estimate.high - estimate.low > least]
    if not uncertain or (high - low) / CELLS == 0:
        certain = Distribution(low, high, mean, 0.0, (low,), (1.0,))
        return Extremes(certain, certain)
    variance = math.fsum(
        (mean - estimate.low) * (estimate.high - mean) / 7 for mean, estimate in zip(means, estimates, strict=True)
    )
    sd = math.sqrt(variance)
    return Extremes(_independent(uncertain, low, high, mean, sd), _dependent(uncertain, low, high, mean))


def _mean(estimate: Estimate) -> float:
    # From low upward, so that what is certain stays exactly what it is.
    return estimate.low + (4 * (estimate.likely - estimate.low) + (estimate.high - estimate.low)) / 6


def _independent(uncertain: list[Estimate], low: float, high: float, mean: float, sd: float) -> Distribution:
    import numpy as np

    cell = (high - low) / CELLS
    masses = [_mass(estimate, cell) for estimate in uncertain]
    count = sum(len(mass) - 1 for mass in masses) + 1
    size = 1 << (count - 1).bit_length()
    product = np.ones(size // 2 + 1, dtype=complex)
    for mass in masses:
        product *= np.fft.rfft(mass, size)
    total = np.clip(np.fft.irfft(product, size)[:count], 0.0, None)
    # Half of what is put on a grid point lies below it.
    cumulative = np.minimum((np.cumsum(total) - total / 2) / np.sum(total), 1.0)[: CELLS + 1]
    cumulative[0], cumulative[-1] = 0.0, 1.0
    points = low + cell * np.arange(CELLS + 1)
    points[-1] = high
    return Distribution(low, high, mean, sd, tuple(points.tolist()), tuple(cumulative.tolist()))


def _mass(estimate: Estimate, cell: float) -> NDArray[float64]:
    """What of an estimate, counted from its low, falls to each point of a grid, keeping its mean.

    A point gets the second difference of the integral of the distribution function.
    """
    import numpy as np

    alpha, beta = _shapes(estimate)
    width = (estimate.high - estimate.low) / cell
    grid = np.arange(-1, math.ceil(width) + 2) / width
    inside = np.clip(grid, 0.0, 1.0)
    below = _beta_cdf(inside, alpha, beta)
    partial_mean = alpha / (alpha + beta) * _beta_cdf(inside, alpha + 1, beta)
    integral = width * (np.where(grid > 1, grid, inside) * below - partial_mean)
    return np.clip(np.diff(integral, 2), 0.0, None)


def _dependent(uncertain: list[Estimate], low: float, high: float, mean: float) -> Distribution:
    import numpy as np

    # Dense at both ends, where the quantiles change most.
    chances = (1 - np.cos(np.pi * np.arange(_QUANTILES + 1) / _QUANTILES)) / 2
    points = np.full(_QUANTILES + 1, low)
    for estimate in uncertain:
        points += (estimate.high - estimate.low) * np.interp(chances, _beta_cdf(chances, *_shapes(estimate)), chances)
    points = np.maximum.accumulate(np.clip(points, low, high))
    points[0], points[-1] = low, high
    # The mean square over a stretch on which the quantile is linear, from its ends.
    left, right = points[:-1] - mean, points[1:] - mean
    variance = float(np.sum(np.diff(chances) * (left * left + left * right + right * right) / 3))
    return Distribution(low, high, mean, math.sqrt(variance), tuple(points.tolist()), tuple(chances.tolist()))


def _shapes(estimate: Estimate) -> tuple[float, float]:
    share = (estimate.likely - estimate.low) / (estimate.high - estimate.low)
    return 1 + 4 * share, 5 - 4 * share


def _beta_cdf(values: NDArray[float64], alpha: float, beta: float) -> NDArray[float64]:
    """The regularised incomplete beta function, for shapes from 1 upward.

    Up to one half by a series of positive terms (NIST Digital Library of Mathematical Functions, 8.17.8), beyond it by
    symmetry (8.17.4).
    """
    import numpy as np

    is_lower = values <= 0.5
    result = np.empty(len(values))
    result[is_lower] = _beta_series(values[is_lower], alpha, beta)
    result[~is_lower] = 1 - _beta_series(1 - values[~is_lower], beta, alpha)
    return result


def _beta_series(x: NDArray[float64], alpha: float, beta: float) -> NDArray[float64]:
    scale = math.exp(math.lgamma(alpha + beta) - math.lgamma(alpha + 1) - math.lgamma(beta))
    term = scale * x**alpha * (1 - x) ** beta
    total = term.copy()
    n = 0
    while len(x) and term.max() > 1e-18:
        term *= x * ((alpha + beta + n) / (alpha + 1 + n))
        total += term
        n += 1
    return total


def _weeks(step: Step, hours_per_week: float) -> Estimate:
    """The weeks of a step on its own."""
    study = step.hours * (1 / hours_per_week)
    path = step.concept
    if not isinstance(path, EducationPath) or path.weeks is None:
        return study
    own = path.weeks.estimate
    return Estimate(max(study.low, own.low), max(study.likely, own.likely), max(study.high, own.high))


def _both(extremes: Extremes[_T], answer: Callable[[_T], Any]) -> Extremes[Any]:
    return Extremes(answer(extremes.independent), answer(extremes.dependent))


def _record(total: Distribution) -> dict[str, float]:
    parts = {"low": total.low, "high": total.high, "mean": total.mean, "sd": total.sd}
    return {name: round(value, 6) for name, value in parts.items()}
