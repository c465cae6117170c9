"""What a notebook shows for the results that are tables: figures, and a table with the units in its headings.

Plain HTML without style, frame or script, which a notebook also shows before it is trusted and after it is exported.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from mlcareer_graph.model import Estimate, Requirement
from mlcareer_graph.views.panels import hours_text
from mlcareer_graph.views.plan_words import STATUS, price_text, step_text, target_name
from mlcareer_graph.views.scene import Cell, Table
from mlcareer_graph.views.static import facts_html, table_html
from mlcareer_graph.views.text import NAME_LENGTH, counted, name_of, plain

if TYPE_CHECKING:
    from mlcareer_graph.planning import Plan
    from mlcareer_graph.planning.alternatives import Savings
    from mlcareer_graph.planning.batch import Batch
    from mlcareer_graph.planning.certificate import Certificate
    from mlcareer_graph.planning.comparison import PlanComparison
    from mlcareer_graph.planning.education import Cover, Coverage, EducationComparison, Way
    from mlcareer_graph.planning.fit import RoleFits
    from mlcareer_graph.planning.ladder import Ladder
    from mlcareer_graph.planning.robustness import Robustness
    from mlcareer_graph.planning.uncertainty import Uncertainty
    from mlcareer_graph.rdf.query import QueryResult

ROWS = 100
"""How many rows of a long result are shown."""

COLUMNS = 12
"""How many columns of a wide one."""


def ladder_html(ladder: Ladder) -> str:
    """A career in rungs: each with its hours and what there are in all by then."""
    rows, total = [], Estimate.exactly(0)
    for rung in ladder.rungs:
        total = total + rung.hours
        known = rung.cost is not None
        rows.append(
            (
                name_of(rung.target),
                status_text(rung),
                hours_text(rung.hours) if known else "",
                hours_text(total) if known else "",
                price_text(rung.price) if known else "",
                f"{len(rung.steps)}",
            )
        )
    facts = [("Hours", hours_text(ladder.hours)), ("Price", price_text(ladder.price))]
    if ladder.detour is not None:
        unit = {"hours": " hours", "price": " US dollars", "weeks": " weeks"}.get(ladder.direct.objective, "")
        facts.append(("More than the direct way", f"{ladder.detour:,.0f}{unit}"))
    title = ", then ".join(name_of(role) for role in ladder.roles)
    headings = ("Role", "Status", "Hours", "Hours in all", "Price", "Steps")
    return result_html(title, facts, "The rungs", headings, rows)


def batch_html(batch: Batch) -> str:
    """Many plans: one row each, up to a hundred of them."""
    rows = [
        (
            target_name(plan),
            ", ".join(map(plain, plan.knows.entries()[:COLUMNS])),
            status_text(plan),
            "" if plan.cost is None else hours_text(plan.hours),
            "" if plan.cost is None else price_text(plan.price),
            f"{len(plan.steps)}",
        )
        for plan in batch[:ROWS]
    ]
    proven = sum(outcome.status == "optimal" for outcome in batch.outcomes)
    facts = [("Plans", f"{len(batch):,}"), ("Proven cheapest", f"{proven:,}")]
    if len(batch) > ROWS:
        facts.append(("Shown", f"the first {ROWS}"))
    headings = ("Target", "Knows", "Status", "Hours", "Price", "Steps")
    return result_html("Plans", facts, "The plans", headings, rows)


def uncertainty_html(uncertainty: Uncertainty) -> str:
    """The hours and days that are enough with some chances, under both extreme assumptions."""
    from mlcareer_graph.planning.uncertainty import CHANCES

    rows = []
    for chance in CHANCES:
        hours = uncertainty.quantile(chance)
        days = uncertainty.ready_on(chance)
        rows.append(
            (
                f"{chance:.0%}",
                f"{hours.independent:,.0f}",
                f"{hours.dependent:,.0f}",
                days.independent.isoformat(),
                days.dependent.isoformat(),
            )
        )
    facts = [
        ("Hours a week", f"{uncertainty.hours_per_week:g}"),
        ("From", uncertainty.start.isoformat()),
        ("Mean", counted(uncertainty.hours.independent.mean, "hour")),
    ]
    headings = (
        "Chance",
        "Hours if estimates are independent",
        "Hours if all err together",
        "Ready on, if independent",
        "Ready on, if all err together",
    )
    title = f"How sure the hours are: {target_name(uncertainty.plan)}"
    return result_html(title, facts, "What is enough with which chance", headings, rows)


def robustness_html(robustness: Robustness) -> str:
    """For each concept the hours within which the plan stays cheapest, the most fragile first."""
    rows = []
    for stable in robustness[:ROWS]:
        most = "any" if math.isinf(stable.hours_upper) else f"{stable.hours_upper:,.1f}"
        rows.append(
            (
                name_of(stable.concept),
                hours_text(stable.hours),
                f"{stable.hours_lower:,.1f}",
                most,
                "yes" if stable.covers_estimate else "no",
                plain(stable.below) if stable.below else "",
                plain(stable.above) if stable.above else "",
            )
        )
    facts = [
        ("Concepts", f"{len(robustness)}"),
        ("Fragile", f"{len(robustness.fragile)}"),
        ("Proof", "all of it is proven" if robustness.is_exact else "not all of it is proven"),
    ]
    headings = ("Concept", "Hours", "Least hours", "Most hours", "Whole estimate", "Below", "Above")
    title = f"How wrong an estimate may be: {target_name(robustness.plan)}"
    return result_html(title, facts, "The plan stays cheapest from least to most", headings, rows)


def comparison_html(comparison: PlanComparison) -> str:
    """Two plans: the steps of either with their hours in each."""
    rows: list[tuple[str, ...]] = [
        (step_text(one), f"{one.hours.likely:,.0f}", f"{other.hours.likely:,.0f}") for one, other in comparison.both
    ]
    rows += [(step_text(step), f"{step.hours.likely:,.0f}", "not in it") for step in comparison.only_first]
    rows += [(step_text(step), "not in it", f"{step.hours.likely:,.0f}") for step in comparison.only_second]
    facts = [
        ("In both", counted(len(comparison.both), "step")),
        ("Only in the first", counted(len(comparison.only_first), "step")),
        ("Only in the second", counted(len(comparison.only_second), "step")),
        ("Hours of the second", f"{comparison.hours:+,.0f}"),
        ("Weeks of the second", f"{comparison.weeks:+,.1f}"),
    ]
    if comparison.price is not None:
        facts.append(("Price of the second in US dollars", f"{comparison.price:+,.0f}"))
    first, second = target_name(comparison.first), target_name(comparison.second)
    title = f"Two plans to {first}" if first == second else f"{first} and {second}"
    return result_html(title, facts, "The steps of both", ("Step", "Hours in the first", "Hours in the second"), rows)


def coverage_html(coverage: Coverage) -> str:
    """What one education path does for a target."""
    step = coverage.step
    saved = coverage.saved
    rows = [
        ("Form", plain(coverage.path.path_kind, 40)),
        ("Where its figures come from", plain(coverage.figures, 80)),
        ("Hours of the path", hours_text(step.hours)),
        ("Price of the path", price_text(step.price)),
        ("Weeks of the path", f"{step.weeks:,.1f}"),
        ("Requirements covered", _needs(coverage.covers, coverage.plan)),
        ("Requirements supported", _needs(coverage.supports, coverage.plan)),
        ("Share of the self-study replaced", "" if coverage.share is None else f"{coverage.share:.0%}"),
        ("Hours in all", hours_text(coverage.plan.hours)),
        ("Hours saved in all", "" if saved is None else f"{saved:,.0f}"),
    ]
    title = f"{name_of(coverage.path)} for {target_name(coverage.plan)}"
    return result_html(title, (), "What it covers", ("What", "Value"), [row for row in rows if row[1]])


def cover_html(cover: Cover) -> str:
    """The fewest education paths that leave the least to self-study."""
    rows = [
        (
            name_of(step.concept),
            hours_text(step.hours),
            price_text(step.price),
            f"{step.weeks:,.1f}",
        )
        for step in cover.plan.steps
        if step.kind == "take"
    ]
    facts = [
        ("Status", status_text(cover.plan)),
        ("Paths", f"{len(cover.paths)}"),
        ("Left to self-study", hours_text(cover.left)),
        ("Proof", "no fewer leave as little" if cover.is_proven else "not proven"),
    ]
    title = f"The fewest courses to {target_name(cover.plan)}"
    return result_html(title, facts, "The paths", ("Path", "Hours", "Price", "Weeks"), rows)


def education_html(comparison: EducationComparison) -> str:
    """Self-study, courses, bootcamp and degree side by side, and what the comparison does not say."""
    notes = [*comparison.left_out, comparison.silence]
    said = "\n".join(f"<p>{escape(plain(note))}</p>" for note in notes if note)
    return f"{_ways_html(comparison.ways)}\n{said}"


def way_html(way: Way) -> str:
    """One of the ways of such a comparison."""
    return _ways_html([way])


def _ways_html(ways: Sequence[Way]) -> str:
    rows = []
    for way in ways:
        known = way.plan.cost is not None
        rows.append(
            (
                way.name,
                status_text(way.plan),
                hours_text(way.plan.hours) if known else "",
                price_text(way.plan.price) if known else "",
                f"{way.plan.weeks:,.0f}" if known else "",
                ", ".join(name_of(path) for path in way.paths) or ("none" if known else ""),
                "; ".join(map(plain, way.unknown)),
            )
        )
    target = target_name(ways[0].plan) if ways else "the target"
    headings = ("Way", "Status", "Hours", "Price", "Weeks", "Education", "Not known")
    return result_html(f"Ways to {target}", (), "The ways", headings, rows)


def certificate_html(certificate: Certificate) -> str:
    """What every plan costs at least, and the landmarks that show it, those that add most first."""
    rows = [(f"{landmark.adds:,.1f}", plain(landmark)) for landmark in certificate.landmarks[:ROWS]]
    facts = [("Status", plain(certificate.status))]
    if certificate.cost is not None:
        facts.append(("The plan costs", f"{certificate.cost:,.1f}"))
    if certificate.bound is not None:
        facts.append(("Every plan costs at least", f"{certificate.bound:,.1f}"))
    facts.append(("Least", ", ".join(plain(measure) for measure, _ in certificate.weights)))
    facts.append(("Landmarks", f"{len(certificate.landmarks)}"))
    headings = ("Adds to the bound", "Every plan holds")
    title = f"Proof for {plain(certificate.target, 120)}"
    return result_html(title, facts, "Landmarks, those that add most first", headings, rows, label_column=1)


def savings_html(savings: Savings) -> str:
    """What each thing that a person knows saves."""
    rows = [
        (
            plain(item),
            "no plan without it" if item.saved is None else f"{item.saved:,.1f}",
            "yes" if item.is_exact else "no",
        )
        for item in savings.items
    ]
    together = "no plan without them" if savings.together is None else f"{savings.together:,.1f} {plain(savings.unit)}"
    facts = [("All together", together)]
    return result_html(
        "What it saves to know this",
        facts,
        "Savings, most first",
        ("Known", f"Saved in {plain(savings.unit)}", "Proven"),
        rows,
    )


def fits_html(fits: RoleFits) -> str:
    """How well profiles fit roles, the first of each."""
    profiles, roles = fits.fit.shape
    shown = fits.roles[:COLUMNS]
    rows = [
        (f"{number}", *(f"{value:.0%}" for value in fits.fit[number, : len(shown)].tolist()))
        for number in range(min(profiles, ROWS))
    ]
    facts = [("Profiles", f"{profiles:,}"), ("Roles", f"{roles}")]
    if profiles > ROWS or roles > COLUMNS:
        facts.append(("Shown", f"{len(rows)} profiles and {len(shown)} roles"))
    headings = ("Profile", *(name_of(role) for role in shown))
    return result_html("How well profiles fit roles", facts, "Share of the requirements met", headings, rows)


def query_html(result: QueryResult) -> str:
    """The answer to a query: one row each, up to a hundred of them; IRIs by their short names."""
    if result.form == "ASK":
        return result_html("yes" if result else "no", (), "", (), ())
    shown = result.columns[:COLUMNS]
    rows = [tuple(map(_cell, row[: len(shown)])) for row in result[:ROWS]]
    facts = [("Rows", f"{len(result):,}")]
    if len(result) > ROWS or len(result.columns) > COLUMNS:
        facts.append(("Shown", f"{len(rows)} rows and {len(shown)} columns"))
    return result_html("Answer", facts, "Rows", tuple(map(plain, shown)), rows)


def _cell(value: object) -> str:
    """A cell of an answer as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(getattr(value, "short", value), NAME_LENGTH)


def result_html(
    title: str,
    facts: Iterable[tuple[str, str]],
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    label_column: int = 0,
) -> str:
    """A result as its figures and one table; nothing in it is taken for markup.

    Args:
        title: What it is.
        facts: Figures with their labels.
        caption: What the table shows.
        headings: The headings of its columns, with their units.
        rows: As many texts each as there are headings.
        label_column: The column that says what a row is about.
    """
    listed = tuple(facts)
    table = Table(caption, tuple(headings), tuple(tuple(map(Cell, row)) for row in rows), label_column)
    parts = [f"<p><strong>{escape(title)}</strong></p>"]
    if listed:
        parts.append(facts_html(listed))
    if rows:
        parts.append(table_html(table))
    return "\n".join(parts)


def status_text(plan: Plan) -> str:
    """The status of a plan in words."""
    return STATUS.get(plan.status, plain(plan.status))


def _needs(requirements: Sequence[Requirement], plan: Plan) -> str:
    return "; ".join(
        " or ".join(name_of(plan.graph[option]) for option in requirement.options[:COLUMNS])
        for requirement in requirements
    )
