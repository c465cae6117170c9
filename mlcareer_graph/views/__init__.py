"""Pages and notebook output: the only room that uses pyvis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcareer_graph.views.view import View

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.model import Concept
    from mlcareer_graph.planning import Plan
    from mlcareer_graph.planning.frontier import Frontier
    from mlcareer_graph.planning.gap import Gap
    from mlcareer_graph.planning.matrix import RoleMatrix
    from mlcareer_graph.planning.role_comparison import RoleComparison
    from mlcareer_graph.planning.schedule import Schedule

__all__ = [
    "View",
    "view_comparison",
    "view_frontier",
    "view_gap",
    "view_graph",
    "view_matrix",
    "view_plan",
    "view_role_map",
    "view_schedule",
]


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


def view_gap(gap: Gap) -> View:
    """The page of a gap: what the role asks for, level by level, and how much of it is known."""
    from mlcareer_graph.views.page import render
    from mlcareer_graph.views.role_map import role_map_scene

    return render(role_map_scene(gap))


def view_comparison(comparison: RoleComparison) -> View:
    """The page of two roles: what only one of them asks for, and what both do."""
    from mlcareer_graph.views.page import render
    from mlcareer_graph.views.role_columns import comparison_scene

    return render(comparison_scene(comparison))


def view_matrix(matrix: RoleMatrix) -> View:
    """The page of a matrix of roles as a heat map, near roles next to one another."""
    from mlcareer_graph.views.atlas import heat_scene
    from mlcareer_graph.views.page import render

    return render(heat_scene(matrix))


def view_role_map(matrix: RoleMatrix) -> View:
    """The page of a matrix of roles as a map, on which near roles lie near."""
    from mlcareer_graph.views.atlas import map_scene
    from mlcareer_graph.views.page import render

    return render(map_scene(matrix))


def view_frontier(frontier: Frontier) -> View:
    """The page of a frontier: a point for each plan."""
    from mlcareer_graph.views.frontier_chart import frontier_scene
    from mlcareer_graph.views.page import render

    return render(frontier_scene(frontier))


def view_schedule(schedule: Schedule) -> View:
    """The page of a schedule: a Gantt chart."""
    from mlcareer_graph.views.gantt import gantt_scene
    from mlcareer_graph.views.page import render

    return render(gantt_scene(schedule))
