"""The graph itself: concepts by id, with their requirements and relations."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, overload

from mlcareer_graph.errors import InvalidGraphError, UnknownConceptError, UnknownOptionError, UnplannableError
from mlcareer_graph.files import save_text
from mlcareer_graph.graph.decoding import Decoded, decode_graph
from mlcareer_graph.graph.encoding import encode_concept
from mlcareer_graph.graph.integrity import reference_problems
from mlcareer_graph.graph.names import NameIndex
from mlcareer_graph.model import (
    RELATION_TYPES,
    Concept,
    EducationPath,
    Relation,
    Requirement,
    Role,
    Skill,
    Technology,
)
from mlcareer_graph.model.concepts import Concepts

if TYPE_CHECKING:
    from datetime import date
    from typing import Unpack

    import igraph
    import networkx
    import rdflib
    import rustworkx

    from mlcareer_graph.interop.endpoint import Endpoint
    from mlcareer_graph.interop.graph_libraries import Frames, PolarsFrames
    from mlcareer_graph.ontology.mappings import Mappings
    from mlcareer_graph.ontology.wages import Wages
    from mlcareer_graph.planning import OfferOptions, Plan, PlanOptions, Profile
    from mlcareer_graph.planning.batch import Batch, Wish
    from mlcareer_graph.planning.distance import RoleDistances
    from mlcareer_graph.planning.education import Cover, Coverages, EducationComparison
    from mlcareer_graph.planning.fit import RoleFits
    from mlcareer_graph.planning.frontier import Frontier
    from mlcareer_graph.planning.gap import Gap
    from mlcareer_graph.planning.ladder import Ladder
    from mlcareer_graph.planning.matrix import RoleMatrix
    from mlcareer_graph.planning.next_skills import NextSkills
    from mlcareer_graph.planning.profile import Known
    from mlcareer_graph.planning.role_comparison import RoleComparison
    from mlcareer_graph.planning.variety import Plans
    from mlcareer_graph.planning.week import HoursPerWeek
    from mlcareer_graph.rdf.query import QueryResult
    from mlcareer_graph.views import View
    from mlcareer_graph.views.widget import PlanWidget

    _MultiDiGraph = networkx.MultiDiGraph[str]

_Kind = TypeVar("_Kind", bound=Concept)
_Default = TypeVar("_Default")
_Derived = TypeVar("_Derived")
_Item = TypeVar("_Item")


class CareerGraph(Mapping[str, Concept]):
    """An immutable, typed knowledge graph of careers; a mapping from id to concept.

    Args:
        concepts: The nodes.
        requirements: What roles, competencies and education paths need.
        relations: The typed edges; a symmetric one is stated once and holds both ways.

    Raises:
        InvalidGraphError: A requirement or relation leads nowhere or to the wrong kind.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> graph = load_graph()
        >>> graph["keras"].name
        'Keras'
    """

    def __init__(
        self,
        concepts: Iterable[Concept],
        requirements: Iterable[Requirement] = (),
        relations: Iterable[Relation] = (),
    ) -> None:
        decoded = Decoded(list(concepts), list(requirements), list(relations))
        _raise_problems(decoded)
        self._assemble(decoded)

    @classmethod
    def from_decoded(cls, decoded: Decoded) -> Self:
        """A graph of what has been read.

        Raises:
            InvalidGraphError: With every problem of the reading and of the references.
        """
        _raise_problems(decoded)
        return cls.from_checked(decoded)

    @classmethod
    def from_checked(cls, decoded: Decoded) -> Self:
        """A graph of what has already been checked."""
        graph = cls.__new__(cls)
        graph._assemble(decoded)
        return graph

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """A graph from the interchange schema, ``{"concepts": [...]}``.

        Raises:
            InvalidGraphError: With every problem that the data has.

        Example:
            >>> graph = CareerGraph.from_dict({"concepts": [{"id": "calculus", "kind": "skill", "name": "Calculus"}]})
            >>> len(graph)
            1
        """
        return cls.from_decoded(decode_graph(data))

    def to_dict(self) -> dict[str, Any]:
        """The interchange schema: ``CareerGraph.from_dict(graph.to_dict()) == graph``."""
        return {"concepts": [self.record(concept) for concept in self.values()]}

    def record(self, concept: str | Concept) -> dict[str, Any]:
        """One concept of the interchange schema, with the requirements and relations stated on it."""
        found = self.find(concept)
        return encode_concept(found, self._requirements.get(found.id, ()), self._stated(found.id))

    def _assemble(self, decoded: Decoded) -> None:
        self._concepts = {concept.id: concept for concept in sorted(decoded.concepts, key=lambda concept: concept.id)}
        self._ambiguous = MappingProxyType(dict(decoded.ambiguous))
        self._derived: dict[Hashable, Any] = {}
        grouped = _grouped(decoded.requirements, lambda requirement: requirement.subject)
        self._requirements: dict[str, tuple[Requirement, ...]] = grouped
        self._relations = tuple(
            sorted(
                map(_canonical, decoded.relations),
                key=lambda relation: (relation.subject, relation.type, relation.object),
            )
        )

    # ------------------------------------------------------------------ a mapping

    def __getitem__(self, concept_id: str) -> Concept:
        try:
            return self._concepts[concept_id]
        except KeyError:
            raise UnknownConceptError(str(concept_id), self._near(concept_id)) from None

    @overload
    def get(self, concept_id: str, /) -> Concept | None: ...
    @overload
    def get(self, concept_id: str, /, default: Concept | _Default) -> Concept | _Default: ...
    def get(self, concept_id: str, /, default: Any = None) -> Any:
        """The concept of that id, or the default; without the search for suggestions that an error costs."""
        return self._concepts.get(concept_id, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts)

    def __len__(self) -> int:
        return len(self._concepts)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._concepts

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CareerGraph):
            return NotImplemented
        return (
            self._concepts == other._concepts
            and self._requirement_sets() == other._requirement_sets()
            and self._relations == other._relations
        )

    def __hash__(self) -> int:
        return hash((tuple(self._concepts), len(self._relations)))

    def __repr__(self) -> str:
        return (
            f"<CareerGraph: {len(self)} concepts, {len(self.all_requirements)} requirements, "
            f"{len(self._relations)} relations>"
        )

    def _requirement_sets(self) -> dict[str, frozenset[Requirement]]:
        return {subject: frozenset(requirements) for subject, requirements in self._requirements.items()}

    def of_kind(self, kind: type[_Kind]) -> Mapping[str, _Kind]:
        """The concepts of one kind, by id."""
        return MappingProxyType(
            {concept_id: concept for concept_id, concept in self._concepts.items() if isinstance(concept, kind)}
        )

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The roles by id."""
        return self.of_kind(Role)

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """The skills by id."""
        return self.of_kind(Skill)

    @cached_property
    def technologies(self) -> Mapping[str, Technology]:
        """The technologies by id."""
        return self.of_kind(Technology)

    @cached_property
    def education_paths(self) -> Mapping[str, EducationPath]:
        """The education paths by id."""
        return self.of_kind(EducationPath)

    # ------------------------------------------------------------------ names

    @property
    def ambiguous_names(self) -> Mapping[str, tuple[str, ...]]:
        """Names that people use for several concepts, with the ids of those; `find` asks which one is meant.

        Only the shipped graph, what extends it, and what is imported has them: `to_dict` and RDF do without, and
        equality too.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> load_graph().ambiguous_names["LDA"]
            ('topic-modeling', 'multivariate-analysis')
        """
        return self._ambiguous

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self.values(), self._ambiguous)

    def _near(self, concept_id: object) -> list[str]:
        return [concept.id for concept in self._names.search(str(concept_id))[:3]]

    def find(self, name: str | Concept) -> Concept:
        """The one concept that people mean by a name.

        Args:
            name: An id, name, alias or a slightly misspelled one; a concept is looked up by its id.

        Raises:
            UnknownConceptError: Nothing is called so; the error suggests what comes near.
            AmbiguousNameError: Several concepts are called so; the error names them.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> load_graph().find("sklearn").id
            'scikit-learn'
        """
        if isinstance(name, Concept):
            return self[name.id]
        return self._names.find(str(name))

    @overload
    def search(self, query: str, *, limit: int = ...) -> list[Concept]: ...
    @overload
    def search(self, query: str, kind: type[_Kind], *, limit: int = ...) -> list[_Kind]: ...
    def search(self, query: str, kind: type[Any] = Concept, *, limit: int = 10) -> list[Any]:
        """Concepts that resemble the query, best first; typing mistakes are forgiven.

        Example:
            >>> from mlcareer_graph import Skill, load_graph
            >>> load_graph().search("machine lerning", kind=Skill)[0].id
            'machine-learning'
        """
        return Concepts(self._names.search(query, kind, limit=limit))

    # ------------------------------------------------------------------ structure

    @property
    def all_requirements(self) -> Sequence[Requirement]:
        """Every requirement, by subject."""
        return [requirement for concept_id in self for requirement in self._requirements.get(concept_id, ())]

    @property
    def relations(self) -> Sequence[Relation]:
        """Every relation, each stated once."""
        return self._relations

    def requirements(self, concept: str | Concept) -> list[Requirement]:
        """What a role, competency or education path needs: all of these groups."""
        return list(self._requirements.get(self.find(concept).id, ()))

    def requirements_of(self, concept_id: str) -> Sequence[Requirement]:
        """`requirements` for an id that is known to be one."""
        return self._requirements.get(concept_id, ())

    def prerequisites(self, concept: str | Concept, *, recursive: bool = False) -> list[Concept]:
        """The options of the binding requirements of a concept.

        Alternatives are all listed: this is what *may* come before, `plan` decides what does.

        Args:
            concept: Where to start.
            recursive: Whether to go on to the prerequisites of the prerequisites.

        Returns:
            Concepts, nearest first, without the start.
        """
        return self._walk(concept, self._prerequisite_ids, recursive=recursive)

    def unlocks(self, concept: str | Concept, *, recursive: bool = False) -> list[Concept]:
        """The concepts that have this one among the options of a binding requirement."""
        return self._walk(concept, lambda node: self._dependents.get(node, ()), recursive=recursive)

    def related(self, concept: str | Concept, relation: str | None = None) -> list[Concept]:
        """The concepts joined to this one by a relation, in either direction.

        Args:
            concept: Where to start.
            relation: The name of one relation type; all of them by default.

        Returns:
            Each concept once, however many relations join it.

        Raises:
            UnknownOptionError: There is no such relation type.
        """
        if relation is not None and relation not in RELATION_TYPES:
            raise UnknownOptionError("relation", relation, RELATION_TYPES)
        neighbours = self._neighbours.get(self.find(concept).id, ())
        others = dict.fromkeys(other for name, other, _ in neighbours if relation in (None, name))
        return Concepts(self._concepts[other] for other in others)

    def edges(self, concept: str | Concept) -> list[Relation]:
        """The relations that start from or lead to a concept."""
        return [relation for _, _, relation in self._neighbours.get(self.find(concept).id, ())]

    def _stated(self, concept_id: str) -> list[Relation]:
        return [r for _, _, r in self._neighbours.get(concept_id, ()) if r.subject == concept_id]

    def _walk(self, concept: str | Concept, step: Callable[[str], Iterable[str]], *, recursive: bool) -> list[Concept]:
        start = self.find(concept).id
        found = dict.fromkeys(step(start))
        if recursive:
            queue = list(found)
            for node in queue:
                for target in step(node):
                    if target not in found:
                        found[target] = None
                        queue.append(target)
        found.pop(start, None)
        return Concepts(self._concepts[concept_id] for concept_id in found)

    def _prerequisite_ids(self, concept_id: str) -> Iterable[str]:
        for requirement in self._requirements.get(concept_id, ()):
            if requirement.is_required:
                yield from requirement.options

    @cached_property
    def _dependents(self) -> dict[str, list[str]]:
        dependents: dict[str, list[str]] = {}
        for concept_id in self._requirements:
            for option in dict.fromkeys(self._prerequisite_ids(concept_id)):
                dependents.setdefault(option, []).append(concept_id)
        return {option: sorted(ids) for option, ids in dependents.items()}

    @cached_property
    def _neighbours(self) -> dict[str, list[tuple[str, str, Relation]]]:
        neighbours: dict[str, list[tuple[str, str, Relation]]] = {}
        for relation in self._relations:
            neighbours.setdefault(relation.subject, []).append((relation.type, relation.object, relation))
            neighbours.setdefault(relation.object, []).append((relation.type, relation.subject, relation))
        return neighbours

    @cached_property
    def teachers(self) -> Mapping[str, Sequence[Relation]]:
        """For each competency that is taught, the `teaches` relations that lead to it."""
        return self._leading_to("teaches")

    @cached_property
    def awarders(self) -> Mapping[str, Sequence[Relation]]:
        """For each credential that is awarded, the `awards` relations that lead to it."""
        return self._leading_to("awards")

    def _leading_to(self, type_name: str) -> dict[str, tuple[Relation, ...]]:
        of_type = (relation for relation in self._relations if relation.type == type_name)
        return _grouped(of_type, lambda relation: relation.object)

    def derived(self, key: Hashable, make: Callable[[], _Derived]) -> _Derived:
        """What somebody computes from this graph, which never changes, computed once.

        Args:
            key: What tells it from everything else that is derived.
            make: Computes it.
        """
        if key not in self._derived:
            self._derived[key] = make()
        made: _Derived = self._derived[key]
        return made

    def __getstate__(self) -> dict[str, Any]:
        stated = ("_concepts", "_requirements", "_relations")
        kept = {name: value for name, value in self.__dict__.items() if name in stated}
        return kept | {"_ambiguous": dict(self._ambiguous), "_derived": {}}

    # ------------------------------------------------------------------ planning

    def plan(
        self,
        target: str | Concept,
        knows: Profile | Iterable[Known] = (),
        *,
        include_preferred: bool = False,
        degrees: str = "report",
        objective: str | Mapping[str, float] | Sequence[str | Mapping[str, float]] = "hours",
        assume_prerequisites: bool = True,
        hours_per_week: HoursPerWeek = 10.0,
        education: str = "checked",
        path_kinds: Iterable[str] | None = None,
        exclude: Iterable[str | Concept] = (),
        require: Iterable[str | Concept] = (),
        prefer: Iterable[str | Concept] = (),
        budget: float | None = None,
        max_hours: float | None = None,
        max_weeks: float | None = None,
        max_paths: int | None = None,
        deadline: date | None = None,
        start: date | None = None,
        time_limit: float = 30.0,
    ) -> Plan:
        """The cheapest way from what a person knows to a role or competency, proven to be the cheapest.

        Args:
            target: A role, or a competency with an optional level, as in ``"keras:practitioner"``.
            knows: Competencies with optional levels and credentials: names, ids, concepts, or a `Profile`.
            include_preferred: Whether what the target merely prefers is part of the goal.
            degrees: ``"report"`` lists the credentials the role asks for beside the plan; ``"employer"`` makes the
                lowest degree it asks for part of the goal; ``"strict"`` makes all of them part of it.
            objective: What to minimise: ``"hours"``, ``"price"``, ``"weeks"``, ``"steps"``, weights of these, or a list
                of such objectives, each of which settles what the one before leaves open.
            assume_prerequisites: Whether knowing something implies what it cannot be known without.
            hours_per_week: Hours of self-study in a week, which turn hours into weeks; or those of each weekday, as in
                ``{"mon": 1, "wed": 1, "sat": 4}``, on which the schedule of the plan then falls.
            education: Which education paths can be steps: ``"checked"`` leaves out offers of providers whose figures
                nobody has checked, ``"all"`` takes them too, ``"none"`` means self-study alone.
            path_kinds: The kinds of education path that can be steps, such as ``["course"]``; all by default.
            exclude: Competencies and education paths to do without, and organizations to take no offer from.
            require: Competencies with optional levels and education paths that have to be part of the plan, and
                organizations of which it has to take an offer.
            prefer: What goes before its alternatives: where a requirement leaves a choice, competencies of this list
                are chosen; what paths of this list (or of an organization of it) teach is learned there.
            budget: The most US dollars that all education paths together may cost.
            max_hours: The most hours, counted as likely.
            max_weeks: The most weeks, counted one step after the other, which is the most they can come to.
            max_paths: The most education paths.
            deadline: The day by which all weeks, counted as for `max_weeks`, have to be over.
            start: The day from which the weeks to the deadline count; today by default.
            time_limit: Seconds after which the best plan so far is returned with its gap.

        Returns:
            A `Plan`. If there is none, its status is ``"infeasible"``; it has the reasons, a smallest set of
            constraints that clash, and how far each would have to give.

        Raises:
            UnknownConceptError: A name is not known.
            UnknownLevelError: A level is not one of the four.
            UnplannableError: The target is neither a role nor a competency, or a name to exclude, require or prefer is
                of a kind that cannot be.
            UnknownOptionError: An option has a value that it does not offer.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> plan = graph.plan("keras", knows=["Python", "PyTorch"])
            >>> plan.status, plan.steps[-1].id
            ('optimal', 'keras')
            >>> print(graph.plan("keras", knows=["Python", "PyTorch"], max_hours=10))
            No plan to Keras: no plan keeps to at most 10 hours; it works with 5 more hours
        """
        from mlcareer_graph.planning import make_plan, make_query

        query = make_query(
            self,
            target,
            knows,
            include_preferred=include_preferred,
            degrees=degrees,
            objective=objective,
            assume_prerequisites=assume_prerequisites,
            hours_per_week=hours_per_week,
            education=education,
            path_kinds=path_kinds,
            exclude=exclude,
            require=require,
            prefer=prefer,
            budget=budget,
            max_hours=max_hours,
            max_weeks=max_weeks,
            max_paths=max_paths,
            deadline=deadline,
            start=start,
            time_limit=time_limit,
        )
        return make_plan(query)

    def plans(
        self,
        target: str | Concept,
        knows: Profile | Iterable[Known] = (),
        *,
        k: int = 3,
        difference: float = 0.05,
        **options: Unpack[PlanOptions],
    ) -> Plans:
        """The k best plans that really differ: the best, then the best that is another one, and so on.

        A plan is another one if at least a share of the hours of every earlier plan goes to competencies and courses
        that it does without. Each carries its own proof: no plan that differs as much from the earlier ones is cheaper.

        Args:
            target: As for `plan`.
            knows: As for `plan`.
            k: How many, at most.
            difference: The least share of the hours of an earlier plan that are spent otherwise, from 0 to 1; with 0
                one step that takes time is enough.
            options: As for `plan`; the time limit is that of each plan.

        Returns:
            The plans, cheapest first; fewer than k if there are no more.

        Raises:
            UnknownOptionError: `k` or `difference` is out of range; otherwise as for `plan`.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> plans = load_graph().plans("model deployment", knows=["Python"], k=2)
            >>> plans[0].cost <= plans[1].cost, all(plan.is_optimal for plan in plans)
            (True, True)
        """
        from mlcareer_graph.planning import make_query
        from mlcareer_graph.planning.variety import find_plans

        return find_plans(make_query(self, target, knows, **options), k, difference)

    def frontier(
        self,
        target: str | Concept,
        knows: Profile | Iterable[Known] = (),
        *,
        over: Iterable[str] = ("hours", "price"),
        **options: Unpack[PlanOptions],
    ) -> Frontier:
        """The Pareto frontier: every compromise between hours, price and weeks that no plan betters in everything.

        Args:
            target: As for `plan`.
            knows: As for `plan`.
            over: Two or three of ``"hours"``, ``"price"`` and ``"weeks"``.
            options: As for `plan`, without `objective`; the time limit is that of the whole frontier.

        Returns:
            A `Frontier`, which says whether it is proven to be complete.

        Raises:
            UnknownOptionError: `over` names something else; otherwise as for `plan`.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> frontier = load_graph().frontier("model deployment", knows=["Python"])
            >>> frontier.is_complete, bool(frontier.verify())
            (True, True)
        """
        from mlcareer_graph.planning import make_query
        from mlcareer_graph.planning.frontier import find_frontier

        return find_frontier(make_query(self, target, knows, **options), over)

    def reachable_roles(
        self, knows: Profile | Iterable[Known] = (), *, within_hours: float, **options: Unpack[PlanOptions]
    ) -> RoleDistances:
        """The roles whose cheapest plan takes at most so many hours, nearest first.

        Args:
            knows: What a person knows and holds, as for `plan`.
            within_hours: The most hours, counted as likely.
            options: Any option of `plan`.

        Raises:
            UnknownConceptError: A name is not known.
            UnknownOptionError: The hours are not a number above 0.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> near = graph.reachable_roles(["statistics", "SQL:practitioner", "Python"], within_hours=500)
            >>> "data-analyst" in [distance.role.id for distance in near]
            True
        """
        from mlcareer_graph.planning.distance import find_reachable_roles

        return find_reachable_roles(self, knows, within_hours, **options)

    def transitions(self, role: str | Concept, **options: Unpack[PlanOptions]) -> RoleDistances:
        """Every other role with the cheapest way to it for a person who has followed the cheapest plan to this one.

        The distance is not the same in both directions: what one role asks beyond the other differs.

        Args:
            role: Where to start.
            options: Any option of `plan`. Limits and what is required are about the way from the role, not about the
                one that has led to it.

        Returns:
            The other roles, nearest first, each with its plan; none if no plan leads to the role itself.

        Raises:
            UnplannableError: It is no role.
        """
        from mlcareer_graph.planning.distance import find_transitions

        return find_transitions(self, role, **options)

    def role_matrix(
        self,
        roles: Iterable[str | Concept] | None = None,
        *,
        processes: int | None = None,
        progress: bool = False,
        **options: Unpack[PlanOptions],
    ) -> RoleMatrix:
        """What the way from each role to each other costs, what the two share and what is new.

        The entries are those of `transitions`.

        Args:
            roles: The roles; all by default.
            processes: How many processes share the work; this one alone by default. A script that asks for some has
                to keep what it does under ``if __name__ == "__main__":``.
            progress: Whether to show a bar on the standard error stream.
            options: Any option of `plan`, as for `transitions`.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: One of them is no role.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> hours = load_graph().role_matrix(["data analyst", "data engineer"]).hours
            >>> hours["data-analyst"]["data-engineer"] > hours["data-engineer"]["data-analyst"]
            True
        """
        from mlcareer_graph.planning.matrix import find_role_matrix

        return find_role_matrix(self, roles, processes=processes, progress=progress, **options)

    def ladder(
        self, roles: Iterable[str | Concept], knows: Profile | Iterable[Known] = (), **options: Unpack[PlanOptions]
    ) -> Ladder:
        """A career over several roles: the cheapest way to the first, from there to the next, and so on.

        What is minimised is each rung, given those before, for whoever wants to work in each role before going on.
        The result says what that costs beyond the cheapest plan for all the roles together, and beyond the direct
        plan to the last of them.

        Args:
            roles: The roles in their order.
            knows: What a person knows and holds, as for `plan`.
            options: Any option of `plan`. Limits are about the whole: each rung has what those before have left.
                What is required is part of the first rung.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: One of the roles is none.
            UnknownOptionError: There is no role.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> ladder = load_graph().ladder(["data analyst", "data engineer"], knows=["SQL"])
            >>> [rung.target.id for rung in ladder.rungs], ladder.cost >= ladder.least >= ladder.direct.cost
            (['data-analyst', 'data-engineer'], True)
        """
        from mlcareer_graph.planning.ladder import climb

        return climb(self, roles, knows, **options)

    def plan_many(
        self,
        wishes: Iterable[Wish],
        *,
        processes: int | None = None,
        progress: bool = False,
        **options: Unpack[PlanOptions],
    ) -> Batch:
        """The plans for many people and targets, each the one that `plan` makes.

        Every name is looked up before the first plan is made, so an entry that is wrong costs no work. For 200 plans a
        process and more the search is compiled first where Numba is installed, see `compile_planning`.

        Args:
            wishes: Pairs of a target and what the person knows, as for `plan`.
            processes: How many processes share the work; this one alone by default. A script that asks for some has
                to keep what it does under ``if __name__ == "__main__":``.
            progress: Whether to show a bar on the standard error stream.
            options: Any option of `plan`; they hold for every plan.

        Returns:
            A sequence of plans in the order of the wishes, with `to_frame`.

        Raises:
            InvalidBatchError: Some entries cannot be planned; it carries each with its error.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> batch = load_graph().plan_many([("keras", ["Python", "PyTorch"]), ("keras", ["Keras"])])
            >>> [len(plan.steps) for plan in batch]
            [1, 0]
        """
        from mlcareer_graph.planning.batch import plan_batch

        return plan_batch(self, wishes, processes=processes, progress=progress, **options)

    def next_skills(
        self,
        knows: Profile | Iterable[Known] = (),
        *,
        roles: Iterable[str | Concept] | Mapping[str, float],
        limit: int = 5,
        **options: Unpack[OfferOptions],
    ) -> NextSkills:
        """What to learn next for one or several roles: what shortens the ways to them most for each hour spent.

        Looked at is everything that can be studied at once. The value of each is exact: the difference between the
        cheapest plans without and with it, for every role, not a count of what it unlocks. What cannot come among the
        best, by lower bounds of the plans that hold it, is not planned for.

        Args:
            knows: What a person knows and holds, as for `plan`.
            roles: The roles that may become the aim, or each with a weight above 0.
            limit: How many to return at most.
            options: Options of `plan` that say what there is to reach and what to reach it with: ``education``,
                ``path_kinds``, ``exclude``, ``degrees``, ``include_preferred``, ``assume_prerequisites``,
                ``time_limit``.

        Returns:
            The most valuable first.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: One of the roles is none.
            UnknownOptionError: A weight or the limit is not a number above 0, or an option is none of these.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> skills = graph.next_skills(["Python", "SQL"], roles=["data analyst", "data engineer"], limit=3)
            >>> len(skills), skills[0].value > 1
            (3, True)
        """
        from mlcareer_graph.planning.next_skills import find_next_skills

        return find_next_skills(self, knows, roles, limit=limit, **options)

    def gap(
        self,
        role: str | Concept,
        knows: Profile | Iterable[Known] = (),
        *,
        assume_prerequisites: bool = True,
    ) -> Gap:
        """What of a role's requirements is met, partly met and open.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> gap = load_graph().gap("machine learning engineer", knows=["Python"])
            >>> len(gap.open) > len(gap.met)
            True
        """
        from mlcareer_graph.planning.gap import find_gap

        return find_gap(self, role, knows, assume_prerequisites=assume_prerequisites)

    def compare_roles(self, first: str | Concept, second: str | Concept) -> RoleComparison:
        """What two roles share of what they ask for, and what only one of them names.

        What the way from one to the other costs, `role_matrix` says.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: One of them is no role.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> compared = load_graph().compare_roles("data analyst", "data engineer")
            >>> "sql" in [item.concept.id for item in compared.shared]
            True
        """
        from mlcareer_graph.planning.role_comparison import compare_roles

        return compare_roles(self, first, second)

    def gap_many(
        self,
        profiles: Iterable[Profile | Iterable[Known]],
        roles: Iterable[str | Concept] | None = None,
        *,
        assume_prerequisites: bool = True,
        progress: bool = False,
    ) -> RoleFits:
        """How well many people fit roles: for each pair the fit of `gap`, by bit sets.

        Args:
            profiles: What each person knows and holds, as for `plan`.
            roles: Roles or competencies; all roles by default.
            assume_prerequisites: Whether knowing something implies what it cannot be known without.
            progress: Whether to show a bar on the standard error stream.

        Returns:
            A table of a row for each profile and a column for each role, with `to_frame`.

        Raises:
            InvalidBatchError: Some profiles cannot be read; it carries each with its error.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> fits = graph.gap_many([["Python"], ["SQL", "statistics"]], roles=["data analyst"])
            >>> bool(fits.fit[1, 0] == graph.gap("data analyst", ["SQL", "statistics"]).fit)
            True
        """
        from mlcareer_graph.planning.fit import find_fits

        return find_fits(self, profiles, roles, assume_prerequisites=assume_prerequisites, progress=progress)

    def education_for(
        self, target: str | Concept, knows: Profile | Iterable[Known] = (), **options: Unpack[PlanOptions]
    ) -> Coverages:
        """How much of the way to a target each education path covers, with self-study for the rest.

        Every path is held against self-study alone: the cheapest plan that takes it and no other, and the cheapest
        plan that takes none. So the figures are exact, for hours where hours are what is minimised. Left out are paths
        that cannot be entered from here by self-study, that break a limit, and that replace nothing. Takes one plan
        for each path.

        Args:
            target: A role, or a competency with an optional level.
            knows: What a person knows and holds, as for `plan`.
            options: Those of `plan`. Paths with figures that nobody has checked are listed too, and say so, unless
                `education` is ``"checked"``.

        Returns:
            The cheapest plan first.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: The target is neither a role nor a competency.
            UnknownOptionError: An option has a value that it does not offer.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> found = load_graph().education_for("ML engineer", ["Python", "SQL"], path_kinds=["bootcamp"])
            >>> print(found[0])
            Springboard machine learning bootcamp: ... h in all, replaces ...% of the self-study (unchecked)
        """
        from mlcareer_graph.planning.education import find_coverage

        return find_coverage(self, target, knows, options)

    def fewest_paths(
        self, target: str | Concept, knows: Profile | Iterable[Known] = (), **options: Unpack[PlanOptions]
    ) -> Cover:
        """The fewest education paths that together lead to a target, or as near to it as paths can.

        First the hours left to self-study are minimised, then the number of paths, then all hours. With `max_paths` it
        is what so many paths can cover at most.

        Args:
            target: A role, or a competency with an optional level.
            knows: What a person knows and holds, as for `plan`.
            options: Those of `plan`, as for `education_for`; the limits hold for the whole plan, and `objective` has
                no say in which paths are taken.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: The target is neither a role nor a competency.
            UnknownOptionError: An option has a value that it does not offer.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> graph = load_graph()
            >>> knows = ["Python", "linear algebra", "model validation", "gradient descent"]
            >>> print(graph.fewest_paths("deep learning", knows, path_kinds=["course"]))
            Deep Learning Specialization: the whole target
            >>> print(graph.fewest_paths("deep learning", ["Python", "statistics"], max_paths=1, path_kinds=["course"]))
            Deep Learning Specialization: all but ... hours of self-study
        """
        from mlcareer_graph.planning.education import find_cover

        return find_cover(self, target, knows, options)

    def compare_education(
        self, target: str | Concept, knows: Profile | Iterable[Known] = (), **options: Unpack[PlanOptions]
    ) -> EducationComparison:
        """The way to a target by self-study, with checked courses, with a bootcamp, with a degree, and by any mix.

        Each is the cheapest plan of its kind, in which self-study fills what its paths leave. What is not known of it,
        and what no such comparison says, is part of the answer.

        Args:
            target: A role, or a competency with an optional level.
            knows: What a person knows and holds, as for `plan`.
            options: Those of `plan`, as for `education_for`.

        Raises:
            UnknownConceptError: A name is not known.
            UnplannableError: The target is neither a role nor a competency.
            UnknownOptionError: An option has a value that it does not offer.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> compared = load_graph().compare_education("machine learning engineer", ["Python", "SQL"])
            >>> for way in compared.ways:
            ...     print(way)
            self-study: about ... hours (... to ...), 0 USD, ... weeks
            checked courses: about ... hours (... to ...), ..., ... weeks
            bootcamp: about ... hours (... to ...), price not known, ... weeks
            degree: about ... hours (... to ...), price not known, ... weeks
            any mix: about ... hours (... to ...), ..., ... weeks
        """
        from mlcareer_graph.planning.education import compare_ways

        return compare_ways(self, target, knows, options)

    # ------------------------------------------------------------------ other faces

    def mappings(self, concept: str | Concept) -> Mappings:
        """What ESCO, O*NET, ISCO-08 and Wikidata call a concept of the shipped graph, with how near the match is.

        A concept that was imported from one of them is the one that it was imported as.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> [found.label for found in load_graph().mappings("linear algebra") if found.vocabulary == "esco"]
            ['mathematics']
        """
        from mlcareer_graph.ontology import ontology_folder
        from mlcareer_graph.ontology.mappings import mappings_of

        return mappings_of(self.find(concept), ontology_folder())

    def wages(self, role: str | Concept, area: str | None = None) -> Wages:
        """What the occupations nearest to a role pay in the United States, nearest first; always says which they are.

        Args:
            role: A role.
            area: A state or ``"United States"``; every area by default.

        Raises:
            UnplannableError: It is no role.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> print(load_graph().wages("data scientist", "United States")[0])
            United States: median 120,230 USD a year, 80% between 67,240 and 199,130; figures for Data Scientists
            (15-2051), the same occupation
        """
        from mlcareer_graph.ontology import ontology_folder
        from mlcareer_graph.ontology.wages import wages_of

        found = self.find(role)
        require_kind(found, (Role,), "wages are known for roles")
        return wages_of(found, ontology_folder(), area)

    def to_networkx(self) -> _MultiDiGraph:
        """A `networkx.MultiDiGraph`: a node a concept, an edge a relation or requirement option.

        See `mlcareer_graph.graph.network` for the attributes.
        """
        from mlcareer_graph.graph.network import to_networkx

        return to_networkx(self)

    def to_frames(self) -> Frames:
        """The concepts and what joins them as two DataFrames of pandas, ``nodes`` and ``edges``.

        An edge is a relation or an option of a requirement, as in `to_networkx`, and has an id.

        Raises:
            MissingExtraError: pandas is not installed.
            SaveError: Hours are more than a table holds exactly: whole numbers above 2^53 that are no double.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> nodes, edges = load_graph().to_frames()
            >>> int((edges.target == "python").sum()) > 100
            True
        """
        from mlcareer_graph.interop.graph_libraries import to_pandas

        return to_pandas(self)

    def to_polars(self) -> PolarsFrames:
        """The concepts and what joins them as two DataFrames of Polars; as `to_frames`.

        Raises:
            MissingExtraError: Polars is not installed.
        """
        from mlcareer_graph.interop.graph_libraries import to_polars

        return to_polars(self)

    def to_rustworkx(self) -> rustworkx.PyDiGraph[dict[str, Any], dict[str, Any]]:
        """A `rustworkx.PyDiGraph` whose nodes and edges are mappings of what `to_frames` has in its columns.

        Raises:
            MissingExtraError: rustworkx is not installed.
        """
        from mlcareer_graph.interop.graph_libraries import to_rustworkx

        return to_rustworkx(self)

    def to_igraph(self) -> igraph.Graph:
        """An `igraph.Graph` with the columns of `to_frames` as attributes; the ``name`` of a vertex is the id.

        Raises:
            MissingExtraError: igraph is not installed.
        """
        from mlcareer_graph.interop.graph_libraries import to_igraph

        return to_igraph(self)

    def to_rdf(self) -> rdflib.Graph:
        """The graph as RDF, in an `rdflib.Graph`."""
        from mlcareer_graph.rdf import to_rdf

        return to_rdf(self)

    def save(self, path: str | PathLike[str], *, include: Iterable[str] = ()) -> None:
        """Write the graph as RDF, as JSON of the interchange schema, or for another tool; the suffix names the format.

        Args:
            path: A file that ends in .ttl, .nt, .nq, .trig, .jsonld or .rdf, or in one of these and .gz, in .json, or
                in .graphml, .gexf, .cyjs (Cytoscape), .nodes.csv, .edges.csv or .md (an overview).
            include: What to write with it as RDF: ``"mappings"`` to other vocabularies, the ``"vocabulary"`` itself.

        Raises:
            UnknownOptionError: The suffix is none of these, or a file of its kind cannot include that.
            SaveError: The file cannot be written; what was there stays as it was.
        """
        names = tuple(include)
        if Path(path).suffix.lower() == ".json":
            if names:
                raise UnknownOptionError("the suffix of a file with more than the graph", ".json", [".ttl", ".trig"])
            save_text(path, json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n")
            return
        from mlcareer_graph.interop.formats.files import WRITERS, save_as, writer_of

        writer = writer_of(path)
        if writer is not None:
            if names:
                given = "".join(Path(path).suffixes)
                raise UnknownOptionError("the suffix of a file with more than the graph", given, [".ttl", ".trig"])
            save_as(self, path, writer)
            return
        from mlcareer_graph.rdf import parts_of, save_graph

        parts = parts_of(self, names)
        try:
            save_graph(self, path, **parts)
        except UnknownOptionError as error:
            others = WRITERS if error.parameter == "the suffix of the file" else ()
            raise UnknownOptionError(error.parameter, error.given, (*error.valid, *others)) from None

    def push(self, endpoint: str | Endpoint) -> Mapping[str, int]:
        """Write the graph to a store with SPARQL 1.1, in the place of what was there.

        Everything is sent first, in requests of bounded size, to graphs of other names; one update then puts it in
        place. So whoever asks the store meanwhile finds the old graph or the new one, and if something fails before
        that update, the old one stays.

        Args:
            endpoint: The address of the server, or an `Endpoint` that also says who asks and where it takes what.

        Returns:
            The names of the graphs, asserted, derived, mappings, vocabulary and description, with how many triples each
            has.

        Raises:
            EndpointError: The server cannot be reached or refuses.
            UnknownOptionError: The address is not http or https.

        See Also:
            `load_graph` with ``endpoint`` reads it back.
        """
        from mlcareer_graph.interop.endpoint import push_graph

        return push_graph(self, endpoint)

    def query(self, sparql: str, *, time_limit: float = 10.0) -> QueryResult:
        """The answer to a SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE.

        The default graph holds what the graph states, what follows from it, the mappings to other vocabularies, the
        vocabulary itself, and a description of it all; each is a named graph too, such as
        ``<https://w3id.org/mlcareer/graph/derived>``. The prefixes mlc, skos, schema, dcterms, rdf, rdfs, owl, xsd and
        others need no declaration, nor does one for each kind, such as ``role:``. A query only reads, and this graph
        alone: SERVICE, updates, and FROM with another graph are refused.

        Queries are answered by another process, so that one can be stopped whatever it does. The first takes the time
        to build the store there, besides its time limit; it stays until this graph goes, or a query is stopped.

        Args:
            sparql: The query.
            time_limit: Seconds after which the query is stopped.

        Raises:
            QueryError: The query is not SPARQL, asks for what is refused, or its answer is too large.
            QueryTimeoutError: It was stopped.
            UnknownOptionError: The time limit is not a number above 0.

        Example:
            >>> records = [{"id": "sums", "kind": "skill", "name": "Sums"}]
            >>> graph = CareerGraph.from_dict({"concepts": records})
            >>> result = graph.query("SELECT ?skill (STRLEN(STR(?skill)) AS ?length) { ?skill a mlc:Skill }")
            >>> for row in result:
            ...     print(row.skill.short, row.length, row.skill.concept.name)
            skill:sums 36 Sums
        """
        from mlcareer_graph.rdf.query import query_graph

        return query_graph(self, sparql, time_limit=time_limit)

    def view(self, around: str | Concept | None = None, *, depth: int = 1) -> View:
        """An HTML page of the graph, or of what stands around one concept.

        Args:
            around: The concept in the middle; the whole graph by default.
            depth: How many edges away from it.
        """
        from mlcareer_graph.views import view_graph

        return view_graph(self, around=around, depth=depth)

    def explore(
        self, target: str | Concept, knows: Profile | Iterable[Known] = (), **options: Unpack[PlanOptions]
    ) -> PlanWidget:
        """A plan as a widget: a click on a box sets `selected`, and what is set as `knows` or `target` is planned anew.

        Args:
            target: As for `plan`.
            knows: As for `plan`.
            options: As for `plan`; they hold for every plan that the widget makes.

        Raises:
            MissingExtraError: anywidget is not installed.
            UnknownConceptError: A name is not known; otherwise as for `plan`.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> widget = load_graph().explore("keras", knows=["Python"])
            >>> before = widget.plan.hours.likely
            >>> widget.knows = ["Python", "PyTorch"]
            >>> widget.plan.hours.likely < before
            True
        """
        from mlcareer_graph.views.widget import PlanWidget

        return PlanWidget(self, target, knows, **options)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.notebook import graph_html

        return graph_html(self)


def require_kind(concept: Concept, kinds: tuple[type[Concept], ...], expected: str) -> None:
    """Raise `UnplannableError` unless the concept is of one of the kinds."""
    if not isinstance(concept, kinds):
        raise UnplannableError(concept.id, concept.kind, expected)


def _grouped(items: Iterable[_Item], key: Callable[[_Item], str]) -> dict[str, tuple[_Item, ...]]:
    groups: dict[str, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(group) for name, group in groups.items()}


def _raise_problems(decoded: Decoded) -> None:
    problems = [*decoded.problems, *reference_problems(decoded)]
    if problems:
        raise InvalidGraphError(problems)


def _canonical(relation: Relation) -> Relation:
    if RELATION_TYPES[relation.type].symmetric and relation.object < relation.subject:
        return Relation(relation.object, relation.type, relation.subject, relation.level, relation.evidence)
    return relation
