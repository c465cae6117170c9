"""The mixed-integer solver: HiGHS (Huangfu and Hall, Math. Program. Comput. 2018; MIT licence), as we set it up.

It is imported on first use. One thread and one seed, so that the same problem takes the same way anywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mlcareer_graph.planning.instance import Instance

_USUAL: dict[str, Any] = {"output_flag": False, "threads": 1, "random_seed": 0}

EXACT: dict[str, Any] = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
"""The options of a program whose objective is a whole number."""


def new_solver(options: dict[str, Any]) -> Any:
    """A solver without a word on the terminal.

    Raises:
        ValueError: It refuses an option: what it found would not be what was asked for.
    """
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802
            """No callbacks: setting them up prints a banner before any option can forbid it."""

    solver = Silent()  # type: ignore[no-untyped-call]
    for option, value in (_USUAL | options).items():
        if solver.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS has no option {option!r} that can be {value!r}")
    return solver


def run(solver: Any) -> None:
    """Solve what the solver holds."""
    import highspy

    if solver.run() == highspy.HighsStatus.kError:
        # Something else in this process has used HiGHS with another number of threads, which holds for all of it.
        solver.setOptionValue("threads", 0)
        solver.run()


class Rows:
    """Rows of a sparse matrix, one after the other."""

    __slots__ = ("columns", "starts", "values")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []

    def add(self, columns: Sequence[int], values: Sequence[float]) -> None:
        """One more row."""
        self.starts.append(len(self.columns))
        self.columns += columns
        self.values += values

    def add_group(self, options: Sequence[int], node: int, k: int = 1) -> None:
        """The row ``sum(options) >= k node``; a node cannot serve its own group.

        An option that stands for several facts, such as a course that teaches them, counts as often as it is named.
        """
        terms = Counter(option for option in options if option != node)
        self.add([*terms, node], [*map(float, terms.values()), -float(k)])

    def __len__(self) -> int:
        return len(self.starts)


def add_rows(solver: Any, rows: Rows, lower: float = 0.0, upper: float = math.inf) -> None:
    """Add rows that all have the same bounds."""
    import numpy as np

    solver.addRows(
        len(rows),
        np.full(len(rows), lower),
        np.full(len(rows), upper),
        len(rows.columns),
        np.array(rows.starts, np.int32),
        np.array(rows.columns, np.int32),
        np.array(rows.values, np.float64),
    )


def set_costs(solver: Any, costs: Sequence[int]) -> None:
    """Give every column its cost."""
    import numpy as np

    solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), np.array(costs, np.float64))


def covering_program(instance: Instance, nodes: Sequence[int]) -> Any:
    """A solver with a 0/1 column for each node and the row of each group; circles are not excluded.

    Args:
        instance: The instance; its target is chosen.
        nodes: The nodes that may be chosen.
    """
    import highspy
    import numpy as np

    rows = Rows()
    for node, groups in enumerate(instance.groups):
        for k, options in groups:
            rows.add_group(options, node, k)
    size = len(instance)
    lower, upper = np.zeros(size), np.zeros(size)
    upper[list(nodes)] = 1.0
    lower[instance.target] = upper[instance.target] = 1.0
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = size, len(rows)
    program.col_cost_, program.col_lower_, program.col_upper_ = np.zeros(size), lower, upper
    program.row_lower_, program.row_upper_ = np.zeros(len(rows)), np.full(len(rows), math.inf)
    program.integrality_ = [highspy.HighsVarType.kInteger] * size
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array([*rows.starts, len(rows.columns)], np.int32)
    program.a_matrix_.index_ = np.array(rows.columns, np.int32)
    program.a_matrix_.value_ = np.array(rows.values)
    solver = new_solver(EXACT)
    solver.passModel(program)
    return solver


def proven_bound(solver: Any, costs: Sequence[int]) -> int:
    """The solver's lower bound as a whole number, on the safe side of its rounding."""
    bound: float = solver.getInfo().mip_dual_bound
    if not math.isfinite(bound) or bound <= 0:
        return 0
    slack = max(1e-6 * len(costs), 1e-9 * bound)
    return min(math.ceil(bound - slack), sum(costs))
