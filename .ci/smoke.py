"""What an installed copy must be able to do, away from the checkout and with nothing but its own dependencies."""

import tempfile
from pathlib import Path

import mlcareer_graph as mcg

assert "site-packages" in mcg.__file__, mcg.__file__
graph = mcg.load_graph()
plan = graph.plan("machine learning engineer", knows=["Python", "SQL:practitioner"])
assert plan.status == "optimal", plan
assert plan.verify()
with tempfile.TemporaryDirectory() as folder:
    for suffix in (".ttl", ".nt", ".nq.gz", ".trig", ".jsonld", ".rdf"):
        path = Path(folder) / f"graph{suffix}"
        graph.save(path)
        assert mcg.load_graph(path) == graph, suffix
    plan.view().save(Path(folder) / "plan.html")
    graph.view(around="keras").save(Path(folder) / "keras.html")
assert len(graph.to_networkx()) == len(graph)
print(f"mlcareer_graph {mcg.__version__}: {len(graph)} concepts; {plan}")
