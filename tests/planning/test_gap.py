"""What of a role is met, partly met and open."""

from __future__ import annotations

import json

import pytest
from oracles import career_records, random_career

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
        "importance": 2,
        "hours": [30.0, 60.0, 120.0],
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


def _reachable(graph: CareerGraph, without: frozenset[str]) -> dict[str, int]:
    """The rank that study alone reaches for each competency by somebody who never knows some of them.

    What a circle of requirements holds up counts as reachable: only what falls with `without` is lost.
    """
    ranks = {concept: 0 if concept in without else 4 for concept in graph}
    while True:
        before = dict(ranks)
        for concept in graph:
            for requirement in graph.requirements(concept):
                held = sum(ranks[option] >= requirement.level for option in requirement.options)
                if requirement.is_required and held < requirement.at_least:
                    ranks[concept] = min(ranks[concept], requirement.applies_from - 1)
        if ranks == before:
            return ranks


def test_the_importance_counts_what_cannot_be_met_without() -> None:
    """On random careers the importance of each requirement is what trying it out on the whole graph gives."""
    seen = set()
    for seed in range(400):
        graph, _ = random_career(seed)
        items = graph.gap("job").items
        for item in items:
            ranks = _reachable(graph, frozenset(item.requirement.options))
            lost = [
                other
                for other in items
                if other is item
                or sum(ranks[option] >= other.requirement.level for option in other.requirement.options)
                < other.requirement.at_least
            ]
            assert item.importance == len(lost)
            seen.add(item.importance)
    assert {1, 2, 3} <= seen


def test_importance_orders_what_is_not_met() -> None:
    """What most hangs on comes first, what is merely preferred last, and what is met is not listed."""
    gap = GRAPH.gap("job")
    assert [(str(item), item.importance) for item in gap.by_importance] == [
        ("A (practitioner)", 2),
        ("2 of B, C (working)", 2),
        ("Degree", 1),
        ("C (working)", 2),
    ]
    assert [str(item) for item in GRAPH.gap("job", ["a:expert", "c", "degree"]).by_importance] == [
        "2 of B, C (working)"
    ]


def test_the_hours_of_a_requirement_are_those_of_a_plan_for_it_alone() -> None:
    """A requirement takes the hours of the cheapest plan to a role that asks for nothing else."""
    for seed in range(60):
        records, knows = career_records(seed)
        graph = CareerGraph.from_dict({"concepts": records})
        gap = graph.gap("job", knows)
        asked = next(record for record in records if record["id"] == "job")["requires"]
        for requirement, item in zip(asked, gap.items, strict=True):
            alone = {"id": "alone", "kind": "role", "name": "alone"} | {
                "requires": [{**requirement, "strength": "required"}]
            }
            plan = CareerGraph.from_dict({"concepts": [*records, alone]}).plan("alone", knows, degrees="strict")
            assert gap.hours_for(item) == (None if plan.cost is None else plan.hours)


def test_the_frame_has_a_row_a_requirement() -> None:
    """The frame has every requirement with status, importance and hours."""
    frame = GRAPH.gap("job", ["a"]).to_frame()
    assert list(frame["any_of"]) == ["a", "b, c", "degree", "c"]
    assert list(frame["status"]) == ["partly met", "open", "open", "open"]
    assert list(frame["importance"]) == [2, 2, 1, 2]
    assert frame["hours_likely"].isna().tolist() == [False, False, True, False]
