"""Independent answers to small planning problems, by search that shares no code with the library."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from mlcareer_graph import CareerGraph, Competency, Credential, EducationPath, Level, Requirement
from mlcareer_graph.planning.instance import Group, Instance

MEASURES = ("hours", "price", "weeks", "steps")
LEVELS = ("awareness", "working", "working", "practitioner")

INSTANCES = 2000
"""The seeds of each kind of instance that the solver is compared with brute force on."""

CAREERS = 1000
"""The seeds of random careers that whole plans are compared with brute force on."""

_Ranks: TypeAlias = tuple[int, ...]
_Begun: TypeAlias = frozenset[str]
_Move: TypeAlias = tuple[float, _Ranks, _Begun]


def least_cost_of_nodes(instance: Instance) -> int | None:
    """The least cost of an instance, by uniform-cost search over sets of derived nodes."""
    ticket = count()
    start: frozenset[int] = frozenset()
    heap = [(0, next(ticket), start)]
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


_Needs: TypeAlias = tuple[int, tuple[tuple[int, int], ...]]
"""How many of some positions have to be at ranks."""


class _Study(NamedTuple):
    """A competency, with what is needed, the hours and what spares a share of them, by the rank that is studied for."""

    id: str
    position: int
    needs: tuple[tuple[_Needs, ...], ...]
    hours: tuple[float, ...]
    shares: tuple[tuple[tuple[int, int, float], ...], ...]


class _Course(NamedTuple):
    """A path, with what is needed, the ranks it leads to, and its hours, price and weeks."""

    id: str
    needs: tuple[_Needs, ...]
    ranks: tuple[tuple[int, int], ...]
    amounts: tuple[float, float, float]


class _People:
    """What a person can come to know on a graph, one level at a time; what the graph says is looked up once."""

    def __init__(self, graph: CareerGraph, measure: str | Mapping[str, float], hours_per_week: float) -> None:
        self.graph = graph
        self.weights = {measure: 1.0} if isinstance(measure, str) else dict(measure)
        self.hours_per_week = hours_per_week
        self.ids = sorted(graph)
        self.position = {concept_id: index for index, concept_id in enumerate(self.ids)}
        self.studies = [self._study_of(concept) for concept in graph.values() if isinstance(concept, Competency)]
        self.highest = [int(Level.EXPERT)] * len(self.ids)
        self.courses = [
            self._course_of(concept)
            for concept in graph.values()
            if isinstance(concept, EducationPath) and concept.hours is not None
            if concept.price is not None or "price" not in self.weights
        ]

    def study_what_counts(self, goal: tuple[_Needs, ...]) -> None:
        """Study no further than anything asks for, which would take hours and give nothing."""
        asked = [*goal, *(need for course in self.courses for need in course.needs)]
        self.highest = [0] * len(self.ids)
        for study in self.studies:
            asked += [need for needs in study.needs for need in needs]
            for at, rank, _ in itertools.chain(*study.shares):
                self.highest[at] = max(self.highest[at], rank)
        for _, options in asked:
            for at, rank in options:
                self.highest[at] = max(self.highest[at], rank)

    def needs(self, requirements: Iterable[Requirement]) -> tuple[_Needs, ...]:
        """What requirements ask for, by position."""
        return tuple(
            (
                requirement.at_least,
                tuple(
                    (self.position[option], int(requirement.level) if self._has_levels(option) else 1)
                    for option in requirement.options
                ),
            )
            for requirement in requirements
        )

    def _has_levels(self, concept_id: str) -> bool:
        return isinstance(self.graph[concept_id], Competency)

    def _study_of(self, concept: Competency) -> _Study:
        required = [requirement for requirement in self.graph.requirements(concept.id) if requirement.is_required]
        levels = [int(level) for level in Level]
        to = [0.0, *(concept.effort.to(Level(rank)).likely for rank in levels)]
        return _Study(
            concept.id,
            self.position[concept.id],
            ((), *(self.needs(one for one in required if one.applies_from <= rank) for rank in levels)),
            (0.0, *(to[rank] - to[rank - 1] for rank in levels)),
            (
                (),
                *(
                    tuple(
                        (self.position[near.know], int(near.level), 1 - near.saves)
                        for near in concept.easier_with
                        if rank <= near.level
                    )
                    for rank in levels
                ),
            ),
        )

    def _course_of(self, path: EducationPath) -> _Course:
        assert path.hours is not None
        hours = path.hours.estimate.likely
        weeks = path.weeks.estimate.likely if path.weeks else 0.0
        return _Course(
            path.id,
            self.needs(requirement for requirement in self.graph.requirements(path.id) if requirement.is_required),
            tuple(
                (self.position[edge.object], int(edge.level or 1))
                for edge in self.graph.edges(path.id)
                if edge.type in ("teaches", "awards")
            ),
            (hours, path.price.estimate.likely if path.price else 0.0, max(weeks, hours / self.hours_per_week)),
        )

    def moves(self, ranks: _Ranks, begun: _Begun) -> Iterator[_Move]:
        for study in self.studies:
            rank = ranks[study.position] + 1
            if rank <= self.highest[study.position] and _are_met(study.needs[rank], ranks):
                yield self._study(study, rank, ranks, begun)
        for course in self.courses:
            if _are_met(course.needs, ranks):
                yield self._take(course, ranks, begun)

    def _study(self, study: _Study, rank: int, ranks: _Ranks, begun: _Begun) -> _Move:
        hours = study.hours[rank] * min(
            [1.0, *(share for at, level, share in study.shares[rank] if ranks[at] >= level)]
        )
        after = (*ranks[: study.position], rank, *ranks[study.position + 1 :])
        steps = 0.0 if study.id in begun else 1.0
        cost = self._cost(hours=hours, price=0.0, weeks=hours / self.hours_per_week, steps=steps)
        return cost, after, begun | {study.id} if "steps" in self.weights else begun

    def _take(self, course: _Course, ranks: _Ranks, begun: _Begun) -> _Move:
        after = list(ranks)
        for at, rank in course.ranks:
            after[at] = max(after[at], rank)
        hours, price, weeks = course.amounts
        return self._cost(hours=hours, price=price, weeks=weeks, steps=1.0), tuple(after), begun

    def _cost(self, **amounts: float) -> float:
        cost = 0.0
        for measure, weight in self.weights.items():
            cost += weight * amounts[measure]
        return cost


def _are_met(needs: tuple[_Needs, ...], ranks: _Ranks) -> bool:
    for at_least, options in needs:
        met = 0
        for at, rank in options:
            met += ranks[at] >= rank
        if met < at_least:
            return False
    return True


def least_cost_of_plan(
    graph: CareerGraph,
    goal: list[Requirement],
    known: Mapping[str, int],
    measure: str | Mapping[str, float],
    hours_per_week: float = 10.0,
) -> float | None:
    """The least cost of a plan, by uniform-cost search over everything a person can come to know.

    A state holds the rank of every competency, the credentials, and (where steps count) what has been studied.
    The actions are those of the design, one level at a time.
    """
    people = _People(graph, measure, hours_per_week)
    start: tuple[_Ranks, _Begun] = (tuple(known.get(concept_id, 0) for concept_id in people.ids), frozenset())
    wanted = people.needs(goal)
    people.study_what_counts(wanted)
    heap = [(0.0, 0, start)]
    ticket = count(1)
    seen = set()
    while heap:
        cost, _, (ranks, begun) = heapq.heappop(heap)
        if (ranks, begun) in seen:
            continue
        seen.add((ranks, begun))
        if _are_met(wanted, ranks):
            return cost
        for extra, after, begun_after in people.moves(ranks, begun):
            if (after, begun_after) not in seen:
                heapq.heappush(heap, (cost + extra, next(ticket), (after, begun_after)))
    return None


def goal_of_role(graph: CareerGraph, role: str, degrees: str, *, include_preferred: bool) -> list[Requirement]:
    """The requirements that a plan to a role fulfils under a degree policy, read off the design."""
    wanted = [r for r in graph.requirements(role) if r.is_required or include_preferred]
    gates = [r for r in wanted if all(isinstance(graph[option], Credential) for option in r.options)]
    goal = [r for r in wanted if r not in gates]
    if degrees == "strict":
        return goal + gates
    if degrees == "employer" and gates:
        height = [min(getattr(graph[option], "eqf_level", None) or 0 for option in r.options) for r in gates]
        return goal + [gate for gate, level in zip(gates, height, strict=True) if level == min(height)]
    return goal


def assumed_ranks(graph: CareerGraph, known: Mapping[str, int]) -> dict[str, int]:
    """What is known with everything it cannot be known without: the least fixed point, by repeated passes."""
    ranks = dict(known)
    changed = True
    while changed:
        changed = False
        for requirement in graph.all_requirements:
            rank = ranks.get(requirement.subject, 0)
            if not isinstance(graph[requirement.subject], Competency) or not rank:
                continue
            if requirement.is_required and len(requirement.options) == 1 and rank >= requirement.applies_from:
                option = requirement.options[0]
                needed = int(requirement.level) if isinstance(graph[option], Competency) else 1
                if ranks.get(option, 0) < needed:
                    ranks[option] = needed
                    changed = True
    return ranks


def random_instance(seed: int, size: int = 10) -> Instance:
    """A small AND/OR graph with cycles, groups of alternatives and at-least-k groups."""
    rng = random.Random(seed)
    size = rng.randint(2, size)
    groups: list[list[Group]] = []
    for node in range(size):
        own: list[Group] = []
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


def random_cover(seed: int, size: int = 13) -> Instance:
    """A set cover in which some sets lean on one another: what reductions leave for search.

    The target asks for several groups of overlapping options; most options can be had at once, the others need
    one of a few neighbours, in circles too.
    """
    rng = random.Random(seed)
    size = rng.randint(7, size)
    target = size - 1
    nodes = range(target)
    groups: list[list[Group]] = []
    for node in nodes:
        others = [other for other in nodes if other != node]
        own: list[Group] = []
        if rng.random() < 0.4:
            own = [(1, tuple(sorted(rng.sample(others, rng.randint(2, 3))))) for _ in range(rng.randint(1, 2))]
        groups.append(own)
    wanted: list[Group] = []
    for _ in range(rng.randint(3, 7)):
        options = tuple(sorted(rng.sample(nodes, rng.randint(2, 4))))
        wanted.append((rng.choice([1, 1, 1, 2]), options))
    cost = [rng.choice([2, 3, 3, 4, 4, 5, 7]) for _ in nodes]
    return Instance([*cost, 0], [*groups, wanted], target)


def random_curriculum(seed: int, size: int) -> Instance:
    """A larger instance shaped like a curriculum: layers of prerequisites, alternatives, a few steps back."""
    rng = random.Random(seed)
    groups: list[list[Group]] = []
    for node in range(size):
        own: list[Group] = []
        lower = range(max(0, node - 30), node)
        for _ in range(rng.choice([0, 1, 1, 2, 3]) if node > 5 else 0):
            options = set(rng.sample(lower, min(len(lower), rng.choice([1, 1, 2, 2, 3, 4]))))
            if len(options) > 1 and rng.random() < 0.1:
                options.add(min(size - 2, node + rng.randint(1, 10)))
            options -= {node}
            own.append((1 if rng.random() < 0.85 else rng.randint(1, len(options)), tuple(sorted(options))))
        groups.append(own)
    top = range(size // 3, size - 1)
    groups[-1] = [(1, tuple(sorted(rng.sample(top, rng.randint(1, 4))))) for _ in range(size // 8)]
    return Instance([rng.randint(1, 40) for _ in range(size - 1)] + [0], groups, size - 1)


def role_curriculum(seed: int, size: int) -> Instance:
    """A curriculum whose target asks for a few groups, as a role does."""
    instance = random_curriculum(10_000 + seed, size)
    instance.groups[-1] = instance.groups[-1][:8]
    return instance


def random_career(seed: int) -> tuple[CareerGraph, list[str]]:
    """A small graph with levels, at-least-k groups, paths, credentials, savings and cycles, and a profile."""
    records, knows = career_records(seed)
    return CareerGraph.from_dict({"concepts": records}), knows


def career_records(seed: int) -> tuple[list[dict[str, Any]], list[str]]:
    """The concepts of `random_career`, in the interchange schema."""
    rng = random.Random(seed)
    skills = [f"s{index}" for index in range(rng.randint(2, 5))]
    credentials = [f"c{index}" for index in range(rng.choice([0, 0, 1, 2]))]
    concepts: list[dict[str, Any]] = [
        {"id": c, "kind": "credential", "name": c} | ({"eqf_level": 6 + index} if rng.random() < 0.8 else {})
        for index, c in enumerate(credentials)
    ]
    concepts.extend(_skill(rng, skill, skills, credentials) for skill in skills)
    concepts.extend(_path(rng, f"p{index}", skills, credentials) for index in range(rng.choice([0, 1, 1, 2])))
    made = [_requirement(rng, "job", skills + credentials) for _ in range(rng.randint(1, 3))]
    if credentials and rng.random() < 0.6:
        made.extend(_requirement(rng, "job", credentials) for _ in credentials)
    concepts.append({"id": "job", "kind": "role", "name": "job", "requires": [one for one in made if one]})
    knows = [f"{skill}:{rng.choice(LEVELS)}" for skill in skills if rng.random() < 0.25]
    knows.extend(credential for credential in credentials if rng.random() < 0.15)
    return concepts, knows


def _requirement(rng: random.Random, subject: str, options_from: list[str]) -> dict[str, Any] | None:
    pool = [option for option in options_from if option != subject]
    if not pool:
        return None
    options = rng.sample(pool, min(len(pool), rng.choice([1, 1, 1, 2, 2, 3])))
    record: dict[str, Any] = {"any_of": options, "level": rng.choice(LEVELS)}
    if len(options) > 1:
        record["at_least"] = rng.randint(1, len(options))
    if rng.random() < 0.15:
        record["strength"] = "preferred"
    if rng.random() < 0.2:
        record["applies_from"] = rng.choice(["awareness", "practitioner"])
    return record


def _skill(rng: random.Random, skill: str, skills: list[str], credentials: list[str]) -> dict[str, Any]:
    lower = skills[: skills.index(skill)] or skills
    hours = rng.choice([1, 2, 3, 5, 8, 10, 0, 0.1])
    record: dict[str, Any] = {"id": skill, "kind": "skill", "name": skill, "hours": {"working": hours}}
    if rng.random() < 0.3:
        low = rng.choice([0, hours, hours / 2])
        record["hours"] = {"awareness": low, "working": hours, "expert": hours + rng.randint(0, 9)}
    pool = lower if rng.random() < 0.75 else skills
    made = [
        _requirement(rng, skill, pool + credentials * (rng.random() < 0.1)) for _ in range(rng.choice([0, 1, 1, 2]))
    ]
    record["requires"] = [one for one in made if one]
    if rng.random() < 0.35:
        helpers = rng.sample([other for other in skills if other != skill], rng.choice([1, 1, min(2, len(skills) - 1)]))
        record["easier_with"] = [
            {
                "know": near,
                "level": rng.choice(["awareness", "working", "practitioner"]),
                "saves": rng.choice([0.2, 0.5, 0.9]),
            }
            for near in helpers
        ]
    return record


def _path(rng: random.Random, path_id: str, skills: list[str], credentials: list[str]) -> dict[str, Any]:
    taught = rng.sample(skills, rng.randint(1, len(skills)))
    path: dict[str, Any] = {
        "id": path_id,
        "kind": "education-path",
        "name": path_id,
        "teaches": [{"know": skill, "level": rng.choice(LEVELS)} for skill in taught],
    }
    if rng.random() < 0.9:
        path["hours"] = rng.randint(1, 20)
    if rng.random() < 0.5:
        path["price"] = {"likely": rng.randint(0, 9), "currency": "USD"}
    if rng.random() < 0.5:
        path["weeks"] = rng.randint(1, 5)
    if credentials and rng.random() < 0.7:
        path["awards"] = rng.sample(credentials, rng.randint(1, len(credentials)))
    made = _requirement(rng, path_id, skills + credentials)
    if made and rng.random() < 0.4:
        path["requires"] = [made]
    return path


def graph_without(records: list[dict[str, Any]], excluded: Collection[str]) -> CareerGraph:
    """The graph in which nothing leads to the excluded: a credential that nobody awards guards them."""
    poorer: list[dict[str, Any]] = [{"id": "never", "kind": "credential", "name": "never"}]
    for record in records:
        changed = dict(record)
        if record["id"] in excluded:
            guard = {"any_of": ["never"], "applies_from": "awareness"}
            changed["requires"] = [*record.get("requires", []), guard]
        if "teaches" in record:
            changed["teaches"] = [taught for taught in record["teaches"] if taught["know"] not in excluded]
        poorer.append(changed)
    return CareerGraph.from_dict({"concepts": poorer})


def career_with_paths(seed: int, number: int = 4) -> tuple[list[dict[str, Any]], list[str]]:
    """The concepts of `career_records` with more education paths, of several kinds, and a profile."""
    records, knows = career_records(seed)
    rng = random.Random(seed)
    skills = [record["id"] for record in records if record["kind"] == "skill"]
    credentials = [record["id"] for record in records if record["kind"] == "credential"]
    records = [record for record in records if record["kind"] != "education-path"]
    for index in range(rng.randint(1, number)):
        path = _path(rng, f"p{index}", skills, credentials)
        records.append(path | {"path_kind": rng.choice(["course", "bootcamp", "degree"])})
    return records, knows


def graph_with_marks(records: list[dict[str, Any]], paths: Collection[str]) -> CareerGraph:
    """The graph that offers only some education paths, each of which awards a credential of its own, ``"did-..."``."""
    marked: list[dict[str, Any]] = []
    for record in records:
        if record["kind"] != "education-path":
            marked.append(record)
        elif record["id"] in paths:
            mark = f"did-{record['id']}"
            marked.append({"id": mark, "kind": "credential", "name": mark})
            marked.append(record | {"awards": [*record.get("awards", ()), mark]})
    return CareerGraph.from_dict({"concepts": marked})


MANY_MEASURES = ("hours", "price", "weeks", "paths")

Vector: TypeAlias = tuple[float, ...]


class _Everybody(_People):
    """The same, with what each move takes of every measure, and what has been studied or taken."""

    def _cost(self, **amounts: float) -> Any:
        return tuple(amounts[measure] for measure in ("hours", "price", "weeks"))

    def _study(self, study: _Study, rank: int, ranks: _Ranks, begun: _Begun) -> Any:
        taken, after, _ = super()._study(study, rank, ranks, begun)
        return (*taken, 0.0), after, begun | {study.id}  # type: ignore[misc]

    def _take(self, course: _Course, ranks: _Ranks, begun: _Begun) -> Any:
        taken, after, _ = super()._take(course, ranks, begun)
        return (*taken, 1.0), after, begun | {course.id}  # type: ignore[misc]


def all_plans(
    graph: CareerGraph, goal: list[Requirement], known: Mapping[str, int], *, priced: bool, excluded: str = ""
) -> dict[frozenset[str], list[Vector]]:
    """Every set of things to study or take that reaches a goal, with its vectors of measures that are worth looking at.

    Label correcting over everything a person can come to know; for graphs of few competencies.
    """
    people = _Everybody(graph, {"price": 1.0} if priced else {"hours": 1.0}, 10.0)
    start = (tuple(known.get(concept_id, 0) for concept_id in people.ids), frozenset[str]())
    labels: dict[Any, list[Vector]] = {start: [(0.0,) * len(MANY_MEASURES)]}
    queue = [(start, labels[start][0])]
    for state, vector in queue:
        if vector not in labels[state]:
            continue
        for taken, after, begun in people.moves(*state):
            if excluded in begun:
                continue
            reached = tuple(one + two for one, two in zip(vector, taken, strict=True))
            there = labels.setdefault((after, begun), [])
            if not any(_no_more(other, reached) for other in there):
                there[:] = [other for other in there if not _no_more(reached, other)]
                there.append(reached)
                queue.append(((after, begun), reached))
    found: dict[frozenset[str], list[Vector]] = {}
    wanted = people.needs(goal)
    for (ranks, begun), vectors in labels.items():
        if _are_met(wanted, ranks):
            found.setdefault(begun, []).extend(vectors)
    return found


def _no_more(one: Vector, two: Vector) -> bool:
    return all(left <= right + 1e-9 for left, right in zip(one, two, strict=True))


def small_career(seed: int) -> tuple[CareerGraph, list[str]] | None:
    """A random career that is small enough to list all its plans; every other one has more courses to choose from."""
    records, knows = career_records(seed)
    skills = [record["id"] for record in records if record["kind"] == "skill"]
    if len(skills) > 3:
        return None
    rng = random.Random(f"offers of {seed}")
    offers = rng.choice([0, 4])
    for record in records:
        if offers and record["kind"] == "skill":
            record["hours"] = {"working": rng.randint(5, 30)}
    for number in range(offers):
        offer = {"hours": rng.randint(0, 12), "price": {"likely": rng.randint(0, 9), "currency": "USD"}}
        taught = [{"know": one, "level": rng.choice(LEVELS)} for one in rng.sample(skills, rng.randint(1, 2))]
        weeks = {"weeks": rng.randint(0, 3)} if rng.random() < 0.5 else {}
        named = {"id": f"o{number}", "kind": "education-path", "name": f"o{number}", "teaches": taught}
        records.append(named | offer | weeks)
    return CareerGraph.from_dict({"concepts": records}), knows


def people(graph: CareerGraph, number: int, rng: random.Random) -> list[list[str]]:
    """What random people know and hold."""
    competencies = [concept.id for concept in graph.values() if isinstance(concept, Competency)]
    credentials = [concept.id for concept in graph.values() if isinstance(concept, Credential)]
    return [
        [
            *(f"{rng.choice(competencies)}:{rng.choice([*LEVELS, 'expert'])}" for _ in range(rng.randint(0, 8))),
            *rng.sample(credentials, rng.randint(0, min(2, len(credentials)))),
        ]
        for _ in range(number)
    ]
