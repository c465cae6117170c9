"""A plan in words: its figures, its steps as a table, the credentials that its target asks for."""

from __future__ import annotations

from collections.abc import Sequence

from mlcareer_graph.model import Estimate
from mlcareer_graph.planning import Gate, Plan, Step
from mlcareer_graph.views.panels import evidence_items, hours_text, requirement_text
from mlcareer_graph.views.plan_weeks import PlanWeeks
from mlcareer_graph.views.scene import Cell, Item, Table
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

LISTED_KNOWN = 8
STATUS = {
    "optimal": "proven cheapest",
    "feasible": "the best found in time, not proven cheapest",
    "infeasible": "no plan",
}
"""What the status of a plan means."""


def plan_facts(plan: Plan, weeks: PlanWeeks) -> tuple[tuple[str, str], ...]:
    """The figures of a plan with their labels.

    Args:
        plan: The plan.
        weeks: When its steps are done, to say so where some go side by side.
    """
    status = STATUS.get(plan.status, plain(plan.status))
    if plan.status == "infeasible":
        return (("Status", status),)
    if not plan.steps:
        return (("Status", "nothing to learn"),)
    facts = [
        ("Status", status),
        ("Steps", f"{len(plan.steps)} in {counted(len(plan.stages), 'stage')}"),
        ("Estimated hours", hours_text(plan.hours)),
        (f"At {plan.hours_per_week:g} hours a week", _weeks_text(plan, weeks)),
        ("Price", price_text(plan.price)),
    ]
    if plan.objective != "hours":
        facts.append(("Least", plain(plan.objective)))
    return tuple(facts)


def _weeks_text(plan: Plan, weeks: PlanWeeks) -> str:
    total = counted(plan.weeks, "week")
    if counted(weeks.total, "week") == total:
        return total
    return f"{total}, {weeks.total:,.0f} side by side"


def price_text(price: float | None) -> str:
    """The price of a plan in words.

    Example:
        >>> price_text(0.0), price_text(9900.0), price_text(None)
        ('no fees', 'about 9,900 USD', 'not known')
    """
    if price is None:
        return "not known"
    return f"about {price:,.0f} USD" if price else "no fees"


def plan_summary(plan: Plan) -> str:
    """What a plan comes to, in one sentence."""
    target = target_name(plan)
    if plan.status == "infeasible":
        return plain(f"There is no way to {target}: {'; '.join(plan.reasons)}.")
    if not plan.steps:
        return f"There is nothing to learn: everything that {target} asks for is known."
    knows = [name_of(plan.graph[entry.split(":")[0]]) for entry in plan.knows.entries() if _in_graph(plan, entry)]
    known = f"knowing {_listed(knows)}" if knows else "starting from nothing"
    return (
        f"The way to {target}, {known}. Hours are estimates: likely, with low and high in brackets. Weeks begin with "
        "what most depends on."
    )


def _listed(names: list[str]) -> str:
    shown = names if len(names) <= LISTED_KNOWN else [*names[:LISTED_KNOWN], "more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def plan_table(plan: Plan, keys: Sequence[str], weeks: PlanWeeks) -> Table:
    """The steps of a plan in their order.

    Args:
        plan: The plan.
        keys: The key of the entry of each step.
        weeks: When the steps are done.
    """
    rows = []
    for number, step in enumerate(plan.steps):
        rows.append(
            (
                Cell(str(step.stage)),
                Cell(step_text(step), keys[number]),
                Cell(style_of(step.concept.kind).label),
                Cell(hours_text(step.hours)),
                Cell(weeks.words(number).partition(" ")[2]),
                Cell(plain(step.because)),
            )
        )
    headings = ("Stage", "Step", "Kind", "Hours", "Weeks", "Why")
    return Table("The steps in order", headings, tuple(rows), label_column=1)


def known_table(plan: Plan) -> Table:
    """What the plan takes as known."""
    assumed = {concept.id: because for concept, _, because in plan.assumed}
    rows = []
    for concept_id, level in plan.knows.levels:
        because = assumed.get(concept_id)
        why = f"taken as known, because you know {name_of(because)}" if because else "known"
        rows.append((Cell(name_of(plan.graph[concept_id])), Cell(str(level)), Cell(why)))
    rows.extend((Cell(name_of(plan.graph[held])), Cell("held"), Cell("known")) for held in plan.knows.credentials)
    return Table("Known already", ("Concept", "Level", "Why"), tuple(rows))


def step_text(step: Step) -> str:
    """A step in words."""
    name = name_of(step.concept)
    if step.kind == "take":
        return name
    start = f"from {step.from_level} " if step.from_level else ""
    return f"{name}, {start}to {step.to_level}"


def gate_items(plan: Plan) -> tuple[Item, ...]:
    """The credentials that the target asks for, met or open, with who says so."""
    return tuple(item for gate in plan.gates for item in _gate_items(plan, gate))


def _gate_items(plan: Plan, gate: Gate) -> tuple[Item, ...]:
    state = "Met" if gate.is_met else "Open"
    part = ", part of the goal" if gate.in_goal else ""
    head = Item(f"{state}: {requirement_text(plan.graph, gate.requirement)}{part}")
    said = evidence_items(plan.graph, gate.requirement.evidence)
    return (head, *(Item(f"according to {item.text}", href=item.href) for item in said))


def target_name(plan: Plan) -> str:
    """The target with the level to reach, for a competency."""
    return f"{name_of(plan.target)} ({plan.level})" if plan.level else name_of(plan.target)


def _in_graph(plan: Plan, entry: str) -> bool:
    return entry.split(":", maxsplit=1)[0] in plan.graph


def short_hours(hours: Estimate) -> str:
    """The likely hours, as short as a box needs them.

    Example:
        >>> short_hours(Estimate(30, 40, 60)), short_hours(Estimate(0, 0, 0))
        ('40 h', 'no extra hours')
    """
    if not hours.likely:
        return "no extra hours"
    return f"{hours.likely:,.0f} h" if hours.likely >= 0.5 else "less than 1 h"
