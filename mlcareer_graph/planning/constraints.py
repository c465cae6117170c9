"""What a person can state once about every plan: hours, money, time, and what to use or leave out.

The names are those of the options of `CareerGraph.plan`, so that ``graph.plan(role, me, **me.constraints)`` keeps to
them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mlcareer_graph.errors import UnknownOptionError
from mlcareer_graph.model import PATH_KINDS
from mlcareer_graph.model.quantities import LARGEST
from mlcareer_graph.planning.domain import EDUCATION
from mlcareer_graph.planning.objective import MEASURES, Objective
from mlcareer_graph.planning.query import DEGREE_POLICIES
from mlcareer_graph.planning.week import Week


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that can be stated.

    Attributes:
        says: What the value is, in words that follow "give".
        read: The value in the form that `CareerGraph.plan` takes, from that of a file; raises `ValueError` if it is
            none.
    """

    says: str
    read: Callable[[Any], Any]


def _amount(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST:
        raise ValueError
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise ValueError
    return value


def read_day(value: Any) -> date:
    """A day from a file, where it is a text such as ``"2027-06-30"``; raises `ValueError` if it is none."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError
    return date.fromisoformat(value)


def _names(value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) and name.strip() for name in value):
        raise ValueError
    return list(value)


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError
        return value

    return read


def _path_kinds(value: Any) -> list[str]:
    names = _names(value)
    if not set(names) <= set(PATH_KINDS):
        raise ValueError
    return names


def _hours(value: Any) -> float | dict[str, float]:
    week = Week.parse(value)
    return week.by_day() or week.hours


def _objective(value: Any) -> Any:
    if isinstance(value, list | tuple) and value:
        return [_objective(part) for part in value]
    weights = Objective.parse(value).weights
    return value if isinstance(value, str) else dict(weights)


def _either(choices: tuple[str, ...]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


NAME_CONSTRAINTS = ("require", "prefer", "exclude")
"""The constraints that are lists of names of concepts."""

CONSTRAINTS: Mapping[str, Constraint] = {
    "hours_per_week": Constraint("hours above 0, or the hours of days, such as {mon: 1, sat: 4}", _hours),
    "budget": Constraint("US dollars, a number from 0 upward", _amount),
    "max_hours": Constraint("a number from 0 upward", _amount),
    "max_weeks": Constraint("a number from 0 upward", _amount),
    "start": Constraint("a day, such as 2027-01-04", read_day),
    "deadline": Constraint("a day, such as 2027-06-30", read_day),
    "max_paths": Constraint("a whole number from 0 upward", _count),
    "require": Constraint("a list of names", _names),
    "prefer": Constraint("a list of names", _names),
    "exclude": Constraint("a list of names", _names),
    "path_kinds": Constraint(f"a list of these: {', '.join(PATH_KINDS)}", _path_kinds),
    "education": Constraint(_either(EDUCATION), _one_of(EDUCATION)),
    "degrees": Constraint(_either(DEGREE_POLICIES), _one_of(DEGREE_POLICIES)),
    "objective": Constraint(
        f"{_either(MEASURES)}, weights of these, such as {{hours: 1, price: 0.1}}, or a list", _objective
    ),
}
"""Everything that can be stated, by the name of the option of `CareerGraph.plan`."""


def read_constraint(name: str, value: Any) -> Any:
    """The value of a constraint in the form that `CareerGraph.plan` takes.

    Raises:
        UnknownOptionError: There is no such constraint, or the value is none of it.

    Example:
        >>> read_constraint("deadline", "2027-06-30")
        datetime.date(2027, 6, 30)
    """
    if name not in CONSTRAINTS:
        raise UnknownOptionError("a constraint", name, CONSTRAINTS)
    try:
        return CONSTRAINTS[name].read(value)
    except (TypeError, ValueError) as error:
        raise UnknownOptionError(name, value, [CONSTRAINTS[name].says]) from error


def plain_constraint(value: Any) -> Any:
    """The value of a constraint as plain data.

    Example:
        >>> plain_constraint(read_constraint("deadline", "2027-06-30"))
        '2027-06-30'
    """
    return value.isoformat() if isinstance(value, date) else value
