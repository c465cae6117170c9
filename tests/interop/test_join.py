"""Joined with the shipped graph, an imported occupation is planned with our prerequisites, hours and education."""

from __future__ import annotations

import re
from functools import cache

import pytest
from published_data import SAMPLES, all_of_esco

from make_esco_example import PAGE, example
from mlcareer_graph import (
    CareerGraph,
    Level,
    Relation,
    Requirement,
    Skill,
    Source,
    UnknownOptionError,
    UnplannableError,
    load_graph,
)
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.interop import esco, onet
from mlcareer_graph.interop.join import Joined, join
from mlcareer_graph.model import Competency, EasierWith, Evidence, Strength, Technology

OURS = load_graph()


@cache
def _esco() -> Joined:
    return join(esco.load(SAMPLES / "esco-1.2"))


@cache
def _onet() -> Joined:
    return join(onet.load(SAMPLES / "onet-29.3"))


def test_known_competencies_are_ours() -> None:
    """Where both know a skill, the occupation requires ours, which is as it was; the evidence says what was done."""
    joined = _esco()
    role = joined.concept("data scientist")
    assert role.id == "data-scientist-esco"
    needs = {requirement.options[0]: requirement for requirement in joined.graph.requirements(role)}
    assert {need for need in needs if need in OURS} == {
        "data-mining",
        "statistics",
        "data-cleaning",
        "data-visualization",
        "apache-hadoop",
    }
    assert needs["data-cleaning"].evidence == (
        Evidence("esco-1-2", "http://data.europa.eu/esco/occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"),
        Evidence.curated("'perform data cleansing' is taken as 'Data cleaning', by the mappings of the ontology."),
    )
    for concept in OURS.values():
        kept = joined.graph[concept.id]
        assert (kept.name, kept.definition) == (concept.name, concept.definition)
        assert not isinstance(concept, Competency) or kept.hours == concept.hours
        assert joined.graph.requirements_of(concept.id) == OURS.requirements_of(concept.id)


def test_a_plan_uses_our_hours_and_prerequisites_and_education() -> None:
    """The plan is longer and says more: what statistics needs, what it takes; steps without hours are told."""
    joined = _esco()
    plan = joined.graph.plan("data-scientist-esco")
    assert not plan.verify().problems
    hours = {step.concept.id: step.hours.likely for step in plan.steps}
    assert hours["statistics"] == OURS["statistics"].hours.to(Level.WORKING).likely
    assert {step.concept.id for step in plan.steps} & {c.id for c in OURS.prerequisites("statistics")}
    unknown = {step.concept.id for step in joined.without_hours(plan)}
    assert unknown == {"information-categorisation", "resource-description-framework-query-language", "use-databases"}
    taught = joined.graph.plan("data-scientist-esco", education="all", objective="steps")
    assert any(step.concept.kind == "education-path" for step in taught.steps)


def test_the_coverage_says_what_is_known_to_whom() -> None:
    """Each thing that the occupation asks for is known to both, nearly known, or only theirs."""
    coverage = _esco().coverage("data scientist")
    assert [str(match) for match in coverage.known] == [
        "data mining = Data mining (exactMatch, 0.95)",
        "statistics = Statistics (exactMatch, 0.95)",
        "perform data cleansing = Data cleaning (exactMatch, 0.9)",
        "deliver visual presentation of data = Data visualization (exactMatch, 0.9)",
        "Hadoop = Apache Hadoop (exactMatch, 0.95)",
    ]
    assert [(concept.name, [match.ours.name for match in matches]) for concept, matches in coverage.near] == [
        ("resource description framework query language", ["Semantic web"]),
        ("SPARQL", ["Graph querying"]),
    ]
    assert [c.name for c in coverage.only_theirs] == [
        "information categorisation",
        "use databases",
        "perform data mining",
    ]
    assert coverage.share == 0.5
    assert "50% of what it asks for" in str(coverage)
    required = _esco().coverage("data scientist", include_preferred=False)
    assert (len(required.known), len(required.near), len(required.only_theirs)) == (4, 1, 2)


def test_near_roles_of_ours_are_listed_and_can_be_compared() -> None:
    """The roles that an occupation is mapped to, the nearest first; the two stand in one graph side by side."""
    joined = _esco()
    matches = joined.our_roles("data scientist")
    assert str(matches[0]) == "data scientist = Data scientist (exactMatch, 0.95)"
    assert len(matches) > 1
    compared = joined.graph.compare_roles("data-scientist-esco", "data-scientist")
    assert {item.concept.id for item in compared.shared} >= {"statistics", "data-cleaning"}


def test_names_of_theirs_lead_to_what_they_have_become() -> None:
    """The label of an exact match is a name of ours; a name that both have is asked about."""
    joined = _esco()
    assert joined.graph.find("perform data cleansing").id == "data-cleaning"
    assert joined.concept("Python").id == "python"
    assert isinstance(joined.concept("Python"), Technology)
    assert joined.graph.ambiguous_names["data expert"] == ("data-analyst-esco", "data-scientist-esco")
    assert joined.graph.mappings("data-scientist-esco")[0].code.startswith("occupation/258e46f9")


def test_technologies_of_onet_are_matched_by_name() -> None:
    """An example of a technology is the technology of that name, whatever the mapping says of its commodity."""
    joined = _onet()
    coverage = joined.coverage("Data Scientists")
    assert {match.ours.id for match in coverage.known} == {
        *("c-plus-plus", "python", "r", "git", "microsoft-excel", "sas", "spss", "apache-hadoop")
    }
    assert str(coverage.known[0]) == "Apache Hadoop = Apache Hadoop (the same technology)"
    assert coverage.share == 1
    plan = joined.graph.plan(joined.concept("Data Scientists"), ["Python"])
    assert not joined.without_hours(plan)
    assert "python" not in {step.concept.id for step in plan.steps}


def test_what_counts_as_the_same_can_be_chosen() -> None:
    """A higher bar takes fewer, exact matches alone fewer still; wrong options are refused."""
    theirs = esco.load(SAMPLES / "esco-1.2")
    assert set(join(theirs, least_confidence=0.95).same) < set(_esco().same)
    wider = join(theirs, predicates=("skos:exactMatch", "skos:narrowMatch"))
    assert wider.same["sparql"].ours.id == "graph-querying"
    with pytest.raises(UnknownOptionError, match="predicates"):
        join(theirs, predicates=["exact"])
    for confidence in (-0.1, 1.1, float("nan"), True):
        with pytest.raises(UnknownOptionError, match="least_confidence"):
            join(theirs, least_confidence=confidence)
    with pytest.raises(UnplannableError):
        _esco().coverage("statistics")


def test_two_skills_that_are_one_of_ours_are_asked_for_once() -> None:
    """The binding requirement stays, with the evidence of both; relations between the two vanish."""
    said = (Evidence("esco-1-2"),)
    skill = "http://data.europa.eu/esco/skill/"
    chart = f"{skill}c3e36d05-8ae8-447f-bb2b-6f9409f85389"
    charts = f"{skill}348b74cd-49ce-4844-8bdf-ec188b497213"
    hadoop = f"{skill}e46291c7-52b9-4174-bd59-178884861038"
    sample = esco.load(SAMPLES / "esco-1.2")
    theirs = CareerGraph(
        [
            sample["data-scientist"],
            Source(id="esco-1-2", name="ESCO 1.2"),
            Skill(id="a", name="make charts", evidence=(Evidence("esco-1-2", chart),)),
            Skill(id="b", name="draw charts", evidence=(Evidence("esco-1-2", charts),)),
            Skill(id="c", name="Hadoop", evidence=(Evidence("esco-1-2", hadoop),)),
            Skill(id="d", name="store data"),
        ],
        [
            Requirement("data-scientist", ("a",), strength=Strength.PREFERRED, evidence=(Evidence("esco-1-2", "one"),)),
            Requirement("data-scientist", ("b",), evidence=(Evidence("esco-1-2", "two"),)),
            Requirement("data-scientist", ("a", "b", "d"), at_least=3),
            Requirement("a", ("d",)),
        ],
        [Relation("a", "broader", "b", None, said), Relation("c", "broader", "d", None, said)],
    )
    joined = join(theirs)
    single, several = joined.graph.requirements("data-scientist-esco")
    assert (single.options, single.strength) == (("data-visualization",), Strength.REQUIRED)
    assert [evidence.at for evidence in single.evidence if evidence.at] == ["two", "one"]
    assert (several.options, several.at_least) == (("data-visualization", "d"), 2)
    assert {relation.type for relation in joined.graph.edges("d")} == {"related_to"}
    assert joined.graph.requirements("data-visualization") == OURS.requirements("data-visualization")


def test_what_becomes_of_a_name_of_theirs_is_said_wherever_it_stands() -> None:
    """An id that both have gets another one that nobody has, also in a source, in evidence and beside `easier_with`."""
    sums = Skill(id="sums", name="Sums")
    ours = CareerGraph([sums, Source(id="guide", name="Our guide")])
    said = Evidence("guide", "p. 1", citing="survey")
    decoded = Decoded(
        [
            Source(id="guide", name="Their guide"),
            Source(id="survey", name="A survey", evidence=(Evidence("survey"),)),
            Skill(id="sums", name="Sums of theirs", evidence=(said,)),
            Skill(id="sums-guide", name="Another"),
            Skill(
                id="proofs",
                name="Proofs",
                easier_with=(EasierWith("sums", Level.WORKING, 0.5),),
                evidence=(Evidence("survey"),),
            ),
            Skill(id="logic", name="Logic", easier_with=(EasierWith("proofs", Level.WORKING, 0.5),)),
        ],
        [],
        [],
        ambiguous={"one": ("sums", "proofs"), "two": ("logic", "proofs")},
    )
    theirs = CareerGraph.from_decoded(decoded)
    joined = join(theirs, ours)
    assert joined.graph["sums"] == sums
    assert joined.graph["sums-guide"].name == "Another"
    assert joined.concept("Sums of theirs").id == "sums-guide-2"
    (evidence,) = joined.graph["sums-guide-2"].evidence
    assert (evidence.source, evidence.at, evidence.citing) == ("guide-guide", "p. 1", "survey")
    assert joined.graph["guide-guide"].name == "Their guide"
    assert joined.graph["survey"] == theirs["survey"]
    assert [near.know for near in joined.graph["proofs"].easier_with] == ["sums-guide-2"]
    assert joined.graph["logic"] == theirs["logic"]
    assert joined.graph.ambiguous_names == {"one": ("proofs", "sums-guide-2"), "two": ("logic", "proofs")}


def test_all_of_esco_is_joined() -> None:
    """Every occupation of ESCO is there, and what is the same is counted once."""
    theirs = all_of_esco().graph
    joined = join(theirs)
    assert len(joined.graph.roles) == len(theirs.roles) + len(OURS.roles)
    competencies = len(theirs.skills) + len(OURS.skills) + len(OURS.technologies)
    assert len(joined.graph.skills) + len(joined.graph.technologies) == competencies - len(joined.same)
    assert len(joined.same) > 100
    plan = joined.graph.plan(joined.concept("data scientist"))
    assert plan.status == "optimal"
    assert not plan.verify().problems


def test_the_worked_example_is_what_the_whole_of_esco_gives() -> None:
    """The page of ESCO's data scientist beside ours lists what is known to whom today; hours may have moved since."""
    made, kept = (
        [line for line in text.splitlines() if not re.search(r"\([0-9,]+ to [0-9,]+\)", line)]
        for text in (example(all_of_esco().graph), PAGE.read_text(encoding="utf-8"))
    )
    assert made == kept, "run docs/make_esco_example.py on all of ESCO"
