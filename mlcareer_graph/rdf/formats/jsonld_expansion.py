"""Expansion of JSON-LD: the same content without a context (JSON-LD 1.1 Processing Algorithms and API, section 5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlcareer_graph.rdf.formats.iris import is_absolute
from mlcareer_graph.rdf.formats.jsonld_context import KEYWORDS, UNSET, Context, Contexts, Term, wrong
from mlcareer_graph.rdf.formats.reading import Budget

_OF_VALUES = frozenset({"@direction", "@index", "@language", "@type", "@value"})
_OF_TEXTS = {"@index": "invalid @index value", "@language": "invalid language-tagged string"}
"""The keywords whose value is a text, with what is wrong about any other."""
_NO_DATATYPES = (None, "@id", "@vocab", "@none")

Node = dict[str, Any]


class Expander:
    """Expands the content of one file.

    Args:
        budget: The limits.
        base: The address of the file.
    """

    def __init__(self, budget: Budget, base: str) -> None:
        self._budget = budget
        self._contexts = Contexts(budget, base)

    def expand(self, content: Any) -> list[Any]:
        """The nodes of a file.

        Raises:
            SyntaxProblem: It is no JSON-LD, or names a context by its address.
        """
        found = self._expand(self._contexts.initial, None, content)
        if isinstance(found, dict) and found.keys() == {"@graph"}:
            found = found["@graph"]
        return _found(found)

    def _expand(self, active: Context, of: str | None, element: Any, from_map: bool = False) -> Any:
        """Expand a value of the property `of`."""
        if element is None:
            return None
        if isinstance(element, list):
            is_list = "@list" in active.container(of)
            found: list[Any] = []
            for item in element:
                one = self._expand(active, of, item, from_map)
                if is_list and isinstance(one, list):
                    one = {"@list": one}
                if isinstance(one, list):
                    found.extend(one)
                elif one is not None:
                    found.append(one)
            return found
        term = active.terms.get(of) if of is not None else None
        if not isinstance(element, Mapping):
            if of is None or of == "@graph":
                return None
            if term is not None and term.context is not UNSET:
                active = self._contexts.scoped(active, term.context, is_of_property=True)
            return self._value(active, of, element)
        return self._expand_node(active, of, term, element, from_map)

    def _expand_node(
        self, active: Context, of: str | None, term: Term | None, element: Mapping[str, Any], from_map: bool
    ) -> Any:
        self._budget.check_time()
        if active.previous is not None and not from_map and self._is_node(active, element):
            active = active.previous
        if term is not None and term.context is not UNSET:
            active = self._contexts.scoped(active, term.context, is_of_property=True)
        if "@context" in element:
            active = self._contexts.process(active, element["@context"])
        of_types = active
        type_keys = [key for key in sorted(element) if self._name(active, key) == "@type"]
        for key in type_keys:
            for name in sorted(name for name in _listed(element[key]) if isinstance(name, str)):
                type_term = of_types.terms.get(name)
                if type_term is not None and type_term.context is not UNSET:
                    active = self._contexts.scoped(active, type_term.context, is_of_property=False, propagates=False)
        of_value = None
        if type_keys:
            last = _listed(element[type_keys[0]])[-1:]
            of_value = self._name(active, last[0]) if last and isinstance(last[0], str) else None
        result: Node = {}
        self._members(active, of_types, of, element, result=result, of_value=of_value)
        return _finished(result, of)

    def _is_node(self, active: Context, element: Mapping[str, Any]) -> bool:
        """Whether an object is neither a value nor the mere name of a node."""
        names = [self._name(active, key) for key in element]
        return "@value" not in names and names != ["@id"]

    def _name(self, active: Context, key: str) -> str | None:
        return self._contexts.expand(active, key, vocab=True)

    def _members(
        self,
        active: Context,
        of_types: Context,
        of: str | None,
        element: Mapping[str, Any],
        *,
        result: Node,
        of_value: str | None,
    ) -> None:
        """Expand the members of an object into a result, those within ``@nest`` last (steps 13 and 14)."""
        nests = []
        for key in sorted(element):
            name = self._name(active, key)
            if key == "@context" or name is None or not (name in KEYWORDS or ":" in name):
                continue
            value = element[key]
            if name == "@nest":
                nests.append(key)
            elif name in KEYWORDS:
                self._keyword(active, of_types, of, name, value, result=result, of_value=of_value)
            else:
                self._property(active, key, name, value, result)
        for key in nests:
            term = active.terms.get(key)
            inner = active
            if term is not None and term.context is not UNSET:
                inner = self._contexts.scoped(active, term.context, is_of_property=True)
            for nested in _listed(element[key]):
                if not isinstance(nested, Mapping) or any(self._name(inner, one) == "@value" for one in nested):
                    wrong("invalid @nest value", nested)
                self._members(inner, of_types, of, nested, result=result, of_value=of_value)

    # ------------------------------------------------------------------ keywords

    def _keyword(
        self,
        active: Context,
        of_types: Context,
        of: str | None,
        name: str,
        value: Any,
        *,
        result: Node,
        of_value: str | None,
    ) -> None:
        if of == "@reverse":
            wrong("invalid reverse property map", name)
        if name in result and name not in ("@included", "@type"):
            wrong("colliding keywords", name)
        if name == "@id":
            if not isinstance(value, str):
                wrong("invalid @id value", value)
            result[name] = self._contexts.expand(active, value, relative=True)
        elif name == "@type":
            types = _listed(value)
            if not all(isinstance(one, str) for one in types):
                wrong("invalid type value", value)
            expanded = [self._contexts.expand(of_types, one, vocab=True, relative=True) for one in types]
            result[name] = [*result.get(name, ()), *expanded]
        elif name == "@graph":
            result[name] = _found(self._expand(active, name, value))
        elif name == "@included":
            included = _found(self._expand(active, None, value))
            if not included or not all(_is_node_object(one) for one in included):
                wrong("invalid @included value", value)
            result[name] = [*result.get(name, ()), *included]
        elif name == "@value":
            if of_value != "@json" and isinstance(value, list | Mapping):
                wrong("invalid value object value", value)
            result[name] = value
        elif name in _OF_TEXTS:
            if not isinstance(value, str):
                wrong(_OF_TEXTS[name], value)
            result[name] = value
        elif name == "@direction":
            if value not in ("ltr", "rtl"):
                wrong("invalid base direction", value)
            result[name] = value
        elif name == "@list":
            if of is not None and of != "@graph":
                result[name] = _found(self._expand(active, of, value))
        elif name == "@set":
            result[name] = self._expand(active, of, value)
        elif name == "@reverse":
            self._reverse(active, value, result)

    def _reverse(self, active: Context, value: Any, result: Node) -> None:
        if not isinstance(value, Mapping):
            wrong("invalid @reverse value", value)
        expanded = self._expand(active, "@reverse", value) or {}
        for name, items in expanded.pop("@reverse", {}).items():
            result.setdefault(name, []).extend(items)
        for name, items in expanded.items():
            _add_reverse(result, name, items)

    # ------------------------------------------------------------------ properties

    def _property(self, active: Context, key: str, name: str, value: Any, result: Node) -> None:
        term = active.terms.get(key, _PLAIN)
        container = term.container
        if term.type == "@json":
            expanded: Any = {"@value": value, "@type": "@json"}
        elif "@language" in container and isinstance(value, Mapping):
            expanded = self._language_map(active, term, value)
        elif container & {"@index", "@type", "@id"} and isinstance(value, Mapping):
            expanded = self._map(active, key, term, value)
        else:
            expanded = self._expand(active, key, value)
        if expanded is None:
            return
        if "@list" in container and not _is_list(expanded):
            expanded = {"@list": _listed(expanded)}
        if "@graph" in container and not container & {"@id", "@index"}:
            expanded = [{"@graph": _listed(one)} for one in _listed(expanded)]
        if term.is_reverse:
            _add_reverse(result, name, _listed(expanded))
        else:
            result.setdefault(name, []).extend(_listed(expanded))

    def _language_map(self, active: Context, term: Term, value: Mapping[str, Any]) -> list[Node]:
        direction = active.direction if term.direction is UNSET else term.direction
        found: list[Node] = []
        for language in sorted(value):
            for text in _listed(value[language]):
                if text is None:
                    continue
                if not isinstance(text, str):
                    wrong("invalid language map value", text)
                one: Node = {"@value": text}
                if self._name(active, language) != "@none":
                    one["@language"] = language
                if direction is not None:
                    one["@direction"] = direction
                found.append(one)
        return found

    def _map(self, active: Context, key: str, term: Term, value: Mapping[str, Any]) -> list[Any]:
        """Expand the values that are kept by an index, id, type or graph (step 13.8)."""
        container = term.container
        found: list[Any] = []
        for index in sorted(value):
            inner = active
            if container & {"@id", "@type"} and active.previous is not None:
                inner = active.previous
            if "@type" in container:
                type_term = inner.terms.get(index)
                if type_term is not None and type_term.context is not UNSET:
                    inner = self._contexts.scoped(inner, type_term.context, is_of_property=False)
            name = self._name(active, index)
            for item in _listed(self._expand(inner, key, _listed(value[index]), True)):
                if "@graph" in container and not _is_graph(item):
                    item = {"@graph": [item]}
                if name != "@none":
                    self._keep_index(active, term, index, name, item)
                found.append(item)
        return found

    def _keep_index(self, active: Context, term: Term, index: str, name: str | None, item: Node) -> None:
        """Write into a value what it was kept by."""
        if "@index" in term.container and term.index is not None:
            property_ = self._name(active, term.index) or term.index
            item[property_] = [self._value(active, term.index, index), *item.get(property_, ())]
            if not _is_node_object(item):
                wrong("invalid value object", index)
        elif "@index" in term.container:
            item.setdefault("@index", index)
        elif not _is_node_object(item):
            wrong("invalid value object", index)
        elif "@id" in term.container:
            if "@id" not in item:
                item["@id"] = self._contexts.expand(active, index, relative=True)
        elif "@type" in term.container:
            item["@type"] = [name, *item.get("@type", ())]

    def _value(self, active: Context, of: str, value: Any) -> Node:
        """A scalar as an object (section 5.3.2)."""
        term = active.terms.get(of, _PLAIN)
        if isinstance(value, str) and term.type in ("@id", "@vocab"):
            return {"@id": self._contexts.expand(active, value, vocab=term.type == "@vocab", relative=True)}
        result: Node = {"@value": value}
        if term.type not in _NO_DATATYPES:
            result["@type"] = term.type
        elif isinstance(value, str):
            language = active.language if term.language is UNSET else term.language
            direction = active.direction if term.direction is UNSET else term.direction
            if language is not None:
                result["@language"] = language
            if direction is not None:
                result["@direction"] = direction
        return result


_PLAIN = Term()


def _finished(result: Node, of: str | None) -> Any:
    """What an object comes to once its members are known (steps 15 to 19)."""
    if "@value" in result:
        if result.keys() - _OF_VALUES or ("@type" in result and result.keys() & {"@language", "@direction"}):
            wrong("invalid value object", sorted(result))
        type_ = result.get("@type", UNSET)
        if isinstance(type_, list):
            if len(type_) != 1:
                wrong("invalid typed value", type_)
            type_ = result["@type"] = type_[0]
        value = result["@value"]
        if type_ != "@json":
            if value is None:
                return None
            if "@language" in result and not isinstance(value, str):
                wrong("invalid language-tagged value", value)
            if type_ is not UNSET and (type_ is None or not is_absolute(type_)):
                wrong("invalid typed value", type_)
    elif "@set" in result or "@list" in result:
        if len(result) > 1 + ("@index" in result):
            wrong("invalid set or list object", sorted(result))
        if "@set" in result:
            return result["@set"]
    elif result.keys() == {"@language"}:
        return None
    says_nothing = not result or "@value" in result or "@list" in result or result.keys() == {"@id"}
    return None if says_nothing and of in (None, "@graph") else result


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _found(value: Any) -> list[Any]:
    """What came of an expansion, which may be nothing, as an array."""
    return [] if value is None else _listed(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, dict) and "@list" in value


def _is_graph(value: Any) -> bool:
    return isinstance(value, dict) and "@graph" in value and not value.keys() - {"@graph", "@id", "@index"}


def _is_node_object(value: Any) -> bool:
    return isinstance(value, dict) and not value.keys() & {"@value", "@list", "@set"}


def _add_reverse(result: Node, name: str, items: list[Any]) -> None:
    for item in items:
        if not _is_node_object(item):
            wrong("invalid reverse property value", item)
        result.setdefault("@reverse", {}).setdefault(name, []).append(item)
