"""What a plan could have taken instead: the options of its requirements that it leaves, drawn below it on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mlcareer_graph.model import Competency, Concept, Requirement
from mlcareer_graph.planning import Plan
from mlcareer_graph.views.areas import shipped_area
from mlcareer_graph.views.panels import concept_facts, requirement_text, search_names, sources_of
from mlcareer_graph.views.plan_nodes import PlanNodes
from mlcareer_graph.views.scene import Box, Cell, Entry, Item, Link, Section, Table, name_lines, note_lines
from mlcareer_graph.views.text import name_of, plain
from mlcareer_graph.views.theme import style_of

DRAWN = 12
"""How many options of one choice are drawn; the table has all of them."""

INSTEAD = "could take the place of"


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of which a plan takes some and leaves others.

    Attributes:
        number: Its number among the choices of the plan.
        by: What asks for one or several of them.
        requirement: The requirement, the first of those that offer the same options.
        taken: The numbers of the steps that the plan takes for it.
        left: The options that the plan does without.
    """

    number: int
    by: tuple[Concept, ...]
    requirement: Requirement
    taken: tuple[int, ...]
    left: tuple[Concept, ...]

    def key(self, concept: Concept) -> str:
        """The key of the box of an option that is left."""
        return f"instead-{self.number}:{concept.id}"

    @property
    def drawn(self) -> tuple[Concept, ...]:
        """The options that have a box when they are asked for."""
        return self.left[:DRAWN]


def choices(plan: Plan) -> tuple[Choice, ...]:
    """The requirements of which a plan took some options and left others, in the order of its steps.

    An option that is known well enough, or that another step leads to, is not one that the plan does without.

    Args:
        plan: The plan.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> [choice] = choices(load_graph().plan("keras", knows=["Python", "NumPy"], education="none"))
        >>> choice.requirement.at_least, len(choice.requirement.options) - len(choice.left)
        (1, 1)
    """
    levels = dict(plan.knows.levels)
    held = {step.id for step in plan.steps} | set(plan.knows.credentials)
    offered: dict[tuple[object, ...], tuple[Requirement, dict[str, Concept], dict[int, None]]] = {}
    for number, step in enumerate(plan.steps):
        for use in step.uses:
            need = use.requirement
            if need is None or step.id not in need.options or len(need.options) == need.at_least:
                continue
            _, by, taken = offered.setdefault((need.options, need.at_least, need.level), (need, {}, {}))
            by[use.by.id] = use.by
            taken[number] = None
    found: list[Choice] = []
    for need, by, taken in offered.values():
        left = tuple(
            plan.graph[option]
            for option in need.options
            if option not in held and not (option in levels and levels[option] >= need.level)
        )
        if left:
            found.append(Choice(len(found), tuple(by.values()), need, tuple(taken), left))
    return tuple(found)


def choice_title(plan: Plan, choice: Choice) -> str:
    """What a choice is about, in a few words."""
    return f"Instead of {_taken(plan, choice)}: {_askers(choice)} {_share(choice)}"


def choice_boxes(choice: Choice) -> tuple[Box, ...]:
    """The boxes of the options that a plan leaves, without a place."""
    level = f", to {choice.requirement.level}" if isinstance(choice.left[0], Competency) else ""
    return tuple(
        Box(choice.key(left), left.kind, "spare", name_lines(name_of(left)), note_lines(f"not taken{level}"), 0)
        for left in choice.drawn
    )


def choice_links(choice: Choice, nodes: PlanNodes) -> Iterator[Link]:
    """From each option that is left to the steps that were taken; seen when an end of it is selected."""
    for left in choice.drawn:
        for number in choice.taken:
            yield Link(choice.key(left), nodes.steps[number], INSTEAD, dashed=True, quiet=True)


def choice_entries(plan: Plan, choice: Choice, nodes: PlanNodes) -> Iterator[Entry]:
    """What the side panel says about the options that are left."""
    graph = plan.graph
    taken = tuple(Item(name_of(plan.steps[number].concept), nodes.steps[number]) for number in choice.taken)
    for left in choice.drawn:
        needs = tuple(
            Item(requirement_text(graph, need), nodes.first_key(need.options)) for need in graph.requirements(left)
        )
        sections = (Section("Could take the place of", taken), Section("Needs", needs))
        sources = Section("Sources", sources_of(graph, left))
        yield Entry(
            key=choice.key(left),
            name=name_of(left),
            kind=left.kind,
            state="alternative, not taken",
            area=shipped_area(left),
            aliases=search_names(left),
            definition=plain(left.definition),
            facts=concept_facts(left),
            why=(f"{_askers(choice)} {_share(choice)}; the plan takes {_taken(plan, choice)}.",),
            sections=tuple(section for section in (*sections, sources) if section.items),
        )


def alternatives_table(plan: Plan, found: Sequence[Choice], *, selects: bool = False) -> Table:
    """Every option that a plan leaves, with what it takes in its place.

    Args:
        plan: The plan.
        found: Its choices.
        selects: Whether the rows lead to the entries of a page.
    """
    rows = tuple(
        (
            Cell(name_of(left), choice.key(left) if selects and place < DRAWN else None),
            Cell(style_of(left.kind).label),
            Cell(_taken(plan, choice)),
            Cell(f"{_askers(choice)} {_share(choice)}"),
        )
        for choice in found
        for place, left in enumerate(choice.left)
    )
    return Table("Alternatives not taken", ("Option", "Kind", "Instead of", "Why there is a choice"), rows)


def _taken(plan: Plan, choice: Choice) -> str:
    names = dict.fromkeys(name_of(plan.steps[number].concept) for number in choice.taken)
    return " and ".join(names)


def _askers(choice: Choice) -> str:
    names = [name_of(by) for by in choice.by]
    return " and ".join(names if len(names) < 3 else [names[0], f"{len(names) - 1} others"])


def _share(choice: Choice) -> str:
    need = choice.requirement
    return f"{'needs' if len(choice.by) == 1 else 'need'} {need.at_least} of {len(need.options)}"
