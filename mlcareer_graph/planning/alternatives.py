"""What else would do in place of a step, and what more it would cost; what each thing known saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mlcareer_graph.errors import NotInPlanError, one_line
from mlcareer_graph.model import Competency, Concept, EducationPath, Evidence, Level, Requirement
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.profile import Profile, resolve
from mlcareer_graph.planning.query import Query, with_required

if TYPE_CHECKING:
    import pandas

    from mlcareer_graph.planning.plan import Plan
    from mlcareer_graph.planning.step import Step

_UNITS = {"hours": "h", "price": "USD", "weeks": "weeks", "steps": "steps"}

_NAMED = 4
"""How many steps of another plan are named before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to the target, in place of a step.

    Attributes:
        kind: ``"without"`` for whatever is cheapest without the concept of the step; ``"option"`` for another option of
            a requirement that the step serves; ``"path"`` for an education path that teaches the same; ``"study"``
            for studying what a path teaches.
        instead_of: The concept that is studied or taken in the plan.
        concept: The other option or path; None for ``"without"`` and ``"study"``.
        plan: The cheapest plan that goes this way.
        extra: What it costs more than the plan, in the unit of the objective; None if there is no such plan. Below 0
            only where the plan prefers the step, or where one of the two plans is not proven cheapest.
        unit: The unit of `extra`, such as ``"h"`` or ``"USD"``.
        new: What this plan studies or takes and the other does not.
        is_exact: Whether the two plans are proven cheapest, or it is proven that there is none that goes this way.
    """

    kind: str
    instead_of: Concept
    concept: Concept | None
    plan: Plan
    extra: float | None
    unit: str
    new: tuple[Concept, ...]
    is_exact: bool

    @property
    def is_possible(self) -> bool:
        """Whether a plan that goes this way was found."""
        return self.extra is not None

    @property
    def name(self) -> str:
        """The way, in words."""
        if self.kind == "without":
            return f"Without {self.instead_of.name}"
        if self.kind == "study":
            return f"Studying instead of {self.instead_of.name}"
        assert self.concept is not None
        if self.kind == "path" and isinstance(self.instead_of, Competency):
            return f"{self.concept.name} instead of studying {self.instead_of.name}"
        return f"{self.concept.name} instead of {self.instead_of.name}"

    def __str__(self) -> str:
        if self.extra is None:
            if self.plan.status == "infeasible":
                return f"{self.name}: not possible ({'; '.join(self.plan.reasons)})"
            return f"{self.name}: nothing was found in {self.plan.query.time_limit:g} seconds"
        others = [concept.name for concept in self.new if concept != self.concept]
        by_way_of = f", by way of {_listed(others)}" if others and self.kind != "option" else ""
        proof = "" if self.is_exact else " (not proven)"
        return f"{self.name}: {signed(self.extra, self.unit)}{by_way_of}{proof}"

    def to_dict(self) -> dict[str, Any]:
        """The alternative as plain data; the plan behind it has a form of its own."""
        return {
            "kind": self.kind,
            "instead_of": self.instead_of.id,
            "id": None if self.concept is None else self.concept.id,
            "status": self.plan.status,
            "extra": None if self.extra is None else round(self.extra, 6),
            "unit": self.unit,
            "new": [concept.id for concept in self.new],
            "is_exact": self.is_exact,
            "reasons": list(self.plan.reasons),
            "text": str(self),
        }

    def __repr__(self) -> str:
        return one_line(f"<Alternative: {self}>")

    def _repr_html_(self) -> str:
        return Alternatives([self])._repr_html_()


class Alternatives(tuple[Alternative, ...]):
    """The result of `Plan.alternatives`: a tuple, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The alternatives as a DataFrame, one a row; the unit of what each costs more stands beside it.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import alternatives_frame

        return alternatives_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import alternatives_html

        return alternatives_html(self)


@dataclass(frozen=True, slots=True)
class Saving:
    """What one thing that a person knows or holds saves.

    Attributes:
        concept: The competency or credential.
        level: The level it is known at; None for a credential.
        saved: What the cheapest plan of somebody without it costs more, in the unit of the objective; None if there is
            no plan without it. Also without it is whatever is taken as known only because of it.
        is_exact: Whether both plans are proven.
    """

    concept: Concept
    level: Level | None
    saved: float | None
    is_exact: bool

    def __str__(self) -> str:
        return self.concept.name if self.level is None else f"{self.concept.name} ({self.level})"


@dataclass(frozen=True, slots=True)
class Savings:
    """What each thing that a person stated saves, most first.

    The parts do not add up to the whole: two things that build on the same save it only together, and either of two
    that stand in for one another saves nothing alone.

    Attributes:
        items: One a thing stated.
        together: What all of them save together; None if there is no plan without any of them.
        unit: The unit, such as ``"h"`` or ``"USD"``.
        is_exact: Whether all plans compared are proven.
    """

    items: tuple[Saving, ...]
    together: float | None
    unit: str
    is_exact: bool

    def __iter__(self) -> Iterator[Saving]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return one_line(f"<Savings: {len(self)} things known, {self._amount(self.together)}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import savings_html

        return savings_html(self)

    def __str__(self) -> str:
        lines = [f"{item}: {self._amount(item.saved)}" for item in self.items]
        lines.append(f"All together: {self._amount(self.together)}. The parts need not add up to it.")
        return "\n".join(lines)

    def _amount(self, saved: float | None) -> str:
        return "no plan without it" if saved is None else f"saves {amount(saved, self.unit)}"

    def to_dict(self) -> dict[str, Any]:
        """The savings as plain data."""
        return {
            "unit": self.unit,
            "together": None if self.together is None else round(self.together, 6),
            "is_exact": self.is_exact,
            "items": [
                {
                    "id": item.concept.id,
                    "level": None if item.level is None else str(item.level),
                    "saved": None if item.saved is None else round(item.saved, 6),
                    "is_exact": item.is_exact,
                }
                for item in self.items
            ],
        }


def unit_of(query: Query) -> str:
    """The unit of the first objective of a question, for people."""
    objective = query.objectives[0]
    return _UNITS.get(objective.name, f"({objective.name})")


def amount(value: float, unit: str) -> str:
    """A number with its unit, to one decimal where there is one.

    Example:
        >>> amount(1234.0, "h"), amount(0.25, "weeks")
        ('1,234 h', '0.2 weeks')
    """
    return f"{value:,.1f}".removesuffix(".0") + f" {unit}"


def signed(value: float, unit: str) -> str:
    """A difference with its sign and unit.

    Example:
        >>> signed(14.0, "h"), signed(-2.5, "USD"), signed(0.0, "h")
        ('+14 h', '-2.5 USD', '+0 h')
    """
    return f"-{amount(-value, unit)}" if value < 0 else f"+{amount(value, unit)}"


def find_alternatives(plan: Plan, name: str | Concept | Step) -> Alternatives:
    """See `Plan.alternatives`."""
    found = name if isinstance(name, str | Concept) else name.concept
    concept = plan.graph.find(found)
    steps = [step for step in plan.steps if step.concept == concept]
    if not steps:
        raise NotInPlanError(concept.id, plan.target.id)
    without = replace(plan.query, exclude=tuple(sorted({*plan.query.exclude, concept.id})))
    first = _alternative(plan, "without", concept, None, without)
    options = [
        _alternative(plan, "option", concept, plan.graph[option], _asking(without, option, level))
        for option, level in _other_options(plan, steps)
    ]
    if isinstance(concept, EducationPath):
        others = _in_place_of_path(plan, steps, concept, without)
    else:
        others = _in_place_of_study(plan, steps, concept)
    # The sort is stable: equal ones stay in the order of their ids.
    rest = sorted([*options, *others], key=lambda one: (one.extra is None, round(one.extra or 0.0, 6)))
    return Alternatives((first, *rest))


def _other_options(plan: Plan, steps: Iterable[Step]) -> list[tuple[str, Level]]:
    """The options that the plan does without of the requirements that some steps serve, with the levels asked for."""
    held = _held(plan)
    excluded = set(plan.query.excluded)
    served = {use.requirement for step in steps for use in step.uses if use.requirement is not None}
    found = set()
    for requirement in served:
        for option in requirement.options:
            if option not in excluded and held.get(option, 0) < _rank(plan, option, requirement):
                has_level = isinstance(plan.graph[option], Competency)
                found.add((option, requirement.level if has_level else Level.WORKING))
    return sorted(found)


def _in_place_of_study(plan: Plan, steps: list[Step], concept: Concept) -> list[Alternative]:
    """Each path that could teach a competency instead of studying it."""
    reached = max(step.to_level or Level.AWARENESS for step in steps)
    taken = {step.id for step in plan.steps}
    domain, impossible = plan.query.domain, plan.query.impossible
    found = []
    for path, rank in domain.paths_to(concept.id):
        if rank < reached or path in taken or path in impossible:
            continue
        alternative = _alternative(plan, "path", concept, plan.graph[path], with_required(plan.query, [path]))
        # A path that needs the same study before it begins is no way around it.
        if not any(step.concept == concept and step.to_level == reached for step in alternative.plan.steps):
            found.append(alternative)
    return found


def _in_place_of_path(plan: Plan, steps: list[Step], path: EducationPath, without: Query) -> list[Alternative]:
    """Each other path that teaches something that a path is taken for, and studying all of that."""
    domain = plan.query.domain
    used = {fact for step in steps for fact in _facts_used(plan, step)}
    leading = {other for fact, rank in used for other, reached in domain.paths_to(fact) if reached >= rank}
    rivals = sorted(leading - {path.id, *(step.id for step in plan.steps)} - plan.query.impossible)
    found = [_alternative(plan, "path", path, plan.graph[other], with_required(without, [other])) for other in rivals]
    if all(isinstance(plan.graph[fact], Competency) for fact, _ in used):
        offered = plan.graph.education_paths.keys() - leading - plan.query.impossible
        alone = replace(without, only_paths=tuple(sorted(offered)))
        found.append(_alternative(plan, "study", path, None, alone))
    return found


def _facts_used(plan: Plan, step: Step) -> set[tuple[str, int]]:
    """What a path gives that the later steps or the target need from it."""
    given = {
        edge.object: int(edge.level or 1)
        for edge in plan.graph.edges(step.concept)
        if edge.subject == step.id and edge.type in ("teaches", "awards")
    }
    known = plan.knows.ranks()
    used: set[tuple[str, int]] = set()
    for use in step.uses:
        if use.requirement is not None:
            ranks = {option: _rank(plan, option, use.requirement) for option in use.requirement.options}
        else:
            easier = use.by.easier_with if isinstance(use.by, Competency) else ()
            ranks = {near.know: int(near.level) for near in easier} | {use.by.id: given.get(use.by.id, 0)}
        used.update(
            (fact, rank) for fact, rank in ranks.items() if fact in given and known.get(fact, 0) < rank <= given[fact]
        )
    return used


def _rank(plan: Plan, option: str, requirement: Requirement) -> int:
    return int(requirement.level) if isinstance(plan.graph[option], Competency) else 1


def _held(plan: Plan) -> Mapping[str, int]:
    """What is known and held once the plan is done."""
    held = dict(plan.knows.ranks())
    for step in plan.steps:
        gained = [(step.id, int(step.to_level or 1))]
        if step.kind == "take":
            edges = plan.graph.edges(step.concept)
            gained += [(edge.object, int(edge.level or 1)) for edge in edges if edge.type in ("teaches", "awards")]
        for concept_id, rank in gained:
            held[concept_id] = max(rank, held.get(concept_id, 0))
    return held


def _asking(query: Query, concept_id: str, level: Level) -> Query:
    """The same question with an option of a requirement to have in the end."""
    if isinstance(query.graph[concept_id], Competency):
        return with_required(query, [f"{concept_id}:{level}"])
    return asking_for_one_of(query, (concept_id,))


def asking_for_one_of(query: Query, options: tuple[str, ...]) -> Query:
    """The same question with one more requirement.

    Args:
        query: The question.
        options: The ids of credentials or education paths, one of which there has to be in the end.
    """
    asked = Requirement(query.target.id, options, evidence=(Evidence.curated("It is asked for here."),))
    return replace(query, goal=(asked, *query.goal))


def _alternative(plan: Plan, kind: str, instead_of: Concept, concept: Concept | None, query: Query) -> Alternative:
    other = make_plan(query)
    studied = {step.id for step in plan.steps}
    return Alternative(
        kind,
        instead_of,
        concept,
        other,
        None if other.cost is None or plan.cost is None else difference(other.cost, plan.cost),
        unit_of(query),
        tuple(dict.fromkeys(step.concept for step in other.steps if step.id not in studied)),
        other.status == "infeasible" or (other.is_optimal and plan.is_optimal),
    )


def difference(left: float, right: float) -> float:
    """What one cost is above another, free of the rounding of the subtraction: costs are counted in millionths."""
    return round(left - right, 6) + 0.0


def find_savings(plan: Plan) -> Savings:
    """See `Plan.savings`."""
    unit = unit_of(plan.query)
    if plan.cost is None:
        return Savings((), None, unit, plan.status == "infeasible")
    entries = plan.knows.entries()
    items = []
    for entry in entries:
        concept, level = resolve(plan.graph, entry)
        saved, is_exact = _saved(plan, [other for other in entries if other != entry])
        items.append(Saving(concept, level if isinstance(concept, Competency) else None, saved, is_exact))
    items.sort(key=lambda item: (item.saved is not None, -(item.saved or 0.0), item.concept.id))
    together, is_exact = _saved(plan, [])
    return Savings(tuple(items), together, unit, is_exact and all(item.is_exact for item in items))


def _saved(plan: Plan, entries: Iterable[str]) -> tuple[float | None, bool]:
    """What a plan costs less than that of somebody who knows only some of it, and whether both are proven."""
    poorer = Profile.of(plan.graph, entries)
    if plan.query.assume_prerequisites or plan.knows.assumed:
        poorer = poorer.with_prerequisites(plan.graph)
    other = make_plan(replace(plan.query, knows=poorer))
    saved = None if other.cost is None or plan.cost is None else difference(other.cost, plan.cost)
    return saved, plan.is_optimal and (other.is_optimal or other.status == "infeasible")


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
