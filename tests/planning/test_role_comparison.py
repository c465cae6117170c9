"""Two roles side by side."""

from __future__ import annotations

from itertools import permutations

import pytest

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.errors import UnknownConceptError, UnplannableError


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


def test_every_option_is_named_once_on_its_side(graph: CareerGraph) -> None:
    """What is shared is the intersection of the options of both roles, the rest their differences, nothing twice."""
    roles = list(graph.roles)[:7]
    for one, other in permutations(roles, 2):
        first = {option for need in graph.requirements(one) for option in need.options}
        second = {option for need in graph.requirements(other) for option in need.options}
        compared = graph.compare_roles(one, other)
        sides = [
            [item.concept.id for item in items]
            for items in (compared.shared, compared.only_first, compared.only_second)
        ]
        assert [set(side) for side in sides] == [first & second, first - second, second - first]
        assert sum(map(len, sides)) == len(compared.items) == len(first | second)


def test_each_side_holds_the_requirement_of_its_role(graph: CareerGraph) -> None:
    """The requirement on each side is one of that role's that names the concept; swapping the roles swaps the sides."""
    compared = graph.compare_roles("data analyst", "data engineer")
    swapped = {item.concept.id: item for item in graph.compare_roles("data engineer", "data analyst").items}
    for item in compared.items:
        for role, requirement in ((compared.first, item.first), (compared.second, item.second)):
            if requirement is not None:
                assert requirement.subject == role.id
                assert item.concept.id in requirement.options
        other = swapped[item.concept.id]
        assert (other.first, other.second) == (item.second, item.first)


def test_the_most_binding_requirement_counts() -> None:
    """Of several requirements that name a thing, what is required counts first, and there what stands alone."""
    skills = [{"id": name, "kind": "skill", "name": name} for name in ("a", "b", "c")]
    needs = [
        {"any_of": ["a"], "level": "expert", "strength": "preferred"},
        {"any_of": ["a", "b"], "level": "practitioner"},
        {"any_of": ["a"], "level": "awareness"},
    ]
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                *skills,
                {"id": "one", "kind": "role", "name": "One", "requires": needs},
                {"id": "two", "kind": "role", "name": "Two", "requires": ["c"]},
            ]
        }
    )
    named = {item.concept.id: item for item in graph.compare_roles("one", "two").items}
    first = named["a"].first
    assert first is not None
    assert (str(first.level), first.options) == ("awareness", ("a",))
    assert named["b"].first is not None
    assert named["c"].first is None


def test_a_role_shares_all_with_itself(graph: CareerGraph) -> None:
    """Compared with itself a role shares everything, at the same levels."""
    compared = graph.compare_roles("data analyst", "data analyst")
    assert compared.only_first == compared.only_second == ()
    assert all(item.first == item.second for item in compared.shared)


def test_only_roles_are_compared(graph: CareerGraph) -> None:
    """A skill is no role, and an unknown name is unknown."""
    with pytest.raises(UnplannableError, match="only roles"):
        graph.compare_roles("data analyst", "python")
    with pytest.raises(UnknownConceptError):
        graph.compare_roles("data analyst", "no such role at all")


def test_comparison_is_plain_data_and_words(graph: CareerGraph) -> None:
    """The plain data has one record a concept; the text names what both ask for."""
    compared = graph.compare_roles("data analyst", "data engineer")
    record = compared.to_dict()
    assert [entry["id"] for entry in record["concepts"]] == [item.concept.id for item in compared.items]
    assert all(
        (entry["first"] is None) == (item.first is None)
        for entry, item in zip(record["concepts"], compared.items, strict=True)
    )
    assert compared.shared[0].concept.name in str(compared).splitlines()[0]
    assert f"{len(compared.shared)} shared" in repr(compared)
