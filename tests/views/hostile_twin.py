"""The twin of a graph, and of any other value, in which every text tries to do harm."""

from __future__ import annotations

import dataclasses
import enum
import types
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from payloads import Texts
from result_values import GRAPH, World

from mlcareer_graph import CareerGraph
from mlcareer_graph.interop.advertisement import Advertisement
from mlcareer_graph.interop.mentions import Confidence, Mention
from mlcareer_graph.interop.people.profile_reading import NotUnderstood, ProfileReading
from mlcareer_graph.model import Concept
from mlcareer_graph.planning import Profile
from mlcareer_graph.planning.certificate import Certificate
from mlcareer_graph.planning.verification import Verification
from mlcareer_graph.rdf.query import QueryResult
from mlcareer_graph.rdf.query.result import Row
from mlcareer_graph.rdf.query.terms import Term

_Value = TypeVar("_Value")

REFERENCES = frozenset(
    {
        "Concept.id",
        "Evidence.source",
        "Evidence.citing",
        "Requirement.subject",
        "Requirement.options",
        "Relation.subject",
        "Relation.object",
        "Relation.type",
        "EasierWith.know",
        "Claim.contradicts",
    }
)
"""What has to be the id of a concept, which is a slug, or of a claim, or a type of relation: a graph refuses others."""

SAID = [
    {"ref": "paper", "at": "L1", "because": "It says so.", "citing": "survey"},
    {"ref": "survey", "at": "L2", "because": "It says so too."},
]
READ = [{"ref": "site"}, {"ref": "page"}]


def _telling(record: dict[str, Any]) -> dict[str, Any]:
    """A record that also says all that a record of any kind can."""
    return {
        "aliases": ["One name", "Another name"],
        "labels": {"de": "Ein Name"},
        "definition": "What it is.",
        "source": SAID,
        "claims": [
            {"id": "one", "statement": "It is hard.", "contradicts": ["other"], "stage": "entry", "source": SAID},
            {"id": "other", "statement": "It is easy.", "source": SAID},
        ],
        "observations": [
            {
                "measure": "salary", "value": 1, "unit": "USD/year", "statistic": "mean", "region": "Earth",
                "stage": "entry", "source": SAID,
            },
            {"measure": "demand", "value": 2, "unit": "advertisements", "source": SAID},
        ],
        **record,
    }  # fmt: skip


def _rich() -> CareerGraph:
    """The graph of the values with a concept of every kind, every kind of statement, and evidence for all of it."""
    records = {record["id"]: dict(record) for record in GRAPH.to_dict()["concepts"]}
    records["a"] |= {"hours": {"working": [10, 20, 30], "source": SAID}, "related_to": [{"id": "b", "source": SAID}]}
    records["b"] |= {
        "easier_with": [{"know": "c", "saves": 0.2, "source": SAID}],
        "requires": [{"any_of": ["a"], "source": SAID}],
    }
    records["course"] |= {
        "hours": {"likely": 12, "source": SAID},
        "weeks": {"likely": 3, "source": SAID},
        "price": {"likely": 90, "currency": "USD", "source": SAID},
        "teaches": [{"know": "a", "source": SAID}],
        "awards": ["degree"],
        "offered_by": ["school"],
    }
    gate = {"any_of": ["degree"], "source": SAID}
    others = [f"skill-{number}" for number in range(9)]
    records["analyst"]["requires"] = [{"any_of": ["b", "c"], "source": SAID}, gate, *others]
    records["clerk"]["requires"] = [*records["clerk"]["requires"], gate, *others]
    more = [
        {"id": "paper", "kind": "source", "name": "Paper", "url": "https://example.org/paper"},
        {"id": "survey", "kind": "source", "name": "Survey", "url": "https://example.org/survey"},
        {"id": "site", "kind": "source", "name": "Site", "url": "https://example.org/site"},
        {"id": "page", "kind": "source", "name": "Page", "url": "https://example.org/page"},
        {"id": "degree", "kind": "credential", "name": "Degree", "eqf_level": 6},
        {"id": "school", "kind": "organization", "name": "School", "hires": ["clerk"]},
        {"id": "report", "kind": "task", "name": "Report", "applies": ["b"]},
        {"id": "forecast", "kind": "application", "name": "Forecast", "applies": ["c"]},
        {"id": "trade", "kind": "industry", "name": "Trade", "hires": ["analyst"], "applies": ["forecast"]},
        {"id": "statistics", "kind": "field", "name": "Statistics"},
        *({"id": name, "kind": "skill", "name": name, "hours": 5, "source": READ} for name in others),
        *({"id": f"role-{name}", "kind": "role", "name": name, "requires": [name]} for name in others),
    ]
    return CareerGraph.from_dict({"concepts": [_telling(record) for record in (*records.values(), *more)]})


RICH = _rich()


hints_of = cache(get_type_hints)


@cache
def owner_of(cls: type, name: str) -> str:
    """A field with the class that declares it, such as ``Concept.name``."""
    owner = next(base for base in reversed(cls.__mro__) if name in vars(base).get("__annotations__", {}))
    return f"{owner.__name__}.{name}"


def text_fields(cls: type) -> set[str]:
    """The fields of a dataclass, and of those in it, that hold a text."""
    found: set[str] = set()

    def look(hint: Any, key: str) -> None:
        if isinstance(hint, type) and issubclass(hint, str) and not issubclass(hint, enum.Enum):
            found.add(key)
        elif dataclasses.is_dataclass(hint):
            found.update(text_fields(hint))  # type: ignore[arg-type]
        else:
            for part in get_args(hint):
                look(part, key)

    hints = hints_of(cls)
    for each in dataclasses.fields(cls):
        look(hints[each.name], owner_of(cls, each.name))
    return found


def twin(value: _Value, text: Callable[[str], str], kept: frozenset[str] = frozenset()) -> _Value:
    """The same dataclass with another text in every field that holds one, also in the parts of it.

    Args:
        value: A dataclass.
        text: Gives the text for a field, such as ``Concept.name``.
        kept: The fields that stay as they are.
    """
    cls = type(value)
    hints = hints_of(cls)
    changed = {}
    for each in dataclasses.fields(value):  # type: ignore[arg-type]
        key = owner_of(cls, each.name)
        if key not in kept and each.init:
            changed[each.name] = spoilt(getattr(value, each.name), hints[each.name], key, text, kept)
    return dataclasses.replace(value, **changed)  # type: ignore[type-var]


PLAIN = (int, float, bool, date, datetime, enum.Enum, type(None), CareerGraph)
"""What no text can hide in, or what has a twin of its own."""


def spoilt(value: Any, hint: Any, key: str, text: Callable[[str], str], kept: frozenset[str]) -> Any:
    """A value of a field with every text in it replaced; a kind of field that this does not know is an error."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is str:
        return text(key)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return spoilt(value, next(part for part in arguments if part is not type(None)), key, text, kept)
    if origin is tuple and arguments[-1] is Ellipsis:
        if not value and arguments[0] is str:
            return (text(key),)
        return tuple(spoilt(part, arguments[0], key, text, kept) for part in value)
    if origin is tuple:
        return tuple(spoilt(*part, key, text, kept) for part in zip(value, arguments, strict=True))
    if dataclasses.is_dataclass(value):
        return twin(value, text, kept)
    if isinstance(value, PLAIN):
        return value
    if hint is Any:
        return text(key) if isinstance(value, str) else value
    raise TypeError(f"{key} is a {hint}: say how to put a text there")


def _consistent(concept: Concept) -> Concept:
    """A concept whose first claim contradicts the second, which has an id of its own."""
    first, second = concept.claims
    other = dataclasses.replace(second, id=f"{second.id} too")
    return dataclasses.replace(concept, claims=(dataclasses.replace(first, contradicts=(other.id,)), other))


class HostileWorld(World):
    """The values are made from a graph whose every text does harm, and from other texts that do."""

    def __init__(self, texts: Texts, kept: frozenset[str] = REFERENCES) -> None:
        concepts = (_consistent(twin(concept, texts, kept)) for concept in RICH.values())
        requirements = (twin(requirement, texts, kept) for requirement in RICH.all_requirements)
        relations = (twin(relation, texts, kept) for relation in RICH.relations)
        super().__init__(CareerGraph(concepts, requirements, relations))
        object.__setattr__(self, "texts", texts)

    texts: Texts

    @cached_property
    def advertisement(self) -> Advertisement:
        """What a text asks for: a role of the graph with what is named for it."""
        mention = twin(Mention(self.graph["a"], 0, 1, "x", Confidence.SURE), self.texts, frozenset({"Concept.id"}))
        return Advertisement(self.graph, self.graph.roles["analyst"], (mention,))

    @cached_property
    def answer(self) -> QueryResult:
        """An answer of somebody else's store, with a cell of every kind."""
        texts = self.texts
        columns = tuple(texts("QueryResult.columns") for _ in range(5))
        line = tuple(
            Term(kind, texts("Term.value"), texts("Term.language"), texts("Term.datatype"))
            for kind in ("uri", "bnode", "literal", "literal")
        )
        cells = tuple(term.to_value({}) for term in line)
        return QueryResult("SELECT", columns, ((*line, None),), (Row(columns, (*cells, None)),))

    def free(self, value: _Value) -> _Value:
        """The same value with other texts."""
        made: Any
        if isinstance(value, Verification):
            made = Verification((self.texts("Verification.problems"), self.texts("Verification.problems")))
        elif isinstance(value, ProfileReading):
            missed = NotUnderstood("line 4", "x", "nothing is called so")
            made = dataclasses.replace(
                twin(
                    dataclasses.replace(value, not_understood=(missed,), suggested=value.understood),
                    self.texts,
                    frozenset({"Concept.id"}),
                ),
                profile=self.free(value.profile),
            )
        elif isinstance(value, Profile):
            rich = dataclasses.replace(
                value,
                credentials=("degree",),
                assumed=tuple((name, level, name) for name, level in value.levels),
                stated=value.levels,
                dates=tuple((name, date(2026, 1, 2)) for name, _ in value.levels),
                stated_constraints=(("avoid", "x"), ("hours_per_week", 5)),
            )
            made = twin(rich, self.texts)
        elif isinstance(value, Certificate):
            made = twin(value, self.texts)
        elif isinstance(value, tuple) and not hasattr(value, "_fields"):
            made = type(value)(twin(part, self.texts) for part in value[:8])
        else:
            made = twin(value, self.texts)
        assert type(made) is type(value)
        return made  # type: ignore[no-any-return]
