"""What makes a correct ontology a worse map than it could be: the warnings of ``mlcareer check``.

Errors keep a graph from loading or from being shipped; see `mlcareer_graph.graph.integrity`. Warnings are counted, and
their number may only go down: ``ontology/warnings.json`` holds what is tolerated today.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.lookalikes import lookalikes, mixed_words, names_of
from mlcareer_graph.model import Competency, Concept, Level, Organization, Requirement, Role, Source

LONGEST_CHAIN = 12
"""How many single prerequisites may follow one another."""

LOOKALIKE = "lookalike names"
MIXED_SCRIPTS = "mixed scripts"
DECEPTIVE = frozenset({LOOKALIKE, MIXED_SCRIPTS})
"""The kinds of warning about names that are taken for others; ``mlcareer check`` prints each of them."""

_MOST_SHOWN = 60
_DEFINITION = re.compile(r"(?:A|An|The|Any|One) [^.]*(?:\.[^ .][^.]*)*\.")


@dataclass(frozen=True, slots=True)
class QualityWarning:
    """Something to look at.

    Attributes:
        kind: What it is a case of, such as ``"redundant requirement"``.
        concept: The id of the concept.
        what: What is wrong.
        remedy: What to do about it.
    """

    kind: str
    concept: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.concept}: {self.kind}: {self.what}; {self.remedy}"


Rule = Callable[[CareerGraph], Iterator[QualityWarning]]


def quality_warnings(graph: CareerGraph) -> list[QualityWarning]:
    """Everything that the rules find, by kind and concept."""
    found = [warning for rule in RULES for warning in rule(graph)]
    return sorted(found, key=lambda warning: (warning.kind, warning.concept, warning.what))


def _definitions(graph: CareerGraph) -> Iterator[QualityWarning]:
    """Definitions are one sentence that names a genus, "A <genus> that ..."."""
    for concept in graph.values():
        if isinstance(concept, Source | Organization) or not concept.definition:
            continue
        if not _DEFINITION.fullmatch(concept.definition):
            what = f"{concept.definition[:_MOST_SHOWN]!r} is not one sentence with a genus"
            yield QualityWarning("definition", concept.id, what, 'write "A <genus> that ..."')


def _isolated(graph: CareerGraph) -> Iterator[QualityWarning]:
    """A concept that nothing is joined to cannot be found by browsing."""
    joined = {option for requirement in graph.all_requirements for option in requirement.options}
    joined |= {requirement.subject for requirement in graph.all_requirements}
    joined |= {end for relation in graph.relations for end in (relation.subject, relation.object)}
    for concept in graph.values():
        if concept.id not in joined and not isinstance(concept, Source):
            yield QualityWarning("isolated", concept.id, "nothing is joined to it", "relate it to its neighbours")


def _unreached(graph: CareerGraph) -> Iterator[QualityWarning]:
    """A competency that no role asks for, directly or by way of prerequisites, serves no plan to a role."""
    reached = set(graph.roles)
    queue = list(reached)
    for subject in queue:
        for requirement in graph.requirements_of(subject):
            new = set(requirement.options) - reached
            reached |= new
            queue.extend(sorted(new))
    for concept in graph.values():
        if isinstance(concept, Competency) and concept.id not in reached:
            yield QualityWarning(
                "unreached", concept.id, "no role leads to it", "let a role ask for it or one of its users"
            )


def _redundant(graph: CareerGraph) -> Iterator[QualityWarning]:
    """A requirement of ours that another one of the same subject implies says nothing; what a source says stands."""
    for concept in graph.values():
        single = [need for need in graph.requirements_of(concept.id) if _is_single(need)]
        curated = [need for need in single if all(evidence.is_curated for evidence in need.evidence)]
        for need in curated:
            for other in single:
                implied = _implied(graph, other.options[0], other.level)
                binds_no_later = other.applies_from <= need.applies_from
                if other is not need and binds_no_later and implied.get(need.options[0], 0) >= need.level:
                    what = f"{need.options[0]} is implied by {other.options[0]}"
                    yield QualityWarning("redundant requirement", concept.id, what, "leave it to the other one")
                    break


def _is_single(requirement: Requirement) -> bool:
    return requirement.is_required and len(requirement.options) == 1


def _implied(graph: CareerGraph, concept_id: str, level: Level) -> Mapping[str, int]:
    """What cannot be missing where a competency is known at a level, without itself."""
    return graph.derived(("implied", concept_id, level), lambda: _find_implied(graph, concept_id, level))


def _find_implied(graph: CareerGraph, concept_id: str, level: Level) -> dict[str, int]:
    implied: dict[str, int] = {}
    queue: list[tuple[str, int]] = [(concept_id, level)]
    for known, rank in queue:
        for need in graph.requirements_of(known):
            option = need.options[0]
            if _is_single(need) and need.applies_from <= rank and implied.get(option, 0) < need.level:
                implied[option] = need.level
                queue.append((option, need.level))
    return implied


def _long_chains(graph: CareerGraph) -> Iterator[QualityWarning]:
    """A long chain of single prerequisites is more likely a habit of the author than of learners."""
    for concept_id, length in chain_lengths(graph).items():
        if length > LONGEST_CHAIN:
            what = f"{length} single prerequisites follow one another"
            yield QualityWarning("long chain", concept_id, what, "ask of each whether nobody can do without it")


def chain_lengths(graph: CareerGraph) -> dict[str, int]:
    """For each concept how many single binding prerequisites follow one another below it, at most.

    A prerequisite that is needed at awareness ends its chain, for awareness has no prerequisites.
    """
    lengths: dict[tuple[str, int], int] = {}
    for concept_id in graph:
        stack = [(concept_id, int(Level.EXPERT))]
        while stack:
            below = _bound_by(graph, *stack[-1])
            waiting = [need for need in below if need not in lengths and need not in stack]
            if waiting:
                stack.append(waiting[0])
                continue
            lengths[stack.pop()] = 1 + max((lengths.get(need, 0) for need in below), default=-1)
    return {concept_id: lengths[concept_id, Level.EXPERT] for concept_id in graph}


def _bound_by(graph: CareerGraph, concept_id: str, rank: int) -> list[tuple[str, int]]:
    """The single prerequisites that bind who knows a concept at a level, each with its own level."""
    return [
        (need.options[0], int(need.level))
        for need in graph.requirements_of(concept_id)
        if _is_single(need) and need.applies_from <= rank
    ]


def _out_of_line(graph: CareerGraph) -> Iterator[QualityWarning]:
    """A role whose plan from nothing takes far more or less than that of most roles asks for too much or too little."""
    hours = {role: graph.plan(role).hours.likely for role in graph.roles}
    if not hours:
        return
    median = statistics.median(hours.values())
    for role, likely in hours.items():
        if not median / 3 <= likely <= 3 * median:
            what = f"the plan from nothing takes {likely:,.0f} hours, the median of all roles is {median:,.0f}"
            yield QualityWarning("hours out of line", role, what, "look at what the role requires")


def _untaught(graph: CareerGraph) -> Iterator[QualityWarning]:
    """A level that a role requires beyond what any path teaches leaves the last part to practice on the job."""
    taught: dict[str, int] = {}
    for option, relations in graph.teachers.items():
        taught[option] = max(int(relation.level or Level.WORKING) for relation in relations)
    for concept in graph.values():
        if not isinstance(concept, Role):
            continue
        for need in graph.requirements_of(concept.id):
            best = max((taught.get(option, 0) for option in need.options), default=0)
            if need.is_required and 0 < best < need.level:
                names = " or ".join(need.options)
                what = f"{names} is required at {need.level}, and no education path teaches it beyond {Level(best)}"
                yield QualityWarning("level not taught", concept.id, what, "lower the level or say how it is reached")


def _deceptive(graph: CareerGraph) -> Iterator[QualityWarning]:
    """Names that are taken for others are told apart by nobody."""
    return deceptive_names(graph.values())


def deceptive_names(concepts: Collection[Concept]) -> Iterator[QualityWarning]:
    """Names of different concepts that look the same, and words with letters of several scripts.

    Args:
        concepts: The concepts, of a graph or not yet of one.
    """
    for concept, name, other, said in lookalikes(concepts):
        what = f"{name[:_MOST_SHOWN]!a} looks like {said[:_MOST_SHOWN]!a} of {other.id}"
        yield QualityWarning(LOOKALIKE, concept.id, what, "write both with letters of one script, or rename one")
    for concept in concepts:
        for word, scripts in dict.fromkeys(found for name in names_of(concept) for found in mixed_words(name)):
            what = f"{word[:_MOST_SHOWN]!a} has letters of {' and '.join(script.capitalize() for script in scripts)}"
            yield QualityWarning(MIXED_SCRIPTS, concept.id, what, "write each word with letters of one script")


RULES: tuple[Rule, ...] = (
    _definitions,
    _isolated,
    _unreached,
    _redundant,
    _long_chains,
    _out_of_line,
    _untaught,
    _deceptive,
)
"""The rules, each of which yields its warnings."""
