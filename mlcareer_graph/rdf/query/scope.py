"""What a query keeps to beyond the grammar (SPARQL 1.1 Query Language, sections 18.2.1 and 19.8).

rdflib answers queries that do not, and makes up what they leave open; Oxigraph refuses them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyparsing import ParseResults
from rdflib import BNode, Variable
from rdflib.plugins.sparql.parserutils import CompValue

from mlcareer_graph.errors import QueryError

_GROUPS = ("GroupGraphPatternSub", "FakeGroupGraphPatten")
_SELECTS = ("SelectQuery", "SubSelect")
_EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
_AROUND_A_NAME = frozenset(
    {
        *("GroupAs", "ConditionalOrExpression", "ConditionalAndExpression"),
        *("RelationalExpression", "AdditiveExpression", "MultiplicativeExpression"),
    }
)
"""What the grammar has around a name in brackets."""


def parts(tree: Any) -> Iterator[CompValue]:
    """Every named part of a parse tree, without recursion."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, ParseResults | list | tuple | set | frozenset):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(node.values())


def require_well_scoped(tree: Any) -> None:
    """Raise if names are bound twice, cells of VALUES are missing, or what is no group is asked of groups.

    Args:
        tree: What the parser makes of a query.

    Raises:
        QueryError: It says what, and what to do.
    """
    owners: dict[str, tuple[int, int]] = {}
    for part in parts(tree):
        if part.name in _GROUPS:
            _require_new_names(part)
            _require_labels_of_one_pattern(part, owners)
        elif part.name in _SELECTS:
            _require_new_columns(part)
            _require_groups(part)
        elif part.name in ("InlineData", "ValuesClause"):
            _require_full_rows(part)


def _all(part: CompValue, name: str) -> list[Any]:
    """What a part has under a name: several, one or none."""
    if name not in part:
        return []
    value = part[name]
    return list(value) if isinstance(value, ParseResults | list) else [value]


def _variables(terms: Iterable[Any]) -> set[str]:
    return {str(term) for term in terms if isinstance(term, Variable)}


def _terms(block: CompValue) -> Iterator[Any]:
    """The terms of triples."""
    for triples in _all(block, "triples"):
        yield from triples


def _visible(part: CompValue) -> set[str]:
    """The variables that a pattern may bind (section 18.2.1)."""
    if part.name == "TriplesBlock":
        return _variables(_terms(part))
    if part.name in _GROUPS:
        return set().union(*map(_visible, _all(part, "part")))
    if part.name in ("OptionalGraphPattern", "GroupOrUnionGraphPattern", "GraphGraphPattern"):
        return _variables(_all(part, "term")).union(*map(_visible, _all(part, "graph")))
    if part.name in ("Bind", "InlineData", "ValuesClause"):
        return _variables(_all(part, "var"))
    if part.name in _SELECTS:
        columns = _columns(part)
        return set(columns) if columns else _within(part)
    return set()


def _within(select: CompValue) -> set[str]:
    return set().union(*map(_visible, (*_all(select, "where"), *_all(select, "valuesClause"))))


def _columns(select: CompValue) -> list[str]:
    """The columns of a SELECT; none for a star."""
    return [str(one["evar"] if "evar" in one else one["var"]) for one in _all(select, "projection")]


def _require_new_names(group: CompValue) -> None:
    known: set[str] = set()
    for part in _all(group, "part"):
        if part.name == "Bind" and str(part["var"]) in known:
            raise QueryError(f"BIND gives ?{part['var']} a value that it may have already; bind another name")
        known |= _visible(part)


def _require_labels_of_one_pattern(group: CompValue, owners: dict[str, tuple[int, int]]) -> None:
    """A label of a blank node belongs to the triples that nothing but FILTER comes between."""
    number = 0
    for part in _all(group, "part"):
        if part.name == "TriplesBlock":
            for term in _terms(part):
                if isinstance(term, BNode) and owners.setdefault(str(term), (id(group), number)) != (id(group), number):
                    raise QueryError(f"the blank node _:{term} stands in two patterns; write a variable for it")
        elif part.name != "Filter":
            number += 1


def _require_new_columns(select: CompValue) -> None:
    known = set().union(*map(_visible, _all(select, "where")))
    for one in _all(select, "projection"):
        if "evar" in one:
            if str(one["evar"]) in known:
                raise QueryError(f"SELECT gives ?{one['evar']} a value that it may have already; choose another name")
            known.add(str(one["evar"]))


def _require_groups(select: CompValue) -> None:
    columns = _all(select, "projection")
    asked = (*columns, *_all(select, "having"), *_all(select, "orderby"))
    if "groupby" not in select and not any(_is_aggregate(part) for part in _outside_exists(asked)):
        return
    if not columns:
        raise QueryError("SELECT * asks for what is in the groups; name what is the same in each of them")
    known: set[str] = set()
    for clause in _all(select, "groupby"):
        for condition in _all(clause, "condition"):
            known |= _grouped(condition)
    for one in columns:
        free = _free(one["expr"]) if "evar" in one else _variables([one["var"]])
        if free - known:
            name = min(free - known)
            raise QueryError(
                f"?{name} is not the same in all of a group; put it into GROUP BY, or take SAMPLE(?{name})"
            )
        if "evar" in one:
            known.add(str(one["evar"]))


def _grouped(condition: Any) -> set[str]:
    """The variable that a condition of GROUP BY makes the same in each group, if it names one."""
    if isinstance(condition, CompValue) and "var" in condition:
        return _variables([condition["var"]])
    found = list(_outside_exists(condition))
    if any(isinstance(part, CompValue) and part.name not in _AROUND_A_NAME for part in found):
        return set()
    terms = [part for part in found if not isinstance(part, CompValue | ParseResults | list | tuple)]
    return _variables(terms) if len(terms) == 1 else set()


def _is_aggregate(part: Any) -> bool:
    return isinstance(part, CompValue) and part.name.startswith("Aggregate_")


def _outside_exists(tree: Any, inside_aggregates: bool = True) -> Iterator[Any]:
    """Every part and term of expressions, but not of the patterns in them."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, CompValue):
            if node.name not in _EXISTS and (inside_aggregates or not _is_aggregate(node)):
                waiting.extend(node.values())
        elif isinstance(node, ParseResults | list | tuple):
            waiting.extend(node)


def _free(expression: Any) -> set[str]:
    """The variables of an expression that stand in no aggregate."""
    return _variables(_outside_exists(expression, inside_aggregates=False))


def _require_full_rows(values: CompValue) -> None:
    width = len(_all(values, "var"))
    for row in _all(values, "value"):
        cells = len(row) if isinstance(row, ParseResults | list) else 1
        if cells != width:
            raise QueryError(f"a row of VALUES has {cells} of {width} cells; write UNDEF for what has no value")
