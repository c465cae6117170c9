"""Each warning is given where it is due and nowhere else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.ontology.quality import LONGEST_CHAIN, chain_lengths, quality_warnings

TOLERATED = Path(__file__).with_name("tolerated_warnings.json")


def _skill(skill: str, *requires: Any, **more: Any) -> dict[str, Any]:
    defined = {"definition": "A skill that is made up.", "requires": list(requires)}
    return {"id": skill, "kind": "skill", "name": skill.title(), **defined, **more}


def _warned(*concepts: dict[str, Any]) -> dict[str, list[str]]:
    """The concepts that are warned about, by kind of warning."""
    found: dict[str, list[str]] = {}
    for warning in quality_warnings(CareerGraph.from_dict({"concepts": list(concepts)})):
        found.setdefault(warning.kind, []).append(warning.concept)
    return found


def _role(*requires: Any) -> dict[str, Any]:
    return {"id": "job", "kind": "role", "name": "Job", "definition": "A person who works.", "requires": list(requires)}


def test_a_definition_is_one_sentence_with_a_genus() -> None:
    """Anything else than one sentence that begins with an article is warned about."""
    good = _skill("a", definition="An art that needs version 2.0 of Node.js, and more.")
    bad = [_skill(name, definition=text) for name, text in (("b", "Doing it."), ("c", "A thing. And more."))]
    assert _warned(good, *bad, _role("a", "b", "c"))["definition"] == ["b", "c"]


def test_what_nothing_is_joined_to_is_isolated() -> None:
    """A concept without any edge is warned about."""
    assert _warned(_skill("a"), _skill("b"), _role("a"))["isolated"] == ["b"]


def test_what_no_role_leads_to_is_unreached() -> None:
    """A role reaches its requirements and theirs, alternatives and preferred ones too."""
    found = _warned(
        _skill("a"),
        _skill("b", "a"),
        _skill("c", {"any_of": ["b"], "strength": "preferred"}),
        _skill("d", "a"),
        _role({"any_of": ["c"]}),
    )
    assert found["unreached"] == ["d"]


def test_a_requirement_that_another_implies_is_redundant() -> None:
    """It says nothing, unless it asks for a higher level, applies earlier, or a source says it."""
    source = {"id": "book", "kind": "source", "name": "Book"}
    found = _warned(
        source,
        _skill("a"),
        _skill("b", "a"),
        _skill("redundant", "a", "b"),
        _skill("higher", {"any_of": ["a"], "level": "practitioner"}, "b"),
        _skill("earlier", {"any_of": ["a"], "applies_from": "awareness"}, "b"),
        _skill("sourced", {"any_of": ["a"], "source": "book"}, "b"),
        _role("redundant", "higher", "earlier", "sourced"),
    )
    assert found["redundant requirement"] == ["redundant"]


def test_chains_of_single_prerequisites_are_counted() -> None:
    """A chain of one more than the limit is warned about; groups with alternatives break chains."""
    chain = [_skill("s0"), *(_skill(f"s{n}", f"s{n - 1}") for n in range(1, LONGEST_CHAIN + 2))]
    split = _skill("split", {"any_of": [f"s{LONGEST_CHAIN}", "s0"]})
    concepts = [*chain, split, _role({"any_of": [f"s{LONGEST_CHAIN + 1}", "split"]})]
    assert _warned(*concepts)["long chain"] == [f"s{LONGEST_CHAIN + 1}"]
    lengths = chain_lengths(CareerGraph.from_dict({"concepts": concepts}))
    assert (lengths["s0"], lengths["s5"], lengths["split"]) == (0, 5, 0)


def test_a_role_out_of_line_is_named() -> None:
    """A plan of more than three times the median, or less than a third of it, is warned about."""
    skills = [_skill(f"s{n}", hours=hours) for n, hours in enumerate((100, 110, 120, 20, 400))]
    roles = [{**_role(f"s{n}"), "id": f"job-{n}", "name": f"Job {n}"} for n in range(5)]
    assert _warned(*skills, *roles)["hours out of line"] == ["job-3", "job-4"]


def test_a_level_beyond_what_is_taught_is_named() -> None:
    """A role that asks for more than any path teaches is warned about; what no path teaches at all is not."""
    path = {"id": "p", "kind": "education-path", "name": "P", "definition": "A course.", "teaches": [{"know": "a"}]}
    above, within = {"any_of": ["a"], "level": "practitioner"}, {"any_of": ["b"], "level": "practitioner"}
    assert _warned(_skill("a"), _skill("b"), path, _role(above, within))["level not taught"] == ["job"]


def test_the_warnings_of_the_shipped_graph_only_go_down() -> None:
    """No kind of warning is more frequent than tolerated; where there are fewer, the new number is written down."""
    found = dict(sorted(Counter(warning.kind for warning in quality_warnings(load_graph())).items()))
    assert found == json.loads(TOLERATED.read_text(encoding="utf-8")), "if all are lower, write the new numbers down"


def test_names_that_look_the_same_are_warned_about() -> None:
    """A Cyrillic letter, a full-width one or a sign without width makes no other name; different names are fine."""
    latin = _skill("a", name="Scope", aliases=["Ohm"])
    others = [
        _skill("b", name="S\u0441ope"),
        _skill("c", name="Sc\u200bope"),
        _skill("d", name="\uff33cope"),
        _skill("e", name="Scopes"),
        _skill("f", name="\u041ehm"),
    ]
    assert _warned(latin, *others)["lookalike names"] == ["b", "c", "d", "f"]
