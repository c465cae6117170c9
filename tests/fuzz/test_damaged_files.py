"""However the bytes of a file are damaged, a reader answers, or raises an error of the library, and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from readers import READERS, read, seeds

from mlcareer_graph import MLCareerError

MUTANTS = 250
DICTIONARY = [
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"'",
        b"\\",
        b"\r",
        b"\n\n",
        b"\t",
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
    ),
    *(b"<", b">", b"&", b"*", b"&a", b"!!x ", b"<<: ", b": ", b"- ", b"--- ", b"# ", b"? ", b"@", b"_:", b"^^", b'"""'),
    *(b"\\ud800", b"\\u0000", b"\xed\xa0\x80", b"\xcc\x81" * 40, b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xf0\x9f\x98\x80"),
    *(
        b"1e999",
        b"-1",
        b"9" * 400,
        b"NaN",
        b"null",
        b"true",
        b"0o17",
        b"1_000",
        b"12:30:00",
        b"2026-02-30",
        b"-Infinity",
    ),
    *(b"[" * 200, b"(" * 200, b'{"a":' * 200, b"\xd9\xa1", b"\xe2\x99\xaf", b"SELECT", b"SERVICE <u:x> {}", b"|", b";"),
]


def mutant(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them cut out, doubled, replaced, or with something unexpected between."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(changed))
        end = min(len(changed), start + chance.choice([0, 1, 2, 8, 40]))
        kind = chance.randint(0, 3)
        new = changed[start:end] * 2 if kind == 0 else chance.choice(DICTIONARY) if kind < 3 else chance.randbytes(3)
        changed[start:end] = new
    return bytes(changed)


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_file_ends_in_an_error_of_the_library(tmp_path: Path, name: str) -> None:
    """Hundreds of mutants of each good file: answers and `MLCareerError` with one readable message alone."""
    path = tmp_path / f"mutant{READERS[name][0]}"
    chance = random.Random(name)
    refused = 0
    for number, seed in enumerate(seeds(name)):
        for _ in range(MUTANTS // len(seeds(name))):
            data = mutant(seed, chance) if number or chance.random() < 0.99 else seed
            path.write_bytes(data)
            said = _said(name, path, data)
            assert said is None or 0 < len(said) < 20_000, data
            refused += said is not None
    assert refused


def _said(name: str, path: Path, data: bytes) -> str | None:
    """What the error of the library says, if there is one."""
    try:
        read(name, path)
    except MLCareerError as error:
        return str(error)
    except Exception as error:
        raise AssertionError(f"{error!r} from {data!r}") from error
    return None


@pytest.mark.parametrize("name", READERS)
def test_the_seeds_are_good_files(tmp_path: Path, name: str) -> None:
    """Each seed is read as it stands, so that its mutants come past the first check; names may be unknown."""
    path = tmp_path / f"seed{READERS[name][0]}"
    for seed in seeds(name):
        path.write_bytes(seed)
        # A name may be one that nothing has.
        assert _said(name, path, seed) is None or name == "find"
