"""The JSON Schema of a concept accepts the shipped files and what `to_dict` gives, and nothing broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded, decode_concept
from mlcareer_graph.model import CONCEPT_KINDS, RELATION_TYPES
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.yaml_subset import parse

CONCEPTS = ontology_folder() / "concepts"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """A validator of the schema, which is checked first."""
    schema = json.loads((ontology_folder() / "concept.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_shipped_files_are_valid(validator: jsonschema.Draft202012Validator) -> None:
    """Every YAML file of the ontology is what the schema says."""
    files = sorted(Path(CONCEPTS).rglob("*.yaml"))
    assert files
    errors = [
        f"{file.name}: {error.json_path}: {error.message}"
        for file in files
        for error in validator.iter_errors(parse(file.read_text(encoding="utf-8")))
    ]
    assert errors == []


def test_records_of_to_dict_are_valid(validator: jsonschema.Draft202012Validator, rich: CareerGraph) -> None:
    """What `to_dict` writes for a graph that uses everything is what the schema says."""
    for record in rich.to_dict()["concepts"]:
        validator.validate(record)


_SKILL: dict[str, Any] = {"id": "a", "kind": "skill", "name": "A"}


@pytest.mark.parametrize(
    "record",
    [
        {"id": "a", "kind": "skill"},
        {"id": "A b", "kind": "skill", "name": "A"},
        {"id": "a", "kind": "hobby", "name": "A"},
        {"id": "a", "kind": "skill", "name": " "},
        {**_SKILL, "alias": ["b"]},
        {**_SKILL, "aliases": "b"},
        {**_SKILL, "path_kind": "course"},
        {**_SKILL, "hours": -1},
        {**_SKILL, "hours": [1, 2]},
        {**_SKILL, "hours": {"guru": 4}},
        {**_SKILL, "hours": {"because": "No figure."}},
        {**_SKILL, "requires": [{"any_of": []}]},
        {**_SKILL, "requires": [{"any_of": ["b"], "at_least": 0}]},
        {**_SKILL, "requires": [{"any_of": ["b"], "strength": "essential"}]},
        {**_SKILL, "requires": [{"any_of": ["b", "b"]}]},
        {**_SKILL, "easier_with": [{"know": "b", "saves": 1}]},
        {**_SKILL, "teaches": ["b"]},
        {**_SKILL, "observations": [{"measure": "salary", "value": "much", "unit": "USD"}]},
        {**_SKILL, "claims": [{"id": "c"}]},
        {"id": "a", "kind": "credential", "name": "A", "eqf_level": 9},
        {"id": "a", "kind": "education-path", "name": "A", "path_kind": "internship"},
        {"id": "a", "kind": "education-path", "name": "A", "price": {"likely": 1, "currency": "dollar"}},
        {"id": "a", "kind": "role", "name": "A", "hours": 4},
        [],
    ],
)
def test_broken_records_are_not(validator: jsonschema.Draft202012Validator, record: object) -> None:
    """What the library would not read as it stands is not valid either."""
    assert not validator.is_valid(record)
    decoded = Decoded()
    decode_concept(record, "a", decoded)
    assert decoded.problems


@pytest.mark.parametrize("kind", CONCEPT_KINDS)
def test_kinds_have_the_keys_that_the_library_reads(validator: jsonschema.Draft202012Validator, kind: str) -> None:
    """For each kind, the schema knows exactly the keys that the reader knows."""
    keys = (
        "hours",
        "requires",
        "easier_with",
        "path_kind",
        "weeks",
        "price",
        "eqf_level",
        "url",
        *RELATION_TYPES,
    )
    for key in keys:
        record = {"id": "a", "kind": kind, "name": "A", key: None}
        decoded = Decoded()
        decode_concept(record, "a", decoded)
        unread = any(problem.key == key and "unknown" in problem.what for problem in decoded.problems)
        unknown = any("unevaluated" in error.message.lower() for error in _top_errors(validator, record))
        assert unread == unknown, (kind, key)


def _top_errors(validator: jsonschema.Draft202012Validator, record: dict[str, Any]) -> list[jsonschema.ValidationError]:
    valid = {"weeks": 1, "price": 1, "eqf_level": 6, "url": "u", "path_kind": "course"}
    (key,) = record.keys() - {"id", "kind", "name"}
    value = valid.get(key, 1 if key == "hours" else [])
    return list(validator.iter_errors({**record, key: value}))
