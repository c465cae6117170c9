"""One page for each concept of the graph, and an index for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from mlcareer_graph import CareerGraph, Concept, EducationPath, Evidence, Level, Requirement, Source
from mlcareer_graph.model import RELATION_TYPES, Competency
from mlcareer_graph.model.concepts import CONCEPT_KINDS
from pages.markdown import code, link, page, plain, table

PLURALS = {
    "role": "Roles",
    "skill": "Skills",
    "technology": "Technologies",
    "education-path": "Education paths",
    "credential": "Credentials",
    "organization": "Organizations",
    "task": "Tasks",
    "application": "Applications",
    "industry": "Industries",
    "field": "Fields",
    "source": "Sources",
}
"""What the concepts of a kind are called together."""


def index_pages(graph: CareerGraph) -> Iterator[tuple[str, str]]:
    """The page of all kinds and the page of each, as names of files and Markdown."""
    kinds = [kind for kind in CONCEPT_KINDS if any(concept.kind == kind for concept in graph.values())]
    rows = []
    for kind in kinds:
        members = sorted(graph.of_kind(CONCEPT_KINDS[kind]).values(), key=lambda concept: concept.name.casefold())
        rows.append([link(PLURALS[kind], f"{kind}-index.md"), f"{len(members):,}"])
        yield f"{kind}-index.md", page(PLURALS[kind], _by_letter(members))
    toctree = ["```{toctree}", ":hidden:", "", *(f"{kind}-index" for kind in kinds), "```"]
    intro = (
        "Every concept of the shipped graph has a page: what it is, what it asks for and who says so, how long it "
        "takes, what stands around it. The pages are written from the graph when the site is built."
    )
    yield "index.md", page("Concepts", [intro, "", *table(["kind", "concepts"], rows), *toctree])


def _by_letter(members: Iterable[Concept]) -> Iterator[str]:
    for letter, group in groupby(members, key=lambda concept: concept.name[0].upper()):
        yield f"## {letter}"
        yield ""
        yield " · ".join(link(concept.name, f"{concept.id}.md") for concept in group)
        yield ""


def concept_page(graph: CareerGraph, concept: Concept) -> str:
    """The page of a concept."""
    kind = link(PLURALS[concept.kind], f"{concept.kind}-index.md")
    lines = [f"{link('Concepts', 'index.md')} › {kind} › {code(concept.id)}", ""]
    if concept.definition:
        lines += [plain(concept.definition), ""]
    if concept.aliases:
        lines += [f"Also called {', '.join(map(plain, concept.aliases))}.", ""]
    if concept.labels:
        labels = [f"{plain(name)} ({plain(tag)})" for tag, name in concept.labels]
        lines += [f"In other languages: {', '.join(labels)}.", ""]
    lines += [
        f'<a href="pictures/{concept.id}.svg"><img src="pictures/{concept.id}.svg" loading="lazy" '
        'alt="What stands around it; the sections below say the same in words."></a>',
        "",
    ]
    sections = (
        ("Facts", _facts(graph, concept)),
        ("Hours of study", _hours(graph, concept)),
        ("What it asks for", [_requirement(graph, requirement) for requirement in graph.requirements_of(concept.id)]),
        ("Quicker with", _easier(graph, concept)),
        ("What asks for it", _concepts(graph.unlocks(concept))),
        ("Relations", _relations(graph, concept)),
        ("What sources say about it", _claims(graph, concept)),
        ("Named by", [f"- {_evidence(graph, evidence)}" for evidence in concept.evidence]),
        ("In other vocabularies", _mappings(graph, concept)),
    )
    for title, body in sections:
        if body:
            lines += [f"## {title}", "", *body, ""]
    lines += ["## The same elsewhere", "", f"- {code(f'mlcareer show {concept.id}')} on the command line"]
    lines += [f"- {code(f'graph[{concept.id!r}]')} in Python", f"- {code(concept.iri)} in RDF"]
    return page(concept.name, lines, orphan=True)


def _to(graph: CareerGraph, concept_id: str) -> str:
    return link(graph[concept_id].name, f"{concept_id}.md")


def _concepts(concepts: Iterable[Concept]) -> list[str]:
    links = [link(concept.name, f"{concept.id}.md") for concept in concepts]
    return [" · ".join(links)] if links else []


def _evidence(graph: CareerGraph, evidence: Evidence) -> str:
    source = "curated" if evidence.is_curated else _to(graph, evidence.source)
    place = f", {plain(evidence.at)}" if evidence.at else ""
    citing = f", citing {_to(graph, evidence.citing)}" if evidence.citing else ""
    reason = f": {plain(evidence.because)}" if evidence.because else ""
    return source + place + citing + reason


def _sources(graph: CareerGraph, evidence: Iterable[Evidence]) -> str:
    said = "; ".join(_evidence(graph, one) for one in evidence)
    return f" *({said})*" if said else ""


def _requirement(graph: CareerGraph, requirement: Requirement) -> str:
    options = " or ".join(_to(graph, option) for option in requirement.options)
    if requirement.at_least > 1:
        options = f"{requirement.at_least} of {options}"
    is_learned = any(isinstance(graph[option], Competency) for option in requirement.options)
    level = f" at {requirement.level}" if is_learned else ""
    extent = "" if requirement.applies_from == Level.WORKING else f", from {requirement.applies_from} upward"
    strength = "" if requirement.is_required else ", preferred"
    return f"- {options}{level}{extent}{strength}{_sources(graph, requirement.evidence)}"


def _hours(graph: CareerGraph, concept: Concept) -> list[str]:
    if not isinstance(concept, Competency):
        return []
    given = {level for level, _ in concept.effort.by_level} if concept.hours else set()
    rows = []
    for level in Level:
        hours = concept.effort.to(level)
        basis = "estimate" if level in given else "derived by factor"
        rows.append([str(level), *(f"{part:,.4g}" for part in (hours.low, hours.likely, hours.high)), basis])
    head = ["from nothing to", "low", "likely", "high", "basis"]
    note = "On top of what it asks for." + _sources(graph, concept.effort.evidence)
    return [note, "", *table(head, rows)]


def _easier(graph: CareerGraph, concept: Concept) -> list[str]:
    if not isinstance(concept, Competency):
        return []
    return [
        f"- {_to(graph, easier.know)} at {easier.level} saves {easier.saves:.0%}{_sources(graph, easier.evidence)}"
        for easier in concept.easier_with
    ]


def _facts(graph: CareerGraph, concept: Concept) -> list[str]:
    if isinstance(concept, Source) and concept.url:
        return [f"<{concept.url}>"]
    if not isinstance(concept, EducationPath):
        return []
    rows = []
    for name, quantity in (("hours", concept.hours), ("weeks", concept.weeks), ("price", concept.price)):
        if quantity is not None:
            low, likely, high = quantity.estimate.low, quantity.estimate.likely, quantity.estimate.high
            amount = f"{likely:,g}" if low == high else f"{low:,g} to {high:,g}, likely {likely:,g}"
            rows.append([name, f"{amount} {plain(quantity.unit)}", _sources(graph, quantity.evidence).strip()])
    checked = f"compared with the provider's page on {concept.checked}" if concept.checked else "not checked by anybody"
    rows += [["kind", concept.path_kind, ""], ["figures", checked, ""]]
    return table(["", "", "source"], rows)


def _relations(graph: CareerGraph, concept: Concept) -> list[str]:
    found: dict[str, list[str]] = {}
    for edge in graph.edges(concept):
        kind = RELATION_TYPES[edge.type]
        is_subject = edge.subject == concept.id
        level = f" at {edge.level}" if edge.level else ""
        other = _to(graph, edge.object if is_subject else edge.subject)
        words = kind.label if is_subject else kind.inverse
        found.setdefault(words, []).append(other + level + _sources(graph, edge.evidence))
    return [f"- {words}: {'; '.join(others)}" for words, others in sorted(found.items())]


def _claims(graph: CareerGraph, concept: Concept) -> list[str]:
    lines = []
    for claim in concept.claims:
        against = f" (contradicts {', '.join(map(code, claim.contradicts))})" if claim.contradicts else ""
        lines.append(f"- {code(claim.id)}: {plain(claim.statement)}{against}{_sources(graph, claim.evidence)}")
    for number in concept.observations:
        where = ", ".join(plain(part) for part in (number.statistic, number.region, number.stage) if part)
        amount = f"{number.value:,g} {plain(number.unit)}"
        lines.append(
            f"- {plain(number.measure)}: {amount} ({where or 'no more said'}){_sources(graph, number.evidence)}"
        )
    return lines


def _mappings(graph: CareerGraph, concept: Concept) -> list[str]:
    return [
        f"- {code(found.object)} {plain(found.label)}, {code(found.predicate)}, confidence {found.confidence:g}"
        for found in graph.mappings(concept)
    ]
