"""The model stands alone: it needs the standard library and nothing above it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlcareer_graph.model

FOLDER = Path(mlcareer_graph.model.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))
BELOW = ("mlcareer_graph.model", "mlcareer_graph.errors")


def _imports(nodes: list[ast.stmt]) -> Iterator[str]:
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import):
                yield from (alias.name for alias in inner.names)
            elif isinstance(inner, ast.ImportFrom):
                assert inner.level == 0, "imports are absolute"
                yield inner.module or ""


def _is_below(module: str) -> bool:
    return module.split(".", 1)[0] in sys.stdlib_module_names or module.startswith(BELOW)


def test_there_are_modules() -> None:
    """The folder is the one that is meant."""
    assert {"concepts.py", "levels.py", "requirements.py"} <= {file.name for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_model_imports_the_standard_library_alone(file: Path) -> None:
    """No module of the model imports a third party or a layer above, but for the notebook's way to show concepts."""
    above = {name for name in _imports(ast.parse(file.read_text(encoding="utf-8")).body) if not _is_below(name)}
    assert above == ({"mlcareer_graph.views.notebook"} if file.name == "concepts.py" else set())


def test_errors_import_the_standard_library_alone() -> None:
    """The errors stand below everything."""
    tree = ast.parse((FOLDER.parent / "errors.py").read_text(encoding="utf-8"))
    assert [name for name in _imports(tree.body) if name.split(".", 1)[0] not in sys.stdlib_module_names] == []
