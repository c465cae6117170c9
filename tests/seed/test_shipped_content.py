"""What must hold of the shipped concepts beyond the article, so that plans make sense to a practitioner."""

from __future__ import annotations

import pytest

from mlcareer_graph import CareerGraph, Competency, EducationPath, Level, Requirement, load_graph

LONGEST_PLAN = 70
"""More steps than this are chapters, not steps: the topic is too finely cut."""


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.mark.parametrize("role", load_graph().roles)
def test_each_role_has_a_plan_from_nothing(graph: CareerGraph, role: str) -> None:
    """From nothing known, the plan to a role is proven cheapest, verifies, and is short enough to follow."""
    plan = graph.plan(role)
    assert plan.is_optimal
    assert plan.verify()
    assert 10 <= len(plan.steps) <= LONGEST_PLAN


@pytest.mark.parametrize(
    ("role", "first_choices"),
    [
        ("machine-learning-engineer", {"python", "pandas", "matplotlib", "pytorch", "aws", "rest-service-development"}),
        ("data-scientist", {"python", "pandas", "matplotlib", "scikit-learn", "sql"}),
        ("artificial-intelligence-engineer", {"python", "fastapi", "aws", "retrieval-augmented-generation"}),
        ("software-engineer", {"python", "git", "algorithms"}),
        ("business-intelligence-developer", {"sql", "postgresql", "tableau"}),
        ("front-end-developer", {"javascript", "react", "typescript"}),
    ],
)
def test_where_tools_stand_for_one_another_the_usual_one_is_planned(
    graph: CareerGraph, role: str, first_choices: set[str]
) -> None:
    """Of tools that are as good as one another, a plan takes the one that openings name most."""
    assert first_choices <= {step.id for step in graph.plan(role).steps}


def test_an_engineer_builds_on_what_other_roles_know(graph: CareerGraph) -> None:
    """A software engineer or data scientist has less to learn than a beginner, and keeps what is known."""
    beginner = graph.plan("machine-learning-engineer").hours.likely
    for knows in (
        ["Python:practitioner", "software development:practitioner", "Git", "Docker", "AWS", "Linux"],
        ["Python:practitioner", "SQL", "statistics", "machine learning:practitioner", "pandas", "scikit-learn"],
    ):
        plan = graph.plan("machine-learning-engineer", knows=knows)
        assert plan.hours.likely < 0.8 * beginner
        known = {graph.find(name.split(":")[0]).id for name in knows}
        assert not known & {step.id for step in plan.steps if step.from_level is None}


def test_language_models_can_be_used_without_a_mathematics_course(graph: CareerGraph) -> None:
    """Working with language models asks for no calculus, statistics or linear algebra; mastering them does."""
    courses = {"calculus", "statistics", "linear-algebra", "deep-learning"}
    assert not courses & {step.id for step in graph.plan("large language models").steps}
    assert "deep-learning" in {step.id for step in graph.plan("large language models:practitioner").steps}


def test_a_path_teaches_nothing_that_it_leaves_unprepared(graph: CareerGraph) -> None:
    """What a path teaches rests on what it teaches beside it, or on what it asks of those who enter."""
    gaps = {path.id: unprepared(graph, path) for path in graph.education_paths.values()}
    assert {path: missing for path, missing in gaps.items() if missing} == {}


def unprepared(graph: CareerGraph, path: EducationPath) -> list[tuple[str, tuple[str, ...]]]:
    """What a path teaches, with the options of each prerequisite that neither it nor its entry provides."""
    taught = {edge.object: edge.level or Level.WORKING for edge in graph.edges(path) if edge.type == "teaches"}
    have: dict[str, Level] = dict(taught)
    expected = [need for need in graph.requirements(path) if need.is_required]
    followed: set[Requirement] = set()
    while expected:
        need = expected.pop()
        if need in followed or need.at_least < len(need.options):
            continue
        followed.add(need)
        for option in need.options:
            if isinstance(graph[option], Competency):
                have[option] = max(have.get(option, need.level), need.level)
                expected += [lower for lower in graph.requirements(option) if applies(lower, need.level)]
    return [
        (concept, need.options)
        for concept, level in taught.items()
        for need in graph.requirements(concept)
        if applies(need, level) and sum(have.get(option, 0) >= need.level for option in need.options) < need.at_least
    ]


def applies(need: Requirement, level: Level) -> bool:
    """Whether a prerequisite binds at a level."""
    return need.is_required and level >= need.applies_from


def test_help_never_pays_for_itself(graph: CareerGraph) -> None:
    """Learning one thing costs more than it saves on another, so nobody is sent on a detour for the discount."""
    for concept in graph.values():
        if isinstance(concept, Competency):
            for near in concept.easier_with:
                helper = graph[near.know]
                assert isinstance(helper, Competency)
                saved = near.saves * concept.effort.to(Level.WORKING).likely
                assert saved < helper.effort.to(near.level).likely, (concept.id, near.know)


def test_definitions_are_one_sentence_with_a_genus(graph: CareerGraph) -> None:
    """Each definition is one sentence that begins with its genus, and no two concepts share one."""
    definitions = [concept.definition for concept in graph.values()]
    assert len(set(definitions)) == len(definitions)
    for definition in definitions:
        assert definition.startswith(("A ", "An ", "The "))
        assert definition.endswith(".")
        assert ". " not in definition.replace("etc. ", "")
