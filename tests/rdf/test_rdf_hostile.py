"""Files made to harm: each ends in one error, opens nothing else, and takes no time or memory to speak of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import XSD as XSD_NUMBERS
from rdflib import BNode, Literal, URIRef

from mlcareer_graph import CareerGraph, InvalidGraphError, LoadError
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.rdf import read_graph, save_graph
from mlcareer_graph.rdf.compression import compress
from mlcareer_graph.rdf.formats import FORMATS, SyntaxProblem
from mlcareer_graph.rdf.read import from_triples
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH, MLC
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = f'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">\n'


@dataclass(frozen=True)
class Threat:
    """A file, what reading it ends in, and where."""

    data: bytes
    words: str
    line: int | None = None


def _threat(text: str | bytes, words: str, line: int | None = None) -> Threat:
    return Threat(text if isinstance(text, bytes) else text.encode(), words, line)


def _xml(body: str, words: str, line: int | None = 3) -> Threat:
    return _threat(f"{HEAD}{body}\n</rdf:RDF>", words, line)


def _declared(doctype: str) -> Threat:
    body = f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="urn:a"/>&x;</rdf:RDF>'
    return _threat(f'<?xml version="1.0"?>\n{doctype}\n{body}', "document type", 2)


def _context(context: str) -> Threat:
    return _threat(f'{{"@context": {context}, "@id": "urn:a", "urn:b": "c"}}', "put the context itself into the file")


_LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
_LONG = "a" * 1_000_001
_ALMOST = "a" * 900_000
_NAMES = "".join(f"<urn:a> <urn:b> p:a{number} .\n" for number in range(400))
_REFERENCES = "".join(f"<urn:a> <urn:b> <a{number}> .\n" for number in range(400))
_DIGITS = "1" * 5_000
_NO_DECIMAL = "is no xsd:decimal"


def _numerals() -> dict[str, Threat]:
    """Numbers that are none, or have too many digits, in every syntax."""
    threats = {}
    values = {
        "exponent": ("1e999999999", "decimal", _NO_DECIMAL),
        "digits": (_DIGITS, "integer", "more than 1,000 characters in one number"),
        "boolean": ("true1", "boolean", "is no xsd:boolean"),
        "infinity": ("INF", "decimal", _NO_DECIMAL),
        "thousands": ("1,000", "integer", "is no xsd:integer"),
    }
    for name, (text, datatype, words) in values.items():
        triple = f'<urn:a> <urn:b> "{text}"^^<{XSD}{datatype}>'
        threats[f"{name}.ttl"] = _threat(f"\n{triple} .", words, 2)
        threats[f"{name}.nt"] = _threat(f"\n{triple} .\n", words, 2)
        threats[f"{name}.nq"] = _threat(f"\n\n{triple} <urn:g> .\n", words, 3)
        threats[f"{name}.trig"] = _threat(f"<urn:g> {{\n{triple} }}", words, 2)
        value = f'{{"@type": "{XSD}{datatype}", "@value": "{text}"}}'
        threats[f"{name}.jsonld"] = _threat(f'{{"@id": "urn:a", "urn:b": {value}}}', words)
        element = (
            f'<rdf:Description rdf:about="urn:a"><e:b rdf:datatype="{XSD}{datatype}">{text}</e:b></rdf:Description>'
        )
        threats[f"{name}.rdf"] = _xml(element, words)
    return threats


THREATS: Mapping[str, Threat] = {
    # XML entities and document types
    "billion-laughs.rdf": _declared(f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}<!ENTITY x "&l9;">]>'),
    "external-entity.rdf": _declared('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
    "external-dtd.rdf": _declared('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
    "parameter-entity.rdf": _declared('<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>'),
    "utf-16-entity.rdf": _threat(
        '<?xml version="1.0" encoding="UTF-16"?>\n<!DOCTYPE a [<!ENTITY x "ha">]>\n<a/>'.encode("utf-16"),
        "document type",
    ),
    # contexts to fetch
    "context-http.jsonld": _context('"http://127.0.0.1:9/c.jsonld"'),
    "context-file.jsonld": _context('"file:///etc/hostname"'),
    "context-data.jsonld": _context('"data:application/ld+json,{}"'),
    "context-relative.jsonld": _context('"c.jsonld"'),
    "context-in-list.jsonld": _context('[{}, "c.jsonld"]'),
    "context-import.jsonld": _context('{"@import": "http://127.0.0.1:9/c.jsonld"}'),
    "context-of-property.jsonld": _context('{"b": {"@id": "urn:b", "@context": "http://127.0.0.1:9/c.jsonld"}}'),
    "context-of-type.jsonld": _context('{"T": {"@id": "urn:T", "@context": ["file:///etc/hostname"]}}'),
    "context-within.jsonld": _threat('[{"@graph": [{"urn:b": {"@context": "c.jsonld"}}]}]', "put the context itself"),
    # depth
    "deep-brackets.ttl": _threat("<urn:a> <urn:b>\n" + "[ <urn:b>\n" * 50_000, "levels of nesting", 102),
    "deep-lists.ttl": _threat("<urn:a> <urn:b>\n" + "(\n" * 50_000, "levels of nesting", 102),
    "deep-lists.trig": _threat("<urn:g> {<urn:a> <urn:b>\n" + "(\n" * 50_000, "levels of nesting", 102),
    "deep-arrays.jsonld": _threat("[\n" * 50_000, "levels of nesting", 101),
    "deep-objects.jsonld": _threat('{"urn:b":\n' * 50_000, "levels of nesting", 101),
    "deep-contexts.jsonld": _threat('{"@context":\n' * 50_000, "levels of nesting", 101),
    "deep-elements.rdf": _xml("<rdf:Description><e:b>\n" * 50_000, "levels of nesting", 52),
    "deep-markup.rdf": _xml(
        "<rdf:Description><e:b rdf:parseType='Literal'>\n" + "<e:c>\n" * 50_000, "levels of nesting", 100
    ),
    # length
    "long-text.ttl": _threat(f'\n<urn:a> <urn:b> "{_LONG}" .', "characters in one text", 2),
    "long-text.nt": _threat(f'\n<urn:a> <urn:b> "{_LONG}" .', "characters in one text", 2),
    "long-iri.ttl": _threat(f"\n<urn:{_LONG}> <urn:b> 1 .", "characters in one text", 2),
    "long-iri.nq": _threat(f"\n<urn:{_LONG}> <urn:b> <urn:c> .", "characters in one text", 2),
    "long-text.jsonld": _threat(
        f'{{"@id": "urn:a", "urn:b": {{"@language": "en", "@value": "{_LONG}"}}}}', "in one text"
    ),
    "long-key.jsonld": _threat(f'{{"@id": "urn:a", "urn:{_LONG}": 1}}', "characters in one text"),
    "long-text.rdf": _xml(f"<rdf:Description><e:b>{_LONG}</e:b></rdf:Description>", "characters in one text"),
    "long-attribute.rdf": _xml(f'<rdf:Description e:b="{_LONG}"/>', "characters in one text"),
    "long-name.rdf": _xml(f"<e:{_LONG}/>", "characters in one text"),
    "long-number.jsonld": _threat(f'{{"@id": "urn:a", "urn:b": {_DIGITS}}}', "characters in one number"),
    "large-number.jsonld": _threat('{"@id": "urn:a", "urn:b": 1e999}', "the number 1e999 is too large"),
    "no-number.jsonld": _threat('{"@id": "urn:a", "urn:b": NaN}', "JSON has no NaN"),
    **_numerals(),
    # short names for long IRIs, which would fill the memory
    "prefix-bomb.ttl": _threat(f"@prefix p: <urn:{_ALMOST}> .\n{_NAMES}", "characters in all IRIs", 299),
    "prefix-bomb.trig": _threat(f"@prefix p: <urn:{_ALMOST}> .\n{_NAMES}", "characters in all IRIs", 299),
    "base-bomb.ttl": _threat(
        f"@base <urn:{_ALMOST}/> .\n{_NAMES.replace('p:', '<').replace(' .', '> .')}", "in all IRIs"
    ),
    "prefix-bomb.jsonld": _threat(
        json.dumps({"@context": {"p": f"urn:{_ALMOST}:"}, "@graph": [{f"p:a{n}": 1} for n in range(400)]}),
        "in all IRIs",
    ),
    "namespace-bomb.rdf": _xml(
        f'<e:a xmlns:p="urn:{_ALMOST}">\n' + "".join(f"<p:a{n}>1</p:a{n}>\n" for n in range(400)), "in all IRIs", None
    ),
    "markup-bomb.rdf": _xml(
        f'<e:a xmlns:p="urn:{_ALMOST}">\n<e:b rdf:parseType="Literal">' + "<p:a/>" * 10_000, "characters in one text", 4
    ),
    # what is broken
    "latin.ttl": _threat(b'\n<urn:a> <urn:b> "caf\xe9" .', "not UTF-8", 2),
    "latin.nq": _threat(b'\n<urn:a> <urn:b> "caf\xe9" .', "not UTF-8", 2),
    "latin.trig": _threat(b'\n<urn:a> <urn:b> "caf\xe9" .', "not UTF-8", 2),
    "latin.jsonld": _threat(b'{\n"@id": "caf\xe9"}', "not UTF-8", 2),
    "latin.rdf": _threat(HEAD.encode() + b"\xe9</rdf:RDF>", "correct the XML", 3),
    "unknown-encoding.rdf": _threat("<?xml version='1.0' encoding='no-such'?><a/>", "cannot be decoded", 1),
    "no-iri.ttl": _threat("\n<urn:a> <urn:\\u0020b> 1 .", "holds the character U+0020", 2),
    "no-iri.nq": _threat("\n<urn:a> <urn:\\u003E> <urn:b> .", "holds the character U+003E", 2),
    "no-iri.jsonld": _threat('{"@id": "urn:a><urn:b", "urn:c": 1}', "holds the character U+003E"),
    "no-iri.rdf": _xml('<rdf:Description rdf:about="urn:a&gt; &lt;urn:b"><e:b/></rdf:Description>', "character U+003E"),
    "half-a-pair.ttl": _threat('\n<urn:a> <urn:b> "\\uD800" .', "names no character", 2),
    "half-a-pair.nt": _threat('\n<urn:a> <urn:b> "\\uD800" .', "names no character", 2),
    "cut-off.ttl": _threat("<urn:a> <urn:b> <urn:c> ;\n <urn:d> ", "the file ends where an object", 2),
    "cut-off-text.ttl": _threat('<urn:a>\n <urn:b> """never closed', "is not closed", 2),
    "cut-off.nt": _threat("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <ur", "is no statement", 2),
    "cut-off.trig": _threat("<urn:g> {\n<urn:a> <urn:b> <urn:c> .\n", "the file ends where", 3),
    "cut-off.jsonld": _threat('{"@id": "urn:a",\n "urn:b": [', "correct the JSON", 2),
    "cut-off.rdf": _threat(f"{HEAD}<rdf:Description>", "correct the XML", 3),
    "twice.jsonld": _threat('{"@id": "urn:a", "@id": "urn:b", "urn:c": 1}', "the key '@id' stands twice"),
    # archives
    "bomb.ttl.gz": Threat(300 * compress(b"#" * 1024 * 1024), "opens to more than"),
    "cut-off.ttl.gz": Threat(compress(b"<urn:a> <urn:b> <urn:c> .")[:-9], "cut off"),
    "no-archive.nq.gz": Threat(b"<urn:a> <urn:b> <urn:c> .", "no gzip"),
}
"""Every file that has to be refused, by its name."""

_SKILL = "<urn:a> a <https://w3id.org/mlcareer/ontology#Skill> ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'A' ."
HARMLESS: Mapping[str, bytes] = {
    "imports.ttl": (
        f"{_SKILL} <urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> "
        "<http://127.0.0.1:9/o.ttl>, <file:///etc/hostname> . "
        "<urn:o> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <file:///etc/hostname> ."
    ).encode(),
    "markup.ttl": (
        f'{_SKILL} <urn:a> <urn:b> "{"<b><i>" * 2_500}"^^<{RDF}HTML>, "{"<b>" * 5_000}"^^<{RDF}XMLLiteral> .'.encode()
    ),
    "lines.rdf": (
        f'{HEAD}<rdf:Description rdf:about="urn:a"><e:b>{"a line" + chr(10)}{"of many words" * 4 + chr(10)}'.encode()
        + 15_000 * b"and one more line of a text that is long but not too long\n"
        + b'</e:b><rdf:type rdf:resource="https://w3id.org/mlcareer/ontology#Skill"/>'
        + b'<l:prefLabel xmlns:l="http://www.w3.org/2004/02/skos/core#">A</l:prefLabel></rdf:Description></rdf:RDF>'
    ),
    "years.ttl": (
        f'{_SKILL} <urn:a> <urn:b> "999999999999-01-01T00:00:00Z"^^<{XSD}dateTime>, "2026-02-30"^^<{XSD}date>, '
        f'"P9999Y"^^<{XSD}duration>, "1000"^^<{XSD}byte> .'.encode()
    ),
}
"""Files that look like harm and are read all the same, in no time and with nothing else opened."""


_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of reading every file, in one process that is watched for what it opens."""
    folder = tmp_path_factory.mktemp("hostile") / "files"
    folder.mkdir()
    for name, threat in THREATS.items():
        (folder / name).write_bytes(threat.data)
    for name, data in HARMLESS.items():
        (folder / name).write_bytes(data)
    command = [sys.executable, "-W", "error", str(Path(__file__).with_name("watched.py")), str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, env=_ENVIRONMENT)
    # rdflib says on its own that what JSON-LD names is no IRI.
    assert all("does not look like a valid URI" in line for line in result.stderr.splitlines())
    found: dict[str, dict[str, Any]] = json.loads(result.stdout)
    assert found.keys() == {*THREATS, *HARMLESS}
    return found


@pytest.mark.parametrize("name", THREATS)
def test_a_hostile_file_is_refused(outcomes: dict[str, dict[str, Any]], name: str) -> None:
    """The file is a LoadError that says what, and where if the parser knows; nothing else is opened."""
    threat, outcome = THREATS[name], outcomes[name]
    assert outcome["error"] == "LoadError", outcome
    assert threat.words in outcome["what"]
    assert "\n" not in outcome["what"]
    assert len(outcome["what"]) < 500
    if threat.line is not None:
        assert outcome["line"] == threat.line
    assert outcome["opened"] == []
    assert outcome["seconds"] < 10


def test_time_runs_out_without_statements() -> None:
    """Reading stops at the limit of seconds even if nothing that could be counted comes of it."""
    nodes = json.dumps({"@graph": [{"@id": "urn:a"}]})
    with pytest.raises(SyntaxProblem, match="seconds of reading"):
        FORMATS[".jsonld"].read(nodes.encode(), ReadingLimits(max_seconds=-1.0))
    with pytest.raises(SyntaxProblem, match="seconds of reading"):
        FORMATS[".rdf"].read(f"{HEAD}</rdf:RDF>".encode(), ReadingLimits(max_seconds=-1.0))


@pytest.mark.parametrize("name", HARMLESS)
def test_a_strange_file_is_read(outcomes: dict[str, dict[str, Any]], name: str) -> None:
    """Imports are not followed, markup is not parsed, long texts take no time beyond their length."""
    outcome = outcomes[name]
    assert outcome["error"] == "NoneType", outcome
    assert outcome["opened"] == []
    assert outcome["seconds"] < 10


def test_what_is_opened_is_noticed(tmp_path: Path) -> None:
    """The watch works: a reader that opens a file or a socket is reported."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.ttl").write_text(_SKILL, encoding="utf-8")
    script = (
        "import sys, socket, pathlib; sys.argv = ['watched', sys.argv[1]]\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import watched, mlcareer_graph.rdf.files as files\n"
        "original = files.from_triples\n"
        "def reader(*stated):\n"
        "    pathlib.Path('/etc/hostname').exists() and open('/etc/hostname').close()\n"
        "    socket.socket().close()\n"
        "    return original(*stated)\n"
        "files.from_triples = reader\n"
        "watched.main(pathlib.Path(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "files")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=_ENVIRONMENT)
    opened = json.loads(result.stdout)["a.ttl"]["opened"]
    assert any(event.startswith("socket.__new__") for event in opened)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (ReadingLimits(max_bytes=1_000), "more than 1,000 bytes; raise max_bytes"),
        (ReadingLimits(max_statements=50), "more than 50 statements; raise max_statements"),
        (ReadingLimits(max_seconds=-1.0), "seconds of reading; raise max_seconds"),
        (ReadingLimits(max_text=8), "more than 8 characters in one text; raise max_text"),
    ],
)
@pytest.mark.parametrize("suffix", FORMATS)
def test_limits_hold_in_every_syntax(tmp_path: Path, suffix: str, limits: ReadingLimits, words: str) -> None:
    """Every reader stops at every limit, and says how to raise it."""
    records = [{"id": f"skill-{number}", "kind": "skill", "name": f"Skill {number}"} for number in range(150)]
    path = tmp_path / f"graph{suffix}"
    save_graph(CareerGraph.from_dict({"concepts": records}), path)
    with pytest.raises(LoadError, match=words):
        read_graph(path, limits=limits)
    assert len(read_graph(path)) == 150


_EDITS = st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.binary(max_size=6))


@cache
def _whole(suffix: str) -> bytes:
    """A small file that is as it should be."""
    record = {"id": "a", "kind": "skill", "name": 'A "b" <c> \\', "aliases": ["x", "\u00e9"], "hours": 1.5}
    graph = CareerGraph.from_dict({"concepts": [record]})
    return FORMATS[suffix].write({ASSERTED_GRAPH: asserted_triples(graph)[-20:]}).encode()


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.binary(max_size=6)), min_size=1, max_size=4)
)
def test_damaged_files_end_in_one_kind_of_error(suffix: str, edits: list[tuple[int, int, bytes]]) -> None:
    """However the bytes of a file are damaged, a reader gives quads or its one error, and nothing else."""
    data = bytearray(_whole(suffix))
    for place, length, new in edits:
        start = place % (len(data) + 1)
        data[start : start + length] = new
    try:
        quads = FORMATS[suffix].read(bytes(data), DEFAULT_LIMITS)
    except SyntaxProblem as problem:
        assert problem.what  # noqa: PT017 - either outcome is right
        assert "\n" not in problem.what  # noqa: PT017
    else:
        assert all(len(quad) == 4 for quad in quads)


_ODD = [
    *(MLC["working"], URIRef("urn:nothing"), BNode("x"), URIRef("")),
    *(Literal("A", lang="en"), Literal("B", lang="de"), Literal("c"), Literal(""), Literal(1)),
    Literal("9" * 900, datatype=XSD_NUMBERS.integer),
    Literal("-0.5", datatype=XSD_NUMBERS.decimal),
    Literal("INF", datatype=XSD_NUMBERS.double),
    Literal("true", datatype=XSD_NUMBERS.boolean),
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_senseless_triples_end_in_one_kind_of_error(rich: CareerGraph, data: st.DataObject) -> None:
    """However objects and predicates of good triples are mixed up, they make a graph or a list of its problems."""
    triples = asserted_triples(rich)
    places = st.integers(0, len(triples) - 1)
    for _ in range(data.draw(st.integers(1, 6))):
        place, other = data.draw(places), triples[data.draw(places)]
        subject, predicate, object_ = triples[place]
        odd = data.draw(st.sampled_from(_ODD))
        triples[place] = data.draw(
            st.sampled_from(
                [(subject, predicate, odd), (subject, predicate, other[2]), (subject, other[1], object_), other]
            )
        )
    try:
        graph = from_triples(triples)
    except InvalidGraphError as error:
        assert error.problems  # noqa: PT017 - either outcome is right
    else:
        assert from_triples([*asserted_triples(graph), *derived_triples(graph)]) == graph


@pytest.mark.parametrize("name", ["position", "atLeast", "rank", "value", "low", "saves", "eqfLevel"])
def test_numbers_beyond_all_measure_are_no_crash(rich: CareerGraph, name: str) -> None:
    """A whole number of 900 digits, in the place of any number, is a number or a problem."""
    huge = Literal("9" * 900, datatype=XSD_NUMBERS.integer)
    triples = [(s, p, huge if p == MLC[name] else o) for s, p, o in asserted_triples(rich)]
    assert any(object_ is huge for _, _, object_ in triples)
    try:
        assert len(from_triples(triples)) == len(rich)
    except InvalidGraphError as error:
        assert error.problems  # noqa: PT017 - either outcome is right
