"""The words of the side panel: what a concept is, who says so, what it is joined to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import (
    RELATION_TYPES,
    Competency,
    Concept,
    EducationPath,
    Estimate,
    Evidence,
    Level,
    Quantity,
    Requirement,
    Source,
)
from mlcareer_graph.views.areas import shipped_area
from mlcareer_graph.views.scene import Entry, Item, Section
from mlcareer_graph.views.text import counted, name_of, plain, safe_href
from mlcareer_graph.views.theme import style_of

ITEM_LIMIT = 40
"""How many lines a list of the side panel has before it says how many are left out."""

KeyOf = Callable[[str], str | None]
"""From the id of a concept to the key of its entry, None where the page has none."""


def hours_text(hours: Estimate) -> str:
    """An estimate of hours in words.

    Example:
        >>> hours_text(Estimate(30, 40, 60))
        '40 hours (30 to 60)'
    """
    likely = counted(hours.likely, "hour")
    if hours.low == hours.high:
        return likely
    return f"{likely} ({hours.low:,.0f} to {hours.high:,.0f})"


def quantity_text(quantity: Quantity) -> str:
    """A quantity with its unit in words."""
    estimate, unit = quantity.estimate, plain(quantity.unit, 20)
    spread = "" if estimate.low == estimate.high else f" ({estimate.low:,.0f} to {estimate.high:,.0f})"
    return f"{estimate.likely:,.0f} {unit}{spread}"


def evidence_items(graph: CareerGraph, evidence: Iterable[Evidence]) -> tuple[Item, ...]:
    """The evidence in words, each linked to its source where that can be read on the web."""
    return tuple(dict.fromkeys(_evidence_item(graph, item) for item in evidence))


def _evidence_item(graph: CareerGraph, evidence: Evidence) -> Item:
    source = _found(graph, evidence.source)
    name = "curated" if evidence.is_curated else name_of(source or evidence.source)
    text = f"{name}, {plain(evidence.at)}" if evidence.at else name
    if evidence.citing:
        text = f"{text}, citing {name_of(_found(graph, evidence.citing) or evidence.citing)}"
    if evidence.because:
        text = f"{text}: {plain(evidence.because)}"
    return Item(text, href=safe_href(source.url) if isinstance(source, Source) else None)


def _found(graph: CareerGraph, concept_id: str) -> Concept | None:
    # Not `get`: for an id that is not there, it would look for ids that resemble it.
    if concept_id not in graph:
        return None
    return graph[concept_id]


def requirement_text(graph: CareerGraph, requirement: Requirement) -> str:
    """A requirement in words, such as ``"1 of: JAX, PyTorch (awareness)"``."""
    names = [name_of(graph[option]) for option in requirement.options]
    listed = ", ".join(names[:ITEM_LIMIT])
    if len(names) > 1:
        listed = f"{requirement.at_least} of: {listed}"
    if isinstance(graph[requirement.options[0]], Competency):
        listed = f"{listed} ({requirement.level})"
    return listed if requirement.is_required else f"{listed}, preferred"


def limited(items: list[Item], limit: int = ITEM_LIMIT) -> tuple[Item, ...]:
    """The items, or the first of them and a line that says how many more there are."""
    if len(items) <= limit:
        return tuple(items)
    return (*items[:limit], Item(f"and {len(items) - limit:,} more"))


def concept_entry(graph: CareerGraph, concept: Concept, key: str, key_of: KeyOf, state: str = "") -> Entry:
    """What the side panel says about a concept of the graph.

    Args:
        graph: The graph.
        concept: The concept.
        key: The key of the entry.
        key_of: Finds the entries that lists lead to.
        state: The part that it plays on the page.
    """
    sections = [
        Section("Needs", _need_items(graph, concept, key_of)),
        Section("Opens the way to", _unlock_items(graph, concept, key_of)),
        *_relation_sections(graph, concept, key_of),
        Section("Claims", tuple(Item(plain(claim.statement)) for claim in concept.claims)),
        Section("Sources", sources_of(graph, concept)),
    ]
    return Entry(
        key=key,
        name=name_of(concept),
        kind=concept.kind,
        state=state,
        area=shipped_area(concept),
        aliases=search_names(concept),
        definition=plain(concept.definition),
        facts=concept_facts(concept),
        sections=tuple(section for section in sections if section.items),
    )


def search_names(concept: Concept) -> tuple[str, ...]:
    """The other names that the search finds a concept by."""
    return tuple(plain(alias, 80) for alias in (*concept.aliases, *(label for _, label in concept.labels), concept.id))


def concept_facts(concept: Concept) -> tuple[tuple[str, str], ...]:
    """The numbers of a concept with their labels."""
    facts = [("Kind", style_of(concept.kind).label)]
    if isinstance(concept, Competency):
        estimate = concept.effort.to(Level.WORKING)
        given = "" if concept.hours else ", a stand-in: no figure is given"
        hours = f"about {hours_text(estimate)}{given}" if estimate.high else "no hours beyond what it needs"
        facts.append(("To working level", hours))
    elif isinstance(concept, EducationPath):
        facts.append(("Form", plain(concept.path_kind, 40)))
        quantities = (("Hours", concept.hours), ("Weeks", concept.weeks), ("Price", concept.price))
        facts.extend((label, quantity_text(quantity)) for label, quantity in quantities if quantity)
    for seen in concept.observations:
        words = [seen.statistic, seen.measure, seen.region, seen.stage]
        label = plain(" ".join(word for word in words if word), 60)
        facts.append((label[:1].upper() + label[1:], f"{seen.value:,.0f} {plain(seen.unit, 20)}"))
    return tuple(facts)


def sources_of(graph: CareerGraph, concept: Concept) -> tuple[Item, ...]:
    """Who names the concept, and on what its hours rest."""
    evidence = list(concept.evidence)
    if isinstance(concept, Competency):
        evidence.extend(concept.effort.evidence)
    items = evidence_items(graph, evidence)
    own = safe_href(concept.url) if isinstance(concept, Source) else None
    return (Item(own, href=own), *items) if own else items


def _need_items(graph: CareerGraph, concept: Concept, key_of: KeyOf) -> tuple[Item, ...]:
    items = []
    for requirement in graph.requirements_of(concept.id):
        to = key_of(requirement.options[0]) if len(requirement.options) == 1 else None
        items.append(Item(requirement_text(graph, requirement), to=to))
    return limited(items)


def _unlock_items(graph: CareerGraph, concept: Concept, key_of: KeyOf) -> tuple[Item, ...]:
    return limited([Item(name_of(other), to=key_of(other.id)) for other in graph.unlocks(concept)])


def _relation_sections(graph: CareerGraph, concept: Concept, key_of: KeyOf) -> list[Section]:
    groups: dict[str, list[Item]] = {}
    for relation in graph.edges(concept):
        outward = relation.subject == concept.id
        type_ = RELATION_TYPES[relation.type]
        other = graph[relation.object if outward else relation.subject]
        words = type_.label if outward else type_.inverse
        suffix = f" ({relation.level})" if relation.level else ""
        groups.setdefault(words, []).append(Item(name_of(other) + suffix, to=key_of(other.id)))
    return [Section(words[:1].upper() + words[1:], limited(items)) for words, items in groups.items()]
