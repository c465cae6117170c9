"""The full data of ESCO and O*NET, read once for all tests, and the samples that the project ships."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mlcareer_graph.interop import esco, onet
from mlcareer_graph.interop.published.report import Imported

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "notebooks" / "data"


def all_of_esco() -> Imported:
    """ESCO 1.1 in full."""
    if not (PUBLISHED / "esco").is_dir():
        pytest.skip("needs the full data of ESCO beside the project")
    return _esco()


@cache
def _esco() -> Imported:
    return esco.read(PUBLISHED / "esco", version="1.1")


def all_of_onet() -> Imported:
    """O*NET 29 in full."""
    if not (PUBLISHED / "onet").is_dir():
        pytest.skip("needs the full data of O*NET beside the project")
    return _onet()


@cache
def _onet() -> Imported:
    return onet.read(PUBLISHED / "onet", version="29.3")
