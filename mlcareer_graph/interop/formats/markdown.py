"""Markdown (CommonMark with the tables of GitHub): a plan to keep or share, and an overview of a graph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mlcareer_graph.model import Level

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.planning import Plan

_SPECIAL = re.compile(r"[\\`*_\[\]|~#]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plan_markdown(plan: Plan) -> str:
    """A plan: its figures, its steps with their reasons, what is taken as known and the credentials asked for.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> print(plan_markdown(load_graph().plan("keras", knows=["Python", "PyTorch"])).splitlines()[0])
        # The way to Keras
    """
    return "\n".join(_plan_lines(plan)) + "\n"


def graph_markdown(graph: CareerGraph) -> str:
    """An overview of a graph: how much of what it holds, and its roles with what they ask for.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> print(graph_markdown(load_graph()).splitlines()[0])
        # Career graph
    """
    return "\n".join(_graph_lines(graph)) + "\n"


def escape(text: str) -> str:
    r"""A text on one line in which nothing is a mark of Markdown or HTML.

    Example:
        >>> print(escape("<b>a|b</b>\n[x](y)"))
        &lt;b&gt;a\|b&lt;/b&gt; \[x\](y)
    """
    bare = "".join(character if character.isprintable() else " " for character in text)
    marked = _SPECIAL.sub(lambda match: "\\" + match[0], " ".join(bare.split()))
    return re.sub("[&<>]", lambda match: _ENTITIES[match[0]], marked)


def _plan_lines(plan: Plan) -> Iterator[str]:
    yield f"# The way to {escape(plan.target.name)}"
    yield ""
    yield escape(str(plan)) + "."
    if plan.steps:
        yield ""
        rows = [
            (str(step.stage), str(step), f"{step.hours.likely:,.0f}", step.because, str(step.source))
            for step in plan.steps
        ]
        yield from _table(("Stage", "Step", "Hours", "Why", "Source"), rows)
        yield ""
        yield f"All hours are estimates, and add up to {plan.hours.low:,.0f} to {plan.hours.high:,.0f}."
    if plan.assumed:
        yield ""
        yield "## Taken as known"
        yield ""
        for concept, level, because in plan.assumed:
            yield f"- {escape(concept.name)} ({level}), because of {escape(because.name)}"
    if plan.gates:
        yield ""
        yield "## Credentials asked for"
        yield ""
        for gate in plan.gates:
            names = " or ".join(escape(plan.graph[option].name) for option in gate.requirement.options)
            yield f"- {'met' if gate.is_met else 'open'}: {names} ({gate.requirement.strength})"


def _graph_lines(graph: CareerGraph) -> Iterator[str]:
    counts = Counter(concept.kind for concept in graph.values())
    yield "# Career graph"
    yield ""
    yield (
        f"{len(graph):,} concepts, {len(graph.all_requirements):,} requirements and {len(graph.relations):,} relations."
    )
    yield ""
    kinds = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    yield from _table(("Kind", "Concepts"), [(kind, f"{count:,}") for kind, count in kinds])
    if graph.roles:
        yield ""
        yield "## Roles"
        yield ""
        rows = []
        for role in graph.roles.values():
            requirements = graph.requirements(role)
            required = [requirement for requirement in requirements if requirement.is_required]
            expert = sum(requirement.level >= Level.PRACTITIONER for requirement in required)
            rows.append((role.name, f"{len(required)}", f"{expert}", f"{len(requirements) - len(required)}"))
        yield from _table(("Role", "Requirements", "of these at practitioner or above", "Preferred"), rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(escape, row))} |"
