# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 5. Your organisation's own graph
#
# The data analyst of these notebooks works at Acme. Acme has a feature store and a course of its own, and a role that no
# public graph knows. All of it goes into one YAML file, laid on top of the shipped graph; nothing is changed in that.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import mlcareer_graph as mcg

place = tempfile.TemporaryDirectory()
knows = ["Python", "SQL:practitioner"]
person = {"hours_per_week": 8, "budget": 1500}

# %% [markdown]
# ## The file
#
# A concept is what its file in `ontology/concepts` would hold. It may refer to concepts of the shipped graph by their ids.
# Hours are low, likely and high, and somebody says why. `checked` is the day on which somebody looked at the figures of
# the course; a plan takes no course without it unless it is asked to.

# %%
ACME = """
concepts:
  - id: acme
    kind: organization
    name: Acme

  - id: acme-feature-store
    kind: technology
    name: Acme Feature Store
    aliases: [AFS]
    definition: The place where teams at Acme keep the features of their models.
    hours: {working: [6, 10, 20], because: "What the platform team counts for a new colleague."}
    requires:
      - {any_of: [sql], because: "Features are defined in SQL."}
      - {any_of: [pandas, polars], because: "Features are read as data frames."}

  - id: acme-fraud-analyst
    kind: role
    name: Fraud analyst at Acme
    definition: Finds fraud in payments with models that others can check.
    requires:
      - {any_of: [acme-feature-store], because: "All features come from it."}
      - {any_of: [sql], level: practitioner, because: "Most of the work is queries."}
      - {any_of: [supervised-learning], because: "Fraud is told from the rest by a classifier."}
      - {any_of: [scikit-learn], because: "Models in use are written with it."}
      - {any_of: [docker], strength: preferred, because: "Some ship their own models."}

  - id: acme-academy
    kind: education-path
    name: Acme Academy, models in payments
    definition: Two weeks in which the fraud team teaches its tools.
    path_kind: course
    checked: 2026-11-02
    weeks: 2
    hours: {low: 30, likely: 40, high: 50, because: "Two weeks of half days."}
    price: {likely: 0, currency: USD}
    requires:
      - {any_of: [python], because: "The exercises are in Python."}
    teaches:
      - {know: scikit-learn, level: working}
      - {know: pandas, level: working}
      - {know: acme-feature-store, level: working}
    offered_by: [acme]
"""
path = Path(place.name) / "acme.yaml"
path.write_text(ACME, encoding="utf-8")
shipped = mcg.load_graph()
graph = mcg.load_graph(extend=[path])
f"{len(shipped):,} concepts, with Acme's {len(graph):,}"

# %%
graph.find("AFS")

# %% [markdown]
# ## Where it hangs together
#
# What stands around the new role: its requirements lead into the shipped graph.

# %%
graph.view(around="acme-fraud-analyst", depth=2)

# %% [markdown]
# ## The plan, across both
#
# The cheapest way weighs Acme's own course against self-study.

# %%
plan = graph.plan("Fraud analyst at Acme", knows, **person)
plan

# %%
by_self_study = graph.plan("Fraud analyst at Acme", knows, education="none", **person)
pd.DataFrame(
    {
        "way": name,
        "hours_likely": found.hours.likely,
        "weeks": found.weeks,
        "takes": ", ".join(step.concept.name for step in found.steps if step.kind == "take"),
    }
    for name, found in {"cheapest": plan, "self-study": by_self_study}.items()
)

# %% [markdown]
# ## A team
#
# Which of Acme's people are nearest to the role? Names stay with Acme: a profile is what somebody knows.

# %%
team = {
    "the data analyst": knows,
    "a developer": ["Python:practitioner", "Docker", "Git"],
    "a statistician": ["R", "statistics:practitioner", "SQL"],
}
batch = graph.plan_many(("Fraud analyst at Acme", known) for known in team.values())
frame = batch.to_frame()
frame.insert(0, "who", list(team))
frame[["who", "hours_low", "hours_likely", "hours_high", "price_usd", "steps", "status"]]

# %% [markdown]
# ## What if the file is wrong?
#
# Every problem is reported at once, with where it is and what to do.

# %%
wrong = Path(place.name) / "wrong.yaml"
wrong.write_text(
    """
concepts:
  - {id: acme-radar, kind: tecnology, name: Radar}
  - {id: acme-lead, kind: role, name: Lead, requires: [leadership-in-fraud]}
""",
    encoding="utf-8",
)
try:
    mcg.load_graph(extend=[path, wrong])
except mcg.InvalidGraphError as error:
    for problem in error.problems:
        print(problem)

# %% [markdown]
# ## Pass it on
#
# As one file that holds all of it, for a colleague who has no YAML.

# %%
graph.save(Path(place.name) / "acme-graph.json")
same = mcg.load_graph(Path(place.name) / "acme-graph.json") == graph
place.cleanup()
same
