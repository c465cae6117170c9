"""A proof that no plan costs less, which anyone can check without trusting what found it.

A *landmark* is a set of actions of which every plan holds at least one (or at least so many). Landmarks that take
their amounts from the costs of their actions, and no more from any action than it costs, add up to a bound that no
plan undercuts: a disjunctive action landmark each, with a cost partition over them (Karpas and Domshlak,
"Cost-Optimal Planning with Landmarks", IJCAI 2009).

The check knows only the graph. It has its own model of what a person can do, in steps of one level, and neither
the problem nor the solver behind a plan has a part in it.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from mlcareer_graph.errors import LoadError, MLCareerError, one_line
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Competency, Level, Requirement
from mlcareer_graph.planning.objective import MILLION, Objective, require_positive, to_millionths
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.unit_steps import Fact, Need, UnitAction, UnitSteps
from mlcareer_graph.planning.verification import Verification

_UNITS = {"price": "US dollars"}


@dataclass(frozen=True, slots=True)
class Landmark:
    """Actions of which every plan holds at least so many.

    Attributes:
        actions: Their names, such as ``"study python to working"``, sorted.
        amount: What it takes from the cost of each, in the unit of the objective and whole millionths of it.
        at_least: How many of them every plan holds; each adds the amount to the bound.

    Raises:
        ValueError: An action is named twice, the amount is negative, or there are fewer actions than `at_least`.
    """

    actions: tuple[str, ...]
    amount: float
    at_least: int = 1

    def __post_init__(self) -> None:
        if len(set(self.actions)) != len(self.actions):
            raise ValueError("a landmark names each action once")
        if not 0 <= self.amount < math.inf:
            raise ValueError(f"the amount of a landmark is a number from 0 upward, not {self.amount}")
        if self.at_least not in range(1, max(1, len(self.actions)) + 1):
            raise ValueError(f"a plan cannot be said to hold {self.at_least} of {len(self.actions)} actions")

    @property
    def adds(self) -> float:
        """What it adds to the bound."""
        return self.at_least * self.amount

    def __str__(self) -> str:
        return ("one" if self.at_least == 1 else str(self.at_least)) + " of: " + "; ".join(self.actions)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Landmarks that show what every plan costs at least.

    It holds the question it answers, so that it can be stored, and checked later against a graph, without the plan.
    That there is a plan of that cost is for the plan to show: see `Plan.verify`. Of a target that cannot be reached it
    holds a landmark without actions: whatever is done, the goal is not met.

    Attributes:
        target: The id of the role or competency to reach.
        goal: What is asked for there.
        besides: What the person asks for besides, such as a course to take.
        knows: What the person knows, with what is assumed from it.
        weights: What the objective is made of: measures with their weights.
        hours_per_week: The hours of study in a week.
        education: Which education paths can be taken: ``"checked"``, ``"all"`` or ``"none"``.
        excluded: The ids of competencies that nothing leads to, and of paths that are not taken.
        cost: The cost of the plan; None if the target cannot be reached.
        solver_bound: What every plan costs at least by the solver's word, which nothing here proves.
        bound: What the landmarks add up to; None if the target cannot be reached.
        landmarks: The landmarks, those that add most first.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> graph = load_graph()
        >>> certificate = graph.plan("data analyst", knows=["Python"]).certificate
        >>> certificate.is_complete, bool(certificate.check(graph))
        (True, True)
        >>> Certificate.from_dict(certificate.to_dict()) == certificate
        True
    """

    target: str
    goal: tuple[Requirement, ...]
    besides: tuple[Requirement, ...]
    knows: Profile
    weights: tuple[tuple[str, float], ...]
    hours_per_week: float
    education: str
    excluded: tuple[str, ...]
    cost: float | None
    solver_bound: float | None
    bound: float | None
    landmarks: tuple[Landmark, ...]

    def steps(self, graph: CareerGraph) -> UnitSteps:
        """What can be done on a graph by the rules of the question."""
        return UnitSteps(graph, self.weights, self.hours_per_week, self.education, self.excluded)

    @property
    def is_complete(self) -> bool:
        """Whether the landmarks alone prove that no plan is cheaper by more than a millionth of the cost."""
        if self.bound is None or self.cost is None:
            return any(not landmark.actions for landmark in self.landmarks)
        return _reaches(self.bound, self.cost)

    @property
    def status(self) -> str:
        """One of ``"optimal"``, ``"optimal (by solver)"``, ``"feasible"``, ``"infeasible"`` and ``"unproven"``.

        Limits and preferences are not known to landmarks. That there is no plan within them stays unproven here.
        """
        if self.bound is None or self.cost is None:
            return "infeasible" if self.is_complete else "unproven"
        if self.is_complete:
            return "optimal"
        is_closed = self.solver_bound is not None and _reaches(self.solver_bound, self.cost)
        return "optimal (by solver)" if is_closed else "feasible"

    def __repr__(self) -> str:
        count = len(self.landmarks)
        return one_line(f"<Certificate: {self.target}, {self.status}, {count} landmark{'' if count == 1 else 's'}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import certificate_html

        return certificate_html(self)

    @property
    def gap(self) -> float:
        """What the landmarks leave between their bound and the cost."""
        return 0.0 if self.is_complete or self.cost is None or self.bound is None else self.cost - self.bound

    def check(self, graph: CareerGraph) -> Verification:
        """Check on a graph that every plan costs at least `bound`.

        For each landmark everything that can be done without its actions is done, and must not meet the goal; no
        action may give more than it costs; the amounts must add up to the bound; the goal must be the target's.

        Returns:
            A `Verification`, true if everything holds, which lists what does not.

        Complexity:
            One closure over the actions of the graph for all landmarks together, a bit for each.
        """
        try:
            return Verification(tuple(_problems(self, graph)))
        except MLCareerError as error:
            return Verification((str(error),))

    def to_dict(self) -> dict[str, Any]:
        """The certificate as plain data, which `from_dict` reads."""
        levels = [{"id": concept_id, "level": str(level)} for concept_id, level in self.knows.levels]
        return {
            "target": self.target,
            "goal": [_asked_dict(asked) for asked in self.goal],
            "besides": [_asked_dict(asked) for asked in self.besides],
            "knows": [*levels, *({"id": credential} for credential in self.knows.credentials)],
            "weights": dict(self.weights),
            "hours_per_week": self.hours_per_week,
            "education": self.education,
            "excluded": list(self.excluded),
            "status": self.status,
            "cost": self.cost,
            "solver_bound": self.solver_bound,
            "bound": self.bound,
            "landmarks": [
                {"amount": landmark.amount, "at_least": landmark.at_least, "actions": list(landmark.actions)}
                for landmark in self.landmarks
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Certificate:
        """A certificate from what `to_dict` gives.

        Raises:
            LoadError: The data is no certificate.
        """
        try:
            target = data["target"]
            known = [(one["id"], one.get("level")) for one in data["knows"]]
            levels = tuple((concept_id, Level.parse(level)) for concept_id, level in known if level is not None)
            return cls(
                target,
                _asked(target, data["goal"]),
                _asked(target, data["besides"]),
                Profile(levels, tuple(concept_id for concept_id, level in known if level is None)),
                Objective.parse(data["weights"]).weights,
                _positive(data["hours_per_week"]),
                data["education"],
                tuple(data["excluded"]),
                data["cost"],
                data["solver_bound"],
                data["bound"],
                tuple(Landmark(tuple(one["actions"]), one["amount"], one["at_least"]) for one in data["landmarks"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise LoadError("certificate", f"this is not what Certificate.to_dict gives ({error!r})") from error

    def __str__(self) -> str:
        if self.status == "unproven":
            return f"unproven: no plan to {self.target} was found, and landmarks do not show that there is none"
        if self.cost is None or self.bound is None:
            return f"infeasible: nothing that can be done leads to {self.target}"
        count = len(self.landmarks)
        landmarks = "1 landmark adds" if count == 1 else f"{count:,} landmarks add"
        if self.is_complete:
            return f"optimal: {landmarks} up to {self.cost:,.10g} {self.unit}"
        reached = f"{self.bound:,.10g} of {self.cost:,.10g} {self.unit} ({self.bound / self.cost:.1%})"
        return f"{self.status}: {landmarks} up to {reached}"

    @property
    def unit(self) -> str:
        """What costs and amounts count: hours, weeks, steps, US dollars, or a weighted sum in words."""
        name = Objective(self.weights).name
        return f"({name})" if " " in name else _UNITS.get(name, name)


def _problems(certificate: Certificate, graph: CareerGraph) -> Iterator[str]:
    steps = certificate.steps(graph)
    actions = list(steps.actions())
    yield from _goal_problems(certificate, steps)
    yield from _amount_problems(certificate, actions)
    # One try for each choice of fewer actions of a landmark than every plan is said to hold: the others are left out.
    tries: list[tuple[Landmark, frozenset[str]]] = [
        (landmark, frozenset(landmark.actions).difference(kept))
        for landmark in certificate.landmarks
        for kept in combinations(landmark.actions, landmark.at_least - 1)
    ]
    goal = [steps.need(requirement) for requirement in (*certificate.goal, *certificate.besides)]
    reached = _reach(actions, goal, certificate.knows.ranks(), [without for _, without in tries])
    broken = {landmark: None for number, (landmark, _) in enumerate(tries) if reached >> number & 1}
    yield from (f"the goal can be met without {landmark}" for landmark in broken)


def _goal_problems(certificate: Certificate, steps: UnitSteps) -> Iterator[str]:
    target = steps.graph.find(certificate.target)
    asked = {steps.need(requirement) for requirement in steps.graph.requirements_of(target.id)}
    for requirement in certificate.goal:
        is_itself = isinstance(target, Competency) and requirement.options == (target.id,)
        if not is_itself and steps.need(requirement) not in asked:
            yield f"{target.id} does not ask for {' or '.join(requirement.options)} at {requirement.level}"


def _amount_problems(certificate: Certificate, actions: Iterable[UnitAction]) -> Iterator[str]:
    if certificate.cost is None or certificate.bound is None:
        if certificate.cost != certificate.bound or not any(not one.actions for one in certificate.landmarks):
            yield "that there is no plan needs a landmark without actions, and neither a cost nor a bound"
        return
    costs: dict[str, int] = {}
    for action in actions:
        for name, cost in action.costs:
            costs[name] = min(costs.get(name, to_millionths(cost)), to_millionths(cost))
    given: Counter[str] = Counter()
    for landmark in certificate.landmarks:
        given.update(dict.fromkeys(landmark.actions, to_millionths(landmark.amount)))
    for name, amount in given.items():
        if name not in costs:
            yield f"the graph has no action {name!r}"
        elif amount > costs[name]:
            yield f"{name} costs {costs[name] / MILLION:,.10g}, of which the landmarks take {amount / MILLION:,.10g}"
    total = sum(one.at_least * to_millionths(one.amount) for one in certificate.landmarks) / MILLION
    if not math.isclose(total, certificate.bound, rel_tol=1e-9, abs_tol=1e-9):
        yield f"the landmarks add up to {total:,.10g}, not {certificate.bound:,.10g}"
    if not _reaches(certificate.cost, certificate.bound):
        yield f"a bound of {certificate.bound:,.10g} is above the cost, {certificate.cost:,.10g}"


def _reach(
    actions: Iterable[UnitAction], goal: Iterable[Need], known: Mapping[str, int], without: list[frozenset[str]]
) -> int:
    """The tries, a bit each, in which the goal is met without the actions that the try leaves out."""
    every = (1 << len(without)) - 1
    shut: dict[str, int] = {}
    for number, names in enumerate(without):
        for name in names:
            shut[name] = shut.get(name, 0) | 1 << number
    held = {(concept_id, rank): every for concept_id, top in known.items() for rank in range(1, top + 1)}
    doable = [action for action in actions if any(held.get(fact) != every for fact in action.gives)]
    users: dict[Fact, list[int]] = {}
    for number, action in enumerate(doable):
        for fact in {fact for _, facts in action.needs for fact in facts}:
            users.setdefault(fact, []).append(number)
    queue = deque(range(len(doable)))
    waits = [True] * len(doable)
    while queue:
        number = queue.popleft()
        waits[number] = False
        action = doable[number]
        bits = every
        for name, _ in action.costs:
            bits &= ~shut.get(name, 0)
        bits &= _met(action.needs, held, every)
        for fact in action.gives:
            before = held.get(fact, 0)
            if bits & ~before:
                held[fact] = before | bits
                for user in users.get(fact, ()):
                    if not waits[user]:
                        waits[user] = True
                        queue.append(user)
    return _met(goal, held, every)


def _met(needs: Iterable[Need], held: Mapping[Fact, int], every: int) -> int:
    """The tries in which all of the needs are met."""
    met = every
    for at_least, facts in needs:
        # more[j]: where more than j of the facts seen so far are held.
        more = [0] * at_least
        for fact in facts:
            bits = held.get(fact, 0)
            for j in range(at_least - 1, 0, -1):
                more[j] |= more[j - 1] & bits
            more[0] |= bits
        met &= more[-1]
    return met


def _asked_dict(asked: Requirement) -> dict[str, Any]:
    return {"any_of": list(asked.options), "at_least": asked.at_least, "level": str(asked.level)}


def _asked(target: str, data: Any) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(target, tuple(asked["any_of"]), asked["at_least"], Level.parse(asked["level"])) for asked in data
    )


def _positive(hours_per_week: Any) -> float:
    require_positive("hours_per_week", hours_per_week)
    return float(hours_per_week)


def _reaches(bound: float, cost: float) -> bool:
    return bound >= cost - 1e-6 * max(10.0, cost)
