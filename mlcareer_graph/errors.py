"""Every exception of the library.

Each error derives from `MLCareerError` and from the builtin a caller would expect, keeps its data as
fields, and survives pickling::

    MLCareerError
    ├── UnknownConceptError      (KeyError)      no concept has this name; carries suggestions
    │   └── AmbiguousNameError                   several concepts could be meant
    ├── NoDiagramError           (ValueError)    a view that has no form as the text of a diagram
    ├── NotInPlanError           (LookupError)   a plan has no step of this concept
    ├── UnknownLevelError        (ValueError)    not one of the four levels
    ├── UnknownOptionError       (ValueError)    a choice that a parameter does not offer
    ├── UnplannableError         (ValueError)    a concept of a kind that has no place in a plan
    ├── InvalidBatchError        (ValueError)    entries of a batch that cannot be planned; carries every one
    ├── InvalidGraphError        (ValueError)    data that is no career graph; carries every problem found
    ├── InvalidProfileError      (ValueError)    data that is no profile; carries every problem found
    ├── QueryError               (ValueError)    a query that is refused or cannot be answered
    │   └── QueryTimeoutError    (TimeoutError)  a query that was stopped at its time limit
    ├── LoadError                (ValueError)    a file that cannot be read as a graph
    │   └── MissingSourceError   (FileNotFoundError)
    ├── SaveError                (OSError)       a file that cannot be written
    ├── EndpointError            (OSError)       a server that does not do what was asked of it
    └── MissingExtraError        (ImportError)   an optional dependency is not installed
"""

from __future__ import annotations

import re
import reprlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "AmbiguousNameError",
    "EndpointError",
    "InvalidBatchError",
    "InvalidGraphError",
    "InvalidProfileError",
    "LoadError",
    "MLCareerError",
    "MissingExtraError",
    "MissingSourceError",
    "NoDiagramError",
    "NotInPlanError",
    "Problem",
    "QueryError",
    "QueryTimeoutError",
    "SaveError",
    "UnknownConceptError",
    "UnknownLevelError",
    "UnknownOptionError",
    "UnplannableError",
]


_SHOWN = reprlib.Repr()
_SHOWN.maxstring = _SHOWN.maxother = _SHOWN.maxlong = 200
_SHOWN.maxlevel = 4

_MOST_SHOWN = 5
"""How many problems of a batch, which can have thousands, the message lists."""


def shown(value: object) -> str:
    """A value as a message shows it: cut to a readable length, and never an error of its own.

    `repr` goes as deep as the value and fails on the way, or at a number of more than 4,300 digits.

    Example:
        >>> shown("NO"), shown([1, [2, "x"]]), shown(10**5000)
        ("'NO'", "[1, [2, 'x']]", 'a number of thousands of digits')
    """
    try:
        return _SHOWN.repr(value)
    except ValueError:
        return "a number of thousands of digits" if isinstance(value, int) else f"a {type(value).__name__}"


STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What a terminal takes for an order or for a change of direction; all of it lies in the first plane of Unicode."""


def printable(text: str) -> str:
    r"""A text that a terminal can only show: what would steer it, or turn the text around, is written as an escape.

    Names and labels come from files of others. A terminal takes some characters in them for orders (ECMA-48), such as
    to set the title of its window, and others for a change of direction (UAX #9). Lines and tabs stay.

    Example:
        >>> print(printable("\x1b[31mred\x1b[0m \u202ecba"))
        \x1b[31mred\x1b[0m \u202ecba
    """
    return STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def one_line(text: str) -> str:
    r"""A printable text on one line, as ``repr`` gives it.

    Example:
        >>> print(one_line("<Skill: first\nsecond\x07>"))
        <Skill: first\nsecond\x07>
    """
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


class MLCareerError(Exception):
    """The base of every error this library raises on purpose."""

    _fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The message, `printable`; a `KeyError` would show it quoted."""
        return printable(str(self.args[0])) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the fields: the default would call ``__init__`` with the message alone."""
        return type(self), tuple(getattr(self, name) for name in self._fields)


class UnknownConceptError(MLCareerError, KeyError):
    """No concept of the graph is known under this name.

    It is a `KeyError`, and so a `LookupError`, because the graph is a mapping.

    Attributes:
        query: The name as it was given.
        suggestions: Names of concepts that come near, best first.
    """

    _fields = ("query", "suggestions")

    def __init__(self, query: str, suggestions: Sequence[str] = ()) -> None:
        self.query = query
        self.suggestions = tuple(suggestions)
        super().__init__(self._message())

    def _message(self) -> str:
        if self.suggestions:
            called = f"{self.query!r}{_by_letters(self.query)}"
            return f"no concept is called {called}; did you mean {_either(self.suggestions)}?"
        return f"no concept is called {self.query!r}; graph.search({self.query!r}) looks wider"


class AmbiguousNameError(UnknownConceptError):
    """Several concepts could be meant by this name; `suggestions` lists them."""

    def _message(self) -> str:
        return f"{self.query!r} could be {_either(self.suggestions)}; use the full name or the id"


class NoDiagramError(MLCareerError, ValueError):
    """A view that nothing is drawn on, or whose drawing says nothing as boxes and lines, such as a heat map.

    Attributes:
        view: The title of the view.
        form: What it was asked for.
        having: The views that have that form.
    """

    _fields = ("view", "form", "having")

    def __init__(self, view: str, form: str, having: Sequence[str]) -> None:
        self.view = view
        self.form = form
        self.having = tuple(having)
        listed = " and ".join(part for part in (", ".join(self.having[:-1]), self.having[-1]) if part)
        super().__init__(f"{view!r} has no {form}; {listed} have, and every view has .html and .svg")


class NotInPlanError(MLCareerError, LookupError):
    """A plan neither has a step for this concept nor takes it as known.

    Attributes:
        concept: The id of the concept.
        target: The id of the target of the plan.
    """

    _fields = ("concept", "target")

    def __init__(self, concept: str, target: str) -> None:
        self.concept = concept
        self.target = target
        super().__init__(f"the plan to {target!r} does without {concept!r}; plan.steps lists what it needs")


class UnknownLevelError(MLCareerError, ValueError):
    """A level that is not one of `valid`, the four levels in ascending order."""

    _fields = ("level", "valid")

    def __init__(self, level: str, valid: Sequence[str]) -> None:
        self.level = level
        self.valid = tuple(valid)
        super().__init__(f"{shown(level)} is not a level; use {_either(self.valid)}")


class UnknownOptionError(MLCareerError, ValueError):
    """A parameter was given a choice that it does not offer.

    Attributes:
        parameter: The name of the parameter.
        given: What was given.
        valid: What it offers.
    """

    _fields = ("parameter", "given", "valid")

    def __init__(self, parameter: str, given: object, valid: Iterable[str]) -> None:
        self.parameter = parameter
        self.given = given
        self.valid = tuple(valid)
        # What is described rather than spelled out is not to be taken for a value.
        offered = [choice if " " in choice else repr(choice) for choice in self.valid]
        super().__init__(f"{parameter} cannot be {shown(given)}; use {_listed(offered)}")


class UnplannableError(MLCareerError, ValueError):
    """A concept was given where its kind makes no sense, such as an industry as the target of a plan.

    Attributes:
        concept: The id of the concept.
        kind: Its kind.
        expected: What is accepted there, in words.
    """

    _fields = ("concept", "kind", "expected")

    def __init__(self, concept: str, kind: str, expected: str) -> None:
        self.concept = concept
        self.kind = kind
        self.expected = expected
        super().__init__(f"{concept!r} is of kind {kind}; {expected}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the data of a graph.

    Attributes:
        where: The file, with the line where it is known, or the id of the concept.
        key: The key of the concept that holds the problem, such as ``requires[2].level``.
        what: What is wrong.
        remedy: What to do about it.
    """

    where: str
    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.where}: {self.key}" if self.key else self.where
        return f"{place}: {self.what}; {self.remedy}"


class InvalidGraphError(MLCareerError, ValueError):
    """The data does not make a career graph; `problems` lists everything that is wrong with it."""

    _fields = ("problems",)

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the data:\n{lines}")


class InvalidProfileError(MLCareerError, ValueError):
    """The data does not make a profile; `problems` lists everything that is wrong with it."""

    _fields = ("problems",)

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" | ".join(map(str, self.problems)))


class InvalidBatchError(MLCareerError, ValueError):
    """Some entries of a batch cannot be answered; nothing of it was.

    Attributes:
        problems: The position of each of them, counted from 0, with its error.
    """

    _fields = ("problems",)

    def __init__(self, problems: Sequence[tuple[int, MLCareerError]]) -> None:
        self.problems = tuple(problems)
        shown = [f"entry {position}: {error}" for position, error in self.problems[:_MOST_SHOWN]]
        more = len(self.problems) - len(shown)
        super().__init__("; ".join([*shown, f"and {more} more"] if more else shown))


class QueryError(MLCareerError, ValueError):
    """A query that is not SPARQL, that asks for what is refused, or that cannot be answered.

    Attributes:
        what: What is wrong and what to do.
        line: The line of the query, counted from 1, where it is known.
    """

    _fields: tuple[str, ...] = ("what", "line")

    def __init__(self, what: str, line: int | None = None) -> None:
        self.what = what
        self.line = line
        super().__init__(what if line is None else f"line {line}: {what}")


class QueryTimeoutError(QueryError, TimeoutError):
    """A query that was stopped since its time was up.

    Attributes:
        time_limit: The seconds that it had.
    """

    _fields = ("time_limit",)

    def __init__(self, time_limit: float) -> None:
        self.time_limit = time_limit
        super().__init__(
            f"the query was stopped after {time_limit:g} s; make its patterns more specific, or raise time_limit"
        )


class LoadError(MLCareerError, ValueError):
    """A file that cannot be read as a graph.

    Attributes:
        source: The file.
        what: What is wrong with it and what to do.
        line: The line, where the parser knows it.
    """

    _fields = ("source", "what", "line")

    def __init__(self, source: str, what: str, line: int | None = None) -> None:
        self.source = source
        self.what = what
        self.line = line
        place = source if line is None else f"{source}, line {line}"
        super().__init__(f"{place}: {what}")


class MissingSourceError(LoadError, FileNotFoundError):
    """A file or folder that is not there."""


class SaveError(MLCareerError, OSError):
    """A file that cannot be written; what was there before is untouched."""

    _fields = ("target", "what")

    def __init__(self, target: str, what: str) -> None:
        self.target = target
        self.what = what
        super().__init__(f"{target}: {what}")


class EndpointError(MLCareerError, OSError):
    """A server that cannot be reached, refuses, or answers what is no answer.

    Attributes:
        url: The address, without a name and a password that it may hold.
        what: What went wrong and what to do.
        status: The HTTP status, if there was an answer.
    """

    _fields = ("url", "what", "status")

    def __init__(self, url: str, what: str, status: int | None = None) -> None:
        self.url = url
        self.what = what
        self.status = status
        super().__init__(f"{url}: {what}")


class MissingExtraError(MLCareerError, ImportError):
    """An optional dependency is not installed.

    Attributes:
        package: The package that is missing.
        extra: The extra of this library that brings it.
    """

    _fields = ("package", "extra")

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(f"this needs {package}; install it with: pip install 'mlcareer-graph[{extra}]'")


def _by_letters(name: str) -> str:
    """What tells letters that look like Latin ones from these."""
    if any(c.isalpha() and not c.isascii() for c in unicodedata.normalize("NFD", name[: _SHOWN.maxstring])):
        return f" ({name!a} by its letters)"
    return ""


def _either(names: Sequence[str]) -> str:
    return _listed([repr(name) for name in names])


def _listed(texts: Sequence[str]) -> str:
    return " or ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
