"""Why a target cannot be reached.

The nodes that cannot be derived hold one another: each has a group of which too few options can be derived. A
*proof* is a set of nodes that contains the target and, for each of its nodes, for one group more than n - k of the
options. The smallest proof says what to change; finding it is a covering problem of its own, without costs of
order, and small in practice.
"""

from __future__ import annotations

from mlcareer_graph.model import Concept
from mlcareer_graph.planning.instance import Group, Instance, derivation
from mlcareer_graph.planning.problem import Domain, Problem


def smallest_reasons(problem: Problem, domain: Domain, target: Concept) -> tuple[str, ...]:
    """Sentences that together prove that the target cannot be reached, as few as can be.

    Args:
        problem: A problem whose target cannot be derived.
        domain: The actions behind it.
        target: The concept to name as the target.
    """
    instance = problem.instance
    blocked = set(range(len(instance))) - set(derivation(instance, range(len(instance))))
    proof = _smallest_proof(instance, blocked)
    graph = domain.graph
    sentences: dict[str, None] = {}
    for node in sorted(proof, key=lambda node: node != instance.target):
        subject = graph[problem.concepts[node]].name if problem.concepts[node] else target.name
        if not proof[node]:
            sentences[f"no education path leads to {subject}"] = None
            continue
        names = sorted({graph[problem.concepts[option]].name for option in proof[node]})
        if names != [subject]:
            sentences[f"{subject} needs {' or '.join(names)}"] = None
    return tuple(sentences)


def _smallest_proof(instance: Instance, blocked: set[int]) -> dict[int, tuple[int, ...]]:
    """For each node of a smallest proof the blocked options of the group that fails."""
    from mlcareer_graph.planning.kernel import smallest_closed_choice

    failing: dict[int, list[Group]] = {}
    for node in sorted(blocked):
        failing[node] = []
        for k, options in instance.groups[node]:
            if not options:
                failing[node].append((0, ()))
                continue
            shut = tuple(option for option in options if option in blocked)
            enough = len(options) - k + 1
            if len(shut) >= enough:
                failing[node].append((enough, shut))
    return smallest_closed_choice(failing, instance.target)
