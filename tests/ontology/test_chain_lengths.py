"""How many prerequisites follow one another."""

from __future__ import annotations

from typing import Any

from mlcareer_graph import CareerGraph
from mlcareer_graph.ontology.quality import chain_lengths


def chain(**below: list[Any]) -> CareerGraph:
    """Skills with what each requires."""
    concepts = [{"id": id_, "kind": "skill", "name": id_.upper(), "requires": needs} for id_, needs in below.items()]
    return CareerGraph.from_dict({"concepts": concepts})


def test_single_prerequisites_are_counted_one_after_another() -> None:
    """Each that is needed at working adds one; of several chains the longest counts, and options make none."""
    graph = chain(a=["b", "d"], b=["c"], c=["d"], d=[], e=[{"any_of": ["a", "b"]}])
    assert chain_lengths(graph) == {"a": 3, "b": 2, "c": 1, "d": 0, "e": 0}


def test_awareness_ends_a_chain() -> None:
    """What is needed at awareness counts itself, and nothing below it, for awareness has no prerequisites."""
    graph = chain(a=[{"any_of": ["b"], "level": "awareness"}], b=["c"], c=["d"], d=[])
    assert chain_lengths(graph) == {"a": 1, "b": 2, "c": 1, "d": 0}


def test_what_binds_later_does_not_lengthen_the_chain_of_those_who_need_less() -> None:
    """A prerequisite of practitioners counts for its own subject, not for those who need the subject at working."""
    graph = chain(a=["b"], b=[{"any_of": ["c"], "applies_from": "practitioner"}], c=[])
    assert chain_lengths(graph) == {"a": 1, "b": 1, "c": 0}
