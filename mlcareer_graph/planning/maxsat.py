"""The core that reductions leave over as weighted MaxSAT, where python-sat is installed.

RC2 (Ignatiev, Morgado and Marques-Silva, JSAT 2019; python-sat is under the MIT licence) is guided by unsatisfiable
cores, which suits large problems with many small reasons better than branching on fractions does. It counts in whole
numbers of any size.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import time
from typing import Any

from mlcareer_graph.planning.circles import circles
from mlcareer_graph.planning.instance import Instance, derivation, pruned

CONFLICTS = 2_000
"""After so many conflicts RC2 is given up: a count, not a time, so that the same problem takes the same way anywhere.

Cores of 10,000 nodes with alternatives take fewer than 200, covers of 60 nodes or with unlike costs some hundreds."""

MAX_CLAUSES = 40
"""An at-least-k group that needs more clauses than this is encoded with a counter instead."""


def is_installed() -> bool:
    """Whether python-sat can be imported."""
    return importlib.util.find_spec("pysat") is not None


def solve_by_cores(instance: Instance, deadline: float) -> tuple[set[int] | None, int]:
    """A plan of least cost, or None with a bound if conflicts or time run out.

    Soft clauses say that a node is not chosen; each group (k, options) of a node v says that v implies one of any
    n - k + 1 options, or a counter of them. Circles are cut off as they come up, see `kernel.circles`.

    Args:
        instance: A problem whose target can be derived.
        deadline: Stop when `time.monotonic` reaches this, at the end of the call to the SAT solver that runs.

    Returns:
        A plan of least cost and its cost; or None and what every plan costs at least.
    """
    scale = math.gcd(*instance.cost) or 1
    solver = _model(instance, scale, deadline)
    try:
        while True:
            chosen = {value - 1 for value in solver.compute()[: len(instance)] if value > 0}
            derived = set(derivation(instance, sorted(chosen)))
            if instance.target in derived:
                return pruned(instance, derived), solver.cost * scale
            for circle, ways_out in circles(instance, chosen, derived):
                for node in circle:
                    solver.add_clause([*(option + 1 for option in ways_out), -node - 1])
    except _GivenUpError:
        return None, solver.cost * scale
    finally:
        solver.delete()


class _GivenUpError(Exception):
    """The conflicts or the time are used up."""


def _model(instance: Instance, scale: int, deadline: float) -> Any:
    from pysat.examples.rc2 import RC2Stratified
    from pysat.formula import WCNF

    class Limited(RC2Stratified):  # type: ignore[misc]
        """RC2 that looks at its conflicts and at the time between the calls to the SAT solver."""

        is_minimising = False

        def _call_oracle(self, assumptions: list[int] = [], expect_interrupt: bool = False) -> Any:  # noqa: B006
            left = CONFLICTS - self.oracle.accum_stats()["conflicts"]
            if left <= 0 or time.monotonic() >= deadline:
                raise _GivenUpError
            if not self.is_minimising:
                self.oracle.conf_budget(left)
            answer = self.oracle.solve_limited(assumptions=assumptions)
            if answer is None and not self.is_minimising:
                raise _GivenUpError
            return answer

        def minimize_core(self) -> None:
            self.is_minimising = True
            super().minimize_core()
            self.is_minimising = False

    formula = WCNF()
    formula.extend([[instance.target + 1], *_clauses(instance)])
    for node, cost in enumerate(instance.cost):
        if cost:
            formula.append([-node - 1], weight=cost // scale)
    # Clauses that harden what is too dear by now would be wrong as soon as a circle is cut off.
    return Limited(formula, solver="g3", exhaust=True, minz=True, nohard=True)


def _clauses(instance: Instance) -> list[list[int]]:
    from pysat.card import CardEnc, EncType

    top = len(instance)
    clauses: list[list[int]] = []
    for node, groups in enumerate(instance.groups):
        for k, options in groups:
            own = [option + 1 for option in options if option != node]
            if k == 1:
                clauses.append([-node - 1, *own])
            elif math.comb(len(own), k - 1) <= MAX_CLAUSES:
                clauses += [[-node - 1, *some] for some in itertools.combinations(own, max(len(own) - k + 1, 0))]
            else:
                counter = CardEnc.atleast(own, k, top_id=top, encoding=EncType.seqcounter)
                top = max(top, counter.nv)
                clauses += [[-node - 1, *clause] for clause in counter.clauses]
    return clauses
