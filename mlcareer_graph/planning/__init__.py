"""Path-finding: from what a person knows to a role, at the least cost, with the proof.

What a single plan does not need is imported from its own module, on first use, so that a plan starts fast.
"""

from mlcareer_graph.planning.plan import Explanation, Plan
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import DEGREE_POLICIES, OfferOptions, PlanOptions, Query, make_query
from mlcareer_graph.planning.solver import compile_planning
from mlcareer_graph.planning.step import Gate, Step, Use

__all__ = [
    "DEGREE_POLICIES",
    "Explanation",
    "Gate",
    "OfferOptions",
    "Plan",
    "PlanOptions",
    "Profile",
    "Query",
    "Step",
    "Use",
    "compile_planning",
    "make_plan",
    "make_query",
]
