"""A progress bar on the standard error stream, for work that takes long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")


def with_progress(items: Iterable[_Item], total: int, label: str, *, is_shown: bool) -> Iterator[_Item]:
    """The items as they come, counted by a bar if it is to be shown.

    Args:
        items: What is counted.
        total: How many there will be.
        label: What stands before the bar.
        is_shown: Whether there is a bar.
    """
    if not is_shown:
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, label, total, console=Console(stderr=True), transient=True)
