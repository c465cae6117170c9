"""Names that several concepts of one graph claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlcareer_graph.model import Concept


def shared_names(concepts: Iterable[Concept]) -> Mapping[str, tuple[str, ...]]:
    """The aliases that several concepts have and none is chiefly called by, with the ids of those concepts, sorted.

    Example:
        >>> from mlcareer_graph.model import Role
        >>> bakers = [Role(id=name, name=name.title(), aliases=("bread maker",)) for name in ("baker", "miller")]
        >>> dict(shared_names(bakers))
        {'bread maker': ('baker', 'miller')}
    """
    spellings: dict[str, str] = {}
    claimed: dict[str, set[str]] = {}
    chief: set[str] = set()
    for concept in concepts:
        chief.add(concept.name.casefold())
        for alias in concept.aliases:
            folded = alias.casefold()
            spellings.setdefault(folded, alias)
            claimed.setdefault(folded, set()).add(concept.id)
    return {
        spellings[folded]: tuple(sorted(ids)) for folded, ids in claimed.items() if len(ids) > 1 and folded not in chief
    }
