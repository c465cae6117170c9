"""What leads to what in a plan: the edges between its boxes."""

from __future__ import annotations

from collections.abc import Iterable

from mlcareer_graph.model import Concept
from mlcareer_graph.planning import Plan, Step
from mlcareer_graph.views.plan_nodes import PlanNodes
from mlcareer_graph.views.scene import Link

NEEDED, EASIER = "is needed for", "makes easier"


def plan_links(plan: Plan, nodes: PlanNodes) -> tuple[Link, ...]:
    """The edges of a plan, from what comes first to what builds on it.

    Args:
        plan: The plan.
        nodes: Its boxes.
    """
    links: dict[tuple[str, str], Link] = {}

    def join(source: str, target: str, label: str = NEEDED) -> None:
        if source != target:
            links.setdefault((source, target), Link(source, target, label, dashed=label == EASIER))

    for number, step in enumerate(plan.steps):
        key = nodes.steps[number]
        for use in step.uses:
            join(key, _user(plan, nodes, step, use.by), EASIER if use.requirement is None else NEEDED)
        for known in _known_for(plan, nodes, step):
            join(known, key)
    for requirement in plan.goal:
        for known in _known_among(nodes, requirement.options):
            join(known, nodes.target)
    return tuple(links.values())


def _user(plan: Plan, nodes: PlanNodes, step: Step, by: Concept) -> str:
    later = [number for number in nodes.by_concept.get(by.id, ()) if plan.steps[number].stage > step.stage]
    if later:
        return nodes.steps[later[0]]
    return nodes.target if by == plan.target else nodes.steps[nodes.by_concept[by.id][-1]]


def _known_for(plan: Plan, nodes: PlanNodes, step: Step) -> list[str]:
    """What is known that a step builds on: its own lower level, and what no other step serves."""
    found = []
    if step.from_level and len(nodes.by_concept[step.id]) == 1:
        found += _known_among(nodes, (step.id,))
    for options in step.needs:
        serving = [number for option in options for number in nodes.by_concept.get(option, ())]
        if not any(use.by == step.concept for number in serving for use in plan.steps[number].uses):
            found += _known_among(nodes, options)
    return found


def _known_among(nodes: PlanNodes, options: Iterable[str]) -> list[str]:
    wanted = set(options)
    return [known.key for known in nodes.known if known.concept.id in wanted]
