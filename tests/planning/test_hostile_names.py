"""Profiles, plans and calendars of a graph whose names are hostile: what is written is read as what it was."""

from __future__ import annotations

import json
import pickle
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hostile_graph import TEXTS

from mlcareer_graph import AmbiguousNameError, CareerGraph, InvalidProfileError, Plan, Profile, UnknownConceptError
from mlcareer_graph.planning.profile import resolve

NAMES = tuple(dict.fromkeys(TEXTS))


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """A skill of each name, which needs the one before, and a role that needs them all, for hostile reasons."""
    skills = [
        {
            "id": f"s{number}",
            "kind": "skill",
            "name": name,
            "hours": {"working": 1, "because": name},
            "requires": [{"any_of": [f"s{number - 1}"], "because": name}] if number else [],
        }
        for number, name in enumerate(NAMES)
    ]
    needs = [{"any_of": [skill["id"]], "because": name} for skill, name in zip(skills, NAMES, strict=True)]
    role = {"id": "r", "kind": "role", "name": "Role", "requires": needs}
    return CareerGraph.from_dict({"concepts": [*skills, role]})


def test_a_name_never_finds_another_concept(graph: CareerGraph) -> None:
    """Each name finds the concept that has it, or is a question back that lists it; with a level behind it too."""
    found = 0
    for number, name in enumerate(NAMES):
        for entry in (name, f"{name}:expert"):
            try:
                assert resolve(graph, entry)[0].id == f"s{number}", entry
                found += 1
            except AmbiguousNameError as error:
                listed = error.suggestions
                assert f"s{number}" in listed, entry
            except UnknownConceptError:
                # It is longer than a query can be.
                assert len(name) > 200, entry
    assert found > 1.8 * len(NAMES)


def test_profiles_by_name_come_back(graph: CareerGraph, tmp_path: Path) -> None:
    """Files that name skills as the graph does give a profile of those skills, or say what they could not take."""
    for suffix, write in ((".json", json.dumps), (".yaml", lambda data: yaml.dump(data, Dumper=yaml.CSafeDumper))):
        taken = 0
        for number, name in enumerate(NAMES):
            path = tmp_path / f"me{suffix}"
            path.write_text(write({"knows": [{"know": name, "level": "expert"}]}), encoding="utf-8")
            try:
                profile = Profile.load(path, graph)
            except InvalidProfileError:
                continue
            assert [concept_id for concept_id, _ in profile.levels] == [f"s{number}"]
            profile.save(path)
            assert Profile.load(path, graph) == profile
            taken += 1
        assert taken > 0.9 * len(NAMES)


def test_plans_come_back(graph: CareerGraph, tmp_path: Path) -> None:
    """A plan with hostile names and reasons comes back from its JSON, and from a pickle, with every text of it."""
    plan = graph.plan("r", knows=["s0"])
    assert len(plan.steps) == len(NAMES) - 1
    path = tmp_path / "plan.json"
    for is_ascii in (True, False):
        path.write_text(json.dumps(plan.to_dict(), ensure_ascii=is_ascii), encoding="utf-8")
        assert Plan.load(path, graph) == plan
        assert json.loads(path.read_text(encoding="utf-8")) == plan.to_dict()
    assert pickle.loads(pickle.dumps(plan)).to_dict() == plan.to_dict()


def test_calendars_come_back(graph: CareerGraph, tmp_path: Path) -> None:
    """Read by the rules of RFC 5545, a calendar has every name; line ends are of one kind, and controls are spaces."""
    plan = graph.plan("r", knows=["s0"])
    path = tmp_path / "plan.ics"
    plan.schedule(hours_per_week=10, start=date(2027, 1, 4)).save(path)
    lines = path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)]
    read = [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]
    plain = [re.sub(r"\\([\\;,nN])", lambda match: match[1].replace("n", "\n"), text) for text in read]
    expected = [re.sub(r"\r\n?", "\n", str(step)) for step in plan.steps]
    assert sorted(plain) == sorted(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text) for text in expected)
