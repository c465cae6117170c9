"""O*NET becomes a graph: what of it becomes what, by which rule, what is left out, and what is refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from published_data import PUBLISHED, SAMPLES, all_of_onet

from mlcareer_graph import AmbiguousNameError, CareerGraph, Level, LoadError, MissingSourceError, UnknownOptionError
from mlcareer_graph.interop import onet
from mlcareer_graph.interop.published.report import LeftOutWarning
from mlcareer_graph.model import (
    UNKNOWN_EFFORT,
    Competency,
    Evidence,
    Field,
    Observation,
    Relation,
    Requirement,
    Role,
    Source,
    Strength,
    Technology,
)

SAMPLE = SAMPLES / "onet-29.3"
PAGE = "https://www.onetonline.org/link/summary/"
OCCUPATIONS = "Occupation Data.txt"


def _write(folder: Path, name: str, header: str, *rows: str) -> None:
    lines = [line.replace("|", "\t") for line in (header, *rows)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with the one file that an import cannot do without."""
    _write(tmp_path, "Occupation Data.txt", "O*NET-SOC Code|Title|Description", "1|Bakers|Bake.", "2|Cooks|Cook.")
    return tmp_path


def _needs(graph: CareerGraph, role: str) -> set[tuple[tuple[str, ...], str, str]]:
    return {(r.options, str(r.level), str(r.strength)) for r in graph.requirements(role)}


# ---------------------------------------------------------------------- the sample


def test_an_occupation_is_a_role() -> None:
    """It has its alternate titles as aliases, its page as evidence, and its job zone with the meaning of it."""
    graph = onet.load(SAMPLE)
    meaning = "Job zone 4: considerable preparation needed."
    zone = Evidence("onet-29-3", "Job Zones.txt, 15-1252.00", meaning)
    assert graph["software-developers"] == Role(
        id="software-developers",
        name="Software Developers",
        aliases=(
            "Application Developer",
            "Software Engineering Systems Information Technology Specialist "
            "(Software Engineering Systems IT Specialist)",
            "Software Engineering Systems IT Specialist",
        ),
        definition='Work out what users need and design, write and test "applications" for it.',
        observations=(Observation("job zone", 4, "zone of 5", evidence=(zone,)),),
        evidence=(Evidence("onet-29-3", f"{PAGE}15-1252.00"),),
    )


def test_importance_and_level_make_requirements() -> None:
    """What is rated 3 or more is required, at the level that the rule gives; what is rated below 2 is left out."""
    graph = onet.load(SAMPLE)
    assert {need for need in _needs(graph, "statisticians") if len(need[0]) == 1} == {
        (("active-listening",), "practitioner", "required"),
        (("mathematics-2-a-1-e",), "practitioner", "required"),
        (("science",), "working", "required"),
        (("programming",), "working", "required"),
        (("computers-and-electronics",), "practitioner", "required"),
        (("mathematics-2-c-4-a",), "expert", "required"),
        (("microsoft-excel",), "working", "required"),
        (("c-plus-plus",), "working", "preferred"),
        (("minitab",), "working", "preferred"),
    }
    rated = next(r for r in graph.requirements("statisticians") if r.options == ("science",))
    assert rated.evidence == (Evidence("onet-29-3", "15-2041.00, 2.A.1.f", "IM 3.5, LV 3.88"),)
    assert "troubleshooting" in graph


@pytest.mark.parametrize(
    ("value", "level"),
    [(0, "awareness"), (1.99, "awareness"), (2, "working"), (3.99, "working"), (4, "practitioner"), (6, "expert")],
)
def test_levels_begin_where_onet_gives_examples(value: float, level: str) -> None:
    """Below 2 awareness, from 2 working, from 4 practitioner, from 6 expert."""
    assert onet.level_of(value) is Level.parse(level)
    assert onet.level_of(7) is Level.EXPERT


def test_one_technology_of_a_commodity_is_enough() -> None:
    """Those in demand are alternatives that bind, the others alternatives that are preferred."""
    graph = onet.load(SAMPLE)
    assert _needs(graph, "data-scientists") == {
        (("c-plus-plus", "python", "r"), "working", "required"),
        (("git",), "working", "required"),
        (("microsoft-excel",), "working", "required"),
        (("sas",), "working", "required"),
        (("ibm-spss-statistics",), "working", "preferred"),
        (("apache-hadoop",), "working", "required"),
    }
    assert (("r",), "working", "preferred") in _needs(graph, "software-developers")
    plan = graph.plan("data scientists", knows=["R"])
    assert {step.concept.id for step in plan.steps} == {"git", "microsoft-excel", "sas", "apache-hadoop"}
    assert not plan.verify().problems


def test_technologies_say_whether_they_are_hot() -> None:
    """A technology belongs to the field of its commodity, and has no hours of its own."""
    graph = onet.load(SAMPLE)
    hot, cold = graph["python"], graph["minitab"]
    assert isinstance(hot, Technology)
    assert "hot technology" in hot.evidence[0].because
    assert cold.evidence[0].because is None
    assert hot.effort is UNKNOWN_EFFORT
    assert [field.name for field in graph.related("minitab", "part_of")] == ["Analytical or scientific software"]


def test_related_occupations_are_related_once() -> None:
    """A pair that O*NET states in both directions is one relation with the evidence of both."""
    graph = onet.load(SAMPLE)
    assert [relation for relation in graph.relations if relation.type == "related_to"] == [
        Relation(
            "data-scientists",
            "related_to",
            "statisticians",
            None,
            (
                Evidence("onet-29-3", "15-2041.00 to 15-2051.00", "Primary-Short, 1"),
                Evidence("onet-29-3", "15-2051.00 to 15-2041.00", "Primary-Short, 1"),
            ),
        )
    ]


def test_titles_that_several_occupations_share_are_asked_about() -> None:
    """An alternate title of one occupation is found; that of two is asked about."""
    graph = onet.load(SAMPLE)
    assert graph.find("machine learning engineer").id == "data-scientists"
    assert graph.find("Software Engineering Systems IT Specialist").id == "software-developers"
    both = ("data-scientists", "statisticians")
    assert graph.ambiguous_names == {"Applied Scientist": both, "Data Analyst": both}
    with pytest.raises(AmbiguousNameError) as caught:
        graph.find("data analyst")
    assert caught.value.suggestions == both


def test_the_code_is_an_exact_match() -> None:
    """An occupation and an element are mapped to what they are in O*NET."""
    graph = onet.load(SAMPLE)
    assert [mapping.object for mapping in graph.mappings("data scientists")] == ["onet:15-2051.00"]
    assert [mapping.object for mapping in graph.mappings("programming")] == ["onet.element:2.B.3.e"]


def test_the_graph_is_saved_and_read_back(tmp_path: Path) -> None:
    """Nothing of it is lost in RDF."""
    from mlcareer_graph import load_graph

    graph = onet.load(SAMPLE)
    graph.save(tmp_path / "onet.ttl")
    assert load_graph(tmp_path / "onet.ttl") == graph


@pytest.mark.parametrize(
    ("folder", "version", "name"),
    [("db_29_3_text", None, "O*NET 29.3"), ("text", None, "O*NET"), ("text", "30.0", "O*NET 30.0")],
)
def test_the_release_is_told_by_the_folder_or_the_caller(
    small: Path, folder: str, version: str | None, name: str
) -> None:
    """The folder of the download has the version in its name; without it none is made up."""
    moved = small / folder
    moved.mkdir()
    (small / "Occupation Data.txt").rename(moved / "Occupation Data.txt")
    (source,) = onet.load(moved, version=version).of_kind(Source).values()
    assert source.name == name
    assert "CC BY 4.0" in source.definition


# ---------------------------------------------------------------------- small files


RATING = "O*NET-SOC Code|Element ID|Element Name|Scale ID|Data Value|Recommend Suppress|Not Relevant"


def test_the_list_of_occupations_is_enough(small: Path) -> None:
    """What else O*NET publishes and the folder has not is listed in the report."""
    imported = onet.read(small)
    assert list(imported.graph) == ["bakers", "cooks", "onet-download"]
    assert len(imported.report.absent) == 6


def test_what_the_ratings_say_of_themselves_counts(small: Path) -> None:
    """A value to be suppressed is left out and counted; a level that is not relevant is none; 2 is preferred."""
    _write(
        small,
        "Skills.txt",
        RATING,
        "1|2.A|Reading|IM|2|N|",
        "1|2.A|Reading|LV|5|N|Y",
        "1|2.B|Writing|IM|4|N|",
        "1|2.B|Writing|LV|5|Y|",
        "1|2.C|Sums|IM|1.99|N|",
        "1|2.C|Sums|LV|5|N|",
    )
    imported = onet.read(small)
    assert _needs(imported.graph, "bakers") == {
        (("reading",), "awareness", "preferred"),
        (("writing",), "working", "required"),
    }
    (left,) = imported.report.left_out
    assert (left.file, left.count, left.line) == ("Skills.txt", 1, 5)
    assert dict(imported.report.taken)["ratings below the bar"] == 1


def test_a_rating_of_another_scale_and_a_technology_said_twice_are_counted(small: Path) -> None:
    """Neither is read, and the report says where the first one stands."""
    _write(small, "Skills.txt", RATING, "1|2.A|Reading|CX|2|N|", "1|2.A|Reading|IM|4|N|")
    header = "O*NET-SOC Code|Example|Commodity Code|Commodity Title|Hot Technology"
    _write(small, "Technology Skills.txt", header, "1|Excel|43|Spreadsheets|Y", "1|Excel|43|Spreadsheets|N")
    report = onet.read(small).report
    assert [(left.file, left.why, left.line, left.example) for left in report.left_out] == [
        ("Skills.txt", "the scale is neither IM nor LV", 2, "CX"),
        ("Technology Skills.txt", "another row says the same", 3, "Excel"),
    ]


def test_rows_of_occupations_that_are_not_there_are_counted(small: Path) -> None:
    """In every file; `load` warns of them."""
    _write(small, "Alternate Titles.txt", "O*NET-SOC Code|Alternate Title", "9|Millers", "1|Bread Makers")
    header = "O*NET-SOC Code|Related O*NET-SOC Code|Relatedness Tier|Index"
    _write(small, "Related Occupations.txt", header, "1|9|Primary|1", "1|1|Primary|2", "2|1|Primary|1")
    report = onet.read(small).report
    assert [(left.file, left.count, left.line, left.example) for left in report.left_out] == [
        ("Alternate Titles.txt", 1, 2, "9"),
        ("Related Occupations.txt", 1, 2, "9"),
        ("Related Occupations.txt", 1, 3, "1"),
    ]
    with pytest.warns(LeftOutWarning, match="1 rows left out"):
        assert onet.load(small).find("Bread Makers").id == "bakers"


@pytest.mark.parametrize(
    ("name", "rows", "line", "words"),
    [
        (OCCUPATIONS, "O*NET-SOC Code|Name|Description\n1|Bakers|Bake.", 1, "no column 'Title'"),
        (OCCUPATIONS, "O*NET-SOC Code,Title,Description\n1,Bakers,Bake.", 1, "commas"),
        (OCCUPATIONS, "O*NET-SOC Code|Title|Description\n1|Bakers", 2, "2 values for 3 columns"),
        (OCCUPATIONS, "O*NET-SOC Code|Title|Description\n1||Bake.", 2, "no code or no title"),
        (OCCUPATIONS, "O*NET-SOC Code|Title|Description\n1|A|a\n1|B|b", 3, "second time"),
        ("Skills.txt", "O*NET-SOC Code|Element ID|Element Name|Scale|Value", 1, "no column 'Scale ID' and no"),
        ("Skills.txt", f"{RATING}\n1|2.A|Reading|IM|6|N|", 2, "'6' is no value of the scale IM, from 1 to 5"),
        ("Skills.txt", f"{RATING}\n1|2.A|Reading|LV|nan|N|", 2, "'nan' is no value of the scale LV"),
        ("Skills.txt", f"{RATING}\n1|2.A|Reading|LV|high|N|", 2, "'high' is no value"),
        ("Skills.txt", f"{RATING}\n1|2.A|Reading|IM|3|N|\n1|2.A|Reading|IM|4|N|", 3, "second time"),
        ("Job Zones.txt", "O*NET-SOC Code|Job Zone\n1|6", 2, "'6' is no job zone from 1 to 5"),
        ("Technology Skills.txt", "O*NET-SOC Code|Workplace Example|Commodity Code", 1, "no column 'Example'"),
    ],
)
def test_files_that_are_not_as_published_are_refused(small: Path, name: str, rows: str, line: int, words: str) -> None:
    """One error with the file and the line: also where a newer release has renamed a column."""
    _write(small, name, *rows.splitlines())
    with pytest.raises(LoadError, match=words) as caught:
        onet.load(small)
    assert (Path(caught.value.source).name, caught.value.line) == (name, line)


def test_what_is_not_there_is_told(small: Path) -> None:
    """A missing folder, a folder without occupations, a version that is none."""
    with pytest.raises(MissingSourceError, match="unpack the text files"):
        onet.load(small / "nowhere")
    with pytest.raises(UnknownOptionError):
        onet.load(small, version="newest")
    (small / "Occupation Data.txt").unlink()
    with pytest.raises(MissingSourceError, match=r"no Occupation Data\.txt"):
        onet.load(small)


# ---------------------------------------------------------------------- all of it


def test_all_of_onet_is_there() -> None:
    """As many occupations, technologies, titles and requirements as an independent reading finds."""
    import pandas as pd

    imported = all_of_onet()
    graph = imported.graph
    names = ("Occupation Data", "Skills", "Knowledge", "Technology Skills", "Related Occupations", "Job Zones")
    tables = {
        name: pd.read_csv(PUBLISHED / "onet" / f"{name}.txt", sep="\t", quoting=3, dtype=str, keep_default_na=False)
        for name in (*names, "Alternate Titles")
    }
    assert not imported.report.left_out
    assert len(graph.roles) == len(tables["Occupation Data"])
    assert len(graph.technologies) == tables["Technology Skills"].Example.nunique()
    assert len(graph.of_kind(Field)) == tables["Technology Skills"]["Commodity Code"].nunique()
    ratings = pd.concat([tables["Skills"], tables["Knowledge"]])
    importance = ratings[ratings["Scale ID"] == "IM"]["Data Value"].astype(float)
    assert len(graph.skills) == ratings["Element ID"].nunique()
    groups = tables["Technology Skills"].groupby(["O*NET-SOC Code", "Commodity Code", "In Demand"]).ngroups
    assert len(graph.all_requirements) == (importance >= 2).sum() + groups
    rated = [r for r in graph.all_requirements if r.evidence[0].because.startswith("IM")]
    assert sum(r.strength is Strength.REQUIRED for r in rated) == (importance >= 3).sum()
    pairs = {frozenset(pair) for pair in tables["Related Occupations"].iloc[:, :2].itertuples(index=False)}
    assert sum(relation.type == "related_to" for relation in graph.relations) == len(pairs)
    assert sum(len(role.observations) for role in graph.roles.values()) == len(tables["Job Zones"])
    short = tables["Alternate Titles"]["Short Title"] != "n/a"
    assert sum(len(role.aliases) for role in graph.roles.values()) <= len(tables["Alternate Titles"]) + short.sum()
    titles = set(tables["Alternate Titles"]["Alternate Title"])
    named = {name for role in graph.roles.values() for name in (role.name, *role.aliases)}
    assert titles <= named


def test_roles_require_what_onet_rates_as_important() -> None:
    """For 20 occupations, drawn at random, what is required is what the file rates 3 or more, and a plan reaches it."""
    import csv

    graph = all_of_onet().graph
    important: dict[str, dict[str, float]] = {}
    for name in ("Skills.txt", "Knowledge.txt"):
        with (PUBLISHED / "onet" / name).open(encoding="utf-8", newline="") as file:
            values = {
                (row["O*NET-SOC Code"], row["Element ID"], row["Scale ID"]): float(row["Data Value"])
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            }
        for (code, element, scale), value in values.items():
            if scale == "IM" and value >= 3:
                important.setdefault(code, {})[element] = values[code, element, "LV"]
    for role in random.Random(2026).sample(sorted(graph.roles), 20):
        code = graph[role].evidence[0].at.removeprefix(PAGE)
        rated: list[Requirement] = [r for r in graph.requirements(role) if r.evidence[0].because.startswith("IM")]
        required = {r.evidence[0].at.split(", ")[1]: r.level for r in rated if r.is_required}
        assert required == {element: onet.level_of(level) for element, level in important.get(code, {}).items()}
        plan = graph.plan(role)
        assert plan.status == "optimal"
        assert not plan.verify().problems
    assert all(c.hours is None for c in graph.values() if isinstance(c, Competency))
