"""Readable, permanent identifiers and their IRIs."""

from __future__ import annotations

import re

BASE_IRI = "https://w3id.org/mlcareer/"
ONTOLOGY_IRI = BASE_IRI + "ontology"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether the text can be an identifier: lower-case words and digits joined by single hyphens.

    Example:
        >>> is_slug("linear-algebra"), is_slug("C++")
        (True, False)
    """
    return len(text) <= 100 and _SLUG.fullmatch(text) is not None


def concept_iri(kind: str, slug: str) -> str:
    """The IRI of a concept.

    Example:
        >>> concept_iri("technology", "keras")
        'https://w3id.org/mlcareer/technology/keras'
    """
    return f"{BASE_IRI}{kind}/{slug}"
