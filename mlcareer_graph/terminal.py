"""What the command line prints: plans, gaps and concepts as plain text that fits a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mlcareer_graph.model import Competency, Evidence, Level, Requirement, Role, concept_iri

if TYPE_CHECKING:
    from datetime import date

    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.graph.decoding import Decoded
    from mlcareer_graph.model import Concept
    from mlcareer_graph.ontology.quality import QualityWarning
    from mlcareer_graph.planning import Gap, Gate, Plan, Step
    from mlcareer_graph.planning.ladder import Ladder
    from mlcareer_graph.planning.matrix import RoleMatrix
    from mlcareer_graph.planning.schedule import Schedule

_LEAST_WIDTH = 60
"""Columns below which text is no longer made narrower."""


def table(rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Rows in columns; the last column is wrapped to the width.

    Args:
        rows: Texts, as many in each row.
        width: Columns of the terminal; the width of the one that is written to by default.

    Example:
        >>> print(table([("stage", "step"), ("1", "Algebra")]))
        stage  step
        1      Algebra
    """
    columns = width or _columns()
    *widths, _ = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    margin = sum(widths) + 2 * len(widths)
    room = max(columns - margin, 24)
    lines = []
    for row in rows:
        *cells, last = row
        first, *rest = textwrap.wrap(last, room) or [""]
        head = "".join(cell.ljust(size) + "  " for cell, size in zip(cells, widths, strict=True))
        lines.append((head + first).rstrip())
        lines.extend(" " * margin + line for line in rest)
    return "\n".join(lines)


def plan_text(plan: Plan, hours_per_week: float) -> str:
    """A plan: its figures, its steps with their reasons, what proves it, and the credentials asked for."""
    lines = [str(plan)]
    if plan.steps:
        rows = [("stage", "step", "hours", "why"), *(_step_row(step) for step in plan.steps)]
        weeks = plan.hours.likely / hours_per_week
        lines += ["", table(rows), "", _proof_text(plan)]
        lines.append(f"At {hours_per_week:g} hours a week: about {weeks:,.1f} weeks. All hours are estimates.")
    if plan.assumed:
        lines += ["", *_assumed_lines(plan)]
    if plan.gates:
        lines += ["", f"Credentials that the role asks for (degree policy: {plan.degrees}):"]
        lines += [f"  {_gate_text(plan, gate)}" for gate in plan.gates]
    return "\n".join(lines)


def _assumed_lines(plan: Plan) -> list[str]:
    implied: dict[str, list[str]] = {}
    for concept, level, because in plan.assumed:
        implied.setdefault(because.name, []).append(f"{concept.name} ({level})")
    lines = [f"Taken as known, because you know {name}: {', '.join(known)}" for name, known in implied.items()]
    return [textwrap.fill(line, _columns()) for line in lines]


def _columns() -> int:
    return max(shutil.get_terminal_size((120, 24)).columns, _LEAST_WIDTH)


def _step_row(step: Step) -> tuple[str, str, str, str]:
    name = f"take: {step}" if step.kind == "take" else str(step)
    if step.kind == "credit":
        name += " (shortened)"
    return str(step.stage), name, f"{step.hours.likely:,.0f}", step.because


def _proof_text(plan: Plan) -> str:
    if plan.is_optimal:
        return f"Proven cheapest: no plan takes less than {plan.bound:,.1f} ({plan.objective})."
    return (
        f"Not proven cheapest: the best plan takes between {plan.bound:,.1f} and {plan.cost:,.1f} ({plan.objective})."
    )


def _gate_text(plan: Plan, gate: Gate) -> str:
    state = "met " if gate.is_met else "open"
    part = ", part of the goal" if gate.in_goal else ""
    options = _options_text(plan.graph, gate.requirement)
    said = evidence_text(plan.graph, gate.requirement.evidence)
    return f"{state}  {options} ({gate.requirement.strength}{part}) [{said}]"


def ladder_text(ladder: Ladder, start: date | None = None) -> str:
    """A ladder: each role with when it is reached, what it takes and learns, and what the way over the roles costs."""
    lines = [str(ladder)]
    rows = [("role", "by", "week", "hours", "learn")]
    for milestone, rung in zip(ladder.milestones(start), ladder.rungs, strict=False):
        week = f"{milestone.week:,.0f}"
        steps = "; ".join(str(step) for step in rung.steps) or "nothing new"
        rows.append((rung.target.name, milestone.day.isoformat(), week, f"{rung.hours.likely:,.0f}", steps))
    if len(rows) > 1:
        lines += ["", table(rows)]
    if not ladder.is_complete:
        lines += ["", str(ladder.rungs[-1])]
    elif ladder.detour is not None and ladder.least is not None and ladder.cost is not None:
        unit = ladder.direct.objective
        lines += [
            "",
            f"In all {ladder.cost:,.1f} ({unit}); straight to {ladder.roles[-1].name} it is {ladder.direct.cost:,.1f}, "
            f"so the roles on the way cost {ladder.detour:,.1f}.",
            f"All the roles together, without stopping at any, take {ladder.least:,.1f} at least.",
            "All hours are estimates.",
        ]
    return "\n".join(lines)


def matrix_text(matrix: RoleMatrix, nearest: int = 3) -> str:
    """A matrix of roles: for each the nearest others, with the hours and how much is shared and new."""
    rows = [("hours", "shared", "new", "from", "to")]
    for role in matrix.roles:
        rows += [
            (f"{way.hours:,.0f}", str(len(way.shared)), str(len(way.new)), role.name, way.target.name)
            for way in matrix.nearest(role, nearest)
        ]
    return table(rows)


def schedule_text(schedule: Schedule) -> str:
    """A schedule: when each step begins and ends, the longest chain marked with a star."""
    rows = [("begins", "done", "hours", "slack", "step")]
    rows += [
        (
            entry.begin.isoformat(),
            entry.end.isoformat(),
            f"{entry.step.hours.likely:,.0f}",
            f"{entry.slack_weeks:.1f}",
            f"{entry.step}{' *' if entry.is_critical else ''}",
        )
        for entry in schedule.steps
    ]
    if not schedule.steps:
        return str(schedule)
    note = "Slack is in weeks; a star marks the longest chain of steps that build on one another."
    return "\n".join([str(schedule), "", table(rows), "", note])


def gap_text(gap: Gap) -> str:
    """A gap: the share that is met, then what is met, partly met and open."""
    lines = [f"{gap.role.name}: {gap.fit:.0%} of what it requires is met (a partly met requirement counts half)."]
    for title, items in (("Met", gap.met), ("Partly met", gap.partly_met), ("Open", gap.open)):
        if not items:
            continue
        lines += ["", f"{title}:"]
        for item in items:
            known = ", ".join(f"{concept.name} {level}" for concept, level in item.options if level)
            more = f"; known: {known}" if known and item.status != "met" else ""
            strength = "" if item.requirement.is_required else ", preferred"
            lines.append(f"  {item}{strength}{more}")
    return "\n".join(lines)


def concept_text(graph: CareerGraph, concept: Concept) -> str:
    """A concept with its requirements, relations, claims and numbers, each with its source."""
    lines = [f"{concept.name} ({concept.kind}, {concept.id})"]
    if concept.definition:
        lines.append(concept.definition)
    if concept.aliases:
        lines.append(f"Also: {', '.join(concept.aliases)}")
    if concept.labels:
        lines.append(f"In other languages: {', '.join(f'{label} ({tag})' for tag, label in concept.labels)}")
    if isinstance(concept, Competency):
        hours = concept.effort.to(Level.WORKING)
        lines.append(f"Hours to working, beyond what it requires: {hours.likely:g} ({hours.low:g} to {hours.high:g})")
    for requirement in graph.requirements(concept):
        said = evidence_text(graph, requirement.evidence)
        lines.append(f"  {requirement.strength}: {_options_text(graph, requirement)} ({requirement.level}) [{said}]")
    for relation in graph.edges(concept):
        if relation.subject == concept.id:
            level = f" ({relation.level})" if relation.level else ""
            lines.append(f"  {relation.type}: {graph[relation.object].name}{level}")
    unlocks = graph.unlocks(concept)
    if unlocks:
        lines.append(f"Needed by: {', '.join(other.name for other in unlocks)}")
    lines += [f"  claim: {claim.statement} [{evidence_text(graph, claim.evidence)}]" for claim in concept.claims]
    for seen in concept.observations:
        about = ", ".join(filter(None, (seen.statistic, seen.stage, seen.region)))
        said = evidence_text(graph, seen.evidence)
        lines.append(f"  {seen.measure}: {seen.value:,} {seen.unit} ({about}) [{said}]")
    if isinstance(concept, Role):
        lines += [f"  wages: {wage}" for wage in graph.wages(concept, "United States")]
    for match in graph.mappings(concept):
        near = match.predicate.removeprefix("skos:").removesuffix("Match")
        lines.append(f"  {near} match: {match.label} ({match.object})")
    lines.append(concept_iri(concept.kind, concept.id))
    return "\n".join(lines)


def check_text(decoded: Decoded, warnings: Sequence[QualityWarning], *, every_warning: bool) -> str:
    """What a check found: every problem, and the warnings or how many there are of each kind."""
    lines = [str(problem) for problem in decoded.problems]
    if every_warning:
        lines += [str(warning) for warning in warnings]
    found = _counted(len(decoded.problems), "problem") if decoded.problems else "no problem"
    lines.append(f"{len(decoded.concepts):,} concepts, {found}.")
    if warnings:
        kinds = Counter(warning.kind for warning in warnings)
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        lines.append(f"{_counted(len(warnings), 'warning')}: {counts}.")
    return "\n".join(lines)


def check_record(decoded: Decoded, warnings: Sequence[QualityWarning]) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "concepts": len(decoded.concepts),
        "problems": [{"where": p.where, "key": p.key, "what": p.what, "remedy": p.remedy} for p in decoded.problems],
        "warnings": [{"kind": w.kind, "concept": w.concept, "what": w.what, "remedy": w.remedy} for w in warnings],
    }


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def evidence_text(graph: CareerGraph, evidence: Iterable[Evidence]) -> str:
    """Evidence with the names of its sources."""
    return "; ".join(_said(graph, item) for item in evidence) or "no source"


def _said(graph: CareerGraph, evidence: Evidence) -> str:
    text = graph[evidence.source].name if evidence.source in graph else evidence.source
    if evidence.at:
        text += f", {evidence.at}"
    if evidence.citing:
        text += f", citing {graph[evidence.citing].name if evidence.citing in graph else evidence.citing}"
    return f"{text}: {evidence.because}" if evidence.because else text


def _options_text(graph: CareerGraph, requirement: Requirement) -> str:
    names = " or ".join(graph[option].name for option in requirement.options)
    return f"at least {requirement.at_least} of {names}" if requirement.at_least > 1 else names
