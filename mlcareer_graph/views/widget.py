"""A plan in a notebook that answers: a click on a box tells Python which, and what Python changes is drawn again.

The only module that uses anywidget.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any, Unpack
from xml.etree import ElementTree

from mlcareer_graph.errors import MissingExtraError, one_line
from mlcareer_graph.files import package_folder
from mlcareer_graph.planning import Plan, Profile
from mlcareer_graph.views.picture import scene_svg
from mlcareer_graph.views.plan_nodes import PlanNodes
from mlcareer_graph.views.plan_scene import plan_scene
from mlcareer_graph.views.scene import Scene
from mlcareer_graph.views.static import tables_html

try:
    import anywidget
    import traitlets
except ImportError:
    raise MissingExtraError("anywidget", "notebook") from None

if TYPE_CHECKING:
    from mlcareer_graph.graph import CareerGraph
    from mlcareer_graph.model import Concept
    from mlcareer_graph.planning import PlanOptions
    from mlcareer_graph.planning.profile import Known


class PlanWidget(anywidget.AnyWidget):
    """The picture of a plan with boxes to click on; see `CareerGraph.explore`.

    Attributes:
        selected: The id of the concept whose box is selected, None if none is. It is a trait: ``observe`` it, or set
            it to select.
        plan: The plan that is shown. It is a trait too, which changes with `target` and `knows`.

    Example:
        >>> from mlcareer_graph import load_graph
        >>> widget = load_graph().explore("keras", knows=["Python"])
        >>> widget.observe(lambda change: print(change.new), "selected")
        >>> widget.selected = "PyTorch"
        pytorch
    """

    _esm = (package_folder() / "views" / "templates" / "widget.js").read_text(encoding="utf-8")

    selected = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    plan = traitlets.Instance(Plan, read_only=True)
    _picture: traitlets.List[Any] = traitlets.List().tag(sync=True)
    _caption = traitlets.Unicode().tag(sync=True)
    _words = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        graph: CareerGraph,
        target: str | Concept,
        knows: Profile | Iterable[Known] = (),
        **options: Unpack[PlanOptions],
    ) -> None:
        self._graph, self._options = graph, options
        self._target = target
        self._knows: Profile | Iterable[Known] = knows if isinstance(knows, Profile) else tuple(knows)
        made = self._plan(self._target, self._knows)
        super().__init__()
        self._show(made)

    @property
    def target(self) -> str | Concept:
        """The role or competency to reach; setting it makes another plan and draws it."""
        return self._target

    @target.setter
    def target(self, target: str | Concept) -> None:
        made = self._plan(target, self._knows)
        self._target = target
        self._show(made)

    @property
    def knows(self) -> Profile | Iterable[Known]:
        """What the person knows and holds; setting it makes another plan and draws it."""
        return self._knows

    @knows.setter
    def knows(self, knows: Profile | Iterable[Known]) -> None:
        kept = knows if isinstance(knows, Profile) else tuple(knows)
        made = self._plan(self._target, kept)
        self._knows = kept
        self._show(made)

    def _plan(self, target: str | Concept, knows: Profile | Iterable[Known]) -> Plan:
        return self._graph.plan(target, knows, **self._options)

    def _show(self, plan: Plan) -> None:
        scene = plan_scene(plan)
        ids = concept_ids(plan)
        # The view draws when the picture changes, so the picture is the last of the three to be sent.
        with self.hold_sync():
            if self.selected not in ids.values():
                self.selected = None
            self._caption = f"{scene.title}. {scene.summary}"
            self._words = _words(scene, ids)
            self._picture = picture_elements(scene, ids)
        self.set_trait("plan", plan)

    @traitlets.validate("selected")
    def _find_selected(self, proposal: dict[str, Any]) -> str | None:
        name = proposal["value"]
        return None if name is None else self._graph.find(name).id

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is not None:
            bundle[0]["text/html"] = tables_html(plan_scene(self.plan))
        return bundle

    def _ipython_display_(self) -> None:
        """Show the widget, and below it what is left of it where no widget can be shown.

        Of an output that has a widget, an export to HTML takes nothing else, and leaves a blank without a network. So
        what stands in for it is an output of its own, which hides itself where the widget is drawn.
        """
        from IPython.display import display

        show: Callable[..., None] = display
        shown, metadata = self._repr_mimebundle_() or ({"text/plain": repr(self)}, {})
        show({kind: data for kind, data in shown.items() if kind != "text/html"}, metadata=metadata, raw=True)
        show({"text/html": kept_html(self.plan)}, raw=True)

    def __repr__(self) -> str:
        return one_line(f"<PlanWidget: {self.plan}>")


def kept_html(plan: Plan) -> str:
    """What is shown of a plan where no widget is: its picture and its tables, hidden where one is drawn.

    Args:
        plan: The plan.
    """
    scene = plan_scene(plan)
    picture = b64encode(scene_svg(scene).encode("utf-8", "replace")).decode("ascii")
    return (
        "<style>body:has(.mlcareer-plan) .mlcareer-kept{display:none}</style>\n"
        f'<div class="mlcareer-kept"><p><strong>{escape(scene.title)}</strong></p>\n'
        f'<div style="overflow:auto;max-height:600px"><img alt="{escape(scene.title)}" '
        f'src="data:image/svg+xml;base64,{picture}"></div>\n{tables_html(scene)}</div>'
    )


def concept_ids(plan: Plan) -> dict[str, str]:
    """For each box of the drawing of a plan, by its key, the id of the concept that it stands for."""
    nodes = PlanNodes.of(plan)
    steps = zip(nodes.steps, (step.id for step in plan.steps), strict=True)
    known = ((known.key, known.concept.id) for known in nodes.known)
    return {nodes.target: plan.target.id, **dict(steps), **dict(known)}


def picture_elements(scene: Scene, ids: dict[str, str]) -> list[Any]:
    """The picture as nested lists of a tag, attributes, text and children, which a view makes elements from.

    Args:
        scene: What is drawn.
        ids: For each box, by its key, the id to report when it is clicked on.
    """
    root = ElementTree.fromstring(scene_svg(scene))
    root.set("role", "group")
    groups = (element for element in root if element.tag.endswith("}g"))
    for box, group in zip(scene.boxes, groups, strict=True):
        group.attrib |= {
            "data-id": ids[box.key],
            "role": "button",
            "tabindex": "0",
            "aria-label": ", ".join([" ".join(box.lines), *box.notes]),
        }
    return _as_list(root)


def _as_list(element: ElementTree.Element) -> list[Any]:
    tag = element.tag.rpartition("}")[2]
    return [tag, dict(element.attrib), (element.text or "").strip(), [_as_list(child) for child in element]]


def _words(scene: Scene, ids: dict[str, str]) -> dict[str, list[str]]:
    """What is said of each concept when it is selected: its name, what it is, and for each box its facts and why."""
    words: dict[str, list[str]] = {}
    for entry in scene.entries:
        if entry.key not in ids:  # Drawn on demand on the page, and not in the picture.
            continue
        said = words.setdefault(ids[entry.key], [entry.name, *([entry.definition] if entry.definition else [])])
        said += [" · ".join(f"{label}: {value}" for label, value in entry.facts), *entry.why]
    return words
