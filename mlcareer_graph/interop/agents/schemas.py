"""The JSON Schemas of what agents ask and are told, and what they are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from mlcareer_graph.model import Level
from mlcareer_graph.ontology import ontology_folder

MOST_LISTED = 50
"""How many concepts an answer lists at most, and a question names."""

LEVELS = [str(level) for level in Level]


@cache
def published(name: str) -> Mapping[str, Any]:
    """The JSON Schema of a concept or a plan that the ontology publishes."""
    read: dict[str, Any] = json.loads((ontology_folder() / f"{name}.schema.json").read_text(encoding="utf-8"))
    return read


def object_of(required: list[str], **properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object of these properties and no others."""
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def list_of(items: Mapping[str, Any], description: str) -> dict[str, Any]:
    """A list of at most `MOST_LISTED` items."""
    return {"description": description, "type": "array", "items": items, "maxItems": MOST_LISTED}


def text(description: str, most: int = 200) -> dict[str, Any]:
    """A text of at most so many characters; a name has fewer than 200."""
    return {"description": description, "type": "string", "minLength": 1, "maxLength": most}


def names(description: str, least: int = 0) -> dict[str, Any]:
    """A list of names."""
    names = {"description": description, "type": "array", "items": text("A name."), "maxItems": MOST_LISTED}
    return names | ({"minItems": least} if least else {})


def flag(description: str, default: bool) -> dict[str, Any]:
    """Yes or no."""
    return {"description": description, "type": "boolean", "default": default}


def limit(default: int, description: str, most: int = MOST_LISTED) -> dict[str, Any]:
    """How many items an answer lists."""
    return {"description": description, "type": "integer", "minimum": 1, "maximum": most, "default": default}


def positive(description: str, default: float | None = None) -> dict[str, Any]:
    """A number above 0."""
    number = {"description": description, "type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000}
    return number | ({} if default is None else {"default": default})


STRING: Mapping[str, Any] = {"type": "string"}
TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
ASSUME: Mapping[str, Any] = flag("Whether knowing something implies what it cannot be known without.", True)
ESTIMATE: Mapping[str, Any] = {
    "description": "Hours: low, likely, high.",
    "type": "array",
    "items": {"type": "number"},
    "minItems": 3,
    "maxItems": 3,
}
KNOWS: Mapping[str, Any] = {
    "description": "What the person knows: skills and technologies, at level working where none is given, and degrees.",
    "type": "array",
    "items": {
        "anyOf": [
            text("a name, with a level as in SQL:practitioner if it is not working,"),
            object_of(["name"], name=text("A name."), level={"enum": LEVELS, "default": str(Level.WORKING)})
            | {"description": "an object with a name and a level"},
        ]
    },
    "maxItems": 500,
    "default": [],
}
GAP: Mapping[str, Any] = object_of(
    ["role", "knows", "fit", "requirements"],
    role=STRING,
    knows={"type": "array", "items": STRING},
    fit={
        "description": "The share of what binds that is met, what is partly met counting half.",
        "type": "number",
        "minimum": 0,
        "maximum": 1,
    },
    requirements={
        "type": "array",
        "items": object_of(
            ["any_of", "at_least", "level", "strength", "known", "status", "importance", "hours"],
            any_of={"type": "array", "items": STRING, "minItems": 1},
            at_least={"type": "integer", "minimum": 1},
            level={"enum": LEVELS},
            strength={"enum": ["required", "preferred"]},
            known={"type": "object", "additionalProperties": {"enum": LEVELS}},
            status={"enum": ["met", "partly met", "open"]},
            importance={
                "description": "How many of the requirements nobody can meet who knows none of these.",
                "type": "integer",
                "minimum": 1,
            },
            hours={
                "description": "Of the cheapest plan to this alone: low, likely, high.",
                "oneOf": [ESTIMATE, {"type": "null"}],
            },
        ),
    },
)
