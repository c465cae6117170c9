"""ESCO becomes a graph: what of it becomes what, what is left out, and what is refused."""

from __future__ import annotations

import csv
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from published_data import PUBLISHED, SAMPLES, all_of_esco

from mlcareer_graph import AmbiguousNameError, CareerGraph, Level, LoadError, MissingSourceError, UnknownOptionError
from mlcareer_graph.interop import esco
from mlcareer_graph.interop.published.report import LeftOutWarning
from mlcareer_graph.model import UNKNOWN_EFFORT, Evidence, Field, Relation, Requirement, Role, Skill, Strength

SAMPLE = SAMPLES / "esco-1.2"
ESCO = "http://data.europa.eu/esco/"
DATA_SCIENTIST = f"{ESCO}occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"
STATISTICS = f"{ESCO}skill/7ee4c2ea-b349-4bd2-81a3-ec31475d4833"


def _write(folder: Path, name: str, header: str, *rows: str) -> None:
    (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with the columns that an import cannot do without, and no others."""
    _write(tmp_path, "occupations_en", "conceptUri,preferredLabel", "u:cook,cook", "u:baker,baker")
    _write(tmp_path, "skills_en", "conceptUri,preferredLabel", "u:knead,knead", "u:bake,bake", "u:boil,boil")
    _write(
        tmp_path,
        "occupationSkillRelations_en",
        "occupationUri,relationType,skillUri",
        "u:baker,essential,u:knead",
        "u:cook,optional,u:boil",
    )
    return tmp_path


def _needs(graph: CareerGraph, concept: str) -> set[tuple[str, str]]:
    return {(requirement.options[0], str(requirement.strength)) for requirement in graph.requirements(concept)}


def _triples(graph: CareerGraph, *types: str) -> set[tuple[str, str, str]]:
    return {(r.subject, r.type, r.object) for r in graph.relations if not types or r.type in types}


# ---------------------------------------------------------------------- the sample


def test_an_occupation_is_a_role_that_requires_its_essential_skills() -> None:
    """A role with its labels, and requirements at working; essential ones bind, optional ones are preferred."""
    graph = esco.load(SAMPLE)
    said = Evidence("esco-1-2", DATA_SCIENTIST)
    assert graph["data-scientist"] == Role(
        id="data-scientist",
        name="data scientist",
        aliases=("data expert", "research data scientist"),
        labels=(("de", "Datenwissenschaftler/Datenwissenschaftlerin"),),
        definition='Draws conclusions from data, with statistics, models and pictures, and "tells" them to others.',
        evidence=(Evidence("esco-1-2", DATA_SCIENTIST, "ESCO code 2511.4"),),
    )
    assert _needs(graph, "data-scientist") == {
        *((need, "required") for need in ("data-mining", "statistics", "information-categorisation", "use-databases")),
        ("resource-description-framework-query-language", "required"),
        ("perform-data-cleansing", "required"),
        ("deliver-visual-presentation-of-data", "required"),
        *((need, "preferred") for need in ("sparql", "hadoop", "perform-data-mining")),
    }
    assert {r.evidence for r in graph.requirements("data-scientist")} == {(said,)}
    assert {r.level for r in graph.all_requirements} == {Level.WORKING}


def test_a_skill_says_what_kind_of_skill_it_is() -> None:
    """Its type and reuse level are in the evidence; its definition goes before its description; it has no hours."""
    graph = esco.load(SAMPLE)
    python = graph["python-computer-programming"]
    assert isinstance(python, Skill)
    assert python.evidence[0].because == "ESCO skill type: knowledge, reuse level: sector-specific"
    assert python.definition == "A programming language, and how programs are written and tested in it."
    assert python.effort is UNKNOWN_EFFORT


def test_a_skill_of_a_skill_is_a_requirement() -> None:
    """Essential ones bind, optional ones are preferred; a plan takes them in order."""
    graph = esco.load(SAMPLE)
    mathematics = f"{ESCO}skill/4339176e-3acd-4f7f-a5d9-445bee3d23f2"
    assert graph["mathematics"].evidence[0].at == mathematics
    assert graph.requirements("statistics") == [
        Requirement("statistics", ("mathematics",), evidence=(Evidence("esco-1-2", STATISTICS),))
    ]
    assert _needs(graph, "resource-description-framework-query-language") == {("sparql", "preferred")}
    plan = graph.plan("data scientist")
    steps = [step.concept.id for step in plan.steps]
    assert steps.index("mathematics") < steps.index("statistics")
    assert len(steps) == 8
    assert not plan.verify().problems


def test_groups_are_fields() -> None:
    """Groups of occupations and of skills, with their hierarchies; two of one label are told apart by their codes."""
    graph = esco.load(SAMPLE)
    assert {field.name for field in graph.of_kind(Field).values()} >= {"Systems analysts", "statistics"}
    engineers, professionals = "information-and-communications-technology-professionals", "professionals"
    assert _triples(graph) == {
        ("data-scientist", "related_to", "systems-analysts"),
        ("data-analyst", "related_to", "systems-analysts"),
        ("database-and-network-professionals-not-elsewhere-classified", "related_to", "knowledge-engineer"),
        ("systems-analysts", "broader", "software-and-applications-developers-and-analysts"),
        ("software-and-applications-developers-and-analysts", "broader", engineers),
        (
            "database-and-network-professionals-not-elsewhere-classified",
            "broader",
            "database-and-network-professionals",
        ),
        ("database-and-network-professionals", "broader", engineers),
        (engineers, "broader", professionals),
        ("statistics", "part_of", "statistics-0542"),
        ("mathematics", "part_of", "mathematics-0541"),
        ("python-computer-programming", "part_of", "software-and-applications-development-and-analysis"),
        ("sparql", "broader", "resource-description-framework-query-language"),
        ("statistics-0542", "broader", "mathematics-and-statistics"),
        ("mathematics-0541", "broader", "mathematics-and-statistics"),
        ("mathematics-and-statistics", "broader", "natural-sciences-mathematics-and-statistics"),
        (
            "software-and-applications-development-and-analysis",
            "broader",
            "information-and-communication-technologies-icts-061",
        ),
        (
            "information-and-communication-technologies-icts-061",
            "broader",
            "information-and-communication-technologies-icts-06",
        ),
    }


def test_everything_cites_the_release_with_its_licence() -> None:
    """Each statement names the source and a URI; the release and its terms stand in the definition of the source."""
    graph = esco.load(SAMPLE)
    source = graph["esco-1-2"]
    assert source.name == "ESCO 1.2"
    assert "CC BY 4.0" in source.definition
    statements = [*graph.values(), *graph.all_requirements, *graph.relations]
    cited = [evidence for item in statements if item is not source for evidence in item.evidence]
    assert len(cited) == len(statements) - 1
    assert {evidence.source for evidence in cited} == {"esco-1-2"}
    assert all(evidence.at.startswith(ESCO) for evidence in cited)


@pytest.mark.parametrize(
    ("folder", "version", "name", "licence"),
    [
        ("ESCO dataset - v1.1.1 - classification - en - csv", None, "ESCO 1.1.1", "2011/833/EU"),
        ("esco", None, "ESCO", "of a release that its files do not name"),
        ("downloads of 2024.12", None, "ESCO", "of a release that its files do not name"),
        ("esco", "1.2.0", "ESCO 1.2.0", "CC BY 4.0"),
    ],
)
def test_the_release_is_told_by_the_folder_or_the_caller(
    small: Path, folder: str, version: str | None, name: str, licence: str
) -> None:
    """The folder of the download has the version in its name; without it none is made up."""
    moved = small / folder
    moved.mkdir()
    for path in small.glob("*.csv"):
        path.rename(moved / path.name)
    source = next(concept for concept in esco.load(moved, version=version).values() if concept.kind == "source")
    assert source.name == name
    assert licence in source.definition


def test_the_uri_is_an_exact_match() -> None:
    """A concept is mapped to the ESCO concept that it is, and not to what the shipped graph calls so."""
    graph = esco.load(SAMPLE)
    (mapping,) = graph.mappings("statistics")
    assert (mapping.predicate, mapping.iri) == ("skos:exactMatch", STATISTICS)
    assert graph.mappings("systems-analysts")[0].object == "isco:2511"


def test_names_that_several_occupations_share_are_asked_about() -> None:
    """An alternative label of two occupations is ambiguous; one that is the chief label of a concept is not."""
    graph = esco.load(SAMPLE)
    assert graph.ambiguous_names == {"data expert": ("data-analyst", "data-scientist")}
    with pytest.raises(AmbiguousNameError) as caught:
        graph.find("Data Expert")
    assert caught.value.suggestions == ("data-analyst", "data-scientist")
    assert graph.find("SPARQL").id == "sparql"
    assert graph.find("ontologist").id == "knowledge-engineer"
    assert graph.find("Datenbanken verwenden").id == "use-databases"


def test_a_graph_of_another_language_has_the_same_ids() -> None:
    """Names are those of the language, English ones aliases; groups that have no German file keep their English."""
    german, english = esco.load(SAMPLE, "de"), esco.load(SAMPLE)
    assert list(german) == list(english)
    assert german["statistics"].name == "Statistik"
    assert german["statistics"].aliases == ("statistics",)
    assert german["systems-analysts"].name == "Systems analysts"
    assert [_needs(german, role) for role in german.roles] == [_needs(english, role) for role in english.roles]


@pytest.mark.parametrize("suffix", [".json", ".ttl"])
def test_the_graph_is_saved_and_read_back(tmp_path: Path, suffix: str) -> None:
    """Nothing of it is lost in a file, and a graph that was read back knows the URIs."""
    from mlcareer_graph import load_graph

    graph = esco.load(SAMPLE)
    graph.save(tmp_path / f"esco{suffix}")
    back = load_graph(tmp_path / f"esco{suffix}")
    assert back == graph
    assert back.mappings("statistics") == graph.mappings("statistics")


def test_the_columns_of_both_releases_read_the_same(tmp_path: Path) -> None:
    """1.1 has no NACE codes and no labels in its relations; the graph is the same but for the release."""
    older = tmp_path / "older"
    shutil.copytree(SAMPLE, older)
    for path in older.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        dropped = {"naceCode", "occupationLabel", "skillLabel", "conceptLabel", "broaderLabel"}
        with path.open("w", encoding="utf-8", newline="") as file:
            kept = [column for column in rows[0] if column not in dropped]
            writer = csv.DictWriter(file, kept, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    assert esco.load(older, version="1.2") == esco.load(SAMPLE)


# ---------------------------------------------------------------------- small files


def test_three_files_with_four_columns_are_enough(small: Path) -> None:
    """What is not there is listed in the report, not missed in silence."""
    imported = esco.read(small)
    assert list(imported.graph) == ["bake", "baker", "boil", "cook", "esco-download", "knead"]
    assert _needs(imported.graph, "baker") == {("knead", "required")}
    assert _needs(imported.graph, "cook") == {("boil", "preferred")}
    assert dict(imported.report.taken) == {"occupations": 2, "skills": 3, "skills of occupations": 2, "relations": 0}
    assert not imported.report.left_out
    assert imported.report.absent == (
        "skillGroups_en.csv",
        "ISCOGroups_en.csv",
        "skillSkillRelations_en.csv",
        "broaderRelationsSkillPillar_en.csv",
        "broaderRelationsOccPillar_en.csv",
    )


def test_rows_that_lead_nowhere_are_counted(small: Path) -> None:
    """Rows with an unknown URI, a repeated pair or a concept twice are left out, and `load` warns of them."""
    _write(
        small,
        "occupationSkillRelations_en",
        "occupationUri,relationType,skillUri",
        "u:baker,essential,u:knead",
        "u:baker,essential,u:gone",
        "u:nobody,optional,u:knead",
        "u:baker,optional,u:knead",
    )
    _write(small, "skillSkillRelations_en", "originalSkillUri,relationType,relatedSkillUri", "u:bake,essential,u:bake")
    imported = esco.read(small)
    path = "occupationSkillRelations_en.csv"
    assert [(left.file, left.count, left.line, left.example) for left in imported.report.left_out] == [
        (path, 2, 3, "u:gone"),
        (path, 1, 5, "u:knead"),
        ("skillSkillRelations_en.csv", 1, 2, "u:bake"),
    ]
    assert _needs(imported.graph, "baker") == {("knead", "required")}
    with pytest.warns(LeftOutWarning, match=r"2 rows left out, since the URI is in no file .* line 3: u:gone"):
        assert esco.load(small) == imported.graph
    assert "2 rows left out" in str(imported.report)


def test_rows_of_the_hierarchy_that_lead_nowhere_are_counted(small: Path) -> None:
    """A concept under an unknown one, or a group under what is no group, is left out."""
    _write(small, "skillGroups_en", "conceptUri,preferredLabel", "u:g,cooking")
    header = "conceptUri,broaderUri"
    _write(small, "broaderRelationsSkillPillar_en", header, "u:boil,u:gone", "u:g,u:boil", "u:boil,u:g")
    imported = esco.read(small)
    assert [(left.line, left.why, left.example) for left in imported.report.left_out] == [
        (2, "the URI is in no file of concepts", "u:gone"),
        (3, "a group is placed under what is no group", "u:g"),
    ]
    assert _triples(imported.graph, "part_of") == {("boil", "part_of", "cooking")}


def test_essential_goes_before_optional(small: Path) -> None:
    """A pair that is optional in one row and essential in a later one is required."""
    rows = ("u:baker,optional,u:knead", "u:baker,essential,u:knead", "u:baker,essential,u:bake")
    _write(small, "occupationSkillRelations_en", "occupationUri,relationType,skillUri", *rows)
    assert _needs(esco.read(small).graph, "baker") == {("knead", "required"), ("bake", "required")}


def test_essential_skills_in_a_circle_bind_nobody(small: Path) -> None:
    """Two skills that are essential for each other are related; what stands outside the circle stays required."""
    rows = ("u:bake,essential,u:knead", "u:knead,essential,u:bake", "u:boil,essential,u:bake", "u:bake,optional,u:boil")
    _write(small, "skillSkillRelations_en", "originalSkillUri,relationType,relatedSkillUri", *rows)
    graph = esco.load(small)
    assert _needs(graph, "boil") == {("bake", "required")}
    assert _needs(graph, "bake") == {("boil", "preferred")}
    assert not graph.requirements("knead")
    (relation,) = graph.relations
    assert relation == Relation("bake", "related_to", "knead", None, relation.evidence)
    assert relation.evidence[0].because
    assert graph.plan("baker").status == "optimal"


def test_zeros_that_a_spreadsheet_dropped_do_not_matter(small: Path) -> None:
    """ISCO group 110 is 0110; a group that is not there is counted, and its occupation stays."""
    header = "conceptUri,preferredLabel,iscoGroup"
    _write(small, "occupations_en", header, "u:cook,cook,110", "u:baker,baker,7512")
    group = "http://data.europa.eu/esco/isco/C0110"
    _write(small, "ISCOGroups_en", "conceptUri,code,preferredLabel", f"{group},0110,Officers")
    imported = esco.read(small)
    assert _triples(imported.graph) == {("cook", "related_to", "officers")}
    (left,) = imported.report.left_out
    assert (left.count, left.what, left.line, left.example) == (1, "ISCO groups of occupations", 3, "7512")


def test_what_has_no_label_is_left_out(small: Path) -> None:
    """A concept without a label in the language is counted, and so are the rows that name it."""
    _write(small, "skills_de", "conceptUri,preferredLabel", "u:knead,kneten", "u:bake,", "u:boil,kochen")
    _write(small, "occupations_de", "conceptUri,preferredLabel", "u:cook,Koch", "u:baker,Bäcker")
    (left,) = esco.read(small, "de").report.left_out
    assert (left.file, left.line, left.example) == ("skills_de.csv", 3, "u:bake")


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("skills_en", "conceptUri,altLabels\nu:a,b\n", 1, "no column 'preferredLabel'"),
        ("skills_en", "conceptUri;preferredLabel\nu:a;a\n", 1, "semicolons"),
        ("skills_en", "conceptUri,preferredLabel\nu:a,a\nu:b,b\nu:a,c\n", 4, "u:a is there for the second time"),
        ("occupations_en", "conceptUri,preferredLabel\nu:cook,cook\nu:knead,knead\n", None, "second time"),
        ("skills_en", "conceptUri,preferredLabel\n,a\n", 2, "is no URI"),
        ("skills_en", 'conceptUri,preferredLabel\nu:a,"a\nu:b,b\n', 2, "quote"),
        (
            "occupationSkillRelations_en",
            "occupationUri,relationType,skillUri\nu:cook,perhaps,u:boil\n",
            2,
            "no relationType 'perhaps'; it is essential or optional",
        ),
    ],
)
def test_files_that_are_not_as_published_are_refused(
    small: Path, name: str, text: str, line: int | None, words: str
) -> None:
    """One error with the file and the line, and no graph."""
    (small / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match=words) as caught:
        esco.load(small)
    assert caught.value.line == line or line is None
    assert Path(caught.value.source).suffix == ".csv"


def test_what_is_not_there_is_told(small: Path) -> None:
    """A missing folder, file or language, each with what to do."""
    with pytest.raises(MissingSourceError, match="unpack the CSV download"):
        esco.load(small / "nowhere")
    with pytest.raises(MissingSourceError, match=r"no occupations_de.csv; the folder has it in en"):
        esco.load(small, "de")
    (small / "occupationSkillRelations_en.csv").unlink()
    with pytest.raises(MissingSourceError, match=r"occupationSkillRelations_en.csv; give the folder"):
        esco.load(small)
    for language in ("", "../en", "English", None):
        with pytest.raises(UnknownOptionError):
            esco.load(small, language)
    with pytest.raises(UnknownOptionError):
        esco.load(small, version="newest")


# ---------------------------------------------------------------------- all of it


def _published(name: str) -> Iterable[dict[str, str]]:
    with (PUBLISHED / "esco" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_all_of_esco_is_there() -> None:
    """As many roles, skills, fields and requirements as an independent reading finds rows, and nothing left out."""
    import pandas as pd

    tables = {
        name: pd.read_csv(PUBLISHED / "esco" / f"{name}_en.csv", dtype=str, keep_default_na=False)
        for name in ("occupations", "skills", "ISCOGroups", "occupationSkillRelations")
    }
    graph, report = all_of_esco().graph, all_of_esco().report
    assert not report.left_out
    assert len(graph.roles) == len(tables["occupations"])
    assert len(graph.skills) == len(tables["skills"])
    assert len(graph.of_kind(Field)) == len(tables["ISCOGroups"])
    assert len(graph.all_requirements) == len(tables["occupationSkillRelations"])
    strengths = Counter(requirement.strength for requirement in graph.all_requirements)
    stated = tables["occupationSkillRelations"].relationType.value_counts()
    assert strengths == {Strength.REQUIRED: stated["essential"], Strength.PREFERRED: stated["optional"]}
    assert {c.evidence[0].at for c in graph.roles.values()} == set(tables["occupations"].conceptUri)
    names = Counter(skill.name for skill in graph.skills.values())
    assert names == Counter(" ".join(label.split()) for label in tables["skills"].preferredLabel)


def test_roles_require_what_esco_calls_essential() -> None:
    """For 20 occupations, drawn at random, the required skills are those of the file, and the plan reaches each."""
    graph = all_of_esco().graph
    essential: dict[str, set[str]] = {}
    for row in _published("occupationSkillRelations_en.csv"):
        if row["relationType"] == "essential":
            essential.setdefault(row["occupationUri"], set()).add(row["skillUri"])
    uris = {concept.id: concept.evidence[0].at for concept in graph.values() if concept.evidence}
    drawn = random.Random(2026).sample(sorted(graph.roles), 19)
    for role in (*drawn, "data-scientist"):
        required = {uris[r.options[0]] for r in graph.requirements(role) if r.is_required}
        assert required == essential.get(uris[role], set())
        plan = graph.plan(role)
        assert plan.status == "optimal"
        assert not plan.verify().problems
        assert {uris[step.concept.id] for step in plan.steps} >= required


def test_names_lead_to_concepts_of_all_of_esco() -> None:
    """`find` takes chief labels and alternative ones, and asks about those that several occupations share."""
    graph = all_of_esco().graph
    assert graph.find("data scientist").id == "data-scientist"
    assert graph.find("research data scientist").id == "data-scientist"
    assert graph.search("machne lerning", Skill)[0].name == "machine learning"
    assert len(graph.ambiguous_names) > 500
    for name, ids in list(graph.ambiguous_names.items())[:50]:
        with pytest.raises(AmbiguousNameError) as caught:
            graph.find(name)
        assert set(caught.value.suggestions) == set(ids)


def test_all_of_esco_is_worked_with_in_seconds() -> None:
    """Gap, next skills and the page around a role come in seconds, not minutes, among 17,000 concepts."""
    graph = all_of_esco().graph
    started = time.process_time()
    assert len(graph.gap("data scientist").open) == 75
    assert graph.next_skills(["statistics"], roles=["data scientist", "data analyst"])
    assert "data scientist" in graph.view(around="data scientist").html
    assert time.process_time() - started < 10
