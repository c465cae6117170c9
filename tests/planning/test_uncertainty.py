"""The distribution of a total is the one of the sum of its estimates, and a day is as likely as it says."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph, Estimate, Plan, UnknownOptionError, UnplannableError, load_graph
from mlcareer_graph.planning.uncertainty import CELLS, Distribution, totals

START = date(2027, 1, 4)

_PARTS = st.lists(st.one_of(st.integers(0, 300), st.floats(0, 300)), min_size=3, max_size=3)
ESTIMATES = st.lists(_PARTS.map(lambda parts: Estimate(*sorted(parts))), min_size=1, max_size=6)


def _symmetric(x: float) -> float:
    """The distribution function of beta(3, 3), whose density is 30 x^2 (1 - x)^2."""
    return x**3 * (10 - 15 * x + 6 * x * x)


def _falling(x: float) -> float:
    """That of beta(1, 5), whose density is 5 (1 - x)^4."""
    return 1 - (1 - min(max(x, 0.0), 1.0)) ** 5


@pytest.mark.parametrize("kind", ["independent", "dependent"])
def test_one_estimate_follows_its_beta_distribution(kind: str) -> None:
    """A single estimate has the closed form of its shape, whether likely is in the middle or at an end."""
    for estimate, cdf in (
        (Estimate(10, 20, 30), _symmetric),
        (Estimate(10, 10, 30), _falling),
        (Estimate(10, 30, 30), lambda x: x**5),
    ):
        total = getattr(totals([estimate]), kind)
        for x in (0.0, 0.05, 0.2, 0.5, 0.77, 0.9, 0.999, 1.0):
            assert total.probability_within(10 + 20 * x) == pytest.approx(cdf(x), abs=1e-5)


def test_two_independent_estimates_are_convolved() -> None:
    """The sum of two beta(1, 5) on different ranges agrees with the convolution integral."""
    total = totals([Estimate(0, 0, 1), Estimate(3, 3, 5)]).independent
    for value in (3.05, 3.3, 3.8, 4.5, 5.5):
        strips = 4000
        weights = [1 if n in (0, strips) else 4 if n % 2 else 2 for n in range(strips + 1)]
        integral = sum(
            weight * 5 * (1 - n / strips) ** 4 * _falling((value - 3 - n / strips) / 2)
            for n, weight in enumerate(weights)
        )
        assert total.probability_within(value) == pytest.approx(integral / strips / 3, abs=1e-5)


def test_dependent_quantiles_add_up() -> None:
    """Under full dependence the quantile of a sum is the sum of the quantiles."""
    total = totals([Estimate(0, 0, 1), Estimate(2, 12, 12), Estimate.exactly(4)]).dependent
    for p in (0.001, 0.1, 0.5, 0.9, 0.999):
        assert total.quantile(p) == pytest.approx(1 - (1 - p) ** 0.2 + 2 + 10 * p**0.2 + 4, abs=1e-4)
    alike = [Estimate(5, 8, 20)] * 7
    for p in (0.05, 0.5, 0.95):
        assert totals(alike).dependent.quantile(p) == pytest.approx(
            7 * totals(alike[:1]).independent.quantile(p), rel=1e-5
        )


def test_a_sum_agrees_with_simulation() -> None:
    """The shares of 100,000 simulated sums of nine unlike estimates lie within sampling error."""
    rng = random.Random(7)
    estimates = [Estimate(*sorted(rng.sample(range(100), 3))) for _ in range(8)] + [Estimate.exactly(13)]
    draws = []
    for _ in range(100_000):
        drawn = 13.0
        for estimate in estimates[:-1]:
            share = (estimate.likely - estimate.low) / (estimate.high - estimate.low)
            drawn += estimate.low + (estimate.high - estimate.low) * rng.betavariate(1 + 4 * share, 5 - 4 * share)
        draws.append(drawn)
    total = totals(estimates).independent
    draws.sort()
    for p in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        value = draws[int(p * len(draws))]
        assert total.probability_within(value) == pytest.approx(p, abs=0.004)
        assert total.quantile(p) == pytest.approx(value, abs=1.5)
    assert total.mean == pytest.approx(math.fsum(draws) / len(draws), rel=1e-3)
    assert total.sd == pytest.approx(math.sqrt(sum((d - total.mean) ** 2 for d in draws) / len(draws)), rel=1e-2)


def _moments(total: Distribution) -> tuple[float, float]:
    """Mean and variance of a distribution that is uniform between its points."""
    mean = variance = 0.0
    for (left, below), (right, above) in pairwise(zip(total.points, total.cumulative, strict=True)):
        mean += (above - below) * (left + right) / 2
    for (left, below), (right, above) in pairwise(zip(total.points, total.cumulative, strict=True)):
        a, b = left - mean, right - mean
        variance += (above - below) * (a * a + a * b + b * b) / 3
    return mean, variance


@given(ESTIMATES)
@settings(max_examples=40, deadline=None)
def test_the_grid_keeps_the_mean_and_blurs_no_more_than_it_says(estimates: list[Estimate]) -> None:
    """The mean is exact, and the variance too large by at most a quarter of a cell squared for each estimate."""
    both = totals(estimates)
    exact = math.fsum((e.low + 4 * e.likely + e.high) / 6 for e in estimates)
    variance = 0.0
    for e in estimates:
        mean = (e.low + 4 * e.likely + e.high) / 6
        variance += (mean - e.low) * (e.high - mean) / 7
    assert both.independent.sd == pytest.approx(math.sqrt(variance))
    spread = both.independent.high - both.independent.low
    for total in both:
        assert total.mean == pytest.approx(exact)
        if spread > 1e-6:
            assert _moments(total)[0] == pytest.approx(exact, rel=1e-6, abs=spread * 1e-4)
    if spread > 1e-6:
        cell = spread / CELLS
        found = _moments(both.independent)[1]
        # One more cell for what is uniform between two points, and the rounding of the sums.
        assert variance - cell**2 - 1e-9 <= found <= variance + (len(estimates) + 1) * cell**2 / 4 + cell**2 + 1e-9


def test_a_finer_grid_changes_nothing_that_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """With sixteen times as many cells the probabilities of a long plan stay the same to four places."""
    plan = load_graph().plan("machine learning engineer")
    hours = [step.hours for step in plan.steps]
    coarse = totals(hours).independent
    monkeypatch.setattr("mlcareer_graph.planning.uncertainty.CELLS", 16 * CELLS)
    fine = totals(hours).independent
    assert len(fine.points) > len(coarse.points)
    for p in (0.01, 0.1, 0.5, 0.9, 0.99):
        assert coarse.probability_within(fine.quantile(p)) == pytest.approx(p, abs=5e-5)


@given(ESTIMATES)
@settings(max_examples=40, deadline=None)
def test_probabilities_rise_from_0_to_1(estimates: list[Estimate]) -> None:
    """More hours are never less likely to be enough; nothing is below low or above high."""
    for total in totals(estimates):
        assert list(total.points) == sorted(total.points)
        assert list(total.cumulative) == sorted(total.cumulative)
        assert total.probability_within(total.high) == 1
        assert total.probability_within(total.low - 1e-6) == 0
        assert total.low <= total.quantile(0.2) <= total.quantile(0.8) <= total.high
        assert (total.quantile(0), total.quantile(1)) == (total.low, total.high)


@given(ESTIMATES, _PARTS, st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_one_more_step_never_raises_the_chance(estimates: list[Estimate], more: list[float], share: float) -> None:
    """With one more step the same hours are at most as likely to be enough, under both assumptions."""
    fewer, longer = totals(estimates), totals([*estimates, Estimate(*sorted(more))])
    low, high = fewer.independent.low, longer.independent.high
    for without, with_it in zip(fewer, longer, strict=True):
        # By less than the grid can tell: a value a few cells further up.
        cell = (with_it.high - with_it.low) / CELLS * 4
        hours = low + share * (high - low)
        assert with_it.probability_within(hours) <= without.probability_within(hours + cell) + 1e-4


@given(ESTIMATES)
@settings(max_examples=40, deadline=None)
def test_dependence_never_narrows(estimates: list[Estimate]) -> None:
    """The dependent total has at least the standard deviation of the independent one, and the same for one estimate."""
    both = totals(estimates)
    assert both.dependent.sd >= both.independent.sd * (1 - 1e-4)
    alone = totals(estimates[:1])
    assert alone.dependent.sd == pytest.approx(alone.independent.sd, rel=1e-4, abs=1e-12)


def test_certain_hours_are_certain() -> None:
    """Without any spread there is one value, and what takes no time changes nothing."""
    for total in totals([Estimate.exactly(3), Estimate.exactly(0), Estimate.exactly(4.5)]):
        assert (total.low, total.high, total.mean, total.sd) == (7.5, 7.5, 7.5, 0)
        assert (total.probability_within(7.4), total.probability_within(7.5)) == (0, 1)
        assert total.quantile(0.3) == 7.5
    for total in totals([]):
        assert (total.probability_within(0), total.quantile(0.9)) == (1, 0)
    with_zero = totals([Estimate(1, 2, 5), Estimate.exactly(0)])
    assert with_zero.independent == totals([Estimate(1, 2, 5)]).independent


def test_a_spread_next_to_nothing_is_no_trouble() -> None:
    """An estimate whose range is lost beside another's does no harm."""
    total = totals([Estimate(0, 0, 5e-324), Estimate(0, 1e-13, 2e-13), Estimate(10, 20, 30)]).independent
    assert total.probability_within(20) == pytest.approx(0.5, abs=1e-6)


def _plan(*concepts: dict[str, Any], **options: Any) -> Plan:
    records = [{"name": concept["id"], **concept} for concept in concepts]
    return CareerGraph.from_dict({"concepts": records}).plan("goal", **options)


GOAL = {"id": "goal", "kind": "skill", "hours": [10, 20, 30]}


def test_weeks_are_hours_at_so_many_a_week() -> None:
    """The plan is ready by a day as probably as its hours fit into the weeks until then."""
    odds = _plan(GOAL).uncertainty(5, START)
    for days in (14, 20, 28, 33, 42):
        by = odds.ready_by(START + timedelta(days=days))
        assert by.independent == pytest.approx(_symmetric((days / 7 * 5 - 10) / 20), abs=1e-4)
        assert by.independent == pytest.approx(odds.probability_within(days / 7 * 5).independent, abs=1e-9)
        assert by.dependent == pytest.approx(by.independent, abs=1e-4)
    assert odds.ready_by(START - timedelta(days=1)) == (0, 0)
    assert odds.ready_by(START + timedelta(weeks=6)) == (1, 1)


def test_a_path_takes_its_weeks_or_longer_if_its_hours_need_it() -> None:
    """Weeks of a path count as they are, unless the hours do not fit into them."""
    path = {"id": "p", "kind": "education-path", "hours": 40, "weeks": [4, 5, 8], "teaches": ["goal"]}
    plan = _plan(GOAL | {"hours": 100}, path)
    assert [step.id for step in plan.steps] == ["p"]
    at_ease, in_haste = plan.uncertainty(20, START).weeks.independent, plan.uncertainty(8, START).weeks.independent
    assert (at_ease.low, at_ease.high) == (4, 8)
    assert at_ease.mean == pytest.approx((4 + 4 * 5 + 8) / 6)
    assert (in_haste.low, in_haste.high) == (5, 8)
    assert in_haste.mean == pytest.approx((5 + 4 * 5 + 8) / 6)
    overrun = plan.uncertainty(5, START).weeks.independent
    assert (overrun.low, overrun.mean, overrun.high) == (8, 8, 8)


def test_the_day_of_a_chance_has_at_least_that_chance() -> None:
    """`ready_on` and `ready_by` are inverse to each other, to the day."""
    odds = load_graph().plan("data analyst").uncertainty(8, START)
    for chance in (0.1, 0.5, 0.8, 0.9):
        days = odds.ready_on(chance)
        for assumption in ("independent", "dependent"):
            day = getattr(days, assumption)
            assert getattr(odds.ready_by(day), assumption) >= chance - 1e-9
            assert getattr(odds.ready_by(day - timedelta(days=1)), assumption) < chance


def test_nothing_to_do_is_done() -> None:
    """Who knows it all is ready on the first day, and not before."""
    odds = _plan(GOAL, knows=["goal"]).uncertainty(5, START)
    assert odds.ready_on(0.9) == (START, START)
    assert odds.ready_by(START) == (1, 1)
    assert odds.ready_by(START - timedelta(days=1)) == (0, 0)
    assert str(odds) == "goal: 0 hours; no estimate has a spread"


def test_wrong_questions_are_refused() -> None:
    """Chances beyond 0 and 1, hours that are no number, weeks without hours, and a plan that leads nowhere."""
    odds = _plan(GOAL).uncertainty(5, START)
    for chance in (-0.1, 1.1, math.nan, True, "half"):
        with pytest.raises(UnknownOptionError, match="from 0 to 1"):
            odds.quantile(chance)  # type: ignore[arg-type]
    for hours in (math.nan, "many"):
        with pytest.raises(UnknownOptionError):
            odds.probability_within(hours)  # type: ignore[arg-type]
    with pytest.raises(UnknownOptionError):
        _plan(GOAL).uncertainty(0)
    with pytest.raises(UnknownOptionError, match="year 10000"):
        _plan(GOAL).uncertainty(1e-6, START).ready_on(0.9)
    with pytest.raises(UnplannableError, match="no plan leads there"):
        _plan(GOAL, exclude=["goal"]).uncertainty()


def test_what_is_told_as_data_is_what_is_told_by_methods() -> None:
    """The record and the DataFrame hold the chances with hours and days."""
    odds = _plan(GOAL).uncertainty(5, START)
    record = odds.to_dict()
    half = next(row for row in record["chances"] if row["probability"] == 0.5)
    assert half["hours"]["independent"] == pytest.approx(20, abs=1e-3)
    assert half["ready_on"]["dependent"] == "2027-02-01"
    assert (record["hours"]["independent"]["low"], record["hours"]["independent"]["high"]) == (10, 30)
    frame = odds.to_frame()
    assert list(frame["probability"]) == [row["probability"] for row in record["chances"]]
    assert frame["hours_dependent"].is_monotonic_increasing
    assert str(odds) == (
        "goal: 20 hours are enough with a chance of 50%; 90% take 25 hours if the estimates are independent, "
        "25 if all err together"
    )
