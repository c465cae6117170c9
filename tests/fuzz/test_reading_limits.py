"""Every limit of reading is obeyed where it is lowered, and gives way where it is raised, by every reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlcareer_graph import CareerGraph, InvalidGraphError, LoadError, Plan, Profile, ReadingLimits, load_graph
from mlcareer_graph.interop import esco, onet
from mlcareer_graph.interop.advertisement import load_advertisement
from mlcareer_graph.interop.formats.tables import read_edges, read_nodes
from mlcareer_graph.interop.people.skill_list import load_list, load_table
from mlcareer_graph.interop.profiles import load_profile
from mlcareer_graph.limits import DEFAULT_LIMITS

LOW: Mapping[str, tuple[float, str]] = {
    "max_bytes": (200, "more than 200 bytes"),
    "max_depth": (1, "levels of nesting|nested more than 1 deep"),
    "max_statements": (5, "more than 5 (statements|values)"),
    "max_text": (400, "(characters in one text|a text has more than 400)"),
    "max_label": (50, "a name has more than 50 characters"),
    "max_digits": (10, "(characters in one number|a number has more than 10)"),
    "max_seconds": (-1.0, "(seconds of reading|reading takes more than)"),
}
"""For each limit one that is too low for the graph below, and what is said then."""

_FLAT = (".nt", ".nq", ".ttl.gz")
_NESTED = {
    ".ttl": "@prefix : <urn:a:> . :a :b [ :b [ :b [ :b 1 ] ] ] .",
    ".trig": "@prefix : <urn:a:> . { :a :b [ :b [ :b [ :b 1 ] ] ] . }",
}
"""What the library itself writes in these is flat."""

SUFFIXES = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".ttl.gz", ".json", ".yaml")


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """Some concepts with long names and texts, and a number of many digits."""
    records = [
        {
            "id": f"skill-{number}",
            "kind": "skill",
            "name": "n" * 60,
            "definition": "d" * 500,
            "observations": [{"measure": "m", "value": 12345678901234, "unit": "u"}],
        }
        for number in range(120)
    ]
    return CareerGraph.from_dict({"concepts": records})


@pytest.fixture(scope="module")
def files(graph: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The graph in each format, by suffix."""
    folder = tmp_path_factory.mktemp("limits")
    paths = {suffix: folder / f"graph{suffix}" for suffix in SUFFIXES}
    for suffix, path in paths.items():
        if suffix == ".yaml":
            path.write_text(yaml.dump(graph.to_dict(), Dumper=yaml.CSafeDumper), encoding="utf-8")
        else:
            graph.save(path)
    return paths


def test_every_limit_is_lowered_here() -> None:
    """A limit that is added to the class is tested."""
    assert set(LOW) == {field.name for field in fields(ReadingLimits)}


# Lines have no depth, and what is compressed has that of what it holds.
_CASES = [(suffix, limit) for suffix in SUFFIXES for limit in LOW if limit != "max_depth" or suffix not in _FLAT]


@pytest.mark.parametrize(("suffix", "limit"), _CASES)
def test_a_graph_beyond_a_lowered_limit_is_refused(
    files: Mapping[str, Path], graph: CareerGraph, tmp_path: Path, suffix: str, limit: str
) -> None:
    """`load_graph` reads the file within the usual limits, and with any of them too low is an error that says which."""
    path = files[suffix]
    if limit == "max_depth" and suffix in _NESTED:
        path = tmp_path / f"nested{suffix}"
        path.write_text(_NESTED[suffix], encoding="utf-8")
    low, words = LOW[limit]
    with pytest.raises((LoadError, InvalidGraphError), match=words):
        load_graph(path, limits=ReadingLimits(**{limit: low}))
    if limit == "max_bytes":
        assert load_graph(path, limits=ReadingLimits()) == graph


def test_limits_hold_for_folders_and_extensions(tmp_path: Path) -> None:
    """In a folder what is beyond a limit is a problem of its file; an extension is held to it, what is below is not."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own-skill.yaml").write_text("id: own-skill\nkind: skill\nname: Our own skill\n", encoding="utf-8")
    short = ReadingLimits(max_label=12)
    for source, extend in ((folder, ()), (None, folder), (None, [folder / "own-skill.yaml"])):
        with pytest.raises(InvalidGraphError, match="a name has more than 12 characters") as caught:
            load_graph(source, extend=extend, limits=short)
        assert [problem.where for problem in caught.value.problems] == ["own-skill.yaml"]
        assert "own-skill" in load_graph(source, extend=extend, limits=ReadingLimits(max_label=13))
    with pytest.raises(InvalidGraphError, match="more than 10 bytes"):
        load_graph(folder, limits=ReadingLimits(max_bytes=10))


@pytest.mark.parametrize("suffix", [".ttl", ".json", ".yaml"])
def test_raised_limits_let_more_in(tmp_path: Path, suffix: str) -> None:
    """A name, a text, and a depth beyond the usual limits are read where these are raised."""
    record = {"id": "a", "kind": "skill", "name": "n" * 20_001, "definition": "d" * 1_000_001}
    raised = ReadingLimits(max_label=30_000, max_text=2_000_000)
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"concepts": [record]}), encoding="utf-8")
    graph = load_graph(path, limits=raised)
    other = tmp_path / f"graph{suffix}"
    if suffix == ".yaml":
        other.write_text(yaml.dump(graph.to_dict(), Dumper=yaml.CSafeDumper), encoding="utf-8")
    else:
        graph.save(other)
    assert load_graph(other, limits=raised) == graph
    with pytest.raises((LoadError, InvalidGraphError)):
        load_graph(other)


SHIPPED = load_graph()
_PLAN = SHIPPED.plan("keras", knows=["Python"]).to_dict()
_ESCO = {
    "occupations_en.csv": "conceptUri,preferredLabel\nurn:o,An occupation\n",
    "skills_en.csv": "conceptUri,preferredLabel\nurn:s,A skill\n",
    "occupationSkillRelations_en.csv": "occupationUri,relationType,skillUri\nurn:o,essential,urn:s\n",
}
_ONET = {"Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n15-2051.00\tData Scientists\tThey do.\n"}

_Reader = Callable[[Path, ReadingLimits], Any]
_TABLES = (ReadingLimits(max_bytes=5), ReadingLimits(max_statements=2), ReadingLimits(max_seconds=-1))
OTHERS: Mapping[str, tuple[str, str, _Reader, tuple[ReadingLimits, ...]]] = {
    "profile of YAML": (
        "me.yaml",
        "knows: [Python, SQL]\n",
        lambda path, limits: Profile.load(path, SHIPPED, limits=limits),
        (ReadingLimits(max_bytes=5), ReadingLimits(max_statements=2)),
    ),
    "profile of JSON": (
        "me.json",
        '{"knows": [{"know": "Python"}, "SQL"]}',
        lambda path, limits: load_profile(path, SHIPPED, limits=limits),
        (ReadingLimits(max_depth=2), ReadingLimits(max_text=5)),
    ),
    "plan": (
        "plan.json",
        json.dumps(_PLAN),
        lambda path, limits: Plan.load(path, SHIPPED, limits=limits),
        (ReadingLimits(max_statements=20), ReadingLimits(max_seconds=-1)),
    ),
    "list": (
        "me.txt",
        "Python\nSQL\n",
        lambda path, limits: load_list(path, SHIPPED, limits=limits),
        (ReadingLimits(max_bytes=5),),
    ),
    "list of a profile": (
        "me.txt",
        "Python\nSQL\n",
        lambda path, limits: load_profile(path, SHIPPED, limits=limits),
        (ReadingLimits(max_bytes=5),),
    ),
    "table of skills": (
        "me.csv",
        "name\nPython\nSQL\n",
        lambda path, limits: load_table(path, SHIPPED, limits=limits),
        (*_TABLES, ReadingLimits(max_text=5)),
    ),
    "table of a profile": (
        "me.csv",
        "name\nPython\nSQL\n",
        lambda path, limits: load_profile(path, SHIPPED, limits=limits),
        (*_TABLES, ReadingLimits(max_text=5)),
    ),
    "advertisement": (
        "job.txt",
        "You know Python and SQL.\n",
        lambda path, limits: load_advertisement(path, SHIPPED, limits=limits),
        (ReadingLimits(max_bytes=5),),
    ),
    "nodes": (
        "a.nodes.csv",
        "id,kind,name,definition,aliases,hours\na,skill,A long name,,,\nb,skill,B,,,\n",
        lambda path, limits: read_nodes(path, limits=limits),
        (*_TABLES, ReadingLimits(max_text=8)),
    ),
    "edges": (
        "a.edges.csv",
        "id,source,target,key,relation,level,group,at_least,strength,applies_from,saves,evidence\n",
        lambda path, limits: read_edges(path, limits=limits),
        (ReadingLimits(max_bytes=5), ReadingLimits(max_statements=0), ReadingLimits(max_seconds=-1)),
    ),
}


@pytest.mark.parametrize(("name", "low"), [(name, low) for name, row in OTHERS.items() for low in row[-1]])
def test_other_readers_obey_too(tmp_path: Path, name: str, low: ReadingLimits) -> None:
    """Profiles, plans, lists, tables and advertisements are read within the usual limits and refused beyond others."""
    file, text, read, _ = OTHERS[name]
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    assert read(path, DEFAULT_LIMITS) is not None
    with pytest.raises(LoadError, match="more than") as caught:
        read(path, low)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("low", "words"),
    [
        (ReadingLimits(max_bytes=5), "more than 5 characters"),
        (ReadingLimits(max_text=5), "more than 5 characters"),
        (ReadingLimits(max_statements=1), "more than 1 rows"),
        (ReadingLimits(max_seconds=-1), "reading takes more than -1 s"),
    ],
)
def test_published_tables_obey_too(tmp_path: Path, low: ReadingLimits, words: str) -> None:
    """The tables of ESCO and O*NET are read within the usual limits and refused beyond lower ones."""
    for folder, tables in (("esco", _ESCO), ("onet", _ONET)):
        (tmp_path / folder).mkdir()
        for file, text in tables.items():
            (tmp_path / folder / file).write_text(text, encoding="utf-8")
    assert len(esco.read(tmp_path / "esco").graph.skills) == 1
    assert len(onet.read(tmp_path / "onet").graph.roles) == 1
    with pytest.raises(LoadError, match=words):
        esco.read(tmp_path / "esco", limits=low)
    with pytest.raises(LoadError, match=words):
        onet.load(tmp_path / "onet", limits=low)
