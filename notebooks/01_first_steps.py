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
# # 1. First steps
#
# A data analyst knows Python and SQL, has eight hours a week and 1,500 US dollars, and wonders what comes next. The six
# notebooks in this folder follow her. This one loads the graph and looks around in it.
#
# Everything runs offline. Hours are estimates: low, likely and high.

# %%
import tempfile
from collections import Counter
from pathlib import Path

import networkx as nx
import pandas as pd

import mlcareer_graph as mcg

graph = mcg.load_graph()
graph

# %% [markdown]
# ## Find things by the names people use
#
# `find` gives one concept from any of its names and raises an error rather than guess; `search` ranks what is near.

# %%
{name: graph.find(name).name for name in ["sklearn", "torch", "k8s", "ML engineer"]}

# %%
[concept.name for concept in graph.search("gradient", limit=5)]

# %%
try:
    graph.find("machine lerning enginer of sorts")
except mcg.UnknownConceptError as error:
    print(error)

# %% [markdown]
# ## One concept
#
# What it is, how long it takes, and what is claimed about it, each with where that comes from.

# %%
graph["data-scientist"]

# %% [markdown]
# What it needs, what needs it, and the picture of both. In the picture, select a box to read about it.

# %%
pd.DataFrame(
    {
        "at least": requirement.at_least,
        "of": ", ".join(graph[option].name for option in requirement.options),
        "level": str(requirement.level),
        "strength": str(requirement.strength),
    }
    for requirement in graph.requirements("deep learning")
)

# %%
graph.view(around="deep-learning")

# %% [markdown]
# ## How far is it?
#
# The gap lists what a role asks for: met, partly met, open.

# %%
knows = ["Python", "SQL:practitioner"]
gap = graph.gap("data scientist", knows)
gap

# %% [markdown]
# ## The cheapest plan
#
# A plan pays each step once, however many later steps need it, and carries a proof that no other plan takes fewer hours.
# First a small target: Keras, a library for deep learning.

# %%
plan = graph.plan("keras", knows=knows, hours_per_week=8)
plan

# %% [markdown]
# `explain` goes from a step back to the target and to the source. `verify` checks order, coverage and cost again without
# the solver.

# %%
print(plan.explain("gradient descent"))
print()
print(plan, "| verified:", bool(plan.verify()))

# %% [markdown]
# ## The plan as data
#
# Every table says in the names of its columns what it counts in.

# %%
plan.to_frame()[["stage", "name", "to_level", "hours_low", "hours_likely", "hours_high", "because"]]

# %% [markdown]
# ## What opens most doors?
#
# `to_networkx` keeps every requirement as an edge from what needs to what is needed. Where only one option will do,
# whatever leads to a competency along these edges cannot be learned without it.

# %%
network = graph.to_networkx()
needs = [(one, other, data["group"]) for one, other, data in network.edges(data=True) if data["relation"] == "requires"]
options = Counter((one, group) for one, _, group in needs)
binding = nx.DiGraph((one, other) for one, other, group in needs if options[one, group] == 1)
opens = {
    node: len(nx.ancestors(binding, node)) for node in binding if network.nodes[node]["kind"] in ("skill", "technology")
}
top = pd.Series(opens, name="concepts that build on it").nlargest(10).rename(lambda node: graph[node].name)
top.to_frame()

# %% [markdown]
# ## Keep it
#
# A page that needs nothing but itself, a picture for a slide, and the whole graph as data.

# %%
with tempfile.TemporaryDirectory() as folder:
    plan.view().save(Path(folder) / "plan.html")
    plan.view().save(Path(folder) / "plan.svg")
    graph.save(Path(folder) / "graph.json")
    sizes = {file.name: f"{file.stat().st_size / 1000:,.0f} kB" for file in sorted(Path(folder).iterdir())}
    same = mcg.load_graph(Path(folder) / "graph.json") == graph
sizes, same
