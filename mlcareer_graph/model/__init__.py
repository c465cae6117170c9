"""The words of the library: concepts, levels, requirements, relations and evidence.

Frozen, slotted, hashable values that need the standard library alone.
"""

from mlcareer_graph.model.concepts import (
    CONCEPT_KINDS,
    PATH_KINDS,
    Application,
    Claim,
    Competency,
    Concept,
    Credential,
    EducationPath,
    Field,
    Industry,
    Observation,
    Organization,
    Role,
    Skill,
    Source,
    Task,
    Technology,
)
from mlcareer_graph.model.evidence import CURATED, Evidence
from mlcareer_graph.model.identifiers import BASE_IRI, ONTOLOGY_IRI, concept_iri, is_slug
from mlcareer_graph.model.levels import Level
from mlcareer_graph.model.quantities import (
    LEVEL_FACTORS,
    UNKNOWN_EFFORT,
    Estimate,
    LearningEffort,
    Quantity,
)
from mlcareer_graph.model.relations import RELATION_TYPES, Relation, RelationType
from mlcareer_graph.model.requirements import EasierWith, Requirement, Strength

__all__ = [
    "BASE_IRI",
    "CONCEPT_KINDS",
    "CURATED",
    "LEVEL_FACTORS",
    "ONTOLOGY_IRI",
    "PATH_KINDS",
    "RELATION_TYPES",
    "UNKNOWN_EFFORT",
    "Application",
    "Claim",
    "Competency",
    "Concept",
    "Credential",
    "EasierWith",
    "EducationPath",
    "Estimate",
    "Evidence",
    "Field",
    "Industry",
    "LearningEffort",
    "Level",
    "Observation",
    "Organization",
    "Quantity",
    "Relation",
    "RelationType",
    "Requirement",
    "Role",
    "Skill",
    "Source",
    "Strength",
    "Task",
    "Technology",
    "concept_iri",
    "is_slug",
]
