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
        if next(_keys(part, ""), None):
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
    kinds: dict[tuple[str, str, str, str], list[str]] = {}
    for kind, name, part, is_required in _keys(schema, ""):
        row = (code(name), plain(_type(part)), "yes" if is_required else "", plain(part.get("description", "")))
        kinds.setdefault(row, []).append(kind)
    # What holds for every kind is stated without one; the rest says for which.
    rows = [[*row, "" if "" in of else ", ".join(dict.fromkeys(of))] for row, of in kinds.items()]
    return table(["key", "holds", "needed", "meaning", "only for"], rows) if rows else []


def _keys(schema: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, Mapping[str, Any], bool]]:
    """The keys that a schema or a part of it allows: for which kind, name, what it holds, whether it is required."""
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        if isinstance(part, Mapping):
            yield kind, name, part, name in required
    for choice in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(choice, ()):
            yield from _keys(part, kind)
    condition = schema.get("if", {}).get("properties", {})
    of = str(condition["kind"]["const"]) if "const" in condition.get("kind", {}) else kind
    for branch in ("then", "else"):
        if isinstance(schema.get(branch), Mapping):
            yield from _keys(schema[branch], of)


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
