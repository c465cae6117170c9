"""Contexts of JSON-LD: what the names of a file mean (JSON-LD 1.1 Processing Algorithms and API, sections 4 and 5.2).

No context is fetched: one that is given by its address is refused.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mlcareer_graph.rdf.formats.errors import SyntaxProblem
from mlcareer_graph.rdf.formats.iris import is_absolute, resolve
from mlcareer_graph.rdf.formats.reading import Budget

KEYWORDS = frozenset(
    {
        *("@base", "@container", "@context", "@default", "@direction", "@embed", "@explicit", "@graph", "@id"),
        *("@import", "@included", "@index", "@json", "@language", "@list", "@nest", "@none", "@null", "@omitDefault"),
        *("@prefix", "@preserve", "@propagate", "@protected", "@requireAll", "@reverse", "@set", "@type", "@value"),
        *("@version", "@vocab"),
    }
)
_LIKE_A_KEYWORD = re.compile(r"@[a-zA-Z]+")
_OF_CONTEXTS = frozenset(
    {"@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"}
)
_OF_TERMS = frozenset(
    {
        *("@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest", "@prefix"),
        *("@protected", "@type"),
    }
)
_CONTAINERS = frozenset({"@graph", "@id", "@index", "@language", "@list", "@set", "@type"})
_WITH_SET = frozenset({"@graph", "@id", "@index", "@language", "@type"})
_DIRECTIONS = (None, "ltr", "rtl")
_PREFIX_ENDS = tuple(":/?#[]@")
_REMOTE = "no context is fetched; put the context itself into the file"

UNSET: Any = object()
"""What a term does not say, where None says something."""


def wrong(code: str, what: object) -> NoReturn:
    """Raise what is wrong, by the codes of section 9.2 of the standard.

    Raises:
        SyntaxProblem: Always.
    """
    raise SyntaxProblem(f"it is no JSON-LD: {code}, {str(what)[:60]!r}; correct it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a name stands for, by the words of section 4.1 of the standard; `UNSET` is what it does not say."""

    iri: str | None = None
    is_prefix: bool = False
    is_protected: bool = False
    is_reverse: bool = False
    type: str | None = None
    language: str | None = UNSET
    direction: str | None = UNSET
    container: frozenset[str] = frozenset()
    context: Any = UNSET
    index: str | None = None
    nest: str | None = None


@dataclass(slots=True, eq=False)
class Context:
    """An active context; nothing changes it once it has been made.

    Attributes:
        original_base: The address of the file.
        base: What relative IRIs are relative to; None if nothing is.
        vocabulary: What goes before names that are no terms.
        language: The language of texts that name none.
        direction: The direction of texts that name none.
        previous: The context that counts again below the node that this one is for.
        terms: What names stand for.
        expanded: IRIs that have been asked for.
        scoped: The contexts that terms have made of this one.
    """

    original_base: str
    base: str | None
    vocabulary: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: Context | None = None
    terms: dict[str, Term] = field(default_factory=dict)
    expanded: dict[tuple[str, bool, bool], str | None] = field(default_factory=dict)
    scoped: dict[tuple[int, bool, bool], Context] = field(default_factory=dict)

    def container(self, name: str | None) -> frozenset[str]:
        """How the values of a term are kept."""
        term = self.terms.get(name) if name is not None else None
        return frozenset() if term is None else term.container


@dataclass(frozen=True, slots=True)
class Local:
    """A context of the file while its terms are made: which of them are, and which are being made."""

    given: Mapping[str, Any]
    made: dict[str, bool] = field(default_factory=dict)


class Contexts:
    """Makes contexts, within the limits of reading.

    Args:
        budget: The limits.
        base: The address of the file.
    """

    def __init__(self, budget: Budget, base: str) -> None:
        self._budget = budget
        self._copied = 0
        self._characters = 0
        self.initial = Context(base, base)

    def scoped(self, active: Context, local: Any, *, is_of_property: bool, propagates: bool = True) -> Context:
        """The context that a term brings with it, made once for each context that it meets."""
        key = (id(local), is_of_property, propagates)
        known = active.scoped.get(key)
        if known is None:
            known = self.process(active, local, overrides=is_of_property, propagates=propagates)
            active.scoped[key] = known
        return known

    def process(
        self,
        active: Context,
        local: Any,
        *,
        overrides: bool = False,
        propagates: bool = True,
        validates: bool = True,
    ) -> Context:
        """The context that follows from one and what the file says next (section 4.1.2).

        Args:
            active: The context so far.
            local: What the file says.
            overrides: Whether protected terms may be changed.
            propagates: Whether it counts below the node that it is for, too.
            validates: Whether contexts of terms are looked at.

        Raises:
            SyntaxProblem: It is no context, has to be fetched, or is beyond the limits.
        """
        self._budget.check_time()
        if isinstance(local, Mapping) and "@propagate" in local:
            propagates = local["@propagate"]
            if not isinstance(propagates, bool):
                wrong("invalid @propagate value", propagates)
        result = self._copy(active)
        if not propagates and result.previous is None:
            result.previous = active
        for part in local if isinstance(local, list) else [local]:
            if part is None:
                if not overrides and any(term.is_protected for term in result.terms.values()):
                    wrong("invalid context nullification", "null")
                previous = None if propagates else result
                result = Context(active.original_base, active.original_base, previous=previous)
                continue
            if not isinstance(part, Mapping) or "@import" in part or isinstance(part.get("@context"), str):
                raise SyntaxProblem(_REMOTE)
            self._describe(result, part)
            protects = part.get("@protected", False)
            if not isinstance(protects, bool):
                wrong("invalid @protected value", protects)
            names = Local(part)
            for name in part:
                if name not in _OF_CONTEXTS:
                    self._define(result, name, names, protects=protects, overrides=overrides, validates=validates)
        return result

    def _copy(self, context: Context) -> Context:
        self._copied += len(context.terms)
        if self._copied > self._budget.limits.max_statements:
            limit = self._budget.limits.max_statements
            raise SyntaxProblem(
                f"there are more than {limit:,} names in all contexts; raise max_statements of the limits"
            )
        return dataclasses.replace(context, terms=dict(context.terms), expanded={}, scoped={})

    def _describe(self, result: Context, part: Mapping[str, Any]) -> None:
        """Take over what a context says beside its terms."""
        if part.get("@version", 1.1) != 1.1 or isinstance(part.get("@version"), bool):
            wrong("invalid @version value", part["@version"])
        if "@base" in part:
            base = part["@base"]
            if base is None:
                result.base = None
            elif not isinstance(base, str) or not (is_absolute(base) or result.base is not None):
                wrong("invalid base IRI", base)
            else:
                result.base = self._bounded(base if is_absolute(base) else resolve(result.base or "", base))
        if "@vocab" in part:
            given = part["@vocab"]
            vocabulary = given
            if given is not None:
                vocabulary = self.expand(result, given, vocab=True, relative=True) if isinstance(given, str) else None
                if vocabulary is None:
                    wrong("invalid vocab mapping", given)
            result.vocabulary = vocabulary
            result.expanded.clear()
        if "@language" in part:
            result.language = _text_or_none(part["@language"], "invalid default language")
        if "@direction" in part:
            result.direction = _direction(part["@direction"])

    # ------------------------------------------------------------------ terms

    def _define(
        self, result: Context, name: str, local: Local, *, protects: bool, overrides: bool, validates: bool
    ) -> None:
        """Make one term (section 4.2.2)."""
        if name in local.made:
            if not local.made[name]:
                wrong("cyclic IRI mapping", name)
            return
        if not name:
            wrong("invalid term definition", name)
        local.made[name] = False
        value = local.given[name]
        if name == "@type":
            if not isinstance(value, Mapping) or not value or value.keys() - {"@container", "@protected"}:
                wrong("keyword redefinition", name)
            if value.get("@container", "@set") != "@set":
                wrong("keyword redefinition", name)
        elif name in KEYWORDS:
            wrong("keyword redefinition", name)
        elif _LIKE_A_KEYWORD.fullmatch(name):
            return
        previous = result.terms.pop(name, None)
        result.expanded.clear()
        is_simple = isinstance(value, str)
        if value is None or is_simple:
            value = {"@id": value}
        if not isinstance(value, Mapping) or value.keys() - _OF_TERMS:
            wrong("invalid term definition", name)
        is_protected = value.get("@protected", protects)
        if not isinstance(is_protected, bool):
            wrong("invalid @protected value", is_protected)
        made: Term | None
        if "@reverse" in value:
            made = self._reverse(result, local, value, is_protected)
        else:
            made = self._forward(result, name, local, value, is_protected=is_protected, is_simple=is_simple)
            if made is not None:
                made = self._detailed(result, name, value, made, validates)
        if made is None:
            return
        if previous is not None and previous.is_protected and not overrides:
            if dataclasses.replace(made, is_protected=True) != previous:
                wrong("protected term redefinition", name)
            made = previous
        result.terms[name] = made
        local.made[name] = True

    def _reverse(self, result: Context, local: Local, value: Mapping[str, Any], is_protected: bool) -> Term | None:
        if "@id" in value or "@nest" in value:
            wrong("invalid reverse property", value["@reverse"])
        given = value["@reverse"]
        if not isinstance(given, str):
            wrong("invalid IRI mapping", given)
        if _LIKE_A_KEYWORD.fullmatch(given):
            return None
        iri = self.expand(result, given, vocab=True, local=local)
        if iri is None or ":" not in iri:
            wrong("invalid IRI mapping", given)
        container = value.get("@container")
        if container not in (None, "@set", "@index"):
            wrong("invalid reverse property", container)
        kept = frozenset() if container is None else frozenset({container})
        type_ = self._type(result, local, value)
        return Term(iri=iri, is_reverse=True, is_protected=is_protected, container=kept, type=type_)

    def _type(self, result: Context, local: Local, value: Mapping[str, Any]) -> str | None:
        if "@type" not in value:
            return None
        given = value["@type"]
        type_ = self.expand(result, given, vocab=True, local=local) if isinstance(given, str) else None
        if type_ is None or not (type_ in ("@id", "@json", "@none", "@vocab") or is_absolute(type_)):
            wrong("invalid type mapping", given)
        return type_

    def _forward(
        self,
        result: Context,
        name: str,
        local: Local,
        value: Mapping[str, Any],
        *,
        is_protected: bool,
        is_simple: bool,
    ) -> Term | None:
        """The IRI and type of a term that is no reverse property."""
        type_ = self._type(result, local, value)
        is_prefix = False
        iri: str | None
        if "@id" in value and value["@id"] != name:
            given = value["@id"]
            if given is None:
                return Term(is_protected=is_protected, type=type_)
            if not isinstance(given, str):
                wrong("invalid IRI mapping", given)
            if given not in KEYWORDS and _LIKE_A_KEYWORD.fullmatch(given):
                return None
            iri = self.expand(result, given, vocab=True, local=local)
            if iri is None or not (iri in KEYWORDS or ":" in iri):
                wrong("invalid IRI mapping", given)
            if iri == "@context":
                wrong("invalid keyword alias", name)
            if ":" in name[1:-1] or "/" in name:
                local.made[name] = True
                if self.expand(result, name, vocab=True, local=local) != iri:
                    wrong("invalid IRI mapping", name)
                local.made[name] = False
            elif is_simple and ":" not in name:
                is_prefix = iri.endswith(_PREFIX_ENDS) or iri.startswith("_:")
        elif name == "@type":
            iri = name
        elif ":" in name[1:]:
            prefix, _, rest = name.partition(":") if name[0] != ":" else (name, "", "")
            if prefix in local.given and prefix != name:
                self._make(result, prefix, local)
            known = result.terms.get(prefix)
            iri = name if known is None or known.iri is None else self._bounded(known.iri + rest)
        elif "/" in name:
            iri = self.expand(result, name, vocab=True)
            if iri is None or ":" not in iri:
                wrong("invalid IRI mapping", name)
        elif result.vocabulary is not None:
            iri = self._bounded(result.vocabulary + name)
        else:
            wrong("invalid IRI mapping", name)
        return Term(iri=iri, is_prefix=is_prefix, is_protected=is_protected, type=type_)

    def _make(self, result: Context, name: str, local: Local) -> None:
        """Make a term that another one is made of."""
        protects = local.given.get("@protected", False)
        self._define(result, name, local, protects=protects, overrides=False, validates=True)

    def _detailed(
        self,
        result: Context,
        name: str,
        value: Mapping[str, Any],
        term: Term,
        validates: bool,
    ) -> Term:
        """A term with everything else that is said about it."""
        changes: dict[str, Any] = {}
        container = frozenset[str]()
        if "@container" in value:
            container = changes["container"] = _container(value["@container"])
            if "@type" in container and term.type not in (None, "@id", "@vocab"):
                wrong("invalid type mapping", term.type)
            if "@type" in container and term.type is None:
                changes["type"] = "@id"
        if "@index" in value:
            index = value["@index"]
            iri = self.expand(result, index, vocab=True) if isinstance(index, str) else None
            if "@index" not in container or iri is None or not is_absolute(iri):
                wrong("invalid term definition", name)
            changes["index"] = index
        if "@context" in value:
            changes["context"] = value["@context"]
            if validates:
                self.process(result, value["@context"], overrides=True, validates=False)
        if "@language" in value and "@type" not in value:
            changes["language"] = _text_or_none(value["@language"], "invalid language mapping")
        if "@direction" in value and "@type" not in value:
            changes["direction"] = _direction(value["@direction"])
        if "@nest" in value:
            nest = value["@nest"]
            if not isinstance(nest, str) or (nest in KEYWORDS and nest != "@nest"):
                wrong("invalid @nest value", nest)
            changes["nest"] = nest
        if "@prefix" in value:
            if ":" in name or "/" in name:
                wrong("invalid term definition", name)
            changes["is_prefix"] = value["@prefix"]
            if not isinstance(value["@prefix"], bool):
                wrong("invalid @prefix value", value["@prefix"])
            if value["@prefix"] and term.iri in KEYWORDS:
                wrong("invalid term definition", name)
        return dataclasses.replace(term, **changes) if changes else term

    # ------------------------------------------------------------------ IRIs

    def expand(
        self, active: Context, name: str, *, vocab: bool = False, relative: bool = False, local: Local | None = None
    ) -> str | None:
        """What a name means (section 5.2.2); None if it means nothing.

        Args:
            active: The context.
            name: The name: a keyword, term, compact IRI or IRI.
            vocab: Whether it may be a term or a name of the vocabulary.
            relative: Whether it may be relative to the base.
            local: The context that is being made, some of whose terms may have to be made first.
        """
        if name in KEYWORDS:
            return name
        if local is not None:
            return self._expanded(active, name, vocab, relative, local)
        key = (name, vocab, relative)
        known = active.expanded.get(key, UNSET)
        if known is UNSET:
            known = active.expanded[key] = self._expanded(active, name, vocab, relative, None)
        return known  # type: ignore[no-any-return]

    def _expanded(self, active: Context, name: str, vocab: bool, relative: bool, local: Local | None) -> str | None:
        if _LIKE_A_KEYWORD.fullmatch(name):
            return None
        if local is not None and name in local.given and not local.made.get(name):
            self._make(active, name, local)
        term = active.terms.get(name)
        if term is not None and (vocab or term.iri in KEYWORDS):
            return term.iri
        if ":" in name[1:]:
            prefix, _, rest = name.partition(":") if name[0] != ":" else (":", "", "")
            if prefix == "_" or rest.startswith("//"):
                return name
            if local is not None and prefix in local.given and not local.made.get(prefix):
                self._make(active, prefix, local)
            known = active.terms.get(prefix)
            if known is not None and known.iri is not None and known.is_prefix:
                return self._bounded(known.iri + rest)
            if is_absolute(name):
                return name
        if vocab and active.vocabulary is not None:
            return self._bounded(active.vocabulary + name)
        if relative and active.base is not None:
            return self._bounded(resolve(active.base, name))
        return name

    def _bounded(self, iri: str) -> str:
        """An IRI that short names stand for; all of them together are bounded, since they could fill the memory."""
        self._budget.check_text(iri)
        self._characters += len(iri)
        limit = self._budget.limits.max_bytes
        if self._characters > limit:
            raise SyntaxProblem(
                f"there are more than {limit:,} characters in all IRIs together; raise max_bytes of the limits"
            )
        return iri


def _container(given: Any) -> frozenset[str]:
    names: Iterable[Any] = given if isinstance(given, list) else [given]
    if not all(isinstance(name, str) and name in _CONTAINERS for name in names):
        wrong("invalid container mapping", given)
    container = frozenset(names)
    is_graph = "@graph" in container and container <= {"@graph", "@id", "@index", "@set"} and len(container) > 1
    if is_graph and {"@id", "@index"} <= container:
        wrong("invalid container mapping", given)
    if len(container) != 1 and not is_graph and not ("@set" in container and container - {"@set"} <= _WITH_SET):
        wrong("invalid container mapping", given)
    return container


def _text_or_none(given: Any, code: str) -> str | None:
    if given is not None and not isinstance(given, str):
        wrong(code, given)
    return given


def _direction(given: Any) -> str | None:
    if given not in _DIRECTIONS:
        wrong("invalid base direction", given)
    return given  # type: ignore[no-any-return]
