"""How well skills are found in free text: precision and recall on labelled snippets, recall on names in demand, speed.

The snippets stand in tests/interop/labelled_texts.yaml; its parts "held-out" were never used to adjust the rules. The
names in demand and the descriptions of occupations are not part of the project; without them their lines are left out.
Fails where a figure is below what the documentation states::

    python benchmarks/extraction.py
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "interop"))

import extraction_scores as scores

from mlcareer_graph import load_graph
from mlcareer_graph.interop.mentions import Confidence, find_mentions

LEAST = {"tuned": (0.95, 0.95), "held-out": (0.95, 0.95), "held-out-long": (0.95, 0.9)}
"""The least precision and recall."""

LEAST_DEMAND = 0.9
"""The least share of the demanded names that `find` knows, weighted by postings."""

OCCUPATIONS = scores.DEMAND.parents[1] / "esco" / "occupations_en.csv"
COMPUTING = ("133", "212", "25", "35")
"""The ISCO groups of work with computers and data."""

COPIES = 32


def main() -> int:
    """Print the figures; 1 if one is too low."""
    graph = load_graph()
    failed = False
    print("part           texts  labels  right  wrong  missed  precision  recall  level  denied  preferred")
    for part, (precision, recall) in LEAST.items():
        sample = scores.snippets(part)
        found = scores.score(graph, sample)
        failed |= found.precision < precision or found.recall < recall
        said = [f"{found.said[what][True]}/{found.said[what].total()}" for what in ("level", "denied", "strength")]
        labels = sum(len(snippet.labels) for snippet in sample)
        print(
            f"{part:14} {len(sample):5} {labels:7} {found.right:6} {len(found.wrong):6} {len(found.missed):7} "
            f"{found.precision:10.1%} {found.recall:7.1%} {said[0]:>6} {said[1]:>7} {said[2]:>10}"
        )
    every = [snippet for part in LEAST for snippet in scores.snippets(part)]
    counts = scores.score(graph, every, Confidence.POSSIBLE).by_confidence
    for confidence in (Confidence.SURE, Confidence.LIKELY, Confidence.POSSIBLE):
        print(f"{confidence}: {counts[confidence, True]} right, {counts[confidence, False]} wrong")
    if scores.DEMAND.is_file():
        known, all_names = scores.demand_recall(graph)
        failed |= known < LEAST_DEMAND
        print(f"names in demand: {known:.1%} of what find knows, {all_names:.1%} of all, weighted by postings")
    if OCCUPATIONS.is_file():
        characters, found = other_trades()
        print(f"other trades: {found} mentions in {characters:,} characters that describe occupations")
    text = " ".join(snippet.text for snippet in every) * COPIES
    began = time.process_time()
    find_mentions(graph, text)
    seconds = time.process_time() - began
    print(f"{len(text):,} characters in {seconds:.2f} s of CPU: {len(text) / seconds / 1e6:.2f} million a second")
    return int(failed)


def other_trades() -> tuple[int, int]:
    """The characters in the descriptions of occupations outside of computing, and the mentions found in them."""
    graph = load_graph()
    with OCCUPATIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["iscoGroup"].startswith(COMPUTING)]
    texts = [row["description"] for row in rows]
    return sum(map(len, texts)), sum(len(find_mentions(graph, text)) for text in texts)


if __name__ == "__main__":
    sys.exit(main())
