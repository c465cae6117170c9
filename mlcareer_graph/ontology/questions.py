"""The competency questions that come with the ontology: what people ask of it, each as a SPARQL query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the graph answers.

    Attributes:
        name: The name of its file, without the suffix.
        question: The question in words.
        persona: Who asks it.
        sparql: The query.
    """

    name: str
    question: str
    persona: str
    sparql: str


def read_questions(folder: Path) -> Mapping[str, Question]:
    """The questions by name, sorted.

    Args:
        folder: The folder of the ontology.

    Example:
        >>> from mlcareer_graph.ontology import ontology_folder
        >>> read_questions(ontology_folder())["providers"].question
        'Who offers education in the graph, and of which kinds?'
    """
    return {path.stem: _question(path) for path in sorted((folder / "questions").glob("*.rq"))}


def _question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    header = dict(line.removeprefix("# ").split(": ", 1) for line in text.splitlines()[:3])
    return Question(path.stem, header["question"], header["persona"], text)
