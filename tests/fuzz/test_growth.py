"""No reader takes time that grows as the square of a file: of eight times as much it takes about eight times as long.

The limits of reading would stop it after two minutes; of a file of some megabytes nobody should wait for that.
"""

from __future__ import annotations

import contextlib
import gzip
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from readers import READERS, read

from mlcareer_graph import MLCareerError

_RDF = '<rdf:RDF xml:base="urn:b" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a#"'
_MAPPINGS = "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\n"
_MAPPING = "mlcareer:python\tskos:closeMatch\tonet:%d\tA\tsemapv:ManualMappingCuration\t0.5\n"
_LONG_BASE = f"@base <http://a/{'b/' * 100_000}> .\n"


def _rows(form: str, between: str = "", first: str = "", last: str = "") -> Callable[[int], str]:
    """Texts of so many rows, each with its number where the form has a ``%d``."""

    def text(count: int) -> str:
        rows = (form.replace("%d", str(number)) for number in range(count))
        return f"{first}{between.join(rows)}{last}"

    return text


def _described(form: str) -> Callable[[int], str]:
    opened, closed = '<rdf:Description rdf:about="urn:x"><a:b>', "</a:b></rdf:Description></rdf:RDF>"
    return _rows(form, first=f"{_RDF}>{opened}", last=closed)


FILES: Mapping[str, tuple[str, int, Callable[[int], str | bytes]]] = {
    "prefixes": ("turtle", 2_000, _rows("@prefix a%d: <urn:%d#> .\n")),
    "prefixes beside a long base": ("turtle", 4_000, _rows("@prefix a: </b%d> .\n", first=_LONG_BASE)),
    "subjects beside a long base": ("turtle", 2_000, _rows("</b%d> </c> </d> .\n", first=_LONG_BASE)),
    "objects": ("turtle", 4_000, _rows("<urn:%d>", ",", "<urn:a> <urn:b> ", " .")),
    "collection": ("turtle", 3_000, _rows("1", " ", "<urn:a> <urn:b> (", ") .")),
    "brackets": ("turtle", 4_000, _rows("[<urn:b> []]", ",", "<urn:a> <urn:b> ", " .")),
    "escapes": ("turtle", 20_000, _rows("\\n", first='<urn:a> <urn:b> "', last='" .')),
    "quotes in a long text": ("turtle", 20_000, _rows('""a', first='<urn:a> <urn:b> """', last='""" .')),
    "comments": ("turtle", 50_000, _rows("#\n")),
    "graphs": ("trig", 2_000, _rows("<urn:g%d> { <urn:a> <urn:b> 1 }\n")),
    "lines": ("ntriples", 4_000, _rows('_:a%d <urn:b> "a" .\n')),
    "attributes": ("rdfxml", 4_000, _rows('a:x%d="1"', " ", f"{_RDF}><rdf:Description ", "/></rdf:RDF>")),
    "names of namespaces": ("rdfxml", 8_000, _rows('xmlns:x%d="urn:%d#"', " ", f"{_RDF} ", "/>")),
    "texts": ("rdfxml", 8_000, _described("<![CDATA[a]]>&amp;\n<!--a-->")),
    "nodes": ("rdfxml", 2_000, _rows('<rdf:Description rdf:ID="x%d"/>', "", f"{_RDF}>", "</rdf:RDF>")),
    "contexts": ("jsonld", 4_000, _rows('{"a%d":"urn:%d"}', ",", '{"@context":[', "]}")),
    "terms": ("jsonld", 4_000, _rows('"a%d":"urn:%d"', ",", '{"@context":{', "}}")),
    "properties": ("jsonld", 3_000, _rows('"urn:%d":1', ",", "{", "}")),
    "property twice": ("jsonld", 20_000, _rows('"a%d":1', ",", "{", ',"b":1,"b":1}')),
    "nodes of JSON-LD": ("jsonld", 1_500, _rows('{"@id":"urn:a","urn:p":%d}', ",", "[", "]")),
    "keys": ("json", 10_000, _rows('"a%d":1', ",", '{"concepts":[],', "}")),
    "key twice": ("json", 20_000, _rows('"a%d":1', ",", "{", ',"b":1,"b":1}')),
    "open text": ("json", 50_000, _rows('\\"', first='{"a":"')),
    "concepts": ("yaml", 1_000, _rows("- {id: a%d, kind: skill, name: A%d}\n", "", "concepts:\n")),
    "ghosts": ("yaml", 1_000, _rows("- {id: a%d, kind: skill, name: A, requires: [b%d]}\n", "", "concepts:\n")),
    "options": ("yaml", 5_000, _rows("b", ",", "concepts:\n- {id: a, kind: skill, name: A, requires: [", "]}\n")),
    "aliases": ("yaml", 8_000, _rows("b%d", ",", "concepts:\n- {id: a, kind: skill, name: A, aliases: [", "]}\n")),
    "languages": ("yaml", 3_000, _rows("a%d: b", ",", "concepts:\n- {id: a, kind: skill, name: A, labels: {", "}}\n")),
    "names that nobody knows": ("profile", 1_000, _rows("- pythn%d\n", "", "knows:\n")),
    "skills of a resume": ("resume", 10_000, _rows('{"name":"pythn%d"}', ",", '{"skills":[', "]}")),
    "columns": ("people", 10_000, _rows("c%d", ",", "target,knows,", "\n")),
    "mappings": ("mappings", 1_000, _rows(_MAPPING, "", _MAPPINGS)),
    "rows": ("people", 8_000, _rows("a%d,b\n", "", "target,knows\n")),
    "rows of nodes": ("nodes", 5_000, _rows("a,skill,A,,,\n", "", "id,kind,name,definition,aliases,hours\n")),
    "blanks before an item": ("list", 20_000, _rows("\t", first="- Python\n- SQL\n- ", last="Statistics\n")),
    "items": ("list", 1_000, _rows("- pythn%d\n", first="- Python\n" * 1_000)),
    "blanks in an advertisement": ("advertisement", 20_000, _rows(" ", first="You know Python and", last="SQL.")),
    "names in an advertisement": ("advertisement", 500, _rows("Python or ", last="SQL")),
    "brackets in a text": ("mentions", 2_000, _rows("Python (")),
    "years in a text": ("mentions", 500, _rows("2019 - 2020 Python\n")),
    "skills of one alias": ("esco", 1_500, _rows("u:b%d,boil%d,cook\n", "", "conceptUri,preferredLabel,altLabels\n")),
    "labels": ("esco", 5_000, _rows("a%d", "\n", 'conceptUri,preferredLabel,altLabels\nu:boil,boil,"', '"\n')),
    "skills that are called the same": ("esco", 1_000, _rows("u:b%d,boil\n", "", "conceptUri,preferredLabel\n")),
    "occupations": ("onet", 1_000, _rows("%d\tBakers\tBake.\n", "", "O*NET-SOC Code\tTitle\tDescription\n")),
    "empty members": ("gzip", 20_000, lambda count: gzip.compress(b"", mtime=0) * count),
    "groups": ("sparql", 50, _rows("{?a ?b ?c}", " UNION ", "SELECT * {", "}")),
    "values": ("sparql", 200, _rows("1", " ", "SELECT * {VALUES ?a {", "}}")),
    "letters": ("find", 20_000, _rows("a")),
}
"""By what there is much of: the reader, how many for a start, and the file with so many."""


def _seconds(name: str, path: Path, text: str | bytes) -> float:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    began = time.process_time()
    with contextlib.suppress(MLCareerError):
        read(name, path)
    return time.process_time() - began


@pytest.mark.parametrize("much", FILES)
def test_time_does_not_grow_as_the_square(tmp_path: Path, much: str) -> None:
    """Eight times as much takes less than thirty times as long, where the square would take sixty-four times."""
    name, count, text = FILES[much]
    path = tmp_path / f"file{READERS[name][0]}"
    _seconds(name, path, text(count))
    few = min(_seconds(name, path, text(count)) for _ in range(2))
    many = _seconds(name, path, text(8 * count))
    # What takes so little is not measured well, and waits for nothing.
    assert many < max(30 * few, 0.1), f"{few:.3f} s and {many:.3f} s"


def test_every_reader_is_looked_at() -> None:
    """Every parser has its row; what shares one with another is left to that."""
    shared = {"concept", "nquads", "skills", "edges", "demand", "plan", "esco-needs"}
    assert {name for name, _, _ in FILES.values()} == READERS.keys() - shared


def test_squares_are_noticed() -> None:
    """A reader that looks at all that came before for each row is far from that."""
    rows = [list(range(count)) for count in (1_000, 8_000)]
    few, many = (min(_looked_through(row) for _ in range(2)) for row in rows)
    assert many > 30 * few


def _looked_through(rows: list[int]) -> float:
    began = time.process_time()
    for number, row in enumerate(rows):
        assert row not in rows[:number]
    return time.process_time() - began
