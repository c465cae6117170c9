"""What education paths cover: each alone, the fewest together, and kind by kind, against brute force over subsets."""

from __future__ import annotations

import json
from collections.abc import Collection
from itertools import combinations
from typing import Any

import pytest
from oracles import career_with_paths, goal_of_role, graph_with_marks, least_cost_of_plan

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Competency, Plan, Profile, Requirement

CLOSE = 1e-4


def path(path_id: str, kind: str, hours: float | None, *teaches: str, **more: Any) -> dict[str, Any]:
    """A path that teaches some competencies to working."""
    record: dict[str, Any] = {"id": path_id, "kind": "education-path", "name": path_id.title(), "path_kind": kind}
    record["teaches"] = [{"know": taught, "level": "working"} for taught in teaches]
    return record | ({} if hours is None else {"hours": hours}) | more


SCHOOL: list[dict[str, Any]] = [
    {"id": "maths", "kind": "skill", "name": "Maths", "hours": 20},
    {"id": "models", "kind": "skill", "name": "Models", "hours": 30, "requires": ["maths"]},
    {"id": "talk", "kind": "skill", "name": "Talk", "hours": 10},
    {"id": "odd", "kind": "skill", "name": "Odd", "hours": 50},
    {"id": "school", "kind": "organization", "name": "School"},
    {"id": "paper", "kind": "credential", "name": "Paper", "eqf_level": 6},
    path("class", "course", 12, "maths", checked="2026-11-25", price={"likely": 40, "currency": "USD"}, weeks=4),
    path("talks", "course", 25, "talk", offered_by=["school"]),
    path("camp", "bootcamp", 60, "maths", "models", offered_by=["school"]),
    path("college", "degree", 500, "maths", "models", "talk", awards=["paper"], weeks=100),
    path("hobby", "course", 5, "odd"),
    path("vague", "bootcamp", None, "models"),
    {
        "id": "job",
        "kind": "role",
        "name": "Job",
        "requires": ["models", "talk", {"any_of": ["paper"]}],
    },
]
GRAPH = CareerGraph.from_dict({"concepts": SCHOOL})


def test_paths_are_held_against_self_study() -> None:
    """Each path has what it covers and supports, what it replaces and what the plan with it takes."""
    found = {one.path.id: one for one in GRAPH.education_for("job")}
    assert list(found) == ["class", "camp", "talks", "college"]
    first, camp = found["class"], found["camp"]
    assert (first.replaced, first.share, first.saved, first.plan.hours.likely) == (20, 20 / 60, 8, 52)
    assert first.covers == ()
    assert [one.options for one in first.supports] == [("models",)]
    assert [one.options for one in camp.covers] == [("models",)]
    assert (camp.replaced, camp.saved) == (50, -10)
    assert all(one.is_exact for one in found.values())


def test_where_the_figures_come_from_is_said() -> None:
    """Figures are checked, a provider's that nobody checked, or typical of a path without a provider."""
    found = {one.path.id: one.figures for one in GRAPH.education_for("job")}
    assert found == {"class": "checked", "camp": "unchecked", "talks": "unchecked", "college": "typical"}
    checked = [one.path.id for one in GRAPH.education_for("job", education="checked")]
    assert checked == ["class", "college"]


def test_options_choose_among_paths() -> None:
    """Kinds, exclusions and limits hold for what is listed."""
    assert [one.path.id for one in GRAPH.education_for("job", path_kinds=["bootcamp", "degree"])] == ["camp", "college"]
    assert [one.path.id for one in GRAPH.education_for("job", exclude=["school"])] == ["class", "college"]
    assert [one.path.id for one in GRAPH.education_for("job", max_hours=60)] == ["class"]
    assert GRAPH.education_for("job", education="none") == []
    assert GRAPH.education_for("job", ["models", "talk"]) == []


def test_what_only_a_path_gives_has_no_share() -> None:
    """Where self-study alone leads nowhere, there is nothing to take a share of."""
    (college,) = GRAPH.education_for("job", degrees="strict")
    assert (college.path.id, college.replaced, college.share, college.saved) == ("college", None, None, None)
    assert [one.options for one in college.covers] == [("models",), ("talk",), ("paper",)]
    assert str(college) == "College: 500 h in all (typical)"


def test_the_fewest_paths_cover_the_target() -> None:
    """One path that teaches all goes before several, and of several as few as can be."""
    assert str(GRAPH.fewest_paths("job")) == "College: the whole target"
    courses = GRAPH.fewest_paths("job", path_kinds=["course", "bootcamp"])
    assert sorted(one.id for one in courses.paths) == ["camp", "talks"]
    assert courses.is_complete
    assert courses.is_proven


def test_what_no_paths_cover_is_left_to_study() -> None:
    """Where paths do not lead to the target, they leave as little as can be; a limit on their number holds."""
    cover = GRAPH.fewest_paths("job", path_kinds=["course"])
    assert (sorted(one.id for one in cover.paths), cover.left.likely) == (["class", "talks"], 30)
    assert not cover.is_complete
    one = GRAPH.fewest_paths("job", path_kinds=["course"], max_paths=1)
    assert str(one) == "Class: all but 40 hours of self-study"
    none = GRAPH.fewest_paths("job", education="none")
    assert (none.paths, none.left.likely) == ((), 60)


def test_nothing_to_learn_and_no_way_are_covers_too() -> None:
    """Who knows all needs no path; where there is no plan there is none, with its reasons."""
    assert GRAPH.fewest_paths("job", ["models", "talk"]).is_complete
    out_of_reach = GRAPH.fewest_paths("job", degrees="strict", education="none")
    assert (out_of_reach.paths, out_of_reach.is_complete, out_of_reach.is_proven) == ((), False, True)
    assert out_of_reach.plan.reasons
    too_dear = GRAPH.fewest_paths("job", max_hours=1)
    assert (too_dear.plan.status, too_dear.is_proven) == ("infeasible", True)
    assert "at most 1 hours" in str(too_dear)


def test_ways_are_compared_with_what_is_not_known() -> None:
    """Each way has its plan, its gates and what is not known; what no figure says comes at the end."""
    compared = GRAPH.compare_education("job")
    ways = {way.name: way for way in compared.ways}
    assert {name: [one.id for one in way.paths] for name, way in ways.items()} == {
        "self-study": [],
        "checked courses": ["class"],
        "bootcamp": ["camp"],
        "degree": ["college"],
        "any mix": ["class"],
    }
    assert [way.plan.hours.likely for way in compared.ways] == [60, 52, 70, 500, 52]
    assert [way.plan.price for way in compared.ways] == [0, 40, None, None, 40]
    assert [way.plan.gates[0].is_met for way in compared.ways] == [False, False, False, True, False]
    assert ways["bootcamp"].unknown == (
        "The price of Camp is not known.",
        "Nobody has compared the figures of Camp with its provider's.",
    )
    assert ways["degree"].unknown[1] == "The figures of College are typical ones, not those of one provider."
    assert ways["bootcamp"].study.likely == 10
    assert str(compared).endswith("is worth.")


def test_what_cannot_be_compared_is_said() -> None:
    """A kind of which no path can be a step is no way, and the reason is part of the answer."""
    compared = GRAPH.compare_education("job", objective="price", path_kinds=["course", "bootcamp"])
    assert [way.name for way in compared.ways] == ["self-study", "checked courses", "any mix"]
    assert compared.left_out == (
        "No bootcamp can be compared: its hours are not known; its price is not known.",
        "No degree can be compared: the options leave it out.",
    )
    small = CareerGraph.from_dict({"concepts": [one for one in SCHOOL if one["kind"] != "education-path"]})
    assert small.compare_education("job").left_out[0] == "No bootcamp can be compared: there is none."


def test_education_is_plain_data() -> None:
    """The dictionaries go through JSON."""
    one = json.loads(json.dumps(GRAPH.education_for("job")[0].to_dict()))
    assert (one["id"], one["checked"], one["price"], one["weeks"]) == ("class", "2026-11-25", 40, 4)
    assert (one["replaced_hours"], one["saved_hours"], one["supports"]) == (20, 8, [["models"]])
    compared = json.loads(json.dumps(GRAPH.compare_education("job").to_dict()))
    assert [way["way"] for way in compared["ways"]][2:4] == ["bootcamp", "degree"]
    cover = json.loads(json.dumps(GRAPH.fewest_paths("job").to_dict()))
    assert (cover["paths"], cover["is_complete"], cover["study_hours_left"]) == (["college"], True, [0, 0, 0])


def test_plans_can_be_saved_and_made_again() -> None:
    """The plan behind each figure is one that its own options lead to."""
    plans = [one.plan for one in GRAPH.education_for("job")]
    plans += [way.plan for way in GRAPH.compare_education("job").ways]
    plans.append(GRAPH.fewest_paths("job", path_kinds=["course"]).plan)
    for plan in plans:
        again = Plan.from_dict(json.loads(json.dumps(plan.to_dict())), GRAPH)
        assert [step.id for step in again.steps] == [step.id for step in plan.steps]


@pytest.mark.parametrize("method", ["education_for", "fewest_paths", "compare_education"])
def test_wrong_use_is_refused(method: str) -> None:
    """Unknown names, targets of the wrong kind and options that are not offered raise what `plan` raises."""
    ask = getattr(GRAPH, method)
    with pytest.raises(mcg.UnknownConceptError):
        ask("nobody knows this")
    with pytest.raises(mcg.UnplannableError):
        ask("school")
    with pytest.raises(mcg.UnknownOptionError):
        ask("job", path_kinds=["crash"])


class Person:
    """Somebody on a random career, with brute force over the education paths that can be taken."""

    def __init__(self, seed: int) -> None:
        self.records, self.knows = career_with_paths(seed)
        self.graph = CareerGraph.from_dict({"concepts": self.records})
        self.goal = goal_of_role(self.graph, "job", "report", include_preferred=False)
        self.known = Profile.of(self.graph, self.knows).ranks()
        paths = self.graph.education_paths.values()
        self.hours = {one.id: one.hours.estimate.likely for one in paths if one.hours is not None}

    def least(self, offered: Collection[str], *taken: str, free: bool = False) -> float | None:
        """The least hours with some paths on offer, of which some have to be taken; free ones take no hours."""
        records = [one | {"hours": 0} if free and one["id"] in offered else one for one in self.records]
        goal = [*self.goal, *(Requirement("job", (f"did-{one}",)) for one in taken)]
        return least_cost_of_plan(graph_with_marks(records, offered), goal, self.known, "hours")

    def of_kind(self, kind: str) -> list[str]:
        """The paths of a kind that can be steps."""
        return [one for one in self.hours if self.graph.education_paths[one].path_kind == kind]

    def covered(self, path_id: str) -> set[Requirement]:
        """The open requirements of the goal that hold once a path is done."""
        after = dict(self.known)
        for edge in self.graph.edges(path_id):
            if edge.type in ("teaches", "awards"):
                after[edge.object] = max(after.get(edge.object, 0), int(edge.level or 1))
        return {one for one in self.goal if self._holds(one, after) and not self._holds(one, self.known)}

    def _holds(self, requirement: Requirement, ranks: Any) -> bool:
        needed = [int(requirement.level) if isinstance(self.graph[o], Competency) else 1 for o in requirement.options]
        met = [ranks.get(o, 0) >= rank for o, rank in zip(requirement.options, needed, strict=True)]
        return sum(met) >= requirement.at_least


@pytest.mark.parametrize("first", [70_000, 70_100, 70_200])
def test_coverage_is_what_brute_force_finds(first: int) -> None:
    """The list holds just the paths that replace or cover something, with the figures of two searches each."""
    listed = 0
    for seed in range(first, first + 100):
        person = Person(seed)
        found = person.graph.education_for("job", person.knows, assume_prerequisites=False)
        alone = person.least([])
        expected: dict[str, tuple[float, float | None]] = {}
        for path_id, hours in person.hours.items():
            total = person.least([path_id], path_id)
            if total is None:
                continue
            replaced = None if alone is None else alone - (total - hours)
            if person.covered(path_id) or (replaced is not None and replaced > CLOSE):
                expected[path_id] = (total, replaced)
        names = [one.path.id for one in found if one.replaced is not None or one.covers]
        assert set(names) == set(expected)
        for one in found:
            assert one.plan.verify().problems == ()
            assert set(one.covers) == person.covered(one.path.id)
            if one.path.id in expected:
                total, replaced = expected[one.path.id]
                assert one.plan.hours.likely == pytest.approx(total, abs=CLOSE)
                assert one.replaced == (None if replaced is None else pytest.approx(replaced, abs=CLOSE))
                listed += 1
        costs = [one.plan.cost or 0 for one in found]
        assert costs == sorted(costs)
    assert listed > 50


@pytest.mark.parametrize("most", [None, 1, 2])
def test_fewest_paths_are_what_brute_force_finds(most: int | None) -> None:
    """Over all subsets: the least study, then the fewest paths, then the fewest hours."""
    several = 0
    for seed in range(71_000, 71_120):
        person = Person(seed)
        cover = person.graph.fewest_paths("job", person.knows, assume_prerequisites=False, max_paths=most)
        best: tuple[float, int, float] | None = None
        for size in range(min(len(person.hours), len(person.hours) if most is None else most) + 1):
            for subset in combinations(sorted(person.hours), size):
                study = person.least(subset, *subset, free=True)
                if study is not None:
                    hours = study + sum(person.hours[one] for one in subset)
                    one = (round(study, 4), size, round(hours, 4))
                    best = one if best is None or one < best else best
        if best is None:
            assert cover.plan.status == "infeasible"
            continue
        assert cover.is_proven
        assert cover.plan.verify().problems == ()
        assert cover.left.likely == pytest.approx(best[0], abs=CLOSE)
        assert len(cover.paths) == best[1]
        assert cover.plan.hours.likely == pytest.approx(best[2], abs=CLOSE)
        several += best[1] > 1
    assert several >= 10 or most == 1


def test_ways_are_what_brute_force_finds() -> None:
    """The plan of each way is the cheapest of its kind, by search on a graph that offers nothing else."""
    compared = 0
    for seed in range(72_000, 72_200):
        person = Person(seed)
        answer = person.graph.compare_education("job", person.knows, assume_prerequisites=False)
        expected = {
            "self-study": person.least([]),
            "checked courses": person.least(person.of_kind("course")),
            "any mix": person.least(list(person.hours)),
        }
        for kind in ("bootcamp", "degree"):
            offered = person.of_kind(kind)
            if offered:
                each = [person.least(offered, one) for one in offered]
                expected[kind] = min((one for one in each if one is not None), default=None)
        assert {way.name for way in answer.ways} == set(expected)
        for way in answer.ways:
            least = expected[way.name]
            assert way.plan.cost == (None if least is None else pytest.approx(least, abs=CLOSE))
            assert way.plan.verify().problems == ()
            compared += 1
    assert compared > 600
