"""Independent answers to small planning problems, by search that shares no code with the library."""

from __future__ import annotations

import heapq
import random
from itertools import count

from mlcareer_graph import CareerGraph, Competency, EducationPath, Level
from mlcareer_graph.planning.instance import Instance


def least_cost_of_nodes(instance: Instance) -> int | None:
    """The least cost of an instance, by uniform-cost search over sets of derived nodes."""
    ticket = count()
    heap = [(0, next(ticket), frozenset())]
    seen = set()
    while heap:
        cost, _, derived = heapq.heappop(heap)
        if derived in seen:
            continue
        seen.add(derived)
        if instance.target in derived:
            return cost
        for node, groups in enumerate(instance.groups):
            if node in derived:
                continue
            if all(sum(option in derived for option in options) >= k for k, options in groups):
                heapq.heappush(heap, (cost + instance.cost[node], next(ticket), derived | {node}))
    return None


def least_cost_of_plan(
    graph: CareerGraph, goal: list, known: dict[str, int], measure: str, hours_per_week: float = 10.0
) -> float | None:
    """The least cost of a plan, by uniform-cost search over everything a person can come to know.

    A state holds the rank of every competency, the credentials, and (for steps) what has been studied.
    The actions are those of the design, one level at a time.
    """
    ids = sorted(graph)
    position = {concept_id: index for index, concept_id in enumerate(ids)}
    start = (tuple(known.get(concept_id, 0) for concept_id in ids), frozenset())

    def holds(requirement, ranks):
        met = 0
        for option in requirement.options:
            needed = int(requirement.level) if isinstance(graph[option], Competency) else 1
            met += ranks[position[option]] >= needed
        return met >= requirement.at_least

    def moves(ranks, begun):
        for concept_id in ids:
            concept = graph[concept_id]
            if isinstance(concept, Competency):
                rank = ranks[position[concept_id]] + 1
                if rank > Level.EXPERT:
                    continue
                binding = [r for r in graph.requirements(concept_id) if r.is_required and r.applies_from <= rank]
                if not all(holds(r, ranks) for r in binding):
                    continue
                full = concept.effort.to(Level(rank)).likely
                full -= concept.effort.to(Level(rank - 1)).likely if rank > 1 else 0
                shares = [1.0] + [
                    1 - near.saves
                    for near in concept.easier_with
                    if rank <= near.level and ranks[position[near.know]] >= near.level
                ]
                hours = full * min(shares)
                after = list(ranks)
                after[position[concept_id]] = rank
                cost = {
                    "hours": hours,
                    "price": 0.0,
                    "weeks": hours / hours_per_week,
                    "steps": 0.0 if concept_id in begun else 1.0,
                }[measure]
                yield cost, tuple(after), begun | {concept_id} if measure == "steps" else begun
            elif isinstance(concept, EducationPath) and concept.hours is not None:
                if measure == "price" and concept.price is None:
                    continue
                if not all(holds(r, ranks) for r in graph.requirements(concept_id) if r.is_required):
                    continue
                after = list(ranks)
                for edge in graph.edges(concept_id):
                    if edge.type in ("teaches", "awards"):
                        after[position[edge.object]] = max(after[position[edge.object]], int(edge.level or 1))
                hours = concept.hours.estimate.likely
                cost = {
                    "hours": hours,
                    "price": concept.price.estimate.likely if concept.price else 0.0,
                    "weeks": concept.weeks.estimate.likely if concept.weeks else hours / hours_per_week,
                    "steps": 1.0,
                }[measure]
                yield cost, tuple(after), begun

    heap = [(0.0, 0, start)]
    ticket = count(1)
    seen = set()
    while heap:
        cost, _, (ranks, begun) = heapq.heappop(heap)
        if (ranks, begun) in seen:
            continue
        seen.add((ranks, begun))
        if all(holds(requirement, ranks) for requirement in goal):
            return cost
        for extra, after, begun_after in moves(ranks, begun):
            if (after, begun_after) not in seen:
                heapq.heappush(heap, (cost + extra, next(ticket), (after, begun_after)))
    return None


def random_instance(seed: int, size: int = 10) -> Instance:
    """A small AND/OR graph with cycles, groups of alternatives and at-least-k groups."""
    rng = random.Random(seed)
    size = rng.randint(2, size)
    groups = []
    for node in range(size):
        own = []
        for _ in range(rng.choice([0, 1, 1, 2, 2, 3])):
            pool = [other for other in range(size) if other != node or rng.random() < 0.1]
            # Mostly options with a lower number, so that many nodes can be derived, but cycles too.
            if rng.random() < 0.7:
                pool = [other for other in pool if other < node] or pool
            options = tuple(sorted(rng.sample(pool, min(len(pool), rng.choice([1, 1, 2, 2, 3, 4])))))
            if options:
                own.append((rng.choice([1, 1, 1, rng.randint(1, len(options))]), options))
        groups.append(own if node >= 2 or rng.random() < 0.3 else [])
    cost = [rng.choice([0, 1, 1, 2, 3, 5, 8, 13]) for _ in range(size)]
    return Instance(cost, groups, size - 1)


def random_career(seed: int) -> tuple[CareerGraph, list[str]]:
    """A small graph with levels, at-least-k groups, paths, credentials, savings and cycles, and a profile."""
    rng = random.Random(seed)
    skills = [f"s{index}" for index in range(rng.randint(2, 5))]
    credentials = ["c0"] if rng.random() < 0.5 else []
    levels = ["awareness", "working", "working", "practitioner"]

    def requirement(subject: str, options_from: list[str]) -> dict | None:
        pool = [option for option in options_from if option != subject or rng.random() < 0.05]
        if not pool:
            return None
        options = rng.sample(pool, min(len(pool), rng.choice([1, 1, 1, 2, 2, 3])))
        record = {"any_of": options, "level": rng.choice(levels)}
        if len(options) > 1:
            record["at_least"] = rng.randint(1, len(options))
        if rng.random() < 0.15:
            record["strength"] = "preferred"
        if rng.random() < 0.2:
            record["applies_from"] = rng.choice(["awareness", "practitioner"])
        return record

    concepts = [{"id": c, "kind": "credential", "name": c} for c in credentials]
    for skill in skills:
        lower = skills[: skills.index(skill)] or skills
        hours = rng.choice([1, 2, 3, 5, 8, 10, 0])
        record = {"id": skill, "kind": "skill", "name": skill, "hours": {"working": hours}}
        if rng.random() < 0.3:
            record["hours"] = {
                "awareness": rng.randint(0, hours),
                "working": hours,
                "expert": hours + rng.randint(0, 9),
            }
        pool = lower if rng.random() < 0.75 else skills
        made = [requirement(skill, pool + credentials * (rng.random() < 0.1)) for _ in range(rng.choice([0, 1, 1, 2]))]
        record["requires"] = [made_one for made_one in made if made_one]
        if rng.random() < 0.35:
            near = rng.choice([other for other in skills if other != skill])
            record["easier_with"] = [
                {
                    "know": near,
                    "level": rng.choice(["awareness", "working", "practitioner"]),
                    "saves": rng.choice([0.2, 0.5, 0.9]),
                }
            ]
        concepts.append(record)
    for index in range(rng.choice([0, 1, 1, 2])):
        taught = rng.sample(skills, rng.randint(1, len(skills)))
        path = {
            "id": f"p{index}",
            "kind": "education-path",
            "name": f"p{index}",
            "teaches": [{"know": skill, "level": rng.choice(levels)} for skill in taught],
        }
        if rng.random() < 0.9:
            path["hours"] = rng.randint(1, 20)
        if rng.random() < 0.5:
            path["price"] = {"likely": rng.randint(0, 9), "currency": "USD"}
        if rng.random() < 0.5:
            path["weeks"] = rng.randint(1, 5)
        if credentials and rng.random() < 0.7:
            path["awards"] = credentials
        made = requirement(path["id"], skills + credentials)
        if made and rng.random() < 0.4:
            path["requires"] = [made]
        concepts.append(path)
    made = [requirement("job", skills + credentials) for _ in range(rng.randint(1, 3))]
    concepts.append(
        {"id": "job", "kind": "role", "name": "job", "requires": [made_one for made_one in made if made_one]}
    )
    knows = [f"{skill}:{rng.choice(levels)}" for skill in skills if rng.random() < 0.25]
    return CareerGraph.from_dict({"concepts": concepts}), knows
