"""Two plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import one_line
from mlcareer_graph.model import Level
from mlcareer_graph.planning.step import Step

if TYPE_CHECKING:
    from mlcareer_graph.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """What two plans share, what only one of them has, and what the difference comes to.

    A step is in both if the same competency is brought to the same level by study, or the same education path is taken.
    All differences are those of the second plan to the first: above 0 where the second takes more.

    Attributes:
        first: One plan.
        second: The other.
        only_first: The steps that only the first has, in its order.
        only_second: The steps that only the second has.
        both: The steps of both, each as it is in the first and as it is in the second.
    """

    first: Plan = field(repr=False)
    second: Plan = field(repr=False)
    only_first: tuple[Step, ...]
    only_second: tuple[Step, ...]
    both: tuple[tuple[Step, Step], ...]

    @property
    def is_same(self) -> bool:
        """Whether both have the same steps, with the same hours."""
        alike = all(one.hours == other.hours for one, other in self.both)
        return alike and not self.only_first and not self.only_second

    @property
    def hours(self) -> float:
        """The difference of the likely hours."""
        return self.second.hours.likely - self.first.hours.likely

    @property
    def weeks(self) -> float:
        """The difference of the weeks, each plan with its steps one after the other."""
        return self.second.weeks - self.first.weeks

    @property
    def price(self) -> float | None:
        """The difference of the prices in US dollars; None if one of them is not known."""
        if self.first.price is None or self.second.price is None:
            return None
        return self.second.price - self.first.price

    @property
    def cost(self) -> float | None:
        """The difference of the costs; None if the plans minimise different things or one of them leads nowhere."""
        if self.first.cost is None or self.second.cost is None or self.first.weights != self.second.weights:
            return None
        return self.second.cost - self.first.cost

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "targets": [self.first.target.id, self.second.target.id],
            "statuses": [self.first.status, self.second.status],
            "only_first": [_plain(step) for step in self.only_first],
            "only_second": [_plain(step) for step in self.only_second],
            "both": [_plain(step) for step, _ in self.both],
            "hours": _rounded(self.hours),
            "price": _rounded(self.price),
            "weeks": _rounded(self.weeks),
            "cost": _rounded(self.cost),
        }

    def __repr__(self) -> str:
        alone = f"{len(self.only_first)} and {len(self.only_second)} of one alone"
        both = f"{len(self.both)} step{'' if len(self.both) == 1 else 's'} in both"
        return one_line(f"<PlanComparison: {both}, {alone}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import comparison_html

        return comparison_html(self)

    def __str__(self) -> str:
        if self.is_same:
            return f"Both plans have the same {len(self.both)} steps."
        lines = [f"In both: {_listed([step for step, _ in self.both])}."]
        lines += [
            f"Only in the first: {_listed(self.only_first)}.",
            f"Only in the second: {_listed(self.only_second)}.",
        ]
        differences = [_difference(self.hours, "hours"), _difference(self.weeks, "weeks")]
        if self.price is not None:
            differences.append(_difference(self.price, "USD"))
        return "\n".join([*lines, f"The second takes {', '.join(differences)}."])


def compare_plans(first: Plan, second: Plan) -> PlanComparison:
    """See `Plan.compare`."""
    ones = {_key(step): step for step in first.steps}
    others = {_key(step): step for step in second.steps}
    return PlanComparison(
        first,
        second,
        tuple(step for key, step in ones.items() if key not in others),
        tuple(step for key, step in others.items() if key not in ones),
        tuple((step, others[key]) for key, step in ones.items() if key in others),
    )


def _key(step: Step) -> tuple[str, Level | None]:
    return step.id, step.to_level


def _plain(step: Step) -> dict[str, str | None]:
    return {"id": step.id, "to": None if step.to_level is None else str(step.to_level)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _listed(steps: Sequence[Step]) -> str:
    return ", ".join(map(str, steps)) or "nothing"


def _difference(value: float, unit: str) -> str:
    if abs(value) < 0.05:
        return f"as many {unit}"
    return f"{abs(value):,.1f} {unit} {'more' if value > 0 else 'less'}"
