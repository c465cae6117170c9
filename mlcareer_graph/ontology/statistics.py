"""Figures about a graph: how much of what it holds, and what its statements rest on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mlcareer_graph.errors import LoadError, UnknownConceptError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.model import CURATED, Competency, EducationPath, Evidence, Level
from mlcareer_graph.ontology.mappings import read_mappings
from mlcareer_graph.ontology.quality import chain_lengths, quality_warnings
from mlcareer_graph.ontology.records import read_records

_COUNT = re.compile(r"[0-9]{1,15}")

Counts = tuple[tuple[str, int], ...]

HOUR_STEPS = (5, 10, 20, 40, 80, 160)
"""The upper ends, in hours, of the classes that efforts are counted in."""


@dataclass(frozen=True, slots=True)
class DemandCoverage:
    """How far the names that job advertisements use are names of the graph.

    Attributes:
        mentions: How often skills are named in all.
        resolved: How many of those mentions the graph understands.
        missing: The names that it does not, most frequent first.
    """

    mentions: int
    resolved: int
    missing: Counts

    @property
    def share(self) -> float:
        """The share of the mentions that are understood."""
        return self.resolved / self.mentions if self.mentions else 1.0


@dataclass(frozen=True, slots=True)
class GraphStatistics:
    """Figures about a graph.

    Attributes:
        kinds: Concepts by kind.
        statements: Requirements, relations and the like.
        hours: Competencies by the likely hours to *working*, in classes.
        depth: Competencies by how many single prerequisites follow one another below them.
        sources: Statements by what they rest on, most first.
        mappings: Competencies and roles with a mapping, by vocabulary.
        warnings: Warnings by kind.
        demand: The coverage of a list of demanded skills, if one was given.
    """

    kinds: Counts
    statements: Counts
    hours: Counts
    depth: Counts
    sources: Counts
    mappings: Counts
    warnings: Counts
    demand: DemandCoverage | None = None

    @property
    def curated_share(self) -> float:
        """The share of the statements that rest on the judgement of the editors alone."""
        counts = dict(self.sources)
        total = sum(counts.values())
        return counts.get(CURATED, 0) / total if total else 0.0


def graph_statistics(graph: CareerGraph, folder: Path, demand: Path | None = None) -> GraphStatistics:
    """The figures of a graph.

    Args:
        graph: The graph.
        folder: The folder of the ontology, for its mappings.
        demand: A CSV file with the columns ``skill`` and ``postings``.
    """
    return GraphStatistics(
        kinds=_ranked(Counter(concept.kind for concept in graph.values())),
        statements=(
            ("requirements", len(graph.all_requirements)),
            ("relations", len(graph.relations)),
            ("aliases", sum(len(concept.aliases) for concept in graph.values())),
            ("labels in other languages", sum(len(concept.labels) for concept in graph.values())),
            ("claims", sum(len(concept.claims) for concept in graph.values())),
        ),
        hours=_hours(graph),
        depth=_depth(graph),
        sources=_ranked(Counter(evidence.source for evidence in _evidence(graph))),
        mappings=_mappings(graph, folder),
        warnings=_ranked(Counter(warning.kind for warning in quality_warnings(graph))),
        demand=None if demand is None else demand_coverage(graph, demand),
    )


def demand_coverage(graph: CareerGraph, path: Path) -> DemandCoverage:
    """How far a graph understands the skills of a list.

    Raises:
        LoadError: The file cannot be read, or lacks the columns ``skill`` and ``postings``.
    """
    counts = []
    for line, row in read_records(path, ("skill", "postings")):
        count = row["postings"].strip()
        if not _COUNT.fullmatch(count):
            what = f"{row['postings'][:40]!r} is no whole number of postings; correct it"
            raise LoadError(str(path), what, line)
        counts.append((row["skill"], int(count)))
    missing = Counter({skill: count for skill, count in counts if not _is_known(graph, skill)})
    mentions = sum(count for _, count in counts)
    return DemandCoverage(mentions, mentions - missing.total(), _ranked(missing))


def _is_known(graph: CareerGraph, name: str) -> bool:
    try:
        graph.find(name)
    except UnknownConceptError:
        return False
    return True


def _ranked(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _hours(graph: CareerGraph) -> Counts:
    names = [f"up to {step}" for step in HOUR_STEPS] + [f"over {HOUR_STEPS[-1]}"]
    counts = dict.fromkeys(names, 0)
    for concept in graph.values():
        if isinstance(concept, Competency):
            likely = concept.effort.to(Level.WORKING).likely
            counts[names[sum(likely > step for step in HOUR_STEPS)]] += 1
    return tuple(counts.items())


def _depth(graph: CareerGraph) -> Counts:
    lengths = chain_lengths(graph)
    counts = Counter(lengths[concept.id] for concept in graph.values() if isinstance(concept, Competency))
    return tuple((str(length), counts[length]) for length in sorted(counts))


def _evidence(graph: CareerGraph) -> Iterator[Evidence]:
    for requirement in graph.all_requirements:
        yield from requirement.evidence
    for relation in graph.relations:
        yield from relation.evidence
    for concept in graph.values():
        for claim in concept.claims:
            yield from claim.evidence
        for observation in concept.observations:
            yield from observation.evidence
        if isinstance(concept, Competency) and concept.hours:
            yield from concept.hours.evidence
        elif isinstance(concept, EducationPath):
            for quantity in (concept.hours, concept.weeks, concept.price):
                if quantity:
                    yield from quantity.evidence


def _mappings(graph: CareerGraph, folder: Path) -> Counts:
    mapped = read_mappings(folder)
    counts: Counter[str] = Counter()
    for concept_id in graph:
        counts.update({mapping.vocabulary for mapping in mapped.get(concept_id, ())})
    return _ranked(counts)
