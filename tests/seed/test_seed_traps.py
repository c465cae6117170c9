"""The places of the seed article where a careless reading makes a false graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from seed_coverage import SEED, quantity_names

from mlcareer_graph import CareerGraph, Competency, Credential, EducationPath, Level, Requirement, load_graph

MLE = "machine-learning-engineer"
BACHELORS = {"bachelor-computer-science", "bachelor-data-science"}
MASTER = {"master-artificial-intelligence"}


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


def said_by_the_article(graph: CareerGraph) -> Iterator[Requirement]:
    """The requirements with evidence from the article."""
    return (
        requirement
        for requirement in graph.all_requirements
        if any(item.source == SEED for item in requirement.evidence)
    )


def everything_but_degrees(graph: CareerGraph) -> list[str]:
    """All competencies that the role asks for, so that only the degrees are left to plan."""
    options = {option for requirement in graph.requirements(MLE) for option in requirement.options}
    return [f"{option}:expert" for option in sorted(options) if isinstance(graph[option], Competency)]


def test_the_three_claims_on_degrees_are_kept(graph: CareerGraph) -> None:
    """The article's three claims on degrees stand side by side, and the master's contradicts the other two."""
    claims = {claim.id: claim for claim in graph[MLE].claims}
    master, entry, employers = (
        claims[name] for name in ("minimum-education-masters", "entry-level-bachelors", "employers-bachelors")
    )
    assert [claim.evidence[0].at for claim in (master, entry, employers)] == ["L73", "L74", "L86"]
    assert set(master.contradicts) == {entry.id, employers.id}
    assert entry.contradicts == employers.contradicts == (master.id,)
    assert entry.stage == "entry"


@pytest.mark.parametrize(
    ("policy", "asked"), [("report", []), ("employer", [BACHELORS]), ("strict", [BACHELORS, MASTER])]
)
def test_the_degree_policy_chooses_between_them(graph: CareerGraph, policy: str, asked: list[set[str]]) -> None:
    """Both degrees are shown as gates; the policy says which are part of the goal, and a plan then awards them."""
    plan = graph.plan(MLE, knows=everything_but_degrees(graph), degrees=policy)
    gates = {frozenset(gate.requirement.options): gate for gate in plan.gates}
    assert set(gates) == {frozenset(BACHELORS), frozenset(MASTER)}
    assert plan.degrees == policy
    assert [set(options) for options, gate in gates.items() if gate.in_goal] == asked
    assert [set(options) for options, gate in gates.items() if gate.is_met] == asked


def test_no_bootcamp_or_course_awards_a_degree(graph: CareerGraph) -> None:
    """Only programs of the kind degree award a degree; a bootcamp or self-study awards nothing, so it meets no gate."""
    kinds_of_degrees, kinds_of_certificates = set(), set()
    for edge in graph.relations:
        if edge.type == "awards":
            path, credential = graph[edge.subject], graph[edge.object]
            assert isinstance(path, EducationPath)
            assert isinstance(credential, Credential)
            (kinds_of_certificates if credential.eqf_level is None else kinds_of_degrees).add(path.path_kind)
    assert kinds_of_degrees == {"degree"}
    assert kinds_of_certificates == {"certification", "course"}


def test_nothing_requires_a_bootcamp(graph: CareerGraph) -> None:
    """No requirement has an education path among its options, and a plan exists without the bootcamp."""
    options = {option for requirement in graph.all_requirements for option in requirement.options}
    assert not [option for option in options if not isinstance(graph[option], Competency | Credential)]
    assert "not-mandatory" in {claim.id for claim in graph["machine-learning-bootcamp"].claims}


def test_coding_takes_one_language_and_any_will_do(graph: CareerGraph) -> None:
    """Coding asks for at least one language, of which Python and JavaScript are named by the article."""
    (requirement,) = graph.requirements("coding")
    assert requirement.at_least == 1
    assert {"python", "javascript", "java"} < set(requirement.options)
    assert all("L33" in (item.at or "L33") for item in requirement.evidence)


def test_java_alone_is_coding_but_not_keras(graph: CareerGraph) -> None:
    """Someone who knows only Java can code with no further hours, and still has Python to learn for Keras."""
    assert graph.plan("coding", knows=["Java"]).hours.high == 0
    keras = [step.id for step in graph.plan("keras", knows=["Java"]).steps]
    assert "python" in keras
    assert "java" not in keras


def test_coding_and_programming_are_not_paid_twice(graph: CareerGraph) -> None:
    """Both exist; coding adds no hours to the language it is done in, nor do the other umbrella skills."""
    assert graph["programming"] != graph["coding"]
    for umbrella in ("coding", "computer-science-fundamentals", "applied-mathematics"):
        concept = graph[umbrella]
        assert isinstance(concept, Competency)
        assert all(concept.effort.to(level).high == 0 for level in Level)
    language = graph.plan("python")
    assert graph.plan("coding", knows=["Python"]).hours.likely == 0
    assert len({step.id for step in language.steps}) == len(language.steps)


def test_speech_recognition_is_an_application_and_a_skill(graph: CareerGraph) -> None:
    """The use that people meet and the skill of building it are two concepts with a link."""
    product, skill = graph["speech-recognition-products"], graph["speech-recognition"]
    assert (product.kind, skill.kind) == ("application", "skill")
    assert ("applies", skill.id) in {(edge.type, edge.object) for edge in graph.edges(product)}


def test_traffic_prediction_needs_no_speech_recognition(graph: CareerGraph) -> None:
    """What the article says of traffic prediction asks nobody to learn speech recognition: only work on speech does."""
    asked_by_the_article = {option for requirement in said_by_the_article(graph) for option in requirement.options}
    assert "communication" in asked_by_the_article
    assert "speech-recognition" not in asked_by_the_article
    assert not any("speech-recognition" in requirement.options for requirement in graph.requirements(MLE))
    askers = {
        role
        for role in graph.roles
        for requirement in graph.requirements(role)
        if requirement.is_required and requirement.options == ("speech-recognition",)
    }
    assert askers == {"speech-and-audio-engineer"}
    applied = {
        edge.object
        for edge in graph.edges("traffic-prediction")
        if edge.type == "applies" and edge.subject == "traffic-prediction"
    }
    assert "predictive-analytics" in applied
    assert "speech-recognition" not in applied


@pytest.mark.parametrize(
    ("written", "meant", "claim"),
    [
        ("hyperparameter training", "hyperparameter-tuning", ("keras", "hyperparameter-training")),
        ("machine learning boot camp", "machine-learning-bootcamp", None),
        ("retain", None, ("tensorflow-js", "build-run-retain")),
    ],
)
def test_slips_of_the_article_are_no_facts(
    graph: CareerGraph, written: str, meant: str | None, claim: tuple[str, str] | None
) -> None:
    """A slip or odd spelling names no concept of its own: at most an alias, and a claim that quotes it."""
    names = {name.lower(): concept.id for concept in graph.values() for name in (concept.name, concept.id)}
    assert written not in names
    if meant:
        assert graph.find(written).id == meant
    if claim:
        subject, claim_id = claim
        (statement,) = [item.statement for item in graph[subject].claims if item.id == claim_id]
        assert written in statement


def test_the_article_asks_nobody_for_r(graph: CareerGraph) -> None:
    """No requirement of the article asks for R alone, and where R is one of several options we say that it is ours."""
    for requirement in said_by_the_article(graph):
        if "r" in requirement.options:
            assert len(requirement.options) > 1
            assert any(item.source == "curated" and item.because for item in requirement.evidence)
    assert {edge.subject for edge in graph.relations if edge.object == "r" and edge.type == "teaches"} >= {
        "machine-learning-a-z"
    }


def test_no_hours_weeks_or_prices_are_credited_to_the_article(graph: CareerGraph) -> None:
    """The article gives no hours or prices: a quantity is ours, with its basis, or from a place in another source."""
    for concept in graph.values():
        for name in quantity_names(concept):
            evidence = getattr(concept, name).evidence
            assert evidence, (concept.id, name)
            for item in evidence:
                assert item.source != SEED, (concept.id, name)
                assert item.because if item.source == "curated" else item.at, (concept.id, name)
            if not isinstance(concept, EducationPath):
                assert {item.source for item in evidence} == {"curated"}, concept.id


def test_levels_that_go_with_the_article_say_that_they_are_ours(graph: CareerGraph) -> None:
    """Where a statement of the article stands with a level other than the usual one, a reason of ours is beside it."""
    unexplained = [
        (requirement.subject, requirement.options)
        for requirement in said_by_the_article(graph)
        if requirement.level is not Level.WORKING and not any(item.because for item in requirement.evidence)
    ] + [
        (edge.subject, edge.object)
        for edge in graph.relations
        if edge.level not in (None, Level.WORKING)
        and any(item.source == SEED for item in edge.evidence)
        and not any(item.because for item in edge.evidence)
    ]
    assert unexplained == []


def test_the_only_salaries_are_the_two_of_payscale(graph: CareerGraph) -> None:
    """The article has two salary figures, both of PayScale; its two tables are missing and stay so."""
    observations = [
        (item.measure, item.value, item.unit, item.region, item.stage, item.evidence[0].at, item.evidence[0].citing)
        for concept in graph.values()
        for item in concept.observations
        if any(evidence.source == SEED for evidence in item.evidence) and item.measure != "duration"
    ]
    assert sorted(observations) == [
        ("salary", 93339, "USD/year", None, "entry", "L45", "payscale"),
        ("salary", 112850, "USD/year", "United States", None, "L7, L45", "payscale"),
    ]
    assert {"absent-state-table", "absent-experience-table"} <= {claim.id for claim in graph[SEED].claims}


def test_the_length_of_a_bachelors_is_the_only_other_number(graph: CareerGraph) -> None:
    """About four years for a bachelor's is what the article says of durations, and of no other path."""
    durations = {
        (concept.id, item.value, item.unit)
        for concept in graph.values()
        for item in concept.observations
        if item.measure == "duration"
    }
    assert durations == {
        ("computer-science-bachelor-program", 4, "year"),
        ("data-science-bachelor-program", 4, "year"),
    }


def test_curated_statements_give_a_reason_where_the_article_is_near(graph: CareerGraph) -> None:
    """A requirement of a role is credited to the article or gives its reason; none is left without either."""
    bare = [
        (requirement.subject, requirement.options)
        for requirement in graph.all_requirements
        if not any(item.because or item.source != "curated" for item in requirement.evidence)
    ]
    assert bare == []


def test_a_path_without_hours_is_not_a_step(graph: CareerGraph) -> None:
    """Self-study is a way of learning, not a course: it states no hours, so no plan takes it."""
    path = graph["self-study"]
    assert isinstance(path, EducationPath)
    assert path.hours is None


def test_each_claim_says_who_makes_it(graph: CareerGraph) -> None:
    """A claim is a sentence that begins with whoever makes it, so that nobody reads it as a fact of ours."""
    claims = [claim for concept in graph.values() for claim in concept.claims]
    assert claims
    for claim in claims:
        if any(item.source == SEED for item in claim.evidence):
            assert claim.statement.startswith("The seed article ")
            assert claim.statement.endswith(".")
