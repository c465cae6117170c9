"""What holds of every plan, whatever the graph: the laws of the design, on random careers."""

from __future__ import annotations

import copy
import os
import pickle
import random
import subprocess
import sys
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from oracles import LEVELS, MEASURES, career_records, random_career

from mlcareer_graph import CareerGraph, Competency, Plan

laws = settings(max_examples=250, deadline=None, derandomize=True)
seeds = st.integers(0, 10**9)
objectives = st.sampled_from(MEASURES)

CLOSE = 1e-5
"""Costs are counted in millionths; a plan has a few dozen parts at most."""


def price_of(plan: Plan) -> float:
    """The cost of a plan; no plan costs more than any."""
    return float("inf") if plan.cost is None else plan.cost


def graph_of(records: list[dict[str, Any]]) -> CareerGraph:
    """The graph of records of the interchange schema."""
    return CareerGraph.from_dict({"concepts": records})


@laws
@given(seeds, objectives, st.booleans())
def test_knowing_more_never_costs_more(seed: int, objective: str, assume: bool) -> None:
    """A further competency, or a higher level of one, leaves the cost as it is or lowers it."""
    graph, knows = random_career(seed)
    rng = random.Random(seed)
    competencies = [concept.id for concept in graph.values() if isinstance(concept, Competency)]
    more = [*knows, f"{rng.choice(competencies)}:{rng.choice(LEVELS)}"]
    less_known = graph.plan("job", knows, objective=objective, assume_prerequisites=assume)
    more_known = graph.plan("job", more, objective=objective, assume_prerequisites=assume)
    assert price_of(more_known) <= price_of(less_known) + CLOSE


@laws
@given(seeds, objectives)
def test_assuming_prerequisites_never_costs_more(seed: int, objective: str) -> None:
    """Reading the profile generously only adds to what is known."""
    graph, knows = random_career(seed)
    literal = graph.plan("job", knows, objective=objective, assume_prerequisites=False)
    assert price_of(graph.plan("job", knows, objective=objective)) <= price_of(literal) + CLOSE


@laws
@given(seeds, objectives)
def test_fewer_options_never_make_a_plan_cheaper(seed: int, objective: str) -> None:
    """An option that is struck out of a requirement leaves the cost as it is or raises it."""
    records, knows = career_records(seed)
    rng = random.Random(seed)
    # A requirement of credentials alone is a gate, so only the strict policy has it in the goal as before.
    literal: dict[str, Any] = {"assume_prerequisites": False, "degrees": "strict"}
    before = graph_of(records).plan("job", knows, objective=objective, **literal)
    requirements = [
        requirement
        for record in records
        for requirement in record.get("requires", ())
        if len(requirement["any_of"]) > requirement.get("at_least", 1)
    ]
    if requirements:
        options = rng.choice(requirements)["any_of"]
        options.remove(rng.choice(options))
    after = graph_of(records).plan("job", knows, objective=objective, **literal)
    assert price_of(after) >= price_of(before) - CLOSE


@laws
@given(seeds, objectives)
def test_fewer_paths_never_make_a_plan_cheaper(seed: int, objective: str) -> None:
    """Without one of its education paths, a graph offers no cheaper plan."""
    records, knows = career_records(seed)
    before = graph_of(records).plan("job", knows, objective=objective)
    rest = [record for record in records if record["id"] != "p0"]
    assert price_of(graph_of(rest).plan("job", knows, objective=objective)) >= price_of(before) - CLOSE


@laws
@given(seeds, objectives)
def test_one_more_requirement_never_makes_a_plan_cheaper(seed: int, objective: str) -> None:
    """The stricter degree policies and the preferred requirements only add to the goal."""
    graph, knows = random_career(seed)
    costs = [
        price_of(graph.plan("job", knows, objective=objective, degrees=degrees))
        for degrees in ("report", "employer", "strict")
    ]
    assert costs[0] <= costs[1] + CLOSE
    assert costs[1] <= costs[2] + CLOSE
    everything = graph.plan("job", knows, objective=objective, degrees="strict", include_preferred=True)
    assert costs[2] <= price_of(everything) + CLOSE


@laws
@given(seeds)
def test_a_higher_level_never_costs_less(seed: int) -> None:
    """The levels of a competency cost more and more."""
    graph, knows = random_career(seed)
    plans = [graph.plan(f"s0:{level}", knows) for level in ("awareness", "working", "practitioner", "expert")]
    costs = [price_of(plan) for plan in plans]
    assert costs == sorted(costs)


@laws
@given(seeds)
def test_no_objective_beats_another_at_its_own_measure(seed: int) -> None:
    """The plan of least hours takes no more hours than that of least weeks or steps, and so on round."""
    graph, knows = random_career(seed)
    plans = {measure: graph.plan("job", knows, objective=measure) for measure in ("hours", "weeks", "steps")}
    if plans["hours"].cost is not None:
        assert price_of(plans["hours"]) <= min(plan.hours.likely for plan in plans.values()) + CLOSE
        assert price_of(plans["weeks"]) <= min(plan.weeks for plan in plans.values()) + CLOSE
        assert price_of(plans["steps"]) <= min(len({s.id for s in plan.steps}) for plan in plans.values()) + CLOSE


@laws
@given(seeds)
def test_doubling_the_weights_doubles_the_cost(seed: int) -> None:
    """A weighting is a unit, not another question."""
    graph, knows = random_career(seed)
    once = graph.plan("job", knows, objective={"hours": 1, "weeks": 2.5})
    twice = graph.plan("job", knows, objective={"hours": 2, "weeks": 5})
    assert price_of(twice) == pytest.approx(2 * price_of(once), abs=CLOSE)


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The records with other ids."""
    if isinstance(value, dict):
        return {key: renamed(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value


@laws
@given(seeds, objectives)
def test_renaming_changes_nothing(seed: int, objective: str) -> None:
    """With other ids, in another alphabetical order, the cost and the verdict are the same."""
    records, knows = career_records(seed)
    ids = [record["id"] for record in records]
    names = dict(zip(ids, random.Random(seed).sample([f"x{n:02}" for n in range(30)], len(ids)), strict=True))
    known = [":".join([names[part] for part in entry.split(":")[:1]] + entry.split(":")[1:]) for entry in knows]
    before = graph_of(records).plan("job", knows, objective=objective)
    after = graph_of(renamed(records, names)).plan(names["job"], known, objective=objective)
    assert (after.cost, after.bound, after.status) == (before.cost, before.bound, before.status)
    assert len(after.reasons) == len(before.reasons)


def shuffled(value: Any, rng: random.Random) -> Any:
    """The records with every list in another order, except those where the order says something."""
    if isinstance(value, dict):
        return {key: shuffled(part, rng) for key, part in value.items()}
    if isinstance(value, list):
        return rng.sample([shuffled(part, rng) for part in value], len(value))
    return value


@laws
@given(seeds, objectives)
def test_the_order_of_the_input_changes_nothing(seed: int, objective: str) -> None:
    """Shuffled records and a shuffled profile give the same plan to the letter."""
    records, knows = career_records(seed)
    rng = random.Random(seed)
    other = shuffled(copy.deepcopy(records), rng)
    before = graph_of(records).plan("job", knows, objective=objective).to_dict()
    after = graph_of(other).plan("job", rng.sample(knows, len(knows)), objective=objective).to_dict()
    for data in (before, after):
        for gate in data["gates"]:
            gate["any_of"].sort()
        data["gates"].sort(key=str)
    assert after == before


@laws
@given(seeds, objectives, st.sampled_from(["report", "strict"]), st.booleans())
def test_every_plan_verifies(seed: int, objective: str, degrees: str, assume: bool) -> None:
    """The independent check finds nothing wrong, and the bound is not above the cost."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows, objective=objective, degrees=degrees, assume_prerequisites=assume)
    assert plan.verify().problems == ()
    assert plan.bound is None if plan.cost is None else plan.bound is not None and plan.bound <= plan.cost


@laws
@given(seeds, objectives)
def test_nothing_is_paid_twice(seed: int, objective: str) -> None:
    """A path is taken once, and the levels of a competency follow one another without overlap."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows, objective=objective)
    reached: dict[str, int] = {}
    for step in plan.steps:
        if step.kind == "take":
            assert step.id not in reached
            reached[step.id] = 1
        else:
            assert step.to_level is not None
            assert reached.get(step.id, 0) <= (step.from_level or 0) < step.to_level
            reached[step.id] = step.to_level


@laws
@given(seeds, objectives)
def test_a_plan_holds_no_step_that_it_could_spare(seed: int, objective: str) -> None:
    """Every step is for something: it has a use, and without it the rest no longer verifies."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows, objective=objective)
    for step in plan.steps:
        rest = tuple(other for other in plan.steps if other is not step)
        assert step.uses
        assert not _without_figures(plan, rest)


def _without_figures(plan: Plan, steps: tuple[Any, ...]) -> bool:
    """Whether some steps alone reach the goal in their order."""
    fields = plan.__dict__ | {"steps": steps}
    signs = ("comes before", "not reached", "shorter", "hours, not")
    return not any(sign in text for text in Plan(**fields).verify().problems for sign in signs)


@laws
@given(seeds, objectives)
def test_the_needs_of_a_step_are_its_binding_requirements(seed: int, objective: str) -> None:
    """Each step lists the options of all the requirements that bind at its level, met or not."""
    graph, knows = random_career(seed)
    for step in graph.plan("job", knows, objective=objective).steps:
        binding = [
            tuple(sorted(requirement.options))
            for requirement in graph.requirements(step.concept)
            if requirement.is_required and (step.kind == "take" or requirement.applies_from <= (step.to_level or 0))
        ]
        assert set(step.needs) == set(binding)
        assert len(step.needs) == len(set(step.needs))


@laws
@given(seeds, objectives)
def test_every_step_explains_itself_back_to_the_target(seed: int, objective: str) -> None:
    """The chain of uses of each step ends at the target, and each link is a later step."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows, objective=objective)
    for step in plan.steps:
        chain = plan.explain(step).chain
        assert chain[-1].by == plan.target
        assert {use.by for use in chain[:-1]} <= {later.concept for later in plan.steps}


@laws
@given(seeds)
def test_plans_survive_pickling(seed: int) -> None:
    """A plan that went through pickle is equal and still verifies."""
    graph, knows = random_career(seed)
    plan = graph.plan("job", knows)
    again = pickle.loads(pickle.dumps(plan))
    assert again == plan
    assert again.to_dict() == plan.to_dict()
    assert again.verify()


QUESTIONS = """
import json, mlcareer_graph as mcg
graph = mcg.load_graph()
plans = [
    graph.plan("machine learning engineer", knows=["Python", "SQL:practitioner"]),
    graph.plan("machine learning engineer", degrees="strict"),
    graph.plan("data scientist", objective="steps"),
    graph.plan("machine learning engineer", objective={"weeks": 1, "price": 0.01}, include_preferred=True),
]
print(json.dumps([plan.to_dict() for plan in plans]))
"""


def test_the_hash_seed_changes_nothing() -> None:
    """Interpreters with different hash seeds print the same plans to the letter."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", QUESTIONS],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in "012"
    }
    assert len(outputs) == 1
