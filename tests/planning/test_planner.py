"""Plans on small graphs whose answer is plain to see."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any, ClassVar

import pytest

import mlcareer_graph as mcg
from mlcareer_graph import CareerGraph, Level, Plan
from mlcareer_graph.planning import solver


def career(**concepts: dict[str, Any]) -> CareerGraph:
    """A graph of skills, unless a kind is given, with a role `job`; names are the ids in capitals."""
    records = [
        {"id": key, "kind": "role" if key == "job" else "skill", "name": key.upper()} | record
        for key, record in concepts.items()
    ]
    return CareerGraph.from_dict({"concepts": records})


def path(hours: float | None = None, **more: Any) -> dict[str, Any]:
    """An education path."""
    return {"kind": "education-path", **({} if hours is None else {"hours": hours}), **more}


def brief(plan: Plan) -> list[tuple[str, str, str | None, float]]:
    """Each step as kind, id, level reached and hours."""
    return [(s.kind, s.id, None if s.to_level is None else str(s.to_level), s.hours.likely) for s in plan.steps]


LADDER = {"awareness": 2, "working": 10, "practitioner": 25, "expert": 80}


class TestStudy:
    """Levels, prerequisites and groups."""

    def test_levels_of_one_competency_are_one_step(self) -> None:
        """From nothing to practitioner is one step with the hours of all levels."""
        plan = career(a={"hours": LADDER}, job={"requires": [{"any_of": ["a"], "level": "practitioner"}]}).plan("job")
        assert brief(plan) == [("study", "a", "practitioner", 25)]
        assert plan.steps[0].from_level is None

    def test_what_is_known_is_not_paid_again(self) -> None:
        """From working to practitioner costs the difference."""
        graph = career(a={"hours": LADDER}, job={"requires": [{"any_of": ["a"], "level": "practitioner"}]})
        plan = graph.plan("job", ["a"])
        assert brief(plan) == [("study", "a", "practitioner", 15)]
        assert plan.steps[0].from_level is Level.WORKING

    def test_what_is_left_of_a_wide_estimate_is_in_order(self) -> None:
        """The difference of two levels keeps low, likely and high in order."""
        graph = career(a={"hours": {"awareness": [1, 2, 3], "working": [2, 2.5, 10]}}, job={"requires": ["a"]})
        hours = graph.plan("job", ["a:awareness"]).hours
        assert (hours.low, hours.likely, hours.high) == (0.5, 0.5, 7)

    def test_awareness_needs_no_prerequisites(self) -> None:
        """A requirement of a competency applies from working upward."""
        graph = career(
            a={"hours": LADDER, "requires": ["b"]},
            b={"hours": 10},
            job={"requires": [{"any_of": ["a"], "level": "awareness"}]},
        )
        assert brief(graph.plan("job")) == [("study", "a", "awareness", 2)]
        assert [step.id for step in graph.plan("a").steps] == ["b", "a"]

    def test_a_requirement_may_apply_from_a_higher_level(self) -> None:
        """What only practitioners need is no part of a plan to working."""
        needs = [{"any_of": ["b"], "applies_from": "practitioner"}]
        graph = career(a={"hours": LADDER, "requires": needs}, b={"hours": 10})
        assert [step.id for step in graph.plan("a").steps] == ["a"]
        assert brief(graph.plan("a:practitioner")) == [
            ("study", "b", "working", 10),
            ("study", "a", "practitioner", 25),
        ]

    def test_a_level_in_between_makes_two_steps(self) -> None:
        """Where something needs the lower level and the higher one needs it, the competency comes twice."""
        graph = career(
            a={"hours": LADDER, "requires": [{"any_of": ["b"], "applies_from": "practitioner"}]},
            b={"hours": 5, "requires": ["a"]},
        )
        plan = graph.plan("a:practitioner")
        assert brief(plan) == [
            ("study", "a", "working", 10),
            ("study", "b", "working", 5),
            ("study", "a", "practitioner", 15),
        ]
        assert [step.stage for step in plan.steps] == [1, 2, 3]
        assert str(plan.explain(plan.steps[0])).splitlines()[1:] == [
            "  B needs A (working) [curated]",
            "  A needs B (working) [curated]",
            "  A (practitioner) is the target",
        ]
        assert plan.steps[-1].because == "It is the target."

    def test_the_cheapest_of_a_group_is_chosen(self) -> None:
        """One of three options is enough: the one that costs least with what it needs."""
        graph = career(
            a={"hours": 5, "requires": ["c"]},
            b={"hours": 8},
            c={"hours": 4},
            job={"requires": [{"any_of": ["a", "b"]}]},
        )
        assert [step.id for step in graph.plan("job").steps] == ["b"]

    def test_at_least_two_of_three(self) -> None:
        """Of a group of which two are needed, the two cheapest are in the plan."""
        graph = career(
            a={"hours": 5},
            b={"hours": 8},
            c={"hours": 4},
            job={"requires": [{"any_of": ["a", "b", "c"], "at_least": 2}]},
        )
        assert sorted(step.id for step in graph.plan("job").steps) == ["a", "c"]
        assert [step.id for step in graph.plan("job", ["b"]).steps] == ["c"]

    def test_a_shared_prerequisite_is_paid_once(self) -> None:
        """What two steps need costs once, which can make the dearer-looking options the cheaper choice."""
        graph = career(
            base={"hours": 10},
            a={"hours": 1, "requires": ["base"]},
            b={"hours": 1, "requires": ["base"]},
            c={"hours": 7},
            d={"hours": 7},
            job={"requires": [{"any_of": ["a", "c"]}, {"any_of": ["b", "d"]}]},
        )
        plan = graph.plan("job")
        assert [step.id for step in plan.steps] == ["base", "a", "b"]
        assert plan.cost == plan.bound == 12
        assert [use.by.id for use in plan.steps[0].uses] == ["a", "b"]

    def test_all_the_prerequisites_are_in_the_plan(self) -> None:
        """A plan is not a path: every requirement of every step is met."""
        graph = career(a={"hours": 1}, b={"hours": 1}, c={"hours": 1, "requires": ["a", "b"]}, job={"requires": ["c"]})
        plan = graph.plan("job")
        assert [step.id for step in plan.steps] == ["a", "b", "c"]
        assert [[step.id for step in stage] for stage in plan.stages] == [["a", "b"], ["c"]]
        assert plan.steps[2].needs == (("a",), ("b",))

    def test_a_competency_without_hours_stands_for_a_short_course(self) -> None:
        """Where no figure is given the documented stand-in counts."""
        assert career(a={}, job={"requires": ["a"]}).plan("job").hours.likely == 40

    def test_tenths_of_hours_add_up_exactly(self) -> None:
        """Ten skills of 0.1 hours cost 1 hour, not almost."""
        skills = {f"s{n}": {"hours": 0.1} for n in range(10)}
        plan = career(**skills, job={"requires": list(skills)}).plan("job")
        assert plan.cost == plan.bound == 1
        assert plan.to_dict()["hours"] == [1, 1, 1]


class TestCredit:
    """Study made shorter by something known."""

    GRAPH = career(
        java={"hours": 100},
        python={"hours": 50, "easier_with": [{"know": "java", "level": "working", "saves": 0.4}]},
        job={"requires": ["python"]},
    )

    def test_something_near_saves_hours(self) -> None:
        """Who knows Java pays for the rest of Python."""
        plan = self.GRAPH.plan("job", ["java"])
        assert brief(plan) == [("credit", "python", "working", 30)]

    def test_nothing_is_learnt_for_a_saving_that_costs_more(self) -> None:
        """Java is not worth its hours for the sake of Python."""
        assert brief(self.GRAPH.plan("job")) == [("study", "python", "working", 50)]

    def test_a_saving_can_be_worth_a_detour(self) -> None:
        """A short helper that saves more than it costs is in the plan, and says what it is for."""
        graph = career(
            a={"hours": 2}, b={"hours": 50, "easier_with": [{"know": "a", "saves": 0.5}]}, job={"requires": ["b"]}
        )
        plan = graph.plan("job")
        assert brief(plan) == [("study", "a", "working", 2), ("credit", "b", "working", 25)]
        assert "B takes less time with A" in str(plan.explain("a"))

    def test_a_saving_ends_at_its_level(self) -> None:
        """Working Java helps up to working Python, no further."""
        plan = self.GRAPH.plan("python:practitioner", ["java"])
        assert brief(plan) == [("credit", "python", "working", 30), ("study", "python", "practitioner", 75)]

    def test_savings_do_not_add_up(self) -> None:
        """Of two helpers the better one counts."""
        helpers = [{"know": "a", "saves": 0.2}, {"know": "b", "saves": 0.5}]
        graph = career(a={}, b={}, c={"hours": 10, "easier_with": helpers}, job={"requires": ["c"]})
        assert graph.plan("job", ["a", "b"]).cost == 5


class TestPaths:
    """Education paths: what they cost, what they teach, when they are steps."""

    SKILLS: ClassVar[dict[str, dict[str, Any]]] = {
        "a": {"hours": 60},
        "b": {"hours": 60},
        "job": {"requires": ["a", "b"]},
    }

    def test_a_path_that_is_quicker_is_taken(self) -> None:
        """One course that teaches both is cheaper than both alone."""
        plan = career(**self.SKILLS, course=path(100, teaches=["a", "b"])).plan("job")
        assert brief(plan) == [("take", "course", None, 100)]
        assert "A" in str(plan.explain("course"))
        assert "COURSE leads to" in str(plan.explain("course"))

    def test_a_path_that_takes_longer_is_not(self) -> None:
        """A course of more hours than its subjects is left out."""
        plan = career(**self.SKILLS, course=path(130, teaches=["a", "b"])).plan("job")
        assert [step.kind for step in plan.steps] == ["study", "study"]

    def test_what_is_known_can_tip_the_balance(self) -> None:
        """Who knows half of it does not take the course."""
        graph = career(**self.SKILLS, course=path(100, teaches=["a", "b"]))
        assert [step.kind for step in graph.plan("job", ["a"]).steps] == ["study"]

    def test_a_path_has_entry_requirements(self) -> None:
        """What a course asks for comes first and is paid."""
        graph = career(**self.SKILLS, c={"hours": 5}, course=path(100, teaches=["a", "b"], requires=["c"]))
        assert [step.id for step in graph.plan("job").steps] == ["c", "course"]

    def test_money_is_only_spent_where_it_must_be(self) -> None:
        """With price as the objective study comes before a course that is quicker."""
        graph = career(**self.SKILLS, course=path(10, teaches=["a", "b"], price={"likely": 500, "currency": "USD"}))
        by_price, by_hours = graph.plan("job", objective="price"), graph.plan("job")
        assert (by_price.cost, by_price.price, by_price.hours.likely) == (0, 0, 120)
        assert (by_hours.cost, by_hours.price) == (10, 500)

    def test_equal_prices_are_settled_by_hours(self) -> None:
        """Of two plans without a price the one with fewer hours is returned."""
        graph = career(**self.SKILLS, course=path(100, teaches=["a", "b"], price={"likely": 0, "currency": "USD"}))
        assert [step.id for step in graph.plan("job", objective="price").steps] == ["course"]

    @pytest.mark.parametrize("price", [{}, {"price": {"likely": 1, "currency": "EUR"}}])
    def test_a_path_of_unknown_price_has_no_place_where_prices_count(self, price: dict[str, Any]) -> None:
        """What does not say its price in dollars is left out under price, and makes the price of a plan unknown."""
        graph = career(**self.SKILLS, course=path(10, teaches=["a", "b"], **price))
        assert [step.id for step in graph.plan("job", objective="price").steps] == ["a", "b"]
        assert [step.id for step in graph.plan("job", objective={"hours": 1, "price": 1}).steps] == ["a", "b"]
        plan = graph.plan("job")
        assert (plan.steps[0].price, plan.price) == (None, None)
        assert plan.verify()

    def test_a_path_without_hours_is_never_a_step(self) -> None:
        """A bootcamp that does not say how long it takes cannot be compared, so it is left out."""
        graph = career(**self.SKILLS, bootcamp=path(teaches=["a", "b"], weeks=1, path_kind="bootcamp"))
        for objective in ("hours", "price", "weeks", "steps"):
            assert {step.kind for step in graph.plan("job", objective=objective).steps} == {"study"}

    def test_the_weeks_of_a_path_are_its_own(self) -> None:
        """A path's stated weeks count unless its hours take longer; study takes its hours by the hours of a week."""
        graph = career(**self.SKILLS, course=path(100, teaches=["a", "b"], weeks=3))
        plan = graph.plan("job", objective="weeks", hours_per_week=35)
        assert ([step.id for step in plan.steps], plan.cost, plan.weeks) == (["course"], 3, 3)
        slow = graph.plan("job", objective="weeks", hours_per_week=20)
        assert ([step.id for step in slow.steps], slow.cost, slow.weeks) == (["course"], 5, 5)
        fast = graph.plan("job", objective="weeks", hours_per_week=60)
        assert ([step.kind for step in fast.steps], fast.cost) == (["study", "study"], 2)

    def test_steps_count_competencies_and_paths(self) -> None:
        """With steps as the objective one long course beats two short studies."""
        graph = career(**self.SKILLS, course=path(1000, teaches=["a", "b"]))
        plan = graph.plan("job", objective="steps")
        assert ([step.id for step in plan.steps], plan.cost, plan.bound) == (["course"], 1, 1)

    def test_a_weighting_trades_hours_for_money(self) -> None:
        """A course is taken as soon as the hours it saves are worth its price."""
        graph = career(**self.SKILLS, course=path(100, teaches=["a", "b"], price={"likely": 50, "currency": "USD"}))
        assert [s.kind for s in graph.plan("job", objective={"hours": 1, "price": 1}).steps] == ["study", "study"]
        plan = graph.plan("job", objective={"hours": 1, "price": 0.1})
        assert ([s.kind for s in plan.steps], plan.cost) == (["take"], 105)
        assert plan.objective == "1 hours + 0.1 price"


class TestEducation:
    """Which education paths a plan may take."""

    OFFERS: ClassVar[dict[str, dict[str, Any]]] = {
        "a": {"hours": 60},
        "b": {"hours": 60},
        "job": {"requires": ["a", "b"]},
        "school": {"kind": "organization"},
        "generic": path(90, teaches=["a", "b"]),
        "verified": path(70, teaches=["a", "b"], offered_by=["school"], checked="2026-11-25"),
        "claimed": path(50, teaches=["a", "b"], offered_by=["school"]),
    }
    GRAPH = career(**OFFERS)

    @pytest.mark.parametrize(
        ("education", "steps", "hours"),
        [("checked", ["verified"], 70), ("all", ["claimed"], 50), ("none", ["a", "b"], 120)],
    )
    def test_the_choice_decides_which_paths_are_steps(self, education: str, steps: list[str], hours: float) -> None:
        """Checked leaves out the shorter offer that nobody has checked; all takes it; none is self-study alone."""
        plan = self.GRAPH.plan("job", education=education)
        assert ([step.id for step in plan.steps], plan.cost, plan.bound) == (steps, hours, hours)
        assert (plan.education, plan.to_dict()["education"]) == (education, education)
        assert plan.is_optimal
        assert plan.verify()

    def test_checked_offers_are_the_default(self) -> None:
        """Who does not choose is sent to no offer whose figures nobody has checked."""
        assert self.GRAPH.plan("job") == self.GRAPH.plan("job", education="checked")

    def test_a_path_without_a_provider_is_no_offer(self) -> None:
        """A generic path stands for many offers; its typical figures need no check."""
        graph = career(**{key: record for key, record in self.OFFERS.items() if key != "verified"})
        assert [step.id for step in graph.plan("job").steps] == ["generic"]

    def test_a_graph_answers_each_choice_anew(self) -> None:
        """What was asked before changes no answer, in whatever order the choices come."""
        graph = career(**self.OFFERS)
        for education in ("none", "all", "checked", "none"):
            assert graph.plan("job", education=education) == self.GRAPH.plan("job", education=education)

    @pytest.mark.parametrize("objective", ["hours", "price", "weeks", "steps"])
    def test_more_paths_are_never_dearer(self, objective: str) -> None:
        """From none to checked to all there is more to choose from, so the cost may only fall."""
        free = {"price": {"likely": 0, "currency": "USD"}}
        graph = career(**{key: r | free if r.get("kind") == "education-path" else r for key, r in self.OFFERS.items()})
        costs = [graph.plan("job", objective=objective, education=choice).cost for choice in ("none", "checked", "all")]
        assert costs == sorted(costs, key=lambda cost: -(cost or 0))

    @pytest.mark.parametrize(
        ("education", "left_out"),
        [("checked", "COLLEGE"), ("none", "ACADEMY, COLLEGE and UNIVERSITY")],
    )
    def test_a_degree_that_only_such_a_path_awards_is_out_of_reach(self, education: str, left_out: str) -> None:
        """There is no plan then, and the reason names the paths and the choice that leaves them out."""
        graph = career(
            a={"hours": 1},
            school={"kind": "organization"},
            bachelor={"kind": "credential", "eqf_level": 6},
            shut={"kind": "credential"},
            college=path(4000, awards=["bachelor"], offered_by=["school"]),
            academy=path(4500, awards=["bachelor"], requires=["shut"]),
            university=path(5000, awards=["bachelor"], requires=["shut"]),
            job={"requires": ["a", {"any_of": ["bachelor"]}]},
        )
        assert graph.plan("job", degrees="strict", education="all").is_optimal
        plan = graph.plan("job", degrees="strict", education=education)
        only = "only ACADEMY or UNIVERSITY" if education == "checked" else "nothing"
        assert plan.status == "infeasible"
        assert f"{only} leads to BACHELOR, as education={education!r} leaves out {left_out}" in plan.reasons
        assert graph.plan("job", education=education).is_optimal


DEGREES = {
    "bachelor": {"kind": "credential", "eqf_level": 6},
    "master": {"kind": "credential", "eqf_level": 7},
    "college": path(4000, awards=["bachelor"], teaches=["a"]),
    "school": path(2000, awards=["master"], requires=["bachelor"]),
    "a": {"hours": 50},
    "b": {"hours": 30},
    "job": {"requires": ["a", "b", "bachelor", {"any_of": ["master"]}]},
}


class TestExclude:
    """What a plan does without."""

    GRAPH: ClassVar[CareerGraph] = career(
        a={"hours": 10},
        b={"hours": 14},
        c={"hours": 30},
        school={"kind": "organization"},
        course=path(8, teaches=["c"], offered_by=["school"], checked="2026-11-25"),
        job={"requires": [{"any_of": ["a", "b"]}, "c"]},
    )

    @pytest.mark.parametrize(
        ("exclude", "steps", "hours"),
        [
            ([], ["course", "a"], 18),
            (["A"], ["course", "b"], 22),
            (["course"], ["c", "a"], 40),
            (["school"], ["c", "a"], 40),
            (["a", "course"], ["c", "b"], 44),
        ],
    )
    def test_the_next_best_takes_the_place_of_what_is_excluded(
        self, exclude: list[str], steps: list[str], hours: float
    ) -> None:
        """Neither an excluded competency or path nor the offer of an excluded organization is a step."""
        plan = self.GRAPH.plan("job", exclude=exclude)
        assert (sorted(step.id for step in plan.steps), plan.hours.likely) == (sorted(steps), hours)
        assert plan.verify()

    def test_what_is_known_stays_known(self) -> None:
        """Excluding what a person knows takes nothing away."""
        assert [step.id for step in self.GRAPH.plan("job", ["a", "c"], exclude=["a"]).steps] == []

    def test_nothing_leads_to_what_is_excluded(self) -> None:
        """Neither study nor a course counts for an excluded competency, and the reason says so."""
        plan = self.GRAPH.plan("job", exclude=["c"])
        assert (plan.status, plan.reasons) == ("infeasible", ("JOB needs C", "C is excluded"))

    def test_only_what_can_be_a_step_can_be_excluded(self) -> None:
        """A role and a bare string are answered with what is expected."""
        with pytest.raises(mcg.UnplannableError, match="'job' is of kind role"):
            self.GRAPH.plan("job", exclude=["job"])
        with pytest.raises(mcg.UnknownOptionError, match=r"exclude cannot be 'a'.*\['a'\]"):
            self.GRAPH.plan("job", exclude="a")


class TestDegrees:
    """What becomes of the credentials that a role asks for."""

    GRAPH = career(**DEGREES)

    def test_report_lists_them_beside_the_plan(self) -> None:
        """By default gates stay open and the plan is about competencies."""
        plan = self.GRAPH.plan("job")
        assert sorted(step.id for step in plan.steps) == ["a", "b"]
        assert [(gate.requirement.options, gate.is_met, gate.in_goal) for gate in plan.gates] == [
            (("bachelor",), False, False),
            (("master",), False, False),
        ]
        assert (plan.degrees, plan.to_dict()["degrees"]) == ("report", "report")

    def test_a_degree_that_is_held_meets_its_gate(self) -> None:
        """Who holds the bachelor's has one gate less."""
        plan = self.GRAPH.plan("job", ["bachelor"])
        assert [gate.is_met for gate in plan.gates] == [True, False]

    def test_employer_asks_for_the_lowest(self) -> None:
        """The bachelor's is part of the goal, with all that its programme teaches."""
        plan = self.GRAPH.plan("job", degrees="employer")
        assert sorted(step.id for step in plan.steps) == ["b", "college"]
        assert [(gate.is_met, gate.in_goal) for gate in plan.gates] == [(True, True), (False, False)]
        assert plan.to_dict()["degrees"] == "employer"

    def test_strict_asks_for_all(self) -> None:
        """The master's is part of the goal too, after the bachelor's."""
        plan = self.GRAPH.plan("job", degrees="strict")
        assert [step.id for step in plan.steps if step.kind == "take"] == ["college", "school"]
        assert all(gate.is_met and gate.in_goal for gate in plan.gates)

    def test_a_degree_nobody_awards_makes_the_goal_infeasible(self) -> None:
        """Under report the plan stands; under strict there is none, and the reason names the degree."""
        graph = career(**{key: value for key, value in DEGREES.items() if key != "school"})
        assert graph.plan("job").is_optimal
        plan = graph.plan("job", degrees="strict")
        assert (plan.status, plan.steps, plan.cost, plan.bound) == ("infeasible", (), None, None)
        assert plan.reasons == ("JOB needs MASTER", "nothing leads to MASTER")


class TestGoal:
    """What is to be reached."""

    def test_preferred_requirements_join_on_request(self) -> None:
        """What is merely welcome is part of the goal only if asked for."""
        graph = career(
            a={"hours": 1}, b={"hours": 1}, job={"requires": ["a", {"any_of": ["b"], "strength": "preferred"}]}
        )
        assert [step.id for step in graph.plan("job").steps] == ["a"]
        assert sorted(step.id for step in graph.plan("job", include_preferred=True).steps) == ["a", "b"]

    def test_preferred_requirements_of_steps_never_bind(self) -> None:
        """A preferred prerequisite of a competency is not a prerequisite of the plan."""
        graph = career(a={"hours": 1, "requires": [{"any_of": ["b"], "strength": "preferred"}]}, b={})
        assert [step.id for step in graph.plan("a", include_preferred=True).steps] == ["a"]

    def test_a_competency_with_a_level_is_a_target(self) -> None:
        """The plan says to which level it leads."""
        plan = career(a={"hours": LADDER}).plan("a:expert")
        assert (plan.target.id, plan.level, plan.cost) == ("a", Level.EXPERT, 80)
        assert plan.to_dict()["level"] == "expert"

    def test_a_role_has_no_level(self) -> None:
        """A plan to a role names none."""
        plan = career(a={"hours": 1}, job={"requires": ["a"]}).plan("job")
        assert plan.level is None
        assert plan.to_dict()["level"] is None

    @pytest.mark.parametrize(("target", "knows"), [("job", ["a"]), ("a", ["a"]), ("a:awareness", ["a"]), ("free", [])])
    def test_a_target_that_is_reached_already_needs_nothing(self, target: str, knows: list[str]) -> None:
        """The plan is empty, optimal, and says so."""
        graph = career(a={"hours": 1}, job={"requires": ["a"]}, free={"kind": "role"})
        plan = graph.plan(target, knows)
        assert (plan.steps, plan.status, plan.cost, plan.bound, plan.price, plan.stages) == ((), "optimal", 0, 0, 0, ())
        assert str(plan).startswith("Nothing to learn")
        assert plan.verify()


class TestCycles:
    """User data may run in circles."""

    def test_no_plan_leans_on_its_own_result(self) -> None:
        """Two skills that need each other are entered through a path, however dear it is."""
        circle: dict[str, Any] = {
            "a": {"hours": 1, "requires": ["b"]},
            "b": {"hours": 1, "requires": ["a"]},
            "job": {"requires": ["a"]},
        }
        plan = career(**circle, course=path(500, teaches=["b"])).plan("job")
        assert [step.id for step in plan.steps] == ["course", "a"]
        assert plan.verify()

    def test_a_circle_without_entry_is_infeasible(self) -> None:
        """The reasons go once round the circle."""
        graph = career(a={"requires": ["b"]}, b={"requires": ["c"]}, c={"requires": ["a"]}, job={"requires": ["a"]})
        plan = graph.plan("job")
        assert plan.status == "infeasible"
        assert plan.reasons == ("JOB needs A", "A needs B", "B needs C", "C needs A")
        assert str(plan).startswith("No plan to JOB: JOB needs A; ")
        assert plan.verify()

    def test_the_reasons_are_as_few_as_can_be(self) -> None:
        """Of two proofs the shorter one is told."""
        graph = career(
            card={"kind": "credential"},
            a={"requires": ["b"]},
            b={"requires": ["c"]},
            c={"requires": ["card"]},
            job={"requires": ["a", {"any_of": ["card"]}]},
        )
        assert graph.plan("job", degrees="strict").reasons == ("JOB needs CARD", "nothing leads to CARD")
        assert len(graph.plan("job").reasons) == 5

    def test_reasons_tell_how_many_of_a_group_are_missing(self) -> None:
        """A group of which some can be reached says how many it asks for."""
        graph = career(
            a={"hours": 1},
            b={"requires": ["card"]},
            c={"requires": ["card"]},
            card={"kind": "credential"},
            job={"requires": [{"any_of": ["a", "b", "c"], "at_least": 2}]},
        )
        reasons = graph.plan("job").reasons
        assert reasons[0] == "JOB needs 2 of A, B and C"
        assert set(reasons[1:]) == {"B needs CARD", "C needs CARD", "nothing leads to CARD"}

    def test_a_path_that_cannot_be_entered_is_named(self) -> None:
        """A credential whose paths are all shut says which ones there are."""
        graph = career(
            card={"kind": "credential"},
            one=path(1, awards=["card"], requires=["card"]),
            two=path(1, awards=["card"], requires=["card"]),
            job={"requires": ["card"]},
        )
        reasons = graph.plan("job", degrees="strict").reasons
        assert reasons == ("JOB needs CARD", "only ONE or TWO leads to CARD", "ONE needs CARD", "TWO needs CARD")


class TestAssumptions:
    """What knowing something implies."""

    GRAPH = career(
        python={"hours": 40},
        keras={"hours": 30, "requires": ["python", {"any_of": ["tf", "torch"]}]},
        tf={"hours": 20},
        torch={"hours": 20},
        job={"requires": ["keras", "python", "tf"]},
    )

    def test_prerequisites_of_what_is_known_count_as_known(self) -> None:
        """Who knows Keras knows Python, and the plan lists it with its reason."""
        plan = self.GRAPH.plan("job", ["keras"])
        assert [step.id for step in plan.steps] == ["tf"]
        assert [(a.id, level, because.id) for a, level, because in plan.assumed] == [("python", Level.WORKING, "keras")]
        assert plan.to_dict()["assumed"] == [{"id": "python", "level": "working", "because": "keras"}]
        assert plan.to_dict()["knows"] == ["keras:working"]

    def test_groups_imply_nothing(self) -> None:
        """Nobody can tell which option of a group it was."""
        assumed = {concept.id for concept, _, _ in self.GRAPH.plan("job", ["keras"]).assumed}
        assert assumed == {"python"}

    def test_the_profile_can_be_taken_literally(self) -> None:
        """Without assumptions Python is still to be learnt."""
        plan = self.GRAPH.plan("job", ["keras"], assume_prerequisites=False)
        assert sorted(step.id for step in plan.steps) == ["python", "tf"]
        assert list(plan.assumed) == []


class TestExplain:
    """Why something is there."""

    RULE: ClassVar[dict[str, Any]] = {
        "any_of": ["maths"],
        "source": [{"ref": "guide", "at": "L7", "because": "It says so."}],
    }
    GRAPH = career(
        guide={"kind": "source"},
        maths={"hours": 5},
        ml={"hours": 5, "requires": [RULE]},
        job={"requires": [{"any_of": ["ml"], "because": "The work is that."}]},
        other={"hours": 5},
        known={"requires": ["other"]},
    )

    def test_the_chain_leads_to_the_target_and_names_the_source(self) -> None:
        """Each link says who needs what and who says so."""
        plan = self.GRAPH.plan("job", ["known"])
        explanation = plan.explain("maths")
        assert [use.by.id for use in explanation.chain] == ["ml", "job"]
        assert str(explanation).splitlines() == [
            "MATHS is in the plan because:",
            "  ML needs MATHS (working) [guide, L7: It says so.]",
            "  JOB needs ML (working) [curated: The work is that.]",
        ]
        assert plan.explain(plan.steps[0]) == explanation
        assert plan.steps[0].because == "ML: It says so."
        assert (plan.steps[0].source.source, plan.steps[0].source.at) == ("guide", "L7")

    def test_known_assumed_and_target_are_told_apart(self) -> None:
        """What is no step says why it is none."""
        plan = self.GRAPH.plan("job", ["known"])
        assert str(plan.explain("known")) == "KNOWN is known already."
        assert str(plan.explain("other")) == "OTHER (working) is taken as known, because you know KNOWN."
        assert str(plan.explain("job")) == "JOB is the target."
        assert plan.explain("known").chain == ()

    def test_what_has_no_place_in_the_plan_is_an_error(self) -> None:
        """A concept the plan does without, or that does not exist, raises what a caller can catch."""
        plan = self.GRAPH.plan("job")
        with pytest.raises(mcg.NotInPlanError, match="does without 'known'"):
            plan.explain("known")
        with pytest.raises(mcg.UnknownConceptError):
            plan.explain("no such thing at all")

    def test_a_group_names_its_options(self) -> None:
        """A choice is explained as one."""
        graph = career(a={"hours": 1}, b={"hours": 2}, job={"requires": [{"any_of": ["a", "b"], "because": "Any."}]})
        assert "JOB needs 1 of A, B (working), here A" in str(graph.plan("job").explain("a"))


class TestErrors:
    """Wrong questions get one clear sentence."""

    GRAPH = career(
        a={"hours": 1}, industry={"kind": "industry"}, job={"requires": ["a"]}, pandas={"kind": "technology"}
    )

    @pytest.mark.parametrize(
        ("arguments", "error", "text"),
        [
            ({"target": "pandasss"}, mcg.UnknownConceptError, "did you mean 'PANDAS'"),
            ({"target": "a:wizard"}, mcg.UnknownLevelError, "'wizard' is not a level; use 'awareness'"),
            ({"target": "industry"}, mcg.UnplannableError, "a plan leads to a role, a skill or a technology"),
            ({"target": "job", "knows": ["pandasss"]}, mcg.UnknownConceptError, "did you mean 'PANDAS'"),
            ({"target": "job", "knows": ["a:wizard"]}, mcg.UnknownLevelError, "'wizard'"),
            ({"target": "job", "knows": ["industry"]}, mcg.UnplannableError, "a person knows skills"),
            ({"target": "job", "knows": "a"}, mcg.UnknownOptionError, "a list of names"),
            ({"target": "job", "objective": "fun"}, mcg.UnknownOptionError, "objective cannot be 'fun'; use 'hours'"),
            ({"target": "job", "objective": {}}, mcg.UnknownOptionError, "objective"),
            ({"target": "job", "objective": {"hours": -1}}, mcg.UnknownOptionError, "weights from 0 upward"),
            ({"target": "job", "objective": {"hours": float("nan")}}, mcg.UnknownOptionError, "weights from 0 upward"),
            ({"target": "job", "objective": {"hours": "1"}}, mcg.UnknownOptionError, "weights from 0 upward"),
            ({"target": "job", "objective": {"fun": 1}}, mcg.UnknownOptionError, "'hours'"),
            ({"target": "job", "objective": 7}, mcg.UnknownOptionError, "'hours'"),
            ({"target": "job", "degrees": "none"}, mcg.UnknownOptionError, "'report', 'employer' or 'strict'"),
            (
                {"target": "job", "education": "some"},
                mcg.UnknownOptionError,
                "education cannot be 'some'; use 'checked', 'all' or 'none'",
            ),
            ({"target": "job", "education": None}, mcg.UnknownOptionError, "education cannot be None"),
            ({"target": "job", "education": ["all"]}, mcg.UnknownOptionError, "education cannot be ['all']"),
            ({"target": "job", "hours_per_week": 0}, mcg.UnknownOptionError, "hours_per_week cannot be 0"),
            ({"target": "job", "time_limit": -1}, mcg.UnknownOptionError, "time_limit cannot be -1"),
        ],
        ids=str,
    )
    def test_a_wrong_argument_is_named(self, arguments: dict[str, Any], error: type[Exception], text: str) -> None:
        """The error is typed and says what to use instead."""
        with pytest.raises(error, match=re.escape(text)) as caught:
            self.GRAPH.plan(**arguments)
        assert isinstance(caught.value, mcg.MLCareerError)


class TestResult:
    """The plan as data."""

    def test_a_tiny_time_limit_gives_a_feasible_plan_with_its_gap(self) -> None:
        """Out of time the plan is valid, and its bound says how far it may be from the best."""
        graph = mcg.load_graph()
        options: dict[str, Any] = {"objective": "steps", "include_preferred": True}
        best = graph.plan("machine learning engineer", **options)
        plan = graph.plan("machine learning engineer", time_limit=1e-9, **options)
        assert (plan.status, plan.proof, plan.is_optimal) == ("feasible", "none", False)
        assert plan.cost is not None
        assert plan.bound is not None
        assert best.cost is not None
        assert 0 < plan.bound <= best.cost <= plan.cost
        assert plan.verify()

    def test_the_kernel_solver_finds_the_same_cost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is left to the kernel solver costs what branching finds."""
        graph = mcg.load_graph()
        branched = graph.plan("machine learning engineer")
        monkeypatch.setattr(solver, "MAX_BRANCHES", 0)
        solved = graph.plan("machine learning engineer")
        assert (solved.status, solved.cost, solved.bound) == ("optimal", branched.cost, branched.bound)
        assert solved.verify()

    def test_weeks_of_odd_length_are_still_proven(self) -> None:
        """Costs that are no round numbers do not outrun the precision of the proof."""
        plan = mcg.load_graph().plan("machine learning engineer", objective="weeks", hours_per_week=7)
        assert plan.is_optimal
        assert plan.verify()

    def test_the_frame_has_a_row_a_step(self) -> None:
        """The DataFrame has the published columns, also for an empty plan."""
        graph = career(a={"hours": [1, 2, 3]}, job={"requires": ["a"]})
        frame = graph.plan("job").to_frame()
        columns = (
            "stage id name kind from_level to_level hours_low hours_likely hours_high price_usd weeks because source"
        )
        assert list(frame.columns) == columns.split()
        row = frame.iloc[0]
        assert (row["id"], row["to_level"], row["hours_low"], row["hours_high"], row["weeks"]) == (
            "a",
            "working",
            1,
            3,
            0.2,
        )
        assert list(graph.plan("job", ["a"]).to_frame().columns) == columns.split()


def test_a_plan_imports_no_heavy_library() -> None:
    """From import to plan and JSON, the main question is answered by the standard library and the graph alone."""
    code = (
        "import sys, json, mlcareer_graph as mcg\n"
        "plan = mcg.load_graph().plan('machine learning engineer', knows=['Python', 'SQL:practitioner'])\n"
        "assert plan.is_optimal and plan.verify() and json.dumps(plan.to_dict())\n"
        "heavy = {'networkx', 'numpy', 'rdflib', 'pyvis', 'pandas', 'highspy', 'IPython', 'yaml', 'jinja2'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
