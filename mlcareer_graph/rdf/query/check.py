"""What a query may ask for, decided on what the parser makes of it.

Only forms that read the graph at hand pass. Whatever else the grammar knows, such as SERVICE, is refused wherever it
stands, since the whole parse tree is compared with a list of what is allowed.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from pyparsing import ParseException
from rdflib import Literal
from rdflib.plugins.sparql import parser
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query

from mlcareer_graph.errors import QueryError
from mlcareer_graph.rdf.query.dataset import GRAPHS
from mlcareer_graph.rdf.query.scope import parts, require_well_scoped
from mlcareer_graph.rdf.vocabulary import PREFIXES

MOST_CHARACTERS = 100_000
"""Characters of a query."""

MOST_DEPTH = 64
"""Brackets within brackets."""

_FORMS = {"SelectQuery": "SELECT", "AskQuery": "ASK", "ConstructQuery": "CONSTRUCT", "DescribeQuery": "DESCRIBE"}

_ALLOWED = frozenset(
    {
        *("Base", "PrefixDecl", "DatasetClause", "FakeGroupGraphPatten", "pname", "literal", "vars"),
        *("SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery", "SubSelect"),
        *("GroupGraphPatternSub", "TriplesBlock", "OptionalGraphPattern", "GroupOrUnionGraphPattern"),
        *("MinusGraphPattern", "GraphGraphPattern", "Filter", "Bind", "InlineData", "ValuesClause"),
        *("PathAlternative", "PathSequence", "PathElt", "PathEltOrInverse", "PathNegatedPropertySet"),
        *("InversePath", "DistinctPath"),
        *("GroupClause", "GroupAs", "HavingClause", "OrderClause", "OrderCondition", "LimitOffsetClauses"),
        *("ConditionalOrExpression", "ConditionalAndExpression", "RelationalExpression"),
        *("AdditiveExpression", "MultiplicativeExpression", "UnaryNot", "UnaryPlus", "UnaryMinus", "Function"),
    }
)
_PREFIXES_OF_ALLOWED = ("Builtin_", "Aggregate_")

# What brackets cannot stand in: comments, IRIs, strings.
_QUOTED = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*""", re.DOTALL
)
_VARIABLE = re.compile(r"[?$](\w+)")
# SPARQL 1.1, section 19.2; rdflib's own takes eight digits after a small u as well, and so reads "\u00e9cafe" as one.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def _negated(number: Literal) -> Literal:
    return Literal(f"-{number}", datatype=number.datatype)


# rdflib's own refuses decimals, and so every query with -1.5 in it.
parser.neg = _negated  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may be answered.

    Attributes:
        text: The query, without escapes for single characters.
        form: ``"SELECT"``, ``"ASK"``, ``"CONSTRUCT"`` or ``"DESCRIBE"``.
        columns: Of ``SELECT *`` the variables as they first stand in the query, maybe with some that it does not give.
        names_graphs: Whether it says by FROM which graphs it reads.
        algebra: The query as rdflib runs it.
    """

    text: str
    form: str
    columns: tuple[str, ...]
    names_graphs: bool
    algebra: Query


def checked(text: str) -> CheckedQuery:
    """A query, once it is known to ask for nothing that is refused.

    Raises:
        QueryError: It is not SPARQL 1.1, asks for what is refused, or is too long or too deep.
    """
    _require_bounded(text)
    # Both engines get the text that is looked at here, since only one of them knows escapes outside of strings.
    text = _ESCAPE.sub(_unescaped, text)
    if not re.sub(r"#[^\n]*", "", text).strip():
        raise QueryError("the query is empty; write one, such as SELECT ?role WHERE { ?role a mlc:Role }")
    try:
        text.encode("utf-8")
        # Not parseQuery, which would look for escapes in what the escapes above stand for.
        parsed = parser.Query.parse_string(text, parse_all=True)
    except UnicodeEncodeError:
        raise QueryError("the query names half of a surrogate pair; write the character itself") from None
    except ParseException as error:
        raise _not_sparql(text, error) from None
    except RecursionError:
        raise _too_deep() from None
    for part in parts(parsed):
        _require_allowed(part)
    require_well_scoped(parsed)
    form = _FORMS[parsed[1].name]
    try:
        query = translateQuery(parsed, initNs=dict(PREFIXES))
    except RecursionError:
        raise _too_deep() from None
    except Exception as error:
        raise QueryError(_said(error)) from None
    # The translation has put whole names into the tree.
    sources = [part for part in parts(parsed) if part.name == "DatasetClause"]
    for clause in sources:
        name = clause.default or clause.named
        if name not in GRAPHS.values():
            raise QueryError(f"FROM names {name}, which is not here; the graphs are {', '.join(GRAPHS.values())}")
    is_star = form == "SELECT" and not parsed[1].projection
    columns = dict.fromkeys(_VARIABLE.findall(_QUOTED.sub(" ", text))) if is_star else ()
    return CheckedQuery(text, form, tuple(columns), bool(sources), query)


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    if number > sys.maxunicode:
        raise QueryError(f"{escape[0]} stands for no character; write the character itself")
    return chr(number)


def _require_bounded(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"the query has {len(text):,} characters; at most {MOST_CHARACTERS:,} are allowed")
    depth = 0
    for mark in re.findall(r"[({\[\])}]", _QUOTED.sub(" ", text)):
        depth += 1 if mark in "({[" else -1
        if depth > MOST_DEPTH:
            raise _too_deep()


def _too_deep() -> QueryError:
    return QueryError(f"the query is nested too deeply; at most {MOST_DEPTH} brackets may stand in one another")


def _require_allowed(part: CompValue) -> None:
    if part.name == "ServiceGraphPattern":
        raise QueryError("SERVICE is refused, since a query reads this graph alone; take it out")
    if part.name not in _ALLOWED and not part.name.startswith(_PREFIXES_OF_ALLOWED):
        raise QueryError(f"{part.name} is refused, since a query only reads this graph; take it out")


def _not_sparql(text: str, error: ParseException) -> QueryError:
    try:
        parseUpdate(text)
    except (ParseException, RecursionError):
        line = text.count("\n", 0, error.loc) + 1
        found = re.split(r"\s", text[error.loc :].strip(), maxsplit=1)[0][:40]
        near = f"at {found!r}" if found else "at its end"
        return QueryError(f"this is not SPARQL 1.1 {near}; correct the query from there on", line)
    return QueryError("an update is refused, since a query only reads; ask with SELECT, ASK, CONSTRUCT or DESCRIBE")


def _said(error: Exception) -> str:
    """What the translation found wrong, in one line."""
    match = re.fullmatch(r"Unknown namespace prefix : (.*)", str(error))
    if match:
        return f"the prefix {match[1]}: is not declared; declare it with PREFIX {match[1]}: <...>"
    first = str(error).strip().partition("\n")[0][:200]
    return f"the query makes no sense: {first or type(error).__name__}; correct it"
