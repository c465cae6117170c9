"""How wrong an estimate may be before another plan is cheaper.

Let f be the factor by which the hours of one concept are off, all else equal. Each plan costs ``fixed + variable f``, a
line; the least cost over all plans is the lower envelope of these lines, concave and piecewise linear in f
(Gusfield, *Parametric combinatorial computing and a problem of program module distribution*, J. ACM 1983). So a plan is
cheapest on an interval. Each of its ends is found by Newton's method: take the plan that is cheapest far out, go to
where its line crosses that of ours, and find the cheapest plan there, until that is ours (as in Dinkelbach, *On
nonlinear fractional programming*, Manag. Sci. 1967). The plan found last is cheapest next to ours: it ties with ours
at the end, is cheapest where it was found, and the envelope, being concave, cannot lie below its line in between.

All numbers are whole millionths and all factors fractions, so the ends are exact.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from mlcareer_graph.errors import UnplannableError, one_line
from mlcareer_graph.graph.career_graph import require_kind
from mlcareer_graph.model import Competency, Concept, EducationPath, Estimate, Level
from mlcareer_graph.planning.answer import side_constraints
from mlcareer_graph.planning.assembly import assemble_steps
from mlcareer_graph.planning.domain import Action, Domain
from mlcareer_graph.planning.instance import Group, Instance, derivation
from mlcareer_graph.planning.objective import MEASURES, MILLION, to_millionths
from mlcareer_graph.planning.problem import problem_of
from mlcareer_graph.planning.solver import solve
from mlcareer_graph.planning.step import Step, rounded

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.program import IntegerProgram

_KINDS = (Competency, EducationPath)


@dataclass(frozen=True, slots=True)
class Rival:
    """The plan that takes over where a plan is no longer cheapest.

    Attributes:
        cost: What it costs by the estimates as they are.
        dropped: The steps of the plan that it does without.
        added: The steps that it has instead.
    """

    cost: float
    dropped: tuple[Step, ...]
    added: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """The rival as plain data."""
        return {
            "cost": self.cost,
            "dropped": [step.to_dict() for step in self.dropped],
            "added": [step.to_dict() for step in self.added],
        }

    def __str__(self) -> str:
        return f"{_listed(self.added)} instead of {_listed(self.dropped)}"


@dataclass(frozen=True, slots=True)
class StableRange:
    """The factors by which the hours of a concept may be off while a plan stays cheapest.

    Attributes:
        concept: The skill, technology or education path.
        hours: Its hours in the plan; where the plan does without it, those of the path or to *working*.
        lower: The least factor, 0 if it may be free.
        upper: The largest factor, `math.inf` if it may take any time.
        below: What takes over below the least factor, None if nothing does.
        above: What takes over above the largest factor, None if nothing does.
        is_exact: Whether it is proven that the plan is cheapest within the range. If not, another plan is known to be
            cheaper outside.
    """

    concept: Concept
    hours: Estimate
    lower: float
    upper: float
    below: Rival | None
    above: Rival | None
    is_exact: bool

    @property
    def hours_lower(self) -> float:
        """The least hours."""
        return self.hours.likely * self.lower

    @property
    def hours_upper(self) -> float:
        """The most hours."""
        return math.inf if math.isinf(self.upper) else self.hours.likely * self.upper

    @property
    def covers_estimate(self) -> bool:
        """Whether the plan stays cheapest all the way from low to high."""
        return self.hours_lower <= self.hours.low and self.hours.high <= self.hours_upper

    @property
    def fragility(self) -> float:
        """The smallest factor, up or down, that makes another plan cheaper; 1 if another one is as cheap."""
        return min(self.upper, 1 / self.lower if self.lower else math.inf)

    def to_dict(self) -> dict[str, Any]:
        """The range as plain data; what has no upper end is None."""
        return {
            "id": self.concept.id,
            "hours": rounded(self.hours),
            "factors": [self.lower, None if math.isinf(self.upper) else self.upper],
            "covers_estimate": self.covers_estimate,
            "is_exact": self.is_exact,
            "below": None if self.below is None else self.below.to_dict(),
            "above": None if self.above is None else self.above.to_dict(),
        }

    def __str__(self) -> str:
        if self.lower == 0 and math.isinf(self.upper):
            return f"{self.concept.name}: any hours"
        now = f"now {hours_text(self.hours.likely)}"
        if math.isinf(self.upper):
            return f"{self.concept.name}: from {hours_text(self.hours_lower)} hours, {now}"
        return f"{self.concept.name}: {hours_text(self.hours_lower)} to {hours_text(self.hours_upper)} hours, {now}"


def hours_text(hours: float) -> str:
    """Hours in three digits or more.

    Example:
        >>> hours_text(12585.0), hours_text(62.54), hours_text(20.0)
        ('12,585', '62.5', '20')
    """
    return f"{hours:,.0f}" if hours >= 100 else f"{hours:.3g}"


@dataclass(frozen=True)
class Robustness(Sequence[StableRange]):
    """The ranges of some concepts for one plan, the most fragile first.

    Attributes:
        plan: The plan.
        ranges: The ranges.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> robustness = load_graph().plan("data analyst", knows=["Python"]).robustness()
        >>> robustness.is_exact, all(stable.lower <= 1 <= stable.upper for stable in robustness)
        (True, True)
    """

    plan: Plan = field(repr=False)
    ranges: tuple[StableRange, ...]

    @property
    def is_exact(self) -> bool:
        """Whether all ranges are proven."""
        return all(stable.is_exact for stable in self.ranges)

    @property
    def fragile(self) -> tuple[StableRange, ...]:
        """Those in which the plan does not stay cheapest all the way from low to high."""
        return tuple(stable for stable in self.ranges if not stable.covers_estimate)

    @overload
    def __getitem__(self, index: int) -> StableRange: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[StableRange, ...]: ...
    def __getitem__(self, index: int | slice) -> StableRange | tuple[StableRange, ...]:
        return self.ranges[index]

    def __len__(self) -> int:
        return len(self.ranges)

    def __iter__(self) -> Iterator[StableRange]:
        return iter(self.ranges)

    def to_dict(self) -> dict[str, Any]:
        """The ranges as plain data."""
        return {
            "target": self.plan.target.id,
            "objective": self.plan.objective,
            "is_exact": self.is_exact,
            "ranges": [stable.to_dict() for stable in self.ranges],
        }

    def to_frame(self) -> pandas.DataFrame:
        """The ranges as a DataFrame, one concept a row.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import robustness_frame

        return robustness_frame(self)

    def __repr__(self) -> str:
        return one_line(f"<Robustness: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import robustness_html

        return robustness_html(self)

    def __str__(self) -> str:
        count = len(self.ranges)
        proven = "" if self.is_exact else "; not all of it is proven"
        return (
            f"{self.plan.target.name}: the plan stays cheapest over the whole estimate of {count - len(self.fragile)} "
            f"of {count} concepts, each taken alone{proven}"
        )


def find_robustness(plan: Plan, names: Iterable[str | Concept], time_limit: float) -> Robustness:
    """See `Plan.robustness`."""
    deadline = time.monotonic() + time_limit
    concepts = [plan.graph.find(name) for name in names] or [step.concept for step in plan.steps]
    concepts = list({concept.id: concept for concept in concepts}.values())
    for concept in concepts:
        require_kind(concept, _KINDS, "only skills, technologies and education paths have hours")
    if plan.cost is None:
        raise UnplannableError(plan.target.id, plan.target.kind, "no plan leads there, so none stays cheapest")
    search = _Search(plan, deadline)
    ranges = [search.range_of(concept) for concept in concepts]
    return Robustness(plan, tuple(sorted(ranges, key=lambda stable: stable.fragility)))


@dataclass(frozen=True, slots=True)
class _Line:
    """The cost of some nodes as a function of the factor, in millionths."""

    nodes: frozenset[int]
    fixed: int
    variable: int

    def at(self, factor: Fraction) -> Fraction:
        return self.fixed + self.variable * factor

    def crossing(self, other: _Line) -> Fraction:
        """The factor at which both cost the same."""
        return Fraction(other.fixed - self.fixed, self.variable - other.variable)


@dataclass(frozen=True, slots=True)
class _Costs:
    """What each node costs whatever the factor, and what it costs for each unit of it, in millionths."""

    fixed: list[int]
    variable: list[int]

    def line(self, nodes: Iterable[int]) -> _Line:
        chosen = frozenset(nodes)
        return _Line(chosen, sum(self.fixed[node] for node in chosen), sum(self.variable[node] for node in chosen))

    def at(self, factor: Fraction) -> list[int]:
        """The costs at a factor, as whole numbers in the right proportion."""
        up, down = factor.numerator, factor.denominator
        return _reduced(
            [fixed * down + variable * up for fixed, variable in zip(self.fixed, self.variable, strict=True)]
        )


def _reduced(values: list[int]) -> list[int]:
    grain = math.gcd(*values) or 1
    return [value // grain for value in values]


@dataclass(frozen=True, slots=True)
class _Effect:
    """What the hours of an action add to the objective, in millionths: ``direct f + max(work f, stated)``.

    Attributes:
        direct: As hours.
        work: As the weeks that the hours take.
        stated: As the weeks that a path has of its own, which pass in any case.
    """

    direct: int
    work: int
    stated: int

    @property
    def at_present(self) -> int:
        """What it is at the factor 1."""
        return self.direct + max(self.work, self.stated)

    def largest_factor(self, share: Fraction) -> Fraction:
        """The largest factor at which it is no more than a multiple, 1 or more, of what it is now."""
        return self._factor(share * self.at_present)

    def least_factor(self, share: Fraction) -> Fraction:
        """The least factor at which it is no less than a share of what it is now."""
        value = share * self.at_present
        return self._factor(value) if value > self.stated else Fraction(0)

    def _factor(self, value: Fraction) -> Fraction:
        """The largest factor at which it is that much, no less than what is stated."""
        factor = value / (self.direct + self.work)
        return factor if factor * self.work >= self.stated else (value - self.stated) / self.direct


_NO_EFFECT = _Effect(0, 0, 0)


class _Search:
    """Looks for the ends of the ranges of one plan."""

    def __init__(self, plan: Plan, deadline: float) -> None:
        self.plan = plan
        self.deadline = deadline
        self.domain = plan.query.domain
        self.problem = problem_of(plan.query, self.domain)
        self.sides = side_constraints(plan.query, self.domain, self.problem)
        instance = self.problem.instance
        self.costs = [self.problem.objective_value(cost) for cost in instance.cost]
        self.derivable = set(derivation(instance, range(len(instance))))
        self.ours = self._nodes_of(plan.steps)
        self.is_exact = True

    def range_of(self, concept: Concept) -> StableRange:
        """The range of one concept."""
        effects = [
            _effect(self.domain, action) if action is not None and action.concept == concept.id else _NO_EFFECT
            for action in self.problem.actions
        ]
        variable = [effect.at_present for effect in effects]
        costs = _Costs([whole - part for whole, part in zip(self.costs, variable, strict=True)], variable)
        ours = costs.line(self.ours)
        self.is_exact = self.plan.is_optimal
        lower, below = self._lower_end(costs, ours)
        upper, above = self._upper_end(costs, ours)
        if isinstance(concept, EducationPath) and any(variable):
            # Only one node follows its hours, though not in proportion where it also has weeks of its own.
            effect = max(effects, key=lambda effect: effect.at_present)
            lower, upper = effect.least_factor(lower), effect.largest_factor(upper)
            below = below if lower else None
        return StableRange(
            concept=concept,
            hours=_hours_of(self.plan, concept),
            lower=0.0 if below is None else float(lower),
            upper=math.inf if above is None else float(upper),
            below=self._rival(below),
            above=self._rival(above),
            is_exact=self.is_exact,
        )

    def _lower_end(self, costs: _Costs, ours: _Line) -> tuple[Fraction, _Line | None]:
        # Where no plan has more hours of the concept than ours, none gains more on ours as they get fewer.
        if all(node in ours.nodes for node in self.derivable if costs.variable[node]):
            return Fraction(0), None
        nothing = Fraction(0)
        rival = self._cheapest(costs, nothing)
        return self._end(costs, ours, rival, -1) if rival.at(nothing) < ours.at(nothing) else (nothing, None)

    def _upper_end(self, costs: _Costs, ours: _Line) -> tuple[Fraction, _Line | None]:
        # Where no plan has fewer hours of the concept than ours, none gains on ours as they get more.
        if all(self._is_in_every_plan(node) for node in ours.nodes if costs.variable[node]):
            return Fraction(1), None
        rival = self._cheapest_far_out(costs)
        gains = (rival.variable, rival.fixed) < (ours.variable, ours.fixed)
        return self._end(costs, ours, rival, 1) if gains else (Fraction(1), None)

    def _end(self, costs: _Costs, ours: _Line, rival: _Line, direction: int) -> tuple[Fraction, _Line]:
        """Where the line of ours leaves the envelope, and the plan that is cheapest from there on.

        Args:
            costs: The costs as functions of the factor.
            ours: The plan.
            rival: The plan that is cheapest far out.
            direction: 1 if that is above, -1 if it is below.
        """
        while (ours.variable - rival.variable) * direction > 0:
            factor = ours.crossing(rival)
            if (factor - 1) * direction <= 0:
                break
            nearer = self._cheapest(costs, factor)
            if nearer.at(factor) >= ours.at(factor):
                return factor, rival
            rival = nearer
        # The rival is no dearer by the estimates as they are.
        return Fraction(1), rival

    def _cheapest(self, costs: _Costs, factor: Fraction) -> _Line:
        """The cheapest plan at a factor."""
        values = costs.at(factor)
        return self._solved(costs, values, 1, [values])

    def _cheapest_far_out(self, costs: _Costs) -> _Line:
        """The cheapest plan at every factor large enough: the one with the least of the concept, then the rest."""
        fixed, variable = _reduced(costs.fixed), _reduced(costs.variable)
        main = sum(fixed) + 1
        values = [main * many + few for many, few in zip(variable, fixed, strict=True)]
        return self._solved(costs, values, main, [variable, fixed])

    def _solved(self, costs: _Costs, values: list[int], main: int, parts: list[list[int]]) -> _Line:
        """The cheapest plan within the limits that the plan was made under, if need be by integer programming.

        Args:
            costs: The costs as functions of the factor.
            values: What the nodes cost.
            main: What one unit of the first part is in these.
            parts: The same costs part by part.
        """
        unit = len(values) + 1
        counted = [
            value * unit + (action is not None) for value, action in zip(values, self.problem.actions, strict=True)
        ]
        instance = replace(self.problem.instance, cost=counted)
        solution = solve(instance, seconds=max(self.deadline - time.monotonic(), 0.0), unit=unit, main=main)
        assert solution is not None, "the plan itself derives the target"
        if all(side.allows(solution.plan) for side in self.sides):
            self.is_exact = self.is_exact and solution.is_optimal
            return costs.line(solution.plan)
        found = self._program.minimise(*parts, deadline=self.deadline)
        self.is_exact = self.is_exact and found.status == "optimal"
        # Where the time was too short for any plan within the limits, there is still ours.
        return costs.line(self.ours if found.plan is None else found.plan)

    @cached_property
    def _program(self) -> IntegerProgram:
        from mlcareer_graph.planning.program import IntegerProgram

        program = IntegerProgram(self.problem.instance)
        for side in self.sides:
            program.add_limit(side.weights, side.most)
        return program

    def _is_in_every_plan(self, node: int) -> bool:
        instance = self.problem.instance
        rest = derivation(instance, [other for other in range(len(instance)) if other != node])
        return instance.target not in rest

    def _nodes_of(self, steps: Sequence[Step]) -> frozenset[int]:
        """The nodes that stand for steps: the cheapest way to the target that holds no others."""
        allowed = {
            node
            for node, action in enumerate(self.problem.actions)
            if action is None or any(_is_part(action, step) for step in steps)
        }
        instance = self.problem.instance
        groups: list[list[Group]] = [own if node in allowed else [(1, ())] for node, own in enumerate(instance.groups)]
        within = Instance(instance.cost, groups, instance.target)
        solution = solve(within, seconds=math.inf, unit=self.problem.unit, main=self.problem.spread)
        assert solution is not None, "the steps of a plan lead to its target"
        return solution.plan

    def _rival(self, line: _Line | None) -> Rival | None:
        if line is None:
            return None
        actions = [self.problem.actions[node] for node in sorted(line.nodes)]
        chosen = [action for action in actions if action is not None]
        query = self.plan.query
        known = dict(query.knows.ranks())
        steps = assemble_steps(self.domain, known, query.needs(self.domain), chosen, query.target)
        ours, theirs = ({_identity(step) for step in some} for some in (self.plan.steps, steps))
        return Rival(
            cost=(line.fixed + line.variable) / MILLION,
            dropped=tuple(step for step in self.plan.steps if _identity(step) not in theirs),
            added=tuple(step for step in steps if _identity(step) not in ours),
        )


def _listed(steps: Iterable[Step]) -> str:
    return ", ".join(f"{step} (shortened)" if step.kind == "credit" else str(step) for step in steps) or "nothing"


def _identity(step: Step) -> tuple[str, str, Level | None, Level | None]:
    return step.kind, step.id, step.from_level, step.to_level


def _is_part(action: Action, step: Step) -> bool:
    if (action.kind, action.concept) != (step.kind, step.id):
        return False
    return action.kind == "take" or ((step.from_level or 0) <= action.start and action.rank <= (step.to_level or 0))


def _effect(domain: Domain, action: Action) -> _Effect:
    """What the hours of an action do to the objective."""
    nothing = dict.fromkeys((*MEASURES, "paths"), 0)
    hours = domain.amounts(action)["hours"]
    direct = domain.objective.of(nothing | {"hours": hours})
    work = domain.objective.of(nothing | {"weeks": to_millionths(domain.hours(action).likely / domain.hours_per_week)})
    if not direct + work:
        return _NO_EFFECT
    path = domain.graph[action.concept]
    stated = path.weeks.estimate.likely if isinstance(path, EducationPath) and path.weeks is not None else 0.0
    return _Effect(direct, work, domain.objective.of(nothing | {"weeks": to_millionths(stated)}))


def _hours_of(plan: Plan, concept: Concept) -> Estimate:
    own = [step.hours for step in plan.steps if step.concept == concept]
    if own:
        return Estimate.total(own)
    if isinstance(concept, Competency):
        return concept.effort.to(Level.WORKING)
    assert isinstance(concept, EducationPath)
    return concept.hours.estimate if concept.hours is not None else Estimate.exactly(0)
