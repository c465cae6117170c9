"""What to learn next, by what it brings a person closer to their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import UnknownOptionError, one_line
from mlcareer_graph.graph.career_graph import CareerGraph, require_kind
from mlcareer_graph.model import Concept, Estimate, Level, Role
from mlcareer_graph.planning.answer import find_answer
from mlcareer_graph.planning.domain import Action, Fact, Need
from mlcareer_graph.planning.lmcut import lm_cut
from mlcareer_graph.planning.objective import MILLION, require_positive
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.problem import problem_of
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import OfferOptions, Query, make_query

if TYPE_CHECKING:
    from typing import Unpack

    import pandas

    from mlcareer_graph.planning.profile import Known


@dataclass(frozen=True, slots=True)
class NextSkill:
    """Something to learn now, with what it saves of the ways to some roles.

    Attributes:
        concept: The skill or technology.
        level: The level to reach.
        hours: The hours it takes.
        saved: For each role, its id with the hours by which the cheapest plan gets shorter.
        value: The weighted sum of the saved hours for each hour spent: 1 where all of it counts for a single role
            of weight 1, more where several roles gain.
        is_exact: Whether all plans compared are proven cheapest.
    """

    concept: Concept
    level: Level
    hours: Estimate
    saved: tuple[tuple[str, float], ...]
    value: float
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.concept.name} to {self.level}: {self.hours.likely:,.0f} hours, value {self.value:.2f}"

    def __repr__(self) -> str:
        return one_line(f"<NextSkill: {self}>")

    def _repr_html_(self) -> str:
        return NextSkills([self])._repr_html_()


class NextSkills(list[NextSkill]):
    """The result of `CareerGraph.next_skills`: a list, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The skills as a DataFrame, one a row, with a column for what each saves on the way to each role.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import next_skills_frame

        return next_skills_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import next_skills_html

        return next_skills_html(self)


def find_next_skills(
    graph: CareerGraph,
    knows: Profile | Iterable[Known],
    roles: Iterable[str | Concept] | Mapping[str, float],
    *,
    limit: int,
    **options: Unpack[OfferOptions],
) -> NextSkills:
    """See `CareerGraph.next_skills`.

    Candidates are looked at in the order of what they can save at most, until no other can come among the best.
    """
    require_positive("limit", limit)
    for name in options.keys() - OfferOptions.__annotations__.keys():
        raise UnknownOptionError("an option of next_skills", name, sorted(OfferOptions.__annotations__))
    weights = _weights(graph, roles)
    profile = Profile.of(graph, knows)
    ways = [_Way.of(make_query(graph, role, profile, **options)) for role in weights]
    ways = [way for way in ways if way.cost is not None]
    starts = {candidate: action for way in reversed(ways) for candidate, action in way.starts.items()}
    hours = {candidate: ways[0].query.domain.hours(action) for candidate, action in starts.items()}

    def promise(candidate: Fact) -> float:
        spent = hours[candidate].likely
        return sum(weights[way.role] * way.most_saved(candidate, spent) for way in ways) / spent

    found: dict[str, NextSkill] = {}
    for candidate in sorted(hours, key=lambda candidate: (-round(promise(candidate), 9), candidate)):
        least = sorted((skill.value for skill in found.values()), reverse=True)[int(limit) - 1 : int(limit)]
        if least and promise(candidate) < least[0] - 1e-9:
            break
        skill = _weighed(graph, candidate, hours[candidate], ways, weights)
        if skill.concept.id not in found or skill.value > found[skill.concept.id].value + 1e-9:
            found[skill.concept.id] = skill
    # What is settled first among equals is what most of the rest waits for, then the order of ids.
    waiting = {concept_id: max(way.waiting.get(concept_id, 0.0) for way in ways) for concept_id in found}
    order = sorted(found, key=lambda concept_id: (-round(found[concept_id].value, 9), -waiting[concept_id], concept_id))
    return NextSkills(found[concept_id] for concept_id in order[: int(limit)])


def _weighed(
    graph: CareerGraph, candidate: Fact, hours: Estimate, ways: Iterable[_Way], weights: Mapping[str, float]
) -> NextSkill:
    """What a candidate saves of the ways to the roles."""
    concept_id, rank = candidate
    saved = {way.role: way.saved(candidate, hours.likely) for way in ways}
    value = sum(weights[role] * amount for role, (amount, _) in saved.items()) / hours.likely
    is_exact = all(proven for _, proven in saved.values())
    amounts = tuple((role, amount) for role, (amount, _) in saved.items())
    return NextSkill(graph[concept_id], Level(rank), hours, amounts, value, is_exact)


@dataclass(frozen=True, slots=True)
class _Way:
    """The cheapest way to one role, and what learning something first can save of it.

    Attributes:
        query: The question.
        cost: The hours of the cheapest plan, None if there is none.
        is_optimal: Whether that is proven.
        starts: Everything that can be studied at once, in the shortest way, by concept and rank.
        most: What of each of these can be saved at most.
        begun: What a cheapest plan begins with.
        waiting: For each step of it the hours of what builds on it.
        concepts: Everything that a plan could lean on.
    """

    query: Query
    cost: float | None
    is_optimal: bool
    starts: dict[Fact, Action]
    most: dict[Fact, float]
    begun: frozenset[Fact]
    waiting: dict[str, float]
    concepts: frozenset[str]

    @classmethod
    def of(cls, query: Query) -> _Way:
        plan = make_plan(query)
        domain = query.domain
        problem = problem_of(query, domain)
        cuts = lm_cut(problem.instance) if plan.cost is not None else None
        node_of = {action: node for node, action in enumerate(problem.actions) if action}
        starts: dict[Fact, Action] = {}
        most: dict[Fact, float] = {}
        known = query.knows.ranks()
        for action in _studies(problem.actions, known) if cuts else ():
            spent = domain.hours(action).likely
            fact = (action.concept, action.rank)
            if not spent or not all(_is_met(need, known) for need in domain.needs(action)):
                continue
            if fact not in starts or spent < domain.hours(starts[fact]).likely:
                starts[fact] = action
                most[fact] = spent
                if cuts and action in node_of:
                    # Whoever begins with it follows a plan that holds it, which costs the bound and what is left of it.
                    least = problem.objective_value(cuts.bound + cuts.left[node_of[action]]) / MILLION
                    most[fact] = max(0.0, min(spent, (plan.cost or 0.0) + spent - least))
        begun = {(step.id, int(step.to_level)) for step in plan.steps if step.stage == 1 and step.to_level}
        waiting = {step.id: float(len(plan.steps) - number) for number, step in enumerate(plan.steps)}
        concepts = frozenset(problem.concepts)
        return cls(query, plan.cost, plan.is_optimal, starts, most, frozenset(begun), waiting, concepts)

    @property
    def role(self) -> str:
        return self.query.target.id

    def most_saved(self, candidate: Fact, hours: float) -> float:
        """What knowing a candidate saves at most: never more than the hours to learn it."""
        return self.most.get(candidate, hours if candidate[0] in self.concepts else 0.0)

    def saved(self, candidate: Fact, hours: float) -> tuple[float, bool]:
        """What knowing a candidate saves, and whether that is proven."""
        if not self.most_saved(candidate, hours):
            return 0.0, self.is_optimal
        action = self.starts.get(candidate)
        if candidate in self.begun and action is not None and self.query.domain.hours(action).likely == hours:
            # The rest of a cheapest plan is a cheapest plan of the rest.
            return hours, self.is_optimal
        concept_id, rank = candidate
        profile = self.query.knows
        levels = dict(profile.levels) | {concept_id: Level(rank)}
        richer = replace(self.query, knows=Profile(tuple(sorted(levels.items())), profile.credentials))
        domain = richer.domain
        answer = find_answer(richer, domain, problem_of(richer, domain))
        rest = (answer.value or 0) / MILLION
        return max(0.0, (self.cost or 0.0) - rest), self.is_optimal and answer.status == "optimal"


def _weights(graph: CareerGraph, roles: Iterable[str | Concept] | Mapping[str, float]) -> dict[str, float]:
    if isinstance(roles, str):
        raise UnknownOptionError("roles", roles, ["a list of names, such as [" + repr(roles) + "]"])
    # `CareerGraph.roles` is a mapping, too, but not one to weights.
    is_weighted = isinstance(roles, Mapping) and not all(isinstance(weight, Role) for weight in roles.values())
    given: Mapping[Any, float] = roles if is_weighted else dict.fromkeys(roles, 1.0)  # type: ignore[assignment]
    weights = {}
    for name, weight in given.items():
        role = graph.find(name)
        require_kind(role, (Role,), "skills are weighed by roles")
        require_positive("roles", weight)
        weights[role.id] = float(weight)
    return weights


def _studies(actions: Iterable[Action | None], known: Mapping[str, int]) -> list[Action]:
    """Every way to learn a competency from what is known of it up to a level that it is needed at."""
    studies = {action for action in actions if action is not None and action.kind != "take"}
    return sorted({action._replace(start=known.get(action.concept, 0)) for action in studies})


def _is_met(need: Need, known: Mapping[str, int]) -> bool:
    return sum(known.get(concept_id, 0) >= rank for concept_id, rank in need.facts) >= need.at_least
