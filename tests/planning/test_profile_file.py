"""A profile in a file: what it may hold, what it comes back as, and what is said about mistakes."""

from __future__ import annotations

import json
import pickle
import random
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from oracles import random_career

from mlcareer_graph import (
    CareerGraph,
    InvalidProfileError,
    Level,
    LoadError,
    MissingSourceError,
    Profile,
    SaveError,
    UnknownOptionError,
    load_graph,
)
from mlcareer_graph.model import PATH_KINDS
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.planning import DEGREE_POLICIES, PlanOptions
from mlcareer_graph.planning.constraints import CONSTRAINTS
from mlcareer_graph.planning.domain import EDUCATION
from mlcareer_graph.planning.objective import MEASURES

GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "sql", "kind": "skill", "name": "SQL"},
            {"id": "python", "kind": "technology", "name": "Python", "hours": 40},
            {"id": "keras", "kind": "technology", "name": "Keras", "requires": ["python"]},
            {"id": "degree", "kind": "credential", "name": "Degree"},
            {"id": "school", "kind": "organization", "name": "School"},
        ]
    }
)

FULL = """\
knows:
  - sql:practitioner
  - {know: Keras, level: awareness, assessed: 2026-03-01}
  - {know: Python}
credentials:
  - {credential: Degree, awarded: 2021-07-01}
constraints:
  hours_per_week: {mon: 1, wed: 1.5, sat: 4}
  budget: 0
  max_hours: 300
  max_weeks: 40
  start: 2027-01-04
  deadline: 2027-12-31
  max_paths: 2
  require: [Keras:practitioner]
  prefer: [School]
  exclude: [SQL]
  path_kinds: [course]
  education: all
  degrees: strict
  objective: {hours: 1, price: 0.5}
"""


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ontology_folder() / "profile.schema.json").read_text(encoding="utf-8"))
    return schema


def _is_valid(data: Any) -> bool:
    schema = _schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(data))


def test_a_file_holds_levels_dates_credentials_and_constraints(tmp_path: Path) -> None:
    """Names are resolved, days are dates, and constraints have the form of the options of a plan."""
    file = tmp_path / "me.yaml"
    file.write_text(FULL, encoding="utf-8")
    me = Profile.load(file, GRAPH)
    assert me.levels == (("keras", Level.AWARENESS), ("python", Level.WORKING), ("sql", Level.PRACTITIONER))
    assert me.credentials == ("degree",)
    assert me.dates == (("degree", date(2021, 7, 1)), ("keras", date(2026, 3, 1)))
    assert me.constraints == {
        "hours_per_week": {"monday": 1.0, "wednesday": 1.5, "saturday": 4.0},
        "budget": 0,
        "max_hours": 300.0,
        "max_weeks": 40.0,
        "start": date(2027, 1, 4),
        "deadline": date(2027, 12, 31),
        "max_paths": 2,
        "require": ["keras:practitioner"],
        "prefer": ["school"],
        "exclude": ["sql"],
        "path_kinds": ["course"],
        "education": "all",
        "degrees": "strict",
        "objective": {"hours": 1, "price": 0.5},
    }
    assert set(me.constraints) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", ["me.yaml", "me.yml", "me.json"])
def test_what_is_saved_comes_back(tmp_path: Path, name: str) -> None:
    """A profile survives YAML, JSON and pickling, and is what the schema says."""
    me = Profile.from_dict(yaml.load(FULL, yaml.BaseLoader) | {"constraints": {"exclude": ["SQL"]}}, GRAPH)
    me.save(tmp_path / name)
    assert Profile.load(tmp_path / name, GRAPH) == me == pickle.loads(pickle.dumps(me))
    assert hash(me) == hash(Profile.load(tmp_path / name, GRAPH))
    assert _is_valid(me.to_dict())


def test_profiles_of_random_careers_come_back() -> None:
    """On random careers a profile with constraints is the same after `to_dict` and `from_dict`, and valid."""
    for seed in range(100):
        graph, knows = random_career(seed)
        rng = random.Random(seed)
        values: dict[str, Any] = {
            "hours_per_week": rng.choice([5, {"mon": 2, "sun": 0.5}]),
            "objective": rng.choice(["price", {"hours": 1, "weeks": 2}, ["hours", {"price": 1, "steps": 2}]]),
            "exclude": [],
            "max_paths": 0,
            "deadline": "2027-01-01",
        }
        data = {"knows": [entry for entry in knows if ":" in entry], "constraints": values}
        data["credentials"] = [entry for entry in knows if ":" not in entry]
        assert _is_valid(data)
        me = Profile.from_dict(data, graph)
        again = Profile.from_dict(json.loads(json.dumps(me.to_dict())), graph)
        assert again == me
        assert again.constraints == me.constraints
        assert me.constraints["objective"] == values["objective"]
        assert me.constraints["exclude"] == []
        assert me.ranks() == Profile.of(graph, knows).ranks()


def test_what_is_assumed_is_not_saved() -> None:
    """Only what was stated is written, also once prerequisites have been added; dates and constraints stay."""
    me = Profile.from_dict(
        {"knows": [{"know": "keras", "assessed": "2026-01-01"}], "constraints": {"budget": 5}}, GRAPH
    )
    assert me.with_prerequisites(GRAPH).to_dict() == me.to_dict()
    assert "python" in me.with_prerequisites(GRAPH).ranks()


def test_a_plan_keeps_to_the_constraints() -> None:
    """The constraints of a profile are options of a plan, all of them."""
    assert set(CONSTRAINTS) <= set(PlanOptions.__annotations__)
    me = Profile.from_dict({"constraints": {"hours_per_week": {"sat": 5}, "degrees": "employer"}}, GRAPH)
    plan = GRAPH.plan("python", me, **me.constraints)
    assert (plan.hours_per_week, plan.degrees) == (5, "employer")
    assert plan.schedule(start=date(2027, 1, 4)).finish == date(2027, 2, 27)


def test_profiles_are_joined_at_the_higher_level() -> None:
    """What two profiles hold together is known at the higher level of each, with the day that belongs to it."""
    data = {"knows": [{"know": "sql", "assessed": "2026-01-01"}, "keras"], "constraints": {"budget": 5}}
    me = Profile.from_dict(data, GRAPH)
    joined = me.joined(Profile.of(GRAPH, ["sql:expert", "keras:awareness", "degree"]))
    assert joined.levels == (("keras", Level.WORKING), ("sql", Level.EXPERT))
    assert (joined.credentials, joined.dates, joined.constraints) == (("degree",), (), {"budget": 5})
    assert me.joined(Profile()) == me == me.joined(me)


def test_what_is_assumed_counts_as_known_once_it_is_joined_as_stated() -> None:
    """Stating what was assumed makes it stated."""
    me = Profile.of(GRAPH, ["keras"]).with_prerequisites(GRAPH)
    assert me.assumed
    assert me.joined(Profile.of(GRAPH, ["python:expert"])).entries() == ["keras:working", "python:expert"]


def test_the_same_skill_twice_counts_at_the_higher_level() -> None:
    """Of two entries of a competency the higher one counts, in either order."""
    for entries in (["sql", "sql:expert"], ["sql:expert", "sql"]):
        assert Profile.from_dict({"knows": entries}, GRAPH).levels == (("sql", Level.EXPERT),)


def test_the_day_is_that_of_the_level_that_counts() -> None:
    """A lower level leaves the day as it is, and a higher one without a day takes that of the lower away."""
    low = {"know": "sql", "level": "awareness", "assessed": "2026-01-01"}
    high = {"know": "sql", "level": "expert", "assessed": "2025-01-01"}
    for entries, day in (
        ([low, high], 2025),
        ([high, low], 2025),
        ([low, "sql"], None),
        ([low, "sql:awareness"], 2026),
    ):
        dates = Profile.from_dict({"knows": entries}, GRAPH).dates
        assert [assessed.year for _, assessed in dates] == ([] if day is None else [day])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "the profile: this is no mapping; give some of these keys: knows, credentials, constraints"),
        ({"know": []}, "the profile: know: this key is unknown; use knows, credentials or constraints"),
        ({"knows": "sql"}, "the profile: knows: this is no list; write each entry as an item of a list"),
        ({"knows": ["sql:guru"]}, "knows[0]: 'guru' is not a level; use 'awareness', "),
        ({"knows": [{"know": "sql", "level": 3}]}, "knows[0]: '3' is not a level; use "),
        ({"knows": ["sql", "pithon"]}, "knows[1]: no concept is called 'pithon'; did you mean 'Python'?"),
        ({"knows": ["degree"]}, "knows[0]: 'degree' is of kind credential; list skills and technologies here"),
        ({"knows": [{"know": "sql", "since": "2026-01-01"}]}, "knows[0]: the key 'since' is unknown; write a name"),
        ({"knows": [{"know": "sql", "assessed": "soon"}]}, "knows[0]: 'soon' is no day; write it as 2026-03-01"),
        ({"knows": [3]}, "knows[0]: this entry is not understood; write a name"),
        ({"credentials": ["sql"]}, "credentials[0]: 'sql' is of kind skill; list credentials here"),
        ({"credentials": [{"awarded": "2021-01-01"}]}, "credentials[0]: this entry is not understood"),
        ({"constraints": ["budget"]}, "constraints: this is no mapping; give some of these keys: hours_per_week"),
        ({"constraints": {"buget": 3}}, "constraints.buget: a constraint cannot be 'buget'; use 'hours_per_week', "),
        ({"constraints": {"budget": -3}}, "constraints.budget: budget cannot be -3; use US dollars"),
        ({"constraints": {"budget": "3"}}, "constraints.budget: budget cannot be '3'"),
        (
            {"constraints": {"max_hours": -1}},
            "constraints.max_hours: max_hours cannot be -1; use a number from 0 upward",
        ),
        ({"constraints": {"max_paths": 1.5}}, "max_paths cannot be 1.5; use a whole number from 0 upward"),
        ({"constraints": {"deadline": "31.12.2027"}}, "deadline cannot be '31.12.2027'; use a day, such as"),
        ({"constraints": {"exclude": "sql"}}, "exclude cannot be 'sql'; use a list of names"),
        ({"constraints": {"exclude": ["pithon"]}}, "constraints.exclude: no concept is called 'pithon'"),
        ({"constraints": {"hours_per_week": {"someday": 3}}}, "constraints.hours_per_week: hours_per_week cannot be"),
        ({"constraints": {"path_kinds": ["school"]}}, "path_kinds cannot be ['school']; use a list of these: degree"),
        ({"constraints": {"education": "some"}}, "education cannot be 'some'; use checked, all or none"),
        ({"constraints": {"objective": "joy"}}, "objective cannot be 'joy'; use hours, price, weeks or steps"),
    ],
    ids=lambda value: json.dumps(value) if not isinstance(value, str) else "",
)
def test_a_mistake_is_named_with_place_and_remedy(data: Any, says: str) -> None:
    """Each mistake is one sentence that says where it is and what to do; the schema refuses what it can see."""
    with pytest.raises(InvalidProfileError) as caught:
        Profile.from_dict(data, GRAPH)
    assert len(caught.value.problems) == 1
    assert says in str(caught.value)
    assert caught.value.problems[0].remedy
    text = json.dumps(data)
    is_about_the_graph = any(name in text for name in ("guru", "pithon", '"degree"', '["sql"]}'))
    assert _is_valid(data) == is_about_the_graph


def test_every_mistake_is_reported_at_once() -> None:
    """A profile with three mistakes says all three."""
    with pytest.raises(InvalidProfileError) as caught:
        Profile.from_dict({"knows": ["sql:guru", 5], "constraints": {"budget": -1}}, GRAPH)
    assert [problem.key for problem in caught.value.problems] == ["knows[0]", "knows[1]", "constraints.budget"]


def test_files_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    """A missing file, broken YAML, another suffix and a missing folder are refused with the library's errors."""
    with pytest.raises(MissingSourceError):
        Profile.load(tmp_path / "nowhere.yaml", GRAPH)
    broken = tmp_path / "broken.yaml"
    broken.write_text("knows: [sql\n", encoding="utf-8")
    with pytest.raises(LoadError, match=r"broken\.yaml"):
        Profile.load(broken, GRAPH)
    with pytest.raises(UnknownOptionError, match=r"\.yaml"):
        Profile().save(tmp_path / "me.txt")
    with pytest.raises(SaveError):
        Profile().save(tmp_path / "missing" / "me.yaml")


def test_the_schema_knows_the_same_choices() -> None:
    """The schema lists the constraints, kinds, policies and measures that the library reads."""
    defined = _schema()["$defs"]
    listed = defined["constraints"]["properties"]
    assert list(listed) == list(CONSTRAINTS)
    assert tuple(listed["path_kinds"]["items"]["enum"]) == PATH_KINDS
    assert tuple(listed["education"]["enum"]) == EDUCATION
    assert tuple(listed["degrees"]["enum"]) == DEGREE_POLICIES
    assert tuple(defined["objective"]["oneOf"][0]["enum"]) == MEASURES
    assert defined["level"]["enum"] == [str(level) for level in Level]


def test_a_profile_of_the_shipped_graph() -> None:
    """People's names of things are understood in a profile as anywhere else."""
    me = Profile.from_dict({"knows": ["sklearn", {"know": "SQL", "level": "expert"}]}, load_graph())
    assert me.to_dict() == {"knows": ["scikit-learn:working", "sql:expert"]}
