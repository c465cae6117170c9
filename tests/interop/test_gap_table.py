"""The gaps of a table are those that `gap` finds, row by row."""

from __future__ import annotations

import random
import sys
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest

import mlcareer_graph as mcg
from mlcareer_graph import Competency, Credential, Level, load_graph
from mlcareer_graph.interop import gap_table as module
from mlcareer_graph.interop.gap_table import COLUMNS, gap_table

GRAPH = load_graph()
BAD = ["Pyhton skills", "Python:master", "coursera", "", "\x00'; DROP TABLE roles; --", "x" * 100_000, "</script>"]


def people(number: int, rng: random.Random) -> list[list[str]]:
    """What random people know and hold, some of it said twice."""
    known = [f"{concept.id}:{rng.choice(list(Level))}" for concept in GRAPH.values() if isinstance(concept, Competency)]
    held = [concept.id for concept in GRAPH.values() if isinstance(concept, Credential)]
    return [[*rng.choices(known, k=rng.randint(0, 25)), *rng.choices(held, k=rng.randint(0, 2))] for _ in range(number)]


def expected(knows: Any, role: str) -> dict[str, Any]:
    """The row of a profile and role by way of `gap`."""
    try:
        gap = GRAPH.gap(role, knows)
    except mcg.MLCareerError as error:
        nothing = dict.fromkeys(("met", "partly_met", "open", "fit"))
        return {"role": GRAPH.find(role).id, "status": "invalid", **nothing, "error": str(error)}
    return {
        "role": gap.role.id,
        "status": "met" if gap.fit == 1 else "open" if gap.fit == 0 else "partly met",
        "met": len(gap.met),
        "partly_met": len(gap.partly_met),
        "open": len(gap.open),
        "fit": gap.fit,
        "error": None,
    }


def test_on_the_shipped_graph_every_row_is_the_gap() -> None:
    """Of 2,400 rows of random people and roles each has the counts, the fit and the status of its gap."""
    rng = random.Random(6)
    knows = people(400, rng)
    roles = [*rng.sample(list(GRAPH.roles), 5), "keras"]
    rows = gap_table(GRAPH, pyarrow.table({"knows": knows}), roles).to_pylist()
    assert rows == [expected(known, role) for known in knows for role in roles]
    assert {row["status"] for row in rows} >= {"partly met", "open"}


def test_what_cannot_be_read_is_a_row_that_says_why() -> None:
    """Each bad profile is invalid for every role, in the words of the error of `gap`; the others are as they were."""
    knows = [row for text in BAD for row in (["SQL"], ["Python", text, "nobody knows this"])]
    rows = gap_table(GRAPH, pyarrow.table({"knows": knows}), ["data analyst", "data engineer"]).to_pylist()
    assert rows == [expected(known, role) for known in knows for role in ("data-analyst", "data-engineer")]
    assert sum(row["status"] == "invalid" for row in rows) == 2 * len(BAD)
    assert all(len(row["error"]) < 1000 for row in rows if row["error"])


def test_null_is_no_profile() -> None:
    """A null profile and a null entry are invalid; an empty list is somebody who knows nothing."""
    table = pyarrow.table({"id": [1, 2, 3], "knows": [None, [], ["SQL", None]]})
    rows = gap_table(GRAPH, table, ["data analyst"]).to_pylist()
    assert [(row["id"], row["status"], row["error"]) for row in rows] == [
        (1, "invalid", "knows is null; an empty list stands for knowing nothing"),
        (2, "open", None),
        (3, "invalid", "an entry is null; leave it out"),
    ]


def test_every_table_that_speaks_arrow_is_taken() -> None:
    """Arrow, Polars and pandas tables, chunked, sliced or with texts in a dictionary, give the same rows."""
    knows = [["SQL"], [], ["Python", "statistics"], ["SQL:expert"], ["numpy"]]
    table = pyarrow.table({"id": range(5), "knows": knows})
    words = pyarrow.list_(pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    empty = pyarrow.table({"id": [], "knows": pyarrow.array([], pyarrow.list_(pyarrow.null()))})
    same = [
        polars.DataFrame(table),
        polars.DataFrame(table).with_columns(polars.col("knows").cast(polars.List(polars.Categorical))),
        pandas.DataFrame({"id": range(5), "knows": knows}),
        pyarrow.concat_tables([table.slice(0, 2), table.slice(2, 0), table.slice(2)]),
        pyarrow.table({"id": range(9), "knows": [[], ["R"], *knows, ["C"], []]})
        .slice(2, 5)
        .set_column(0, "id", [pyarrow.array(range(5))]),
        table.set_column(1, "knows", table["knows"].cast(pyarrow.large_list(pyarrow.large_string()))),
        table.set_column(1, "knows", [pyarrow.array(knows, pyarrow.list_view(pyarrow.string()))]),
        table.set_column(1, "knows", [pyarrow.array(knows, words)]),
    ]
    rows = gap_table(GRAPH, table, ["data analyst"]).to_pylist()
    assert [gap_table(GRAPH, other, ["data analyst"]).to_pylist() for other in same] == [rows] * len(same)
    assert gap_table(GRAPH, empty, ["data analyst"]).num_rows == 0


def test_blocks_and_batches_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the rows are cut, and whatever is forgotten on the way, they are the same."""
    knows = people(60, random.Random(1))
    knows[17] = ["nobody knows this"]
    table = pyarrow.table({"id": range(60), "knows": knows})
    whole = gap_table(GRAPH, table).to_pylist()
    monkeypatch.setattr(module, "_PROFILES", 7)
    monkeypatch.setattr(module, "_KEPT_TEXTS", 5)
    assert gap_table(GRAPH, table).to_pylist() == whole
    monkeypatch.setattr(module, "_ROWS", 1)
    assert gap_table(GRAPH, table).to_pylist() == whole


def test_the_result_goes_on_to_data_frames() -> None:
    """The columns have the types that are documented, and Polars and pandas take the table."""
    table = gap_table(GRAPH, pyarrow.table({"id": ["a"], "knows": [["SQL"]]}))
    assert table.column_names == ["id", *COLUMNS]
    assert [str(field.type) for field in table.schema][3:] == ["int16", "int16", "int16", "double", "string"]
    assert polars.DataFrame(table)["role"].to_list() == list(GRAPH.roles) == table.to_pandas()["role"].tolist()
    assert numpy.isfinite(table.to_pandas()["fit"]).all()
    assert gap_table(GRAPH, pyarrow.table({"knows": [["SQL"]]}), []).num_rows == 0


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"skills": [["SQL"]]}, {}, "knows cannot be 'knows'; use 'skills' or a column of lists of texts"),
        ({"knows": ["SQL"]}, {}, "use a column of lists of texts"),
        ({"knows": [[1]]}, {}, "use a column of lists of texts"),
        ({"knows": [["SQL"]], "fit": [1]}, {}, "a column cannot be 'fit'"),
        ({"knows": [["SQL"]]}, {"roles": ["data"]}, "'data'"),
        ({"knows": [["SQL"]]}, {"roles": ["coursera"]}, "a gap is measured against a role"),
        ({"knows": [["SQL"]]}, {"roles": "data analyst"}, "a list of names"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(columns: Any, options: Any, message: str) -> None:
    """What is wrong with the table or the roles as a whole is an error, in one sentence that says what to do."""
    with pytest.raises(mcg.MLCareerError) as caught:
        gap_table(GRAPH, pyarrow.table(columns), **options)
    assert message in str(caught.value)


def test_without_arrow_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named, before anything is read."""
    table = pyarrow.table({"knows": [["SQL"]]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(mcg.MissingExtraError, match=r"pip install 'mlcareer-graph\[arrow\]'"):
        gap_table(GRAPH, table)
