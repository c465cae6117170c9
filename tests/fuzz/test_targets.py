"""What coverage-guided fuzzing is pointed at."""

from __future__ import annotations

from readers import READERS
from run import TARGETS


def test_every_reader_is_fuzzed_in_one_target() -> None:
    """A reader that is in no target, or in two, would be fuzzed never, or twice."""
    assert sorted(name for names in TARGETS.values() for name in names) == sorted(READERS)
