"""The errors: one tree, as drawn; fields that survive a trip to another process."""

from __future__ import annotations

import builtins
import copy
import inspect
import pickle
import re

import pytest

import mlcareer_graph
from mlcareer_graph import errors
from mlcareer_graph.errors import MLCareerError, Problem

PROBLEMS = (Problem("a.yaml", "hours", "is missing", "give it"), Problem("b", "", "is odd", "mend it"))
MADE: dict[str, tuple[object, ...]] = {
    "UnknownConceptError": ("Rust", ("R", "Ruby")),
    "AmbiguousNameError": ("tree", ("decision-trees", "tree-data-structures")),
    "NoDiagramError": ("From role to role", "DOT text", ("plans", "gaps")),
    "NotInPlanError": ("keras", "pytorch"),
    "UnknownLevelError": ("guru", ("working", "expert")),
    "UnknownOptionError": ("degrees", 3, ("report", "strict")),
    "UnplannableError": ("udemy", "organization", "a target is a role or a competency"),
    "InvalidBatchError": (((2, errors.UnknownConceptError("Rust", ())),),),
    "InvalidGraphError": (PROBLEMS,),
    "InvalidProfileError": (PROBLEMS,),
    "QueryError": ("there is no query", 3),
    "QueryTimeoutError": (2.5,),
    "LoadError": ("a.ttl", "is empty", 3),
    "MissingSourceError": ("b.ttl", "there is no such file", None),
    "SaveError": ("c.ttl", "the disk is full"),
    "EndpointError": ("http://a/store", "it is closed", 503),
    "MissingExtraError": ("pandas", "frames"),
}
CLASSES = {
    name: value
    for name, value in vars(errors).items()
    if inspect.isclass(value) and issubclass(value, BaseException) and value.__module__ == errors.__name__
}


def _drawn() -> dict[str, tuple[str, str | None]]:
    """For each class drawn in the docstring, its parent and the builtin beside it."""
    assert errors.__doc__
    drawn: dict[str, tuple[str, str | None]] = {}
    stack: list[str] = []
    for line in errors.__doc__.splitlines():
        match = re.match(r"    ((?:[│ ]   )*(?:[├└]── )?)(\w+Error)(?:\s+\((\w+)\))?(?:\s|$)", line)
        if match:
            depth = len(match[1]) // 4
            del stack[depth:]
            drawn[match[2]] = (stack[-1] if stack else "Exception", match[3])
            stack.append(match[2])
    return drawn


def test_the_drawing_is_the_tree() -> None:
    """The docstring draws every error with its parent and the builtin it also is."""
    real = {}
    for name, cls in CLASSES.items():
        parent, *others = (base.__name__ for base in cls.__bases__)
        real[name] = (parent, others[0] if others else None)
    assert _drawn() == real


def test_every_error_is_public_and_made_here() -> None:
    """All errors are exported, and the tests below make each of them."""
    assert set(CLASSES) == set(MADE) | {"MLCareerError"}
    assert set(CLASSES) <= set(errors.__all__) & set(mlcareer_graph.__all__)


@pytest.mark.parametrize("name", MADE)
def test_errors_keep_their_fields(name: str) -> None:
    """An error has the fields it was made with, also after pickling and copying, and the same message."""
    cls = CLASSES[name]
    error = cls(*MADE[name])
    fields = cls._fields
    assert tuple(getattr(error, field) for field in fields) == MADE[name][: len(fields)]
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is cls
        assert str(twin) == str(error)
        # An error within an error is another object after pickling, but reads the same.
        assert repr([getattr(twin, field) for field in fields]) == repr([getattr(error, field) for field in fields])


@pytest.mark.parametrize("name", MADE)
def test_errors_are_the_builtins_a_caller_expects(name: str) -> None:
    """Every error is an `MLCareerError` and a builtin error that is more than `Exception`."""
    error = CLASSES[name](*MADE[name])
    assert isinstance(error, MLCareerError)
    inherited = [base for base in type(error).__mro__ if base.__module__ == builtins.__name__]
    assert inherited[0] not in (Exception, BaseException, object)


@pytest.mark.parametrize("name", MADE)
def test_messages_are_plain(name: str) -> None:
    """The message is the text itself, not the quoted text that a `KeyError` shows."""
    message = str(CLASSES[name](*MADE[name]))
    assert message
    assert not message.startswith(('"', "'no concept"))
    for value in MADE[name]:
        if isinstance(value, str):
            assert value in message


def test_lookup_errors_suggest() -> None:
    """The message of an unknown name offers what comes near, or says where to look."""
    assert str(errors.UnknownConceptError("Rust", ("R", "Ruby"))).endswith("did you mean 'R' or 'Ruby'?")
    assert "graph.search('Rust')" in str(errors.UnknownConceptError("Rust"))
    assert "use the full name or the id" in str(errors.AmbiguousNameError("tree", ("a", "b")))


def test_all_problems_are_in_the_message() -> None:
    """An invalid graph lists each problem with its place, key and remedy."""
    text = str(errors.InvalidGraphError(PROBLEMS))
    assert "2 problems" in text
    assert "a.yaml: hours: is missing; give it" in text
    assert "b: is odd; mend it" in text
    assert "1 problem in" in str(errors.InvalidGraphError(PROBLEMS[:1]))
