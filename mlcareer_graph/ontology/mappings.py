"""What concepts are called in other vocabularies: ESCO, O*NET-SOC, ISCO-08, Wikidata, schema.org.

The mappings stand in ``ontology/mappings/*.sssom.tsv``, in the Simple Standard for Sharing Ontological Mappings
(https://w3id.org/sssom/). They are read when somebody asks for them, not with the graph.
"""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlcareer_graph.errors import LoadError
from mlcareer_graph.model import Concept
from mlcareer_graph.ontology.records import read_records

if TYPE_CHECKING:
    import pandas

PREDICATES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
"""How near a concept of another vocabulary can be; broad means that the other one is broader."""

VOCABULARIES: ReadOnlyDict[str, str | None] = {
    "esco": "http://data.europa.eu/esco/",
    "isco": "http://data.europa.eu/esco/isco/C",
    "onet": "https://www.onetonline.org/link/summary/",
    "onet.element": "https://www.onetonline.org/find/descriptor/result/",
    "onet.technology": None,
    "schema": "https://schema.org/",
    "wikidata": "http://www.wikidata.org/entity/",
}
"""The prefixes of the vocabularies that are mapped to, and the start of their IRIs or pages; None where there are none.

``onet`` holds occupations, ``onet.element`` skills and areas of knowledge, ``onet.technology`` UNSPSC commodities.
O*NET has no code for an example of a technology, such as Python: the label of a mapping to its commodity names it.
"""

_COLUMNS = ("subject_id", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence")
_BASES = sorted(((prefix, base) for prefix, base in VOCABULARIES.items() if base), key=lambda pair: -len(pair[1]))
"""The longest first: ISCO's IRIs are among those of ESCO."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One concept of ours beside one of another vocabulary.

    Attributes:
        subject: The id of our concept.
        predicate: One of `PREDICATES`.
        object: The other one, as a prefix of `VOCABULARIES` and a local name: ``"onet:15-2051.00"``.
        label: What the other vocabulary calls it.
        justification: How the match was found, as a term of the SEMAPV vocabulary.
        confidence: From 0 to 1.
        comment: What to know about the match.
    """

    subject: str
    predicate: str
    object: str
    label: str
    justification: str
    confidence: float
    comment: str = ""

    @property
    def vocabulary(self) -> str:
        """The prefix of the other vocabulary."""
        return self.object.partition(":")[0]

    @property
    def code(self) -> str:
        """The name of the other concept within its vocabulary."""
        return self.object.partition(":")[2]

    @property
    def iri(self) -> str | None:
        """The other concept's IRI, or the page that stands for it where there are no IRIs; None without both."""
        base = VOCABULARIES[self.vocabulary]
        return None if base is None else base + self.code


class Mappings(tuple[Mapping, ...]):
    """The result of `CareerGraph.mappings`: a tuple, which a notebook shows as a table."""

    __slots__ = ()

    def to_frame(self) -> pandas.DataFrame:
        """The mappings as a DataFrame, one a row.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from mlcareer_graph.planning.frames import mappings_frame

        return mappings_frame(self)

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_lists import mappings_html

        return mappings_html(self)


def mappings_of(concept: Concept, folder: Path) -> Mappings:
    """The mappings of a concept.

    A concept that was imported from another vocabulary is the one that its evidence gives the IRI of, and no other:
    that its id may be one of ours too is chance.

    Args:
        concept: The concept.
        folder: The folder of the ontology.
    """
    itself = imported_as(concept)
    return Mappings((itself,) if itself else read_mappings(folder).get(concept.id, ()))


def imported_as(concept: Concept) -> Mapping | None:
    """The exact match of a concept with the one of another vocabulary that it was imported as; None for others."""
    for evidence in concept.evidence:
        for prefix, base in _BASES:
            if evidence.at is not None and evidence.at.startswith(base):
                code = f"{prefix}:{evidence.at.removeprefix(base)}"
                what = "The concept was imported from there."
                return Mapping(
                    concept.id, "skos:exactMatch", code, concept.name, "semapv:UnspecifiedMatching", 1.0, what
                )
    return None


@cache
def read_mappings(folder: Path) -> ReadOnlyDict[str, tuple[Mapping, ...]]:
    """Every mapping by the id of our concept, sorted by vocabulary.

    Raises:
        LoadError: A file is not in the format.
    """
    found: dict[str, list[Mapping]] = {}
    for path in sorted((folder / "mappings").glob("*.sssom.tsv")):
        for mapping in _read(path):
            found.setdefault(mapping.subject, []).append(mapping)
    return {subject: tuple(sorted(own, key=lambda mapping: mapping.object)) for subject, own in found.items()}


def _read(path: Path) -> list[Mapping]:
    mappings = []
    for number, row in read_records(path, _COLUMNS, separator="\t", quoted=False):
        try:
            mapping = Mapping(
                subject=row["subject_id"].rpartition("/")[2],
                predicate=row["predicate_id"],
                object=row["object_id"],
                label=row["object_label"],
                justification=row["mapping_justification"],
                confidence=float(row["confidence"]),
                comment=row.get("comment") or "",
            )
        except ValueError:
            raise LoadError(str(path), "this is no row of a mapping; compare it with the line before", number) from None
        if mapping.predicate not in PREDICATES or mapping.vocabulary not in VOCABULARIES:
            what = f"{mapping.predicate} {mapping.object} is no mapping to a known vocabulary; correct it"
            raise LoadError(str(path), what, number)
        mappings.append(mapping)
    return mappings
