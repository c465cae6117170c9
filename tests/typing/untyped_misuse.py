"""Mistakes that a type checker finds, one a line, each with the error code it must get."""

from __future__ import annotations

import mlcareer_graph as mcg


def mistakes(graph: mcg.CareerGraph) -> None:
    """Every line here is wrong."""
    graph["keras"].hours  # type: ignore[attr-defined]  # noqa: B018
    graph["keras"].name = "K"  # type: ignore[misc]
    graph["keras"] = graph["sql"]  # type: ignore[index]
    graph.search("x", kind=mcg.Level)  # type: ignore[type-var]
    graph.plan("keras", knowing=["Python"])  # type: ignore[call-arg]
    graph.roles["a"].effort  # type: ignore[attr-defined]  # noqa: B018
    mcg.load_graph(3)  # type: ignore[arg-type]
    mcg.Skill("a", "A")  # type: ignore[call-arg]
