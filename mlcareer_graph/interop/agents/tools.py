"""What an agent may ask of a graph: a few questions, each with the JSON Schemas of what goes in and what comes out.

Nothing here writes, and nothing reaches beyond the graph. Every answer is bounded, and so is the time of a search.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.interop.agents import schemas as schema
from mlcareer_graph.model import CONCEPT_KINDS, Concept, Level
from mlcareer_graph.planning.domain import EDUCATION
from mlcareer_graph.planning.objective import MEASURES
from mlcareer_graph.planning.query import DEGREE_POLICIES
from mlcareer_graph.planning.step import rounded

SECONDS = 20.0
"""How long a search may take; a plan that is not proven by then says so in its status."""

MOST_ROWS = 500
"""How many rows the answer to a query has at most."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One question that an agent may ask.

    Attributes:
        name: Its name.
        description: What it answers and when to ask it, for the agent.
        takes: The JSON Schema of the arguments.
        gives: The JSON Schema of the answer.
        answer: Answers it on a graph; raises `MLCareerError` where that is not possible.
    """

    name: str
    description: str
    takes: Mapping[str, Any]
    gives: Mapping[str, Any]
    answer: Callable[[CareerGraph, Mapping[str, Any]], dict[str, Any]]


@cache
def tools() -> Mapping[str, Tool]:
    """The tools by name."""
    made = (_find_tool(), _show_tool(), _plan_tool(), _gap_tool(), _next_tool(), _roles_tool(), _query_tool())
    return {tool.name: tool for tool in made}


def _find_tool() -> Tool:
    return Tool(
        "find",
        "Find roles, skills, technologies, education paths and other concepts by any name people use for them; "
        "typing mistakes are forgiven. Ask this first where a name may not be known.",
        schema.object_of(
            ["query"],
            query=schema.text("A name or some words."),
            kind={"description": "Only concepts of this kind.", "enum": list(CONCEPT_KINDS)},
            limit=schema.limit(10, "How many to list at most."),
        ),
        schema.object_of(
            ["meant", "matches"],
            meant=schema.TEXT_OR_NULL | {"description": "The id of the one concept that is called so, if any."},
            matches=schema.list_of(
                schema.object_of(
                    ["id", "kind", "name", "definition"],
                    id=schema.STRING,
                    kind=schema.STRING,
                    name=schema.STRING,
                    definition=schema.TEXT_OR_NULL,
                ),
                "What comes near, best first.",
            ),
        ),
        _find,
    )


def _find(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    query = asked["query"]
    kind = CONCEPT_KINDS[asked["kind"]] if "kind" in asked else Concept
    limit = asked.get("limit", 10)
    matches: list[Concept] = graph.search(query, kind, limit=limit)
    try:
        meant = graph.find(query)
    except LookupError:
        return _matches(None, matches)
    if not isinstance(meant, kind):
        return _matches(None, matches)
    others = [match for match in matches if match.id != meant.id]
    return _matches(meant.id, [meant, *others][:limit])


def _matches(meant: str | None, matches: list[Concept]) -> dict[str, Any]:
    listed = [
        {"id": found.id, "kind": found.kind, "name": found.name, "definition": found.definition or None}
        for found in matches
    ]
    return {"meant": meant, "matches": listed}


def _show_tool() -> Tool:
    return Tool(
        "show",
        "Show one concept in full: its definition, what it requires, its relations, hours, and who says so.",
        schema.object_of(["name"], name=schema.text("Any name of the concept, or its id.")),
        schema.published("concept"),
        _show,
    )


def _show(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    return graph.record(asked["name"])


def _plan_tool() -> Tool:
    return Tool(
        "plan",
        "Find the provably cheapest way from what a person knows to a role, a skill or a technology: the steps in "
        "an order in which they can be done, with hours as low, likely and high estimates, and why each is there.",
        schema.object_of(
            ["target"],
            target=schema.text("A role, a skill or a technology."),
            level={"description": "The level to reach, for a skill or a technology.", "enum": schema.LEVELS},
            knows=schema.KNOWS,
            objective={"description": "What to minimise.", "enum": list(MEASURES), "default": "hours"},
            hours_per_week=schema.positive("Hours of study in a week.", 10),
            budget={"description": "The most US dollars for education.", "type": "number", "minimum": 0},
            max_hours=schema.positive("The most hours."),
            max_weeks=schema.positive("The most weeks."),
            education={
                "description": "Education as steps: offers with checked figures, all offers, or self-study alone.",
                "enum": list(EDUCATION),
                "default": "checked",
            },
            degrees={
                "description": "Degrees that a role asks for: report them, or make the lowest or all part of it.",
                "enum": list(DEGREE_POLICIES),
                "default": "report",
            },
            include_preferred=schema.flag("Whether to plan for what the role merely prefers, too.", False),
            assume_prerequisites=schema.ASSUME,
            exclude=schema.names("What to do without."),
            require=schema.names("What has to be part of it."),
            prefer=schema.names("What to choose where there is a choice."),
        ),
        schema.published("plan"),
        _plan,
    )


def _plan(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    options = {name: value for name, value in asked.items() if name not in ("target", "level", "knows")}
    target = f"{asked['target']}:{asked['level']}" if "level" in asked else asked["target"]
    return graph.plan(target, _known(asked), **options, time_limit=SECONDS).to_dict()


def _gap_tool() -> Tool:
    return Tool(
        "gap",
        "Say which requirements of a role a person meets, meets in part, or not at all, how important each is, and "
        "how many hours each would take alone. Those hours do not add up; ask for a plan for the whole.",
        schema.object_of(
            ["role"],
            role=schema.text("A role, a skill or a technology."),
            knows=schema.KNOWS,
            assume_prerequisites=schema.ASSUME,
        ),
        schema.GAP,
        _gap,
    )


def _gap(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    gap = graph.gap(asked["role"], _known(asked), assume_prerequisites=asked.get("assume_prerequisites", True))
    return gap.to_dict()


def _next_tool() -> Tool:
    return Tool(
        "next",
        "Say what to learn next for one or several roles: what shortens the ways to them most for each hour spent.",
        schema.object_of(
            ["roles"],
            roles=schema.names("The roles that may become the aim.", least=1),
            knows=schema.KNOWS,
            limit=schema.limit(5, "How many to list at most."),
        ),
        schema.object_of(
            ["skills"],
            skills=schema.list_of(
                schema.object_of(
                    ["id", "name", "level", "hours", "value", "saved", "is_exact"],
                    id=schema.STRING,
                    name=schema.STRING,
                    level={"enum": schema.LEVELS},
                    hours=schema.ESTIMATE,
                    value={
                        "description": "Hours saved on the way to the roles, for each hour spent.",
                        "type": "number",
                    },
                    saved={
                        "description": "For each role the hours by which its plan gets shorter.",
                        "type": "object",
                        "additionalProperties": {"type": "number"},
                    },
                    is_exact={"description": "Whether all plans compared are proven.", "type": "boolean"},
                ),
                "The most valuable first.",
            ),
        ),
        _next,
    )


def _next(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    roles, limit = asked["roles"], asked.get("limit", 5)
    skills = graph.next_skills(_known(asked), roles=roles, limit=limit, time_limit=SECONDS / len(roles))
    return {
        "skills": [
            {
                "id": skill.concept.id,
                "name": skill.concept.name,
                "level": str(skill.level),
                "hours": rounded(skill.hours),
                "value": round(skill.value, 6),
                "saved": {role: round(hours, 6) for role, hours in skill.saved},
                "is_exact": skill.is_exact,
            }
            for skill in skills
        ]
    }


def _roles_tool() -> Tool:
    return Tool(
        "roles",
        "List the roles within reach of what a person knows, nearest first, by the hours of the cheapest plan.",
        schema.object_of(
            [],
            knows=schema.KNOWS,
            within_hours=schema.positive("The most hours that a plan may take.", 1000),
            limit=schema.limit(10, "How many to list at most."),
        ),
        schema.object_of(
            ["roles", "within_reach"],
            roles=schema.list_of(
                schema.object_of(
                    ["id", "name", "status", "hours", "steps"],
                    id=schema.STRING,
                    name=schema.STRING,
                    status={"description": "Whether the plan is proven cheapest.", "enum": ["optimal", "feasible"]},
                    hours=schema.ESTIMATE,
                    steps={"type": "integer", "minimum": 0},
                ),
                "The nearest first.",
            ),
            within_reach={"description": "How many there are in all.", "type": "integer", "minimum": 0},
        ),
        _roles,
    )


def _roles(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    each = SECONDS / max(1, len(graph.roles))
    near = graph.reachable_roles(_known(asked), within_hours=asked.get("within_hours", 1000), time_limit=each)
    listed = [
        {
            "id": found.role.id,
            "name": found.role.name,
            "status": found.plan.status,
            "hours": rounded(found.plan.hours),
            "steps": len(found.plan.steps),
        }
        for found in near[: asked.get("limit", 10)]
    ]
    return {"roles": listed, "within_reach": len(near)}


def _query_tool() -> Tool:
    return Tool(
        "query",
        "Answer a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE) over the graph as RDF, for what no other "
        "tool answers. Prefixes such as mlc, skos, role, skill and technology are known, as in: SELECT ?role WHERE "
        "{ ?role mlc:hasPrerequisite technology:sql }. It cannot change anything or reach another graph.",
        schema.object_of(
            ["sparql"],
            sparql=schema.text("The query.", 10_000),
            limit=schema.limit(50, "How many rows to give at most.", MOST_ROWS),
        ),
        schema.object_of(
            ["form", "columns", "rows", "left_out"],
            form={"enum": ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]},
            columns={"type": "array", "items": schema.STRING},
            rows={
                "description": "For each row its cells, IRIs shortened by the known prefixes; of ASK the answer.",
                "type": "array",
                "items": {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}},
                "maxItems": MOST_ROWS,
            },
            left_out={"description": "How many rows there are beyond these.", "type": "integer", "minimum": 0},
        ),
        _query,
    )


def _query(graph: CareerGraph, asked: Mapping[str, Any]) -> dict[str, Any]:
    result = graph.query(asked["sparql"], time_limit=SECONDS)
    limit = asked.get("limit", 50)
    return {
        "form": result.form,
        "columns": list(result.columns),
        "rows": [[_cell(value) for value in row] for row in result[:limit]],
        "left_out": max(0, len(result) - limit),
    }


def _cell(value: Any) -> Any:
    """A cell of a row as plain data: an IRI in its short form, a decimal or a day as text."""
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(getattr(value, "short", value))


def _known(asked: Mapping[str, Any]) -> list[str | tuple[str | Concept, Level | str]]:
    """What the person knows, as `CareerGraph.plan` takes it."""
    return [
        entry if isinstance(entry, str) else (entry["name"], entry.get("level", str(Level.WORKING)))
        for entry in asked.get("knows", ())
    ]
