"""What it takes to work in machine learning, as a typed, sourced knowledge graph, and the cheapest way there.

Example:
    >>> import mlcareer_graph as mcg
    >>> graph = mcg.load_graph()
    >>> plan = graph.plan("machine learning engineer", knows=["Python", "SQL:practitioner"])
    >>> plan.status
    'optimal'
"""

from mlcareer_graph.errors import (
    AmbiguousNameError,
    InvalidBatchError,
    InvalidGraphError,
    InvalidProfileError,
    LoadError,
    MissingExtraError,
    MissingSourceError,
    MLCareerError,
    NotInPlanError,
    Problem,
    SaveError,
    UnknownConceptError,
    UnknownLevelError,
    UnknownOptionError,
    UnplannableError,
)
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.loading import load_graph
from mlcareer_graph.model import (
    Application,
    Claim,
    Competency,
    Concept,
    Credential,
    EasierWith,
    EducationPath,
    Estimate,
    Evidence,
    Field,
    Industry,
    LearningEffort,
    Level,
    Observation,
    Organization,
    Quantity,
    Relation,
    RelationType,
    Requirement,
    Role,
    Skill,
    Source,
    Strength,
    Task,
    Technology,
)
from mlcareer_graph.planning import Certificate, Gap, Plan, PlanComparison, Profile, Step, Verification

__version__ = "0.1.0"

__all__ = [
    "AmbiguousNameError",
    "Application",
    "CareerGraph",
    "Certificate",
    "Claim",
    "Competency",
    "Concept",
    "Credential",
    "EasierWith",
    "EducationPath",
    "Estimate",
    "Evidence",
    "Field",
    "Gap",
    "Industry",
    "InvalidBatchError",
    "InvalidGraphError",
    "InvalidProfileError",
    "LearningEffort",
    "Level",
    "LoadError",
    "MLCareerError",
    "MissingExtraError",
    "MissingSourceError",
    "NotInPlanError",
    "Observation",
    "Organization",
    "Plan",
    "PlanComparison",
    "Problem",
    "Profile",
    "Quantity",
    "Relation",
    "RelationType",
    "Requirement",
    "Role",
    "SaveError",
    "Skill",
    "Source",
    "Step",
    "Strength",
    "Task",
    "Technology",
    "UnknownConceptError",
    "UnknownLevelError",
    "UnknownOptionError",
    "UnplannableError",
    "Verification",
    "load_graph",
]
