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
    from mlcareer_graph.planning import Explanation, Gate, Plan, Step
    from mlcareer_graph.planning.alternatives import Alternative
    from mlcareer_graph.planning.certificate import Certificate
    from mlcareer_graph.planning.education import Cover, Coverage, EducationComparison, Way
    from mlcareer_graph.planning.frontier import Frontier
    from mlcareer_graph.planning.gap import Gap, GapItem
    from mlcareer_graph.planning.ladder import Ladder
    from mlcareer_graph.planning.matrix import RoleMatrix
    from mlcareer_graph.planning.robustness import Rival, Robustness
    from mlcareer_graph.planning.schedule import Schedule
    from mlcareer_graph.planning.uncertainty import Extremes, Uncertainty

_LEAST_WIDTH = 60
"""Columns below which text is no longer made narrower."""

_FEW = 6
"""The most steps that are named where two plans differ."""


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


def certificate_text(certificate: Certificate) -> str:
    """A certificate: how far its landmarks reach, then each with what it adds."""
    rows = [("adds", "because every plan holds"), *_landmark_rows(certificate)]
    note = "No action gives more than it costs, so no plan costs less than what the landmarks add up to."
    return "\n".join([f"Proof, {certificate}", *(["", table(rows), "", note] if len(rows) > 1 else [])])


def _landmark_rows(certificate: Certificate) -> list[tuple[str, str]]:
    return [(f"{landmark.adds:,.10g}", str(landmark)) for landmark in certificate.landmarks if landmark.actions]


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


def plans_text(plans: Sequence[Plan]) -> str:
    """Several plans: the first, then what each of the others has instead, and what it costs more."""
    first = plans[0]
    rows = [("cost", "more", "hours", "what it has that the first has not", "what it does without")]
    for plan in plans:
        here, there = {step.id: step for step in plan.steps}, {step.id: step for step in first.steps}
        rows.append(
            (
                f"{plan.cost:,.1f}",
                f"{(plan.cost or 0) - (first.cost or 0):+,.1f}",
                f"{plan.hours.likely:,.0f}",
                "; ".join(step.concept.name for name, step in here.items() if name not in there) or "-",
                "; ".join(step.concept.name for name, step in there.items() if name not in here) or "-",
            )
        )
    proven = all(plan.is_optimal for plan in plans)
    note = "Each is proven: no plan that differs as much from those before it costs less." if proven else ""
    return "\n".join([str(first), "", table(rows), *(["", note] if note else [])])


def frontier_text(frontier: Frontier) -> str:
    """A frontier: its points, and whether they are all."""
    if not frontier:
        return "No plan is within the limits."
    heads = {"hours": "hours", "price": "USD", "weeks": "weeks"}
    rows = [(*(heads[measure] for measure in frontier.over), "courses and programs")]
    rows += [
        (
            *(f"{value:,.1f}" for value in point),
            "; ".join(step.concept.name for step in plan.steps if step.kind == "take") or "self-study alone",
        )
        for point, plan in zip(frontier.points, frontier, strict=True)
    ]
    note = "There is no other compromise" if frontier.is_complete else "There may be more compromises"
    left_out = "; courses whose price is not known are left out" if "price" in frontier.over else ""
    return "\n".join([table(rows), "", f"{note}{left_out}."])


def schedule_text(schedule: Schedule) -> str:
    """A schedule: when each step begins and ends, the longest chain marked with a star, and the milestones."""
    rows = [("begins", "done", "hours", "slack", "track", "step")]
    rows += [
        (
            entry.begin.isoformat(),
            entry.end.isoformat(),
            f"{entry.step.hours.likely:,.0f}",
            f"{entry.slack_weeks:.1f}",
            str(entry.track),
            f"{entry.step}{' *' if entry.is_critical else ''}",
        )
        for entry in schedule.steps
    ]
    if not schedule.steps:
        return str(schedule)
    note = (
        "Slack is in weeks; steps of different tracks may go side by side; a star marks the longest chain of steps "
        "that build on one another."
    )
    able = [textwrap.fill(f"  {milestone}", _columns(), subsequent_indent="    ") for milestone in schedule.milestones]
    return "\n".join([str(schedule), "", table(rows), "", textwrap.fill(note, _columns()), "", "Able to:", *able])


def follow_text(before: Plan, rest: Plan, *, is_changed: bool) -> str:
    """A plan for what is left, with how far the one before has come, and whether that is no longer as it was saved."""
    if before.cost is None or rest.cost is None:
        return plan_text(rest, rest.hours_per_week)
    left = rest.hours.likely
    lines = [f"{left:,.0f} of {before.hours.likely:,.0f} hours are left."]
    if is_changed:
        lines.append(
            "The graph has changed since the plan was saved: these are the hours of the plan that it gives now."
        )
    lines += ["", plan_text(rest, rest.hours_per_week)]
    new = rest.compare(before).only_first
    if new:
        lines += ["", textwrap.fill(f"Not in the plan before: {', '.join(map(str, new))}.", _columns())]
    return "\n".join(lines)


def odds_text(odds: Uncertainty, by: date | None) -> str:
    """The hours and days that are enough with some chances, and the chance to be ready by a day."""
    from mlcareer_graph.planning.uncertainty import CHANCES

    rows = [("chance", "hours", "ready on", "hours if all err together", "ready on then")]
    for chance in CHANCES:
        hours, days = odds.quantile(chance), odds.ready_on(chance)
        alone = (f"{hours.independent:,.0f}", days.independent.isoformat())
        rows.append((f"{chance:.0%}", *alone, f"{hours.dependent:,.0f}", days.dependent.isoformat()))
    within = odds.probability_within(odds.plan.hours.likely)
    lines = [str(odds), "", table(rows), ""]
    lines.append(
        f"The likely hours, {odds.plan.hours.likely:,.0f}, are enough with a chance of {_chances_text(within)}. "
        f"Days are reckoned from {odds.start.isoformat()} at {odds.hours_per_week:g} hours a week, one step after "
        "the other."
    )
    lines.append(
        "The first columns take the estimates as independent, the last as all too low or all too high together; "
        "the truth is most likely in between."
    )
    if by is not None:
        lines.append(f"Ready by {by.isoformat()}: {_chances_text(odds.ready_by(by))}.")
    return "\n".join([*lines[:3], *(textwrap.fill(line, _columns()) for line in lines[3:])])


def _chances_text(chances: Extremes[float]) -> str:
    independent, dependent = _chance_text(chances.independent), _chance_text(chances.dependent)
    return independent if independent == dependent else f"{independent}, or {dependent} if all err together"


def _chance_text(chance: float) -> str:
    # What is not certain is not told as certain.
    if 0 < chance < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= chance < 1 else f"{chance:.0%}"


def robustness_text(robustness: Robustness) -> str:
    """The ranges within which a plan stays cheapest, the most fragile first, with what is cheaper outside."""
    from mlcareer_graph.planning.robustness import hours_text

    rows = [("now", "from", "to", "hours of", "beyond that")]
    for stable in robustness:
        rivals = (("below", stable.below), ("above", stable.above))
        rows.append(
            (
                hours_text(stable.hours.likely),
                hours_text(stable.hours_lower),
                "any" if stable.above is None else hours_text(stable.hours_upper),
                stable.concept.name + ("" if stable.covers_estimate else " *"),
                "; ".join(f"{side}: {_rival_text(rival)}" for side, rival in rivals if rival is not None),
            )
        )
    if not rows[1:]:
        return f"{robustness.plan.target.name}: the plan has no steps whose hours could be wrong."
    note = "A star marks where the plan is not cheapest all the way from the low to the high estimate."
    return "\n".join([str(robustness), "", table(rows), "", note])


def _rival_text(rival: Rival) -> str:
    if len(rival.dropped) + len(rival.added) <= _FEW:
        return str(rival)
    paths = ", ".join(str(step) for step in rival.added if step.kind == "take")
    steps = f"{len(rival.added)} other steps for {len(rival.dropped)}"
    return f"{steps}, with {paths}" if paths else steps


def why_text(explanation: Explanation, alternatives: Sequence[Alternative]) -> str:
    """Why something is part of a plan, back to the target, and what else would do."""
    first, *chain = explanation.text.splitlines()
    lines = [first, *(textwrap.fill(line, _columns(), subsequent_indent="    ") for line in chain)]
    if alternatives:
        lines += ["", "Other ways, each the cheapest of its kind:"]
        lines += [
            textwrap.fill(str(way), _columns(), initial_indent="  ", subsequent_indent="    ") for way in alternatives
        ]
    return "\n".join(lines)


def education_text(compared: EducationComparison, paths: Sequence[Coverage], cover: Cover, found: int) -> str:
    """Ways to learn side by side, the paths that cover some of the way, and the fewest that cover the most."""
    rows = [("way", "hours", "self-study", "price", "weeks", "with"), *(_way_row(way) for way in compared.ways)]
    lines = [table(rows)]
    notes = [note for way in compared.ways for note in way.unknown]
    notes += [*_gate_notes(compared), *compared.left_out]
    notes += [f"With {way.name}: {way.plan}" for way in compared.ways if way.plan.cost is None]
    lines += ["", *(textwrap.fill(note, _columns()) for note in dict.fromkeys(notes))] if notes else []
    if paths:
        head = ("path", "hours", "price", "weeks", "replaces", "hours in all", "covers", "figures")
        lines += ["", f"With one path and self-study ({len(paths)} of {found}, cheapest first):"]
        lines.append(table([head, *(_coverage_row(one) for one in paths)]))
    lines += ["", textwrap.fill(f"Fewest paths with the least left to self-study: {cover}", _columns())]
    return "\n".join([*lines, "", textwrap.fill(compared.silence, _columns())])


def _way_row(way: Way) -> tuple[str, ...]:
    plan = way.plan
    if plan.cost is None:
        return way.name, "-", "-", "-", "-", "no plan, see below"
    hours = f"{plan.hours.likely:,.0f} ({plan.hours.low:,.0f} to {plan.hours.high:,.0f})"
    names = ", ".join(path.name for path in way.paths) or "no path"
    return way.name, hours, f"{way.study.likely:,.0f}", _price_text(plan.price), f"{plan.weeks:,.0f}", names


def _gate_notes(compared: EducationComparison) -> list[str]:
    """For each credential that the role asks for, the ways that do not lead to it."""
    unmet: dict[str, list[str]] = {}
    for way in compared.ways:
        for gate in way.plan.gates if way.plan.cost is not None else ():
            if not gate.is_met:
                unmet.setdefault(_options_text(way.plan.graph, gate.requirement), []).append(way.name)
    return [f"{options}: still open with {', '.join(names)}." for options, names in unmet.items()]


def _coverage_row(one: Coverage) -> tuple[str, ...]:
    step = one.step
    return (
        textwrap.shorten(one.path.name, 44, placeholder="..."),
        f"{step.hours.likely:,.0f}",
        _price_text(step.price),
        f"{step.weeks:,.0f}",
        "-" if one.share is None else f"{one.share:.0%}",
        f"{one.plan.hours.likely:,.0f}",
        str(len(one.covers)),
        one.figures,
    )


def _price_text(price: float | None) -> str:
    return "not known" if price is None else f"{price:,.0f} USD"


def gap_text(gap: Gap) -> str:
    """A gap: the share that is met, then what is met, partly met and open."""
    lines = [f"{gap.role.name}: {gap.fit:.0%} of what it requires is met (a partly met requirement counts half)."]
    ranked = gap.by_importance
    for title, items in (
        ("Met", gap.met),
        ("Partly met", [item for item in ranked if item.status == "partly met"]),
        ("Open", [item for item in ranked if item.status == "open"]),
    ):
        if items:
            lines += ["", f"{title}:", *(_gap_line(gap, item) for item in items)]
    if ranked:
        note = (
            "Hours are those of the cheapest plan to that requirement alone; what several need is in each of them. "
            "Importance is how many of the requirements, itself included, nobody can meet without any of it."
        )
        lines += ["", textwrap.fill(note, _columns())]
    return "\n".join(lines)


def _gap_line(gap: Gap, item: GapItem) -> str:
    parts = [str(item)]
    if not item.requirement.is_required:
        parts[0] += ", preferred"
    if item.status != "met":
        known = ", ".join(f"{concept.name} {level}" for concept, level in item.options if level)
        parts += [f"known: {known}"] if known else []
        hours = gap.hours_for(item)
        parts.append("nothing leads there" if hours is None else f"{hours.likely:,.0f} hours")
        parts += [f"importance {item.importance}"] if item.importance > 1 else []
    return f"  {'; '.join(parts)}"


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
    """What a check found: every problem, every name that is taken for another, and how many warnings there are."""
    from mlcareer_graph.ontology.quality import DECEPTIVE

    lines = [str(problem) for problem in decoded.problems]
    lines += [str(warning) for warning in warnings if every_warning or warning.kind in DECEPTIVE]
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
