"""Bad sources are refused, all problems of all files together, each with its file, key and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, InvalidGraphError, LoadError, MissingSourceError, Problem, load_graph
from mlcareer_graph.limits import ReadingLimits
from mlcareer_graph.ontology import check_sources, compile_ontology, sources, yaml_subset
from mlcareer_graph.ontology.syntax import SourceTextError

Write = Callable[[dict[str, str | bytes]], Path]

GOOD = """\
id: {id}
kind: skill
name: {name}
definition: A skill that the tests need.
hours: 10
"""


def good(concept_id: str, extra: str = "") -> str:
    """A concept without fault, and more lines."""
    return GOOD.format(id=concept_id, name=concept_id.title()) + extra


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files into a folder, which it returns."""

    def write_files(texts: dict[str, str | bytes]) -> Path:
        for name, text in texts.items():
            path = tmp_path / "concepts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / "concepts"

    return write_files


def _problems(folder: Path) -> list[Problem]:
    with pytest.raises(InvalidGraphError) as caught:
        load_graph(folder)
    for problem in caught.value.problems:
        assert problem.where
        assert problem.what
        assert problem.remedy
        assert str(problem) in str(caught.value)
    return list(caught.value.problems)


NEST = "\nkey: " + "[" * 101 + "]" * 101

BROKEN: dict[str, tuple[str | bytes, str, str]] = {
    "unknown key": (good("a", "defintion2: x\n"), "defintion2", "did you mean definition?"),
    "unknown key of a part": (
        good("a", "requires: [{any_of: [beta-test], lvl: expert}]\n"),
        "requires[0].lvl",
        "did you mean level?",
    ),
    "key of another kind": (good("a", "path_kind: course\n"), "path_kind", "unknown"),
    "relation of another kind": (good("a", "performs: [b]\n"), "performs", "unknown"),
    "dangling id": (good("a", "requires: [bb]\n"), "requires", "there is no concept 'bb'"),
    "dangling id, nearly right": (good("a", "requires: [beta-tests]\n"), "requires", "did you mean 'beta-test'?"),
    "dangling relation": (good("a", "used_for: [nowhere]\n"), "used_for", "there is no concept 'nowhere'"),
    "dangling source": (good("a", "source: [gospel]\n"), "source", "there is no concept 'gospel'"),
    "dangling helper": (good("a", "easier_with: [{know: z, saves: 0.5}]\n"), "easier_with", "there is no concept 'z'"),
    "source that is none": (good("a", "source: [beta-test]\n"), "source", "refer to a source"),
    "wrong kind of option": (good("a", "requires: [hero]\n"), "requires", "'hero' is of kind role"),
    "wrong kind at the end": (good("a", "used_for: [hero]\n"), "used_for", "a skill can be used_for only"),
    "itself as an option": (good("a", "requires: [{any_of: [a, beta-test]}]\n"), "requires", "requires itself"),
    "itself as a helper": (good("a", "easier_with: [{know: a, saves: 0.5}]\n"), "easier_with", "learn itself"),
    "related to itself": (good("a", "related_to: [a]\n"), "related_to", "related to itself"),
    "relation twice": (good("a", "part_of: [beta-test, beta-test]\n"), "part_of", "stated twice"),
    "option twice": (good("a", "requires: [{any_of: [beta-test, beta-test]}]\n"), "requires[0]", "each option once"),
    "too many wanted": (good("a", "requires: [{any_of: [beta-test], at_least: 2}]\n"), "requires[0]", "at_least is"),
    "none wanted": (good("a", "requires: [{any_of: [beta-test], at_least: 0}]\n"), "requires[0]", "at_least is"),
    "no option": (good("a", "requires: [{any_of: []}]\n"), "requires[0]", "at least one option"),
    "level in capitals": (
        good("a", "requires: [{any_of: [beta-test], level: Expert}]\n"),
        "requires[0].level",
        "expert?",
    ),
    "level by number": (good("a", "requires: [{any_of: [beta-test], level: 2}]\n"), "requires[0].level", "use one of"),
    "unknown strength": (
        good("a", "requires: [{any_of: [beta-test], strength: must}]\n"),
        "requires[0].strength",
        "must",
    ),
    "text for a list": (good("a", "aliases: b\n"), "aliases", "give a list"),
    "number for a text": (good("a", "aliases: [3]\n"), "aliases[0]", "3 is not a text"),
    "claim twice": (
        good("a", "claims: [{id: c, statement: One.}, {id: c, statement: Two.}]\n"),
        "claims.c",
        "several claims have this id",
    ),
    "contradicts nothing": (
        good("a", "claims: [{id: c, statement: One., contradicts: [d]}]\n"),
        "claims.c.contradicts",
        "there is no claim 'd'",
    ),
    "no id": ("kind: skill\nname: A\n", "id", "None is not a slug"),
    "id that is no slug": ("id: A b\nkind: skill\nname: A\n", "id", "'A b' is not a slug"),
    "no kind": ("id: a\nname: A\n", "kind", "there is no kind None"),
    "unknown kind": ("id: a\nkind: skil\nname: A\n", "kind", "did you mean skill?"),
    "no name": ("id: a\nkind: skill\n", "name", "the name is missing"),
    "blank name": ("id: a\nkind: skill\nname: ' '\n", "name", "the name is missing"),
    "other file name": (good("b"), "id", "call the file b.yaml"),
    "empty file": ("", "", "a concept is a mapping"),
    "only a comment": ("# nothing yet\n", "", "a concept is a mapping"),
    "list at the top": ("- id: a\n", "", "a concept is a mapping"),
    "text at the top": ("a skill\n", "", "a concept is a mapping"),
    "several concepts in a file of a folder": (
        "concepts: [{id: a, kind: skill, name: A}]\n",
        "concepts",
        "its own file",
    ),
    "two documents": (good("a", "---\nid: b\n"), "", "document"),
    "no YAML": ("id: [a\nkind: skill\n", "", "correct the"),
    "tab": ("id: a\n\tkind: skill\n", "", "correct the"),
    "anchor": ("id: &x a\nkind: skill\nname: A\n", "", "anchors and aliases are not allowed"),
    "alias": ("id: a\nkind: skill\nname: A\naliases: [*x]\n", "", "alias"),
    "merge key": (good("a", "<<: {hours: 3}\n"), "<<", "unknown"),
    "tag": ("id: !!str a\nkind: skill\nname: A\n", "", "the tag tag:yaml.org,2002:str is not allowed"),
    "tag of a program": ("id: a\nname: !!python/object/apply:os.system [ls]\n", "", "is not allowed"),
    "key twice": (good("a", "name: B\n"), "", "the key 'name' stands twice"),
    "key that is a list": (good("a", "? [x, y]\n: z\n"), "", "a key is not a plain word"),
    "deep nesting": ("id: a" + NEST, "", "nested more than 100 deep"),
    "not UTF-8": ("id: a\nkind: skill\nname: Caf\u00e9\n".encode("latin-1"), "", "not UTF-8"),
    "UTF-16": (good("a").encode("utf-16"), "", "not UTF-8"),
    "null character": (b"id: a\x00\nkind: skill\n", "", "NUL characters"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_one_fault_is_reported_once(write: Write, case: str) -> None:
    """A file with one fault gives one problem, which names the file, the key and what to do."""
    text, key, words = BROKEN[case]
    hero = "id: hero\nkind: role\nname: Hero\n"
    (problem,) = _problems(write({"skill/a.yaml": text, "skill/beta-test.yaml": good("beta-test"), "hero.yaml": hero}))
    assert problem.where.startswith("skill/a.yaml")
    assert problem.key == key
    assert words in f"{problem.what}; {problem.remedy}"


@pytest.mark.parametrize(
    "hours",
    [
        "-1",
        "1e999",
        "NaN",
        "Infinity",
        "yes",
        "[]",
        "[1,2]",
        "[3,2,1]",
        "[1,-2,3]",
        "[1,2,3,4]",
        "1" + "0" * 400,
        "{working: -1}",
        "{guru: 3}",
        "{because: Unknown.}",
        "{working: 9, expert: 3}",
        "{working: [1, 2]}",
    ],
)
def test_impossible_hours_are_refused(write: Write, hours: str) -> None:
    """Hours are finite numbers from zero upward, in order; whatever spelling of infinity is tried."""
    text = f"id: a\nkind: skill\nname: A\nhours: {hours}\n"
    for problem in _problems(write({"a.yaml": text})):
        assert problem.where == "a.yaml"
        assert problem.key.startswith("hours")


@pytest.mark.parametrize("hours", [".inf", "-.inf", ".nan", "[1,2,.inf]"])
def test_numbers_that_are_not_finite_are_refused(write: Write, hours: str) -> None:
    """What YAML writes for them is refused in its line."""
    (problem,) = _problems(write({"a.yaml": f"id: a\nkind: skill\nname: A\nhours: {hours}\n"}))
    assert problem.where == "a.yaml, line 4"
    assert "is no finite number" in problem.what


def test_lines_are_told_where_the_parser_knows_them(write: Write) -> None:
    """A syntax error says in which line it is."""
    (problem,) = _problems(write({"a.yaml": "id: a\nkind: skill\nname: A\naliases: [x\nhours: 3\n"}))
    assert problem.where.startswith("a.yaml, line ")
    (problem,) = _problems(write({"a.yaml": "id: a\nkind: skill\nname: !x A\n"}))
    assert problem.where == "a.yaml, line 3"


def test_all_problems_of_all_files_come_together(write: Write) -> None:
    """Problems of syntax, keys, references and duplicates in several files are one error."""
    folder = write(
        {
            "a.yaml": good("a", "requires: [nowhere, b, c]\nhour: 3\n"),
            "b.yaml": "id: b\nkind: [\n",
            "c.yaml": "id: c\nkind: hobby\nname: C\n",
            "d.yaml": good("d", "used_for: [a]\nrelated_to: [d]\n"),
            "x/d.yaml": good("d"),
            "y/e.yaml": "id: other\nkind: skill\n",
            "f.yaml": good("f", "requires: [e, d]\n"),
        }
    )
    found = {(problem.where.split(",")[0], problem.key) for problem in _problems(folder)}
    assert found == {
        ("a.yaml", "hour"),
        ("a.yaml", "requires"),
        ("b.yaml", ""),
        ("c.yaml", "kind"),
        ("d.yaml", "related_to"),
        ("x/d.yaml", "id"),
        ("y/e.yaml", "name"),
        ("y/e.yaml", "id"),
    }


def test_a_file_that_cannot_be_read_makes_no_reference_dangle(write: Write) -> None:
    """A concept whose file is broken is there all the same: only its own file is reported."""
    texts = {"a.yaml": good("a", "requires: [b, c, d]\n"), "b.yaml": "{", "c.yaml": "id: c\nkind: x\nname: C\n"}
    places = [problem.where.split(",")[0] for problem in _problems(write(texts | {"d.yaml": "- d\n"}))]
    assert places == ["b.yaml", "c.yaml", "d.yaml"]


def test_a_duplicate_id_names_both_files(write: Write) -> None:
    """An id that two files claim is reported at the second one, with the name of the first."""
    (problem,) = _problems(write({"role/a.yaml": good("a"), "skill/a.yaml": good("a")}))
    assert (problem.where, problem.key) == ("skill/a.yaml", "id")
    assert "role/a.yaml" in problem.what


# ---------------------------------------------------------------------- what the shipped ontology is held to


def _editorial(folder: Path) -> list[Problem]:
    with pytest.raises(InvalidGraphError) as caught:
        compile_ontology(folder, folder.parent / "graph.json")
    assert not (folder.parent / "graph.json").exists()
    assert list(caught.value.problems) == check_sources(folder).problems
    return list(caught.value.problems)


def _because(*options: str) -> str:
    return "".join(f"  - {{any_of: [{option}], because: It builds on it.}}\n" for option in options)


def test_a_circle_is_printed_as_its_shortest_loop(write: Write) -> None:
    """Of a long and a short circle of requirements the short one is told, from its least id on."""
    folder = write(
        {
            "a.yaml": good("a", "requires:\n" + _because("b")),
            "b.yaml": good("b", "requires:\n" + _because("c")),
            "c.yaml": good("c", "requires:\n" + _because("d", "b")),
            "d.yaml": good("d", "requires:\n" + _because("a")),
        }
    )
    (problem,) = _editorial(folder)
    assert (problem.where, problem.key) == ("b.yaml", "requires")
    assert problem.what == "the requirements run in a circle: b -> c -> b, and in others among 4 concepts (a, b, c, d)"


def test_a_circle_of_wider_concepts_is_refused(write: Write) -> None:
    """Nothing is broader than, or part of, what it is itself a part of."""
    texts = {"a.yaml": good("a", "broader: [b]\n"), "b.yaml": good("b", "part_of: [a]\n")}
    (problem,) = _editorial(write(texts))
    assert problem.what == "broader and part_of run in a circle: a -> b -> a"


def test_circles_are_legal_in_own_data(write: Write) -> None:
    """A person's own graph may have them: the planner copes."""
    folder = write({"a.yaml": good("a", "requires: [b]\n"), "b.yaml": good("b", "requires: [a]\n")})
    assert len(load_graph(folder)) == 2


def test_missing_parts_and_shared_names_are_refused(write: Write) -> None:
    """The ontology wants definitions, hours, a reason for each requirement, and names that mean one thing."""
    folder = write(
        {
            "a.yaml": "id: a\nkind: skill\nname: Alpha\nhours: 3\n",
            "b.yaml": "id: b\nkind: skill\nname: Beta\ndefinition: A thing.\naliases: [ALPHA!, gamma]\n",
            "c.yaml": good("c", "aliases: [Gam-ma]\nrequires: [a]\n"),
        }
    )
    problems = {(problem.where, problem.key): problem.what for problem in _editorial(folder)}
    assert set(problems) == {
        ("a.yaml", "definition"),
        ("b.yaml", "hours"),
        ("b.yaml", "aliases"),
        ("c.yaml", "aliases"),
        ("c.yaml", "requires"),
    }
    assert problems["b.yaml", "aliases"] == "the name 'alpha' is claimed by a and b"
    assert problems["c.yaml", "requires"] == "nothing says why a is required"


def test_editorial_problems_come_with_the_others(write: Write) -> None:
    """A missing definition in one file is told together with an unknown key in another."""
    folder = write({"a.yaml": good("a", "hour: 3\n"), "b.yaml": "id: b\nkind: role\nname: B\nrequires: [zz]\n"})
    assert {problem.key for problem in _editorial(folder)} == {"hour", "definition", "requires"}


# ---------------------------------------------------------------------- what is not a fault


@pytest.mark.parametrize(
    "data",
    [
        good("a").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + good("a").encode(),
        ("---\n" + good("a") + "...\n").encode(),
        good("a").replace("\n", "\r").encode(),
    ],
    ids=["CRLF", "byte order mark", "document marks", "CR"],
)
def test_the_habits_of_editors_are_no_fault(write: Write, data: bytes) -> None:
    """Line ends of Windows, a byte order mark and document marks do not change what a file says."""
    graph = load_graph(write({"a.yaml": data}))
    assert graph == CareerGraph.from_dict(load_graph(write({"a.yaml": good("a")})).to_dict())
    assert graph["a"].definition == "A skill that the tests need."


def test_hidden_files_are_passed_over(write: Write) -> None:
    """What an editor leaves beside the sources is not read, even if it leads nowhere."""
    folder = write({"a.yaml": good("a"), ".b.yaml": "broken: [", ".git/c.yaml": "broken: [", "notes.txt": "x"})
    (folder / ".#a.yaml").symlink_to(folder / "nobody@nowhere")
    assert list(load_graph(folder)) == ["a"]


def test_texts_that_look_like_something_else_stay_texts(write: Write) -> None:
    """`NO`, times and dates are texts, as their authors meant them."""
    folder = write({"a.yaml": "id: a\nkind: skill\nname: NO\naliases: [yes, 12:30, 2024-01-01, 0x1F, '7', off]\n"})
    assert load_graph(folder)["a"].name == "NO"
    assert load_graph(folder)["a"].aliases == ("yes", "12:30", "2024-01-01", "0x1F", "7", "off")


def test_missing_and_empty_places(tmp_path: Path) -> None:
    """A path that is not there and a folder without sources are different errors, and both say which."""
    with pytest.raises(MissingSourceError, match="nowhere") as caught:
        load_graph(tmp_path / "nowhere")
    assert isinstance(caught.value, FileNotFoundError)
    with pytest.raises(LoadError, match=r"no \.yaml file") as empty:
        load_graph(tmp_path)
    assert not isinstance(empty.value, MissingSourceError)
    with pytest.raises(MissingSourceError):
        check_sources(tmp_path / "nowhere")


def test_files_that_cannot_be_read_are_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that leads nowhere and a file that is too large are problems among the others."""
    folder = write({"a.yaml": good("a"), "b.yaml": good("b", f"aliases: [{'x' * 500}]\n")})
    (folder / "c.yaml").symlink_to(folder / "nowhere")
    monkeypatch.setattr(sources, "PROSE_LIMITS", ReadingLimits(max_bytes=400))
    problems = {problem.where: problem.what for problem in _problems(folder)}
    assert set(problems) == {"b.yaml", "c.yaml"}
    assert "bytes" in problems["b.yaml"]
    assert "there is no such file" in problems["c.yaml"]
    assert [str(problem) for problem in _problems(folder) if problem.where == "c.yaml"] == [
        "c.yaml: there is no such file; remove the link to it"
    ]


def test_places_without_sources_are_told_word_for_word(tmp_path: Path) -> None:
    """A path that is not there, a folder that is none, and one without sources."""
    for read, place, words in (
        (load_graph, tmp_path / "a", "there is no such file or folder"),
        (check_sources, tmp_path / "a", "there is no such file or folder"),
        (sources.source_files, tmp_path / "a", "there is no such folder"),
        (load_graph, tmp_path, "the folder holds no .yaml file"),
    ):
        with pytest.raises(LoadError) as caught:
            read(place)
        assert str(caught.value) == f"{place}: {words}"


def test_what_the_parser_of_yaml_stumbles_over_is_told() -> None:
    """Half a character, of which the parser knows nothing, is refused like any other mistake."""
    with pytest.raises(SourceTextError, match="surrogates not allowed") as caught:
        yaml_subset.parse("a: \ud800")
    assert (caught.value.line, caught.value.remedy) == (None, "correct the file")
