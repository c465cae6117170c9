"""How long loading and planning take, beside the prerequisite closure that plain networkx gives.

The peer is what people write when they have no planner: every prerequisite of the role and of its prerequisites,
alternatives included, by `networkx.descendants`. It is measured on the same graph in the same run::

    python benchmarks/load_and_plan.py
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import networkx

import mlcareer_graph as mcg

QUESTIONS: list[tuple[str, list[str]]] = [
    ("machine learning engineer", []),
    ("machine learning engineer", ["Python", "SQL:practitioner"]),
    ("data scientist", ["R", "statistics"]),
    ("AI engineer", ["software development", "Python"]),
    ("keras", ["Java"]),
]

_LOAD = (
    "import time, mlcareer_graph; start = time.perf_counter(); mlcareer_graph.load_graph(); "
    "print(time.perf_counter() - start)"
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=20, help="measurements of each time; the median is printed")
    repeat = parser.parse_args().repeat
    graph = mcg.load_graph()
    loads = [float(subprocess.check_output([sys.executable, "-c", _LOAD])) for _ in range(repeat)]
    print(f"{len(graph)} concepts, {len(graph.all_requirements)} requirements; medians of {repeat}")
    print(f"load_graph() in a fresh process: {statistics.median(loads) * 1000:.1f} ms")
    network = prerequisite_network(graph)
    heads = ("plan", "networkx", "ratio", "plan", "closure", "more")
    print(f"\n{'target and what is known':60} " + " ".join(head.rjust(9) for head in heads))
    for target, knows in QUESTIONS:
        plan = graph.plan(target, knows)
        known = {concept_id for concept_id, _ in plan.knows.levels}
        closure = prerequisite_closure(network, plan.target.id, known)
        hours = sum(network.nodes[concept_id].get("hours", 0.0) for concept_id in closure)
        plan_time = median_time(lambda target=target, knows=knows: graph.plan(target, knows), repeat)
        peer_time = median_time(lambda: prerequisite_closure(network, plan.target.id, known), repeat)  # noqa: B023
        question = f"{target}, knowing {', '.join(knows) or 'nothing'}"
        print(
            f"{question:60} {plan_time * 1000:6.1f} ms {peer_time * 1000:6.2f} ms {plan_time / peer_time:9.0f} "
            f"{plan.hours.likely:7.0f} h {hours:7.0f} h {hours / plan.hours.likely - 1:9.0%}"
        )


def prerequisite_network(graph: mcg.CareerGraph) -> networkx.DiGraph[str]:
    """The binding requirements as plain edges from a concept to each of its options."""
    network: networkx.DiGraph[str] = networkx.DiGraph()
    network.add_nodes_from(graph.to_networkx().nodes(data=True))
    for source, target, data in graph.to_networkx().edges(data=True):
        if data["relation"] == "requires":
            network.add_edge(source, target)
    return network


def prerequisite_closure(network: networkx.DiGraph[str], target: str, known: set[str]) -> set[str]:
    """Everything that could be a prerequisite of the target, without what is known and what only that needs."""
    open_nodes = network.subgraph(node for node in network if node not in known)
    closure: set[str] = networkx.descendants(open_nodes, target)
    return closure | ({target} if "hours" in network.nodes[target] else set())


def median_time(run: Callable[[], object], repeat: int) -> float:
    """The median of the seconds that some runs take."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
