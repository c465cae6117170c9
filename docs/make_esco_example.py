"""Writes the worked example of ESCO's data scientist beside ours: ``python docs/make_esco_example.py FOLDER``.

FOLDER holds the unpacked CSV download of ESCO. The page goes to ``docs/how-to/esco-data-scientist.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from mlcareer_graph import CareerGraph, Plan, load_graph
from mlcareer_graph.interop import esco
from mlcareer_graph.interop.join import Joined, join
from mlcareer_graph.model import Concept
from pages.markdown import page, plain, table

PAGE = Path(__file__).parent / "how-to" / "esco-data-scientist.md"
ROLE, OURS = "data scientist", "data-scientist"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description="Write the worked example of ESCO's data scientist beside ours.")
    parser.add_argument("folder", type=Path, help="the unpacked CSV download of ESCO")
    parser.add_argument("--release", default=None, help="its release; by default what the folder is called")
    options = parser.parse_args()
    PAGE.write_text(example(esco.read(options.folder, version=options.release).graph), encoding="utf-8")


def example(theirs: CareerGraph) -> str:
    """The page.

    Args:
        theirs: All of ESCO.
    """
    joined = join(theirs)
    role = joined.concept(ROLE)
    source = theirs[theirs.find(ROLE).evidence[0].source]
    plans = {
        f"{source.name} alone": theirs.plan(ROLE),
        f"{source.name}, joined with the shipped graph": joined.graph.plan(role),
        "the shipped graph": joined.graph.plan(OURS),
    }
    lines = [
        f"What {plain(source.name)} calls a data scientist: alone, with our prerequisites and hours in the place of "
        "what both know, and beside the data scientist of the shipped graph. `docs/make_esco_example.py` writes this "
        "page from the whole of ESCO.",
        "",
        f"{joined}.",
        "",
        *table(
            ["plan from nothing", "steps", "hours", "of them with the stand-in for hours"],
            [[plain(words), *_figures(plan, joined)] for words, plan in plans.items()],
        ),
        *_coverage(joined),
        *_differences(joined, role),
    ]
    return page("ESCO's data scientist and ours", lines)


def _figures(plan: Plan, joined: Joined) -> list[str]:
    hours = f"{plan.hours.likely:,.0f} ({plan.hours.low:,.0f} to {plan.hours.high:,.0f})"
    return [str(len(plan.steps)), hours, str(len(joined.without_hours(plan)))]


def _coverage(joined: Joined) -> Iterable[str]:
    coverage = joined.coverage(ROLE)
    yield "## What both know"
    yield ""
    yield f"Of what ESCO lists as essential or optional, {coverage.share:.0%} is known to both."
    yield ""
    rows = [[plain(match.theirs.name), plain(match.ours.name), match.how] for match in coverage.known]
    yield from table(["ESCO", "ours", "match"], rows)
    yield "Of these we know only something broader, narrower or related; ESCO's own stays in the plan:"
    yield ""
    near = [
        [plain(theirs.name), plain(", ".join(match.ours.name for match in matches)), matches[0].how]
        for theirs, matches in coverage.near
    ]
    yield from table(["ESCO", "ours", "nearest match"], near)
    yield "## What only ESCO knows"
    yield ""
    yield f"{plain(', '.join(concept.name for concept in coverage.only_theirs))}."
    yield ""


def _differences(joined: Joined, role: Concept) -> Iterable[str]:
    compared = joined.graph.compare_roles(role, OURS)
    shipped = load_graph()
    only_esco = [item for item in compared.only_first if item.concept.id in shipped]
    yield "## What the two roles ask for"
    yield ""
    for words, items in (
        ("Both ask for", compared.shared),
        ("Of what both graphs know, only ESCO asks for", only_esco),
        ("Only ours asks for", compared.only_second),
    ):
        yield f"- {words}: {plain(', '.join(map(str, items)))}."
    yield ""
    yield "Where two levels stand, the first is that of ESCO, which has only one, and the second ours."


if __name__ == "__main__":
    main()
