"""Limits in words: what they are, and what more would be enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlcareer_graph.planning.limit import Limit, parse_limits


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (Limit("budget", "price", 1500.5), "a budget of 1,500.5 USD"),
        (Limit("max_hours", "hours", 1200.0), "at most 1,200 hours"),
        (Limit("max_weeks", "weeks", 12.25), "at most 12.25 weeks"),
        (Limit("deadline", "weeks", 1001.26), "a deadline in 1,001.3 weeks"),
        (Limit("max_paths", "paths", 1.0), "at most 1 education path"),
        (Limit("max_paths", "paths", 0.0), "at most 0 education paths"),
    ],
)
def test_a_limit_says_what_it_allows(limit: Limit, text: str) -> None:
    """Numbers have thousands apart and no digits that say nothing; one path is no paths."""
    assert str(limit) == text


@pytest.mark.parametrize(
    ("measure", "most", "needed", "text"),
    [
        ("price", 10.0, 1510.001, "with 1,500.01 USD more"),
        ("price", 10.0, 12.5, "with 2.5 USD more"),
        ("hours", 10.0, 11.0, "with 1 more hour"),
        ("hours", 10.0, 11.01, "with 1.1 more hours"),
        ("hours", 10.0, 10.9000001, "with 0.9 more hours"),
        ("weeks", 2.0, 3.0, "with 1 more week"),
        ("weeks", 2.0, 1236.0, "with 1,234 more weeks"),
        ("paths", 0.0, 1.0, "with 1 more education path"),
        ("paths", 1.0, 3.0, "with 2 more education paths"),
    ],
)
def test_what_more_is_enough_is_rounded_up(measure: str, most: float, needed: float, text: str) -> None:
    """What is said to be enough is enough, and no more than a step of rounding above it."""
    assert Limit("any", measure, most).excess(needed) == text


def test_each_option_sets_its_measure_and_none_sets_nothing() -> None:
    """Options come back in their order with what they are about; nothing and the largest number are limits, too."""
    options = {"budget": 0, "max_hours": 1e100, "max_weeks": None, "max_paths": 2}
    assert parse_limits(options, None, None) == (
        Limit("budget", "price", 0.0),
        Limit("max_hours", "hours", 1e100),
        Limit("max_paths", "paths", 2.0),
    )
    assert all(type(limit.most) is float for limit in parse_limits(options, None, None))
    assert parse_limits({"max_weeks": 3.5}, None, None) == (Limit("max_weeks", "weeks", 3.5),)


def test_the_last_day_counts_and_the_first_is_today() -> None:
    """A deadline on the first day leaves a seventh of a week, and without a first day it counts from today."""
    day = date(2027, 1, 4)
    assert parse_limits({}, day, day) == (Limit("deadline", "weeks", 1 / 7),)
    assert parse_limits({}, day + timedelta(days=13), day) == (Limit("deadline", "weeks", 2.0),)
    [limit] = parse_limits({}, date.today() + timedelta(days=6), None)
    assert limit.most == pytest.approx(1.0, abs=1 / 7)
