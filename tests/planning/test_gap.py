"""What of a role is met, partly met and open."""

from __future__ import annotations

import json

import pytest
from oracles import random_career

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Level

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "a", "kind": "skill", "name": "A"},
            {"id": "b", "kind": "skill", "name": "B", "requires": ["a"]},
            {"id": "c", "kind": "skill", "name": "C"},
            {"id": "degree", "kind": "credential", "name": "Degree"},
            {"id": "company", "kind": "organization", "name": "Company"},
            {
                "id": "job",
                "kind": "role",
                "name": "Job",
                "requires": [
                    {"any_of": ["a"], "level": "practitioner"},
                    {"any_of": ["b", "c"], "at_least": 2},
                    {"any_of": ["degree"]},
                    {"any_of": ["c"], "strength": "preferred"},
                ],
            },
            {"id": "free", "kind": "role", "name": "Free"},
        ]
    }
)


@pytest.mark.parametrize(
    ("knows", "statuses", "fit"),
    [
        ([], ["open", "open", "open", "open"], 0),
        (["a"], ["partly met", "open", "open", "open"], 0.5 / 3),
        (["a:practitioner"], ["met", "open", "open", "open"], 1 / 3),
        (["b"], ["partly met", "partly met", "open", "open"], 1 / 3),
        (["degree"], ["open", "open", "met", "open"], 1 / 3),
        (["c"], ["open", "partly met", "open", "met"], 0.5 / 3),
        (["a:expert", "b", "c", "degree"], ["met", "met", "met", "met"], 1),
    ],
    ids=str,
)
def test_each_requirement_has_its_status(knows: list[str], statuses: list[str], fit: float) -> None:
    """Something known, but too little, is partly met; the fit counts binding requirements, halves for partly met."""
    gap = GRAPH.gap("job", knows)
    assert [item.status for item in gap.items] == statuses
    assert gap.fit == pytest.approx(fit)


def test_the_three_kinds_are_all_of_the_items() -> None:
    """Each item is in exactly one of met, partly met and open."""
    gap = GRAPH.gap("job", ["a", "c"])
    assert (len(gap.met), len(gap.partly_met), len(gap.open)) == (1, 2, 1)
    assert set(gap.items) == {*gap.met, *gap.partly_met, *gap.open}


def test_options_show_the_level_they_are_known_at() -> None:
    """Each option comes with its level, or None; a held credential has the lowest."""
    items = GRAPH.gap("job", ["a:awareness", "degree"]).items
    assert [(concept.id, level) for concept, level in items[0].options] == [("a", Level.AWARENESS)]
    assert [(concept.id, level) for concept, level in items[1].options] == [("b", None), ("c", None)]
    assert [(concept.id, level) for concept, level in items[2].options] == [("degree", Level.AWARENESS)]


def test_an_item_names_its_options() -> None:
    """The text of an item says what is asked for."""
    items = GRAPH.gap("job").items
    assert str(items[0]) == "A (practitioner)"
    assert "B" in str(items[1])
    assert "C" in str(items[1])


def test_prerequisites_of_what_is_known_can_be_left_out() -> None:
    """With the profile taken literally, knowing B says nothing about A."""
    literal = GRAPH.gap("job", ["b"], assume_prerequisites=False)
    assert literal.items[0].status == "open"
    assert literal.knows.assumed == ()


def test_a_role_without_requirements_fits_everybody() -> None:
    """Where nothing is asked, all is met."""
    gap = GRAPH.gap("free")
    assert (gap.items, gap.fit) == ((), 1.0)


def test_a_competency_has_a_gap_too() -> None:
    """Its requirements are held against the profile."""
    assert [item.status for item in GRAPH.gap("b", ["a"]).items] == ["met"]


def test_other_kinds_have_none() -> None:
    """An organization asks for nothing that a person could know."""
    with pytest.raises(mcg.UnplannableError, match="a gap is measured against a role"):
        GRAPH.gap("company")


def test_the_data_is_plain() -> None:
    """The gap as data survives JSON."""
    data = GRAPH.gap("job", ["a"]).to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["role"] == "job"
    assert data["knows"] == ["a:working"]
    assert data["requirements"][0] == {
        "any_of": ["a"],
        "at_least": 1,
        "level": "practitioner",
        "strength": "required",
        "known": {"a": "working"},
        "status": "partly met",
    }


def test_no_gap_means_an_empty_plan() -> None:
    """On random careers a strict plan is empty exactly if every binding requirement is met."""
    both = set()
    for seed in range(300):
        graph, knows = random_career(seed)
        binding = [item for item in graph.gap("job", knows).items if item.requirement.is_required]
        is_met = all(item.status == "met" for item in binding)
        plan = graph.plan("job", knows, degrees="strict")
        assert is_met == (plan.status == "optimal" and not plan.steps)
        both.add(is_met)
    assert both == {True, False}
