"""Whatever happens to a file of ESCO or O*NET, it is read, or refused in one sentence that names a file."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_data import SAMPLES

from mlcareer_graph import LoadError
from mlcareer_graph.interop import esco, onet

READERS = {"esco-1.2": esco.read, "onet-29.3": onet.read}
FILES = sorted(path.relative_to(SAMPLES) for name in READERS for path in (SAMPLES / name).iterdir())
JUNK = st.sampled_from([b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\xff", b"\x00", b"\xef\xbb\xbf", b"nan", b" "])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), JUNK), min_size=1, max_size=3))
def test_a_damaged_file_is_read_or_refused(file: Path, damages: list[tuple[float, int, bytes]]) -> None:
    """Bytes that are lost or put in lead to a graph or to a LoadError of one line, to nothing else."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / file.parts[0]
        shutil.copytree(SAMPLES / file.parts[0], folder)
        data = (folder / file.name).read_bytes()
        for where, lost, junk in damages:
            start = round(where * len(data))
            data = data[:start] + junk + data[start + lost :]
        (folder / file.name).write_bytes(data)
        refusals = []
        try:
            READERS[file.parts[0]](folder)
        except LoadError as error:
            refusals.append(error)
        assert all(str(folder) in error.source and "\n" not in str(error) for error in refusals)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_cut_short_within_a_row_is_refused(file: Path, tmp_path: Path) -> None:
    """A download that broke off in the middle of its last row never passes for a whole one."""
    folder = tmp_path / file.parts[0]
    shutil.copytree(SAMPLES / file.parts[0], folder)
    lines = (folder / file.name).read_bytes().rstrip(b"\n").split(b"\n")
    delimiter = b"," if file.suffix == ".csv" else b"\t"
    lines[-1] = lines[-1].split(delimiter)[0]
    (folder / file.name).write_bytes(b"\n".join(lines))
    with pytest.raises(LoadError):
        READERS[file.parts[0]](folder)
