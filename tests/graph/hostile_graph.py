"""A graph of which every text is legal and hostile, with numbers and languages at their edges.

What a text can be is found in the model itself: `text_fields` lists every field that holds one. Each is either among
`CLOSED`, the ids and words that nobody chooses freely, or the graph has it with every text of `TEXTS`.
"""

from __future__ import annotations

import dataclasses
import math
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlcareer_graph import CareerGraph
from mlcareer_graph.model import CONCEPT_KINDS, Relation, Requirement

TEXTS: tuple[str, ...] = (
    # What ends a text in one syntax or another.
    "'",
    '"',
    '""',
    '"""',
    "'''",
    "''' ",
    '"""\n',
    '\\"""',
    "\\",
    "\\\\",
    'a\\"b',
    "\\u0041\\U00000041\\x41",
    "\\n",
    "`x` ${x} {{x}}",
    # Line ends, tabs and spaces, in every place.
    "a\nb",
    "a\rb",
    "a\r\nb",
    "\na",
    "a\n",
    "a\r",
    "a\r\n",
    "\n\n a\n\n\n",
    "a\tb",
    "\ta",
    "a\t",
    " a",
    "a ",
    "  a  b  ",
    "a\n  b\n c",
    "a\x0bb\x0cc",
    "a\u0085b",
    "a\u2028b\u2029c",
    "\u00a0a\u00a0",
    "\u2003a\u3000",
    # Letters that have more than one form, and marks in another order than the normal one.
    "\u00e9",
    "e\u0301",
    "\u212b \u00c5 A\u030a",
    "q\u0307\u0323 q\u0323\u0307",
    "\ufb01 \u2460 \uff21 \u00b2 \u1e9e \u0130i\u0307",
    "\u1112\u1161\u11ab \ud55c",
    "a" + "\u0301" * 40,
    "\u0301",
    # Characters beyond the first plane, on their own and joined.
    "\U0001d54f\U00020000\U0010fffd",
    "\U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea \u2764\ufe0f 1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    # What is not seen, or turns the text around it.
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u05e9\u05dc\u05d5\u05dd (a) \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "a\u202eb\u202c \u2066c\u2069 \u200e\u200f",
    "a\u200bb\u2060c\u00add",
    "\ufeffa",
    "a\ufeff",
    # Controls, and code points that are no characters.
    "a\x01\x08\x0e\x1f",
    "a\0b",
    "\x1b[31ma\x1b[0m",
    "a\x7f\x80\x9fb",
    "a\ufffeb",
    "\uffff",
    "\ufdd0\U0001ffff\U0010ffff",
    "\ue000\ufffd",
    # What looks like the syntax of a format, or like a value of another type.
    "@en",
    '"a"@en',
    "a^^xsd:integer",
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "]]>",
    "<![CDATA[a]]>",
    "<!-- a --",
    "<?xml version='1.0'?>",
    "&amp;&#10;&lt;&bogus;",
    "<a href='javascript:1'>",
    "_:b0",
    "<urn:a> <urn:b> <urn:c> .",
    "mlc:Skill",
    "{@id: a}",
    "@id",
    "@context",
    "@type",
    "- a: b",
    "a: b # c",
    "# a",
    "? a",
    "! a",
    "&a *a",
    "%YAML 1.1",
    "---",
    "...",
    "|",
    ">-",
    "{",
    "[a, b]",
    "<<",
    "=",
    "~",
    "null",
    "NULL",
    "None",
    "NO",
    "true",
    "nan",
    "NaN",
    "Infinity",
    "-INF",
    "12:30:00",
    "2026-11-26",
    "1e5",
    "1_000",
    "0x1F",
    "007",
    "1.0",
    "-0",
    "9007199254740993",
    "%41 %",
    "a,b;c|d",
    # What a spreadsheet runs, and what already looks as if it had been kept from that.
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "''=1",
    "'",
    "\t=1",
    "\r=1",
    "\n=1",
    "=cmd|' /C calc'!A0",
    # Nearly as long as a name may be.
    "\u00e9\U0001f600 \n" * 300,
    "x" * 19_999,
)
"""Texts that may be given for a name, and so for everything that is less strict."""

NOT_IN_XML = tuple(
    text
    for text in TEXTS
    if any((c < " " and c not in "\t\n\r") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" for c in text)
)
"""Those of them that XML 1.0 has no way to write (section 2.2)."""

TOO_MANY_HOURS = (2**53 + 1, 2**64 + 1, 10**100)
"""Those of `NUMBERS` that are hours and that no double holds exactly."""

NUMBERS: tuple[int | float, ...] = (
    *(0, 1, -1, 0.5, 0.1 + 0.2, 1.0, 1e16, 1e22, 1e-7, 123456789.123456789, 1e99, 1e100),
    *(2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63, 2**64 + 1, 10**100, 10**16, 10**21, 10**22),
    *(5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, math.nextafter(1, 0), math.nextafter(1, 2)),
    *(-0.0, 1e-100, 1.7976931348623157e308, -1.7976931348623157e308, 4.35, 2.675, 1 / 3),
)
"""Numbers that may be observed; those from 0 to 1e100 may be hours, weeks and prices too."""

LANGUAGES = ("de", "pt-BR", "zh-Hant-TW", "sl-rozaj-biske-1994", "de-1996", "fa", "gsw", "sr-Latn", "es-419", "en-GB")
"""Tags of languages, as they may be given for labels."""

CLOSED = frozenset(
    {
        *("Concept.id", "Evidence.source", "Evidence.citing", "EasierWith.know"),
        *("Relation.subject", "Relation.type", "Relation.object", "Requirement.subject", "Requirement.options"),
        *("EducationPath.path_kind", "Quantity.unit"),
    }
)
"""The fields with ids, words of a list, and currencies."""


def text_fields() -> set[str]:
    """Every field of the model that holds texts, as ``Class.field``, where the class is the one that declares it."""
    found: set[str] = set()
    queue: list[Any] = [*CONCEPT_KINDS.values(), Relation, Requirement]
    for class_ in queue:
        hints = typing.get_type_hints(class_)
        for field in dataclasses.fields(class_):
            parts = list(_parts(hints[field.name]))
            queue.extend(part for part in parts if dataclasses.is_dataclass(part) and part not in queue)
            if str in parts:
                owner = next(c for c in reversed(class_.__mro__) if field.name in getattr(c, "__annotations__", {}))
                found.add(f"{owner.__name__}.{field.name}")
    return found


def _parts(hint: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    inner = typing.get_args(hint)
    if not inner:
        yield hint
    for part in inner:
        yield from _parts(part)


def texts_of(graph: CareerGraph) -> dict[str, set[str]]:
    """The texts that a graph holds, by field."""
    found: dict[str, set[str]] = {}
    for part in (*graph.values(), *graph.all_requirements, *graph.relations):
        _collect(part, found)
    return found


def _collect(value: Any, found: dict[str, set[str]]) -> None:
    for field in dataclasses.fields(value):
        class_ = type(value)
        owner = next(c for c in reversed(class_.__mro__) if field.name in getattr(c, "__annotations__", {}))
        queue = [getattr(value, field.name)]
        for part in queue:
            if isinstance(part, tuple):
                queue.extend(part)
            elif isinstance(part, str):
                found.setdefault(f"{owner.__name__}.{field.name}", set()).add(part)
            elif dataclasses.is_dataclass(part):
                _collect(part, found)


def hostile_graph(texts: Iterable[str], numbers: Iterable[float] = (), languages: Iterable[str] = ()) -> CareerGraph:
    """A graph with each of some texts in every field that takes one, and with some numbers and languages.

    Args:
        texts: The texts.
        numbers: For observations; those that may be are hours and prices too.
        languages: For labels.
    """
    records: list[dict[str, Any]] = [
        {"id": "paper", "kind": "source", "name": "Paper"},
        {"id": "base", "kind": "skill", "name": "Base"},
        {"id": "labelled", "kind": "field", "name": "Labelled", "labels": {tag: f"in {tag}" for tag in languages}},
    ]
    for number, text in enumerate(texts):
        records.extend(_with_text(number, text))
    for number, value in enumerate(numbers):
        records.extend(_with_number(number, value))
    return CareerGraph.from_dict({"concepts": records})


def _with_text(number: int, text: str) -> Iterator[dict[str, Any]]:
    said = {"source": [{"ref": "paper", "at": text, "because": text, "citing": f"source-{number}"}]}
    other = {"source": ["paper", {"ref": "curated", "because": text}]}
    yield {"id": f"source-{number}", "kind": "source", "name": text, "url": text}
    yield {
        "id": f"path-{number}",
        "kind": "education-path",
        "name": text,
        "hours": {"likely": 1, **said},
        "weeks": {"likely": 1, "because": text},
        "price": {"likely": 1, **said},
        "teaches": [{"know": f"skill-{number}", **said}],
    }
    yield {
        "id": f"skill-{number}",
        "kind": "skill",
        "name": text,
        "aliases": [text, f"{text}2", text],
        "labels": {"de": text, "fa": text},
        "definition": text,
        **said,
        "hours": {"working": 1, **said},
        "easier_with": [{"know": "base", "saves": 0.5, **said}],
        "requires": [{"any_of": ["base"], **said}, {"any_of": ["base"], "level": "expert", "because": text}],
        "related_to": [{"id": "base", **other}],
        "claims": [
            {"id": text, "statement": text, "stage": text, "contradicts": [text, f"{text}2"], **said},
            {"id": f"{text}2", "statement": text, "because": text},
        ],
        "observations": [
            {"measure": text, "value": 1, "unit": text, "statistic": text, "region": text, "stage": text, **said}
        ],
    }


def _with_number(number: int, value: float) -> Iterator[dict[str, Any]]:
    record: dict[str, Any] = {
        "id": f"number-{number}",
        "kind": "skill",
        "name": f"Number {number}",
        "observations": [{"measure": "m", "value": value, "unit": "u"}],
    }
    if 0 <= value <= 1e100:
        record["hours"] = {"working": [0, value, value], "expert": value}
        yield {"id": f"price-{number}", "kind": "education-path", "name": "P", "price": value, "weeks": [0, 0, value]}
    if 0 < value < 1:
        record["easier_with"] = [{"know": "base", "saves": value}]
    yield record


def differences(graph: CareerGraph, other: CareerGraph) -> Mapping[str, tuple[Any, Any]]:
    """What differs between two graphs, by concept; types, signs and the order of lists count."""
    records = [{record["id"]: repr(record) for record in each.to_dict()["concepts"]} for each in (graph, other)]
    ids = sorted({*records[0], *records[1]})
    return {
        name: (records[0].get(name), records[1].get(name))
        for name in ids
        if records[0].get(name) != records[1].get(name)
    }
