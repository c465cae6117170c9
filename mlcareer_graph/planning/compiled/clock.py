"""The clock, which machine code has to ask Python for: half a microsecond each time."""

from __future__ import annotations

import time

from numba import njit, objmode

from mlcareer_graph.planning.reduction import LARGE


@njit(cache=True)
def is_past(deadline: float) -> bool:
    """Whether `time.monotonic` has reached a deadline."""
    with objmode(now="float64"):
        now = time.monotonic()
    return now >= deadline


@njit(cache=True)
def is_over(size: int, deadline: float) -> bool:
    """`reduction.is_over` for an instance of so many nodes."""
    return size >= LARGE and is_past(deadline)
