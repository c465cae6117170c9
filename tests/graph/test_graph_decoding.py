"""Records of the interchange schema: each wrong value is one problem with its key and a remedy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph import CareerGraph, EducationPath, Evidence, InvalidGraphError, Level, Problem
from mlcareer_graph.model import CONCEPT_KINDS, RELATION_TYPES, Competency, Quantity

BELOW: list[dict[str, Any]] = [
    {"id": "b", "kind": "technology", "name": "B"},
    {"id": "degree", "kind": "credential", "name": "Degree"},
    {"id": "guide", "kind": "source", "name": "Guide"},
]


def _read(kind: str, extra: dict[Any, Any]) -> CareerGraph:
    return CareerGraph.from_dict({"concepts": [{"id": "a", "kind": kind, "name": "A", **extra}, *BELOW]})


def _problems(kind: str, extra: dict[Any, Any]) -> list[Problem]:
    with pytest.raises(InvalidGraphError) as caught:
        _read(kind, extra)
    return list(caught.value.problems)


CLAIM = {"id": "c", "statement": "S."}
PAY = {"measure": "salary", "value": 1, "unit": "USD"}
FAULTS: dict[str, tuple[str, dict[Any, Any], str, str]] = {
    "key that is no text": (
        "skill",
        {3: 4},
        "3",
        "this key is unknown; use one of aliases, alternative_to, broader, claims, definition, easier_with, "
        "hours, id, kind, labels, name, observations, part_of, related_to, requires, source, used_for",
    ),
    "language that is no text": (
        "skill",
        {"labels": {3: "B", "de": "C"}},
        "labels.3",
        "this is no tag of another language; use one such as de or pt-BR",
    ),
    "claim that is no mapping": (
        "skill",
        {"claims": ["c"]},
        "claims[0]",
        "'c' is not a mapping; give the keys because, contradicts, id, source, stage, statement",
    ),
    "claim without id": ("skill", {"claims": [{"statement": "S."}]}, "claims[0].id", "the id is missing; give a text"),
    "claim without statement": (
        "skill",
        {"claims": [{"id": "c"}]},
        "claims[0].statement",
        "the statement is missing; give a text",
    ),
    "claim of a wrong source": (
        "skill",
        {"claims": [CLAIM | {"source": "b"}]},
        "claims.c",
        "'b' is of kind technology; refer to a source",
    ),
    "stage that is no text": (
        "skill",
        {"claims": [CLAIM | {"stage": 3}]},
        "claims[0].stage",
        "3 is not a text; give a text",
    ),
    "observation that is none": (
        "skill",
        {"observations": [3]},
        "observations[0]",
        "3 is not a mapping; give the keys because, measure, region, source, stage, statistic, unit, value",
    ),
    "observation without unit": (
        "skill",
        {"observations": [PAY | {"unit": None}]},
        "observations[0].unit",
        "the unit is missing; give a text",
    ),
    "value that is infinite": (
        "skill",
        {"observations": [PAY | {"value": math.inf}]},
        "observations[0].value",
        "inf is not a finite number; give the number as the source does",
    ),
    "value that is huge": (
        "skill",
        {"observations": [PAY | {"value": 10**400}]},
        "observations[0].value",
        "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000.."
        ".000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        " is not a finite number; give the number as the source does",
    ),
    "value that is a text": (
        "skill",
        {"observations": [PAY | {"value": "1"}]},
        "observations[0].value",
        "'1' is not a finite number; give the number as the source does",
    ),
    "value that is a truth": (
        "skill",
        {"observations": [PAY | {"value": True}]},
        "observations[0].value",
        "True is not a finite number; give the number as the source does",
    ),
    "requirement that is a number": (
        "skill",
        {"requires": [3]},
        "requires[0]",
        "3 is not a mapping; give the keys any_of, applies_from, at_least, because, level, source, strength",
    ),
    "half an option": (
        "skill",
        {"requires": [{"any_of": ["b"], "at_least": 0.5}]},
        "requires[0].at_least",
        "0.5 is not a whole number; give how many options must hold",
    ),
    "true options": (
        "skill",
        {"requires": [{"any_of": ["b"], "at_least": True}]},
        "requires[0].at_least",
        "True is not a whole number; give how many options must hold",
    ),
    "no level": (
        "skill",
        {"requires": [{"any_of": ["b"], "level": None}]},
        "requires[0].level",
        "there is no level None; use one of awareness, expert, practitioner, working",
    ),
    "from no level": (
        "skill",
        {"requires": [{"any_of": ["b"], "applies_from": "x"}]},
        "requires[0].applies_from",
        "there is no applies_from 'x'; use one of awareness, expert, practitioner, working",
    ),
    "helper that is a text": (
        "skill",
        {"easier_with": ["b"]},
        "easier_with[0]",
        "'b' is not a mapping; give the keys because, know, level, saves, source",
    ),
    "helper that is not told": (
        "skill",
        {"easier_with": [{"saves": 0.5}]},
        "easier_with[0].know",
        "the know is missing; give a text",
    ),
    "helper that saves nothing": (
        "skill",
        {"easier_with": [{"know": "b", "saves": 0}]},
        "easier_with[0].saves",
        "saves is a fraction of the hours between 0 and 1, not 0; correct the value",
    ),
    "helper that saves what": (
        "skill",
        {"easier_with": [{"know": "b"}]},
        "easier_with[0].saves",
        "saves is a fraction of the hours between 0 and 1, not None; correct the value",
    ),
    "helper that is a credential": (
        "skill",
        {"easier_with": [{"know": "degree", "saves": 0.5}]},
        "easier_with",
        "'degree' is of kind credential; refer to a skill or technology",
    ),
    "relation to a number": (
        "skill",
        {"related_to": [3]},
        "related_to[0]",
        "3 is not a mapping; give the keys because, id, source",
    ),
    "relation to nothing": (
        "skill",
        {"related_to": [{"because": "x"}]},
        "related_to[0].id",
        "the id is missing; give a text",
    ),
    "relation with a level": (
        "skill",
        {"related_to": [{"id": "b", "level": "working"}]},
        "related_to[0].level",
        "this key is unknown; use one of because, id, source",
    ),
    "lesson without level": (
        "education-path",
        {"teaches": [{"know": "b", "level": "x"}]},
        "teaches[0].level",
        "there is no level 'x'; use one of awareness, expert, practitioner, working",
    ),
    "lesson by id": (
        "education-path",
        {"teaches": [{"know": "b", "id": "b"}]},
        "teaches[0].id",
        "this key is unknown; use one of because, know, level, source",
    ),
    "hours that are a text": ("skill", {"hours": "ten"}, "hours", "'ten' is not a number; correct the value"),
    "hours of one level": (
        "skill",
        {"hours": {"expert": [1, 2]}},
        "hours.expert",
        "an estimate is a number or [low, likely, high], not [1, 2]; correct the value",
    ),
    "unknown kind of path": (
        "education-path",
        {"path_kind": "cours"},
        "path_kind",
        "there is no path_kind 'cours'; did you mean course?",
    ),
    "price of a word": ("education-path", {"price": "free"}, "price", "'free' is not a number; correct the value"),
    "price without likely": (
        "education-path",
        {"price": {"low": 3}},
        "price",
        "an estimate given as a mapping needs the key likely; correct the value",
    ),
    "price in no currency": (
        "education-path",
        {"price": {"likely": 3, "currency": "usd"}},
        "price.currency",
        "'usd' is not a currency code; use ISO 4217, such as USD",
    ),
    "weeks in a currency": (
        "education-path",
        {"weeks": {"likely": 3, "currency": "USD"}},
        "weeks.currency",
        "this key is unknown; use one of because, high, likely, low, source",
    ),
    "EQF level nine": (
        "credential",
        {"eqf_level": 9},
        "eqf_level",
        "9 is not a level of the EQF; use a whole number from 1 to 8",
    ),
    "EQF level by word": (
        "credential",
        {"eqf_level": "six"},
        "eqf_level",
        "'six' is not a level of the EQF; use a whole number from 1 to 8",
    ),
    "address that is none": ("source", {"url": 3}, "url", "3 is not a text; give a text"),
    "source that is a number": (
        "skill",
        {"source": 3},
        "source",
        "3 is not a mapping; give the keys at, because, citing, ref",
    ),
    "source without name": ("skill", {"source": [{"at": "L1"}]}, "source[0].ref", "the ref is missing; give a text"),
    "source that cites nothing": (
        "skill",
        {"source": [{"ref": "guide", "citing": "b"}]},
        "source",
        "'b' is of kind technology; refer to a source",
    ),
    "source with a typing mistake": (
        "skill",
        {"source": [{"ref": "guide", "line": 3}]},
        "source[0].line",
        "this key is unknown; use one of at, because, citing, ref",
    ),
    "reason that is blank": (
        "skill",
        {"requires": [{"any_of": ["b"], "because": " "}]},
        "requires[0].because",
        "the because is missing; give a text",
    ),
    "definition that is a number": ("skill", {"definition": 3}, "definition", "3 is not a text; give a text"),
    "names that are none": ("skill", {"aliases": 3}, "aliases", "3 is not a list; give a list, even for one entry"),
    "claims that are none": ("skill", {"claims": 3}, "claims", "3 is not a list; give a list, even for one entry"),
    "observations that are none": (
        "skill",
        {"observations": 3},
        "observations",
        "3 is not a list; give a list, even for one entry",
    ),
    "helpers that are none": (
        "skill",
        {"easier_with": 3},
        "easier_with",
        "3 is not a list; give a list, even for one entry",
    ),
    "requirements that are none": (
        "skill",
        {"requires": 3},
        "requires",
        "3 is not a list; give a list, even for one entry",
    ),
    "relations that are none": (
        "skill",
        {"related_to": 3},
        "related_to",
        "3 is not a list; give a list, even for one entry",
    ),
    "contradictions that are none": (
        "skill",
        {"claims": [{"id": "c", "statement": "S.", "contradicts": 3}]},
        "claims[0].contradicts",
        "3 is not a list; give a list, even for one entry",
    ),
    "claim with a typing mistake": (
        "skill",
        {"claims": [{"id": "c", "statement": "S.", "stge": "x"}]},
        "claims[0].stge",
        "this key is unknown; did you mean stage?",
    ),
    "observation with a typing mistake": (
        "skill",
        {"observations": [{"measure": "salary", "value": 1, "unit": "USD", "valu": 1}]},
        "observations[0].valu",
        "this key is unknown; did you mean value?",
    ),
    "observation without measure": (
        "skill",
        {"observations": [{"value": 1, "unit": "USD"}]},
        "observations[0].measure",
        "the measure is missing; give a text",
    ),
    "statistic that is no text": (
        "skill",
        {"observations": [{"measure": "salary", "value": 1, "unit": "USD", "statistic": 3}]},
        "observations[0].statistic",
        "3 is not a text; give a text",
    ),
    "region that is no text": (
        "skill",
        {"observations": [{"measure": "salary", "value": 1, "unit": "USD", "region": 3}]},
        "observations[0].region",
        "3 is not a text; give a text",
    ),
    "observation of a wrong source": (
        "skill",
        {"observations": [{"measure": "salary", "value": 1, "unit": "USD", "source": "b"}]},
        "observations",
        "'b' is of kind technology; refer to a source",
    ),
    "reason of a claim that is blank": (
        "skill",
        {"claims": [{"id": "c", "statement": "S.", "because": ""}]},
        "claims[0].because",
        "the because is missing; give a text",
    ),
    "reason of an observation that is blank": (
        "skill",
        {"observations": [{"measure": "salary", "value": 1, "unit": "USD", "because": ""}]},
        "observations[0].because",
        "the because is missing; give a text",
    ),
    "reason of a helper that is blank": (
        "skill",
        {"easier_with": [{"know": "b", "saves": 0.5, "because": ""}]},
        "easier_with[0].because",
        "the because is missing; give a text",
    ),
    "reason of a relation that is blank": (
        "skill",
        {"related_to": [{"id": "b", "because": ""}]},
        "related_to[0].because",
        "the because is missing; give a text",
    ),
    "reason of hours that is blank": (
        "skill",
        {"hours": {"working": 1, "because": ""}},
        "hours.because",
        "the because is missing; give a text",
    ),
    "reason of a price that is blank": (
        "education-path",
        {"price": {"likely": 1, "because": ""}},
        "price.because",
        "the because is missing; give a text",
    ),
    "strength that is none": (
        "skill",
        {"requires": [{"any_of": ["b"], "strength": "must"}]},
        "requires[0].strength",
        "there is no strength 'must'; use one of preferred, required",
    ),
    "requirement with a typing mistake": (
        "skill",
        {"requires": [{"any_of": ["b"], "lvl": 1}]},
        "requires[0].lvl",
        "this key is unknown; did you mean level?",
    ),
    "helper with a typing mistake": (
        "skill",
        {"easier_with": [{"know": "b", "saves": 0.5, "lvl": 1}]},
        "easier_with[0].lvl",
        "this key is unknown; did you mean level?",
    ),
    "helper at no level": (
        "skill",
        {"easier_with": [{"know": "b", "saves": 0.5, "level": "x"}]},
        "easier_with[0].level",
        "there is no level 'x'; use one of awareness, expert, practitioner, working",
    ),
    "relation with a typing mistake": (
        "skill",
        {"related_to": [{"id": "b", "lvl": 1}]},
        "related_to[0].lvl",
        "this key is unknown; use one of because, id, source",
    ),
    "lesson that is a number": (
        "education-path",
        {"teaches": [3]},
        "teaches[0]",
        "3 is not a mapping; give the keys because, know, level, source",
    ),
    "lesson of nothing": (
        "education-path",
        {"teaches": [{"level": "working"}]},
        "teaches[0].know",
        "the know is missing; give a text",
    ),
    "hours of no level": (
        "skill",
        {"hours": {"because": "x"}},
        "hours",
        "hours need a figure for at least one level; correct the value",
    ),
    "hours of a path out of order": (
        "education-path",
        {"hours": {"low": 3, "likely": 2, "high": 1}},
        "hours",
        "an estimate runs from low to high, not [3, 2, 1]; correct the value",
    ),
    "hours of a path with a typing mistake": (
        "education-path",
        {"hours": {"likley": 2, "likely": 2}},
        "hours.likley",
        "this key is unknown; did you mean likely?",
    ),
    "weeks that are a text": ("education-path", {"weeks": "x"}, "weeks", "'x' is not a number; correct the value"),
    "price in a long currency": (
        "education-path",
        {"price": {"likely": 3, "currency": "USDX"}},
        "price.currency",
        "'USDX' is not a currency code; use ISO 4217, such as USD",
    ),
    "price in another script": (
        "education-path",
        {"price": {"likely": 3, "currency": "АБВ"}},
        "price.currency",
        "'АБВ' is not a currency code; use ISO 4217, such as USD",
    ),
    "day that is none": (
        "education-path",
        {"checked": "2026-02-30"},
        "checked",
        "'2026-02-30' is not a day; write it as 2026-11-25",
    ),
    "day that is a number": (
        "education-path",
        {"checked": 20260225},
        "checked",
        "20260225 is not a day; write it as 2026-11-25",
    ),
    "EQF level nought": (
        "credential",
        {"eqf_level": 0},
        "eqf_level",
        "0 is not a level of the EQF; use a whole number from 1 to 8",
    ),
    "EQF level true": (
        "credential",
        {"eqf_level": True},
        "eqf_level",
        "True is not a level of the EQF; use a whole number from 1 to 8",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_is_one_problem(case: str) -> None:
    """A wrong value gives one problem, at its key, with these words."""
    kind, extra, key, words = FAULTS[case]
    (problem,) = _problems(kind, extra)
    assert (problem.where, problem.key) == ("a", key)
    assert f"{problem.what}; {problem.remedy}" == words


def test_several_faults_of_one_value_are_told_together() -> None:
    """A wrong level, a wrong source and a wrong number of one requirement are three problems."""
    extra = {"requires": [{"any_of": ["b"], "level": "x", "source": 3, "at_least": "y"}]}
    keys = {problem.key for problem in _problems("skill", extra)}
    assert keys == {"requires[0].level", "requires[0].source", "requires[0].at_least"}
    problems = _problems("education-path", {"price": {"likely": 3, "currency": 3}})
    assert [(problem.key, problem.what) for problem in problems] == [
        ("price.currency", "3 is not a text"),
        ("price.currency", "None is not a currency code"),
    ]
    problems = _problems("skill", {"requires": [{"any_of": 3}]})
    assert [(problem.key, problem.what) for problem in problems] == [
        ("requires[0].any_of", "3 is not a list"),
        ("requires[0]", "a requirement needs at least one option"),
    ]


def _keys(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for part in value if isinstance(value, list) else ():
        yield from _keys(part)


KEYS = sorted({str(key) for _, extra, _, _ in FAULTS.values() for key in _keys(extra)} | {"id", "kind", "name"})
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["a", "b", "working"])
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, *RELATION_TYPES]) | st.integers(), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(CONCEPT_KINDS)),
    st.dictionaries(st.sampled_from([*KEYS, *RELATION_TYPES]), ANYTHING, max_size=5),
)
def test_any_data_is_a_graph_or_a_clear_refusal(kind: str, extra: dict[Any, Any]) -> None:
    """Whatever stands in a record, it is read, and then comes back, or is refused with problems that can be printed."""
    try:
        graph = _read(kind, extra)
    except InvalidGraphError as error:
        refusal = error
    else:
        assert CareerGraph.from_dict(graph.to_dict()) == graph
        return
    assert str(refusal)
    assert all(problem.where and problem.what and problem.remedy for problem in refusal.problems)


@pytest.mark.parametrize("kind", CONCEPT_KINDS)
def test_the_shortest_record_is_enough(kind: str) -> None:
    """Id, kind and name make a concept of any kind."""
    concept = _read(kind, {})["a"]
    assert (type(concept), concept.kind, concept.name) == (CONCEPT_KINDS[kind], kind, "A")


def test_defaults_are_those_of_the_design() -> None:
    """A bare id requires at *working*, a bare number is the hours to *working*, and a bare entry is curated."""
    graph = _read("skill", {"requires": ["b"], "hours": 10, "easier_with": [{"know": "b", "saves": 0.5}]})
    (requirement,) = graph.requirements("a")
    assert (requirement.level, requirement.at_least, requirement.is_required) == (Level.WORKING, 1, True)
    assert requirement.evidence == (Evidence.curated(),)
    skill = graph["a"]
    assert isinstance(skill, Competency)
    assert [(level, estimate.likely) for level, estimate in skill.effort.by_level] == [(Level.WORKING, 10)]
    assert skill.easier_with[0].level is Level.WORKING
    taught = _read("education-path", {"teaches": ["b"], "price": 5})
    assert taught.edges("a")[0].level is Level.WORKING
    path = taught["a"]
    assert isinstance(path, EducationPath)
    assert isinstance(path.price, Quantity)
    assert path.price.unit == "USD"


def test_a_reason_stands_with_its_source() -> None:
    """`because` beside a `source` says what the source's words are taken to mean; alone it is the curators'."""
    said = {"any_of": ["b"], "source": {"ref": "guide", "at": "L1"}, "because": "It needs it."}
    graph = _read("skill", {"requires": [said, {"any_of": ["degree"], "because": "Ours."}]})
    sourced, ours = (requirement.evidence for requirement in graph.requirements("a"))
    assert sourced == (Evidence("guide", "L1", "It needs it."),)
    assert ours == (Evidence.curated("Ours."),)


def test_problems_of_plain_data_name_the_data_or_the_record() -> None:
    """Without a file the place is the data, the id of a record, or its number where the id is none or taken."""
    good = {"id": "a", "kind": "skill", "name": "A"}
    for data, says in (
        ([], ['data: concepts: there is no list of concepts; give {"concepts": [...]}']),
        ({"concepts": "a"}, ['data: concepts: there is no list of concepts; give {"concepts": [...]}']),
        ({"concepts": [], "more": 1}, ["data: more: this key is unknown; use one of concepts"]),
        ({"concepts": [3]}, ["concepts[0]: a concept is a mapping of keys; start with id, kind and name"]),
        ({"concepts": [{**good, "x": 1}]}, ["a: x: this key is unknown; use one of"]),
        ({"concepts": [good, good]}, ["concepts[1]: id: 'a' is taken by a; choose another id"]),
        (
            {"concepts": [{"id": "B"}]},
            [
                "concepts[0]: id: 'B' is not a slug; use lower-case words and digits joined by hyphens",
                "concepts[0]: kind: there is no kind None; use one of application",
                "concepts[0]: name: the name is missing; give a text",
            ],
        ),
    ):
        with pytest.raises(InvalidGraphError) as caught:
            CareerGraph.from_dict(data)
        assert len(caught.value.problems) == len(says)
        assert all(str(problem).startswith(words) for problem, words in zip(caught.value.problems, says, strict=True))
