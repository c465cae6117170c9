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
# # 4. RDF and SPARQL
#
# The same graph as linked data. `graph.to_rdf()` is an `rdflib.Graph`, so everything that speaks RDF works with it. The
# questions are those of the data analyst of these notebooks, who knows Python and SQL.

# %%
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

import mlcareer_graph as mcg
from mlcareer_graph.ontology import ontology_folder

graph = mcg.load_graph()
rdf = graph.to_rdf()
f"{len(graph):,} concepts are {len(rdf):,} triples"

# %% [markdown]
# ## One concept in Turtle
#
# A requirement is a node of its own, since it has alternatives, a level, a strength and evidence. What is derived from
# requirements, `mlc:hasPrerequisite`, can be followed as a path.

# %%
import rdflib

keras = rdflib.URIRef("https://w3id.org/mlcareer/technology/keras")
part = rdflib.Graph()
for prefix, namespace in rdf.namespaces():
    part.bind(prefix, namespace)
for triple in rdf.triples((keras, None, None)):
    part.add(triple)
print("\n".join(line for line in part.serialize(format="turtle").splitlines() if not line.startswith("@prefix")))

# %% [markdown]
# ## Ask it
#
# A small helper puts an answer into a table. Which roles ask for both things that she knows?

# %%
PREFIXES = """
PREFIX mlc: <https://w3id.org/mlcareer/ontology#>
PREFIX role: <https://w3id.org/mlcareer/role/>
PREFIX skill: <https://w3id.org/mlcareer/skill/>
PREFIX technology: <https://w3id.org/mlcareer/technology/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def ask(query):
    answer = rdf.query(PREFIXES + query)
    return pd.DataFrame([[value.toPython() for value in row] for row in answer], columns=[str(v) for v in answer.vars])


ask("""
SELECT (STR(?label) AS ?role) WHERE {
  ?asking a mlc:Role ; mlc:hasPrerequisite technology:python, technology:sql ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "en")
} ORDER BY ?role
""")

# %% [markdown]
# What has to be known before deep learning, in an order in which it can be learned? A path expression follows the
# prerequisites to the end.

# %%
ask("""
SELECT (COUNT(DISTINCT ?below) - 1 AS ?prerequisites) (STR(?label) AS ?name) WHERE {
  skill:deep-learning mlc:hasPrerequisite+ ?concept .
  ?concept mlc:hasPrerequisite* ?below ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "en")
} GROUP BY ?concept ?label ORDER BY ?prerequisites ?name
""")

# %% [markdown]
# The same around deep learning as a picture:

# %%
graph.view(around="deep-learning")

# %% [markdown]
# SPARQL says what *may* be needed. What is the cheapest choice among alternatives is not a question for SPARQL: that is
# what `graph.plan` answers.

# %%
print(graph.plan("deep learning", ["Python", "SQL:practitioner"], hours_per_week=8))

# %% [markdown]
# ## Questions that come with the graph
#
# The graph is held to a set of questions that people ask, each a SPARQL query in `ontology/questions`. Here is one of
# them as it stands.

# %%
folder = ontology_folder() / "questions"
question = (folder / "common-requirements.rq").read_text(encoding="utf-8")
print(len(list(folder.glob("*.rq"))), "questions; this one:", question.partition("\n")[0])
answer = rdf.query(question)
pd.DataFrame([[value.toPython() for value in row] for row in answer], columns=[str(v) for v in answer.vars]).head(10)

# %% [markdown]
# ## Faster: pyoxigraph
#
# With the extra `fast` there is a triple store written in Rust. It takes the same triples and gives the same answer.

# %%
if find_spec("pyoxigraph"):
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(rdf.serialize(format="nt", encoding="utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    begin = time.perf_counter()
    rows = list(store.query(question))
    middle = time.perf_counter()
    slow = list(rdf.query(question))
    end = time.perf_counter()
    print(f"{len(store):,} triples; pyoxigraph {(middle - begin) * 1000:.0f} ms, rdflib {(end - middle) * 1000:.0f} ms")
    print("the same answer:", [row[0].value for row in rows] == [str(row[0]) for row in slow])
else:
    print('pyoxigraph is not installed: pip install "mlcareer-graph[fast]"')

# %% [markdown]
# ## There and back
#
# The format follows from the suffix: `.ttl`, `.nt`, `.nq`, `.jsonld` or `.rdf`. What is read back is the same graph. For a
# small one that takes no time at all:

# %%
small = mcg.CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "sums", "kind": "skill", "name": "Sums", "hours": 10},
            {"id": "clerk", "kind": "role", "name": "Clerk", "requires": ["sums"]},
        ]
    }
)
with tempfile.TemporaryDirectory() as place:
    same = {}
    for suffix in ("ttl", "nt", "nq", "jsonld", "rdf"):
        path = Path(place) / f"small.{suffix}"
        small.save(path)
        same[suffix] = mcg.load_graph(path) == small
same
