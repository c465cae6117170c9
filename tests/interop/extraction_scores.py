"""How well mentions are found: the labelled snippets, and what comes out against what was labelled."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from mlcareer_graph import CareerGraph, Level, Strength
from mlcareer_graph.interop.mentions import Confidence, Mention, find_mentions

LABELLED = Path(__file__).with_name("labelled_texts.yaml")
DEMAND = Path(__file__).parents[3] / "shared" / "data" / "demand" / "skill_demand_sample.csv"
_MARK = re.compile(r"\[\[([^|\]]*)\|([^|\]]*)(?:\|(\w+))?\]\]")


@dataclass(frozen=True)
class Label:
    """A labelled mention: where it stands, what it means, and what the text says of it."""

    start: int
    end: int
    concept_id: str
    says: str | None

    @property
    def level(self) -> Level | None:
        """The level that the text states."""
        return None if self.says in (None, "no", "preferred") else Level.parse(str(self.says))


@dataclass(frozen=True)
class Snippet:
    """A text without its marks, with what they said."""

    kind: str
    text: str
    labels: tuple[Label, ...]
    debatable: tuple[tuple[int, int], ...]


@dataclass
class Score:
    """Counts over some snippets."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    by_confidence: Counter[tuple[Confidence, bool]] = field(default_factory=Counter)
    said: dict[str, Counter[bool]] = field(
        default_factory=lambda: {name: Counter() for name in ("level", "denied", "strength")}
    )

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / (self.right + len(self.missed))

    def accuracy(self, what: str) -> float:
        """The share of mentions for which the level, denial or strength is right, among those where there is one."""
        return self.said[what][True] / self.said[what].total()


def snippets(part: str) -> list[Snippet]:
    """The snippets of a part of the sample."""
    return [_snippet(entry) for entry in yaml.safe_load(LABELLED.read_text(encoding="utf-8"))[part]]


def _snippet(entry: Mapping[str, str]) -> Snippet:
    text, place = "", 0
    labels: list[Label] = []
    debatable: list[tuple[int, int]] = []
    for mark in _MARK.finditer(entry["text"]):
        text += entry["text"][place : mark.start()]
        start, place = len(text), mark.end()
        text += mark[1]
        if mark[2] == "?":
            debatable.append((start, len(text)))
        else:
            labels.append(Label(start, len(text), mark[2], mark[3]))
    return Snippet(entry["kind"], text + entry["text"][place:], tuple(labels), tuple(debatable))


def score(graph: CareerGraph, sample: Iterable[Snippet], least: Confidence = Confidence.LIKELY) -> Score:
    """How well the mentions of some snippets are found.

    A mention is right if it overlaps a label of the same concept; each label counts once.
    """
    found = Score()
    for snippet in sample:
        mentions = [
            mention
            for mention in find_mentions(graph, snippet.text, least=least)
            if not any(start < mention.end and mention.start < end for start, end in snippet.debatable)
        ]
        open_labels = list(snippet.labels)
        for mention in mentions:
            label = next((label for label in open_labels if _fits(mention, label)), None)
            found.by_confidence[mention.confidence, label is not None] += 1
            if label is None:
                found.wrong.append(f"{mention.text!r} as {mention.concept.id} in {snippet.text!r}")
                continue
            open_labels.remove(label)
            found.right += 1
            _compare(found, snippet, mention, label)
        found.missed += [f"{snippet.text[label.start : label.end]!r} in {snippet.text!r}" for label in open_labels]
    return found


def _fits(mention: Mention, label: Label) -> bool:
    return mention.concept.id == label.concept_id and mention.start < label.end and label.start < mention.end


def _compare(found: Score, snippet: Snippet, mention: Mention, label: Label) -> None:
    if mention.level or label.level:
        found.said["level"][mention.level == label.level] += 1
    if mention.is_denied or label.says == "no":
        found.said["denied"][mention.is_denied == (label.says == "no")] += 1
    is_preferred = mention.strength is Strength.PREFERRED
    if snippet.kind == "advertisement" and (is_preferred or label.says == "preferred"):
        found.said["strength"][is_preferred == (label.says == "preferred")] += 1


def demand_recall(graph: CareerGraph, at_least: int = 1) -> tuple[float, float]:
    """Of the names that job advertisements use, the share recognised when each stands in a sentence.

    Args:
        graph: The graph.
        at_least: The postings from which on a name is looked at.

    Returns:
        The share of the mentions whose name leads somewhere by `find` that is found in the text as the same concept;
        and of all mentions.
    """
    with DEMAND.open(encoding="utf-8", newline="") as file:
        counts = [(row["skill"], int(row["postings"])) for row in csv.DictReader(file)]
    rows = [(name, count) for name, count in counts if count >= at_least]
    known = found = 0
    for name, count in rows:
        wanted = _found(graph, name)
        if wanted is None:
            continue
        known += count
        text = f"You have experience with {name}."
        found += count * (wanted in {mention.concept.id for mention in find_mentions(graph, text)})
    return found / known, found / sum(count for _, count in rows)


def _found(graph: CareerGraph, name: str) -> str | None:
    try:
        return graph.find(name).id
    except LookupError:
        return None
