"""Draws the pictures of the documentation again: ``python docs/make_pictures.py``."""

from __future__ import annotations

from pathlib import Path

from mlcareer_graph import load_graph

KNOWS = ("Python", "Neural networks")


def main() -> None:
    """Write every picture beside this file."""
    plan = load_graph().plan("natural language processing", knows=KNOWS)
    plan.view().save(Path(__file__).with_name("plan.svg"))


if __name__ == "__main__":
    main()
