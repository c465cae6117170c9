"""The same planning problem given whole to other exact solvers, each in the model that suits it best.

Every function takes an instance and returns a plan of least cost as a set of nodes, or None if the solver knows none
when its time is over. Models are built from the nodes that the target leans on, in one call where the solver has one,
and circular derivations are dealt with by what is best in each: foundedness in clingo, loop formulas as they come up in
HiGHS and RC2. What a plan costs and whether it is one is for the caller to check.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import resource
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import clingo
import highspy
import networkx as nx
import numpy as np
from clingo.backend import Backend
from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2, RC2Stratified
from pysat.formula import WCNF

from mlcareer_graph.planning.circles import circles
from mlcareer_graph.planning.instance import Group, Instance, derivation

Answer = tuple[set[int], float]
"""A plan, and the seconds of CPU that were spent in other processes for it."""


class OutOfTimeError(Exception):
    """A solver proved nothing within its time."""


class _Silent(highspy.Highs):
    def enableCallbacks(self) -> None:  # noqa: N802
        """No callbacks: setting them up prints a banner before any option can forbid it."""


def relevant(instance: Instance) -> list[int]:
    """The nodes that the target leans on, itself first."""
    seen = {instance.target}
    found = [instance.target]
    for node in found:
        for _, options in instance.groups[node]:
            for option in options:
                if option not in seen:
                    seen.add(option)
                    found.append(option)
    return found


def by_highs(instance: Instance, seconds: float) -> Answer:
    """A 0/1 program passed row-wise in one call; loop formulas are added in one call after each run."""
    deadline = time.monotonic() + seconds
    nodes = relevant(instance)
    column = {node: index for index, node in enumerate(nodes)}
    starts, columns, values = [0], [], []
    for index, node in enumerate(nodes):
        for k, options in instance.groups[node]:
            columns += [column[option] for option in options]
            columns.append(index)
            values += [1.0] * len(options)
            values.append(-float(k))
            starts.append(len(columns))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(nodes), len(starts) - 1
    model.col_cost_ = np.array([instance.cost[node] for node in nodes], np.float64)
    model.col_lower_ = np.array([1.0, *[0.0] * (len(nodes) - 1)])
    model.col_upper_ = np.ones(len(nodes))
    model.row_lower_ = np.zeros(len(starts) - 1)
    model.row_upper_ = np.full(len(starts) - 1, math.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts, np.int32)
    model.a_matrix_.index_ = np.array(columns, np.int32)
    model.a_matrix_.value_ = np.array(values)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(nodes)
    solver = _Silent()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    while True:
        solver.setOptionValue("time_limit", solver.getRunTime() + max(deadline - time.monotonic(), 0.0))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise OutOfTimeError
        chosen = {node for node, value in zip(nodes, solver.getSolution().col_value, strict=True) if value > 0.5}
        derived = set(derivation(instance, sorted(chosen)))
        if instance.target in derived:
            return derived, 0.0
        starts, columns, values = [], [], []
        for circle, ways_out in circles(instance, chosen, derived):
            for node in circle:
                starts.append(len(columns))
                columns += [*(column[option] for option in ways_out), column[node]]
                values += [*([1.0] * len(ways_out)), -1.0]
        count = len(starts)
        solver.addRows(
            count,
            np.zeros(count),
            np.full(count, math.inf),
            len(columns),
            np.array(starts, np.int32),
            np.array(columns, np.int32),
            np.array(values),
        )


def by_clingo(instance: Instance, seconds: float, *options: str) -> Answer:
    """A ground program with weight rules: a node can be chosen once its groups are derived, so no circle is founded."""
    deadline = time.monotonic() + seconds
    scale = math.gcd(*instance.cost) or 1
    control = clingo.Control(["--warn=none", *options])
    nodes = relevant(instance)
    with control.backend() as backend:
        atom = {node: backend.add_atom() for node in nodes}
        for node in nodes:
            body = [_clingo_group(backend, atom, group) for group in instance.groups[node]]
            backend.add_rule([atom[node]], body, choice=instance.cost[node] > 0)
        backend.add_rule([], [-atom[instance.target]])
        backend.add_minimize(0, [(atom[node], instance.cost[node] // scale) for node in nodes if instance.cost[node]])
    best: set[int] = set()
    chosen = {literal: node for node, literal in atom.items()}

    def keep(model: clingo.Model) -> None:
        nonlocal best
        best = {node for literal, node in chosen.items() if model.is_true(literal)}

    with control.solve(on_model=keep, async_=True) as handle:
        if not handle.wait(max(deadline - time.monotonic(), 0.0)):
            handle.cancel()
            raise OutOfTimeError
        handle.get()
    return best, 0.0


def _clingo_group(backend: Backend, atom: dict[int, int], group: Group) -> int:
    k, options = group
    if len(options) == k == 1:
        return atom[options[0]]
    literal: int = backend.add_atom()
    backend.add_weight_rule([literal], k, [(atom[option], 1) for option in options])
    return literal


def by_clingo_core_guided(instance: Instance, seconds: float) -> Answer:
    """`by_clingo` with unsatisfiable cores and stratification in place of branch and bound."""
    return by_clingo(instance, seconds, "--opt-strategy=usc,oll,7", "--opt-usc-shrink=rgs")


def by_rc2(instance: Instance, seconds: float) -> Answer:
    """MaxSAT with exhausted and minimised cores, stratified where costs differ; adapting at-most-one sets is slower."""
    del seconds
    formula = WCNF()
    nodes = relevant(instance)
    literal = {node: index for index, node in enumerate(nodes, 1)}
    top = len(nodes)
    hard: list[list[int]] = [[literal[instance.target]]]
    for node in nodes:
        premise = -literal[node]
        for k, options in instance.groups[node]:
            own = [literal[option] for option in options]
            if k == 1:
                hard.append([premise, *own])
            elif math.comb(len(own), k - 1) <= 20:
                hard += [[premise, *some] for some in itertools.combinations(own, len(own) - k + 1)]
            else:
                encoded = CardEnc.atleast(own, k, top_id=top, encoding=EncType.seqcounter)
                top = max(top, encoded.nv)
                hard += [[premise, *clause] for clause in encoded.clauses]
    formula.extend(hard)
    costs = [instance.cost[node] for node in nodes]
    for node, cost in zip(nodes, costs, strict=True):
        if cost:
            formula.append([-literal[node]], weight=cost)
    kind = RC2 if len({cost for cost in costs if cost}) <= 1 else partial(RC2Stratified, nohard=True)
    with kind(formula, solver="g3", exhaust=True, minz=True) as solver:
        while True:
            model = solver.compute()
            chosen = {nodes[value - 1] for value in model[: len(nodes)] if value > 0}
            derived = set(derivation(instance, sorted(chosen)))
            if instance.target in derived:
                return derived, 0.0
            for circle, ways_out in circles(instance, chosen, derived):
                for node in circle:
                    solver.add_clause([*(literal[option] for option in ways_out), -literal[node]])


def by_fast_downward(instance: Instance, seconds: float) -> Answer:
    """A* with LM-cut in Fast Downward, on the problem as a finite-domain task without deletes.

    A node is an action that makes its own fact true. A group that asks for one option of several is a fact with an
    action of no cost for each option; one that asks for more counts them, an option at a time.
    """
    nodes = relevant(instance)
    fact = {node: index for index, node in enumerate(nodes)}
    count = len(nodes)
    operators: list[tuple[str, list[int], int, int]] = []
    for node in nodes:
        needs = []
        for k, options in instance.groups[node]:
            if len(options) == k:
                needs += [fact[option] for option in options]
                continue
            # What is true once j of the first i options are derived.
            reached: dict[tuple[int, int], int] = {}
            for i, option in enumerate(options, 1):
                for j in range(max(1, k - len(options) + i), min(i, k) + 1):
                    reached[i, j] = count
                    before = [] if j == 1 else [reached[i - 1, j - 1]]
                    operators.append(("-1", [fact[option], *before], count, 0))
                    if (i - 1, j) in reached:
                        operators.append(("-1", [reached[i - 1, j]], count, 0))
                    count += 1
            needs.append(reached[len(options), k])
        operators.append((str(node), needs, fact[node], instance.cost[node]))
    lines = ["begin_version", "3", "end_version", "begin_metric", "1", "end_metric", str(count)]
    for index in range(count):
        lines += ["begin_variable", f"var{index}", "-1", "2", f"Atom {index}", f"NegatedAtom {index}", "end_variable"]
    lines += [
        "0",
        "begin_state",
        *["1"] * count,
        "end_state",
        "begin_goal",
        "1",
        "0 0",
        "end_goal",
        str(len(operators)),
    ]
    for name, needs, effect, cost in operators:
        needs = sorted(set(needs))
        lines += ["begin_operator", name, str(len(needs)), *(f"{need} 0" for need in needs)]
        lines += ["1", f"0 {effect} -1 0", str(cost), "end_operator"]
    lines.append("0")
    text = "\n".join(lines) + "\n"
    spec = importlib.util.find_spec("up_fast_downward")
    assert spec is not None
    assert spec.submodule_search_locations
    program = Path(spec.submodule_search_locations[0], "downward/builds/release/bin/downward")
    before_run = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        plan_file = Path(folder, "plan")
        arguments = [str(program), "--internal-plan-file", str(plan_file), "--search", "astar(lmcut())"]
        try:
            subprocess.run(arguments, input=text, text=True, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise OutOfTimeError from None
        if not plan_file.exists():
            raise OutOfTimeError
        steps = plan_file.read_text().splitlines()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before_run.ru_utime - before_run.ru_stime
    return {int(step[1:-1]) for step in steps if step.startswith("(") and step != "(-1)"}, spent


def has_fast_downward() -> bool:
    """Whether the wheel with the program is installed: ``pip install --no-deps up-fast-downward``."""
    return importlib.util.find_spec("up_fast_downward") is not None


def plain_network(instance: Instance) -> nx.DiGraph[int]:
    """Edges from each node to all options of all its groups."""
    network: nx.DiGraph[int] = nx.DiGraph()
    network.add_nodes_from(range(len(instance)))
    for node, groups in enumerate(instance.groups):
        network.add_edges_from((option, node) for _, options in groups for option in options)
    return network


def by_networkx(network: nx.DiGraph[int], target: int) -> list[int]:
    """All that the target leans on in an order of derivation, where there are neither alternatives nor circles."""
    return list(nx.topological_sort(network.subgraph(nx.ancestors(network, target) | {target})))
