"""Ids of imported concepts: readable, unique, and the same whatever the order of the rows."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph.interop.published.identifiers import Named, readable_ids
from mlcareer_graph.model import is_slug

LABELS = st.text(alphabet="ab -+#é中", max_size=6) | st.text(min_size=90, max_size=120)
MARKS = st.sampled_from(["1", "1a", "ab", "", "中"])


@settings(max_examples=50)
@given(st.lists(st.lists(st.tuples(LABELS, MARKS), max_size=4), max_size=3), st.randoms())
def test_ids_are_unique_slugs_whatever_the_order(kinds: list[list[tuple[str, str]]], random: Random) -> None:
    """Every concept gets a slug of its own, and the same one when the rows of its kind are shuffled."""
    named = [[Named(f"{n}/{m}", label, mark) for m, (label, mark) in enumerate(kind)] for n, kind in enumerate(kinds)]
    ids = readable_ids(named, taken=["a"])
    assert len(set(ids.values()) | {"a"}) == sum(map(len, kinds)) + 1
    assert all(map(is_slug, ids.values()))
    for kind in named:
        random.shuffle(kind)
    assert readable_ids(named, taken=["a"]) == ids


def test_a_label_of_one_kind_goes_before_that_of_the_next() -> None:
    """Of a role and a skill with one label the role has the plain id; two roles with one label are both marked."""
    roles = [Named("r1", "Cook", "11"), Named("r2", "Baker", "22"), Named("r3", "cook", "33")]
    skills = [Named("s1", "baker", "44"), Named("s2", "Кухня", "55")]
    expected = {"r1": "cook-11", "r2": "baker", "r3": "cook-33", "s1": "baker-44", "s2": "55"}
    assert readable_ids([roles, skills]) == expected
