"""A plan as a scene: what is known on the left, the stages, the target on the right."""

from __future__ import annotations

from collections.abc import Iterable

from mlcareer_graph.model import Concept, Level
from mlcareer_graph.planning import Gate, Plan, Step
from mlcareer_graph.views.layout import arrange
from mlcareer_graph.views.panels import (
    concept_facts,
    evidence_items,
    hours_text,
    requirement_text,
    sources_of,
)
from mlcareer_graph.views.scene import (
    Box,
    Cell,
    Entry,
    Item,
    Link,
    Scene,
    Section,
    Table,
    name_lines,
    note_lines,
)
from mlcareer_graph.views.text import counted, name_of, plain
from mlcareer_graph.views.theme import style_of

HOURS_PER_WEEK = 10
KNOWN_LIMIT = 40
"""How many known concepts are drawn; those that no step builds on are left out first."""

STATUS = {
    "optimal": "proven cheapest",
    "feasible": "the best found in time, not proven cheapest",
    "infeasible": "no plan",
}
"""What the status of a plan means."""


def plan_scene(plan: Plan) -> Scene:
    """The scene of a plan."""
    return _PlanScene(plan).scene()


def plan_facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The figures of a plan with their labels."""
    status = STATUS.get(plan.status, plain(plan.status))
    if plan.status == "infeasible":
        return (("Status", status),)
    if not plan.steps:
        return (("Status", "nothing to learn"),)
    facts = [
        ("Status", status),
        ("Steps", f"{len(plan.steps)} in {counted(len(plan.stages), 'stage')}"),
        ("Estimated hours", hours_text(plan.hours)),
        (f"At {HOURS_PER_WEEK} hours a week", counted(plan.hours.likely / HOURS_PER_WEEK, "week")),
        ("Price", price_text(plan.price)),
    ]
    if plan.objective != "hours":
        facts.append(("Least", plain(plan.objective)))
    return tuple(facts)


def price_text(price: float | None) -> str:
    """The price of a plan in words.

    Example:
        >>> price_text(0.0), price_text(9900.0), price_text(None)
        ('no fees', 'about 9,900 USD', 'not known')
    """
    if price is None:
        return "not known"
    return f"about {price:,.0f} USD" if price else "no fees"


def plan_summary(plan: Plan) -> str:
    """What a plan comes to, in one sentence."""
    target = _target_name(plan)
    if plan.status == "infeasible":
        return f"There is no way to {target} under these conditions."
    if not plan.steps:
        return f"There is nothing to learn: everything that {target} asks for is known."
    knows = [name_of(plan.graph[entry.split(":")[0]]) for entry in plan.knows.entries() if _in_graph(plan, entry)]
    known = (
        f"knowing {', '.join(knows[:8])}{' and more' if len(knows) > 8 else ''}" if knows else "starting from nothing"
    )
    return f"The way to {target}, {known}. Hours are estimates: likely, with low and high in brackets."


def plan_table(plan: Plan, keys: dict[int, str] | None = None) -> Table:
    """The steps of a plan in their order.

    Args:
        plan: The plan.
        keys: The key of the entry of each step by its number, for a page whose tables select.
    """
    rows = []
    for number, step in enumerate(plan.steps):
        rows.append(
            (
                Cell(str(step.stage)),
                Cell(step_text(step), (keys or {}).get(number)),
                Cell(style_of(step.concept.kind).label),
                Cell(hours_text(step.hours)),
                Cell(plain(step.because)),
            )
        )
    return Table("The steps in order", ("Stage", "Step", "Kind", "Hours", "Why"), tuple(rows), label_column=1)


def known_table(plan: Plan) -> Table:
    """What the plan takes as known."""
    assumed = {concept.id: because for concept, _, because in plan.assumed}
    rows = []
    for concept_id, level in plan.knows.levels:
        because = assumed.get(concept_id)
        why = f"taken as known, because you know {name_of(because)}" if because else "known"
        rows.append((Cell(name_of(plan.graph[concept_id])), Cell(str(level)), Cell(why)))
    rows.extend((Cell(name_of(plan.graph[held])), Cell("held"), Cell("known")) for held in plan.knows.credentials)
    return Table("Known already", ("Concept", "Level", "Why"), tuple(rows))


def step_text(step: Step) -> str:
    """A step in words."""
    name = name_of(step.concept)
    if step.kind == "take":
        return name
    start = f"from {step.from_level} " if step.from_level else ""
    return f"{name}, {start}to {step.to_level}"


def gate_items(plan: Plan) -> tuple[Item, ...]:
    """The credentials that the target asks for, met or open, with who says so."""
    return tuple(item for gate in plan.gates for item in _gate_items(plan, gate))


def _gate_items(plan: Plan, gate: Gate) -> tuple[Item, ...]:
    state = "Met" if gate.is_met else "Open"
    part = ", part of the goal" if gate.in_goal else ""
    head = Item(f"{state}: {requirement_text(plan.graph, gate.requirement)}{part}")
    said = evidence_items(plan.graph, gate.requirement.evidence)
    return (head, *(Item(f"says {item.text}", href=item.href) for item in said))


def _target_name(plan: Plan) -> str:
    return f"{name_of(plan.target)} ({plan.level})" if plan.level else name_of(plan.target)


def _in_graph(plan: Plan, entry: str) -> bool:
    return entry.split(":", maxsplit=1)[0] in plan.graph


class _PlanScene:
    """Builds the scene: keys first, then boxes and links, then what the panel says about each."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.graph = plan.graph
        self.used: set[str] = set()
        self.step_keys = {number: self._key(step.id, step) for number, step in enumerate(plan.steps)}
        self.by_concept: dict[str, list[int]] = {}
        for number, step in enumerate(plan.steps):
            self.by_concept.setdefault(step.id, []).append(number)
        # A competency is its own target: the last step that studies it stands for it.
        own = self.by_concept.get(plan.target.id)
        self.target_step = own[-1] if own else None
        self.target_key = self.step_keys[own[-1]] if own else self._key(plan.target.id)
        self.known = self._known_concepts()
        self.known_keys = {concept.id: self._key(f"known:{concept.id}") for concept, _, _ in self.known}
        self.links: dict[tuple[str, str], Link] = {}

    def _key(self, wanted: str, step: Step | None = None) -> str:
        key = wanted
        if key in self.used and step is not None:
            key = f"{wanted}@{step.to_level}"
        while key in self.used:
            key += "'"
        self.used.add(key)
        return key

    def _known_concepts(self) -> list[tuple[Concept, Level | None, Concept | None]]:
        assumed = {concept.id: because for concept, _, because in self.plan.assumed}
        levels: list[tuple[str, Level | None]] = [*self.plan.knows.levels]
        levels += [(held, None) for held in self.plan.knows.credentials]
        built_on = {option for step in self.plan.steps for need in step.needs for option in need}
        built_on |= {step.id for step in self.plan.steps}
        built_on |= {option for requirement in self.plan.goal for option in requirement.options}
        ranked = sorted(levels, key=lambda entry: (entry[0] not in built_on, entry[0] in assumed, entry[0]))
        return [
            (self.graph[known], level, assumed.get(known))
            for known, level in ranked[:KNOWN_LIMIT]
            if known in self.graph
        ]

    def scene(self) -> Scene:
        plan = self.plan
        self._connect()
        last = max((step.stage for step in plan.steps), default=0)
        titles = ["Known", *(f"Stage {stage}" for stage in range(1, last + 1)), "Target"]
        bands, boxes, height = arrange(self._boxes(len(titles) - 1), list(self.links.values()), titles)
        tables = [table for table in (plan_table(plan, self.step_keys), known_table(plan)) if table.rows]
        return Scene(
            title=f"Plan: {_target_name(plan)}",
            summary=plan_summary(plan),
            facts=plan_facts(plan),
            notes=self._notes(),
            bands=bands,
            boxes=boxes,
            links=tuple(self.links.values()),
            entries=tuple(self._entries()),
            tables=tuple(tables),
            start=self.target_key,
            chain=True,
            height=height,
        )

    # ------------------------------------------------------------------ links

    def _connect(self) -> None:
        for number, step in enumerate(self.plan.steps):
            key = self.step_keys[number]
            for use in step.uses:
                words = "makes easier" if use.requirement is None else "is needed for"
                self._link(key, self._user(step, use.by), words, dashed=use.requirement is None)
            self._connect_known(step, key)
        for requirement in self.plan.goal:
            self._link_known(requirement.options, self.target_key)

    def _connect_known(self, step: Step, key: str) -> None:
        if step.from_level and len(self.by_concept[step.id]) == 1:
            self._link_known((step.id,), key)
        for options in step.needs:
            serving = [
                number
                for option in options
                for number in self.by_concept.get(option, ())
                if any(use.by == step.concept for use in self.plan.steps[number].uses)
            ]
            if not serving:
                self._link_known(options, key)

    def _link_known(self, options: Iterable[str], key: str) -> None:
        for option in options:
            if option in self.known_keys:
                self._link(self.known_keys[option], key, "is needed for")

    def _user(self, step: Step, by: Concept) -> str:
        later = [number for number in self.by_concept.get(by.id, ()) if self.plan.steps[number].stage > step.stage]
        if later:
            return self.step_keys[later[0]]
        return self.target_key if by == self.plan.target else self.step_keys[self.by_concept[by.id][-1]]

    def _link(self, source: str, target: str, label: str, *, dashed: bool = False) -> None:
        if source != target:
            self.links.setdefault((source, target), Link(source, target, label, dashed))

    # ------------------------------------------------------------------ boxes

    def _boxes(self, last_band: int) -> list[Box]:
        boxes = []
        for concept, level, because in self.known:
            state = "assumed" if because else "known"
            note = "taken as known" if because else "known" if level else "held"
            notes = note_lines(f"{note}, {level}" if level and not because else note)
            boxes.append(Box(self.known_keys[concept.id], concept.kind, state, self._name(concept), notes, 0))
        for number, step in enumerate(self.plan.steps):
            is_target = number == self.target_step
            boxes.append(
                Box(
                    key=self.step_keys[number],
                    kind=step.concept.kind,
                    state="target" if is_target else "learn",
                    lines=self._name(step.concept),
                    notes=(*(("target",) if is_target else ()), *note_lines(_step_note(step))),
                    band=last_band if is_target else step.stage,
                )
            )
        if self.target_step is None:
            target = self.plan.target
            note = f"target, {style_of(target.kind).label}"
            boxes.append(Box(self.target_key, target.kind, "target", self._name(target), note_lines(note), last_band))
        return boxes

    def _name(self, concept: Concept) -> tuple[str, ...]:
        return name_lines(name_of(concept))

    # ------------------------------------------------------------------ words

    def _notes(self) -> tuple[Section, ...]:
        notes = [Section("Why there is none", tuple(Item(plain(reason)) for reason in self.plan.reasons))]
        notes.append(Section("Degrees and other credentials", gate_items(self.plan)))
        drawn = {concept.id for concept, _, _ in self.known}
        left_out = len(self.plan.knows.levels) + len(self.plan.knows.credentials) - len(drawn)
        if left_out > 0:
            notes.append(Section("Left out of the drawing", (Item(f"{left_out:,} more that are known"),)))
        return tuple(note for note in notes if note.items)

    def _entries(self) -> Iterable[Entry]:
        for concept, level, because in self.known:
            yield self._known_entry(concept, level, because)
        for number, step in enumerate(self.plan.steps):
            yield self._step_entry(number, step)
        if self.target_step is None:
            yield self._target_entry()

    def _known_entry(self, concept: Concept, level: Level | None, because: Concept | None) -> Entry:
        key = self.known_keys[concept.id]
        why = f"Taken as known, because you know {name_of(because)}." if because else "You know it already."
        return Entry(
            key=key,
            name=name_of(concept),
            kind=concept.kind,
            state="taken as known" if because else "known",
            aliases=self._aliases(concept),
            definition=plain(concept.definition),
            facts=(("Kind", style_of(concept.kind).label), ("Level", str(level) if level else "held")),
            why=(why,),
            sections=self._filled(self._users(key), Section("Sources", sources_of(self.graph, concept))),
        )

    def _step_entry(self, number: int, step: Step) -> Entry:
        concept, key = step.concept, self.step_keys[number]
        facts = [("Kind", style_of(concept.kind).label), ("Stage", str(step.stage))]
        if step.to_level:
            facts.append(("Level", f"from {step.from_level or 'nothing'} to {step.to_level}"))
        facts.append(("Hours", hours_text(step.hours)))
        if step.kind == "credit":
            facts.append(("Shortened", "something near is known by then"))
        if step.price or step.kind == "take":
            facts.append(("Price", price_text(step.price)))
        is_target = number == self.target_step
        said = [evidence for use in step.uses for evidence in use.evidence]
        return Entry(
            key=key,
            name=name_of(concept),
            kind=concept.kind,
            state="target" if is_target else "to learn",
            aliases=self._aliases(concept),
            definition=plain(concept.definition),
            facts=tuple(facts),
            why=("It is the target of the plan.",) if is_target else self._why(step),
            sections=self._filled(
                Section("Builds on", self._need_items(step)),
                self._users(key),
                Section("Who says that it is needed", evidence_items(self.graph, said)),
                Section("Sources", sources_of(self.graph, concept)),
            ),
        )

    def _why(self, step: Step) -> tuple[str, ...]:
        chain = self.plan.explain(step).text.splitlines()[1:]
        return (plain(step.because), *map(plain, chain))

    def _need_items(self, step: Step) -> tuple[Item, ...]:
        items = []
        for options in step.needs:
            chosen = [option for option in options if self._key_of(option)]
            names = ", ".join(name_of(self.graph[option]) for option in chosen or options)
            text = names if len(options) == 1 else f"{names} (one of {len(options)} options)"
            items.append(Item(text, to=self._key_of(chosen[0]) if chosen else None))
        return tuple(items)

    def _users(self, key: str) -> Section:
        names = {self.step_keys[number]: name_of(step.concept) for number, step in enumerate(self.plan.steps)}
        names[self.target_key] = _target_name(self.plan)
        items = [Item(names[link.target], to=link.target) for link in self.links.values() if link.source == key]
        return Section("Is for", tuple(items))

    def _target_entry(self) -> Entry:
        plan, target = self.plan, self.plan.target
        needs = tuple(
            Item(requirement_text(self.graph, requirement), to=self._chosen(requirement.options))
            for requirement in plan.goal
        )
        return Entry(
            key=self.target_key,
            name=name_of(target),
            kind=target.kind,
            state="target",
            aliases=self._aliases(target),
            definition=plain(target.definition),
            facts=(*concept_facts(target), ("Status", STATUS.get(plan.status, plain(plan.status)))),
            why=("It is the target of the plan.",),
            sections=self._filled(Section("Asks for", needs), Section("Sources", sources_of(self.graph, target))),
        )

    def _chosen(self, options: Iterable[str]) -> str | None:
        return next((key for key in map(self._key_of, options) if key), None)

    def _key_of(self, concept_id: str) -> str | None:
        if concept_id in self.by_concept:
            return self.step_keys[self.by_concept[concept_id][-1]]
        return self.known_keys.get(concept_id)

    def _aliases(self, concept: Concept) -> tuple[str, ...]:
        return tuple(plain(alias, 80) for alias in (*concept.aliases, concept.id))

    def _filled(self, *sections: Section) -> tuple[Section, ...]:
        return tuple(section for section in sections if section.items)


def _step_note(step: Step) -> str:
    hours = counted(step.hours.likely, "hour").replace(" hours", " h").replace(" hour", " h")
    if step.kind == "take":
        return f"take, {hours}"
    return f"to {step.to_level}, {hours}" + (", shortened" if step.kind == "credit" else "")
