"""What must hold of the shipped concepts beyond the article, so that plans make sense to a practitioner."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from mlcareer_graph import CareerGraph, Competency, Concept, EducationPath, Level, Plan, Requirement, load_graph

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
        ("backend-developer", {"postgresql"}),
        ("data-engineer", {"sql", "aws", "snowflake"}),
        ("devops-engineer", {"aws", "github-actions", "prometheus"}),
        ("mlops-engineer", {"aws", "github-actions"}),
        ("ai-agent-engineer", {"aws", "openai-api"}),
        ("machine-learning-research-engineer", {"pytorch"}),
        ("natural-language-processing-engineer", {"spacy"}),
        ("recommender-systems-engineer", {"xgboost"}),
    ],
)
def test_where_tools_stand_for_one_another_the_usual_one_is_planned(
    graph: CareerGraph, role: str, first_choices: set[str]
) -> None:
    """Of tools that are as good as one another, a plan takes the one that openings name most.

    A course can decide otherwise, for one learns the tool that it teaches; then that tool replaces the usual one.
    """
    assert first_choices <= learned(graph.plan(role, education="none"))
    plan = graph.plan(role)
    taught = {tool for step in plan.steps if step.kind == "take" for tool in taught_by(graph, step.concept)}
    for missing in first_choices - learned(plan):
        groups = [need.options for need in plan.goal if missing in need.options]
        assert groups, missing
        assert all(taught & set(options) for options in groups), missing


def taught_by(graph: CareerGraph, path: Concept) -> set[str]:
    """What an education path teaches."""
    return {edge.object for edge in graph.edges(path) if edge.type == "teaches"}


def learned(plan: Plan) -> set[str]:
    """What a plan leads to: what is studied, and what the paths that are taken teach."""
    studied = {step.id for step in plan.steps if step.kind != "take"}
    return studied.union(*(taught_by(plan.graph, step.concept) for step in plan.steps if step.kind == "take"))


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
    assert not courses & learned(graph.plan("large language models"))
    assert "deep-learning" in learned(graph.plan("large language models:practitioner"))


def test_a_path_teaches_nothing_that_it_leaves_unprepared(graph: CareerGraph) -> None:
    """What a path teaches rests on what it teaches beside it, or on what it asks of those who enter."""
    gaps = {path.id: unprepared(graph, path) for path in graph.education_paths.values()}
    assert {path: missing for path, missing in gaps.items() if missing} == {}


def test_a_path_without_a_provider_or_a_check_is_generic(graph: CareerGraph) -> None:
    """Only figures of ours, for no offer in particular, need no check: a plan takes such a path unasked."""
    for path in graph.education_paths.values():
        if path.checked is None and not any(edge.type == "offered_by" for edge in graph.edges(path)):
            quantities = [quantity for quantity in (path.hours, path.weeks, path.price) if quantity]
            assert {item.source for quantity in quantities for item in quantity.evidence} <= {"curated"}, path.id


def unprepared(graph: CareerGraph, path: EducationPath) -> list[tuple[str, tuple[str, ...]]]:
    """What a path teaches, with the options of each prerequisite that neither it nor its entry provides.

    Where the entry asks for one of several, whoever enters may have chosen any of them.
    """
    taught = {edge.object: edge.level or Level.WORKING for edge in graph.edges(path) if edge.type == "teaches"}
    groups = [need for need in graph.requirements(path) if need.is_required]
    gaps: dict[tuple[str, tuple[str, ...]], None] = {}
    for choice in product(*(combinations(need.options, need.at_least) for need in groups)):
        chosen = [(option, need.level) for need, options in zip(groups, choice, strict=True) for option in options]
        have = with_prerequisites(graph, chosen)
        for concept, level in taught.items():
            have[concept] = max(have.get(concept, level), level)
        for concept, level in taught.items():
            gaps |= {(concept, need.options): None for need in unmet(graph, concept, level, have)}
    return list(gaps)


def with_prerequisites(graph: CareerGraph, known: list[tuple[str, Level]]) -> dict[str, Level]:
    """What is known with all that it cannot be known without; of a choice below it nothing can be told."""
    have: dict[str, Level] = {}
    for option, level in (waiting := list(known)):
        if isinstance(graph[option], Competency) and have.get(option, 0) < level:
            have[option] = level
            for need in graph.requirements(option):
                if applies(need, level) and need.at_least == len(need.options):
                    waiting += [(lower, need.level) for lower in need.options]
    return have


def unmet(graph: CareerGraph, concept: str, level: Level, have: dict[str, Level]) -> list[Requirement]:
    """The prerequisites of a competency that what is known does not meet."""
    return [
        need
        for need in graph.requirements(concept)
        if applies(need, level) and sum(holds(graph, o, need.level, have) for o in need.options) < need.at_least
    ]


def holds(graph: CareerGraph, option: str, level: Level, have: dict[str, Level]) -> bool:
    """Whether an option is known, or is an umbrella without hours of its own over what is known."""
    if have.get(option, 0) >= level:
        return True
    concept = graph[option]
    is_umbrella = isinstance(concept, Competency) and concept.effort.to(level).high == 0
    return is_umbrella and not unmet(graph, option, level, have)


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
