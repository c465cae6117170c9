"""The page of the JSON Schemas, written from the files in ``ontology``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pages.markdown import code, page, plain, table


def schemas_page(folder: Path) -> str:
    """A section for each schema, with its properties and the file."""
    lines = [
        "Three forms of data are published as JSON Schema (draft 2020-12): a concept, which is what a YAML file and "
        "`CareerGraph.from_dict` hold; a plan, which is what `plan.to_dict()` and `--json` give; a profile, which is "
        "what `--profile` reads. [YAML](yaml.md) shows the same by example.",
        "",
    ]
    for file in sorted(folder.glob("*.schema.json")):
        lines += _schema(file)
    return page("JSON Schemas", lines)


def _schema(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    schema = json.loads(text)
    yield f"## {plain(schema['title'])}"
    yield ""
    yield f"{plain(schema['description'])} {code(schema['$id'])}"
    yield ""
    yield from _properties(schema)
    for name, part in schema.get("$defs", {}).items():
        if part.get("properties"):
            yield f"### {plain(schema['title'])}: {plain(name)}"
            yield ""
            if "description" in part:
                yield plain(part["description"])
                yield ""
            yield from _properties(part)
    yield f"### {plain(schema['title'])}: the file"
    yield ""
    yield "```json"
    yield text.rstrip()
    yield "```"
    yield ""


def _properties(schema: Mapping[str, Any]) -> list[str]:
    required = schema.get("required", ())
    rows = [
        [code(name), plain(_type(part)), "yes" if name in required else "", plain(part.get("description", ""))]
        for name, part in schema.get("properties", {}).items()
    ]
    return table(["key", "holds", "needed", "meaning"], rows)


def _type(part: Mapping[str, Any]) -> str:
    if "$ref" in part:
        return str(part["$ref"]).rsplit("/", 1)[-1]
    if "enum" in part:
        return ", ".join(str(value) for value in part["enum"])
    if "const" in part:
        return json.dumps(part["const"])
    if part.get("type") == "array" and isinstance(part.get("items"), Mapping):
        return f"list of {_type(part['items'])}"
    for choice in ("oneOf", "anyOf"):
        if choice in part:
            return " or ".join(dict.fromkeys(_type(one) for one in part[choice]))
    kind = part.get("type", "anything")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
