"""From RDF to a career graph.

The triples are turned into records of the interchange schema, which `CareerGraph.from_dict` checks as it
checks every other format. Derived triples and whatever the vocabulary does not know are passed over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal
from rdflib.term import Node, URIRef

from mlcareer_graph.errors import InvalidGraphError, Problem
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import decode_graph
from mlcareer_graph.limits import DEFAULT_LIMITS, ReadingLimits
from mlcareer_graph.model import CURATED, RELATION_TYPES
from mlcareer_graph.rdf.vocabulary import (
    KIND_BY_CLASS,
    MLC,
    PREDICATES,
    PREFIXES,
    SCHEMA,
    SCHEME,
    SKOSXL,
    TYPE_BY_PREDICATE,
    local_name,
)

Record: TypeAlias = dict[str, Any]

_MEMBER = re.compile(re.escape(str(RDF)) + r"_([1-9][0-9]*)")


def from_rdf(rdf: Graph) -> CareerGraph:
    """The career graph that RDF of the project's vocabulary describes.

    Args:
        rdf: Its triples; the statements may be blank nodes, and may leave out what has a default.

    Raises:
        InvalidGraphError: With every problem that the data has.

    Example:
        >>> from mlcareer_graph import CareerGraph
        >>> from mlcareer_graph.rdf import to_rdf
        >>> calculus = {"id": "calculus", "kind": "skill", "name": "Calculus"}
        >>> graph = CareerGraph.from_dict({"concepts": [calculus]})
        >>> from_rdf(to_rdf(graph)) == graph
        True
    """
    return from_triples(rdf)


def from_triples(triples: Iterable[tuple[Node, Node, Node]], limits: ReadingLimits = DEFAULT_LIMITS) -> CareerGraph:
    """The career graph that triples describe.

    Args:
        triples: As those of the graph that `from_rdf` takes; one that stands twice counts once.
        limits: How long names and texts may be.

    Raises:
        InvalidGraphError: With every problem that the data has.
    """
    reader = _Reader(triples)
    records = reader.records()
    if not reader.problems:
        return CareerGraph.from_decoded(decode_graph({"concepts": records}, limits))
    problems = reader.problems
    try:
        CareerGraph.from_decoded(decode_graph({"concepts": records}, limits))
    except InvalidGraphError as error:
        problems = [*problems, *error.problems]
    raise InvalidGraphError(problems)


class _Reader:
    """Makes records of the triples and notes what makes no record."""

    def __init__(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        self.problems: list[Problem] = []
        self.values: dict[Node, dict[Node, list[Node]]] = {}
        for subject, predicate, object_ in dict.fromkeys(triples):
            self.values.setdefault(subject, {}).setdefault(predicate, []).append(object_)
        self.kinds: dict[Node, str] = {}
        for node in sorted(self.values, key=str):
            self._note_kind(node)
        self.ids = {node: self._id(node) for node in self.kinds}

    def _note_kind(self, node: Node) -> None:
        types = (type_ for type_ in self.all(node, RDF.type) if isinstance(type_, URIRef))
        kinds = sorted(KIND_BY_CLASS[type_] for type_ in types if type_ in KIND_BY_CLASS)
        if kinds:
            self.kinds[node] = kinds[0]
        if len(kinds) > 1:
            what = f"the concept is of several kinds: {', '.join(kinds)}"
            self.problem(node, RDF.type, what, "leave one type")

    def records(self) -> list[Record]:
        """The records of all concepts."""
        if not self.kinds and SCHEME not in self.values:
            remedy = f"type concepts as classes of {MLC}, such as mlc:Role"
            self.problems.append(Problem("the data", "", "it holds no career concept", remedy))
        records = {node: self._concept(node, kind) for node, kind in self.kinds.items()}
        for node in self._ordered(self._of_class("Requirement")):
            self._requirement(node, records)
        self._relations(records)
        return list(records.values())

    # ------------------------------------------------------------------ the triples

    def problem(self, node: Node, predicate: URIRef, what: str, remedy: str) -> None:
        self.problems.append(Problem(str(node), _curie(predicate), what, remedy))

    def all(self, node: Node, predicate: URIRef) -> Sequence[Node]:
        """The objects of a property, in no order."""
        return self.values.get(node, {}).get(predicate, ())

    def one(self, node: Node, predicate: URIRef) -> Node | None:
        """The only object of a property; a second one is a problem."""
        objects = self.all(node, predicate)
        if len(objects) > 1:
            what = f"there are {len(objects)} values where one is allowed"
            self.problem(node, predicate, what, "leave one of them")
        return min(objects, key=str) if objects else None

    def _of_class(self, name: str) -> list[Node]:
        type_, class_ = RDF.type, MLC[name]
        return [node for node, says in self.values.items() if class_ in says.get(type_, ())]

    def _ordered(self, nodes: Iterable[Node]) -> list[Node]:
        """Nodes by their position; nodes without one come last, by their IRI or what they say."""
        return sorted(nodes, key=self._order)

    def _order(self, node: Node) -> tuple[int | float, str, list[str]]:
        position = next((_number(value) for value in self.all(node, MLC["position"])), None)
        place = position if isinstance(position, int | float) else math.inf
        if isinstance(place, float) and math.isnan(place):
            place = math.inf
        if isinstance(node, URIRef):
            return place, str(node), []
        says = self.values.get(node, {})
        return place, "", sorted(f"{predicate} {value}" for predicate in says for value in says[predicate])

    def _members(self, node: Node, predicate: URIRef) -> list[Node]:
        """The objects of a property in the order that ``rdf:_1``, ``rdf:_2``, ... give them."""
        objects = dict.fromkeys(self.all(node, predicate))
        numbered: list[tuple[int, Node]] = []
        for other, values in self.values.get(node, {}).items():
            match = _MEMBER.fullmatch(str(other))
            if match:
                numbered.extend((int(match[1]), value) for value in values if value in objects)
        members = [value for _, value in sorted(numbered, key=lambda pair: (pair[0], str(pair[1])))]
        rest = objects.keys() - set(members)
        return [*members, *sorted(rest, key=str)]

    # ------------------------------------------------------------------ values

    def _id(self, node: Node) -> str:
        identifier = self.one(node, DCTERMS.identifier)
        return local_name(str(node)) if identifier is None else str(identifier)

    def _ref(self, node: Node) -> str:
        """The id of a concept; of what is none, the last part of its IRI, for the message about it."""
        return self.ids.get(node) or local_name(str(node))

    def _english(self, node: Node, predicate: URIRef) -> list[str]:
        """The English texts of a property, or those without a language, sorted."""
        literals = [value for value in self.all(node, predicate) if isinstance(value, Literal)]
        english = [value for value in literals if (value.language or "").lower().split("-")[0] == "en"]
        return sorted(str(value) for value in english or [value for value in literals if not value.language])

    def _put_name(self, record: Record, node: Node) -> None:
        """The name is the label in English; that of a country, such as en-GB, only where there is no other."""
        labels = [value for value in self.all(node, SKOS.prefLabel) if isinstance(value, Literal)]
        plain = sorted(str(value) for value in labels if (value.language or "").lower() == "en")
        if plain:
            self._put_only(record, "name", node, SKOS.prefLabel, plain)
        else:
            self._put_english(record, "name", node, SKOS.prefLabel)

    def _put_english(self, record: Record, key: str, node: Node, predicate: URIRef) -> None:
        self._put_only(record, key, node, predicate, self._english(node, predicate))

    def _put_only(self, record: Record, key: str, node: Node, predicate: URIRef, texts: Sequence[str]) -> None:
        if len(texts) > 1:
            what = f"there are {len(texts)} texts in one language"
            self.problem(node, predicate, what, "leave one of them")
        if texts:
            record[key] = texts[0]

    def _put(self, record: Record, key: str, node: Node, predicate: URIRef) -> None:
        value = self.one(node, predicate)
        if value is not None:
            record[key] = _number(value)

    def _put_text(self, record: Record, key: str, node: Node, predicate: URIRef) -> None:
        value = self.one(node, predicate)
        if value is not None:
            record[key] = str(value)

    def _put_term(self, record: Record, key: str, node: Node, predicate: URIRef) -> None:
        value = self.one(node, predicate)
        if value is not None:
            record[key] = local_name(str(value))

    # ------------------------------------------------------------------ concepts

    def _concept(self, node: Node, kind: str) -> Record:
        record: Record = {"id": self.ids[node], "kind": kind}
        self._put_name(record, node)
        self._put_english(record, "definition", node, SKOS.definition)
        record["aliases"] = self._aliases(node)
        labels = self._labels(node)
        if labels:
            record["labels"] = labels
        record["source"] = self._sources(node)
        record["claims"] = [self._claim(claim) for claim in self._ordered(self.all(node, MLC["claim"]))]
        observations = self._ordered(self.all(node, MLC["observation"]))
        record["observations"] = [self._observation(observation) for observation in observations]
        easier = self._ordered(self.all(node, MLC["easierWith"]))
        if easier:
            record["easier_with"] = [self._easier_with(near) for near in easier]
        effort = self.one(node, MLC["studyEffort"])
        if effort is not None:
            record["hours"] = self._effort(effort)
        for quantity in self._ordered(self.all(node, MLC["takes"])):
            self._quantity(quantity, record)
        self._put_term(record, "path_kind", node, MLC["pathKind"])
        checked = self.one(node, MLC["checked"])
        if checked is not None:
            record["checked"] = str(checked).partition("T")[0]
        self._put(record, "eqf_level", node, MLC["eqfLevel"])
        if kind == "source":
            self._put_text(record, "url", node, SCHEMA["url"])
        return record

    def _labels(self, node: Node) -> dict[str, str]:
        """The preferred label in each other language; those of English count beside a name in plain English."""
        labels: dict[str, str] = {}
        values = [value for value in self.all(node, SKOS.prefLabel) if isinstance(value, Literal) and value.language]
        has_plain = any(str(value.language).lower() == "en" for value in values)
        for value in sorted(values, key=str):
            tag = str(value.language)
            if tag.lower() != "en" and (has_plain or tag.lower().split("-")[0] != "en"):
                if tag in labels:
                    self.problem(node, SKOS.prefLabel, f"there are two labels in {tag}", "leave one of them")
                labels[tag] = str(value)
        return labels

    def _aliases(self, node: Node) -> list[str]:
        labels = self._ordered(self.all(node, SKOSXL["altLabel"]))
        aliases = [text for label in labels for text in self._english(label, SKOSXL["literalForm"])]
        return [*aliases, *(text for text in self._english(node, SKOS.altLabel) if text not in aliases)]

    def _claim(self, node: Node) -> Record:
        record: Record = {"id": self._id(node), "source": self._sources(node)}
        self._put_english(record, "statement", node, MLC["statement"])
        self._put_text(record, "stage", node, MLC["stage"])
        record["contradicts"] = [self._id(other) for other in self._members(node, MLC["contradicts"])]
        return record

    def _observation(self, node: Node) -> Record:
        record: Record = {"source": self._sources(node)}
        self._put(record, "value", node, MLC["value"])
        for key in ("measure", "unit", "statistic", "region", "stage"):
            self._put_text(record, key, node, MLC[key])
        return record

    def _effort(self, node: Node) -> Record:
        record: Record = {"source": self._sources(node)}
        for part in self._ordered(self.all(node, MLC["hoursToLevel"])):
            level: Record = {}
            self._put_term(level, "level", part, MLC["level"])
            name = level.get("level", "working")
            if name in record:
                self.problem(node, MLC["hoursToLevel"], f"the hours to {name} stand twice", "remove one")
            record[name] = self._estimate(part)
        return record

    def _quantity(self, node: Node, record: Record) -> None:
        """Hours and weeks are told by their unit; every other unit is a currency."""
        entry: Record = {**self._estimate(node), "source": self._sources(node)}
        self._put_text(entry, "currency", node, MLC["unit"])
        unit = entry.get("currency")
        key = unit if unit in ("hours", "weeks") else "price"
        if key != "price":
            del entry["currency"]
        if key in record:
            self.problem(node, MLC["unit"], f"the {key} of one path stand twice", "remove one")
        record[key] = entry

    def _estimate(self, node: Node) -> Record:
        record: Record = {}
        for key in ("low", "likely", "high"):
            self._put(record, key, node, MLC[key])
        return record

    def _easier_with(self, node: Node) -> Record:
        record: Record = {"source": self._sources(node)}
        know = self.one(node, MLC["know"])
        if know is not None:
            record["know"] = self._ref(know)
        self._put_term(record, "level", node, MLC["level"])
        self._put(record, "saves", node, MLC["saves"])
        return record

    def _sources(self, owner: Node) -> list[Record]:
        sources = []
        for node in self._ordered(self.all(owner, MLC["evidence"])):
            source, citing = self.one(node, MLC["source"]), self.one(node, MLC["citing"])
            record: Record = {"ref": CURATED if source is None else self._ref(source)}
            self._put_text(record, "at", node, MLC["locator"])
            self._put_english(record, "because", node, MLC["reason"])
            if citing is not None:
                record["citing"] = self._ref(citing)
            sources.append(record)
        return sources

    # ------------------------------------------------------------------ between concepts

    def _requirement(self, node: Node, records: dict[Node, Record]) -> None:
        subject = self.one(node, MLC["requirementOf"])
        if subject not in records:
            what = f"{subject} is no concept of the data" if subject else "the requirement has no subject"
            remedy = "name the role, competency or education path that has it"
            self.problem(node, MLC["requirementOf"], what, remedy)
            return
        record: Record = {"source": self._sources(node)}
        record["any_of"] = [self._ref(option) for option in self._members(node, MLC["option"])]
        self._put(record, "at_least", node, MLC["atLeast"])
        self._put_term(record, "level", node, MLC["level"])
        self._put_term(record, "strength", node, MLC["strength"])
        self._put_term(record, "applies_from", node, MLC["appliesFrom"])
        records[subject].setdefault("requires", []).append(record)

    def _relations(self, records: dict[Node, Record]) -> None:
        """Statements with their level and evidence, then the plain triples that have none."""
        stated: set[tuple[str, str, str]] = set()
        for node in self._ordered(self._of_class("Relation")):
            subject, object_ = self.one(node, RDF.subject), self.one(node, RDF.object)
            predicate = self.one(node, RDF.predicate)
            type_name = TYPE_BY_PREDICATE.get(predicate) if isinstance(predicate, URIRef) else None
            if type_name is None or object_ is None or subject not in records:
                what = "it states no relation between concepts"
                self.problem(node, RDF.predicate, what, "give rdf:subject, rdf:predicate and rdf:object")
                continue
            stated.add(self._edge(subject, type_name, object_))
            record: Record = {"source": self._sources(node)}
            self._put_term(record, "level", node, MLC["level"])
            self._put_relation(records[subject], type_name, object_, record)
        for subject, own in records.items():
            for type_name, predicate in PREDICATES.items():
                for object_ in sorted(self.all(subject, predicate), key=str):
                    edge = self._edge(subject, type_name, object_)
                    if edge not in stated:
                        stated.add(edge)
                        self._put_relation(own, type_name, object_, {"source": []})

    def _edge(self, subject: Node, type_name: str, object_: Node) -> tuple[str, str, str]:
        ends = [self._ref(subject), self._ref(object_)]
        if RELATION_TYPES[type_name].symmetric:
            ends.sort()
        return ends[0], type_name, ends[1]

    def _put_relation(self, record: Record, type_name: str, object_: Node, entry: Record) -> None:
        entry["know" if RELATION_TYPES[type_name].has_level else "id"] = self._ref(object_)
        record.setdefault(type_name, []).append(entry)


def _number(value: Node) -> int | float | str:
    """The number that a literal holds; its text, if it holds none, for the message about it."""
    content = value.value if isinstance(value, Literal) else None
    if isinstance(content, Decimal):
        return float(content)
    if isinstance(content, int | float) and not isinstance(content, bool):
        return content
    return str(value)


def _curie(iri: URIRef) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return str(iri)
