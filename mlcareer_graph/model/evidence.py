"""Where a statement comes from."""

from __future__ import annotations

from dataclasses import dataclass

CURATED = "curated"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The support of one statement: a source that says it, or the judgement of the project's editors.

    Attributes:
        source: The id of a `Source`, or ``"curated"``.
        at: The place in the source, such as ``"L33"`` or ``"L36-L37"``.
        because: The reason, for curated statements; or what the source's words are taken to mean.
        citing: The id of the `Source` that the source itself names for this statement.

    Example:
        >>> print(Evidence("seed-article", at="L54"))
        seed-article, L54
        >>> print(Evidence.curated("Keras is used by writing Python."))
        curated: Keras is used by writing Python.
    """

    source: str = CURATED
    at: str | None = None
    because: str | None = None
    citing: str | None = None

    @classmethod
    def curated(cls, because: str | None = None) -> Evidence:
        """Evidence that rests on the judgement of the editors alone."""
        return cls(because=because)

    @property
    def is_curated(self) -> bool:
        """Whether no outside source says it."""
        return self.source == CURATED

    def __str__(self) -> str:
        text = f"{self.source}, {self.at}" if self.at else self.source
        if self.citing:
            text = f"{text}, citing {self.citing}"
        return f"{text}: {self.because}" if self.because else text
