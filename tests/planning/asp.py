"""An independent exact solver: answer set programming, where no atom is true without being derived from others."""

from __future__ import annotations

import clingo

from mlcareer_graph.planning.instance import Instance

_PROGRAM = """
enough(N, G) :- group(N, G, K), K { derived(O) : option(N, G, O) }.
{ derived(N) } :- node(N, _), enough(N, G) : group(N, G, _).
:- target(N), not derived(N).
#minimize { C,N : derived(N), node(N, C) }.
"""


def least_cost_by_answer_sets(instance: Instance) -> int | None:
    """The least cost of an instance, or None if the target cannot be derived."""
    facts = [f"target({instance.target})."]
    for node, groups in enumerate(instance.groups):
        facts.append(f"node({node},{instance.cost[node]}).")
        for index, (k, options) in enumerate(groups):
            facts.append(f"group({node},{index},{k}).")
            facts += [f"option({node},{index},{option})." for option in options]
    control = clingo.Control(["--opt-strategy=usc,oll,7", "--opt-usc-shrink=rgs", "--warn=none"])
    control.add("base", [], _PROGRAM + " ".join(facts))
    control.ground([("base", [])])
    costs: list[int] = []
    result = control.solve(on_model=lambda model: costs.append(sum(model.cost)))
    assert result.exhausted
    return costs[-1] if result.satisfiable else None
