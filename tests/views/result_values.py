"""Of every class that a method returns a value, made from a graph that the caller chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar

from mlcareer_graph import CareerGraph, Level, Plan, load_graph
from mlcareer_graph.interop.advertisement import Advertisement, read_advertisement
from mlcareer_graph.interop.join import Joined, Match, OccupationCoverage
from mlcareer_graph.interop.people.profile_reading import ProfileReading, Understood
from mlcareer_graph.interop.published.report import Imported, ImportReport, LeftOut
from mlcareer_graph.ontology.mappings import Mapping
from mlcareer_graph.rdf.query import QueryResult

_Value = TypeVar("_Value")

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "Algebra", "hours": [10, 20, 30]},
            {"id": "b", "kind": "skill", "name": "Probability", "hours": 40, "requires": ["a"]},
            {"id": "c", "kind": "technology", "name": "Spreadsheets", "hours": 50},
            {
                "id": "course",
                "kind": "education-path",
                "name": "Evening course",
                "path_kind": "course",
                "teaches": ["a"],
                "hours": 12,
                "weeks": 3,
                "price": {"likely": 90, "currency": "USD"},
            },
            {"id": "analyst", "kind": "role", "name": "Analyst", "requires": [{"any_of": ["b", "c"]}]},
            {"id": "clerk", "kind": "role", "name": "Clerk", "requires": ["c", "a"]},
        ]
    }
)
START = date(2027, 1, 4)
REPORT = ImportReport(
    (("occupations", 3),), (LeftOut("skills.csv", "it has no name", "rows", 2, 5, "S7"),), ("relations.csv",)
)


_shipped = cache(load_graph)


@dataclass(frozen=True)
class World:
    """What the values are made from.

    Attributes:
        graph: A graph with the concepts of `GRAPH`, whatever they say.
    """

    graph: CareerGraph

    @cached_property
    def plan(self) -> Plan:
        """A plan in which something is known."""
        return self.graph.plan("analyst", knows=["a"], education="all")

    @property
    def shipped(self) -> CareerGraph:
        """The graph that has wages and mappings."""
        return _shipped()

    @cached_property
    def advertisement(self) -> Advertisement:
        """What a text asks for."""
        return read_advertisement("Analyst: expert in Algebra. Spreadsheets are a plus.", self.graph)

    @cached_property
    def match(self) -> Match:
        """Two concepts that are nearly the same."""
        mapping = Mapping("b", "skos:closeMatch", "esco:7", "Algebra", "semapv:LexicalMatching", 0.8)
        return Match(self.graph["a"], self.graph["b"], self.free(mapping))

    @cached_property
    def answer(self) -> QueryResult:
        """What a query gives."""
        return self.graph.query("SELECT ?name WHERE { ?role a mlc:Role ; skos:prefLabel ?name } ORDER BY ?name")

    def free(self, value: _Value) -> _Value:
        """A value that holds texts of others than the graph: as it is, or with texts that do harm."""
        return value


VALUES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "graph.career_graph.CareerGraph": (lambda w: w.graph, ["skills", "roles"]),
    "interop.advertisement.Advertisement": (
        lambda w: w.advertisement,
        ["Analyst (advertisement)", "Algebra", "expert", "required", "Spreadsheets", "preferred", "characters 19-26"],
    ),
    "interop.join.Joined": (
        lambda w: Joined(w.graph, w.graph, {}, {"a": w.match}, {}),
        ["Ours in the place of theirs", "6"],
    ),
    "interop.join.OccupationCoverage": (
        lambda w: OccupationCoverage(
            w.graph.roles["clerk"], (w.match,), ((w.graph["c"], (w.match,)),), (w.graph["b"],)
        ),
        ["Clerk", "33%", "Probability (closeMatch, 0.8)", "nearly known", "only theirs"],
    ),
    "interop.people.profile_reading.ProfileReading": (
        lambda w: w.free(
            ProfileReading("cv.txt", w.plan.knows, (Understood("line 3", "alg", w.graph["a"], Level.WORKING, "name"),))
        ),
        ["cv.txt", "line 3", "alg", "Algebra", "working"],
    ),
    "interop.published.report.ImportReport": (
        lambda w: w.free(REPORT),
        ["occupations", "skills.csv", "it has no name", "line 5: S7"],
    ),
    "interop.published.report.Imported": (lambda w: Imported(w.graph, w.free(REPORT)), ["occupations", "skills.csv"]),
    "model.concepts.Concept": (lambda w: w.graph["course"], ["Evening course", "90 USD"]),
    "ontology.mappings.Mappings": (lambda w: w.free(w.shipped.mappings("linear algebra")), ["mathematics", "esco"]),
    "ontology.wages.Wages": (lambda w: w.free(w.shipped.wages("data scientist")), ["Data Scientists", "120,230"]),
    "planning.alternatives.Alternative": (lambda w: w.plan.alternatives("b")[0], ["Without Probability", "+10"]),
    "planning.alternatives.Alternatives": (lambda w: w.plan.alternatives("b"), ["Without Probability", "Spreadsheets"]),
    "planning.alternatives.Savings": (lambda w: w.plan.savings(), ["Algebra", "10.0"]),
    "planning.batch.Batch": (lambda w: w.graph.plan_many([("clerk", ["a"])]), ["Clerk", "50 hours"]),
    "planning.certificate.Certificate": (lambda w: w.free(w.plan.certificate), ["analyst", "40"]),
    "planning.comparison.PlanComparison": (
        lambda w: w.plan.compare(w.graph.plan("clerk")),
        ["Probability", "Spreadsheets"],
    ),
    "planning.distance.RoleDistance": (lambda w: w.graph.transitions("analyst")[0], ["Clerk", "12"]),
    "planning.distance.RoleDistances": (lambda w: w.graph.reachable_roles(within_hours=99), ["Analyst", "50"]),
    "planning.education.Cover": (lambda w: w.graph.fewest_paths("clerk"), ["Clerk", "Evening course", "50 hours"]),
    "planning.education.Coverage": (lambda w: w.graph.education_for("clerk")[0], ["Evening course", "62 hours"]),
    "planning.education.Coverages": (lambda w: w.graph.education_for("clerk"), ["Evening course", "62", "29%"]),
    "planning.education.EducationComparison": (lambda w: w.graph.compare_education("clerk"), ["self-study", "any mix"]),
    "planning.education.Way": (lambda w: w.graph.compare_education("clerk").ways[0], ["self-study", "70 hours"]),
    "planning.fit.RoleFits": (lambda w: w.graph.gap_many([["c"]]), ["Analyst", "Clerk", "50%"]),
    "planning.frontier.Frontier": (lambda w: w.graph.frontier("clerk", education="all"), ["70", "90"]),
    "planning.gap.Gap": (lambda w: w.graph.gap("analyst", ["c"]), ["1 of: Probability, Spreadsheets", "met"]),
    "planning.ladder.Ladder": (lambda w: w.graph.ladder(["analyst", "clerk"]), ["Analyst", "Clerk", "50 hours"]),
    "planning.matrix.RoleMatrix": (lambda w: w.graph.role_matrix(), ["Hours from nothing", "Analyst 0", "Clerk 12"]),
    "planning.matrix.Transition": (lambda w: w.graph.role_matrix().between("analyst", "clerk"), ["Algebra", "new"]),
    "planning.matrix.Transitions": (lambda w: w.graph.role_matrix().nearest("analyst"), ["Clerk", "12"]),
    "planning.next_skills.NextSkill": (
        lambda w: w.graph.next_skills(roles=["clerk"])[0],
        ["Spreadsheets", "50", "clerk"],
    ),
    "planning.next_skills.NextSkills": (lambda w: w.graph.next_skills(roles=["clerk"]), ["Algebra", "Spreadsheets"]),
    "planning.plan.Explanation": (lambda w: w.plan.explain("b"), ["Why Probability", "Analyst"]),
    "planning.plan.Plan": (lambda w: w.plan, ["Probability", "40 hours"]),
    "planning.profile.Profile": (lambda w: w.free(w.plan.knows), ["a", "working", "stated"]),
    "planning.robustness.Robustness": (lambda w: w.plan.robustness(), ["Probability", "50.0"]),
    "planning.role_comparison.RoleComparison": (
        lambda w: w.graph.compare_roles("analyst", "clerk"),
        ["Probability", "Spreadsheets", "Algebra"],
    ),
    "planning.schedule.Schedule": (lambda w: w.plan.schedule(5, START), ["Probability", "2027"]),
    "planning.uncertainty.Uncertainty": (lambda w: w.graph.plan("clerk").uncertainty(5, START), ["90%", "2027-"]),
    "planning.variety.Plans": (lambda w: w.graph.plans("analyst", k=2), ["Evening course", "Spreadsheets", "52"]),
    "planning.verification.Verification": (lambda w: w.free(w.plan.verify()), ["Everything holds"]),
    "rdf.query.result.QueryResult": (
        lambda w: w.answer,
        ["Analyst", "Clerk"],
    ),
    "views.view.View": (lambda w: w.plan.view(), ["Probability", "40 hours"]),
    "views.widget.PlanWidget": (lambda w: w.graph.explore("analyst", knows=["a"]), ["Probability", "40 hours"]),
}
"""Of every class a value, and what has to be left of it in words after cleaning."""
