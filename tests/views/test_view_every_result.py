"""No result is forgotten: what a method returns is found by reading the package, and every class of it is shown."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import pickle
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import nh3
import pytest
from result_values import GRAPH, VALUES, World
from test_view_reprs import sanitised
from test_view_sanitised import Elements, check_place

import mlcareer_graph
from mlcareer_graph import CareerGraph
from mlcareer_graph.interop.published.report import ImportReport
from mlcareer_graph.model import Concept
from pages.interface import RESULTS

PARTS = {
    "errors": {"Problem"},
    "limits": {"ReadingLimits"},
    "interop.endpoint": {"Endpoint"},
    "interop.join": {"Match"},
    "interop.graph_libraries": {"Frames", "PolarsFrames"},
    "interop.mentions": {"Confidence", "Mention"},
    "interop.people.profile_reading": {"NotUnderstood", "Understood"},
    "interop.published.report": {"LeftOut"},
    "ontology.mappings": {"Mapping"},
    "ontology.wages": {"Wage"},
    "planning.alternatives": {"Saving"},
    "planning.certificate": {"Landmark"},
    "planning.clash": {"Relaxation"},
    "planning.gap": {"GapItem"},
    "planning.ladder": {"Milestone"},
    "planning.outcome": {"Outcome"},
    "planning.query": {"OfferOptions", "PlanOptions", "Query"},
    "planning.robustness": {"Rival", "StableRange"},
    "planning.role_comparison": {"ComparedConcept"},
    "planning.schedule": {"Milestone", "ScheduledStep"},
    "planning.step": {"Gate", "Step", "Use"},
    "planning.uncertainty": {"Distribution", "Extremes"},
    "planning.unit_steps": {"UnitSteps"},
    "planning.week": {"Week"},
    "model.concepts": {"Claim", "Observation"},
    "model.evidence": {"Evidence"},
    "model.levels": {"Level"},
    "model.quantities": {"Estimate", "LearningEffort", "Quantity"},
    "model.relations": {"Relation", "RelationType"},
    "model.requirements": {"EasierWith", "Requirement", "Strength"},
    "rdf.query.result": {"Row"},
    "rdf.query.terms": {"Iri", "Term", "Text"},
    "views.scene": {"Scene"},
}
"""What stands in results that are shown whole, and what is asked: a line of text is enough for these."""

WORLD = World(GRAPH)


@cache
def names_in(module: str) -> dict[str, tuple[str, str]]:
    """What a module calls the things that it imports, at runtime or for its types, with where they come from."""
    tree = ast.parse(Path(inspect.getfile(import_module(module))).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {alias.asname or alias.name: (str(node.module), alias.name) for node in imports for alias in node.names}


def classes_in(annotation: object, module: str) -> Iterator[type]:
    """The classes of this package that an annotation names, as the module that holds it understands it."""
    for name in re.findall(r"[A-Za-z_]\w*", str(annotation)):
        place, original = names_in(module).get(name, (module, name))
        if place.startswith("mlcareer_graph"):
            found = getattr(import_module(place), original, None)
            if inspect.isclass(found) and found.__module__.startswith("mlcareer_graph."):
                yield found


def offered_by(owner: type) -> Iterator[type]:
    """The classes of what the public fields, properties and methods of a class hold and return."""
    for base in owner.__mro__:
        if not base.__module__.startswith("mlcareer_graph."):
            continue
        if dataclasses.is_dataclass(base):
            for field in dataclasses.fields(base):
                if not field.name.startswith("_"):
                    yield from classes_in(field.type, base.__module__)
        for name, member in vars(base).items():
            if name.startswith("_"):
                continue
            call = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
            if inspect.isfunction(call):
                yield from classes_in(call.__annotations__.get("return"), base.__module__)
        for origin in getattr(base, "__orig_bases__", ()):
            parts = (part for part in get_args(origin) if inspect.isclass(part))
            yield from (part for part in parts if part.__module__.startswith("mlcareer_graph."))


def place(found: type) -> str:
    """The name of a class with its module."""
    return f"{found.__module__.removeprefix('mlcareer_graph.')}.{found.__qualname__}"


def results() -> set[str]:
    """Every class that is public or documented as a result, or can be got hold of from one, but for the parts."""
    parts = {f"{module}.{name}" for module, names in PARTS.items() for name in names}
    seen: set[type] = set()
    public = [getattr(mlcareer_graph, name) for name in mlcareer_graph.__all__]
    public += [
        getattr(import_module(f"mlcareer_graph.{module}"), name) for module, own in RESULTS.items() for name in own
    ]
    queue: list[type] = [item for item in public if inspect.isclass(item)]
    for owner in queue:
        if owner in seen or issubclass(owner, Exception):
            continue
        seen.add(owner)
        if place(owner) not in parts:
            queue.extend(offered_by(owner))
    assert sorted(parts - {place(found) for found in seen}) == [], "parts that nothing holds any more"
    return {place(Concept if issubclass(found, Concept) else found) for found in seen} - parts


def shown(value: Any) -> str:
    """What a notebook takes as HTML."""
    if hasattr(value, "_repr_html_"):
        html: str = value._repr_html_()
        return html
    data, _ = value._repr_mimebundle_()
    return str(data["text/html"])


def test_every_result_has_a_value() -> None:
    """The classes that are found in the package are the ones below: a new result cannot be forgotten."""
    assert sorted(results()) == sorted(VALUES)


@pytest.mark.parametrize("name", VALUES)
def test_result_survives_sanitising(name: str) -> None:
    """Cleaned by either sanitiser, a result still says in a table, or in sentences, what it says.

    The text is one line; a list or tuple is one like any other, also where it is empty, and has a DataFrame.
    """
    make, words = VALUES[name]
    value = make(WORLD)
    assert place(Concept if isinstance(value, Concept) else type(value)) == name
    html = shown(value)
    check_place(html)
    for left in (sanitised(html), nh3.clean(html)):
        elements = Elements(left)
        said = " ".join(elements.text.split())
        assert not {"iframe", "script", "style", "svg"} & {tag for tag, _ in elements.found}
        assert name.endswith((".Explanation", ".Verification")) or "table" in {tag for tag, _ in elements.found}
        assert [word for word in words if word not in said] == []
    if isinstance(value, list | tuple):
        kind = list if isinstance(value, list) else tuple
        assert value == kind(value)
        assert pickle.loads(pickle.dumps(value)) == value
        assert [len(value.to_frame()), len(type(value)().to_frame())] == [len(value), 0]
        assert "<table" not in type(value)()._repr_html_()
    else:
        assert "\n" not in repr(value)
        assert len(repr(value)) < 200


HEN = CareerGraph.from_dict(
    {
        "concepts": [
            *GRAPH.to_dict()["concepts"],
            {"id": "egg", "kind": "skill", "name": "Egg", "hours": 1, "requires": ["hen"]},
            {"id": "hen", "kind": "skill", "name": "Hen", "hours": 1, "requires": ["egg"]},
            {"id": "farmer", "kind": "role", "name": "Farmer", "requires": ["hen"]},
        ]
    }
)
"""The graph above with a role that nobody can reach."""

UNUSUAL: dict[str, tuple[Callable[[], Any], list[str], list[str]]] = {
    "a ladder that ends early": (
        lambda: HEN.ladder(["clerk", "farmer"]),
        ["Farmer no plan"],
        ["More than the direct way"],
    ),
    "a way that there is not": (lambda: HEN.role_matrix().between("clerk", "farmer"), ["Hours: no way"], ["new"]),
    "a certificate that there is no plan": (
        lambda: HEN.plan("farmer").certificate,
        ["infeasible"],
        ["The plan costs", "Every plan costs at least"],
    ),
    "a batch of many": (lambda: GRAPH.plan_many([("clerk", ["a"])] * 101), ["Plans: 101", "the first 100"], []),
    "a batch without plans": (lambda: HEN.plan_many([("farmer", [])]), ["Farmer", "Proven cheapest: 0"], ["hours"]),
    "fits of many": (lambda: GRAPH.gap_many([["c"]] * 101), ["100 profiles and 2 roles"], []),
    "an answer that is yes": (lambda: GRAPH.query("ASK { ?s a mlc:Role }"), ["yes"], ["Rows"]),
    "an answer with gaps": (
        lambda: GRAPH.query("SELECT (false AS ?no) ?none { BIND(1/0 AS ?none) }"),
        ["Rows: 1", "no none no"],
        ["None", "False"],
    ),
    "an answer with many rows": (
        lambda: GRAPH.query(f"SELECT ?n {{ VALUES ?n {{ {' '.join(map(str, range(101)))} }} }}"),
        ["Rows: 101", "100 rows and 1 columns"],
        [],
    ),
    "an import of a part": (
        lambda: ImportReport((("occupations", 3),), (), ("skillGroups_en.csv",)),
        ["Not in the folder: skillGroups_en.csv"],
        [],
    ),
    "plans whose prices are not known": (
        lambda: PRICELESS.plan("clerk", education="all").compare(PRICELESS.plan("clerk")),
        ["Hours of the second"],
        ["Price of the second"],
    ),
}
PRICELESS = CareerGraph.from_dict(
    {
        "concepts": [
            {key: value for key, value in record.items() if key != "price"} for record in GRAPH.to_dict()["concepts"]
        ]
    }
)
"""The graph above without what its course costs."""


@pytest.mark.parametrize("name", UNUSUAL)
def test_result_that_is_unusual_says_so(name: str) -> None:
    """What there is no figure for is left out, never shown as zero; what is cut says how much of it is shown."""
    make, words, absent = UNUSUAL[name]
    html = shown(make())
    check_place(html)
    said = " ".join(Elements(re.sub(r"(?=</?t[dh])", " ", html)).text.split())
    assert [word for word in words if word not in said] == []
    assert [word for word in absent if word in said] == []
