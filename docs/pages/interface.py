"""The pages of the Python interface: which names stand where; Sphinx reads their docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

import mlcareer_graph
from pages.markdown import page

RESULTS = {
    "planning.plan": ("Explanation",),
    "planning.step": ("Gate", "Use"),
    "planning.clash": ("Relaxation",),
    "planning.query": ("PlanOptions", "OfferOptions"),
    "planning.frontier": ("Frontier",),
    "planning.alternatives": ("Alternatives", "Alternative", "Savings", "Saving"),
    "planning.gap": ("GapItem",),
    "planning.next_skills": ("NextSkills", "NextSkill"),
    "planning.distance": ("RoleDistances", "RoleDistance"),
    "planning.matrix": ("RoleMatrix", "Transitions", "Transition"),
    "planning.ladder": ("Ladder",),
    "planning.education": ("Coverages", "Coverage", "Cover", "EducationComparison", "Way"),
    "planning.schedule": ("Schedule", "ScheduledStep", "Milestone"),
    "planning.uncertainty": ("Uncertainty", "Distribution", "Extremes"),
    "planning.robustness": ("Robustness", "StableRange", "Rival"),
    "planning.certificate": ("Landmark",),
    "planning.batch": ("Batch",),
    "planning.fit": ("RoleFits",),
    "rdf.query": ("QueryResult", "Row", "Iri", "Text"),
    "planning.variety": ("Plans",),
    "views.view": ("View",),
    "interop.mentions": ("Mention", "Confidence"),
    "interop.advertisement": ("Advertisement",),
    "interop.graph_libraries": ("Frames", "PolarsFrames"),
    "ontology.wages": ("Wages", "Wage"),
    "ontology.mappings": ("Mappings", "Mapping"),
    "interop.join": ("Joined", "OccupationCoverage", "Match"),
    "interop.people.profile_reading": ("ProfileReading", "Understood", "NotUnderstood"),
    "interop.published.report": ("Imported", "ImportReport", "LeftOut"),
}
"""The classes of what the methods return, which nobody imports but everybody uses."""

MODULES = {
    "tables": {
        "gap_table": ("gap_table",),
        "plan_table": ("plan_table",),
        "spark": ("gaps", "plans"),
    },
    "imports": {
        "esco": ("load", "read"),
        "onet": ("load", "read", "level_of"),
        "join": ("join",),
        "profiles": ("load_profile",),
        "people.json_resume": ("load_resume", "decode_resume"),
        "people.skill_list": ("load_list", "decode_list", "load_table", "decode_table"),
        "people.curriculum_vitae": ("decode_curriculum",),
        "mentions": ("find_mentions", "unclear_names", "Suggest"),
        "advertisement": ("load_advertisement", "read_advertisement"),
        "formats.tables": ("read_nodes", "read_edges"),
        "csv_table": ("neutral", "original"),
        "formats.markdown": ("plan_markdown", "graph_markdown"),
    },
}
"""For each page the modules of `mlcareer_graph.interop` that are imported from where they are, with their functions."""


def interface_pages() -> Iterator[tuple[str, str]]:
    """The pages, as names of files and Markdown."""
    public = [getattr(mlcareer_graph, name) for name in mlcareer_graph.__all__]
    errors = [item for item in public if _room(item) == "errors"]
    graph = [item for item in public if _room(item) in ("graph", "interop", "loading")]
    planning = [item for item in public if _room(item) == "planning"]
    model = [item for item in public if item not in (*errors, *graph, *planning)]
    results = [
        getattr(import_module(f"mlcareer_graph.{module}"), name) for module, names in RESULTS.items() for name in names
    ]
    parts = (
        ("graph", "The graph", "`import mlcareer_graph as mcg`, and everything starts from `mcg.load_graph()`.", graph),
        ("planning", "Profiles and plans", "What a person knows, and the cheapest way from there.", planning),
        ("results", "Results", "What the methods of a graph and of a plan return. Nobody has to import them.", results),
        ("model", "Concepts and their parts", "The words that the graph is made of.", model),
        ("errors", "Errors", "All derive from `MLCareerError` and from the builtin that fits.", errors),
    )
    modules = (
        ("tables", "Tables and Spark", "Functions for [tables of people](../../how-to/tables-and-spark.md)."),
        ("imports", "Other people's data", "Functions for what others publish and write, and for what they read."),
    )
    for name, title, intro, items in parts:
        yield f"{name}.md", page(title, [intro, "", *_directives(items)])
    for name, title, intro in modules:
        yield f"{name}.md", page(title, [intro, "", *_modules(MODULES[name])])
    toctree = ["```{toctree}", *(name for name, *_ in (*parts, *modules)), "```"]
    intro = "Every name that `import mlcareer_graph` gives, and the classes of what its methods return."
    yield "index.md", page("Python", [intro, "", *toctree])


def _modules(listed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, functions in listed.items():
        yield f"## mlcareer_graph.interop.{name}"
        yield ""
        yield "```{eval-rst}"
        yield f".. automodule:: mlcareer_graph.interop.{name}"
        yield f"   :members: {', '.join(functions)}"
        yield "```"
        yield ""


def _room(item: object) -> str:
    return str(item.__module__).split(".")[1]  # type: ignore[attr-defined]


def _directives(items: list[type]) -> Iterator[str]:
    for item in items:
        name = f"{item.__module__}.{item.__qualname__}" if item.__name__ not in mlcareer_graph.__all__ else ""
        yield f"## {item.__name__}"
        yield ""
        yield "```{eval-rst}"
        if inspect.isclass(item):
            yield f".. autoclass:: {name or 'mlcareer_graph.' + item.__name__}"
            yield "   :members:"
            if not issubclass(item, Exception):
                yield "   :inherited-members: Mapping, Sequence, list, tuple, dict, Enum, IntEnum, int, str"
        else:
            yield f".. autofunction:: {name or 'mlcareer_graph.' + item.__name__}"
        yield "```"
        yield ""
