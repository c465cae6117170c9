"""The parts of a plan: its steps, what they are for, and the gates beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlcareer_graph.errors import one_line
from mlcareer_graph.model import Concept, Estimate, Evidence, Level, Requirement


@dataclass(frozen=True, slots=True)
class Use:
    """What a step is for: the concept that needs it, and the requirement that says so.

    Attributes:
        by: The concept that needs the step: that of a later step, or the target.
        requirement: The requirement; None where the step makes a later one cheaper.
        evidence: Who says so.
    """

    by: Concept
    requirement: Requirement | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """One thing to do.

    Attributes:
        kind: ``"study"``; ``"credit"`` for study made shorter by something known; ``"take"`` for an education path.
        concept: The competency that is studied, or the path that is taken.
        from_level: The level at the start, None for nothing and for a path.
        to_level: The level reached, None for a path.
        hours: The hours of work.
        price: The price in US dollars, None where it is not known.
        weeks: The calendar time on its own, in weeks.
        needs: The requirements of the step: for each, the ids of its options.
        uses: What the step is for.
        stage: The first round of the plan in which it can be done, counted from 1.
    """

    kind: str
    concept: Concept
    from_level: Level | None
    to_level: Level | None
    hours: Estimate
    price: float | None
    weeks: float
    needs: tuple[tuple[str, ...], ...]
    uses: tuple[Use, ...]
    stage: int

    @property
    def id(self) -> str:
        """The id of the concept."""
        return self.concept.id

    @property
    def because(self) -> str:
        """Why the step is there, in one sentence."""
        use = self.uses[0]
        if use.by == self.concept and use.requirement is not None:
            return "It is the target."
        reason = next((evidence.because for evidence in use.evidence if evidence.because), None)
        return f"{use.by.name}: {reason}" if reason else f"{use.by.name} asks for it."

    @property
    def source(self) -> Evidence:
        """Who says that it is needed."""
        return self.uses[0].evidence[0] if self.uses[0].evidence else Evidence.curated()

    def __repr__(self) -> str:
        return one_line(f"<Step: {self}, {self.hours.likely:g} hours>")

    def __str__(self) -> str:
        if self.kind == "take":
            return self.concept.name
        return f"{self.concept.name} to {self.to_level}"

    def to_dict(self) -> dict[str, Any]:
        """The step in the plan's JSON."""
        source = self.source
        return {
            "id": self.id,
            "kind": self.kind,
            "from": None if self.from_level is None else str(self.from_level),
            "to": None if self.to_level is None else str(self.to_level),
            "hours": rounded(self.hours),
            "needs": [list(options) for options in self.needs],
            "for": list(dict.fromkeys(use.by.id for use in self.uses)),
            "because": self.because,
            "source": {"ref": source.source, "at": source.at},
        }


@dataclass(frozen=True, slots=True)
class Gate:
    """A credential that the target asks for.

    Attributes:
        requirement: What is asked for.
        is_met: Whether the person holds it, or the plan leads to it.
        in_goal: Whether the degree policy makes it part of the goal.
    """

    requirement: Requirement
    is_met: bool
    in_goal: bool

    def to_dict(self) -> dict[str, Any]:
        """The gate in the plan's JSON."""
        return {
            "any_of": list(self.requirement.options),
            "at_least": self.requirement.at_least,
            "strength": str(self.requirement.strength),
            "met": self.is_met,
            "in_goal": self.in_goal,
            "source": [str(evidence) for evidence in self.requirement.evidence],
        }


def rounded(estimate: Estimate) -> list[float]:
    """Low, likely and high in the plan's JSON."""
    return [round(part, 6) for part in (estimate.low, estimate.likely, estimate.high)]
