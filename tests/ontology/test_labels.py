"""Names in German, French and Spanish: enough of them, well formed, and leading to the concept they name."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, Concept, load_graph
from mlcareer_graph.model import Competency, Role, Skill

LANGUAGES = {"de", "fr", "es"}
DEMAND = Path(__file__).parents[3] / "shared" / "data" / "demand" / "skill_demand_sample.csv"
PROPER = {
    *("API", "BI", "DevOps", "GPU", "IA", "LLM", "MLOps", "NoSQL", "REST", "UE", "A/B", "3D"),
    *("Bayes", "Fourier", "Markov", "Monte-Carlo", "Montecarlo", "Reglamento", "Terre", "Tierra", "Transformer"),
}
"""Words that French and Spanish write with capitals inside a name."""


@cache
def _graph() -> CareerGraph:
    return load_graph()


def _labels() -> list[tuple[Concept, str, str]]:
    return [(concept, tag, label) for concept in _graph().values() for tag, label in concept.labels]


@cache
def _needed_by_roles() -> Counter[str]:
    """How many roles ask for a competency, directly or as a prerequisite."""
    counts: Counter[str] = Counter()
    for role in _graph().roles:
        seen: set[str] = set()
        waiting = [role]
        while waiting:
            options = {
                option for requirement in _graph().requirements_of(waiting.pop()) for option in requirement.options
            }
            waiting.extend(options - seen)
            seen |= options
        counts.update(seen)
    return counts


def _mentions() -> Counter[str]:
    """How many of the sampled advertisements name a competency."""
    counts: Counter[str] = Counter()
    with DEMAND.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                counts[_graph().find(row["skill"]).id] += int(row["postings"])
            except LookupError:
                continue
    return counts


def test_roles_fields_and_industries_have_all_three_languages() -> None:
    """Every role, field and industry, and every degree, is named in German, French and Spanish."""
    named = [concept for concept in _graph().values() if concept.kind in {"role", "field", "industry"}]
    degrees = [
        concept
        for concept in _graph().values()
        if concept.kind == "credential" and concept.id.startswith(("bachelor-", "master-", "doctorate-"))
    ]
    assert len(named) >= 72
    assert len(degrees) >= 12
    assert [concept.id for concept in (*named, *degrees) if dict(concept.labels).keys() != LANGUAGES] == []


@pytest.mark.skipif(not DEMAND.is_file(), reason="needs the sample of advertisements")
def test_the_most_used_skills_are_named() -> None:
    """The 150 skills that most roles and advertisements ask for have names in at least two languages, 145 in all three.

    Products keep their names in every language, so technologies do not count.
    """
    uses = _needed_by_roles() + _mentions()
    ranked = sorted(_graph().skills.values(), key=lambda skill: (-uses[skill.id], skill.id))[:150]
    assert [skill.id for skill in ranked if len(skill.labels) < 2] == []
    assert sum(len(skill.labels) == 3 for skill in ranked) >= 145


def test_skills_are_named_far_beyond_the_most_used() -> None:
    """At least 330 skills have names in all three languages, and no technology has a name of its own."""
    named = [concept for concept in _graph().values() if isinstance(concept, Competency) and concept.labels]
    assert sum(dict(concept.labels).keys() == LANGUAGES for concept in named) >= 330
    assert all(isinstance(concept, Skill) for concept in named)


def test_the_languages_are_german_french_and_spanish() -> None:
    """No other language has crept in."""
    assert {tag for _, tag, _ in _labels()} == LANGUAGES


def test_labels_are_well_formed() -> None:
    """A label begins with a capital or a figure and has no stray blanks and no marks of gender."""
    wrong = [
        (concept.id, label)
        for concept, _, label in _labels()
        if label != " ".join(label.split())
        or not (label[0].isupper() or label[0].isdigit())
        or any(mark in label for mark in ("(m/", "(H/F", "·", "/in", "/a ", "*"))
    ]
    assert wrong == []


def test_french_and_spanish_are_in_sentence_case() -> None:
    """After the first word only proper names and abbreviations have capitals."""
    wrong = [
        (concept.id, word)
        for concept, tag, label in _labels()
        if tag != "de"
        for word in label.replace("l'", "").replace("d'", "").split()[1:]
        if word != word.lower() and word not in PROPER
    ]
    assert wrong == []


def test_every_label_finds_its_concept() -> None:
    """A label leads to the concept it names, and to no other, whatever its language."""
    assert [(label, concept.id) for concept, _, label in _labels() if _graph().find(label) is not concept] == []


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Maschinelles Lernen", "machine-learning"),
        ("apprentissage automatique", "machine-learning"),
        ("Aprendizaje automático", "machine-learning"),
        ("Große Sprachmodelle", "large-language-models"),
        ("GROSSE SPRACHMODELLE", "large-language-models"),
        ("Datenschutz", "data-privacy"),
        ("Statistique", "statistics"),
        ("Réseaux de neurones", "neural-networks"),
        ("Visión artificial", "computer-vision"),
        ("Ingeniero de aprendizaje automático", "machine-learning-engineer"),
        ("Softwareentwickler", "software-engineer"),
        ("Analyste de données", "data-analyst"),
        ("Künstliche Intelligenz", "artificial-intelligence"),
        ("Doctorat en informatique", "doctorate-computer-science"),
        ("Verarbeitendes Gewerbe", "manufacturing"),
    ],
)
def test_names_in_other_languages_are_found(name: str, id_: str) -> None:
    """`find` knows what a competency, role, field, degree or industry is called in the three languages."""
    assert _graph().find(name).id == id_


def test_a_role_can_be_planned_by_its_name_in_another_language() -> None:
    """A plan takes names of any of the languages, for the target and for what is known."""
    role = _graph().find("Científico de datos")
    assert isinstance(role, Role)
    assert _graph().gap("Científico de datos", ["Lineare Algebra"]) == _graph().gap(role, ["linear-algebra"])
