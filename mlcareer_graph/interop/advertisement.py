"""A job advertisement as the target of a plan.

What the text asks for becomes a role of its own, laid on the graph as `load_graph` lays an organisation's concepts on
it, so everything that plans, compares and shows roles works with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from mlcareer_graph.errors import LoadError, one_line
from mlcareer_graph.files import read_text
from mlcareer_graph.graph import CareerGraph
from mlcareer_graph.graph.decoding import Decoded, decode_records
from mlcareer_graph.interop.mentions import LIST, Mention, find_mentions
from mlcareer_graph.interop.text.wording import lists
from mlcareer_graph.limits import PROSE_LIMITS, ReadingLimits
from mlcareer_graph.model import Competency, Level, Requirement, Role, Strength

if TYPE_CHECKING:
    from mlcareer_graph.planning import Plan, PlanOptions, Profile
    from mlcareer_graph.planning.profile import Known

_EXAMPLES = re.compile(
    r"(?:such as|e\.g\.?,?|like|for example|for instance|(?:one|any|some) (?:or more )?of|either)\s*\(?\s*"
    r"(?:the following:?\s*)?\Z",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
_WINDOW = 40
_MAX_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Advertisement:
    """What a job advertisement asks for.

    Attributes:
        graph: The graph with the role on top.
        role: The role that the advertisement describes.
        mentions: What it names, in its order, with what it merely denies.
    """

    graph: CareerGraph = field(repr=False)
    role: Role
    mentions: tuple[Mention, ...] = field(repr=False)

    @property
    def required(self) -> tuple[Requirement, ...]:
        """What it asks for; each requirement is met by one of its options."""
        return tuple(requirement for requirement in self.graph.requirements(self.role) if requirement.is_required)

    @property
    def preferred(self) -> tuple[Requirement, ...]:
        """What it only welcomes."""
        return tuple(requirement for requirement in self.graph.requirements(self.role) if not requirement.is_required)

    def __str__(self) -> str:
        return f"{self.role.name}: {len(self.required)} requirements, {len(self.preferred)} preferred"

    def __repr__(self) -> str:
        return one_line(f"<Advertisement: {self}>")

    def _repr_html_(self) -> str:
        from mlcareer_graph.views.result_tables import result_html
        from mlcareer_graph.views.text import name_of, plain

        rows = []
        for requirement in (*self.required, *self.preferred):
            options = " or ".join(name_of(self.graph[option]) for option in requirement.options)
            level = str(requirement.level) if isinstance(self.graph[requirement.options[0]], Competency) else ""
            rows.append((options, level, str(requirement.strength), "; ".join(map(str, requirement.evidence))))
        headings = ("Asked for", "Level", "Strength", "Where")
        shown = [tuple(plain(text, 300) for text in row) for row in rows]
        return result_html(plain(self, 300), (), "What the advertisement asks for", headings, shown)

    def plan(self, knows: Profile | Iterable[Known] = (), **options: Unpack[PlanOptions]) -> Plan:
        """The cheapest way to what the advertisement asks for.

        Args:
            knows: What a person knows and holds, as for `CareerGraph.plan`.
            options: Those of `CareerGraph.plan`.

        Example:
            >>> from mlcareer_graph import load_graph
            >>> found = read_advertisement("You know Keras and SQL; Kafka is a plus.", load_graph())
            >>> plan = found.plan(["Python", "SQL"])
            >>> "keras" in [step.id for step in plan.steps], "apache-kafka" in [step.id for step in plan.steps]
            (True, False)
        """
        return self.graph.plan(self.role, knows, **options)


def load_advertisement(
    path: str | PathLike[str], graph: CareerGraph, *, name: str | None = None, limits: ReadingLimits | None = None
) -> Advertisement:
    """The advertisement in a text file; see `read_advertisement`.

    Args:
        path: The file, in UTF-8.
        graph: As for `read_advertisement`.
        name: As for `read_advertisement`.
        limits: How much of it to read at most; 20 MB by default.

    Raises:
        MissingSourceError: The file is not there.
        LoadError: It is no text in UTF-8, or names nothing that the graph knows.
    """
    return read_advertisement(read_text(path, limits or PROSE_LIMITS), graph, name=name, where=Path(path).name)


def read_advertisement(
    text: str, graph: CareerGraph, *, name: str | None = None, where: str = "the advertisement"
) -> Advertisement:
    """What a job advertisement asks for, as a role on top of a graph.

    Every skill, technology and degree that the text names with some confidence (see `find_mentions`) is a requirement,
    at the level that it states, *working* where it states none. Wording such as "nice to have" or "a plus", in the
    sentence or in the heading above, makes it a preferred one. Names joined by "or", with their alternatives before
    them, and examples after "such as" are one requirement with several options. Each requirement says at which
    characters of the text it stands.

    Args:
        text: The advertisement, in English.
        graph: The graph whose names are looked for; it stays as it is.
        name: What to call the role; by default the first role that the text names.
        where: What to call the text.

    Raises:
        LoadError: The text names nothing that the graph knows, or is too long.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> found = read_advertisement("ML engineer: Python, PyTorch or TensorFlow. Kafka is a plus.", load_graph())
        >>> found.role.name
        'Machine learning engineer (advertisement)'
        >>> [requirement.options for requirement in found.required]
        [('python',), ('pytorch', 'tensorflow')]
        >>> [requirement.options for requirement in found.preferred]
        [('apache-kafka',)]
    """
    mentions = tuple(find_mentions(graph, text))
    asked = [mention for mention in mentions if not mention.is_denied and not isinstance(mention.concept, Role)]
    groups = _merged(_groups(text, graph, asked))
    if not groups:
        raise LoadError(where, "it names no skill, technology or degree of the graph, so there is nothing to plan for")
    titles = [mention.concept.name for mention in mentions if isinstance(mention.concept, Role)]
    title = name or (f"{titles[0]} (advertisement)" if titles else "Job advertisement")
    role_id, source_id = _free(graph, "job-advertisement"), _free(graph, "text-of-job-advertisement")
    records = [
        {"id": source_id, "kind": "source", "name": f"Text of {where}"},
        {
            "id": role_id,
            "kind": "role",
            "name": title,
            "definition": f"What {where} asks for.",
            "requires": [_record(group, text, source_id) for group in groups],
        },
    ]
    decoded = Decoded(
        list(graph.values()), list(graph.all_requirements), list(graph.relations), ambiguous=graph.ambiguous_names
    )
    decode_records({"concepts": records}, where, decoded)
    extended = CareerGraph.from_decoded(decoded)
    return Advertisement(extended, extended.roles[role_id], mentions)


@dataclass(frozen=True, slots=True)
class _Group:
    """Names of which one is asked for.

    Attributes:
        mentions: Where they stand.
        level: The level asked for.
        strength: Whether they are asked for or welcome.
    """

    mentions: tuple[Mention, ...]
    level: Level
    strength: Strength

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mention.concept.id for mention in self.mentions))


def _groups(text: str, graph: CareerGraph, mentions: list[Mention]) -> Iterator[_Group]:
    mentions = [
        mention
        for mention, following in zip_longest(mentions, mentions[1:])
        # What examples are given for is asked for by them.
        if following is None or not _EXAMPLES.fullmatch(text[mention.end : following.start].strip(" ,(") + " ")
    ]
    for numbers in lists(text, [(mention.start, mention.end) for mention in mentions], LIST):
        members = [mentions[number] for number in numbers]
        for part in _alternatives(text, graph, members):
            for is_competency in (True, False):
                same = tuple(mention for mention in part if isinstance(mention.concept, Competency) is is_competency)
                if same:
                    level = max((mention.level or Level.WORKING for mention in same), default=Level.WORKING)
                    yield _Group(same, level, same[0].strength)


def _alternatives(text: str, graph: CareerGraph, members: list[Mention]) -> list[list[Mention]]:
    """A list of names cut into those of which one is enough.

    These are all after words such as "such as"; else the neighbours of "or", and what stands before them in the list
    if the graph knows it as an alternative to one of them: "Python, PyTorch or TensorFlow", but "AWS, Azure or GCP".
    """
    if _EXAMPLES.search(text[max(members[0].start - _WINDOW, 0) : members[0].start]):
        return [members]
    parts = [[members[-1]]]
    for mention, following in zip(members[-2::-1], members[:0:-1], strict=True):
        gap = text[mention.end : following.start]
        group = parts[-1]
        if _OR.search(gap) or (len(group) > 1 and "," in gap and _is_alternative(graph, mention, group)):
            group.append(mention)
        else:
            parts.append([mention])
    return [part[::-1] for part in parts[::-1]]


def _is_alternative(graph: CareerGraph, mention: Mention, group: list[Mention]) -> bool:
    others = {concept.id for concept in graph.related(mention.concept, "alternative_to")}
    return any(member.concept.id in others for member in group)


def _merged(groups: Iterable[_Group]) -> list[_Group]:
    """Each set of options once, as it is asked for most; what is welcome is left out where it is asked for as well."""
    merged: dict[frozenset[str], _Group] = {}
    for group in groups:
        before = merged.setdefault(frozenset(group.options), group)
        required = Strength.REQUIRED if Strength.REQUIRED in (before.strength, group.strength) else Strength.PREFERRED
        merged[frozenset(group.options)] = _Group(before.mentions, max(before.level, group.level), required)
    return list(merged.values())


def _record(group: _Group, text: str, source_id: str) -> dict[str, Any]:
    first, last = group.mentions[0], group.mentions[-1]
    quote = " ".join(text[first.start : last.end].split())
    quote = quote if len(quote) <= _MAX_QUOTE else quote[:_MAX_QUOTE] + "..."
    source = {"ref": source_id, "at": f"characters {first.start}-{last.end}", "because": f"It says {quote!r}."}
    record: dict[str, Any] = {"any_of": list(group.options), "strength": str(group.strength), "source": source}
    if isinstance(first.concept, Competency):
        record["level"] = str(group.level)
    return record


def _free(graph: CareerGraph, slug: str) -> str:
    """The slug, with a number behind it if a concept has it already."""
    number, free = 1, slug
    while free in graph:
        number += 1
        free = f"{slug}-{number}"
    return free
