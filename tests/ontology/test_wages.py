"""Wages are those of a near occupation, and say so."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlcareer_graph import CareerGraph, UnplannableError, load_graph
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.ontology.wages import NATIONAL, Wage

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "wages" / "oews_may2025_ml_occupations.csv"


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


def _rows() -> Iterator[dict[str, str]]:
    path = ontology_folder() / "wages" / "oews-2025-05.csv"
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_a_role_has_the_wages_of_its_nearest_occupation(graph: CareerGraph) -> None:
    """A data scientist is paid as the occupation of that name, the country first, then the states."""
    wages = graph.wages("data scientist")
    assert (wages[0].code, wages[0].area, wages[0].match) == ("15-2051", NATIONAL, "exact")
    own = [wage.area for wage in wages if wage.code == "15-2051"]
    assert own[1:] == sorted(own[1:])
    assert len(own) > 45


def test_it_always_says_which_occupation_it_is(graph: CareerGraph) -> None:
    """The text of a wage names the occupation and its code, and that it is only the nearest if it is not the same."""
    wages = graph.wages("machine learning engineer", "United States")
    assert wages
    for wage in wages:
        assert f"{wage.occupation} ({wage.code}), the nearest occupation" in str(wage)
        assert wage.match != "exact"


def test_an_area_is_found_in_any_case(graph: CareerGraph) -> None:
    """One state at a time can be asked for; an area that is not there has no wages."""
    [wage] = [wage for wage in graph.wages("data scientist", "california") if wage.code == "15-2051"]
    assert wage.area == "California"
    assert graph.wages("data scientist", "Atlantis") == ()


def test_figures_are_in_order(graph: CareerGraph) -> None:
    """Percentiles ascend, and the range is the tenth to the ninetieth."""
    for role in graph.roles:
        for wage in graph.wages(role):
            figures = [wage.p10, wage.p25, wage.median, wage.p75, wage.p90]
            known = [figure for figure in figures if figure is not None]
            assert known == sorted(known)
            assert wage.range == (wage.p10, wage.p90)


def test_what_is_not_released_stays_unknown(graph: CareerGraph) -> None:
    """A figure that the source withholds is None, not nothing."""
    wages = [wage for role in graph.roles for wage in graph.wages(role)]
    withheld = [wage for wage in wages if wage.median is None]
    assert withheld
    assert all("not released" in str(wage) for wage in withheld)


def test_top_coded_values_stay_top_coded() -> None:
    """A highest figure that stands for that much or more is shown so."""
    wage = Wage("11-1111", "Chiefs", NATIONAL, "close", 10, 1.0, 200_000, 90_000, 100_000, 239_200, 239_200, True)
    assert "239,200 or more" in str(wage)


def test_only_roles_have_wages(graph: CareerGraph) -> None:
    """Asking for the wages of a skill is refused."""
    with pytest.raises(UnplannableError):
        graph.wages("calculus")


def test_every_role_with_an_occupation_of_the_classification_has_wages(graph: CareerGraph) -> None:
    """What is mapped to an occupation of O*NET-SOC that is counted has its wages."""
    counted = {row["soc"] for row in _rows()}
    for role in graph.roles:
        codes = {match.code.partition(".")[0] for match in graph.mappings(role) if match.vocabulary == "onet"}
        assert {wage.code for wage in graph.wages(role)} == codes & counted


def test_the_rows_are_those_of_the_source() -> None:
    """Each row agrees with the published table, in all its figures."""
    if not PUBLISHED.exists():
        pytest.skip("the published table is not here")
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = {
            (row["soc_code"], NATIONAL if row["area_type"] == "N" else row["area"]): row for row in csv.DictReader(file)
        }
    columns = {"mean": "annual_mean_wage", "median": "annual_median_wage", "employment": "employment"}
    columns |= {name: f"annual_{name}" for name in ("p10", "p25", "p75", "p90")}
    for row in _rows():
        source = published[row["soc"], row["area"]]
        assert row["occupation"] == source["occupation"]
        assert {ours: row[ours] or "-" for ours in columns} == {
            ours: source[theirs] for ours, theirs in columns.items()
        }
