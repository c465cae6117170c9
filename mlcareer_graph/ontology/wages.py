"""What the occupations that roles are nearest to pay in the United States.

The figures are those of the Occupational Employment and Wage Statistics of May 2025 (Bureau of Labor Statistics, public
domain), by occupation of the Standard Occupational Classification and by area. No occupation of the classification is
a machine learning engineer: a role has the wages of the nearest one, and always says which that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlcareer_graph.model import Concept
from mlcareer_graph.ontology.mappings import mappings_of
from mlcareer_graph.ontology.records import read_records

if TYPE_CHECKING:
    import pandas

NATIONAL = "United States"
"""The area that stands for the whole country."""

_TOP_CODED, _FILE = "5", "oews-2025-05.csv"


@dataclass(frozen=True, slots=True)
class Wage:
    """Yearly wages of one occupation in one area, in US dollars before tax; None where they are not released.

    Attributes:
        code: The occupation in the Standard Occupational Classification, such as ``"15-2051"``.
        occupation: What it is called there.
        area: A state, or ``"United States"``.
        match: How near the occupation is to the role: ``"exact"``, ``"close"``, ``"broad"`` or ``"related"``.
        employment: How many people are employed in it.
        mean: The mean.
        median: The median.
        p10: The tenth percentile: one in ten earns less.
        p25: The lower quartile.
        p75: The upper quartile.
        p90: The ninetieth percentile.
        is_top_coded: Whether the highest figures stand for that much or more.
    """

    code: str
    occupation: str
    area: str
    match: str
    employment: int | None
    mean: float | None
    median: float | None
    p10: float | None
    p25: float | None
    p75: float | None
    p90: float | None
    is_top_coded: bool

    @property
    def range(self) -> tuple[float | None, float | None]:
        """From the tenth to the ninetieth percentile: what four in five earn."""
        return self.p10, self.p90

    def __str__(self) -> str:
        if self.median is None:
            return f"{self.area}: not released for {self.occupation} ({self.code})"
        low, high = ("?" if end is None else f"{end:,.0f}" for end in self.range)
        more = " or more" if self.is_top_coded else ""
        return (
            f"{self.area}: median {self.median:,.0f} USD a year, 80% between {low} and {high}{more}; figures for "
            f"{self.occupation} ({self.code}), {'the same' if self.match == 'exact' else 'the nearest'} occupation"
        )


class Wages(tuple[Wage, ...]):
    """The result of `CareerGraph.wages`: a tuple, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The wages as a DataFrame, one a row, in US dollars a year.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import wages_frame

        return wages_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import wages_html

        return wages_html(self)


def wages_of(role: Concept, folder: Path, area: str | None = None) -> Wages:
    """The wages of the occupations that a role is nearest to.

    Args:
        role: The role.
        folder: The folder of the ontology.
        area: A state or ``"United States"``; every area by default.

    Returns:
        The nearest occupation first, the country before its states; empty if no occupation comes near.
    """
    nearest = [mapping for mapping in mappings_of(role, folder) if mapping.vocabulary == "onet"]
    nearest.sort(key=lambda mapping: -mapping.confidence)
    matches: dict[str, str] = {}
    for mapping in nearest:
        # An O*NET-SOC code refines a code of the classification by two digits.
        match = mapping.predicate.removeprefix("skos:").removesuffix("Match")
        matches.setdefault(mapping.code.partition(".")[0], match)
    return Wages(
        _wage(row, match)
        for code, match in matches.items()
        for row in _rows(folder).get(code, ())
        if area is None or row["area"].casefold() == area.casefold()
    )


@cache
def _rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for _, row in read_records(folder / "wages" / _FILE, ("soc", "area")):
        rows.setdefault(row["soc"], []).append(row)
    for own in rows.values():
        own.sort(key=lambda row: (row["area"] != NATIONAL, row["area"]))
    return rows


def _wage(row: dict[str, str], match: str) -> Wage:
    figures = {key: float(row[key]) if row[key] else None for key in ("mean", "median", "p10", "p25", "p75", "p90")}
    return Wage(
        code=row["soc"],
        occupation=row["occupation"],
        area=row["area"],
        match=match,
        employment=int(row["employment"]) if row["employment"] else None,
        is_top_coded=_TOP_CODED in row["footnotes"].split(),
        **figures,
    )
