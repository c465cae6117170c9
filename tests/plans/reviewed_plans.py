"""The plans of the core roles as they were read and accepted, step by step.

Each file beside this one holds, for one role, the plan from nothing and the plan from the requirements of another
role, and the date on which both were read. Run this file after the ontology has changed::

    python tests/plans/reviewed_plans.py

It writes the files anew, says which steps came, went, moved or changed, and takes the date off every file that
changed (``reviewed: null``). Read those differences as the one who hires and as the one who learns, mend the ontology
until every step can be defended, then put the date of the reading into the file by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from mlcareer_graph import load_graph
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import Competency

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan; a course teaches at several levels and has none of its own."""

    id: str
    kind: str
    to: str | None
    hours: float


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan as it stands in a file.

    Attributes:
        origin: The role whose requirements are known; None for a plan from nothing.
        knows: What is known, as ``id:level``.
        hours: The likely hours of all steps together.
        steps: The steps in their order.
    """

    origin: str | None
    knows: tuple[str, ...]
    hours: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The plans of one role, and when they were last read."""

    target: str
    reviewed: date | None
    plans: tuple[ReadPlan, ...]


def files() -> list[Path]:
    """The files, by name."""
    return sorted(FOLDER.glob("*.yaml"))


def read(path: Path) -> Review:
    """What one file holds."""
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Review(held["target"], held["reviewed"], tuple(map(_read_plan, held["plans"])))


def _read_plan(held: Mapping[str, Any]) -> ReadPlan:
    steps = tuple(Step(step["id"], step["kind"], step.get("to"), step["hours"]) for step in held["steps"])
    return ReadPlan(held["from"], tuple(held["knows"]), held["hours"], steps)


def known_in(graph: CareerGraph, role: str) -> tuple[str, ...]:
    """The required competencies of a role at their levels; of options, those named first."""
    return tuple(
        f"{option}:{requirement.level.name.lower()}"
        for requirement in graph.requirements(role)
        if requirement.is_required
        for option in requirement.options[: requirement.at_least]
        if isinstance(graph[option], Competency)
    )


def answer(graph: CareerGraph, target: str, origin: str | None) -> ReadPlan:
    """The plan that the planner makes today."""
    knows = known_in(graph, origin) if origin else ()
    made = graph.plan(target, knows=knows).to_dict()
    steps = tuple(Step(step["id"], step["kind"], step["to"], round(step["hours"][1], 1)) for step in made["steps"])
    return ReadPlan(origin, knows, round(made["hours"][1], 1), steps)


def differences(old: ReadPlan, new: ReadPlan) -> list[str]:
    """What has to be read again, a line each; empty when the plans are equal."""
    was, now = ({step.id + _level(step): step for step in plan.steps} for plan in (old, new))
    lines = [f"{key} is no longer known" for key in old.knows if key not in new.knows]
    lines += [f"{key} is now known" for key in new.knows if key not in old.knows]
    lines += [f"{key} went ({was[key].hours:g} hours)" for key in was if key not in now]
    lines += [
        f"{key} came as step {place} ({now[key].hours:g} hours)" for place, key in enumerate(now, 1) if key not in was
    ]
    both = [key for key in was if key in now]
    lines += [f"{key}: {_work(was[key])} became {_work(now[key])}" for key in both if was[key] != now[key]]
    after = {key: place for place, key in enumerate(now, 1)}
    lines += [f"{key} moved and is now step {after[key]}" for key in _moved(both, [key for key in now if key in was])]
    if old.hours != new.hours:
        lines.append(f"{old.hours:g} hours in all became {new.hours:g}")
    return lines


def _level(step: Step) -> str:
    return f":{step.to}" if step.to else ""


def _work(step: Step) -> str:
    return f"{step.kind}, {step.hours:g} hours"


def _moved(was: list[str], now: list[str]) -> list[str]:
    """Few that have to move to turn one order into the other."""
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    stay = {key for block in blocks for key in now[block.b : block.b + block.size]}
    return [key for key in now if key not in stay]


def text(review: Review) -> str:
    """The file of a role."""
    lines = [f"target: {review.target}", f"reviewed: {review.reviewed or 'null'}", "plans:"]
    for plan in review.plans:
        lines += [f"- from: {plan.origin or 'null'}", f"  hours: {plan.hours:g}"]
        lines += ["  knows:", *(f"  - {key}" for key in plan.knows)] if plan.knows else ["  knows: []"]
        lines += ["  steps:", *(f"  - {{{_fields(step)}}}" for step in plan.steps)]
    return "\n".join(lines) + "\n"


def _fields(step: Step) -> str:
    to = f", to: {step.to}" if step.to else ""
    return f"id: {step.id}, kind: {step.kind}{to}, hours: {step.hours:g}"


def again(graph: CareerGraph, review: Review) -> tuple[Review, list[str]]:
    """The review with today's plans, without its date where anything changed; and what changed."""
    new = tuple(answer(graph, review.target, plan.origin) for plan in review.plans)
    changed = [
        f"{review.target} from {plan.origin or 'nothing'}: {line}"
        for plan, now in zip(review.plans, new, strict=True)
        for line in differences(plan, now)
    ]
    same = new == review.plans
    return Review(review.target, review.reviewed if same else None, new), changed


def main() -> None:
    """Write every file anew and say what changed."""
    graph = load_graph()
    for path in files():
        review, changed = again(graph, read(path))
        path.write_text(text(review), encoding="utf-8")
        sys.stdout.writelines(f"{line}\n" for line in changed)


if __name__ == "__main__":
    main()
