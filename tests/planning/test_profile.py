"""What a person knows, and what follows from it."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from oracles import assumed_ranks, random_career

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Level, Profile
from mlcareer_graph.planning.profile import resolve


def graph_of(**concepts: dict[str, Any]) -> CareerGraph:
    """Skills, unless a kind is given, named by their ids in capitals."""
    records = [{"id": key, "kind": "skill", "name": key.upper()} | record for key, record in concepts.items()]
    return CareerGraph.from_dict({"concepts": records})


GRAPH = graph_of(
    sql={},
    python={},
    keras={"requires": ["python"]},
    degree={"kind": "credential"},
    job={"kind": "role"},
    course={"name": "Statistics: an introduction"},
    course2={"name": "Leadership: expert"},
)


@pytest.mark.parametrize(
    ("entry", "concept", "level"),
    [
        ("SQL", "sql", Level.WORKING),
        ("SQL:practitioner", "sql", Level.PRACTITIONER),
        ("sql : Expert ", "sql", Level.EXPERT),
        (("sql", "awareness"), "sql", Level.AWARENESS),
        (("SQL", Level.EXPERT), "sql", Level.EXPERT),
        ((GRAPH["sql"], "expert"), "sql", Level.EXPERT),
        (GRAPH["sql"], "sql", Level.WORKING),
        ("Statistics: an introduction", "course", Level.WORKING),
        ("Statistics: an introduction:expert", "course", Level.EXPERT),
        ("Leadership: expert", "course2", Level.WORKING),
        ("Leadership: expert:awareness", "course2", Level.AWARENESS),
    ],
    ids=str,
)
def test_an_entry_means_a_concept_and_a_level(entry: Any, concept: str, level: Level) -> None:
    """Names, ids, concepts and pairs are understood, and a colon may belong to the name."""
    found, at = resolve(GRAPH, entry)
    assert (found.id, at) == (concept, level)


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ("sql:wizard", mcg.UnknownLevelError),
        (("sql", "wizard"), mcg.UnknownLevelError),
        ("nothing of the kind:expert", mcg.UnknownConceptError),
        ("nothing of the kind:wizard", mcg.UnknownConceptError),
        ("nothing of the kind", mcg.UnknownConceptError),
        ("", mcg.UnknownConceptError),
        (":", mcg.UnknownConceptError),
        (":expert", mcg.UnknownConceptError),
    ],
    ids=str,
)
def test_an_entry_that_means_nothing_is_an_error(entry: Any, error: type[Exception]) -> None:
    """The name is blamed where the name is wrong, the level where the level is."""
    with pytest.raises(error):
        resolve(GRAPH, entry)


def test_the_higher_of_two_levels_counts() -> None:
    """Knowing something twice is knowing it at the higher level, in any order."""
    for entries in (["sql:expert", "sql"], ["sql", "sql:expert"]):
        assert Profile.of(GRAPH, entries).levels == (("sql", Level.EXPERT),)


def test_credentials_are_held_not_known() -> None:
    """A credential has no level; its rank is the lowest."""
    profile = Profile.of(GRAPH, ["degree", "sql"])
    assert profile.credentials == ("degree",)
    assert profile.ranks() == {"sql": 2, "degree": 1}


def test_the_order_of_the_entries_does_not_matter() -> None:
    """Profiles are equal, and hash the same, whatever order they were stated in."""
    one, other = Profile.of(GRAPH, ["sql", "python", "degree"]), Profile.of(GRAPH, ["degree", "python", "sql"])
    assert one == other
    assert hash(one) == hash(other)


def test_a_profile_is_taken_as_it_is() -> None:
    """A profile passes through unchanged, and its entries make the same one again."""
    profile = Profile.of(GRAPH, ["sql:expert", "degree"])
    assert Profile.of(GRAPH, profile) is profile
    assert Profile.of(GRAPH, profile.entries()) == profile


def test_only_what_a_person_can_know_is_accepted() -> None:
    """A role is not something that a person knows, and a text is not a list of names."""
    with pytest.raises(mcg.UnplannableError, match="'job' is of kind role"):
        Profile.of(GRAPH, ["job"])
    with pytest.raises(mcg.UnknownOptionError, match="a list of names"):
        Profile.of(GRAPH, "sql")


class TestAssumptions:
    """`with_prerequisites`."""

    def test_chains_are_followed(self) -> None:
        """What underlies what is assumed is assumed too, and named after what was stated."""
        graph = graph_of(a={}, b={"requires": ["a"]}, c={"requires": [{"any_of": ["b"], "level": "practitioner"}]})
        assert Profile.of(graph, ["c"]).with_prerequisites(graph).assumed == (
            ("a", Level.WORKING, "c"),
            ("b", Level.PRACTITIONER, "c"),
        )

    def test_a_higher_level_is_not_lowered(self) -> None:
        """Who is an expert in Python stays one, and nothing is assumed about it."""
        profile = Profile.of(GRAPH, ["keras", "python:expert"]).with_prerequisites(GRAPH)
        assert profile.levels == (("keras", Level.WORKING), ("python", Level.EXPERT))
        assert profile.assumed == ()

    def test_a_lower_level_is_raised(self) -> None:
        """Who states less than what follows is taken to know what follows."""
        profile = Profile.of(GRAPH, ["keras", "python:awareness"]).with_prerequisites(GRAPH)
        assert profile.levels == (("keras", Level.WORKING), ("python", Level.WORKING))
        assert profile.assumed == (("python", Level.WORKING, "keras"),)
        assert profile.entries() == ["keras:working", "python:awareness"]

    def test_groups_preferences_and_higher_levels_imply_nothing(self) -> None:
        """Only binding requirements with a single option that apply at the known level count."""
        graph = graph_of(
            a={},
            b={},
            c={},
            d={
                "requires": [
                    {"any_of": ["a", "b"]},
                    {"any_of": ["b"], "strength": "preferred"},
                    {"any_of": ["c"], "applies_from": "practitioner"},
                ]
            },
        )
        assert Profile.of(graph, ["d"]).with_prerequisites(graph).assumed == ()
        assert Profile.of(graph, ["d:awareness"]).with_prerequisites(graph).assumed == ()
        assert Profile.of(graph, ["d:practitioner"]).with_prerequisites(graph).assumed == (("c", Level.WORKING, "d"),)

    def test_circles_come_to_an_end(self) -> None:
        """Competencies that need each other at rising levels are all known at the highest."""
        graph = graph_of(
            a={"requires": [{"any_of": ["b"], "level": "expert"}]},
            b={"requires": [{"any_of": ["c"], "level": "practitioner"}]},
            c={"requires": [{"any_of": ["a"], "level": "expert"}]},
        )
        ranks = Profile.of(graph, ["a:working"]).with_prerequisites(graph).ranks()
        assert ranks == {"a": 4, "b": 4, "c": 3}

    def test_a_credential_can_be_assumed(self) -> None:
        """What cannot be known without a licence implies the licence, which is not stated as known."""
        graph = graph_of(licence={"kind": "credential"}, driving={"requires": ["licence"]})
        profile = Profile.of(graph, ["driving"]).with_prerequisites(graph)
        assert profile.credentials == ("licence",)
        assert profile.assumed == (("licence", Level.AWARENESS, "driving"),)
        assert profile.entries() == ["driving:working"]
        assert str(graph.plan("driving", ["driving"]).explain("licence")) == (
            "LICENCE is taken as known, because you know DRIVING."
        )

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(st.integers(0, 10**9))
    def test_it_is_the_least_that_follows(self, seed: int) -> None:
        """Random profiles are closed exactly as repeated passes over all requirements close them."""
        graph, knows = random_career(seed)
        profile = Profile.of(graph, knows)
        closed = profile.with_prerequisites(graph)
        assert closed.ranks() == assumed_ranks(graph, profile.ranks())
        assert closed.with_prerequisites(graph) == closed
        assert Profile.of(graph, closed.entries()) == profile
