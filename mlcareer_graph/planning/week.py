"""The hours that a week has for study, and the days on which they fall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.model.quantities import LARGEST
from mlcareer_graph.planning.objective import require_positive

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days of a week, in the order of `datetime.date.weekday`."""

HoursPerWeek: TypeAlias = "float | Mapping[str, float]"
"""Hours for the whole week, or for each of its days that has some."""

_EXACT = 1e-6
"""The share of a week that is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of each day, Monday first.

    Attributes:
        days: Seven numbers of hours.
        is_even: Whether only the hours of the whole week were given, which are spread over all days.
    """

    days: tuple[float, ...]
    is_even: bool = False

    @classmethod
    def parse(cls, hours_per_week: HoursPerWeek) -> Week:
        """A week from its hours, or from a mapping of days to hours.

        Args:
            hours_per_week: A number above 0, or hours by the names of days, in full or their first three letters;
                days that are not named have none.

        Raises:
            UnknownOptionError: A day is not known or named twice, or the hours are not numbers with a sum above 0.

        Example:
            >>> Week.parse({"mon": 1, "wed": 1, "sat": 4}).hours
            6.0
        """
        if not isinstance(hours_per_week, Mapping):
            require_positive("hours_per_week", hours_per_week)
            # What is divided by less is beyond every number.
            if hours_per_week < 1 / LARGEST:
                raise UnknownOptionError("hours_per_week", hours_per_week, ["a number above 0"])
            return cls((float(hours_per_week) / 7,) * 7, is_even=True)
        days = [0.0] * 7
        named = set()
        for name, hours in hours_per_week.items():
            day = _weekday(name)
            if day in named:
                raise UnknownOptionError("hours_per_week", name, ["each day once"])
            if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= 24:
                raise UnknownOptionError(f"the hours of {WEEKDAYS[day]}", hours, ["a number from 0 to 24"])
            named.add(day)
            days[day] = float(hours)
        if not any(days):
            raise UnknownOptionError("hours_per_week", dict(hours_per_week), ["a mapping with a day above 0 hours"])
        return cls(tuple(days))

    @property
    def hours(self) -> float:
        """The hours of the whole week."""
        # Seven sevenths of a number need not add up to it.
        return round(math.fsum(self.days), 9)

    def by_day(self) -> dict[str, float] | None:
        """The days that have hours, each with them; None if only the whole week is known."""
        if self.is_even:
            return None
        return {name: hours for name, hours in zip(WEEKDAYS, self.days, strict=True) if hours}

    def day_after(self, start: date, weeks: float) -> date:
        """The day on which work goes on once so many weeks of work are done.

        Args:
            start: The first day.
            weeks: Work in weeks: one and a half are the hours of one week and half of the hours of the next.

        Example:
            >>> from datetime import date
            >>> Week.parse({"mon": 1, "sat": 4}).day_after(date(2027, 1, 4), 0.5)
            datetime.date(2027, 1, 9)
        """
        whole = math.floor(weeks + _EXACT)
        return self._day(start + timedelta(weeks=whole), (weeks - whole + _EXACT) * self.hours)

    def day_of(self, start: date, weeks: float) -> date:
        """The day on which the last of so many weeks of work is done.

        Args:
            start: The first day.
            weeks: Work in weeks, as for `day_after`.

        Example:
            >>> from datetime import date
            >>> Week.parse({"mon": 1, "sat": 4}).day_of(date(2027, 1, 4), 1)
            datetime.date(2027, 1, 9)
        """
        whole = max(math.ceil(weeks - _EXACT) - 1, 0)
        return self._day(start + timedelta(weeks=whole), (weeks - whole - _EXACT) * self.hours)

    def _day(self, first: date, hours: float) -> date:
        """The day of the week from a first day on in which so many hours are passed."""
        passed = 0.0
        worked = [first + timedelta(days=number) for number in range(7)]
        worked = [day for day in worked if self.days[day.weekday()]]
        for day in worked:
            passed += self.days[day.weekday()]
            if passed > hours:
                return day
        return worked[-1]

    def __str__(self) -> str:
        by_day = self.by_day()
        if by_day is None:
            return f"{self.hours:g} hours a week"
        return f"{self.hours:g} hours a week ({', '.join(f'{day.title()} {hours:g}' for day, hours in by_day.items())})"


def _weekday(name: object) -> int:
    text = str(name).strip().lower()
    for number, day in enumerate(WEEKDAYS):
        if text in (day, day[:3]):
            return number
    raise UnknownOptionError("a day of hours_per_week", name, [day[:3] for day in WEEKDAYS])
