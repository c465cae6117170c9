"""How a typed program uses the library; a type checker reads it, nothing runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

import mlcareer_graph as mcg
from mlcareer_graph.planning.batch import Batch
from mlcareer_graph.planning.fit import RoleFits
from mlcareer_graph.planning.ladder import Ladder
from mlcareer_graph.rdf.query import QueryResult, Row

if TYPE_CHECKING:
    import networkx
    import rdflib


def loading(path: Path) -> None:
    """A graph is loaded from nothing, a path, a text, and with one or more extensions."""
    assert_type(mcg.load_graph(), mcg.CareerGraph)
    mcg.load_graph(path)
    mcg.load_graph("mine.ttl", extend=path)
    mcg.load_graph(extend=["acme.yaml", path])
    assert_type(mcg.CareerGraph.from_dict({"concepts": []}), mcg.CareerGraph)


def looking_up(graph: mcg.CareerGraph) -> None:
    """A graph is a mapping, and its parts by kind are mappings of that kind."""
    assert_type(graph["keras"], mcg.Concept)
    assert_type(graph.get("keras"), mcg.Concept | None)
    assert_type(graph.get("keras", 0), mcg.Concept | int)
    assert_type(len(graph), int)
    assert_type("keras" in graph, bool)
    assert_type(list(graph), list[str])
    assert_type(graph.roles, Mapping[str, mcg.Role])
    assert_type(graph.skills["calculus"], mcg.Skill)
    assert_type(graph.technologies["keras"], mcg.Technology)
    assert_type(graph.education_paths["bootcamp"].price, mcg.Quantity | None)
    assert_type(graph.of_kind(mcg.Task), Mapping[str, mcg.Task])
    assert_type(graph.find("sklearn"), mcg.Concept)
    assert_type(graph.search("lerning"), list[mcg.Concept])
    assert_type(graph.search("lerning", kind=mcg.Skill), list[mcg.Skill])
    assert_type(graph.search("lerning", mcg.Competency, limit=3), list[mcg.Competency])


def walking(graph: mcg.CareerGraph, concept: mcg.Concept) -> None:
    """Concepts and names are both starting points; the answers list concepts, requirements or relations."""
    assert_type(graph.prerequisites("keras", recursive=True), list[mcg.Concept])
    assert_type(graph.unlocks(concept), list[mcg.Concept])
    assert_type(graph.related(concept, "used_for"), list[mcg.Concept])
    assert_type(graph.requirements(concept), list[mcg.Requirement])
    assert_type(graph.edges(concept), list[mcg.Relation])
    assert_type(graph.relations, Sequence[mcg.Relation])
    if isinstance(concept, mcg.Competency):
        assert_type(concept.effort.to(mcg.Level.WORKING), mcg.Estimate)


def planning(graph: mcg.CareerGraph, profile: mcg.Profile) -> None:
    """A plan and a gap take names, concepts, levels and profiles."""
    plan = graph.plan("machine learning engineer", knows=["Python", graph["sql"], ("git", mcg.Level.EXPERT)])
    assert_type(plan, mcg.Plan)
    assert_type(plan.steps, tuple[mcg.Step, ...])
    assert_type(plan.steps[0].id, str)
    assert_type(plan.hours, mcg.Estimate)
    assert_type(plan.verify(), mcg.Verification)
    assert_type(plan.to_dict(), dict[str, Any])
    assert_type(graph.plan("keras", profile, objective={"hours": 1.0, "price": 2.0}), mcg.Plan)
    assert_type(graph.gap("data scientist", knows=["Python"]), mcg.Gap)
    assert_type([way.extra for way in plan.alternatives("pytorch")], list[float | None])
    assert_type([item.saved for item in plan.savings()], list[float | None])
    assert_type([one.path for one in graph.education_for("keras", profile, max_paths=2)], list[mcg.EducationPath])
    assert_type(graph.fewest_paths("keras", degrees="strict").paths, tuple[mcg.EducationPath, ...])
    assert_type(graph.compare_education("keras").ways[0].plan, mcg.Plan)


def following(graph: mcg.CareerGraph) -> None:
    """Profiles, schedules and plans that are followed have their types."""
    me = mcg.Profile.load("me.yaml", graph)
    assert_type(me, mcg.Profile)
    plan = graph.plan("keras", me, hours_per_week={"mon": 1, "sat": 4.5}, **me.constraints)
    assert_type(plan.replan(done=["keras", plan.steps[0]], knows=["SQL"]), mcg.Plan)
    assert_type(plan.done([("python", "working")]), mcg.Profile)
    assert_type(plan.compare(plan), mcg.PlanComparison)
    assert_type(mcg.Plan.load(Path("plan.json"), graph), mcg.Plan)
    assert_type(plan.schedule({"sat": 3}).milestones[0].week, int)
    assert_type(graph.gap_many([["Python"], me]), RoleFits)


def comparing(graph: mcg.CareerGraph, profile: mcg.Profile) -> None:
    """What compares many plans takes the options of one."""
    batch = graph.plan_many([("keras", ["Python"]), (graph["sql"], profile)], processes=2, max_weeks=9)
    assert_type(batch, Batch)
    assert_type(batch[0], mcg.Plan)
    assert_type(batch[:2], tuple[mcg.Plan, ...])
    assert_type(graph.role_matrix(objective="weeks", exclude=["keras"]).hours, dict[str, dict[str, float | None]])
    ladder = graph.ladder(["data analyst", "data engineer"], profile, budget=500)
    assert_type(ladder, Ladder)
    assert_type(ladder.cost, float | None)
    graph.reachable_roles(profile, within_hours=300, degrees="strict")
    graph.transitions("data analyst", max_hours=300.0)
    graph.next_skills(profile, roles=["data analyst"], path_kinds=["course"])


def exporting(graph: mcg.CareerGraph) -> None:
    """Other libraries get their own types."""
    assert_type(graph.to_dict(), dict[str, Any])
    assert_type(graph.to_networkx(), networkx.MultiDiGraph[str])
    assert_type(graph.to_rdf(), rdflib.Graph)
    graph.save(Path("graph.ttl"))
    result = graph.query("SELECT ?role { ?role a mlc:Role }", time_limit=5)
    assert_type(result, QueryResult)
    assert_type(result[0], Row)
    assert_type(result.concepts(), list[mcg.Concept])


def failing(graph: mcg.CareerGraph) -> None:
    """Errors carry typed fields."""
    try:
        graph.find("Rust")
    except mcg.UnknownConceptError as error:
        assert_type(error.suggestions, tuple[str, ...])
    try:
        mcg.load_graph("mine.yaml")
    except mcg.InvalidGraphError as error:
        assert_type(error.problems, tuple[mcg.Problem, ...])
