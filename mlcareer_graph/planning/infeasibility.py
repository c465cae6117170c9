"""Why a target cannot be reached.

The nodes that cannot be derived hold one another: each has a group of which too few options can be derived. A
*proof* is a set of nodes that contains the target and, for each of its nodes, for one group more than n - k of the
options. Each group that stands for a requirement is a sentence; the proof with the fewest says what to change.
Finding it is a covering problem of its own, small in practice.
"""

from __future__ import annotations

from collections.abc import Collection

from mlcareer_graph.model import Competency, Concept, EducationPath
from mlcareer_graph.planning.domain import Domain
from mlcareer_graph.planning.instance import Group, derivation
from mlcareer_graph.planning.problem import Problem


def smallest_reasons(
    problem: Problem, domain: Domain, target: Concept, asked: Collection[frozenset[str]] = ()
) -> tuple[str, ...]:
    """Sentences that together prove that the target cannot be reached, as few as can be.

    Args:
        problem: A problem whose target cannot be derived.
        domain: The actions behind it.
        target: The concept to name as the target.
        asked: The options of each requirement of the goal that the person made, not the target.
    """
    from mlcareer_graph.planning.kernel import smallest_closed_choice

    instance = problem.instance
    blocked = set(range(len(instance))) - set(derivation(instance, range(len(instance))))
    choices: dict[int, list[tuple[Group, str]]] = {}
    for node in sorted(blocked):
        choices[node] = []
        for k, options in instance.groups[node]:
            shut = tuple(option for option in options if option in blocked)
            enough = len(options) - k + 1
            if len(shut) >= enough:
                sentence = _sentence(problem, domain, target, node, (k, options), asked=asked)
                choices[node].append(((enough if options else 0, shut), sentence))
    chosen = smallest_closed_choice(choices, instance.target)
    return tuple(dict.fromkeys(sentence for sentence in chosen.values() if sentence))


def _sentence(
    problem: Problem, domain: Domain, target: Concept, node: int, group: Group, *, asked: Collection[frozenset[str]]
) -> str:
    """What a group says; nothing where it only ties levels or ways of study of one competency together."""
    k, options = group
    concept = domain.graph[problem.concepts[node]] if problem.concepts[node] else target
    others = sorted({problem.concepts[option] for option in options})
    names = [domain.graph[concept_id].name for concept_id in others]
    if node != problem.instance.target and problem.actions[node] is None:
        if concept.id in problem.excluded:
            return f"{concept.name} is excluded"
        if isinstance(concept, Competency):
            return ""
        if isinstance(concept, EducationPath):
            return f"{concept.name} cannot be a step{domain.obstacle(concept.id)}"
        leading = f"only {_either(names, 'or')}" if names else "nothing"
        return f"{leading} leads to {concept.name}{_left_out(domain, concept)}"
    if node == problem.instance.target and frozenset(others) in asked:
        return f"you require {_either(names, 'or')}"
    if others == [concept.id]:
        return ""
    if 1 < k < len(options):
        return f"{concept.name} needs {k} of {_either(names, 'and')}"
    return f"{concept.name} needs {_either(names, 'or' if k == 1 else 'and')}"


def _left_out(domain: Domain, credential: Concept) -> str:
    """The paths that lead to a credential too, where it was the person's choice to do without them."""
    paths = [domain.graph[relation.subject] for relation in domain.graph.awarders.get(credential.id, ())]
    names = [path.name for path in paths if getattr(path, "hours", None) and domain.leaves_out(path.id)]
    return f", as education={domain.education!r} leaves out {_either(sorted(names), 'and')}" if names else ""


def _either(names: list[str], word: str) -> str:
    return f" {word} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
