"""Plans for many people and roles at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from mlcareer_graph.errors import InvalidBatchError, MLCareerError, UnknownOptionError, one_line
from mlcareer_graph.graph.career_graph import CareerGraph
from mlcareer_graph.model import Concept
from mlcareer_graph.planning.frames import BATCH_COLUMNS
from mlcareer_graph.planning.outcome import Outcome, find_outcome
from mlcareer_graph.planning.plan import Plan
from mlcareer_graph.planning.planner import make_plan, plan_of
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.progress import with_progress
from mlcareer_graph.planning.query import PlanOptions, Query, make_query
from mlcareer_graph.planning.solver import compile_planning, is_compiled

if TYPE_CHECKING:
    from typing import Unpack

    import pandas

    from mlcareer_graph.planning.profile import Known

    Wish: TypeAlias = "tuple[str | Concept, Profile | Iterable[Known]]"


MANY = 200
"""From so many questions a process on, compiling the search, three quarters of a second from a cache, is worth it."""


@dataclass(frozen=True)
class Batch(Sequence[Plan]):
    """The result of `CareerGraph.plan_many`: a sequence of plans, in the order of what was asked.

    The searches are done; the steps of a plan are put in order when it is looked at.

    Attributes:
        queries: What was asked.
        outcomes: What was found for each.
    """

    queries: tuple[Query, ...]
    outcomes: tuple[Outcome, ...] = field(repr=False)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The plans."""
        pairs = zip(self.queries, self.outcomes, strict=True)
        # Why there is no plan takes a search of its own.
        return tuple(
            make_plan(query) if outcome.status == "infeasible" else plan_of(query, outcome) for query, outcome in pairs
        )

    @property
    def seconds(self) -> tuple[float, ...]:
        """How long each search took."""
        return tuple(outcome.seconds for outcome in self.outcomes)

    def __len__(self) -> int:
        return len(self.queries)

    @overload
    def __getitem__(self, index: int) -> Plan: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Plan, ...]: ...
    def __getitem__(self, index: int | slice) -> Plan | tuple[Plan, ...]:
        return self.plans[index]

    def to_frame(self) -> pandas.DataFrame:
        """One row a plan: target, status, objective, cost, hours, price, weeks, number of steps, seconds of the search.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import batch_frame

        return batch_frame(self)

    def records(self) -> list[dict[str, Any]]:
        """What `to_frame` has in its rows, as plain data; None where there is no plan to say it of."""
        return [_record(plan, seconds) for plan, seconds in zip(self, self.seconds, strict=True)]

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import batch_html

        return batch_html(self)

    def __repr__(self) -> str:
        proven = sum(outcome.status == "optimal" for outcome in self.outcomes)
        return one_line(f"<Batch: {len(self)} plans, {proven} proven cheapest>")


def _record(plan: Plan, seconds: float) -> dict[str, Any]:
    is_found = plan.cost is not None
    hours = plan.hours
    figures = (plan.cost, hours.low, hours.likely, hours.high, plan.price, plan.weeks, len(plan.steps))
    said = (plan.target.id, "; ".join(plan.knows.entries()), plan.status, plan.objective)
    return dict(zip(BATCH_COLUMNS, (*said, *(figures if is_found else [None] * len(figures)), seconds), strict=True))


def plan_batch(
    graph: CareerGraph,
    wishes: Iterable[Wish],
    *,
    processes: int | None,
    progress: bool,
    **options: Unpack[PlanOptions],
) -> Batch:
    """See `CareerGraph.plan_many`."""
    queries = []
    problems: list[tuple[int, MLCareerError]] = []
    for position, (target, knows) in enumerate(wishes):
        try:
            queries.append(make_query(graph, target, knows, **options))
        except MLCareerError as error:
            problems.append((position, error))
    if problems:
        raise InvalidBatchError(problems)
    outcomes = find_outcomes(queries, processes=processes, progress=progress, label="Planning")
    return Batch(tuple(queries), tuple(outcomes))


def find_outcomes(
    queries: Sequence[Query], *, processes: int | None = None, progress: bool = False, label: str = "Planning"
) -> list[Outcome]:
    """Search for the answer to each of many questions.

    Where Numba is installed and each process has `MANY` questions or more, the search is compiled first, see
    `compile_planning`; for fewer, that would take longer than it saves.

    Args:
        queries: The questions.
        processes: How many processes share the work, this one among them; None for this one alone.
        progress: Whether to show a bar on the standard error stream.
        label: What stands before the bar.

    Returns:
        One outcome a question, in their order, the same whatever the number of processes.

    Raises:
        UnknownOptionError: The number of processes is not a whole number above 0.
    """
    if processes is not None and (isinstance(processes, bool) or not isinstance(processes, int) or processes < 1):
        raise UnknownOptionError("processes", processes, ["a whole number above 0, or None"])
    workers = max(1, min(processes or 1, len(queries)))
    compile_for(len(queries), workers)
    found = _in_processes(queries, workers, is_compiled()) if workers > 1 else map(find_outcome, queries)
    return list(with_progress(found, len(queries), label, is_shown=progress))


def compile_for(number: int, processes: int = 1) -> None:
    """Compile the search if so many plans are worth it and Numba is installed."""
    if not is_compiled() and number >= MANY * processes and find_spec("numba") is not None:
        compile_planning()


def _in_processes(queries: Sequence[Query], processes: int, to_compile: bool) -> Iterator[Outcome]:
    """The outcomes in their order; this process works, too, while the others start and after that.

    The questions go to each process once and as a whole, so that they share their graph there as they do here.
    """
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    others = processes - 1
    size = max(1, min(16, len(queries) // (8 * processes)))
    chunks = deque(range(first, min(first + size, len(queries))) for first in range(0, len(queries), size))
    found: dict[int, list[Outcome] | Future[list[Outcome]]] = {}
    # A new interpreter behaves alike on every system, and inherits no thread that is about to do something.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(others, context, _receive, (queries, to_compile)) as pool:
        position = 0
        while position < len(queries):
            unfinished = sum(isinstance(part, Future) and not part.done() for part in found.values())
            for _ in range(2 * others - unfinished):
                if chunks:
                    chunk = chunks.popleft()
                    found[chunk.start] = pool.submit(_outcomes_at, chunk)
            if chunks:
                chunk = chunks.popleft()
                found[chunk.start] = [find_outcome(queries[number]) for number in chunk]
            while position in found:
                part = found[position]
                if isinstance(part, Future):
                    if chunks and not part.done():
                        break
                    part = part.result()
                del found[position]
                position += len(part)
                yield from part


_received: list[Query] = []
"""The questions that this process, a worker, was started for."""


def _receive(queries: Sequence[Query], to_compile: bool) -> None:
    _received[:] = queries
    if to_compile:
        compile_planning()


def _outcomes_at(positions: Iterable[int]) -> list[Outcome]:
    return [find_outcome(_received[position]) for position in positions]
