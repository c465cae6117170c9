"""The counts of many gaps are those of each of them."""

from __future__ import annotations

import random

import pytest
from oracles import people, random_career

from mlcareer_graph import Competency, Profile, Strength
from mlcareer_graph.planning.gap_counts import GapCounter


@pytest.mark.parametrize("assume", [True, False])
def test_on_random_careers_each_count_is_that_of_the_gap(assume: bool) -> None:
    """Groups of at least so many, levels, credentials and what is merely preferred count as in a gap."""
    seen = set()
    for seed in range(150):
        graph, known = random_career(seed)
        profiles = [Profile.of(graph, knows) for knows in (known, *people(graph, 4, random.Random(seed)))]
        competency = next(concept.id for concept in graph.values() if isinstance(concept, Competency))
        counter = GapCounter(graph, ["job", competency], assume_prerequisites=assume)
        codes = [counter.codes(profile) for profile in profiles]
        offsets = [sum(map(len, codes[:row])) for row in range(len(codes) + 1)]
        counts = counter.count([code for row in codes for code in row], offsets)
        for row, profile in enumerate(profiles):
            for column, role in enumerate(counter.roles):
                gap = graph.gap(role, profile, assume_prerequisites=assume)
                found = [part[row, column] for part in (counts.met, counts.partly_met, counts.open, counts.fit)]
                assert found == [len(gap.met), len(gap.partly_met), len(gap.open), gap.fit]
                seen |= {(item.status, item.requirement.at_least > 1) for item in gap.items}
                seen |= {item.requirement.strength for item in gap.items}
    assert seen == {(status, many) for status in ("met", "partly met", "open") for many in (True, False)} | set(
        Strength
    )


def test_of_nobody_there_is_nothing_to_count() -> None:
    """Without profiles, and without roles, the tables are empty."""
    graph, _ = random_career(0)
    assert GapCounter(graph, ["job"], assume_prerequisites=True).count([], [0]).fit.shape == (0, 1)
    assert GapCounter(graph, [], assume_prerequisites=True).count([], [0, 0]).fit.shape == (1, 0)
