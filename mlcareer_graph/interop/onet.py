"""O*NET, the database of occupations of the US Department of Labor, from its tab-separated text files.

What becomes of what:

===========================  ===================================================================================
O*NET                        here
===========================  ===================================================================================
occupation                   `Role`, with its alternate titles as aliases
skill, area of knowledge     `Skill`; its importance and level for an occupation make a requirement, see below
example of a technology      `Technology`, `part_of` the `Field` of its UNSPSC commodity; "hot" stands in its evidence
technology of an occupation  a requirement of one of the examples of a commodity, see below
related occupation           `related_to`; its tier and place stand in the evidence
job zone                     an `Observation` from 1 to 5, with its meaning
===========================  ===================================================================================

**Importance** (scale IM, from 1 "not important" over 3 "important" to 5 "extremely important"): what is *important* or
more (`REQUIRED_FROM`) is required, what is at least *somewhat important* (`PREFERRED_FROM`) is preferred, and the rest
is left out, since O*NET rates every skill for every occupation.

**Level** (scale LV, from 0 to 7): O*NET explains the scale of each element by examples that stand at 2, 4 and 6
(https://www.onetonline.org/help/online/scales shows them at 28, 57 and 85 of 100), so these are where our levels begin
(`LEVELS_FROM`): below 2 *awareness*, from 2 *working*, from 4 *practitioner*, from 6 *expert*. That the four levels
meet O*NET's examples there is the judgement of this project's editors.

**Technologies** are examples of what people in the occupation use, grouped by commodity, such as "Data base user
interface and query software". Nobody needs all of them: an occupation requires one of those of a commodity that O*NET
calls *in demand*, which are those that employers frequently name in postings for it, and prefers one of the others.
That is this project's reading too. The level is *working*: O*NET gives none.

O*NET has no hours: a plan counts each competency with the stand-in `mlcareer_graph.model.UNKNOWN_EFFORT`, and
`mlcareer_graph.interop.join` puts our estimates in its place where the shipped graph knows the competency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from mlcareer_graph.errors import LoadError, MissingSourceError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.interop.published.identifiers import Named, readable_ids
from mlcareer_graph.interop.published.report import Imported, ImportReport, Tally
from mlcareer_graph.interop.published.shared_names import shared_names
from mlcareer_graph.interop.published.tables import TAB_SEPARATED, Row, read_table
from mlcareer_graph.limits import TABLE_LIMITS, ReadingLimits
from mlcareer_graph.model import (
    Concept,
    Evidence,
    Field,
    Level,
    Observation,
    Relation,
    Requirement,
    Role,
    Skill,
    Source,
    Strength,
    Technology,
)
from mlcareer_graph.ontology.compiled import collector_paused
from mlcareer_graph.ontology.mappings import VOCABULARIES

REQUIRED_FROM, PREFERRED_FROM = 3.0, 2.0
"""The importance, from 1 to 5, from which a skill is required and preferred: "important" and "somewhat important"."""

LEVELS_FROM: Mapping[Level, float] = {
    Level.AWARENESS: 0.0,
    Level.WORKING: 2.0,
    Level.PRACTITIONER: 4.0,
    Level.EXPERT: 6.0,
}
"""The level of O*NET, from 0 to 7, from which one of ours is meant."""

_CODE = "O*NET-SOC Code"
_OCCUPATIONS = "Occupation Data.txt"
_RATINGS = ("Skills.txt", "Knowledge.txt")
_TECHNOLOGIES = "Technology Skills.txt"
_TITLES = "Alternate Titles.txt"
_RELATED = "Related Occupations.txt"
_ZONES = "Job Zones.txt"
_OPTIONAL_FILES = (*_RATINGS, _TECHNOLOGIES, _TITLES, _RELATED, _ZONES)
_ZONE_MEANINGS = {
    "1": "little or no preparation needed",
    "2": "some preparation needed",
    "3": "medium preparation needed",
    "4": "considerable preparation needed",
    "5": "extensive preparation needed",
}
_SCALES = {"IM": (1.0, 5.0), "LV": (0.0, 7.0)}
_NO_OCCUPATION = f"the code is not in {_OCCUPATIONS}"
_VERSION = re.compile(r"[0-9]+\.[0-9]+")
_VERSION_OF_FOLDER = re.compile(r"(?:db|onet|o\*net)[ _-]{0,3}v?([0-9]+)[._]([0-9]+)(?![0-9])", re.IGNORECASE)


class _Example(NamedTuple):
    """A technology as one occupation uses it."""

    commodity: str
    name: str
    in_demand: bool


@dataclass(slots=True)
class _Rating:
    """What an element is rated for one occupation, by scale."""

    element: str
    values: dict[str, float] = field(default_factory=dict)


def load(
    folder: str | PathLike[str], *, version: str | None = None, limits: ReadingLimits | None = None
) -> CareerGraph:
    """O*NET as a career graph.

    Args:
        folder: The unpacked text files of O*NET 29, as published: ``Occupation Data.txt`` and so on. What is not there
            is missing in the graph; only the occupations have to be there.
        version: The release, such as ``"29.3"``; by default what the name of the folder says, as that of the download
            does (``db_29_3_text``). The files themselves do not say.
        limits: How much of each file to read at most; 500 MB by default, and what `ReadingLimits` says of the rest.

    Returns:
        The graph. What was left out of it, if anything was, is told by a `LeftOutWarning`, and in full by `read`.

    Raises:
        MissingSourceError: The folder or its list of occupations is not there.
        LoadError: A file is not as published; the error says where and what to do.
        UnknownOptionError: The version is none.

    Complexity:
        Linear in the size of the files; all of O*NET in about a second.
    """
    return read(folder, version=version, limits=limits).warned()


def read(folder: str | PathLike[str], *, version: str | None = None, limits: ReadingLimits | None = None) -> Imported:
    """As `load`, with a report of what the graph holds and of every row that was left out, and why.

    Args:
        folder: As for `load`.
        version: As for `load`.
        limits: As for `load`.

    Raises:
        MissingSourceError: As for `load`.
        LoadError: As for `load`.
        UnknownOptionError: As for `load`.
    """
    if version is not None and not _VERSION.fullmatch(version):
        raise UnknownOptionError("version", version, ["a release such as 29.3"])
    with collector_paused():
        return _Reader(Path(folder), version, limits or TABLE_LIMITS).read()


def level_of(value: float) -> Level:
    """Our level for one of O*NET, from 0 to 7, by `LEVELS_FROM`.

    Example:
        >>> level_of(1.88), level_of(3.5), level_of(4)
        (<Level.AWARENESS: 1>, <Level.WORKING: 2>, <Level.PRACTITIONER: 3>)
    """
    return max(level for level, start in LEVELS_FROM.items() if value >= start)


class _Reader:
    """Reads one folder."""

    def __init__(self, folder: Path, version: str | None, limits: ReadingLimits) -> None:
        self.folder = folder
        self.limits = limits
        self.tally = Tally()
        self.source = _source(version or _version_of(folder))
        self.occupations: dict[str, tuple[str, str]] = {}
        self.elements: dict[str, str] = {}
        self.ratings: dict[tuple[str, str], _Rating] = {}
        self.commodities: dict[str, str] = {}
        self.hot: dict[str, bool] = {}
        self.homes: dict[str, dict[str, None]] = {}
        self.examples: dict[str, list[_Example]] = {}
        self.ids: dict[str, str] = {}

    def read(self) -> Imported:
        if not self.folder.is_dir():
            raise MissingSourceError(str(self.folder), "there is no such folder; unpack the text files of O*NET")
        if not (self.folder / _OCCUPATIONS).is_file():
            what = f"there is no {_OCCUPATIONS}; give the folder into which the text files of O*NET were unpacked"
            raise MissingSourceError(str(self.folder), what)
        self._occupations()
        for name in _RATINGS:
            self._ratings(name)
        self._technologies()
        self._name()
        roles = list(self._roles(self._titles(), self._zones()))
        rated = list(self._rated())
        tools = list(self._tools())
        relations = [*self._homes(), *self._related()]
        concepts: list[Concept] = [self.source, *roles, *self._skills(), *self._machinery()]
        decoded = Decoded(concepts, [*rated, *tools], relations, ambiguous=shared_names(roles))
        taken = (
            ("occupations", len(roles)),
            ("skills and areas of knowledge", len(self.elements)),
            ("technologies", len(self.hot)),
            ("commodities", len(self.commodities)),
            ("ratings as requirements", len(rated)),
            ("ratings below the bar", sum(_strength(rating) is None for rating in self.ratings.values())),
            ("commodities of occupations as requirements", len(tools)),
            ("relations", len(relations)),
        )
        absent = tuple(name for name in _OPTIONAL_FILES if not (self.folder / name).is_file())
        return Imported(CareerGraph.from_decoded(decoded), ImportReport(taken, self.tally.left_out(), absent))

    def _rows(self, name: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Row]:
        """The rows of a file; none if it is not there."""
        path = self.folder / name
        return read_table(path, TAB_SEPARATED, columns, optional, self.limits) if path.is_file() else iter(())

    def _of_occupations(self, name: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Row]:
        """The rows whose first column is the code of an occupation that is there."""
        for line, values in self._rows(name, (_CODE, *columns), optional):
            if values[0] in self.occupations:
                yield line, values
            else:
                self._leave_out(name, _NO_OCCUPATION, line, values[0])

    def _leave_out(self, name: str, why: str, line: int, example: str) -> None:
        self.tally.leave_out(self.folder / name, why, line, example)

    def _refuse(self, name: str, what: str, line: int) -> LoadError:
        return LoadError(str(self.folder / name), f"{what}; download the file again", line)

    # ------------------------------------------------------------------ what the files hold

    def _occupations(self) -> None:
        for line, (code, title, description) in self._rows(_OCCUPATIONS, (_CODE, "Title", "Description")):
            if not code or not title:
                raise self._refuse(_OCCUPATIONS, "the row has no code or no title", line)
            if code in self.occupations:
                raise self._refuse(_OCCUPATIONS, f"the code {code} is there for the second time", line)
            self.occupations[code] = title, description

    def _ratings(self, name: str) -> None:
        columns = ("Element ID", "Element Name", "Scale ID", "Data Value")
        optional = ("Recommend Suppress", "Not Relevant")
        for line, (code, element, label, scale, text, suppress, irrelevant) in self._of_occupations(
            name, columns, optional
        ):
            if scale not in _SCALES:
                self._leave_out(name, "the scale is neither IM nor LV", line, scale)
                continue
            if suppress == "Y":
                self._leave_out(name, "O*NET recommends to suppress the value", line, text)
                continue
            self.elements.setdefault(element, label)
            rating = self.ratings.setdefault((code, element), _Rating(element))
            if scale in rating.values:
                raise self._refuse(name, f"{scale} of {element} for {code} is there for the second time", line)
            rating.values[scale] = 0.0 if irrelevant == "Y" and scale == "LV" else self._value(name, line, scale, text)

    def _value(self, name: str, line: int, scale: str, text: str) -> float:
        low, high = _SCALES[scale]
        try:
            value = float(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise self._refuse(name, f"{text!r} is no value of the scale {scale}, from {low:g} to {high:g}", line)
        return value

    def _technologies(self) -> None:
        columns = ("Example", "Commodity Code", "Commodity Title", "Hot Technology")
        seen: set[tuple[str, str, str]] = set()
        for line, (code, name, commodity, title, hot, demand) in self._of_occupations(
            _TECHNOLOGIES, columns, ("In Demand",)
        ):
            if (code, name, commodity) in seen:
                self._leave_out(_TECHNOLOGIES, "another row says the same", line, name)
                continue
            seen.add((code, name, commodity))
            self.commodities.setdefault(commodity, title)
            self.hot[name] = self.hot.get(name, False) or hot == "Y"
            self.homes.setdefault(name, {})[commodity] = None
            self.examples.setdefault(code, []).append(_Example(commodity, name, demand == "Y"))

    def _titles(self) -> Mapping[str, list[str]]:
        titles: dict[str, dict[str, None]] = {}
        for _, (code, title, short) in self._of_occupations(_TITLES, ("Alternate Title",), ("Short Title",)):
            own = titles.setdefault(code, {})
            for name in (title, "" if short == "n/a" else short):
                if name and name != self.occupations[code][0]:
                    own[name] = None
        return {code: list(own) for code, own in titles.items()}

    def _zones(self) -> Mapping[str, str]:
        zones: dict[str, str] = {}
        for line, (code, zone) in self._of_occupations(_ZONES, ("Job Zone",)):
            if zone not in _ZONE_MEANINGS:
                raise self._refuse(_ZONES, f"{zone!r} is no job zone from 1 to 5", line)
            zones[code] = zone
        return zones

    # ------------------------------------------------------------------ concepts

    def _name(self) -> None:
        """Each kind of thing has its own sort of key, so that ids can be looked up in one place."""
        self.ids = readable_ids(
            [
                [Named(code, title, code) for code, (title, _) in self.occupations.items()],
                [Named(f"element {element}", label, element) for element, label in self.elements.items()],
                [Named(f"technology {name}", name, "technology") for name in self.hot],
                [Named(f"commodity {code}", title, code) for code, title in self.commodities.items()],
            ],
            taken=[self.source.id],
        )

    def _roles(self, titles: Mapping[str, list[str]], zones: Mapping[str, str]) -> Iterator[Role]:
        for code, (title, description) in self.occupations.items():
            observations: tuple[Observation, ...] = ()
            if code in zones:
                zone = zones[code]
                because = f"Job zone {zone}: {_ZONE_MEANINGS[zone]}."
                said = Evidence(self.source.id, f"{_ZONES}, {code}", because)
                observations = (Observation("job zone", int(zone), "zone of 5", evidence=(said,)),)
            yield Role(
                id=self.ids[code],
                name=title,
                aliases=tuple(titles.get(code, ())),
                definition=description,
                observations=observations,
                evidence=(self._page("onet", code),),
            )

    def _page(self, vocabulary: str, code: str) -> Evidence:
        """The page of an occupation or element, which stands for its identifier."""
        return Evidence(self.source.id, f"{VOCABULARIES[vocabulary]}{code}")

    def _skills(self) -> Iterator[Skill]:
        for element, label in self.elements.items():
            page = self._page("onet.element", element)
            yield Skill(id=self.ids[f"element {element}"], name=label, evidence=(page,))

    def _machinery(self) -> Iterator[Technology | Field]:
        for name, hot in self.hot.items():
            because = "O*NET calls it a hot technology: employers frequently name it in postings." if hot else None
            said = Evidence(self.source.id, _TECHNOLOGIES, because)
            yield Technology(id=self.ids[f"technology {name}"], name=name, evidence=(said,))
        for code, title in self.commodities.items():
            said = Evidence(self.source.id, f"{_TECHNOLOGIES}, UNSPSC commodity {code}")
            yield Field(id=self.ids[f"commodity {code}"], name=title, evidence=(said,))

    # ------------------------------------------------------------------ between concepts

    def _rated(self) -> Iterator[Requirement]:
        for (code, element), rating in self.ratings.items():
            strength = _strength(rating)
            if strength is not None:
                level = level_of(rating.values.get("LV", LEVELS_FROM[Level.WORKING]))
                figures = ", ".join(f"{scale} {value:g}" for scale, value in sorted(rating.values.items()))
                said = Evidence(self.source.id, f"{code}, {element}", figures)
                options = (self.ids[f"element {element}"],)
                yield Requirement(self.ids[code], options, level=level, strength=strength, evidence=(said,))

    def _tools(self) -> Iterator[Requirement]:
        for code, examples in self.examples.items():
            by_commodity: dict[str, tuple[list[str], list[str]]] = {}
            for example in examples:
                wanted, others = by_commodity.setdefault(example.commodity, ([], []))
                (wanted if example.in_demand else others).append(self.ids[f"technology {example.name}"])
            for commodity, (wanted, others) in by_commodity.items():
                at = f"{code}, {commodity} {self.commodities[commodity]}"
                subject = self.ids[code]
                if wanted:
                    said = Evidence(self.source.id, at, "In demand; one of them is taken to be enough.")
                    yield Requirement(subject, tuple(wanted), evidence=(said,))
                if others:
                    said = Evidence(self.source.id, at, "Not called in demand; one of them is taken to be welcome.")
                    yield Requirement(subject, tuple(others), strength=Strength.PREFERRED, evidence=(said,))

    def _homes(self) -> Iterator[Relation]:
        for name, commodities in self.homes.items():
            for code in commodities:
                said = Evidence(self.source.id, f"{_TECHNOLOGIES}, UNSPSC commodity {code}")
                ends = self.ids[f"technology {name}"], self.ids[f"commodity {code}"]
                yield Relation(ends[0], "part_of", ends[1], None, (said,))

    def _related(self) -> Iterable[Relation]:
        """Both directions that O*NET states of a pair are evidence of one relation."""
        said: dict[tuple[str, str], list[Evidence]] = {}
        columns = ("Related O*NET-SOC Code", "Relatedness Tier", "Index")
        for line, (code, other, tier, index) in self._of_occupations(_RELATED, columns):
            if other not in self.occupations:
                self._leave_out(_RELATED, _NO_OCCUPATION, line, other)
            elif other == code:
                self._leave_out(_RELATED, "an occupation is related to itself", line, code)
            else:
                pair = (self.ids[min(code, other)], self.ids[max(code, other)])
                said.setdefault(pair, []).append(Evidence(self.source.id, f"{code} to {other}", f"{tier}, {index}"))
        return [Relation(min(pair), "related_to", max(pair), None, tuple(evidence)) for pair, evidence in said.items()]


def _strength(rating: _Rating) -> Strength | None:
    importance = rating.values.get("IM", 0.0)
    if importance >= REQUIRED_FROM:
        return Strength.REQUIRED
    return Strength.PREFERRED if importance >= PREFERRED_FROM else None


def _version_of(folder: Path) -> str | None:
    """The release that the name of a folder gives, such as ``db_29_3_text``."""
    match = _VERSION_OF_FOLDER.search(folder.name)
    return f"{match[1]}.{match[2]}" if match else None


def _source(version: str | None) -> Source:
    release = f"release {version}" if version else "of a release that its files do not name"
    return Source(
        id=f"onet-{version.replace('.', '-')}" if version else "onet-download",
        name=f"O*NET {version}" if version else "O*NET",
        aliases=("O*NET database", "Occupational Information Network"),
        definition=(
            "The database of occupations of the US Department of Labor, Employment and Training Administration, "
            f"{release}, read from its text files (CC BY 4.0)."
        ),
        url="https://www.onetcenter.org/database.html",
    )
