"""How long exact plans take, beside what other exact solvers need for the same problems in the same run.

Each problem is given to `mlcareer_graph.planning.solver.solve` and whole to HiGHS, clingo (the better of two
configurations), RC2 of python-sat and, where its wheel is installed, Fast Downward; see `peers.py`. Problems without
alternatives also go to networkx, which solves no others. Times are seconds of CPU from the instance to the plan, each
in a process of its own with everything imported; the mean of some runs counts. Every plan is checked, and a cost
that differs from another's ends the run with an error::

    python benchmarks/solvers.py
    python benchmarks/solvers.py --family shipped --family cover --repeat 5 --limit 20
    python benchmarks/solvers.py --family shipped --pairs 200
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path

import curricula
import peers

import mlcareer_graph as mcg
from mlcareer_graph.planning import kernel, maxsat  # noqa: F401 - the solver imports them on first use
from mlcareer_graph.planning.domain import domain_of
from mlcareer_graph.planning.instance import Instance, derivation
from mlcareer_graph.planning.objective import Objective
from mlcareer_graph.planning.problem import Problem, build_problem
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.solver import solve

Solver = Callable[[Instance, float], peers.Answer]
Timed = tuple[int, float]
"""The cost of a plan and the seconds that it took."""

SHARES = (0.05, 0.15, 0.3)
SIZES = (500, 5_000, 15_000)
COVERS = (40, 80, 127, 170)
SHORT = 0.2
"""Runs are repeated until they took this many seconds together: the system may count CPU in steps of milliseconds."""

PATIENCE = 4
"""How many seconds a solver that looks at the clock may take for each second of CPU, as other programs run as well."""


class WrongCostError(Exception):
    """Two exact solvers disagree, so one of them is wrong."""


@dataclass(frozen=True)
class Row:
    """One line of the table: the name of a problem, and what each solver took for it, if it ended."""

    name: str
    ours: float
    peers: dict[str, float | None]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", action="append", choices=sorted(FAMILIES), help="only these; all by default")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each short measurement; the mean counts")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds of CPU for each solver and problem")
    parser.add_argument("--pairs", type=int, help="only so many pairs of roles of the shipped graph, drawn")
    options = parser.parse_args()
    families = FAMILIES | {"shipped": partial(shipped, pairs=options.pairs)}
    print(_machine())
    for family in options.family or FAMILIES:
        print(f"\n== {family}", flush=True)
        families[family](options.repeat, options.limit)


def _machine() -> str:
    names = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    cpu = f"{len(names)} x {names[0]}" if names else platform.processor()
    packages = ["highspy", "clingo", "python-sat", "networkx"]
    packages += ["up-fast-downward"] if peers.has_fast_downward() else []
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return f"{cpu}; {platform.system()} {platform.release()}; Python {platform.python_version()}; {versions}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def by_us(instance: Instance, seconds: float) -> peers.Answer:
    """The library's own solver."""
    solution = solve(instance, seconds=seconds)
    assert solution is not None
    if not solution.is_optimal:
        raise peers.OutOfTimeError
    return set(solution.plan), 0.0


PEERS: dict[str, tuple[Solver, ...]] = {
    "HiGHS": (peers.by_highs,),
    "clingo": (peers.by_clingo_core_guided, peers.by_clingo),
    "RC2": (peers.by_rc2,),
}
if peers.has_fast_downward():
    PEERS["FastDownward"] = (peers.by_fast_downward,)


def measured(solver: Solver, instances: Sequence[Instance], repeat: int, limit: float) -> list[Timed | None]:
    """What a solver takes for each instance; None from the first one on at which its time is over."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(sender, solver, instances, repeat, limit))
    process.start()
    sender.close()
    results: list[Timed | None] = []
    try:
        while len(results) < len(instances):
            result = receiver.recv()
            if isinstance(result, Exception):
                raise result
            results.append(result)
    except EOFError:
        results += [None] * (len(instances) - len(results))
    process.join()
    return results


def _measure(sender: Connection, solver: Solver, instances: Sequence[Instance], repeat: int, limit: float) -> None:
    for instance in instances:
        try:
            sender.send(_mean_time(solver, instance, repeat, limit))
        except peers.OutOfTimeError:
            sender.send(None)
        except Exception as error:
            sender.send(error)


def _mean_time(solver: Solver, instance: Instance, repeat: int, limit: float) -> Timed:
    cost, runs, total = 0, 0, 0.0
    while runs < repeat or (repeat > 1 and total < SHORT):
        runs += 1
        spent = time.process_time()
        # What does not look at its own time is ended by the system.
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent + limit + 1), resource.RLIM_INFINITY))
        plan, elsewhere = solver(instance, PATIENCE * limit)
        seconds = time.process_time() - spent + elsewhere
        _require_plan(instance, plan, solver)
        cost = instance.total(plan)
        total += seconds
        if total > SHORT:
            break
    return cost, total / runs


def _require_plan(instance: Instance, plan: set[int], solver: Solver) -> None:
    if instance.target not in derivation(instance, sorted(plan)):
        raise WrongCostError(f"{solver}: the answer is no plan")


def compare(
    instances: Sequence[Instance], repeat: int, limit: float, *, without: Sequence[str] = ()
) -> dict[str, list[float | None]]:
    """The times of all solvers for each instance.

    Raises:
        WrongCostError: An answer is not a plan, or two differ in cost.
    """
    times: dict[str, list[float | None]] = {}
    costs: dict[int, int] = {}
    for name, solvers in {"ours": (by_us,), **PEERS}.items():
        if name in without:
            continue
        best: list[float | None] = [None] * len(instances)
        for solver in solvers:
            longest = max((time or limit for time in best), default=limit)
            enough = longest if all(best) else limit
            for index, result in enumerate(measured(solver, instances, repeat, max(enough, 0.05))):
                if result is None:
                    continue
                cost, seconds = result
                if costs.setdefault(index, cost) != cost:
                    raise WrongCostError(f"{name} found a plan of cost {cost}, another solver {costs[index]}")
                best[index] = min(seconds, best[index] or seconds)
        times[name] = best
    return times


def _print_head(first: str) -> None:
    heads = ["ours", *(f"{name} (ratio)" for name in PEERS), "best peer / ours"]
    print(f"{first:26}" + "".join(head.rjust(22 if "(" in head else 18) for head in heads))


def _print_row(name: str, times: dict[str, float | None]) -> None:
    ours = times["ours"]
    line = f"{name:26}{_milliseconds(ours):>18}"
    for peer in PEERS:
        line += f"{_milliseconds(times.get(peer)):>14}{_ratio(times.get(peer), ours):>8}"
    known = [seconds for peer in PEERS if (seconds := times.get(peer)) is not None]
    print(line + f"{_ratio(min(known, default=None), ours):>18}", flush=True)


def _milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.2f} ms"


def _ratio(peer: float | None, ours: float | None) -> str:
    return "-" if peer is None or ours is None else f"{peer / ours:.2f}"


def shipped(repeat: int, limit: float, pairs: int | None = None) -> None:
    """Every role of the shipped graph, from nothing and from what every other role asks for, or some other roles."""
    graph = mcg.load_graph()
    known = [(role, list(_profiles(graph, role))) for role in graph.roles]
    from_roles = [(role, knows) for role, (_, *others) in known for knows in others]
    if pairs is not None:
        from_roles = random.Random(0).sample(from_roles, min(pairs, len(from_roles)))
    questions = [*((role, nothing) for role, (nothing, *_) in known), *from_roles]
    problems = [_problem(graph, role, knows) for role, knows in questions]
    instances = [
        replace(problem.instance, cost=[cost // problem.unit for cost in problem.instance.cost]) for problem in problems
    ]
    print(f"{len(questions)} questions; {statistics.median(map(len, instances)):.0f} nodes in the median")
    times = compare(instances, 1, limit, without=["FastDownward"])
    whole = []
    for role, knows in questions:
        start = time.perf_counter()
        graph.plan(role, knows)
        whole.append(time.perf_counter() - start)
    print(
        f"graph.plan(), the answer with its steps and reasons, warm: median {_milliseconds(statistics.median(whole))}"
    )
    _print_head("solve() alone")
    for name, of in (("mean", statistics.fmean), ("slowest", max)):
        _print_row(
            name, {solver: of([s for s in each if s is not None]) for solver, each in times.items() if any(each)}
        )
    for instance in sorted(instances, key=len, reverse=True):
        network = peers.plain_network(instance)
        if peers.nx.is_directed_acyclic_graph(network):
            _print_closure("the largest closure without circles", network, instance)
            break


def _profiles(graph: mcg.CareerGraph, role: str) -> Iterator[list[str]]:
    yield []
    for other in graph.roles:
        if other != role:
            yield [
                f"{requirement.options[0]}:{requirement.level.name.lower()}"
                for requirement in graph.requirements(other)
                if requirement.is_required and isinstance(graph[requirement.options[0]], mcg.Competency)
            ]


def _problem(graph: mcg.CareerGraph, role: str, knows: list[str]) -> Problem:
    domain = domain_of(graph, Objective.parse("hours"), 10.0, "checked")
    goal = [
        domain.need(requirement)
        for requirement in graph.requirements(role)
        if requirement.is_required
        and not all(isinstance(graph[option], mcg.Credential) for option in requirement.options)
    ]
    return build_problem(domain, dict(Profile.of(graph, knows).with_prerequisites(graph).ranks()), goal)


def local(repeat: int, limit: float) -> None:
    """Curricula whose prerequisites come from nearby."""
    _curricula("local", repeat, limit)


def dense(repeat: int, limit: float) -> None:
    """Curricula whose prerequisites come from anywhere below."""
    _curricula("dense", repeat, limit)


def _curricula(family: curricula.Family, repeat: int, limit: float) -> None:
    _print_head("nodes, with alternatives")
    for size in SIZES:
        for share in SHARES:
            instance = curricula.curriculum(0, size, share, family)
            without = ["FastDownward"] if size > SIZES[0] else []
            times = compare([instance], repeat, limit, without=without)
            _print_row(f"{size:,}, {share:.0%}", {solver: each[0] for solver, each in times.items()})


def cover(repeat: int, limit: float) -> None:
    """Pure covers: all search, nothing to reduce."""
    _print_head("sets, costs")
    for size in COVERS:
        for is_unit in (True, False):
            instance = curricula.cover(0, size, is_unit=is_unit)
            times = compare([instance], repeat, limit, without=["FastDownward"] if size > COVERS[0] else [])
            _print_row(f"{size}, {'unit' if is_unit else 'mixed'}", {solver: each[0] for solver, each in times.items()})


def plain(repeat: int, limit: float) -> None:
    """Curricula without alternatives or circles, where the closure in an order of derivation is the plan."""
    del repeat, limit
    for family in ("local", "dense"):
        for size in SIZES:
            instance = curricula.curriculum(0, size, 0.0, family)
            _print_closure(f"{size:,} nodes, {family}", peers.plain_network(instance), instance)


def _print_closure(name: str, network: peers.nx.DiGraph[int], instance: Instance) -> None:
    theirs = _seconds(lambda: peers.by_networkx(network, instance.target))
    ours = _seconds(lambda: solve(instance, seconds=60))
    walk = _seconds(lambda: peers.relevant(instance))
    print(
        f"{name:26} ours {_milliseconds(ours)}, networkx's ancestors, subgraph and order {_milliseconds(theirs)}, "
        f"ratio {_ratio(theirs, ours)}; visiting each edge once takes {_milliseconds(walk)}"
    )


def _seconds(run: Callable[[], object]) -> float:
    start, runs = time.process_time(), 0
    while time.process_time() - start < SHORT:
        run()
        runs += 1
    return (time.process_time() - start) / runs


def adversarial(repeat: int, limit: float) -> None:
    """A problem that no exact solver ends with: the limit must hold, and plan and bound come back."""
    del repeat
    for seconds in (2.0, limit):
        instance = curricula.dense_cover(0, 15_000)
        start, spent = time.monotonic(), time.process_time()
        solution = solve(instance, seconds=seconds)
        taken, spent = time.monotonic() - start, time.process_time() - spent
        assert solution is not None
        _require_plan(instance, set(solution.plan), by_us)
        print(
            f"limit {seconds:.1f} s: took {taken:.2f} s ({taken / seconds - 1:+.0%}), {spent:.2f} s of CPU; "
            f"cost {instance.total(solution.plan):,}, bound {solution.bound:,}"
        )


FAMILIES: dict[str, Callable[[int, float], None]] = {
    "shipped": shipped,
    "plain": plain,
    "local": local,
    "dense": dense,
    "cover": cover,
    "adversarial": adversarial,
}


if __name__ == "__main__":
    main()
