"""A scene as the text of a diagram: Mermaid for a README or a wiki, DOT for Graphviz."""

from __future__ import annotations

import re

from mlcareer_graph.views.scene import Box, Scene
from mlcareer_graph.views.theme import KINDS, STATES, style_of

_MERMAID_SAFE = re.compile(r"[^\w ✓\-.,+/']")
_MERMAID_FORMS = {"known": '(["', "assumed": '(["', "target": '[["', "centre": '[["', "group": '("'}
_MERMAID_ENDS = {"(": ")", "[": "]"}


def scene_mermaid(scene: Scene) -> str:
    r"""The boxes and lines of a scene as a Mermaid flowchart from left to right.

    Every character of a name that could mean something to Mermaid or to HTML is written as the number of its entity
    (``#35;`` for a number sign), which Mermaid shows as the character.

    Args:
        scene: What to draw.

    Example:
        >>> print(scene_mermaid(Scene("T", "", boxes=(Box("a", "skill", "learn", ("A <b>",), (), 0),))), end="")
        flowchart LR
          n0["A #60;b#62;"]:::skill
          classDef skill fill:#e3f0ff,stroke:#0a5bbf,color:#1b1f24
    """
    lines = ["flowchart LR"]
    names = {box.key: f"n{number}" for number, box in enumerate(scene.boxes)}
    links = [link for link in scene.links if not link.quiet and link.source in names and link.target in names]
    joined = {key for link in links for key in (link.source, link.target)}
    for band, boxes in _bands(scene):
        indent = "  "
        if band:
            lines.append(f'  subgraph {band[0]}["{_mermaid_text(band[1])}"]')
            if joined.isdisjoint(box.key for box in boxes):
                # Otherwise they stand side by side. With it, Mermaid leads the lines of others to the band alone.
                lines.append("    direction LR")
            indent = "    "
        lines += [f"{indent}{names[box.key]}{_mermaid_box(box)}:::{_kind(box)}" for box in boxes]
        if band:
            lines.append("  end")
    for link in links:
        lines.append(f"  {names[link.source]} {'-.->' if link.dashed else '-->'} {names[link.target]}")
    for kind in sorted({_kind(box) for box in scene.boxes}):
        colours = style_of(kind).light
        lines.append(f"  classDef {kind} fill:{colours.fill},stroke:{colours.line},color:#1b1f24")
    return "\n".join(lines) + "\n"


def _mermaid_box(box: Box) -> str:
    start = _MERMAID_FORMS.get(box.state, '["')
    end = '"' + "".join(_MERMAID_ENDS[char] for char in reversed(start[:-1]))
    text = "<br>".join(_mermaid_text(" ".join(part)) for part in (box.lines, box.notes) if part)
    return f"{start}{text}{end}"


def _mermaid_text(text: str) -> str:
    # Mermaid takes a backslash before an n for the end of a line, also where both are entities.
    parted = text.replace("\\n", "\\\u2060n")
    return _MERMAID_SAFE.sub(lambda found: f"#{ord(found[0])};", parted) or " "


def _kind(box: Box) -> str:
    return box.kind if box.kind in KINDS else "other"


def _bands(scene: Scene) -> list[tuple[tuple[str, str] | None, list[Box]]]:
    """The boxes band by band, each with a name for the text and the title."""
    if not scene.bands:
        return [(None, list(scene.boxes))]
    return [
        ((f"band{number}", band.title or " "), [box for box in scene.boxes if band.left < box.x < band.right])
        for number, band in enumerate(scene.bands)
    ]


def scene_dot(scene: Scene) -> str:
    r"""The boxes and lines of a scene in the DOT language, ranked from left to right.

    Args:
        scene: What to draw.

    Example:
        >>> print(scene_dot(Scene("T", "", boxes=(Box("a", "skill", "learn", ('Say "A"',), (), 0),))), end="")
        digraph {
          label="T"
          rankdir=LR
          node [shape=box fontname="sans-serif" style=filled fontcolor="#1b1f24"]
          edge [color="#8a939d"]
          n0 [label="Say \"A\"" fillcolor="#e3f0ff" color="#0a5bbf" style="filled" penwidth=1.5]
        }
    """
    lines = [
        "digraph {",
        f"  label={_quoted(scene.title)}",
        "  rankdir=LR",
        '  node [shape=box fontname="sans-serif" style=filled fontcolor="#1b1f24"]',
        '  edge [color="#8a939d"]',
    ]
    names = {box.key: f"n{number}" for number, box in enumerate(scene.boxes)}
    for band, boxes in _bands(scene):
        inner = [f"  {names[box.key]} {_dot_box(box)}" for box in boxes]
        if band:
            lines.append(f"  subgraph cluster_{band[0]} {{")
            lines.append(f"    label={_quoted(band[1])}")
            lines.append('    color="#f4f6f8"')
            inner = [f"  {line}" for line in inner]
        lines += inner
        if band:
            lines.append("  }")
    for link in scene.links:
        if not link.quiet and link.source in names and link.target in names:
            dashes = " style=dashed" if link.dashed else ""
            lines.append(f"  {names[link.source]} -> {names[link.target]} [tooltip={_quoted(link.label)}{dashes}]")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_box(box: Box) -> str:
    colours, state = style_of(box.kind).light, STATES[box.state]
    style = ",".join(
        part
        for part in (
            "" if state.is_hollow else "filled",
            "dashed" if state.dashes else "",
            "rounded" if state.radius > 5 else "",
        )
        if part
    )
    label = _quoted("\n".join((*box.lines, *box.notes)))
    return (
        f'[label={label} fillcolor="{colours.fill}" color="{colours.line}" style="{style}" penwidth={state.border:g}]'
    )


def _quoted(text: str) -> str:
    """A quoted string of DOT: a backslash stays one, no line ends in it, no entity of HTML becomes a character."""
    return '"' + text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
