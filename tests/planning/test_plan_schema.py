"""The JSON Schema of a plan accepts what `to_dict` gives for plans of every status, and nothing broken."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from oracles import MEASURES, random_career

from mlcareer_graph import load_graph
from mlcareer_graph.ontology import ontology_folder


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """A validator of the schema, which is checked first."""
    schema = json.loads((ontology_folder() / "plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """A plan of the shipped graph."""
    return load_graph().plan("machine learning engineer", ["Keras", "SQL:practitioner"]).to_dict()


def test_plans_of_random_careers_are_valid(validator: jsonschema.Draft202012Validator) -> None:
    """Optimal, infeasible and empty plans under every objective and policy are what the schema says."""
    statuses = set()
    for seed in range(200):
        graph, knows = random_career(seed)
        plan = graph.plan("job", knows, objective=MEASURES[seed % 4], degrees=("report", "strict")[seed % 2])
        validator.validate(json.loads(json.dumps(plan.to_dict())))
        statuses.add((plan.status, bool(plan.steps)))
    assert statuses == {("optimal", True), ("optimal", False), ("infeasible", False)}


@pytest.mark.parametrize(
    ("target", "options"),
    [
        ("machine learning engineer", {}),
        ("machine learning engineer", {"degrees": "strict", "objective": {"hours": 1, "weeks": 0.5}}),
        ("machine learning engineer", {"objective": "steps", "include_preferred": True, "time_limit": 1e-9}),
        ("keras:practitioner", {"knows": ["Python"]}),
    ],
)
def test_shipped_plans_are_valid(
    validator: jsonschema.Draft202012Validator, target: str, options: dict[str, Any]
) -> None:
    """Plans of the shipped graph, a feasible one among them, are what the schema says."""
    plan = load_graph().plan(target, **options)
    assert plan.status == ("feasible" if "time_limit" in options else "optimal")
    validator.validate(plan.to_dict())


def test_the_published_keys_are_there(shipped: dict[str, Any]) -> None:
    """The keys that the design promises are in every plan and step."""
    promised = {"target", "knows", "objective", "status", "bound", "cost", "hours", "price", "weeks", "gates", "steps"}
    assert promised | {"stages"} <= shipped.keys()
    for step in shipped["steps"]:
        assert {"id", "kind", "from", "to", "hours", "needs", "for", "because", "source"} <= step.keys()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["status"], "done"),
        (["status"], "infeasible"),
        (["target"], "Machine Learning Engineer"),
        (["cost"], None),
        (["bound"], -1),
        (["hours"], [1, 2]),
        (["knows"], ["sql:wizard"]),
        (["reasons"], ["Nothing leads there."]),
        (["hours_per_week"], 0),
        (["extra"], 1),
        (["steps", 0, "kind"], "guess"),
        (["steps", 0, "kind"], "take"),
        (["steps", 0, "to"], None),
        (["steps", 0, "for"], []),
        (["steps", 0, "because"], ""),
        (["steps", 0, "hours"], [1, 2, "three"]),
        (["steps", 0, "source", "ref"], None),
        (["steps", 0, "extra"], 1),
        (["stages", 0], []),
    ],
)
def test_broken_plans_are_refused(
    validator: jsonschema.Draft202012Validator, shipped: dict[str, Any], path: list[Any], value: Any
) -> None:
    """Unknown keys, statuses that do not fit and values of the wrong kind are no plan."""
    broken = copy.deepcopy(shipped)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert validator.is_valid(shipped)
    assert not validator.is_valid(broken)
