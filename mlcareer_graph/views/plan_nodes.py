"""What the page of a plan has a box for: the concepts that are known, the steps and the target, each with its key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mlcareer_graph.model import Concept, Level
from mlcareer_graph.planning import Plan

KNOWN_LIMIT = 24
"""How many known concepts are drawn, those first that the plan builds on."""


@dataclass(frozen=True, slots=True)
class Known:
    """A concept that is known before the first step.

    Attributes:
        key: Its key on the page.
        concept: The concept.
        level: The level at which it is known, None for a credential.
        because: What implies it, if the person did not name it.
    """

    key: str
    concept: Concept
    level: Level | None
    because: Concept | None


@dataclass(frozen=True, slots=True)
class PlanNodes:
    """The boxes of a plan by key.

    Attributes:
        known: What is known.
        steps: The key of each step, in the order of the plan.
        target: The key of the target.
        target_step: The number of the step that reaches the target, where it is itself studied.
        by_concept: From the id of a concept to the numbers of its steps.
    """

    known: tuple[Known, ...]
    steps: tuple[str, ...]
    target: str
    target_step: int | None
    by_concept: dict[str, list[int]] = field(hash=False)

    @classmethod
    def of(cls, plan: Plan) -> PlanNodes:
        """The nodes of a plan."""
        used: set[str] = set()
        steps = tuple(_free_key(used, step.id, f"{step.id}@{step.to_level}") for step in plan.steps)
        by_concept: dict[str, list[int]] = {}
        for number, step in enumerate(plan.steps):
            by_concept.setdefault(step.id, []).append(number)
        own = by_concept.get(plan.target.id)
        target = steps[own[-1]] if own else _free_key(used, plan.target.id)
        known = tuple(
            Known(_free_key(used, f"known:{concept.id}"), concept, level, because)
            for concept, level, because in _known_concepts(plan)
        )
        return cls(known, steps, target, own[-1] if own else None, by_concept)

    def key_of(self, concept_id: str) -> str | None:
        """The key of the last step of a concept, else of what is known of it."""
        if concept_id in self.by_concept:
            return self.steps[self.by_concept[concept_id][-1]]
        return next((known.key for known in self.known if known.concept.id == concept_id), None)

    def first_key(self, concept_ids: Iterable[str]) -> str | None:
        """The key of the first of the concepts that has one."""
        return next((key for key in map(self.key_of, concept_ids) if key), None)


def _free_key(used: set[str], *wanted: str) -> str:
    key = next((key for key in wanted if key not in used), wanted[-1])
    while key in used:
        key += "'"
    used.add(key)
    return key


def _known_concepts(plan: Plan) -> list[tuple[Concept, Level | None, Concept | None]]:
    """What the person named, and of what it implies only that on which the plan builds."""
    assumed = {concept.id: because for concept, _, because in plan.assumed}
    levels: list[tuple[str, Level | None]] = [*plan.knows.levels]
    levels += [(held, None) for held in plan.knows.credentials]
    built_on = {option for step in plan.steps for need in step.needs for option in need}
    built_on |= {step.id for step in plan.steps}
    built_on |= {option for requirement in plan.goal for option in requirement.options}
    drawn = [entry for entry in levels if entry[0] in built_on or entry[0] not in assumed]
    ranked = sorted(drawn, key=lambda entry: (entry[0] not in built_on, entry[0] in assumed, entry[0]))
    return [
        (plan.graph[known], level, assumed.get(known)) for known, level in ranked[:KNOWN_LIMIT] if known in plan.graph
    ]
