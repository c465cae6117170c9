"""What it takes to work in machine learning, as a typed, sourced knowledge graph, and the cheapest way there.

Example:
    >>> import mlcareer_graph as mcg
    >>> graph = mcg.load_graph()
    >>> plan = graph.plan("machine learning engineer", knows=["Python", "SQL:practitioner"])
    >>> plan.status
    'optimal'
"""

import importlib as _importlib
import typing as _typing

from mlcareer_graph.errors import (
    AmbiguousNameError,
    EndpointError,
    InvalidBatchError,
    InvalidGraphError,
    InvalidProfileError,
    LoadError,
    MissingExtraError,
    MissingSourceError,
    MLCareerError,
    NoDiagramError,
    NotInPlanError,
    Problem,
    QueryError,
    QueryTimeoutError,
    SaveError,
    UnknownConceptError,
    UnknownLevelError,
    UnknownOptionError,
    UnplannableError,
)
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.limits import ReadingLimits
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
from mlcareer_graph.planning import Plan, Profile, Step

if _typing.TYPE_CHECKING:
    from mlcareer_graph.interop.endpoint import Endpoint
    from mlcareer_graph.planning.certificate import Certificate
    from mlcareer_graph.planning.comparison import PlanComparison
    from mlcareer_graph.planning.gap import Gap
    from mlcareer_graph.planning.verification import Verification

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
    "Endpoint",
    "EndpointError",
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
    "NoDiagramError",
    "NotInPlanError",
    "Observation",
    "Organization",
    "Plan",
    "PlanComparison",
    "Problem",
    "Profile",
    "Quantity",
    "QueryError",
    "QueryTimeoutError",
    "ReadingLimits",
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

_ON_FIRST_USE = {
    "Certificate": "mlcareer_graph.planning.certificate",
    "Endpoint": "mlcareer_graph.interop.endpoint",
    "Gap": "mlcareer_graph.planning.gap",
    "PlanComparison": "mlcareer_graph.planning.comparison",
    "Verification": "mlcareer_graph.planning.verification",
}


def __getattr__(name: str) -> _typing.Any:
    """What a first plan does without is imported when it is asked for."""
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_importlib.import_module(_ON_FIRST_USE[name]), name)


def __dir__() -> list[str]:
    """What is here, and what is imported when it is asked for."""
    return sorted({*globals(), *_ON_FIRST_USE})
