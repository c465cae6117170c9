"""What education paths do for a person on the way to a target: each alone, the fewest together, and kind by kind."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import one_line
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Concept, EducationPath, Estimate, Requirement
from mlcareer_graph.planning.alternatives import amount, asking_for_one_of, difference
from mlcareer_graph.planning.answer import side_constraints
from mlcareer_graph.planning.domain import Domain, Need
from mlcareer_graph.planning.instance import derivation
from mlcareer_graph.planning.objective import to_millionths
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.problem import Problem, problem_of
from mlcareer_graph.planning.query import PlanOptions, Query, make_query, with_required
from mlcareer_graph.planning.step import rounded

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.profile import Known, Profile
    from mlcareer_graph.planning.step import Step

FIGURES = ("checked", "unchecked", "typical")
"""Where the figures of a path come from: compared with what the provider publishes; a provider's, which nobody has
compared; or those that are typical of a path that no single provider offers."""

SILENCE = (
    "The graph knows hours, prices, weeks and what is taught. It does not know how well something is taught, who gets "
    "in, who finishes, and what a name, a network or a placement service is worth."
)
"""What no comparison of education says."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one education path does for a person on the way to a target, with self-study for the rest.

    Attributes:
        path: The path.
        figures: One of `FIGURES`.
        plan: The cheapest plan that takes the path and no other.
        alone: The cheapest plan of self-study alone; there may be none.
        covers: The open requirements of the target that hold once the path is done.
        supports: Of the others, those for which the plan builds on what the path gives.
        replaced: The hours of self-study that the path replaces: those of `alone` less those that `plan` leaves; below
            0 where getting in takes more study than the path saves; None if there is no plan of self-study alone.
        share: The same as a share of the hours of `alone`.
    """

    path: EducationPath
    figures: str
    plan: Plan
    alone: Plan
    covers: tuple[Requirement, ...]
    supports: tuple[Requirement, ...]
    replaced: float | None
    share: float | None

    @property
    def step(self) -> Step:
        """The path as a step of the plan, with its hours, price and weeks."""
        return next(step for step in self.plan.steps if step.id == self.path.id)

    @property
    def saved(self) -> float | None:
        """The hours by which the whole plan is shorter than self-study alone; below 0 where it is longer."""
        if self.plan.cost is None or self.alone.cost is None:
            return None
        return difference(self.alone.hours.likely, self.plan.hours.likely)

    @property
    def is_exact(self) -> bool:
        """Whether both plans are proven cheapest, or it is proven that there is none of self-study alone."""
        return self.plan.is_optimal and (self.alone.is_optimal or self.alone.status == "infeasible")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import coverage_html

        return coverage_html(self)

    def __str__(self) -> str:
        share = "" if self.share is None else f", replaces {self.share:.0%} of the self-study"
        return f"{self.path.name}: {self.plan.hours.likely:,.0f} h in all{share} ({self.figures})"

    def __repr__(self) -> str:
        return one_line(f"<Coverage: {self}>")

    def to_dict(self) -> dict[str, Any]:
        """The coverage as plain data."""
        step = self.step
        return {
            "id": self.path.id,
            "path_kind": self.path.path_kind,
            "figures": self.figures,
            "checked": None if self.path.checked is None else self.path.checked.isoformat(),
            "hours": rounded(step.hours),
            "price": step.price,
            "weeks": step.weeks,
            "covers": [list(requirement.options) for requirement in self.covers],
            "supports": [list(requirement.options) for requirement in self.supports],
            "replaced_hours": None if self.replaced is None else round(self.replaced, 6),
            "share": None if self.share is None else round(self.share, 6),
            "hours_in_all": rounded(self.plan.hours),
            "saved_hours": self.saved,
            "is_exact": self.is_exact,
        }


class Coverages(list[Coverage]):
    """The result of `CareerGraph.education_for`: a list, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The paths as a DataFrame, one a row, with what each takes and what it saves.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import coverages_frame

        return coverages_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import coverages_html

        return coverages_html(self)


@dataclass(frozen=True, slots=True)
class Cover:
    """The fewest education paths that leave the least to self-study.

    Attributes:
        plan: The cheapest plan that takes these paths; its steps of study are what they leave.
        paths: The paths, in the order of the plan.
        is_proven: Whether it is proven that no paths leave less, and no fewer leave as little.
    """

    plan: Plan
    paths: tuple[EducationPath, ...]
    is_proven: bool

    @property
    def left(self) -> Estimate:
        """The hours of self-study that the paths leave."""
        return hours_of_study(self.plan)

    @property
    def is_complete(self) -> bool:
        """Whether the paths lead to the whole target, with nothing left to self-study."""
        return self.plan.cost is not None and all(step.kind == "take" for step in self.plan.steps)

    def __repr__(self) -> str:
        return one_line(f"<Cover: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import cover_html

        return cover_html(self)

    def __str__(self) -> str:
        if self.plan.cost is None:
            return str(self.plan)
        names = ", ".join(path.name for path in self.paths) or "no path"
        rest = "the whole target" if self.is_complete else f"all but {self.left.likely:,.0f} hours of self-study"
        proof = "" if self.is_proven else " (not proven to be the most)"
        return f"{names}: {rest}{proof}"

    def to_dict(self) -> dict[str, Any]:
        """The cover as plain data."""
        return {
            "status": self.plan.status,
            "paths": [path.id for path in self.paths],
            "study_hours_left": rounded(self.left),
            "is_complete": self.is_complete,
            "is_proven": self.is_proven,
            "hours": rounded(self.plan.hours),
            "price": self.plan.price,
            "weeks": self.plan.weeks,
        }


@dataclass(frozen=True, slots=True)
class Way:
    """One way to learn, with the cheapest plan that goes it.

    Attributes:
        name: ``"self-study"``, ``"checked courses"``, ``"bootcamp"``, ``"degree"`` or ``"any mix"``.
        plan: The plan; self-study fills what the paths of the way leave. With a bootcamp or a degree there is at least
            one of them in it, and no path of another kind.
        unknown: What is not known of it, in words.
    """

    name: str
    plan: Plan
    unknown: tuple[str, ...]

    @property
    def paths(self) -> tuple[EducationPath, ...]:
        """The education paths of the plan."""
        return tuple(step.concept for step in self.plan.steps if isinstance(step.concept, EducationPath))

    @property
    def study(self) -> Estimate:
        """The hours of self-study in it."""
        return hours_of_study(self.plan)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import way_html

        return way_html(self)

    def __repr__(self) -> str:
        return one_line(f"<Way: {self}>")

    def __str__(self) -> str:
        if self.plan.cost is None:
            return f"{self.name}: {self.plan}"
        hours = self.plan.hours
        price = "price not known" if self.plan.price is None else amount(self.plan.price, "USD")
        return (
            f"{self.name}: about {hours.likely:,.0f} hours ({hours.low:,.0f} to {hours.high:,.0f}), {price}, "
            f"{self.plan.weeks:,.0f} weeks"
        )

    def to_dict(self) -> dict[str, Any]:
        """The way as plain data."""
        return {
            "way": self.name,
            "status": self.plan.status,
            "paths": [path.id for path in self.paths],
            "hours": rounded(self.plan.hours),
            "study_hours": rounded(self.study),
            "price": self.plan.price,
            "weeks": self.plan.weeks,
            "gates": [gate.to_dict() for gate in self.plan.gates],
            "unknown": list(self.unknown),
            "reasons": list(self.plan.reasons),
        }


@dataclass(frozen=True, slots=True)
class EducationComparison:
    """The same target by self-study, with checked courses, with a bootcamp, with a degree, and by any mix of paths.

    Attributes:
        ways: One a way, in this order.
        left_out: Why there is no bootcamp or no degree among them, in words.
        silence: What the comparison does not say.
    """

    ways: tuple[Way, ...]
    left_out: tuple[str, ...] = ()
    silence: str = SILENCE

    def __repr__(self) -> str:
        return one_line(f"<EducationComparison: {', '.join(way.name for way in self.ways)}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import education_html

        return education_html(self)

    def __str__(self) -> str:
        lines = []
        for way in self.ways:
            lines.append(str(way))
            lines.extend(f"  {note}" for note in way.unknown)
        return "\n".join([*lines, *self.left_out, self.silence])

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "ways": [way.to_dict() for way in self.ways],
            "left_out": list(self.left_out),
            "silence": self.silence,
        }


def hours_of_study(plan: Plan) -> Estimate:
    """The hours of all steps of study of a plan."""
    return Estimate.total(step.hours for step in plan.steps if step.kind != "take")


def figures_of(graph: CareerGraph, path: EducationPath) -> str:
    """Where the figures of a path come from, one of `FIGURES`."""
    if path.checked is not None:
        return "checked"
    has_provider = any(edge.type == "offered_by" and edge.subject == path.id for edge in graph.edges(path))
    return "unchecked" if has_provider else "typical"


def _question(
    graph: CareerGraph, target: str | Concept, knows: Profile | Iterable[Known], options: PlanOptions
) -> Query:
    """A question that offers every path, checked or not, unless the options say otherwise."""
    offered: PlanOptions = {"education": "all"}
    return make_query(graph, target, knows, **(offered | options))


def find_coverage(
    graph: CareerGraph, target: str | Concept, knows: Profile | Iterable[Known], options: PlanOptions
) -> Coverages:
    """See `CareerGraph.education_for`."""
    query = _question(graph, target, knows, options)
    domain = query.domain
    alone = make_plan(replace(query, only_paths=()))
    found = []
    for path_id in _relevant_paths(query, domain):
        asked = with_required(replace(query, only_paths=(path_id,)), [path_id])
        if _is_reachable(asked, domain):
            plan = make_plan(asked)
            if plan.cost is not None:
                found.append(_coverage(query, path_id, plan, alone))
    useful = [one for one in found if one.covers or (one.supports if one.replaced is None else one.replaced > 0)]
    return Coverages(sorted(useful, key=lambda one: (one.plan.cost, one.plan.hours.likely, one.path.id)))


def _relevant_paths(query: Query, domain: Domain) -> list[str]:
    """The paths that teach or award anything that the goal can lean on."""
    actions = problem_of(query, domain).actions
    return sorted({action.concept for action in actions if action is not None and action.kind == "take"})


def _is_reachable(query: Query, domain: Domain) -> bool:
    """Whether there is a plan if nothing is limited: quicker than finding one, or why there is none."""
    instance = problem_of(query, domain).instance
    return instance.target in derivation(instance, range(len(instance)))


def _coverage(query: Query, path_id: str, plan: Plan, alone: Plan) -> Coverage:
    path = query.graph.education_paths[path_id]
    before = query.knows.ranks()
    after = dict(before) | {path_id: 1}
    for edge in query.graph.edges(path):
        if edge.subject == path_id and edge.type in ("teaches", "awards"):
            after[edge.object] = max(int(edge.level or 1), after.get(edge.object, 0))
    needs = {requirement: query.domain.need(requirement) for requirement in query.goal}
    open_ones = [requirement for requirement, need in needs.items() if not _holds(need, before)]
    covers = tuple(requirement for requirement in open_ones if _holds(needs[requirement], after))
    leaning = _leaning_on(plan, path_id)
    replaced = share = None
    if alone.cost is not None:
        total = alone.hours.likely
        replaced = difference(total, hours_of_study(plan).likely)
        share = replaced / total if total else 0.0
    return Coverage(
        path=path,
        figures=figures_of(query.graph, path),
        plan=plan,
        alone=alone,
        covers=covers,
        supports=tuple(one for one in open_ones if one in leaning and one not in covers),
        replaced=replaced,
        share=share,
    )


def _holds(need: Need, ranks: Mapping[str, int]) -> bool:
    return sum(ranks.get(concept_id, 0) >= rank for concept_id, rank in need.facts) >= need.at_least


def _leaning_on(plan: Plan, path_id: str) -> set[Requirement]:
    """The requirements of the goal for which a plan builds on a path."""
    uses: dict[str, list[tuple[str, Requirement | None]]] = {}
    for step in plan.steps:
        uses.setdefault(step.id, []).extend((use.by.id, use.requirement) for use in step.uses)
    goal = set(plan.goal)
    reached: set[Requirement] = set()
    queue = [path_id]
    for concept_id in queue:
        for by, requirement in uses.get(concept_id, ()):
            if requirement in goal and requirement is not None:
                reached.add(requirement)
            elif by not in queue:
                queue.append(by)
    return reached


def find_cover(
    graph: CareerGraph, target: str | Concept, knows: Profile | Iterable[Known], options: PlanOptions
) -> Cover:
    """See `CareerGraph.fewest_paths`."""
    query = _question(graph, target, knows, options)
    deadline = time.monotonic() + query.time_limit
    domain = query.domain
    problem = problem_of(query, domain)
    instance = problem.instance
    if instance.target not in derivation(instance, range(len(instance))):
        return Cover(make_plan(query), (), is_proven=True)
    from mlcareer_graph.planning.program import IntegerProgram

    program = IntegerProgram(instance)
    for side in side_constraints(query, domain, problem):
        program.add_limit(side.weights, side.most)
    found = program.minimise(*_costs_of_cover(domain, problem), deadline=deadline)
    if found.plan is None:
        return Cover(make_plan(query), (), is_proven=found.status == "infeasible")
    actions = [problem.actions[node] for node in found.plan]
    taken = tuple(sorted({action.concept for action in actions if action is not None and action.kind == "take"}))
    plan = make_plan(with_required(replace(query, only_paths=taken), taken))
    paths = tuple(step.concept for step in plan.steps if isinstance(step.concept, EducationPath))
    return Cover(plan, paths, is_proven=found.status == "optimal" and plan.is_optimal)


def _costs_of_cover(domain: Domain, problem: Problem) -> tuple[list[int], ...]:
    """What counts first, then, and last: steps of study by their hours, then the paths, then all hours."""
    hours = problem.amounts(domain, "hours")
    paths = problem.amounts(domain, "paths")
    study = [0 if taken else spent for spent, taken in zip(hours, paths, strict=True)]
    return study, [path // to_millionths(1) for path in paths], hours


def compare_ways(
    graph: CareerGraph, target: str | Concept, knows: Profile | Iterable[Known], options: PlanOptions
) -> EducationComparison:
    """See `CareerGraph.compare_education`."""
    query = _question(graph, target, knows, options)
    courses = [path.id for path in _of_kind(graph, "course") if figures_of(graph, path) != "unchecked"]
    asked = {
        "self-study": replace(query, only_paths=()),
        "checked courses": replace(query, only_paths=tuple(courses)),
    }
    left_out = []
    for kind in ("bootcamp", "degree"):
        obstacles = {path.id: _obstacle(query, path) for path in _of_kind(graph, kind)}
        offered = tuple(path_id for path_id, obstacle in obstacles.items() if not obstacle)
        if offered:
            asked[kind] = _with_one_of(replace(query, only_paths=offered), offered)
        else:
            reasons = "; ".join(sorted(set(obstacles.values()))) or "there is none"
            left_out.append(f"No {kind} can be compared: {reasons}.")
    asked["any mix"] = query
    return EducationComparison(tuple(_way(name, question) for name, question in asked.items()), tuple(left_out))


def _with_one_of(query: Query, paths: tuple[str, ...]) -> Query:
    """The same question with those of some paths that a cheapest plan takes that takes one of them at least."""
    plan = make_plan(asking_for_one_of(query, paths))
    if plan.cost is None:
        return plan.query
    # Said as options of a plan, so that it can be saved and made again.
    return with_required(query, [step.id for step in plan.steps if step.kind == "take"])


def _of_kind(graph: CareerGraph, kind: str) -> list[EducationPath]:
    return [path for _, path in sorted(graph.education_paths.items()) if path.path_kind == kind]


def _obstacle(query: Query, path: EducationPath) -> str:
    """What keeps a path from being a step, if anything does."""
    if path.id in query.impossible:
        return "the options leave it out"
    return query.domain.obstacle(path.id).lstrip(":, ")


def _way(name: str, query: Query) -> Way:
    plan = make_plan(query)
    return Way(name, plan, tuple(_unknown(query.graph, plan.steps)))


def _unknown(graph: CareerGraph, steps: Iterable[Step]) -> list[str]:
    notes = []
    for step in steps:
        if isinstance(step.concept, EducationPath):
            figures = figures_of(graph, step.concept)
            if step.price is None:
                notes.append(f"The price of {step.concept.name} is not known.")
            if figures == "unchecked":
                notes.append(f"Nobody has compared the figures of {step.concept.name} with its provider's.")
            if figures == "typical":
                notes.append(f"The figures of {step.concept.name} are typical ones, not those of one provider.")
    return notes
