"""A plan: the steps to a target, why each is there, and what proves that there is no cheaper way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import NotInPlanError, one_line
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Competency, Concept, Estimate, Evidence, Level, Requirement
from mlcareer_graph.planning.objective import require_positive
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import Query
from mlcareer_graph.planning.step import Gate, Step, Use, rounded
from mlcareer_graph.planning.week import HoursPerWeek, Week

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.limits import ReadingLimits
    from mlcareer_graph.planning.alternatives import Alternatives, Savings
    from mlcareer_graph.planning.certificate import Certificate
    from mlcareer_graph.planning.clash import Relaxation
    from mlcareer_graph.planning.comparison import PlanComparison
    from mlcareer_graph.planning.following import Done
    from mlcareer_graph.planning.profile import Known
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

    def __repr__(self) -> str:
        return one_line(f"<Explanation: {self.concept.name}, {_counted(len(self.chain), 'use')} to the target>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import explanation_html

        return explanation_html(self)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data."""
        return {
            "id": self.concept.id,
            "text": self.text,
            "chain": [
                {
                    "by": use.by.id,
                    "any_of": [] if use.requirement is None else list(use.requirement.options),
                    "at_least": None if use.requirement is None else use.requirement.at_least,
                    "level": None if use.requirement is None else str(use.requirement.level),
                    "source": [str(evidence) for evidence in use.evidence],
                }
                for use in self.chain
            ],
        }


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
        return Estimate.total(step.hours for step in self.steps)

    @property
    def price(self) -> float | None:
        """What the education paths cost together in US dollars; None if one of them does not say."""
        prices = [step.price for step in self.steps]
        return None if None in prices else math.fsum(price for price in prices if price is not None)

    @property
    def weeks(self) -> float:
        """The weeks of the steps one after the other."""
        return math.fsum(step.weeks for step in self.steps)

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

    def alternatives(self, name: str | Concept | Step) -> Alternatives:
        """What else would do in place of a step, and exactly what more each costs.

        Looked at are: whatever is cheapest without the concept of the step; each other option of the requirements that
        the step serves; each education path that teaches what is studied, or what a path is taken for; and studying
        what a path is taken for. Each is a plan of its own, found with the same options: takes one plan an
        alternative.

        Args:
            name: A step, or the name of a concept that is studied or taken.

        Returns:
            The way without it first, then the others, cheapest first; what is impossible comes last and says why.

        Raises:
            NotInPlanError: The plan neither studies nor takes it.
            UnknownConceptError: There is no such concept.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["Python", "NumPy"], education="none")
            >>> for way in plan.alternatives("pytorch"):
            ...     print(way)
            Without PyTorch: +... h, by way of JAX
            JAX instead of PyTorch: +... h
            TensorFlow instead of PyTorch: +... h
        """
        from mlcareer_graph.planning.alternatives import find_alternatives

        return find_alternatives(self, name)

    def savings(self) -> Savings:
        """What each thing that the person stated to know or hold saves, most first.

        Each is the difference between the cheapest plan of somebody who does not know it (nor what is taken as known
        only because of it) and this one. They do not add up to what all of them save together, which is given beside
        them. Takes one plan for each thing stated, and one more.

        Returns:
            A `Savings`; without items if there is no plan.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> print(load_graph().plan("keras", knows=["Python", "SQL"]).savings())
            Python (working): saves ... h
            SQL (working): saves 0 h
            All together: saves ... h. The parts need not add up to it.
        """
        from mlcareer_graph.planning.alternatives import find_savings

        return find_savings(self)

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

    @cached_property
    def certificate(self) -> Certificate:
        """A proof that no plan costs less, which anyone can check; made when it is first asked for.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> certificate = graph.plan("keras", knows=["PyTorch"]).certificate
            >>> print(certificate)
            optimal: ...
            >>> bool(certificate.check(graph))
            True
        """
        from mlcareer_graph.planning.certification import certify

        return certify(self)

    def done(self, names: Iterable[Done]) -> Profile:
        """What the person knows and holds once some of the plan is done; nothing else than what is named.

        Args:
            names: Steps of the plan, or names of what they study or take. A name stands for all the plan has of it, a
                name with a level, as in ``"python:working"``, for no more than that level.

        Raises:
            NotInPlanError: The plan has no such step.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["Python"])
            >>> "keras" in plan.done(["Keras"]).ranks()
            True
        """
        from mlcareer_graph.planning.following import profile_when_done

        return profile_when_done(self, names)

    def replan(self, done: Iterable[Done] = (), knows: Profile | Iterable[Known] = ()) -> Plan:
        """The cheapest plan for what is left, with the same options.

        Limits are lowered by what the finished steps took of them. After the first steps of a proven plan the rest
        never costs more than the plan had left.

        Args:
            done: What of this plan is done, as for `done`.
            knows: What the person has come to know besides.

        Raises:
            NotInPlanError: The plan has no such step.
            UnknownConceptError: A name is not known.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> plan = load_graph().plan("keras", knows=["Python"])
            >>> rest = plan.replan(done=plan.steps[:1])
            >>> rest.hours.likely == plan.hours.likely - plan.steps[0].hours.likely
            True
        """
        from mlcareer_graph.planning.following import replan

        return replan(self, done, knows)

    def compare(self, other: Plan) -> PlanComparison:
        """What this plan and another one share, what only one of them has, and what the difference comes to.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> plan = graph.plan("machine learning engineer", knows=["Python"])
            >>> plan.compare(graph.plan("machine learning engineer", knows=["Python", "SQL"])).hours < 0
            True
        """
        from mlcareer_graph.planning.comparison import compare_plans

        return compare_plans(self, other)

    @classmethod
    def load(cls, path: str | PathLike[str], graph: CareerGraph, *, limits: ReadingLimits | None = None) -> Plan:
        """A plan from a file of its published JSON form, to go on with; see `from_dict`.

        Args:
            path: The file.
            graph: The graph that it is made on again.
            limits: How much of it to read at most, as for `load_graph`.

        Raises:
            MissingSourceError: The file is not there.
            LoadError: It holds no plan, or is beyond the limits.
        """
        from mlcareer_graph.planning.following import load_plan

        return load_plan(path, graph, limits)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], graph: CareerGraph) -> Plan:
        """A plan from its published JSON form: the same question is asked of the graph again.

        The same graph gives the same plan; one that has changed since gives the plan that is cheapest now. What is
        saved of a deadline is how many weeks it leaves.

        Raises:
            LoadError: The data is no plan.
            UnknownConceptError: The graph no longer has something that the plan names.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> plan = graph.plan("keras", knows=["Python"])
            >>> Plan.from_dict(plan.to_dict(), graph) == plan
            True
        """
        from mlcareer_graph.planning.following import plan_from_dict

        return plan_from_dict(data, graph, "the plan")

    def to_dict(self) -> dict[str, Any]:
        """The plan in the published JSON form (``ontology/plan.schema.json``)."""
        from mlcareer_graph.planning.following import plan_options

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
            "options": plan_options(self.query),
            "differences": [{"hours": dict(one.hours), "share": one.share} for one in self.query.differences],
            "relaxations": [{"option": one.option, "needed": one.needed, "text": one.text} for one in self.relaxations],
        }

    def schedule(self, hours_per_week: HoursPerWeek | None = None, start: date | None = None) -> Schedule:
        """The steps in time: weeks and dates, what goes side by side, the longest chain and the slack.

        Args:
            hours_per_week: The hours that a week has for it, or those of each weekday, as in
                ``{"mon": 1, "wed": 1, "sat": 4}``; those of the plan by default.
            start: The first day; today by default.

        Raises:
            UnknownOptionError: The hours are not numbers with a sum above 0, or so few that the calendar is
                too short, or a day is not known.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> schedule = load_graph().plan("keras", knows=["PyTorch"]).schedule(hours_per_week=5)
            >>> schedule.is_shortest, len(schedule.steps)
            (True, 1)
        """
        from mlcareer_graph.planning.schedule import make_schedule

        week = (self.query.week or self.hours_per_week) if hours_per_week is None else hours_per_week
        return make_schedule(self, week if isinstance(week, Week) else Week.parse(week), start or date.today())

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

    def to_markdown(self) -> str:
        """The plan as a page of Markdown, to keep or to share."""
        from mlcareer_graph.interop.formats.markdown import plan_markdown

        return plan_markdown(self)

    def view(self) -> View:
        """The plan as an HTML page: ``plan.view().save("plan.html")``."""
        from mlcareer_graph.views import view_plan

        return view_plan(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.notebook import plan_html

        return plan_html(self)

    def __repr__(self) -> str:
        return one_line(f"<Plan: {self}>")

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
