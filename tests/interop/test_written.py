"""Files for other tools to the letter, and what is made of documents about people and work, to the last word.

What is expected stands in ``written/``. After a change that is meant, ``python tests/interop/test_written.py`` writes
down what is written now; read the difference before it is committed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mlcareer_graph import CareerGraph
from mlcareer_graph.interop.advertisement import Advertisement, read_advertisement
from mlcareer_graph.interop.formats.files import WRITERS
from mlcareer_graph.interop.formats.markdown import plan_markdown
from mlcareer_graph.interop.people.curriculum_vitae import decode_curriculum
from mlcareer_graph.interop.people.json_resume import SECTIONS, decode_resume
from mlcareer_graph.interop.people.profile_reading import ProfileReading
from mlcareer_graph.interop.people.skill_list import decode_list, decode_table

WRITTEN = Path(__file__).with_name("written")
GRAPH = CareerGraph.from_dict(
    {
        "concepts": [
            {"id": "guide", "kind": "source", "name": "A guide", "url": "https://example.org/guide"},
            {"id": "python", "kind": "technology", "name": "Python", "aliases": ["CPython", "=1+1"], "hours": 40},
            {"id": "rust", "kind": "technology", "name": "Rust", "hours": {"working": [60, 80.5, 100]}},
            {
                "id": "sql",
                "kind": "technology",
                "name": "SQL",
                "hours": 30,
                "definition": 'A "language"\nof <tables> & |.',
            },
            {
                "id": "keras",
                "kind": "technology",
                "name": "Keras",
                "hours": 20,
                "requires": [
                    {"any_of": ["python"], "source": {"ref": "guide", "at": "L1", "because": "It says so."}},
                    {
                        "any_of": ["sql", "rust"],
                        "level": "expert",
                        "strength": "preferred",
                        "applies_from": "practitioner",
                    },
                ],
                "easier_with": [{"know": "rust", "saves": 0.25, "because": "It is near."}],
            },
            {"id": "pytorch", "kind": "technology", "name": "PyTorch", "hours": 25, "alternative_to": ["keras"]},
            {
                "id": "tensorflow",
                "kind": "technology",
                "name": "TensorFlow",
                "hours": 25,
                "alternative_to": ["keras", "pytorch"],
            },
            {"id": "statistics", "kind": "skill", "name": "Statistics", "hours": 90, "used_for": ["analysis"]},
            {"id": "cloud", "kind": "skill", "name": "Cloud computing", "aliases": ["cloud platforms"], "hours": 50},
            {"id": "aws", "kind": "technology", "name": "AWS", "hours": 50, "part_of": ["cloud"]},
            {"id": "azure", "kind": "technology", "name": "Azure", "hours": 50, "part_of": ["cloud"]},
            {"id": "analysis", "kind": "task", "name": "Analysis"},
            {"id": "bachelor", "kind": "credential", "name": "Bachelor in Statistics", "eqf_level": 6},
            {"id": "certificate", "kind": "credential", "name": "Cloud certificate"},
            {
                "id": "program",
                "kind": "education-path",
                "name": "Cloud program",
                "awards": ["certificate"],
                "teaches": ["cloud"],
                "price": 100,
            },
            {
                "id": "school",
                "kind": "education-path",
                "name": "School",
                "teaches": [{"know": "sql", "level": "expert"}],
            },
            {
                "id": "analyst",
                "kind": "role",
                "name": "Analyst",
                "requires": [
                    "sql",
                    {"any_of": ["keras"], "level": "practitioner"},
                    {"any_of": ["bachelor"]},
                    {"any_of": ["cloud"], "strength": "preferred"},
                ],
            },
        ]
    }
)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_graph_is_written_so(suffix: str) -> None:
    """Every format for other tools, with every column, attribute and mark."""
    assert WRITERS[suffix](GRAPH).encode() == (WRITTEN / f"graph{suffix}").read_bytes()


def test_a_plan_is_written_so() -> None:
    """The Markdown of a plan: figures, steps, what is taken as known, credentials."""
    plan = GRAPH.plan("analyst", ["Keras:working", "Bachelor in Statistics"], assume_prerequisites=True)
    assert plan_markdown(plan).encode() == (WRITTEN / "plan.md").read_bytes()


# ---------------------------------------------------------------------- people and work

RESUME: dict[str, Any] = {
    "$schema": "x",
    "awards": 5,
    "hobbies": ["Chess"],
    "basics": {"label": "Analyst", "summary": "I automate reports with Python. No experience with Rust."},
    "work": [{"highlights": ["Moved models to AWS", 3], "summary": 4, "description": "SQL all day"}, "Analyst"],
    "volunteer": {"summary": "Azure"},
    "projects": [{"description": "Written in Rust", "highlights": "Expert in PyTorch", "keywords": ["TensorFlow"]}],
    "publications": None,
    "education": [
        {"studyType": "Bachelor", "area": "Statistics", "endDate": "2017-07-01"},
        {"studyType": "Bachelor in Statistics", "endDate": "2017"},
        {"area": "Bachelor in Statistics", "endDate": "2026-06"},
        {"studyType": "Bachelor", "area": "Statistics"},
        {"studyType": "Bachelor", "area": "Arts"},
        {"studyType": 5, "area": ""},
        {"studyType": "Python", "endDate": "2017"},
        {"studyType": "Bachelor in Statistics", "endDate": 2017, "area": 5},
        {"studyType": "Bachelor in Statistics and more", "endDate": "2017"},
    ],
    "certificates": [
        {"name": "Cloud program", "date": "2024-02-29"},
        {"name": "Python", "date": "2024-02-28"},
        {"date": "x"},
        {"name": "CKA", "date": 5},
        {"name": 5},
        {"name": "Cloud certificate", "date": 5},
    ],
    "skills": [
        {"name": " SQL ", "level": "Expert", "keywords": ["Python", "Rust (basic)", 5]},
        {"name": "Things I love", "level": "Advanced", "keywords": ["Keras", "yarn bombing " * 9, "Analyst"]},
        {"level": "Beginner", "keywords": "Statistics"},
        {"name": "AWS", "level": "Ninja"},
        {"name": "School"},
        {"name": "juggling"},
        {"name": ["x"], "level": 7},
    ],
    "languages": [{"language": "German"}, {"fluency": "Native"}, {"language": 5}],
}
LIST = (
    "# skills\n- Python\n* SQL:expert\n\n1. Rust (advanced)\n12) Keras - basic\n\u2022 AWS\n"
    "Statistics: magician\njuggling\nAnalyst\nBachelor in Statistics\nCloud program\n2 things\n"
)
TABLE = (
    "Level;NAME;assessed\r\nexpert;SQL;2026-03-01\r\n;Python;\r\nbasic;sql;2026-04-01\r\n"
    ";juggling;2020-01-01\r\n;Bachelor in Statistics;2017-07-01\r\n"
)
CV = (
    "Analyst. Python and SQL; expert in Python. No experience with Rust. Bachelor in Statistics, 2019. "
    "My uncle likes clouds."
)
WORK = """Analyst

What you bring:
- strong Python and working knowledge of SQL
- cloud platforms such as AWS or Azure
- Python, PyTorch or TensorFlow, and Statistics
- Bachelor in Statistics
- no Rust required

Nice to have:
- Keras
- Python
"""


def _cells(html: str) -> list[str]:
    """What stands in the caption and the cells of a table."""
    return re.findall(r"<(?:caption|t[hd])[^>]*>(.*?)</(?:caption|t[hd])>", html, re.DOTALL)


def _advertisement(found: Advertisement) -> dict[str, Any]:
    role = next(record for record in found.graph.to_dict()["concepts"] if record["id"] == found.role.id)
    text = next(record for record in found.graph.to_dict()["concepts"] if record["id"].startswith("text-of"))
    named = [
        (mention.start, mention.end, mention.text, mention.concept.id, mention.is_denied) for mention in found.mentions
    ]
    return {
        "role": role,
        "text": text,
        "mentions": named,
        "said": [str(found), repr(found)],
        "html": _cells(found._repr_html_()),
    }


def _reading(found: ProfileReading) -> dict[str, Any]:
    parts = (*found.understood, *found.suggested, *found.not_understood)
    return {**found.to_dict(), "said": [str(found), repr(found), *map(str, parts)], "html": _cells(found._repr_html_())}


READINGS: dict[str, Callable[[], dict[str, Any]]] = {
    "resume": lambda: _reading(decode_resume(RESUME, GRAPH, today=date(2026, 6, 1))),
    "resume a month before": lambda: _reading(
        decode_resume({"education": RESUME["education"]}, GRAPH, today=date(2026, 5, 31))
    ),
    "resume of other shapes": lambda: _reading(
        decode_resume({**dict.fromkeys(SECTIONS, 5), "basics": [], "education": ["x"], 5: "x"}, GRAPH)
    ),
    "list": lambda: _reading(decode_list(LIST, GRAPH)),
    "table": lambda: _reading(decode_table(TABLE, GRAPH)),
    "cv": lambda: _reading(decode_curriculum(CV, GRAPH, suggest=lambda graph, text: [(95, 100, "statistics")])),
    "advertisement": lambda: _advertisement(read_advertisement(WORK, GRAPH)),
    "advertisement of a name": lambda: _advertisement(
        read_advertisement(
            "Keras is a plus. You are an expert in Keras. We use AWS, Azure and SQL.", GRAPH, name="X", where="a.txt"
        )
    ),
    "advertisement of a degree": lambda: _advertisement(
        read_advertisement("Bachelor in Statistics or Cloud certificate, " + "or SQL " * 60, GRAPH)
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_a_document_is_understood_so(name: str) -> None:
    """What is understood, suggested, left out and asked for, each with its place and reason."""
    expected = json.loads((WRITTEN / "readings.json").read_text(encoding="utf-8"))[name]
    assert json.loads(json.dumps(READINGS[name]())) == expected


if __name__ == "__main__":
    WRITTEN.mkdir(exist_ok=True)
    for ending, writer in WRITERS.items():
        (WRITTEN / f"graph{ending}").write_bytes(writer(GRAPH).encode())
    written = plan_markdown(
        GRAPH.plan("analyst", ["Keras:working", "Bachelor in Statistics"], assume_prerequisites=True)
    )
    (WRITTEN / "plan.md").write_bytes(written.encode())
    readings = {name: made() for name, made in READINGS.items()}
    text = json.dumps(readings, ensure_ascii=False, indent=1) + "\n"
    (WRITTEN / "readings.json").write_text(text, encoding="utf-8")
