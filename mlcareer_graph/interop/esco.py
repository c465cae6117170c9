"""ESCO, the European classification of occupations and skills, from its CSV download.

What becomes of what:

============================================  ==================================================================
ESCO                                          here
============================================  ==================================================================
occupation                                    `Role`
skill, competence, knowledge                  `Skill`; the evidence of the concept says which, and its reuse level
essential, optional skill of an occupation    a requirement of the role at *working*, required or preferred
essential, optional skill of a skill          a requirement of the skill, required or preferred; where essential
                                              ones run in a circle, `related_to`, since no plan could begin
ISCO-08 group, skill group                    `Field`: groups are what occupations and skills are sorted into,
                                              nobody is hired or taught as one
occupation in an ISCO group                   `related_to`, the one relation of roles and fields
skill in a skill group                        `part_of`
group, skill, occupation under another        `broader`
alternative and hidden labels                 aliases
============================================  ==================================================================

ESCO has no levels: *working* is what its "essential" is taken to mean. It has no hours either: a plan counts each skill
with the stand-in `mlcareer_graph.model.UNKNOWN_EFFORT`, and `mlcareer_graph.interop.join` puts our estimates in its
place where the shipped graph knows the skill. Every statement cites the `Source` of the release, with the URI of the
occupation or skill that it is about as the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from mlcareer_graph.errors import LoadError, MissingSourceError, UnknownOptionError
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded
from mlcareer_graph.interop.published.identifiers import Named, readable_ids
from mlcareer_graph.interop.published.report import Imported, ImportReport, Tally
from mlcareer_graph.interop.published.shared_names import shared_names
from mlcareer_graph.interop.published.tables import COMMA_SEPARATED, read_table
from mlcareer_graph.limits import TABLE_LIMITS, ReadingLimits
from mlcareer_graph.model import Concept, Evidence, Field, Relation, Requirement, Role, Skill, Source, Strength
from mlcareer_graph.ontology.compiled import collector_paused
from mlcareer_graph.planning.instance import Instance, components

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9]+\.[0-9]+(?:\.[0-9]+)?")
_VERSION_OF_FOLDER = re.compile(rf"(?:\bv|esco\W{{0,3}}v?)({_VERSION.pattern})(?![0-9.])", re.IGNORECASE)
_STRENGTHS = {"essential": Strength.REQUIRED, "optional": Strength.PREFERRED}
_ISCO_GROUP = "http://data.europa.eu/esco/isco/C"
_LICENCES = {
    "1.1": "reuse with acknowledgement under Commission Decision 2011/833/EU",
    "1.2": "CC BY 4.0",
}
_TERMS_OF_SOME_RELEASE = f"1.1: {_LICENCES['1.1']}; 1.2: {_LICENCES['1.2']}"
_NO_CONCEPT = "the URI is in no file of concepts"


class _Kind(NamedTuple):
    """A file of concepts, and the columns that tell what no other kind has."""

    file: str
    cls: type[Concept]
    words: str
    own: tuple[str, ...]


_KINDS = (
    _Kind("occupations", Role, "occupations", ("iscoGroup", "code")),
    _Kind("skills", Skill, "skills", ("skillType", "reuseLevel")),
    _Kind("skillGroups", Field, "skill groups", ()),
    _Kind("ISCOGroups", Field, "ISCO groups", ()),
)
_REQUIRED_FILES = ("occupations", "skills", "occupationSkillRelations")
_LINKS = ("skillSkillRelations", "broaderRelationsSkillPillar", "broaderRelationsOccPillar")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a file of concepts."""

    uri: str
    name: str
    aliases: tuple[str, ...]
    definition: str
    own: tuple[str, ...]
    line: int


def load(
    folder: str | PathLike[str],
    language: str = "en",
    *,
    version: str | None = None,
    limits: ReadingLimits | None = None,
) -> CareerGraph:
    """ESCO as a career graph.

    Args:
        folder: The unpacked CSV download of ESCO 1.1 or 1.2, as published: ``occupations_en.csv`` and so on.
        language: The language of the names, as the files spell it: ``"de"`` reads ``occupations_de.csv``. What other
            languages call the concepts, where their files are in the folder too, becomes their labels, and what
            English calls them an alias. RDF marks the names of every graph as English, so keep one of another language
            as JSON.
        version: The release; by default what the name of the folder says, as that of the download does. The files
            themselves do not say.
        limits: How much of each file to read at most; 500 MB by default, and what `ReadingLimits` says of the rest.

    Returns:
        The graph. What was left out of it, if anything was, is told by a `LeftOutWarning`, and in full by `read`.

    Raises:
        MissingSourceError: The folder, or one of the three files that it cannot do without, is not there.
        LoadError: A file is not as published; the error says where and what to do.
        UnknownOptionError: The language is no tag of a language.

    Complexity:
        Linear in the size of the files; all of ESCO 1.1 in about a second and 200 MB.
    """
    return read(folder, language, version=version, limits=limits).warned()


def read(
    folder: str | PathLike[str],
    language: str = "en",
    *,
    version: str | None = None,
    limits: ReadingLimits | None = None,
) -> Imported:
    """As `load`, with a report of what the graph holds and of every row that was left out, and why.

    Args:
        folder: As for `load`.
        language: As for `load`.
        version: As for `load`.
        limits: As for `load`.

    Raises:
        MissingSourceError: As for `load`.
        LoadError: As for `load`.
        UnknownOptionError: As for `load`.
    """
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise UnknownOptionError("language", language, ["a tag as in the names of the files: en, de, fr, ..."])
    if version is not None and not _VERSION.fullmatch(version):
        raise UnknownOptionError("version", version, ["a release such as 1.2 or 1.1.1"])
    with collector_paused():
        return _Reader(Path(folder), language, version, limits or TABLE_LIMITS).read()


class _Reader:
    """Reads one folder."""

    def __init__(self, folder: Path, language: str, version: str | None, limits: ReadingLimits) -> None:
        self.folder = folder
        self.limits = limits
        self.language = language
        self.tally = Tally()
        self.source = _source(version or _version_of(folder))
        self.kinds: dict[str, type[Concept]] = {}
        self.ids: dict[str, str] = {}
        self.requirements: list[Requirement] = []
        self.relations: dict[tuple[str, str, str], Relation] = {}
        self._cited: dict[str, tuple[Evidence, ...]] = {}

    def read(self) -> Imported:
        files = self._files()
        entries = {kind: list(self._entries(kind, files[kind.file])) for kind in _KINDS if kind.file in files}
        self._name(entries)
        concepts = [concept for kind in entries for concept in self._concepts(kind, entries[kind])]
        self._needs(files["occupationSkillRelations"], "occupationUri", "skillUri")
        needs = len(self.requirements)
        self._hierarchy(files, entries)
        if "skillSkillRelations" in files:
            self._needs(files["skillSkillRelations"], "originalSkillUri", "relatedSkillUri")
            self._open_circles(needs)
        taken = [(kind.words, len(found)) for kind, found in entries.items()]
        taken.append(("skills of occupations", needs))
        if "skillSkillRelations" in files:
            taken.append(("skills of skills", len(self.requirements) - needs))
        taken.append(("relations", len(self.relations)))
        decoded = Decoded(
            [self.source, *concepts],
            self.requirements,
            list(self.relations.values()),
            ambiguous=shared_names(concepts),
        )
        absent = [name for name in ("skillGroups", "ISCOGroups", *_LINKS) if name not in files]
        report = ImportReport(tuple(taken), self.tally.left_out(), tuple(self._published(name) for name in absent))
        return Imported(CareerGraph.from_decoded(decoded), report)

    # ------------------------------------------------------------------ files

    def _files(self) -> dict[str, Path]:
        if not self.folder.is_dir():
            raise MissingSourceError(str(self.folder), "there is no such folder; unpack the CSV download of ESCO")
        found = {name: path for name in self._names() if (path := self._file(name)) is not None}
        for name in _REQUIRED_FILES:
            if name not in found:
                what = f"there is no {self._published(name)}; {self._languages_there(name)}"
                raise MissingSourceError(str(self.folder), what)
        return found

    def _names(self) -> list[str]:
        return [*(kind.file for kind in _KINDS), "occupationSkillRelations", *_LINKS]

    def _published(self, name: str) -> str:
        return f"{name}_{self.language}.csv"

    def _file(self, name: str) -> Path | None:
        """The file of that language; groups may be named in English, and relations say the same in every language."""
        path = self.folder / self._published(name)
        if path.is_file() or name in ("occupations", "skills"):
            return path if path.is_file() else None
        english = self.folder / f"{name}_en.csv"
        if english.is_file() or name in ("skillGroups", "ISCOGroups"):
            return english if english.is_file() else None
        return next(iter(sorted((*self.folder.glob(f"{name}_*.csv"), *self.folder.glob(f"{name}.csv")))), None)

    def _languages_there(self, name: str) -> str:
        there = sorted(path.stem.partition("_")[2] for path in self.folder.glob(f"{name}_*.csv"))
        if there:
            return f"the folder has it in {', '.join(there)}"
        return "give the folder into which the CSV download of ESCO was unpacked"

    def _others(self, kind: _Kind) -> dict[str, dict[str, str]]:
        """What other languages call the concepts of a kind: the names by URI of each language."""
        found: dict[str, dict[str, str]] = {}
        for path in sorted(self.folder.glob(f"{kind.file}_*.csv")):
            language = path.stem.partition("_")[2]
            if language != self.language and _LANGUAGE.fullmatch(language):
                rows = read_table(path, COMMA_SEPARATED, ("conceptUri", "preferredLabel"), limits=self.limits)
                found[language] = {uri.strip(): text for _, (uri, label) in rows if (text := _one_line(label))}
        return found

    # ------------------------------------------------------------------ concepts

    def _entries(self, kind: _Kind, path: Path) -> Iterator[_Entry]:
        required = ("conceptUri", "preferredLabel")
        optional = ("altLabels", "hiddenLabels", "definition", "description", *kind.own)
        for line, (uri, label, alternative, hidden, definition, description, *own) in read_table(
            path, COMMA_SEPARATED, required, optional, self.limits
        ):
            uri, name = uri.strip(), _one_line(label)
            if not uri or any(map(str.isspace, uri)):
                raise LoadError(str(path), f"{uri!r} is no URI of a concept; download the file again", line)
            if uri in self.kinds:
                raise LoadError(str(path), f"the URI {uri} is there for the second time; download the file again", line)
            if not name:
                self.tally.leave_out(path, "there is no label in this language", line, uri)
                continue
            self.kinds[uri] = kind.cls
            aliases = _labels(name, alternative, hidden)
            yield _Entry(uri, name, aliases, (definition or description).strip(), tuple(own), line)

    def _name(self, entries: Mapping[_Kind, list[_Entry]]) -> None:
        """Ids are of English words wherever the English file is there, so that they are the same in every language."""
        self.others = {kind: self._others(kind) for kind in entries}
        named = []
        for kind, found in entries.items():
            english = self.others[kind].get("en", {})
            named.append([Named(entry.uri, english.get(entry.uri, entry.name), _mark(entry.uri)) for entry in found])
        self.ids = readable_ids(named, taken=[self.source.id])

    def _concepts(self, kind: _Kind, entries: list[_Entry]) -> Iterator[Concept]:
        others = self.others[kind]
        english = others.get("en", {})
        labels = [(language, names) for language, names in others.items() if language != "en"]
        own: dict[tuple[str, ...], str | None] = {}
        for entry in entries:
            if entry.own not in own:
                own[entry.own] = _own_words(kind, entry.own)
            aliases = entry.aliases
            also = english.get(entry.uri)
            if also and also != entry.name and also not in aliases:
                aliases = (also, *aliases)
            yield kind.cls(
                id=self.ids[entry.uri],
                name=entry.name,
                aliases=aliases,
                labels=tuple((tag, names[entry.uri]) for tag, names in labels if entry.uri in names),
                definition=entry.definition,
                evidence=(Evidence(self.source.id, entry.uri, own[entry.own]),),
            )

    def _said_of(self, uri: str) -> tuple[Evidence, ...]:
        """The evidence of what ESCO says of a concept, one object for all of it."""
        if uri not in self._cited:
            self._cited[uri] = (Evidence(self.source.id, uri),)
        return self._cited[uri]

    # ------------------------------------------------------------------ between concepts

    def _needs(self, path: Path, subject: str, option: str) -> None:
        stated: set[tuple[str, str]] = set()
        preferred: dict[tuple[str, str], int] = {}
        for line, (owner, relation, need) in read_table(
            path, COMMA_SEPARATED, (subject, "relationType", option), limits=self.limits
        ):
            strength = _STRENGTHS.get(relation)
            if strength is None:
                what = f"there is no relationType {relation!r}; it is essential or optional"
                raise LoadError(str(path), what, line)
            ids = self._ends(path, line, owner, need)
            if ids is None:
                continue
            if ids in stated:
                if strength is Strength.REQUIRED and ids in preferred:
                    self.requirements[preferred.pop(ids)] = self._requirement(ids, strength, owner)
                self.tally.leave_out(path, "another row has the same pair; essential goes before optional", line, need)
                continue
            stated.add(ids)
            if strength is Strength.PREFERRED:
                preferred[ids] = len(self.requirements)
            self.requirements.append(self._requirement(ids, strength, owner))

    def _requirement(self, ids: tuple[str, str], strength: Strength, owner: str) -> Requirement:
        return Requirement(ids[0], (ids[1],), strength=strength, evidence=self._said_of(owner))

    def _ends(self, path: Path, line: int, first: str, second: str) -> tuple[str, str] | None:
        """The ids of two concepts; None, which is noted, if one is not there or both are the same."""
        for uri in (first, second):
            if uri not in self.ids:
                self.tally.leave_out(path, _NO_CONCEPT, line, uri)
                return None
        if first == second:
            self.tally.leave_out(path, "a concept is related to itself", line, first)
            return None
        return self.ids[first], self.ids[second]

    def _open_circles(self, start: int) -> None:
        """Essential skills of skills that run in a circle, from `start` on, become related skills."""
        nodes: dict[str, int] = {}
        groups: list[list[tuple[int, tuple[int, ...]]]] = []
        for requirement in self.requirements[start:]:
            ends = (requirement.subject, requirement.options[0])
            for end in ends:
                if nodes.setdefault(end, len(nodes)) == len(groups):
                    groups.append([])
            if requirement.is_required:
                groups[nodes[ends[0]]].append((1, (nodes[ends[1]],)))
        component = components(Instance([0] * len(nodes), groups, 0))
        kept = self.requirements[:start]
        for requirement in self.requirements[start:]:
            option = requirement.options[0]
            if requirement.is_required and component[nodes[requirement.subject]] == component[nodes[option]]:
                said = requirement.evidence[0]
                because = "Each is essential for the other, by way of others or not; which comes first is not said."
                self._relate(requirement.subject, "related_to", option, (Evidence(said.source, said.at, because),))
            else:
                kept.append(requirement)
        self.requirements = kept

    def _relate(self, subject: str, type_name: str, object_: str, evidence: tuple[Evidence, ...]) -> None:
        ends = (object_, subject) if type_name == "related_to" and object_ < subject else (subject, object_)
        self.relations.setdefault((ends[0], type_name, ends[1]), Relation(ends[0], type_name, ends[1], None, evidence))

    def _hierarchy(self, files: Mapping[str, Path], entries: Mapping[_Kind, list[_Entry]]) -> None:
        for name in ("broaderRelationsOccPillar", "broaderRelationsSkillPillar"):
            if name in files:
                self._broader(files[name])
        if "ISCOGroups" in files:
            self._isco_groups(files, entries)

    def _broader(self, path: Path) -> None:
        for line, (narrow, broad) in read_table(
            path, COMMA_SEPARATED, ("conceptUri", "broaderUri"), limits=self.limits
        ):
            ids = self._ends(path, line, narrow, broad)
            if ids is None:
                continue
            type_name = _hierarchical(self.kinds[narrow], self.kinds[broad])
            if type_name is None:
                self.tally.leave_out(path, "a group is placed under what is no group", line, narrow)
            else:
                self._relate(ids[0], type_name, ids[1], self._said_of(narrow))

    def _isco_groups(self, files: Mapping[str, Path], entries: Mapping[_Kind, list[_Entry]]) -> None:
        """What codes of ISCO say: the group of an occupation, and that group 2511 is in 251.

        Unit groups have four digits; a spreadsheet drops the first zero.
        """
        for kind, found in entries.items():
            if kind.cls is Role:
                for entry in found:
                    code = entry.own[0].strip()
                    group = self.ids.get(_ISCO_GROUP + code.zfill(4)) if code else None
                    if group is not None:
                        self._relate(self.ids[entry.uri], "related_to", group, self._said_of(entry.uri))
                    elif code:
                        why = "no row of ISCOGroups has the code"
                        self.tally.leave_out(files[kind.file], why, entry.line, code, "ISCO groups of occupations")
            elif kind.file == "ISCOGroups":
                for entry in found:
                    broader = self.ids.get(entry.uri[:-1]) if entry.uri.startswith(_ISCO_GROUP) else None
                    if broader is not None:
                        self._relate(self.ids[entry.uri], "broader", broader, self._said_of(entry.uri))


def _version_of(folder: Path) -> str | None:
    """The release that the name of a folder gives, such as ``ESCO dataset - v1.2.0 - classification - en - csv``."""
    match = _VERSION_OF_FOLDER.search(folder.name)
    return match[1] if match else None


def _source(version: str | None) -> Source:
    release = ".".join(version.split(".")[:2]) if version else ""
    terms = _LICENCES.get(release, _TERMS_OF_SOME_RELEASE)
    return Source(
        id=f"esco-{version.replace('.', '-')}" if version else "esco-download",
        name=f"ESCO {version}" if version else "ESCO",
        aliases=("European Skills, Competences, Qualifications and Occupations",),
        definition=(
            "The European Commission's multilingual classification of occupations, skills and qualifications, "
            f"{f'release {version}' if version else 'of a release that its files do not name'}, read from its CSV "
            f"download ({terms})."
        ),
        url="https://esco.ec.europa.eu/",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _labels(name: str, *fields: str) -> tuple[str, ...]:
    """The other labels, one a line, each once."""
    if not any(fields):
        return ()
    lines = (_one_line(line) for field in fields for line in field.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and line != name))


def _mark(uri: str) -> str:
    """The end of a URI; of a UUID its first eight digits."""
    end = re.split(r"[/:#]", uri.rstrip("/"))[-1]
    return end[:8] if re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", end) else end


def _own_words(kind: _Kind, own: tuple[str, ...]) -> str | None:
    if kind.cls is Skill:
        said = [f"{words}: {value}" for words, value in zip(("skill type", "reuse level"), own, strict=True) if value]
        return f"ESCO {', '.join(said)}" if said else None
    if kind.cls is Role and own[1]:
        return f"ESCO code {own[1]}"
    return None


def _hierarchical(narrow: type[Concept], broad: type[Concept]) -> str | None:
    if narrow is broad:
        return "broader"
    if broad is Field:
        return "part_of" if narrow is Skill else "related_to"
    return None
