"""A plan: the steps to a target, why each is there, and what proves that there is no cheaper way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import NotInPlanError
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Competency, Concept, Estimate, Evidence, Level, Requirement
from mlcareer_graph.planning.clash import Relaxation
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import Query
from mlcareer_graph.planning.step import Gate, Step, Use, rounded

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.robustness import Robustness
    from mlcareer_graph.planning.schedule import Schedule
    from mlcareer_graph.planning.uncertainty import Uncertainty
    from mlcareer_graph.planning.verification import Verification
    from mlcareer_graph.views import View


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a concept has its place in a plan.

    Attributes:
        concept: The concept that is explained.
        chain: The uses that lead from it to the target, nearest first; empty if it is known already.
        text: The same in words.
    """

    concept: Concept
    chain: tuple[Use, ...]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Plan:
    """The result of `CareerGraph.plan`.

    Attributes:
        query: What was asked, with all options.
        status: ``"optimal"``; ``"feasible"`` if time ran out before the proof; ``"infeasible"``; ``"unknown"`` if
            time ran out before any plan within the limits was found.
        cost: The value of the first objective; None if there is no plan.
        bound: What every plan within the limits costs at least.
        proof: What proves the bound: ``"landmarks"``, ``"cuts"``, ``"branching"``, ``"solver"`` or ``"none"``.
        steps: The steps in an order in which they can be done.
        gates: The credentials that the target asks for.
        reasons: If there is no plan, a smallest set of reasons.
        relaxations: If there is no plan, which of the person's constraints would have to give, and how far.
    """

    query: Query
    status: str
    cost: float | None
    bound: float | None
    proof: str
    steps: tuple[Step, ...]
    gates: tuple[Gate, ...]
    reasons: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()

    @property
    def graph(self) -> CareerGraph:
        """The graph it was made on."""
        return self.query.graph

    @property
    def target(self) -> Concept:
        """The role or competency to reach."""
        return self.query.target

    @property
    def level(self) -> Level | None:
        """The level to reach, for a competency."""
        return self.query.level

    @property
    def knows(self) -> Profile:
        """What the person knows, with what is assumed from it."""
        return self.query.knows

    @property
    def goal(self) -> tuple[Requirement, ...]:
        """The requirements that the plan fulfils."""
        return self.query.goal

    @property
    def objective(self) -> str:
        """What was minimised, in words."""
        return ", then ".join(objective.name for objective in self.query.objectives)

    @property
    def degrees(self) -> str:
        """The degree policy: ``"report"``, ``"employer"`` or ``"strict"``."""
        return self.query.degrees

    @property
    def weights(self) -> tuple[tuple[str, float], ...]:
        """What the first objective is made of: measures with their weights."""
        return self.query.objectives[0].weights

    @property
    def hours_per_week(self) -> float:
        """The hours of study in a week that the weeks are reckoned with."""
        return self.query.hours_per_week

    @property
    def education(self) -> str:
        """Which education paths could be steps: ``"checked"``, ``"all"`` or ``"none"``."""
        return self.query.education

    @property
    def excluded(self) -> tuple[str, ...]:
        """The ids of the competencies and education paths that the plan does without, sorted."""
        return self.query.excluded

    @property
    def gap(self) -> float:
        """How far the proof is from the plan: (cost - bound) / cost; 0 if the plan is proven, infinite without one."""
        if self.cost is None or self.bound is None:
            return math.inf
        return (self.cost - self.bound) / self.cost if self.cost > self.bound else 0.0

    @property
    def is_optimal(self) -> bool:
        """Whether it is proven that no plan is cheaper."""
        return self.status == "optimal"

    @property
    def hours(self) -> Estimate:
        """All the hours of the steps: low, likely, high."""
        return sum((step.hours for step in self.steps), Estimate.exactly(0))

    @property
    def price(self) -> float | None:
        """What the education paths cost together in US dollars; None if one of them does not say."""
        prices = [step.price for step in self.steps]
        return None if None in prices else float(sum(price for price in prices if price is not None))

    @property
    def weeks(self) -> float:
        """The weeks of the steps one after the other."""
        return float(sum(step.weeks for step in self.steps))

    @property
    def stages(self) -> tuple[tuple[Step, ...], ...]:
        """The steps in rounds: those of one round need nothing from one another."""
        rounds: dict[int, list[Step]] = {}
        for step in self.steps:
            rounds.setdefault(step.stage, []).append(step)
        return tuple(tuple(rounds[stage]) for stage in sorted(rounds))

    @property
    def assumed(self) -> Sequence[tuple[Concept, Level, Concept]]:
        """What is taken as known because something else is: the concept, its level, and what implies it."""
        return [
            (self.graph[concept_id], level, self.graph[because]) for concept_id, level, because in self.knows.assumed
        ]

    def explain(self, name: str | Concept | Step) -> Explanation:
        """Why something has its place in the plan, back to the target and to the source.

        Args:
            name: A step, or the name of a concept that is studied, taken or known.

        Raises:
            NotInPlanError: The plan neither has it as a step nor takes it as known.
            UnknownConceptError: There is no such concept.
        """
        concept = name.concept if isinstance(name, Step) else self.graph.find(name)
        steps = [step for step in self.steps if step.concept == concept]
        if not steps:
            return self._explain_known(concept)
        chain = self._chain(name if isinstance(name, Step) else steps[-1])
        lines = [f"{concept.name} is in the plan because:"]
        earlier = concept
        for use in chain:
            lines.append(f"  {self._wording(use, earlier)}{_support(use.evidence)}")
            earlier = use.by
        return Explanation(concept, chain, "\n".join(lines))

    def _wording(self, use: Use, earlier: Concept) -> str:
        requirement = use.requirement
        if requirement is None:
            return (
                f"{use.by.name} goes on from there"
                if use.by == earlier
                else f"{use.by.name} takes less time with {earlier.name}"
            )
        if requirement in self.goal and use.by == earlier:
            return f"{earlier.name} ({requirement.level}) is the target"
        options = [self.graph[option] for option in requirement.options]
        level = f" ({requirement.level})" if any(isinstance(option, Competency) for option in options) else ""
        if len(options) > 1:
            names = ", ".join(option.name for option in options)
            return f"{use.by.name} needs {requirement.at_least} of {names}{level}, here {earlier.name}"
        through = "" if options == [earlier] else f", which {earlier.name} leads to"
        return f"{use.by.name} needs {options[0].name}{level}{through}"

    def _explain_known(self, concept: Concept) -> Explanation:
        for assumed, level, because in self.assumed:
            if assumed == concept:
                at = f" ({level})" if isinstance(concept, Competency) else ""
                text = f"{concept.name}{at} is taken as known, because you know {because.name}."
                return Explanation(concept, (), text)
        if concept.id in self.knows.ranks():
            return Explanation(concept, (), f"{concept.name} is known already.")
        if concept == self.target:
            return Explanation(concept, (), f"{concept.name} is the target.")
        raise NotInPlanError(concept.id, self.target.id)

    def _chain(self, step: Step) -> tuple[Use, ...]:
        chain: list[Use] = []
        by_concept = {later.id: later for later in self.steps}
        current: Step | None = step
        while current is not None:
            use = min(current.uses, key=lambda use: (use.requirement not in self.goal, use.requirement is None))
            chain.append(use)
            current = None if use.requirement in self.goal else by_concept.get(use.by.id)
        return tuple(chain)

    def verify(self) -> Verification:
        """Check order, coverage and cost again, without the solver.

        Returns:
            A `Verification`, true if everything holds, which lists what does not.
        """
        from mlcareer_graph.planning.verification import verify_plan

        return verify_plan(self)

    def to_dict(self) -> dict[str, Any]:
        """The plan in the published JSON form (``ontology/plan.schema.json``)."""
        return {
            "target": self.target.id,
            "level": None if self.level is None else str(self.level),
            "knows": self.knows.entries(),
            "assumed": [
                {"id": concept.id, "level": str(level), "because": because.id}
                for concept, level, because in self.assumed
            ],
            "objective": self.objective,
            "hours_per_week": self.hours_per_week,
            "education": self.education,
            "excluded": list(self.excluded),
            "limits": {limit.option: limit.most for limit in self.query.limits},
            "degrees": self.degrees,
            "status": self.status,
            "proof": self.proof,
            "bound": self.bound,
            "cost": self.cost,
            "hours": rounded(self.hours),
            "price": self.price,
            "weeks": self.weeks,
            "gates": [gate.to_dict() for gate in self.gates],
            "steps": [step.to_dict() for step in self.steps],
            "stages": [[step.id for step in stage] for stage in self.stages],
            "reasons": list(self.reasons),
            "relaxations": [{"option": one.option, "needed": one.needed, "text": one.text} for one in self.relaxations],
        }

    def schedule(self, hours_per_week: float | None = None, start: date | None = None) -> Schedule:
        """The steps in time: weeks and dates, what goes side by side, the longest chain and the slack.

        Args:
            hours_per_week: The hours that a week has for it; those of the plan by default.
            start: The first day; today by default.

        Raises:
            UnknownOptionError: The hours are not a number above 0.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> schedule = load_graph().plan("keras", knows=["PyTorch"]).schedule(hours_per_week=5)
            >>> schedule.is_shortest, len(schedule.steps)
            (True, 1)
        """
        from mlcareer_graph.planning.schedule import make_schedule

        hours = self.hours_per_week if hours_per_week is None else hours_per_week
        require_positive("hours_per_week", hours)
        return make_schedule(self, float(hours), start or date.today())

    def uncertainty(self, hours_per_week: float | None = None, start: date | None = None) -> Uncertainty:
        """What low, likely and high say about the total: a distribution, and the chance to be ready by a day.

        Args:
            hours_per_week: The hours that a week has for it; those of the plan by default.
            start: The first day; today by default.

        Raises:
            UnknownOptionError: The hours are not a number above 0.
            UnplannableError: There is no plan.

        Example:
            >>> from datetime import date
            >>> from mlcareer_graph import load_graph
            >>> odds = load_graph().plan("data analyst").uncertainty(hours_per_week=8, start=date(2027, 1, 4))
            >>> odds.quantile(0.9).dependent > odds.quantile(0.9).independent > odds.quantile(0.5).independent
            True
        """
        from mlcareer_graph.planning.uncertainty import assess_uncertainty

        hours = self.hours_per_week if hours_per_week is None else hours_per_week
        require_positive("hours_per_week", hours)
        return assess_uncertainty(self, float(hours), start or date.today())

    def robustness(self, *names: str | Concept, time_limit: float = 30.0) -> Robustness:
        """By how much the hours of a concept may be wrong, all else equal, before another plan is cheaper.

        Cheaper by the first objective, among the plans that are within the limits by the estimates as they are.

        Args:
            names: The skills, technologies and education paths to look at, in the plan or not; those of the steps by
                default.
            time_limit: Seconds after which what is left is told without proof.

        Returns:
            A sequence of ranges, the most fragile first.

        Raises:
            UnknownConceptError: There is no such concept.
            UnplannableError: It is of a kind that has no hours, or there is no plan.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["PyTorch"])
            >>> [stable] = plan.robustness("keras")
            >>> stable.lower <= 1 < stable.upper, stable.is_exact
            (True, True)
        """
        from mlcareer_graph.planning.robustness import find_robustness

        require_positive("time_limit", time_limit)
        return find_robustness(self, names, time_limit)

    def to_frame(self) -> pandas.DataFrame:
        """The steps as a DataFrame, with units in the names of the columns.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import plan_frame

        return plan_frame(self)

    def view(self) -> View:
        """The plan as an HTML page: ``plan.view().save("plan.html")``."""
        from mlcareer_graph.views import view_plan

        return view_plan(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.notebook import plan_html

        return plan_html(self)

    def __repr__(self) -> str:
        return f"<Plan: {self}>"

    def __str__(self) -> str:
        if self.status == "infeasible":
            helping = f"; it works {' or '.join(map(str, self.relaxations))}" if self.relaxations else ""
            return f"No plan to {self.target.name}: {'; '.join(self.reasons)}{helping}"
        if self.cost is None:
            return f"No plan to {self.target.name} was found in {self.query.time_limit:g} seconds."
        if not self.steps:
            return f"Nothing to learn for {self.target.name}: everything it asks for is known."
        hours = self.hours
        return (
            f"{self.target.name}: {_counted(len(self.steps), 'step')} in {_counted(len(self.stages), 'stage')}, "
            f"about {hours.likely:,.0f} hours ({hours.low:,.0f} to {hours.high:,.0f}), {self.status}"
        )


def _support(evidence: tuple[Evidence, ...]) -> str:
    return f" [{'; '.join(map(str, evidence))}]" if evidence else ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
