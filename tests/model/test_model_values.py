"""The values of the model: frozen, hashable, picklable, and refused where they make no sense."""

from __future__ import annotations

import copy
import math
import pickle
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlcareer_graph.errors import UnknownLevelError
from mlcareer_graph.model import (
    CONCEPT_KINDS,
    LEVEL_FACTORS,
    Claim,
    EasierWith,
    Estimate,
    Evidence,
    LearningEffort,
    Level,
    Observation,
    Quantity,
    Relation,
    Requirement,
    Strength,
    concept_iri,
    is_slug,
)

EVIDENCE = (Evidence("guide", "L1", "It says so.", "survey"),)
ESTIMATE = Estimate(1, 2, 3)
VALUES: list[Any] = [
    EVIDENCE[0],
    ESTIMATE,
    Quantity(ESTIMATE, "hours", EVIDENCE),
    LearningEffort(((Level.WORKING, ESTIMATE),), EVIDENCE),
    Claim("fast", "It is fast.", ("slow",), "entry", EVIDENCE),
    Observation("salary", 1.5, "USD/year", "mean", "US", "entry", EVIDENCE),
    EasierWith("java", Level.EXPERT, 0.5, EVIDENCE),
    Requirement("coding", ("python", "java"), 2, Level.EXPERT, Strength.PREFERRED, Level.EXPERT, EVIDENCE),
    Relation("course", "teaches", "python", Level.WORKING, EVIDENCE),
    *(cls(id="a", name="A", aliases=("b",), evidence=EVIDENCE) for cls in CONCEPT_KINDS.values()),
]
by_class = pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)


@by_class
def test_values_are_frozen_and_slotted(value: Any) -> None:
    """No field of a value can be set, and no other attribute added."""
    assert not hasattr(value, "__dict__")
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, "other")
    with pytest.raises((AttributeError, TypeError)):
        value.extra = 1


@by_class
def test_values_survive_copying_and_pickling(value: Any) -> None:
    """A copy is equal and has the same hash, so values work as keys and across processes."""
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert twin == value
        assert hash(twin) == hash(value)
        assert type(twin) is type(value)


def test_kinds_differ() -> None:
    """Two concepts of different kinds are never equal, even with the same fields."""
    concepts = {cls(id="a", name="A") for cls in CONCEPT_KINDS.values()}
    assert len(concepts) == len(CONCEPT_KINDS) == len({concept.iri for concept in concepts})


# ---------------------------------------------------------------------- levels


def test_levels_are_ordered() -> None:
    """The four levels ascend in the order of the design."""
    assert [str(level) for level in sorted(Level)] == ["awareness", "working", "practitioner", "expert"]
    assert list(LEVEL_FACTORS) == list(Level)
    assert list(LEVEL_FACTORS.values()) == sorted(LEVEL_FACTORS.values())
    assert LEVEL_FACTORS[Level.WORKING] == 1


@pytest.mark.parametrize("text", ["expert", "Expert", " EXPERT ", Level.EXPERT])
def test_levels_are_read_in_any_case(text: str | Level) -> None:
    """A person may write a level as they like."""
    assert Level.parse(text) is Level.EXPERT


@pytest.mark.parametrize("text", ["", "guru", "expert!", None, 4, True, ["expert"]])
def test_unknown_levels_are_refused_with_the_valid_ones(text: Any) -> None:
    """What is no level is answered with the four that are."""
    with pytest.raises(UnknownLevelError, match="'awareness', 'working', 'practitioner' or 'expert'"):
        Level.parse(text)


# ---------------------------------------------------------------------- estimates

AMOUNTS = st.one_of(st.integers(0, 10**6), st.floats(0, 1e6))
ESTIMATES = st.lists(AMOUNTS, min_size=3, max_size=3).map(lambda parts: Estimate(*sorted(parts)))


@given(ESTIMATES, ESTIMATES, ESTIMATES)
def test_estimates_add_up(one: Estimate, two: Estimate, three: Estimate) -> None:
    """Addition works part by part, in any order, from nothing, and with `sum`."""
    assert one + two == two + one
    assert one + Estimate.exactly(0) == one
    total = sum([one, two, three], Estimate.exactly(0))
    assert total.likely == pytest.approx(one.likely + two.likely + three.likely)
    assert sum([one, two]) == one + two
    assert float(one) == one.likely


@given(ESTIMATES, st.floats(0, 100))
def test_estimates_scale(estimate: Estimate, factor: float) -> None:
    """A multiple scales every part."""
    scaled = estimate * factor
    assert (scaled.low, scaled.likely, scaled.high) == tuple(
        part * factor for part in (estimate.low, estimate.likely, estimate.high)
    )


@pytest.mark.parametrize(
    "parts",
    [
        (-1, 2, 3),
        (1, 0, 3),
        (1, 3, 2),
        (math.nan, 1, 2),
        (0, 1, math.inf),
        (0, math.nan, 1),
        (10**400, 10**400, 10**400),
    ],
)
def test_impossible_estimates_are_refused(parts: tuple[float, float, float]) -> None:
    """A part that is negative, not finite or out of order is a ValueError."""
    with pytest.raises(ValueError, match="an estimate"):
        Estimate(*parts)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (4, (4, 4, 4)),
        (0, (0, 0, 0)),
        ([1, 2, 3], (1, 2, 3)),
        ({"likely": 2}, (2, 2, 2)),
        ({"likely": 2, "high": 5}, (2, 2, 5)),
    ],
)
def test_estimates_are_read(value: Any, parts: tuple[float, float, float]) -> None:
    """An estimate is a number, three numbers, or a mapping with at least `likely`."""
    assert Estimate.parse(value) == Estimate(*parts)


@pytest.mark.parametrize("value", ["4", True, None, [1, 2], [1, 2, 3, 4], {"low": 1}, [1, "2", 3], 1e301, math.inf, -1])
def test_what_is_no_estimate_is_refused(value: Any) -> None:
    """Anything else is a ValueError, never a silent guess."""
    with pytest.raises(ValueError, match=r"number|estimate|large"):
        Estimate.parse(value)


# ---------------------------------------------------------------------- learning effort


@st.composite
def _efforts(draw: st.DrawFn) -> LearningEffort:
    levels = sorted(draw(st.sets(st.sampled_from(Level), min_size=1)))
    columns = [sorted(draw(st.lists(AMOUNTS, min_size=len(levels), max_size=len(levels)))) for _ in range(3)]
    rows = [Estimate(*sorted(row)) for row in zip(*columns, strict=True)]
    return LearningEffort(tuple(zip(levels, rows, strict=True)))


@given(_efforts())
@example(LearningEffort(((Level.AWARENESS, Estimate.exactly(100)), (Level.EXPERT, Estimate.exactly(110)))))
@example(LearningEffort(((Level.AWARENESS, Estimate.exactly(0)), (Level.EXPERT, Estimate.exactly(0.1)))))
def test_a_higher_level_never_takes_fewer_hours(effort: LearningEffort) -> None:
    """Whatever levels are given, the hours ascend over all four, in every part."""
    hours = [effort.to(level) for level in Level]
    for part in ("low", "likely", "high"):
        values = [getattr(estimate, part) for estimate in hours]
        assert values == sorted(values)


@given(_efforts())
def test_given_hours_are_kept(effort: LearningEffort) -> None:
    """A level that has a figure gets exactly that figure."""
    assert all(effort.to(level) == estimate for level, estimate in effort.by_level)


@given(ESTIMATES, st.sampled_from(Level))
def test_one_figure_is_scaled_by_the_factors(estimate: Estimate, given_level: Level) -> None:
    """With one figure, the other levels are its multiples by the documented factors."""
    effort = LearningEffort(((given_level, estimate),))
    for level in set(Level) - {given_level}:
        assert effort.to(level) == estimate * (LEVEL_FACTORS[level] / LEVEL_FACTORS[given_level])


def test_hours_between_two_figures_follow_the_factors() -> None:
    """A level between two figures lies as far between them as its factor between theirs."""
    effort = LearningEffort(((Level.WORKING, Estimate.exactly(10)), (Level.EXPERT, Estimate.exactly(80))))
    assert effort.to(Level.PRACTITIONER) == Estimate.exactly(25)


@pytest.mark.parametrize(
    ("by_level", "words"),
    [
        ((), "at least one level"),
        (((Level.WORKING, Estimate(5, 5, 5)), (Level.EXPERT, Estimate(4, 6, 6))), "cumulative"),
        (((Level.WORKING, ESTIMATE), (Level.WORKING, ESTIMATE)), "once a level"),
        (((Level.EXPERT, ESTIMATE), (Level.WORKING, ESTIMATE)), "once a level"),
    ],
)
def test_impossible_efforts_are_refused(by_level: tuple[tuple[Level, Estimate], ...], words: str) -> None:
    """Hours need a level, ascend, and give each level once."""
    with pytest.raises(ValueError, match=words):
        LearningEffort(by_level)


# ---------------------------------------------------------------------- requirements


@pytest.mark.parametrize(
    ("options", "at_least", "words"),
    [
        ((), 1, "at least one option"),
        (("a", "a"), 1, "each option once"),
        (("a", "b"), 0, "between 1 and the number of options"),
        (("a", "b"), 3, "between 1 and the number of options"),
        (("a", "b"), -1, "between 1 and the number of options"),
    ],
)
def test_impossible_requirements_are_refused(options: tuple[str, ...], at_least: int, words: str) -> None:
    """A requirement has distinct options and asks for some of them, not more than there are."""
    with pytest.raises(ValueError, match=words):
        Requirement("coding", options, at_least)


def test_requirements_have_the_defaults_of_the_design() -> None:
    """One option, at *working*, binding, from *working* upward."""
    requirement = Requirement("keras", ("python",))
    assert (requirement.at_least, requirement.level, requirement.applies_from) == (1, Level.WORKING, Level.WORKING)
    assert requirement.is_required
    assert not Requirement("keras", ("python",), strength=Strength.PREFERRED).is_required


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400])
def test_an_observation_is_a_finite_number(value: float) -> None:
    """What no file could hold is refused when it is made, by whatever reader or program."""
    with pytest.raises(ValueError, match="a value is a finite number, not"):
        Observation("salary", value, "USD/year")
    assert Observation("salary", 10**300, "USD/year").value == 10**300


@pytest.mark.parametrize("saves", [0, 1, -0.1, 1.1, math.nan, math.inf, True, "0.5", None])
def test_savings_are_a_true_fraction(saves: Any) -> None:
    """What is near saves something and not everything."""
    with pytest.raises(ValueError, match="fraction"):
        EasierWith("java", Level.WORKING, saves)


# ---------------------------------------------------------------------- identifiers


@pytest.mark.parametrize("text", ["a", "9", "linear-algebra", "c-plus-plus", "a1-2b", "a" * 100])
def test_slugs(text: str) -> None:
    """Lower-case words and digits joined by single hyphens are slugs."""
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-", "a-", "-a", "a--b", "A", "a b", "é", "a\n", "a_b", "a/b", "²", "a" * 101])
def test_what_is_no_slug(text: str) -> None:
    """Everything else is not: an id must be safe in a file name and in an IRI."""
    assert not is_slug(text)


def test_iris_are_those_of_the_design() -> None:
    """An IRI is the base, the kind and the slug."""
    assert concept_iri("technology", "keras") == "https://w3id.org/mlcareer/technology/keras"
    assert CONCEPT_KINDS["skill"](id="a", name="A").iri == "https://w3id.org/mlcareer/skill/a"


def test_evidence_reads_as_a_sentence() -> None:
    """Evidence names its source, the place in it, whom it cites, and what is made of it."""
    assert str(EVIDENCE[0]) == "guide, L1, citing survey: It says so."
    assert str(Evidence.curated()) == "curated"
    assert Evidence.curated("Ours.").is_curated
    assert not EVIDENCE[0].is_curated
