"""The library in threads, workers and unusual surroundings: always the same answers."""

from __future__ import annotations

import ast
import hashlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Barrier

import pytest

import mlcareer_graph
from mlcareer_graph import CareerGraph
from mlcareer_graph.rdf import description
from mlcareer_graph.views import areas, page

ROOT = Path(__file__).parents[2]
THREADS = 8
_CACHED = type(cache(len))
MODULES = (areas, description, page)
"""Those that keep what they have read."""

SUFFIXES = (
    *(".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".ttl.gz", ".json"),
    *(".graphml", ".gexf", ".cyjs", ".nodes.csv", ".edges.csv", ".md"),
)

EXPORTS = f"""
import sys
from datetime import date
from pathlib import Path
import mlcareer_graph as mcg
folder = Path(sys.argv[1])
graph = mcg.load_graph(folder / "own.json")
for suffix in {SUFFIXES!r}:
    graph.save(folder / f"out{{suffix}}")
plan = graph.plan("job", knows=["zinc"])
for suffix in (".html", ".svg", ".mmd", ".dot"):
    plan.view().save(folder / f"plan{{suffix}}")
graph.view().save(folder / "map.html")
(folder / "plan.md").write_text(plan.to_markdown(), encoding="utf-8")
plan.schedule(hours_per_week=10, start=date(2026, 1, 5)).save(folder / "plan.ics")
mcg.Profile.of(graph, ["zinc", "apfel:expert"]).save(folder / "me.yaml")
mcg.Profile.of(graph, ["zinc", "apfel:expert"]).save(folder / "me.json")
print(plan.cost)
"""

JOB = """
import mlcareer_graph as mcg
graph = mcg.load_graph()
plan = graph.plan("machine learning engineer", knows=["Python", "SQL:practitioner"])
assert_ = lambda holds: None if holds else exit(3)
assert_(plan.is_optimal and plan.verify())
assert_(plan.view().html and plan._repr_html_() and graph.view(around="keras").html)
small = mcg.CareerGraph.from_dict({"concepts": [{"id": "sql", "kind": "skill", "name": "SQL"}]})
assert_(len(small.to_rdf()) > 3)
assert_(graph.find("sklearn").id == "scikit-learn" and graph.search("lerning"))
print(plan.cost)
"""


def own_graph() -> dict[str, object]:
    """A graph whose names sort differently from one locale to another."""
    names = {"zinc": "Zinc", "apfel": "äpfel", "eclair": "Éclair", "insel": "İnsel", "isik": "ışık", "big": "Big I"}
    skills = [
        {
            "id": key,
            "kind": "skill",
            "name": name,
            "hours": [1.5, 2.25, 1e3],
            "requires": ["zinc"] if key != "zinc" else [],
        }
        for key, name in names.items()
    ]
    role = {"id": "job", "kind": "role", "name": "Jöb", "requires": [{"any_of": ["eclair", "insel"]}, "isik", "big"]}
    return {"concepts": [*skills, role]}


def available_locales() -> list[str]:
    """The locales to try: those that differ in what is lower case, what is a decimal point and how names sort."""
    program = shutil.which("locale")
    known = (
        subprocess.run([program, "-a"], capture_output=True, text=True, check=True).stdout.split() if program else []
    )
    wanted = ("tr_TR.utf8", "de_DE.utf8", "en_US.utf8")
    return ["C", *(name for name in wanted if name in known)]


def test_exports_are_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Hash seed, locale, time zone, encoding, working directory and date of the files change no byte of any export."""
    locales = available_locales()
    surroundings = [
        {"PYTHONHASHSEED": "1", "LC_ALL": locales[0], "TZ": "UTC", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": locales[-1], "TZ": "Pacific/Kiritimati", "PYTHONIOENCODING": "utf-8"},
        *(
            {"PYTHONHASHSEED": str(number), "LC_ALL": name, "TZ": "America/St_Johns"}
            for number, name in enumerate(locales[1:-1])
        ),
    ]
    found = []
    for number, environment in enumerate(surroundings):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "own.json").write_text(json.dumps(own_graph()), encoding="utf-8")
        run(EXPORTS, str(folder), cwd=folder if number % 2 else Path("/"), **environment)
        found.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())})
    assert len(found[0]) == len(SUFFIXES) + 10
    assert all(one == found[0] for one in found[1:])


def outputs(graph: CareerGraph) -> tuple[str, ...]:
    """What a graph answers, in every way that keeps something for the next time."""
    plan = graph.plan("job", knows=["zinc"])
    return (
        json.dumps(plan.to_dict()),
        graph.find("ÄPFEL").id,
        str([concept.id for concept in graph.search("eclar")]),
        str([concept.id for concept in graph.prerequisites("job", recursive=True)]),
        str(sorted(graph.to_networkx().edges("job"))),
        hashlib.sha256(plan.view().html.encode()).hexdigest(),
        hashlib.sha256(graph.view().html.encode()).hexdigest(),
        hashlib.sha256("".join(sorted(map(str, graph.to_rdf()))).encode()).hexdigest(),
        str(plan.explain(plan.steps[0].id)),
        str(graph.gap("job", knows=["zinc"])),
    )


def test_a_graph_shared_by_threads_answers_as_one_alone() -> None:
    """Eight threads that ask a graph which nobody has asked before, all at once, get what one thread gets."""
    alone = outputs(CareerGraph.from_dict(own_graph()))
    for cached in (function for module in MODULES for function in vars(module).values()):
        if isinstance(cached, _CACHED):
            cached.cache_clear()
    shared = CareerGraph.from_dict(own_graph())
    barrier = Barrier(THREADS)

    def ask() -> tuple[str, ...]:
        barrier.wait()
        return outputs(shared)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            together = [future.result() for future in [pool.submit(ask) for _ in range(THREADS)]]
    finally:
        sys.setswitchinterval(before)
    assert set(together) == {alone}


def test_queries_of_threads_are_answered_one_after_the_other() -> None:
    """Threads that query a graph at once share its store, and all get the same."""
    graph = CareerGraph.from_dict(own_graph())
    text = "SELECT ?s WHERE { ?s mlc:hasPrerequisite skill:zinc } ORDER BY ?s"
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: graph.query(text).to_csv(), range(THREADS)))
    assert len(set(answers)) == 1
    assert len(answers[0].splitlines()) > 1


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers_plan_as_their_parent(method: str) -> None:
    """A graph that is sent to another process, or found there by one that is forked, gives the same plans."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {method}")
    graph = CareerGraph.from_dict(own_graph())
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        assert pool.submit(cost_of, graph).result() == cost_of(graph)


def cost_of(graph: CareerGraph) -> str:
    """A plan of a graph as JSON."""
    return json.dumps(graph.plan("job", knows=["zinc"]).to_dict())


def run(
    code: str, *arguments: str, switches: tuple[str, ...] = (), before: tuple[str, ...] = (), **more: object
) -> str:
    """What another Python prints."""
    cwd = more.pop("cwd", None)
    path = more.pop("path", ROOT)
    command = [*before, sys.executable, *switches, "-c", code, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(path), **{key: str(value) for key, value in more.items()}}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=cwd)  # type: ignore[call-overload]
    assert ended.returncode == 0, ended.stderr
    return str(ended.stdout)


@pytest.fixture(scope="module")
def expected() -> str:
    """What the job prints in usual surroundings."""
    return run(JOB)


def test_optimised_and_with_warnings_as_errors_it_does_the_same(expected: str) -> None:
    """Under ``-OO``, which drops assertions and docstrings, and ``-W error`` the main job runs."""
    assert run(JOB, switches=("-OO", "-W", "error")) == expected


def test_without_any_network_it_does_the_same(expected: str) -> None:
    """Plans, pages, notebooks' representations and RDF need no network."""
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("a process cannot be cut off from the network here")
    assert run(JOB, before=("unshare", "-n")) == expected


def test_a_package_that_cannot_be_written_does_the_same(expected: str, tmp_path: Path) -> None:
    """In an installation that its user may not write, nothing is written and nothing is missed."""
    place = tmp_path / "site"
    shutil.copytree(
        ROOT / "mlcareer_graph", place / "mlcareer_graph", ignore=shutil.ignore_patterns("__pycache__", "_compiled")
    )
    shutil.copytree(ROOT / "ontology", place / "mlcareer_graph" / "_ontology")
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    before = ("unshare", "-m", "sh", "-c", mount, str(place))
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no folder can be made read-only here")
    code = f"import os\ntry: open({str(place / 'probe')!r}, 'w')\nexcept OSError: pass\nelse: exit(4)\n{JOB}"
    assert run(code, path=place, cwd="/", before=before, HOME="/nonexistent") == expected


def test_a_package_in_an_archive_does_the_same(expected: str, tmp_path: Path) -> None:
    """Imported from a ZIP archive it has its graph, its vocabulary and its pages, and leaves nothing behind."""
    place = tmp_path / "site"
    shutil.copytree(ROOT / "mlcareer_graph", place / "mlcareer_graph", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", place / "mlcareer_graph" / "_ontology")
    archive = shutil.make_archive(str(tmp_path / "package"), "zip", place)
    (tmp_path / "tmp").mkdir()
    code = f"{JOB}\nif '.zip' not in mcg.__file__: exit(4)"
    assert run(code, path=Path(archive), cwd="/", TMPDIR=tmp_path / "tmp") == expected
    assert list((tmp_path / "tmp").iterdir()) == []


def test_no_assertion_carries_meaning() -> None:
    """What is asserted only tells the type checker what is known: no call, and nothing about what a user gave."""
    for path in Path(mlcareer_graph.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert):
                calls = {getattr(call.func, "id", None) for call in ast.walk(node.test) if isinstance(call, ast.Call)}
                changes = [inner for inner in ast.walk(node.test) if isinstance(inner, ast.NamedExpr | ast.Await)]
                assert calls <= {"isinstance"}, f"{path}:{node.lineno}"
                assert not changes, f"{path}:{node.lineno}"
