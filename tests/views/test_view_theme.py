"""Colours, measured as WCAG 2 does."""

from __future__ import annotations

from itertools import combinations

import pytest

from mlcareer_graph.model import CONCEPT_KINDS
from mlcareer_graph.views.theme import KINDS, OTHER, STATES, SURFACES, Palette


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #0a5bbf."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_right() -> None:
    """Black on white is 21 to 1, and the grey #767676 on white is the known 4.54 to 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_text_can_be_read(palette: Palette) -> None:
    """Text has a contrast of 4.5 to 1 on the page, on bands and in every box, faded or not."""
    surface = SURFACES[palette]
    fills = [getattr(style, palette).fill for style in (*KINDS.values(), OTHER)]
    for ground in (surface.page, surface.band, *fills):
        assert contrast(surface.ink, ground) >= 4.5
    for ground in (surface.page, surface.band):
        assert contrast(surface.faint, ground) >= 4.5


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_borders_and_signs_can_be_seen(palette: Palette) -> None:
    """Borders, signs and the colour of what is selected have a contrast of 3 to 1 with what is around them."""
    surface = SURFACES[palette]
    for style in (*KINDS.values(), OTHER):
        colours = getattr(style, palette)
        assert min(contrast(colours.line, ground) for ground in (surface.page, surface.band, colours.fill)) >= 3
    assert min(contrast(surface.strong, ground) for ground in (surface.page, surface.band)) >= 3


def test_every_kind_has_its_own_sign() -> None:
    """Kinds are told apart by the form of their sign, and none is forgotten."""
    assert set(KINDS) == set(CONCEPT_KINDS)
    assert all(one.sign != other.sign for one, other in combinations((*KINDS.values(), OTHER), 2))


def test_parts_differ_in_form() -> None:
    """Known, taken as known, to learn and target have borders that differ without any colour."""
    forms = {
        (STATES[state].radius, STATES[state].border, STATES[state].dashes)
        for state in ("known", "assumed", "learn", "target")
    }
    assert len(forms) == 4
