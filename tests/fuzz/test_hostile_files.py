"""Files made to harm, in every format but RDF (see `test_rdf_hostile`): each is one error that says what and where.

What plain libraries make of them, as tried with PyYAML 6, and `json` and `csv` of Python 3.11, stands at each.
"""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import mlcareer_graph
from mlcareer_graph import (
    AmbiguousNameError,
    CareerGraph,
    EasierWith,
    Evidence,
    InvalidGraphError,
    InvalidProfileError,
    Level,
    LoadError,
    MLCareerError,
    Plan,
    Profile,
    Relation,
    Requirement,
    Role,
    Skill,
    UnknownConceptError,
    UnknownOptionError,
    load_graph,
)
from mlcareer_graph.cli.roles import _csv
from mlcareer_graph.files import read_bytes, read_lines, read_text
from mlcareer_graph.graph.confusables import TABLE
from mlcareer_graph.graph.decoding import decode_graph
from mlcareer_graph.graph.integrity import editorial_problems
from mlcareer_graph.graph.lookalikes import skeleton
from mlcareer_graph.interop.csv_table import parse_rows
from mlcareer_graph.interop.mentions import find_mentions
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.ontology import json_subset, yaml_subset
from mlcareer_graph.ontology.quality import deceptive_names, quality_warnings
from mlcareer_graph.ontology.syntax import SourceTextError

PACKAGE = Path(mlcareer_graph.__file__).parent
SKILL = '{"id": "a", "kind": "skill", "name": "A"'


@dataclass(frozen=True)
class Threat:
    """A file, what reading it ends in, and where."""

    data: bytes
    words: str
    line: int | None = None
    error: str = "LoadError"


def _threat(text: str | bytes, words: str, line: int | None = None, error: str = "LoadError") -> Threat:
    return Threat(text if isinstance(text, bytes) else text.encode(), words, line, error)


def _zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("graph.yaml", b" " * 50_000_000)
    return archive.getvalue()


# 500 bytes: nine mappings, each of which merges the one before nine times. yaml.safe_load runs for more than a minute.
_MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n + 1}: &a{n + 1} {{<<: [{', '.join([f'*a{n}'] * 9)}], k{n}: v}}\n" for n in range(9)
)
# 300 bytes that yaml.safe_load makes a list of 9^9 items of.
_LAUGHS = "a0: &a0 [lol]\n" + "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9))
_OPEN_QUOTE = 'name,level\n"SQL,\n' + "Python,working\n" * 1_000

YAML: Mapping[str, Threat] = {
    "merge-keys.yaml": _threat(_MERGES, "anchors and aliases are not allowed", 1),
    "aliases.yaml": _threat(_LAUGHS, "anchors and aliases are not allowed", 1),
    "alias-of-itself.yaml": _threat("&a [*a]\n", "anchors and aliases", 1),
    # yaml.load and yaml.unsafe_load run it
    "tag-of-a-program.yaml": _threat("id: a\nname: !!python/object/apply:os.system [ls]\n", "the tag ", 2),
    "tag-of-a-type.yaml": _threat("id: a\nname: !!binary aGk=\n", "the tag tag:yaml.org,2002:binary is not allowed", 2),
    # yaml.safe_load takes the last one
    "key-twice.yaml": _threat("id: a\nid: b\n", "the key 'id' stands twice; remove one", 2),
    "key-twice-within.yaml": _threat("id: a\nhours: {working: 1,\n working: 2}\n", "the key 'working' stands twice", 3),
    # yaml.safe_load is a RecursionError, and with libyaml ends the process
    "deep-lists.yaml": _threat("id:\n " + "[" * 50_000, "exceeded maximum nesting depth", 2),
    "deep-lists-of-words.yaml": _threat("[a, " * 50_000, "nested more than 100 deep", 1),
    "deep-mappings.yaml": _threat("{a: " * 50_000, "nested more than 100 deep", 1),
    "deep-blocks.yaml": _threat("\n".join("- " * n + "-" for n in range(1, 150)), "nested more than 100 deep"),
    "documents.yaml": _threat("id: a\n---\nid: b\n", "a second document begins here; leave one", 2),
    "key-that-is-a-list.yaml": _threat("? [a, b]\n: c\n", "a key is not a plain word", 1),
    "long-text.yaml": _threat(f"id: a\nname: {'x' * 1_000_001}\n", "a text has more than 1,000,000 characters", 2),
    "latin.yaml": _threat(b"id: a\nname: caf\xe9\n", "not UTF-8; save it as UTF-8", 2),
    "utf-16.yaml": _threat("id: a\n".encode("utf-16"), "it is UTF-16, not UTF-8; save it as UTF-8"),
    "nul.yaml": _threat("id: a\nname: b\0c\n", "NUL characters", 2),
    "half-a-pair.yaml": _threat('id: a\nname: "\\ud800"\n', "correct the file", 2),
    "beyond-unicode.yaml": _threat('id: a\nname: "\\Uffffffff"\n', "correct the file", 2),
    "a-zip.yaml": _threat(_zipped(), "it is a ZIP archive or an office document; unpack it"),
    "a-gzip.yaml": _threat(gzip.compress(b" " * 50_000_000), "it is compressed with gzip; unpack it"),
    # safe_load makes 45000, 1000 and 15 of these
    "sexagesimal.yaml": _threat(
        "{id: a, kind: skill, name: A, hours: 12:30:00}", "is not a number", error="InvalidGraphError"
    ),
    "underscore.yaml": _threat(
        "{id: a, kind: skill, name: A, hours: 1_000}", "'1_000' is not a number", error="InvalidGraphError"
    ),
    "octal.yaml": _threat(
        "{id: a, kind: skill, name: A, hours: 0o17}", "'0o17' is not a number", error="InvalidGraphError"
    ),
    "infinite.yaml": _threat("{id: a, kind: skill, name: A, hours: .inf}", ".inf is no finite number", line=1),
}
JSON: Mapping[str, Threat] = {
    # json.loads makes numbers of the first three
    "nan.json": _threat(f'{SKILL}, "hours": NaN}}', "NaN is not a number of JSON; give a finite number"),
    "infinity.json": _threat(f'{SKILL}, "hours": -Infinity}}', "-Infinity is not a number of JSON"),
    "too-large.json": _threat(f'{SKILL}, "hours": 1e999}}', "the number 1e999 is too large"),
    # json.loads takes the last one
    "key-twice.json": _threat(f'{SKILL}, "name": "B"}}', "the key 'name' stands twice"),
    # json.loads is a RecursionError, and ends the process where the limit of recursion is raised
    "deep-lists.json": _threat('{"a":\n' + "[" * 50_000, "nested more than 100 deep", 2),
    "deep-objects.json": _threat('{"a":\n' * 50_000, "nested more than 100 deep", 101),
    # json.loads is a ValueError that says nothing of the file; with 4,000 it makes a number of it in quadratic time
    "long-number.json": _threat(f'{SKILL}, "hours": {"9" * 5_000}}}', "a number has more than 1,000 characters"),
    "long-fraction.json": _threat(f'{SKILL}, "hours": 0.{"9" * 5_000}}}', "a number has more than 1,000 characters"),
    "large-number.json": _threat(f'{SKILL}, "hours": 1{"0" * 400}}}', "is too large", error="InvalidGraphError"),
    # json.loads makes a text of it that no file can hold
    "half-a-pair.json": _threat('{"id": "\\ud83d", "kind": "skill"}', "holds half a character"),
    "half-a-pair-key.json": _threat('{"\\udc00": 1}', "holds half a character"),
    # the search for brackets would begin anew at each quote
    "open-string.json": _threat('["' + '\\"' * 200_000 + "[" * 200, "Unterminated string", 1),
    "cut-off.json": _threat('{"concepts":\n [', "correct the JSON", 2),
    "latin.json": _threat(b'{\n"id": "caf\xe9"}', "not UTF-8", 2),
    "utf-16.json": _threat("{}".encode("utf-16-be", "strict").join([b"\xfe\xff", b""]), "it is UTF-16"),
    "a-zip.json": _threat(_zipped(), "it is a ZIP archive"),
    "long-name.json": _threat(
        f'{{"id": "a", "kind": "skill", "name": "{"x" * 20_001}"}}', "20,000 characters", error="InvalidGraphError"
    ),
    "long-definition.json": _threat(f'{SKILL}, "definition": "{"x" * 1_000_001}"}}', "1,000,000 characters; cut it"),
}
OTHERS: Mapping[str, tuple[str, Threat]] = {
    # csv.reader makes one cell of a thousand rows
    "open-quote.skills.csv": ("skills", _threat(_OPEN_QUOTE, "a quote is not closed; the row begins on this line", 2)),
    "open-quote.people.csv": ("people", _threat('target,knows\n"a,b\n' + "c,d\n" * 1_000, "a quote is not closed", 2)),
    "open-quote.demand.csv": (
        "demand",
        _threat('skill,postings\n"a,1\n' + "b,2\n" * 1_000, "a quote is not closed", 2),
    ),
    "open-quote.esco.csv": (
        "esco",
        _threat('conceptUri,preferredLabel\n"u:a,a\n' + "u:b,b\n" * 1_000, "a quote is open", 2),
    ),
    "letter-behind-quote.csv": ("people", _threat('target,knows\n"a"b,c\n', "expected after", 2)),
    "short-row.csv": ("people", _threat("target,knows\na\n", "the row has 1 cells, the header 2", 2)),
    "long-row.csv": ("people", _threat("target,knows\na,b\na,b,c\n", "the row has 3 cells, the header 2", 3)),
    "column-twice.csv": ("people", _threat("target,knows,knows\n", "the column 'knows' stands twice", 1)),
    "nul.csv": ("skills", _threat("name\nSQL\0\n", "NUL characters", 2)),
    "nul.onet.txt": ("onet", _threat("O*NET-SOC Code\tTitle\tDescription\n1\tA\0\tB\n", "a control character", 2)),
    "latin.csv": ("skills", _threat(b"name\ncaf\xe9\n", "not UTF-8", 2)),
    "latin.esco.csv": ("esco", _threat(b"conceptUri,preferredLabel\nu:a,caf\xe9\n", "not UTF-8", 2)),
    "utf-16.csv": ("skills", _threat("name\nSQL\n".encode("utf-16"), "it is UTF-16")),
    "long-cell.csv": ("skills", _threat(f"name\n{'x' * 200_000}\n", "larger than field limit", 2)),
    "long-line.onet.txt": (
        "onet",
        _threat("O*NET-SOC Code\tTitle\tDescription\n" + "x" * 1_000_001, "the line has more", 2),
    ),
    "list-in-a-cell.csv": (
        "nodes",
        _threat("id,kind,name,aliases,definition,hours_low,hours_likely,hours_high\n", "column"),
    ),
    "short-row.sssom.tsv": ("mappings", _threat("subject_id\tpredicate_id\n", "there is no column", 1)),
    "a-zip.csv": ("skills", _threat(_zipped(), "it is a ZIP archive")),
    "a-pdf.txt": ("list", _threat(b"%PDF-1.7 \xff\xfe", "it is a PDF and no text")),
    "a-doc.txt": ("advertisement", _threat(b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an office document")),
    "many-names.txt": ("list", _threat("Python\n" * 2_001, "more than 2,000 names")),
    "long.txt": ("advertisement", _threat("Python. " * 70_000, "in parts of at most 500,000")),
    "aliases.profile.yaml": ("profile", _threat(_LAUGHS, "anchors and aliases", 1)),
    "deep.profile.yaml": ("profile", _threat("knows: " + "[" * 50_000, "exceeded maximum nesting depth", 1)),
    "number.profile.yaml": (
        "profile",
        _threat("constraints: {budget: 1e3}", "budget cannot be '1e3'", error="InvalidProfileError"),
    ),
    "nan.resume.json": ("resume", _threat('{"skills": [NaN]}', "NaN is not a number of JSON")),
    "deep.plan.json": ("plan", _threat('{"knows": ' + "[" * 50_000, "nested more than 100 deep", 1)),
    "large.plan.json": (
        "plan",
        _threat(
            f'{{"target": "keras", "knows": [], "options": {{"budget": 1{"0" * 400}}}}}',
            "budget cannot be 1000",
            error="UnknownOptionError",
        ),
    ),
    "day.plan.json": (
        "plan",
        _threat(
            '{"target": "keras", "knows": [], "options": {"deadline": 7}}',
            "deadline cannot be 7; use a day",
            error="UnknownOptionError",
        ),
    ),
    "opens-to-300-mb.ttl.gz": ("gzip", _threat(gzip.compress(b" " * 300_000_000, 1), "more than 268,435,456 bytes")),
}
THREATS: Mapping[str, tuple[str, Threat]] = {
    **{f"graph.{name}": ("yaml", threat) for name, threat in YAML.items()},
    **{f"graph.{name}": ("json", threat) for name, threat in JSON.items()},
    **OTHERS,
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What comes of each file, read in one process with 3 GB that notes what else is opened."""
    folder = tmp_path_factory.mktemp("hostile") / "files"
    for name, (reader, threat) in THREATS.items():
        (folder / reader).mkdir(parents=True, exist_ok=True)
        (folder / reader / name).write_bytes(threat.data)
    before = sorted(folder.rglob("*"))
    script = Path(__file__).parent / "watched_readers.py"
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    result = subprocess.run(
        [sys.executable, str(script), str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, dict[str, Any]] = json.loads(result.stdout)
    assert found.keys() == THREATS.keys()
    # Beside the files lie only the folders in which the reader of a folder was given one of them.
    assert [path for path in sorted(folder.rglob("*")) if "-folder" not in str(path)] == before
    return found


@pytest.mark.parametrize("name", THREATS)
def test_a_hostile_file_is_refused(outcomes: dict[str, dict[str, Any]], name: str) -> None:
    """It is an error of one readable message, with the line where the parser knows it; nothing else is opened."""
    threat, outcome = THREATS[name][1], outcomes[name]
    assert outcome["error"] == threat.error, outcome
    assert threat.words in outcome["what"]
    assert len(outcome["what"]) < 800
    if threat.line is not None:
        assert outcome["line"] == threat.line
    assert [event for event in outcome["opened"] if "-folder" not in event] == []
    assert outcome["seconds"] < 5


# ---------------------------------------------------------------------- what is read, and as what


def test_yaml_texts_stay_texts_and_numbers_numbers(tmp_path: Path) -> None:
    """What YAML 1.1 makes of country codes, times and numbers with signs between is a text where a text is meant."""
    text = "[NO, yes, off, 12:30:00, 1_000, 0o17, 010, 0x1F, 1e3, 2026-03-01, ~, +1]"
    texts = ["NO", "yes", "off", "12:30:00", "1_000", "0o17", "010", "0x1F", "1e3", "2026-03-01", "~", "+1"]
    assert yaml_subset.parse(text) == texts
    assert yaml.safe_load(text) != texts
    assert yaml_subset.parse("[1, -2.5, true, null, '7']") == [1, -2.5, True, None, "7"]
    path = tmp_path / "a.yaml"
    path.write_text("{id: a, kind: skill, name: NO, aliases: [12:30:00, 1_000, 0o17], hours: 40}", encoding="utf-8")
    concept: Any = load_graph(path)["a"]
    assert (concept.name, concept.aliases) == ("NO", ("12:30:00", "1_000", "0o17"))


def _says(value: Any, words: Any) -> bool:
    """Whether a value is what the texts say that a reader without types gives."""
    if isinstance(value, dict):
        return value.keys() == words.keys() and all(_says(value[key], words[key]) for key in value)
    if isinstance(value, list):
        return len(value) == len(words) and all(map(_says, value, words))
    if isinstance(value, str):
        return bool(value == words)
    return value == (yaml.safe_load(words) if words else None)


def test_yaml_is_read_as_by_others() -> None:
    """What the subset reads means what it means to PyYAML, whichever of its parsers is there."""
    files = sorted((PACKAGE.parent / "ontology" / "concepts").glob("*/*/*.yaml"))[::60]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert _says(yaml_subset.parse(text), yaml.load(text, Loader=yaml.BaseLoader)), path
    folded = "a: >\n  one\n  two\nb: |\n  x\n  y\nc: 'it''s'\nd: {e: [f, {g: h}]}\n"
    assert yaml_subset.parse(folded) == yaml.safe_load(folded)


def test_reading_stops_at_the_number_of_values_and_at_the_time() -> None:
    """Too many values, and too long a time, end the reading of YAML; too many values that of JSON."""
    few = ReadingLimits(max_statements=100)
    with pytest.raises(SourceTextError, match="more than 100 values"):
        yaml_subset.parse("[" + "a," * 200 + "]", few)
    with pytest.raises(SourceTextError, match="more than 100 values"):
        json_subset.parse("[" + "1," * 200 + "1]", few)
    assert json_subset.parse(json.dumps(["," * 500]), few) == ["," * 500]
    with pytest.raises(SourceTextError, match="reading takes more than"):
        yaml_subset.parse("[" + "a," * 3_000 + "]", ReadingLimits(max_seconds=-1.0))


@pytest.mark.parametrize("read", [read_bytes, read_text, lambda path: list(read_lines(path))])
def test_what_is_no_ordinary_file_is_never_opened(tmp_path: Path, read: Any) -> None:
    """A pipe nobody writes to, a device without end, a folder, and a path that can be none, are errors at once."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, Path("/proc/self/mem\0"), tmp_path / ("x" * 300)):
        with pytest.raises(LoadError, match=r"ordinary file|cannot be read"):
            read(path)


def test_a_file_of_unknown_size_is_read_within_the_limit() -> None:
    """The size that a file claims counts for nothing: those of /proc claim none."""
    with pytest.raises(LoadError, match="more than 10 bytes"):
        read_bytes("/proc/self/status", ReadingLimits(max_bytes=10))


def test_the_separator_and_the_mark_at_the_beginning_do_not_matter() -> None:
    """A byte order mark, semicolons and line ends of other systems are no fault of a table."""
    for text in ("name,level\r\nSQL,expert\r\n", "name;level\rSQL;expert\r", "name\tlevel\nSQL\texpert"):
        assert parse_rows(text, ["name"], ["level"], where="x")[0].cells == {"name": "SQL", "level": "expert"}


def test_tables_of_the_command_line_hold_no_formula() -> None:
    """A text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    assert _csv([["=1+1", -1, "@x", "SQL"]]) == "'=1+1,-1,'@x,SQL\n"


# ---------------------------------------------------------------------- names


SHIPPED = load_graph()


def test_a_long_query_is_cut_before_it_is_compared() -> None:
    """20 kB of a name, and 80,000 accents, take no time: rapidfuzz and NFKC alone take seconds on them."""
    began = time.process_time()
    for query in ("machine lerning " * 1_250, "e" + "\u0301\u0327" * 40_000):
        SHIPPED.search(query)
        with pytest.raises(UnknownConceptError):
            SHIPPED.find(query)
        with pytest.raises(UnknownConceptError):
            Profile.of(SHIPPED, [query])
        find_mentions(SHIPPED, query)
    assert time.process_time() - began < 3


def _named(*names: str) -> CareerGraph:
    records = [{"id": f"s{number}", "kind": "skill", "name": name} for number, name in enumerate(names)]
    return CareerGraph.from_dict({"concepts": records})


@pytest.mark.parametrize("other", ["Py\u200bthon", "\u202ePython", "\uff30ython", "PYTHON", "Py\u00adthon"])
def test_names_that_differ_in_what_is_not_seen_are_one_name(other: str) -> None:
    """Zero-width and direction marks, width and case do not make another name: to ask for it is a question back."""
    graph = _named("Python", other)
    with pytest.raises(AmbiguousNameError):
        graph.find("p-y-t-h-o-n")
    assert _named("Python").find(other).id == "s0"
    data = graph.to_dict()
    problems = [problem.what for problem in editorial_problems(decode_graph(data)) if problem.key == "aliases"]
    assert problems == ["the name 'python' is claimed by s0 and s1"]


@pytest.mark.parametrize("other", ["P\u0443thon", "\u0420ython", "Pyth\u03bfn", "\u13e2ython", "Pyt\U0001d5f5\u043en"])
def test_names_with_letters_that_look_alike_are_told(other: str) -> None:
    """A Cyrillic, Greek or Cherokee letter makes another name that looks the same: the check tells of it."""
    warnings = [warning for warning in quality_warnings(_named("Python", other)) if warning.kind == "lookalike names"]
    assert len(warnings) == 1
    assert warnings[0].concept == "s1"
    assert repr(other.encode("ascii", "backslashreplace").decode())[1:-1] in warnings[0].what.replace("\\", "\\\\")


def test_a_name_in_other_letters_is_never_taken_for_the_one_it_looks_like() -> None:
    """Where two concepts look the same both are named; where one does, it is named and not silently meant."""
    other = "P\u0443thon"
    both, one = _named("Python", other, "Kubernetes"), _named("Python", "Kubernetes", "\u0421++", "Caf\u00e9")
    assert both.find("Python").id == both.find("python").id == "s0"
    for query in (other, other.upper(), f"{other}:expert"):
        with pytest.raises(AmbiguousNameError) as ambiguous:
            Profile.of(both, [query])
        assert ambiguous.value.suggestions == ("s0", "s1")
    for query, meant in ((other, "Python"), ("Kub\u0435rn\u0435tes", "Kubernetes"), ("KUB\u0415RNETES", "Kubernetes")):
        with pytest.raises(UnknownConceptError, match=r"by its letters\); did you mean") as unknown:
            one.find(query)
        assert unknown.value.suggestions == (meant,)
        assert "\\u04" in str(unknown.value)
    assert one.find("\u0421++").id == "s2"
    assert one.find("cafe\u0301").id == "s3"


def test_words_with_letters_of_several_scripts_are_told() -> None:
    """Latin with Cyrillic or Greek in one word is told; Japanese, Korean, and words beside one another are not."""
    names = (
        "P\u0443thon",
        "\u03b2-VAE",
        "\u30a2\u30d7\u30eaapp \u6a5f\u68b0",
        "\ud55cA\u56fd",
        "\uff30ython",
        "\u00b5m",
        "x\u0443",
    )
    warnings = [warning for warning in quality_warnings(_named(*names)) if warning.kind == "mixed scripts"]
    assert [(warning.concept, warning.what) for warning in warnings] == [
        ("s0", r"'P\u0443thon' has letters of Cyrillic and Latin"),
        ("s6", r"'x\u0443' has letters of Cyrillic and Latin"),
    ]


def test_skeletons_are_those_of_unicode() -> None:
    """Each character of the table looks like its prototype, and two that share one look like one another."""
    lines = [line.split(":") for line in TABLE.splitlines()]
    pairs = [(run, prototype) for prototype, runs in lines for run in runs.split()]
    assert len(pairs) > 4_000
    for run, prototype in pairs:
        looks = "".join(chr(int(code, 16)) for code in prototype.split("+"))
        for code in range(int(run.split("-")[0], 16), int(run.split("-")[-1], 16) + 1):
            # Of what is not seen there is nothing to compare.
            if skeleton(chr(code)) and not chr(code).isspace():
                assert skeleton(f"a{chr(code)}b") == " ".join(unicodedata.normalize("NFD", f"a{looks}b").split())
    assert skeleton("paypal") == skeleton("\u0440\u0430\u0443\u0440\u0430l") == skeleton("paypaI")
    assert skeleton("x" * 300) != skeleton("x" * 301)


def test_no_name_of_the_shipped_graph_looks_like_another() -> None:
    """The graph that is shipped, in all its languages, has no such names."""
    assert list(deceptive_names(SHIPPED.values())) == []


def test_no_name_of_esco_and_onet_looks_like_another() -> None:
    """Nor have the labels of ESCO and the titles and technologies of O*NET: there is no false alarm."""
    data = PACKAGE.parent.parent / "shared" / "data"
    tables = {
        "esco/skills_en.csv": (",", ("preferredLabel", "altLabels")),
        "esco/occupations_en.csv": (",", ("preferredLabel", "altLabels")),
        "onet/Technology Skills.txt": ("\t", ("Example",)),
        "onet/Alternate Titles.txt": ("\t", ("Alternate Title",)),
    }
    names: dict[str, None] = {}
    for file, (separator, columns) in tables.items():
        if not (data / file).is_file():
            pytest.skip("the published data are not here")
        text = (data / file).read_text(encoding="utf-8-sig")
        quoting = csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting):
            names |= dict.fromkeys(name for column in columns for name in (row[column] or "").splitlines() if name)
    assert len(names) > 10_000
    assert list(deceptive_names([Skill(id=f"s{number}", name=name) for number, name in enumerate(names)])) == []


# ---------------------------------------------------------------------- the door of the graph


@pytest.mark.parametrize("value", [10**400, 1e308, float("nan"), float("inf"), -1])
@pytest.mark.parametrize("option", ["budget", "max_hours", "max_weeks"])
def test_limits_of_plans_are_numbers_that_can_be_computed_with(option: str, value: float) -> None:
    """What is no finite number up to 1e100 is refused as an option of a plan, and as a constraint of a profile."""
    with pytest.raises(UnknownOptionError, match=option):
        SHIPPED.plan("keras", ["Python"], **{option: value})
    with pytest.raises(InvalidProfileError, match=option):
        Profile.from_dict({"constraints": {option: value}}, SHIPPED)


_DEEP: list[Any] = []
for _ in range(50_000):
    _DEEP = [_DEEP]


_NO_HOURS: Mapping[str, Any] = {
    "not a number": float("nan"),
    "infinite": float("inf"),
    "negative": -1,
    "huge": 1e101,
    "thousands of digits": 10**5_000,
    "a truth value": True,
    "a text": "40",
    "out of order": [3, 2, 1],
    "two": [1, 2],
    "deep": _DEEP,
}


@pytest.mark.parametrize("name", _NO_HOURS)
def test_hours_that_are_none_are_refused_at_the_door(name: str) -> None:
    """Not a number, infinite, negative, huge, out of order, or of another type: a problem with its key."""
    with pytest.raises(InvalidGraphError) as caught:
        CareerGraph.from_dict({"concepts": [{"id": "a", "kind": "skill", "name": "A", "hours": _NO_HOURS[name]}]})
    assert [(problem.where, problem.key) for problem in caught.value.problems] == [("a", "hours")]
    assert len(str(caught.value)) < 500


_NO_NUMBERS = {
    '"NaN"^^xsd:double': "nan is not a finite number",
    '"INF"^^xsd:double': "inf is not a finite number",
    '"-INF"^^xsd:float': "-inf is not a finite number",
    '"1e400"^^xsd:double': "inf is not a finite number",
    '"40"': "'40' is not a finite number",
    "true": "'true' is not a finite number",
    "<urn:a>": "'urn:a' is not a finite number",
}


@pytest.mark.parametrize("literal", _NO_NUMBERS)
def test_numbers_of_rdf_that_are_none_are_refused_at_the_door(tmp_path: Path, literal: str) -> None:
    """What RDF calls a number and is none to compute with is a problem of the observation and of the hours."""
    path = tmp_path / "graph.ttl"
    path.write_text(
        "@prefix mlc: <https://w3id.org/mlcareer/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:s:a> a mlc:Skill ; skos:prefLabel "A"@en ; mlc:studyEffort [ mlc:hoursToLevel [ mlc:level mlc:working ; '
        f'mlc:likely {literal} ] ] ; mlc:observation [ mlc:measure "m" ; mlc:unit "u" ; mlc:value {literal} ] .',
        encoding="utf-8",
    )
    with pytest.raises(InvalidGraphError) as caught:
        load_graph(path)
    assert [problem.key for problem in caught.value.problems] == ["observations[0].value", "hours.working"]
    assert _NO_NUMBERS[literal] in caught.value.problems[0].what


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ({"concepts": [Skill(id="s", name="S"), Role(id="s", name="S")]}, "id"),
        ({"requirements": [Requirement("s", ("ghost",))]}, "requires"),
        ({"requirements": [Requirement("ghost", ("s",))]}, "requires"),
        ({"requirements": [Requirement("s", ("r",))]}, "requires"),
        ({"relations": [Relation("s", "related_to", "ghost")]}, "related_to"),
        ({"relations": [Relation("s", "hires", "r")]}, "hires"),
        ({"relations": [Relation("s", "resembles", "r")]}, "resembles"),
        ({"concepts": [Skill(id="s", name="S", easier_with=(EasierWith("r", Level.WORKING, 0.5),))]}, "easier_with"),
        ({"concepts": [Skill(id="s", name="S", evidence=(Evidence("r"),))]}, "source"),
    ],
)
def test_parts_made_by_a_program_are_held_to_the_same(parts: dict[str, Any], key: str) -> None:
    """A graph put together in Python, as by an importer or a merge, has no ghosts, duplicates or clashes of types."""
    good = {"concepts": [Skill(id="s", name="S")], "requirements": [], "relations": []}
    data = {name: [*parts.get(name, good[name])] for name in good}
    data["concepts"].append(Role(id="r", name="R"))
    with pytest.raises(InvalidGraphError) as caught:
        CareerGraph(**data)
    assert [problem.key for problem in caught.value.problems] == [key]


def test_the_largest_numbers_add_up() -> None:
    """Hundreds of the largest numbers that are read, weighted by the largest weight, make a plan and no overflow."""
    records = [{"id": f"s{n}", "kind": "skill", "name": f"S{n}", "hours": 1e100} for n in range(300)]
    goal = {"id": "r", "kind": "role", "name": "R", "requires": [record["id"] for record in records]}
    graph = CareerGraph.from_dict({"concepts": [*records, goal]})
    plan = graph.plan("r", objective={"hours": 1e100})
    assert plan.hours.likely == pytest.approx(3e102)
    with pytest.raises(UnknownOptionError, match="weights from 0 upward"):
        graph.plan("r", objective={"hours": 1e101})


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([{"requires": ["ghost"]}], "there is no concept 'ghost'"),
        ([{}, {}], "'s' is taken by s"),
        ([{"id": 5}], "5 is not a slug"),
        ([{"id": 10**5_000}], "thousands of digits"),
        ([{"kind": ["skill"]}], "there is no kind ['skill']"),
        ([{"name": _DEEP}], "is not a text"),
        ([{"aliases": {"a": 1}}], "is not a list"),
        ([{"requires": [["b"]]}], "is not a mapping"),
        ([{"easier_with": [{"know": "s", "saves": "0.5"}]}], "saves is a fraction"),
        ([{_DEEP.__class__: 1}], "this key is unknown"),
        ([{"name": "x" * 20_001}], "more than 20,000 characters"),
        ([_DEEP], "a concept is a mapping"),
        ([{"used_for": ["role"]}, {"id": "role", "kind": "role"}], "can be used_for only"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_ghosts_duplicates_and_clashes_are_refused_at_the_door(records: list[Any], words: str) -> None:
    """What leads nowhere, stands twice, or is of another type or kind makes no graph; every problem is told."""
    good = {"id": "s", "kind": "skill", "name": "S"}
    data = {"concepts": [{**good, **record} if isinstance(record, dict) else record for record in records]}
    with pytest.raises(InvalidGraphError) as caught:
        CareerGraph.from_dict(data)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 2_000


def test_profiles_and_plans_of_anything_end_in_an_error_of_the_library() -> None:
    """Numbers of thousands of digits and lists without end, given by a program, are told like other mistakes."""
    with pytest.raises(InvalidProfileError) as caught:
        Profile.from_dict({"knows": [_DEEP, 10**5_000], 10**5_000: 1, "constraints": {"budget": _DEEP}}, SHIPPED)
    assert len(caught.value.problems) == 4
    for options in (
        {"budget": 10**400},
        {"hours_per_week": 1e-320},
        {"max_weeks": _DEEP},
        {"exclude": 5},
        {"start": 5},
    ):
        with pytest.raises(MLCareerError):
            Plan.from_dict({"target": "keras", "knows": ["Python"], "options": options}, SHIPPED)


def test_a_complete_graph_of_twelve_is_told_as_one_knot() -> None:
    """Twelve skills that all require one another have over 100 million circles: one problem names all twelve."""
    ids = [f"s{number:02}" for number in range(12)]
    records = [
        {
            **{"id": name, "kind": "skill", "name": name.upper(), "hours": 1, "definition": "A skill that is."},
            "requires": [{"any_of": [other], "because": "It is."} for other in ids if other != name],
        }
        for name in ids
    ]
    began = time.process_time()
    data = {"concepts": records}
    (problem,) = editorial_problems(decode_graph(data))
    graph = CareerGraph.from_dict(data)
    assert problem.what == (
        f"the requirements run in a circle: s00 -> s01 -> s00, and in others among 12 concepts ({', '.join(ids)})"
    )
    assert len(graph.prerequisites("s00", recursive=True)) == 11
    assert graph.plan("s00").status == "infeasible"
    assert time.process_time() - began < 3


# ---------------------------------------------------------------------- code from outside


_RUNS_CODE = {"eval", "exec", "compile", "__import__"}
_LOADS_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib", "jsonpickle"}
_OWN_PROCESS = {"rdf/query/worker.py": {"pickle"}, "rdf/query/process.py": {"pickle"}}
"""What passes a graph to the process that answers queries, which the library starts itself, over its own pipe."""


def _dangers(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & _LOADS_CODE
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} & _LOADS_CODE
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & _RUNS_CODE
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            unsafe = {
                "yaml.load",
                "yaml.load_all",
                "yaml.unsafe_load",
                "yaml.full_load",
                "os.system",
                "pandas.read_pickle",
            }
            found |= {name} & unsafe
    return found


def test_nothing_from_outside_is_run_or_unpickled() -> None:
    """No module evaluates text or loads pickles, but for the two ends of the library's own pipe to its own process."""
    found = {
        path.relative_to(PACKAGE).as_posix(): dangers
        for path in PACKAGE.rglob("*.py")
        if (dangers := _dangers(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == _OWN_PROCESS
    assert _dangers(ast.parse("import pickle, yaml\nyaml.load(x)\neval(y)\nfrom marshal import loads")) == {
        *("pickle", "yaml.load", "eval", "marshal")
    }


def test_outside_files_are_opened_in_one_place() -> None:
    """Only `files` opens what a caller names; the other modules listed read what the package itself brings."""
    own = {
        "interop/agents/schemas.py": "schemas of the ontology",
        "ontology/compiled.py": "the compiled graph",
        "ontology/questions.py": "questions of the ontology",
        "rdf/definitions.py": "the vocabulary",
        "rdf/formats/jsonld.py": "the context",
        "rdf/query/worker.py": "its own pipe, and what the kernel says of its memory",
        "views/page.py": "templates",
        "views/widget.py": "templates",
        "files.py": "everything from outside",
    }
    opening = {"read_text", "read_bytes", "open", "fdopen"}
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            method = isinstance(node.func, ast.Attribute) and node.func.attr in opening
            if method or (isinstance(node.func, ast.Name) and node.func.id == "open"):
                found.add(path.relative_to(PACKAGE).as_posix())
    found -= {"cli/app.py"}  # opens the null device for what is printed when nobody reads it
    assert found == own.keys()
    assert DEFAULT_LIMITS.max_depth == 100


# ---------------------------------------------------------------------- the page that lists all this


def test_the_threat_model_names_tests_that_are_there() -> None:
    """Every test that the page names stands in the file that it names, and every case among those of that test."""
    tests = PACKAGE.parent / "tests"
    page = (PACKAGE.parent / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    here = file = "fuzz/test_hostile_files.py"
    named = 0
    for path, test, case in re.findall(r"`(?:([\w/]+\.py))?(?:::(test_\w+))?(?:\[([^\]]+)\])?`", "\n".join(rows)):
        file = path or (here if test else file)
        source = (tests / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in source, test
        # Some cases are made for every syntax: their names stand there without the suffix.
        known = case.removeprefix("graph.")
        assert f'"{known}"' in source or f'"{known.rpartition(".")[0]}"' in source or not case, case
        named += 1
    assert named > 50
