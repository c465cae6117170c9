"""The mappings to ESCO, O*NET and Wikidata name real concepts on both sides and say no more than they may."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, load_graph
from mlcareer_graph.errors import LoadError
from mlcareer_graph.model import Evidence, Skill, Technology
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.mappings import PREDICATES, VOCABULARIES, Mapping, imported_as, mappings_of, read_mappings

FILES = sorted((ontology_folder() / "mappings").glob("*.sssom.tsv"))
DATA = Path(__file__).parents[3] / "shared" / "data"
JUSTIFICATIONS = {"semapv:LexicalMatching", "semapv:ManualMappingCuration"}
COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
]
HEADER = ("mapping_set_id", "license", "subject_source", "subject_source_version", "object_source", "curie_map")

esco = pytest.mark.skipif(not (DATA / "esco").is_dir(), reason="needs the copy of ESCO")
onet = pytest.mark.skipif(not (DATA / "onet").is_dir(), reason="needs the copy of O*NET")


@cache
def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@cache
def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader([line for line in _lines(path) if not line.startswith("#")], delimiter="\t"))


@cache
def _every_row() -> list[dict[str, str]]:
    return [row for path in FILES for row in _rows(path)]


def _of(prefix: str) -> list[dict[str, str]]:
    return [row for row in _every_row() if row["object_id"].partition(":")[0] == prefix]


def _table(path: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The graph that the library ships."""
    return load_graph()


def test_the_vocabularies_of_competencies_are_mapped() -> None:
    """ESCO, O*NET and Wikidata each have a file, with rows in it."""
    named = {path.name.partition(".")[0]: path for path in FILES}
    assert {"esco", "onet", "wikidata"} <= set(named)
    assert [name for name, path in named.items() if not _rows(path)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_has_its_header_and_columns(path: Path) -> None:
    """A file says what it maps, under which licence, and has the columns of the format in every row."""
    header = [line[1:].strip() for line in _lines(path) if line.startswith("#")]
    assert [key for key in HEADER if not any(line.startswith(f"{key}:") for line in header)] == []
    table = [line.split("\t") for line in _lines(path) if not line.startswith("#")]
    assert table[0] == COLUMNS
    assert [row for row in table if len(row) != len(COLUMNS)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_prefix_with_an_address_stands_in_the_header(path: Path) -> None:
    """Each prefix of a row that stands for web addresses is declared, with the address that the reader uses."""
    declared = dict(line[1:].strip().split(": ", 1) for line in _lines(path) if line.startswith("#   "))
    used = {row["object_id"].partition(":")[0] for row in _rows(path)}
    expected = {prefix: VOCABULARIES[prefix] for prefix in used if VOCABULARIES[prefix]}
    expected["mlcareer"] = "https://w3id.org/mlcareer/"
    assert {prefix: declared.get(prefix) for prefix in expected} == expected


def test_subjects_are_concepts_by_their_name(graph: CareerGraph) -> None:
    """Every subject is a concept of the graph, of the kind that its id says, under its name."""
    wrong = []
    for row in _every_row():
        kind, _, slug = row["subject_id"].removeprefix("mlcareer:").partition("/")
        concept = graph.get(slug)
        if concept is None or (concept.kind, concept.name) != (kind, row["subject_label"]):
            wrong.append((row["subject_id"], row["subject_label"]))
    assert wrong == []


def test_predicates_justifications_and_confidence_are_allowed() -> None:
    """Every row has a predicate and a justification of the lists, and a confidence above 0 and up to 1."""
    wrong = [
        row
        for row in _every_row()
        if row["predicate_id"] not in PREDICATES
        or row["mapping_justification"] not in JUSTIFICATIONS
        or not 0 < float(row["confidence"]) <= 1
    ]
    assert wrong == []


def test_pair_is_mapped_once() -> None:
    """No two rows map the same concept to the same one, with whichever predicate."""
    pairs = Counter((row["subject_id"], row["object_id"]) for row in _every_row())
    assert [pair for pair, count in pairs.items() if count > 1] == []


@pytest.mark.parametrize("side", ["subject_id", "object_id"])
def test_exact_match_is_one_to_one(side: str) -> None:
    """A concept is the exact match of at most one other within a vocabulary, seen from either side."""
    exact = Counter(
        (row[side], row["object_id"].partition(":")[0])
        for row in _every_row()
        if row["predicate_id"] == "skos:exactMatch"
    )
    assert [pair for pair, count in exact.items() if count > 1] == []


@esco
def test_esco_skills_exist_under_their_label() -> None:
    """Every ESCO skill is in ESCO, by its own id and preferred label."""
    labels = {row["conceptUri"]: row["preferredLabel"] for row in _table(DATA / "esco" / "skills_en.csv", ",")}
    skills = [row for row in _of("esco") if row["object_id"].startswith("esco:skill/")]
    assert skills
    wrong = [
        (row["object_id"], row["object_label"])
        for row in skills
        if labels.get(row["object_id"].replace("esco:", "http://data.europa.eu/esco/")) != row["object_label"]
    ]
    assert wrong == []


@onet
def test_onet_elements_exist_under_their_name() -> None:
    """Every O*NET skill and area of knowledge is in O*NET, by its element id and name."""
    elements = {
        (row["Element ID"], row["Element Name"])
        for name in ("Skills.txt", "Knowledge.txt")
        for row in _table(DATA / "onet" / name)
    }
    named = {(row["object_id"].partition(":")[2], row["object_label"]) for row in _of("onet.element")}
    assert named
    assert sorted(named - elements) == []


@onet
def test_onet_technologies_exist_under_their_commodity() -> None:
    """Every O*NET example of a technology is in O*NET under the commodity, whose title the comment quotes."""
    examples = {
        (row["Commodity Code"], row["Example"]): row["Commodity Title"]
        for row in _table(DATA / "onet" / "Technology Skills.txt")
    }
    technologies = _of("onet.technology")
    assert technologies
    wrong = []
    for row in technologies:
        title = examples.get((row["object_id"].partition(":")[2], row["object_label"]))
        if title is None or f'"{title}"' not in row["comment"]:
            wrong.append((row["object_id"], row["object_label"]))
    assert wrong == []


def test_technology_is_never_the_same_as_its_commodity() -> None:
    """A commodity holds many examples, so a technology is narrower than it, or merely related."""
    assert {row["predicate_id"] for row in _of("onet.technology")} <= {"skos:broadMatch", "skos:relatedMatch"}


def test_most_competencies_are_mapped_to_esco_or_onet(graph: CareerGraph) -> None:
    """At least 60 % of the skills and technologies have a mapping to ESCO or O*NET that is more than related."""
    mapped = {
        row["subject_id"].rpartition("/")[2]
        for prefix in ("esco", "onet.element", "onet.technology")
        for row in _of(prefix)
        if row["predicate_id"] != "skos:relatedMatch"
    }
    competencies = {concept.id for concept in graph.values() if isinstance(concept, Skill | Technology)}
    assert len(competencies & mapped) >= 0.6 * len(competencies)


def test_reader_gives_every_row(graph: CareerGraph) -> None:
    """The reader gives as many mappings as there are rows, and each concept its own."""
    read = read_mappings(ontology_folder())
    assert sum(map(len, read.values())) == len(_every_row())
    assert "esco:skill/ccd0a1d9-afda-43d9-b901-96344886e14d" in {
        mapping.object for mapping in mappings_of(graph["python"], ontology_folder())
    }


@pytest.mark.parametrize(
    ("object_id", "iri"),
    [
        ("esco:skill/1", "http://data.europa.eu/esco/skill/1"),
        ("onet:15-2051.00", "https://www.onetonline.org/link/summary/15-2051.00"),
        ("onet.element:2.C.4.a", "https://www.onetonline.org/find/descriptor/result/2.C.4.a"),
        ("onet.technology:43232405", None),
    ],
)
def test_address_is_given_where_there_is_one(object_id: str, iri: str | None) -> None:
    """A mapping gives the IRI or page of the other concept, and none for a commodity of O*NET."""
    mapping = Mapping("a", "skos:broadMatch", object_id, "A", "semapv:LexicalMatching", 0.9)
    assert mapping.iri == iri


def test_unknown_vocabulary_is_refused_with_its_line(tmp_path: Path) -> None:
    """A row that maps to a vocabulary nobody declared is refused, with the file and the line."""
    row = ["mlcareer:skill/a", "A", "skos:exactMatch", "other:1", "A", "semapv:LexicalMatching", "0.9", ""]
    (tmp_path / "mappings").mkdir()
    path = tmp_path / "mappings" / "other.sssom.tsv"
    path.write_text("\n".join(["# license: x", "\t".join(COLUMNS), "\t".join(row)]) + "\n", encoding="utf-8")
    with pytest.raises(LoadError, match=r"other\.sssom\.tsv.*other:1"):
        read_mappings(tmp_path)


def test_mappings_are_read_cell_by_cell(tmp_path: Path) -> None:
    """Each row is one mapping, those of a concept in the order of the other vocabulary; a comment may be left out."""
    (tmp_path / "mappings").mkdir()
    for name, columns, rows in (
        ("a", COLUMNS, [["x/skill/a", "A", PREDICATES[0], "wikidata:Q1", "One", "j:1", "0.5", 'a "word"']]),
        ("b", COLUMNS[:-1], [["x/skill/a", "A", PREDICATES[4], "esco:b", "Two", "j:2", "1"]]),
    ):
        lines = ["# license: x", *("\t".join(row) for row in [columns, *rows])]
        (tmp_path / "mappings" / f"{name}.sssom.tsv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "mappings" / "c.tsv").write_text("no mapping", encoding="utf-8")
    one = Mapping("a", "skos:exactMatch", "wikidata:Q1", "One", "j:1", 0.5, 'a "word"')
    two = Mapping("a", "skos:relatedMatch", "esco:b", "Two", "j:2", 1.0, "")
    assert read_mappings(tmp_path) == {"a": (two, one)}
    assert mappings_of(Skill(id="a", name="A"), tmp_path) == (two, one)
    assert mappings_of(Skill(id="b", name="B"), tmp_path) == ()


def test_what_was_imported_is_what_it_was_imported_as(tmp_path: Path) -> None:
    """The IRI in its evidence is its one mapping, of the vocabulary with the longest base; other places are none."""
    skill = Skill(id="a", name="A", evidence=(Evidence("s", "L1"), Evidence("s", f"{VOCABULARIES['isco']}2512")))
    expected = Mapping(
        "a",
        "skos:exactMatch",
        "isco:2512",
        "A",
        "semapv:UnspecifiedMatching",
        1.0,
        "The concept was imported from there.",
    )
    assert imported_as(skill) == expected
    assert mappings_of(skill, tmp_path) == (expected,)
    assert imported_as(Skill(id="a", name="A", evidence=(Evidence("s", "L1"), Evidence("s")))) is None
