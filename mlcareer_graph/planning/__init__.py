"""Path-finding: from what a person knows to a role, at the least cost, with the proof."""

from mlcareer_graph.planning.certificate import Certificate
from mlcareer_graph.planning.comparison import PlanComparison
from mlcareer_graph.planning.distance import RoleDistance, find_reachable_roles, find_transitions
from mlcareer_graph.planning.frontier import Frontier, find_frontier
from mlcareer_graph.planning.gap import Gap, GapItem, find_gap
from mlcareer_graph.planning.next_skills import NextSkill, find_next_skills
from mlcareer_graph.planning.plan import Explanation, Plan
from mlcareer_graph.planning.planner import make_plan
from mlcareer_graph.planning.profile import Profile
from mlcareer_graph.planning.query import DEGREE_POLICIES, OfferOptions, PlanOptions, Query, make_query
from mlcareer_graph.planning.solver import compile_planning
from mlcareer_graph.planning.step import Gate, Step, Use
from mlcareer_graph.planning.variety import find_plans
from mlcareer_graph.planning.verification import Verification

__all__ = [
    "DEGREE_POLICIES",
    "Certificate",
    "Explanation",
    "Frontier",
    "Gap",
    "GapItem",
    "Gate",
    "NextSkill",
    "OfferOptions",
    "Plan",
    "PlanComparison",
    "PlanOptions",
    "Profile",
    "Query",
    "RoleDistance",
    "Step",
    "Use",
    "Verification",
    "compile_planning",
    "find_frontier",
    "find_gap",
    "find_next_skills",
    "find_plans",
    "find_reachable_roles",
    "find_transitions",
    "make_plan",
    "make_query",
]
