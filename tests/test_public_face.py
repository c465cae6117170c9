"""What `import mlcareer_graph` offers, and what it does not load."""

from __future__ import annotations

import importlib
import subprocess
import sys
from importlib.resources import files
from types import ModuleType

import pytest

import mlcareer_graph
from mlcareer_graph import CareerGraph, Plan, load_graph

HEAVY = (
    "networkx",
    "numpy",
    "rdflib",
    "pyvis",
    "pandas",
    "highspy",
    "scipy",
    "jinja2",
    "yaml",
    "IPython",
    "rapidfuzz",
    "typer",
)

IMPORT = "import mlcareer_graph"
LOAD = f"{IMPORT}\ngraph = mlcareer_graph.load_graph()"
STAGES = {
    "import": IMPORT,
    "load": LOAD,
    "look up": f"{LOAD}\ngraph['keras'], graph.find('sklearn'), graph.get('nothing'), len(graph.roles)",
    "plan keras": f"{LOAD}\nassert graph.plan('keras', knows=['Python']).steps",
    "plan a role": f"{LOAD}\nassert graph.plan('ML engineer', knows=['Python', 'SQL:practitioner']).steps",
    "plan from nothing": f"{LOAD}\nassert graph.plan('machine learning engineer').steps",
    "gap": f"{LOAD}\nassert graph.gap('machine learning engineer', knows=['Python']).open",
}


def test_all_is_sorted() -> None:
    """`__all__` is in the order of `sorted`, so that a new name has one place."""
    assert mlcareer_graph.__all__ == sorted(set(mlcareer_graph.__all__))


def test_all_is_the_public_face() -> None:
    """Every public attribute is in `__all__` or is a submodule, and every name in `__all__` is there."""
    public = {name for name in dir(mlcareer_graph) if not name.startswith("_")}
    submodules = {name for name in public if isinstance(getattr(mlcareer_graph, name), ModuleType)}
    assert public - submodules == set(mlcareer_graph.__all__)
    for name in submodules:
        assert importlib.import_module(f"mlcareer_graph.{name}") is getattr(mlcareer_graph, name)


def test_public_classes_say_where_they_live() -> None:
    """Every public name has a docstring and comes from this package."""
    for name in mlcareer_graph.__all__:
        value = getattr(mlcareer_graph, name)
        assert value.__module__.startswith("mlcareer_graph."), name
        assert value.__doc__, name


@pytest.mark.parametrize(
    "name",
    [
        "roles",
        "skills",
        "technologies",
        "education_paths",
        "find",
        "search",
        "prerequisites",
        "unlocks",
        "related",
        "requirements",
        "plan",
        "gap",
        "gap_many",
        "ladder",
        "next_skills",
        "plan_many",
        "reachable_roles",
        "role_matrix",
        "transitions",
        "to_networkx",
        "to_rdf",
        "save",
        "query",
        "push",
        "view",
        "from_dict",
        "to_dict",
    ],
)
def test_graph_has_the_methods_of_the_design(name: str) -> None:
    """The graph offers what the design promises, each with a docstring."""
    assert getattr(CareerGraph, name).__doc__


@pytest.mark.parametrize(
    "name", ["steps", "stages", "hours", "status", "bound", "explain", "verify", "to_dict", "view"]
)
def test_plan_has_the_methods_of_the_design(name: str) -> None:
    """A plan offers what the design promises."""
    assert hasattr(load_graph().plan("keras", knows=["Python"]), name)
    assert Plan.__doc__


@pytest.mark.parametrize("stage", STAGES)
def test_heavy_packages_stay_out(stage: str) -> None:
    """A fresh interpreter that imports, loads, looks up and plans never loads a heavy package."""
    load_graph()  # compiles what has changed, so that the fresh interpreter need not
    code = f"{STAGES[stage]}\nimport sys\nprint(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []


def test_types_are_shipped() -> None:
    """The marker that tells type checkers to read the annotations is in the package."""
    assert files("mlcareer_graph").joinpath("py.typed").is_file()
