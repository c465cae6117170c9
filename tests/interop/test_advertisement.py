"""Job advertisements as targets of plans."""

from __future__ import annotations

import pytest

from mlcareer_graph import Level, LoadError, load_graph
from mlcareer_graph.interop.advertisement import Advertisement, read_advertisement

GRAPH = load_graph()
TEXT = """Data Engineer

What you bring:
- strong Python and working knowledge of SQL
- cloud platforms such as AWS, Azure or Google Cloud
- Python, PyTorch or TensorFlow, and Docker
- Bachelor's degree in Computer Science
- no Scala required

Nice to have:
- dbt
- Python, Kafka

What we offer:
- Tableau licences and free lunch
"""


@pytest.fixture(scope="module")
def advertisement() -> Advertisement:
    """The advertisement above."""
    return read_advertisement(TEXT, GRAPH)


def test_what_it_asks_for(advertisement: Advertisement) -> None:
    """Required is what is named above, with levels; alternatives are one requirement; denied and offered is nothing."""
    asked = {requirement.options: str(requirement.level) for requirement in advertisement.required}
    clouds = next(options for options in asked if "aws" in options)
    assert {"aws", "microsoft-azure", "google-cloud"} <= set(clouds)
    del asked[clouds]
    assert asked == {
        ("python",): "practitioner",
        ("sql",): "working",
        ("pytorch", "tensorflow"): "working",
        ("docker",): "working",
        ("bachelor-computer-science",): "working",
    }


def test_what_it_welcomes(advertisement: Advertisement) -> None:
    """Preferred is what stands below such a heading and is not asked for elsewhere."""
    assert [requirement.options for requirement in advertisement.preferred] == [("dbt",), ("apache-kafka",)]


def test_requirements_cite_the_text(advertisement: Advertisement) -> None:
    """Each requirement says at which characters it stands, and those are right."""
    (evidence,) = next(r for r in advertisement.required if r.options == ("docker",)).evidence
    start, _, end = str(evidence.at).removeprefix("characters ").partition("-")
    assert TEXT[int(start) : int(end)] == "Docker"
    assert advertisement.graph[evidence.source].kind == "source"


def test_the_role_is_a_role_like_others(advertisement: Advertisement) -> None:
    """The graph below is untouched; plan, gap and matrix of roles take the role."""
    assert "job-advertisement" not in GRAPH
    assert advertisement.role.name == "Data engineer (advertisement)"
    plan = advertisement.plan(["Python:practitioner", "SQL", "AWS"])
    assert plan.is_optimal
    assert plan.verify()
    assert {"docker"} <= {step.id for step in plan.steps}
    assert {"pytorch", "tensorflow"} & {step.id for step in plan.steps}
    assert not {"dbt", "scala", "tableau", "apache-kafka"} & {step.id for step in plan.steps}
    wider = advertisement.plan(["Python:practitioner", "SQL", "AWS"], include_preferred=True)
    assert {"dbt", "apache-kafka"} <= {step.id for step in wider.steps}
    assert [gate.requirement.options for gate in plan.gates] == [("bachelor-computer-science",)]
    gap = advertisement.graph.gap(advertisement.role, ["Python:practitioner"])
    assert gap.met
    assert gap.open


def test_an_advertisement_on_top_of_one() -> None:
    """A second advertisement on the graph of a first has an id of its own, and both can be planned for."""
    first = read_advertisement("We need Keras.", GRAPH)
    second = read_advertisement("We need SQL.", first.graph, name="The other")
    assert second.role.id == "job-advertisement-2"
    assert second.role.name == "The other"
    assert {first.role.id, second.role.id} <= set(second.graph.roles)


def test_a_requirement_named_twice_counts_once() -> None:
    """The higher level counts, and what is required somewhere is required."""
    found = read_advertisement("Keras is a plus. You are an expert in Keras.", GRAPH)
    (requirement,) = found.required
    assert requirement.level is Level.EXPERT
    assert found.preferred == ()


@pytest.mark.parametrize("text", ["", "We look for nice people.", "No Keras required.", "Data scientist wanted!"])
def test_nothing_to_plan_for(text: str) -> None:
    """An advertisement that asks for nothing the graph knows is an error and not an empty plan."""
    with pytest.raises(LoadError, match="nothing to plan for"):
        read_advertisement(text, GRAPH)
