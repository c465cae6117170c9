"""A plan: the steps to a target, why each is there, and what proves that there is no cheaper way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import NotInPlanError
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Concept, Estimate, Evidence, Level, Requirement
from mlcareer_graph.planning.profile import Profile

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.verification import Verification
    from mlcareer_graph.views import View


@dataclass(frozen=True, slots=True)
class Use:
    """What a step is for: the concept that needs it, and the requirement that says so.

    Attributes:
        by: The concept that needs the step: that of a later step, or the target.
        requirement: The requirement; None where the step makes a later one cheaper.
        evidence: Who says so.
    """

    by: Concept
    requirement: Requirement | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Attributes:
        kind: ``"study"``; ``"credit"`` for study made shorter by something known; ``"take"`` for an education path.
        concept: The competency that is studied, or the path that is taken.
        from_level: The level at the start, None for nothing and for a path.
        to_level: The level reached, None for a path.
        hours: The hours of work.
        price: The price in US dollars, None where it is not known.
        weeks: The calendar time on its own, in weeks.
        needs: The requirements of the step: for each, the ids of its options.
        uses: What the step is for.
        stage: The first round of the plan in which it can be done, counted from 1.
    """

    kind: str
    concept: Concept
    from_level: Level | None
    to_level: Level | None
    hours: Estimate
    price: float | None
    weeks: float
    needs: tuple[tuple[str, ...], ...]
    uses: tuple[Use, ...]
    stage: int

    @property
    def id(self) -> str:
        """The id of the concept."""
        return self.concept.id

    @property
    def because(self) -> str:
        """Why the step is there, in one sentence."""
        use = self.uses[0]
        reason = next((evidence.because for evidence in use.evidence if evidence.because), None)
        return f"{use.by.name}: {reason}" if reason else f"{use.by.name} asks for it."

    @property
    def source(self) -> Evidence:
        """Who says that it is needed."""
        return self.uses[0].evidence[0] if self.uses[0].evidence else Evidence.curated()

    def __str__(self) -> str:
        if self.kind == "take":
            return self.concept.name
        return f"{self.concept.name} to {self.to_level}"

    def to_dict(self) -> dict[str, Any]:
        """The step in the plan's JSON."""
        source = self.source
        return {
            "id": self.id,
            "kind": self.kind,
            "from": None if self.from_level is None else str(self.from_level),
            "to": None if self.to_level is None else str(self.to_level),
            "hours": _triple(self.hours),
            "needs": [list(options) for options in self.needs],
            "for": list(dict.fromkeys(use.by.id for use in self.uses)),
            "because": self.because,
            "source": {"ref": source.source, "at": source.at},
        }


@dataclass(frozen=True, slots=True)
class Gate:
    """A credential that the target asks for.

    Attributes:
        requirement: What is asked for.
        is_met: Whether the person holds it, or the plan leads to it.
        in_goal: Whether the degree policy makes it part of the goal.
    """

    requirement: Requirement
    is_met: bool
    in_goal: bool

    def to_dict(self) -> dict[str, Any]:
        """The gate in the plan's JSON."""
        return {
            "any_of": list(self.requirement.options),
            "at_least": self.requirement.at_least,
            "strength": str(self.requirement.strength),
            "met": self.is_met,
            "in_goal": self.in_goal,
            "source": [str(evidence) for evidence in self.requirement.evidence],
        }


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
        graph: The graph it was made on.
        target: The role or competency to reach.
        level: The level to reach, for a competency.
        knows: What the person knows, with what is assumed from it.
        objective: What was minimised.
        degrees: The degree policy: ``"report"``, ``"employer"`` or ``"strict"``.
        goal: The requirements that the plan fulfils.
        status: ``"optimal"``; ``"feasible"`` if time ran out before the proof; ``"infeasible"``.
        cost: The value of the objective; None if infeasible.
        bound: What every plan costs at least.
        proof: What proves the bound: ``"landmarks"``, ``"cuts"``, ``"solver"`` or ``"none"``.
        steps: The steps in an order in which they can be done.
        gates: The credentials that the target asks for.
        reasons: For an infeasible plan, a smallest set of reasons.
    """

    graph: CareerGraph = field(repr=False, compare=False)
    target: Concept
    level: Level | None
    knows: Profile
    objective: str
    degrees: str
    goal: tuple[Requirement, ...] = field(repr=False)
    status: str
    cost: float | None
    bound: float | None
    proof: str
    steps: tuple[Step, ...]
    gates: tuple[Gate, ...]
    reasons: tuple[str, ...] = ()

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
        chain = self._chain(steps[-1])
        lines = [f"{concept.name} is in the plan because:"]
        earlier = concept
        for use in chain:
            lines.append(f"  {use.by.name} needs {_wording(use, earlier)}{_support(use.evidence)}")
            earlier = use.by
        return Explanation(concept, chain, "\n".join(lines))

    def _explain_known(self, concept: Concept) -> Explanation:
        for assumed, level, because in self.assumed:
            if assumed == concept:
                text = f"{concept.name} ({level}) is taken as known, because you know {because.name}."
                return Explanation(concept, (), text)
        if concept.id in self.knows.ranks():
            return Explanation(concept, (), f"{concept.name} is known already.")
        if concept == self.target:
            return Explanation(concept, (), f"{concept.name} is the target.")
        raise NotInPlanError(concept.id, self.target.id)

    def _chain(self, step: Step) -> tuple[Use, ...]:
        chain: list[Use] = []
        by_concept = {later.concept: later for later in self.steps}
        current: Step | None = step
        while current is not None:
            use = min(current.uses, key=lambda use: use.by != self.target)
            chain.append(use)
            current = None if use.by == self.target else by_concept.get(use.by)
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
            "degrees": self.degrees,
            "status": self.status,
            "proof": self.proof,
            "bound": self.bound,
            "cost": self.cost,
            "hours": _triple(self.hours),
            "price": self.price,
            "weeks": self.weeks,
            "gates": [gate.to_dict() for gate in self.gates],
            "steps": [step.to_dict() for step in self.steps],
            "stages": [[step.id for step in stage] for stage in self.stages],
            "reasons": list(self.reasons),
        }

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

    def __str__(self) -> str:
        if self.status == "infeasible":
            return f"No plan to {self.target.name}: " + "; ".join(self.reasons)
        if not self.steps:
            return f"Nothing to learn for {self.target.name}: everything it asks for is known."
        hours = self.hours
        return (
            f"{self.target.name}: {len(self.steps)} steps in {len(self.stages)} stages, "
            f"about {hours.likely:,.0f} hours ({hours.low:,.0f} to {hours.high:,.0f}), {self.status}"
        )


def _triple(estimate: Estimate) -> list[float]:
    return [round(part, 6) for part in (estimate.low, estimate.likely, estimate.high)]


def _wording(use: Use, concept: Concept) -> str:
    requirement = use.requirement
    if requirement is None:
        return f"less time with {concept.name}"
    if len(requirement.options) == 1:
        return f"{concept.name} ({requirement.level})"
    return f"{requirement.at_least} of {len(requirement.options)} options, here {concept.name} ({requirement.level})"


def _support(evidence: tuple[Evidence, ...]) -> str:
    return f" [{'; '.join(map(str, evidence))}]" if evidence else ""
