"""The fits of many people are those of their gaps, to the last bit."""

from __future__ import annotations

import random

import pytest
from oracles import people, random_career

import mlcareer_graph as mcg
from mlcareer_graph import Competency, Level, Profile, load_graph
from mlcareer_graph.planning import fit


@pytest.mark.parametrize("assume", [True, False])
def test_on_random_careers_each_fit_is_that_of_the_gap(assume: bool) -> None:
    """Levels, groups of at least so many, credentials and assumed prerequisites count as in a gap."""
    values = set()
    for seed in range(300):
        graph, knows = random_career(seed)
        profiles = [knows, *people(graph, 4, random.Random(seed))]
        competency = next(concept.id for concept in graph.values() if isinstance(concept, Competency))
        fits = graph.gap_many(profiles, ["job", competency], assume_prerequisites=assume)
        for row, known in enumerate(profiles):
            for column, role in enumerate(fits.roles):
                gap = graph.gap(role, known, assume_prerequisites=assume)
                assert fits.fit[row, column] == gap.fit
                values.add(gap.fit)
    assert len(values) > 10


def test_on_the_shipped_graph_each_fit_is_that_of_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """All roles are looked at by default; blocks of profiles join without a seam."""
    monkeypatch.setattr(fit, "_BLOCK", 7)
    graph = load_graph()
    profiles = people(graph, 24, random.Random(0))
    fits = graph.gap_many(profiles)
    assert fits.roles == tuple(graph.roles.values())
    for row, known in enumerate(profiles):
        assert fits.fit[row].tolist() == [graph.gap(role, known).fit for role in graph.roles]


def test_profiles_concepts_and_pairs_are_read_as_everywhere() -> None:
    """What `gap` takes, `gap_many` takes."""
    graph = load_graph()
    knows = [
        Profile.of(graph, ["SQL:practitioner", "Python"]),
        [graph["sql"], ("python", Level.PRACTITIONER), "statistics"],
        [],
    ]
    fits = graph.gap_many(knows, ["data analyst"])
    assert fits.fit[:, 0].tolist() == [graph.gap("data analyst", known).fit for known in knows]


def test_nobody_fits_nothing() -> None:
    """Without profiles the table has no rows; without roles no columns."""
    graph = load_graph()
    assert graph.gap_many([]).fit.shape == (0, len(graph.roles))
    assert graph.gap_many([[]], []).fit.shape == (1, 0)


def test_every_profile_that_cannot_be_read_is_named() -> None:
    """The error carries the position of each with its own error."""
    with pytest.raises(mcg.InvalidBatchError) as caught:
        load_graph().gap_many([["Python"], "Python", ["Python:master"], ["nobody knows this"]])  # type: ignore[list-item]
    assert [(position, type(error)) for position, error in caught.value.problems] == [
        (1, mcg.UnknownOptionError),
        (2, mcg.UnknownLevelError),
        (3, mcg.UnknownConceptError),
    ]
    with pytest.raises(mcg.UnplannableError):
        load_graph().gap_many([[]], ["coursera"])


def test_the_best_come_first_and_the_frame_has_them_all() -> None:
    """The best roles of a profile are those of its row."""
    graph = load_graph()
    fits = graph.gap_many([["SQL:practitioner", "statistics", "Tableau"]])
    best = fits.best(0, 3)
    assert [fit for _, fit in best] == sorted(fits.fit[0].tolist(), reverse=True)[:3]
    frame = fits.to_frame()
    assert frame.shape == (1, len(graph.roles))
    assert frame.loc[0, best[0][0].id] == best[0][1]
