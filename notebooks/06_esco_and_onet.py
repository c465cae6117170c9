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
# # 6. ESCO and O*NET
#
# The data analyst of these notebooks has a profile at a European job service, in terms of ESCO, and reads American
# statistics, in terms of O*NET and SOC. `graph.mappings` says what those, ISCO-08 and Wikidata call a concept of the
# shipped graph, and how near the match is.
#
# The graph holds the mappings, with labels and codes. The classifications themselves are read from their downloads, as
# the last part of this notebook does with a few rows of each.

# %%
from collections import Counter

import pandas as pd

import mlcareer_graph as mcg

graph = mcg.load_graph()


def table(name):
    columns = ["vocabulary", "predicate", "label", "code", "confidence", "comment"]
    rows = [[getattr(mapping, column) for column in columns] for mapping in graph.mappings(name)]
    return pd.DataFrame(rows, columns=columns)


table("data analyst")

# %% [markdown]
# `skos:broadMatch` says that the other concept is the broader one. That is the usual case: ESCO and O*NET are coarser
# than a graph of one field.

# %%
table("machine learning engineer")

# %% [markdown]
# ## How much is mapped?
#
# The share of concepts of each kind that have a match in a vocabulary, and of those that have an exact or close one.

# %%
kinds = {"roles": graph.roles, "skills": graph.skills, "technologies": graph.technologies}
rows = []
for kind, concepts in kinds.items():
    matched, near = Counter(), Counter()
    for concept in concepts.values():
        mappings = graph.mappings(concept)
        matched.update({mapping.vocabulary for mapping in mappings})
        near.update({m.vocabulary for m in mappings if m.predicate in ("skos:exactMatch", "skos:closeMatch")})
    rows += [
        {
            "kind": kind,
            "vocabulary": vocabulary,
            "matched_share": round(count / len(concepts), 2),
            "exact_or_close_share": round(near[vocabulary] / len(concepts), 2),
        }
        for vocabulary, count in sorted(matched.items())
    ]
pd.DataFrame(rows)

# %% [markdown]
# ## From an ESCO profile to a plan
#
# A profile that names ESCO concepts by their IRIs. Only exact and close matches say that she knows the concept of this
# graph: who knows something broader does not know all that is in it, so those are left out, and listed.

# %%
profile = [
    "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d",
    "http://data.europa.eu/esco/skill/598de5b0-5b58-4ea7-8058-a4bc4d18c742",
    "http://data.europa.eu/esco/skill/7ee4c2ea-b349-4bd2-81a3-ec31475d4833",
    "http://data.europa.eu/esco/skill/4339176e-3acd-4f7f-a5d9-445bee3d23f2",
]
labels = {mapping.iri: mapping.label for concept in graph for mapping in graph.mappings(concept)}
{iri: labels[iri] for iri in profile}

# %%
known, unsure = {}, {}
for concept in graph.values():
    for mapping in graph.mappings(concept):
        if mapping.iri in profile and isinstance(concept, mcg.Competency):
            sure = mapping.predicate in ("skos:exactMatch", "skos:closeMatch")
            (known if sure else unsure).setdefault(concept.id, mapping.label)
print("known:", known)
print("not taken as known, since the match is looser:", len(unsure), "concepts, such as", sorted(unsure)[:5])

# %%
plan = graph.plan("data engineer", knows=known, hours_per_week=8, budget=1500)
plan

# %% [markdown]
# ## What it pays, by way of O*NET
#
# The occupation nearest to a role links it to the wage statistics of the United States. Each line says which occupation
# its figures are of, and how near that is.

# %%
for role in ("data analyst", "data engineer", "data scientist", "machine learning engineer"):
    print(graph.find(role).name)
    print(*(f"  {wage}" for wage in graph.wages(role, "United States")), sep="\n")

# %% [markdown]
# The role in the graph, for comparison: what it asks for is far more detailed than what an occupation says.

# %%
graph.view(around="data-engineer")

# %% [markdown]
# ## The whole of ESCO and of O*NET
#
# Both are read as they are published, as graphs of their own. Here it is a sample of a few rows in the same layout;
# `esco.load(folder)` with all of ESCO takes about a second. What had to be left out, if anything, is in the report.

# %%
from mlcareer_graph.interop import esco, onet

european = esco.read("data/esco-1.2")
american = onet.read("data/onet-29.3")
print(european.report, american.report, sep="\n")

# %%
european.graph.plan("data scientist", knows=["mathematics"])

# %% [markdown]
# ESCO says nothing of hours or levels, so each skill counts the same. Joined with the shipped graph, the competencies
# that both know have its prerequisites, hours and courses; the others stay as they are, and are listed.

# %%
from mlcareer_graph.interop.join import join

joined = join(european.graph)
print(joined.coverage("data scientist"))

# %%
plan = joined.graph.plan(joined.concept("data scientist"), knows=["Python", "SQL"])
print("no hours are known of:", ", ".join(step.concept.name for step in joined.without_hours(plan)))
plan

# %% [markdown]
# Titles that Americans use for several occupations are asked about, and technologies are alternatives: one of those of a
# commodity is enough.

# %%
print(dict(american.graph.ambiguous_names))
american.graph.gap("Data Scientists", knows=["Python", "Git"])
