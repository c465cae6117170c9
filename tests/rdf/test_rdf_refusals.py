"""What cannot be read or written is refused with an error that says what to do."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rdflib import URIRef

from mlcareer_graph import (
    CareerGraph,
    InvalidGraphError,
    LoadError,
    MissingSourceError,
    SaveError,
    Skill,
    UnknownOptionError,
)
from mlcareer_graph.rdf import read_graph, save_graph
from mlcareer_graph.rdf.files import parts_of
from mlcareer_graph.rdf.formats import FORMATS, SyntaxProblem
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH

PREFIXES = """
@prefix mlc: <https://w3id.org/mlcareer/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skill: <https://w3id.org/mlcareer/skill/> .
@prefix requirement: <https://w3id.org/mlcareer/requirement/> .
"""


def _write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_unknown_suffix_is_answered_with_the_known_ones(rich: CareerGraph, tmp_path: Path) -> None:
    """A suffix that names no syntax is refused, for reading and writing, with those that do."""
    for call in (lambda path: save_graph(rich, path), read_graph):
        with pytest.raises(UnknownOptionError) as caught:
            call(tmp_path / "graph.docx")
        plain = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")
        assert caught.value.valid == (*plain, ".json", *(f"{suffix}.gz" for suffix in plain))
    assert not list(tmp_path.iterdir())


def test_suffix_may_be_in_capitals(rich: CareerGraph, tmp_path: Path) -> None:
    """The case of a suffix does not matter."""
    save_graph(rich, tmp_path / "GRAPH.TTL")
    assert read_graph(tmp_path / "GRAPH.TTL") == rich


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a MissingSourceError, which is a FileNotFoundError too."""
    with pytest.raises(MissingSourceError) as caught:
        read_graph(tmp_path / "no.ttl")
    assert isinstance(caught.value, FileNotFoundError)


def test_a_folder_is_no_file(rich: CareerGraph, tmp_path: Path) -> None:
    """A folder whose name looks like a file is neither read nor replaced."""
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    with pytest.raises(LoadError):
        read_graph(folder)
    with pytest.raises(SaveError):
        save_graph(rich, folder)
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.ttl", "@prefix a: <urn:a> .\n\na:b a:c\n  ", None),
        ("b.ttl", "\n\n<urn:a> <urn:b> unknown:c .", 3),
        ("c.ttl", "<urn:a> <urn:b> " + "[ <urn:b> " * 5_000, None),
        ("a.nt", "# fine\n<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oops .\n", 3),
        ("b.nt", "<urn:a> <urn:b> <urn:c> . <urn:d>\n", 1),
        ("a.nq", "<urn:a> <urn:b> <urn:c> <urn:d> <urn:e> .\n", 1),
        ("a.jsonld", '{"@context": {},\n "@graph": [}', 2),
        ("b.jsonld", '"only a text"', None),
        ("c.jsonld", "[" * 100_000, None),
        ("a.rdf", "<?xml version='1.0'?>\n<rdf:RDF>\n</rdf:RDF>", 2),
        ("a.trig", "\n<urn:g> { <urn:a> <urn:b>\n", 3),
        ("b.trig", "<urn:g> {\n <urn:a> <urn:b> <urn:c> } .", 2),
        ("b.rdf", "<a:a xmlns:a='urn:a'>\n<b></a>", 2),
        ("c.rdf", "", None),
    ],
)
def test_malformed_files_name_the_line(tmp_path: Path, name: str, text: str, line: int | None) -> None:
    """A text that is not of its syntax is a LoadError of one line, with the place where it is known."""
    path = _write(tmp_path, name, text)
    with pytest.raises(LoadError) as caught:
        read_graph(path)
    assert caught.value.source == str(path)
    assert "\n" not in caught.value.what
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld"])
def test_files_are_utf_8(tmp_path: Path, suffix: str) -> None:
    """A file in another encoding is refused, with the line of the first byte that is wrong."""
    path = _write(tmp_path, f"a{suffix}", b"\n\n\xff\xfe")
    with pytest.raises(LoadError) as caught:
        read_graph(path)
    assert str(caught.value) == f"{path}, line 3: the file is not UTF-8; save it as UTF-8"


@pytest.mark.parametrize(
    "document",
    [
        '{"@context": "http://127.0.0.1:9/c.jsonld", "@graph": []}',
        '{"@context": ["c.jsonld", {}], "@graph": []}',
        '{"@context": [[{"@context": "file:///etc/hostname"}]]}',
        '{"@context": {"@import": "http://127.0.0.1:9/c.jsonld"}}',
        '{"@context": {"@context": "http://127.0.0.1:9/c.jsonld"}}',
        '{"@context": {"a": {"@id": "urn:a", "@context": "http://127.0.0.1:9/c.jsonld"}}, "a": {"b": 1}}',
        '{"@context": {}, "@graph": [{"@id": "urn:a", "urn:b": {"@context": "http://127.0.0.1:9/c.jsonld"}}]}',
        '[{"@context": "file:///etc/hostname"}]',
    ],
)
def test_remote_contexts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: str) -> None:
    """A context that would have to be fetched is refused at any depth, and nothing is opened."""
    calls: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: calls.append(a))
    monkeypatch.setattr("urllib.request.urlopen", lambda *a, **k: calls.append(a))
    path = _write(tmp_path, "a.jsonld", document)
    monkeypatch.setattr("rdflib.plugins.shared.jsonld.context.source_to_json", lambda *a, **k: calls.append(a))
    with pytest.raises(LoadError, match="put the context itself into the file"):
        read_graph(path)
    assert not calls


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        "<!DOCTYPE a>",
    ],
)
def test_document_types_are_refused(tmp_path: Path, declaration: str) -> None:
    """RDF/XML that declares a document type, and so could name files or grow without end, is refused."""
    text = f'<?xml version="1.0"?>\n{declaration}\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    with pytest.raises(LoadError, match="document type") as caught:
        read_graph(_write(tmp_path, "a.rdf", text))
    assert caught.value.line == 2


def test_every_problem_is_reported(tmp_path: Path) -> None:
    """Problems of triples and problems between concepts are reported together."""
    path = _write(
        tmp_path,
        "a.ttl",
        PREFIXES
        + """
        skill:a a mlc:Skill ; skos:prefLabel "A"@en ; mlc:partOf skill:nowhere .
        skill:b a mlc:Skill .
        skill:c a mlc:Skill, mlc:Role ; skos:prefLabel "C"@en .
        requirement:a-1 a mlc:Requirement ; mlc:option skill:a .
        requirement:a-2 a mlc:Requirement ; mlc:requirementOf skill:a ; mlc:option skill:c ;
            mlc:level mlc:guru .
        requirement:a-3 a mlc:Requirement ; mlc:requirementOf skill:a ; mlc:option skill:c ; mlc:atLeast 2 .
        requirement:a-4 a mlc:Requirement ; mlc:requirementOf skill:a, skill:c ; mlc:option skill:c .
        """,
    )
    with pytest.raises(InvalidGraphError) as caught:
        read_graph(path)
    text = str(caught.value)
    for words in (
        "several kinds: role, skill",
        "the requirement has no subject",
        "2 values where one is allowed",
        "the name is missing",
        "there is no level 'guru'",
        "at_least is between 1 and the number of options",
    ):
        assert words in text


def test_references_are_checked_as_in_every_format(tmp_path: Path) -> None:
    """A relation to a concept that is not there is the problem that it is in YAML."""
    text = PREFIXES + 'skill:a a mlc:Skill ; skos:prefLabel "A"@en ; mlc:partOf skill:nowhere .'
    with pytest.raises(InvalidGraphError, match="there is no concept 'nowhere'"):
        read_graph(_write(tmp_path, "a.ttl", text))


def test_other_rdf_is_no_career_graph(tmp_path: Path) -> None:
    """RDF without any career concept is refused with what to do."""
    with pytest.raises(InvalidGraphError, match="it holds no career concept; type concepts"):
        read_graph(_write(tmp_path, "a.ttl", "<urn:a> <urn:b> <urn:c> ."))


@pytest.mark.parametrize(
    "text", ["abc", '"x"^^mlc:integer', "true", '"NaN"^^<http://www.w3.org/2001/XMLSchema#double>']
)
def test_values_that_are_no_numbers(tmp_path: Path, text: str) -> None:
    """A text, a truth value or NaN in the place of a number is a problem, not a crash."""
    value = '"abc"' if text == "abc" else text
    observation = f'[ mlc:measure "m" ; mlc:unit "u" ; mlc:value {value} ]'
    turtle = f'{PREFIXES} skill:a a mlc:Skill ; skos:prefLabel "A"@en ; mlc:observation {observation} .'
    with pytest.raises(InvalidGraphError, match="not a finite number"):
        read_graph(_write(tmp_path, "a.ttl", turtle))


def test_failed_save_leaves_what_was_there(rich: CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk fails, the old file is untouched and no temporary file stays behind."""
    path = _write(tmp_path, "a.ttl", "old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(SaveError, match="No space left on device") as caught:
        save_graph(rich, path)
    assert isinstance(caught.value, OSError)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ttl"]
    assert path.read_text(encoding="utf-8") == "old"


def test_missing_folder(rich: CareerGraph, tmp_path: Path) -> None:
    """A file in a folder that is not there cannot be written, and the error says so."""
    with pytest.raises(SaveError, match="check the folder"):
        save_graph(rich, tmp_path / "no" / "a.ttl")


@pytest.mark.parametrize(
    ("suffix", "name", "words"),
    [(".rdf", "a\x0bb", r"XML cannot hold the character U\+000B"), (".ttl", "a\ud800b", "surrogate")],
)
def test_texts_that_a_file_cannot_hold(tmp_path: Path, suffix: str, name: str, words: str) -> None:
    """A text for which a syntax has no way of writing is a SaveError that names the character."""
    graph = CareerGraph([Skill(id="a", name=name)])
    with pytest.raises(SaveError, match=words):
        save_graph(graph, tmp_path / f"a{suffix}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("error", "thing"), [(MemoryError, "memory"), (RecursionError, "nesting")])
def test_what_exhausts_the_machine_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], thing: str
) -> None:
    """A file that needs more than there is, whatever the limits, is a LoadError that says what to do."""

    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr("mlcareer_graph.rdf.formats.turtle_parser.TurtleParser.parse", fail)
    path = _write(tmp_path, "a.ttl", "")
    with pytest.raises(LoadError) as caught:
        read_graph(path)
    assert str(caught.value) == f"{path}: it takes more {thing} than there is; split the file"


def test_what_is_wrong_with_json_ld_is_told(tmp_path: Path) -> None:
    """The file is named, and what is no JSON-LD in it by the words of the standard."""
    path = _write(tmp_path, "a.jsonld", '{"@context": {"@vocab": 5}, "@id": "urn:a", "b": 1}')
    with pytest.raises(LoadError) as caught:
        read_graph(path)
    assert str(caught.value) == f"{path}: it is no JSON-LD: invalid vocab mapping, '5'; correct it"
    assert caught.value.line is None


def test_rdf_xml_has_prefixes_for_what_it_writes() -> None:
    """A property outside the vocabularies that have one is refused with what to do."""
    with pytest.raises(SyntaxProblem) as caught:
        FORMATS[".rdf"].write({ASSERTED_GRAPH: [(URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c"))]})
    assert caught.value.what == "RDF/XML has no prefix for urn:b; save as .ttl"


@pytest.mark.parametrize(
    ("suffix", "name", "words"),
    [
        (".rdf", "a\x0bb", "XML cannot hold the character U+000B of 'a\\x0bb'; save as .ttl instead"),
        (".nt", "a\udbffb", "a text holds half of a surrogate pair (U+DBFF); remove it"),
    ],
)
def test_texts_that_a_file_cannot_hold_are_told_word_for_word(
    tmp_path: Path, suffix: str, name: str, words: str
) -> None:
    """With the file, the character and what to do."""
    with pytest.raises(SaveError) as caught:
        save_graph(CareerGraph([Skill(id="a", name=name)]), tmp_path / f"a{suffix}")
    assert str(caught.value) == f"{tmp_path / f'a{suffix}'}: {words}"


def test_suffixes_are_told_as_they_were_given(rich: CareerGraph, tmp_path: Path) -> None:
    """With that of an archive, where there is one; and what can be written beside a graph is told too."""
    for name, given in (("a.docx", ".docx"), ("a.docx.gz", ".docx.gz"), ("a.gz", ".gz"), ("a", "")):
        with pytest.raises(UnknownOptionError) as caught:
            read_graph(tmp_path / name)
        assert (caught.value.parameter, caught.value.given) == ("the suffix of the file", given)
    with pytest.raises(UnknownOptionError) as part:
        parts_of(rich, ["mapings"])
    assert (part.value.parameter, part.value.given) == ("what a file includes", "mapings")
    assert part.value.valid == ("mappings", "vocabulary")
