"""An independent exact solver for larger instances: one mixed-integer programme with the order of derivation in it.

The library cuts circular derivations off as they come up; here every node of a cycle has a position, and an option
serves a node only from an earlier one.
"""

from __future__ import annotations

import math

import highspy
import networkx as nx
import numpy as np

from mlcareer_graph.planning.instance import Instance


class _Rows:
    """The columns and rows of a programme, in the order in which they are stated."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.uppers: list[float] = []
        self.is_whole: list[bool] = []
        self.lowers: list[float] = []
        self.starts = [0]
        self.columns: list[int] = []
        self.values: list[float] = []

    def column(self, cost: float, upper: float, *, whole: bool) -> int:
        self.costs.append(cost)
        self.uppers.append(upper)
        self.is_whole.append(whole)
        return len(self.costs) - 1

    def row(self, lower: float, terms: dict[int, float]) -> None:
        self.lowers.append(lower)
        self.columns.extend(terms)
        self.values.extend(terms.values())
        self.starts.append(len(self.columns))


def least_cost_by_order(instance: Instance) -> int | None:
    """The least cost of an instance, or None if the target cannot be derived."""
    rows = _programme(instance)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        solver.setOptionValue(option, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(rows.costs), len(rows.lowers)
    model.col_cost_ = np.array(rows.costs)
    model.col_lower_ = np.zeros(len(rows.costs))
    model.col_upper_ = np.array(rows.uppers)
    model.row_lower_ = np.array(rows.lowers)
    model.row_upper_ = np.full(len(rows.lowers), math.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(rows.starts)
    model.a_matrix_.index_ = np.array(rows.columns)
    model.a_matrix_.value_ = np.array(rows.values)
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in rows.is_whole]
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getInfo().objective_function_value)


def _programme(instance: Instance) -> _Rows:
    size = len(instance)
    leans = nx.DiGraph()
    leans.add_nodes_from(range(size))
    for node, groups in enumerate(instance.groups):
        leans.add_edges_from((node, option) for _, options in groups for option in options)
    component = {node: index for index, part in enumerate(nx.strongly_connected_components(leans)) for node in part}

    rows = _Rows()
    chosen = [rows.column(cost, 1.0, whole=True) for cost in instance.cost]
    position = [rows.column(0.0, float(size), whole=False) for _ in range(size)]
    rows.row(1.0, {chosen[instance.target]: 1.0})
    serves: dict[tuple[int, int], int] = {}
    for node, option in leans.edges:
        if component[node] == component[option]:
            serves[node, option] = column = rows.column(0.0, 1.0, whole=True)
            rows.row(0.0, {chosen[option]: 1.0, column: -1.0})
            if node == option:
                rows.row(0.0, {column: -1.0})
            else:
                rows.row(-float(size), {position[node]: 1.0, position[option]: -1.0, column: -float(size + 1)})
    for node, groups in enumerate(instance.groups):
        for k, options in groups:
            terms = {serves.get((node, option), chosen[option]): 1.0 for option in options}
            rows.row(0.0, terms | {chosen[node]: -float(k)})
    return rows
