"""The pages of the documentation that the library writes."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import typer
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef

import mlcareer_graph
from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.cli import app
from pages.changes import changes_page
from pages.commands import commands_page
from pages.concepts import concept_page, index_pages
from pages.examples import with_output
from pages.interface import MODULES, RESULTS, interface_pages
from pages.markdown import plain
from pages.schemas import schemas_page
from pages.vocabulary import read_vocabulary, vocabulary_page

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+\.md)\)")


def test_every_concept_has_a_page_that_leads_only_to_pages():
    """Each link of a concept's page or of an index leads to a page that is written too, and every page is reached."""
    graph = load_graph()
    written = {f"{concept_id}.md": concept_page(graph, graph[concept_id]) for concept_id in graph}
    indexes = dict(index_pages(graph))
    reached = set()
    for text in [*written.values(), *indexes.values()]:
        targets = set(LINK.findall(text))
        assert targets <= written.keys() | indexes.keys()
        reached |= targets
    assert reached >= written.keys()
    assert not written.keys() & indexes.keys()


def test_a_concepts_page_says_what_it_asks_for_and_who_says_so():
    """Options, number, level, hours and reasons of a concept stand on its page."""
    graph = CareerGraph.from_dict(
        {
            "concepts": [
                {"id": "a", "kind": "skill", "name": "A"},
                {"id": "b", "kind": "skill", "name": "B"},
                {
                    "id": "c",
                    "kind": "skill",
                    "name": "C",
                    "hours": {"working": [7, 11, 13]},
                    "requires": [{"any_of": ["a", "b"], "level": "expert", "because": "so it is"}],
                },
            ]
        }
    )
    text = concept_page(graph, graph["c"])
    assert "[A](a.md) or [B](b.md) at expert *(curated: so it is)*" in text
    assert "| working | 7 | 11 | 13 | estimate |" in text
    assert "[C](c.md)" in concept_page(graph, graph["a"])


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "[x](javascript:1)", "`{eval-rst}`", "a\n# b", "|a|"])
def test_hostile_names_stay_text(hostile):
    """Nothing that a concept says is markup on its page."""
    graph = CareerGraph.from_dict(
        {"concepts": [{"id": "a", "kind": "skill", "name": hostile, "definition": hostile, "aliases": [hostile]}]}
    )
    text = concept_page(graph, graph["a"])
    assert "<script" not in text.replace(r"\<script", "")
    assert "](javascript" not in text.replace(r"\](javascript", "")
    assert "\n# b" not in text
    assert "`{eval-rst}`" not in text


@given(st.text())
def test_plain_text_is_one_line_whose_marks_are_escaped(text):
    """Whatever the text, every mark of Markdown in it is escaped and taking the escapes away gives its words back."""
    escaped = plain(text)
    assert "\n" not in escaped
    assert not re.search(r"(?<!\\)(\\\\)*[`*_\[\]<>|{}#$&]", escaped)
    assert re.sub(r"\\(.)", r"\1", escaped) == " ".join(text.split())


def test_every_term_of_the_vocabulary_has_a_section():
    """The page of the vocabulary names each term that the file declares, with its definition."""
    file = ROOT / "ontology" / "mlcareer.ttl"
    text = vocabulary_page(read_vocabulary(file))
    start = "https://w3id.org/mlcareer/ontology#"
    declared = {node for node in Graph().parse(file).subjects(RDF.type) if isinstance(node, URIRef)}
    names = {node.removeprefix(start) for node in declared if node.startswith(start)}
    headings = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert sorted(headings) == sorted(plain(name) for name in names)
    anchors = re.findall(r"^\((.*)\)=$", text, re.MULTILINE)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= set(anchors)


def test_every_command_and_option_is_listed():
    """The page of the command line has each command, with each of its options."""
    program = typer.main.get_command(app)
    text = commands_page(program)
    commands = dict(program.commands)
    commands.update({f"import {name}": command for name, command in commands.pop("import").commands.items()})
    for name, command in commands.items():
        section = text.split(f"\n## mlcareer {name}\n")[1].split("\n## ")[0]
        for part in command.params:
            for spelled in part.opts if part.param_type_name == "option" else ():
                assert spelled in section


def test_every_public_name_stands_on_one_page():
    """Each name of `__all__`, and each class of a result, has its section on one page of the Python interface."""
    headings = [line for _, text in interface_pages() for line in re.findall(r"^## (.*)$", text, re.MULTILINE)]
    results = [name for names in RESULTS.values() for name in names]
    modules = [f"mlcareer_graph.interop.{name}" for listed in MODULES.values() for name in listed]
    assert sorted(headings) == sorted([*mlcareer_graph.__all__, *results, *modules])


def test_every_key_of_a_schema_is_in_a_table():
    """The page of the schemas has a row for each key of a concept, a plan and a profile."""
    text = schemas_page(ROOT / "ontology")
    for key in ("`at_least`", "`easier_with`", "`relaxations`", "`hours_per_week`", "`assessed`"):
        assert f"| {key} |" in text


def test_every_fragment_of_the_changelog_is_gathered():
    """Each file of changelog.d has its words on the page of changes."""
    text = changes_page(ROOT)
    for file in (ROOT / "changelog.d").glob("*.*.md"):
        assert " ".join(file.read_text(encoding="utf-8").split()) in text


def test_examples_get_the_output_they_have():
    """An output that leaves something open is replaced by the real one; one that says all stays."""
    page = "text\n\n>>> print('about', 40 + 2)\nabout ...\n>>> 1 + 1\n2\n\nmore\n"
    assert with_output(page, "page") == page.replace("about ...", "about 42")


def test_an_example_that_is_wrong_stops_the_build():
    """An example with another output than told is an error that names it."""
    with pytest.raises(ValueError, match="Expected"):
        with_output(">>> print('about', 40)\nabove ...\n", "page")


def test_the_yaml_of_the_reference_is_valid():
    """What the page about YAML shows keeps to the JSON Schemas."""
    page = (ROOT / "docs" / "reference" / "yaml.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    blocks[1] |= {"id": "a-course", "kind": "education-path", "name": "A course"}
    for block, name in zip(blocks, ("concept", "concept", "profile"), strict=True):
        schema = json.loads((ROOT / "ontology" / f"{name}.schema.json").read_text(encoding="utf-8"))
        data = json.loads(json.dumps(block, default=str))
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []
