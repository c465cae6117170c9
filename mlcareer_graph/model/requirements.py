"""What something needs: at least k of some options, at a level."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from mlcareer_graph.errors import shown
from mlcareer_graph.model.evidence import Evidence
from mlcareer_graph.model.levels import Level


class Strength(enum.Enum):
    """Whether a requirement binds."""

    REQUIRED = "required"
    PREFERRED = "preferred"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Requirement:
    """*Subject* needs at least `at_least` of `options` at `level`.

    All requirements of a subject must hold: together they are an AND of at-least-k groups. A plain
    prerequisite is the case of one option.

    Attributes:
        subject: The id of the role, competency or education path that has the requirement.
        options: Ids of competencies or credentials, any of which count.
        at_least: How many of the options must be met.
        level: The level at which a competency counts; a credential has no level.
        strength: Whether it binds or is welcome.
        applies_from: For a competency as subject, the level from which it applies; awareness needs nothing
            by default.
        evidence: Who says so.

    Example:
        >>> from mlcareer_graph.model import Requirement
        >>> Requirement("coding", ("python", "java"))
        Requirement(subject='coding', options=('python', 'java'), at_least=1, ...)
    """

    subject: str
    options: tuple[str, ...]
    at_least: int = 1
    level: Level = Level.WORKING
    strength: Strength = Strength.REQUIRED
    applies_from: Level = Level.WORKING
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError("a requirement needs at least one option")
        if len(set(self.options)) != len(self.options):
            raise ValueError("a requirement names each option once")
        if not 1 <= self.at_least <= len(self.options):
            raise ValueError(
                f"at_least is between 1 and the number of options ({len(self.options)}), not {self.at_least}"
            )

    @property
    def is_required(self) -> bool:
        """Whether it binds."""
        return self.strength is Strength.REQUIRED


@dataclass(frozen=True, slots=True)
class EasierWith:
    """Knowing something near saves a part of the study of a competency.

    Attributes:
        know: The id of the competency that helps.
        level: The level at which it helps.
        saves: The fraction of the hours it saves, more than 0 and less than 1.
        evidence: Who says so.
    """

    know: str
    level: Level
    saves: float
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.saves, bool) or not isinstance(self.saves, int | float) or not 0 < self.saves < 1:
            raise ValueError(f"saves is a fraction of the hours between 0 and 1, not {shown(self.saves)}")
