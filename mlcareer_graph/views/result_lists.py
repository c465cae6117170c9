"""What a notebook shows for answers that are lists, and for short answers: a table of a row each, or a few sentences.

Plain HTML without style, frame or script, which a notebook also shows before it is trusted and after it is exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from mlcareer_graph.planning.alternatives import signed
from mlcareer_graph.views.plan_words import step_text, target_name
from mlcareer_graph.views.result_tables import COLUMNS, ROWS, result_html, status_text
from mlcareer_graph.views.text import counted, name_of, plain

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.model import Concept, Estimate
    from mlcareer_graph.ontology.mappings import Mapping
    from mlcareer_graph.ontology.wages import Wage
    from mlcareer_graph.planning import Explanation, Plan, Profile, Step
    from mlcareer_graph.planning.alternatives import Alternative
    from mlcareer_graph.planning.distance import RoleDistance
    from mlcareer_graph.planning.education import Coverage
    from mlcareer_graph.planning.matrix import Transition
    from mlcareer_graph.planning.next_skills import NextSkill
    from mlcareer_graph.planning.verification import Verification

HOURS, PRICE = "Hours (low to high)", "Price, USD"
"""The headings of estimates of hours and of prices."""

NAMED = 6
"""How many steps that tell plans apart are named before the rest is counted."""


def next_skills_html(skills: Sequence[NextSkill]) -> str:
    """What to learn next: the hours of each, and what it saves on the way to each role."""
    title = "What to learn next"
    roles = list(dict.fromkeys(role for skill in skills for role, _ in skill.saved))[:COLUMNS]
    rows = []
    for skill in skills[:ROWS]:
        saved = dict(skill.saved)
        rows.append(
            (
                f"{name_of(skill.concept)}, to {skill.level}",
                _span(skill.hours),
                f"{skill.value:,.2f}",
                *(f"{saved[role]:,.0f}" if role in saved else "" for role in roles),
                "yes" if skill.is_exact else "no",
            )
        )
    headings = ("Skill", HOURS, "Hours saved per hour", *(f"Hours saved for {plain(role, 80)}" for role in roles))
    return _listed_html(
        title, "Most valuable first", (*headings, "Proven"), rows, number=len(skills), nothing="Nothing is to be saved."
    )


def distances_html(distances: Sequence[RoleDistance]) -> str:
    """Roles, nearest first, with the figures of the way to each."""
    rows = [
        (
            name_of(found.role),
            _span(found.plan.hours),
            _usd(found.plan.price),
            f"{found.plan.weeks:,.1f}",
            f"{len(found.plan.steps)}",
            status_text(found.plan),
        )
        for found in distances[:ROWS]
    ]
    headings = ("Role", HOURS, PRICE, "Weeks", "Steps", "Status")
    return _listed_html(
        "Roles and the way to each", "Nearest first", headings, rows, number=len(distances), nothing="There is none."
    )


def plans_html(plans: Sequence[Plan]) -> str:
    """Plans for one question, with what tells each from the first."""
    rows = [
        (
            f"{number}",
            _span(plan.hours),
            _usd(plan.price),
            f"{plan.weeks:,.1f}",
            f"{len(plan.steps)}",
            _only_in(plan, plans[0]),
            _only_in(plans[0], plan),
            status_text(plan),
        )
        for number, plan in enumerate(plans[:ROWS], 1)
    ]
    title = f"Plans to {target_name(plans[0])}" if plans else "Plans"
    headings = (
        "Plan",
        HOURS,
        PRICE,
        "Weeks",
        "Steps",
        "With, unlike the first",
        "Without what the first has",
        "Status",
    )
    return _listed_html(title, "Best first", headings, rows, number=len(plans), nothing="There is no plan.")


def _only_in(plan: Plan, other: Plan) -> str:
    theirs = {_identity(step) for step in other.steps}
    found = [step_text(step) for step in plan.steps if _identity(step) not in theirs]
    rest = [f"{len(found) - NAMED} more"] if len(found) > NAMED else []
    return "; ".join([*found[:NAMED], *rest])


def _identity(step: Step) -> tuple[str, str]:
    return step.id, str(step.to_level)


def transitions_html(transitions: Sequence[Transition]) -> str:
    """Ways from role to role: their hours, and how much of what each leans on is new."""
    rows = [
        (
            name_of(entry.source),
            name_of(entry.target),
            "no way" if entry.hours is None else f"{entry.hours:,.0f}",
            f"{len(entry.shared)}",
            f"{len(entry.new)}",
        )
        for entry in transitions[:ROWS]
    ]
    headings = ("From", "To", "Hours", "Competencies shared", "Competencies new")
    return _listed_html(
        "Ways from role to role", "Shortest first", headings, rows, number=len(transitions), nothing="There is none."
    )


def transition_html(transition: Transition, graph: CareerGraph | None) -> str:
    """One way from a role to another: every competency that it leans on, the new ones first.

    Args:
        transition: The way.
        graph: What the competencies belong to; None where there is no way.
    """
    title = f"{name_of(transition.source)} to {name_of(transition.target)}"
    if graph is None or transition.hours is None:
        return result_html(title, [("Hours", "no way")], "", (), ())
    parts = (("new", transition.new), ("shared", transition.shared))
    rows = [(name_of(graph[name]), str(level), state) for state, own in parts for name, level in own]
    facts = [
        ("Hours", f"{transition.hours:,.0f}"),
        ("Shared", f"{len(transition.shared)}"),
        ("New", f"{len(transition.new)}"),
    ]
    return result_html(title, facts, "What it leans on", ("Competency", "Level", "Shared or new"), rows)


def coverages_html(coverages: Sequence[Coverage]) -> str:
    """Education paths: what each takes and what it replaces and saves."""
    rows = [
        (
            name_of(one.path),
            plain(one.path.path_kind, 40),
            _span(one.step.hours),
            _usd(one.step.price),
            f"{one.step.weeks:,.1f}",
            "" if one.share is None else f"{one.share:.0%}",
            _span(one.plan.hours),
            "" if one.saved is None else f"{one.saved:,.0f}",
            plain(one.figures, 80),
        )
        for one in coverages[:ROWS]
    ]
    title = f"Education for {target_name(coverages[0].plan)}" if coverages else "Education"
    headings = ("Path", "Form", HOURS, PRICE, "Weeks", "Self-study replaced", "Hours in all", "Hours saved", "Figures")
    return _listed_html(
        title, "Cheapest way first", headings, rows, number=len(coverages), nothing="No path replaces anything."
    )


def alternatives_html(alternatives: Sequence[Alternative]) -> str:
    """Other ways than a step: what each costs more, and by way of what."""
    rows = [
        (
            plain(one.name),
            "not possible" if one.extra is None else signed(one.extra, plain(one.unit)),
            "; ".join(map(plain, one.plan.reasons)) if one.extra is None else _names(one.new),
            "yes" if one.is_exact else "no",
        )
        for one in alternatives[:ROWS]
    ]
    title = f"Instead of {name_of(alternatives[0].instead_of)}" if alternatives else "Alternatives"
    headings = ("Way", "Costs more", "What is new in it, or why it is not possible", "Proven")
    return _listed_html(
        title, "Cheapest first after the way without it", headings, rows, number=len(alternatives), nothing="None."
    )


def _names(concepts: Sequence[Concept]) -> str:
    rest = [f"{len(concepts) - NAMED} more"] if len(concepts) > NAMED else []
    return ", ".join([*map(name_of, concepts[:NAMED]), *rest])


def wages_html(wages: Sequence[Wage]) -> str:
    """Wages in US dollars a year, by occupation and area."""
    rows = []
    for wage in wages[:ROWS]:
        figures = (wage.p10, wage.p25, wage.median, wage.p75, wage.p90)
        rows.append(
            (
                plain(wage.area, 80),
                f"{plain(wage.occupation)} ({plain(wage.code, 20)})",
                plain(wage.match, 40),
                *("not released" if figure is None else f"{figure:,.0f}" for figure in figures),
            )
        )
    columns = ("10%", "25%", "Median", "75%", "90%")
    headings = ("Area", "Occupation", "Match", *(f"{column}, USD a year" for column in columns))
    return _listed_html(
        "Wages", "The nearest occupation first", headings, rows, number=len(wages), nothing="No occupation is near."
    )


def mappings_html(mappings: Sequence[Mapping]) -> str:
    """What other vocabularies call a concept, and how near it comes."""
    rows = [
        (
            plain(mapping.label),
            plain(mapping.object, 120),
            plain(mapping.predicate.removeprefix("skos:"), 40),
            f"{mapping.confidence:.0%}",
        )
        for mapping in mappings[:ROWS]
    ]
    title = f"What others call {plain(mappings[0].subject, 120)}" if mappings else "What others call it"
    headings = ("Name", "There", "Match", "Confidence")
    return _listed_html(title, "By vocabulary", headings, rows, number=len(mappings), nothing="It is not mapped.")


def explanation_html(explanation: Explanation) -> str:
    """Why a concept is in a plan, one sentence after the other."""
    lines = [plain(line) for line in explanation.text.splitlines() if line.strip()]
    head = f"<p><strong>Why {escape(name_of(explanation.concept))}</strong></p>"
    return "\n".join([head, *(f"<p>{escape(line)}</p>" for line in lines)])


def verification_html(verification: Verification) -> str:
    """What does not hold, or that everything does."""
    if verification:
        return "<p><strong>Everything holds.</strong></p>"
    rows = [(f"{number}", plain(problem)) for number, problem in enumerate(verification.problems[:ROWS], 1)]
    return result_html(
        f"{counted(len(verification.problems), 'problem')} found", (), "What does not hold", ("Number", "Problem"), rows
    )


def profile_html(profile: Profile) -> str:
    """What a person knows and holds, with what of it is assumed, and what they said about every plan."""
    assumed = {name: because for name, _, because in profile.assumed}
    days = {name: f", last shown on {day.isoformat()}" for name, day in profile.dates}
    known = [*((name, str(level)) for name, level in profile.levels), *((name, "held") for name in profile.credentials)]
    rows = [
        (
            plain(name, 120),
            level,
            f"taken as known, because of {plain(assumed[name], 120)}"
            if name in assumed
            else f"stated{days.get(name, '')}",
        )
        for name, level in known[:ROWS]
    ]
    headings = ("Known or held", "Level", "Why")
    html = _listed_html(
        "Profile", "What is known and held", headings, rows, number=len(known), nothing="Nothing is known."
    )
    said = [f"{plain(name, 40)}: {plain(value, 200)}" for name, value in profile.constraints.items()]
    return html + "".join(f"\n<p>{escape(line)}</p>" for line in said)


def _span(hours: Estimate) -> str:
    """An estimate of hours below a heading that says so."""
    likely = f"{hours.likely:,.0f}"
    return likely if hours.low == hours.high else f"{likely} ({hours.low:,.0f}\u00a0to\u00a0{hours.high:,.0f})"


def _usd(price: float | None) -> str:
    return "not known" if price is None else f"{price:,.0f}"


def _listed_html(
    title: str, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, number: int, nothing: str
) -> str:
    """A table of answers, or the sentence that there are none."""
    if not rows:
        return f"{result_html(title, (), caption, headings, rows)}\n<p>{escape(nothing)}</p>"
    facts = [("Shown", f"the first {ROWS} of {number:,}")] if number > ROWS else []
    return result_html(title, facts, caption, headings, rows)
