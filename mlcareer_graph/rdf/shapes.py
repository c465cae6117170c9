"""Checking RDF against the shapes in ``ontology/shapes.ttl``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from rdflib import RDF, SH, Graph

from mlcareer_graph.errors import MissingExtraError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf.vocabulary import local_name
from mlcareer_graph.rdf.write import to_rdf


@dataclass(frozen=True, slots=True)
class Violation:
    """One node that breaks one rule.

    Attributes:
        node: The IRI of the node.
        path: The property it is about, if it is about one.
        value: The value that is wrong, if there is one.
        message: The rule, in words.
    """

    node: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        value = f" ({self.value})" if self.value else ""
        return f"{self.node}: {self.message}{value}"


@dataclass(frozen=True, slots=True)
class ShapeReport:
    """What a check against the shapes found.

    Attributes:
        violations: Every rule that is broken, by node.
    """

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether every rule holds."""
        return not self.violations

    def __str__(self) -> str:
        return "\n".join(map(str, self.violations)) or "the graph conforms to the shapes"


def validate(graph: CareerGraph | Graph) -> ShapeReport:
    """Check a graph against the SHACL shapes of the ontology.

    Args:
        graph: A career graph, or RDF that is to become one.

    Raises:
        MissingExtraError: pySHACL is not installed; the extra ``validate`` brings it.
    """
    shapes = Graph().parse(ontology_folder() / "shapes.ttl", format="turtle")
    data = to_rdf(graph) if isinstance(graph, CareerGraph) else graph
    return ShapeReport(_violations(validation_report(data, shapes)))


def validation_report(data: Graph, shapes: Graph) -> Graph:
    """The report of SHACL (W3C Recommendation of 2017, section 3.6) on data.

    Args:
        data: What is checked.
        shapes: What it is checked against; they can be trusted, for they may hold queries.

    Raises:
        MissingExtraError: pySHACL is not installed.
    """
    try:
        import pyshacl
    except ImportError:
        raise MissingExtraError("pyshacl", "validate") from None
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    return cast("Graph", report)


def _violations(report: Graph) -> tuple[Violation, ...]:
    violations = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        message = report.value(result, SH.resultMessage)
        violations.append(
            Violation(
                str(report.value(result, SH.focusNode)),
                local_name(str(path)) if path is not None else "",
                str(value) if value is not None else "",
                str(message) if message is not None else "the node breaks a rule",
            )
        )
    return tuple(sorted(violations, key=lambda found: (found.node, found.path, found.message, found.value)))
