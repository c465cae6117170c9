"""Relative IRIs mean what the examples of RFC 3986, section 5.4, say."""

from __future__ import annotations

import pytest

from mlcareer_graph.rdf.formats.iris import is_absolute, resolve

BASE = "http://a/b/c/d;p?q"
EXAMPLES = {
    "g:h": "g:h",
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    "#s": "http://a/b/c/d;p?q#s",
    "g#s": "http://a/b/c/g#s",
    "g?y#s": "http://a/b/c/g?y#s",
    ";x": "http://a/b/c/;x",
    "g;x": "http://a/b/c/g;x",
    "g;x?y#s": "http://a/b/c/g;x?y#s",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "./": "http://a/b/c/",
    "..": "http://a/b/",
    "../": "http://a/b/",
    "../g": "http://a/b/g",
    "../..": "http://a/",
    "../../": "http://a/",
    "../../g": "http://a/g",
    "../../../g": "http://a/g",
    "../../../../g": "http://a/g",
    "/./g": "http://a/g",
    "/../g": "http://a/g",
    "g.": "http://a/b/c/g.",
    ".g": "http://a/b/c/.g",
    "g..": "http://a/b/c/g..",
    "..g": "http://a/b/c/..g",
    "./../g": "http://a/b/g",
    "./g/.": "http://a/b/c/g/",
    "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h",
    "g;x=1/./y": "http://a/b/c/g;x=1/y",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/./x": "http://a/b/c/g?y/./x",
    "g?y/../x": "http://a/b/c/g?y/../x",
    "g#s/./x": "http://a/b/c/g#s/./x",
    "g#s/../x": "http://a/b/c/g#s/../x",
    "http:g": "http:g",
    # beyond the table: other authorities, and nothing between two slashes
    "//g/./h/../i": "http://g/i",
    "http://x/y/../z": "http://x/z",
    "a//../b": "http://a/b/c/a/b",
}


@pytest.mark.parametrize("reference", EXAMPLES)
def test_a_reference_means(reference: str) -> None:
    """What the standard says, with the strict reading of a scheme that is the base's own."""
    assert resolve(BASE, reference) == EXAMPLES[reference]


@pytest.mark.parametrize(
    ("base", "reference", "iri"),
    [
        ("http://a", "g", "http://a/g"),
        ("http://a", "?q", "http://a?q"),
        ("http://a?q", "", "http://a?q"),
        ("urn:a", "b", "urn:b"),
        ("urn:a/b", "c", "urn:a/c"),
        ("urn:a#s", "#t", "urn:a#t"),
        ("urn:a", "../b", "urn:../b"),
        ("file:///a/b", "../c", "file:///c"),
        ("a", "b", "b"),
        ("http://a/b\n/c", "d", "http://a/b\n/d"),
    ],
)
def test_bases_without_a_path_or_an_authority(base: str, reference: str, iri: str) -> None:
    """A path is put below an authority that has none, and beside what has no authority."""
    assert resolve(base, reference) == iri


def test_an_iri_is_absolute_if_it_names_its_scheme() -> None:
    """A scheme begins with a letter, and comes before every other mark."""
    assert [text for text in ("a:", "A1+.-:b", "1a:b", ":a", "a/b:c", "a", "", "a b:c") if is_absolute(text)] == [
        "a:",
        "A1+.-:b",
    ]
