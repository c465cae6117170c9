"""Profiles from JSON Resume, lists, tables and CVs: what was understood, what was not, and why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcareer_graph import Level, LoadError, MissingSourceError, Profile, UnknownOptionError, load_graph
from mlcareer_graph.interop.people.curriculum_vitae import decode_curriculum
from mlcareer_graph.interop.people.json_resume import SECTIONS, decode_resume, is_resume, load_resume
from mlcareer_graph.interop.people.profile_reading import MAX_NAMES
from mlcareer_graph.interop.people.skill_list import decode_list, decode_table, is_list, load_list, load_table
from mlcareer_graph.interop.profiles import load_profile

GRAPH = load_graph()
TODAY = date(2026, 5, 1)
RESUME: dict[str, Any] = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
    "basics": {"label": "Analyst", "summary": "I automate reports with Airflow. No experience with Java."},
    "work": [{"position": "Analyst", "highlights": ["Moved the models to Kubernetes", "Saved 3 hours a week"]}],
    "education": [
        {"studyType": "Bachelor", "area": "Computer Science", "endDate": "2017-07-01"},
        {"studyType": "MSc", "area": "Statistics", "endDate": "2019"},
        {"studyType": "PhD", "area": "Machine Learning", "endDate": "2027-09"},
        {"studyType": "Master", "area": "Data Science"},
        {"studyType": "Bachelor", "area": "Fine Arts", "endDate": "2010-07-01"},
    ],
    "certificates": [{"name": "CKA certificate", "date": "2024-02-29", "issuer": "CNCF"}],
    "skills": [
        {"name": "Python", "level": "Expert", "keywords": ["pandas", "NumPy"]},
        {"name": "Databases", "level": "Beginner", "keywords": ["PostgreSQL"]},
        {"name": "Tools I love", "level": "Advanced", "keywords": ["Docker", "yarn bombing", "Data analyst"]},
        {"name": "SQL", "level": "Ninja"},
        {"name": "LDA"},
    ],
    "languages": [{"language": "German", "fluency": "Native speaker"}],
    "projects": [{"name": "Tracker", "description": "Written in Rust", "keywords": ["Python", "OpenCV"]}],
    "interests": [{"name": "Chess"}],
}


SMALL = {"skills": [{"name": "Python"}], "work": [{"summary": "SQL"}]}

# ---------------------------------------------------------------------- JSON Resume


def test_resume_gives_skills_with_levels() -> None:
    """Skills have their level; keywords have it too below a heading, and at most working beside a skill."""
    levels = dict(decode_resume(RESUME, GRAPH, today=TODAY).profile.levels)
    assert {name: str(level) for name, level in levels.items()} == {
        "python": "expert",
        "pandas": "working",
        "numpy": "working",
        "relational-database-design": "awareness",
        "postgresql": "awareness",
        "docker": "practitioner",
        "sql": "working",
    }


def test_resume_gives_finished_degrees_and_certificates() -> None:
    """A degree counts if the graph has it by that name and it was finished; days are kept where one is given."""
    profile = decode_resume(RESUME, GRAPH, today=TODAY).profile
    assert profile.credentials == (
        "bachelor-computer-science",
        "certified-kubernetes-administrator-certificate",
        "master-statistics",
    )
    assert dict(profile.dates) == {
        "bachelor-computer-science": date(2017, 7, 1),
        "certified-kubernetes-administrator-certificate": date(2024, 2, 29),
    }


def test_resume_reports_what_is_left_out() -> None:
    """Everything that is no part of the profile has its place and a reason."""
    reasons = {part.path: part.because for part in decode_resume(RESUME, GRAPH, today=TODAY).not_understood}
    assert set(reasons) == {
        "skills[2].keywords[1]",
        "skills[2].keywords[2]",
        "skills[3].level",
        "skills[4].name",
        "education[2]",
        "education[3]",
        "education[4]",
        "languages[0].language",
    }
    assert "of kind role" in reasons["skills[2].keywords[2]"]
    assert "Topic modeling" in reasons["skills[4].name"]
    assert "2027-09" in reasons["education[2]"]


def test_resume_suggests_what_is_only_told() -> None:
    """What summaries, highlights and projects name is suggested once, if it is not known and not denied."""
    suggested = decode_resume(RESUME, GRAPH, today=TODAY).suggested
    assert [(part.path, part.concept.id) for part in suggested] == [
        ("basics.summary", "apache-airflow"),
        ("work[0].highlights[0]", "kubernetes"),
        ("projects[0].description", "rust"),
        ("projects[0].keywords[1]", "opencv"),
    ]


def test_the_name_of_a_program_stands_for_its_certificate() -> None:
    """A certificate may be called by the education path that awards it."""
    path = next(path for path in GRAPH.education_paths.values() if path.path_kind == "certification")
    (award,) = [edge.object for edge in GRAPH.edges(path) if edge.type == "awards" and edge.subject == path.id]
    reading = decode_resume({"certificates": [{"name": path.name}]}, GRAPH)
    assert reading.profile.credentials == (award,)


@pytest.mark.parametrize("data", [[], "text", None, {}, {"basic": {}}, 5])
def test_other_data_is_no_resume(data: Any) -> None:
    """What has none of the parts of a résumé is refused, and what they are is said."""
    with pytest.raises(LoadError) as caught:
        decode_resume(data, GRAPH, where="me.json")
    assert str(caught.value) == (
        "me.json: this is no JSON Resume; it has one of the parts skills, certificates, education, languages, basics, "
        "work, volunteer, projects, publications"
    )


def test_values_of_another_shape_are_named_with_their_place() -> None:
    """A number for a text, an entry without keys, a part that is no list: each is told, and the rest is read."""
    data = {
        "skills": [{"name": 5, "keywords": ["SQL", 7]}, "Python", {"name": "Python", "keywords": {"a": 1}}],
        "certificates": [{"name": ""}, {"date": "2024-01-01"}],
        "education": [{"institution": "A school"}],
        "languages": [{"fluency": "native"}],
        "work": 3,
    }
    reading = decode_resume(data, GRAPH, today=TODAY)
    assert reading.profile.entries() == ["python:working", "sql:working"]
    assert [(part.path, part.because) for part in reading.not_understood] == [
        ("skills[0].name", "this is no text"),
        ("skills[0].keywords[1]", "this is no text"),
        ("skills[1]", "this is no object with keys"),
        ("skills[2].keywords", "this is no text"),
        ("work", "this is no list"),
    ]


_KEYS = st.sampled_from([*RESUME, "name", "level", "keywords", "area"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["Python", "Expert", "R"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(RESUME)), _JSON)
def test_a_resume_with_anything_in_it_is_read(section: str, value: Any) -> None:
    """A part of the wrong shape is reported and nothing else is lost: no other error comes out."""
    data = SMALL | {section: value}
    reading = decode_resume(data, GRAPH, today=TODAY)
    assert Profile.from_dict(reading.profile.to_dict(), GRAPH) == reading.profile
    json.dumps(reading.to_dict())


def test_too_many_names_are_refused() -> None:
    """A document that would take minutes is refused at once."""
    assert decode_resume({"skills": [{"name": "Python"}] * MAX_NAMES}, GRAPH).profile.entries() == ["python:working"]
    with pytest.raises(LoadError, match="more than 2,000 names"):
        decode_resume({"skills": [{"name": "Python"}] * (MAX_NAMES + 1)}, GRAPH)


def test_a_profile_of_our_own_is_no_resume() -> None:
    """Each part of a résumé makes one, unless a key of a profile stands beside it."""
    for section in SECTIONS:
        assert is_resume({section: []})
        for own in ("knows", "credentials", "constraints"):
            assert not is_resume({section: [], own: []})
    assert not is_resume([SECTIONS[0]])
    assert not is_resume({})


# ---------------------------------------------------------------------- lists and tables


def test_a_list_is_told_from_prose() -> None:
    """At least half of the lines are names, with a level or without; lines of more than 120 characters are none."""
    assert is_list("Python", GRAPH)
    assert is_list("# skills\nPython (expert)\nsome words that are none\n", GRAPH)
    assert not is_list("Python\nsome words\nand more", GRAPH)
    assert is_list("Python\n!!!", GRAPH)
    assert not is_list("", GRAPH)
    assert not is_list("# Python", GRAPH)
    assert is_list("Python" + " " * 106 + "(expert)", GRAPH)
    assert not is_list("Python" + " " * 107 + "(expert)", GRAPH)


def test_files_are_called_by_their_name(tmp_path: Path) -> None:
    """A list, a table and a résumé are read from their files, and named in the reading."""
    for name, text, load in (
        ("a.txt", "Python\n", load_list),
        ("a.csv", "name\nPython\n", load_table),
        ("a.json", '{"skills": [{"name": "Python"}]}', load_resume),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        reading = load(tmp_path / name, GRAPH)
        assert (reading.source, reading.profile.entries()) == (name, ["python:working"])
        assert load_profile(tmp_path / name, GRAPH) == reading


def test_a_list_has_a_name_a_line() -> None:
    """Bullets, numbers, empty lines and comments do no harm, and levels stand behind a colon, dash or in brackets."""
    marked = "# skills\n- Python\n* SQL:expert\n\n1. R (advanced)\n• Excel - basic\n"
    text = f"{marked}C++\njuggling\nDocker: magician\nKeras - basic\n"
    reading = decode_list(text, GRAPH)
    assert reading.profile.entries() == [
        "c-plus-plus:working",
        "keras:awareness",
        "microsoft-excel:awareness",
        "python:working",
        "r:practitioner",
        "sql:expert",
    ]
    assert [part.path for part in reading.not_understood] == ["line 8", "line 9"]


def test_a_table_has_names_levels_and_days() -> None:
    """The columns may stand in any order and be separated by semicolons; the higher of two levels counts."""
    text = "\ufefflevel;NAME;assessed\r\nexpert;SQL;2026-03-01\r\n;Python;\r\nbasic;sql;\r\n;juggling;\r\n"
    reading = decode_table(text.removeprefix("\ufeff"), GRAPH)
    assert reading.profile.entries() == ["python:working", "sql:expert"]
    assert reading.profile.dates == (("sql", date(2026, 3, 1)),)
    assert [part.path for part in reading.not_understood] == ["line 5"]


def test_the_day_is_that_of_the_level_that_counts() -> None:
    """A lower level leaves the day as it is, and a higher one without a day takes that of the lower away."""
    low, high = "SQL,basic,2026-01-01\n", "SQL,expert,2025-01-01\n"
    for rows, year in ((low + high, 2025), (high + low, 2025), (f"{low}SQL,,\n", None), (f"{low}SQL,basic,\n", 2026)):
        dates = decode_table(f"name,level,assessed\n{rows}", GRAPH).profile.dates
        assert [day.year for _, day in dates] == ([] if year is None else [year])


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('name,level\nSQL,expert\n"Python,working\nR,basic\n', 3, "a quote is not closed"),
        ("name,level,name\nSQL,,\n", 1, "'name' stands twice"),
        ("skill,level\nSQL,\n", 1, "'skill' is unknown"),
        ("level\nexpert\n", 1, "'name' is missing"),
        ("name,level\nSQL,expert\nR,,\n", 3, "has 3 cells"),
        ("name,level\nSQL\n", 2, "has 1 cells"),
        ("name,level\nSQL,guru\n", 2, "'guru' is not a level"),
        ("name,assessed\nSQL,yesterday\n", 2, "'yesterday' is no day"),
        ("name,level\n,expert\n", 2, "the name is missing"),
        ('name\n"SQL"x\n', 2, "expected after"),
        ("", None, "the table is empty"),
    ],
)
def test_a_broken_table_is_an_error_with_its_line(text: str, line: int | None, what: str) -> None:
    """A table is read strictly: what would silently change its rows is an error that says where."""
    with pytest.raises(LoadError, match=what) as caught:
        decode_table(text, GRAPH, where="skills.csv")
    assert caught.value.line == line
    assert caught.value.source == "skills.csv"


# ---------------------------------------------------------------------- texts


def test_a_cv_gives_what_it_names_and_does_not_deny() -> None:
    """The highest stated level counts; roles are left out, and what is denied or unclear has its reason."""
    text = "Data scientist. Python and SQL; expert in Python. No experience with Java. LDA. BSc in Statistics, 2019."
    reading = decode_curriculum(text, GRAPH)
    assert reading.profile.levels == (("python", Level.EXPERT), ("sql", Level.WORKING))
    assert reading.profile.credentials == ("bachelor-statistics",)
    assert [part.text for part in reading.not_understood] == ["Java", "LDA"]


def test_a_cv_suggests_what_it_may_name() -> None:
    """What may be an ordinary word, and what a function suggests, is no part of the profile."""
    reading = decode_curriculum(
        "My uncle once mentioned Prefect to us.", GRAPH, suggest=lambda graph, text: [(3, 8, "statistics")]
    )
    assert reading.profile == Profile()
    assert [part.concept.id for part in reading.suggested] == ["statistics", "prefect"]


# ---------------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "content", "entries"),
    [
        ("me.yaml", "knows: [Python]\n", ["python:working"]),
        ("me.json", '{"knows": ["Python"]}', ["python:working"]),
        ("resume.json", '{"skills": [{"name": "Python"}]}', ["python:working"]),
        ("skills.csv", "name\nPython\n", ["python:working"]),
        ("skills.txt", "Python\nSQL\n", ["python:working", "sql:working"]),
        ("cv.txt", "I am an expert in Python and love long walks.\n", ["python:expert"]),
        ("CV.MD", "# Me\n\nI work with Python every day.\n", ["python:working"]),
    ],
)
def test_the_file_tells_what_it_is(tmp_path: Path, name: str, content: str, entries: list[str]) -> None:
    """The suffix, and for JSON and text the content, tells how a file is read."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert load_profile(path, GRAPH).profile.entries() == entries


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("cv.txt", b"%PDF-1.7 ...", "save it as plain text"),
        ("cv.txt", b"PK\x03\x04...", "save it as plain text"),
        ("cv.txt", "Pythön".encode("latin-1"), "not UTF-8"),
        ("cv.txt", "Python".encode("utf-16"), "not UTF-8"),
        ("cv.txt", b"Python\0SQL", "NUL"),
        ("resume.json", b'{"skills": [], "skills": []}', "stands twice"),
        ("resume.json", b'{"skills": NaN}', "not a number of JSON"),
        ("resume.json", b"[" * 100_000, "nested"),
        ("resume.json", b'{"skills": [}', "line 1"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """A file that is not what its name says is one clear error."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoadError, match=what):
        load_profile(path, GRAPH)


def test_files_that_are_not_there_or_of_another_kind(tmp_path: Path) -> None:
    """A missing file and an unknown suffix each have their error."""
    with pytest.raises(MissingSourceError):
        load_profile(tmp_path / "cv.txt", GRAPH)
    with pytest.raises(UnknownOptionError, match=r"\.csv"):
        load_profile(tmp_path / "cv.docx", GRAPH)
