"""What the side panel says about the boxes of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mlcareer_graph.model import Concept, EducationPath, Level
from mlcareer_graph.planning import Plan, Step
from mlcareer_graph.views.areas import shipped_area
from mlcareer_graph.views.panels import (
    concept_facts,
    evidence_items,
    hours_text,
    limited,
    requirement_text,
    search_names,
    sources_of,
)
from mlcareer_graph.views.plan_alternatives import Choice
from mlcareer_graph.views.plan_nodes import Known, PlanNodes
from mlcareer_graph.views.plan_weeks import PlanWeeks
from mlcareer_graph.views.plan_words import STATUS, price_text, target_name
from mlcareer_graph.views.scene import Entry, Item, Link, Section
from mlcareer_graph.views.text import name_of, plain
from mlcareer_graph.views.theme import style_of


@dataclass(frozen=True, slots=True)
class PlanEntries:
    """Writes the entries of a plan.

    Attributes:
        plan: The plan.
        nodes: Its boxes.
        links: Its edges.
        users: What each box is for.
        weeks: When the steps are done.
        left: The keys of the options that the plan does without, by choice and id.
    """

    plan: Plan
    nodes: PlanNodes
    links: Sequence[Link]
    users: Mapping[str, Sequence[Item]] = field(hash=False)
    weeks: PlanWeeks
    left: Mapping[tuple[tuple[str, ...], str], str] = field(hash=False)

    @classmethod
    def of(
        cls, plan: Plan, nodes: PlanNodes, links: Sequence[Link], weeks: PlanWeeks, found: Iterable[Choice] = ()
    ) -> PlanEntries:
        """The writer of a plan's entries."""
        names = dict(zip(nodes.steps, (name_of(step.concept) for step in plan.steps), strict=True))
        names[nodes.target] = target_name(plan)
        users: dict[str, list[Item]] = {}
        for link in links:
            users.setdefault(link.source, []).append(Item(names[link.target], link.target))
        left = {
            (choice.requirement.options, concept.id): choice.key(concept)
            for choice in found
            for concept in choice.drawn
        }
        return cls(plan, nodes, links, users, weeks, left)

    def __iter__(self) -> Iterator[Entry]:
        yield from map(self._known, self.nodes.known)
        for number, step in enumerate(self.plan.steps):
            yield self._step(number, step)
        if self.nodes.target_step is None:
            yield self._target()

    def _known(self, known: Known) -> Entry:
        because = known.because
        why = f"Taken as known, because you know {name_of(because)}." if because else "You know it already."
        return Entry(
            key=known.key,
            name=name_of(known.concept),
            kind=known.concept.kind,
            state="taken as known" if because else "known",
            area=shipped_area(known.concept),
            aliases=search_names(known.concept),
            definition=plain(known.concept.definition),
            facts=(
                ("Kind", style_of(known.concept.kind).label),
                ("Level", str(known.level) if known.level else "held"),
            ),
            why=(why,),
            sections=_filled(self._users(known.key), self._sources(known.concept)),
        )

    def _step(self, number: int, step: Step) -> Entry:
        concept, key = step.concept, self.nodes.steps[number]
        is_target = number == self.nodes.target_step
        said = [evidence for use in step.uses for evidence in use.evidence]
        return Entry(
            key=key,
            name=name_of(concept),
            kind=concept.kind,
            state="target" if is_target else "to learn",
            area=shipped_area(concept),
            aliases=search_names(concept),
            definition=plain(concept.definition),
            facts=_step_facts(step, self.weeks.words(number)),
            why=("It is the target of the plan.",) if is_target else self._why(step),
            sections=_filled(
                Section("Builds on", self._needs(step)),
                self._users(key),
                *self._not_taken(step),
                self._courses(step),
                Section("Who says that it is needed", evidence_items(self.plan.graph, said)),
                self._sources(concept),
            ),
        )

    def _target(self) -> Entry:
        plan, target = self.plan, self.plan.target
        needs = tuple(
            Item(requirement_text(plan.graph, requirement), to=self.nodes.first_key(requirement.options))
            for requirement in plan.goal
        )
        return Entry(
            key=self.nodes.target,
            name=name_of(target),
            kind=target.kind,
            state="target",
            area=shipped_area(target),
            aliases=search_names(target),
            definition=plain(target.definition),
            facts=(*concept_facts(target), ("Status", STATUS.get(plan.status, plain(plan.status)))),
            why=("It is the target of the plan.",),
            sections=_filled(Section("Asks for", needs), self._sources(target)),
        )

    def _why(self, step: Step) -> tuple[str, ...]:
        chain = self.plan.explain(step).text.splitlines()[1:]
        return (plain(step.because), *map(plain, chain))

    def _needs(self, step: Step) -> tuple[Item, ...]:
        items = []
        for options in step.needs:
            chosen = [option for option in options if self.nodes.key_of(option)]
            names = ", ".join(name_of(self.plan.graph[option]) for option in chosen or options)
            text = names if len(options) == 1 else f"{names} (one of {len(options)} options)"
            items.append(Item(text, to=self.nodes.first_key(chosen)))
        return tuple(items)

    def _not_taken(self, step: Step) -> list[Section]:
        """The other options of the requirements that the step serves: what would do as well, not what it would cost."""
        sections = {}
        for use in step.uses:
            requirement = use.requirement
            if requirement is None or step.id not in requirement.options or len(requirement.options) == 1:
                continue
            others = [
                Item(
                    name_of(self.plan.graph[option]),
                    to=self.nodes.key_of(option) or self.left.get((requirement.options, option)),
                )
                for option in requirement.options
                if option != step.id
            ]
            title = f"{name_of(use.by)} takes {requirement.at_least} of {len(requirement.options)}; the others are"
            sections[title] = Section(title, limited(others))
        return list(sections.values())

    def _courses(self, step: Step) -> Section:
        """Where a competency is taught, or what a path teaches."""
        graph = self.plan.graph
        if step.kind == "take":
            taught = [edge for edge in graph.edges(step.concept) if edge.type == "teaches" and edge.subject == step.id]
            names = [f"{name_of(graph[edge.object])} ({edge.level})" for edge in taught]
            items = [Item(name, to=self.nodes.key_of(edge.object)) for name, edge in zip(names, taught, strict=True)]
            return Section("Teaches", limited(items))
        paths = [(graph.education_paths[edge.subject], edge.level) for edge in graph.teachers.get(step.id, ())]
        return Section("Where to learn it", limited([Item(_course_text(path, level)) for path, level in paths]))

    def _users(self, key: str) -> Section:
        return Section("Is for", tuple(self.users.get(key, ())))

    def _sources(self, concept: Concept) -> Section:
        return Section("Sources", sources_of(self.plan.graph, concept))


def _step_facts(step: Step, weeks: str) -> tuple[tuple[str, str], ...]:
    facts = [("Kind", style_of(step.concept.kind).label), ("Stage", f"{step.stage}, {weeks}")]
    if step.to_level:
        facts.append(("Level", f"from {step.from_level or 'nothing'} to {step.to_level}"))
    facts.append(("Hours", hours_text(step.hours)))
    if step.kind == "credit":
        facts.append(("Shortened", "something near is known by then"))
    if step.price or step.kind == "take":
        facts.append(("Price", price_text(step.price)))
    return tuple(facts)


def _filled(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.items)


def _course_text(path: EducationPath, level: Level | None) -> str:
    """A path with the level it leads to, and what is known of its hours and price."""
    said = [f"to {level}"]
    if path.hours is not None:
        said.append(f"{path.hours.estimate.likely:,g} hours in all")
    if path.price is not None:
        amount = path.price.estimate.likely
        said.append(f"{amount:,g} {path.price.unit}" if amount else "free")
    if path.checked is not None:
        said.append(f"figures of {path.checked.isoformat()}")
    return f"{name_of(path)}: {', '.join(said)}"
