"""The compiled graph: a cache that is never stale, never half written, and never needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import mlcareer_graph
from mlcareer_graph import CareerGraph, InvalidGraphError, MissingSourceError, load_graph
from mlcareer_graph.ontology import compile_ontology, compiled
from mlcareer_graph.ontology.columns import from_columns

TEXT = "id: {id}\nkind: skill\nname: {name}\ndefinition: A skill.\nhours: 10\n"


class Checkout:
    """A small checkout: a package folder without code, and three concepts beside it."""

    def __init__(self, root: Path) -> None:
        self.package = root / "mlcareer_graph"
        self.compiled = self.package / "_compiled" / "graph.json"
        self.concepts = root / "ontology" / "concepts"
        self.package.mkdir(parents=True)
        self.concepts.mkdir(parents=True)
        for name in ("algebra", "calculus", "statistics"):
            self.write(name)

    def write(self, name: str, text: str | None = None) -> None:
        """Write one source, with a time of its own so that no clock is too coarse."""
        path = self.concepts / f"{name}.yaml"
        path.write_text(text or TEXT.format(id=name, name=name.title()), encoding="utf-8")
        os.utime(path, ns=(0, path.stat().st_mtime_ns + len(text or "") + 1))

    def install(self) -> None:
        """Move the ontology into the package, as in a wheel."""
        (self.package / "_ontology").mkdir()
        self.concepts = self.concepts.rename(self.package / "_ontology" / "concepts")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A small checkout that `load_graph` takes for its own."""
    made = Checkout(tmp_path)
    monkeypatch.setattr(compiled, "_PACKAGE", made.package)
    return made


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders compiled since the test began."""
    folders: list[Path] = []
    check_sources = compiled.check_sources

    def noted(folder: Path) -> object:
        folders.append(folder)
        return check_sources(folder)

    monkeypatch.setattr(compiled, "check_sources", noted)
    return folders


def test_the_sources_are_compiled_once(checkout: Checkout, compilations: list[Path]) -> None:
    """The first load writes the compiled graph, the next ones read it."""
    first = load_graph()
    assert list(first) == ["algebra", "calculus", "statistics"]
    assert load_graph() == first == load_graph()
    assert compilations == [checkout.concepts]
    assert _names(checkout.compiled.parent) == ["graph.json"]


def _add(checkout: Checkout) -> list[str]:
    checkout.write("topology")
    return ["algebra", "calculus", "statistics", "topology"]


def _remove(checkout: Checkout) -> list[str]:
    (checkout.concepts / "calculus.yaml").unlink()
    return ["algebra", "statistics"]


def _rename(checkout: Checkout) -> list[str]:
    (checkout.concepts / "calculus.yaml").unlink()
    checkout.write("analysis")
    return ["algebra", "analysis", "statistics"]


def _add_in_folder(checkout: Checkout) -> list[str]:
    (checkout.concepts / "geometry").mkdir()
    checkout.write("geometry/topology", TEXT.format(id="topology", name="Topology"))
    return ["algebra", "calculus", "statistics", "topology"]


@pytest.mark.parametrize("change", [_add, _remove, _rename, _add_in_folder])
def test_changes_of_the_sources_are_noticed(checkout: Checkout, change: Callable[[Checkout], list[str]]) -> None:
    """A source that is added, removed or renamed is in the next graph that is loaded."""
    load_graph()
    expected = change(checkout)
    assert list(load_graph()) == expected
    assert list(load_graph()) == expected


def test_a_changed_text_is_noticed(checkout: Checkout) -> None:
    """A source that changes, even without changing its length, is read again."""
    load_graph()
    checkout.write("algebra", TEXT.format(id="algebra", name="Algebro"))
    assert load_graph()["algebra"].name == "Algebro"


def test_a_broken_source_is_an_error_until_it_is_mended(checkout: Checkout) -> None:
    """A broken source is told, the old compiled graph does not hide it, and mending it is enough."""
    good = load_graph()
    checkout.write("algebra", "id: algebra\n")
    for _ in range(2):
        with pytest.raises(InvalidGraphError, match=r"algebra\.yaml"):
            load_graph()
    checkout.write("algebra")
    assert load_graph() == good


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "half": lambda data: data[: len(data) // 2],
    "list": lambda data: b"[]",
    "null": lambda data: b"null",
    "noise": lambda data: b"\xff\x00\x80",
    "not UTF-8": lambda data: data.replace(b"Algebra", b"Alg\xe9bra"),
    "other format": lambda data: data.replace(b'"format":', b'"format":9'),
    "no graph": lambda data: data.replace(b'"graph":', b'"other":'),
    "empty graph": lambda data: json.dumps(json.loads(data) | {"graph": {}}).encode(),
    "null graph": lambda data: json.dumps(json.loads(data) | {"graph": None}).encode(),
    "wrong reference": lambda data: data.replace(b'"efforts":[[[[2', b'"efforts":[[[[7'),
    "unknown kind": lambda data: data.replace(b'"skill":', b'"hobby":'),
    "nested": lambda data: b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_made_anew(checkout: Checkout, compilations: list[Path], damage: str) -> None:
    """Whatever has happened to the compiled file, the graph loads, and the file is whole again."""
    good = load_graph()
    data = checkout.compiled.read_bytes()
    damaged = DAMAGES[damage](data)
    assert damaged != data
    checkout.compiled.write_bytes(damaged)
    assert load_graph() == good
    assert len(compilations) == 2
    assert checkout.compiled.read_bytes() == data


def test_a_folder_that_cannot_be_written_is_no_obstacle(checkout: Checkout, compilations: list[Path]) -> None:
    """Where the compiled graph cannot be kept, every load compiles it in memory."""
    checkout.compiled.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert load_graph() == load_graph()
    assert len(compilations) == 2
    assert _names(checkout.package) == ["_compiled"]


def test_a_full_disk_leaves_what_was_there(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails half-way keeps the old file whole and leaves no other behind."""
    load_graph()
    data = checkout.compiled.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mlcareer_graph.files.os.fsync", full)
    checkout.write("topology")
    assert "topology" in load_graph()
    assert checkout.compiled.read_bytes() == data
    assert _names(checkout.compiled.parent) == ["graph.json"]
    with pytest.raises(OSError, match="No space left"):
        compile_ontology(checkout.concepts, checkout.compiled)
    assert _names(checkout.compiled.parent) == ["graph.json"]


def test_the_cache_is_for_everybody(checkout: Checkout) -> None:
    """The compiled file has the permissions of any new file, so that another user can read it."""
    load_graph()
    probe = checkout.compiled.with_name("probe")
    probe.touch()
    assert checkout.compiled.stat().st_mode == probe.stat().st_mode


def test_compiling_is_deterministic(checkout: Checkout, tmp_path: Path) -> None:
    """The same sources give the same bytes wherever and since when they lie: two builds of a wheel are alike."""
    elsewhere = tmp_path / "elsewhere" / "concepts"
    shutil.copytree(checkout.concepts, elsewhere, copy_function=shutil.copyfile)
    targets = [tmp_path / name / "graph.json" for name in ("one", "two")]
    for concepts, target in zip((checkout.concepts, elsewhere), targets, strict=True):
        compile_ontology(concepts, target)
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert from_columns(json.loads(targets[0].read_bytes())["graph"]) == load_graph()


def test_an_installed_package_does_not_look_at_its_sources(checkout: Checkout, compilations: list[Path]) -> None:
    """In a wheel the compiled graph is read as it is; the files beside it may have any date."""
    good = load_graph()
    checkout.install()
    checkout.write("topology")
    assert load_graph() == good
    assert len(compilations) == 1


def test_an_installed_package_without_cache_compiles_in_memory(checkout: Checkout) -> None:
    """If the compiled graph of a wheel is lost, its sources serve, and nothing is written into the package."""
    checkout.install()
    assert list(load_graph()) == ["algebra", "calculus", "statistics"]
    assert _names(checkout.package) == ["_ontology"]


def test_a_package_without_ontology_says_so(checkout: Checkout) -> None:
    """Without sources there is no graph, and the error names the folder that is missing."""
    shutil.rmtree(checkout.concepts)
    with pytest.raises(MissingSourceError, match="concepts"):
        load_graph()


# ---------------------------------------------------------------------- whole processes

COUNT = "import mlcareer_graph as m; print(m.__file__, *m.load_graph())"


@pytest.fixture
def copied(tmp_path: Path) -> Checkout:
    """The real package, copied beside three concepts."""
    made = Checkout(tmp_path)
    source = Path(mlcareer_graph.__file__).parent
    leave_out = shutil.ignore_patterns("_compiled", "_ontology", "views")
    shutil.copytree(source, made.package, ignore=leave_out, dirs_exist_ok=True)
    return made


def _start(checkout: Checkout) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(checkout.package.parent)}
    return subprocess.Popen(
        [sys.executable, "-c", COUNT], stdout=subprocess.PIPE, env=environment, cwd=checkout.concepts, text=True
    )


def _loaded(process: subprocess.Popen[str], checkout: Checkout) -> list[str]:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    path, *ids = output.split()
    assert Path(path).is_relative_to(checkout.package)
    return ids


def test_first_loads_at_the_same_time_all_succeed(copied: Checkout) -> None:
    """Several processes that find no compiled graph all compile it and get in nobody's way."""
    processes = [_start(copied) for _ in range(5)]
    assert [_loaded(process, copied) for process in processes] == [["algebra", "calculus", "statistics"]] * 5
    assert _names(copied.compiled.parent) == ["graph.json"]
    assert isinstance(from_columns(json.loads(copied.compiled.read_bytes())["graph"]), CareerGraph)


def test_a_checkout_refreshes_itself(copied: Checkout) -> None:
    """A new process sees what has changed since the last one."""
    assert len(_loaded(_start(copied), copied)) == 3
    copied.write("topology")
    assert len(_loaded(_start(copied), copied)) == 4
    _remove(copied)
    assert _loaded(_start(copied), copied) == ["algebra", "statistics", "topology"]
