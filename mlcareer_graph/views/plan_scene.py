"""A plan as a scene: what is known on the left, the stages, the target on the right."""

from __future__ import annotations

from collections.abc import Sequence

from mlcareer_graph.model import Estimate
from mlcareer_graph.planning import Plan, Step
from mlcareer_graph.views.layout import arrange, arrange_aside, quiet_behind_boxes
from mlcareer_graph.views.plan_alternatives import (
    Choice,
    alternatives_table,
    choice_boxes,
    choice_entries,
    choice_links,
    choice_title,
    choices,
)
from mlcareer_graph.views.plan_entries import PlanEntries
from mlcareer_graph.views.plan_links import plan_links
from mlcareer_graph.views.plan_nodes import Known, PlanNodes
from mlcareer_graph.views.plan_weeks import PlanWeeks
from mlcareer_graph.views.plan_words import (
    gate_items,
    known_table,
    plan_facts,
    plan_summary,
    plan_table,
    short_hours,
    target_name,
)
from mlcareer_graph.views.scene import Aside, Band, Box, Item, Scene, Section, name_lines, note_lines
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

ASIDE_INDENT = 16


def plan_scene(plan: Plan) -> Scene:
    """The scene of a plan.

    Args:
        plan: The plan, which may be empty or infeasible.
    """
    nodes = PlanNodes.of(plan)
    links = plan_links(plan, nodes)
    weeks = PlanWeeks.of(plan)
    bands, boxes, height = arrange(_boxes(plan, nodes, weeks), links, _bands(plan))
    found = choices(plan)
    tables = (plan_table(plan, nodes.steps, weeks), alternatives_table(plan, found, selects=True), known_table(plan))
    return Scene(
        title=f"Plan: {target_name(plan)}",
        summary=plan_summary(plan),
        facts=plan_facts(plan, weeks),
        notes=_notes(plan, nodes),
        bands=bands,
        boxes=boxes,
        links=quiet_behind_boxes(boxes, links),
        dashed="makes it easier",
        entries=(
            *PlanEntries.of(plan, nodes, links, weeks, found),
            *(entry for choice in found for entry in choice_entries(plan, choice, nodes)),
        ),
        tables=tuple(table for table in tables if table.rows),
        start=nodes.target,
        chain=True,
        height=height,
        aside=_aside(plan, nodes, found, bands[0].left if bands else 0.0, height),
    )


def _aside(plan: Plan, nodes: PlanNodes, found: Sequence[Choice], left: float, top: float) -> Aside | None:
    """The options that the plan left alone, choice by choice."""
    if not found:
        return None
    groups = [(_aside_title(plan, choice), choice_boxes(choice)) for choice in found]
    captions, boxes, bottom, right = arrange_aside(groups, left + ASIDE_INDENT, top)
    links = tuple(link for choice in found for link in choice_links(choice, nodes))
    return Aside("Alternatives not taken", captions, boxes, links, bottom, right)


def _aside_title(plan: Plan, choice: Choice) -> str:
    rest = len(choice.left) - len(choice.drawn)
    return choice_title(plan, choice) + (f"; the table has {rest:,} more" if rest else "")


def _bands(plan: Plan) -> list[Band]:
    bands = [Band("Known")]
    for number, steps in enumerate(plan.stages, 1):
        hours = Estimate.total(step.hours for step in steps)
        bands.append(Band(f"Stage {number}", f"{counted(len(steps), 'step')}, {short_hours(hours)}"))
    return [*bands, Band("Target")]


def _boxes(plan: Plan, nodes: PlanNodes, weeks: PlanWeeks) -> list[Box]:
    last_band = len(plan.stages) + 1
    boxes = [_known_box(known) for known in nodes.known]
    for number, step in enumerate(plan.steps):
        is_target = number == nodes.target_step
        boxes.append(
            Box(
                key=nodes.steps[number],
                kind=step.concept.kind,
                state="target" if is_target else "learn",
                lines=name_lines(name_of(step.concept)),
                notes=(
                    *(("target",) if is_target else ()),
                    *note_lines(_step_note(step)),
                    *note_lines(weeks.words(number)),
                ),
                band=last_band if is_target else step.stage,
            )
        )
    if nodes.target_step is None:
        name = name_lines(name_of(plan.target))
        note = note_lines(f"target, {style_of(plan.target.kind).label}")
        boxes.append(Box(nodes.target, plan.target.kind, "target", name, note, last_band))
    return boxes


def _known_box(known: Known) -> Box:
    state = "assumed" if known.because else "known"
    note = "taken as known" if known.because else "known" if known.level else "held"
    notes = note_lines(f"✓ {note}, {known.level}" if known.level and not known.because else f"✓ {note}")
    return Box(known.key, known.concept.kind, state, name_lines(name_of(known.concept)), notes, 0)


def _step_note(step: Step) -> str:
    if step.kind == "take":
        return f"take, {short_hours(step.hours)}"
    start = f"{step.from_level} " if step.from_level else ""
    return f"{start}to {step.to_level}, {short_hours(step.hours)}" + (", shortened" if step.kind == "credit" else "")


def _notes(plan: Plan, nodes: PlanNodes) -> tuple[Section, ...]:
    notes = [Section("Why there is none", tuple(Item(plain(reason)) for reason in plan.reasons))]
    notes.append(Section("Degrees and other credentials", gate_items(plan)))
    left_out = len(plan.knows.levels) + len(plan.knows.credentials) - len(nodes.known)
    if left_out > 0:
        notes.append(
            Section("Left out of the drawing", (Item(f"{left_out:,} more that are known; the table lists them"),))
        )
    return tuple(note for note in notes if note.items)
