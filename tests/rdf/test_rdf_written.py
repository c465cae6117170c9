"""What is written as RDF, to the letter, and what RDF of others is read as."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, SKOS, XSD, BNode, Literal, URIRef

from mlcareer_graph import CareerGraph
from mlcareer_graph.limits import DEFAULT_LIMITS
from mlcareer_graph.rdf.formats import FORMATS
from mlcareer_graph.rdf.formats.turtle import read
from mlcareer_graph.rdf.read import from_triples
from mlcareer_graph.rdf.vocabulary import ASSERTED_GRAPH, DERIVED_GRAPH, MLC, SCHEMA, Triple
from mlcareer_graph.rdf.write import asserted_triples, derived_triples

RICH = Path(__file__).with_name("rich.trig")
WRITTEN = Path(__file__).parent / "written"


def test_what_is_stated_and_what_follows_are_these_triples(rich: CareerGraph) -> None:
    """Every name and value of a graph that uses the whole schema, and of what is derived from it, is as in the file.

    After a change that is meant, the file is what `FORMATS[".trig"].write` gives; read the difference.
    """
    graphs = {ASSERTED_GRAPH: asserted_triples(rich), DERIVED_GRAPH: derived_triples(rich)}
    assert FORMATS[".trig"].write(graphs) == RICH.read_text(encoding="utf-8")


A = URIRef("https://w3id.org/mlcareer/skill/a")
B = URIRef("https://w3id.org/mlcareer/skill/b.")
EACH: list[Triple] = [
    (A, RDF.type, SKOS.Concept),
    (A, RDF.type, MLC["Skill"]),
    (A, SKOS.prefLabel, Literal('A "b"\\ \t\r\n\u202e\u00e9\U0001f600', lang="en")),
    (A, SKOS.prefLabel, Literal("<&>", lang="de")),
    (A, SKOS.definition, Literal("plain")),
    (A, SKOS.notation, Literal("text", datatype=XSD.string)),
    (A, MLC["rank"], Literal(12)),
    (A, MLC["rank"], Literal("1234567890123456", datatype=XSD.integer)),
    (A, MLC["likely"], Literal("40.5", datatype=XSD.decimal)),
    (A, MLC["likely"], Literal("1.5e0", datatype=XSD.double)),
    (A, MLC["checked"], Literal("2026-11-25T00:00:00Z", datatype=XSD.dateTime)),
    (A, SCHEMA["url"], Literal("https://example.org/?a=1&b=<c>", datatype=XSD.anyURI)),
    (A, MLC["partOf"], B),
    (A, MLC["partOf"], Literal("a text")),
    (A, MLC["partOf"], BNode("b2")),
    *((A, RDF[f"_{number}"], B) for number in (1, 2, 10)),
    (A, MLC["level"], MLC["working"]),
    (A, MLC["evidence"], BNode("b2")),
    (A, MLC["evidence"], BNode("b10")),
    (BNode("b10"), MLC["locator"], Literal("ten")),
    (BNode("b2"), MLC["locator"], Literal("two")),
    (B, MLC["partOf"], URIRef("urn:else#where")),
]


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_kind_of_term_is_written_so(suffix: str) -> None:
    """Texts with marks, languages, numbers of each type, members, blank nodes and names that cannot be shortened."""
    found = FORMATS[suffix].write({DERIVED_GRAPH: EACH[:3], ASSERTED_GRAPH: EACH})
    assert found == (WRITTEN / f"each{suffix}").read_bytes().decode()


MARKUP = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:d:" xmlns:e="urn:e:"
  xmlns:f="urn:f:"><rdf:Description rdf:about="urn:a"><e:b rdf:parseType="Literal">\t1 &lt; 2 &amp; "3" > 2&#13;
<c z="&#9;&#10;&#13;&quot;&amp;&lt;'>" f:a='2' a="1" xml:lang="en"><e:d xmlns:e="urn:o:"/><e:d><e:d/></e:d></c><!--
--><?p?><?p q r?><g xmlns=""><h xmlns="urn:h:"><i xmlns=""/></h></g></e:b></rdf:Description></rdf:RDF>"""


def test_markup_is_read_in_its_canonical_form() -> None:
    """Attributes in order, each namespace where it is first used, and escapes for what a parser would change."""
    ((_, _, found, _),) = FORMATS[".rdf"].read(MARKUP.encode(), DEFAULT_LIMITS)
    assert isinstance(found, Literal)
    assert found.datatype == RDF.XMLLiteral
    assert str(found) == (
        '\t1 &lt; 2 &amp; "3" &gt; 2&#xD;\n<c xmlns="urn:d:" xmlns:f="urn:f:" a="1" '
        'z="&#x9;&#xA;&#xD;&quot;&amp;&lt;\'>" xml:lang="en" f:a="2">'
        '<e:d xmlns:e="urn:o:"></e:d><e:d xmlns:e="urn:e:"><e:d></e:d></e:d></c><!--\n-->'
        '<?p?><?p q r?><g><h xmlns="urn:h:"><i xmlns=""></i></h></g>'
    )


def test_the_last_characters_of_unicode_can_be_escaped() -> None:
    """Those beside the halves of pairs and up to U+10FFFF are read; what is beyond is refused elsewhere."""
    text = r'<urn:a> <urn:b> "\uD7FF\uE000\U0010FFFF" .'
    for suffix in (".ttl", ".nt", ".nq", ".trig"):
        ((_, _, found, _),) = FORMATS[suffix].read(text.encode(), DEFAULT_LIMITS)
        assert str(found) == "\ud7ff\ue000\U0010ffff"


def test_a_graph_within_a_value_of_json_ld_is_a_graph_of_its_own() -> None:
    """Its statements have its name; those around it, and of lists and reversed properties, have none."""
    text = (
        '{"@context": {"r": {"@reverse": "urn:r"}}, "@id": "urn:a", "r": {"@id": "urn:z"}, '
        '"urn:b": {"@id": "urn:g", "@graph": [{"@id": "urn:c", "urn:d": {"@id": "urn:e", "urn:f": [1, "x"]}}]}}'
    )
    found = FORMATS[".jsonld"].read(text.encode(), DEFAULT_LIMITS)
    assert {tuple(None if term is None else str(term) for term in quad) for quad in found} == {
        ("urn:a", "urn:b", "urn:g", None),
        ("urn:z", "urn:r", "urn:a", None),
        ("urn:c", "urn:d", "urn:e", "urn:g"),
        ("urn:e", "urn:f", "1", "urn:g"),
        ("urn:e", "urn:f", "x", "urn:g"),
    }


OTHERS = """
prefix mlc: <https://w3id.org/mlcareer/ontology#>
prefix skos: <http://www.w3.org/2004/02/skos/core#>
prefix skosxl: <http://www.w3.org/2008/05/skos-xl#>
prefix dcterms: <http://purl.org/dc/terms/>
prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
prefix xsd: <http://www.w3.org/2001/XMLSchema#>
base <https://example.org/>

<python> a mlc:Technology ; skos:prefLabel "Python"@EN-gb, "Pythön"@de, "Pitón"@es ; skos:definition "A language." ;
  skosxl:altLabel [ skosxl:literalForm "Py"@en ; mlc:position 2 ], [ skosxl:literalForm "CPython" ; mlc:position 1 ] ;
  skos:altLabel "Snake"@en, "Py"@en, "Schlange"@de ;
  mlc:evidence [ mlc:reason "Ours."@en ], [ mlc:source <guide> ; mlc:citing <survey> ; mlc:locator "L1" ;
      mlc:position 1 ] ;
  mlc:studyEffort [ mlc:hoursToLevel [ mlc:low 1 ; mlc:likely 2.5 ; mlc:high 3e0 ], [ mlc:level mlc:expert ;
      mlc:likely 9 ] ] ;
  mlc:claim [ dcterms:identifier "c2" ; mlc:statement "Two."@en ; mlc:position 2 ; mlc:stage "entry" ;
      mlc:contradicts _:one, _:three ; rdf:_1 _:three ; rdf:_2 _:one ; rdf:_3 <guide> ],
    _:one, _:three ;
  mlc:observation [ mlc:measure "use" ; mlc:value 0.5 ; mlc:unit "share" ; mlc:position "NaN"^^xsd:double ],
    [ mlc:measure "pay" ; mlc:value 7 ; mlc:unit "EUR" ; mlc:statistic "mean" ; mlc:region "DE" ; mlc:stage "s" ;
      mlc:position 1 ] ;
  mlc:easierWith [ mlc:know <sql> ; mlc:saves 0.5 ; mlc:level mlc:expert ; mlc:evidence [ mlc:reason "Near." ] ] ;
  skos:related <sql> ; mlc:partOf <field> .
_:one dcterms:identifier "c1" ; mlc:statement "One." ; mlc:position 1 .
_:three dcterms:identifier "c3" ; mlc:statement "Three." .
<sql> a mlc:Skill, <urn:more> ; dcterms:identifier "structured-queries" ; skos:prefLabel "SQL" ; skos:related <python> .
<r> a mlc:Technology ; skos:prefLabel "R" ; skos:related <sql> .
<field> a mlc:Field ; skos:prefLabel "Computing"@en .
<guide> a mlc:Source ; skos:prefLabel "Guide"@en ; <https://schema.org/url> "https://example.org/g" .
<survey> a mlc:Source ; skos:prefLabel "Survey"@en .
<degree> a mlc:Credential ; skos:prefLabel "Degree"@en ; mlc:eqfLevel 6 .
<course> a mlc:EducationPath ; skos:prefLabel "Course"@en ; mlc:pathKind mlc:bootcamp ;
  mlc:checked "2026-11-25T00:00:00Z"^^xsd:dateTime ;
  mlc:takes [ mlc:unit "hours" ; mlc:low 1 ; mlc:likely 2 ; mlc:high 3 ; mlc:evidence [ mlc:source <guide> ] ],
    [ mlc:unit "weeks" ; mlc:likely 4 ], [ mlc:unit "EUR" ; mlc:likely 5 ] ;
  mlc:teaches <sql> .
<role> a mlc:Role ; skos:prefLabel "Role"@en .
[ a mlc:Relation ; rdf:subject <course> ; rdf:predicate mlc:teaches ; rdf:object <python> ; mlc:level mlc:expert ;
  mlc:evidence [ mlc:source <survey> ] ] .
[ a mlc:Relation ; rdf:subject <sql> ; rdf:predicate skos:related ; rdf:object <python> ; mlc:evidence [] ] .
[ a mlc:Requirement ; mlc:requirementOf <role> ; mlc:option <sql>, <python> ; rdf:_2 <sql> ; rdf:_1 <python> ;
      mlc:atLeast 2 ;
  mlc:level mlc:practitioner ; mlc:strength mlc:preferred ; mlc:appliesFrom mlc:expert ; mlc:position 2 ;
  mlc:evidence [ mlc:source <guide> ; mlc:reason "It says so."@en ] ] .
[ a mlc:Requirement ; mlc:requirementOf <role> ; mlc:option <sql> ; mlc:position 1 ] .
[ a mlc:Requirement ; mlc:requirementOf <role> ; mlc:option <degree> ] .
"""
"""What another program may write: blank nodes, other orders and languages, defaults left out, more than is known."""
READ: list[dict[str, Any]] = [
    {
        "id": "course",
        "kind": "education-path",
        "name": "Course",
        "path_kind": "bootcamp",
        "hours": {"low": 1, "likely": 2, "high": 3, "source": {"ref": "guide"}},
        "weeks": {"likely": 4, "source": []},
        "price": {"likely": 5, "currency": "EUR", "source": []},
        "checked": "2026-11-25",
        "teaches": [
            {"know": "python", "level": "expert", "source": {"ref": "survey"}},
            {"know": "structured-queries", "level": "working", "source": []},
        ],
    },
    {"id": "degree", "kind": "credential", "name": "Degree", "eqf_level": 6},
    {"id": "field", "kind": "field", "name": "Computing"},
    {"id": "guide", "kind": "source", "name": "Guide", "url": "https://example.org/g"},
    {
        "id": "python",
        "kind": "technology",
        "name": "Python",
        "aliases": ["CPython", "Py", "Snake"],
        "labels": {"de": "Pythön", "es": "Pitón"},
        "definition": "A language.",
        "source": [{"ref": "guide", "at": "L1", "citing": "survey"}, {"ref": "curated", "because": "Ours."}],
        "hours": {"working": [1, 2.5, 3.0], "expert": 9, "source": []},
        "easier_with": [{"know": "structured-queries", "level": "expert", "saves": 0.5, "because": "Near."}],
        "part_of": [{"id": "field", "source": []}],
        "related_to": ["structured-queries"],
        "claims": [
            {"id": "c1", "statement": "One.", "source": []},
            {"id": "c2", "statement": "Two.", "contradicts": ["c3", "c1"], "stage": "entry", "source": []},
            {"id": "c3", "statement": "Three.", "source": []},
        ],
        "observations": [
            {
                "measure": "pay",
                "value": 7,
                "unit": "EUR",
                "statistic": "mean",
                "region": "DE",
                "stage": "s",
                "source": [],
            },
            {"measure": "use", "value": 0.5, "unit": "share", "source": []},
        ],
    },
    {
        "id": "r",
        "kind": "technology",
        "name": "R",
        "related_to": [{"id": "structured-queries", "source": []}],
    },
    {
        "id": "role",
        "kind": "role",
        "name": "Role",
        "requires": [
            {"any_of": ["structured-queries"], "source": []},
            {
                "any_of": ["python", "structured-queries"],
                "at_least": 2,
                "level": "practitioner",
                "strength": "preferred",
                "applies_from": "expert",
                "source": {"ref": "guide", "because": "It says so."},
            },
            {"any_of": ["degree"], "source": []},
        ],
    },
    {"id": "structured-queries", "kind": "skill", "name": "SQL"},
    {"id": "survey", "kind": "source", "name": "Survey"},
]


def test_rdf_of_others_is_read_as_these_records() -> None:
    """Positions and members give the order, the last part of an IRI the id, and what is left out has its default."""
    graph = from_triples(quad[:3] for quad in read(OTHERS.encode(), DEFAULT_LIMITS))
    assert graph == CareerGraph.from_dict({"concepts": READ})
    assert graph.to_dict() == CareerGraph.from_dict({"concepts": READ}).to_dict()
