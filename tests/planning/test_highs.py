"""The solver is asked for what it can do, and what it says is read on the safe side."""

from __future__ import annotations

import math
from types import SimpleNamespace

import highspy
import pytest

from mlcareer_graph.planning.highs import Rows, add_rows, covering_program, new_solver, proven_bound, run, set_costs
from mlcareer_graph.planning.instance import Instance


@pytest.mark.parametrize("options", [{"no_such_option": 1}, {"mip_rel_gap": -1.0}, {"mip_max_nodes": "many"}])
def test_an_option_that_is_none_is_an_error(options: dict[str, object]) -> None:
    """What would be ignored in silence, so that a plan were cheapest only by chance, is refused."""
    with pytest.raises(ValueError, match="HiGHS has no option"):
        new_solver(options)


def test_the_solver_is_silent_and_alone(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed, one thread works, and the seed is always the same."""
    solver = new_solver({"mip_abs_gap": 0.25})
    solver.addVar(0.0, 1.0)
    run(solver)
    options = {
        name: solver.getOptionValue(name)[1] for name in ("output_flag", "threads", "random_seed", "mip_abs_gap")
    }
    assert options == {"output_flag": False, "threads": 1, "random_seed": 0, "mip_abs_gap": 0.25}
    assert capfd.readouterr() == ("", "")


def test_rows_hold_each_option_as_often_as_it_is_named() -> None:
    """A node cannot serve its own group, and what is named twice counts twice."""
    rows = Rows()
    rows.add_group([3, 4, 3, 7], 7, 2)
    rows.add([1], [5.0])
    assert (rows.starts, rows.columns, rows.values) == ([0, 3], [3, 4, 7, 1], [2.0, 1.0, -2.0, 5.0])
    assert len(rows) == 2


def test_rows_get_the_bounds_and_columns_the_costs_that_are_given() -> None:
    """Of three columns the cheapest two that add up to a row's lower bound are taken, up to its upper one."""
    solver = new_solver({})
    for _ in range(3):
        solver.addVar(0.0, 1.0)
    rows = Rows()
    rows.add([0, 1, 2], [1.0, 1.0, 1.0])
    add_rows(solver, rows, 2.0)
    set_costs(solver, [5, 1, 2])
    run(solver)
    assert list(solver.getSolution().col_value) == [0.0, 1.0, 1.0]
    set_costs(solver, [-5, -1, -2])
    upper = Rows()
    upper.add([0, 2], [1.0, 1.0])
    add_rows(solver, upper, -math.inf, 1.0)
    run(solver)
    assert list(solver.getSolution().col_value) == [1.0, 1.0, 0.0]


def test_a_covering_program_takes_the_target_and_no_node_that_may_not_be_chosen() -> None:
    """The target needs two of three, of which one is out of bounds and one needs another node."""
    groups = [[(2, (1, 2, 3))], [], [(1, (4,))], [], []]
    instance = Instance([0, 1, 1, 0, 1], groups, 0)
    solver = covering_program(instance, [0, 1, 2, 4])
    set_costs(solver, instance.cost)
    run(solver)
    assert list(solver.getSolution().col_value) == [1.0, 1.0, 1.0, 0.0, 1.0]
    assert proven_bound(solver, instance.cost) == 3
    whole = solver.getLp().integrality_
    assert set(whole) == {highspy.HighsVarType.kInteger}
    assert len(whole) == 5


@pytest.mark.parametrize(
    ("said", "costs", "bound"),
    [
        (math.inf, [5], 0),
        (-1.0, [5], 0),
        (0.0, [5], 0),
        (2.0, [5, 5], 2),
        (2.0000005, [5, 5], 2),
        (2.0000045, [5, 5], 3),
        (1e10 + 5, [10**11], 10**10 - 5),
        (12.0, [5, 5], 10),
    ],
)
def test_a_bound_is_rounded_up_where_that_is_safe(said: float, costs: list[int], bound: int) -> None:
    """Costs are whole, so the bound is one, too, less what the solver may have rounded, and no more than all costs."""
    solver = SimpleNamespace(getInfo=lambda: SimpleNamespace(mip_dual_bound=said))
    assert proven_bound(solver, costs) == bound
