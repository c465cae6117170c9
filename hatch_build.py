"""The build hook that compiles ``ontology/`` into the wheel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledOntologyHook(BuildHookInterface[Any]):
    """Adds the compiled graph to a wheel; an editable install compiles on first use instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, so that broken sources fail the build."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from mlcareer_graph.ontology import compile_ontology

        self.folder = tempfile.TemporaryDirectory()
        target = Path(self.folder.name) / "graph.json"
        compile_ontology(root / "ontology" / "concepts", target)
        build_data["force_include"][str(target)] = "mlcareer_graph/_compiled/graph.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled graph from where it was made."""
        if version != "editable":
            self.folder.cleanup()
