"""Each limit of reading holds to the last byte, level and statement: what is at it is read, what is beyond refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF

from mlcareer_graph.errors import LoadError
from mlcareer_graph.files import read_bytes, read_lines, read_text
from mlcareer_graph.limits import DEFAULT_LIMITS, PROSE_LIMITS, TABLE_LIMITS, ReadingLimits
from mlcareer_graph.ontology import json_subset, yaml_subset
from mlcareer_graph.ontology.syntax import SourceTextError
from mlcareer_graph.rdf.compression import compress, decompress
from mlcareer_graph.rdf.formats import FORMATS, SyntaxProblem
from mlcareer_graph.rdf.formats.errors import first_line
from mlcareer_graph.rdf.query.check import QueryError, checked

XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">\n'
TEXTS: dict[str, dict[str, str]] = {
    "max_statements": {
        ".ttl": "<urn:a> <urn:b> 1 ;\n <urn:c> 2, 3 .",
        ".nt": "<urn:a> <urn:b> <urn:c> .\n\n<urn:a> <urn:b> <urn:d> .\n<urn:a> <urn:b> <urn:e> .",
        ".nq": "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:d> <urn:g> .\n<urn:a> <urn:b> <urn:e> .",
        ".trig": "<urn:a> <urn:b> 1 . <urn:g> { <urn:a> <urn:b> 2 .\n<urn:a> <urn:b> 3 }",
        ".jsonld": '{"@id": "urn:a", "urn:b": [1, 2, 3]}',
        ".rdf": HEAD + "<rdf:Description><e:a>1</e:a>\n<e:b>2</e:b><e:c>3</e:c></rdf:Description></rdf:RDF>",
        ".yaml": "a: [b,\n c]",
        ".json": '{"a": ["b", "c",\n ",,[{"]}',
    },
    "max_text": {
        ".ttl": '<urn:a> <urn:b>\n "1234567890" .',
        ".nt": '\n<urn:a> <urn:b> "1234567890" .',
        ".nq": '<urn:a> <urn:b> "1234567890"@en .',
        ".trig": "<urn:a> <urn:1234567890> 1 .",
        ".jsonld": '{"@id": "urn:a", "urn:b": "1234567890"}',
        ".rdf": HEAD
        + "<e:a><e:b xml:lang='en'>123456789012345678901234567890123456789012345678901234567890</e:b></e:a></rdf:RDF>",
        ".yaml": "a:\n - '1234567890'",
    },
    "max_digits": {
        ".ttl": "\n<urn:a> <urn:b> 1234567890 .",
        ".nt": f'<urn:a> <urn:b> "1234567890"^^<{XSD}integer> .',
        ".nq": f'<urn:a> <urn:b> "12345.7890"^^<{XSD}decimal> .',
        ".trig": "<urn:a> <urn:b> 1.34567e90 .",
        ".jsonld": '{"@id": "urn:a", "urn:b": 1234567.90}',
        ".rdf": HEAD + f'<e:a><e:b rdf:datatype="{XSD}int">1234567890</e:b></e:a></rdf:RDF>',
        ".json": "[1234567.90, 1234567890]",
    },
    "max_depth": {
        ".ttl": "<urn:a> <urn:b> (), ( 1 ), [],\n [ <urn:b> ( [] 1 ) ], [ <urn:b> 1 ] .",
        ".trig": "[] { } <urn:g> { <urn:a> <urn:b> (), ( 1 ), [],\n ( ( 1 ) ) , [ <urn:b> ( 1 ) ] }",
        ".jsonld": '{"@id": "urn:a", "urn:c": [], "urn:d": {},\n "urn:b": [[{"urn:b": "]"}], "[[[[[["]}',
        ".rdf": HEAD
        + '<e:a><e:x/><e:y><e:z/></e:y><e:b rdf:parseType="Literal"><e:f/><e:c>\n'
        + "<e:d/></e:c></e:b><e:e>1</e:e></e:a></rdf:RDF>",
        ".yaml": "f: {}\ng: []\na:\n - [b, {c: d}]\n - e",
        ".json": '{"a": "[[[[[[", "d": [], "e": {},\n "b": [[1]], "c": [1]}',
    },
}
LEAST: dict[str, dict[str, tuple[int, int | None]]] = {
    "max_statements": {
        **{".ttl": (3, 2), ".nt": (3, 4), ".nq": (3, 3), ".trig": (3, 2), ".jsonld": (3, None), ".rdf": (3, 3)},
        **{".yaml": (5, 2), ".json": (4, None)},
    },
    "max_text": {
        **{".ttl": (10, 2), ".nt": (10, 2), ".nq": (10, 1), ".trig": (14, 1), ".jsonld": (10, None), ".rdf": (60, 2)},
        ".yaml": (10, 2),
    },
    "max_digits": {
        **{".ttl": (10, 2), ".nt": (10, 1), ".nq": (10, 1), ".trig": (10, 1), ".jsonld": (10, None), ".rdf": (10, 2)},
        ".json": (10, None),
    },
    "max_depth": {
        **{".ttl": (3, 2), ".trig": (2, 2), ".jsonld": (4, 2), ".rdf": (6, 3), ".yaml": (4, 4), ".json": (3, 2)},
    },
}
"""The least of each limit with which the text is read, and the line at which it is refused below."""
COUNTED = {
    "max_statements": ("statements", "there are more than {} values; split the file"),
    "max_text": ("characters in one text", "a text has more than {} characters; cut it"),
    "max_digits": ("characters in one number", "a number has more than {} characters; shorten it"),
    "max_depth": ("levels of nesting", "nested more than {} deep; write it flatter"),
}
"""What each limit counts, and what YAML and JSON say of it."""


def _read(suffix: str, text: str, limits: ReadingLimits) -> Any:
    if suffix == ".yaml":
        return yaml_subset.parse(text, limits)
    if suffix == ".json":
        return json_subset.parse(text, limits)
    return FORMATS[suffix].read(text.encode(), limits)


def _refusal(suffix: str, text: str, limits: ReadingLimits) -> tuple[int | None, str]:
    """The line and the words with which a text is refused."""
    with pytest.raises((SyntaxProblem, SourceTextError)) as caught:
        _read(suffix, text, limits)
    remedy = getattr(caught.value, "remedy", None)
    return caught.value.line, f"{caught.value.what}; {remedy}" if remedy else caught.value.what


@pytest.mark.parametrize("limit", TEXTS)
def test_what_is_at_the_limit_is_read_and_one_more_is_not(limit: str) -> None:
    """In every syntax; the refusal says the limit, its name, the line, and what to do."""
    for suffix, text in TEXTS[limit].items():
        least, line = LEAST[limit][suffix]
        counted, plain = COUNTED[limit]
        words = (
            f"there are more than {least - 1} {counted}; raise {limit} of the reading limits if the file can be trusted"
        )
        if suffix in (".yaml", ".json"):
            words = plain.format(least - 1)
        assert _read(suffix, text, ReadingLimits(**{limit: least}))
        assert _refusal(suffix, text, ReadingLimits(**{limit: least - 1})) == (line, words)


def test_all_iris_together_have_a_limit() -> None:
    """Each counts once, however often it stands there."""
    text = b"<urn:a> <urn:b> <urn:a> .\n<urn:c> <urn:b> <urn:a> ."
    for suffix in (".ttl", ".nt", ".nq", ".trig"):
        assert len(FORMATS[suffix].read(text, ReadingLimits(max_bytes=15))) == 2
        with pytest.raises(SyntaxProblem) as caught:
            FORMATS[suffix].read(text, ReadingLimits(max_bytes=14))
        assert caught.value.what == (
            "there are more than 14 characters in all IRIs together; raise max_bytes of the reading limits "
            "if the file can be trusted"
        )
        assert caught.value.line == 2
    markup = (HEAD + '<e:a rdf:about="urn:a"/>\n<e:a rdf:about="urn:abc"/></rdf:RDF>').encode()
    length = len(f"{RDF}RDF{RDF}about" + "urn:e:a" + "urn:a" + "urn:abc")
    assert len(FORMATS[".rdf"].read(markup, ReadingLimits(max_bytes=length))) == 2
    with pytest.raises(SyntaxProblem, match=f"more than {length - 1} characters in all IRIs") as caught:
        FORMATS[".rdf"].read(markup, ReadingLimits(max_bytes=length - 1))
    assert caught.value.line == 3


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld"])
def test_time_is_looked_at_while_statements_come_in(suffix: str) -> None:
    """A reader that has taken too long says so, at the latest after a thousand statements."""
    many = "".join(f"<urn:a> <urn:b> <urn:c{number}> .\n" for number in range(1_100))
    text = {
        ".rdf": HEAD + "<e:a/></rdf:RDF>",
        ".jsonld": '{"@id": "urn:a", "urn:b": 1}',
    }.get(suffix, many)
    assert _read(suffix, text, ReadingLimits(max_seconds=60))
    line, words = _refusal(suffix, text, ReadingLimits(max_seconds=-1.0))
    assert words == (
        "there are more than -1.0 seconds of reading; raise max_seconds of the reading limits "
        "if the file can be trusted"
    )
    assert line == {".rdf": 1, ".jsonld": None}.get(suffix, 1_024)


@pytest.mark.parametrize("read", [read_bytes, read_text, lambda path, limits: "".join(read_lines(path, limits))])
def test_a_file_may_have_as_many_bytes_as_are_allowed(read: Callable[..., Any], tmp_path: Path) -> None:
    """One more is refused, with the file and what to do."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345\n7890")
    assert read(path, ReadingLimits(max_bytes=10)) in (b"12345\n7890", "12345\n7890")
    with pytest.raises(LoadError) as caught:
        read(path, ReadingLimits(max_bytes=9))
    assert str(caught.value) in (
        f"{path}: the file has more than 9 bytes; "
        "raise max_bytes of the reading limits if it can be trusted, or split it",
        f"{path}: the file has more than 9 characters; split it",
    )


def test_a_line_may_have_as_many_characters_as_are_allowed(tmp_path: Path) -> None:
    """Its end counts; one more is refused with the number of the line."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf1\n3456\r\n")
    assert list(read_lines(path, ReadingLimits(max_text=6))) == ["1\n", "3456\r\n"]
    with pytest.raises(LoadError) as caught:
        list(read_lines(path, ReadingLimits(max_text=5)))
    assert str(caught.value) == f"{path}, line 2: the line has more than 5 characters; download the file again"


def test_an_archive_may_hold_as_many_bytes_as_are_allowed() -> None:
    """All of its members together; one more is refused, before it is held."""
    data = compress(b"12345") + b"\0\0" + compress(b"67890")
    assert decompress(data, ReadingLimits(max_bytes=10)) == b"1234567890"
    with pytest.raises(SyntaxProblem) as caught:
        decompress(data, ReadingLimits(max_bytes=9))
    assert caught.value.what == (
        "the file opens to more than 9 bytes; raise max_bytes of the reading limits if it can be trusted"
    )


def test_an_archive_holds_no_name_and_no_time() -> None:
    """Its first ten bytes are those of RFC 1952 for an unknown system and the best compression."""
    assert compress(b"12345")[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"


def test_a_query_may_be_as_long_as_is_allowed() -> None:
    """One character more is refused."""
    text = "ASK {" + " " * 99_994 + "}"
    assert checked(text).form == "ASK"
    with pytest.raises(QueryError) as caught:
        checked(f"{text} ")
    assert str(caught.value) == "the query has 100,001 characters; at most 100,000 are allowed"


def test_a_query_is_as_deep_as_its_open_brackets() -> None:
    """Those that are closed, or stand in texts, IRIs and comments, count for nothing."""
    assert checked("ASK { {} {} FILTER('((((((' = \"((((((\") " + "{} " * 70 + "# ((((((\n}").form == "ASK"
    assert checked("ASK { ?role a mlc:Role ; rdfs:label [] }").form == "ASK"
    with pytest.raises(QueryError) as caught:
        checked("ASK { {} {} " + "{" * 64 + "}" * 64 + " }")
    assert str(caught.value) == "the query is nested too deeply; at most 64 brackets may stand in one another"


def test_the_first_line_of_an_error_is_cut() -> None:
    """Of a long message two hundred characters are told."""
    assert first_line(ValueError("x" * 300)) == "x" * 200


def test_what_yaml_means_differently_is_told_word_for_word() -> None:
    """A number that has no end, and a line end that only some know, with what to write."""
    assert _refusal(".yaml", "a: .inf", ReadingLimits()) == (
        1,
        ".inf is no finite number; give one, or quote what is a text",
    )
    assert _refusal(".yaml", "a: 1\nb: c\u2028d", ReadingLimits()) == (
        2,
        "the character U+2028 ends a line for some readers of YAML and not for others;"
        " write it as \\L in a text in double quotes",
    )


def test_the_limits_are_these() -> None:
    """What nobody has asked for otherwise is read up to here."""
    assert ReadingLimits() == DEFAULT_LIMITS
    assert (DEFAULT_LIMITS.max_bytes, PROSE_LIMITS.max_bytes, TABLE_LIMITS.max_bytes) == (
        1 << 28,
        20_000_000,
        500_000_000,
    )
    assert (DEFAULT_LIMITS.max_depth, DEFAULT_LIMITS.max_statements, DEFAULT_LIMITS.max_text) == (
        100,
        5_000_000,
        1_000_000,
    )
    assert (DEFAULT_LIMITS.max_label, DEFAULT_LIMITS.max_digits, DEFAULT_LIMITS.max_seconds) == (20_000, 1_000, 120.0)
