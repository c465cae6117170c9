"""The names that job advertisements use lead to the concepts that a practitioner would name."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from mlcareer_graph import AmbiguousNameError, UnknownConceptError, load_graph

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "demand" / "skill_demand_sample.csv"
REVIEW = Path(__file__).with_name("demand_review.csv")
SIZE, SEED, WRONG_ALLOWED = 150, 2026, 3
GRAPH = load_graph()

needs_sample = pytest.mark.skipif(not SAMPLE.is_file(), reason="needs the sample of job advertisements")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _found(skill: str) -> str:
    """The id that the name leads to; "several" where `find` asks which one is meant, "none" where it knows none."""
    try:
        return GRAPH.find(skill).id
    except AmbiguousNameError:
        return "several"
    except UnknownConceptError:
        return "none"


def _share_resolved(rows: Iterable[dict[str, str]]) -> float:
    """The share of mentions that lead to one concept."""
    mentions = [(int(row["postings"]), _found(row["skill"])) for row in rows]
    return sum(count for count, found in mentions if found not in ("several", "none")) / sum(
        count for count, _ in mentions
    )


@needs_sample
def test_most_mentions_resolve() -> None:
    """At least 85% of all mentions lead to one concept: business software and other trades are the rest."""
    assert _share_resolved(_rows(SAMPLE)) >= 0.85


@needs_sample
def test_frequent_skills_resolve() -> None:
    """Of the mentions of skills that one advertisement in a hundred names, 98% lead to one concept."""
    frequent = [row for row in _rows(SAMPLE) if float(row["share"]) >= 0.01]
    assert len(frequent) > 100
    assert _share_resolved(frequent) >= 0.98


def test_the_reviewed_names_lead_where_a_practitioner_would_go() -> None:
    """Of 150 names drawn at random and judged one by one, at most three lead elsewhere than they should."""
    rows = _rows(REVIEW)
    wrong = {row["skill"]: _found(row["skill"]) for row in rows if _found(row["skill"]) != row["concept"]}
    assert len(rows) == SIZE
    assert len(wrong) <= WRONG_ALLOWED, wrong


def test_the_review_names_concepts() -> None:
    """What the review expects is in the graph, or is that several or none are meant."""
    assert {row["concept"] for row in _rows(REVIEW)} - {"several", "none"} <= set(GRAPH)


@needs_sample
def test_the_reviewed_names_were_drawn_at_random() -> None:
    """The review holds the names that a fixed seed draws from the sample, every name with the same chance."""
    skills = sorted(row["skill"] for row in _rows(SAMPLE))
    drawn = random.Random(SEED).sample(skills, SIZE)
    assert [row["skill"] for row in _rows(REVIEW)] == sorted(drawn)


@pytest.mark.parametrize(
    ("name", "concept_id"),
    [
        ("Generative AI", "generative-ai"),
        ("GenAI", "generative-ai"),
        ("APIs", "rest-service-development"),
        ("Graph Databases", "graph-data-modeling"),
        ("accessibility", "web-accessibility"),
        ("API Gateway", "several"),
        ("C/C++", "several"),
        ("Salesforce", "none"),
        ("EDA tools", "none"),
    ],
)
def test_names_that_once_went_astray(name: str, concept_id: str) -> None:
    """Names of the sample that were not found, or found what they do not mean, lead where they should."""
    assert _found(name) == concept_id
