"""What axe finds on every kind of page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from mlcareer_graph import CareerGraph, Plan

Opener = Callable[..., Any]

AXE = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)]);
}"""


def violations(opened: Any) -> list[Any]:
    """What axe calls serious or critical."""
    if not opened.page.evaluate("'axe' in window"):
        opened.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found: list[Any] = opened.page.evaluate(AXE)
    return found


def test_axe_is_awake(open_view: Opener) -> None:
    """Axe reports a picture without a text and a text that cannot be read."""
    opened = open_view(
        "<!doctype html><html lang=en><title>t</title><img src='data:,'><p style='color:#ccc;background:#fff'>faint</p>"
    )
    assert {rule for rule, _ in violations(opened)} == {"image-alt", "color-contrast"}


@pytest.mark.parametrize("look", [(1280, 800, "light"), (390, 844, "dark")])
@pytest.mark.parametrize("which", ["plan", "nothing", "around", "graph"])
def test_axe_finds_nothing_serious(
    which: str, look: tuple[int, int, str], graph: CareerGraph, middle_plan: Plan, open_view: Opener
) -> None:
    """Neither at the start nor with a box selected and the filters open is there a serious or critical violation."""
    made = {
        "plan": middle_plan.view,
        "nothing": graph.plan("python", knows=["Python:expert"], degrees="report").view,
        "around": lambda: graph.view(around="keras", depth=2),
        "graph": graph.view,
    }
    opened = open_view(made[which](), look[:2], color_scheme=look[2])
    assert violations(opened) == []
    for summary in opened.page.locator(".facets summary").all():
        summary.click()
    opened.select({"plan": middle_plan.steps[0].id, "nothing": "known:python"}.get(which, "python"))
    opened.page.locator("#search").fill("learning")
    assert violations(opened) == []
