"""Pages and notebook output: the only room that uses pyvis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcareer_graph.views.view import View

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.model import Concept
    from mlcareer_graph.planning import Plan

__all__ = ["View", "view_graph", "view_plan"]


def view_plan(plan: Plan) -> View:
    """The page of a plan: its stages from left to right, with the reason for every step.

    Args:
        plan: The plan, which may be empty or infeasible.
    """
    from mlcareer_graph.views.page import render
    from mlcareer_graph.views.plan_scene import plan_scene

    return render(plan_scene(plan))


def view_graph(graph: CareerGraph, around: str | Concept | None = None, depth: int = 1) -> View:
    """The page of a graph, or of what stands around one concept.

    Args:
        graph: The graph.
        around: The concept in the middle; the whole graph, by kind and by role, if it is not given.
        depth: How many edges away from it.

    Raises:
        UnknownConceptError: There is no such concept.
        UnknownOptionError: The depth is not a small number from 1 upward.
    """
    from mlcareer_graph.views.neighbourhood import neighbourhood_scene
    from mlcareer_graph.views.overview import overview_scene
    from mlcareer_graph.views.page import render

    return render(overview_scene(graph) if around is None else neighbourhood_scene(graph, around, depth))
