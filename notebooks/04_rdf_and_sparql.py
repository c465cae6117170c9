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
# `graph.query` answers SPARQL; `mlc:`, `skos:`, `skill:` and such need no declaration. Which roles ask for both things that
# she knows?

# %%
graph.query("""
SELECT ?asking (STR(?label) AS ?role) WHERE {
  ?asking a mlc:Role ; mlc:hasPrerequisite technology:python, technology:sql ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "en")
} ORDER BY ?role
""")

# %% [markdown]
# The rows are Python values, an IRI knows its concept, and a table of pandas is one call away. What has to be known before
# deep learning, in an order in which it can be learned? A path expression follows the prerequisites to the end.

# %%
below = graph.query("""
SELECT (COUNT(DISTINCT ?below) - 1 AS ?prerequisites) ?concept WHERE {
  skill:deep-learning mlc:hasPrerequisite+ ?concept .
  ?concept mlc:hasPrerequisite* ?below .
} GROUP BY ?concept ORDER BY ?prerequisites ?concept
""")
print(", ".join(row.concept.concept.name for row in below))
below.to_frame()

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
answer = graph.query(question)
answer.to_frame().head(10)

# %% [markdown]
# ## Faster, and stopped in time
#
# With the extra `fast` a store written in Rust answers, without it rdflib; the answer is the same. The first query has
# built the store, in a process of its own, where the others find it.

# %%
begin = time.perf_counter()
fast = graph.query(question)
middle = time.perf_counter()
slow = list(rdf.query(question))
end = time.perf_counter()
engine = "Oxigraph" if find_spec("pyoxigraph") else "rdflib"
print(f"{engine}, ready: {(middle - begin) * 1000:.0f} ms; rdflib, here: {(end - middle) * 1000:.0f} ms")
print("the same answer:", [row[0] for row in fast] == [str(row[0]) for row in slow])

try:
    graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }", time_limit=0.5)
except mcg.QueryTimeoutError as error:
    print(error)
try:
    graph.query("SELECT * { SERVICE <https://example.org/sparql> { ?a ?b ?c } }")
except mcg.QueryError as error:
    print(error)

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
